"""Read what-if scenarios: M12+10d; D3 refused; K1 extended to 2018-09-30; M7 waits for M3."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Any

from pathway_graph.analysis.scheduling import lag
from pathway_graph.errors import InputProblems, Problem, Usage, near_miss
from pathway_graph.plans.assembly import Planned

__all__ = ["Change", "Scenario", "read_scenarios"]

_LATER = re.compile(r"(\S+?)\s*([+-]\s*\d+(?:\.\d+)?\s*e?[a-z]*)", re.IGNORECASE)
_SAID = re.compile(r"(\S+)\s+([a-z ]+?)(?:\s+(\S+))?", re.IGNORECASE)
_HINT = (
    'Write what becomes of what: "M12+10d" (10 working days later; -2d, +4h, +2w, +30ed elapsed), "M12 to 2018-05-01", '
    '"D3 refused", "D3 met", "D3 promised 2018-05-01", "K1 ends 2018-09-30", "K1 starts 2018-04-01", '
    '"S1 opens 2018-05-01", "S1 closes 2018-06-30", "M7 waits for M3".'
)
_LABELS = ("Milestone", "Dependency", "Contract", "Service")
_VERBS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "to": ("to", _LABELS, "day"), "refused": ("status", ("Dependency",), ""), "met": ("status", ("Dependency",), ""),
    "promised": ("promised", ("Dependency",), "day"), "promised for": ("promised", ("Dependency",), "day"),
    "ends": ("ends", ("Contract",), "day"), "extended to": ("ends", ("Contract",), "day"),
    "starts": ("starts", ("Contract",), "day"), "opens": ("opens", ("Service",), "day"),
    "closes": ("closes", ("Service",), "day"), "waits for": ("waits", ("Milestone",), "id"),
}  # fmt: skip
"""The words -> what they do, of what, and what has to follow."""
_SPANS = {"Contract": ("starts", "ends"), "Service": ("opens", "closes")}
"""What is there between two days."""
_DATED = {"Milestone": "finish", "Dependency": "promised", "Contract": "starts", "Service": "opens"}
"""What `+10d` and `to` move."""


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one row. `what`: later (with `amount`), finish, promised, starts, ends, opens, closes (with
    `day`), refused, met, or waits (for the milestone `other`)."""

    label: str
    id: str
    what: str
    words: str
    amount: str = ""
    day: datetime.date | None = None
    other: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Scenario:
    """What is supposed at once."""

    words: str
    changes: tuple[Change, ...]


def read_scenarios(texts: Iterable[str], planned: Planned) -> tuple[Scenario, ...]:
    """Read one scenario a text, its parts separated by `;`.

    Raises Usage with all that is wrong: PG702 for what cannot be read or is not there, PG743 for what contradicts
    itself.
    """
    reader = _Reader(planned)
    scenarios = tuple(reader.scenario(text) for text in texts)
    if reader.problems:
        raise Usage(*reader.problems)
    return scenarios


class _Reader:
    def __init__(self, planned: Planned) -> None:
        self.ids = {label: {row["id"] for row in planned.columns.nodes[label]} for label in _LABELS}
        self.waiting = {*planned.columns.to("Dependency NEEDS Milestone")}
        self.held = {*self.waiting, *planned.columns.to("Dependency NEEDS Contract"),
                     *planned.columns.to("Dependency NEEDS Service")}  # fmt: skip
        self.problems: list[Problem] = []
        self.stated = {label: {row["id"]: row for row in planned.columns.nodes[label]} for label in _SPANS}

    def _wrong(self, code: str, message: str, hint: str, text: str) -> None:
        self.problems.append(Problem(code, f"--what-if: {message}", hint, value=text))

    def scenario(self, text: str) -> Scenario:
        parts = [part.strip() for part in text.split(";") if part.strip()]
        if not parts:
            self._wrong("PG702", f"'{text}' supposes nothing.", _HINT, text)
        changes = [change for change in map(self._change, parts) if change]
        seen: dict[tuple[str, str, str], Change] = {}
        for change in changes:
            key = change.label, change.id, _about(change)
            if key in seen:
                told = f"'{seen[key].words}' and '{change.words}' are about the same thing."
                hint = "Say once what becomes of it; a second scenario is a second --what-if."
                self._wrong("PG743", told, hint, text)
            seen[key] = change
        for label, ends in _SPANS.items():
            for id in sorted({c.id for c in changes if c.label == label and c.day and c.what in ends}):
                supposed = {c.what: c.day for c in changes if (c.label, c.id) == (label, id)}
                first, last = (supposed.get(end) or self._stated(label, id, end) for end in ends)
                if first and last and last < first:
                    told = f"'{id}' would be over on {last}, before it begins on {first}."
                    self._wrong("PG743", told, "Put the days in order.", text)
        return Scenario("; ".join(parts), tuple(changes))

    def _stated(self, label: str, id: str, end: str) -> datetime.date | None:
        """The day on which something begins, or is over, as it is stored; None where that is not stated exactly."""
        day = self.stated[label][id].get(f"{end}_earliest")
        exact = day is not None and day == self.stated[label][id].get(f"{end}_latest")
        return datetime.date.fromisoformat(str(day)) if exact else None

    def _change(self, text: str) -> Change | None:
        later = _LATER.fullmatch(text)
        if later and not self._whole(text):
            return self._later(text, later[1], later[2].replace(" ", ""))
        said = _SAID.fullmatch(text)
        if not said or (verb := _VERBS.get(" ".join(said[2].lower().split()))) is None:
            self._wrong("PG702", f"'{text}' says of nothing that it slips.", _HINT, text)
            return None
        what, labels, follows = verb
        place = self._place(said[1], labels, text)
        if place is None:
            return None
        if place[0] == "Dependency" and said[2].lower() != "met" and self._waits_inside(place[1], text):
            return None
        if what == "status":
            return Change(*place, said[2].lower(), text)
        return self._followed(place, _DATED[place[0]] if what == "to" else what, said[3], follows, text)

    def _whole(self, text: str) -> bool:
        """True if a text with a sign in it is an id as it stands, so that nothing slips."""
        return any(text in ids for ids in self.ids.values())

    def _followed(self, place: tuple[str, str], what: str, word: str | None, follows: str, text: str) -> Change | None:
        if follows == "id":
            other = self._place(word or "", ("Milestone",), text)
            return Change(*place, what, text, other=other[1]) if other else None
        try:
            return Change(*place, what, text, day=datetime.date.fromisoformat(word or ""))
        except ValueError:
            self._wrong("PG702", f"'{word or ''}' is no day.", "Write it as 2018-05-01.", text)
            return None

    def _later(self, text: str, id: str, amount: str) -> Change | None:
        place = self._place(id, _LABELS, text)
        if place is None:
            return None
        try:
            read = lag(amount)
        except InputProblems:
            read = None
        if read is None or read.percent is not None:
            self._wrong("PG702", f"'{amount}' is no amount of time.", _HINT, text)
            return None
        if place[0] == "Dependency" and self._waits_inside(place[1], text):
            return None
        return Change(*place, "later", text, amount)

    def _waits_inside(self, id: str, text: str) -> bool:
        """True if a dependency waits for something of the plan, so that nobody promises it; told as wrong."""
        if id not in self.held:
            return False
        hint = "Let what it waits for slip."
        self._wrong("PG702", f"'{id}' is no promise from outside: it waits for something of the plan.", hint, text)
        return True

    def _place(self, id: str, labels: Sequence[str], text: str) -> tuple[str, str] | None:
        """Find what an id stands for: of several labels the first that is possible; `Contract#k1` says which."""
        label, mark, own = id.partition("#")
        if mark and label in self.ids and own in self.ids[label] and label in labels:
            return label, own
        found = next((label for label in labels if id in self.ids[label]), None)
        if found:
            return found, id
        other = next((label for label in _LABELS if id in self.ids[label]), None)
        if other:
            wanted = " or ".join(label.lower() for label in labels)
            self._wrong("PG702", f"'{id}' is a {other.lower()}, and '{text}' wants a {wanted}.", _HINT, text)
            return None
        hint = near_miss(id, {each for label in labels for each in self.ids[label]})
        kinds = ", ".join(label.lower() for label in labels)
        self._wrong("PG702", f"there is no '{id}' in the plan.", hint or f"Name one of: {kinds}.", text)
        return None


def _about(change: Change) -> Any:
    """Say what a change is about, so that two of the same thing are found."""
    if change.what == "waits":
        return f"waits for {change.other}"
    if change.what in ("promised", "refused", "met") or (change.label == "Dependency" and change.what == "later"):
        return "promise"
    return _DATED[change.label] if change.what == "later" else change.what
