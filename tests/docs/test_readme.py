"""The README's sessions are run, and print what they say."""

import pathlib
import re

import pytest

from pathway_graph.demonstration import example_file
from pathway_graph.workspace import Workspace
from tests.docs.sessions import prints_what_it_says

_README = pathlib.Path(__file__).parents[2] / "README.md"


def test_the_readme_prints_what_it_says(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands of the README, with the example where a checkout has it, print what stands beneath (`...`: some)."""
    monkeypatch.chdir(tmp_path)
    example = tmp_path / "examples" / "banes" / "banes.yaml"
    example.parent.mkdir(parents=True)
    example.write_bytes(example_file().read_bytes())
    with Workspace.create(tmp_path / "banes") as workspace:
        workspace.load(example)

    prints_what_it_says(_README, capsys)


def test_the_pages_that_the_readme_leads_to_are_there() -> None:
    """Every link to a file of ours leads to one."""
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", _README.read_text(encoding="utf-8")):
        assert (_README.parent / link).exists(), link
