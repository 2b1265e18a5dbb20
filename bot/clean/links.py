"""URLs: which may be shown, how they are written, and when two of them are the same page.

Does not fetch and does not resolve names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

MAX_URL = 2048  # what browsers and Telegram take without trouble

_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "matomo_", "hsa_", "vero_", "oly_", "wt_", "ns_", "at_", "stm_", "itm_")
_TRACKING = frozenset((
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid", "ttclid", "igshid",
    "igsh", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "ref_src", "ref_url", "cmpid", "cmp", "cid", "ncid",
    "icid", "ocid", "spm", "rss", "ftag", "xtor", "ftcamp", "smid", "smtyp", "partner", "taid", "guccounter",
    "guce_referrer", "guce_referrer_sig", "soc_src", "soc_trk", "srnd", "sref", "feedtype", "feedname",
    "campaign_id", "wprov", "traffic_source", "originalreferer", "__twitter_impression", "amp_js_v", "usqp",
    "echobox", "share_id", "si", "source_feed",
))  # fmt: skip
_AMP_QUERY = frozenset({("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("amp_markup", "1")})
_AMP_PATH = re.compile(r"(?:/amp(?:\.html)?/?|\.amp(?:\.html)?)$", re.IGNORECASE)
_VARIANT_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_UNSAFE = re.compile(r"[\s\x00-\x20\x7f<>\"\\^`{|}]")
# An address that is written the one way already, as most are: host and path, and nothing in them to change.
_PLAIN = re.compile(r"https?://((?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,})((?:/[A-Za-z0-9/._~%-]*)?)")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def is_http(url: str | None) -> bool:
    """True for an absolute http(s) URL that may be shown: a host, no credentials, at most MAX_URL characters."""
    if not url or len(url) > MAX_URL:
        return False
    return bool(_PLAIN.fullmatch(url)) or _split(url.strip()) is not None


@lru_cache(maxsize=256)  # an entry's link is asked for several times in a row
def canonical(url: str) -> str:
    """The same page, written one way and still fit to open: lower-case host, no default port, tracking or fragment.

    A fragment that is the address itself ("#!/…", "#/…") stays. What is no http(s) URL comes back as it was.
    """
    if plain := _PLAIN.fullmatch(url):
        return url if plain[2] else f"{url}/"
    parts = _split(url.strip())
    if parts is None:
        return url.strip()
    query = urlencode(_query(parts.query)) if _has_tracking(parts.query) else parts.query
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((parts.scheme.lower(), _netloc(parts), path, query, fragment))


def key(url: str, *, fragment: bool = False) -> str | None:
    """What two addresses of one page share: scheme, www, mobile, AMP, trailing slash and order of the query aside.

    None when the address names no page of its own: no http(s), or the front page of a site.
    """
    if plain := _PLAIN.fullmatch(url):
        path = _AMP_PATH.sub("", plain[2]).rstrip("/")
        return _VARIANT_HOST.sub("", plain[1]) + path if path else None
    parts = _split(canonical(url))
    if parts is None:
        return None
    host = _VARIANT_HOST.sub("", _netloc(parts))
    path = _AMP_PATH.sub("", parts.path).rstrip("/")
    pairs = sorted(pair for pair in _query(parts.query) if (pair[0].lower(), pair[1].lower()) not in _AMP_QUERY)
    own = parts.fragment or (urlsplit(url.strip()).fragment if fragment else "")
    if not path and not pairs and not own:
        return None
    return host + path + ("?" + urlencode(pairs) if pairs else "") + ("#" + own if own else "")


@lru_cache(maxsize=256)
def _split(url: str) -> SplitResult | None:
    """The parts of an http(s) URL; None for anything else."""
    if _UNSAFE.search(url):
        url = _UNSAFE.sub(lambda match: quote(match.group()), url)
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # reading the port checks it
    except ValueError:
        return None
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host or "@" in parts.netloc or "%" in host:
        return None
    return parts


def _netloc(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    default = _DEFAULT_PORTS[parts.scheme.lower()]
    return host if parts.port in (None, default) else f"{host}:{parts.port}"


def _query(query: str) -> list[tuple[str, str]]:
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200) if query.count("&") < 200 else []
    return [pair for pair in pairs if not _is_tracking(pair[0])]


def _has_tracking(query: str) -> bool:
    return any(_is_tracking(field.partition("=")[0]) for field in query.split("&"))


def _is_tracking(name: str) -> bool:
    folded = name.lower()
    return folded in _TRACKING or folded.startswith(_TRACKING_PREFIXES)
