"""CSV and YAML files are read in the encodings and forms in which people save them."""

from __future__ import annotations

import pathlib

import pytest

from pathway_graph.errors import InputProblems
from pathway_graph.records import Batch
from pathway_graph.registry import loader_for, loaders, read_here

TEXT = "id,name,note\nbath,Bath – café,£5\n"


def saved(folder: pathlib.Path, data: bytes, name: str = "Areas.csv") -> Batch:
    (folder / name).write_bytes(data)
    return read_here(folder / name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str, tmp_path: pathlib.Path) -> None:
    """UTF-8, UTF-16 with its mark and Windows-1252 give the same texts; only the last is told as assumed."""
    batch = saved(tmp_path, TEXT.encode(encoding))

    (record,) = batch.records
    assert (record.facts["name"], record.facts["note"]) == ("Bath – café", "£5")
    assert [remark.code for remark in batch.remarks] == (["PG123"] if encoding == "cp1252" else [])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(separator: str, tmp_path: pathlib.Path) -> None:
    """The separator is found by the headings, also where cells hold others; `sep=` says it."""
    text = separator.join(["id", "name", "parent"]) + "\n" + separator.join(["bath", '"a,b;c"', '"x;y"']) + "\n"

    for start in ("", f"sep={separator}\n"):
        (record,) = saved(tmp_path, (start + text).encode()).records
        assert record.facts == {"id": "bath", "name": "a,b;c", "parent": ["x", "y"]}


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: pathlib.Path) -> None:
    """A line break inside quotes and a blank line do not put the row numbers out."""
    batch = saved(tmp_path, b'id,name\n\nbath,"Bath\ncity"\nkeynsham,Keynsham\n')

    assert [(r.id, r.row.row) for r in batch.records] == [("bath", 3), ("keynsham", 4)]
    assert batch.records[0].facts["name"] == "Bath\ncity"


def test_guarded_texts(tmp_path: pathlib.Path) -> None:
    """An apostrophe that keeps a spreadsheet from calculating is not part of the text; any other is."""
    batch = saved(tmp_path, b"id,name,note\na,'=1+1,'tis\n")

    assert (batch.records[0].facts["name"], batch.records[0].facts["note"]) == ("=1+1", "'tis")


def test_yaml_keeps_what_is_written(tmp_path: pathlib.Path) -> None:
    """What YAML would make a date, a truth or a number stays the text that somebody wrote."""
    text = "Handoffs:\n- {id: 007, name: no, from: 1_000, to: 0x10, protocol: Yes, opens: 2019-04-01, note: ~}\n"
    (record,) = saved(tmp_path, text.encode(), "x.yaml").records

    facts = record.facts
    assert (facts["id"], facts["name"], facts["to"]) == ("007", "no", ["0x10"])
    assert facts["protocol"]["words"] == "Yes"
    assert facts["opens"]["words"] == "2019-04-01"
    assert "note" not in facts


def test_yaml_lists_and_places(tmp_path: pathlib.Path) -> None:
    """A list in a cell is a list; a row's place is the line on which it begins."""
    text = "# a comment\nAreas:\n- id: a\n  name: A\n\n- id: b\n  name: B\n  parent: [a, c]\n"
    batch = saved(tmp_path, text.encode(), "x.yml")

    assert batch.records[1].facts["parent"] == ["a", "c"]
    assert [record.row.row for record in batch.records] == [3, 6]


def test_yaml_aliases_are_limited(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Aliases may repeat a cell, but not unfold a small file into millions."""
    from pathway_graph.registry import loaders

    monkeypatch.setattr(loaders()["yaml"], "_CELLS", 100)
    text = "Areas:\n" + "- &a {id: x, name: y}\n" + "- *a\n" * 60

    with pytest.raises(InputProblems) as caught:
        saved(tmp_path, text.encode(), "x.yaml")
    assert caught.value.problems[-1].code == "PG110"


def test_loaders_are_found() -> None:
    """Each module of loaders/ with a FORMAT is a loader, and says in a line what it reads."""
    assert list(loaders()) == ["csv", "mpxj", "mspdi", "pack", "xer", "xlsx", "yaml"]
    assert all(loader.ABOUT for loader in loaders().values())


def test_loader_is_chosen_by_the_file(tmp_path: pathlib.Path) -> None:
    """The ending chooses the loader, a folder of CSV files is one source, and --as overrules both."""
    (tmp_path / "x.YML").write_text("Areas: []")
    (tmp_path / "Areas.csv").write_text("id,name\n")

    assert loader_for(tmp_path / "x.YML").FORMAT == "yaml"
    assert loader_for(tmp_path).FORMAT == "csv"
    assert loader_for(tmp_path / "Areas.csv", "yaml").FORMAT == "yaml"


@pytest.mark.parametrize(("name", "code"), [("gone.xlsx", "PG100"), ("picture.png", "PG101")])
def test_no_loader(name: str, code: str, tmp_path: pathlib.Path) -> None:
    """A file that is not there, and one that nobody reads, are told apart."""
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "gone.xls").write_bytes(b"")

    with pytest.raises(InputProblems) as caught:
        loader_for(tmp_path / name)
    assert caught.value.problems[0].code == code
    assert caught.value.problems[0].hint
