"""A map file renames the sheets and headings of a foreign file."""

from __future__ import annotations

import pathlib

import pytest

from pathway_graph.errors import InputProblems
from pathway_graph.registry import read_batch, read_here

FOREIGN = "Angebote:\n- {Nr: s1, Name: One, Since: 2019-04-01}\n"
MAP = "Angebote: {sheet: Services, columns: {Nr: id, Since: opens}}\n"


def files(folder: pathlib.Path, rules: str) -> tuple[pathlib.Path, pathlib.Path]:
    (folder / "foreign.yaml").write_text(FOREIGN)
    (folder / "map.yaml").write_text(rules)
    return folder / "foreign.yaml", folder / "map.yaml"


def test_renamed(tmp_path: pathlib.Path) -> None:
    """Sheets and headings that the map names are read as the model's; others keep their names."""
    path, rules = files(tmp_path, MAP)

    batch = read_batch(path, map=rules)

    (record,) = batch.records
    assert batch.problems == ()
    assert (record.label, record.id, record.facts["name"]) == ("Service", "s1", "One")
    assert record.facts["opens"]["value"]["precision"] == "day"


WRONG = {
    "Angebot: {sheet: Services}": "no sheet 'Angebot'",
    "Angebote: {sheet: Servces}": "no sheet of the model is called 'Servces'",
    "Angebote: {sheet: Services, columns: {Number: id}}": "has no heading 'Number'",
    "Angebote: {sheet: Services, columns: {Nr: identifier}}": "Services has no field 'identifier'",
    "Angebote: Services": "does not say which sheets",
    "Angebote: {": "is no YAML",
}


@pytest.mark.parametrize("rules", WRONG)
def test_wrong_maps(rules: str, tmp_path: pathlib.Path) -> None:
    """A map that names what is not there, or cannot be read, is refused with what to write."""
    path, written = files(tmp_path, rules)

    with pytest.raises(InputProblems) as caught:
        read_here(path, map=str(written))

    problem = caught.value.problems[0]
    assert (problem.code, problem.file) == ("PG157", "map.yaml")
    assert WRONG[rules] in problem.message
    assert problem.hint
