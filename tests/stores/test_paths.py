"""A graph lies where its path says, wherever the process began."""

import pathlib

import pytest

from pathway_graph.stores import open_store


def test_a_relative_folder_is_one_of_the_folder_that_the_process_is_in(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change of folder a relative path leads to the new one, and the absolute path to the same graph."""
    monkeypatch.chdir(tmp_path)
    store = open_store("embedded", pathlib.Path("graph"))
    with store.transaction() as transaction:
        transaction.run("CREATE (:Trial {id: 'a'})")
    store.close()

    again = open_store("embedded", tmp_path / "graph", read_only=True)

    assert again.read("MATCH (n:Trial) RETURN n.id AS id") == [{"id": "a"}]
    again.close()
