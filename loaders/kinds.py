"""Tell what a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re

__all__ = ["OLE", "kind_of"]

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How the files of older office programs begin, and those that a password protects."""

_KINDS: tuple[tuple[str, re.Pattern[bytes]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE | re.DOTALL))
    for name, pattern in (
        ("a workbook or another archive", rb"PK\x03\x04"),
        ("a workbook of the old format (.xls)", re.escape(OLE)),
        ("a PDF", rb"%PDF-"),
        ("a picture", rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{12}|II\*\0|MM\0\*"),
        ("a compressed file", rb"\x1f\x8b|BZh|7z\xbc\xaf|Rar!"),
        ("a web page", rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|table|meta)\b"),
        ("an XML file", rb"(?:\xef\xbb\xbf)?\s*<\?xml"),
        ("nothing but zeros", rb"\0{64}"),
    )
)


def kind_of(start: bytes) -> str:
    """Name the kind of a file that begins so, with its article; nothing for text, and for what is not known.

    >>> kind_of(b"%PDF-1.7"), kind_of(b"id,name")
    ('a PDF', '')
    """
    return next((name for name, pattern in _KINDS if pattern.match(start)), "")
