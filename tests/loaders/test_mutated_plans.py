"""Damaged plan files are refused with codes, or read and scheduled: nothing else can happen."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.codes import CODES
from pathway_graph.errors import InputProblems
from pathway_graph.model import LABELS
from pathway_graph.records import Batch
from pathway_graph.registry import read_plain
from pathway_graph.storage.validation import resolve, validate
from pathway_graph.workbook.batches import batch_of

from .plans_made import MSPDI, XER, mutated

FILES = {"mspdi": (MSPDI, "plan.xml"), "xer": (XER, "plan.xer")}
SEEDS = range(300)


def judged(path: Path, format: str) -> list[str]:
    """Read a file and validate what it states; give the codes of what is wrong (none: it can be loaded)."""
    try:
        batch = batch_of(read_plain(str(path), format=format, source="plan"))
    except InputProblems as error:
        return [problem.code for problem in error.problems]
    return [problem.code for problem in (*batch.problems, *wrong_as_a_whole(batch))]


def wrong_as_a_whole(batch: Batch) -> Any:
    from pathway_graph.errors import Problem

    if batch.problems:
        return []
    state: dict[tuple[str, str], Mapping[str, Any]] = {(r.label, r.id): r.facts for r in resolve(batch, ()).records}
    assert {label for label, _ in state} <= set(LABELS)
    place: Callable[[str, str, str], Problem] = lambda label, id, header: Problem("", "", sheet=label, field=header)  # noqa: E731
    return validate(state, place)


@pytest.mark.parametrize("format", FILES)
def test_the_whole_file_can_be_read(format: str, tmp_path: Any) -> None:
    """What is damaged below is right before."""
    whole, name = FILES[format]
    (tmp_path / name).write_bytes(whole)

    assert judged(tmp_path / name, format) == []


@pytest.mark.parametrize("format", FILES)
def test_three_hundred_damaged_files_are_refused_with_codes_or_read(format: str, tmp_path: Any) -> None:
    """No other exception; every code is one that `doctor explain` knows; both outcomes occur."""
    whole, name = FILES[format]
    path = tmp_path / name
    refused = 0
    for seed in SEEDS:
        path.write_bytes(mutated(whole, seed))
        codes = judged(path, format)
        assert set(codes) <= set(CODES), (seed, codes)
        refused += bool(codes)

    assert 0.3 * len(SEEDS) < refused < len(SEEDS)
