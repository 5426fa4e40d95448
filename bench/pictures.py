"""Time pictures: a page of 30 boxes, and 42 pages of a national plan, laid out by graphviz-pure; print one JSON object.

Run: python bench/pictures.py. `page_s` counts layout, routing and SVG in seconds of the processor; targets: a page
0.15 s, a national map of 42 pages 4 s (what is too small to read on A3 is split further: `national_pages`).
"""

from __future__ import annotations

import datetime
import json
import random
import resource
from collections.abc import Callable

from pathway_graph.pictures.node_link import Edge, Network, Node
from pathway_graph.registry import exports

_DAY = datetime.date(2018, 1, 30)


def network(pages: int, on_page: int = 30, seed: int = 5) -> Network:
    """A plan of so many pages: chains within each cluster, a few lines between them."""
    r = random.Random(seed)
    nodes, edges = [], []
    for page in range(pages):
        for n in range(on_page):
            nodes.append(Node(f"{page}-{n}", "Milestone", f"Milestone {n} of programme {page}", "Workstream",
                              ("1 Feb to 30 Jul 2018",), "float 5 d", "not_started", "on_track", "Under way",
                              f"p{page}"))  # fmt: skip
            if n:
                back = max(0, n - r.randrange(6, 9))  # five steps deep, as board plans are
                edges.append(Edge(f"e{page}-{n}", f"{page}-{back}", f"{page}-{n}"))
        if page:
            edges.append(Edge(f"x{page}", f"{page - 1}-{on_page - 1}", f"{page}-0"))
    return Network(
        "bench", "A plan", _DAY, tuple(nodes), tuple(edges), {f"p{n}": f"Programme {n}" for n in range(pages)}
    )


def seconds(work: Callable[[], object], runs: int) -> float:
    """The least time of the processor, of this process and its renderers: a busy machine leaves it alone."""
    taken = []
    for _ in range(runs):
        start = _processor()
        work()
        taken.append(_processor() - start)
    return round(min(taken), 3)


def _processor() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def main() -> None:
    """Measure, and print."""
    writers = exports()

    def drawn(plan: Network, renderer: str) -> tuple[int, int]:
        made = writers["node_link"].drawn(plan, renderer=renderer)
        return len(made.pictures), sum(len(writers["svg"].svg(page)) for page in made.pictures)

    page, national = network(1), network(42)
    made = writers["node_link"].drawn(page, renderer="graphviz-pure").pictures
    writers["pdf"].pdf(made)
    found = {
        "page_s": seconds(lambda: drawn(page, "graphviz-pure"), 7), "page_target_s": 0.15,
        "page_lines_s": seconds(lambda: drawn(page, "lines"), 7),
        "page_pdf_s": seconds(lambda: writers["pdf"].pdf(made), 5),
        "page_png_s": seconds(lambda: writers["png"].png(made[0]), 3),
        "national_s": seconds(lambda: drawn(national, "graphviz-pure"), 1), "national_target_s": 4,
        "national_pages": drawn(national, "graphviz-pure")[0],
    }  # fmt: skip
    print(json.dumps(found))


if __name__ == "__main__":
    main()
