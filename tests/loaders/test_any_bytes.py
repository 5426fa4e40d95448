"""Whatever a file holds, it is read or refused with a code; no exception of another kind gets out."""

from __future__ import annotations

import io
import pathlib
import tempfile
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathway_graph.codes import CODES
from pathway_graph.errors import InputProblems, Problem
from pathway_graph.registry import read_here


def read_or_refuse(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / name
        path.write_bytes(data)
        problems: tuple[Problem, ...]
        try:
            problems = read_here(path).problems
        except InputProblems as error:
            problems = error.problems or (Problem("", "refused without a word"),)

    assert all(problem.code in CODES and problem.hint for problem in problems)


_MARKS = ["Areas", "Services", ":", "\n", "- ", "{", "}", "id", ", ", "name: ", "'", '"', "&a ", "*a", "<<", "!!x"]
TEXT = st.lists(st.one_of(st.sampled_from(_MARKS), st.text(max_size=4)), max_size=40).map("".join)


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_any_yaml(text: str) -> None:
    """Any text is read as YAML, or refused."""
    read_or_refuse("x.yaml", text.encode("utf-8", "replace"))


@given(st.one_of(st.binary(max_size=60), TEXT.map(lambda text: text.encode("utf-8", "replace"))))
@settings(max_examples=200, deadline=None)
def test_any_csv(data: bytes) -> None:
    """Any bytes are read as CSV, or refused."""
    read_or_refuse("Areas.csv", b"id,name,parent\n" + data)


def _parts() -> dict[str, bytes]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Areas"
    for row in (["id", "name", "parent"], ["bath", "Bath", "banes"], ["banes", 7, "=1+1"]):
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = _parts()
LOOKED_AT = [name for name in PARTS if name.startswith("xl/") and "theme" not in name]


@pytest.mark.parametrize("name", LOOKED_AT)
@given(st.integers(0, 5000), st.binary(max_size=6), st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_any_part(name: str, at: int, put: bytes, over: int) -> None:
    """A workbook with bytes of any part changed, put in or left out is read, or refused."""
    data = PARTS[name]
    at %= len(data)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part, whole in PARTS.items():
            archive.writestr(part, whole[:at] + put + whole[at + over :] if part == name else whole)

    read_or_refuse("x.xlsx", packed.getvalue())


@given(st.integers(0, 6000), st.binary(min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_archive(at: int, put: bytes) -> None:
    """A workbook whose archive is damaged anywhere is read, or refused."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, whole in PARTS.items():
            archive.writestr(part, whole)
    data = bytearray(packed.getvalue())
    at %= len(data)
    data[at : at + len(put)] = put

    read_or_refuse("x.xlsx", bytes(data))
