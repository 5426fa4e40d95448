"""Every node and edge of a network is in every format, under any name, and nothing in it comes to life."""

from __future__ import annotations

import datetime
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathway_graph.errors import NoRenderer, Usage
from pathway_graph.pictures.drawing import Picture, checked
from pathway_graph.pictures.node_link import Edge, Network, Node
from pathway_graph.pictures.pages import fit
from pathway_graph.registry import exports

from .made import HOSTILE, names, picture

DAY = datetime.date(2018, 1, 30)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Any network: up to 70 nodes in up to five clusters, any edges, loops and doubles among them."""
    count = draw(st.integers(0, 70))
    nodes = tuple(
        Node(
            f"s{at}", "Service", draw(names), cluster=draw(st.sampled_from(["", "a", "b", "c", "d"])), lines=(f"{at}",)
        )
        for at in range(count)
    )
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    edges = tuple(
        Edge(f"e{n}", f"s{a}", f"s{b}", "risk", str(n)) for n, (a, b) in enumerate(draw(st.lists(pairs, max_size=60)))
    ) if count else ()  # fmt: skip
    return Network("any", "Any", DAY, nodes, edges, {"a": "A", "b": "B", "c": "C", "d": draw(names)})


def drawn(network: Network, renderer: str = "lines") -> tuple[Picture, ...]:
    """Lay a network out."""
    return checked(exports()["node_link"].drawn(network, renderer=renderer).pictures)


@settings(max_examples=25, deadline=None)
@given(networks())
def test_every_node_and_edge_is_on_a_page_or_counted(network: Network) -> None:
    """Whatever the size, each node is a box of one page, and each edge is a line of a page with both its ends."""
    pages = drawn(network)

    own = [box.id for page in pages[len(pages) > 1 :] for box in page.boxes if box.style != "organisation"]
    assert sorted(own) == sorted(node.id for node in network.nodes)
    assert {edge.id for edge in network.edges} <= {link.id for page in pages for link in page.links}
    assert all(len(page.boxes) <= 36 for page in pages)
    if len(pages) > 1:
        bundles = [link for link in pages[0].links if link.id not in {edge.id for edge in network.edges}]
        counted = len(pages[0].links) - len(bundles) + sum(left.count for left in pages[0].left_out)
        counted += sum(int(re.findall(r"\d+", link.label)[-1]) for link in bundles)
        assert counted == len(network.edges)


def test_a_long_chain_is_wrapped_into_rows_that_can_be_read() -> None:
    """Twelve cards in a row would be too small on A3: they are folded, in their order, and none covers another."""
    nodes = tuple(Node(f"m{at:02}", "Milestone", f"M {at}", status="late", status_words="Late") for at in range(12))
    edges = tuple(Edge(f"e{at}", f"m{at:02}", f"m{at + 1:02}", "critical_link", heavy=True) for at in range(11))
    (page,) = drawn(Network("chain", "A chain", DAY, nodes, edges), "graphviz-pure")

    assert fit(page, "a3").smallest >= 7
    assert not overlapping(page)
    rows: dict[int, list[str]] = {}
    for box in sorted(page.boxes, key=lambda box: (round(box.y), box.x)):
        rows.setdefault(round(box.y), []).append(box.id)
    assert len(rows) > 1
    assert [id for row in sorted(rows) for id in rows[row]] == [node.id for node in nodes]


def test_a_line_goes_to_another_page_by_a_small_box_that_names_it() -> None:
    """The overview holds one box a group; what is critical stands there as itself; parts name where lines lead."""
    nodes = tuple(
        Node(f"{c}{at}", "Milestone", f"{c} {at}", cluster=c, style="critical" if c == "a" and at > 18 else "there")
        for c in "abc"
        for at in range(21)
    )
    edges = (Edge("x", "a20", "b0", "broken", label="9 days short"), Edge("y", "a19", "a20", "critical_link"))
    network = Network("plan", "Late", DAY, nodes, edges, {"a": "A", "b": "B", "c": "C"}, framed=False)
    first, *pages = drawn(network)

    assert {"a19", "a20", "b0", "group a", "group b", "group c"} == {box.id for box in first.boxes}
    assert {link.start: (link.end, link.label) for link in first.links} == {
        "a20": ("b0", "9 days short"),
        "a19": ("a20", ""),
    }
    stub = next(box for page in pages for box in page.boxes if box.id == "b0" and box.style == "organisation")
    assert stub.lines == ("on page 3",)
    assert [page.point for page in pages] == ["A: 1 of 2 lines fails", "B: 1 of 1 line fails", "C: 21 milestones"]


@settings(max_examples=25, deadline=None)
@given(networks())
def test_every_box_and_line_is_in_every_format(network: Network) -> None:
    """DOT, Mermaid and draw.io have a statement for each box and for each line."""
    writers = exports()
    for page in drawn(network):
        dot, mermaid = writers["dot"].dot(page), writers["mermaid"].mermaid(page)
        cells = list(ET.fromstring(writers["drawio"].drawio([page])).iter("mxCell"))

        assert len(re.findall(r"^ *n\d+ \[id=", dot, re.MULTILINE)) == len(page.boxes)
        assert len(re.findall(r"^  n\d+ -> n\d+ \[id=", dot, re.MULTILINE)) == len(page.links)
        assert len(re.findall(r"^ *n\d+\[", mermaid, re.MULTILINE)) == len(page.boxes)
        assert len(re.findall(r"^  n\d+ (?:-->|==>|-\.->)", mermaid, re.MULTILINE)) == len(page.links)
        assert sum(cell.get("id", "").startswith("box") for cell in cells) == len(page.boxes)
        assert sum(cell.get("edge") == "1" for cell in cells) == len(page.links)


def test_no_name_comes_to_life_in_dot_mermaid_or_draw_io() -> None:
    """Hostile names stay inside their quotes: no statement, link, directive or markup of theirs is active."""
    page = picture(*HOSTILE)
    writers = exports()
    mermaid, drawio = writers["mermaid"].mermaid(page), writers["drawio"].drawio([page])

    quoted = re.sub(r'"(?:[^"\\]|\\.)*"', '""', writers["dot"].dot(page))
    assert '"' not in quoted.replace('""', "")
    assert "URL" not in quoted
    bare = re.sub(r'"[^"\n]*"', '""', mermaid)
    assert not [mark for mark in ('"', "%%", "click", "<") if mark in bare.replace('""', "")]
    assert not re.search("<(?!br>)", mermaid)
    styles = [cell.attrib["style"] for cell in ET.fromstring(drawio).iter("mxCell") if "style" in cell.attrib]
    assert styles
    assert all("html=0" in style and "link=" not in style for style in styles)


def test_each_renderer_that_is_here_draws_the_same_things() -> None:
    """graphviz-pure places everything; lines of our own need nothing; one that is not there is refused by name."""
    nodes = tuple(Node(f"s{at}", "Service", f"Service {at}", cluster="a" if at % 2 else "b") for at in range(12))
    edges = tuple(Edge(f"e{at}", f"s{at}", f"s{at + 1}") for at in range(11))
    network = Network("chain", "A chain", DAY, nodes, edges, {"a": "A", "b": "B"})

    by_graphviz, by_lines = drawn(network, "graphviz-pure")[0], drawn(network, "lines")[0]
    assert [box.id for box in by_graphviz.boxes] == [box.id for box in by_lines.boxes]
    assert all(link.curved for link in by_graphviz.links)
    assert not any(link.curved for link in by_lines.links)
    with pytest.raises(Usage, match="PG504"):
        drawn(network, "crayons")
    assert not overlapping(by_graphviz)
    assert not overlapping(by_lines)


def overlapping(page: Picture) -> list[tuple[str, str]]:
    """Pairs of boxes that cover each other."""
    return [
        (a.id, b.id)
        for at, a in enumerate(page.boxes)
        for b in page.boxes[at + 1 :]
        if a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height
    ]


@pytest.mark.parametrize(("answer", "told"), [
    ((1, b"", b"syntax error"), "ended with 1"), ((0, b"{}", b"warning: node lost"), "said: warning: node lost"),
    ((0, b'{"objects": [], "edges": []}', b""), "left out 2"), ((0, b"no JSON", b""), "cannot be read"),
])  # fmt: skip
def test_a_renderer_that_fails_or_leaves_something_out_is_found(
    answer: tuple[int, bytes, bytes], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status, messages and output are checked; asked for by name it is refused, else the next one draws."""
    module = exports()["graph_layout"]

    class Done:
        returncode, stdout, stderr = answer

    monkeypatch.setattr(module.subprocess, "run", lambda *_, **__: Done())
    monkeypatch.setattr(module.shutil, "which", lambda _: None)
    network = Network("two", "Two", DAY, (Node("a", "Service", "A"), Node("b", "Service", "B")), ())

    with pytest.raises(NoRenderer, match="PG503") as refused:
        drawn(network, "graphviz-pure")
    assert told in refused.value.problems[0].message
    made = exports()["node_link"].drawn(network)
    assert made.renderer == "lines"
    assert (told in made.said[0], "straight" in made.said[-1]) == (True, True)


def test_boxes_stay_where_they_were_and_new_ones_find_room() -> None:
    """With last month's places only what is new gets one, and nothing covers anything."""
    nodes = tuple(Node(f"s{at}", "Service", f"Service {at}") for at in range(8))
    edges = tuple(Edge(f"e{at}", f"s{at}", f"s{at + 1}") for at in range(7))
    write = exports()["node_link"].drawn
    before = write(Network("m", "M", DAY, nodes, edges))
    new = Node("new", "Service", "New")
    after = write(Network("m", "M", DAY, (new, *nodes), (*edges, Edge("x", "s3", "new"))), before.positions)

    old = {box.id: (box.x, box.y) for box in before.pictures[0].boxes}
    now = {box.id: (box.x, box.y) for box in after.pictures[0].boxes}
    moved = {(round(now[id][0] - old[id][0], 1), round(now[id][1] - old[id][1], 1)) for id in old}
    assert len(moved) == 1
    assert not overlapping(after.pictures[0])
