"""Make the example workspace and ask it what a board asks."""

from __future__ import annotations

import dataclasses
import importlib.resources
import pathlib
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import asking
from .results import Result

if TYPE_CHECKING:
    from .workspace import Workspace

__all__ = ["EXAMPLE", "SECTIONS", "Section", "answers", "example_file", "example_picture"]

EXAMPLE = "banes"


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """One of the four questions, and the question files that answer it: name -> the columns that are shown."""

    heading: str
    asked: dict[str, tuple[str, ...]]
    parameters: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)


SECTIONS = (
    Section("1. Gaps: who has nobody, where and when?", {
        "gaps.unmet": ("name", "verdict", "areas", "planned", "perhaps"),
        "gaps.response_not_met": ("service_name", "requirement_name", "asked", "at_least", "verdict"),
        "gaps.hours_not_stated": ("service_name", "hours", "verdict", "asked_by"),
    }),
    Section("2. Duplicates: who is paid twice for the same people, and are they linked?", {
        "duplicates.reported": ("about", "services", "handoffs", "verdict"),
        "duplicates.same_function": ("a_name", "b_name", "functions", "verdict", "linked"),
    }),
    Section("3. Handoffs: where do people fall between two services?", {
        "handoffs.to_nobody": ("name", "gives_name", "verdict"),
        "handoffs.without_protocol": ("name", "gives", "takes", "verdict"),
    }),
    Section("4. Milestones: what decides the date, and what does it wait for?", {
        "milestones.chain": ("steps", "name", "due", "verdict"),
        "milestones.waiting_for_outside": ("name", "giver", "blocks", "promised", "needed_by", "verdict"),
        "milestones.workstreams": ("name", "reports_to", "governance", "starts", "completes", "missing"),
    }, {"milestones.chain": {"milestone": "new-model"}}),
)  # fmt: skip


def example_file() -> pathlib.Path:
    """Find the example's file in the installed package."""
    return pathlib.Path(str(importlib.resources.files("pathway_graph.examples").joinpath(EXAMPLE, f"{EXAMPLE}.yaml")))


def answers(workspace: Workspace) -> Iterator[tuple[Section, list[Result]]]:
    """Ask each question of each section, with the columns cut to those that are shown."""
    for section in SECTIONS:
        found = []
        for name, columns in section.asked.items():
            answer = asking.ask(workspace, name, None, **section.parameters.get(name, {}))
            kept = tuple(c for c in columns if c in answer.columns)
            found.append(dataclasses.replace(answer, columns=kept, sentences=()))
        yield section, found


def example_picture() -> str:
    """Draw the example's landscape as an SVG file, made from nothing but the example."""
    from .landscape_map import landscape_map
    from .registry import exports
    from .workspace import Workspace

    with (
        tempfile.TemporaryDirectory(prefix="pathway-graph-") as folder,
        Workspace.create(pathlib.Path(folder) / EXAMPLE) as workspace,
    ):
        workspace.load(example_file())
        drawn: str = exports()["map"].picture(landscape_map(workspace))
    return drawn
