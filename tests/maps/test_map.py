"""Hold the map to its promises: everything is in it, it stays where it was, and it fits what it is written for."""

from __future__ import annotations

import dataclasses
import datetime
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pathway_graph import registry
from pathway_graph.pictures.drawing import Picture
from pathway_graph.pictures.map_overview import overview
from pathway_graph.pictures.map_pages import MOST_BOXES, by_area, on_paper
from pathway_graph.pictures.picture import NOT_STATED, Box, Edge, Grid, Style, grid

STYLES: tuple[Style, ...] = ("there", "planned", "gap", "paused")
NAMES = st.text(min_size=1, max_size=30)
LANES = st.sampled_from(["Step 1", "Step 2", "Step 10", NOT_STATED, "<b>", "Nobody"])


@st.composite
def landscapes(draw: st.DrawFn, most: int = 25) -> Grid:
    """Random landscapes: services in one or more lanes, gaps, edges between any two services."""
    boxes = {}
    for n in range(draw(st.integers(1, most))):
        style: Style = draw(st.sampled_from(STYLES))
        facts = {"area": tuple(draw(st.lists(st.sampled_from("ABC"), max_size=1)))}
        for row in draw(st.lists(LANES, min_size=1, max_size=2, unique=True)):
            box = Box(f"s{n}", draw(NAMES), row, draw(LANES), style, ("Mon-Fri 09:00-17:00",), facts=facts)
            boxes[box.key] = box
    ids = sorted({box.id for box in boxes.values()})
    ends = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=12))
    edges = tuple(Edge(f"h{n}", a, b, str(n), "words", bool(n % 2)) for n, (a, b) in enumerate(ends))
    return made(list(boxes.values()), edges)


def made(boxes: list[Box], edges: tuple[Edge, ...] = ()) -> Grid:
    return grid(boxes, point="The point", told=(), as_of=datetime.date(2026, 1, 1), rows_are="provider",
                columns_are="area", edges=edges)  # fmt: skip


@given(landscapes())
def test_every_box_and_edge_is_in_the_picture(landscape: Grid) -> None:
    """Each box stands once in each of its lanes, each edge is drawn, no two boxes overlap, no line crosses a box."""
    picture, _ = registry.exports()["landscape"].lay_out(landscape)

    assert len(picture.boxes) == len(landscape.boxes)
    assert {box.id.split(" ")[0] for box in picture.boxes} == {box.id for box in landscape.boxes}
    assert {link.id for link in picture.links} == {edge.id for edge in landscape.edges}
    for n, one in enumerate(picture.boxes):
        for other in picture.boxes[:n]:
            apart = one.x >= other.x + other.width or other.x >= one.x + one.width
            assert apart or one.y >= other.y + other.height or other.y >= one.y + one.height
    for link in picture.links:
        for (x1, y1), (x2, y2) in zip(link.points, link.points[1:], strict=False):
            for box in picture.boxes:
                inside_x = max(min(x1, x2), box.x + 0.01) < min(max(x1, x2), box.x + box.width - 0.01) or (
                    x1 == x2 and box.x < x1 < box.x + box.width)  # fmt: skip
                inside_y = max(min(y1, y2), box.y + 0.01) < min(max(y1, y2), box.y + box.height - 0.01) or (
                    y1 == y2 and box.y < y1 < box.y + box.height)  # fmt: skip
                assert not (inside_x and inside_y), (link.id, box.id)


@given(landscapes(), st.data())
def test_what_is_still_there_stays_in_its_place(landscape: Grid, data: st.DataObject) -> None:
    """A box that is taken away, or one that is added, moves no other one out of its place in its lanes."""
    lay_out = registry.exports()["landscape"].lay_out
    _, kept = lay_out(landscape)
    gone = data.draw(st.sampled_from(landscape.boxes))
    new = Box("new", "A new one", gone.row, gone.column)
    rest = [box for box in landscape.boxes if box.key != gone.key]

    _, then = lay_out(made([*rest, new]), kept)

    for box in rest:
        assert then["boxes"][box.key] == kept["boxes"][box.key]
    assert then["across"] == kept["across"] or set(then["columns"]) != set(kept["columns"])


@given(landscapes())
def test_pages_of_areas_hold_the_whole(landscape: Grid) -> None:
    """Divided by area, each box is on exactly one page, and an edge that leads to another page is counted on both."""
    parts = [part for _, part in by_area(landscape)]

    assert sorted(b.key for part in parts for b in part.boxes) == sorted(b.key for b in landscape.boxes)
    for part in parts:
        ids = {box.id for box in part.boxes}
        crossing = [e for e in landscape.edges if (e.start in ids) != (e.end in ids)]
        assert sum(left.count for left in part.left_out if "another page" in left.what) == len(crossing)


@given(landscapes())
def test_the_page_holds_every_box_and_nothing_active_of_others(landscape: Grid) -> None:
    """Every box is named in the page; names are text: the only script, style and policy are our own."""
    lay_out = registry.exports()["landscape"].lay_out
    page = registry.exports()["map"].html(lay_out(landscape)[0])

    assert set(re.findall(r'data-id="(s\d+)', page)) == {box.id for box in landscape.boxes}
    assert page.count("<script") == 2
    assert page.count("pages that can be read") <= 1
    assert "<b>" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)


def test_a_page_of_paper_can_be_read() -> None:
    """A map too large for a page is cut at lanes: the smallest text has 7 points on A3, and all is there."""
    boxes = [Box(f"s{n}", f"Service {n}", f"Provider {n % 14}", f"Area {n % 7}", lines=("24/7",)) for n in range(200)]
    landscape = dataclasses.replace(made(boxes), tables=())

    first, *pages = paper(landscape)

    assert sorted(b.title for p in pages for b in p.boxes) == sorted(b.title for b in boxes)
    assert sum(int(b.title.split()[0]) if b.title.endswith("services") else 1 for b in first.boxes) == 200
    for page in pages:
        assert min(1134.55 / page.width, 647.89 / page.height) * page.smallest >= 7
        assert len(page.boxes) <= MOST_BOXES


def paper(landscape: Grid) -> list[Picture]:
    """The pages of a landscape on A3."""
    lay_out = registry.exports()["landscape"].lay_out
    fits = registry.exports()["sheets"].fits
    return on_paper(landscape, lay_out(landscape)[0], lambda part: lay_out(part)[0], lambda one: fits(one, "a3"))


@settings(max_examples=15)
@given(landscapes(45))
def test_paper_holds_every_box_and_every_handoff(landscape: Grid) -> None:
    """Each box is on exactly one page after the overview, which may need several itself; each handoff at risk is drawn
    or counted on every page."""
    pages, cells = paper(landscape), len(overview(landscape).boxes)

    if len(pages) == 1:
        assert len(pages[0].boxes) == len(landscape.boxes)
        return
    first = pages[0]
    while cells:
        cells -= len(pages.pop(0).boxes)
        assert cells >= 0
    assert sorted(b.id.split(" ")[0] for p in pages for b in p.boxes) == sorted(b.id for b in landscape.boxes)
    drawn = {link.id for page in pages for link in page.links}
    crossing = {n for page in pages for left in page.left_out for n in left.ids}
    assert {edge.number for edge in landscape.edges if edge.id not in drawn} <= crossing
    if len(first.boxes) < len(overview(landscape).boxes):
        return
    told = sum(int(row[2].split()[0]) for table in first.tables for row in table.rows)
    within = sum(left.count for left in first.left_out if "within one box" in left.what)
    assert told + within == len(landscape.edges)


def test_a_page_that_prints_too_small_says_so_on_paper() -> None:
    """Two hundred services on one A3 sheet can't be read: what is printed says how small, and what to write instead."""
    lay_out, html = registry.exports()["landscape"].lay_out, registry.exports()["map"].html
    boxes = [Box(f"s{n}", f"Service {n}", f"Provider {n % 14}", f"Area {n % 7}", lines=("24/7",)) for n in range(200)]

    assert "map --as pdf writes pages that can be read" in html(lay_out(made(boxes))[0])
    assert "map --as pdf" not in html(lay_out(made(boxes[:5]))[0])


def test_what_changed_is_seen_on_the_overview_by_sign_and_word() -> None:
    """A cell whose services all changed alike is marked as they are; else it counts them with their sign."""
    boxes = [Box(f"s{n}", f"Service {n}", f"Provider {n % 9}", f"Area {n % 7}") for n in range(120)]
    changed = [dataclasses.replace(b, change="added") if b.row == "Provider 1" else b for b in boxes]
    changed = [dataclasses.replace(b, change="moved") if b.id == "s0" else b for b in changed]
    first = paper(made(changed))[0]

    marked = {box.band for box in first.boxes if "added" in [mark.style for mark in box.marks]}
    assert marked == {"row Provider 1"}
    assert sum("> 1 moved" in box.lines for box in first.boxes) == 1
