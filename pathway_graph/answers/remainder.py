"""Write what is not covered as exact disjoint pieces: a CSV whose shares add up."""

from __future__ import annotations

import csv
import dataclasses
import io
import os
import pathlib
from collections.abc import Iterator, Sequence

from pathway_graph.analysis.boxes import AGES, STEPS
from pathway_graph.analysis.coverage import WORST_FIRST, Coverage, Judgement
from pathway_graph.analysis.shares import MILLION, apportioned
from pathway_graph.analysis.space import UNTESTED, Values
from pathway_graph.analysis.standing import COVERED, VERDICTS
from pathway_graph.errors import Problem, Usage

__all__ = ["COLUMNS", "Remainder"]

COLUMNS = (
    "requirement", "verdict", "areas", "needs", "groups", "age_from", "age_until", "step_from", "step_to", "minutes",
    "share",
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Remainder:
    """The pieces of each verdict of each requirement: no two of one requirement meet, and a point in none of them is
    covered. A piece has one span of ages and one of steps, so that the rows can be counted in a spreadsheet."""

    coverage: Coverage
    judged: Sequence[Judgement]

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Give a row for each piece, in the order of requirements, verdicts (worst first) and pieces.

        Shares are of the requirement, with six decimals; those of a verdict add up to its share exactly.
        """
        for judgement in self.judged:
            for level in WORST_FIRST:
                if level != COVERED and judgement.weights.get(level):
                    yield from self._of_verdict(judgement, level)

    def text(self) -> str:
        """Write the rows as CSV, for people's spreadsheets: UTF-8 with a mark at its beginning."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        writer.writerows(self.rows())
        return out.getvalue()

    def write(self, path: str | os.PathLike[str]) -> int:
        """Write the file and give the number of its pieces. Raises Usage where it can't be written."""
        text = self.text()
        try:
            pathlib.Path(path).write_bytes(text.encode("utf-8-sig"))
        except OSError as error:
            problem = Problem("PG910", f"the remainder can't be written ({error.strerror}).",
                              "Close it where it is open, or name another file.", file=str(path))  # fmt: skip
            raise Usage(problem) from error
        return text.count("\r\n") - 1

    def _of_verdict(self, judgement: Judgement, level: int) -> Iterator[tuple[str, ...]]:
        space, pieces, weights = self.coverage.space, list[Values](), list[int]()
        for part, piece in judgement.pieces(level):
            box = part.grid.outer(piece)
            for ages in _runs(box[AGES]):
                for steps in _runs(box[STEPS]):
                    cut = (*box[:AGES], ages, *box[AGES + 1 : STEPS], steps, *box[STEPS + 1 :])
                    pieces.append(space.values(cut))
                    weights.append(judgement.measure.volume(cut))
        millionths = apportioned(weights, round(judgement.shares[level] * MILLION))
        for values, share in zip(pieces, millionths, strict=True):
            yield (judgement.requirement.id, VERDICTS[level], *_cells(values), f"{share / MILLION:.6f}")


def _cells(values: Values) -> tuple[str, ...]:
    """The bounds of a piece with one span of ages and at most one of steps; empty where they are not tested."""
    (low, high), *_ = values.ages
    first, last = values.steps[0] if values.steps else ("", "")
    minutes = ";".join(f"{opens}-{shuts}" for opens, shuts in values.minutes)
    lists = [";".join(names) for names in (values.areas, values.needs, values.groups)]
    return (*lists, str(low), str(high), str(first), str(last), minutes)


def _runs(mask: int) -> Iterator[int]:
    """The unbroken runs of a side; "not tested" is one."""
    if mask == UNTESTED:
        yield mask
        return
    while mask:
        lowest = mask & -mask
        run = mask & ~(mask + lowest)
        yield run
        mask ^= run
