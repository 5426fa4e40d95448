"""The grammars are imported when they are needed, and found where the package says."""

import importlib
import subprocess
import sys

from pathway_graph import reading


def test_every_name_of_the_package_is_there() -> None:
    """Each exported name can be had, and is the one of its module."""
    for name in reading.__all__:
        assert getattr(reading, name) is not None
        if name in reading._WHERE:
            module = importlib.import_module(f"pathway_graph.reading.{reading._WHERE[name]}")
            assert getattr(module, name) is getattr(reading, name)


def test_a_value_needs_no_grammar() -> None:
    """Importing `values` imports none of the grammars."""
    code = "import sys, pathway_graph.values; print([m for m in sys.modules if m.startswith('pathway_graph.reading.')])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert told.strip() == "['pathway_graph.reading.reading']"
