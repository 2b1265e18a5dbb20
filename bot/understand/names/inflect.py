"""Russian and Ukrainian names in their first case: "Сергеем Котовым" is Сергей Котов.

Does not know words other than names; a name that it does not know stays as it is.
"""

from __future__ import annotations

from functools import cache

# Given names by how they are inflected: the nominative, its stem, and the endings of the other cases.
_HARD = (
    "Иван Роман Антон Степан Максим Руслан Богдан Александр Владимир Виктор Егор Фёдор Федор Артём Артем Олег"
    " Марк Леонид Давид Эдуард Михаил Даниил Кирилл Борис Денис Станислав Вячеслав Ярослав Владислав Ростислав"
    " Мстислав Святослав Герман Тимур Рустам Ильдар Марат Ринат Рамзан Аслан Зелимхан Иосиф Адам Арсен Армен"
    " Нурсултан Ильхам Эмомали Константин Валентин Мартин Вадим Ефим Аким Юлиан Феликс Альберт Роберт Генрих"
    " Эрнест Лев Карен Ашот Рубен Гурген Дональд Джозеф Джон Джеймс Майкл Дэвид Питер Стивен Томас Уильям"
    " Ричард Антоні Петр Пётр Павел Ларс Ханс Юхан Энтони Ибрагим Хасан Махмуд Мохаммед Мухаммед Ахмед Башар"
    " Реджеп Эммануэль Олаф Йенс Ян Богуслав Володимир Олександр Микола Остап Тарас Кирил Іван Віктор Ігор"
)
_SOFT = "Игорь Лазарь Камиль Шамиль Василь Рафаэль"
_EI = "Сергей Андрей Алексей Матвей Тимофей Евсей Елисей Моисей Николай Ермолай Андрій Сергій Олексій Микита"
_II = (
    "Дмитрий Юрий Георгий Анатолий Валерий Геннадий Василий Григорий Виталий Евгений Аркадий Арсений Валентий"
    " Игнатий Дмитро Антоний Анатолій Валерій Василій Віталій Євгеній Юрій Георгій Григорій"
)
_A = (
    "Анна Ольга Елена Ирина Татьяна Светлана Екатерина Наталья Людмила Валентина Галина Нина Вера Надежда"
    " Любовь Оксана Инна Алла Жанна Лариса Марина Полина Алина Арина Карина Яна Диана Вероника Анжелика"
    " Эльвира Эмма Ева Маргарита Зинаида Тамара Раиса Майя Никита Илья Кузьма Фома Данила Лука Савва Камала"
    " Хиллари Олена Ірина Тетяна Світлана Катерина Урсула Ангела Анналена Джорджа Сара Микола Елизавета"
    " Александра"
)
_IA = (
    "Мария Юлия Анастасия Виктория Ксения Евгения Валерия София Наталия Лидия Лилия Антония Майя Софья Дарья"
    " Наталья Марія Юлія Вікторія Джорджия Дар’я Таисия"
)
_FIXED = "Джо Джозе Эммануэль Мари Си Ким Ли Ху Ван Биньямин Найджел Кир Риши Марко Майк Тони Энди"
_MASCULINE_SURNAMES = (
    ("ского", "ский"), ("скому", "ский"), ("ским", "ский"), ("ском", "ский"), ("цкого", "цкий"), ("цкому", "цкий"),
    ("цким", "цкий"), ("стого", "стой"), ("стому", "стой"), ("ного", "ный"), ("ному", "ный"), ("ным", "ный"),
    ("ського", "ський"), ("ському", "ський"), ("ським", "ський"), ("овым", "ов"), ("ову", "ов"), ("ове", "ов"),
    ("ова", "ов"), ("евым", "ев"), ("еву", "ев"), ("еве", "ев"), ("ева", "ев"), ("ёвым", "ёв"), ("ёва", "ёв"),
    ("ёву", "ёв"), ("иным", "ин"), ("ину", "ин"), ("ине", "ин"), ("ина", "ин"), ("ыным", "ын"), ("ына", "ын"),
    ("ыну", "ын"), ("ичем", "ич"), ("ича", "ич"), ("ичу", "ич"), ("ука", "ук"), ("уку", "ук"), ("уком", "ук"),
    ("юка", "юк"), ("юку", "юк"), ("юком", "юк"), ("ака", "ак"), ("аку", "ак"), ("аком", "ак"), ("яном", "ян"),
    ("яна", "ян"), ("яну", "ян"), ("ером", "ер"), ("ера", "ер"), ("еру", "ер"), ("аном", "ан"), ("ана", "ан"),
    ("ану", "ан"), ("ману", "ман"), ("маном", "ман"),
)  # fmt: skip
_FEMININE_SURNAMES = (
    ("ской", "ская"), ("скую", "ская"), ("цкой", "цкая"), ("цкую", "цкая"), ("ной", "ная"), ("ную", "ная"),
    ("овой", "ова"), ("ову", "ова"), ("евой", "ева"), ("еву", "ева"), ("ёвой", "ёва"), ("ёву", "ёва"),
    ("иной", "ина"), ("ину", "ина"), ("ької", "ька"), ("ську", "ська"), ("ською", "ська"),
)  # fmt: skip


@cache
def _given() -> dict[str, tuple[str, bool]]:
    """Form of a given name -> (nominative, it is a man's)."""
    men = {"Никита", "Илья", "Кузьма", "Фома", "Данила", "Лука", "Савва", "Микола"}
    forms: dict[str, tuple[str, bool]] = {}

    def add(names: str, cut: int, *endings: str) -> None:
        for name in names.split():
            male = name[-1] not in "аяь" or name in men or names is _SOFT
            for form in (name, *(name[: len(name) - cut] + ending for ending in endings)):
                forms.setdefault(form, (name, male))

    add(_HARD, 0, "а", "у", "ом", "е")
    add(_SOFT, 1, "я", "ю", "ем", "е")
    add(_EI, 1, "я", "ю", "ем", "е")
    add(_A, 1, "ы", "и", "е", "у", "ой", "ою")
    add(_IA, 1, "и", "ю", "ей", "е", "ї", "єю")
    add(_II, 1, "я", "ю", "ем", "и")  # "Евгении" is more often a woman's
    add(_FIXED, 0)
    for name, stem in (("Пётр", "Петр"), ("Павел", "Павл"), ("Лев", "Льв"), ("Любовь", "Любов")):
        for ending in ("а", "у", "ом", "е", "и", "ью"):
            forms.setdefault(stem + ending, (name, name != "Любовь"))
    return forms


def nominative(given: str) -> str | None:
    """A given name in its first case; None for what is none."""
    found = _given().get(given)
    return found[0] if found else None


def base(name: str) -> str:
    """A name of several words in its first case; a name that does not begin with a known given name stays as it is."""
    first, *rest = name.split(" ")
    known = _given().get(first)
    if known is None or not rest:
        return name
    whole, male = known
    return " ".join((whole, *(_surname(word, male, first != whole) for word in rest)))


def _surname(word: str, male: bool, inflected: bool) -> str:
    if not inflected:
        return word
    for ending, first in _MASCULINE_SURNAMES if male else _FEMININE_SURNAMES:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + first
    if male and word[-1:] in "ауе" and word[-2:-1] in "бвгджзклмнпрстфхцчшщ" and len(word) > 4:
        return word[:-1]
    return word


def surname_forms(name: str) -> frozenset[str]:
    """The surname of a Russian or Ukrainian full name in its cases, for finding it again; empty for other names."""
    surname = base(name).split(" ")[-1]
    if not "а" <= surname[-1:].lower() <= "ґ" or surname.endswith("."):
        return frozenset()
    pairs = (*_MASCULINE_SURNAMES, *_FEMININE_SURNAMES)
    forms = {surname, *(surname.removesuffix(first) + ending for ending, first in pairs if surname.endswith(first))}
    if surname[-1] in "бвгджзклмнпрстфхцчшщ":
        forms |= {surname + ending for ending in ("а", "у", "ом", "ем", "е")}
    return frozenset(form for form in forms if len(form) > 3)


def same_surname(lone: str, surname: str) -> bool:
    """A lone surname in any case is this one: "Котовым" is Котов, "Навальной" Навальная's."""
    pairs = (*_MASCULINE_SURNAMES, *_FEMININE_SURNAMES)
    if lone == surname:
        return True
    if any(lone.endswith(e) and lone.removesuffix(e) + first == surname for e, first in pairs):
        return True
    return surname[-1:] in "бвгджзклмнпрстфхцчшщ" and lone in {surname + e for e in ("а", "у", "ом", "ем", "е")}
