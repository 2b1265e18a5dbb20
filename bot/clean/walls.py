"""Is a page really the article? Pages that stand in its place are recognised by their words and by how they are made.

Articles speak of paywalls and cookies too: words count only in short lines of a page that has hardly any other text.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from bot.clean.phrases import WE, YOU, fold

_MARKS = 60_000  # characters of the source that are searched
_SHORT_TEXT = 1500  # characters; a longer text is an article, whatever it says
_SHORT_LINE = 14  # words of a line in which a wall may speak
_OPENS = 12  # characters into a sentence of a longer line at which it may begin to speak
_PROSE = 60  # words of other sentences that a wall may have around it; a paywall lets the opening through
_SENTENCE = 12  # words of a line that is prose
_EMPTY = 200  # characters of a page that has no text to speak of

_CHALLENGE = re.compile(
    r"cf-challenge|cf_chl_|cf-turnstile|cf-browser-verification|captcha-delivery\.com|px-captcha|perimeterx|human-challenge|"
    r"_incapsula_resource|incapsula incident|ddos-guard|geo\.captcha|hcaptcha\.com/1/api|sucuri_cloudproxy|"
    r"/_sec/cp_challenge|sec-if-cpt-container|bm-verify|errors\.edgesuite\.net|awswafcookiedomainlist|token\.awswaf\.com|"
    r"gokuprops|kpsdk|anubis_challenge|within\.website/x/cmd/anubis|vercel security checkpoint|__qrator|smartcaptcha|"
    r"friendly-challenge|arkoselabs|/recaptcha/api2?\.js[^>]*></script>\s*<body"
)
_LOCKED = re.compile(
    r"class=[\"'][^\"'<>]{0,200}(?:pay-?wall|reg-?wall|meter-?wall|subscriber-only|subscription-wall|premium-lock|"
    r"piano-offer|tp-container|content-gate|article-locked|paid-content|paid-barrier)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input\b[^<>]{0,300}\btype=[\"']?password", re.IGNORECASE)
_CUT = re.compile(r"(?:…|\.\.\.|[^.!?\"”»)。])\s*\Z")


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    says: re.Pattern[str]
    words: frozenset[str]  # two of which, with "we" and "you", make a line the wall's


def _kinds() -> dict[str, _Kind]:
    data = tomllib.loads((files("bot") / "data" / "walls.toml").read_text(encoding="utf-8"))
    return {key: _kind(row) for key, row in data.items()}


def _kind(row: dict[str, str | list[str]]) -> _Kind:
    phrases = sorted((re.escape(fold(phrase)) for phrase in row["says"]), key=len, reverse=True)
    return _Kind(
        str(row["name"]),
        re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})"),
        frozenset(fold(word) for word in row.get("words", ())),
    )


_KINDS = _kinds()
PAYWALL = _KINDS["paywall"].name


def wall(source: str, text: str, *, title: str = "", free: bool = True) -> str | None:
    """What stands where the article should be ("a challenge page"), or None for a page that may be one.

    `source` is the page's HTML, `text` what extraction made of it, `title` the page's own; `free`: its structured
    data does not say that it has to be paid for.
    """
    if len(text) >= _SHORT_TEXT:
        return None
    head = source[:_MARKS].lower()
    lines = [fold(line) for line in text.split("\n") if line.strip()]
    kind = _spoken(fold(title), lines) or _made(head, lines)
    if kind is None and not free and (_LOCKED.search(source[:_MARKS]) or _CUT.search(text)):
        return PAYWALL
    return _KINDS[kind].name if kind else None


def _made(head: str, lines: list[str]) -> str | None:
    """By how the page is made, where it says nothing."""
    length = sum(map(len, lines))
    if _CHALLENGE.search(head) and _prose(lines) <= _PROSE:
        return "challenge"
    if length < 2 * _EMPTY and _PASSWORD.search(head) and head.count("<p") < 4:
        return "login"
    if length < _EMPTY and (not lines or _KINDS["scripts"].says.search(head) or _mostly_scripts(head)):
        return "scripts"
    return None


def _mostly_scripts(head: str) -> bool:
    return head.count("<script") > 3 * (head.count("<p") + 1)


def _spoken(title: str, lines: list[str]) -> str | None:
    """By its words: a title that says little else, or short lines with hardly any text around them."""
    for key, kind in _KINDS.items():
        match = kind.says.search(title)
        titled = match is not None and 2 * len(match[0].split()) >= len(title.split())
        said = [line for line in lines if _speaks(kind, line)]
        rest = _prose([line for line in lines if line not in said])
        if (said or titled) and (rest <= _PROSE or (key == "paywall" and said)):
            return key
    return None


def _speaks(kind: _Kind, line: str) -> bool:
    words = frozenset(re.findall(r"\w+", line))
    if len(kind.words & words) >= 2 and WE & words and YOU & words:
        return True
    match = kind.says.search(line)
    if match is None or len(line.split()) <= _SHORT_LINE:
        return match is not None
    return match.start() - max(line.rfind(stop, 0, match.start()) for stop in ".!?") <= _OPENS


def _prose(lines: list[str]) -> int:
    """Words in lines that are sentences."""
    return sum(count for line in lines if (count := len(line.split())) >= _SENTENCE)
