"""Write what is not covered as exact disjoint pieces: a CSV whose shares add up."""

from __future__ import annotations

import csv
import dataclasses
import io
import os
import pathlib
from collections.abc import Iterator, Sequence

from pathway_graph.analysis.boxes import AREAS, NEEDS, Box
from pathway_graph.analysis.coverage import WORST_FIRST, Coverage, Judgement, Part
from pathway_graph.analysis.standing import COVERED, VERDICTS
from pathway_graph.errors import Problem, Usage

__all__ = ["COLUMNS", "Remainder"]

COLUMNS = (
    "requirement", "verdict", "areas", "needs", "groups", "age_from", "age_until", "step_from", "step_to", "minutes",
    "share",
)  # fmt: skip
_DECIMALS = 12


@dataclasses.dataclass(frozen=True)
class Remainder:
    """The pieces of each verdict of each requirement: no two of one requirement meet, and a point in none of them is
    covered. A piece has one span of ages and one of steps, so that the rows can be counted in a spreadsheet."""

    coverage: Coverage
    judged: Sequence[Judgement]

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Give a row for each piece, in the order of requirements, verdicts (worst first) and pieces."""
        for judgement in self.judged:
            for level in WORST_FIRST:
                if level != COVERED and judgement.weights.get(level):
                    for part, piece in judgement.pieces(level):
                        yield from self._piece(judgement, VERDICTS[level], part, piece)

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

    def _piece(self, judgement: Judgement, verdict: str, part: Part, piece: Box) -> Iterator[tuple[str, ...]]:
        box = part.grid.outer(piece)
        values = self.coverage.space.values(box)
        areas, needs = ";".join(values.areas), ";".join(values.needs)
        assert self.coverage.space.areas.mask(values.areas) == box[AREAS]
        assert self.coverage.space.needs.mask(values.needs) == box[NEEDS]
        minutes = ";".join(f"{low}-{high}" for low, high in values.minutes)
        steps: Sequence[tuple[int | str, int | str]] = values.steps or (("", ""),)
        for low, high in values.ages:
            for first, last in steps:
                weight = self._weight(judgement, box, (low, high), (first, last), values.steps)
                yield (
                    judgement.requirement.id, verdict, areas, needs, ";".join(values.groups), str(low), str(high),
                    str(first), str(last), minutes, _share(weight, judgement.whole),
                )  # fmt: skip

    def _weight(
        self,
        judgement: Judgement,
        box: Box,
        ages: tuple[int, int],
        steps: tuple[int | str, int | str],
        all_steps: Sequence[tuple[int, int]],
    ) -> int:
        from pathway_graph.analysis.boxes import AGES, STEPS, spanned

        space = self.coverage.space
        sides = list(box)
        sides[AGES] = space.ages.mask(ages)
        if all_steps:
            sides[STEPS] = spanned([int(steps[0]), int(steps[1])], 1, inclusive=True)
        return judgement.measure.volume(tuple(sides))


def _share(weight: int, whole: int) -> str:
    """A share with so many decimals that sums over many pieces stay exact to six."""
    scaled = (2 * weight * 10**_DECIMALS + whole) // (2 * whole)
    text = f"{scaled // 10**_DECIMALS}.{scaled % 10**_DECIMALS:0{_DECIMALS}d}".rstrip("0")
    return text + "0" if text.endswith(".") else text
