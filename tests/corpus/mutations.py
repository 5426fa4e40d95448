"""Damage sound files of every format in thousands of ways: each is read, or refused with a code, and nothing else.

The files are read in a process of their own, which says before each file which one it is: where it dies or hangs, the
file is known, and the next process goes on behind it. What is found is kept in `tests/corpus/bad/`.
"""

from __future__ import annotations

import collections
import dataclasses
import io
import multiprocessing
import pathlib
import random
import tempfile
import zipfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import openpyxl
import yaml

from pathway_graph.codes import CODES
from pathway_graph.model import SHEETS
from pathway_graph.storage.ledger import Ledger
from tests.loaders.plans_made import MPX, MSPDI, XER, mutated

from .breakages import landscape
from .telling import empty_ledger, problems_of

__all__ = ["FORMATS", "Ends", "Format", "damaged", "tried"]

SECONDS = 60
"""So long one file may take before it counts as hanging; it takes a hundredth of a second."""


@dataclasses.dataclass(frozen=True, slots=True)
class Format:
    """A format: the name of a file of it, and what makes a damaged one of a seed."""

    name: str
    damage: Callable[[int], bytes]


@dataclasses.dataclass(frozen=True, slots=True)
class Ends:
    """How the files ended: so many read, so many refused, and what went wrong (seed -> how)."""

    read: int
    refused: int
    wrong: dict[int, str]


def _small() -> dict[str, list[dict[str, str]]]:
    """Take three rows of the labels that refer to nothing but each other: sheet -> rows."""
    labels = ("Area", "Need", "Function", "Organisation", "Service", "Provision")
    whole = landscape()
    return {
        SHEETS[label]: [
            {header: cell for header, cell in row.items() if header not in ("stated_in", "locator")}
            for row in whole[label][:3]
        ]
        for label in labels
    }


def _texts() -> dict[str, bytes]:
    sheets = _small()
    services = [{**row, "provider": ""} for row in sheets["Services"]]
    lines = [list(services[0]), *(list(row.values()) for row in services)]
    table = [",".join(f'"{cell}"' if "," in cell else cell for cell in line) for line in lines]
    pack: dict[str, Any] = {
        "Pack": [{"id": "p", "framework": "F", "version": "1", "licence": "OGL"}],
        "Clauses": [{"clause": "1.1", "says": "Do this.", "checked_by": "r"},
                    {"clause": "1.2", "says": "And that.", "why_not": "Nobody can tell."}],
        "Requirements": [{"id": "r", "name": "R", "function": "f", "area": "any", "need": "any", "clause": "1.1"}],
        "Functions": [{"id": "f", "name": "F"}],
    }  # fmt: skip
    return {
        "csv": "".join(f"{line}\n" for line in table).encode(),
        "yaml": yaml.safe_dump(sheets, sort_keys=False).encode(),
        "pack": yaml.safe_dump(pack, sort_keys=False).encode(),
    }  # fmt: skip


def _parts() -> dict[str, bytes]:
    """Make a workbook and give the parts of its archive."""
    book = openpyxl.Workbook()
    for name, rows in _small().items():
        sheet = book.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    book["Services"]["E2"], book["Services"]["E2"].number_format = 43556, "mmm-yy"
    packed = io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


_TEXTS, _PARTS = _texts(), _parts()
_SHEETS = [name for name in _PARTS if name.startswith("xl/") and "theme" not in name]


def _workbook(seed: int) -> bytes:
    """Damage a part of a workbook's archive, or (every third) the archive as a whole."""
    parts = dict(_PARTS)
    if seed % 3:
        part = random.Random(seed).choice(_SHEETS)
        parts[part] = mutated(parts[part], seed)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED if seed % 2 else zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return packed.getvalue() if seed % 3 else mutated(packed.getvalue(), 2 * seed)


def _text(format: str) -> Format:
    name = {"csv": "Services.csv", "yaml": "services.yaml", "pack": "pack.yaml"}[format]
    return Format(name, lambda seed: mutated(_TEXTS[format], seed))


FORMATS: dict[str, Format] = {
    "xlsx": Format("services.xlsx", _workbook),
    "csv": _text("csv"),
    "yaml": _text("yaml"),
    "pack": _text("pack"),
    "mspdi": Format("plan.xml", lambda seed: mutated(MSPDI, seed)),
    "xer": Format("plan.xer", lambda seed: mutated(XER, seed)),
    "mpxj": Format("plan.mpx", lambda seed: mutated(MPX, seed)),
}
"""Every format that is read; the last by a Java of its own for each file, which takes a hundred times as long."""


def damaged(format: str, seed: int, folder: pathlib.Path) -> pathlib.Path:
    """Write the damaged file of a seed, the same bytes each time."""
    path = folder / FORMATS[format].name
    path.write_bytes(FORMATS[format].damage(seed))
    return path


def tried(format: str, many: int, seed: int) -> Ends:
    """Read so many damaged files, from the seed on; go on in a new process behind one at which a process ended."""
    ends: collections.Counter[str] = collections.Counter()
    wrong: dict[int, str] = {}
    next_seed, last = seed, seed + many
    start: Any = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    while next_seed < last:
        here, there = start.Pipe(duplex=False)
        child = start.Process(target=_read_on, args=(format, next_seed, last, there), daemon=True)
        child.start()
        there.close()
        next_seed = _followed(here, next_seed, ends, wrong)
        child.kill()
        child.join()
    return Ends(ends["read"], ends["refused"], wrong)


def _followed(child: Connection, at: int, ends: collections.Counter[str], wrong: dict[int, str]) -> int:
    """Take what the child says, file by file; give the seed of the file to go on with."""
    while child.poll(SECONDS):
        try:
            said = child.recv()
        except EOFError:
            wrong[at] = "the process died"
            return at + 1
        if said is None:
            return at
        end, how = said
        ends[end] += 1
        if how:
            wrong[at] = how
        at += 1
    wrong[at] = f"it took more than {SECONDS} seconds"
    return at + 1


def _read_on(format: str, seed: int, last: int, told: Connection) -> None:
    with tempfile.TemporaryDirectory() as folder, empty_ledger() as ledger:
        for one in range(seed, last):
            told.send(_judged(format, one, pathlib.Path(folder), ledger))
    told.send(None)


def _judged(format: str, seed: int, folder: pathlib.Path, ledger: Ledger) -> tuple[str, str]:
    """Read one damaged file: how it ended, and what is wrong with that (nothing, as it should be)."""
    try:
        problems, _ = problems_of(damaged(format, seed, folder), ledger, format=format)
    except BaseException as error:  # a library's panic is no Exception
        return "broken", f"{type(error).__name__}: {error}"
    bare = [str(p) for p in problems if p.code not in CODES or not p.message or not p.hint]
    return ("refused" if problems else "read"), "; ".join(bare[:3])
