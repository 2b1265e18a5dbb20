"""Names in texts that no recogniser reads: Spanish, Portuguese, Italian, French, Russian, Ukrainian. By rules alone.

People: a given name and what is capitalised behind it. Organisations: the words that head their names, acronyms, and
in Russian what stands in quotes behind "company" and the like. A lone surname is left to the rest of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.model import ActorKind
from bot.text import word_set
from bot.understand.identity import alike, given_names
from bot.understand.identity.skeleton import fold
from bot.understand.names import foreign_titles
from bot.understand.names.inflect import nominative
from bot.understand.names.spans import Span

_LATIN = r"(?:[A-ZÁÉÍÓÚÑÜÀÂÇÈÊÔÃÕ][a-záéíóúñüàâçèêëîïôûãõ’'-]+(?:-?[A-ZÁÉÍÓÚÑ][a-záéíóúñü’'-]+)?|[A-Z]\.)"
_JOIN = r"(?:de la|de las|de los|del|de|da|do|dos|das|di|y|e|la|van|von)"
_LATIN_RUN = re.compile(rf"(?<![\w@#’'.-]){_LATIN}(?: (?:{_JOIN} )?{_LATIN}){{1,4}}(?![\w])")
_CYRILLIC = r"(?:[А-ЯЁІЇЄҐ][а-яёіїєґ’'-]+(?:-[А-ЯЁІЇЄҐ][а-яёіїєґ’'-]+)?|[А-ЯІЇЄҐ]\.)"
_CYRILLIC_RUN = re.compile(rf"(?<![\w@#.-]){_CYRILLIC}(?: (?:(?:фон|де|аль|ван|бин|ибн) )?{_CYRILLIC}){{1,3}}(?!\w)")
_HEADS = (
    r"(?:Ministerio|Ministério|Ministère|Ministero|Secretaría|Universidad|Universidade|Université|Università|Banco|Banque|"
    r"Instituto|Institut|Istituto|Comisión|Comissão|Commission|Consejo|Conselho|Conseil|Tribunal|Corte|Cour|Fiscalía|"
    r"Procuraduría|Procuradoria|Asamblea|Assembleia|Assemblée|Congreso|Congresso|Senado|Sénat|Cámara|Câmara|Chambre|"
    r"Partido|Parti|Partito|Movimiento|Movimento|Frente|Front|Federación|Federação|Fédération|Confederación|Sindicato|"
    r"Asociación|Associação|Association|Fundación|Fundação|Fondation|Organización|Organização|Organisation|Alianza|"
    r"Aliança|Coalición|Junta|Policía|Polícia|Guardia|Guarda|Ejército|Exército|Fuerzas|Forças|Agencia|Agência|Agence|"
    r"Empresa|Grupo|Groupe|Compañía|Companhia|Compagnie|Iglesia|Igreja|Église|Unión|União|Cruz|Croix|Cartel|Cártel|"
    r"Defensoría|Contraloría|Autoridad|Supremo|Liga|Club|Comité|Comitê|Superintendencia|Servicio)"
)
_OF = r"(?:(?:de la|de las|de los|del|de|da|do|dos|das|des|du|di|y|e|et|para la|para el|para|por|la|el|los|las) ){0,4}"
_TAIL = rf"(?: {_OF}{_LATIN}|d[’']{_LATIN})"
_LATIN_ORGANISATION = re.compile(rf"(?<![\w-]){_HEADS}{_TAIL}{{1,6}}(?!\w)")
_ACRONYM = re.compile(r"(?<![\w.@#/-])[A-ZÁÉÍÓÚÑ]{3,6}(?![\w@/-]|\.[A-Z])")
_NO_ACRONYM = word_set(
    "EEUU PIB IVA DNI ONG TV VIH SIDA COVID IPC IBEX PYME PIN USD EUR GMT UTC RDC EAU URSS RFA CEO USB SMS PDF CDMX"
    " AFP EFE III VII VIII XIII XIV XVI XIX XXI PCR ADN ARN DJ AVE"
)
_BEFORE_QUOTES = (
    r"(?:компани|банк|концерн|корпораци|холдинг|парти|агентств|газет|телеканал|издани|групп|завод|фонд|клуб|движени|"
    r"организаци|объединени|предприяти|ассоциаци|радиостанци|журнал|портал|компані|парті|видання|організаці)[а-яіїє]{0,3}"
)
_QUOTED = re.compile(rf"\b{_BEFORE_QUOTES}\s+(?:АО |ООО |ПАО )?[«“\"]([^»”\"\n]{{2,50}})[»”\"]", re.IGNORECASE)
_MINISTRY = re.compile(r"(?<!\w)(?:Мин[а-я]{3,16}|Рос[а-я]{5,18}надзор\w{0,2}|МИД|МВД|МЧС|ФСБ|ФСО|ЦИК|СБУ|ГРУ)(?!\w)")
_CYRILLIC_ACRONYM = re.compile(r"(?<![\w.-])[А-ЯЁІЇЄҐ]{3,6}(?![\w-])")
_NO_CYRILLIC_ACRONYM = word_set(
    "США СССР КНДР КНР ЮАР ОАЭ РФ СМИ ВВП НДС ВИЧ СПИД ДНР ЛНР СНГ ФРГ ГДР ДТП НДФЛ МСК ТВ РСФСР ЧВК АЭС ГЭС БПЛА ПВО"
)
_SURNAME = re.compile(  # in any case, of a man or a woman
    "(?:[оеё]в|[иы]н|[сц]кий|[сц]кой|ич|ян|дзе|швили|енко|[уюч]к|[яа]к|[оеё]ва|[иы]на|[сц]кая|[сц]кого|[сц]кому|[сц]ким|"
    "[оеё]вым|[иы]ным|ич[ау]|ичем|ян[ау]|яном|[оеё]ву|[иы]ну|[оеё]вой|[иы]ной)$"
)
_HOLDER = re.compile(r"(?i:глав\w{1,3}|министр\w{0,3}|голов\w{1,3}) $")
_NOT_MINISTRY = re.compile("Мин(?:ск|ут|уч|им|ер|ист|дан|нес)")
_OPENS = re.compile(r"(?:[.!?…:]['”»\"’)]*\s+|[«“\"(—–-]\s*|\n\s*)\Z")
_HEAD = re.compile(_HEADS)
_ALSO_BEFORE = word_set(
    "глава главы главой журналист политик адвокат режиссёр спортсмен в на по из от для при с у к о об и а но"
)
LANGUAGES = frozenset(("es", "pt", "it", "fr", "ru", "uk"))


def find(text: str, language: str) -> list[Span]:
    """People and organisations, in no order; they may overlap."""
    if language not in LANGUAGES:
        return []
    return list(_cyrillic(text) if language in ("ru", "uk") else _latin(text))


def _latin(text: str) -> Iterator[Span]:
    for found in _LATIN_ORGANISATION.finditer(text):
        yield Span(found.start(), found.end(), ActorKind.ORGANISATION, "words")
    for found in _LATIN_RUN.finditer(text):
        start, words = found.start(), found[0].split(" ")
        while len(words) > 1 and not given_names.is_given(words[0].partition("-")[0]) and not _spanish_given(words[0]):
            start += len(words.pop(0)) + 1
        if len(words) < 2 and (tail := _surnamed(found[0])):
            start, words = found.end() - len(tail), tail.split(" ")
        rest = " ".join(words[1:])
        if len(words) > 1 and not rest.startswith(("y ", "e ")):  # "Petro y Trump" are two
            yield Span(start, found.end(), ActorKind.PERSON, "words")
    for found in _ACRONYM.finditer(text):
        if found[0] not in _NO_ACRONYM and not _shouted(text, found.start(), found.end()):
            yield Span(found.start(), found.end(), ActorKind.ORGANISATION, "words")


def _cyrillic(text: str) -> Iterator[Span]:
    for found in _QUOTED.finditer(text):
        yield Span(*found.span(1), ActorKind.ORGANISATION, "words")
    for found in _CYRILLIC_RUN.finditer(text):
        start, words = found.start(), found[0].split(" ")
        while len(words) > 1 and nominative(words[0]) is None and not _initial(words):
            start += len(words.pop(0)) + 1
        if len(words) < 2 and (tail := _surnamed_russian(found[0], opens=_opens(text, found.start()))):
            start, words = found.end() - len(tail), tail.split(" ")
        if len(words) > 1:
            yield Span(start, found.end(), ActorKind.PERSON, "words")
    for found in (*_MINISTRY.finditer(text), *_CYRILLIC_ACRONYM.finditer(text)):
        if found[0] in _NO_CYRILLIC_ACRONYM or _NOT_MINISTRY.match(found[0]):
            continue
        if _HOLDER.search(text, max(0, found.start() - 20), found.start()):  # "глава МИД" is an office
            continue
        if not _shouted(text, found.start(), found.end()):
            yield Span(found.start(), found.end(), ActorKind.ORGANISATION, "words")


def _surnamed(run: str) -> str:
    """The last two words of a run, where the last one is a surname that many people bear, or ends like one."""
    words = run.split(" ")
    last = words[-1]
    known = fold(last) in alike.common_surnames() or (last.endswith("ez") and len(last) > 4)
    return " ".join(words[-2:]) if known and words[-2][0].isupper() and not _HEAD.match(words[-2]) else ""


def _opens(text: str, start: int) -> bool:
    return _OPENS.search(text[max(0, start - 6) : start]) is not None or not start


def _surnamed_russian(run: str, *, opens: bool) -> str:
    """The same by the ends of Russian, Ukrainian, Armenian and Georgian surnames; not a word that opens a sentence."""
    words = run.split(" ")
    if opens and len(words) < 3:
        return ""
    plain = words[-2].lower()
    if not _SURNAME.search(words[-1]) or len(words[-1]) < 5 or plain in _roles() or _SURNAME.search(words[-2]):
        return ""
    return " ".join(words[-2:])


@cache
def _roles() -> frozenset[str]:
    """Words of offices, which sentences begin with."""
    phrases = (*foreign_titles.phrases("ru"), *foreign_titles.phrases("uk"))
    return frozenset(word for phrase, _ in phrases for word in phrase.lower().split()) | _ALSO_BEFORE


def _initial(words: list[str]) -> bool:
    """ "С. Лавров": letters that stand for names, and a surname."""
    return len(words[0]) == 2 and words[0][1] == "." and len(words[-1]) > 2


def _shouted(text: str, start: int, end: int) -> bool:
    """In a line of capitals an acronym cannot be told from a word."""
    around = [char for char in text[max(0, start - 15) : end + 15] if char.isalpha()]
    return sum(char.isupper() for char in around) > 0.7 * len(around) and len(around) > end - start + 4


@cache
def _more_given() -> frozenset[str]:
    return word_set(
        "Nicolás Delcy Juan José Jesús María Luis Jorge Diosdado Vladimir Tareck Íngrid Iris Cilia Iván Ivan"
        " Gustavo Álvaro Sergio Francia Andrés Enrique Felipe Vicente Claudia Marcelo Alicia Xóchitl Cuauhtémoc"
        " Javier Axel Patricia Victoria Mauricio Cristina Néstor Horacio Gabriel Michelle Sebastián Evelyn"
        " Camila Irina Daniel Lenín Guillermo Pedro Ollanta Martín Dina Keiko Evo Jeanine Yolanda Pablo Íñigo"
        " Irene Ione Alberto Isabel Santiago Rocío Carles Oriol Pere Salvador Nadia Teresa Margarita Fernando"
        " Josep Arnaldo Meritxell Cuca Inés Begoña Ramón Rafael Raúl Miguel Bruno Esteban Fidel Roberto Rodrigo"
        " Ricardo Óscar Hernán Germán Simón Efraín Rubén Julián Adrián Agustín Joaquín Benjamín Ximena Catalina"
        " Valentina Lucía Sofía Carolina Marta Elena Pilar Rosario Mercedes Dolores Consuelo Esperanza Luz Luiz"
        " Inácio Jair Dilma Fernanda Geraldo Aécio Ciro Marina Simone Gleisi Flávio Eduardo João Antônio"
        " António Luís Rui Paulo Márcio Fábio Sérgio Cármen Rosângela Tarcísio Renan Arthur Emmanuel Édouard"
        " Élisabeth Gérald François Jean Jacques Ségolène Michel Éric Marine Nicolas Olivier Gérard Benoît"
        " Manon Clémentine Raphaël Mathilde Sébastien Stéphane Agnès Aurore Giorgia Matteo Giuseppe Luigi"
        " Silvio Elly Enrico Paolo Giancarlo Guido Carlo Antonio Maurizio Beppe Ignazio Lorenzo Francesca"
        " Chiara"
    )


def _spanish_given(word: str) -> bool:
    return word.partition("-")[0] in _more_given()
