"""Give tests workspaces of a few sheets."""

from __future__ import annotations

import pathlib
from collections.abc import Callable

import pytest

from pathway_graph.workspace import Workspace

from .made import loaded


@pytest.fixture
def plan(tmp_path: pathlib.Path) -> Callable[[str], Workspace]:
    """Make a workspace `w` of sheets in the YAML form."""
    return lambda text: loaded(tmp_path, text)
