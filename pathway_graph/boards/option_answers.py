"""Answer what planned changes would do: files of services opened, closed, merged and contracts let, beside today."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.duplicates import Duplicate, duplicates
from pathway_graph.analysis.english import day_in_words
from pathway_graph.analysis.gaps import GapFinding, gaps, percent
from pathway_graph.analysis.landscape import Date, Landscape
from pathway_graph.analysis.standing import Standings
from pathway_graph.answers.findings import Findings, limits
from pathway_graph.answers.lasting import horizon
from pathway_graph.errors import InputProblems, Problem
from pathway_graph.questions import asking
from pathway_graph.storage.ledger import UPDATE, Change
from pathway_graph.storage.overlay import overlaid
from pathway_graph.values import canonical

if TYPE_CHECKING:
    from pathway_graph.storage.drafting import Draft
    from pathway_graph.storage.ledger import Ledger
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "compare", "drafted_option"]

COLUMNS = ("option", "change", "id", "name", "before", "after", "people", "annual_value", "title")
_EVERYTHING = 1_000_000_000
_MOST = 10
_UNMET = ("gap", "planned")


def compare(
    workspace: Workspace, files: Sequence[str | os.PathLike[str]], *, on: datetime.date | None = None
) -> Findings:
    """Compare options with what is there: gaps opened and closed, duplicates removed and added, value a year.

    Each file is read and checked as `load` would, and nothing is written. `on`: the day that is looked at; else the
    first on which all that any option changes has begun or ended, as far as days are stated. Raises InputProblems with
    all that is wrong with a file. Cost: that of `gaps` and `duplicates` for each.
    """
    base = snapshot.landscape(workspace.read)
    options = [(name, _option(workspace, Path(file))) for name, file in zip(_names(files), files, strict=True)]
    today = workspace.as_of.toordinal()
    day = on.toordinal() if on else max([today, *(_settled(base, land) for _, land in options)])
    months = horizon(workspace)
    was = _Seen(base, day, months)
    seen = [(name, _Seen(land, day, months)) for name, land in options]
    rows = [row for name, each in seen for row in _changes(name, was, each)]
    table = [_counted(name, was, each, [row for row in rows if row["option"] == name]) for name, each in seen]
    as_it_is = {"name": "as it is", **was.counted()}
    return Findings(
        "compare", tuple(rows), COLUMNS, asking.about(workspace), datetime.date.fromordinal(day), key="changes",
        parameters={"options": [name for name, _ in seen], "on": datetime.date.fromordinal(day).isoformat()},
        counts={"options": len(seen), "changes": len(rows)},
        title=f"Options beside what is there, on {day_in_words(day)}.",
        sentences=tuple(_sentences(as_it_is, table, rows)), more={"today": as_it_is, "options": table},
    )  # fmt: skip


def _names(files: Sequence[str | os.PathLike[str]]) -> list[str]:
    names = [Path(file).stem for file in files]
    return [Path(file).name if names.count(name) > 1 else name for name, file in zip(names, files, strict=True)]


def _option(workspace: Workspace, file: Path) -> Landscape:
    """Read a file as a load would, and give the landscape with it; PG744 where it would change nothing."""
    draft = drafted_option(workspace.ledger, file)
    if not draft.net:
        text = "it would change nothing: everything in it counts already."
        raise InputProblems(Problem("PG744", text, "Write what is to be otherwise.", file=str(file)))
    return snapshot.landscape(overlaid(workspace.read, draft.net))


def drafted_option(ledger: Ledger, file: Path) -> Draft:
    """Draft what a file states as if it were typed over what counts: field by field, new rows added, none taken away.

    Raises InputProblems as a load of the file would.
    """
    from pathway_graph.registry import read_batch
    from pathway_graph.storage.drafting import draft_changes, draft_load, plain_references
    from pathway_graph.storage.validation import resolve

    batch = read_batch(file, source=f"option {file.stem}")
    if batch.problems:
        draft_load(ledger, batch)
    known = {(label, id) for label, id in ledger.rows("SELECT label, id FROM merged WHERE field = 'id'")}
    batch = resolve(plain_references(batch), known)
    seq = ledger.head()[0] + 1
    changes = []
    for record in batch.records:
        new = (record.label, record.id) not in known
        source = batch.source if new else UPDATE
        stated = {"id": record.id, **record.facts} if new else record.facts
        for field, value in sorted(stated.items()):
            if value is not None:
                where = str(record.cells.get(field, record.row))
                changes.append(Change(source, record.label, record.id, field, None, canonical(value), where, seq))
    return draft_changes(ledger, "update", batch, sorted(changes), {})


def _settled(base: Landscape, option: Landscape) -> int:
    """Give the first day on which all that differs has begun and ended, as far as it is stated."""
    days = [0]
    for name, dates in (
        ("services", ("opens", "closes")), ("provisions", ("opens", "closes")), ("requirements", ("opens", "closes")),
        ("contracts", ("starts",)),
    ):  # fmt: skip
        known = {row.id: row for row in getattr(base, name)}
        for row in getattr(option, name):
            before = known.get(row.id)
            for field in dates:
                date: Date = getattr(row, field)
                if date.latest is not None and (before is None or getattr(before, field) != date):
                    days.append(date.latest + (field == "closes"))
    return max(days)


class _Seen:
    """A landscape on the day: its gaps by requirement, its duplicates by key, its value."""

    def __init__(self, landscape: Landscape, day: int, months: int) -> None:
        self.landscape = landscape
        found = gaps(landscape, day, months)
        self.required = {judged.requirement.id: judged.requirement.name for judged in found.judged}
        self.worst: dict[str, GapFinding] = {f.requirement.id: f for f in found.findings if f.worst}
        told = duplicates(landscape, day, listed=_EVERYTHING)
        self.doubled: dict[tuple[str, ...], Duplicate] = {f.key: f for f in told.findings if not f.later}
        self.value, self.unpriced = _value(landscape, day)

    def unmet(self, requirement: str) -> float | None:
        """The share of a requirement that nobody meets; None where it is not asked on the day."""
        if requirement not in self.required:
            return None
        finding = self.worst.get(requirement)
        return round(sum(finding.shares.get(level, 0.0) for level in _UNMET), 6) if finding else 0.0

    def counted(self) -> dict[str, Any]:
        return {
            "requirements": len(self.required), "with_gap": sum(bool(self.unmet(id)) for id in self.required),
            "duplicates": len(self.doubled), "annual_value": self.value, "without_value": self.unpriced,
        }  # fmt: skip


def _value(landscape: Landscape, day: int) -> tuple[float, int]:
    """Add up what the services cost a year that may be open on the day, and count those that state no value."""
    standings = Standings(landscape, day)
    open_ = {row.service for row in landscape.provisions if all(c.most for part in standings.times(row) for c in part)}
    values = [row.annual_value for row in landscape.services if row.id in open_]
    return sum(value for value in values if value is not None), sum(value is None for value in values)


def _changes(name: str, was: _Seen, now: _Seen) -> Iterator[dict[str, Any]]:
    for id in sorted({*was.required, *now.required}):
        before, after = was.unmet(id), now.unmet(id)
        if before == after or not (before or after):
            continue
        less = (after or 0.0) < (before or 0.0)
        ended = not (after if less else before)
        word = ("closed" if ended else "smaller") if less else ("opened" if ended else "larger")
        finding = (was if less else now).worst[id]
        yield {
            "option": name, "change": f"gap {word}", "id": id, "name": now.required.get(id) or was.required[id],
            "before": before, "after": after, "people": finding.people, "annual_value": None, "title": finding.title,
        }  # fmt: skip
    for sides, word in (((was, now), "removed"), ((now, was), "added")):
        for key in sorted(sides[0].doubled.keys() - sides[1].doubled.keys()):
            pair = sides[0].doubled[key]
            yield {
                "option": name, "change": f"duplicate {word}", "id": f"{pair.a.service}+{pair.b.service}",
                "name": pair.function, "before": word == "removed", "after": word == "added", "people": None,
                "annual_value": pair.annual_value, "title": pair.title,
            }  # fmt: skip


def _counted(name: str, was: _Seen, now: _Seen, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    kinds = ("gap closed", "gap smaller", "gap larger", "gap opened", "duplicate removed", "duplicate added")
    changes = {kind.replace(" ", "s_"): sum(row["change"] == kind for row in rows) for kind in kinds}
    return {"name": name, **now.counted(), **changes, "value_more": now.value - was.value}


_HEAD = ("", "gaps", "closed", "opened", "duplicates", "removed", "added", "value a year")


def _sentences(
    today: Mapping[str, Any], table: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    def line(row: Mapping[str, Any]) -> tuple[str, ...]:
        told = [row.get(key) for key in ("gaps_closed", "gaps_opened", "duplicates_removed", "duplicates_added")]
        closed, opened, removed, added = ("-" if value is None else str(value) for value in told)
        value = f"£{row['annual_value']:,.0f}" + (f" ({row['without_value']} unknown)" if row["without_value"] else "")
        return (row["name"], f"{row['with_gap']} of {row['requirements']}", closed, opened, str(row["duplicates"]),
                removed, added, value)  # fmt: skip

    lines = [_HEAD, line(today), *map(line, table)]
    widths = [max(len(cells[n]) for cells in lines) for n in range(len(_HEAD))]
    yield ""
    for cells in lines:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
    for option in table:
        mine = [row for row in rows if row["option"] == option["name"]]
        more = option["value_more"]
        cost = f", for £{abs(more):,.0f} a year {'more' if more > 0 else 'less'}" if more else ""
        yield ""
        yield f"{option['name']}{cost}:"
        yield from (f"  {_said(row)}" for row in mine[:_MOST])
        yield from (f"  {text}" for text in limits(_MOST, len(mine), "changes"))
        if not mine:
            yield "  No gap and no duplicate changes."


def _said(row: Mapping[str, Any]) -> str:
    told = f"{'It was' if row['change'].endswith(_LESS) else 'It would be'}: {row['title']}"
    if row["change"].startswith("duplicate"):
        return f"{row['change'].capitalize()}. {told}"
    shares = " to ".join("not asked" if share is None else percent(share) for share in (row["before"], row["after"]))
    return f"{row['change'].capitalize()}, {row['name']}: unmet {shares}. {told}"


_LESS = ("closed", "smaller", "removed")
