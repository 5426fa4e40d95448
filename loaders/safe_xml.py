"""Parse XML that may be hostile: no document type, no entities, no more than a limit."""

from __future__ import annotations

import pathlib
import re
import xml.etree.ElementTree as ET
from xml.parsers import expat

from pathway_graph.errors import InputProblems, Problem

__all__ = ["parsed", "refuse_document_type"]

_MOST_BYTES = 400_000_000
_UNKNOWN_ENCODING, _WRONG_ENCODING, _INVALID_TOKEN, _PARTIAL_CHARACTER, _UNDEFINED_ENTITY = 18, 19, 4, 6, 11
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_AGAIN = "Save it again from the tool that made it."


class _Begun(Exception):
    """The first element begins: what may declare a document type is over."""


def parsed(path: pathlib.Path) -> ET.Element:
    """Parse a file into its root element.

    Raises InputProblems: PG103 too large, PG710 no XML or cut off, PG711 a document type or entities, PG713 bytes that
    are not in the encoding that the file names.
    """
    data = _bytes(path)
    try:
        _refuse_document_type(data, path)
        return ET.fromstring(data)
    except (ET.ParseError, expat.ExpatError) as error:
        raise InputProblems(_problem(error, data, path)) from None
    except (LookupError, ValueError) as error:
        message = f"the file names an encoding that is not read: {str(error)[:100]}."
        raise InputProblems(Problem("PG713", message, "Save it again as UTF-8.", file=path.name)) from None


def refuse_document_type(path: pathlib.Path) -> None:
    """Raise InputProblems (PG711) for XML that declares a document type; what is no XML is left to its reader."""
    data = _bytes(path)
    try:
        _refuse_document_type(data, path)
    except (expat.ExpatError, LookupError, ValueError):
        if b"<!DOCTYPE" in data.replace(b"\0", b""):
            message = "the file declares a document type, through which it could read other files."
            raise InputProblems(Problem("PG711", message, _AGAIN, file=path.name)) from None


def _bytes(path: pathlib.Path) -> bytes:
    size = path.stat().st_size
    if size > _MOST_BYTES:
        message = f"the file has {size:,} bytes; no more than {_MOST_BYTES:,} are read."
        raise InputProblems(Problem("PG103", message, "Split the plan.", file=path.name))
    return path.read_bytes()


def _refuse_document_type(data: bytes, path: pathlib.Path) -> None:
    """Read up to the first element; what follows cannot declare anything."""
    parser = expat.ParserCreate()

    def declared(name: str, *_: object) -> None:
        message = f"the file declares a document type ('{name[:40]}'), through which it could read other files."
        raise InputProblems(Problem("PG711", message, _AGAIN, file=path.name, row=parser.CurrentLineNumber))

    def begun(*_: object) -> None:
        raise _Begun

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = begun
    try:
        parser.Parse(data, True)
    except _Begun:
        return


def _problem(error: ET.ParseError | expat.ExpatError, data: bytes, path: pathlib.Path) -> Problem:
    row = error.lineno if isinstance(error, expat.ExpatError) else error.position[0]
    if error.code == _UNDEFINED_ENTITY:
        return Problem("PG711", "the file uses an entity, which is not read.", _AGAIN, file=path.name, row=row)
    wrong = _wrong_encoding(data) if error.code in (_INVALID_TOKEN, _PARTIAL_CHARACTER) else ""
    if error.code in (_UNKNOWN_ENCODING, _WRONG_ENCODING) or wrong:
        message = f"the file is not in the encoding that it names{wrong}."
        return Problem("PG713", message, "Save it again as UTF-8.", file=path.name, row=row)
    said = expat.ErrorString(error.code) or "not readable"
    where = "it is cut off" if row >= data.count(b"\n") and b"</Project>" not in data[-400:] else "it is damaged"
    return Problem("PG710", f"the file is no XML, or {where}: {said}.", _AGAIN, file=path.name, row=row)


def _wrong_encoding(data: bytes) -> str:
    declared = _DECLARED.match(data[:400])
    name = declared[1].decode("ascii") if declared else "UTF-8"
    try:
        data.decode(name)
    except UnicodeDecodeError as error:
        return f" ({name}: byte {error.start:,} does not fit)"
    except LookupError:
        return f" ({name} is not known)"
    return ""
