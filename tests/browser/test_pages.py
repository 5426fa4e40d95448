"""Try the pages in Chromium: what people see, what a screen reader is told, what the keyboard does, what gets out."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pathway_graph import registry
from pathway_graph.pictures.drawing import Table
from pathway_graph.pictures.maps import MapDrawing, draw_map
from pathway_graph.pictures.picture import Box, Grid, grid
from pathway_graph.workspace import Workspace

HERE = Path(__file__).parent
COUNTY = HERE.parent.parent / "examples" / "county" / "county.yaml"
PAGES = ("county", "since", "beside", "hostile", "names", "index", "area", "notebook")
MARKUP = (
    "<script>alert({n})</script>", '"><img src=x onerror=alert({n})>', "</svg><svg onload=alert({n})>", "&lt;b&gt;{n}",
    "javascript:alert({n})", "</script><script>alert({n})</script>", "' onmouseover='alert({n})", "<!-- {n}", "]]>{n}",
    "{{{{{n}}}}}", "\u202e{n} right to left", "\x00\x1b[31m{n}", "\U0001f600 {n}", "</title><iframe src=x>{n}",
    "${{{n}}}",    "<a href='javascript:alert({n})'>x</a>", "<style>*{{display:none}}</style>{n}", "{n}" + "x" * 300,
    "\u2028{n}\u2029", "<math><mi xlink:href='data:x,<script>alert({n})</script>'>",
)  # fmt: skip
"""Names that would do something in a page that took them for more than text."""


@pytest.fixture(scope="session")
def programs() -> tuple[str, str]:
    """The paths of node and of Chromium; without them the tests are skipped and say why."""
    node, chromium = shutil.which("node"), shutil.which("chromium") or shutil.which("chromium-browser")
    if node and chromium and (HERE / "node_modules" / "playwright-core").is_dir():
        return node, chromium
    reason = (
        "node, Chromium or their packages are missing: apt install nodejs npm chromium, dev.py test --stage browser"
    )
    if os.environ.get("PATHWAY_FULL"):
        pytest.fail(reason)
    pytest.skip(reason)


def hostile(many: int = 5000) -> Grid:
    """A landscape of as many names of what has broken something, 400 of them in boxes, all in the table."""
    names = [MARKUP[n % len(MARKUP)].format(n=n) for n in range(many)]
    boxes = [
        Box(f"{n}{name[:20]}", name, names[n % 7], names[n % 3], lines=(name,)) for n, name in enumerate(names[:400])
    ]
    rows = tuple((name, name) for name in names)
    table = Table("Services", ("Service", "Again"), rows)
    return grid(boxes, point=names[0], told=(names[1],), as_of=datetime.date(2026, 1, 1), rows_are="provider",
                columns_are="area", tables=(table,), footer=(names[5],))  # fmt: skip


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, MapDrawing]:
    """Every HTML page that the product writes, in one folder; and the county's map."""
    folder = tmp_path_factory.mktemp("pages")
    writer, lay_out = registry.exports()["map"], registry.exports()["landscape"].lay_out
    with Workspace.create(folder / "county") as workspace:
        workspace.load(COUNTY)
        county = workspace.map()
        county.save(folder / "county.html")
        workspace.update("wellbeing-line", {"provider": "bridgewell"})
        draw_map(workspace, since=1).save(folder / "since.html")
        workspace.map(area="city", beside="coast").save(folder / "beside.html")
    (folder / "names.html").write_text(writer.html(lay_out(hostile(60))[0]), encoding="utf-8", newline="\n")
    (folder / "hostile.html").write_text(writer.html(lay_out(hostile())[0]), encoding="utf-8", newline="\n")
    parts = (("Everywhere", county.pictures[0]),)
    divided = dataclasses.replace(county, areas=parts, title="Two areas")
    divided.save(folder / "index.html")
    shutil.copy(folder / "index" / "1.html", folder / "area.html")
    shown = f'<!doctype html><html lang="en"><title>Notebook</title><main><h1>Cells</h1>{county._repr_html_()}</main>'
    (folder / "notebook.html").write_text(shown.replace("<h3>", "<h2>").replace("</h3>", "</h2>"), encoding="utf-8")
    return folder, county


@pytest.fixture(scope="session")
def visits(programs: tuple[str, str], drawn: tuple[Path, MapDrawing]) -> dict[str, Any]:
    """What Chromium tells of each page, by its name; `plain` is the county's without script."""
    node, chromium = programs
    files = [str(drawn[0] / f"{name}.html") for name in PAGES]
    done = subprocess.run([node, str(HERE / "visit.cjs"), chromium, *files], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return dict(zip((*PAGES, "plain"), json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("name", [name for name in PAGES if name != "hostile"])
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_axe_finds_nothing(visits: dict[str, Any], name: str, width: str) -> None:
    """WCAG 2.2 AA and best practice hold on every page; on a phone, the page is no wider than it."""
    assert visits[name][width]["rules"] > 10
    assert visits[name][width]["violations"] == []
    assert name == "notebook" or not visits[name][width]["scrolls"]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_fetched_and_nothing_happens(visits: dict[str, Any], name: str) -> None:
    """A page asks for nothing but itself, opens no dialog, leaves the console empty, holds no active markup."""
    told = visits[name]

    assert [url for url in told["requests"] if not url.endswith(f"/{name}.html")] == []
    assert len(told["requests"]) == 1
    assert told["dialogs"] == []
    assert told["console"] == []
    assert told["active"] == 0


@pytest.mark.parametrize("name", ["county", "plain"])
def test_every_service_gap_and_handoff_is_told_to_a_screen_reader(
    visits: dict[str, Any], drawn: tuple[Path, MapDrawing], name: str
) -> None:
    """The accessibility tree names every box and every handoff at risk, with the script and without it."""
    picture = drawn[1].pictures[0]
    names = set(visits[name]["names"])

    assert len(picture.boxes) >= 88
    assert [box.words for box in picture.boxes if box.words not in names] == []
    assert [link.words for link in picture.links if link.words not in names] == []


def test_the_keyboard_walks_by_position(visits: dict[str, Any]) -> None:
    """Arrows go to what stands that way; Home and End to the ends; Enter shows details; one stop for the tab key."""
    told = visits["county"]["keys"]
    ways = {key: (to, moved) for key, to, moved in (step if len(step) == 3 else [*step, None] for step in told["walk"])}

    assert all(to for to, _ in ways.values())
    assert ways["ArrowRight"][1][0] > 0
    assert ways["ArrowDown"][1][1] > 0
    assert ways["ArrowLeft"][1][0] < 0
    assert ways["ArrowUp"][1][1] < 0
    assert told["chosen"] not in ("", "Details")
    assert told["address"].startswith("#row-")
    assert told["tabs"] == 1


def test_the_arrow_keys_lead_to_every_box(visits: dict[str, Any]) -> None:
    """From the first box the arrows lead to all the others: nobody is shut out who uses no mouse."""
    assert visits["county"]["reach"]["reached"] == visits["county"]["reach"]["boxes"] >= 88


def test_the_policy_stops_what_is_not_ours(visits: dict[str, Any]) -> None:
    """A script, a style, an image and a request that somebody brings into the page are all stopped."""
    told = visits["county"]["intrusion"]

    assert told == {"stopped": ["connect-src", "img-src", "script-src-elem", "style-src-elem"], "intruder": False}


def test_the_search_counts_what_it_leaves(visits: dict[str, Any], drawn: tuple[Path, MapDrawing]) -> None:
    """Typing dims what does not fit and says how many are left; showing all brings everything back."""
    told = visits["county"]["search"]

    assert told["count"].endswith("shown.")
    assert 0 < told["left"] < told["all"] == len(drawn[1].pictures[0].boxes)


def test_forced_colours_take_over(visits: dict[str, Any]) -> None:
    """Where the system forces its colours, the outline of a box is the system's, not ours."""
    assert visits["county"]["forced"] == "rgb(0, 0, 0)"
