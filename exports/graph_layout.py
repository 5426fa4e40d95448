"""Place boxes and route lines: by graphviz-pure, else `dot`, else pygraphviz, else by straight lines of our own.

The `graphviz` package writes what is to be laid out: nodes are n0, n1, ... and carry no text, so that no name of the
landscape reaches a renderer. What comes back is checked: the exit status, the messages, and that every node has a place
and every line a way.
"""

from __future__ import annotations

import importlib.util
import json
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pathway_graph.errors import NoRenderer, Problem, Usage
from pathway_graph.pictures.node_link import Edge, Placed, Positions

from .straight_lines import straight

__all__ = ["RENDERERS", "layout"]

RENDERERS = ("graphviz-pure", "dot", "pygraphviz", "lines")
"""In the order in which they are tried."""

Sizes = Mapping[str, tuple[float, float]]
_SECONDS = 60
_STRAIGHT = "Lines are straight, as no renderer is there: pip install 'pathway-graph[pictures]'"
_FAILED = "Lines are straight, as no renderer could route them"
_ROUTES = ("true", "line")
"""How lines are routed around boxes that have their places: curved, and straight where that can't be done."""
_PYGRAPHVIZ = (
    "import sys, pygraphviz\n"
    "graph, engine, args = pygraphviz.AGraph(string=sys.stdin.read()), sys.argv[1], ''\n"
    "if engine == 'neato':\n"  # since 2.0 it runs no program, and knows no -n2
    "    engine, args = ('nop2', '') if int(pygraphviz.__version__.split('.')[0]) > 1 else ('neato', '-n2')\n"
    "sys.stdout.buffer.write(graph.draw(prog=engine, args=args, format='json'))\n"
)
_NOISE = "Fontconfig "


def layout(
    sizes: Sizes, edges: Sequence[Edge], clusters: Mapping[str, Sequence[str]], *, known: Positions | None = None,
    renderer: str = "", down: bool = False, apart: float = 36.0,
) -> Placed:  # fmt: skip
    """Place boxes of `sizes` (points) so that lines run to the right, or down, with `apart` points from rank to rank.

    `known` positions are kept, and only what is new is placed beside what it belongs to. `renderer` names one of
    RENDERERS; blank tries them in turn. Raises NoRenderer (PG503) where the one that was named is not there, fails, or
    leaves something out; Usage (PG504) where there is none of that name.
    """
    if renderer and renderer not in RENDERERS:
        raise Usage(Problem("PG504", f"no renderer '{renderer}'.", f"There are {', '.join(RENDERERS)}."))
    failed: list[str] = []
    for name in [renderer] if renderer else RENDERERS:
        if name == "lines":
            placed = straight(sizes, edges, clusters, known or {}, down=down)
            told = (*failed, _FAILED if failed else _STRAIGHT) if not renderer else ()
            return Placed(placed.nodes, placed.ways, False, "lines", told)
        run = _RUNS[name]()
        if run is None:
            if renderer:
                hint = "Install it, or say another; `lines` is always there."
                raise NoRenderer(Problem("PG503", f"the renderer '{name}' is not installed.", hint))
            continue
        try:
            return _by_graphviz(name, run, sizes, edges, clusters, known or {}, down, apart)
        except NoRenderer as error:
            if renderer:
                raise
            failed += [problem.message for problem in error.problems]
    raise AssertionError("lines can always be drawn")


Run = Callable[[str, str], str]


def _pure() -> Run | None:
    beside = pathlib.Path(sys.executable).parent / ("graphviz-pure.exe" if sys.platform == "win32" else "graphviz-pure")
    found = str(beside) if beside.is_file() else shutil.which("graphviz-pure")
    return _program(found)


def _dot() -> Run | None:
    return _program(shutil.which("dot"))


def _program(found: str | None) -> Run | None:
    if not found:
        return None
    return lambda engine, source: _called([found, *_options(engine)], source, pathlib.Path(found).stem)


def _pygraphviz() -> Run | None:
    if importlib.util.find_spec("pygraphviz") is None:
        return None
    return lambda engine, source: _called([sys.executable, "-c", _PYGRAPHVIZ, engine], source, "pygraphviz")


_RUNS: dict[str, Callable[[], Run | None]] = {"graphviz-pure": _pure, "dot": _dot, "pygraphviz": _pygraphviz}


def _options(engine: str) -> list[str]:
    return [f"-K{engine}", *(["-n2"] if engine == "neato" else []), "-Tjson"]


def _called(command: list[str], source: str, name: str) -> str:
    """Run a renderer; what it says on stderr is a failure (but on fonts, as it sets no text)."""
    try:
        done = subprocess.run(command, input=source.encode(), capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise _failed(name, f"took longer than {_SECONDS} seconds") from None
    except OSError as error:
        raise _failed(name, f"could not be started: {error.strerror}") from None
    lines = done.stderr.decode(errors="replace").splitlines()
    said = "\n".join(line for line in lines if not line.startswith(_NOISE)).strip()
    if done.returncode or said:
        told = " ".join(said.split())[:200] or "nothing"
        raise _failed(name, f"ended with {done.returncode} and said: {told}")
    return done.stdout.decode(errors="replace")


def _failed(name: str, what: str) -> NoRenderer:
    hint = "Say another with --renderer; `lines` is always there."
    return NoRenderer(Problem("PG503", f"the renderer '{name}' {what}.", hint))


def _by_graphviz(
    name: str, run: Run, sizes: Sizes, edges: Sequence[Edge], clusters: Mapping[str, Sequence[str]], known: Positions,
    down: bool, apart: float,
) -> Placed:  # fmt: skip
    """Place what is new by `dot`; where places are known, keep them and let `neato -n2` route the lines."""
    try:
        import graphviz
    except ModuleNotFoundError:
        raise _failed(name, "needs the package graphviz: pip install 'pathway-graph[pictures]'") from None
    names = {id: f"n{at}" for at, id in enumerate(sizes)}
    graph = graphviz.Digraph(graph_attr={
        "rankdir": "TB" if down else "LR", "nodesep": "0.22", "ranksep": f"{apart / 72:.2f}", "newrank": "true",
        "splines": "true",
    }, node_attr={"shape": "box", "fixedsize": "true", "label": ""})  # fmt: skip
    kept = {id: at for id, at in known.items() if id in sizes}
    fresh = set(sizes) - set(kept)
    placed: Placed | None = None
    if fresh:
        placed = _read(name, run("dot", _source(graph.copy(), sizes, edges, clusters, names, {})), names, edges)
        if not kept:
            return placed
    places = _beside(sizes, edges, kept, placed.nodes if placed else {})
    for routes in _ROUTES:
        graph.attr(splines=routes)
        try:
            return _read(name, run("neato", _source(graph.copy(), sizes, edges, {}, names, places)), names, edges)
        except NoRenderer as error:
            failed = error
    raise failed


def _source(
    graph: Any, sizes: Sizes, edges: Sequence[Edge], clusters: Mapping[str, Sequence[str]], names: Mapping[str, str],
    places: Positions,
) -> str:  # fmt: skip
    """Write the graph; y grows upwards there."""
    for id, (wide, high) in sizes.items():
        at = {"pos": f"{places[id][0]:.2f},{-places[id][1]:.2f}!"} if id in places else {}
        graph.node(names[id], width=f"{wide / 72:.4f}", height=f"{high / 72:.4f}", **at)
    for number, members in enumerate(clusters.values()):
        with graph.subgraph(
            name=f"cluster_{number}", graph_attr={"margin": "14", "label": "M\\nM", "fontsize": "8", "labelloc": "t"}
        ) as inside:
            for id in members:
                inside.node(names[id])
    for number, edge in enumerate(edges):
        graph.edge(names[edge.start], names[edge.end], id=f"e{number}", weight="8" if edge.heavy else "1")
    return str(graph.source)


def _read(name: str, answer: str, names: Mapping[str, str], edges: Sequence[Edge]) -> Placed:
    """Read where everything is, and fail where something is not."""
    try:
        drawn = json.loads(answer)
        found = {thing["name"]: _pair(thing["pos"]) for thing in drawn.get("objects", ()) if "pos" in thing}
        ways = {line["id"]: _way(line["pos"]) for line in drawn.get("edges", ()) if "pos" in line}
    except (ValueError, KeyError, TypeError) as error:
        raise _failed(name, f"gave what cannot be read ({type(error).__name__})") from None
    lost = [id for id, own in names.items() if own not in found]
    lost += [edge.id for number, edge in enumerate(edges) if f"e{number}" not in ways]
    if lost:
        raise _failed(name, f"left out {len(lost)} of what was asked for, {lost[0]} among them")
    nodes = {id: found[own] for id, own in names.items()}
    return Placed(nodes, {edge.id: ways[f"e{number}"] for number, edge in enumerate(edges)}, True, name)


def _pair(text: str) -> tuple[float, float]:
    x, y = text.rstrip("!").split(",")[:2]
    return float(x), -float(y)


def _way(text: str) -> tuple[tuple[float, float], ...]:
    """Read a spline: an end point for the arrow, then points of Bezier pieces; the last piece ends at the arrow."""
    parts = text.split(";")[0].split()
    tip = next((_pair(part[2:]) for part in parts if part.startswith("e,")), None)
    points = [_pair(part) for part in parts if not part.startswith(("e,", "s,"))]
    if len(points) < 4 or (len(points) - 1) % 3:
        raise ValueError("no spline")
    return (*points[:-1], tip or points[-1])


def _beside(sizes: Sizes, edges: Iterable[Edge], kept: Positions, fresh: Positions) -> Positions:
    """Keep what has a place; put what is new where it stands to a neighbour, and further down while that is taken."""
    places = dict(kept)
    near: dict[str, list[str]] = {}
    for edge in edges:
        near.setdefault(edge.start, []).append(edge.end)
        near.setdefault(edge.end, []).append(edge.start)
    for id in sizes:
        if id in places:
            continue
        anchor = next((other for other in (*near.get(id, ()), *kept) if other in places and other in fresh), None)
        x, y = fresh[id]
        if anchor is not None:
            x, y = places[anchor][0] + x - fresh[anchor][0], places[anchor][1] + y - fresh[anchor][1]
        while any(_overlap((x, y), sizes[id], places[other], sizes[other]) for other in places):
            y += 12
        places[id] = (x, y)
    return places


def _overlap(
    one: tuple[float, float], size: tuple[float, float], other: tuple[float, float], others: tuple[float, float]
) -> bool:
    room = 10
    across, along = (size[0] + others[0]) / 2 + room, (size[1] + others[1]) / 2 + room
    return abs(one[0] - other[0]) < across and abs(one[1] - other[1]) < along
