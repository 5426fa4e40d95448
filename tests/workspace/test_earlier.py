"""What was known at an earlier time can be asked like what is known now."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from pathway_graph.errors import Usage
from pathway_graph.workspace import Workspace

BATH = ("Area", {"id": "bath", "name": "Bath"})
CITY = ("Area", {"id": "bath", "name": "City"})
X = ("Area", {"id": "x", "name": "X"})


def test_an_earlier_state_is_a_workspace_that_can_be_asked(workspace: Workspace, make: Any, look: Any) -> None:
    """Graph, facts, settings and history are those of then; nothing of now is changed."""
    workspace.load(make("paper", BATH, data_date="2018-01-30"))
    then = look(workspace)
    workspace.load(make("paper", CITY, X, data_date="2018-02-28"))
    now = look(workspace)

    with workspace.known_at(1) as earlier:
        assert look(earlier) == then
        assert earlier.facts() == workspace.facts(known_at=1)
        assert (earlier.as_of, workspace.as_of) == (datetime.date(2018, 1, 30), datetime.date(2018, 2, 28))
        assert earlier.name == workspace.name
        assert earlier.verify() == []
        folder = earlier.path

    assert look(workspace) == now
    assert not folder.exists()


def test_an_earlier_state_cannot_be_written(workspace: Workspace, make: Any) -> None:
    """Nothing is loaded into the past."""
    workspace.load(make("paper", BATH))

    with workspace.known_at(1) as earlier, pytest.raises(Usage, match="PG187"):
        earlier.load(make("paper", CITY))


def test_a_state_is_named_by_a_load_or_a_day(workspace: Workspace, make: Any) -> None:
    """A day means its end: the clock of this workspace goes on by a day at each look, from 30 January 2018."""
    workspace.load(make("paper", BATH))
    workspace.load(make("paper", CITY))
    days = [load.at[:10] for load in workspace.history()]

    names = [workspace.facts(known_at=state)["Area", "bath"]["name"] for state in (1, "2", days[0], days[1])]

    assert names == ["Bath", "City", "Bath", "City"]
    assert workspace.facts(known_at="2018-01-01") == {}


@pytest.mark.parametrize("state", [3, "yesterday", "2018-13-01", -1])
def test_what_is_no_state_is_refused(workspace: Workspace, make: Any, state: Any) -> None:
    """A number past the last load, and text that is no day, are wrong usage."""
    workspace.load(make("paper", BATH))

    with pytest.raises(Usage, match="PG183"):
        workspace.facts(known_at=state)


def test_the_difference_between_two_states(workspace: Workspace, make: Any) -> None:
    """Facts that count otherwise, in both directions; what changed and changed back is no difference."""
    workspace.load(make("paper", BATH))
    workspace.load(make("paper", CITY, X))
    workspace.load(make("paper", ("Area", {"id": "bath", "name": "Bath"}), X))

    told = [(d.id, d.field, d.before, d.after) for d in workspace.differences(1, 3)]

    assert told == [("x", "id", None, "x"), ("x", "name", None, "X")]
    assert [(d.before, d.after) for d in workspace.differences(2, 1) if d.id == "bath"] == [("City", "Bath")]
    assert workspace.differences(2, 2) == []


def test_the_day_is_the_clocks_without_a_data_date(workspace: Workspace) -> None:
    """Without the setting the day that is asked about is today."""
    assert workspace.as_of.year == 2018
