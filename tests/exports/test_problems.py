"""The marked-up copy shows every problem at its cell, and the user's file stays as it was."""

from __future__ import annotations

import hashlib
import pathlib
from typing import Any

import openpyxl
import pytest

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.registry import exports, read_here

PROBLEMS = exports()["problems"]


@pytest.fixture
def wrong(tmp_path: pathlib.Path) -> pathlib.Path:
    """Give a workbook with two problems in one row, and cells that begin as formulas do."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Services"
    sheet.append(["id", "name", "status", "note"])
    sheet.append(["s 1", "One", "opne", "fine"])
    sheet.append(["s2", "Two", "open", None])
    sheet["D3"].value, sheet["D3"].data_type = "=HYPERLINK(1)", "s"
    book.create_sheet("Problems")
    book.save(tmp_path / "mine.xlsx")
    return tmp_path / "mine.xlsx"


def _copy(path: pathlib.Path, problems: tuple[Problem, ...]) -> Any:
    return openpyxl.load_workbook(PROBLEMS.write_problems(path, problems))


def test_user_file_is_untouched(wrong: pathlib.Path) -> None:
    """The copy goes beside the file, under its own name, and the file keeps its bytes."""
    before = hashlib.sha256(wrong.read_bytes()).hexdigest()

    path = PROBLEMS.write_problems(wrong, read_here(wrong).problems)

    assert path == wrong.with_name("mine.problems.xlsx")
    assert hashlib.sha256(wrong.read_bytes()).hexdigest() == before
    assert sorted(p.name for p in wrong.parent.iterdir()) == ["mine.problems.xlsx", "mine.xlsx"]


def test_cells_are_marked(wrong: pathlib.Path) -> None:
    """Each wrong cell is coloured and says what is wrong; the others are as they were."""
    page = _copy(wrong, read_here(wrong).problems)["Services"]

    assert page["A2"].comment.text.startswith("PG142: 's 1' is no id")
    assert page["C2"].comment.text.startswith("PG141: 'opne' is not a choice")
    assert page["C2"].fill.fgColor.rgb == "FFFFC7CE"
    assert page["B2"].comment is None
    assert page["B3"].value == "Two"


def test_list_links_to_cells(wrong: pathlib.Path) -> None:
    """The first sheet lists all problems, each with a link to its cell."""
    book = _copy(wrong, read_here(wrong).problems)

    page = book.worksheets[0]
    assert page.title == "Problems"
    assert [cell.value for cell in page["A"]] == ["code", "PG142", "PG141"]
    assert page["C3"].hyperlink.location == "'Services'!C2"
    assert "Did you mean 'open'?" in page["G3"].value


def test_no_text_becomes_a_formula(wrong: pathlib.Path) -> None:
    """Texts that begin with = + - @ stay texts, in the copy and in the list."""
    problems = tuple(Problem("PG141", f"{mark}1", f"{mark}2", value=f"{mark}3") for mark in "=+-@")
    book = _copy(wrong, problems)

    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "inlineStr"}
    assert book["Services"]["D3"].value == "=HYPERLINK(1)"
    assert book["Problems"]["E2"].value == "=3"


def test_an_older_copy_is_replaced(wrong: pathlib.Path) -> None:
    """Marks of an earlier copy go away when somebody mends the copy itself and tries again."""
    first = PROBLEMS.write_problems(wrong, read_here(wrong).problems)
    book = openpyxl.load_workbook(first)
    book["Services"]["A2"].value = "s1"
    book.save(wrong)

    page = _copy(wrong, read_here(wrong).problems)["Services"]
    assert page["A2"].comment is None
    assert page["A2"].fill.fill_type is None
    assert page["C2"].comment.text.startswith("PG141")


def test_other_formats_get_the_list(tmp_path: pathlib.Path) -> None:
    """A YAML file, a folder and a workbook that cannot be read get the list alone."""
    path = tmp_path / "mine.yaml"
    path.write_text("Services:\n- {id: s, name: S, status: opne}\n")
    book = _copy(path, read_here(path).problems)
    assert book.sheetnames == ["Problems"]
    assert [cell.value for cell in book["Problems"][2]][:4] == ["PG141", "Services", "row 2", "status"]

    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(b"PK and nothing else")
    with pytest.raises(InputProblems) as caught:
        read_here(damaged)
    assert _copy(damaged, caught.value.problems).sheetnames == ["Problems"]


def test_same_bytes(wrong: pathlib.Path) -> None:
    """The same problems give the same copy, byte by byte."""
    problems = read_here(wrong).problems
    one = PROBLEMS.write_problems(wrong, problems, wrong.with_name("one.xlsx"))
    two = PROBLEMS.write_problems(wrong, problems, wrong.with_name("two.xlsx"))

    assert one.read_bytes() == two.read_bytes()
