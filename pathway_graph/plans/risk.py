"""Simulate a plan whose durations and promises are ranges: how likely dates are, and what decides them how often."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.scheduling import Schedule, When
from pathway_graph.analysis.scheduling.calendars import DAY, Instant, date_time
from pathway_graph.analysis.scheduling.moments import finish_of
from pathway_graph.analysis.scheduling.progress import State
from pathway_graph.errors import InputProblems, Problem, near_miss

from .assembly import Planned
from .plan_columns import PlanColumns
from .plan_values import when
from .risk_options import DriverOption, RangeOption, RiskOptions

if TYPE_CHECKING:
    from pathway_graph.analysis.scheduling.draws import Driver
    from pathway_graph.analysis.scheduling.simulation import Outcome, Whole

__all__ = ["simulated"]

_PARTS = (50, 80, 90)


def simulated(
    result: Schedule, planned: Planned, target: str, runs: int, seed: int, options: RiskOptions | None = None
) -> dict[str, Any]:
    """Run the plan `runs` times with durations and promises drawn from their ranges.

    Activities that have begun keep what remains of them. `p50` is the first date that half of the runs keep, and so on;
    `criticality`: in what share of the runs a delay of an activity would delay the target; `board_dates`: the chance of
    each deadline, and of the target's promise; `services`: that of opening before a predecessor's contract ends;
    `varying`: how many activities vary, `of` how many to be done. Raises InputProblems: PG740 for ranges that do not
    hold the duration itself, PG742 for options that name what is not there or contradict each other.
    """
    return _Simulation(result, planned, options or RiskOptions()).told(target, runs, seed)


class _Simulation:
    def __init__(self, result: Schedule, planned: Planned, options: RiskOptions) -> None:
        self.result, self.planned, self.options = result, planned, options
        self.network = result.network
        self.problems: list[Problem] = []
        self.groups = _Groups(planned)
        self.open = [node for node in self.network.activities if self.network.state[node] == State.OPEN]
        self.activities = {row.id: row for row in planned.plan.activities}

    def told(self, target: str, runs: int, seed: int) -> dict[str, Any]:
        from pathway_graph.analysis.scheduling.simulation import Uncertain, simulate

        tables = {**self._durations(), **self._promises()}
        names = {n: self.groups.drawn_by(own) for n in tables if (own := self._promise_of(n))}
        drivers = self._drivers()
        if self.problems:
            raise InputProblems(*self.problems)
        node = self.result.node(target)
        due = self._board_dates(target)
        services = list(self._predecessors())
        watched = list(dict.fromkeys([node, *(row[0] for row in due), *(n for row in services for n in row[1])]))
        outcome = simulate(self.network, Uncertain(tables, drivers, names), watched, runs, seed, node)
        at = sorted(outcome.finish[node].tolist())
        kept = {f"p{part}": _iso(self._instant(node, at[-(-part * runs // 100) - 1])) for part in _PARTS}
        often = {self.network.ids[n]: count / runs for n, count in outcome.critical.items() if count}
        return {
            "runs": runs, "seed": seed, "varying": sum(n in tables for n in self.open), "of": len(self.open),
            "promises_varying": len(set(names.values())),
            **kept, "chance_of_forecast": self._chance(outcome, node, self.result.early.finish[node]),
            "criticality": {id: round(often[id], 4) for id in sorted(often) if id in self.network.index},
            "board_dates": [self._board_date(outcome, *row) for row in due],
            "services": [self._service(outcome, *row) for row in services],
            "drivers": [self._driver(driver, drivers, tables, names) for driver in self.options.drivers],
        }  # fmt: skip

    def _promise_of(self, node: int) -> str | None:
        """The dependency of whose promise a node is the day; None for all others."""
        if self.network.state[node] != State.EVENT:
            return None
        label, own = self.planned.stored(self.network.ids[node])
        return own if label == "Dependency" else None

    def _driver(
        self, option: DriverOption, drivers: Mapping[str, Driver], tables: Iterable[int], names: Mapping[int, str]
    ) -> dict[str, Any]:
        """Tell how many of the durations and promises that vary a driver rules."""
        ruled = {name for name, driver in drivers.items() if driver.name == option.name}
        durations = {self.network.ids[n] for n in tables if n not in names}
        return {"name": option.name, "share": option.share, "activities": len(ruled & durations),
                "promises": len(ruled.intersection(names.values()))}  # fmt: skip

    def _instant(self, node: int, work: int) -> Instant:
        """Give an instant in the spelling that the forecast has: the end of a day of work, or the start of the next."""
        clock, early = self.network.clock[node], self.result.early.finish[node]
        return clock.end(work) if early == clock.last_end(early) else clock.start(work)

    def _chance(self, outcome: Outcome, node: int, at: Instant) -> float:
        kept = outcome.finish[node] <= self.network.clock[node].work(at)
        return round(int(kept.sum()) / len(kept), 4)

    def _durations(self) -> dict[int, Whole]:
        """Give the values of each duration that is stated as a range, or that an option gives one."""
        from pathway_graph.analysis.scheduling.distributions import quantiles

        found = {}
        chosen = [(option, self._named(option.ids, "ranges")) for option in self.options.ranges]
        for node in self.open:
            id = self.network.ids[node]
            stated = self.planned.ranges.get(id)
            shape = self.options.shape
            if stated is None:
                option = next((o for o, ids in chosen if not o.ids or id in ids), None)
                if option is None or not self.network.minutes[node]:
                    continue
                stated, shape = self._by_percent(option, self.network.minutes[node]), option.shape or shape
            low, likely, high = stated
            if not low <= likely <= high:
                per_day = self.network.clock[node].calendar.minutes_per_day
                told = ", ".join(f"{minutes / per_day:g}" for minutes in stated)
                text = f"the range of {id} does not hold its duration: least, likely, most are {told} days."
                hint = "Correct duration_low, duration or duration_high."
                self.problems.append(Problem("PG740", text, hint, value=id))
            elif low < high:
                found[node] = quantiles(shape, low, likely, high)
        return found

    @staticmethod
    def _by_percent(option: RangeOption, minutes: int) -> tuple[int, int, int]:
        return round(minutes * option.low / 100), minutes, round(minutes * option.high / 100)

    def _promises(self) -> dict[int, Whole]:
        """Give the instants of each promise that is a range of days, or that an option makes one."""
        named = {option.id: option for option in self.options.promises}
        events = [n for n, state in enumerate(self.network.state) if state == State.EVENT]
        found, used = {}, set()
        for node in events:
            own = self._promise_of(node)
            if own is None:
                continue
            option = named.get(own)
            if option:
                used.add(own)
                days, shape = (option.earliest, option.likely, option.latest), option.shape or self.options.shape
                found[node] = self._days(node, [When.at(day) for day in days], shape)
                continue
            stated = next(row.promised for row in self.planned.plan.promises if row.id == self.network.ids[node])
            if stated is not None and not stated.exact:
                ends = [When.at(stated.earliest), When.at(stated.earliest), When.at(stated.latest)]
                found[node] = self._days(node, ends, "uniform")
        dependencies = {row["id"] for row in self.planned.columns.nodes["Dependency"]}
        for id in sorted(named.keys() - used):
            hint = near_miss(id, dependencies) if id not in dependencies else "Promise it a day in the plan first."
            text = f"promises: '{id}' is no promise from outside that has a date."
            self.problems.append(Problem("PG742", text, hint or "Name a dependency without needs.", value=id))
        return found

    def _days(self, node: int, days: Sequence[When], shape: str) -> Whole:
        import numpy as np

        from pathway_graph.analysis.scheduling.distributions import quantiles

        clock = self.network.clock[node]
        low, likely, high = (clock.work(finish_of(day, clock, "planning")) for day in days)
        return np.array([clock.end(int(work)) for work in quantiles(shape, low, likely, high)], np.int64)

    def _drivers(self) -> dict[str, Driver]:
        from pathway_graph.analysis.scheduling.draws import Driver

        found: dict[str, Driver] = {}
        for option in self.options.drivers:
            driver = Driver(option.name, round(option.share * 1024 / 100))
            for id in sorted(self._named(option.ids, f"drivers, '{option.name}'")):
                if id in found and found[id].name != option.name:
                    text = f"'{id}' hangs on two drivers: '{found[id].name}' and '{option.name}'."
                    self.problems.append(Problem("PG742", text, "Keep it in one of them.", value=id))
                found.setdefault(id, driver)
        return found

    def _named(self, ids: Mapping[str, tuple[str, ...]], place: str) -> set[str]:
        found: set[str] = set()
        for sort, wanted in ids.items():
            known = self.groups.of[sort]
            for id in wanted:
                if id in known:
                    found |= known[id]
                    continue
                text = f"{place}: there is no '{id}' among the {sort} of the plan."
                hint = near_miss(id, known) or f"Name one of its {sort}."
                self.problems.append(Problem("PG742", text, hint, value=id))
        return found

    def _board_dates(self, target: str) -> list[tuple[int, str, When]]:
        """Give each date that is to be kept: the node, what sort of date, and the day."""
        found = []
        for node in self.network.activities:
            row = self.activities[self.network.ids[node]]
            if self.network.state[node] == State.FINISHED:
                continue
            if row.deadline:
                found.append((node, "deadline", row.deadline))
            if row.id == target and row.planned_finish:
                found.append((node, "promised", row.planned_finish))
        return found

    def _board_date(self, outcome: Outcome, node: int, sort: str, day: When) -> dict[str, Any]:
        at = finish_of(day, self.network.clock[node], "planning")
        row = self.activities[self.network.ids[node]]
        return {"id": row.id, "name": row.name, "kind": sort, "day": date_time(at).date().isoformat(),
                "chance": self._chance(outcome, node, at)}  # fmt: skip

    def _predecessors(self) -> Iterator[tuple[str, list[int], str, datetime.date]]:
        """Give each service that milestones open, with the contract before it and that one's last sure day."""
        columns = self.planned.columns
        openers = columns.back("Milestone MOBILISES Service")
        funding, replaced = columns.back("Contract FUNDS Service"), columns.to("Contract REPLACES Contract")
        contracts = {row["id"]: row for row in columns.nodes["Contract"]}
        for service in sorted(openers):
            nodes = [self.network.index[id] for id in openers[service] if id in self.network.index]
            before = {old for contract in funding.get(service, ()) for old in replaced.get(contract, ())}
            for id in sorted(before):
                ends = when(contracts[id], "ends")
                if ends is not None and nodes:
                    first = ends.earliest
                    yield service, nodes, id, first.date() if isinstance(first, datetime.datetime) else first

    def _service(
        self, outcome: Outcome, service: str, nodes: Sequence[int], contract: str, last: datetime.date
    ) -> dict[str, Any]:
        import numpy as np

        opens = np.maximum.reduce([self._opening(outcome, node) for node in nodes])
        kept = int((opens <= last.toordinal() + 1).sum())
        name = next(row["name"] for row in self.planned.columns.nodes["Service"] if row["id"] == service)
        ended = next(row["name"] for row in self.planned.columns.nodes["Contract"] if row["id"] == contract) or contract
        return {"id": service, "name": name, "contract": contract, "contract_name": ended,
                "contract_ends": last.isoformat(), "chance": round(kept / len(opens), 4)}  # fmt: skip

    def _opening(self, outcome: Outcome, node: int) -> Whole:
        """Give the day on which a milestone is reached, in each run, as an ordinal."""
        import numpy as np

        work, back = np.unique(outcome.finish[node], return_inverse=True)
        days = np.array([self._instant(node, int(each)) // DAY + 1 for each in work], np.int64)
        found: Whole = days[back]
        return found


class _Groups:
    """The activities that a name stands for: a milestone with its parts, a workstream's, a programme's, a provider's.

    A provider's are those of the workstreams that it leads, those that open its services, and the promises it gives.
    """

    def __init__(self, planned: Planned) -> None:
        above = {row.id: row.part_of for row in planned.plan.activities}
        milestones: dict[str, set[str]] = {id: set() for id in above}
        for id in above:
            over = id
            while over:
                milestones[over].add(id)
                over = above[over]
        workstreams: dict[str, set[str]] = {row["id"]: set() for row in planned.columns.nodes["Workstream"]}
        for stream, ids in planned.columns.to("Workstream HAS Milestone").items():
            workstreams[stream] |= {part for id in ids for part in milestones[id]}
        programmes: dict[str, set[str]] = {row.id: set() for row in planned.plan.programmes}
        for row in planned.plan.activities:
            programmes[row.programme].add(row.id)
        self._activities = above.keys()
        self.of = {"milestones": milestones, "workstreams": workstreams, "programmes": programmes}
        self.of["providers"] = self._providers(planned.columns)

    def drawn_by(self, dependency: str) -> str:
        """Give the name by which a promise is drawn: one for all that it blocks."""
        return f"Dependency#{dependency}" if dependency in self._activities else dependency

    def _providers(self, columns: PlanColumns) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {row["id"]: set() for row in columns.nodes["Organisation"]}
        for stream, leaders in columns.to("Workstream LED_BY Organisation").items():
            for id in leaders:
                found[id] |= self.of["workstreams"][stream]
        openers = columns.back("Milestone MOBILISES Service")
        for id, services in columns.to("Organisation PROVIDES Service").items():
            opened = (milestone for service in services for milestone in openers.get(service, ()))
            found[id].update(part for milestone in opened for part in self.of["milestones"][milestone])
        for id, promises in columns.back("Dependency GIVEN_BY Organisation").items():
            found[id].update(map(self.drawn_by, promises))
        return found


def _iso(instant: Instant) -> str:
    return date_time(instant).isoformat(timespec="minutes")
