"""Several files are loaded by one command, whichever order they are named in."""

from pathlib import Path
from typing import Any

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "hertfordshire"


@pytest.mark.parametrize("order", [("proposal", "briefing"), ("briefing", "proposal")])
def test_a_file_may_be_named_before_the_one_that_it_refers_to(order: Any, run: Any) -> None:
    """Each is a load of its own, kept when what it refers to is there."""
    run("init", "herts")

    status, out, _ = run("load", *(str(EXAMPLE / f"{name}.yaml") for name in order), "-q")

    assert (status, out.count("is kept")) == (0, 2)


def test_files_that_lack_the_same_rows_are_told_once(run: Any) -> None:
    """Where nothing can go first, the first file says what is missing, and nothing is kept."""
    run("init", "herts")
    Path("again.yaml").write_text((EXAMPLE / "briefing.yaml").read_text().replace("briefing", "again"))

    status, out, err = run("load", str(EXAMPLE / "briefing.yaml"), "again.yaml", "-q", "--no-problems")

    assert (status, out) == (3, "")
    assert "no area 'stevenage'" in err
    assert "again.yaml" not in err


def test_an_unreadable_file_keeps_back_those_named_with_it(run: Any) -> None:
    """All files are read before the first is kept."""
    run("init", "herts")
    Path("bad.yaml").write_text("Areas: [")

    status, out, _ = run("load", str(EXAMPLE / "proposal.yaml"), "bad.yaml", "-q")

    assert (status, out) == (3, "")


def test_a_need_that_is_not_there_is_one_problem(run: Any) -> None:
    """Steps are judged by the scale of a need that is there; one that is not is told by itself."""
    run("init", "herts")

    _, _, err = run("load", str(EXAMPLE / "briefing.yaml"), "--no-problems")

    assert "PG160" in err
    assert "PG163" not in err


def test_a_file_that_only_adds_to_rows_may_be_named_before_them(run: Any, tmp_path: Path) -> None:
    """Terms without names of their own wait for the pack and the landscape whose rows they add to."""
    for file in (*(EXAMPLE.parent / "guidance").glob("*.yaml"), EXAMPLE.parent / "banes" / "banes.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    run("init", "banes")

    status, out, err = run("load", "banes-terms.yaml", "community-mental-health.yaml", "banes.yaml", "-q")

    assert (status, out.count("is kept")) == (0, 3), err


def test_a_workbook_that_is_not_filled_in_says_so(run: Any) -> None:
    """An empty template is no load, and is not said to be as it was when it was last loaded."""
    run("init", "mine")
    run("template", "services.xlsx")

    status, out, _ = run("load", "services.xlsx", "-q")

    assert (status, out) == (0, "Nothing was loaded: 'services' has no rows yet.\n")


@pytest.mark.parametrize("what", [".", "..", "mine.pathway"])
def test_a_folder_that_holds_no_sheets_is_refused_and_nothing_is_written(what: str, run: Any) -> None:
    """What is no file of rows is told with what can be read, and no marked-up copy of it is made."""
    run("init", "mine")

    status, _, err = run("load", what, "-C", "mine.pathway")

    assert (status, err.split()[0]) == (3, "PG101")
    assert not [*Path().glob("*problems*"), *Path("..").glob("*problems*")]
