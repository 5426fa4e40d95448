"""Look into a workbook's archive before anything is parsed: what it is, how large it would become, what is inside."""

from __future__ import annotations

import dataclasses
import lzma
import pathlib
import xml.etree.ElementTree as ElementTree
import zipfile
import zlib

from pathway_graph.errors import InputProblems, Problem

from .kinds import OLE, kind_of

__all__ = ["Workbook", "open_workbook"]

_MOST_BYTES = 200_000_000
_MOST_UNPACKED = 600_000_000
_MOST_ENTRIES = 5_000
_MOST_RATIO, _RATIO_FROM = 300, 20_000_000
_SAVE_AS = "Open it in a spreadsheet program and save it as 'Excel Workbook (.xlsx)'."
_FETCH = "Fetch it again from where it came from, or open it in a spreadsheet program and save it anew."


@dataclasses.dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that was looked at: sheet name -> its part of the archive, in the order of the tabs.

    `hidden` names the sheets that are not shown.
    """

    file: str
    archive: zipfile.ZipFile
    sheets: dict[str, str]
    remarks: tuple[Problem, ...]
    hidden: frozenset[str] = frozenset()

    def part(self, name: str) -> bytes:
        """Unpack one part; an empty one where it is not there."""
        if name not in self.archive.NameToInfo:
            return b""
        return _unpacked(self.file, self.archive, name)


def open_workbook(path: pathlib.Path) -> Workbook:
    """Open a workbook and refuse what should not be parsed.

    Raises InputProblems: PG102 for another format or an encrypted file, PG103 for one that unpacks to far more than it
    should, PG104 for a damaged one.
    """
    size = path.stat().st_size
    if size > _MOST_BYTES:
        raise _refused("PG103", path, f"the file has {size:,} bytes; at most {_MOST_BYTES:,} are read.", "Split it.")
    _check_start(path)
    try:
        archive = zipfile.ZipFile(path)
        _check_sizes(path, archive)
        _check_kind(path, archive)
        sheets, hidden = _sheets(path, archive)
    except zipfile.BadZipFile:
        raise _refused("PG104", path, "the workbook is cut short or damaged.", _FETCH) from None
    except (ElementTree.ParseError, RuntimeError, ValueError, OverflowError) as error:
        raise _refused("PG104", path, f"the workbook is damaged in its list of sheets: {error}.", _FETCH) from None
    remarks = []
    if any(name.endswith("vbaProject.bin") for name in archive.namelist()):
        message = "the workbook has macros; they were not run and are not read."
        remarks.append(Problem("PG122", message, "Save it as .xlsx if they are not needed.", file=path.name))
    return Workbook(path.name, archive, sheets, tuple(remarks), hidden)


def _refused(code: str, path: pathlib.Path | str, message: str, hint: str) -> InputProblems:
    return InputProblems(Problem(code, message, hint, file=pathlib.PurePath(path).name))


def _check_start(path: pathlib.Path) -> None:
    with path.open("rb") as file:
        start = file.read(65536)
    if start.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            hint = "Open it, take the password off (File, Info, Protect Workbook), and save it."
            raise _refused("PG102", path, "the workbook is protected by a password.", hint)
        raise _refused("PG102", path, "this is a workbook of the old format (.xls).", _SAVE_AS)
    if not start:
        raise _refused("PG104", path, "the file is empty.", "Save it anew, or fetch it again.")
    if not start.startswith(b"PK"):
        raise _named_wrongly(path, start)


def _named_wrongly(path: pathlib.Path, start: bytes) -> InputProblems:
    """Say what a file is that is named as a workbook."""
    kind = kind_of(start)
    is_text = not kind and b"\0" not in start and b"\n" in start
    told = kind or ("plain text" if is_text else "something else")
    hints = {
        "a web page": f"If it is the page of a login, sign in and fetch the file again. {_SAVE_AS}",
        "plain text": "If it is CSV, name it so: Services.csv.",
        "a PDF": "Copy its tables into a workbook: `pathway-graph template` makes one.",
        "a picture": "Type its tables into a workbook: `pathway-graph template` makes one.",
        "nothing but zeros": "It was damaged when it was copied: fetch it again.",
    }
    return _refused("PG102", path, f"the file is named as a workbook and is {told}.", hints.get(told, _SAVE_AS))


def _check_sizes(path: pathlib.Path, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES:
        message = f"the workbook has {len(entries):,} parts; at most {_MOST_ENTRIES:,} are read."
        raise _refused("PG103", path, message, _SAVE_AS)
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise _refused("PG104", path, "the workbook has two parts of one name.", _SAVE_AS)
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if unpacked > _MOST_UNPACKED or (unpacked > _RATIO_FROM and unpacked > _MOST_RATIO * max(packed, 1)):
        message = f"the workbook would unpack to {unpacked:,} bytes, far more than its own size explains."
        raise _refused("PG103", path, message, "This is no workbook that a program saved: fetch it again, or split it.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused("PG102", path, "parts of the archive are encrypted.", "Take the password off and save it.")


def _check_kind(path: pathlib.Path, archive: zipfile.ZipFile) -> None:
    names = archive.NameToInfo
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise _refused("PG102", path, "this is a binary workbook (.xlsb).", _SAVE_AS)
    if "mimetype" in names and b"opendocument" in _unpacked(path.name, archive, "mimetype"):
        raise _refused("PG102", path, "this is an OpenDocument file.", _SAVE_AS)
    raise _refused("PG102", path, "this is an archive and no Excel workbook.", _SAVE_AS)


def _unpacked(file: str, archive: zipfile.ZipFile, name: str) -> bytes:
    """Unpack a part; `file_size` is only what the archive says, so that it is held to it."""
    if name not in archive.NameToInfo:
        raise _refused("PG104", file, f"the workbook is damaged: its part {name} is not there.", _FETCH)
    said = archive.getinfo(name).file_size
    try:
        with archive.open(name) as part:
            data = part.read(said + 1)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise _refused("PG104", file, f"the workbook is damaged in {name}: {error}.", _SAVE_AS) from None
    if len(data) > said:
        raise _refused("PG103", file, f"{name} unpacks to more than the archive says.", _SAVE_AS)
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data[:2000]:
        raise _refused("PG103", file, f"{name} declares entities, which no spreadsheet program writes.", _SAVE_AS)
    return data


def _sheets(path: pathlib.Path, archive: zipfile.ZipFile) -> tuple[dict[str, str], frozenset[str]]:
    """Find each sheet's part, and which are hidden: workbook.xml names them, its relations say where they are."""
    book = ElementTree.fromstring(_unpacked(path.name, archive, "xl/workbook.xml"))
    relations = ElementTree.fromstring(_unpacked(path.name, archive, "xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    found: dict[str, str] = {}
    hidden = set()
    for sheet in book.iter():  # by local names: there is a second namespace, of the strict form
        if sheet.tag.endswith("}sheet"):
            relation = next((value for key, value in sheet.items() if key.endswith("}id")), None)
            target = targets.get(relation, "")
            if "worksheets/" in target:
                found[sheet.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
                if sheet.get("state", "visible") != "visible":
                    hidden.add(sheet.get("name", ""))
    return found, frozenset(hidden)
