"""Make a workspace of one file of sheets."""

from __future__ import annotations

import pathlib

from pathway_graph.workspace import Workspace

__all__ = ["CRISIS_BEDS", "loaded"]

CRISIS_BEDS = """
Settings:
- {setting: data_date, value: 2018-01-30}
Areas:
- {id: bath, name: Bath}
Needs:
- {id: crisis, name: Crisis}
Functions:
- {id: beds, name: Crisis beds, kind: helps}
"""
"""The ground of small landscapes: one area, one need and one function, whose list may go on."""


def loaded(folder: pathlib.Path, text: str) -> Workspace:
    """Load a file in the YAML form into a new workspace `w` of a folder; closed by whoever asked for it."""
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    workspace = Workspace.create(folder / "w")
    workspace.load(folder / "plan.yaml")
    return workspace
