"""Find where references go round in a circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["one_loop_each"]


def one_loop_each(edges: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Give one shortest loop for each set of nodes that reach each other, each from its smallest node, sorted.

    Sets are found by Tarjan's algorithm (R. Tarjan, 1972), written without recursion; the shortest loop through the
    smallest node by breadth first. Cost: linear in nodes and edges.

    >>> one_loop_each({"a": ["b"], "b": ["c"], "c": ["b", "d"], "e": ["e"]})
    [['b', 'c'], ['e']]
    """
    return sorted(_shortest(min(members), edges, members) for members in _knots(edges))


def _knots(edges: Mapping[str, Sequence[str]]) -> list[set[str]]:
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    knots: list[set[str]] = []
    for root in sorted(edges):
        if root in index:
            continue
        work = [(root, iter(edges.get(root, ())))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(edges.get(target, ()))))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    knots += _closed(node, stack, on_stack, edges)
    return knots


def _closed(node: str, stack: list[str], on_stack: set[str], edges: Mapping[str, Sequence[str]]) -> list[set[str]]:
    members: set[str] = set()
    while node not in members:
        member = stack.pop()
        on_stack.discard(member)
        members.add(member)
    return [members] if len(members) > 1 or node in edges.get(node, ()) else []


def _shortest(start: str, edges: Mapping[str, Sequence[str]], members: set[str]) -> list[str]:
    came_from: dict[str, str] = {}
    queue = [start]
    for node in queue:
        for target in sorted(edges.get(node, ())):
            if target == start:
                return _way_back(start, node, came_from)
            if target in members and target not in came_from:
                came_from[target] = node
                queue.append(target)
    return [start]


def _way_back(start: str, node: str, came_from: Mapping[str, str]) -> list[str]:
    way = [node]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]
