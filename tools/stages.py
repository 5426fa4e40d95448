"""Runs the stages of `dev.py test` one after the other and says what passed, failed and was left out, and why."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tools import lint_packages, reports
from tools.environment import DEVELOP, JVM, ROOT, Environment, Problem, clean_variables
from tools.programs import require

__all__ = ["STAGES", "Result", "Stage", "main"]


@dataclass(frozen=True)
class Stage:
    """One check: what it is called, what it shows, what it runs in which environment, and what it has to have."""

    name: str
    shows: str
    command: tuple[str, ...]  # after the environment's python -m
    environment: Environment = DEVELOP
    prepare: Callable[[], object] = field(default=lambda: None)  # raises Problem where the machine lacks something
    around: tuple[str, ...] = ()  # a script, with its arguments, that runs the command as its last argument
    only_full: bool = False  # takes long: left out of a quick run
    covers: str = ""  # words in the reason for which other stages skip the tests that this one runs

    @property
    def counts_tests(self) -> bool:
        return self.command[0] == "pytest"


@dataclass(frozen=True)
class Result:
    """What became of a stage: passed, failed or left out, in how many seconds, with the counts of its tests."""

    stage: Stage
    outcome: str
    seconds: float = 0.0
    report: reports.Report = field(default_factory=reports.Report)
    left_out: tuple[str, ...] = ()  # one line each: what, and why

    def omissions(self) -> list[str]:
        """Say what was left out, and why: as a whole, by choice, and test by test."""
        return [*self.left_out, *(f"{count} x {reason}" for reason, count in self.report.skips.items())]


_SERVER = "PATHWAY_TEST_BOLT_URL"
_NOT_OURS = ("-k", "not embedded")  # the embedded engine has had its turn
_SHARED_OUT = ("-n", "2", "--dist", "loadgroup")  # a server a worker: one waits for its server while the other works


def _servers() -> object:
    return require(("java", "mvn"), "openjdk-17-jre-headless maven")


def _readers() -> object:
    lint_packages.ensure("readers")
    return require(("java", "mvn", "pdftotext", "dot"), "openjdk-17-jre-headless maven poppler-utils graphviz")


def _browser() -> object:
    lint_packages.ensure("browser")
    return shutil.which("chromium-browser") or require(("chromium",), "chromium")


_OWN_STAGES = ("--ignore=tests/lint", "--ignore=tests/packaging", "--ignore=tests/readers", "--ignore=tests/browser")

# A new check is a new line here. A stage whose command is pytest is counted test by test.
STAGES = (
    Stage("style", "ruff finds nothing", ("ruff", "check", "--quiet", ".")),
    Stage("types", "mypy finds nothing, in strict mode", ("mypy",)),
    Stage("tests", "the product does what the tests say", ("pytest", "-n", "auto", *_OWN_STAGES)),
    Stage("cypher", "every statement is valid for Neo4j", ("pytest", "tests/lint"), prepare=lint_packages.ensure),
    Stage("browser", "pages work for people, keyboards and screen readers", ("pytest", "tests/browser"),
          prepare=_browser, only_full=True),
    Stage("readers", "other programs read our pictures, and PDFs are accessible", ("pytest", "tests/readers"),
          prepare=_readers, only_full=True),
    Stage("wheel", "the wheel works outside the checkout", ("pytest", "tests/packaging")),
    Stage("java", "the store tests hold on the Java build", ("pytest", "tests/stores"), environment=JVM),
    Stage("neo4j", "the same answers, and nothing lost, on Neo4j 5.26",
          ("pytest", *_SHARED_OUT, "tests/stores", "tests/server", "tests/conformance",
           "tests/questions/test_golden.py", *_NOT_OURS),
          prepare=_servers, around=("tests/neo4j_server.py", "--"), covers=_SERVER, only_full=True),
    Stage("newest", "the same answers on the newest Neo4j", ("pytest", *_SHARED_OUT, "tests/conformance", *_NOT_OURS),
          prepare=_servers, around=("tests/neo4j_server.py", "newest", "--"), covers=_SERVER, only_full=True),
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Run the stages that the arguments ask for and give the exit status: 0 where nothing failed, else 1."""
    parser = argparse.ArgumentParser(prog="dev.py test", description=__doc__)
    parser.add_argument("--full", action="store_true", help="leave nothing out: what is missing fails")
    parser.add_argument("--stage", action="append", choices=[s.name for s in STAGES], help="only this (repeatable)")
    parser.add_argument("--reliability", nargs=argparse.REMAINDER, metavar="ARGS",
                        help="the reliability suite, for hours (--part, --many, --seed, --minutes)")  # fmt: skip
    parser.add_argument("--list", action="store_true", help="list the stages and stop")
    parser.add_argument("pytest", nargs="*", help="after --: more arguments for pytest, such as -k WORDS")
    options = parser.parse_args(arguments)
    if options.reliability is not None:
        command = [str(DEVELOP.ensure()), "-m", "tests.workspace.reliability", *options.reliability]
        return subprocess.run(command, cwd=ROOT, env=clean_variables(), check=False).returncode
    chosen = [stage for stage in STAGES if not options.stage or stage.name in options.stage]
    if options.list:
        for stage in chosen:
            print(f"{stage.name:8}{stage.shows}")
        return 0
    DEVELOP.ensure()  # without it nothing can be said at all
    results = [
        _run(stage, options.full, options.pytest) if options.full or options.stage or not stage.only_full
        else Result(stage, "left out", left_out=("takes long: python3 dev.py test --full runs it",))
        for stage in chosen
    ]  # fmt: skip
    return _conclude(results, options.full)


def _run(stage: Stage, full: bool, more: Sequence[str] = ()) -> Result:
    """Run one stage, with more arguments for pytest; what the machine lacks leaves it out, or fails it where `full`."""
    print(f"\n== {stage.name}: {stage.shows}", flush=True)
    started = time.monotonic()
    try:
        python = stage.environment.ensure()
        stage.prepare()
    except Problem as problem:
        print(f"dev.py: {problem}", flush=True)
        outcome = "left out" if problem.lacking and not full else "failed"
        return Result(stage, outcome, time.monotonic() - started, left_out=(str(problem),))
    file = ROOT / stage.environment.folder / "reports" / f"{stage.name}.xml"
    command = [str(python), "-m", *stage.command]
    if stage.around:
        command = [str(python), *stage.around, *command]
    if stage.counts_tests:
        file.unlink(missing_ok=True)
        selection = [] if full else ["-m", "not full"]
        colour = "yes" if sys.stdout.isatty() else "no"
        command += ["-q", f"--color={colour}", f"--junitxml={file}", *selection, *more]
    status, output = _stream(command, full)
    seconds = time.monotonic() - started
    report = reports.read(file) if stage.counts_tests else reports.Report()
    left_out = []
    if not full and "-k" not in command and (deselected := reports.deselected(output)):
        left_out.append(f"{deselected} marked full, which take long: python3 dev.py test --full runs them")
    refused = full and any(not reports.may_be_skipped(reason) for reason in report.skips)
    return Result(stage, "failed" if status or refused else "passed", seconds, report, tuple(left_out))


def _without(result: Result, covered: list[str]) -> Result:
    """Take out of a result the skips whose tests another stage has run."""
    skips = {why: n for why, n in result.report.skips.items() if not any(words in why for words in covered)}
    return replace(result, report=replace(result.report, skips=skips))


def _stream(command: list[str], full: bool) -> tuple[int, str]:
    """Run a command, showing its output as it comes; give its exit status and the end of that output."""
    variables = clean_variables() | {"PATHWAY_FULL": "1" if full else ""}
    with subprocess.Popen(
        command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        last: list[str] = []
        for line in process.stdout:
            print(line, end="", flush=True)
            last = [*last[-9:], line]
    return process.returncode, "".join(last)


def _conclude(results: list[Result], full: bool) -> int:
    """Print the table, what was left out, and the counts; give the exit status."""
    covered = [result.stage.covers for result in results if result.stage.covers and result.outcome == "passed"]
    results = [_without(result, covered) for result in results]
    print(f"\n{'stage':8}{'result':10}{'time':>8}  tests")
    for result in results:
        print(f"{result.stage.name:8}{result.outcome:10}{result.seconds:6.1f} s  {result.report.words()}".rstrip())
    omissions = [(result.stage.name, line) for result in results for line in result.omissions()]
    if omissions:
        print("\nLeft out, and why" if not full else "\nLeft out or missing, and why")
        for name, line in omissions:
            print(f"  {name}: {line}")
    failed = [result for result in results if result.outcome == "failed"]
    if failed:
        print("\nTo run what failed alone: " + "; ".join(f"python3 dev.py test --stage {r.stage.name}" for r in failed))
    passes = sum(_passes(result) for result in results)
    failures = sum(_failures(result) for result in results)
    skipped = sum(sum(result.report.skips.values()) for result in results)
    print(f"\n{passes} passed, {failures} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)
    return 1 if failed else 0


def _passes(result: Result) -> int:
    """Count the tests that passed; a stage that counts no tests is one."""
    return result.report.passed if result.stage.counts_tests else int(result.outcome == "passed")


def _failures(result: Result) -> int:
    """Count the tests that failed; a stage that failed otherwise is at least one."""
    return max(result.report.failed, int(result.outcome == "failed"))
