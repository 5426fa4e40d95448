"""Run one task in a child process with limits on time and memory, so that no file can harm or hang this one.

What is limited: on Linux processor time, wall-clock time and address space; on macOS the same calls are made, but the
system does not hold a process to its address space; on Windows wall-clock time only. Where memory is not limited,
what the loaders look at before they parse (sizes, entries, extents) is the protection.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import importlib
import marshal
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from typing import Any

from pathway_graph.errors import Defect, InputProblems, Problem

__all__ = ["Limits", "no_collection", "run", "serve"]

_OUT_OF_MEMORY = 86


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: seconds of wall clock (and of processor time), and megabytes of address space."""

    seconds: int = 120
    megabytes: int = 2048

    @classmethod
    def from_environment(cls) -> Limits:
        """Read PATHWAY_READ_SECONDS and PATHWAY_READ_MEGABYTES, for files that are larger than usual."""
        plain = cls()
        return cls(
            _whole(os.environ.get("PATHWAY_READ_SECONDS"), plain.seconds),
            _whole(os.environ.get("PATHWAY_READ_MEGABYTES"), plain.megabytes),
        )


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and int(text) > 0 else otherwise


def run(task: str, arguments: dict[str, Any], file: str, limits: Limits | None = None) -> Any:
    """Call `MODULE:FUNCTION` with the arguments in a child process and give back what it returns.

    Arguments and result are plain values (what marshal writes), never pickled objects. `file` is named in the error.
    Raises InputProblems: those that the task raised, PG105 when the time is up, PG106 when the child died or its
    memory did not suffice. Raises Defect (PG154) for any other exception in the child, whose traceback is its note.
    """
    limits = limits or Limits.from_environment()
    request = marshal.dumps([task, arguments, limits.seconds, limits.megabytes])
    command = [sys.executable, "-P", "-c", "from pathway_graph.workbook.guard import serve; serve()"]
    try:
        done = subprocess.run(command, input=request, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired:
        raise InputProblems(_too_slow(file, limits)) from None
    if done.returncode == _OUT_OF_MEMORY:
        raise InputProblems(_too_large(file, limits, "its memory was used up"))
    if done.returncode == -getattr(signal, "SIGXCPU", 0):
        raise InputProblems(_too_slow(file, limits))
    if done.returncode or not done.stdout:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        how = f"signal {-done.returncode}" if done.returncode < 0 else f"status {done.returncode}"
        how += f": {last[0][:200]}" if last else ""
        raise InputProblems(_too_large(file, limits, how))
    with no_collection():
        answer = marshal.loads(done.stdout)
    if "problems" in answer:
        raise InputProblems(*(Problem(*plain) for plain in answer["problems"]))
    if "defect" in answer:
        hint = "Please report it, if you can with the file; `--debug` shows where it happened."
        defect = Defect(
            Problem("PG154", f"reading failed through a mistake of ours ({answer['defect'][0]}).", hint, file=file)
        )
        defect.add_note(answer["defect"][1])
        raise defect
    return answer["result"]


@contextlib.contextmanager
def no_collection() -> Iterator[None]:
    """Make many objects without the collector going over all of them again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _too_slow(file: str, limits: Limits) -> Problem:
    hint = "Split it, or allow more with PATHWAY_READ_SECONDS."
    return Problem(
        "PG105",
        f"reading the file took more than {limits.seconds} second{'s' * (limits.seconds > 1)} and was stopped.",
        hint,
        file=file,
    )


def _too_large(file: str, limits: Limits, how: str) -> Problem:
    message = f"the process that reads the file was stopped ({how}; it may use {limits.megabytes} MB)."
    hint = (
        "The file may be damaged or far too large. Save it anew or split it, or allow more with PATHWAY_READ_MEGABYTES."
    )
    return Problem("PG106", message, hint, file=file)


def serve() -> None:
    """Answer one request from standard input on standard output: what the child process does."""
    task, arguments, seconds, megabytes = marshal.loads(sys.stdin.buffer.read())
    _limit(seconds, megabytes)
    gc.disable()  # this process ends before garbage could matter
    module, _, name = task.partition(":")
    try:
        answer = {"result": getattr(importlib.import_module(module), name)(**arguments)}
        written = marshal.dumps(answer)
    except InputProblems as problems:
        plain = [[getattr(p, field.name) for field in dataclasses.fields(Problem)] for p in problems.problems]
        written = marshal.dumps({"problems": plain})
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except Exception as error:
        written = marshal.dumps({"defect": [type(error).__name__, traceback.format_exc()]})
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
    os._exit(0)  # nothing to clean up, and a million objects need not be freed one by one


def _limit(seconds: int, megabytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    size = megabytes * 1024 * 1024
    wanted = {
        resource.RLIMIT_AS: (size, size),
        resource.RLIMIT_CPU: (seconds, seconds + 5),  # at the first the process is told, at the second it is killed
        resource.RLIMIT_CORE: (0, 0),
    }
    for what, most in wanted.items():
        with contextlib.suppress(ValueError, OSError):  # a lower limit of the system's own stays as it is
            resource.setrlimit(what, most)
