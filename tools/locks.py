"""Makes the locks in requirements/ again from pyproject.toml and the .in files."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.environment import LOCK, ROOT, Problem, clean_variables

__all__ = ["LOCKS", "Lock", "make"]

# those that the tests use
EXTRAS = ("neo4j", "py2neo", "keyring", "networkx", "graphviz", "analysis", "pictures", "planners")


@dataclass(frozen=True)
class Lock:
    """One lock: its name, and the options of uv that name its inputs, relative to the checkout."""

    name: str
    inputs: tuple[str, ...]


_DEVELOP = (
    "pyproject.toml", *(f"--extra={extra}" for extra in EXTRAS), "requirements/build.in", "requirements/develop.in",
)  # fmt: skip
LOCKS = (
    Lock("lock", ("requirements/lock.in",)),
    Lock("build", ("requirements/build.in",)),
    Lock("runtime", ("pyproject.toml",)),
    Lock("develop", (*_DEVELOP, "--constraints=requirements/runtime.txt", "--constraints=requirements/build.txt")),
    Lock("jvm", (*_DEVELOP, "requirements/jvm.in", "--excludes=requirements/jvm-without.txt",
                 "--constraints=requirements/develop.txt")),
)  # fmt: skip


def make(upgrade: bool = False) -> None:
    """Write every lock again; versions stay where they still fit unless `upgrade`.

    Errors: Problem where uv refuses, with what it said.
    """
    LOCK.ensure()
    program = LOCK.program("uv")
    for lock in LOCKS:
        output = Path("requirements") / f"{lock.name}.txt"
        command = [
            str(program), "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version=3.11",
            "--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command=python3 dev.py lock",
            "--no-strip-extras",  # pip refuses the hashes of `coverage` where somebody asks for `coverage[toml]`
            f"--output-file={output.as_posix()}", *(["--upgrade"] if upgrade else []), *lock.inputs,
        ]  # fmt: skip
        done = subprocess.run(command, cwd=ROOT, env=clean_variables(), capture_output=True)
        if done.returncode:
            raise Problem(f"uv could not make {output.as_posix()}: {done.stderr.decode(errors='replace').strip()}")
        print(f"dev.py: wrote {output.as_posix()}", flush=True)
