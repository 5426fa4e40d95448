"""Workbooks that are damaged, hostile or not workbooks are refused with a code, and nothing else happens."""

from __future__ import annotations

import pathlib
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.registry import read_batch, read_here
from pathway_graph.workbook.guard import Limits

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def plain(path: pathlib.Path) -> None:
    """Write a sound workbook with one sheet of one row."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Areas"
    sheet.append(["id", "name"])
    sheet.append(["bath", "Bath"])
    book.save(path)


def rewritten(path: pathlib.Path, change: Callable[[str, bytes], bytes], add: dict[str, bytes] | None = None) -> None:
    """Write the sound workbook with its parts changed, and with more parts."""
    plain(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: change(name, old.read(name)) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in {**parts, **(add or {})}.items():
            new.writestr(name, data)


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    """Replace bytes in the worksheet alone, and see to it that they were there."""

    def change(name: str, data: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return data
        assert old in data
        return data.replace(old, new)

    return change


def unchanged(_: str, data: bytes) -> bytes:
    return data


def empty(path: pathlib.Path) -> None:
    path.write_bytes(b"")


def old_format(path: pathlib.Path) -> None:
    path.write_bytes(OLE + b"\0" * 1000)


def encrypted(path: pathlib.Path) -> None:
    path.write_bytes(OLE + b"\0" * 70_000 + "EncryptedPackage".encode("utf-16-le"))


def web_page(path: pathlib.Path) -> None:
    path.write_text("<html><table><tr><td>id</td></tr></table></html>")


def cut_short(path: pathlib.Path) -> None:
    plain(path)
    path.write_bytes(path.read_bytes()[:-200])


def other_archive(path: pathlib.Path) -> None:
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("readme.txt", "hello")


def open_document(path: pathlib.Path) -> None:
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")


def binary(path: pathlib.Path) -> None:
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("xl/workbook.bin", b"\0")


def bomb(path: pathlib.Path) -> None:
    rewritten(path, unchanged, {"xl/media/image1.png": bytes(50_000_000)})


def many_parts(path: pathlib.Path) -> None:
    rewritten(path, unchanged, {f"xl/media/{number}": b"" for number in range(5001)})


def entities(path: pathlib.Path) -> None:
    rewritten(path, in_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'))


def far_row(path: pathlib.Path) -> None:
    rewritten(path, in_sheet(b'r="2"', b'r="1048576"'))


def far_column(path: pathlib.Path) -> None:
    rewritten(path, in_sheet(b'r="B2"', b'r="XFD900000"'))


def sheet_cut_short(path: pathlib.Path) -> None:
    rewritten(path, in_sheet(b"</worksheet>", b""))


def no_styles_no_relations(path: pathlib.Path) -> None:
    plain(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist() if not name.startswith("xl/_rels")}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)


REFUSED: dict[Callable[[pathlib.Path], None], str] = {
    empty: "PG104", old_format: "PG102", encrypted: "PG102", web_page: "PG102", cut_short: "PG104",
    other_archive: "PG102", open_document: "PG102", binary: "PG102", bomb: "PG103", many_parts: "PG103",
    entities: "PG103", far_row: "PG120", far_column: "PG120", sheet_cut_short: "PG104", no_styles_no_relations: "PG104",
}  # fmt: skip


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_refused(make: Callable[[pathlib.Path], None], tmp_path: pathlib.Path) -> None:
    """What is no sound workbook is refused with one coded error that names the file and says what to do."""
    path = tmp_path / "services.xlsx"
    make(path)

    with pytest.raises(InputProblems) as caught:
        read_batch(path)

    (problem,) = caught.value.problems
    assert (problem.code, problem.file) == (REFUSED[make], "services.xlsx")
    assert problem.hint


def test_size_is_held_to_what_the_archive_says(tmp_path: pathlib.Path) -> None:
    """A part that unpacks to more than the archive's directory says is refused before it is parsed."""
    path = tmp_path / "services.xlsx"
    rewritten(path, in_sheet(b"</sheetData>", b" " * 100_000 + b"</sheetData>"))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    at = data.rindex(size.to_bytes(4, "little"))
    data[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(bytes(data))

    with pytest.raises(InputProblems) as caught:
        read_here(path)

    assert caught.value.problems[0].code in ("PG103", "PG104")


def _problems(path: pathlib.Path) -> list[tuple[str, str, str]]:
    return [(p.code, p.sheet, p.cell) for p in read_here(path).problems]


def test_formula_without_value(tmp_path: pathlib.Path) -> None:
    """A formula whose result was not saved is an error at its cell; one with a saved result is its result."""
    path = tmp_path / "services.xlsx"
    bare, saved = b'<c r="B2"><f>1+1</f><v></v></c>', b'<c r="B2" t="str"><f>A2</f><v>Bath</v></c>'
    cell = b'<c r="B2" t="inlineStr"><is><t>Bath</t></is></c>'
    rewritten(path, in_sheet(cell, bare))
    assert _problems(path) == [("PG118", "Areas", "B2")]

    rewritten(path, in_sheet(cell, saved))
    assert read_here(path).records[0].facts["name"] == "Bath"
    assert _problems(path) == []


def test_merged_cells_and_errors(tmp_path: pathlib.Path) -> None:
    """Merged cells, and cells whose formula gave an error, are errors at their cells."""
    path = tmp_path / "services.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Areas"
    for row in (["id", "name", "note"], ["bath", "Bath", "#REF!"], ["keynsham", "Keynsham", "a note"]):
        sheet.append(row)
    sheet.merge_cells("B3:C3")
    book.save(path)

    assert _problems(path) == [("PG153", "Areas", "C2"), ("PG119", "Areas", "B3")]


def test_macros_are_told_and_not_run(tmp_path: pathlib.Path) -> None:
    """A workbook with macros is read, and the remark says that they were not run."""
    path = tmp_path / "services.xlsm"
    rewritten(path, unchanged, {"xl/vbaProject.bin": b"\0"})

    batch = read_batch(path)

    assert batch.problems == ()
    assert [remark.code for remark in batch.remarks] == ["PG122"]
    assert len(batch.records) == 1


def test_time_limit(tmp_path: pathlib.Path) -> None:
    """A child that takes longer than its limit is stopped, and the error names file and limit."""
    path = tmp_path / "slow.yaml"
    path.write_text("Areas:\n" + "- {id: a, name: A}\n" * 400_000)

    with pytest.raises(InputProblems) as caught:
        read_batch(path, limits=Limits(seconds=1))

    (problem,) = caught.value.problems
    assert (problem.code, problem.file) == ("PG105", "slow.yaml")
    assert "1 second" in problem.message


def test_memory_limit(tmp_path: pathlib.Path) -> None:
    """A child that needs more memory than its limit is stopped, and the error names file and limit."""
    path = tmp_path / "large.yaml"
    path.write_text("Areas:\n" + "- {id: a, name: A}\n" * 400_000)

    with pytest.raises(InputProblems) as caught:
        read_batch(path, limits=Limits(megabytes=150))

    (problem,) = caught.value.problems
    assert (problem.code, problem.file) == ("PG106", "large.yaml")
    assert "150 MB" in problem.message


def test_environment_sets_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits can be raised by two environment variables; nonsense in them is passed over."""
    monkeypatch.setenv("PATHWAY_READ_SECONDS", "7")
    monkeypatch.setenv("PATHWAY_READ_MEGABYTES", "lots")

    assert Limits.from_environment() == Limits(seconds=7, megabytes=Limits().megabytes)


def test_a_mistake_of_ours_is_no_bad_input(tmp_path: pathlib.Path) -> None:
    """An exception in the child that no loader foresaw is a defect with its traceback, not a fault of the file."""
    from pathway_graph.errors import Defect
    from pathway_graph.workbook import guard

    with pytest.raises(Defect) as caught:
        guard.run("pathway_graph.workbook.guard:Problem", {"wrong": tmp_path.name}, "a file")

    assert caught.value.problems[0].code == "PG154"
    assert isinstance(caught.value.problems[0], Problem)
