"""Roles that stand before a name in languages without a recogniser: "el canciller Jorge Arreaza", «премьер-министр …».

Nominatives only where a language inflects names, so that no actor is learned under "Ивана Иванова".
"""

from __future__ import annotations

import re
from functools import cache

# Language -> sector -> roles, as written in running text, longest form first where one begins another.
ROLES: dict[str, dict[str, str]] = {
    "es": {
        "GOV": "presidente|presidenta|vicepresidente|vicepresidenta|primer ministro|primera ministra|canciller|"
        "ministro de Relaciones Exteriores|ministro de Exteriores|ministra de Exteriores|ministro de Defensa|"
        "ministra de Defensa|ministro del Interior|ministro de Hacienda|ministro|ministra|secretario de Estado|"
        "gobernador|gobernadora|alcalde|alcaldesa|embajador|embajadora|mandatario|mandataria|rey|portavoz",
        "OPP": "líder opositor|líder opositora|opositor|opositora|candidato|candidata",
        "LEG": "senador|senadora|diputado|diputada",
        "MIL": "general|coronel|almirante",
        "JUD": "fiscal general|fiscal|juez|jueza|magistrado",
        "IGO": "secretario general de la ONU|secretario general",
    },
    "fr": {
        "GOV": "président|présidente|vice-président|premier ministre|première ministre|chancelier|chancelière|"
        "ministre des Affaires étrangères|ministre de la Défense|ministre des Armées|ministre de l'Intérieur|"
        "ministre des Finances|ministre|secrétaire d'État|chef de l'État|ambassadeur|ambassadrice|maire|gouverneur|roi",
        "OPP": "opposant|opposante|chef de l'opposition|candidat|candidate",
        "LEG": "sénateur|sénatrice|député|députée",
        "MIL": "général|colonel|amiral",
        "IGO": "secrétaire général",
    },
    "pt": {
        "GOV": "presidente|vice-presidente|primeiro-ministro|primeira-ministra|chanceler|"
        "ministro das Relações Exteriores|ministro da Defesa|ministro da Fazenda|"
        "ministro|ministra|governador|governadora|prefeito|embaixador",
        "LEG": "senador|senadora|deputado|deputada",
        "MIL": "general|coronel",
    },
    "it": {
        "GOV": "presidente|vicepresidente|primo ministro|premier|cancelliere|ministro degli Esteri|"
        "ministro della Difesa|ministro dell'Interno|ministro|ministra|"
        "segretario di Stato|governatore|sindaco|ambasciatore",
        "LEG": "senatore|senatrice|deputato|deputata",
        "MIL": "generale|colonnello",
        "IGO": "segretario generale",
    },
    "de": {
        "GOV": "Bundespräsident|Präsident|Präsidentin|Vizepräsident|Bundeskanzler|Bundeskanzlerin|Kanzler|Kanzlerin|"
        "Ministerpräsident|Ministerpräsidentin|Premierminister|Premierministerin|Premier|Außenminister|Außenministerin|"
        "Verteidigungsminister|Verteidigungsministerin|Innenminister|Innenministerin|Finanzminister|Wirtschaftsminister|"
        "Minister|Ministerin|Staatschef|Regierungschef|Botschafter|Gouverneur|König|Regierungssprecher",
        "OPP": "Oppositionsführer|Oppositionsführerin|Oppositionspolitiker|Kremlkritiker",
        "MIL": "General|Oberst|Generalleutnant",
        "IGO": "Generalsekretär|Kommissionspräsidentin",
    },
    "ru": {
        "GOV": "президент|вице-президент|премьер-министр|премьер|министр иностранных дел|министр обороны|"
        "министр внутренних дел|министр финансов|министр|глава МИД|канцлер|губернатор|мэр|посол|госсекретарь|"
        "госсекретарь США|официальный представитель МИД|пресс-секретарь",
        "OPP": "лидер оппозиции|оппозиционер|оппозиционный политик",
        "LEG": "спикер|сенатор|депутат|депутат Госдумы",
        "MIL": "генерал|генерал-майор|генерал-лейтенант|генерал-полковник|адмирал|полковник|начальник Генштаба",
        "IGO": "генсек ООН|генсек НАТО|генеральный секретарь ООН|генеральный секретарь",
    },
    "uk": {
        "GOV": "президент|прем'єр-міністр|міністр закордонних справ|міністр оборони|міністр|канцлер|голова МЗС|"
        "мер|посол",
        "LEG": "спікер|депутат|народний депутат",
        "MIL": "генерал|головнокомандувач|полковник",
        "IGO": "генсек НАТО|генсек ООН",
    },
}
_LATIN_NAME = r"(?=\w*[a-zà-ÿ])[A-ZÀ-ÞĀ-Ž][\w’'-]{1,40}"
_CYRILLIC_NAME = r"[А-ЯЁІЇЄҐ][а-яёіїєґ’'-]{1,40}(?:-[А-ЯЁІЇЄҐ][а-яёіїєґ’'-]{1,40})?"
_PARTICLE = r"(?:de|del|da|dos|di|van|von|al-|el-|bin|la|le|des?|de la|фон|де|аль-)"


def phrases(language: str) -> list[tuple[str, str]]:
    """(role, sector) of a language; empty for one that is not listed."""
    return [(role, sector) for sector, roles in ROLES.get(language, {}).items() for role in roles.split("|")]


@cache
def pattern(language: str) -> re.Pattern[str] | None:
    """A role, then a name of two to four words, which is group 1; None for a language that is not listed."""
    if language not in ROLES:
        return None
    roles = "|".join(re.escape(role) for role, _ in sorted(phrases(language), key=lambda pair: -len(pair[0])))
    name = _CYRILLIC_NAME if language in ("ru", "uk") else _LATIN_NAME
    roles = f"(?:{roles})" if language == "de" else f"(?i:{roles})"  # German writes its nouns large
    state = r"(?: [A-ZА-Я]{2,5})?"  # "госсекретарь США Марко Рубио"
    return re.compile(rf"(?<![\w-]){roles}{state},? ({name}(?: (?:{_PARTICLE} ?)?{name}){{1,3}})")
