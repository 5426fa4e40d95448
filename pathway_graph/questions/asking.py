"""Ask a workspace one of its questions."""

from __future__ import annotations

import datetime
import pathlib
from typing import TYPE_CHECKING, Any

from pathway_graph.results import Result

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["MOST_ROWS", "about", "ask", "catalogue", "rows", "run", "source"]


MOST_ROWS = 100_000
"""So many rows a statement that is typed by hand may give."""


def about(workspace: Workspace) -> dict[str, Any]:
    """Say which state of which workspace an answer comes from, as every answer's JSON does."""
    seq, hash = workspace.ledger.head()
    return {"name": workspace.name, "ledger": workspace.ledger.id, "seq": seq, "hash": hash}


def catalogue(workspace: Workspace) -> Result:
    """List every question that can be asked here: the package's, and those in the workspace's `cypher` folder."""
    from . import library

    known = library.all_questions(workspace.path)
    rows = tuple({"name": q.name, "question": q.question, "parameters": [p.name for p in q.parameters]} for q in known)
    return Result(
        "query", rows, ("name", "question"), about(workspace), workspace.as_of, key="questions",
        counts={"questions": len(rows)},
        sentences=("", "Ask one: pathway-graph query NAME. See how: pathway-graph query NAME --cypher"),
    )  # fmt: skip


def ask(workspace: Workspace, name: str, as_of: datetime.date | None = None, **parameters: Any) -> Result:
    """Ask one question by name, for the workspace's day unless another is said.

    Raises InputProblems for a question or parameter that is not there, naming what is near.
    """
    from . import library

    question = library.find(name, library.folders(workspace.path))
    day = as_of or workspace.as_of
    answer = library.ask(workspace.read, question, **{"as_of": day, **parameters})
    found = f"{len(answer)} of {answer.total}" if len(answer) <= answer.total else f"{len(answer)}"
    return Result(
        "query", tuple(answer.to_dicts()), tuple(c.name for c in question.columns), about(workspace), day,
        parameters={"name": name, **answer.parameters}, counts={"rows": len(answer), "total": answer.total},
        title=f"{question.question} ({found})", sentences=("", question.remedy) if answer.rows else (),
    )  # fmt: skip


def rows(workspace: Workspace, name: str, as_of: datetime.date) -> tuple[dict[str, Any], ...]:
    """Fetch the rows of one question as of a day, without its denominator; raises as `ask` does."""
    from . import library

    question = library.find(name, library.folders(workspace.path))
    return library.rows(workspace.read, question, as_of=as_of)


def source(workspace: Workspace, name: str) -> str:
    """Give the text of a question's file."""
    from . import library

    question = library.find(name, library.folders(workspace.path))
    return pathlib.Path(question.path).read_text(encoding="utf-8")


def run(workspace: Workspace, cypher: str, as_of: datetime.date | None = None) -> Result:
    """Run one statement that only reads; anything else is refused before the graph sees it.

    Raises InputProblems (PG324) where it gives more than `MOST_ROWS` rows.
    """
    rows = tuple(dict(row) for row in workspace.read(cypher, most=MOST_ROWS))
    columns = tuple(rows[0]) if rows else ()
    return Result(
        "query", rows, columns, about(workspace), as_of or workspace.as_of, parameters={"text": cypher},
        counts={"rows": len(rows)}, sentences=() if rows else ("No rows.",),
    )  # fmt: skip
