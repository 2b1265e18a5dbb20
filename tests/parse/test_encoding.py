"""Bytes become the right characters, whatever the labels say."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parse.encoding import decode
from tests.parse.documents import item, only, rss

_RUSSIAN = "Паром снова ходит между островами, сообщили в порту в пятницу утром."
_SENTENCES = {
    "ru": _RUSSIAN,
    "uk": "Пором знову ходить між островами, повідомили в порту в п'ятницю вранці.",
    "bg": "Фериботът отново плава между островите, съобщиха от пристанището в петък сутринта.",
    "de": "Die Fähre fährt wieder zwischen den Inseln, hieß es am Freitag früh aus dem Hafen über Lübeck.",
    "fr": "Le ferry navigue de nouveau entre les îles, a annoncé le port dès vendredi matin à Sète.",
    "el": "Το πλοίο ταξιδεύει ξανά ανάμεσα στα νησιά, ανακοίνωσε το λιμάνι την Παρασκευή το πρωί.",
    "ja": "フェリーは再び島の間を運航していると、港湾当局が金曜日の朝に発表しました。",
    "zh": "港口周五早上宣布，渡轮再次在岛屿之间航行，旅客可以购买船票。",
    "tw": "港口週五早上宣布，渡輪再次在島嶼之間航行，旅客可以購買船票。",
    "he": "הנמל הודיע ביום שישי בבוקר כי המעבורת שוב מפליגה בין האיים.",
    "ar": "أعلن الميناء صباح الجمعة أن العبارة تبحر مرة أخرى بين الجزر.",
    "th": "ท่าเรือประกาศเมื่อเช้าวันศุกร์ว่าเรือข้ามฟากแล่นระหว่างเกาะอีกครั้ง",
    "ko": "항구 당국은 금요일 아침 여객선이 다시 섬 사이를 운항한다고 발표했습니다.",
}


def _document(text: str, declared: str | None) -> str:
    return (f'<?xml version="1.0" encoding="{declared}"?>' if declared else "") + rss(item(title=text))


@pytest.mark.parametrize(
    ("language", "charset", "declared"),
    [
        ("ru", "utf-8", "UTF-8"),
        ("ru", "utf-8", "windows-1251"),
        ("ru", "utf-8", None),
        ("ru", "cp1251", "windows-1251"),
        ("ru", "cp1251", "UTF-8"),
        ("ru", "cp1251", "iso-8859-1"),
        ("ru", "cp1251", "x-unknown-charset"),
        ("ru", "cp1251", None),
        ("ru", "koi8-r", "KOI8-R"),
        ("ru", "koi8-r", "UTF-8"),
        ("ru", "koi8-r", None),
        ("ru", "iso8859-5", None),
        ("ru", "cp866", None),
        ("uk", "cp1251", "UTF-8"),
        ("bg", "cp1251", "UTF-8"),
        ("de", "iso8859-1", "ISO-8859-1"),
        ("de", "iso8859-1", "UTF-8"),
        ("fr", "cp1252", "us-ascii"),
        ("el", "cp1253", "windows-1253"),
        ("ja", "shift_jis", "Shift_JIS"),
        ("ja", "euc_jp", "EUC-JP"),
        ("ja", "shift_jis", "UTF-8"),
        ("zh", "gb2312", "GB2312"),
        ("zh", "gb18030", "UTF-8"),
        ("tw", "big5", "Big5"),
        ("ko", "euc_kr", "EUC-KR"),
        ("ko", "euc_kr", "UTF-8"),
        ("ko", "cp949", None),
        ("zh", "gbk", None),
        ("tw", "big5", "ISO-8859-1"),
        ("ja", "euc_jp", None),
        ("ja", "iso2022_jp", "ISO-2022-JP"),
        ("ja", "iso2022_jp", None),
        ("el", "cp1253", "UTF-8"),
        ("el", "iso8859-7", None),
        ("he", "cp1255", "UTF-8"),
        ("he", "iso8859-8", None),
        ("ar", "cp1256", "ISO-8859-1"),
        ("ar", "iso8859-6", None),
        ("th", "cp874", "UTF-8"),
    ],
)
def test_text_is_read_right_under_right_and_wrong_labels(language: str, charset: str, declared: str | None) -> None:
    text = _SENTENCES[language]
    assert only(_document(text, declared).encode(charset)).title == text


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("declared", ["UTF-8", "UTF-16", None])
def test_wide_charsets_are_seen_with_and_without_a_mark(charset: str, declared: str | None) -> None:
    assert only(_document(_RUSSIAN, declared).encode(charset)).title == _RUSSIAN


def test_the_charset_of_http_comes_before_the_declaration() -> None:
    body = _document(_RUSSIAN, "koi8-r").encode("cp1251")
    assert only(body, content_type="text/xml; charset=windows-1251").title == _RUSSIAN


@pytest.mark.parametrize("bad", [b"\xff", b"\x98", b"\xd0", b"\xe2\x80"])
def test_one_invalid_byte_never_flips_a_feed(bad: bytes) -> None:
    whole = _document(_RUSSIAN, "UTF-8").encode()
    at = whole.index("снова".encode())
    title = only(whole[:at] + bad + whole[at:]).title
    assert title.replace("\ufffd", "").startswith("Паром снова ходит между островами")


def test_typographic_quotes_of_windows_in_english_are_read() -> None:
    assert only(_document("“Ready”, she said", "UTF-8").encode("cp1252")).title == "“Ready”, she said"


def test_two_bytes_of_gbk_that_look_like_utf8_stay_gbk() -> None:
    """The characters 联通 in GBK are valid UTF-8 too."""
    assert only(_document("联通", "gbk").encode("gbk")).title == "联通"


@pytest.mark.parametrize("declared", ["rot13", "zlib", "unicode_escape", "idna", "utf-7", "undefined", "utf-16"])
def test_charsets_that_are_none_are_not_believed(declared: str) -> None:
    assert only(_document("Ferry +ADw- \\u0041", declared).encode()).title == "Ferry +ADw- \\u0041"


@given(st.binary(max_size=400), st.sampled_from([None, "text/xml; charset=utf-8", "text/xml; charset=koi8-r"]))
def test_any_bytes_decode(body: bytes, content_type: str | None) -> None:
    decode(body, content_type).encode("utf-8", "surrogatepass")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200).filter(lambda t: "\x00" not in t))
def test_utf8_is_always_read_as_utf8(text: str) -> None:
    assert decode(b"<p>" + text.encode()) == "<p>" + text


_ALPHABETS = {
    "Cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "Chinese": "港口周五早上宣布渡在之航行旅客可以票外交部抵并行会粮食供居民抱怨中断政府表示本周末全面恢复",
    "Japanese": "フェリーは再び島の間を運航していると港湾当局が金曜日の朝に発表しました",
}
_CHARSETS = (
    *(("Cyrillic", codec) for codec in ("utf-8", "cp1251", "koi8-r", "iso8859-5", "utf-16", "utf-16-be", "utf-32")),
    *(("Arabic", codec) for codec in ("utf-8", "cp1256", "utf-16-le")),
    *(("Chinese", codec) for codec in ("utf-8", "gbk", "gb18030", "utf-16-le")),
    *(("Japanese", codec) for codec in ("utf-8", "shift_jis", "euc_jp")),
)


@settings(max_examples=100)
@given(st.sampled_from(_CHARSETS), st.integers(0), st.integers(0, 3))
def test_wrong_bytes_cost_their_own_letters_only(charset: tuple[str, str], seed: int, wrong: int) -> None:
    (alphabet, codec), rng = charset, Random(seed)
    texts = ["".join(rng.choices(_ALPHABETS[alphabet], k=25)) for _ in range(100)]
    whole = _document("".join(f"<b>{text}</b>" for text in texts), codec)
    body = bytearray(whole.encode(codec))
    for at in rng.sample(range(len(body) // 10, len(body) * 9 // 10), wrong):
        body[at] = rng.randrange(0x80, 0x100)
    wanted, found = (Counter(c for c in text if c in _ALPHABETS[alphabet]) for text in (whole, decode(bytes(body))))
    assert (wanted & found).total() >= 0.98 * wanted.total(), "two wrong bytes in one run of letters may cost the run"


@pytest.mark.parametrize("codec", ["gbk", "shift_jis", "euc_jp", "utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("change", ["missing", "too many"])
def test_a_byte_that_is_missing_or_too_many_shifts_nothing(codec: str, change: str) -> None:
    """In charsets of two and four bytes all that follows would be other characters."""
    text = "船票港口朝島再間" * 3
    whole = _document("".join(f"<b>{text}</b>" for _ in range(20)), codec).encode(codec)
    at = whole.index("口朝".encode(codec), len(whole) // 2) + 1
    body = whole[:at] + whole[at + 1 :] if change == "missing" else whole[:at] + b"\xa1" + whole[at:]
    assert decode(body).count("船票港口朝島再間") >= 58


@pytest.mark.parametrize(
    "body", [b"\xb0\xa1" * 400_000 + b"\xb0", b"<\xb0" * 50_000, b"\x00<" * 9 + b"<\x00\x00" * 30_000]
)
def test_much_that_is_wrong_is_read_all_the_same(body: bytes) -> None:
    """Within bounds: looking for every wrong byte would not come back."""
    assert decode(body, "text/xml; charset=gbk")
