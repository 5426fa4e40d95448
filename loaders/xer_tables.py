"""Read a Primavera XER file into its tables: %T names one, %F its columns, %R a row."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Iterator, Mapping

from pathway_graph.errors import InputProblems, Problem

__all__ = ["Tables", "XerRow", "tables"]

XerRow = Mapping[str, str]
_MOST_BYTES = 400_000_000
_AGAIN = "Export it again from Primavera."


@dataclasses.dataclass(frozen=True, slots=True)
class Tables:
    """The rows of each table with the number of their lines; `cp1252` where the file is no UTF-8."""

    rows: Mapping[str, list[tuple[int, XerRow]]]
    cp1252: bool

    def __getitem__(self, name: str) -> list[tuple[int, XerRow]]:
        return self.rows.get(name, [])


def tables(path: pathlib.Path) -> Tables:
    """Read a file. Raises InputProblems: PG103 too large, PG710 cut off, PG712 no XER, PG713 bytes of no encoding."""
    if path.stat().st_size > _MOST_BYTES:
        message = f"the file has {path.stat().st_size:,} bytes; no more than {_MOST_BYTES:,} are read."
        raise InputProblems(Problem("PG103", message, "Split the plan.", file=path.name))
    text, cp1252 = _decoded(path.read_bytes(), path.name)
    if not text.startswith("ERMHDR"):
        raise InputProblems(Problem("PG712", "the file does not begin with ERMHDR.", _AGAIN, file=path.name, row=1))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rows: dict[str, list[tuple[int, XerRow]]] = {}
    ended = False
    for mark, number, name, row in _marked(lines):
        ended = mark == "%E"
        if row is not None:
            rows.setdefault(name, []).append((number, row))
    if not ended:
        message = "the file is cut off: it does not end with %E."
        raise InputProblems(Problem("PG710", message, _AGAIN, file=path.name, row=len(lines)))
    return Tables(rows, cp1252)


def _marked(lines: list[str]) -> Iterator[tuple[str, int, str, dict[str, str] | None]]:
    """Give each line with its mark, its table, and for a row its cells; blank columns at the end may be left out."""
    name = ""
    header: list[str] = []
    for number, line in enumerate(lines, 1):
        mark, *cells = line.split("\t")
        if mark == "%T":
            name, header = (cells[0].strip() if cells else ""), []
        elif mark == "%F":
            header = [cell.strip() for cell in cells]
        elif mark == "%R":
            cells += [""] * (len(header) - len(cells))
            yield mark, number, name, {key: cell.strip() for key, cell in zip(header, cells, strict=False)}
            continue
        if mark.startswith("%"):
            yield mark.strip(), number, name, None


def _decoded(data: bytes, name: str) -> tuple[str, bool]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16"), False
        except UnicodeDecodeError:
            raise InputProblems(Problem("PG713", "the file is no UTF-16, as it says.", _AGAIN, file=name)) from None
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), True
