"""A command imports what it needs and nothing else, so that it answers at once."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

_CODE = """
import contextlib, io, json, sys
from pathway_graph.cli import main
with contextlib.redirect_stdout(io.StringIO()):
    status = main(sys.argv[1:])
print(json.dumps([status, sorted(sys.modules)]))
"""
_TO_WRITE = ("model", "validation", "drafting", "projection", "cells", "registry", "loaders", "exports", "analysis")
_HEAVY = ("numpy", "openpyxl", "python_calamine", "networkx", "yaml", "neo4j", "py2neo")


def imported(*words: str) -> set[str]:
    """Run one command in a process of its own; give the names of all modules that it imported."""
    done = subprocess.run([sys.executable, "-c", _CODE, *words], capture_output=True, text=True, check=True)
    status, modules = json.loads(done.stdout)
    assert status == 0, done.stderr
    return set(modules)


@pytest.fixture
def in_step(banes: Any) -> str:
    """A workspace whose graph is in step (a copied one is made anew when it is first read)."""
    imported("-C", str(banes), "query", "gaps.unmet")
    return str(banes)


def test_a_question_imports_neither_readers_nor_writers(in_step: str) -> None:
    """A question on a graph that is in step is asked without the model, the loaders, validation and what writes."""
    modules = imported("-C", in_step, "query", "gaps.unmet")

    assert "pathway_graph.stores.embedded" in modules
    assert not modules & {f"pathway_graph.{name}" for name in _TO_WRITE}
    assert not modules & set(_HEAVY)


def test_help_imports_the_command_line_alone() -> None:
    """`--help` opens nothing: no workspace, no store, no engine."""
    modules = {name for name in imported("--help") if name.startswith(("pathway_graph.", "arcadedb", *_HEAVY))}

    assert modules == {"pathway_graph.cli", "pathway_graph.errors"}
