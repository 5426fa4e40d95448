"""Show what is there, function by function and area by area, where nothing says what should be."""

from __future__ import annotations

import dataclasses

from .boxes import AGES, AREAS, MINUTES, STEPS, Box, bits
from .coverage import Coverage
from .english import ages_in_words, hours_in_words, steps_in_words
from .space import UNTESTED

__all__ = ["HOW_TO_ASK", "Present", "inventory"]

HOW_TO_ASK = (
    "Nothing says what should be there, so nothing can be missing. State it in the sheet Requirements: a function, "
    "an area and a need, and whatever else is asked for (ages, steps, hours, longest wait)."
)


@dataclasses.dataclass(frozen=True, slots=True)
class Present:
    """What delivers a function in a leaf area on the day: services, and in words the ages, steps and hours that are
    there for sure, and whether more may be."""

    function: str
    area: str
    services: tuple[str, ...]
    ages: str
    steps: str
    hours: str
    maybe_more: bool


def inventory(coverage: Coverage) -> tuple[Present, ...]:
    """List each function and leaf area with what is open there, in the order of the functions and leaves."""
    there: dict[tuple[str, int], list[tuple[str, Box, bool]]] = {}
    for n, row in enumerate(coverage.candidates.provisions):
        conditions = [condition for group in coverage.standings.times(row) for condition in group]
        if not all(condition.most for condition in conditions):
            continue
        offered = coverage.candidates.offered(n)
        exact = offered.sure == offered.may and all(condition.least for condition in conditions)
        for function in row.functions:
            for leaf in bits(offered.may[AREAS]):
                there.setdefault((function, leaf), []).append((row.service, offered.sure, exact))
    return tuple(_present(coverage, function, leaf, found) for (function, leaf), found in sorted(there.items()))


def _present(coverage: Coverage, function: str, leaf: int, found: list[tuple[str, Box, bool]]) -> Present:
    union = [0] * 6
    for _, sure, _ in found:
        union = [side | mine for side, mine in zip(union, sure, strict=True)]
    union[STEPS] &= ~UNTESTED
    union[MINUTES] &= ~UNTESTED
    values = coverage.space.values(tuple(union))
    return Present(
        function,
        coverage.space.areas.leaves[leaf],
        tuple(sorted({service for service, _, _ in found})),
        ages_in_words(values.ages) if union[AGES] else "",
        steps_in_words(values.steps) if union[STEPS] else "",
        hours_in_words(values.minutes) if union[MINUTES] else "",
        not all(exact for _, _, exact in found),
    )
