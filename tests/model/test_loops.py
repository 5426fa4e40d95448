"""Loops are found wherever they are, once each, in their shortest form."""

from typing import Any

import networkx
from hypothesis import given
from hypothesis import strategies as st

from pathway_graph.storage.loops import one_loop_each

names = st.sampled_from("abcdefg")
graphs = st.dictionaries(names, st.lists(names, max_size=4), max_size=7)


@given(graphs)
def test_each_knot_gives_one_loop_from_its_smallest_node(edges: Any) -> None:
    """The sets that reach each other are those that networkx finds; each is told once, from its smallest node."""
    graph = networkx.DiGraph((a, b) for a, targets in edges.items() for b in targets)
    knots = [k for k in networkx.strongly_connected_components(graph) if len(k) > 1 or graph.has_edge(*list(k) * 2)]

    loops = one_loop_each(edges)

    assert sorted(loop[0] for loop in loops) == sorted(min(knot) for knot in knots)


@given(graphs)
def test_a_loop_is_a_shortest_way_round(edges: Any) -> None:
    """Every step of a loop is a reference, and no way round from its first node is shorter."""
    graph = networkx.DiGraph((a, b) for a, targets in edges.items() for b in targets)
    for loop in one_loop_each(edges):
        assert all(b in edges[a] for a, b in zip(loop, [*loop[1:], loop[0]], strict=True))
        lengths = networkx.shortest_path_length(graph, target=loop[0])
        assert len(loop) == 1 + min(lengths[b] for b in edges[loop[0]] if b in lengths)


def test_a_long_chain_needs_no_recursion() -> None:
    """A chain of 50,000 parents that closes is one loop, found without exhausting the stack."""
    edges = {f"n{i:05}": [f"n{(i + 1) % 50_000:05}"] for i in range(50_000)}

    assert [len(loop) for loop in one_loop_each(edges)] == [50_000]
