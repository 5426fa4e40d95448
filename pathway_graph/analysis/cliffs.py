"""Find where contracts end with nothing behind them, how late what follows is, and when a procurement has to begin.

Every date may be half-known, so every answer is a range: the days without a contract, the latest safe start. A contract
is judged with each date read so that the answer is least, and so that it is most; the same answer twice is the answer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from .landscape import BLANK_DATE, BLANK_QUANTITY, Date, Quantity
from .standing import Field, months_after, running

__all__ = ["VERDICTS", "Agreement", "Cliff", "Follower", "Range", "cliffs", "followed", "months_before"]

VERDICTS = ("no_successor", "too_late", "one_day", "not_taken_over", "not_known")
"""The verdicts that make a finding. no_successor: it ends, and nothing replaces it. too_late: what replaces it begins
days after it has ended; one_day: by a single day, perhaps only the way dates are written. not_taken_over: what replaces
it pays for less than it did. not_known: a date that decides is blank or half-known."""
QUIET = ("followed", "runs_on", "later", "past")
"""The verdicts that make none. later: beyond the horizon; past: it ended and pays for nothing, or the days without a
contract are over."""

Range = tuple[int | None, int | None]
"""The first and the last day (or number of days) that a value can be; None: not known on that side."""


@dataclasses.dataclass(frozen=True, slots=True)
class Agreement:
    """A contract with what decides when it has to be replaced. Ids, ordinals of days, months, GBP a year."""

    id: str
    name: str
    services: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    starts: Date = BLANK_DATE
    ends: Date = BLANK_DATE
    extend_to: Date = BLANK_DATE
    lead: Quantity = BLANK_QUANTITY
    notice: Quantity = BLANK_QUANTITY
    annual_value: float | None = None
    total_value: float | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Follower:
    """A contract that replaces another: the days between the two on which neither runs (below 0: both run), and the
    services of the earlier one for which it does not pay; empty where it states none."""

    id: str
    days: Range
    leaves_out: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Cliff:
    """What becomes of one contract. `ends` is its last day; `days` those without a contract before the best follower.

    `notice_by`: the last day to give notice; `last_start`: a procurement that begins later is not done when the
    contract has ended; `start_by`: the latest safe start, at which it is done before notice has to be given.
    `extends_to`: the last day with all options, where that is later.
    All four only where the verdict makes a finding, or would but for the horizon.
    """

    agreement: Agreement
    verdict: str
    ends: Range
    followers: tuple[Follower, ...] = ()
    days: Range | None = None
    notice_by: Range | None = None
    last_start: Range | None = None
    start_by: Range | None = None
    extends_to: Range | None = None
    not_taken_over: tuple[str, ...] = ()
    hangs_on: tuple[Field, ...] = ()

    @property
    def first_day_without(self) -> int | None:
        """The first day on which it has surely ended; None where no last day is stated."""
        return None if self.ends[1] is None else self.ends[1] + 1


def cliffs(agreements: Sequence[Agreement], day: int, horizon_months: int) -> list[Cliff]:
    """Judge every contract on a day: those that end, or whose procurement has to begin, before the horizon are told.

    In the order of the last day, unknown ones last, then of the id. Cost: linear in contracts and replacements.
    """
    after: dict[str, list[Agreement]] = {}
    for row in agreements:
        for replaced in row.replaces:
            after.setdefault(replaced, []).append(row)
    horizon = months_after(day, horizon_months)
    paying: dict[str, list[Agreement]] = {}
    for row in agreements:
        for service in row.services:
            paying.setdefault(service, []).append(row)
    found = [_judged(row, after.get(row.id, ()), paying, day, horizon) for row in agreements]
    return sorted(found, key=lambda cliff: (cliff.ends[1] is None, cliff.ends[1] or 0, cliff.agreement.id))


def _judged(
    row: Agreement, after: Sequence[Agreement], paying: Mapping[str, Sequence[Agreement]], day: int, horizon: int
) -> Cliff:
    ends = (row.ends.earliest, row.ends.latest)
    if row.ends.state in ("blank", "any"):
        return Cliff(row, "runs_on", (None, None), tuple(_follower(row, other) for other in after))
    followers, days = followed(row, after)
    left_out = _left_out(row, followers, paying) if followers else ()
    verdict, fields = _verdict(row, followers, days, left_out, day)
    if verdict not in VERDICTS:
        return Cliff(row, verdict, ends, followers, days, not_taken_over=left_out, hangs_on=fields)
    lead, notice = _months(row.lead), _months(row.notice)
    start_by = _back(ends, lead, notice or (0, 0)) if lead else None
    sure, may = _due(row, start_by, horizon)
    if not may:
        verdict, fields = "later", ()
    elif not sure and verdict != "not_known":
        verdict, fields = "not_known", (Field("Contract", row.id, "ends"),)
    return Cliff(
        row, verdict, ends, followers, days, _back(ends, notice), _back(ends, lead), start_by, _option(row), left_out,
        fields,
    )  # fmt: skip


def followed(row: Agreement, after: Iterable[Agreement]) -> tuple[tuple[Follower, ...], Range | None]:
    """Give the contracts that replace one, the best first, and the days between its end and the first that begins."""
    followers = tuple(sorted((_follower(row, other) for other in after), key=_best_first))
    return followers, _least(followers) if followers else None


def _follower(row: Agreement, other: Agreement) -> Follower:
    """Count the days on which neither runs: the successor's first day less the day after the last."""
    starts = other.starts if other.starts.state in ("stated", "half") else BLANK_DATE
    first = None if starts.earliest is None or row.ends.latest is None else starts.earliest - row.ends.latest - 1
    last = None if starts.latest is None or row.ends.earliest is None else starts.latest - row.ends.earliest - 1
    out = tuple(s for s in row.services if s not in other.services) if other.services else ()
    return Follower(other.id, (first, last), out)


def _best_first(follower: Follower) -> tuple[bool, int, bool, int, str]:
    low, high = follower.days
    return (high is None, high or 0, low is None, low or 0, follower.id)


def _least(followers: Iterable[Follower]) -> Range:
    """The days without a contract until the first of several begins."""
    lows, highs = zip(*(follower.days for follower in followers), strict=True)
    return (
        None if None in lows else min(low for low in lows if low is not None),
        min((high for high in highs if high is not None), default=None),
    )


def _verdict(
    row: Agreement, followers: Sequence[Follower], days: Range | None, left_out: Sequence[str], day: int
) -> tuple[str, tuple[Field, ...]]:
    """Judge a contract that ends, whenever that is; with the fields on which it hangs where it is not known."""
    ends = row.ends.latest
    if not followers:
        over = ends is not None and ends < day
        return ("past" if over and not row.services else "no_successor", ())
    low, high = days or (None, None)
    if high is not None and high <= 0:
        return ("not_taken_over" if left_out else "followed"), ()
    if ends is not None and high is not None and ends + high < day and low is not None:
        return "past", ()
    if low == high == 1:
        return "one_day", ()
    if low is not None and low >= 1:
        return "too_late", ()
    ends_exact = ends is not None and row.ends.earliest == ends
    starts = [Field("Contract", follower.id, "starts") for follower in followers]
    return "not_known", tuple([*([] if ends_exact else [Field("Contract", row.id, "ends")]), *starts])


def _due(row: Agreement, start_by: Range | None, horizon: int) -> tuple[bool, bool]:
    """Whether a contract surely, and whether it perhaps, ends or has to be procured before the horizon."""
    surely, perhaps = running(row.ends, horizon)
    sure, may = not perhaps, not surely
    if start_by:
        earliest, latest = start_by
        sure = sure or (latest is not None and latest < horizon)
        may = may or (earliest is not None and earliest < horizon)
    return sure, may


def _left_out(
    row: Agreement, followers: Sequence[Follower], paying: Mapping[str, Sequence[Agreement]]
) -> tuple[str, ...]:
    """The services for which no follower pays, nor any other contract that runs on when this one has ended."""
    if not followers or not all(follower.leaves_out for follower in followers) or row.ends.latest is None:
        return ()
    missing = set(row.services).intersection(*(follower.leaves_out for follower in followers))
    after = row.ends.latest + 1
    return tuple(
        service
        for service in row.services
        if service in missing
        and not any(other is not row and running(other.ends, after)[1] for other in paying[service])
    )


def _option(row: Agreement) -> Range | None:
    """The last day with all options taken, where that may be later than the end."""
    option = row.extend_to
    if option.state not in ("stated", "half"):
        return None
    if option.latest is not None and row.ends.earliest is not None and option.latest <= row.ends.earliest:
        return None
    return option.earliest, option.latest


def _months(value: Quantity) -> tuple[float | None, float | None] | None:
    return (value.low, value.high) if value.state in ("stated", "half") else None


def _back(ends: Range, *periods: tuple[float | None, float | None] | None) -> Range | None:
    """Go back from the day after the last by these periods: the earliest and the latest day that gives."""
    if None in periods:
        return None
    lows = [period[0] for period in periods if period]
    highs = [period[1] for period in periods if period]
    if lows == highs and ends[0] is not None and ends[0] == ends[1]:
        day = months_before(ends[0] + 1, [low or 0 for low in lows])
        return day, day
    earliest = None if ends[0] is None or None in highs else months_before(ends[0] + 1, [h or 0 for h in highs])
    latest = None if ends[1] is None else months_before(ends[1] + 1, [low or 0 for low in lows])
    return earliest, latest


def months_before(day: int, periods: Iterable[float]) -> int:
    """Go back some months, added up first: whole months by the calendar, what is left of one at 30 days a month.

    The same day of the month, or that month's last day; never before the first day there is.
    """
    whole, rest = divmod(sum(periods), 1)
    try:
        found = months_after(day, -int(whole)) if whole < 120_000 else 1
    except ValueError:
        found = 1
    return max(1, found - round(rest * 30))
