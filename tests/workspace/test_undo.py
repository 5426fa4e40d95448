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


def test_undo_is_refused_where_a_later_load_of_another_source_changed_the_same_facts(
    workspace: Workspace, make: Any, look: Any
) -> None:
    """An update by hand is a later load too: it is named, and nothing is taken from under it."""
    workspace.load(make("paper", BATH))
    workspace.update("bath", {"name": "City of Bath"})
    before = look(workspace)

    with pytest.raises(InputProblems) as refused:
        workspace.undo(1)

    [problem] = refused.value.problems
    assert (problem.code, problem.hint) == ("PG184", "Undo load 2 first.")
    assert problem.message == "Area 'bath', name: load 2 changed it after load 1."
    assert look(workspace) == before


def test_undo_leaves_no_fact_without_its_row(workspace: Workspace, make: Any) -> None:
    """A fact stated by hand of a row that the load made is named, though the load itself never stated it."""
    workspace.load(make("paper", BATH))
    workspace.update("bath", {"note": "Spa"})

    with pytest.raises(InputProblems, match="'bath', note: load 2"):
        workspace.undo(1)


def test_a_later_load_that_was_undone_is_in_nobodys_way(workspace: Workspace, make: Any, look: Any) -> None:
    """An update that was taken back stands in the way of nothing; taken back again, it does."""
    workspace.load(make("paper", BATH))
    workspace.update("bath", {"name": "City of Bath"})
    workspace.undo(2)
    workspace.undo(3)

    with pytest.raises(InputProblems, match="load 2 changed it"):
        workspace.undo(1)
    workspace.undo(4)
    workspace.undo(1)

    assert look(workspace) == ({}, set())


def test_the_same_load_is_not_undone_twice(workspace: Workspace, make: Any) -> None:
    """The undo itself changed the same facts, and is named."""
    workspace.load(make("paper", BATH))
    workspace.undo(1)

    with pytest.raises(InputProblems, match="load 2 changed it after load 1"):
        workspace.undo(1)


def test_a_source_that_agrees_is_in_nobodys_way(workspace: Workspace, make: Any, look: Any) -> None:
    """What a second source states as well is still counted after the first is undone."""
    workspace.load(make("register", BATH))
    before = look(workspace)[0]["Area", "bath"]["name"]
    workspace.load(make("paper", BATH))

    workspace.undo(1)

    assert look(workspace)[0]["Area", "bath"]["name"] == before


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
