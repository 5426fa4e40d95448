"""Write what a simulation found so that a board can read it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from pathway_graph.analysis.phrases import day_in_words, joined
from pathway_graph.answers.findings import limits

__all__ = ["risk_sentences"]

_MOST = 10


def _day(moment: str) -> str:
    return day_in_words(datetime.date.fromisoformat(moment[:10]).toordinal())


def _chance(share: float) -> str:
    """Say a share of runs as so many in 100, never 0 or 100 where it is not.

    >>> _chance(0.804), _chance(0.0003), _chance(1.0)
    ('80 in 100', 'less than 1 in 100', '100 in 100')
    """
    if 0 < share < 0.005:
        return "less than 1 in 100"
    if 0.995 <= share < 1:
        return "more than 99 in 100"
    return f"{100 * share:.0f} in 100"


def risk_sentences(found: Mapping[str, Any] | None, name: str, finish: str, names: Mapping[str, str]) -> Iterator[str]:
    """Tell dates and chances; `name` and `finish` are the target's, `names` those of activities by id."""
    if found is None:
        return
    yield ""
    if not found["varying"] and not found["promises_varying"]:
        yield ("No duration is stated as a range (duration_low, duration_high, or --ranges): nothing varies in the "
               "simulation.")  # fmt: skip
        return
    many = found["promises_varying"]
    promises = f", and {many} {'promise' if many == 1 else 'promises'} from outside" if many else ""
    yield (f"In {found['runs']:,} simulations (seed {found['seed']}), in which {found['varying']} of {found['of']} "
           f"durations {'varies' if found['varying'] == 1 else 'vary'}{promises}:")  # fmt: skip
    ends = ", ".join(f"{part} in 100 by {_day(found[f'p{part}'])}" for part in (50, 80, 90))
    yield f"  {name}: {ends}."
    yield f"  The forecast, {_day(finish)}, is kept in {_chance(found['chance_of_forecast'])}."
    for row in found["board_dates"][:_MOST]:
        sort = "the board's date" if row["kind"] == "deadline" else "what was promised"
        yield f"  {row['name'] or row['id']} keeps {sort}, {_day(row['day'])}, in {_chance(row['chance'])}."
    yield from (f"  {line}" for line in limits(_MOST, len(found["board_dates"]), "board dates"))
    for row in found["services"][:_MOST]:
        yield (f"  {row['name']} opens before '{row['contract_name']}' has ended ({_day(row['contract_ends'])}) in "
               f"{_chance(row['chance'])}.")  # fmt: skip
    yield from (f"  {line}" for line in limits(_MOST, len(found["services"]), "services"))
    often = sorted(found["criticality"].items(), key=lambda pair: (-pair[1], pair[0]))
    yield from (f"  {names.get(id) or id} ({id}) decides in {_chance(share)}." for id, share in often[:_MOST])
    yield from (f"  {line}" for line in limits(_MOST, len(often), "activities"))
    for driver in found["drivers"]:
        ruled = joined([_many(driver[key], *nouns) for key, nouns in _RULED if driver[key]])
        together = " together" if driver["activities"] + driver["promises"] > 1 else ""
        yield f"  {driver['name']} rules {ruled or 'nothing'}{together} in {driver['share']:g} of 100 simulations."


_RULED = (("activities", ("duration", "durations")), ("promises", ("promise", "promises")))


def _many(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
