"""The workspace is found where git would look for it."""

from typing import Any

import pytest

from pathway_graph.workspace import Workspace


def name_of(run: Any, *words: Any) -> Any:
    """Ask which workspace a command works on."""
    import json

    status, out, err = run("query", "--json", *words)
    return json.loads(out)["workspace"]["name"] if status == 0 else err or out


def test_the_nearest_above_is_taken(run: Any, tmp_path: Any, monkeypatch: Any) -> None:
    """From a folder below, the nearest *.pathway upwards is the workspace."""
    Workspace.create(tmp_path / "mine").close()
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")

    assert name_of(run) == "mine"


def test_a_named_one_comes_first_and_may_lack_its_ending(run: Any, tmp_path: Any) -> None:
    """-C beats what is near, before and after the command, with or without .pathway."""
    for name in ("mine", "other"):
        Workspace.create(tmp_path / name).close()

    assert name_of(run, "-C", "other") == name_of(run, "-C", "other.pathway") == "other"


def test_the_environment_is_the_last_resort(run: Any, tmp_path: Any, monkeypatch: Any) -> None:
    """PATHWAY_WORKSPACE counts where nothing is near."""
    far = tmp_path / "far"
    far.mkdir()
    Workspace.create(far / "mine").close()
    monkeypatch.setenv("PATHWAY_WORKSPACE", str(far / "mine.pathway"))

    assert name_of(run) == "mine"


def test_two_near_ones_are_not_guessed_between(run: Any, tmp_path: Any) -> None:
    """Where a folder holds two, both are named and neither is taken."""
    for name in ("mine", "other"):
        Workspace.create(tmp_path / name).close()

    told = name_of(run)

    assert "PG903" in told
    assert "mine.pathway, other.pathway" in told


@pytest.mark.parametrize("words", [(), ("-C", "nowhere")])
def test_none_is_said_with_the_way_out(run: Any, words: Any) -> None:
    """No workspace is exit 4 and says how to make one."""
    status, _, err = run("query", *words)

    assert status == 4
    assert err.startswith("PG")
