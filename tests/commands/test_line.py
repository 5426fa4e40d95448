"""The command line keeps its promises whatever is typed."""

import json
import pathlib
import re
import subprocess
import sys
from typing import Any

import pytest

from pathway_graph import cli
from pathway_graph.cli import COMMANDS
from pathway_graph.codes import CODES


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_has_help(run: Any, name: Any) -> None:
    """Each name of the table is a command whose help says what it does."""
    status, out, _ = run(name, "--help")

    assert status == 0
    assert out.startswith(f"Usage: pathway-graph {name}")


def test_a_word_that_is_no_command_gets_the_near_miss(run: Any) -> None:
    """A mistyped command exits with 2 and names the one that was meant, on stderr alone."""
    status, out, err = run("lod")

    assert (status, out) == (2, "")
    assert err == "PG900 there is no command 'lod'. Did you mean 'load'? See pathway-graph --help.\n"


def test_errors_in_json_go_to_stdout_in_their_own_schema(run: Any) -> None:
    """With --json a script reads errors where it reads answers."""
    status, out, err = run("query", "gaps.unmet", "--json")

    assert (status, err) == (4, "")
    body = json.loads(out)
    assert body["schema"] == "pathway-graph/errors/1"
    assert body["errors"][0]["code"] == "PG904"


def test_json_and_csv_exclude_each_other(run: Any, banes: Any) -> None:
    """Two forms at once are wrong usage, not a guess."""
    assert run("query", "gaps.unmet", "--json", "--csv")[0] == 2


@pytest.mark.parametrize("day", ["30/01/2018", "2018-13-01", "yesterday", ""])
def test_a_day_that_is_none_is_refused(run: Any, banes: Any, day: Any) -> None:
    """--as-of takes an ISO day and nothing else."""
    status, _, err = run("query", "gaps.unmet", "--as-of", day)

    assert status == 2
    assert "PG902" in err


def test_a_defect_of_ours_is_one_line_and_status_70(run: Any, banes: Any, monkeypatch: Any) -> None:
    """No traceback without --debug; the line says that it is not the user's fault."""
    monkeypatch.setattr("pathway_graph.questions.asking.catalogue", lambda workspace: 1 / 0)

    status, _, err = run("query")

    assert status == 70
    assert err.startswith("PG999 a defect of ours: ZeroDivisionError")
    assert "Traceback" not in err


def test_with_debug_a_defect_shows_where_it_happened(run: Any, banes: Any, monkeypatch: Any) -> None:
    """--debug lets the exception through."""
    monkeypatch.setattr("pathway_graph.questions.asking.catalogue", lambda workspace: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        run("query", "--debug")


def test_help_imports_neither_the_engine_nor_the_loaders() -> None:
    """`--help` stays quick because it imports nothing heavy."""
    code = "import sys; from pathway_graph.cli import main; main(['--help']); print(sorted(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = told.splitlines()[-1]

    for heavy in ("arcadedb", "openpyxl", "python_calamine", "numpy", "neo4j", "yaml", "sqlite3"):
        assert f"'{heavy}'" not in loaded


def test_a_reader_that_goes_away_is_no_error(banes: Any) -> None:
    """`pathway-graph query | head -1` ends quietly and as done, also where nothing at all is read."""
    for reader in ("head -1", "true"):
        command = f"{sys.executable} -m pathway_graph -C {banes} query | {reader}; exit ${{PIPESTATUS[0]}}"
        ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

        assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.skipif(not pathlib.Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_an_answer_that_can_go_nowhere(banes: Any) -> None:
    """A full disk behind `>` is named as such; streams that the caller closed are no defect."""
    told = {}
    for where in (">/dev/full", ">&-", "<&- >&- 2>&-"):
        command = f"{sys.executable} -m pathway_graph -C {banes} query {where}"
        ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        told[where] = (ran.returncode, ran.stderr[:5])

    assert told == {">/dev/full": (4, "PG204"), ">&-": (0, ""), "<&- >&- 2>&-": (0, "")}


def test_every_code_that_the_program_can_print_is_explained() -> None:
    """Each PG code in the source is in the list of codes, and each listed one is used."""
    root = pathlib.Path(cli.__file__).parents[1]
    folders = (root / "pathway_graph", root / "loaders", root / "exports")
    files = [file for folder in folders for file in folder.rglob("*.py") if file.name != "codes.py"]
    used = {code for file in files for code in re.findall(r"\bPG[0-9]{3}\b", file.read_text(encoding="utf-8"))}

    assert used - set(CODES) == {"PG000"}
    assert set(CODES) - used == set()


def test_a_code_is_explained(run: Any) -> None:
    """`doctor explain` says what a code means and what to do; an unknown code gets a near miss."""
    status, out, _ = run("doctor", "explain", "pg160")

    assert status == 0
    assert out.startswith("PG160\nA cell names something that is in no sheet.\nWhat to do: ")
    assert run("doctor", "explain", "PG16")[0] == 2
