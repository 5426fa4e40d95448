"""Random writes leave every store with the graph that plain Python says, and random reads find what it finds."""

from __future__ import annotations

import random
from typing import Any

import pytest

from pathway_graph.stores import Store

from .model import Model, reads, writes

SEEDS = range(12)


class TakenBack(Exception):
    """Leave a transaction so that nothing of it stays."""


def whole(store: Store) -> tuple[list[Any], list[Any]]:
    """Read everything, in an order."""
    nodes = store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS told")
    edges = store.read("MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS type, b.id AS b, r.w AS w")
    told = [(row["labels"], sorted(row["told"].items())) for row in nodes]
    return sorted(told, key=repr), sorted((r["a"], r["type"], r["b"], r["w"]) for r in edges)


def expected(model: Model) -> tuple[list[Any], list[Any]]:
    """Say the same of a model."""
    told = [([label], sorted(told.items())) for label, told in model.nodes.values()]
    return sorted(told, key=repr), sorted(model.edges)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_statements(store: Store, seed: int) -> None:
    """After every transaction, kept or taken back, the graph is the model's, and so is every answer."""
    pick, model = random.Random(seed), Model()
    for _ in range(8):
        after, keep = model.copy(), pick.random() < 0.75
        try:
            with store.transaction() as transaction:
                for statement, parameters, do in writes(pick, pick.randrange(1, 9)):
                    transaction.run(statement, parameters)
                    do(after)
                if not keep:
                    raise TakenBack
        except TakenBack:
            pass
        model = after if keep else model
        assert whole(store) == expected(model)
        for statement, parameters, find in reads(pick, 5):
            rows = [tuple(row.values()) for row in store.read(statement, parameters)]
            assert rows == find(model), statement
