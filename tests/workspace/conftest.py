"""Make small landscapes, workspaces to load them into, and a look at the graph that owes nothing to the product."""

from __future__ import annotations

import datetime
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pathway_graph.records import Batch
from pathway_graph.workspace import Workspace

from .reliability.small import look_at, make_batch

Make = Callable[..., Batch]
Look = Callable[[Workspace], tuple[dict[tuple[str, str], dict[str, Any]], set[tuple[Any, ...]]]]
START = datetime.datetime(2018, 1, 30, 9, tzinfo=datetime.UTC)


@pytest.fixture
def make() -> Make:
    """Make what a loader would return: `make(source, (label, facts), ..., **settings)`."""
    return make_batch


@pytest.fixture
def look() -> Look:
    """Look at all nodes and relationships of a workspace's graph."""
    return look_at


@pytest.fixture
def clock() -> Callable[[], datetime.datetime]:
    """A clock that goes on by a day whenever it is read."""
    days = iter(range(10_000))
    return lambda: START + datetime.timedelta(days=next(days))


@pytest.fixture
def workspace(tmp_path: pathlib.Path, clock: Callable[[], datetime.datetime]) -> Iterator[Workspace]:
    """An empty workspace in a folder of its own."""
    with Workspace.create(tmp_path / "test", clock=clock, identity="0" * 32) as opened:
        yield opened
