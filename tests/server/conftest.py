"""Give tests a workspace whose graph lies on the real server that a variable names, emptied before each."""

from __future__ import annotations

import contextlib
import datetime
import os
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pathway_graph.model import SHEETS
from pathway_graph.records import Batch, Cell, Record
from pathway_graph.workspace import Workspace

BOLT = "PATHWAY_TEST_BOLT_URL"
START = datetime.datetime(2018, 1, 30, 9, tzinfo=datetime.UTC)
Run = Callable[..., list[dict[str, Any]]]


def batch(source: str, *rows: tuple[str, dict[str, Any]]) -> Batch:
    """Make what a loader would return: rows of one source, each fact in a column of its own."""
    records = []
    for number, (label, facts) in enumerate(rows, 2):
        cells = {field: Cell(SHEETS[label], number, chr(ord("A") + at)) for at, field in enumerate(facts)}
        records.append(Record(label, facts["id"], facts, cells, Cell(SHEETS[label], number)))
    labels = tuple(sorted({label for label, _ in rows}))
    return Batch(f"{source}.xlsx", source, "0" * 64, labels, tuple(records))


def area(id: str, **facts: Any) -> tuple[str, dict[str, Any]]:
    """Make a row of an area."""
    return "Area", {"id": id, "name": id.title(), **facts}


def stamp_on(run: Run) -> dict[str, Any] | None:
    """Read the stamp as it lies on the server."""
    rows = run("MATCH (m:_Meta) RETURN m.ledger AS ledger, m.seq AS seq, m.hash AS hash")
    return rows[0] if rows else None


@pytest.fixture(scope="session")
def url() -> str:
    """The server's address; without one the test is left out."""
    if BOLT not in os.environ:
        pytest.skip(f"{BOLT} is not set: no Neo4j server to run this on")
    return os.environ[BOLT]


@pytest.fixture
def run(url: str) -> Iterator[Run]:
    """Run a statement on the server past the product, as another tool could; all nodes there are taken out first."""
    import neo4j

    login = (os.environ["PATHWAY_NEO4J_USER"], os.environ["PATHWAY_NEO4J_PASSWORD"])
    with neo4j.GraphDatabase.driver(url, auth=login) as driver:

        def run_one(statement: str, **parameters: Any) -> list[dict[str, Any]]:
            return [record.data() for record in driver.execute_query(statement, parameters).records]

        run_one("MATCH (n) DETACH DELETE n")
        yield run_one


@pytest.fixture
def clock() -> Callable[[], datetime.datetime]:
    """A clock that goes on by a day whenever it is read."""
    days = iter(range(10_000))
    return lambda: START + datetime.timedelta(days=next(days))


Opened = Callable[..., Workspace]


@pytest.fixture
def opened(url: str, run: Run, tmp_path: pathlib.Path, clock: Callable[[], datetime.datetime]) -> Iterator[Opened]:
    """Open a workspace by name, made if it is not there, its graph on the server (or `store`); closed at the end."""
    with contextlib.ExitStack() as stack:

        def open_one(name: str = "test", store: str = url) -> Workspace:
            folder = tmp_path / f"{name}.pathway"
            if not folder.exists():
                Workspace.create(folder, clock=clock, identity=f"ledger-of-{name}").close()
            return stack.enter_context(Workspace.open(folder, store=store, clock=clock))

        yield open_one
