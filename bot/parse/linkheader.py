"""HTTP Link headers (RFC 8288) -> the address of a relation, as WebSub announces hub and self by them."""

from __future__ import annotations

import re

_LONGEST = 8_192  # characters of a header that are read
_LINK = re.compile(r"<([^<>]{1,2048})>([^<>]{0,500})")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)


def linked(header: str | None, rel: str) -> str | None:
    """The first target of that relation, as written (it may be relative); None when there is none."""
    for target, parameters in _LINK.findall((header or "")[:_LONGEST]):
        if (found := _REL.search(parameters)) and rel in (found[1] or found[2] or "").casefold().split():
            return str(target).strip()
    return None
