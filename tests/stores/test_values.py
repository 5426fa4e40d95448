"""Hold every engine to the same values, in and out."""

from __future__ import annotations

import datetime
import enum
from typing import Any

import pytest

from pathway_graph.stores import StatementRefused, Store
from pathway_graph.stores.values import convert, prepare

DAY = datetime.date(2020, 2, 29)
SCALARS = [
    "", "plain", "O'Brien said \"no\"", "back\\slash `tick` $x {y}", "two\nlines\r\n\tand a tab",
    "\u00e9\u6f22\U0001f642", "\u202eright to left", "a\x00b", "2020-02-29",
    0, 1, -1, 2**53, -(2**53), 2**63 - 1, 0.1, 1.0, -1.5e300, 5e-324,
    True, False, DAY, datetime.date(1, 1, 1), None,
]  # fmt: skip
LISTS = [[], ["a"], ["b", "a", "b"], [3, 1, 2], [0.5, 1.0], [True, False], [DAY, datetime.date(2018, 4, 1)]]


def of_type(value: object) -> str:
    """The declared type that a value of these tests has."""
    if isinstance(value, list):
        return f"list of {of_type(value[0]) if value else 'any'}"
    return {str: "text", bool: "yes/no", int: "whole", float: "number", datetime.date: "date"}.get(type(value), "any")


@pytest.mark.parametrize("value", SCALARS + LISTS, ids=ascii)
def test_a_stored_value_comes_back_as_it_was(store: Store, value: Any) -> None:
    """What is written as a property is read back equal and of the same type."""
    with store.transaction() as transaction:
        transaction.run("CREATE (:Thing {id: 'a', value: $value})", {"value": value})

    [row] = store.read("MATCH (n:Thing) RETURN n.value AS value", columns={"value": of_type(value)})

    assert row == {"value": value}
    assert type(row["value"]) is type(value)


@pytest.mark.parametrize("value", [*SCALARS, *LISTS, [["a", 1], {"b": [DAY, None]}]], ids=ascii)
def test_a_parameter_is_returned_as_it_was(store: Store, value: Any) -> None:
    """Parameters nest: dicts and lists of anything are carried there and back."""
    [row] = store.read("RETURN $value AS value", {"value": value})

    assert row == {"value": value}


class Words(list[str]):
    """A list of a kind of its own."""


class State(enum.StrEnum):
    """A closed set of words, one of them unfit."""

    BLANK = "blank"
    BROKEN = "\ud800"


def test_kinds_of_lists_and_texts_are_lists_and_texts() -> None:
    """What is a list or a text of another class is carried as a plain one, under the same rules."""
    prepared = prepare({"x": Words([State.BLANK])})

    assert prepared == {"x": ["blank"]}
    assert [type(prepared["x"]), type(prepared["x"][0])] == [list, str]
    with pytest.raises(StatementRefused, match="the parameter x is text with half a character"):
        prepare({"x": State.BROKEN})


def test_tuples_are_lists(store: Store) -> None:
    """A tuple is taken as a list."""
    assert store.read("UNWIND $ids AS id RETURN id", {"ids": ("a", "b")}) == [{"id": "a"}, {"id": "b"}]


@pytest.mark.parametrize("value", [2**63, float("nan"), float("inf"), {1, 2}, b"x", "\ud800", {1: "x"}, object()])
def test_what_no_engine_carries_is_refused_by_name(value: Any) -> None:
    """A parameter that cannot be carried is refused before it is sent, with its path."""
    with pytest.raises(StatementRefused, match=r"the parameter rows\[1\]\.x "):
        prepare({"rows": [{}, {"x": value}]})


def test_nodes_and_relationships_are_dicts_of_their_properties(store: Store) -> None:
    """A row carries no id of the engine's own."""
    statement = "CREATE (:Thing {id: 'a', on: $day})-[:LINK {locator: 'para 5'}]->(:Thing:Other {id: 'b'})"
    with store.transaction() as transaction:
        transaction.run(statement, {"day": DAY})

    rows = store.read("MATCH (a)-[r:LINK]->(b) RETURN a, r, [b] AS others, properties(a) AS held, type(r) AS kind")

    held = {"id": "a", "on": DAY}
    assert rows == [{"a": held, "r": {"locator": "para 5"}, "others": [{"id": "b"}], "held": held, "kind": "LINK"}]


def test_an_undeclared_date_is_a_date(store: Store, engine: str, request: pytest.FixtureRequest) -> None:
    """A column that is not declared still gives dates as dates."""
    if engine == "native":
        reason = "the native build gives a date in a column of its own as ISO text: declare it"
        request.node.add_marker(pytest.mark.xfail(strict=True, reason=reason))

    assert store.read("RETURN date('2020-02-29') AS day") == [{"day": DAY}]


def test_a_path_is_what_lies_along_it(store: Store, engine: str, request: pytest.FixtureRequest) -> None:
    """A path comes as the list of its nodes and relationships."""
    if engine != "neo4j":
        reason = "ArcadeDB gives a path as text: return nodes(p) and relationships(p)"
        request.node.add_marker(pytest.mark.xfail(strict=True, reason=reason))
    with store.transaction() as transaction:
        transaction.run("CREATE (:Thing {id: 'a'})-[:LINK {n: 1}]->(:Thing {id: 'b'})")

    assert store.read("MATCH p = (:Thing)-[:LINK]->() RETURN p") == [{"p": [{"id": "a"}, {"n": 1}, {"id": "b"}]}]


@pytest.mark.parametrize(
    ("declared", "given", "expected"),
    [
        ("date", "2018-04-01", datetime.date(2018, 4, 1)),
        ("date", datetime.datetime(2018, 4, 1, 9, 30), datetime.date(2018, 4, 1)),
        ("date", "2018-04-01T10:00Z", datetime.date(2018, 4, 1)),
        ("list of date", ["2018-04-01", None], [datetime.date(2018, 4, 1), None]),
        ("list of list of whole", [[1.0], []], [[1], []]),
        ("whole", 3.0, 3), ("number", 3, 3.0), ("text", datetime.date(2018, 4, 1), "2018-04-01"),
        ("yes/no", True, True), ("whole", None, None),
    ],
)  # fmt: skip
def test_a_declared_column_has_its_type(declared: str, given: Any, expected: Any) -> None:
    """Engines that give a value in another form are levelled by the declaration."""
    [row] = convert([{"x": given, "other": 1}], {"x": declared})

    assert row == {"x": expected, "other": 1}
    assert type(row["x"]) is type(expected)


@pytest.mark.parametrize(
    ("declared", "given"),
    [
        ("whole", 3.5), ("whole", True), ("whole", "3"), ("number", "3"), ("number", False), ("text", 3), ("yes/no", 1),
        ("date", "1 April"), ("date", "2018-4-1"), ("date", 5), ("list of whole", 3), ("list of whole", ["x"]),
        ("colour", "red"), ("whole", float("inf")),
    ],
)  # fmt: skip
def test_what_does_not_fit_its_declaration_is_refused(declared: str, given: Any) -> None:
    """A value of another kind is an error that names the column, never a silent change."""
    with pytest.raises(StatementRefused, match=r"PG322 .*(the column x|'colour')"):
        convert([{"x": given}], {"x": declared})


def test_a_declared_column_must_be_returned(store: Store) -> None:
    """A declaration of a column that is not there is an error."""
    with pytest.raises(StatementRefused, match="the column day is declared and not returned"):
        store.read("RETURN 1 AS n", columns={"day": "date"})
