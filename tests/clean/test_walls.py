"""Pages that stand where the article should be, and articles that only speak of such pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.clean import article, walls
from bot.model import Article, Entry, Fetched

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
TEASER = "The ferry line reopened on Friday after a week of talks."
TITLE = "Ferry line between the coasts reopens"

WALLS = {
    "a challenge page": "<title>Just a moment...</title><p>Verify you are human by completing the action below.</p>",
    "a consent page": "<title>Before you continue</title><p>We value your privacy. We and our partners store data.</p>"
    "<p>You may accept all cookies, or manage your preferences for this site and for those of our partners.</p>",
    "a login page": f"<title>{TITLE}</title><p>Please log in to read on, or create an account.</p>",
    "a paywall": f"<h1>{TITLE}</h1><p>{TEASER} The first ship left with two hundred people on board.</p>"
    "<p>Subscribe to continue reading. Already a subscriber? Log in.</p>",
    "a page that needs scripts": "<div id='root'></div><noscript>You need to enable JavaScript to run this app."
    "</noscript><script src='a.js'></script>",
}


def read_entry(page: str) -> Article:
    return article.from_entry(
        Entry(guid="1", link="https://news.example/a", title=TITLE, summary=TEASER),
        page=Fetched(url="https://news.example/a", body=page.encode()),
        publisher="Harbour Post",
        language=None,
        now=NOW,
    )


def read_page(page: str) -> Article:
    return article.from_page(page, url="https://news.example/a", title=None, publisher=None, published=None, now=NOW)


@pytest.mark.parametrize(("kind", "page"), WALLS.items(), ids=WALLS.keys())
def test_a_wall_never_becomes_the_text(kind: str, page: str) -> None:
    made = read_entry(page)
    assert made.body == TEASER
    assert made.notes == (f"The page is {kind}, not the article; the feed's own text stands.",)


@pytest.mark.parametrize(("kind", "page"), WALLS.items(), ids=WALLS.keys())
def test_a_page_read_alone_says_that_it_is_a_wall(kind: str, page: str) -> None:
    made = read_page(page)
    assert any(kind in note for note in made.notes)
    assert not made.body or kind == "a paywall"


def test_a_paywall_read_alone_keeps_the_opening() -> None:
    assert read_page(WALLS["a paywall"]).body.startswith(TEASER)


def test_a_report_on_paywalls_is_no_paywall() -> None:
    report = "".join(
        f"<p>Paragraph {n} on the ferry line: a reader told to log in to continue "
        "reading will leave the site, according to a study of forty publishers in nine countries.</p>"
        for n in range(10)
    )
    made = read_entry(f"<h1>{TITLE}</h1><article>{report}</article>")
    assert made.body.count("Paragraph") == 10
    assert not made.notes


def test_a_script_with_stray_quotes_hides_no_article() -> None:
    script = '<script>var a=\'<bo\'+"dy onload=\\"x();\\">\'";' + "if(a<b&&c){d()} " * 400 + "</script>"
    report = "".join(f"<p>Paragraph {n} says that the crews returned to work on Friday morning.</p>" for n in range(8))
    assert read_page(f"<h1>{TITLE}</h1>{script}<article>{report}</article>").body.count("Paragraph") == 8


def texts(*lines: str) -> str:
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("a challenge page", texts("Einen Moment …", "Bestätigen Sie, dass Sie ein Mensch sind.")),
        ("a challenge page", texts("Access to this page has been denied", "Press & hold to confirm you are human.")),
        ("a challenge page", texts("Подтвердите, что вы не робот", "Ваш запрос похож на автоматический.")),
        ("a challenge page", texts("请稍候", "请确认您是真人")),
        ("a consent page", texts("Wir und unsere Partner verarbeiten Daten.", "Mit Werbung weiterlesen oder Abo.")),
        ("a consent page", texts("Nous respectons votre vie privée", "Continuer sans accepter")),
        (
            "a consent page",
            texts(
                "We value your privacy",
                "Our vendors store identifiers and cookies on your device and process them for advertising that is "
                "measured, selected and personalised by the partners that you choose here.",
                "You may change your preferences and withdraw your consent at the bottom of every page of this site "
                "or by writing to the office that is named in the notice below at any time you like to do so.",
            ),
        ),
        ("a paywall", texts("Das Kabinett hat sich in der Nacht geeinigt.", "Jetzt weiterlesen mit Plus")),
        ("a paywall", texts("Il vous reste 80 % de cet article à lire.", "La suite est réservée aux abonnés.")),
        ("a paywall", texts("Contenido exclusivo para suscriptores", "¿Ya eres suscriptor? Inicia sesión")),
        ("a paywall", texts("この記事は有料会員限定です。")),
        ("a login page", texts("Zaloguj się, aby czytać dalej", "Nie pamiętasz hasła?")),
        ("a login page", texts("Register for free to read on", "Forgot your password?")),
        ("a page that needs scripts", texts("Bitte aktivieren Sie JavaScript in Ihrem Browser.")),
        ("a page for newer browsers", texts("Your browser is out of date", "Update your browser to view this site.")),
        ("a page that says the article is not there", texts("Página no encontrada", "Vuelva a la portada.")),
        ("a page that says the article is not there", texts("404 – Seite nicht gefunden", "Zur Startseite")),
        ("a page that says the article is not there", texts("Страница не найдена")),
        (
            "a page that is closed to this region",
            texts(
                "451: Unavailable due to legal reasons",
                "We recognise you are attempting to access this website from a country belonging to the European "
                "Economic Area and cannot grant it at this time.",
            ),
        ),
        ("an age gate", texts("Avez-vous plus de 18 ans ?", "Oui", "Non")),
        ("an error page", texts("503 Service Unavailable", "nginx")),
    ],
)
def test_walls_speak_many_languages(kind: str, text: str) -> None:
    assert walls.wall("<html></html>", text) == kind


@pytest.mark.parametrize(
    "mark",
    [
        "<script src='https://ct.captcha-delivery.com/c.js'></script>",
        "<div id='px-captcha'></div>",
        "<script>window._cf_chl_opt={}</script>",
        "<div id='sec-if-cpt-container'></div>",
        "<script src='https://abc.token.awswaf.com/challenge.js'></script>",
        "<iframe src='/_Incapsula_Resource?x=1'></iframe>",
        "<script id='anubis_challenge' type='application/json'>{}</script>",
    ],
)
def test_challenges_are_known_by_how_they_are_made(mark: str) -> None:
    assert walls.wall(f"<html><body>{mark}</body></html>", "One moment.") == "a challenge page"
    article_text = "The ferry left Port Amel on Friday with two hundred people and their cars on board. " * 8
    assert walls.wall(f"<html><body>{mark}</body></html>", article_text) is None, "the script alone is no wall"


def test_a_form_that_asks_for_a_password_and_little_else_is_a_login_page() -> None:
    form = "<form><input name='user'><input type='password'></form>"
    assert walls.wall(form, "The Harbour Post") == "a login page"
    assert walls.wall(form + "<p>x</p>" * 9, "The ferry left Port Amel on Friday. " * 20) is None


BRIEFS = {
    "a brief about queues": texts(
        "Travellers waited for up to four hours at Port Amel's airport on Friday because one security check of three "
        "was closed, the operator said.",
        "The police union blamed the contractor, which had announced at noon that it would send home sixty people who "
        "had not been paid since January, and asked the ministry to step in.",
    ),
    "a brief about a blocked site": texts(
        "Readers of the paper saw the words access denied instead of its front page for most of Sunday, after the "
        "regulator had ordered providers to block it.",
        "The editor said that the paper would publish on its channel in the meantime, and that the order had come "
        "without a judge's signature, which the law demands in every case but two.",
    ),
    "a brief about cookies": texts(
        "The data protection office fined two portals for banners in which to accept all took one click and to refuse "
        "took five, it said on Monday in the capital.",
        "Both portals said they would appeal, since the rules had changed twice in a year, and that their lawyers had "
        "asked the office for guidance in May without ever getting an answer to their letters.",
    ),
    "a brief about subscriptions": texts(
        "The Strait Observer will put its archive behind a fee from June, its publisher told the staff, and let people "
        "read five articles a month before they have to pay for more of them.",
        "Two rivals did so last year; one of them lost a third of its visitors in the first month, according to the "
        "auditors, and the other one has not published any figures about it so far.",
    ),
}


@pytest.mark.parametrize("text", BRIEFS.values(), ids=BRIEFS.keys())
def test_briefs_about_such_things_are_articles(text: str) -> None:
    assert walls.wall("<html><body></body></html>", text, title="Port Amel wakes to a strange morning") is None


LOCKED = "<div class='article-paywall'></div>"


def test_a_page_that_says_it_is_not_free_and_is_locked_is_a_paywall() -> None:
    opening = "The ferry left Port Amel on Friday with two hundred people on board. " * 5
    assert walls.wall(LOCKED, opening, free=False) == "a paywall"
    assert walls.wall("<p></p>", opening + "It will come back in the …", free=False) == "a paywall"


def test_a_metered_article_that_has_its_text_is_no_paywall() -> None:
    whole = "The ferry left Port Amel on Friday with two hundred people on board. " * 40
    assert walls.wall(LOCKED, whole, free=False) is None
    assert walls.wall("<p></p>", whole[:690].rstrip(), free=False) is None, "a short one, whole and not locked"
    assert walls.wall(LOCKED, whole[:690].rstrip()) is None, "said to be free"
