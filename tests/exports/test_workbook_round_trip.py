"""Facts written as cells and read again are the same facts, in every format that we write."""

from __future__ import annotations

import pathlib
import tempfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathway_graph.fields import Field, Reference
from pathway_graph.model import FIELDS, LABELS, SHEETS
from pathway_graph.records import Batch
from pathway_graph.registry import exports, read_here
from pathway_graph.workbook.batches import batch_of, plain_batch
from pathway_graph.workbook.sheets import Sheet, Sheets
from pathway_graph.workbook.writing_cells import sheets_of

WORDS: dict[str, list[str]] = {
    "date": ["2019-04-01", "March 2019", "Q3 2018/19", "by 31 March 2020", "TBC", "ongoing", "2018/19", "none"],
    "hours": ["24/7", "Mon-Fri 09:00-17:00", "Mon-Fri ?-17:00", "closed", "office hours", "9-5 weekdays", "TBC"],
    "ages": ["16-18", "18+", "under 18", "any", "18-40", "41+", "18-64", "?-18", "young people", "12-17"],
    "steps": ["3", "1-2", "any", "?-3", "TBC"],
    "scale": ["none", "0-5 stepped care", "1-4 CAMHS tier", "TBC"],
    "money": ["73540", "£8.2m", "860k", "TBC"],
    "budget": ["2018/19 - £300,000; 2019/20 - £750,000", "£2.6m ACS + 2.6m PCT", "TBC"],
    "number": ["28", "over 1", "2.5", "4 weeks", "TBC"],
    "whole": ["12", "1,200", "TBC"],
    "yes/no": ["yes", "no", "Y", "none", "TBC"],
    "duration": ["10", "2w", "3ed", "TBC"],
    "area": ["a1", "a1; a2", "any", "any except a1", "some of a2", "TBC"],
    "need": ["a1; a2", "any", "TBC"],
    "group": ["perinatal; carers", "everyone", "TBC"],
}
TEXTS = st.one_of(
    st.sampled_from(["=1+1", "+44", "-5", "@x", "'=x", "''", "TBC", "no", "0", "1.0", "2019-04-01", "_x0041_", "a\nb"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=30),
)
IDS = st.from_regex(r"[A-Za-z0-9._:/-]{1,8}", fullmatch=True)


def words_for(field: Field | Reference) -> st.SearchStrategy[str]:
    """Give the words that a cell of a field may hold."""
    if isinstance(field, Reference):
        return st.sampled_from(["a1", "a2", "TBC", *([f"{field.to[0]}#a1"] if len(field.to) > 1 else [])])
    if field.choices:
        return st.sampled_from([*field.choices, field.choices[0].upper(), "TBC"])
    return TEXTS if field.kind in ("text", "words") else st.sampled_from(WORDS[field.kind])


@st.composite
def rows(draw: st.DrawFn) -> dict[str, list[dict[str, str]]]:
    """Draw up to four sheets of up to four rows, with provisions on services' own rows, sources and other columns."""
    found: dict[str, list[dict[str, str]]] = {}
    for label in draw(st.lists(st.sampled_from(list(LABELS)), min_size=1, max_size=4, unique=True)):
        known: dict[str, Any] = dict(FIELDS[label])
        if label == "Service":
            known |= {name: FIELDS["Provision"][name] for name in ("function", "ages", "hours", "area")}
        names = draw(st.lists(st.sampled_from([n for n in known if n != "id"]), max_size=6, unique=True))
        ids = draw(st.lists(IDS, min_size=1, max_size=4, unique=True))
        cells = {name: st.one_of(st.just(""), words_for(known[name])) for name in names}
        cells |= {"stated_in": st.sampled_from(["", "doc"]), "Another column": st.one_of(st.just(""), TEXTS)}
        if names:
            cells |= {f"{names[0]} stated_in": st.just("doc"), f"{names[0]} locator": st.sampled_from(["", "para 2"])}
        found[SHEETS[label]] = [{"id": id, **{name: draw(cell) for name, cell in cells.items()}} for id in ids]
    return found


def read_rows(found: dict[str, list[dict[str, str]]]) -> Batch:
    sheets = []
    for name, listed in found.items():
        headers = tuple(listed[0])
        cells = [[row[header].strip() for header in headers] for row in listed]
        sheets.append(Sheet(name, headers, cells, range(2, len(cells) + 2), ("",) * len(headers)))
    return batch_of(plain_batch(Sheets(tuple(sheets)), "drawn", None, ""))


def facts_of(batch: Batch) -> dict[tuple[str, str], dict[str, Any]]:
    return {(record.label, record.id): record.facts for record in batch.records}


WRITERS = {
    "out.xlsx": exports()["workbook"].workbook,
    "out": exports()["plain_sheets"].csv_folder,
    "out.yaml": exports()["plain_sheets"].yaml_file,
}


@pytest.mark.parametrize("name", WRITERS)
@given(rows())
@settings(max_examples=40, deadline=None)
def test_round_trip(name: str, found: dict[str, list[dict[str, str]]]) -> None:
    """Whatever can be read is written so that reading it gives the same facts and nothing else."""
    before = facts_of(read_rows(found))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / name
        WRITERS[name](path, before, {"source": "drawn"})
        batch = read_here(path) if before else None

    assert batch is None or (batch.problems, batch.source) == ((), "drawn")
    assert batch is None or facts_of(batch) == before


def test_ages_read_beside_others_stay(tmp_path: pathlib.Path) -> None:
    """`18-40` of one source keeps its end where another source's `41+` of the same function comes beside it."""
    one = facts_of(read_rows({"Provisions": [{"id": "a", "service": "s", "function": "f", "ages": "18-40"}]}))
    two = facts_of(read_rows({"Provisions": [{"id": "b", "service": "t", "function": "f", "ages": "41+"}]}))

    (sheet,) = sheets_of({**one, **two})
    again = facts_of(batch_of(plain_batch(Sheets((sheet,)), "merged", None, "")))

    assert again["Provision", "a"]["ages"]["value"] == one["Provision", "a"]["ages"]["value"]


def test_unread_words_of_a_paper_stay_missing() -> None:
    """Words of a published source that no reader takes are still missing, and still there, after a round trip."""
    stored = {("Provision", "p"): {"id": "p", "opens": {"state": "missing", "words": "one fine day"}}}

    again = facts_of(batch_of(plain_batch(Sheets(sheets_of(stored)), "paper", None, "")))

    assert again["Provision", "p"]["opens"] == {"state": "missing", "words": "unknown: one fine day"}
