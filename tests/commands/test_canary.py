"""A password never comes out again: not of any command, nor of a failure, nor into any file."""

from __future__ import annotations

import logging
import pathlib
import shlex
from typing import Any

import pytest

from pathway_graph.cli import COMMANDS

CANARY = "canary-7f3a"
NOWHERE = "bolt://127.0.0.1:9"  # the port that discards: nobody listens
LINES = """
    demo --no-browser | init new | template t.xlsx | load x.yaml | history | diff 1 2 | undo 2 | update iapt note=x
    forget 'Nobody Here' | gaps | duplicates | handoffs | walk --everyone | critical-path --to new-model | query
    query gaps.unmet | query --text 'MATCH (n) RETURN count(n) AS many' | query --text 'CREATE (n)'
    findings refresh | findings | check | map -o map.html | export mspdi -o plan.xml
    db info | db verify | db rebuild | db backup b.zip | db restore b.zip again
    contracts | track | diagram overview -o d.svg | gantt -o g.svg
    doctor | doctor explain PG407 | nonsense
"""
COMMAND_LINES = [line.strip() for row in LINES.strip().splitlines() for line in row.split("|")]
FAILURES = [
    f"query gaps.unmet --store {NOWHERE}", f"load x.yaml --store {NOWHERE}", f"db copy --to {NOWHERE}",
    f"query gaps.unmet --store py2neo+{NOWHERE}", f"query gaps.unmet --store bolt://neo4j:{CANARY}@127.0.0.1:9",
    f"db copy --to bolt://neo4j:{CANARY}@127.0.0.1:9", "query gaps.unmet --store bolt://db.example.org",
    f"db info --store {NOWHERE} --json", f"db serve-bolt --store {NOWHERE}", f"query gaps.unmet --store bolt://x?password={CANARY}",
]  # fmt: skip


@pytest.fixture
def grepped(run: Any, banes: Any, tmp_path: pathlib.Path, monkeypatch: Any, caplog: Any) -> Any:
    """Run a line with the canary as the password; look for it in all that was printed, logged and written."""
    monkeypatch.setenv("PATHWAY_NEO4J_PASSWORD", CANARY)
    caplog.set_level(logging.DEBUG)
    (tmp_path / "x.yaml").write_text("Areas:\n- {id: twerton, name: Twerton}\n")

    def grep(line: str) -> int:
        status, out, err = run("-C", str(banes), *shlex.split(line)) if line else run()
        logged = "\n".join(record.getMessage() for record in caplog.records)
        for told in (out, err, logged):
            assert CANARY not in told, line
        written = [path for path in tmp_path.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
        assert written == []
        return int(status)

    return grep


def test_no_command_lets_it_out(grepped: Any) -> None:
    """Every command there is, run on a workspace that works, one after the other."""
    others = set(COMMANDS) - {line.split()[0] for line in COMMAND_LINES} - {"serve"}  # that one does not end
    statuses = {line: grepped(line) for line in (*COMMAND_LINES, *sorted(others))}

    assert {line: status for line, status in statuses.items() if status == 70} == {}
    assert sum(status in (0, 1) for status in statuses.values()) >= len(COMMAND_LINES) - 10


@pytest.mark.parametrize("line", FAILURES)
def test_no_failure_lets_it_out(grepped: Any, line: str) -> None:
    """Servers that are not there, addresses that hold it, addresses that would send it unencrypted."""
    assert grepped(line) in (2, 4)


@pytest.mark.parametrize("line", FAILURES[:2])
def test_debugging_lets_it_out_no_more(run: Any, banes: Any, monkeypatch: Any, line: str) -> None:
    """--debug shows where a defect happened: the exception with all its causes does not say it either."""
    import traceback

    monkeypatch.setenv("PATHWAY_NEO4J_PASSWORD", CANARY)
    with pytest.raises(Exception) as caught:  # noqa: PT011 (whatever it is)
        run("-C", str(banes), *shlex.split(line), "--debug")

    assert CANARY not in "".join(traceback.format_exception(caught.value))
