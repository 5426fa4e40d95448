"""Say what `load` would say of a file, in this process: what cannot be read, and what is wrong with the whole."""

from __future__ import annotations

import contextlib
import pathlib
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.registry import read_here
from pathway_graph.storage.drafting import draft_load
from pathway_graph.storage.ledger import Ledger

from .made import make

__all__ = ["CASES", "cases", "empty_ledger", "problems_of", "retold", "told_of"]

CASES = pathlib.Path(__file__).parent / "cases"
_BLOCK = re.compile(r"^(?=[^\s#-])", re.MULTILINE)
_TOLD = re.compile(r"^  (?:told|remarks):(?: \[\])?\n(?:  - .*\n(?:    .*\n)*)*", re.MULTILINE)


def cases() -> dict[str, Mapping[str, Any]]:
    """List the cases of all files: `FILE: NAME` -> what it says."""
    found: dict[str, Mapping[str, Any]] = {}
    for file in sorted(CASES.glob("*.yaml")):
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
        found |= {f"{file.stem}: {name}": case for name, case in read.items()}
    return found


@contextlib.contextmanager
def empty_ledger() -> Iterator[Ledger]:
    """Give a ledger that holds nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "ledger.sqlite3"
        Ledger.create(path, "0" * 32, "2019-04-01T09:00:00Z")
        with contextlib.closing(Ledger(path)) as ledger:
            yield ledger


def problems_of(path: pathlib.Path, ledger: Ledger, **options: Any) -> tuple[list[Problem], list[Problem]]:
    """Give all problems of a file, and all remarks, as a load into an empty workspace would tell them."""
    try:
        batch = read_here(path, **options)
    except InputProblems as error:
        return list(error.problems), []
    try:
        draft_load(ledger, batch)
    except InputProblems as error:
        return list(error.problems), list(batch.remarks)
    return [], list(batch.remarks)


def told_of(case: Mapping[str, Any], ledger: Ledger) -> dict[str, list[str]]:
    """Give what a case tells: `told`, its problems; `remarks`, where nothing is wrong or the case lists some."""
    with tempfile.TemporaryDirectory() as folder:
        options = {"format": case["as"]} if "as" in case else {}
        problems, remarks = problems_of(make(case, pathlib.Path(folder)), ledger, **options)
    told = {"told": [str(problem) for problem in problems]} if problems else {}
    if remarks and (not problems or "remarks" in case):
        told["remarks"] = [str(remark) for remark in remarks]
    return told


def retold(text: str, ledger: Ledger) -> str:
    """Write a file of cases again with what each tells now."""
    blocks = []
    for block in _BLOCK.split(text):
        if not block.strip() or block.startswith("#"):
            blocks.append(block)
            continue
        (case,) = yaml.safe_load(block).values()
        told = yaml.safe_dump(told_of(case, ledger), allow_unicode=True, width=118, sort_keys=False)
        indented = "".join(f"  {line}\n" for line in told.splitlines() if told != "{}\n")
        blocks.append(_TOLD.sub("", block).rstrip("\n") + "\n" + indented + "\n")
    return "".join(blocks)


def main() -> None:
    """Write all files of cases, or those that are named, again: look at what has changed before you keep it."""
    with empty_ledger() as ledger:
        for file in [pathlib.Path(name) for name in sys.argv[1:]] or sorted(CASES.glob("*.yaml")):
            text = file.read_text(encoding="utf-8")
            file.write_text(retold(text, ledger), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
