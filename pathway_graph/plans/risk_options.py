"""Read what a simulation is told beside the plan: ranges in percent, shapes, promises as ranges, drivers in common.

The file is YAML; docs/risk.md shows one. Everything that is wrong is told at once (PG741).
"""

from __future__ import annotations

import dataclasses
import datetime
import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pathway_graph.errors import InputProblems, Problem

__all__ = ["DriverOption", "PromiseOption", "RangeOption", "RiskOptions", "read_risk_options"]

SHAPES = ("triangular", "pert", "uniform")
_TOP = ("shape", "ranges", "promises", "drivers")
_WHO = ("milestones", "workstreams", "programmes", "providers")


@dataclasses.dataclass(frozen=True, slots=True)
class RangeOption:
    """A range in percent of the duration, for those named; `ids` by sort, all of them empty: every activity."""

    ids: Mapping[str, tuple[str, ...]]
    low: float
    high: float
    shape: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class PromiseOption:
    """When a dependency may be kept: three days."""

    id: str
    earliest: datetime.date
    likely: datetime.date
    latest: datetime.date
    shape: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class DriverOption:
    """What activities hang on together, and in what share of runs (0 to 100) it rules them."""

    name: str
    share: float
    ids: Mapping[str, tuple[str, ...]]


@dataclasses.dataclass(frozen=True, slots=True)
class RiskOptions:
    """All of a file; `shape` for what names none itself."""

    shape: str = "triangular"
    ranges: tuple[RangeOption, ...] = ()
    promises: tuple[PromiseOption, ...] = ()
    drivers: tuple[DriverOption, ...] = ()


def read_risk_options(path: str | Path) -> RiskOptions:
    """Read a file of ranges; raises InputProblems (PG741) with all that is wrong."""
    import yaml

    file = str(path)
    try:
        found = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        problem = Problem("PG741", "there is no such file.", "docs/risk.md shows one.", file=file)
        raise InputProblems(problem) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        why = " ".join(str(error).split())
        problem = Problem("PG741", f"the file cannot be read ({why}).", "docs/risk.md shows one.", file=file)
        raise InputProblems(problem) from None
    reader = _Reader(file)
    options = reader.options(found if found is not None else {})
    if reader.problems:
        raise InputProblems(*reader.problems)
    return options


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, place: str, what: str, hint: str) -> None:
        self.problems.append(Problem("PG741", f"{place}: {what}", hint, file=self.file))

    def options(self, found: Any) -> RiskOptions:
        if not isinstance(found, dict):
            self.wrong("the file", "it has no 'ranges:', 'promises:' or 'drivers:'.", "docs/risk.md shows one.")
            return RiskOptions()
        self._keys("the file", found, _TOP)
        ranges = [self._range(place, row) for place, row in self._rows(found, "ranges")]
        promises = [self._promise(place, row) for place, row in self._rows(found, "promises")]
        drivers = [self._driver(place, row) for place, row in self._rows(found, "drivers")]
        names = [driver.name for driver in drivers if driver]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.wrong("drivers", f"'{name}' is there twice.", "Put its activities into one.")
        return RiskOptions(
            self._shape("the file", found) or "triangular", tuple(r for r in ranges if r),
            tuple(p for p in promises if p), tuple(d for d in drivers if d),
        )  # fmt: skip

    def _keys(self, place: str, row: Mapping[Any, Any], known: tuple[str, ...]) -> None:
        for key in row:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, 1)
                hint = f"Did you mean '{near[0]}'?" if near else f"Write one of: {', '.join(known)}."
                self.wrong(place, f"'{key}' means nothing here.", hint)

    def _rows(self, found: Mapping[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        rows = found.get(name) or []
        if not isinstance(rows, list):
            self.wrong(name, "it is no list.", f"Write each of the {name} with a '-' before it.")
            return
        for number, row in enumerate(rows, 1):
            place = f"{name}, {number}"
            if isinstance(row, dict):
                yield place, row
            else:
                self.wrong(place, f"'{row}' says too little.", "docs/risk.md shows one.")

    def _shape(self, place: str, row: Mapping[str, Any]) -> str:
        shape = row.get("shape")
        if shape is not None and shape not in SHAPES:
            self.wrong(place, f"'{shape}' is no shape.", f"Write one of: {', '.join(SHAPES)}.")
        return str(shape) if shape in SHAPES else ""

    def _percent(self, place: str, row: Mapping[str, Any], name: str) -> float | None:
        text = str(row.get(name, "")).strip().removesuffix("%").strip()
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not 0 <= value <= 10_000:
            self.wrong(place, f"{name} '{row.get(name, '')}' is no percentage.", f"Write {name}: 80%")
            return None
        return value

    def _ids(self, row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        found = {}
        for name in _WHO:
            told = row.get(name)
            if told is not None:
                found[name] = tuple(str(each) for each in (told if isinstance(told, list) else [told]))
        return found

    def _range(self, place: str, row: dict[str, Any]) -> RangeOption | None:
        self._keys(place, row, (*_WHO, "low", "high", "shape"))
        low, high = self._percent(place, row, "low"), self._percent(place, row, "high")
        if low is None or high is None:
            return None
        if not low <= 100 <= high:
            text = f"{low:g}% to {high:g}% does not hold the duration itself, which is 100%."
            self.wrong(place, text, "Write low at most 100% and high at least 100%.")
            return None
        return RangeOption(self._ids(row), low, high, self._shape(place, row))

    def _promise(self, place: str, row: dict[str, Any]) -> PromiseOption | None:
        self._keys(place, row, ("dependency", "earliest", "likely", "latest", "shape"))
        days = [self._day(place, row, name) for name in ("earliest", "likely", "latest")]
        if "dependency" not in row:
            self.wrong(place, "it names no dependency.", "Write dependency: ID")
            return None
        earliest, likely, latest = days
        if earliest is None or latest is None:
            return None
        likely = likely or earliest + (latest - earliest) // 2
        if not earliest <= likely <= latest:
            self.wrong(place, f"{earliest}, {likely}, {latest} are not in this order.", "Put the earliest day first.")
            return None
        shape = self._shape(place, row) or ("" if row.get("likely") else "uniform")
        return PromiseOption(str(row["dependency"]), earliest, likely, latest, shape)

    def _day(self, place: str, row: Mapping[str, Any], name: str) -> datetime.date | None:
        value = row.get(name)
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value
        if value is None and name == "likely":
            return None
        try:
            return datetime.date.fromisoformat(str(value))
        except ValueError:
            self.wrong(place, f"{name} '{value if value is not None else ''}' is no day.", f"Write {name}: 2018-10-19")
            return None

    def _driver(self, place: str, row: dict[str, Any]) -> DriverOption | None:
        self._keys(place, row, ("name", "share", *_WHO))
        share = self._percent(place, row, "share")
        ids = self._ids(row)
        if not ids:
            self.wrong(place, "it rules nothing.", f"Name one of: {', '.join(_WHO)}.")
        if not row.get("name"):
            self.wrong(place, "it has no name.", "Write name: Recruitment at ...")
        if share is not None and share > 100:
            self.wrong(place, f"share {share:g}% is more than all runs.", "Write share: 60%")
            return None
        if share is None or not ids or not row.get("name"):
            return None
        return DriverOption(str(row["name"]), share, ids)
