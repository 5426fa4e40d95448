"""Read a requirement pack: what a framework asks for, clause by clause, as requirements with their clause.

A pack is a YAML file of the model's sheets with two more: `Pack` (one row: id, framework, version, publisher,
published, licence, url) and `Clauses` (clause, says, and either checked_by or why_not). Each requirement names its
clause. What is not checked is told when the pack is loaded, with the reason, so that nobody takes silence for a pass.
"""

from __future__ import annotations

import dataclasses
import pathlib
import re
from collections.abc import Iterator

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.workbook.sheets import Raw, Sheet, Sheets, text_of

from . import yaml_file

__all__ = ["ABOUT", "FORMAT", "read", "recognises"]

FORMAT = "pack"
ABOUT = "a requirement pack: a YAML file that begins with Pack"

_HEAD = 4096
_UNFIT = re.compile(r"[^A-Za-z0-9._:-]+")
"""What an id can't have."""
_WANTED = ("id", "framework", "version", "licence")


def recognises(path: pathlib.Path) -> bool:
    """Tell whether the first key of a YAML file is `Pack`."""
    if not yaml_file.recognises(path):
        return False
    with path.open("rb") as file:
        lines = file.read(_HEAD).decode("utf-8", "replace").lstrip("\ufeff").splitlines()
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    return first.rstrip() == "Pack:"


def read(path: pathlib.Path) -> Sheets:
    """Read the file: its sheets, a Document for the framework, and a remark for each clause that is not checked."""
    found = yaml_file.read(path)
    by_name = {sheet.name: sheet for sheet in found.sheets}
    for name in ("Pack", "Clauses"):
        if name not in by_name or (name == "Pack" and not by_name[name].rows):
            raise InputProblems(
                *found.problems, Problem("PG158", f"the pack has no row under {name}.", _FORM, file=path.name)
            )
    pack, number = _rows(by_name["Pack"])[0], by_name["Pack"].numbers[0]
    clauses = dict(zip(by_name["Clauses"].numbers, _rows(by_name["Clauses"]), strict=True))
    problems = [*_pack_problems(pack, path.name, number), *_clause_problems(clauses, by_name, path.name)]
    sheets = [_document(pack, by_name["Pack"]), *_rules(clauses, pack, by_name["Clauses"])]
    for name, sheet in by_name.items():
        if name == "Requirements":
            sheets.append(_requirements(sheet, pack))
        elif name not in ("Pack", "Clauses"):
            sheets.append(_stated(sheet, pack))
    remarks = [*found.remarks, *_remarks(clauses, pack, path.name)]
    settings = {"source": pack.get("id", ""), **found.settings}
    return dataclasses.replace(
        found, sheets=tuple(sheets), settings=settings, problems=(*found.problems, *problems), remarks=tuple(remarks)
    )


_FORM = "Write Pack: [{id, framework, version, licence}] and Clauses: [{clause, says, checked_by or why_not}]."


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    return [{h: text_of(c) for h, c in zip(sheet.headers, row, strict=True) if text_of(c)} for row in sheet.rows]


def _document(pack: dict[str, str], sheet: Sheet) -> Sheet:
    """The framework as a Document, so that every finding can name it."""
    note = f"Version: {pack.get('version', '')}. Licence: {pack.get('licence', '')}"
    row = {
        "id": pack.get("id", ""), "kind": "source", "title": pack.get("framework", ""), "note": note,
        "publisher": pack.get("publisher", ""), "published": pack.get("published", ""), "url": pack.get("url", ""),
        "scheme": "clause",
    }  # fmt: skip
    return _sheet("Documents", row, sheet)


def _rules(clauses: dict[int, dict[str, str]], pack: dict[str, str], at: Sheet) -> Iterator[Sheet]:
    """The clauses that `handoffs` and `walk --everyone` check, as rules with the codes of what breaks them."""
    headers = ("id", "kind", "words", "checks", "stated_in", "locator")
    found = {n: (row, codes) for n, row in clauses.items() if (codes := _codes(row.get("checked_by", "")))}
    rows: list[list[Raw]] = [
        [_rule_id(pack, row), "rule", row.get("says", ""), "; ".join(codes),
         pack.get("id", ""), row.get("clause", "")]
        for row, codes in found.values()
    ]  # fmt: skip
    if rows:
        yield Sheet("Reported", headers, rows, tuple(found), ("",) * len(headers), at.header_row)


def _rule_id(pack: dict[str, str], clause: dict[str, str]) -> str:
    return f"{pack.get('id', '')}/{_UNFIT.sub('-', clause.get('clause', ''))}"


def _codes(checked_by: str) -> list[str]:
    """The codes that are named in brackets after `handoffs`; people who reach nobody, for `walk --everyone`."""
    named = re.search(r"\bhandoffs \(([^)]*)\)", checked_by)
    found = [code.strip() for code in named[1].split(",")] if named else []
    return [*filter(None, found), *(["unreached"] if "walk --everyone" in checked_by else [])]


def _sheet(name: str, row: dict[str, str], at: Sheet) -> Sheet:
    told = {header: value for header, value in row.items() if value}
    return Sheet(name, tuple(told), [list(told.values())], at.numbers[:1], ("",) * len(told), at.header_row)


def _requirements(sheet: Sheet, pack: dict[str, str]) -> Sheet:
    """Each requirement with the clause in `locator`, and framework and clause in `basis`."""
    headers = tuple("locator" if header == "clause" else header for header in sheet.headers)
    more = [header for header in ("stated_in", "basis") if header not in headers]
    at = sheet.headers.index("clause") if "clause" in sheet.headers else None
    rows: list[list[Raw]] = []
    for cells in sheet.rows:
        clause = text_of(cells[at]) if at is not None else ""
        values = {"stated_in": pack.get("id", ""), "basis": f"{pack.get('framework', '')}, {clause}"}
        rows.append([*cells, *(values[header] for header in more)])
    return dataclasses.replace(sheet, headers=(*headers, *more), rows=rows, letters=("",) * (len(headers) + len(more)))


def _stated(sheet: Sheet, pack: dict[str, str]) -> Sheet:
    if "stated_in" in sheet.headers:
        return sheet
    rows = [[*cells, pack.get("id", "")] for cells in sheet.rows]
    return dataclasses.replace(sheet, headers=(*sheet.headers, "stated_in"), rows=rows, letters=(*sheet.letters, ""))


def _pack_problems(pack: dict[str, str], file: str, row: int) -> list[Problem]:
    missing = [name for name in _WANTED if name not in pack]
    wanted = f"the pack says no {', '.join(missing)}."
    return [Problem("PG158", wanted, _FORM, file=file, sheet="Pack", row=row)] if missing else []


def _clause_problems(clauses: dict[int, dict[str, str]], by_name: dict[str, Sheet], file: str) -> list[Problem]:
    """Say which clauses leave open whether they are checked, and which requirements name no clause that is listed."""
    found = [
        Problem("PG158", told, hint, file=file, sheet="Clauses", row=n)
        for n, row in clauses.items()
        for told, hint in _wrong_clause(row)
    ]
    known = {row.get("clause") for row in clauses.values()}
    sheet = by_name.get("Requirements")
    for number, row in zip(sheet.numbers, _rows(sheet), strict=True) if sheet else ():
        if row.get("clause") not in known:
            message = f"requirement '{row.get('id', '')}' names no clause that is listed."
            hint = "Fill in clause, and list it in Clauses."
            found.append(Problem("PG158", message, hint, file=file, sheet="Requirements", row=number))
    return found


def _wrong_clause(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Say what a clause lacks, and what to do."""
    name = f"clause '{row.get('clause', '')}'"
    lacks = [key for key in ("clause", "says") if not row.get(key)]
    if lacks:
        yield f"a clause has no {' and no '.join(lacks)}.", "Give its number in the framework, and what it says."
    if "checked_by" not in row and "why_not" not in row:
        yield f"{name} says neither checked_by nor why_not.", "Say which requirement checks it, or why nothing can."
    if "checked_by" in row and "why_not" in row:
        yield f"{name} says both checked_by and why_not.", "Keep the one that is true."


def _remarks(clauses: dict[int, dict[str, str]], pack: dict[str, str], file: str) -> list[Problem]:
    told = []
    for number, row in clauses.items():
        if "why_not" in row:
            message = f"{pack.get('id', '')}, {row.get('clause', '')} is not checked: {row['why_not']}"
            told.append(Problem("PG159", message, file=file, sheet="Clauses", row=number))
    return told
