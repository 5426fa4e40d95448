"""Every store answers statements as Cypher says, and refuses the same ones; what differs is known, with its reason."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
import yaml

from pathway_graph.stores import Store, StoreError, Transaction

WRITTEN = yaml.safe_load(pathlib.Path(__file__).with_name("statements.yaml").read_text(encoding="utf-8"))


class TakenBack(Exception):
    """Leave a transaction so that nothing of it stays."""


@pytest.fixture(scope="module")
def given(opened: Store) -> Store:
    """The store with the landscape that all statements stand on; each takes back what it writes."""
    with opened.transaction() as transaction:
        transaction.run("MATCH (n) DETACH DELETE n")
        for statement in WRITTEN["given"]:
            transaction.run(statement)
    return opened


@pytest.mark.parametrize(
    "case", WRITTEN["cases"], ids=lambda case: " ".join([*case.get("first", []), case["run"]])[:90]
)
def test_a_statement(given: Store, engine: str, case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """The rows, their order and the types of their values are those worked out by hand."""
    if reason := case.get("differs", {}).get(engine):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))

    if case.get("refused"):
        with pytest.raises(StoreError), given.transaction() as transaction:  # Neo4j refuses some at the end only
            answer(transaction, case)
        return
    with pytest.raises(TakenBack) as left, given.transaction() as transaction:
        raise TakenBack(answer(transaction, case))
    found = left.value.args[0]

    assert found == case["rows"]
    # 1 == 1.0 == True in Python: the types are compared, too. Of maps the order of keys is nobody's promise.
    assert repr(found) == repr(case["rows"]) or any(isinstance(value, dict) for row in found for value in row)


def answer(transaction: Transaction, case: dict[str, Any]) -> list[list[Any]]:
    """Run a case's statements, each with the parameters that it names; give the last one's rows."""
    rows: list[dict[str, Any]] = []
    for statement in (*case.get("first", []), case["run"]):
        named = {name: value for name, value in case.get("with", {}).items() if f"${name}" in statement}
        rows = transaction.run(statement, named)
    return [list(row.values()) for row in rows]
