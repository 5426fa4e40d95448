"""Give the conformance tests every store that is here, each with an empty graph of its own.

embedded: in this process. embedded-bolt: the embedded engine's own Bolt port. server: what PATHWAY_TEST_BOLT_URL names.
py2neo-...: the same two through py2neo. What is not here is left out, with the reason.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pathlib
from collections.abc import Iterator

import pytest

from pathway_graph.storage.serving import serving
from pathway_graph.stores import Store, open_store

BOLT = "PATHWAY_TEST_BOLT_URL"
ENGINES = ("embedded", "embedded-bolt", "server", "py2neo-embedded", "py2neo-server")
_WRITING = ("createRecord", "readRecord", "updateRecord", "deleteRecord")


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Which store it is."""
    name = str(request.param)
    if name.endswith("server") and BOLT not in os.environ:
        pytest.skip(f"{BOLT} is not set: no Bolt server to run the conformance tests on")
    for start, package in (("py2neo", "py2neo"), ("", "neo4j")):
        if name.startswith(start) and name != "embedded" and importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed: pip install {package}")
    return name


@pytest.fixture(scope="session")
def url(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The store's address; for the embedded engine's own port it is served until the end."""
    prefix = "py2neo+" if engine.startswith("py2neo") else ""
    with contextlib.ExitStack() as stack:
        if engine == "embedded":
            yield "embedded"
            return
        if engine.endswith("server"):
            yield prefix + os.environ[BOLT]
            return
        folder = tmp_path_factory.mktemp("served") / "graph"
        open_store("embedded", folder).close()
        served = stack.enter_context(serving(folder, seconds=8.0, rights=_WRITING))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("PATHWAY_NEO4J_USER", served.user)
        patch.setenv("PATHWAY_NEO4J_PASSWORD", served.password)
        yield f"{prefix}{served.url}/graph"


@pytest.fixture(scope="session")
def opened(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store, open for writing."""
    store = open_store(url, pathlib.Path(tmp_path_factory.mktemp("conformance")) / "graph")
    yield store
    store.close()


@pytest.fixture
def store(opened: Store) -> Store:
    """The store, with nothing in its graph."""
    with opened.transaction() as transaction:
        transaction.run("MATCH (n) DETACH DELETE n")
    return opened
