"""Put a network in order, or say which activities wait for each other in a circle."""

from __future__ import annotations

from collections import deque

from pathway_graph.errors import Problem

from .errors import Unscheduled
from .network import Network

__all__ = ["loops", "put_in_order"]


def put_in_order(network: Network) -> None:
    """Set `network.order`: every node after all that it waits for. Raises Unscheduled (PG350) with one loop a set."""
    waiting = [len(holds) for holds in network.incoming]
    order = [node for node, count in enumerate(waiting) if not count]
    for node in order:
        for hold in network.outgoing[node]:
            waiting[hold.other] -= 1
            if not waiting[hold.other]:
                order.append(hold.other)
    if len(order) < len(waiting):
        found = loops(network)
        problems = [
            Problem("PG350", f"{' -> '.join([*loop, loop[0]])}: each waits for the one before.", "Take one link out.")
            for loop in found
        ]
        raise Unscheduled(*problems, ids=tuple(id for loop in found for id in loop), loops=found)
    network.order = order


def loops(network: Network) -> tuple[tuple[str, ...], ...]:
    """Give a shortest loop of each set of activities that wait for each other, from its smallest id, in order.

    Of several shortest loops the one with the smallest ids is given. A summary stands in its loop with its own id.
    """
    found = [_shortest(network, component) for component in _components(network)]
    return tuple(sorted(_from_smallest([network.ids[node] for node in loop]) for loop in found))


def _components(network: Network) -> list[list[int]]:
    """Find the sets of nodes that reach each other (R. Tarjan, 1972), without recursion; single nodes left out."""
    search = _Search(network)
    for root in range(len(network.ids)):
        if search.index[root] < 0:
            search.run(root)
    return [component for component in search.found if len(component) > 1]


class _Search:
    def __init__(self, network: Network) -> None:
        self.outgoing = network.outgoing
        self.index = [-1] * len(self.outgoing)
        self.low = [0] * len(self.outgoing)
        self.on_stack = bytearray(len(self.outgoing))
        self.stack: list[int] = []
        self.found: list[list[int]] = []
        self.count = 0

    def run(self, root: int) -> None:
        work = [(root, 0)]
        while work:
            node, position = work.pop()
            if not position:
                self.index[node] = self.low[node] = self.count
                self.count += 1
                self.stack.append(node)
                self.on_stack[node] = 1
            deeper = self.descend(node, position)
            if deeper >= 0:
                work += [(node, deeper + 1), (self.outgoing[node][deeper].other, 0)]
                continue
            if self.low[node] == self.index[node]:
                self.unstack(node)
            if work:
                above = work[-1][0]
                self.low[above] = min(self.low[above], self.low[node])

    def descend(self, node: int, position: int) -> int:
        """Give the place of the next link to a node not seen yet, or -1 after the last."""
        for place in range(position, len(self.outgoing[node])):
            other = self.outgoing[node][place].other
            if self.index[other] < 0:
                return place
            if self.on_stack[other]:
                self.low[node] = min(self.low[node], self.index[other])
        return -1

    def unstack(self, node: int) -> None:
        component: list[int] = []
        while not component or component[-1] != node:
            component.append(self.stack.pop())
            self.on_stack[component[-1]] = 0
        self.found.append(component)


def _shortest(network: Network, component: list[int]) -> list[int]:
    """Give a shortest loop of a set: breadth first from every node where ways part (or from any, if none do)."""
    members = set(component)
    nodes = sorted(component, key=lambda node: network.ids[node])
    after = {
        node: sorted({hold.other for hold in network.outgoing[node]} & members, key=lambda other: network.ids[other])
        for node in nodes
    }
    parting = [node for node in nodes if len(after[node]) > 1] or nodes[:1]
    best: list[int] = []
    for start in parting:
        loop = _loop_through(start, after, len(best) or len(nodes) + 1)
        if loop and (not best or len(loop) < len(best)):
            best = loop
    return best


def _loop_through(start: int, after: dict[int, list[int]], shorter_than: int) -> list[int]:
    came: dict[int, int] = {start: -1}
    queue = deque([(start, 1)])
    while queue:
        node, length = queue.popleft()
        if length >= shorter_than:
            return []
        for other in after[node]:
            if other == start:
                loop = [node]
                while came[loop[-1]] >= 0:
                    loop.append(came[loop[-1]])
                return loop[::-1]
            if other not in came:
                came[other] = node
                queue.append((other, length + 1))
    return []


def _from_smallest(loop: list[str]) -> tuple[str, ...]:
    at = loop.index(min(loop))
    return (*loop[at:], *loop[:at])
