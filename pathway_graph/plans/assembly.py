"""Build the scheduling engine's plan from what is stored: programmes, milestones, what they wait for, calendars."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from pathway_graph.analysis.scheduling import (
    Activity,
    Calendar,
    Constraint,
    Event,
    Lag,
    Link,
    Plan,
    Programme,
    Promise,
    standard,
)
from pathway_graph.analysis.scheduling.plan import LinkKind
from pathway_graph.storage.memberships import NO_PROGRAMME, memberships

from .plan_columns import PlanColumns, Read, Row, plan_columns
from .plan_values import calendar, duration, lag, when

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["Planned", "division", "planned", "planned_from", "planned_of"]

_BUILT_IN = ("standard", "weekdays")
_NOUN = ("dependency", "dependencies")
_CONSTRAINTS = ("constraint", "second_constraint")
_FROM_FINISH: dict[LinkKind, LinkKind] = {"fs": "fs", "ss": "fs", "ff": "ff", "sf": "ff"}


@dataclasses.dataclass(frozen=True, slots=True)
class Planned:
    """A plan as the engine takes it, and the way back from its ids to what is stored.

    `rows`: id in the plan -> (label, id) where it is no Milestone of that very id (promises and events). `opens` and
    `ends` say which services and contracts hang on a milestone; `ranges` hold least, likely and most minutes where a
    duration is a range. `assumptions` are sentences.
    """

    plan: Plan
    columns: PlanColumns
    rows: Mapping[str, tuple[str, str]]
    opens: Mapping[str, tuple[str, ...]]
    ends: Mapping[str, tuple[str, ...]]
    ranges: Mapping[str, tuple[int, int, int]]
    assumptions: tuple[str, ...]

    def shown(self, id: str) -> str:
        """Give the id of the row behind an id of the plan: several promises may stand for one Dependency."""
        label, own = self.rows.get(id, ("", id))
        return own if label == "Dependency" else id

    def stored(self, id: str) -> tuple[str, str]:
        """Give the label and the id of the row behind an id of the plan."""
        return self.rows.get(id, ("Milestone", id))


def planned(workspace: Workspace) -> Planned:
    """Read the plans of a workspace. Raises InputProblems (PG700) for a calendar that cannot be read."""
    return planned_from(workspace.read, division(workspace))


def planned_from(read: Read, division: str) -> Planned:
    """Read the plans of a graph; `division` is whose bank holidays are off. Raises InputProblems as `planned` does."""
    return planned_of(plan_columns(read), division)


def planned_of(columns: PlanColumns, division: str) -> Planned:
    """Build plans from rows as they are stored; `division` is whose bank holidays are off where nothing is said."""
    return _Builder(columns, division).build()


def division(workspace: Workspace) -> str:
    """Whose bank holidays are off in a workspace: the setting `division`."""
    return workspace.settings.get("division", "england-and-wales")


class _Builder:
    def __init__(self, columns: PlanColumns, division: str) -> None:
        self.columns = columns
        self.nodes = columns.nodes
        self.milestones = {row["id"]: row for row in self.nodes["Milestone"]}
        self.assumptions: list[str] = []
        self.rows: dict[str, tuple[str, str]] = {}
        self.above = columns.to("Milestone PART_OF Milestone")
        stated = {row["id"]: calendar(row, division) for row in self.nodes["Calendar"]}
        self.calendars: dict[str, Calendar] = {
            "standard": standard(division), "weekdays": standard("", id="weekdays"), **stated,
        }  # fmt: skip
        silent = [row["id"] for row in self.nodes["Calendar"] if not row["holidays"] and row["id"] != "weekdays"]
        self._assume(silent, f"{{}} {{says}} nothing of bank holidays: those of {division} are off", "calendar")

    def build(self) -> Planned:
        programmes = self._programmes()
        of, sentences = memberships(self.columns)
        self.assumptions += sentences
        if NO_PROGRAMME in of.values():
            programmes[NO_PROGRAMME] = Programme(NO_PROGRAMME, "no programme")
        self.per_day = self._days_of(programmes, of)
        activities = tuple(self._activity(row, of[row["id"]]) for row in self.nodes["Milestone"])
        waits = self._waits()
        named = {*(row.calendar for row in programmes.values()), *(row.calendar for row in activities)}
        used = tuple(each for id, each in self.calendars.items() if id in named or id not in _BUILT_IN)
        return Planned(
            Plan(
                tuple(programmes.values()), activities, tuple(waits.links), used, tuple(waits.events.values()),
                tuple(waits.promises),
            ),
            self.columns, self.rows,
            self.columns.to("Milestone MOBILISES Service"), self.columns.to("Milestone ENDS Contract"),
            self._ranges(), tuple(self.assumptions),
        )  # fmt: skip

    def _assume(self, ids: Iterable[str], text: str, noun: str, plural: str = "") -> None:
        """Say something once for all rows that it is true of, naming the first few."""
        found = sorted(ids)
        if found:
            few = f"{', '.join(found[:3])}{f' and {len(found) - 3} more' if len(found) > 3 else ''}"
            one = len(found) == 1
            named = f"{noun if one else plural or noun + 's'} {few}"
            self.assumptions.append(f"{text.format(named, says='says' if one else 'say').capitalize()}.")

    def _programmes(self) -> dict[str, Programme]:
        uses = self.columns.to("Programme USES Calendar")
        inside = self.columns.to("Programme INCLUDES Workstream")
        starts = {row["id"]: when(row, "starts") for row in self.nodes["Workstream"]}
        return {
            row["id"]: Programme(
                row["id"], row["name"] or "", when(row, "starts"),
                tuple(found for id in inside.get(row["id"], ()) if (found := starts.get(id))),
                when(row, "status_date"), uses.get(row["id"], ("standard",))[0], row["convention"] or "msproject",
                Fraction(str(row["critical_float"] or 0)), row["lag_calendar"] or "", row["float_measure"] or "",
                when(row, "must_finish"), bool(row["honours_late"]),
            )
            for row in self.nodes["Programme"]
        }  # fmt: skip

    def _days_of(self, programmes: Mapping[str, Programme], of: Mapping[str, str]) -> dict[str, int]:
        """Say for each milestone what a day of its durations stands for, in minutes."""
        self.uses = {id: found[0] for id, found in self.columns.to("Milestone USES Calendar").items()}
        return {
            id: self.calendars[self.uses.get(id) or programmes[of[id]].calendar].minutes_per_day
            for id in self.milestones
        }

    def _activity(self, row: Row, programme: str) -> Activity:
        id = row["id"]
        left = duration(row, "remaining_duration", self.per_day[id])
        done = row.get("percent_complete")
        return Activity(
            id, programme, row["name"] or "", duration(row, "duration", self.per_day[id]),
            left.minutes if left else None, None if done is None else Fraction(str(done)), self.uses.get(id, ""),
            self.above.get(id, ("",))[0], when(row, "planned_start"), when(row, "planned_finish"),
            when(row, "actual_start"), when(row, "actual_finish"), when(row, "baseline_start"),
            when(row, "baseline_finish"), self._constraints(row), when(row, "deadline"),
            bool(row.get("manual")), not row.get("inactive"), row.get("resources"), row.get("source_id") or "",
            when(row, "resumes"),
        )  # fmt: skip

    def _constraints(self, row: Row) -> tuple[Constraint, ...]:
        found = []
        for name in _CONSTRAINTS:
            kind = row.get(name)
            on = when(row, f"{name}_on") if kind else None
            if kind == "alap":
                found.append(Constraint("alap"))
            elif kind not in (None, "asap"):
                if on is None:
                    self._assume([row["id"]], f"{{}} has a {kind} whose date is not known: it is not used", "milestone")
                else:
                    found.append(Constraint(kind, on))
        return tuple(found)

    def _ranges(self) -> dict[str, tuple[int, int, int]]:
        found = {}
        for id, row in self.milestones.items():
            if row["duration_low_amount"] is None and row["duration_high_amount"] is None:
                continue
            least, likely, most = (
                duration(row, name, self.per_day[id]) for name in ("duration_low", "duration", "duration_high")
            )
            if likely and (least or most):
                found[id] = ((least or likely).minutes, likely.minutes, (most or likely).minutes)
        return found

    def _waits(self) -> _Waits:
        waits = _Waits(self)
        for row in self.nodes["Dependency"]:
            waits.add(row)
        self._assume(waits.refused, "{} {says} that it is refused: what it blocks rests on an unknown date", *_NOUN)
        self._assume(waits.met, "{} {says} that it is met: it holds nothing", *_NOUN)
        return waits


class _Waits:
    """Turn dependencies into links, events and promises, one for each pair of ends."""

    def __init__(self, builder: _Builder) -> None:
        columns = builder.columns
        self.builder = builder
        self.blocks = columns.to("Dependency BLOCKS Milestone")
        self.needs = {label: columns.to(f"Dependency NEEDS {label}") for label in ("Milestone", "Contract", "Service")}
        self.mobilisers = columns.back("Milestone MOBILISES Service")
        self.stated = {label: {row["id"]: row for row in columns.nodes[label]} for label in ("Contract", "Service")}
        self.links: list[Link] = []
        self.events: dict[str, Event] = {}
        self.promises: list[Promise] = []
        self.met: list[str] = []
        self.refused: list[str] = []

    def add(self, row: Row) -> None:
        id = row["id"]
        needs = {label: found[id] for label, found in self.needs.items() if id in found}
        if needs and row.get("status") == "met":
            self.met.append(id)
            return
        kind: LinkKind = row.get("kind") or "fs"
        for target in self.blocks.get(id, ()):
            delay = lag(row, self.builder.per_day[target])
            for source in needs.get("Milestone", ()):
                self.links.append(Link(source, target, kind, delay, id))
            for label in ("Contract", "Service"):
                for source in needs.get(label, ()):
                    self._event(label, source, target, row, delay)
            if not needs:
                self._promise(row, target, delay)

    def _unused(self, id: str, label: str) -> str:
        """Give an id that nothing else of the plan has."""
        taken = id in self.builder.milestones or self.builder.rows.get(id, (label, id)) != (label, id)
        return f"{label}#{id}" if taken else id

    def _event(self, label: str, id: str, target: str, row: Row, delay: Lag) -> None:
        stated = self.stated[label][id]
        at = when(stated, "starts" if label == "Contract" else "opens")
        openers = self.mobilisers.get(id, ()) if label == "Service" and at is None else ()
        kind: LinkKind = row["kind"] or "fs"
        if len(openers) > 1:
            self.links += [Link(opener, target, _FROM_FINISH[kind], delay, row["id"]) for opener in openers]
            return
        name = self._unused(id, label)
        self.builder.rows[name] = (label, id)
        self.events[name] = Event(name, stated["name"] or "", at, openers[0] if openers else "")
        self.links.append(Link(name, target, kind, delay, row["id"]))

    def _promise(self, row: Row, target: str, delay: Lag) -> None:
        id = row["id"]
        kind: LinkKind = row["kind"] or "fs"
        several = len(self.blocks[id]) > 1
        refused = row["status"] == "refused"
        if refused and id not in self.refused:
            self.refused.append(id)
        promised = None if refused else when(row, "promised")
        undated = promised is None and row["status"] != "met"
        name = self._unused(f"{id}@{target}" if several and not undated else id, "Dependency")
        self.builder.rows[name] = ("Dependency", id)
        if undated:  # one event for all that it blocks, so that it is told once
            self.events[name] = Event(name, row["name"] or "")
            self.links.append(Link(name, target, kind, delay, id))
            return
        self.promises.append(Promise(name, target, kind, delay, promised, row["status"] == "met", row["name"] or ""))
