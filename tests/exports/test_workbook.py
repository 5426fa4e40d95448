"""The workbook that is written is the workbook that is read."""

from __future__ import annotations

import pathlib
import zipfile

import openpyxl
import pytest

from pathway_graph.errors import Usage
from pathway_graph.fields import Field
from pathway_graph.model import FIELDS, LABELS, SHEETS
from pathway_graph.registry import exports, read_here
from pathway_graph.workbook.cells import reader_for
from pathway_graph.workbook.help_texts import HOW
from pathway_graph.workbook.sheets import Sheet, Sheets

WORKBOOK = exports()["workbook"]

EXAMPLE = exports()["worked_example"].EXAMPLE


def test_template_is_read_and_states_nothing(tmp_path: pathlib.Path) -> None:
    """The empty workbook loads without a problem, a remark or a record."""
    WORKBOOK.template(tmp_path / "new.xlsx")

    batch = read_here(tmp_path / "new.xlsx")

    assert (batch.records, batch.problems, batch.remarks) == ((), (), ())
    assert batch.labels == tuple(LABELS)


def test_template_has_every_field(tmp_path: pathlib.Path) -> None:
    """Each label has a sheet with every field of the model, and each of them has its help."""
    WORKBOOK.template(tmp_path / "new.xlsx")

    book = openpyxl.load_workbook(tmp_path / "new.xlsx")
    for label, fields in FIELDS.items():
        headings = {cell.value: cell for cell in book[SHEETS[label]][1]}
        assert set(fields) <= set(headings)
        for name, field in fields.items():
            comment = headings[name].comment
            assert comment is not None
            assert field.doc in comment.text


def test_services_carry_a_provision(tmp_path: pathlib.Path) -> None:
    """The sheet Services has the columns of a provision, so that most services need one row only."""
    headers = WORKBOOK.template_headers("Service")

    assert {"function", "area", "need", "group", "ages", "steps", "hours", "max_wait"} <= set(headers)
    assert len(headers) == len(set(headers))


def test_choices_are_offered(tmp_path: pathlib.Path) -> None:
    """A choice has a drop-down with its choices; a reference one with the ids of its sheet."""
    WORKBOOK.template(tmp_path / "new.xlsx")

    page = openpyxl.load_workbook(tmp_path / "new.xlsx")["Services"]
    rules = {str(rule.sqref)[0:1]: rule.formula1 for rule in page.data_validations.dataValidation}
    offered = set(rules.values())
    assert '"planned,pilot,open,full,paused,closed"' in offered
    assert "Organisations!$A$2:$A$5000" in offered
    assert "Areas!$A$2:$A$5000" in offered


def test_typed_ages_stay_text(tmp_path: pathlib.Path) -> None:
    """Columns in which 16-18 may be typed are formatted as text, so that no spreadsheet makes a date of it."""
    WORKBOOK.template(tmp_path / "new.xlsx")

    page = openpyxl.load_workbook(tmp_path / "new.xlsx")["Provisions"]
    for cell in page[1]:
        field = FIELDS["Provision"].get(str(cell.value))
        if isinstance(field, Field) and field.kind in ("ages", "steps", "hours", "identifier"):
            assert page.column_dimensions[cell.coordinate.rstrip("1")].number_format == "@"


def test_same_bytes(tmp_path: pathlib.Path) -> None:
    """The same content gives the same bytes, whatever the time of day."""
    WORKBOOK.template(tmp_path / "one.xlsx")
    WORKBOOK.template(tmp_path / "two.xlsx")

    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert b"2000-01-01T00:00:00Z" in _part(tmp_path / "one.xlsx", "docProps/core.xml")


def _part(path: pathlib.Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return archive.read(name)


def test_nothing_is_overwritten(tmp_path: pathlib.Path) -> None:
    """A file that is there is left as it is, and the error says so."""
    path = tmp_path / "mine.xlsx"
    path.write_text("mine")

    with pytest.raises(Usage) as caught:
        WORKBOOK.template(path)

    assert caught.value.problems[0].code == "PG155"
    assert path.read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["mine.xlsx"]


def test_worked_example_is_sound() -> None:
    """The worked example that the template shows is read without a problem."""
    from pathway_graph.workbook.batches import batch_of, plain_batch

    sheets = []
    for name, rows in EXAMPLE.items():
        headers = tuple(dict.fromkeys(header for row in rows for header in row))
        cells = [[row.get(header, "") for header in headers] for row in rows]
        sheets.append(Sheet(name, headers, cells, range(2, len(rows) + 2), ("",) * len(headers)))
    batch = batch_of(plain_batch(Sheets(tuple(sheets)), "example", None, ""))

    assert batch.problems == ()
    assert {"house", "talk"} <= {record.id for record in batch.records if record.label == "Provision"}


def test_every_kind_has_help() -> None:
    """Every kind of field says how it is written."""
    kinds = {f.kind for fields in FIELDS.values() for f in fields.values() if isinstance(f, Field)}

    assert kinds <= set(HOW)


EXAMPLES = {
    "number": ("over 1", "2-4"),
    "money": ("73,540", "860k", "8.2m"),
    "budget": ("2018/19 - £300,000; 2019/20 - £750,000",),
    "date": ("2019-04-30", "April 2019", "Q3 2018/19", "2018/19", "by March 2019"),
    "yes/no": ("yes", "no"),
    "duration": ("10 d", "2 w", "4 h", "3 ed"),
    "scale": ("none", "0-5 stepped care"),
    "group": ("perinatal; carers", "everyone"),
    "ages": ("16-18", "18+", "under 18", "any", "?-18"),
    "steps": ("3", "1-2", "any"),
    "hours": ("Mon-Fri 09:00-17:00; Sat 10:00-14:00", "24/7", "closed", "Mon-Fri ?-17:00"),
}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_help_is_true(kind: str) -> None:
    """What the help of a kind shows as written can be read."""
    fields = (f for found in FIELDS.values() for f in found.values() if isinstance(f, Field) and f.kind == kind)
    read = reader_for(next(fields), {})

    for words in EXAMPLES[kind]:
        assert words in HOW[kind]
        assert read(words).ok
        assert read(words).state != "missing"


def test_filled_workbook_has_room_for_what_is_missing(tmp_path: pathlib.Path) -> None:
    """A workbook filled from the graph has every column of its sheets, and only the sheets that have rows."""
    WORKBOOK.workbook(tmp_path / "filled.xlsx", {("Area", "bath"): {"id": "bath", "name": "Bath"}})

    book = openpyxl.load_workbook(tmp_path / "filled.xlsx")
    assert book.sheetnames == ["Read me", "Settings", "Areas", "Example"]
    assert set(FIELDS["Area"]) <= {cell.value for cell in book["Areas"][1]}
    assert read_here(tmp_path / "filled.xlsx").labels == ("Area",)


def test_texts_never_become_formulas(tmp_path: pathlib.Path) -> None:
    """A text that begins as a formula does is written as a text, in headings, cells and settings."""
    facts = {("Area", "bath"): {"id": "bath", "name": "=1+1", "other_columns": {"@x": "-2+3"}}}
    WORKBOOK.workbook(tmp_path / "filled.xlsx", facts, {"source": "=cmd"})

    book = openpyxl.load_workbook(tmp_path / "filled.xlsx")
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert {"=1+1", "@x", "-2+3", "=cmd"} <= {cell.value for cell in cells}
