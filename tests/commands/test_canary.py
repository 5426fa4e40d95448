"""A password never comes out again: not of any command, nor of a failure, nor into any file."""

from __future__ import annotations

import json
import logging
import os
import pathlib
import shlex
import signal
import subprocess
import sys
from typing import Any

import click
import pytest

from pathway_graph.cli import group

CANARY = "canary-7f3a"
NOWHERE = "bolt://127.0.0.1:9"  # the port that discards: nobody listens
LINES = """
    demo shown | init new | template t.xlsx | load x.yaml | history | diff 1 2 | undo 2 | update iapt note=x
    forget 'Nobody Here' | gaps | duplicates | handoffs | walk --everyone | critical-path --to new-model | query
    query gaps.unmet | query --text 'MATCH (n) RETURN count(n) AS many' | query --text 'CREATE (n)'
    findings refresh | findings list --json | findings accept FINDING --until 2030-01-01 --by-role Head --why Meant
    findings reopen FINDING | check | map -o map.html | map -o map.svg | export --as mspdi -o plan.xml
    db info --json | db verify | db rebuild | db copy --to embedded | db backup b.zip | db restore b.zip again
    contracts | track | decisions | compare option.yaml | diagram dependencies -o d.svg | gantt -o g.svg
    doctor | doctor explain PG407 | nonsense
"""
NEVER_ENDS = "db serve-bolt"
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
    (tmp_path / "option.yaml").write_text("Services:\n- {id: iapt, name: IAPT, status: closed, closes: 2018-06-30}\n")

    def grep(line: str) -> int:
        status, out, err = run("-C", str(banes), *shlex.split(line)) if line else run()
        logged = "\n".join(record.getMessage() for record in caplog.records)
        for told in (out, err, logged):
            assert CANARY not in told, line
        written = [path for path in tmp_path.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
        assert written == []
        return int(status)

    return grep


def test_every_command_is_in_it() -> None:
    """What `--help` lists, at whatever depth, is run below."""

    def leaves(command: click.Command, words: str) -> list[str]:
        if not isinstance(command, click.Group):
            return [words]
        context = click.Context(command)
        inner = {name: command.get_command(context, name) for name in command.list_commands(context)}
        return [leaf for name, each in inner.items() if each for leaf in leaves(each, f"{words} {name}".strip())]

    missing = [leaf for leaf in leaves(group, "") if not any(line.startswith(leaf) for line in COMMAND_LINES)]

    assert missing == [NEVER_ENDS]


def test_no_command_lets_it_out(grepped: Any, run: Any, banes: Any) -> None:
    """Every command there is, run on a workspace that works, one after the other."""
    statuses = {}
    for line in COMMAND_LINES:
        if "FINDING" in line:
            listed = json.loads(run("-C", str(banes), "findings", "list", "--json")[1])
            line = line.replace("FINDING", listed["findings"][0]["id"])
        statuses[line] = grepped(line)

    refused = {line for line, status in statuses.items() if status not in (0, 1)}
    assert refused == {"query --text 'CREATE (n)'", "nonsense"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no Ctrl-C that a test can send to one process")
def test_serving_lets_it_out_no_more(banes: Any, tmp_path: pathlib.Path) -> None:
    """`db serve-bolt` prints a password of its own, until Ctrl-C."""
    command = [sys.executable, "-m", "pathway_graph", "-C", str(banes), *NEVER_ENDS.split()]
    known = {**os.environ, "PATHWAY_NEO4J_PASSWORD": CANARY}
    with subprocess.Popen(
        command, env=known, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as served:
        assert served.stdout is not None
        told = [served.stdout.readline()]
        served.send_signal(signal.SIGINT)
        told += served.stdout.readlines()

    assert "bolt://127.0.0.1" in "".join(told)
    assert CANARY not in "".join(told)


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
