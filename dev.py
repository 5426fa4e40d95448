#!/usr/bin/env python3
"""Starts pathway-graph from a checkout: demo, test, lint and the other chores, in a virtual environment of its own.

usage: python3 dev.py COMMAND ...        (Windows: py dev.py COMMAND ...)

  demo [ARGS]            make the example workspace, print its answers, write the map
  pathway-graph ARGS     run any command of the program, from this checkout
  test [--full]          check everything this machine allows; --full leaves nothing out
       [--reliability]   the reliability suite in full, for hours; writes its figures into docs/reliability.md
       [--stage NAME]    only this stage (may be repeated); `test --list` shows them
       [-- ARGS]         more arguments for pytest, such as -k WORDS
  lint                   ruff and mypy alone
  docs [--check]         write the generated pages again (--check: only tell which are out of date)
  bench [ARGS]           measure; prints JSON
  lock [--upgrade]       make the locks in requirements/ again

Needs Python 3.11 or later and, the first time, a package index. Everything goes into .venv beside this file.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (older ones must get as far as this line: keep this file's syntax old)
    sys.exit(
        f"dev.py: this is Python {sys.version_info[0]}.{sys.version_info[1]} and pathway-graph needs 3.11 or later. "
        "Install a newer one from python.org (Debian, Ubuntu: apt install python3.11 python3.11-venv) "
        "and start dev.py with that one, for example: python3.11 dev.py demo"
    )

import subprocess

from tools import environment, locks, stages


def _run(*command: str) -> int:
    """Run a program in the foreground, in the caller's own folder, and give its exit status."""
    return subprocess.call(command, env=environment.clean_variables())


def demo(arguments: "list[str]") -> int:
    return program(["demo", *arguments])


def program(arguments: "list[str]") -> int:
    return _run(str(environment.RUNTIME.ensure()), "-P", "-m", "pathway_graph", *arguments)


def test(arguments: "list[str]") -> int:
    return stages.main(arguments)


def lint(arguments: "list[str]") -> int:
    return stages.main([*arguments, "--stage", "style", "--stage", "types"])


def docs(arguments: "list[str]") -> int:
    return _run(str(environment.DEVELOP.ensure()), str(environment.ROOT / "docs" / "generate.py"), *arguments)


def bench(arguments: "list[str]") -> int:
    folder = environment.ROOT / "bench"
    if not (folder / "__main__.py").is_file():
        raise environment.Problem("this checkout has no bench/__main__.py, which is what bench runs")
    return _run(str(environment.DEVELOP.ensure()), str(folder), *arguments)


def lock(arguments: "list[str]") -> int:
    if set(arguments) - {"--upgrade"}:
        raise environment.Problem("lock takes --upgrade and nothing else")
    locks.make(upgrade="--upgrade" in arguments)
    return 0


COMMANDS = {
    "demo": demo, "pathway-graph": program, "test": test, "lint": lint, "docs": docs, "bench": bench, "lock": lock,
}  # fmt: skip


def main(arguments: "list[str]") -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(__doc__)
        return 0 if arguments else 2
    command = COMMANDS.get(arguments[0])
    if command is None:
        print(f"dev.py: no command {arguments[0]!r}. The commands are: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return command(arguments[1:])
    except environment.Problem as problem:
        print(f"dev.py: {problem}", file=sys.stderr)
        return 4
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
