"""Hold dev.py to what it promises somebody who starts from a fresh checkout."""

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

RUN_AS_OLDER = "import runpy, sys; sys.version_info = (3, 10, 4); runpy.run_path(sys.argv[1], run_name='__main__')"


@pytest.fixture
def tools(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that imports a module of tools/ as dev.py does: from beside it."""

    def load(name: str) -> ModuleType:
        return importlib.import_module(f"tools.{name}")

    monkeypatch.syspath_prepend(str(root))
    return load


def run(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, *arguments], cwd=root, capture_output=True, encoding="utf-8")


def test_an_older_python_is_told_what_to_do(root: Path) -> None:
    """Python 3.10 gets one line that names the version needed, not a traceback."""
    done = run(root, "-c", RUN_AS_OLDER, str(root / "dev.py"))

    assert done.returncode == 1
    assert "Python 3.10 and pathway-graph needs 3.11 or later" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_command_shows_the_commands(root: Path) -> None:
    """dev.py alone says what it can do and fails; with --help it succeeds."""
    alone, asked = run(root, "dev.py"), run(root, "dev.py", "--help")

    assert (alone.returncode, asked.returncode) == (2, 0)
    assert alone.stdout == asked.stdout
    assert "demo" in asked.stdout


def test_an_unknown_command_names_the_known_ones(root: Path) -> None:
    """A slip of the finger is answered with the list of commands."""
    done = run(root, "dev.py", "tests")

    assert done.returncode == 2
    assert "no command 'tests'. The commands are: demo" in done.stderr


def test_an_environment_is_current_while_its_lock_is(
    tools: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another byte in the lock, and only that, makes an environment be installed again."""
    environment = tools("environment")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    lock = tmp_path / "requirements" / "develop.txt"
    lock.parent.mkdir()
    lock.write_text("one==1\n", encoding="utf-8")
    held = environment.Environment("held", "develop")
    held.python.parent.mkdir(parents=True)
    held.python.touch()
    before = held.ready()
    held._stamp("develop").write_text(held._key("develop"), encoding="utf-8")

    assert (before, held.ready()) == (False, True)
    lock.write_text("one==2\n", encoding="utf-8")
    assert not held.ready()


def test_the_developers_environment_serves_the_user_commands(tools: Any) -> None:
    """After `test`, `demo` installs nothing: its lock is part of the other."""
    environment = tools("environment")

    assert environment.RUNTIME.folder == environment.DEVELOP.folder
    assert environment.RUNTIME.contained_in == environment.DEVELOP.lock


def test_a_folder_that_cannot_be_written_is_one_line(
    tools: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where .venv cannot be made, the error names the folder and the way out."""
    environment = tools("environment")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    (tmp_path / "taken").write_text("a file where the folder should be", encoding="utf-8")

    with pytest.raises(environment.Problem, match=r"cannot write .*taken/held .*copy this folder"):
        environment.Environment("taken/held", "develop").ensure()


@pytest.mark.parametrize(
    ("said", "expected", "lacking"),
    [
        ("NewConnectionError\nERROR: No matching distribution found for click", "no package index", True),
        ("ERROR: No matching distribution found for arcadedb==26", "has no arcadedb==26 for this machine", True),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "Do not install it", False),
        ("ERROR: No space left on device", "No space left on device", False),
    ],
    ids=["no network", "no build for this machine", "another file", "something else"],
)  # fmt: skip
def test_what_pip_says_becomes_one_line(tools: Any, root: Path, said: str, expected: str, lacking: bool) -> None:
    """Each way in which an installation fails has its own words, and only what a machine lacks may be left out."""
    problem = tools("environment")._pip_problem(said, "develop", root / "install.log")

    assert expected in str(problem)
    assert "\n" not in str(problem)
    assert problem.lacking is lacking


def test_a_report_counts_every_test_once(tools: Any, tmp_path: Path) -> None:
    """Failures and errors are failed, skips are counted by reason, a strict expected failure has passed."""
    file = tmp_path / "report.xml"
    file.write_text(
        "<testsuites><testsuite><testcase/><testcase><failure/></testcase><testcase><error/></testcase>"
        "<testcase><skipped type='pytest.skip' message='no server'/></testcase>"
        "<testcase><skipped type='pytest.xfail' message='known gap'/></testcase></testsuite></testsuites>",
        encoding="utf-8",
    )
    report = tools("reports").read(file)

    assert (report.passed, report.failed, report.skips) == (2, 2, {"no server": 1})


@pytest.mark.parametrize(
    ("reason", "allowed"),
    [("PATHWAY_SHARED_DATA is not set", True), ("only on Windows", True), ("no node", False), ("", False)],
)
def test_a_full_run_skips_almost_nothing(tools: Any, reason: str, allowed: bool) -> None:
    """Only the reference data that is not shipped, and another system's tests, may be skipped in a full run."""
    assert tools("reports").may_be_skipped(reason) is allowed


def stage_that(tools: Any, full: bool, problem: str, lacking: bool) -> Any:
    """Run a stage whose preparation fails, and give its result."""
    stages, environment = tools("stages"), tools("environment")

    def prepare() -> None:
        raise environment.Problem(problem, lacking=lacking)

    class Here:
        folder = ".venv"

        def ensure(self) -> Path:
            return Path(sys.executable)

    return stages._run(stages.Stage("x", "something", ("pytest",), environment=Here(), prepare=prepare), full)


@pytest.mark.parametrize(
    ("full", "lacking", "outcome"), [(False, True, "left out"), (True, True, "failed"), (False, False, "failed")]
)
def test_what_a_machine_lacks_is_left_out_or_fails(tools: Any, full: bool, lacking: bool, outcome: str) -> None:
    """A missing program is left out and named in a quick run; in a full run it is a failure."""
    result = stage_that(tools, full, "no node on PATH", lacking)

    assert result.outcome == outcome
    assert result.left_out == ("no node on PATH",)


def test_what_another_stage_ran_is_not_left_out(tools: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Skips for want of a server are told only where the stage with the server did not pass."""
    stages, report = tools("stages"), tools("reports").Report(passed=3, skips={"NO_SERVER is not set": 2})
    tests = stages.Result(stages.Stage("a", "most", ("pytest",)), "passed", report=report)
    server = stages.Stage("b", "the rest", ("pytest",), covers="NO_SERVER")

    stages._conclude([tests, stages.Result(server, "passed")], True)
    assert "NO_SERVER" not in capsys.readouterr().out
    stages._conclude([tests, stages.Result(server, "left out")], False)
    assert "  a: 2 x NO_SERVER is not set" in capsys.readouterr().out


def test_a_failed_stage_is_counted_and_named(tools: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """The closing line counts a stage that failed before its tests, and the exit status says so."""
    failed = stage_that(tools, True, "no node on PATH (apt install nodejs npm)", True)
    status = tools("stages")._conclude([failed], True)
    lines = capsys.readouterr().out.splitlines()

    assert status == 1
    assert "  x: no node on PATH (apt install nodejs npm)" in lines
    assert lines[-1] == "0 passed, 1 failed"
