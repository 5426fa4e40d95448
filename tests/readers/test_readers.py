"""Other people's programs read what we write: veraPDF, pdftotext, Mermaid and a Graphviz."""

from __future__ import annotations

import json
import pathlib
import shutil
import subprocess
import sys

import pytest

from pathway_graph.errors import NoRenderer
from pathway_graph.pictures.drawing import Picture
from pathway_graph.pictures.node_link import Edge
from pathway_graph.registry import exports
from tests.pictures.made import HOSTILE, picture

HERE = pathlib.Path(__file__).parent
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>pathway-graph</groupId><artifactId>pdf-validator-for-tests</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.verapdf.apps</groupId><artifactId>greenfield-apps</artifactId><version>1.28.2</version>
  </dependency></dependencies>
</project>
"""
LACKING = (
    "a reader is missing: apt install nodejs npm maven poppler-utils graphviz, then run dev.py test --stage readers"
)


def program(name: str) -> str:
    """The path of a program; without it the test is skipped and says why."""
    found = shutil.which(name)
    if not found or not (HERE / "node_modules" / "mermaid").is_dir():
        pytest.skip(LACKING)
    return found


@pytest.fixture(scope="module")
def page() -> Picture:
    """A picture of hostile names."""
    return picture("Primary care", *HOSTILE)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[pathlib.Path]:
    """PDF files: A4 and A3, plain and hostile, of letters that no font here has."""
    folder = tmp_path_factory.mktemp("pdf")
    made = {
        "a3": ([picture("Primary care", "Talking therapy")], "a3"), "a4": ([picture("One", "Two")], "a4"),
        "hostile": ([picture(name) for name in HOSTILE], "a3"), "letters": ([picture("漢字", "한국", "👩‍⚕️")], "a3"),
    }  # fmt: skip
    for name, (pictures, size) in made.items():
        (folder / f"{name}.pdf").write_bytes(exports()["pdf"].pdf(pictures, page=size))
    return sorted(folder.glob("*.pdf"))


def test_every_pdf_is_accessible_by_vera_pdf(files: list[pathlib.Path], tmp_path: pathlib.Path) -> None:
    """veraPDF finds that each file is PDF/UA-1, whatever the names in it."""
    (tmp_path / "pom.xml").write_text(_POM, encoding="utf-8")
    fetch = [program("mvn"), "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"]
    fetched = subprocess.run(fetch, cwd=tmp_path, capture_output=True, check=False)
    assert fetched.returncode == 0, fetched.stdout.decode(errors="replace")[-500:]

    command = [program("java"), "-cp", str(tmp_path / "lib" / "*"), "org.verapdf.apps.GreenfieldCliWrapper"]
    done = subprocess.run([*command, "--flavour", "ua1", "--format", "text", *map(str, files)], capture_output=True,
                          check=False)  # fmt: skip

    told = [line.split()[0] for line in done.stdout.decode().splitlines() if line.strip()]
    assert told == ["PASS"] * len(files), done.stdout.decode()


def test_the_text_of_a_pdf_can_be_selected(files: list[pathlib.Path]) -> None:
    """pdftotext reads titles, the words in boxes, and the tables."""
    a3 = next(path for path in files if path.stem == "a3")
    done = subprocess.run([program("pdftotext"), "-layout", str(a3), "-"], capture_output=True, check=True)

    text = done.stdout.decode()
    for words in ("Primary care", "Talking therapy", "Handoffs", "As at 30 January 2018", "Source: Primary care"):
        assert words in text


def test_mermaid_itself_reads_every_box_and_line(page: Picture) -> None:
    """Mermaid's own parser finds each box and line, and no link or call-back in any name."""
    text = exports()["mermaid"].mermaid(page)
    done = subprocess.run([program("node"), str(HERE / "mermaid_reader.mjs")], input=text.encode(), capture_output=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-500:]

    read = json.loads(done.stdout)
    assert [id for id in read["nodes"] if not id.startswith("left")] == [f"n{n}" for n in range(len(page.boxes))]
    assert read["edges"] == len(page.links)
    assert read["links"] == 0


def test_a_graphviz_reads_every_box_and_line_of_dot(page: Picture) -> None:
    """graphviz-pure reads the file without a word, and finds each box and line with its own id and no address."""
    renderer = pathlib.Path(sys.executable).with_name("graphviz-pure")
    done = subprocess.run([str(renderer), "-Kneato", "-n2", "-Tjson"], input=exports()["dot"].dot(page).encode(),
                          capture_output=True, check=True)  # fmt: skip

    read = json.loads(done.stdout)
    boxes = [thing for thing in read["objects"] if thing["name"].startswith("n")]
    assert {thing["id"] for thing in boxes} == {box.id for box in page.boxes}
    assert {line["id"] for line in read["edges"]} == {link.id for link in page.links}
    assert not any("URL" in thing or "href" in thing for thing in (*boxes, *read["edges"]))


@pytest.mark.parametrize("renderer", ["graphviz-pure", "dot", "pygraphviz"])
def test_each_renderer_places_every_box_and_leads_every_line(renderer: str) -> None:
    """The real programs: a plan in clusters, and the same with places that are kept; loops and double lines, too."""
    if renderer == "dot":
        program("dot")
    sizes = {f"s{at}": (152.0, 60.0 + at) for at in range(9)}
    ends = [*((at, at + 1) for at in range(8)), (0, 5), (0, 5), (7, 2), (3, 3)]
    edges = [Edge(f"e{at}", f"s{a}", f"s{b}", heavy=at < 3) for at, (a, b) in enumerate(ends)]
    layout = exports()["graph_layout"].layout

    placed = layout(sizes, edges, {"a": ["s0", "s1"], "b": ["s4", "s5"]}, renderer=renderer)
    known = {id: (x + 500, y) for id, (x, y) in placed.nodes.items() if id != "s8"}
    again = layout(sizes, edges, {}, renderer=renderer, known=known)

    for one in (placed, again):
        assert (one.renderer, set(one.nodes), set(one.ways)) == (renderer, set(sizes), {edge.id for edge in edges})
        for edge in edges:
            for end, (x, y) in ((edge.start, one.ways[edge.id][0]), (edge.end, one.ways[edge.id][-1])):
                assert abs(x - one.nodes[end][0]) <= sizes[end][0] / 2 + 2
                assert abs(y - one.nodes[end][1]) <= sizes[end][1] / 2 + 2
    shift = {(round(again.nodes[id][0] - x), round(again.nodes[id][1] - y)) for id, (x, y) in known.items()}
    assert len(shift) == 1


@pytest.mark.parametrize("renderer", ["dot", "pygraphviz"])
def test_a_renderer_that_refuses_is_reported_with_its_own_words(renderer: str) -> None:
    """What is no graph ends with a code, the name of the program, and what it said."""
    if renderer == "dot":
        program("dot")
    module = exports()["graph_layout"]
    run = module._RUNS[renderer]()

    with pytest.raises(NoRenderer, match="PG503") as refused:
        run("dot", "digraph { n0 -> ")
    assert f"the renderer '{renderer}' ended with" in refused.value.problems[0].message
    assert "syntax error" in refused.value.problems[0].message
