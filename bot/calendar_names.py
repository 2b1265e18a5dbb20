"""What the names in dates mean: months in the languages of news, time zones, halves of the day."""

from __future__ import annotations

import re

from bot.text import fold

# January to December as they stand in dates (so in the genitive where a language has one). The first language that
# claims a short form keeps it.
_MONTHS_BY_LANGUAGE = (
    "january february march april may june july august september october november december",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar mars april mai juni juli august september oktober november desember",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta"
    " marraskuuta joulukuuta",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
    "ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince",
    "januara februara marca aprila maja juna jula augusta septembra oktobra novembra decembra",
    "januar februar marec april maj junij julij avgust september oktober november december",
    "januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december",
    "sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio gruodzio",
    "janvaris februaris marts aprilis maijs junijs julijs augusts septembris oktobris novembris decembris",
    "jaanuar veebruar marts aprill mai juuni juuli august september oktoober november detsember",
    "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik",
    "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
    "януари февруари март април май юни юли август септември октомври ноември декември",
    "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
    "ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου"
    " σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "جانفي شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين١ تشرين٢ كانون١",
    "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
    "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "জানুয়ারী ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
)
_SHORT = {"янв": 1, "май": 5, "ιουν": 6, "ιουλ": 7, "sept": 9, "szept": 9, "mrt": 3, "إبريل": 4, "жов": 10, "січ": 1}


def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for length in (99, 4, 3):
        for language in _MONTHS_BY_LANGUAGE:
            for number, name in enumerate(language.split(), 1):
                names.setdefault(fold(name)[:length], number)
    return names | {fold(name): number for name, number in _SHORT.items()}


MONTHS = _months()  # folded -> 1…12

# Hours from UTC. Where a name means several zones, the one that feeds use it for.
ZONES = {
    **dict.fromkeys(("utc", "gmt", "ut", "z", "wet"), 0.0),
    **dict.fromkeys(("bst", "west", "cet", "mez", "wat"), 1.0),
    **dict.fromkeys(("cest", "mesz", "eet", "cat", "sast"), 2.0),
    **dict.fromkeys(("eest", "msk", "мск", "eat", "trt", "idt"), 3.0),
    **dict.fromkeys(("msd", "gst", "azt", "samt"), 4.0),
    **dict.fromkeys(("pkt", "yekt", "uzt"), 5.0),
    **dict.fromkeys(("bdt", "omst", "almt"), 6.0),
    **dict.fromkeys(("ict", "wib", "krat"), 7.0),
    **dict.fromkeys(("hkt", "sgt", "pht", "myt", "awst", "irkt", "wita"), 8.0),
    **dict.fromkeys(("jst", "kst", "yakt", "wit"), 9.0),
    **dict.fromkeys(("aest", "vlat"), 10.0),
    **dict.fromkeys(("aedt", "magt"), 11.0),
    **dict.fromkeys(("nzst", "pett"), 12.0),
    **dict.fromkeys(("brt", "art", "clst", "adt", "uyt"), -3.0),
    **dict.fromkeys(("edt", "ast", "clt", "bot", "vet"), -4.0),
    **dict.fromkeys(("est", "cdt", "cot", "pet", "ect"), -5.0),
    **dict.fromkeys(("cst", "mdt"), -6.0),
    **dict.fromkeys(("mst", "pdt"), -7.0),
    **dict.fromkeys(("pst", "akdt"), -8.0),
    **{"akst": -9.0, "hst": -10.0, "nzdt": 13.0, "npt": 5.75, "mmt": 6.5, "aft": 4.5},
    **{"ist": 5.5, "irst": 3.5, "acst": 9.5, "acdt": 10.5, "nst": -3.5, "ndt": -2.5},
}

MORNING = re.compile(r"오전|午前|上午|π\.?\s?μ|(?<!\w)ص(?!\w)|(?<![a-z])a\.?\s?m(?![a-z])", re.IGNORECASE)
AFTERNOON = re.compile(r"오후|午後|下午|晚上|μ\.?\s?μ|(?<!\w)م(?!\w)|(?<![a-z])p\.?\s?m(?![a-z])", re.IGNORECASE)

# Names of two words, and writings of the clock and of months by number, as what dates.py reads.
PHRASES = (
    (re.compile("كانون الثاني"), "يناير"),
    (re.compile("تشرين الأول"), "أكتوبر"),
    (re.compile("تشرين الثاني"), "نوفمبر"),
    (re.compile("كانون الأول"), "ديسمبر"),
    (re.compile(r"(\d{1,2})\s*[時时点點시]\s*(\d{1,2})\s*[分분](?:\s*(\d{1,2})\s*[秒초])?"), r" \1:\2 "),
    (re.compile(r"(\d{1,2})\s+th(?:áng|g)\.?\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})", re.IGNORECASE), r"\1.\2.\3"),
)
