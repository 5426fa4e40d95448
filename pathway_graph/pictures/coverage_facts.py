"""Read from the answer of `gaps` what a coverage grid shows: what is asked for, and what of it has which verdict."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pathway_graph.analysis.coverage import WORST_FIRST, Judgement
from pathway_graph.analysis.landscape import AGES_END, WEEK
from pathway_graph.analysis.standing import COVERED, VERDICTS
from pathway_graph.errors import Problem, Usage

if TYPE_CHECKING:
    from pathway_graph.analysis.boxes import Box
    from pathway_graph.analysis.coverage import Coverage
    from pathway_graph.answers.findings import Filter
    from pathway_graph.answers.gap_answers import GapAnswer

__all__ = ["Piece", "coverage_pieces"]

Spans = tuple[tuple[int, int], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A part of what a requirement asks for: `verdict` "asked" for all of it, else what is the matter with it.

    `ages` in months and `minutes` of the week end where the next begin, `steps` include both ends. `sides`: which
    areas, needs and groups it holds for, and which are asked for there, as bits; none where it holds for all.
    """

    requirement: str
    name: str
    verdict: str
    ages: Spans
    steps: Spans
    minutes: Spans
    sides: tuple[tuple[int, int], ...] = ()


def coverage_pieces(answer: GapAnswer, only: Filter) -> tuple[Piece, ...]:
    """List what is asked for within a function and an area, and every piece of it that is not covered.

    Raises Usage (PG504) where nothing is asked for there.
    """
    found = tuple(piece for judgement in answer.remainder().judged for piece in _pieces(judgement, only, answer))
    if not found:
        told = "; ".join(f"--{name} {value}" for name, value in only.parameters().items()) or "anything"
        raise Usage(Problem("PG504", f"no requirement asks for {told}, so there is nothing to lay out.",
                            "Take a function of `pathway-graph query map.functions`."))  # fmt: skip
    return found


def _pieces(judgement: Judgement, only: Filter, answer: GapAnswer) -> Iterator[Piece]:
    coverage = answer.found.coverage
    for part in judgement.parts:
        if only.meets(part.asked.may, coverage):
            yield _piece(judgement, "asked", part.asked.may, part.asked.may, coverage)
    for level in WORST_FIRST:
        if level == COVERED or not judgement.weights.get(level):
            continue
        for part, box in judgement.pieces(level):
            outer = part.grid.outer(box)
            if only.meets(outer, coverage):
                yield _piece(judgement, VERDICTS[level], outer, part.asked.may, coverage)


def _piece(judgement: Judgement, verdict: str, box: Box, asked: Box, coverage: Coverage) -> Piece:
    from pathway_graph.analysis.boxes import AREAS, GROUPS, NEEDS

    values = coverage.space.values(box)
    sides = tuple((box[side] & asked[side], asked[side]) for side in (AREAS, NEEDS, GROUPS))
    requirement = judgement.requirement
    return Piece(
        requirement.id, requirement.name, verdict, tuple(values.ages) or ((0, AGES_END),), tuple(values.steps),
        tuple(values.minutes) or ((0, WEEK),), sides if any(one != other for one, other in sides) else (),
    )  # fmt: skip
