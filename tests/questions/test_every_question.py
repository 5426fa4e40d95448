"""Every question keeps its promises on a landscape with many links, and twice over."""

from __future__ import annotations

import ast
import collections
import pathlib
from typing import Any

import pytest

from pathway_graph.fields import Reference
from pathway_graph.model import FIELDS
from pathway_graph.questions import library
from pathway_graph.questions.library import Question
from pathway_graph.stores import Store

from .landscape import build, records_of

OWN = library.all_questions()
DAY = "2018-01-30"
every = pytest.mark.parametrize("question", OWN, ids=lambda question: question.name)


def needed(question: Question) -> dict[str, str]:
    """Give what has to be said to ask a question of the crowded landscape."""
    return {p.name: "m1" for p in question.parameters if p.default is None and p.name != "as_of"}


def rows(many: int, make: Any) -> list[dict[str, Any]]:
    return [make(number) for number in range(many)]


_STATED = {"stated_in": "d1", "locator": "1", "note": "n", "note stated_in": "d2", "note locator": "2"}

CROWDED: dict[str, list[dict[str, Any]]] = {
    "Documents": rows(3, lambda n: {"id": f"d{n}", "title": f"D{n}", "kind": "assumption" if n else "source"}),
    "Areas": [
        {"id": "top", "name": "Top"},
        {"id": "left", "name": "Left", "parent": "top"},
        {"id": "right", "name": "Right", "parent": "top"},
        *rows(4, lambda n: {"id": f"a{n}", "name": f"A{n}", "parent": "left; right"}),
    ],
    "Needs": [{"id": "n", "name": "N"}, *rows(3, lambda n: {"id": f"n{n}", "name": f"N{n}", "parent": "n"})],
    "Functions": [
        {"id": "f", "name": "F"},
        {"id": "g", "name": "G", "parent": "f"},
        {"id": "h", "name": "H", "parent": "f; g", "relies_on": "gone; f"},
        {"id": "gone", "name": "Gone"},
        {"id": "lonely", "name": "Lonely"},
    ],
    "Organisations": rows(3, lambda n: {"id": f"o{n}", "name": "Same name", "roles": "provider; commissioner"}),
    "Boards": rows(2, lambda n: {"id": f"b{n}", "name": f"B{n}"}),
    "Services": [
        {"id": "s5", "name": "Same", "provider": "o2", "function": "lonely", "area": "a0", "need": "n"},
        *rows(5, lambda n: {
            "id": f"s{n}", "name": "Same", "provider": "o0; o1", "status": "open", "entry": "gp", **_STATED,
        }),
    ],
    "Provisions": rows(
        10,
        lambda n: {
            "id": f"v{n}", "service": f"s{n % 5}", "function": "f; g; h", "area": "left; right; a0; some of top",
            "need": "n; n0; n1", "ages": "0-18; 16-25", "response_within": "over 3", "max_wait": 99, **_STATED,
        },
    ),
    "Requirements": rows(
        2,
        lambda n: {
            "id": f"r{n}", "name": f"R{n}", "function": "f" if n else "gone", "area": "top; left; a1",
            "need": "n; n0", "hours": "24/7", "response_within": 1, "max_wait": 9,
            "asked_by": "Board#b0; Organisation#o0",
        },
    ),
    "Contracts": rows(
        2,
        lambda n: {"id": f"next{n}", "name": f"Next {n}", "replaces": "k0; k3", "services": "s3" if n else "s1"},
    ) + rows(
        4,
        lambda n: {
            "id": f"k{n}", "name": f"K{n}", "buyers": "o1; o2", "suppliers": "o0; o1", "ends": "2018-03-31",
            **({"services": "s1; s2"} if n < 3 else {}),
            **({"under": "; ".join(f"k{m}" for m in range(n))} if n > 1 else {}),
        },
    ),
    "Handoffs": [
        {"id": "h1", "name": "H1", "from": "s0", "to": "s1"},
        {"id": "h2", "name": "H2", "from": "s1", "to": "s0"},
        {"id": "h3", "name": "H3", "from": "s1", "to": "nobody"},
        {"id": "h5", "name": "H5", "from": "s0", "to": "s5"},
        {"id": "h4", "name": "H4", "from": "s3", "to": "s4", "protocol": "TBC"},
    ],
    "Programmes": [{"id": "p", "name": "P"}],
    "Workstreams": rows(2, lambda n: {
        "id": f"w{n}", "name": f"W{n}", "programme": "p", "led_by": "Organisation#o0; Board#b0",
        "reports_to": "b0; b1", "governance": "b0; b1",
    }),
    "Milestones": [
        *rows(6, lambda n: {
            "id": f"m{n}", "name": f"M{n}", "workstream": f"w{n % 2}", "board": "b0; b1", "opens": "s0; s1",
            "planned_finish": f"2018-0{n + 2}-01", "baseline_finish": "2018-01-31",
        }),
        {"id": "m6", "name": "M6", "opens": "s0; s1", "ends": "k0; k1"},
    ],
    "Dependencies": [
        {"id": "x1", "needs": "m2; m3; k1; s1", "blocks": "m1; m0"},
        {"id": "x2", "needs": "m4; m5; k1", "blocks": "m2; m3"},
        {"id": "x3", "needs": "m4", "blocks": "m1"},
        {"id": "x4", "blocks": "m1; m2; m4", "external": "yes", "giver": "o0"},
    ],
    "Reported": rows(4, lambda n: {
        "id": f"q{n}", "kind": "duplicate" if n < 2 else "handoff", "words": "W",
        "about": f"Service#s0; Service#s{1 + n}; Function#f; Function#g", **_STATED,
    }),
    "Populations": [{"id": "pop", "area": "a0", "ages": "0-18", "people": 10}],
}  # fmt: skip
"""A landscape in which every node has several of everything that it can have several of."""


@pytest.fixture(scope="module")
def landscape(graph: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    build(graph, records_of(CROWDED, pathlib.Path(tmp_path_factory.mktemp("crowded"))))
    return graph


@every
def test_many_links_make_no_row_twice(question: Question, landscape: Store) -> None:
    """However many providers, areas, documents and ways there are, a row's identity comes once, and rows are found."""
    answer = library.ask(landscape.read, question, as_of=DAY, **needed(question))

    identities = [tuple(row[name] for name in question.identity) for row in answer]
    assert len(set(identities)) == len(identities) > 0


@every
def test_rows_are_some_of_the_total(question: Question, landscape: Store) -> None:
    """The denominator counts what the rows are some of, so that "3 of 40" can be said of every answer."""
    answer = library.ask(landscape.read, question, as_of=DAY, **needed(question))

    assert 0 < len(answer) <= answer.total


@every
def test_a_picture_shows_known_nodes(question: Question, landscape: Store) -> None:
    """Every line of a picture has a source with a label and a name, and either a whole target or none."""
    picture = library.draw(landscape.read, question, as_of=DAY, **needed(question))

    assert picture.lines
    for line in picture.lines:
        assert line.source_label in FIELDS
        assert line.source_name
        ends = (line.relationship, line.target, line.target_label, line.target_name)
        assert all(ends) or ends == (None, None, None, None)
        assert line.target_label is None or line.target_label in FIELDS


@every
def test_asking_twice_gives_the_same(question: Question, landscape: Store) -> None:
    """The same question of the same graph gives the same rows in the same order."""
    first, second = (library.ask(landscape.read, question, as_of=DAY, **needed(question)) for _ in range(2))
    pictures = [library.draw(landscape.read, question, as_of=DAY, **needed(question)) for _ in range(2)]

    assert first == second
    assert pictures[0] == pictures[1]


def test_the_fields_asked_for_by_blanks_are_fields_of_the_model() -> None:
    """quality.blanks names only fields that exist, with the relationship that each reference makes."""
    question = library.find("quality.blanks", library.folders())
    listed = question.rows[question.rows.index("[") : question.rows.index("] AS asked") + 1]

    fields = ast.literal_eval(listed)

    for label, name, type in fields:
        field = FIELDS[label][name]
        assert type == (field.type if isinstance(field, Reference) else "")
    counted = question.total[question.total.index("[") : question.total.index("] AS asked") + 1]
    assert dict(ast.literal_eval(counted)) == collections.Counter(label for label, _, _ in fields)
