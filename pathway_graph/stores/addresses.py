"""Read a server's address, and refuse one that would give something away."""

from __future__ import annotations

import ipaddress
import urllib.parse

from .errors import AddressWrong

__all__ = ["parted"]

_SCHEMES = frozenset(("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"))
_ENCRYPTED = ("+s", "+ssc")


def parted(url: str) -> tuple[str, str | None]:
    """Part an address into what a driver takes, and the database's name (None: the server's default).

    AddressWrong (PG409) for what is no address or holds a login, PG411 where nothing would be encrypted on the way to
    another machine.

    >>> parted("bolt://127.0.0.1:7687/landscape")
    ('bolt://127.0.0.1:7687', 'landscape')
    """
    parts = urllib.parse.urlsplit(url)
    if "@" in parts.netloc:
        shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        raise AddressWrong(
            "the address holds a user or password.",
            hint=f"Write {shown} and set PATHWAY_NEO4J_USER and PATHWAY_NEO4J_PASSWORD.",
        )
    database = parts.path.strip("/")
    usable = parts.scheme in _SCHEMES and parts.hostname and _has_good_port(parts)
    if not usable or "/" in database or parts.query or parts.fragment:
        shown = f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.query or parts.fragment else url
        more = " with what stands after its ? or #" if shown != url else ""  # which may be a password
        raise AddressWrong(f"{shown!r}{more} is no address of a server.")
    if not parts.scheme.endswith(_ENCRYPTED) and not _is_this_machine(parts.hostname or ""):
        raise AddressWrong(
            f"{parts.scheme}:// sends the password and all that is asked unencrypted, and {parts.hostname} is another "
            "machine.",
            hint=f"Write {parts.scheme}+s://{parts.netloc}{parts.path} (+ssc where the server signed its own "
            "certificate).",
            code="PG411",
        )
    return f"{parts.scheme}://{parts.netloc}", urllib.parse.unquote(database) or None


def _has_good_port(parts: urllib.parse.SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
