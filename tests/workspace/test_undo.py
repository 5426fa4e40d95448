"""A load can be put back, as long as no later one changed the same facts."""

from __future__ import annotations

from typing import Any

import pytest

from pathway_graph.errors import InputProblems, Usage
from pathway_graph.workspace import Workspace

BATH = ("Area", {"id": "bath", "name": "Bath"})
CITY = ("Area", {"id": "bath", "name": "City of Bath"})


def test_undo_puts_facts_back(workspace: Workspace, make: Any, look: Any) -> None:
    """After an undo the graph is what it was, and the history one load longer."""
    workspace.load(make("paper", BATH))
    before = look(workspace)
    workspace.load(make("paper", CITY, ("Area", {"id": "x", "name": "X"})))

    undone = workspace.undo(2)

    assert look(workspace) == before
    assert undone.load is not None
    assert (undone.load.seq, undone.load.kind, undone.load.undoes) == (3, "undo", 2)


def test_undo_of_an_undo_is_a_redo(workspace: Workspace, make: Any, look: Any) -> None:
    """An undo is a load like any other."""
    workspace.load(make("paper", BATH))
    workspace.load(make("paper", CITY))
    done = look(workspace)
    workspace.undo(2)

    workspace.undo(3)

    assert look(workspace) == done


def test_undo_is_refused_where_later_loads_changed_the_same_facts(workspace: Workspace, make: Any) -> None:
    """The refusal names each fact and the load that changed it."""
    workspace.load(make("paper", BATH))
    workspace.load(make("paper", CITY))

    with pytest.raises(InputProblems) as refused:
        workspace.undo(1)

    [problem] = refused.value.problems
    assert problem.code == "PG184"
    assert "'bath', name" in problem.message
    assert "load 2" in problem.message


def test_undo_is_refused_where_others_need_the_rows(workspace: Workspace, make: Any) -> None:
    """What is left after an undo has to be right as a whole."""
    workspace.load(make("register", BATH))
    workspace.load(make("paper", ("Area", {"id": "twerton", "name": "Twerton", "parent": ["bath"]})))

    with pytest.raises(InputProblems) as refused:
        workspace.undo(1)

    assert [p.code for p in refused.value.problems] == ["PG160"]


def test_only_a_load_can_be_undone(workspace: Workspace) -> None:
    """A number that no load has is wrong usage."""
    with pytest.raises(Usage):
        workspace.undo(1)


def test_facts_put_back_keep_the_cell_they_came_from(workspace: Workspace, make: Any) -> None:
    """After an undo a fact is told with the file and the cell that first stated it."""
    workspace.load(make("paper", BATH))
    workspace.load(make("paper", ("Area", {"name": "City of Bath", "id": "bath"})))
    workspace.undo(2)

    [told] = workspace.statements("Area", "bath", "name")

    assert (told.value, told.file, told.cell, told.seq) == ("Bath", "paper.xlsx", "Areas!B2", 1)
