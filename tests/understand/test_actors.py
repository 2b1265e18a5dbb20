"""Who an article is about: found once, under every name, with kind, country, sector and reason; and nobody else."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.model import ActorKind, FoundActor
from bot.understand.names import actors
from bot.understand.places import countries

PERSON, ORGANISATION = ActorKind.PERSON, ActorKind.ORGANISATION

# The traps of a real report of February 2020, in other words: a headline with capitals, surnames alone, two
# Rodríguezes, a ministry in the possessive, a title with "of State", an acronym in brackets.
CARACAS = """Sergei Lavrov, Russia's foreign minister since 2004, is due in Venezuela on Friday to back President Nicolas Maduro.

The visit comes days after U.S. Secretary of State Mike Pompeo toured Ukraine, Belarus, Kazakhstan and Uzbekistan. \
Washington backs Juan Guaido, whom dozens of countries call Venezuela's interim leader.

In Caracas, Lavrov will see Jorge Arreaza, the foreign minister, and Executive Vice President Delcy Rodriguez, \
Russia's Foreign Ministry said. Sanctions harm ordinary people, ministry spokeswoman Maria Zakharova told reporters.

The United States has also put PDVSA, the oil company of the OPEC member, under sanctions. Guaido asked for more.

In Mexico, Lavrov meets Foreign Secretary Luis Ebrard Casaubon about the Community of Latin America and Caribbean \
States (CELAC); in Cuba, he meets Bruno Rodriguez Parrilla. Maduro still has the military behind him, Zakharova said."""  # noqa: E501


def find(body: str, title: str = "", language: str | None = "en") -> tuple[FoundActor, ...]:
    return actors.find(title, body, language=language, countries=countries.find(title, body, language=language))


def names(body: str, title: str = "", language: str | None = "en") -> list[str]:
    return [actor.name for actor in find(body, title, language)]


def one(body: str, name: str, language: str | None = "en") -> FoundActor:
    return next(actor for actor in find(body, language=language) if name in actor.names)


def test_a_report_yields_its_people_and_organisations_and_none_else() -> None:
    found = find(CARACAS, "Lavrov heads to Caracas as U.S. sanctions bite")
    assert {actor.name for actor in found if actor.kind is PERSON} == {
        "Sergei Lavrov", "Nicolas Maduro", "Juan Guaido", "Mike Pompeo", "Delcy Rodriguez", "Jorge Arreaza",
        "Maria Zakharova", "Luis Ebrard Casaubon", "Bruno Rodriguez Parrilla",
    }  # fmt: skip
    assert {actor.name for actor in found if actor.kind is ORGANISATION} == {
        "Russia's Foreign Ministry", "OPEC", "PDVSA", "Community of Latin America and Caribbean States",
    }  # fmt: skip
    assert {actor.seed for actor in found} >= {"delcy-rodriguez", "bruno-rodriguez-parrilla", "foreign-ministry-russia"}


def test_the_one_in_the_title_comes_first() -> None:
    body = "Angela Merkel met Emmanuel Macron. Merkel and the EU agreed. Merkel left."
    assert names(body, "Macron gets his way")[0] == "Emmanuel Macron"
    assert names(body)[0] == "Angela Merkel"


def test_mentions_stand_where_they_say() -> None:
    title, body = "Lavrov in Caracas", "Sergei Lavrov met Maduro. “We agree,” Lavrov’s host said."
    lavrov = find(body, title)[0]
    assert [(m.field, (title if m.field == "title" else body)[m.start : m.end]) for m in lavrov.mentions] == [
        ("title", "Lavrov"),
        ("body", "Sergei Lavrov"),
        ("body", "Lavrov"),
    ]


@pytest.mark.parametrize(
    ("body", "name", "names_of_it"),
    [
        ("John Brennan spoke. Later Brennan left.", "John Brennan", {"John Brennan", "Brennan"}),
        ("Foreign Minister Jose Perez Gil spoke. Perez Gil left.", "Jose Perez Gil", {"Jose Perez Gil", "Perez Gil"}),
        ("Mowaffak al-Rubaie spoke and al-Rubaie left.", "Mowaffak al-Rubaie", {"Mowaffak al-Rubaie", "al-Rubaie"}),
        ("Gerald Ford died. Gerald R. Ford was 93.", "Gerald R. Ford", {"Gerald Ford", "Gerald R. Ford"}),
        ("Senator Joe Hartley spoke. Joseph Hartley left.", "Joe Hartley", {"Joe Hartley", "Joseph Hartley"}),
    ],
    ids=["surname", "double surname", "particle", "initial", "nickname"],
)
def test_short_names_join_the_full_one(body: str, name: str, names_of_it: set[str]) -> None:
    assert set(one(body, name).names) == names_of_it


@pytest.mark.parametrize(
    ("body", "apart"),
    [
        ("Delcy Rodriguez met Bruno Rodriguez Parrilla in Havana.", ("Delcy Rodriguez", "Bruno Rodriguez Parrilla")),
        ("Donald Trump and Melania Trump flew home.", ("Donald Trump", "Melania Trump")),
        ("Ferdinand Marcos Jr. praised Sara Duterte and Rodrigo Duterte.", ("Sara Duterte", "Rodrigo Duterte")),
        ("Martin Hale Jr. buried his father, Martin Hale.", ("Martin Hale Jr.", "Martin Hale")),
    ],
    ids=["surname in the middle", "spouses", "father and daughter", "junior"],
)
def test_people_of_one_surname_stay_two(body: str, apart: tuple[str, str]) -> None:
    first, second = (one(body, name) for name in apart)
    assert first.names != second.names


def test_the_main_subject_owns_the_surname() -> None:
    body = "Gerald Ford was buried. Betty Ford, his widow, wept. Gerald Ford had been ill. Ford was 93."
    assert "Ford" in one(body, "Gerald Ford").names
    assert "Ford" not in one(body, "Betty Ford").names


@pytest.mark.parametrize(
    ("body", "names_of_it"),
    [
        ("The Lagos Harbour Authority (LHA) met. The LHA agreed.", {"Lagos Harbour Authority", "LHA"}),
        ("The European Union met and the EU agreed.", {"European Union", "EU"}),
        ("The New York Times said so on Monday, and the Times insisted.", {"The New York Times", "Times"}),
        ("Iraq's Oil Ministry spoke. The Oil Ministry agreed.", {"Iraq's Oil Ministry", "Oil Ministry"}),
    ],
    ids=["defined acronym", "known acronym", "last word", "bare ministry"],
)
def test_short_forms_join_the_organisation(body: str, names_of_it: set[str]) -> None:
    found = [actor for actor in find(body) if set(actor.names) & names_of_it]
    assert [set(actor.names) for actor in found] == [names_of_it]


def test_two_ministries_stay_two() -> None:
    body = "Russia's Foreign Ministry protested. The Ukrainian Foreign Ministry replied."
    assert {actor.seed for actor in find(body)} == {"foreign-ministry-russia", "foreign-ministry-ukraine"}


def test_the_ministry_alone_is_nobody() -> None:
    assert names("The ministry said on Monday that the minister and the president agreed.") == []


@pytest.mark.parametrize(
    ("body", "name", "kind", "country", "sector"),
    [
        ("Latvian Defence Minister Andris Berzkalns spoke.", "Andris Berzkalns", PERSON, "LV", "GOV"),
        ("Peru's opposition leader Carla Montes Rojas spoke.", "Carla Montes Rojas", PERSON, "PE", "OPP"),
        ("General Kwame Boateng Asante took over.", "Kwame Boateng Asante", PERSON, None, "MIL"),
        ("Anna Kovacs, a lawyer in Budapest, agreed.", "Anna Kovacs", PERSON, None, "CVL"),
        ("The Kenyan Health Ministry agreed.", "Kenyan Health Ministry", ORGANISATION, "KE", "GOV"),
        ("Students of the University of Nairobi marched.", "University of Nairobi", ORGANISATION, None, "EDU"),
        ("Rosneft cut its output.", "Rosneft", ORGANISATION, "RU", "BUS"),
        ("Hezbollah fired rockets.", "Hezbollah", ORGANISATION, "LB", "REB"),
    ],
)
def test_words_say_country_and_sector(body: str, name: str, kind: ActorKind, country: str | None, sector: str) -> None:
    found = one(body, name)
    assert (found.kind, found.sector) == (kind, sector)
    assert country is None or found.country == country
    assert found.reason


@pytest.mark.parametrize(
    "body",
    [
        "Russia, Georgia, Jordan and Chad voted. Paris, Moscow and Washington watched on Tuesday.",
        "By Jane Hopkins\nReporting by Tom Baker; Editing by Ann Fisher",
        "Hurricane Maria passed. The Nobel Prize, the Clean Air Act and the Paris Agreement were discussed in May.",
        "He drove down Kennedy Avenue to Trump Tower and on to Lincoln Park.",
        "President, Prime Minister, General, Monday, Christmas, God, the Bible, iPhone.",
        "",
    ],
    ids=["places", "bylines", "events and laws", "addresses", "roles and days", "nothing"],
)
def test_what_is_no_actor_is_not_one(body: str) -> None:
    assert names(body) == []


def test_an_acronym_means_what_the_text_says() -> None:
    assert names("An artificial pancreas (AP) helps. The AP is small and the AP is safe.") == []
    assert one("The Associated Press (AP) reported it. The AP is a news agency.", "AP").seed == "associated-press"


@pytest.mark.parametrize(
    ("body", "seed"),
    [
        ("South Korea voted and the Democratic Party won in Seoul.", "democratic-party"),
        ("In Stockholm the Sweden Democrats protested.", "democratic-party"),
        ("Russia's Security Council met in Moscow.", "un-security-council"),
        ("India's opposition Congress met in Delhi.", "us-congress"),
        ("WHO KILLED THE MAYOR OF THE TOWN", "world-health-organization"),
        ("The fund paid AU$5m for it.", "african-union"),
    ],
)
def test_a_name_that_others_bear_too_is_not_the_famous_one(body: str, seed: str) -> None:
    assert seed not in {actor.seed for actor in find(body)}


@pytest.mark.parametrize(
    ("body", "seed"),
    [
        ("Senate Democrats in the United States voted no.", "democratic-party"),
        ("The UN Security Council met in New York.", "un-security-council"),
        ("The Security Council condemned the attack.", "un-security-council"),
        ("The WHO sent doctors to Kenya.", "world-health-organization"),
    ],
)
def test_the_famous_one_is_found_where_it_is_meant(body: str, seed: str) -> None:
    assert seed in {actor.seed for actor in find(body)}


def test_a_surname_that_is_part_of_another_name_is_not_the_president() -> None:
    assert "donald-trump" not in {actor.seed for actor in find("Barron Trump graduated in Florida.")}
    assert "donald-trump" in {actor.seed for actor in find("On Monday Trump signed it.")}


@pytest.mark.parametrize(
    ("language", "body", "found"),
    [
        ("ru", "Сергей Лавров встретился с Владимиром Путиным. По словам Лаврова, всё хорошо.",
         {"sergey-lavrov", "vladimir-putin"}),
        ("uk", "Володимир Зеленський зустрівся з Дмитром Кулебою.", {"volodymyr-zelensky"}),
        ("zh", "普京会见习近平，北约表示关注。", {"vladimir-putin", "xi-jinping", "nato"}),
        ("ar", "التقى فلاديمير بوتين وزير الخارجية سيرغي لافروف في الكرملين.",
         {"vladimir-putin", "sergey-lavrov", "kremlin"}),
        ("es", "La ONU pidió calma a Nicolás Maduro.", {"united-nations", "nicolas-maduro"}),
    ],
    ids=["Russian", "Ukrainian", "Chinese", "Arabic", "Spanish"],
)  # fmt: skip
def test_the_seed_is_known_in_every_script(language: str, body: str, found: set[str]) -> None:
    assert {actor.seed for actor in find(body, language=language)} == found


@pytest.mark.parametrize(
    ("language", "body", "name"),
    [
        ("es", "El canciller Pedro Gil Robles llegó a Quito.", "Pedro Gil Robles"),
        ("ru", "Губернатор Иван Петров выступил в понедельник.", "Иван Петров"),
        ("de", "Außenminister Peter Schneider sprach in Bonn.", "Peter Schneider"),
        ("fr", "Le ministre Jean Dupuis a parlé.", "Jean Dupuis"),
    ],
)
def test_a_title_names_a_person_without_a_recogniser(language: str, body: str, name: str) -> None:
    found = one(body, name, language)
    assert (found.kind, found.sector) == (PERSON, "GOV")


def test_capitals_are_read() -> None:
    body = "RUSSIAN PRESIDENT VLADIMIR PUTIN MET XI JINPING, THE KREMLIN SAID. NATO WAS NOT INVITED."
    assert {actor.seed for actor in find(body, "PUTIN MEETS XI")} >= {"vladimir-putin", "xi-jinping", "nato"}


@pytest.mark.parametrize(
    "name",
    ["Sean O'Connor", "Sean O’Connor", "Jean-Luc Mélenchon", "J.K. Rowling", "Robert F. Kennedy Jr.", "Mary Ann Lee"],
)
def test_unusual_names_stay_whole(name: str) -> None:
    assert name in one(f"On Sunday {name} told reporters in Dublin that it was over.", name).names


def test_a_lone_word_of_a_long_text_needs_something_to_back_it() -> None:
    filler = "The weather was mild and the roads were dry for most of the week. " * 15
    assert "Moonlight" not in names(f"{filler}Then Moonlight was shown in the hall.")
    insurer = one(f"{filler}The Irish insurer Zurcher reported a loss. Zurcher shares fell.", "Zurcher")
    assert insurer.kind is ORGANISATION


@pytest.mark.parametrize(
    "body",
    ["a" * 400_000, "Aa" * 200_000, "President " * 9_000, "Putin " * 9_000, "\n" * 300_000, "(OB) " * 9_000],
    ids=["one word", "one name", "titles", "one alias", "blank lines", "acronyms"],
)
def test_huge_monotonous_texts_stay_bounded(body: str) -> None:
    found = find(body)
    assert len(found) <= 2
    assert all(len(actor.mentions) <= actors.MAX_MENTIONS for actor in found)


_PIECES = st.sampled_from(
    ["Sergei Lavrov", "Лавров", "习近平", "President ", "Putin’s", "(EU)", "’s ", "\n\n", "🇻🇪", "é", "U.S. ",
     "Foreign Ministry", "Russia's ", "بوتين", "\u200b", "\ud800", "İ", "ß", "ﬁ", " - ", "and ", "al-",
     "John F. ", "Smith"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    title=st.lists(_PIECES | st.text(max_size=8), max_size=6).map("".join),
    body=st.lists(_PIECES | st.text(max_size=8), max_size=30).map("".join),
    language=st.sampled_from(["en", "ru", "zh", None]),
)
@example(title="", body="Putin", language="en")
@example(title="Putin", body="", language="en")
def test_mentions_are_valid_in_any_text(title: str, body: str, language: str | None) -> None:
    texts = {"title": title, "body": body}
    taken: set[tuple[str, int]] = set()
    for actor in find(body, title, language):
        assert actor.mentions
        for mention in actor.mentions:
            assert texts[mention.field][mention.start : mention.end] in actor.names
            places = {(mention.field, at) for at in range(mention.start, mention.end)}
            assert not places & taken
            taken |= places
