"""Give a workspace the questions as calls: each is the command of the same name."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypedDict, cast

from .errors import Problem, Usage

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Unpack

    from .answers.findings import Findings
    from .pictures.diagrams import Drawing
    from .pictures.maps import MapDrawing
    from .results import Result
    from .workspace import Workspace

__all__ = ["Cut", "Verbs"]

Day = datetime.date | str | None


class Cut(TypedDict, total=False):
    """What an answer is cut down to, each an id: `area` and `need` keep what touches them, `function` takes in what
    lies below it, `provider` keeps what concerns its services."""

    area: str | None
    need: str | None
    function: str | None
    provider: str | None


class Verbs:
    """The calls that answer, with the words of the command line: `--why-not` is `why_not`, `--from` is `from_`.

    Each takes `as_of`, a date or ISO text (default: the workspace's day), and gives a Result.

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

    def gaps(
        self, *, as_of: Day = None, remainder: str | Path | None = None, from_: Day = None, until: Day = None,
        **only: Unpack[Cut],
    ) -> Findings:  # fmt: skip
        """Say who has nobody, where and when; `area`, `need`, `function`, `provider` cut it down.

        `remainder`: a CSV file for the exact disjoint pieces of all that is not covered. `from_` and `until` (its day
        exclusive): each change of coverage between the two days. Raises Usage where the days are the wrong way round.
        """
        from .answers.findings import Filter
        from .answers.gap_answers import gaps

        if from_ or until:
            from .answers.coverage_calendar import calendar

            first, last = _day(from_) or _day(as_of) or self._workspace.as_of, _day(until)
            if last is None:
                raise Usage(Problem("PG911", "from wants until, too.", "Say the day before which changes are told."))
            return calendar(self._workspace, first, last, Filter(**only))
        answer = gaps(self._workspace, _day(as_of), Filter(**only))
        if remainder:
            answer.remainder().write(remainder)
        return answer.result()

    def duplicates(self, *, as_of: Day = None, threshold: float = 0.5, **only: Unpack[Cut]) -> Findings:
        """Say who is paid twice for the same people; pairs that share `threshold` (0 to 1) or more make a group."""
        from .answers.duplicate_answers import duplicates
        from .answers.findings import Filter

        return duplicates(self._workspace, _day(as_of), Filter(**only), threshold)

    def handoffs(self, *, as_of: Day = None, **only: Unpack[Cut]) -> Findings:
        """Say where people fall between two services, and what would close it."""
        from .answers.findings import Filter
        from .answers.handoff_answers import handoffs

        return handoffs(self._workspace, _day(as_of), Filter(**only))

    def walk(
        self, age: str | int | None = None, *, need: str | None = None, area: str | None = None,
        step: int | None = None, group: str | None = None, entry: Sequence[str] = (), when: str | None = None,
        why_not: str | None = None, everyone: bool = False, urgent: bool = False, all: bool = False,
        as_of: Day = None,
    ) -> Findings:  # fmt: skip
        """Follow one person (`walk(17, need="crisis", area="bath")`), or with `everyone` each class of person.

        `age`: years, or `17y6m`; `area`, `need`: an id or a name; `entry`: the doors they come by; `when`: `Sat 22:00`
        for an urgent need; `why_not`: a service to which they do not get. With `everyone`: `urgent`, at every minute
        of the week; `all`, also people of whom no requirement speaks. Raises Usage, naming what is near, where the
        landscape knows no such area, need, group, service or door, or the person is not said.
        """
        if everyone:
            from .answers.everyone_answers import everyone as ask

            return ask(self._workspace, _day(as_of), urgent, all, entry)
        missing = [name for name, said in (("age", age), ("need", need), ("area", area)) if said is None]
        if age is None or need is None or area is None:
            raise Usage(Problem("PG900", f"{', '.join(missing)}: not said.", "Say who it is, or say everyone."))
        from .answers.walk_answers import walk

        return walk(
            self._workspace, age=str(age), need=need, area=area, step=step, group=group, entry=entry, when=when,
            why=why_not, as_of=_day(as_of),
        )  # fmt: skip

    def critical_path(
        self, to: str | None = None, *, as_of: Day = None, what_if: Sequence[str] = (), near: float | None = None,
        risk: int | None = None, seed: int = 0, ranges: str | Path | None = None, quality: bool = False,
    ) -> Findings:  # fmt: skip
        """Say what decides the date of a milestone, else of what finishes last.

        `as_of`: no unfinished work lies before it (default: each programme's status date); `what_if`: scenarios such
        as `M12+10d; D3 refused`; `near`: tell chains with no more than so many working days to spare; `risk`: simulate
        so many times, with `seed` and the file `ranges`; `quality`: the 14 points of the DCMA. Raises Usage for a
        milestone that is not there; InputProblems where the plan goes round in a circle.
        """
        from .plans.critical_path_answers import NEAR_DAYS, critical_path

        return critical_path(
            self._workspace, to, data_date=_day(as_of), what_if=what_if, near=NEAR_DAYS if near is None else near,
            risk=risk or 0, seed=seed, ranges=ranges, with_quality=quality,
        )  # fmt: skip

    def track(
        self, *, as_of: Day = None, baseline: int | str | datetime.date | None = None, period: int = 1
    ) -> Findings:  # fmt: skip
        """Say where every milestone stands, how its date moved, what is due and what is waited for.

        `baseline`: a load or a day whose promised dates are the baseline; `period`: months between two boards.
        Raises Usage where there is no such load, InputProblems where it holds none of today's milestones or the plan
        goes round in a circle.
        """
        from .boards.track_answers import track

        return track(self._workspace, _day(as_of), baseline=baseline, period_months=period)

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

    def decisions(self, *, as_of: Day = None, horizon: int | None = None) -> Findings:
        """Say what has to be decided, by which board date, and what happens if it is not.

        `horizon`: months to look ahead; default the setting horizon_months, else 6.
        Raises InputProblems where the plan goes round in a circle.
        """
        from .boards.decisions import decisions

        return decisions(self._workspace, _day(as_of), horizon_months=horizon)

    def contracts(self, *, as_of: Day = None, horizon: int | None = None, prime: str | None = None) -> Findings:
        """Say which contracts end with nothing behind them before the horizon, and what hangs on each.

        `horizon`: months, default the setting horizon_months, else 6; `prime`: only that contract and what lies
        under it. Raises Usage where there is no such contract.
        """
        from .boards.contract_answers import contracts

        return contracts(self._workspace, _day(as_of), horizon, prime)

    def compare(self, files: Sequence[str | os.PathLike[str]], *, on: Day = None) -> Findings:
        """Say what options would do, each a file as `load` reads it: gaps, duplicates, value; nothing is written."""
        from .boards.option_answers import compare

        return compare(self._workspace, files, on=_day(on))

    def check(
        self, *, as_of: Day = None, kind: str | None = None, ask: bool = False, decisions: str | Path | None = None
    ) -> Result:  # fmt: skip
        """List what has to be settled: disagreements, what is missing, assumed, unsourced, unassured.

        `ask`: what to ask for instead, first what settles most. `decisions`: a CSV in which people say of rows that
        look like one whether they are; it is written with what is undecided, and what it says is kept to.
        """
        if ask:
            from .answers.ask_list import ask_list

            return ask_list(self._workspace, _day(as_of))
        if decisions:
            from .answers.record_decisions import decide

            return decide(self._workspace, decisions, _day(as_of))
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

    def map(
        self, *, as_of: Day = None, lanes: tuple[str, str] | None = None,
        since: int | str | datetime.date | None = None, beside: str | None = None, house: str | Path | None = None,
        fresh: bool = False, **only: Unpack[Cut],
    ) -> MapDrawing:  # fmt: skip
        """Draw the landscape in `lanes` (two of provider, step, function, area, need, commissioner).

        A notebook shows it; `save(path)` and `to_html()` write it. `since`: mark what was added, removed or moved since
        a load or a day; `beside`: a second area, or a second day as ISO text; `house`: a file with the house style;
        `fresh`: place every box anew. Raises Usage for lanes, areas and loads that are not there.
        """
        from .answers.findings import Filter
        from .pictures.maps import draw_map

        return draw_map(
            self._workspace, _day(as_of), lanes=lanes, only=Filter(**only), since=since, beside=beside, house=house,
            fresh=fresh,
        )  # fmt: skip

    def diagram(
        self, what: str, *, as_of: Day = None, to: str | None = None, workstream: str | None = None,
        cards: bool = True, by: str = "", page: str = "a3", renderer: str = "", house: str | Path | None = None,
        fresh: bool = False, **words: Any,
    ) -> Drawing:  # fmt: skip
        """Draw `dependencies`, `handoffs`, `contracts`, `coverage`, or the picture of a question.

        `to`: only a milestone and what it waits for; `workstream`: only that one's milestones; `cards`: dependencies as
        cards for a board, else as a plain network; `by`: what the rows of coverage are, age or step; `page`: on which
        it is to be read, a4 or a3, what does not fit is split; `renderer`: graphviz-pure, dot, pygraphviz or lines,
        else the first that works.
        `words` cut a picture down (as for `gaps`), or are the question's parameters. The drawing shows itself in a
        notebook; `save(path, format, page)` writes it. Raises Usage for a picture or a word that is not there,
        NoRenderer where the renderer that was named fails.
        """
        from .answers.findings import Filter
        from .pictures.diagrams import PICTURES, diagram

        only = Filter(**{name: words.pop(name, None) for name in Cut.__annotations__}) if what in PICTURES else None
        if what in PICTURES and words:
            raise Usage(Problem("PG504", f"'{what}' takes no {next(iter(words))}.", "See help(Workspace.diagram)."))
        return diagram(
            self._workspace, what, _day(as_of), only=only, to=to, workstream=workstream, cards=cards, by=by, page=page,
            renderer=renderer, house=house, fresh=fresh, **words,
        )  # fmt: skip

    def gantt(
        self, to: str | None = None, *, as_of: Day = None, workstream: str | None = None, by: str = "workstream",
        page: str = "a3", house: str | Path | None = None,
    ) -> Drawing:  # fmt: skip
        """Draw the plan; `by` groups it (workstream, board); the rest as for `diagram`. Raises as critical_path."""
        from .pictures.diagrams import diagram

        return diagram(
            self._workspace, "gantt", _day(as_of), to=to, workstream=workstream, by=by, page=page, house=house
        )  # fmt: skip

    def to_networkx(self) -> Any:
        """Give the whole graph as a networkx.MultiDiGraph; nodes are named `Label#id`."""
        from .networks import to_networkx

        return to_networkx(self._workspace)

    @property
    def _workspace(self) -> Workspace:
        return cast("Workspace", self)


def _day(day: Day) -> datetime.date | None:
    return datetime.date.fromisoformat(day) if isinstance(day, str) else day
