"""Give a workspace the questions as calls: each is the command of the same name."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from .findings import Findings
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
        from . import asking

        if name is None:
            return asking.catalogue(self._workspace)
        return asking.ask(self._workspace, name, _day(as_of), **parameters)

    def gaps(self, *, as_of: Day = None, **only: str | None) -> Findings:
        """Say who has nobody, where and when; `area`, `need`, `function`, `provider` cut it down."""
        from .findings import Filter
        from .gap_answers import gaps

        return gaps(self._workspace, _day(as_of), Filter(**only)).result()

    def duplicates(self, *, as_of: Day = None, threshold: float = 0.5, **only: str | None) -> Findings:
        """Say who is paid twice for the same people; pairs that share `threshold` (0 to 1) or more make a group."""
        from .duplicate_answers import duplicates
        from .findings import Filter

        return duplicates(self._workspace, _day(as_of), Filter(**only), threshold)

    def handoffs(self, *, as_of: Day = None, **only: str | None) -> Findings:
        """Say where people fall between two services, and what would close it."""
        from .findings import Filter
        from .handoff_answers import handoffs

        return handoffs(self._workspace, _day(as_of), Filter(**only))

    def walk(self, age: str | None = None, *, as_of: Day = None, everyone: bool = False, **person: Any) -> Findings:
        """Follow one person (`walk("17", need="crisis", area="bath")`), or with `everyone` each class of person.

        `person` may say `step`, `group`, `entry`, `when` and `why` (a service); with `everyone`: `urgent`, `all` and
        `entry`.
        Raises Usage, naming what is near, where the landscape knows no such area, need, group, service or door.
        """
        if everyone:
            from .everyone_answers import everyone as ask

            return ask(self._workspace, _day(as_of), **person)
        from .walk_answers import walk

        return walk(self._workspace, age=age or "", as_of=_day(as_of), **person)

    def critical_path(self, to: str | None = None, *, data_date: Day = None, **more: Any) -> Findings:
        """Say what decides the date of a milestone, else of what finishes last; `what_if=["M12+10d"]` and more.

        Raises Usage for a milestone that is not there; InputProblems where the plan goes round in a circle.
        """
        from .critical_path_answers import critical_path

        return critical_path(self._workspace, to, data_date=_day(data_date), **more)

    def check(self, *, as_of: Day = None, kind: str | None = None) -> Result:
        """List what has to be settled: disagreements, what is missing, assumed, unsourced, unassured."""
        from .checking import check

        return check(self._workspace, _day(as_of), kind)

    def map(self, *, as_of: Day = None) -> str:
        """Draw the landscape as one HTML page that needs nothing else."""
        from .landscape_map import landscape_map
        from .registry import exports

        page: str = exports()["map"].html(landscape_map(self._workspace, _day(as_of)))
        return page

    def to_networkx(self) -> Any:
        """Give the whole graph as a networkx.MultiDiGraph; nodes are named `Label#id`."""
        from .networks import to_networkx

        return to_networkx(self._workspace)

    @property
    def _workspace(self) -> Workspace:
        return cast("Workspace", self)


def _day(day: Day) -> datetime.date | None:
    return datetime.date.fromisoformat(day) if isinstance(day, str) else day
