"""Give the question tests one graph to fill anew: the embedded one, and a server's if there is one."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator

import pytest

from pathway_graph.stores import Store, open_store

_BOLT = "PATHWAY_TEST_BOLT_URL"
_ENGINES = ["embedded", *(["bolt"] if _BOLT in os.environ else [])]  # tests/stores says so where there is no server


@pytest.fixture(scope="session", params=_ENGINES)
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A graph, open for writing; what is in it is whatever the last test left."""
    url = "embedded" if request.param == "embedded" else os.environ[_BOLT]
    store = open_store(url, pathlib.Path(tmp_path_factory.mktemp("questions")) / "graph")
    yield store
    store.close()
