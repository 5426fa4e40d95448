"""Validation of what a load can make wrong finds what validation of everything finds."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest

from pathway_graph.errors import Problem
from pathway_graph.model import LABELS
from pathway_graph.storage.ledger import Ledger, Net
from pathway_graph.storage.touched import facts_after
from pathway_graph.storage.validation import validate
from pathway_graph.values import canonical

State = dict[tuple[str, str], dict[str, Any]]


def place(label: str, id: str, header: str) -> Problem:
    return Problem("PG000", "", sheet=label, field=f"{id}.{header}")


def stated(words: str, **value: Any) -> dict[str, Any]:
    return {"state": "stated", "words": words, "value": value}


def needs(*ids: str) -> dict[str, Any]:
    return stated("; ".join(ids), sure=list(ids), some=[], **{"except": []}, any=False)


def day(text: str) -> dict[str, Any]:
    return stated(text, earliest=text, latest=text, precision="day")


def step(number: int) -> dict[str, Any]:
    return stated(str(number), sure=[number, number], may=[number, number])


def landscape() -> State:
    """A sound landscape of 90 nodes: trees of areas, needs and milestones, provisions with steps, dependencies."""
    scale = {"scale": stated("1-5", low=1, high=5)}
    state: State = {("Document", "paper"): {}, ("Document", "memo"): {}, ("Function", "crisis"): {"name": "C"}}
    for n in range(12):
        up = {"parent": [f"a{(n - 1) // 3}"]} if n else {}
        state["Area", f"a{n}"] = {"name": "A", **up, "stated_in": {"document": "paper"}}
        state["Need", f"n{n}"] = {"name": "N", **({"parent": [f"n{(n - 1) // 3}"]} if n else scale)}
        state["Service", f"s{n}"] = {"name": "S", "opens": day("2018-01-01"), "closes": day("2018-12-31")}
        state["Milestone", f"m{n}"] = {"name": "M", **({"part_of": [f"m{(n - 1) // 3}"]} if n else {})}
        state["Dependency", f"d{n}"] = {"needs": [f"Milestone#m{n}"], "blocks": [f"m{(n + 1) % 12}"]}
    for n in range(27):
        box = {"area": needs(f"a{n % 12}"), "need": needs(f"n{n % 12}"), "steps": step(n % 5 + 1)}
        state["Provision", f"p{n}"] = {"service": [f"s{n % 12}"], "function": ["crisis"], **box}
    return {(label, id): {"id": id, **facts} for (label, id), facts in state.items()}


def disturb(state: State, pick: random.Random) -> None:
    """Change one thing that may be right or wrong: take a node away, or state one of its facts otherwise."""
    label, id = pick.choice(sorted(state))
    number = pick.randrange(14)  # the landscape has no 12 and no 13
    stating: dict[str, Any] = {
        "part_of": [f"m{number}"], "blocks": [f"m{number}"], "service": [f"s{number}"], "area": needs(f"a{number}"),
        "need": needs(f"n{number}"), "steps": step(pick.randrange(7)), "closes": day(f"201{7 + number % 3}-06-30"),
        "parent": [f"{label[0].lower()}{number}"], "stated_in": {"document": f"memo{number // 12 or ''}"},
    }  # fmt: skip
    if label == "Need":
        stating["scale"] = stated("", low=1, high=pick.randrange(3, 7))
    own = sorted(stating.keys() & ({"scale", "parent"} if label == "Need" else state[label, id].keys()))
    if pick.random() < 0.1:
        del state[label, id]
    elif pick.random() < 0.1:
        del state[label, id][pick.choice(sorted(state[label, id].keys() - {"id"} or {"id"}))]
    elif own:
        field = pick.choice(own)
        state[label, id][field] = stating[field]
    if state.get((label, id)) == {}:
        del state[label, id]


def net_of(before: State, after: State) -> list[Net]:
    found = []
    for label, id in sorted(before.keys() | after.keys()):
        old, new = before.get((label, id), {}), after.get((label, id), {})
        for field in sorted(old.keys() | new.keys()):
            pair = [canonical(facts[field]) if field in facts else None for facts in (old, new)]
            if pair[0] != pair[1]:
                found.append(Net(label, id, field, pair[0], pair[1]))
    return found


@pytest.fixture
def begun(ledger: Ledger, load: Any) -> State:
    """A ledger that holds the landscape; what counts in it."""
    load("plan", *((label, facts) for (label, _), facts in landscape().items()))
    state: State = {}
    for label, id, field, value in ledger.merged():
        state.setdefault((label, id), {})[field] = json.loads(value)
    assert validate(state, place) == []
    return state


def test_what_a_load_can_make_wrong_is_found(ledger: Ledger, begun: State) -> None:
    """For any few changes of a sound landscape, the problems are those of the whole, found by reading less of it."""
    pick, codes, read_in_part = random.Random(3), set(), 0

    for _ in range(250):
        after = copy.deepcopy(begun)
        for _ in range(pick.randrange(1, 4)):
            disturb(after, pick)
        state, everybody = facts_after(ledger, net_of(begun, after))

        told = validate(state, place, everybody)

        assert told == validate(after, place)
        assert everybody == set(after)
        assert all(state[node] == after[node] for node in state)
        codes |= {problem.code for problem in told}
        read_in_part += len(state) < len(after)

    assert codes == {"PG160", "PG161", "PG162", "PG163", "PG165", "PG169"}
    assert read_in_part > 125


def test_the_first_load_reads_its_own_facts(ledger: Ledger) -> None:
    """Where nothing is stored, the facts to look at are those that come."""
    wanted = landscape()

    state, everybody = facts_after(ledger, net_of({}, wanted))

    assert (state, everybody) == (wanted, set(wanted))
    assert {label for label, _ in everybody} <= LABELS.keys()
