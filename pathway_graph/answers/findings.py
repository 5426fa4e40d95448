"""Give findings their common shape: ids that last, boxes, severity, filters, and the lines that people read."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.boxes import AREAS, NEEDS, Box
from pathway_graph.analysis.phrases import joined
from pathway_graph.errors import Problem, Usage, near_miss
from pathway_graph.results import Result
from pathway_graph.values import canonical

if TYPE_CHECKING:
    from pathway_graph.analysis.coverage import Coverage
    from pathway_graph.analysis.landscape import Landscape
    from pathway_graph.analysis.space import Values
    from pathway_graph.storage.ledger import Ledger

__all__ = [
    "SEVERITIES", "Filter", "Findings", "at_or_above", "box_of", "finding_id", "iso", "limits", "sources_line",
]  # fmt: skip

SEVERITIES = ("high", "medium", "low")
"""From the most to the least severe."""


@dataclasses.dataclass(frozen=True, slots=True)
class Findings(Result):
    """The answer of a command that gives findings: as text it is sentences, as CSV and JSON it is rows."""

    def to_text(self, columns: int = 100) -> str:
        """Write the sentences for a terminal `columns` wide; a line's indent is kept where it is wrapped."""
        return "\n".join(line for told in (self.title, *self.sentences) for line in _wrapped(told, columns))


def _wrapped(line: str, columns: int) -> list[str]:
    plain = "".join(c if c.isprintable() else f"<{ord(c):04x}>" for c in line)
    indent = " " * (len(plain) - len(plain.lstrip(" ")) + 2)
    return textwrap.wrap(plain, max(columns, 20), subsequent_indent=indent, break_on_hyphens=False) or [""]


def finding_id(key: Sequence[str]) -> str:
    """Make the id of a finding from what makes it the same one next month: its kind and its key.

    >>> finding_id(("gap", "r1", "gap"))
    'gap-3edf041da454'
    """
    return f"{key[0]}-{hashlib.sha256(canonical(list(key)).encode()).hexdigest()[:12]}"


def at_or_above(findings: Iterable[Mapping[str, Any]], least: str | None) -> bool:
    """True if a finding is as severe as `least` (high, medium, low), and nobody has accepted it; None asks nothing."""
    wanted = SEVERITIES[: SEVERITIES.index(least) + 1] if least else ()
    return bool(wanted) and any(
        finding["severity"] in wanted and finding["state"] != "accepted" for finding in findings
    )


def iso(day: int | None) -> str | None:
    """Write a day as ISO text."""
    return None if day is None else datetime.date.fromordinal(day).isoformat()


def box_of(values: Values, words: str, dates: tuple[int | None, int | None] | None = None) -> dict[str, Any]:
    """Write a box as JSON tells it (docs/findings.md). `dates`: from, until (exclusive); None: not worked out, and then
    named among what is not tested."""
    untested = list(values.not_tested)
    return {
        "areas": list(values.areas), "needs": list(values.needs), "groups": list(values.groups),
        "ages": [list(pair) for pair in values.ages], "steps": [list(pair) for pair in values.steps],
        "minutes": [list(pair) for pair in values.minutes],
        "dates": {"from": iso(dates[0]), "until": iso(dates[1])} if dates else {"from": None, "until": None},
        "not_tested": untested if dates else [*untested, "dates"], "words": words,
    }  # fmt: skip


def sources_line(because: Iterable[Mapping[str, Any]], title: Any) -> str:
    """Say in one line where the facts are stated: documents with their places; cells where no document is named.

    `title` gives the title of a document by its id.
    """
    places: dict[str, list[str]] = {}
    cells: dict[str, list[str]] = {}
    for entry in because:
        if entry["document"]:
            places.setdefault(entry["document"], []).append(entry["locator"] or "")
        elif entry["value"] is not None and entry["file"]:
            cells.setdefault(entry["file"], []).append(entry["cell"])
    told = [
        f"{title(document)}{', ' if any(found) else ''}{joined(list(dict.fromkeys(filter(None, found))))}"
        for document, found in places.items()
    ]
    told += [f"{file}, {joined(list(dict.fromkeys(found))[:3])}" for file, found in cells.items()]
    return "; ".join(told)


def limits(shown: int, whole: int, what: str) -> list[str]:
    """Say how many are not shown, if any, and how to see them."""
    return [f"and {whole - shown} more {what}: --json or --csv lists them all."] if whole > shown else []


@dataclasses.dataclass(frozen=True, slots=True)
class Filter:
    """What findings are cut down to: an area or need (with what lies below and above it), a function or any below it,
    a provider's services. None: everything."""

    area: str | None = None
    need: str | None = None
    function: str | None = None
    provider: str | None = None

    def parameters(self) -> dict[str, str]:
        """The ones that are set, by name."""
        return {name: value for name, value in dataclasses.asdict(self).items() if value is not None}

    def check(self, landscape: Landscape, ledger: Ledger) -> None:
        """Raise Usage, naming what is near, where an id is not there."""
        providers = ledger.rows("SELECT id FROM merged WHERE label = 'Organisation' AND field = 'id'")
        known = {
            "area": {row.id for row in landscape.areas}, "need": {row.id for row in landscape.needs},
            "function": {row.id for row in landscape.functions}, "provider": {id for (id,) in providers},
        }  # fmt: skip
        for name, value in self.parameters().items():
            if value not in known[name]:
                hint = near_miss(value, known[name]) or f"Take the id of a row: {', '.join(sorted(known[name])[:5])}."
                raise Usage(Problem("PG909", f"--{name} '{value}': there is no such {name}.", hint, value=value))

    def functions(self, coverage: Coverage) -> frozenset[str] | None:
        """The functions that are meant; None: all."""
        if self.function is None:
            return None
        tree = coverage.candidates.functions
        return frozenset(key for key in tree.names if self.function in tree.above(key))

    def services(self, landscape: Landscape) -> frozenset[str] | None:
        """The services that are meant; None: all."""
        if self.provider is None:
            return None
        return frozenset(row.id for row in landscape.services if self.provider in row.providers)

    def meets(self, box: Box, coverage: Coverage) -> bool:
        """True if a box has something of the area and of the need."""
        if self.area is not None and not box[AREAS] & coverage.space.areas.masks[self.area]:
            return False
        return self.need is None or bool(box[NEEDS] & coverage.space.needs.masks[self.need])
