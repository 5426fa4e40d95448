"""Read the workbook's Settings: a few texts that say how its cells are meant."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from pathway_graph.errors import Problem, near_miss
from pathway_graph.fields import Field, Kind

from .sheets import Sheet, text_of

__all__ = ["SETTINGS", "SETTINGS_SHEET", "Setting", "read_settings", "reading_options"]

SETTINGS_SHEET = "Settings"


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """One key of the Settings sheet: what it means, and the kind of field as which it is read."""

    key: str
    doc: str
    field: Field


def _setting(key: str, kind: Kind, doc: str, choices: tuple[str, ...] = ()) -> Setting:
    return Setting(key, doc, Field(key, kind, doc, choices=choices))


SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        _setting("source", "text", "The name under which the facts are kept, also when the file is renamed."),
        _setting("data_date", "date", "The day for which the workbook speaks; questions are answered for it."),
        _setting("ranking", "words", "Sources, first the one that counts before the others; separated by ;."),
        _setting("office_hours", "hours", "What 'office hours' means here: Mon-Fri 09:00-17:00."),
        _setting("year_from", "whole", "The year of dates that have none, such as 'w/c 3 June'."),
        _setting(
            "division",
            "choice",
            "Whose bank holidays.",
            choices=("england-and-wales", "scotland", "northern-ireland", "none"),
        ),
        _setting("horizon_months", "whole", "Contracts that end within so many months put services at risk."),
        _setting("red_days", "number", "Milestones forecast later than due by more than so many working days are red."),
        _setting("amber_days", "number", "Milestones with no more than so many working days to spare are amber."),
    )
}
"""Key -> what it means."""


def read_settings(sheet: Sheet) -> tuple[dict[str, str], list[Problem]]:
    """Read the rows of a Settings sheet (columns key and value): key -> text, and remarks on unknown keys."""
    found: dict[str, str] = {}
    remarks: list[Problem] = []
    for number, key, value in _pairs(sheet):
        name = key.strip().casefold().replace(" ", "_")
        if name not in SETTINGS:
            at = Problem("PG127", f"no setting '{key}'; it is passed over.", file="", sheet=sheet.name, row=number)
            hint = near_miss(name, SETTINGS) or f"The settings are {', '.join(SETTINGS)}."
            remarks.append(dataclasses.replace(at, column=_letter(sheet, 0), value=key, hint=hint))
        elif value:
            found[name] = value
    return found, remarks


def reading_options(settings: Mapping[str, str]) -> dict[str, Any]:
    """Give what the settings say to the readers of cells: `year_from`, `office_hours`."""
    year, hours = settings.get("year_from", ""), settings.get("office_hours", "")
    found: dict[str, Any] = {"year_from": int(year)} if year.isdecimal() else {}
    return {**found, "office_hours": hours} if hours else found


def _letter(sheet: Sheet, index: int) -> str:
    return sheet.letters[index] if index < len(sheet.letters) else ""


def _pairs(sheet: Sheet) -> Iterator[tuple[int, str, str]]:
    rows = [(sheet.header_row, sheet.headers), *zip(sheet.numbers, sheet.rows, strict=True)]
    for number, row in rows:
        texts = [text_of(cell) for cell in row[:2]]
        if texts and texts[0] and texts[0].casefold() not in ("key", "setting"):
            yield number, texts[0], texts[1] if len(texts) > 1 else ""
