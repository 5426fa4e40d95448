"""Over any sequence of loads, updates, undos, crashes and damage, the graph is the merged fold of what was loaded.

The model is a plain dict for each source, and its own few lines of merging: it owes nothing to the ledger.
"""

from __future__ import annotations

import copy
import pathlib
import shutil
import tempfile
import time
from collections.abc import Callable
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from pathway_graph.errors import InputProblems
from pathway_graph.storage.moments import watch
from pathway_graph.storage.updates import Update
from pathway_graph.workspace import Workspace

from .small import look_at, make_batch
from .trial import Tried, is_over

__all__ = ["any_sequence"]

Node = tuple[str, str]
Stated = dict[str, dict[Node, dict[str, Any]]]
SOURCES = ("a", "b", "c")
AREAS = ("n0", "n1", "n2", "n3")
MOMENTS = (
    "ledger begun", "ledger facts", "ledger written", "ledger committed", "graph stamped", "graph nodes",
    "graph relationships", "graph closed",
)  # fmt: skip


_GROUP = 20  # sequences from one seed


class Crash(BaseException):
    """What no code of ours catches."""


def published(day: str) -> dict[str, Any]:
    return {"state": "stated", "words": day, "value": {"earliest": day, "latest": day, "precision": "day"}}


@st.composite
def files(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]]:
    """What one file states: some areas, each with a parent of a lower number, some of them stated in a Document."""
    rows: list[tuple[str, dict[str, Any]]] = []
    for at, id in enumerate(AREAS):
        if not draw(st.booleans()):
            continue
        facts: dict[str, Any] = {"id": id, "name": draw(st.sampled_from(["x", "y"]))}
        above = [facts["id"] for _, facts in rows] or [AREAS[0]]  # mostly there, sometimes only in another source
        if at and draw(st.booleans()):
            facts["parent"] = [draw(st.sampled_from(above))]
        if draw(st.booleans()):
            facts["note"] = draw(st.sampled_from(["one", 'two "2"', "three\n$3"]))
        if draw(st.booleans()):
            facts["stated_in"] = {"document": draw(st.sampled_from(["d1", "d2"])), "locator": "p1"}
        rows.append(("Area", facts))
    cited = {facts["stated_in"]["document"] for _, facts in rows if "stated_in" in facts}
    for id in ("d1", "d2"):
        if id in cited or draw(st.booleans()):
            day = draw(st.sampled_from(["2018-01-01", "2018-06-01", "2019-01-01"]))
            rows.append(("Document", {"id": id, "published": published(day)}))
    return rows


def _words(value: Any) -> str:
    return str(value["words"]) if isinstance(value, dict) else "; ".join(value) if isinstance(value, list) else value


class Model:
    """What the sources state, in plain dicts, and what counts of it by the rules of model.md."""

    def __init__(self) -> None:
        self.stated: Stated = {}
        self.order: list[str] = []
        self.updates: dict[tuple[Node, str], Any] = {}

    def loaded(self, source: str, rows: list[tuple[str, dict[str, Any]]]) -> Model:
        after = copy.deepcopy(self)
        old, new = self.stated.get(source, {}), {(label, facts["id"]): facts for label, facts in rows}
        for node in old.keys() | new.keys():
            for field in old.get(node, {}).keys() | new.get(node, {}).keys():
                if old.get(node, {}).get(field) != new.get(node, {}).get(field):
                    after.updates.pop((node, field), None)
        after.stated[source] = new
        if new != old and source not in after.order:
            after.order.append(source)
        return after

    def days(self) -> dict[str, str]:
        found = {}
        for id in ("d1", "d2"):
            said = {str(rows[node]["published"]): rows[node]["published"]["words"]
                    for rows in self.stated.values() if (node := ("Document", id)) in rows}  # fmt: skip
            if len(said) == 1:
                found[id] = next(iter(said.values()))
        return found

    def counts(self) -> dict[Node, dict[str, Any]]:
        found: dict[Node, dict[str, Any]] = {}
        for node in sorted({node for rows in self.stated.values() for node in rows}):
            by = [(source, self.stated[source][node]) for source in self.order if node in self.stated.get(source, {})]
            for field in sorted({field for _, facts in by for field in facts} | self._updated(node)):
                if (node, field) in self.updates:
                    found.setdefault(node, {})[field] = self.updates[node, field]
                    continue
                found.setdefault(node, {})[field] = self._winner(field, [(s, f) for s, f in by if field in f])
        return found

    def _updated(self, node: Node) -> set[str]:
        return {field for of, field in self.updates if of == node}

    def _winner(self, field: str, by: list[tuple[str, dict[str, Any]]]) -> Any:
        days = {source: self.days().get(facts.get("stated_in", {}).get("document", "")) for source, facts in by}
        for source, facts in by:
            rivals = [s for s, f in by if f[field] != facts[field]]
            if rivals and days[source] and all(days[r] and str(days[r]) < str(days[source]) for r in rivals):
                return facts[field]
        if field in ("id", "name", "stated_in") or all(facts[field] == by[0][1][field] for _, facts in by):
            return by[0][1][field]
        told = "; ".join(f"{source}: {_words(facts[field])}" for source, facts in by)
        return {"state": "missing", "words": told, "sources": [source for source, _ in by]}

    def is_right(self) -> bool:
        there = self.counts()
        for facts in there.values():
            parents = facts.get("parent", [])
            if isinstance(parents, list) and any(("Area", id) not in there for id in parents):
                return False
            if "stated_in" in facts and ("Document", facts["stated_in"]["document"]) not in there:
                return False
        return True


class Machine(RuleBasedStateMachine):
    """Do anything to a workspace, and the same to the model."""

    store = "embedded"
    empty: ClassVar[tuple[Callable[[], object], ...]] = ()
    steps: ClassVar[list[int]] = [0]

    def __init__(self) -> None:
        super().__init__()
        for empty in self.empty:
            empty()
        self.folder = pathlib.Path(tempfile.mkdtemp())
        Workspace.create(self.folder / "machine").close()
        self.workspace = self.opened()
        self.model, self.states = Model(), [Model()]

    def opened(self) -> Workspace:
        """Open the workspace again, as another process would."""
        return Workspace.open(self.folder / "machine.pathway", store=self.store)

    @rule(source=st.sampled_from(SOURCES), rows=files())
    def load(self, source: str, rows: Any) -> None:
        after = self.model.loaded(source, rows)
        try:
            result = self.workspace.load(self.batch(source, rows), allow_removals=9)
        except InputProblems:
            assert not after.is_right()
            return
        assert after.is_right()
        assert (result.load is None) == (after.stated.get(source, {}) == self.model.stated.get(source, {}))
        self.move_to(after, result.load is not None)
        assert self.workspace.load(self.batch(source, rows), allow_removals=9).load is None

    @rule(source=st.sampled_from(SOURCES), rows=files(), moment=st.sampled_from(MOMENTS))
    def crash(self, source: str, rows: Any, moment: str) -> None:
        after = self.model.loaded(source, rows)
        seq = self.workspace.ledger.head()[0]
        watch(lambda reached: self.fall(reached == moment))
        try:
            self.workspace.load(self.batch(source, rows), allow_removals=9)
        except (Crash, InputProblems):
            pass
        finally:
            watch(None)
        self.workspace.close()
        self.workspace = self.opened()
        if self.workspace.ledger.head()[0] > seq:
            self.move_to(after, True)

    @precondition(lambda self: self.model.counts())
    @rule(data=st.data(), note=st.sampled_from(["by hand", "one"]))
    def update(self, data: st.DataObject, note: str) -> None:
        node = data.draw(st.sampled_from(sorted(self.model.counts())))
        result = self.workspace.update([Update(*node, "note", note)])
        after = copy.deepcopy(self.model)
        after.updates[node, "note"] = note
        if result.load is not None:
            self.move_to(after, True)
        else:
            assert self.model.counts()[node].get("note") == note

    @precondition(lambda self: len(self.states) > 1)
    @rule()
    def undo_the_last(self) -> None:
        before = copy.deepcopy(self.states[-2])
        before.order = self.model.order  # who came first is not undone
        try:
            self.workspace.undo(len(self.states) - 1)
        except InputProblems:
            assert not before.is_right()
            return
        self.move_to(before, True)

    @rule()
    def reopen(self) -> None:
        self.workspace.read("MATCH (n) RETURN count(n) AS many")
        self.workspace.close()
        self.workspace = self.opened()
        self.workspace.read("MATCH (n) RETURN count(n) AS many")
        assert self.workspace.said == []

    @precondition(lambda self: self.store == "embedded")
    @rule(part=st.integers(0, 3))
    def damage_the_graph(self, part: int) -> None:
        self.workspace.close()
        graph = self.folder / "machine.pathway" / "graph"
        for file in sorted(graph.iterdir())[part::4] if graph.exists() else ():
            file.unlink()
        self.workspace = self.opened()

    @invariant()
    def the_graph_is_the_merged_fold(self) -> None:
        self.steps[0] += 1
        counts = self.model.counts()
        assert self.workspace.facts() == counts
        nodes, edges = look_at(self.workspace)
        shown = {node: {f: told.get(f) for f in ("name", "note")} for node, told in nodes.items()}
        assert shown == {node: {f: plain(facts.get(f)) for f in ("name", "note")} for node, facts in counts.items()}
        parents = [
            (node[1], facts["parent"]) for node, facts in counts.items() if isinstance(facts.get("parent"), list)
        ]
        wanted: set[tuple[Any, ...]] = {
            (id, "PART_OF", parent, (), "Area") for id, several in parents for parent in several
        }
        cited = [(node[1], facts["stated_in"]) for node, facts in counts.items() if "stated_in" in facts]
        wanted |= {(id, "STATED_IN", s["document"], (("locator", "p1"),), "Document") for id, s in cited}
        assert edges == wanted

    def teardown(self) -> None:
        assert self.workspace.verify() == []
        for seq, model in enumerate(self.states):
            assert self.workspace.facts(known_at=seq) == model.counts()
        self.workspace.close()
        shutil.rmtree(self.folder)

    def move_to(self, after: Model, is_load: bool) -> None:
        self.model = after
        if is_load:
            self.states.append(after)

    def batch(self, source: str, rows: Any) -> Any:
        return make_batch(source, *rows, labels=("Area", "Document"))

    @staticmethod
    def fall(now: bool) -> None:
        if now:
            raise Crash


def plain(value: Any) -> Any:
    """What is not known is no property."""
    return None if isinstance(value, dict) else value


def any_sequence(
    steps: int, seed: int, store: str = "embedded", empty: Callable[[], object] | None = None, length: int = 25
) -> Tried:
    """Take about so many steps, in sequences of at most `length`, each on a workspace of its own.

    `empty` empties the server's database before each. A sequence that fails is made short and printed. They are drawn
    in groups, each from the next seed, until there are enough steps or the time is over.
    """
    taken, begun = [0], time.monotonic()
    told = {"store": store, "empty": (empty,) if empty else (), "steps": taken}
    bound = type("Bound", (Machine,), told)
    while taken[0] < steps and not is_over(begun):
        left = max(1, (steps - taken[0]) // length)
        checks = settings(
            max_examples=min(_GROUP, left), stateful_step_count=length, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        run_state_machine_as_test(seeded(seed)(bound), settings=checks)
        seed += 1
    return Tried(taken[0], "after each the graph was the merged fold of what was loaded")
