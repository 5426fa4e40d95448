"""Files are written whole or not at all, also where they are several."""

import pathlib

import pytest

from pathway_graph.errors import InputProblems
from pathway_graph.whole_files import write_together, write_whole


def test_where_one_file_cannot_be_written_all_are_as_they_were(tmp_path: pathlib.Path) -> None:
    """The first had been replaced and the second had been made when the third failed: nothing of it is left."""
    first, second, third = (tmp_path / name for name in ("a.svg", "a-2.svg", "a-3.svg"))
    first.write_text("last month's", encoding="utf-8")
    third.mkdir()
    before = sorted(tmp_path.iterdir())

    with pytest.raises(InputProblems, match=r"PG500 .*a-3\.svg"):
        write_together([(first, "new"), (second, "new"), (third, "new")])

    assert first.read_text(encoding="utf-8") == "last month's"
    assert sorted(tmp_path.iterdir()) == before


def test_several_files_are_all_in_their_places(tmp_path: pathlib.Path) -> None:
    """Each holds what was given for it, and nothing else is in the folder."""
    files = [(tmp_path / f"a-{n}.svg", f"page {n}") for n in range(3)]
    files[1][0].write_text("old", encoding="utf-8")

    write_together(files)

    assert {path: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == dict(files)


def test_a_folder_that_is_not_there_is_named(tmp_path: pathlib.Path) -> None:
    """The message names the file, and nothing is made."""
    with pytest.raises(InputProblems, match=r"PG500 .*nowhere"):
        write_whole(tmp_path / "nowhere" / "a.svg", b"x")

    assert list(tmp_path.iterdir()) == []
