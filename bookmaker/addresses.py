"""Addresses outside the book: what an author wrote -> a URL that every reader can follow.

``references`` calls it for links, ``media`` for what an e-reader fetches.
"""

import re
import urllib.parse

_EXTERNAL = re.compile(r"^(https?|mailto|tel|ftp):", re.IGNORECASE)
_NUMBERS = re.compile(r"((25[0-5]|2[0-4]\d|1?\d?\d)(\.|$)){4}")
_NAME = re.compile(r"[\w-]+(\.[\w-]+)*\.?", re.ASCII)


def url(href: str) -> str | None:
    """*href* as a URL that every reader can follow, or ``None``: what it may not hold is percent-encoded, nothing
    twice, a host's name is in ASCII and small letters, so that a resource has one address (OPF-074), and the
    scheme in the small letters that MuPDF wants."""
    href = _EXTERNAL.sub(lambda scheme: scheme[0].lower(), re.sub(r"[\t\n\r]", "", href).strip(), count=1)
    if not _EXTERNAL.match(href):
        return None
    try:
        parts = urllib.parse.urlsplit(href)
        host, _ = parts.hostname or "", parts.port
        ascii_host = host if ":" in host else host.encode("idna").decode()
    except ValueError:  # a port or an address that is none, a name with a label that is empty or too long
        return None
    if parts.scheme in ("mailto", "tel"):
        return _quoted(href) if parts.path else None
    if not _is_host(ascii_host) or " " in parts.netloc:
        return None
    scheme, _, rest = href.partition("://")
    user, at, place = parts.netloc.rpartition("@")
    place = re.sub(re.escape(host), ascii_host, place, flags=re.IGNORECASE)
    path, mark, fragment = rest[len(parts.netloc) :].partition("#")
    return f"{scheme}://{_quoted(user)}{at}{place}{_quoted(path)}{mark}{_quoted(fragment)}"


def _is_host(host: str) -> bool:
    """Whether *host* is a name, or an address of either kind; ``urlsplit`` has looked at what stood in brackets."""
    if re.search(r"(^|\.)\d+\.?$", host):
        return _NUMBERS.fullmatch(host) is not None
    return ":" in host or _NAME.fullmatch(host) is not None


def _quoted(part: str) -> str:
    stray_percent = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part.strip())
    return urllib.parse.quote(stray_percent, safe="%/:=&?~+!$,;'@()*")
