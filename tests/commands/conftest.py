"""Run commands in this process, in an empty folder."""

import shutil
from typing import Any

import pytest

from pathway_graph.cli import main
from pathway_graph.demonstration import example_file
from pathway_graph.workspace import Workspace


@pytest.fixture
def run(tmp_path: Any, monkeypatch: Any, capsys: Any) -> Any:
    """Run one command in an empty folder; give its status, what it printed, and what it said beside."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PATHWAY_WORKSPACE", raising=False)

    def ran(*words: Any) -> Any:
        status = main(list(words))
        told = capsys.readouterr()
        return status, told.out, told.err

    return ran


@pytest.fixture(scope="session")
def _made(tmp_path_factory: Any) -> Any:
    folder = tmp_path_factory.mktemp("made") / "banes.pathway"
    with Workspace.create(folder) as workspace:
        workspace.load(example_file())
    return folder


@pytest.fixture
def banes(_made: Any, tmp_path: Any) -> Any:
    """A workspace that holds the example, of this test's own, in the folder where `run` runs."""
    return shutil.copytree(_made, tmp_path / "banes.pathway")
