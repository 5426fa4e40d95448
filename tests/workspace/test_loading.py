"""A load is all or nothing, and what was loaded is what the graph shows."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.workspace import Workspace

BATH = ("Area", {"id": "bath", "name": "Bath"})
TWERTON = ("Area", {"id": "twerton", "name": "Twerton", "parent": ["bath"]})


def test_what_is_loaded_is_in_the_graph(workspace: Workspace, make: Any, look: Any) -> None:
    """Every row becomes a node, and every reference a relationship."""
    workspace.load(make("paper", BATH, TWERTON))

    nodes, edges = look(workspace)

    assert {node: told["name"] for node, told in nodes.items()} == {
        ("Area", "bath"): "Bath",
        ("Area", "twerton"): "Twerton",
    }
    assert edges == {("twerton", "PART_OF", "bath", (), "Area")}


def test_the_same_file_twice_changes_nothing(workspace: Workspace, make: Any) -> None:
    """The second load counts every row as unchanged and writes no load."""
    workspace.load(make("paper", BATH, TWERTON))

    again = workspace.load(make("paper", BATH, TWERTON))

    assert again.load is None
    assert dataclasses.astuple(again.counts["Area"]) == (0, 0, 0, 2)
    assert len(workspace.history()) == 1


def test_counts_say_what_became_of_each_row(workspace: Workspace, make: Any) -> None:
    """A row is added, changed, retired or unchanged; a changed cell makes its row a changed one."""
    workspace.load(make("paper", BATH, TWERTON, ("Area", {"id": "keynsham", "name": "Keynsham"})))

    result = workspace.load(
        make("paper", BATH, ("Area", {"id": "twerton", "name": "T"}), ("Area", {"id": "x", "name": "X"}))
    )

    assert dataclasses.astuple(result.counts["Area"]) == (1, 1, 1, 1)


def test_a_load_with_a_problem_writes_nothing(workspace: Workspace, make: Any, look: Any) -> None:
    """A reference that leads nowhere stops the whole load, with the cell of the reference."""
    with pytest.raises(InputProblems) as refused:
        workspace.load(make("paper", BATH, ("Area", {"id": "twerton", "name": "T", "parent": ["baht"]})))

    [problem] = refused.value.problems
    assert (problem.code, problem.file, problem.cell) == ("PG160", "paper.xlsx", "C3")
    assert workspace.history() == []
    assert look(workspace) == ({}, set())


def test_what_the_loader_found_wrong_stops_the_load(workspace: Workspace, make: Any) -> None:
    """A batch with problems is refused with these problems."""
    found = Problem("PG130", "no such day.")

    with pytest.raises(InputProblems) as refused:
        workspace.load(dataclasses.replace(make("paper", BATH), problems=(found,)))

    assert refused.value.problems == (found,)


def test_what_follows_is_told_together_with_what_could_not_be_read(workspace: Workspace, make: Any) -> None:
    """An unreadable cell hides no unknown reference elsewhere in the file; no cell is told of twice."""
    unread = Problem("PG142", "no id.", sheet="Areas", row=2, column="A", field="name")
    batch = make("paper", ("Area", {"id": "bath"}), ("Area", {"id": "twerton", "name": "T", "parent": ["baht"]}))

    with pytest.raises(InputProblems) as refused:
        workspace.load(dataclasses.replace(batch, problems=(unread,)))

    assert [(p.code, p.row) for p in refused.value.problems] == [("PG142", 2), ("PG160", 3)]
    assert workspace.history() == []


def test_nothing_is_told_to_lead_nowhere_where_a_sheet_could_not_be_read(workspace: Workspace, make: Any) -> None:
    """Where a whole sheet is missing its ids are not known, so no reference to them is called wrong."""
    whole = Problem("PG120", "two columns are called id.", sheet="Areas")
    batch = make("paper", ("Area", {"id": "twerton", "name": "T", "parent": ["bath"]}))

    with pytest.raises(InputProblems) as refused:
        workspace.load(dataclasses.replace(batch, problems=(whole,)))

    assert refused.value.problems == (whole,)


def test_a_row_twice_in_one_file_is_refused(workspace: Workspace, make: Any) -> None:
    """Two rows with the id of one label are an error at the second."""
    with pytest.raises(InputProblems) as refused:
        workspace.load(make("paper", BATH, BATH))

    assert [(p.code, p.row) for p in refused.value.problems] == [("PG182", 3)]


def test_a_reference_may_lead_to_another_sources_row(workspace: Workspace, make: Any, look: Any) -> None:
    """References are checked on what all sources state together."""
    workspace.load(make("register", BATH))

    workspace.load(make("paper", TWERTON))

    assert look(workspace)[1] == {("twerton", "PART_OF", "bath", (), "Area")}


def test_a_row_that_another_source_needs_cannot_go(workspace: Workspace, make: Any) -> None:
    """Retiring what another source refers to is an error at that source's cell."""
    workspace.load(make("register", BATH))
    workspace.load(make("paper", TWERTON))

    with pytest.raises(InputProblems) as refused:
        workspace.load(make("register", labels=("Area",)))

    assert [(p.file, p.cell) for p in refused.value.problems] == [("paper.xlsx", "C2")]


def test_a_trial_writes_nothing_and_says_the_same(workspace: Workspace, make: Any) -> None:
    """`dry_run` gives the counts and changes of the real load, and leaves no load."""
    tried = workspace.load(make("paper", BATH, TWERTON), dry_run=True)
    before = workspace.history()

    done = workspace.load(make("paper", BATH, TWERTON))

    assert (tried.counts, tried.changes) == (done.counts, done.changes)
    assert before == []


def test_a_source_keeps_its_name_when_its_file_is_renamed(workspace: Workspace, make: Any) -> None:
    """What counts is the name of the source, not of the file."""
    batch = make("paper", BATH)
    workspace.load(batch)

    again = workspace.load(dataclasses.replace(batch, file="paper-final-2.xlsx"))

    assert again.load is None


def test_roles_are_labels_of_an_organisation(workspace: Workspace, make: Any, look: Any) -> None:
    """An organisation carries a label for each role, also when its roles change, and keeps its relationships."""
    service = ("Service", {"id": "line", "name": "Line", "provider": ["trust"]})
    trust = {"id": "trust", "name": "Trust", "note": "kept"}
    workspace.load(make("paper", ("Organisation", {**trust, "roles": ["provider", "commissioner"]}), service))
    before = look(workspace)

    workspace.load(make("paper", ("Organisation", {**trust, "roles": ["regulator", "provider"]}), service))

    nodes, edges = look(workspace)
    assert before[0]["Organisation", "trust"]["labels"] == ["Commissioner", "Organisation", "Provider"]
    assert nodes["Organisation", "trust"]["labels"] == ["Organisation", "Provider", "Regulator"]
    assert nodes["Organisation", "trust"]["note"] == "kept"
    assert edges == before[1] == {("trust", "PROVIDES", "line", (), "Service")}


def test_a_fact_that_goes_takes_its_property_along(workspace: Workspace, make: Any, look: Any) -> None:
    """A cell that was emptied leaves no property, and no relationship."""
    workspace.load(make("paper", BATH, ("Area", {**TWERTON[1], "note": "small"})))

    workspace.load(make("paper", BATH, ("Area", {"id": "twerton", "name": "Twerton"})))

    nodes, edges = look(workspace)
    assert "note" not in nodes["Area", "twerton"]
    assert edges == set()
