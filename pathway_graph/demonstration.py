"""Make the example workspace and ask it what a board asks."""

from __future__ import annotations

import dataclasses
import importlib.resources
import pathlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .questions import asking
from .results import Result

if TYPE_CHECKING:
    from .workspace import Workspace

__all__ = ["EXAMPLE", "SECTIONS", "Section", "answers", "example_file"]

EXAMPLE = "banes"


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """One of the four questions: the call that answers it, the columns of its findings that are shown, and the question
    files that tell more (name -> the columns that are shown).
    """

    heading: str
    call: str
    columns: tuple[str, ...]
    asked: dict[str, tuple[str, ...]]
    arguments: tuple[str, ...] = ()


SECTIONS = (
    Section("1. Gaps: who has nobody, where and when?", "gaps", ("verdict", "title"), {}),
    Section("2. Duplicates: who is paid twice for the same people, and are they linked?", "duplicates", (), {
        "duplicates.reported": ("about", "services", "handoffs", "verdict"),
    }),
    Section("3. Handoffs: where do people fall between two services?", "handoffs", ("verdict", "title"), {}),
    Section("4. Milestones: what decides the date, and what does it wait for?", "critical_path", (), {
        "milestones.waiting_for_outside": ("name", "giver", "blocks", "promised", "needed_by", "verdict"),
        "milestones.workstreams": ("name", "reports_to", "governance", "starts", "completes", "missing"),
    }, ("new-model",)),
)  # fmt: skip
_MOST = 6
"""Findings that are shown of each section; the command shows them all."""


def example_file() -> pathlib.Path:
    """Find the example's file in the installed package."""
    return pathlib.Path(str(importlib.resources.files("pathway_graph.examples").joinpath(EXAMPLE, f"{EXAMPLE}.yaml")))


def answers(workspace: Workspace) -> Iterator[tuple[Section, list[Result]]]:
    """Answer each section: its own call first, then its question files, with the columns that are shown."""
    for section in SECTIONS:
        found: list[Result] = [_headline(getattr(workspace, section.call)(*section.arguments), section)]
        for name, columns in section.asked.items():
            answer = asking.ask(workspace, name)
            found.append(dataclasses.replace(answer, columns=columns, sentences=()))
        yield section, found


def _headline(answer: Result, section: Section) -> Result:
    """Cut an answer down to its title and its first findings."""
    rows = answer.rows[:_MOST] if section.columns else ()
    command = section.call.replace("_", "-")
    more = len(answer.rows) - len(rows) if section.columns else 0
    told = (f"and {more} more: pathway-graph {command}",) if more else ()
    return Result(
        answer.name, rows, section.columns, answer.workspace, answer.as_of, title=answer.title, sentences=told
    )
