"""Write what a scenario does so that a board can read it; several side by side as a table."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from pathway_graph.analysis.english import day_in_words, joined
from pathway_graph.analysis.gaps import percent
from pathway_graph.answers.findings import limits

__all__ = ["scenario_sentences", "side_by_side"]

_MOST = 10


def _day(moment: str) -> str:
    return day_in_words(datetime.date.fromisoformat(moment[:10]).toordinal())


def _days(days: float) -> str:
    number = f"{abs(days):.1f}".removesuffix(".0")
    return f"{number} working day{'' if number == '1' else 's'}"


def scenario_sentences(found: Mapping[str, Any], name: str) -> Iterator[str]:
    """Tell one scenario: the target (called `name`) first, then what moves, is missed, lapses and opens."""
    moved = found["moved"]
    yield f"What if {found['scenario']}:"
    lost = {row["id"] for row in found["without_date"]}
    if found["to"] in lost:
        yield f"  {name} has no date any more."
        moved = [row for row in moved if row["id"] not in lost]
    elif found["before"] == found["after"]:
        many = {0: "nothing moves", 1: "1 activity moves"}.get(len(moved), f"{len(moved)} activities move")
        yield f"  {name} stays where it was; {many}."
    else:
        yield f"  {name} moves from {_day(found['before'])} to {_day(found['after'])}."
    for row in moved[:_MOST]:
        later = "later" if row["days"] > 0 else "earlier"
        by = f", {_days(row['days'])} {later}" if row["days"] else ""
        yield f"  {row['name'] or row['id']} ({row['id']}): {_day(row['before'])} -> {_day(row['after'])}{by}"
    yield from (f"  {line}" for line in limits(_MOST, len(moved), "activities"))
    for parts in (_undated(found), _board_dates(found), _services(found), _contracts(found), _gaps(found)):
        yield from (f"  {line}" for line in parts)


def _undated(found: Mapping[str, Any]) -> Iterator[str]:
    rows = found["without_date"]
    if rows:
        names = joined([row["name"] or row["id"] for row in rows[:_MOST]])
        more = f" and {len(rows) - _MOST} more" if len(rows) > _MOST else ""
        yield f"Nobody knows any more when {names}{more} can be done: any date of it here is the earliest."


def _board_dates(found: Mapping[str, Any]) -> Iterator[str]:
    for row in found["board_dates"][:_MOST]:
        already = ", as before" if row["missed_before"] else ""
        yield (f"Board date missed{already}: {row['name'] or row['id']} was to be done by {_day(row['deadline'])}, "
               f"and is {_days(row['days_late'])} late.")  # fmt: skip
    yield from limits(_MOST, len(found["board_dates"]), "board dates")


def _services(found: Mapping[str, Any]) -> Iterator[str]:
    for row in found["services"][:_MOST]:
        if row["before"] == row["after"]:
            yield f"{row['name']} closes after {_day(row['closes'])}."
            continue
        when = f"opens on {_day(row['after'])}" if row["after"] else "has no opening day any more"
        was = f", not {_day(row['before'])}" if row["before"] else ""
        late = f"; it was to open on {_day(row['stated'])}" if row["in_time"] is False and row["stated"] else ""
        yield f"{row['name']} {when}{was}{late}."
    yield from limits(_MOST, len(found["services"]), "services")


def _contracts(found: Mapping[str, Any]) -> Iterator[str]:
    for row in found["contracts"][:_MOST]:
        if row["kind"] == "ends_with":
            yield f"{row['name']} ends with {row['milestone']}: {_day(row['after'])}, not {_day(row['before'])}."
            continue
        of = f" ({joined(row['service_names'])})" if row["services"] else ""
        if row["after"] is None:
            yield f"{row['name']}{of} ends on {_day(row['ends'])}; when {row['successor_name']} begins nobody knows."
            continue
        days = "1 day" if row["days"] == 1 else f"{row['days']} days"
        yield (f"{row['name']}{of} lapses: it ends on {_day(row['ends'])}, {row['successor_name']} begins on "
               f"{_day(row['after'])}, {days} without a contract.")  # fmt: skip
    yield from limits(_MOST, len(found["contracts"]), "contracts")


def _gaps(found: Mapping[str, Any]) -> Iterator[str]:
    said = (("gaps_opened", "Gap"), ("gaps_closed", "No gap any more"), ("put_at_risk", "At risk"))
    for key, word in said:
        for row in found[key][:_MOST]:
            until = f"until {_day(row['until'])}" if row["until"] else "with no end in sight"
            people = f"; {row['people']:,} people live there" if row["people"] is not None else ""
            verb = "rests on funding that ends" if key == "put_at_risk" else "has nobody"
            had = "would have had nobody" if key == "gaps_closed" else verb
            yield (f"{word}: from {_day(row['from'])} {until}, {percent(row['share'])} of '{row['name']}' {had}: "
                   f"{row['words']}{people}.")  # fmt: skip
        yield from limits(_MOST, len(found[key]), "of these")
    for row in found["gaps_waiting"][:_MOST]:
        until = f"not before {_day(row['until'])}" if row["until"] else "on a day that nobody knows"
        people = f"; {row['people']:,} people live there" if row["people"] is not None else ""
        yield (f"Waits longer: '{row['name']}', which nobody meets for {row['words']} ({percent(row['share'])} of it), "
               f"was to be met from {_day(row['from'])}, and now is {until}{people}.")  # fmt: skip
    yield from limits(_MOST, len(found["gaps_waiting"]), "gaps that wait longer")
    if not found["gaps_opened"] and found["services"]:
        yield "No gap opens by it."


_HEAD = ("", "date", "later by", "dates missed", "services", "lapses", "gaps", "people", "gaps that wait")


def side_by_side(scenarios: Sequence[Mapping[str, Any]], name: str, today: str | None) -> Iterator[str]:
    """Set scenarios beside each other and beside today: a line each, in the order in which they were given."""
    rows = [("-", today[:10] if today else "-", *(["-"] * 7))]
    for letter, found in zip(_letters(), scenarios, strict=False):
        target = next((row for row in found["moved"] if row["id"] == found["to"]), None)
        missed = sum(not row["missed_before"] for row in found["board_dates"])
        lapses = sum(row["kind"] == "lapses" for row in found["contracts"])
        counted = [row["people"] for row in found["gaps_opened"]]
        people = f"{max(counted):,}" if counted and None not in counted else "not known" if counted else "-"
        lost = found["to"] in {row["id"] for row in found["without_date"]}
        when = "not known" if lost else found["after"][:10] if found["after"] else "-"
        by = "not known" if lost else _days(target["days"]) if target else "-"
        rows.append(
            (letter, when, by, str(missed or "-"), str(len(found["services"]) or "-"), str(lapses or "-"),
             str(len(counted) or "-"), people, str(len(found["gaps_waiting"]) or "-"))
        )  # fmt: skip
    yield f"{name}, as planned (-) and in each scenario (people: of the largest gap that opens):"
    widths = [max(len(row[n]) for row in (_HEAD, *rows)) for n in range(len(_HEAD))]
    for row in (_HEAD, *rows):
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    for letter, found in zip(_letters(), scenarios, strict=False):
        yield f"  {letter}: {found['scenario']}"


def _letters() -> Iterator[str]:
    return (f"{before}{letter}" for before in ("", *ascii_uppercase) for letter in ascii_uppercase)
