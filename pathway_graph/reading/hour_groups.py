"""Give the times in a text about hours to the days beside them, group by group."""

from __future__ import annotations

import dataclasses
import re

from .clock import DAY
from .hour_nodes import Node
from .periods import Unreadable
from .plain import remark
from .week import merged, name_days

__all__ = ["Group", "Stated", "gather"]

_EVERY_DAY = tuple(range(7))
_TIMED = ("times", "block")


@dataclasses.dataclass(slots=True)
class Group:
    """Days that share their hours: `spans` (from, until, whether both are stated) of the day, of the week in a block.

    `every_week` is false where the words leave some weeks out. `label` stands before the group, `remark` after it.
    """

    days: tuple[int, ...]
    spans: list[tuple[int, int, bool]]
    text: str
    block: bool = False
    every_week: bool = True
    label: str = ""
    remark: str = ""

    def minutes(self, *, exact: bool, days: tuple[int, ...] | None = None) -> list[int]:
        """Return the minutes of the week of these days, or of some; `exact` leaves out spans with an end not stated."""
        spans = [(start, end) for start, end, stated in self.spans if stated or not exact]
        if self.block:
            return merged(spans)
        chosen = self.days if days is None else days
        return merged((day * DAY + start, day * DAY + end) for day in chosen for start, end in spans)


@dataclasses.dataclass(slots=True)
class Stated:
    """What a text about hours states: groups, days without hours, breaks and days closed, bank holidays, remarks."""

    groups: list[Group] = dataclasses.field(default_factory=list)
    bare_days: list[int] = dataclasses.field(default_factory=list)
    breaks: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    shut_days: list[int] = dataclasses.field(default_factory=list)
    closed: bool = False
    lone_times: list[str] = dataclasses.field(default_factory=list)
    part_days: list[int] = dataclasses.field(default_factory=list)
    some_weeks: bool = False
    monthly: bool = False
    year_round: bool = False
    bank_holidays: str | None = None
    assumed: list[str] = dataclasses.field(default_factory=list)
    left_over: list[str] = dataclasses.field(default_factory=list)


def _parts(found: list[Node]) -> list[list[Node]]:
    """Split at semicolons, lines and full stops; times alone follow the days alone before them."""
    parts: list[list[Node]] = [[]]
    for node in found:
        if node.kind == "stop":
            parts.append([])
        else:
            parts[-1].append(node)
    joined: list[list[Node]] = []
    for part in filter(None, parts):
        kinds = {node.kind for node in part}
        before = {node.kind for node in joined[-1]} if joined else set()
        days_wait = "days" in before and not before & {"times", "block", "closed", "lone"}
        if days_wait and kinds & {"times", "lone"} and not kinds & {"days", "block"}:
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _bank_holidays(part: list[Node], stated: Stated, text: str) -> list[Node]:
    """Take out what is said about bank holidays: they are no part of the week."""
    kept: list[Node] = []
    skip = False
    for index, node in enumerate(part):
        following = part[index + 1].kind if index + 1 < len(part) else ""
        if skip:
            skip = False
        elif node.kind == "times" and node.text.endswith("365"):
            stated.bank_holidays, stated.year_round = "yes", True
            stated.left_over.append(node.text)
            kept.append(node)
        elif node.kind == "year round":
            stated.bank_holidays, stated.year_round = "yes", True
            stated.left_over.append(node.text)
            if not any(other.kind in ("days", "block") for other in part):
                kept.append(dataclasses.replace(node, kind="days", days=_EVERY_DAY))
        elif node.kind == "holidays":
            sign = kept[-1] if kept and kept[-1].kind in ("except", "closed", "include") else None
            days_before = any(other.kind == "days" for other in part[max(0, index - 2) : index])
            negative = following == "closed" or (sign is not None and sign.kind != "include")
            stated.bank_holidays = "no" if negative else "yes"
            # Hours that follow bank holidays alone are theirs, not the week's.
            skip = following == "closed" or (following == "times" and not days_before)
            last = part[index + 1] if skip else node
            stated.left_over.append(remark(text[(sign or node).start : last.end]))
            if sign is not None and sign.kind != "include":
                kept.remove(sign)
        else:
            kept.append(node)
    return kept


def _exceptions(part: list[Node]) -> list[Node]:
    """Take excepted days out of the days before them; days that are only 'included' add nothing by themselves."""
    kept: list[Node] = []
    for index, node in enumerate(part):
        following = part[index + 1].kind if index + 1 < len(part) else ""
        sign = kept[-1].kind if kept else ""
        if node.kind != "days" or sign not in ("except", "include"):
            kept.append(node)
            continue
        kept.pop()
        before = next((other for other in reversed(kept) if other.kind == "days"), None)
        if sign == "except" and before is not None:
            before.days = tuple(day for day in before.days if day not in node.days)
            # Hours after excepted days are theirs, if the days before have their own: 9-5 except Wed 9-1.
            if following == "times" and any(other.kind == "times" for other in kept[kept.index(before) :]):
                kept.append(node)
        elif sign == "except":
            kept.append(dataclasses.replace(node, days=tuple(day for day in _EVERY_DAY if day not in node.days)))
    return [node for node in kept if node.kind not in ("except", "include")]


def _closures(part: list[Node], stated: Stated) -> list[Node]:
    """Take out breaks (closed 1-2) and days that are stated to be closed."""
    kept: list[Node] = []
    index = 0
    while index < len(part):
        node = part[index]
        index += 1
        if node.kind != "closed":
            kept.append(node)
            continue
        named: list[Node] = []
        while (
            index < len(part)
            and part[index].kind in ("days", "times")
            and part[index].kind not in (other.kind for other in named)
        ):
            named.append(part[index])
            index += 1
        times = [other for other in named if other.kind == "times"]
        days = [day for other in named if other.kind == "days" for day in other.days]
        if times:
            stated.assumed += times[0].assumed
            chosen = days or _EVERY_DAY
            stated.breaks += [
                (day * DAY + start, day * DAY + end) for day in chosen for start, end, _ in times[0].spans
            ]
            continue
        if not days and kept and kept[-1].kind == "days":
            days = list(kept.pop().days)
        if index < len(part) and part[index].kind == "part":
            stated.part_days += days
            stated.left_over.append(f"closed {name_days(days)} {part[index].text}")
            continue
        stated.shut_days += days
        stated.closed = stated.closed or not days
    return kept


def _merged_nodes(part: list[Node]) -> list[Node]:
    """Return the days, times and blocks of a part, those of one kind side by side as one."""
    result: list[Node] = []
    since: list[Node] = []
    for node in part:
        last = result[-1] if result else None
        if node.kind not in ("days", *_TIMED):
            since.append(node)
            continue
        kinds = [other.kind for other in since]
        if last is not None and last.kind == node.kind == "times" and kinds[:1] == ["and"] and "words" in kinds:
            label = " ".join(other.text for other in since if other.kind == "words")
            raise Unreadable(
                f"the hours of two things stand in one text: '{last.text}' and '{label} {node.text}'",
                "Give each its own provision with its own hours.",
            )
        since = []
        if last is not None and last.kind == node.kind and node.kind != "block":
            last.days += node.days
            last.spans = [*last.spans, *node.spans]
            last.assumed = [*last.assumed, *node.assumed]
            last.text, last.end = f"{last.text}, {node.text}", node.end
        else:
            result.append(dataclasses.replace(node))
    return result


def _trailing(part: list[Node], stated: Stated) -> tuple[list[Node], list[tuple[Group, int, int]]]:
    """Take off a last pair whose times come first, where the part begins with days: weekdays 9-5, 10-2 at weekends."""
    marks = [index for index, node in enumerate(part) if node.kind in ("days", *_TIMED)]
    kinds = [part[index].kind for index in marks]
    if kinds[:1] != ["days"] or kinds[-3:] != ["times", "times", "days"]:
        return part, []
    times, days = part[marks[-2]], part[marks[-1]]
    between = [node.kind for node in part[marks[-2] : marks[-1]]]
    if "and" in between or "and" not in [node.kind for node in part[marks[-3] : marks[-2]]]:
        return part, []
    stated.assumed += times.assumed
    group = Group(tuple(dict.fromkeys(days.days)), times.spans, f"{days.text} {times.text}")
    return [node for node in part if node is not times and node is not days], [(group, times.start, days.end)]


def _pair(part: list[Node], stated: Stated) -> list[tuple[Group, int, int]]:
    """Return the groups of a part with where each stands: times follow their days, or come first throughout."""
    part, groups = _trailing(part, stated)
    marks = _merged_nodes(part)
    if len(marks) % 2 and len(marks) > 2 and marks[0].kind == marks[-1].kind == "times":
        groups.append((Group((), marks[0].spans, marks[0].text), marks[0].start, marks[0].end))
        del marks[0]
    times_first = bool(marks) and marks[0].kind == "times"
    index = 0
    while index < len(marks):
        one = marks[index]
        two = marks[index + 1] if index + 1 < len(marks) else None
        index += 1
        stated.assumed += one.assumed
        if one.kind == "block":
            groups.append((Group((), one.spans, one.text, block=True), one.start, one.end))
        elif two is not None and {one.kind, two.kind} == {"days", "times"} and (one.kind == "times") == times_first:
            days, times = (two, one) if times_first else (one, two)
            stated.assumed += two.assumed
            index += 1
            text = f"{days.text} {times.text}"
            groups.append((Group(tuple(dict.fromkeys(days.days)), times.spans, text), one.start, two.end))
        elif one.kind == "days":
            stated.bare_days += one.days
        else:
            whole = one.spans == [(0, DAY, True)]
            if whole and not re.search("7|seven", one.text):
                stated.assumed.append(f"'{one.text}' names no days and is read as every day.")
            groups.append((Group(_EVERY_DAY if whole else (), one.spans, one.text), one.start, one.end))
    return groups


def _start(placed: tuple[Group, int, int]) -> int:
    return placed[1]


def _label(text: str, part: list[Node], groups: list[tuple[Group, int, int]], stated: Stated) -> None:
    """Keep the words beside the groups: after a separator they label the next group, else they remark on the last."""
    previous: Group | None = None
    separated, depth = True, 0
    for node in part:
        depth += {"open": 1, "close": -1}.get(node.kind, 0)
        for group, start, end in groups:
            if start <= node.start < end:
                previous, separated = group, False
        if node.kind == "and":
            separated = True
        elif node.kind == "words" and remark(node.text):
            words = remark(text[node.start : node.end])
            stated.left_over.append(words)
            following = next((group for group, start, _ in sorted(groups, key=_start) if start > node.start), None)
            if previous is not None and (depth > 0 or not separated or following is None):
                previous.remark = f"{previous.remark} {words}".strip()
            elif following is not None:
                following.label = f"{following.label} {words}".strip()


def _lone_times(part: list[Node], stated: Stated) -> list[Node]:
    """Keep a time without its other end: with the words before it a remark, else a time that is no span."""
    kept: list[Node] = []
    for node in part:
        last = kept[-1] if kept else None
        if node.kind == "lone" and last is not None and last.kind == "words":
            last.text, last.end = f"{last.text} {node.text}", node.end
        elif node.kind == "lone":
            stated.lone_times.append(node.text)
        else:
            kept.append(node)
    return kept


def gather(text: str, found: list[Node]) -> Stated:
    """Return what the parts of a text about hours state."""
    stated = Stated()
    for part in _parts(found):
        nodes = _bank_holidays(part, stated, text)
        not_every_week = [node for node in nodes if node.kind in ("some", "monthly")]
        for node in not_every_week:
            before = nodes[nodes.index(node) - 1] if nodes[0] is not node else None
            start = before.start if before is not None and before.kind == "except" else node.start
            stated.left_over.append(remark(text[start : node.end]))
        stated.some_weeks = stated.some_weeks or bool(not_every_week)
        stated.monthly = stated.monthly or any(node.kind == "monthly" for node in not_every_week)
        nodes = _lone_times(_closures(_exceptions(nodes), stated), stated)
        groups = _pair(nodes, stated)
        groups.sort(key=_start)
        _label(text, nodes, groups, stated)
        for group, _, _ in groups:
            group.every_week = not not_every_week
        stated.groups += [group for group, _, _ in groups]
    return stated
