"""Rename the sheets and headings of a foreign file, as a map file says."""

from __future__ import annotations

import dataclasses
import pathlib
from typing import Any

import yaml

from pathway_graph.errors import InputProblems, Problem, near_miss
from pathway_graph.model import FIELDS, SHEETS, label_of_sheet

from .sheets import Sheet, Sheets

__all__ = ["mapped"]

_FORM = (
    "Write `SHEET IN THE FILE: {sheet: Services, columns: {HEADING IN THE FILE: field}}`; both parts may be left out."
)


def mapped(sheets: Sheets, path: pathlib.Path) -> Sheets:
    """Give the sheets under the names that the map says.

    The map is YAML: the name of a sheet in the file (or `*` for every sheet) -> `sheet`, its name in the model, and
    `columns`, heading in the file -> field. Raises InputProblems (PG157) for a map that cannot be read, and for names
    that neither the file nor the model has.
    """
    rules = _rules(path)
    known = {sheet.name for sheet in sheets.sheets} | {"*"}
    unknown = [name for name in rules if name not in known]
    problems = [_problem(path, f"the file has no sheet '{name}'.", near_miss(name, known)) for name in unknown]
    renamed = []
    for sheet in sheets.sheets:
        rule = {**rules.get("*", {}), **rules.get(sheet.name, {})}
        renamed.append(_renamed(sheet, rule, path, problems))
    if problems:
        raise InputProblems(*problems)
    return dataclasses.replace(sheets, sheets=tuple(renamed))


def _rules(path: pathlib.Path) -> dict[str, dict[str, Any]]:
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputProblems(_problem(path, f"the map cannot be read: {error.strerror}.", "Correct the path.")) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputProblems(_problem(path, f"the map is no YAML: {str(error).splitlines()[0]}.", _FORM)) from None
    sound = isinstance(read, dict) and all(
        isinstance(name, str)
        and isinstance(rule, dict)
        and set(rule) <= {"sheet", "columns"}
        and isinstance(rule.get("columns", {}), dict)
        for name, rule in read.items()
    )
    if not sound:
        raise InputProblems(_problem(path, "the map does not say which sheets and columns are meant.", _FORM))
    return dict(read)


def _problem(path: pathlib.Path, message: str, hint: str) -> Problem:
    return Problem("PG157", message, hint or _FORM, file=path.name)


def _renamed(sheet: Sheet, rule: dict[str, Any], path: pathlib.Path, problems: list[Problem]) -> Sheet:
    name = str(rule.get("sheet", sheet.name))
    label = label_of_sheet(name)
    if "sheet" in rule and label is None:
        problems.append(_problem(path, f"no sheet of the model is called '{name}'.", near_miss(name, SHEETS.values())))
    columns = {str(heading): str(field) for heading, field in rule.get("columns", {}).items()}
    fields = {**FIELDS["Provision"], **FIELDS[label]} if label == "Service" else FIELDS.get(label or "", {})
    for heading, field in columns.items():
        if heading not in sheet.headers:
            hint = near_miss(heading, sheet.headers)
            problems.append(_problem(path, f"the sheet '{sheet.name}' has no heading '{heading}'.", hint))
        elif label and field not in fields and not field.endswith(("stated_in", "locator")):
            problems.append(_problem(path, f"{name} has no field '{field}'.", near_miss(field, fields)))
    return dataclasses.replace(sheet, name=name, headers=tuple(columns.get(h.strip(), h) for h in sheet.headers))
