"""The likeliest charset of bytes that are not UTF-8, told by the letters that are common in each script."""

from __future__ import annotations

import re
from collections.abc import Set

from charset_normalizer import from_bytes

_TAG = re.compile(rb"<[^<>]*>")
_SAMPLE = 65_536
_FEW = 16_384  # bytes that are tried in every charset

_CYRILLIC = frozenset("оеаинтсрвлкм")
_GREEK = frozenset("αοιετσνηυρπκμλςόίάέή")
_HEBREW = frozenset("יוהלאתרמבנשםד")
_ARABIC = frozenset("اليمنوتربعدهة")
_THAI = frozenset("านรอกเงมยลวดทสตแ่้ี")
_KANA = frozenset(map(chr, range(0x3041, 0x30FF)))
_HANGUL = frozenset("이다의가는을에를로고한하지도은기사시어해서나인대리자정부일제라관")
_HAN = (
    "的一是在不了有和人中大上以要他用生到作地出就分成可主年同工也能下子面而方多定行法所民得十三之等部度家力如水化高自二理起小物加量都制"
    "使本去把性好合因由其些然前外天政四日那社事平形相全表各重新正心反你明看原又利比或但第向道命此只意建月公系情者最立代想已通提直程五果"
    "料象位入常文次品式活及管特件求老基流路少山接知期根指九放西被做必先回任取"
)
_SIMPLIFIED = frozenset(
    _HAN + "这为个国时来们于对会发动过说产种后学经进着电里现实两体机当点从业应开它还义间样与关线内数么质气变条没结解问"
)
_TRADITIONAL = frozenset(
    _HAN + "這為個國時來們於對會發動過說產種後學經進著電裡現實兩體機當點從業應開還義間樣與關線內數麼質氣變條沒結解問"
)

# With the share of the letters that the common ones have in running text.
_CANDIDATES = (
    *((codec, _CYRILLIC, 0.7) for codec in ("cp1251", "koi8_u", "cp866", "iso8859-5")),
    ("cp1253", _GREEK, 0.85),
    ("cp1255", _HEBREW, 0.7),
    ("cp1256", _ARABIC, 0.75),
    ("iso8859-6", _ARABIC, 0.75),
    ("cp874", _THAI, 0.7),
    ("cp932", _KANA, 0.5),
    ("euc_jp", _KANA, 0.5),
    ("cp949", _HANGUL, 0.4),
    ("gb18030", _SIMPLIFIED, 0.35),
    ("cp950", _TRADITIONAL, 0.35),
)
_ENOUGH = 0.7  # of that share
_LEAST = 4  # high bytes; and a third of the letters, as it is in every script but the Latin


def letters(body: bytes) -> bytes:
    """A sample of the text without its tags."""
    return _TAG.sub(b" ", body[:_SAMPLE])


def detect(body: bytes, usual: Set[str]) -> str:
    """A codec; one of the `usual` where no script stands out, and Windows' Latin where there is little to go by."""
    sample = letters(body)
    high = sum(byte > 0x7F for byte in sample)
    if high >= _LEAST and high * 2 > sum(chr(byte).isalpha() for byte in sample if byte < 0x80):
        score, codec = max(
            (_share(sample[:_FEW], codec, common) / whole, codec) for codec, common, whole in _CANDIDATES
        )
        if score > _ENOUGH:
            return codec
    if high < 10:  # most likely typographic quotes
        return "cp1252"
    best = from_bytes(sample, cp_isolation=sorted(usual)).best()
    return best.encoding if best else "cp1252"


def _share(sample: bytes, codec: str, common: frozenset[str]) -> float:
    """How many of the characters beyond ASCII are the common ones; less what cannot be read."""
    beyond = [c for c in sample.decode(codec, "replace").casefold() if c > "\x7f" and not c.isspace()]
    if not beyond:
        return 0.0
    return (sum(c in common for c in beyond) - 2 * beyond.count("\ufffd")) / len(beyond)
