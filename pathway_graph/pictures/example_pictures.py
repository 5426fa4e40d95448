"""Draw the pictures of the documentation from nothing but the examples: a paper, and a county, from every side."""

from __future__ import annotations

import dataclasses
import functools
import pathlib
import tempfile
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

    from .diagrams import Drawing

__all__ = ["PICTURES", "drawn"]

Make = Callable[["Workspace"], "Drawing"]


def _diagram(what: str, **how: object) -> Make:
    def make(workspace: Workspace) -> Drawing:
        from pathway_graph.answers.findings import Filter

        from .diagrams import diagram

        function = how.get("function")
        rest = {name: value for name, value in how.items() if name != "function"}
        only = Filter(function=str(function)) if function else None
        return diagram(workspace, what, only=only, **rest)  # type: ignore[arg-type]

    return make


def _map(*lanes: str) -> Make:
    def make(workspace: Workspace) -> Drawing:
        from .maps import draw_map

        return draw_map(workspace, lanes=(lanes[0], lanes[1]) if lanes else None)

    return make


PICTURES: Mapping[str, tuple[str, Make]] = {
    "county": ("county", _map()),
    "county-functions": ("county", _map("function", "area")),
    "county-dependencies": ("county", _diagram("dependencies")),
    "county-handoffs": ("county", _diagram("handoffs")),
    "county-contracts": ("county", _diagram("contracts")),
    "county-coverage": ("county", _diagram("coverage", function="crisis-response")),
    "county-gantt": ("county", _diagram("gantt")),
    "banes": ("banes", _map()),
    "banes-providers": ("banes", _map("provider", "function")),
    "banes-needs": ("banes", _map("need", "provider")),
    "dependencies": ("banes", _diagram("dependencies")),
    "dependencies-plain": ("banes", _diagram("dependencies", cards=False)),
    "handoffs": ("banes", _diagram("handoffs")),
    "contracts": ("banes", _diagram("contracts")),
    "coverage": ("banes", _diagram("coverage", function="crisis-avoidance")),
    "gantt": ("banes", _diagram("gantt")),
}
"""Name of the file -> the example it is drawn from, and how; the first page of each is shown."""

_NAMED = {
    "county": "the invented county of Marlshire (examples/county)",
    "banes": "the example of Bath and North East Somerset (examples/banes)",
}


@functools.cache
def drawn(name: str) -> str:
    """Draw one of PICTURES as SVG; the footer names the example and not one state of one ledger."""
    return _all()[name]


@functools.cache
def _all() -> dict[str, str]:
    """Draw all of them, from one workspace an example."""
    from pathway_graph.demonstration import example_file
    from pathway_graph.registry import exports
    from pathway_graph.workspace import Workspace

    found = {}
    files = {"banes": example_file(), "county": example_file().parent.parent / "county" / "county.yaml"}
    for example, file in files.items():
        with (
            tempfile.TemporaryDirectory(prefix="pathway-graph-") as folder,
            Workspace.create(pathlib.Path(folder) / example) as workspace,
        ):
            workspace.load(file)
            for name, (of, make) in PICTURES.items():
                if of == example:
                    drawing = make(workspace)
                    first = exports()["sheets"].sheets(drawing.on_paper("a3"), drawing.house)[0]
                    footer = (f"Source: {_NAMED[example]}. Drawn by pathway-graph.", *first.footer[1:])
                    found[name] = exports()["svg"].svg(dataclasses.replace(first, footer=footer), drawing.house)
    return found
