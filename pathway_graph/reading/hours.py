"""Read opening hours as people write them: sets of minutes of the week."""

from __future__ import annotations

import functools
import itertools
import re
from typing import Any

from .hour_groups import Group, Stated, gather
from .hour_nodes import nodes
from .hour_words import tokens
from .periods import Unreadable
from .plain import clean, guarded, shorten
from .reading import Reading, failed
from .states import settled, without_value
from .week import WEEK, common, merged, name_days, pairs, without, write_hours

__all__ = ["read_hours", "write_hours"]

_HINT = "Write Mon-Fri 09:00-17:00; Sat 10:00-14:00, or 24/7, or closed."
_OFFICE = re.compile(
    r"(?:normal |usual |standard |during |in )*(?:office|working|business|core)(?: office)? hours(?: only)?",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:tele)?phones?\b|\bhelpline\b|\bclinics?\b|\bdrop[- ]?ins?\b|\btriage\b|\breception\b|\badvice line\b"
    r"|\bappointments?\b|\bwards?\b|\boffices?\b|\bteams?\b|\bwalk[- ]?ins?\b|\bvisits?\b",
    re.IGNORECASE,
)
_BENIGN = re.compile(
    r"\b(?:late|reduced|extended|shorter|longer|normally|usually|then|also|only|with|but|by appointment)\b", re.I
)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?")


def _one_kind(groups: list[Group]) -> None:
    """Refuse hours of two kinds in one text: phone 8-8, clinics Mon 9-5."""
    for group in groups[1:]:
        if _BENIGN.sub("", group.label).strip():
            first = groups[0].label or groups[0].text
            raise Unreadable(
                f"the hours of two things stand in one text: '{first}' and '{group.label}'",
                "Give each its own provision with its own hours.",
            )
    kinds = {match[0].lower(): group for group in groups for match in _KIND.finditer(group.remark)}
    if len({id(group) for group in kinds.values()}) > 1:
        named = " and ".join(f"'{kind}'" for kind in sorted(kinds))
        raise Unreadable(
            f"the hours of two things stand in one text: {named}", "Give each its own provision with its own hours."
        )


def _own_overlap(group: Group) -> None:
    """Refuse one group whose spans of a day overlap: Mon 9-5, 10-2."""
    spans = sorted((start, end) for start, end, _ in group.spans)
    for (_, end), (start, _) in itertools.pairwise(spans):
        if start < end:
            raise Unreadable(f"the times in '{group.text}' overlap", "Write the times of a day once.")


def _settle_overlaps(groups: list[Group]) -> list[str]:
    """Let the group that names fewer days replace the other where both name a day and their times overlap."""
    said = []
    ranked = sorted(
        (group for group in groups if not group.block and group.every_week), key=lambda group: len(group.days)
    )
    for index, few in enumerate(ranked):
        for many in ranked[index + 1 :]:
            shared = tuple(day for day in few.days if day in many.days)
            if not common(few.minutes(exact=False, days=shared), many.minutes(exact=False, days=shared)):
                continue
            if len(few.days) == len(many.days):
                raise Unreadable(
                    f"'{few.text}' and '{many.text}' overlap on {name_days(shared)}, and nothing says which counts",
                    "Write the hours of each day once.",
                )
            many.days = tuple(day for day in many.days if day not in shared)
            said.append(f"On {name_days(shared)} '{few.text}' replaces '{many.text}', as it names fewer days.")
    return said


def _minutes(stated: Stated) -> tuple[list[int], list[int]]:
    """Return the minutes open for sure and those that may be."""
    sure: list[int] = []
    may: list[int] = []
    for group in stated.groups:
        may = merged([*pairs(may), *pairs(group.minutes(exact=False))])
        if group.every_week:
            sure = merged([*pairs(sure), *pairs(group.minutes(exact=True))])
    for group in stated.groups:
        if not group.every_week and not group.block:
            # In some weeks these hours hold instead: only what is open in every week is sure.
            own_days = merged((day * 1440, day * 1440 + 1440) for day in group.days)
            if common(sure, group.minutes(exact=False)):
                sure = merged([*pairs(without(sure, own_days)), *pairs(common(sure, group.minutes(exact=True)))])
    gone = merged([*stated.breaks, *((day * 1440, day * 1440 + 1440) for day in stated.shut_days)])
    part = merged((day * 1440, day * 1440 + 1440) for day in stated.part_days)
    bare = merged((day * 1440, day * 1440 + 1440) for day in stated.bare_days)
    return without(without(sure, gone), part), without(merged([*pairs(may), *pairs(bare)]), gone)


def _value(sure: list[int], may: list[int], bank_holidays: str | None) -> dict[str, Any]:
    return {"sure": sure, "may": may, "bank_holidays": bank_holidays}


def _without_hours(words: str, stated: Stated) -> Reading:
    """Read a text that states no hours: closed, days that may be open, or words."""
    assumed, left_over = tuple(stated.assumed), tuple(stated.left_over)
    if stated.closed and not stated.shut_days and not stated.bare_days and stated.bank_holidays is None:
        return Reading("stated", words, _value([], [], None), assumed, left_over)
    days = stated.bare_days or list(range(7))
    may = merged((day * 1440, day * 1440 + 1440) for day in days if day not in stated.shut_days)
    says_holidays = stated.bank_holidays is not None and not stated.year_round
    if stated.shut_days or says_holidays or (stated.some_weeks and not stated.monthly):
        left = left_over if any(left_over) else (words,)
        said = "No hours are stated, so nothing is open for sure."
        return Reading("half", words, _value([], may, stated.bank_holidays), (*assumed, said), left)
    return without_value("missing", words)


def _stated(words: str, stated: Stated) -> Reading:
    groups = stated.groups
    if not any(group.days or group.block for group in groups):
        return _without_hours(words, stated) if not groups or stated.shut_days else without_value("missing", words)
    if stated.part_days:
        assumed_part = f"When {name_days(stated.part_days)} closes is not stated, so nothing is sure on that day."
        stated.assumed.append(assumed_part)
    if stated.lone_times:
        text = stated.lone_times[0]
        raise Unreadable(
            f"'{text}' is a time without its other end", f"Write it as {text}-? or ?-{text}, or both ends."
        )
    _one_kind(groups)
    for group in groups:
        if not group.days and not group.block:
            raise Unreadable(f"'{group.text}' names no days", _HINT)
        _own_overlap(group)
    assumed = [*dict.fromkeys(stated.assumed), *_settle_overlaps(groups)]
    sure, may = _minutes(stated)
    if stated.bare_days:
        assumed.append(f"No hours are stated for {name_days(stated.bare_days)}, so they may be open at any hour.")
    if any(not group.every_week for group in groups):
        assumed.append("Not every week is meant, so these hours may be open and are not sure.")
    left_over = tuple(words for words in dict.fromkeys(stated.left_over) if words)
    state = "stated" if sure == may else "half"
    return Reading(state, words, _value(sure, may, stated.bank_holidays), tuple(assumed), left_over)  # type: ignore[arg-type]


@functools.lru_cache(maxsize=8192)
def _read(text: str, office_hours: str | None) -> Reading:
    early = settled(text) if not text.lstrip().startswith("?") else None
    if early is not None:
        return early
    words, plain = text.strip(), clean(text)
    low = plain.casefold().rstrip(".")
    if low in ("all", "any", "always", "anytime", "any time", "at all times", "all the time"):
        return Reading("stated", words, _value([0, WEEK], [0, WEEK], None), (f"'{words}' is read as 24/7.",))
    if _OFFICE.fullmatch(low):
        if office_hours is None:
            return without_value("missing", words)
        said = f"'{words}' is read as the office hours of the settings, {office_hours}."
        office = _read(office_hours, None)
        return Reading(
            office.state, words, office.value, (said, *office.assumed), office.left_over, office.error, office.hint
        )
    if _ISO_DAY.fullmatch(plain):
        hint = "Spreadsheets turn 9-5 into a date: format the cell as text and write 09:00-17:00 with its days."
        return failed(words, f"'{shorten(words)}' is a date, not hours", hint)
    try:
        return _stated(words, gather(plain, nodes(list(tokens(plain)))))
    except Unreadable as problem:
        return failed(words, problem.error, problem.hint or _HINT)


def read_hours(text: str, *, office_hours: str | None = None) -> Reading:
    """Read opening hours as the minutes of the week on which something is open.

    Value: `{"sure": [from, until, ...], "may": [from, until, ...], "bank_holidays": "yes", "no" or None}`: flat
    ascending minutes, half-open, Monday 00:00 = 0, 10080 the end of the week. `sure` is open in every week with both
    ends stated; `may` is wider where an end is `?`, or not every week is meant. `closed` is stated with empty lists.
    Hours without days, and words without hours, are `missing`. `office_hours` is what a setting lets "office hours"
    mean. Remarks and conditions are in `left_over`. Readings are shared between calls: never change a value.

    >>> read_hours("Mon ?-17:00").value
    {'sure': [], 'may': [0, 1020], 'bank_holidays': None}
    """
    return guarded(text, lambda short: _read(short, office_hours))
