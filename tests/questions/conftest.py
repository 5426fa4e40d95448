"""Give the question tests one embedded graph, which each of them fills anew."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

from pathway_graph.stores import Store, open_store


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store("embedded", pathlib.Path(tmp_path_factory.mktemp("questions")) / "graph")
    yield store
    store.close()
