"""Give a workspace the questions as calls: each is the command of the same name."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from pathlib import Path

    from .answers.findings import Findings
    from .pictures.diagrams import Drawing
    from .pictures.maps import MapDrawing
    from .results import Result
    from .workspace import Workspace

__all__ = ["Verbs"]

Day = datetime.date | str | None


class Verbs:
    """The calls that answer. Each takes `as_of`, a date or ISO text (default: the workspace's day), and gives a Result.

    What a call needs is imported when it is called, so that opening a workspace stays quick.
    """

    def query(self, name: str | None = None, *, as_of: Day = None, **parameters: Any) -> Result:
        """Ask the question of a name (`contracts.ending`, by="2026-03-31"); without a name, list them all.

        Raises Usage for a question or parameter that is not there, naming what is near.
        """
        from .questions import asking

        if name is None:
            return asking.catalogue(self._workspace)
        return asking.ask(self._workspace, name, _day(as_of), **parameters)

    def gaps(self, *, as_of: Day = None, **only: str | None) -> Findings:
        """Say who has nobody, where and when; `area`, `need`, `function`, `provider` cut it down."""
        from .answers.findings import Filter
        from .answers.gap_answers import gaps

        return gaps(self._workspace, _day(as_of), Filter(**only)).result()

    def duplicates(self, *, as_of: Day = None, threshold: float = 0.5, **only: str | None) -> Findings:
        """Say who is paid twice for the same people; pairs that share `threshold` (0 to 1) or more make a group."""
        from .answers.duplicate_answers import duplicates
        from .answers.findings import Filter

        return duplicates(self._workspace, _day(as_of), Filter(**only), threshold)

    def handoffs(self, *, as_of: Day = None, **only: str | None) -> Findings:
        """Say where people fall between two services, and what would close it."""
        from .answers.findings import Filter
        from .answers.handoff_answers import handoffs

        return handoffs(self._workspace, _day(as_of), Filter(**only))

    def walk(self, age: str | None = None, *, as_of: Day = None, everyone: bool = False, **person: Any) -> Findings:
        """Follow one person (`walk("17", need="crisis", area="bath")`), or with `everyone` each class of person.

        `person` may say `step`, `group`, `entry`, `when` and `why` (a service); with `everyone`: `urgent`, `all` and
        `entry`.
        Raises Usage, naming what is near, where the landscape knows no such area, need, group, service or door.
        """
        if everyone:
            from .answers.everyone_answers import everyone as ask

            return ask(self._workspace, _day(as_of), **person)
        from .answers.walk_answers import walk

        return walk(self._workspace, age=age or "", as_of=_day(as_of), **person)

    def critical_path(self, to: str | None = None, *, data_date: Day = None, **more: Any) -> Findings:
        """Say what decides the date of a milestone, else of what finishes last; `what_if=["M12+10d"]` and more.

        Raises Usage for a milestone that is not there; InputProblems where the plan goes round in a circle.
        """
        from .plans.critical_path_answers import critical_path

        return critical_path(self._workspace, to, data_date=_day(data_date), **more)

    def track(
        self, *, as_of: Day = None, baseline: int | str | datetime.date | None = None, period_months: int = 1
    ) -> Findings:  # fmt: skip
        """Say where every milestone stands, how its date moved, what is due and what is waited for.

        `baseline`: a load or a day whose promised dates are the baseline. Raises Usage where there is no such load,
        InputProblems where it holds none of today's milestones or the plan goes round in a circle.
        """
        from .boards.track_answers import track

        return track(self._workspace, _day(as_of), baseline=baseline, period_months=period_months)

    def diff(
        self, a: int | str | datetime.date | None = None, b: int | str | datetime.date | None = None, *,
        between: tuple[Day, Day] | None = None,
    ) -> Findings:  # fmt: skip
        """Tell what changed from one load or day to another (default: now) in sentences, by workstream and by service.

        `between`: two days of the world instead: what opens, closes, begins and ends after the one up to the other, and
        which verdicts change. Raises Usage where there is no such load or day, where the second day is not later, and
        for both or neither of the two. `differences` gives the facts alone.
        """
        from .boards.diff_answers import diff

        return diff(self._workspace, a, b, between and (_day(between[0]), _day(between[1])))

    def decisions(self, *, as_of: Day = None, horizon_months: int | None = None) -> Findings:
        """Say what has to be decided, by which board date, and what happens if it is not.

        Raises InputProblems where the plan goes round in a circle.
        """
        from .boards.decisions import decisions

        return decisions(self._workspace, _day(as_of), horizon_months=horizon_months)

    def contracts(
        self, *, as_of: Day = None, horizon_months: int | None = None, prime: str | None = None
    ) -> Findings:  # fmt: skip
        """Say which contracts end with nothing behind them before the horizon, and what hangs on each.

        `horizon_months`: default the setting of that name, else 6; `prime`: only that contract and what lies under it.
        Raises Usage where there is no such contract.
        """
        from .boards.contract_answers import contracts

        return contracts(self._workspace, _day(as_of), horizon_months, prime)

    def compare(self, files: Sequence[str | os.PathLike[str]], *, on: Day = None) -> Findings:
        """Say what options would do, each a file as `load` reads it: gaps, duplicates, value; nothing is written."""
        from .boards.option_answers import compare

        return compare(self._workspace, files, on=_day(on))

    def check(self, *, as_of: Day = None, kind: str | None = None) -> Result:
        """List what has to be settled: disagreements, what is missing, assumed, unsourced, unassured."""
        from .answers.checking import check

        return check(self._workspace, _day(as_of), kind)

    def findings(
        self, *, as_of: Day = None, refresh: bool = False, state: str | None = None, kind: str | None = None,
        since: int | str | datetime.date | None = None,
    ) -> Findings:  # fmt: skip
        """List what is on record, the most severe first; `refresh` computes and records everything before.

        `since`: only what changed its state after a load or a day. Raises Usage where there is no such kind or load.
        """
        from .answers import finding_records as records

        if refresh:
            records.refresh(self._workspace, _day(as_of))
        return records.listed(self._workspace, _day(as_of), state, kind, since)

    def accept(self, id: str, *, until: Day, by_role: str, why: str, as_of: Day = None) -> Findings:
        """Accept a finding until a day (that day included), by a role and for a reason; its id may be cut short.

        Raises InputProblems where it is not on record, is resolved, the day has passed, or a person is named.
        """
        from .answers.finding_records import accept

        last = _day(until)
        if last is None:
            raise ValueError("until: the last day for which the finding is accepted")
        return accept(self._workspace, id, last, by_role, why, _day(as_of))

    def reopen(self, id: str, *, as_of: Day = None) -> Findings:
        """Take an acceptance back. Raises InputProblems where the finding is not accepted."""
        from .answers.finding_records import reopen

        return reopen(self._workspace, id, _day(as_of))

    def export(
        self, path: str | Path, *, format: str = "mspdi", programme: str | None = None, as_of: Day = None
    ) -> Any:
        """Write what is stored as a file that another tool reads; give a sentence for each thing that it cannot hold.

        `format`: mspdi (Microsoft Project XML), of `programme` where there are several. Raises Usage for a format or
        programme that is not there, InputProblems where there is nothing to write or the file cannot be written.
        """
        from .plans.plan_exports import write_plan

        return write_plan(self._workspace, path, format, programme, _day(as_of))

    def map(self, *, as_of: Day = None, lanes: tuple[str, str] | None = None, **how: Any) -> MapDrawing:
        """Draw the landscape in `lanes` (two of provider, step, function, area, need, commissioner).

        A notebook shows it; `save(path)` and `to_html()` write it. `how` says `since`, `beside`, `house`, `fresh`,
        and the filters `area`, `need`, `function`, `provider`.
        """
        from .answers.findings import Filter
        from .pictures.maps import draw_map

        only = Filter(*(how.pop(name, None) for name in ("area", "need", "function", "provider")))
        return draw_map(self._workspace, _day(as_of), lanes=lanes, only=only, **how)

    def diagram(self, what: str, *, as_of: Day = None, **how: Any) -> Drawing:
        """Draw `dependencies`, `handoffs`, `contracts`, `coverage`, or the picture of a question.

        `how`: `only` (a Filter), `cards`, `to`, `house`, `renderer`, `fresh`, `keep`, and the question's parameters.
        The drawing shows itself in a notebook; `save(path, format, page)` writes it. Raises Usage for a picture that
        is not there, NoRenderer where the renderer that was named fails.
        """
        from .pictures.diagrams import diagram

        return diagram(self._workspace, what, _day(as_of), **how)

    def gantt(self, to: str | None = None, *, as_of: Day = None, **how: Any) -> Drawing:
        """Draw the plan; `by` groups it (workstream, board), and what `diagram` takes. Raises as critical_path."""
        from .pictures.diagrams import diagram

        return diagram(self._workspace, "gantt", _day(as_of), to=to, **how)

    def to_networkx(self) -> Any:
        """Give the whole graph as a networkx.MultiDiGraph; nodes are named `Label#id`."""
        from .networks import to_networkx

        return to_networkx(self._workspace)

    @property
    def _workspace(self) -> Workspace:
        return cast("Workspace", self)


def _day(day: Day) -> datetime.date | None:
    return datetime.date.fromisoformat(day) if isinstance(day, str) else day
