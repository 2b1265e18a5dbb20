"""Is a page really the article? Challenge, consent, login, paywall and script-only pages are recognised here."""

from __future__ import annotations

import re

from bot.clean.phrases import WALLS, fold

_MARKS = 60_000  # characters of the source that are searched
# Short pages are judged by their words; an article may well mention any of these.
_SHORT_TEXT = 1500

_CHALLENGE = re.compile(
    r"cf-challenge|cf_chl_|_cf_chl_opt|cf-browser-verification|captcha-delivery\.com|px-captcha|"
    r"_incapsula_resource|ddos-guard|geo\.captcha|hcaptcha\.com/1/api|sucuri_cloudproxy|/_sec/cp_challenge"
)
PAYWALL = "a paywall"
_KINDS = {
    "challenge": "a challenge page",
    "consent": "a consent page",
    "paywall": PAYWALL,
    "login": "a login page",
    "scripts": "a page that needs scripts",
}


def wall(source: str, text: str, *, title: str = "") -> str | None:
    """What stands where the article should be ("a challenge page"), or None for a page that may be one.

    `source` is the page's HTML, `text` what extraction made of it, `title` the page's own.
    """
    head = source[:_MARKS].lower()
    said = fold(f"{title}\n{text[:4000]}")
    short = len(text) < _SHORT_TEXT
    if _CHALLENGE.search(head) and short:
        return "a challenge page"
    if not short:
        return None
    for kind, phrases in WALLS.items():
        if any(phrase in said for phrase in phrases):
            return _KINDS[kind]
    if len(text) < 200 and (_wants_scripts(head) or not text.strip()):
        return "a page that needs scripts"
    return None


def _wants_scripts(head: str) -> bool:
    return any(word in head for word in WALLS["scripts"]) or head.count("<script") > 3 * (head.count("<p") + 1)
