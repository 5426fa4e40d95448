"""In Python each command is one call of the same name, and each answer goes on to other tools."""

import datetime
import importlib
import inspect
import sys
import types
from typing import Any

import click
import pytest

import pathway_graph as pg
from pathway_graph import verbs
from pathway_graph.cli import COMMANDS
from pathway_graph.demonstration import example_file
from pathway_graph.errors import Usage
from pathway_graph.results import Result
from pathway_graph.workspace import Workspace


@pytest.fixture(scope="module")
def banes(tmp_path_factory: Any) -> Any:
    """The example, opened by the package's own door."""
    folder = tmp_path_factory.mktemp("verbs") / "banes"
    with pg.create(folder) as workspace:
        workspace.load(example_file())
    with pg.open(folder) as workspace:
        yield workspace


EVERYWHERE = {"store", "as_of", "known_at", "json", "csv", "quiet", "no_input", "debug"}
_ELSEWHERE = ("init", "template", "db", "demo", "doctor")


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in _ELSEWHERE])
def test_a_command_is_one_call_of_the_same_name(command: Any) -> None:
    """Every command but those that make or mend a workspace is a method, with a sentence that says what it does."""
    method = getattr(Workspace, command.replace("-", "_"))

    assert inspect.getdoc(method)


_OF_THE_TERMINAL = {"fail_on", "output", "as", "page", "with", "table", "problems", "no_problems", "text", "cypher"}
"""Options about what is printed and where: a call gives the answer itself."""


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in (*_ELSEWHERE, "findings", "diff")])
def test_a_call_has_the_words_of_its_command(command: Any) -> None:
    """Each option of a command but those of the terminal is a word of the call of its name."""
    module = importlib.import_module(f"pathway_graph.commands.{command.replace('-', '_')}")
    words = {name.strip("_") for name in inspect.signature(getattr(Workspace, command.replace("-", "_"))).parameters}
    words |= set(verbs.Cut.__annotations__) if {"only", "words"} & words else set()
    options = {
        option.removeprefix("--").replace("-", "_")
        for parameter in module.command.params if isinstance(parameter, click.Option)
        for option in parameter.opts if option.startswith("--")
    }  # fmt: skip

    assert options - EVERYWHERE - _OF_THE_TERMINAL <= words


def test_a_question_is_asked_with_its_parameters(banes: Any) -> None:
    """query gives the rows of one question, or the list of all; an unknown one names what is near."""
    assert {row["name"] for row in banes.query()} >= {"gaps.unmet", "contracts.ending"}
    assert len(banes.query("contracts.ending", by="2019-03-31")) == 2
    with pytest.raises(Usage, match=r"contracts\.ending"):
        banes.query("contracts.endings")


def test_answers_hang_together(banes: Any) -> None:
    """gaps, duplicates, handoffs and check give results of one sort, cut down by the same words."""
    assert banes.gaps().counts["requirements"] == 7
    assert banes.gaps(function="ips").counts["requirements"] == 1
    assert banes.gaps(as_of="2019-05-01").as_of.isoformat() == "2019-05-01"
    for answer in (banes.duplicates(), banes.handoffs(), banes.check()):
        assert answer.to_envelope()["workspace"]["name"] == "banes"
        assert "<table" in answer._repr_html_()


def test_the_graph_goes_on_to_networkx(banes: Any) -> None:
    """Every node and relationship is there, named by label and id."""
    graph = banes.to_networkx()
    (nodes,) = banes.read("MATCH (n) WHERE NOT n:_Meta RETURN count(n) AS n")
    (edges,) = banes.read("MATCH ()-[r]->() RETURN count(r) AS n")

    assert (graph.number_of_nodes(), graph.number_of_edges()) == (nodes["n"], edges["n"])
    assert graph.nodes["Service#iapt"]["label"] == "Service"
    assert [data["type"] for data in graph.get_edge_data("Organisation#awp", "Service#iapt").values()] == ["PROVIDES"]


def test_a_frame_needs_a_library_and_says_which(monkeypatch: Any) -> None:
    """to_frame gives a data frame where pandas or polars is there, and else says how to get one."""
    answer = Result("query", ({"a": 1},), ("a",), {}, datetime.date(2018, 1, 30))
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "polars", types.SimpleNamespace(DataFrame=list))
    assert answer.to_frame() == [{"a": 1}]

    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        answer.to_frame()
