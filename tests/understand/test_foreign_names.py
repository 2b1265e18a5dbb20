"""Names in Spanish and Russian texts by rules; Russian ones in their first case; nothing invented, nothing hung up."""

from __future__ import annotations

import pytest

from bot.model import ActorKind
from bot.understand.names import actors, foreign_names
from bot.understand.names.inflect import base, same_surname, surname_forms

PERSON, ORGANISATION = ActorKind.PERSON, ActorKind.ORGANISATION


def found(text: str, language: str) -> dict[str, ActorKind]:
    return {text[span.start : span.end]: span.kind for span in foreign_names.find(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "name", "kind"),
    [
        ("Ayer Marta Lucía Ramírez habló.", "es", "Marta Lucía Ramírez", PERSON),
        ("Según Koldo García, no.", "es", "Koldo García", PERSON),
        ("La Universidad de Chile firmó.", "es", "Universidad de Chile", ORGANISATION),
        ("El Consejo Nacional Electoral contó.", "es", "Consejo Nacional Electoral", ORGANISATION),
        ("La UNAM cerró.", "es", "UNAM", ORGANISATION),
        ("O Ministério do Meio Ambiente multou.", "pt", "Ministério do Meio Ambiente", ORGANISATION),
        ("Вчера Марк Захаров выступил.", "ru", "Марк Захаров", PERSON),
        ("Суд над Платоном Лебедевым", "ru", "Платоном Лебедевым", PERSON),
        ("Сообщил С. Лавров.", "ru", "С. Лавров", PERSON),
        ("Акции компании «Ромашка» упали.", "ru", "Ромашка", ORGANISATION),
        ("Минфин и РУСАДА спорят.", "ru", "РУСАДА", ORGANISATION),
        ("Минфин и РУСАДА спорят.", "ru", "Минфин", ORGANISATION),
    ],
)
def test_name_is_found(text: str, language: str, name: str, kind: ActorKind) -> None:
    assert found(text, language).get(name) is kind


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Estados Unidos y Gran Bretaña hablaron en Nueva York.", "es"),
        ("El PIB creció y en EEUU bajó el IVA.", "es"),
        ("LA POLICÍA DETUVO A UN HOMBRE EN EL CENTRO", "es"),
        ("США и КНР спорят, СМИ молчат, ВВП растёт.", "ru"),
        ("В Минске холодно. Минута молчания.", "ru"),
        ("Глава МИД России улетел.", "ru"),
        ("ПРЕЗИДЕНТ ПРИЛЕТЕЛ В МОСКВУ", "ru"),
        ("Sergei Kotov spoke.", "en"),
    ],
)
def test_what_is_no_name_is_not(text: str, language: str) -> None:
    assert found(text, language) == {}


def test_two_that_are_joined_are_not_one() -> None:
    assert "Juan y Pedro" not in found("Vinieron Juan y Pedro.", "es")


@pytest.mark.parametrize(
    "word", ["Banco de la ", "de la ", "Juan ", "Иван ", "А. ", "«", "компания «", "МИД ", "Мин", "Banco "]
)
@pytest.mark.parametrize("language", ["es", "ru"])
def test_a_long_text_of_one_word_is_read(word: str, language: str) -> None:
    assert len(actors.find("", word * (40_000 // len(word)), language=language)) < 20_000


@pytest.mark.parametrize(
    ("inflected", "first"),
    [
        ("Сергеем Котовым", "Сергей Котов"),
        ("Анны Котовой", "Анна Котова"),
        ("Петра Порошенко", "Петр Порошенко"),
        ("Льва Толстого", "Лев Толстой"),
        ("Ильи Яшина", "Илья Яшин"),
        ("Юлии Навальной", "Юлия Навальная"),
        ("Никитой Михалковым", "Никита Михалков"),
        ("Виктору Орбану", "Виктор Орбан"),
        ("Сергей Котов", "Сергей Котов"),
        ("Эван Гершкович", "Эван Гершкович"),
        ("Sergei Kotov", "Sergei Kotov"),
        ("Котова", "Котова"),
    ],
)
def test_first_case(inflected: str, first: str) -> None:
    assert base(inflected) == first
    assert base(first) == first


@pytest.mark.parametrize(
    ("lone", "surname", "same"),
    [
        ("Котовым", "Котов", True),
        ("Котова", "Котов", True),
        ("Навальной", "Навальная", True),
        ("Гершковича", "Гершкович", True),
        ("Котовский", "Котов", False),
        ("Иванов", "Петров", False),
    ],
)
def test_lone_surname_in_any_case(lone: str, surname: str, same: bool) -> None:
    assert same_surname(lone, surname) is same
    assert (lone in surname_forms(f"Сергей {surname}")) is same


def test_inflected_names_are_one_person() -> None:
    text = "Вадима Прохорова допросили. Адвокат Вадим Прохоров молчал, с Прохоровым говорили час."
    (one,) = actors.find("", text, language="ru")
    assert (one.name, len(one.mentions)) == ("Вадим Прохоров", 3)
