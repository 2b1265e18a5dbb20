"""Which of the titles a page carries is its headline. Does not read pages; the candidates are given."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.text import fold

_SEPARATORS = re.compile(r"\s+[|–—·•»«]\s+|\s+-\s+|\s+::\s+|\s*[|｜]\s*")
# Scripts without spaces set theirs without: 标题_网站, 見出し：新聞.
_TIGHT = re.compile(r"(?<=[\u0e00-\uffdc])\s*[|｜_：—–-]+\s*(?=[^|｜_：—–-]+$)")
_SITE_ENDS = (
    "网",
    "網",
    "報",
    "报",
    "新闻",
    "新聞",
    "ニュース",
    "オンライン",
    "デジタル",
    "電子版",
    "日报",
    "뉴스",
    "일보",
    "신문",
    "com",
    "net",
    "jp",
)
_END = " |｜–—·•»«-:：_"
_TELLING = 20  # letters of a title that was cut short
_LONGEST = 300  # characters of a title; what is longer is a text
_SHORTEST = 8  # characters of a headline that losing an end may leave
# How much each source's word counts: what two agree on beats any one of them.
_WEIGHTS = {"JSON-LD": 1.5, "heading": 1.4, "Open Graph": 1.0, "<title>": 0.6, "Twitter": 0.3}
_UNRELATED = 0.4  # of the weight, for a heading that shares nothing with the <title>: a logo, a section
_LATER_HEADING = 0.3  # of the weight, for a heading that is not the page's first
# Whose typography is kept when several say the same.
_FORMS = ("heading", "JSON-LD", "Open Graph", "Twitter", "<title>")
_CUT = re.compile(r"(?:…|\.\.\.)$")


def choose(claims: Sequence[tuple[str, str]], headings: list[str], sites: Iterable[str]) -> tuple[str, str]:
    """(headline, its source), ("", "") without any. `claims`: (source, title); `sites`: names the site goes by."""
    known = {squeezed(site) for site in sites if site}
    found: list[tuple[str, str, float]] = [
        (source, _bare(title, known), _WEIGHTS[source]) for source, title in claims if 0 < len(title) <= _LONGEST
    ]
    tag = dict(claims).get("<title>", "")
    for n, heading in enumerate(headings):
        if squeezed(heading) not in known:
            doubt = (_LATER_HEADING if n else 1.0) * (1.0 if _shares(heading, tag) else _UNRELATED)
            found.append(("heading", heading, _WEIGHTS["heading"] * doubt))
    return _elected(found)


def _shares(heading: str, tag: str) -> bool:
    """The heading has a word of the page's <title>, or stands in it; or there is none to compare with."""
    words = set(re.findall(r"\w+", fold(tag)))
    return not words or bool(words & set(re.findall(r"\w+", fold(heading)))) or squeezed(heading) in squeezed(tag)


def _elected(found: list[tuple[str, str, float]]) -> tuple[str, str]:
    votes: dict[str, float] = defaultdict(float)
    forms: dict[str, dict[str, str]] = defaultdict(dict)
    for source, title, weight in found:
        key = _key(title, found)
        votes[key] += weight
        forms[key].setdefault(source, title)
    if not votes:
        return "", ""
    best = forms[max(votes, key=lambda key: votes[key])]
    source = next((form for form in _FORMS if form in best and not _CUT.search(best[form])), next(iter(best)))
    return best[source], source


def _key(title: str, found: list[tuple[str, str, float]]) -> str:
    """Titles that differ in punctuation are one; so are a cut one and the whole, and one with more behind a bar."""
    for _, other, _ in found:
        if len(other) >= _SHORTEST and title.startswith(other) and _SEPARATORS.match(title, len(other)):
            title = other
    key = squeezed(title)
    if not _CUT.search(title) or len(key) < _TELLING:
        return key
    wholes = (squeezed(other) for _, other, _ in found if not _CUT.search(other))
    return next((whole for whole in wholes if whole.startswith(key)), key)


def _bare(title: str, sites: set[str]) -> str:
    """Twice: sites put their section before their name."""
    return without_site(without_site(title, sites), sites)


def without_site(title: str, sites: set[str]) -> str:
    """ "Talks resume | The Harbour Post" -> "Talks resume": an end that names the site goes; so does a beginning."""
    pieces = _SEPARATORS.split(title)
    if len(pieces) < 2:
        pieces = _TIGHT.split(title)
        if len(pieces) < 2 or not (squeezed(pieces[-1]) in sites or pieces[-1].lower().endswith(_SITE_ENDS)):
            return title
        return pieces[0]
    first = squeezed(pieces[0])
    if _names_site(pieces[-1], sites) or len(pieces[-1]) <= 3:
        head = title[: title.rfind(pieces[-1])].rstrip(_END)
        return head if len(head) >= _SHORTEST else title
    if any(first and (first in site or site == first) for site in sites):
        return title[len(pieces[0]) :].lstrip(_END)
    return title


def _names_site(piece: str, sites: set[str]) -> bool:
    """The site's name in full or in part, or its name and a word or two."""
    end = squeezed(piece)
    if any(end in site or (site in end and len(end) < 3 * len(site)) for site in sites if end):
        return True
    words = [word for word in re.findall(r"\w{3,}", fold(piece)) if any(word in site for site in sites)]
    return len("".join(words)) >= 0.6 * max(5, len(end))


def squeezed(name: str) -> str:
    """For comparing: letters and digits alone."""
    return re.sub(r"\W+", "", fold(name))
