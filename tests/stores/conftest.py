"""Give every store test each engine that is here: the embedded one, and the Bolt server that a variable names."""

from __future__ import annotations

import importlib.util
import os
import pathlib
from collections.abc import Callable, Iterator

import pytest

from pathway_graph.stores import Store, open_store

Opener = Callable[..., Store]
BOLT = "PATHWAY_TEST_BOLT_URL"


@pytest.fixture(params=["embedded", "bolt"])
def opener(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[Opener]:
    """Open the same empty graph again and again, with the options of `open_store`; all are closed at the end."""
    url = "embedded"
    if request.param == "bolt":
        if BOLT not in os.environ:
            pytest.skip(f"{BOLT} is not set: no Bolt server to run the store tests on")
        url = os.environ[BOLT]
        _empty(url, tmp_path)
    opened: list[Store] = []

    def open_one(**options: object) -> Store:
        opened.append(open_store(url, tmp_path / "graph", **options))  # type: ignore[arg-type]
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(opener: Opener) -> Store:
    """An empty graph, open for writing."""
    return opener()


@pytest.fixture
def engine(store: Store) -> str:
    """The kind of engine, for what one of them cannot do: native, java or neo4j."""
    name = store.describe().engine
    return "native" if "native" in name else "java" if "Java" in name else "neo4j"


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """Where an embedded graph may be made; the tests that need files and processes use it."""
    if not any(importlib.util.find_spec(name) for name in ("arcadedb", "arcadedb_embedded")):
        pytest.skip("no embedded engine is installed")
    return tmp_path / "graph"


def _empty(url: str, folder: pathlib.Path) -> None:
    """Take everything out of the test server's database: constraints, indexes, nodes."""
    import neo4j

    login = (os.environ["PATHWAY_NEO4J_USER"], os.environ["PATHWAY_NEO4J_PASSWORD"])
    with neo4j.GraphDatabase.driver(url, auth=login) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        for row in driver.execute_query("SHOW CONSTRAINTS YIELD name RETURN name").records:
            driver.execute_query(f"DROP CONSTRAINT `{row['name']}`")
        for row in driver.execute_query("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").records:
            driver.execute_query(f"DROP INDEX `{row['name']}`")
