"""Say what becomes of contracts in lines that a board can read."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pathway_graph.analysis.cliffs import Cliff
from pathway_graph.analysis.english import day_in_words, joined
from pathway_graph.analysis.taken_down import TakenDown
from pathway_graph.answers.findings import limits

__all__ = ["ONE_DAY", "cliff_title", "days_range", "money", "pounds", "remedy", "sentences", "severity", "title"]

ONE_DAY = "perhaps only the way dates are written"
_MOST = 25


def title(counts: Mapping[str, int], day: datetime.date, months: int) -> str:
    """Say in one line how many contracts are cliffs, of how many."""
    if not counts["contracts"]:
        return "No contracts are stated, so nobody can say what ends."
    behind = "it" if counts["no_successor"] == 1 else "them"
    names = {"no_successor": f"with nothing behind {behind}", "too_late": "followed too late",
             "one_day": "with one day before what follows", "not_taken_over": "followed in part",
             "not_known": "not known"}  # fmt: skip
    parts = [f"{counts[name]} {words}" for name, words in names.items() if counts[name]]
    many, span = counts["contracts"], f"{months} month{'s' if months != 1 else ''}"
    if not parts:
        silent = counts["runs_on"]
        told = f"; {silent} {'states' if silent == 1 else 'state'} no end" if silent else ""
        return (
            f"No contract of {many} is stated to end, or to have to be procured, within {span} of "
            f"{day_in_words(day.toordinal())} with nothing behind it{told}."
        )
    return (
        f"Of {many} contract{'s' if many != 1 else ''}, ending or to be procured within {span} of "
        f"{day_in_words(day.toordinal())}: {', '.join(parts)}."
    )


def days_range(days: Mapping[str, Any] | None) -> str:
    """Say a day, or the days between which it lies.

    >>> days_range({"earliest": "2018-01-01", "latest": "2018-12-31"})
    'between 1 January 2018 and 31 December 2018'
    >>> days_range({"earliest": None, "latest": "2010-12-31"})
    '31 December 2010 at the latest'
    """
    early, late = (days or {}).get("earliest"), (days or {}).get("latest")
    if early == late:
        return _day(late) if late else "a day that is not known"
    if early is None:
        return f"{_day(late)} at the latest"
    if late is None:
        return f"{_day(early)} at the earliest"
    return f"between {_day(early)} and {_day(late)}"


def _day(text: str | None) -> str:
    return day_in_words(datetime.date.fromisoformat(text).toordinal()) if text else ""


def money(value: float | None) -> str:
    """Say pounds.

    >>> money(73540.0)
    '£73,540'
    """
    return "value not stated" if value is None else f"£{value:,.0f}"


def pounds(row: Mapping[str, Any]) -> str:
    """Say what a contract is worth a year, and whether that was worked out."""
    if row["annual_value"] is None:
        return ""
    return f"{money(row['annual_value'])} a year{' (worked out)' if row['annual_value_derived'] else ''}"


def severity(cliff: Cliff, down: TakenDown, today: int) -> tuple[str, str]:
    """Grade a cliff, and say why (docs/contracts.md has the rule)."""
    if cliff.verdict == "one_day":
        return "low", "one day only"
    if not down.services:
        return "low", "nothing is left without a contract"
    if cliff.verdict in ("no_successor", "too_late"):
        musts = [r for r in down.requirements or () if r.requirement.strength == "must" and (r.newly or r.rests_on)]
        if musts:
            return "high", f"'{musts[0].requirement.name}' must be met and rests on it"
        if cliff.ends[1] is not None and cliff.ends[1] < today:
            return "high", "it has ended"
        if cliff.start_by and cliff.start_by[1] is not None and cliff.start_by[1] < today:
            return "high", "the latest safe start of a procurement has passed"
    return "medium", f"{len(down.services)} service{'s' if len(down.services) > 1 else ''} would be left without money"


def cliff_title(cliff: Cliff, row: Mapping[str, Any], today: int) -> str:
    """Say in one sentence what becomes of a contract."""
    name, ends = f"'{cliff.agreement.name}'", days_range(row["ends"])
    over = cliff.ends[1] is not None and cliff.ends[1] < today
    begins = f"{name} {'ended' if over else 'ends'} {'' if ends.startswith('between') else 'on '}{ends}"
    after = joined([f"'{each['name']}'" for each in row["followed_by"][:2]])
    begin, follow, pay = ("begin", "follow", "do not pay") if len(row["followed_by"]) > 1 else (
        "begins", "follows", "does not pay")  # fmt: skip
    if cliff.verdict == "one_day":
        return f"{begins} and {after} {begin} one day too late: {ONE_DAY}."
    if cliff.verdict == "too_late":
        return f"{begins} and {after} {begin} {_many(cliff.days)} too late."
    if cliff.verdict == "not_taken_over":
        left = joined([f"'{each['name']}'" for each in row["services"] if each["id"] in cliff.not_taken_over])
        return f"{begins} and {after} {follow}, but {pay} for {left}."
    left = _left(row)
    if cliff.verdict == "no_successor":
        return f"{begins} and nothing replaces it{left}."
    if not cliff.followers:
        return f"{begins}; not known whether that is before the horizon, and nothing replaces it{left}."
    return f"{begins}; not known whether {after} {begin} in time{left}."


def _left(row: Mapping[str, Any]) -> str:
    services = row["services"]
    if not services:
        return ""
    told = [f"'{each['name']}'" for each in services[:3]] + ([f"{len(services) - 3} more"] if len(services) > 3 else [])
    sure = all(each["left"] == "yes" for each in services)
    verb = f"{'' if sure else 'perhaps '}{'is' if len(services) == 1 else 'are'}"
    return f"; {joined(told)} {verb} paid for by nothing else"


def _many(days: Any) -> str:
    low, high = days
    if low == high:
        return f"{low} day{'s' if low != 1 else ''}"
    return f"at least {low} days" if high is None else f"{low} to {high} days"


def remedy(cliff: Cliff, row: Mapping[str, Any], today: int) -> str:
    """Say what to do: extend while that can be done, else procure; ask where a date is missing."""
    if cliff.verdict == "one_day":
        return "Look at the two dates, and correct the one that is wrong."
    if cliff.verdict == "not_taken_over":
        return "Say which contract pays for what is left out, or let one."
    if cliff.hangs_on:
        asked = joined([f"{f.field} of '{f.id}'" for f in cliff.hangs_on[:4]])
        return f"Ask for {asked}; then decide whether to extend, procure or end it."
    extend = ""
    if cliff.extends_to:
        extend = f"Extend it (options run to {days_range(row['extends_to'])}"
        extend += f"; decide by {days_range(row['notice_by'])}" if cliff.notice_by else ""
        extend += "), or " if not cliff.followers else "), or bring the successor forward."
    if cliff.followers:
        return extend or "Bring the successor forward, or agree that the old contract runs until it begins."
    late = cliff.start_by is not None and cliff.start_by[1] is not None and cliff.start_by[1] < today
    start = f"by {days_range(row['start_by'])}" if cliff.start_by else "in time (no lead time is stated)"
    if late:
        start = f"at once: the latest safe start was {days_range(row['start_by'])}"
    words = f"begin a procurement {start}, or decide that it ends"
    return f"{extend}{words if extend else words[0].upper() + words[1:]}."


def sentences(rows: Sequence[Mapping[str, Any]], more: Mapping[str, Any], assumptions: Sequence[str]) -> Iterator[str]:
    """Tell the findings, then value by quarter, prime contracts, single days, and what was assumed."""
    for row in rows[:_MOST]:
        yield ""
        yield from _finding(row)
    yield from limits(min(_MOST, len(rows)), len(rows), "contracts")
    yield from _quarters(more["quarters"])
    yield from _primes(more["primes"])
    shared = [slip for slip in more["slips"] if slip["days"] == -1]
    if shared:
        yield ""
        told = joined([f"{slip['contract']} and {slip['followed_by']}" for slip in shared[:10]])
        yield f"One day in both contracts, {ONE_DAY}: {told}."
    if later := more["later"]:
        yield ""
        few = "; ".join(f"{each['contract']}, {days_range(each['ends'])}" for each in later[:5])
        rest = f"; and {len(later) - 5} more" if len(later) > 5 else ""
        yield f"Beyond the horizon, with nothing in time behind them ({len(later)}): {few}{rest}. See them: --horizon."
    if assumptions:
        yield ""
        yield from assumptions


def _finding(row: Mapping[str, Any]) -> Iterator[str]:
    accepted = f" [{row['state']}]" if row["state"] in ("accepted", "reopened") else ""
    yield f"{row['severity'].upper()}{accepted}: {row['title']}"
    facts = [pounds(row), f"Supplied by {joined(row['suppliers'])}" if row["suppliers"] else ""]
    facts += [f"Under {joined(row['under'])}"] if row["under"] else []
    if any(facts):
        yield f"  {'. '.join(filter(None, facts))}."
    if len(row["services"]) > 3:
        names = [each["name"] for each in row["services"]]
        more = f" and {len(names) - 12} more" if len(names) > 12 else ""
        yield f"  Left without money: {', '.join(names[:12])}{more}."
    yield from _can_be_done(row)
    yield from _hanging(row)
    if row["stated"]:
        yield f"  Stated in: {row['stated']}{'. Rests in part on an assumption of ours' if row['assumed'] else ''}."
    yield f"  {row['id']}, {row['state']}; {row['severity']}: {row['severity_because']}. {row['remedy']}"


def _can_be_done(row: Mapping[str, Any]) -> Iterator[str]:
    if row["start_by"]["latest"]:
        notice = f"; notice to be given by {days_range(row['notice_by'])}" if row["notice_by"]["latest"] else ""
        yield f"  Latest safe start of a procurement: {days_range(row['start_by'])}{notice}."
    if row["extends_to"]["latest"] or row["extends_to"]["earliest"]:
        yield f"  Options to extend run to {days_range(row['extends_to'])}."


def _hanging(row: Mapping[str, Any]) -> Iterator[str]:
    for each in (row["requirements"] or ())[:5]:
        yield f"  At risk then: {_at_risk(each)}."
    yield from limits(min(5, len(row["requirements"] or ())), len(row["requirements"] or ()), "requirements")
    if row["requirements"] is None:
        yield "  Which requirements rest on it was not worked out."
    if row["people"] is not None:
        yield f"  People where something is at risk: {row['people']:,}."
    for name, words in (("ended_by", "Ended by the milestone"), ("awaited_by", "Waited for by the milestone")):
        if row[name]:
            yield f"  {words} {joined(row[name][:5])}."
    if row["findings"]:
        yield f"  Findings that hang on it: {len(row['findings'])} ({', '.join(row['findings'][:3])})."


def _at_risk(each: Mapping[str, Any]) -> str:
    parts = []
    if each["newly"]:
        parts.append(f"{each['newly']:.0%} newly at risk")
    if each["rests_on"]:
        parts.append(f"{each['rests_on']:.0%} that nobody else meets")
    if each["perhaps"]:
        parts.append(f"{each['perhaps']:.0%} perhaps")
    strength = f" ({each['strength']})" if each["strength"] else ""
    return f"'{each['name']}'{strength}: {', '.join(parts)}"


def _quarters(quarters: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not quarters:
        return
    yield ""
    yield "Value ending, by quarter of the financial year (GBP a year):"
    for row in quarters[:12]:
        when = row["quarter"] or "Quarter not known"
        many = len(row["contracts"])
        blank = f", {row['without_value']} without a value" if row["without_value"] else ""
        nothing = f", of it {money(row['not_followed'])} not replaced in time" if row["not_followed"] else ""
        yield f"  {when}: {money(row['annual_value'])} in {many} contract{'s' if many != 1 else ''}{blank}{nothing}"
    yield from (f"  {line}" for line in limits(min(12, len(quarters)), len(quarters), "quarters"))


def _primes(primes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for row in primes[:10]:
        yield ""
        many = len(row["beneath"])
        first = row["first_end"]
        told = f", the first of all ends {days_range(first)}" if first["latest"] or first["earliest"] else ""
        yield (
            f"Under '{row['name']}' ({row['contract']}) lie {many} contract{'s' if many != 1 else ''}, "
            f"{len(row['services'])} services with its own{told}."
        )
        for each in row["beneath"][:10]:
            late = "; it outlasts the prime contract" if each["contract"] in row["outlasting"] else ""
            ends = days_range(each["ends"])
            on = "" if ends.startswith("between") else "on "
            yield f"  {'  ' * (each['level'] - 1)}{each['name']} ({each['contract']}): ends {on}{ends}{late}"
        yield from (f"  {line}" for line in limits(min(10, many), many, "contracts"))
    yield from limits(min(10, len(primes)), len(primes), "prime contracts")
