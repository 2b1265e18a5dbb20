"""The registered domain of a host: what one publisher's addresses share. Resolves and downloads nothing."""

from __future__ import annotations

from functools import lru_cache

from tldextract import TLDExtract

# The snapshot of the public suffix list that comes with the package; nothing is downloaded, nothing cached on disk.
_SUFFIXES = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)


@lru_cache(maxsize=4096)
def registered(host: str) -> str | None:
    """example.co.uk for www.example.co.uk; None where there is none, as for addresses."""
    return _SUFFIXES(host).top_domain_under_public_suffix or None
