"""Draw the pictures of the documentation from nothing but the example."""

from __future__ import annotations

import dataclasses
import functools
import pathlib
import tempfile

__all__ = ["dependencies", "gantt", "handoffs"]


@functools.cache
def _drawn() -> dict[str, str]:
    """Draw all of them from one workspace; the footer names the example and not one state of one ledger."""
    from pathway_graph.demonstration import EXAMPLE, example_file
    from pathway_graph.registry import exports
    from pathway_graph.workspace import Workspace

    from .diagrams import diagram

    with (
        tempfile.TemporaryDirectory(prefix="pathway-graph-") as folder,
        Workspace.create(pathlib.Path(folder) / EXAMPLE) as workspace,
    ):
        workspace.load(example_file())
        pages = {what: diagram(workspace, what).pictures[0] for what in ("dependencies", "gantt", "handoffs")}
    footer = ("Source: the example of Bath and North East Somerset (examples/banes). Drawn by pathway-graph.",)
    return {what: exports()["svg"].svg(dataclasses.replace(page, footer=footer)) for what, page in pages.items()}


def dependencies() -> str:
    """Draw what the date of the example waits for, as SVG."""
    return _drawn()["dependencies"]


def gantt() -> str:
    """Draw the plan of the example, as SVG."""
    return _drawn()["gantt"]


def handoffs() -> str:
    """Draw where people are lost in the example, as SVG."""
    return _drawn()["handoffs"]
