"""What a new user does, from an empty folder to an answer that can be undone."""

import json
from typing import Any

import openpyxl

from pathway_graph.cli import main

_QUESTION = """// name: mine.pilots
// question: Which services are pilots?
// why: A pilot may end.
// column service: id -- The service.
// identity: service
// remedy: Decide what follows it.
// part: rows
MATCH (s:Service) WHERE s.status = 'pilot' RETURN s.id AS service ORDER BY service
// part: total
MATCH (s:Service) RETURN count(s) AS total
"""


def fill(path: Any, **sheets: Any) -> Any:
    """Write rows into the workbook's sheets, beneath the headings that are there."""
    book = openpyxl.load_workbook(path)
    for name, rows in sheets.items():
        sheet = book[name]
        headings = {cell.value: cell.column for cell in sheet[1] if cell.value}
        for number, row in enumerate(rows, 2):
            for heading, value in row.items():
                sheet.cell(number, headings[heading], value)
    book.save(path)


LANDSCAPE = {
    "Areas": [{"id": "bath", "name": "Bath"}],
    "Needs": [{"id": "crisis", "name": "Crisis", "scale": "none"}],
    "Functions": [{"id": "support", "name": "Crisis support"}],
    "Organisations": [{"id": "p", "name": "Provider", "roles": "provider"}],
    "Services": [{"id": "house", "name": "House", "provider": "p", "status": "pilot", "function": "support",
                  "area": "bath", "need": "crisis", "hours": "Mon-Fri 9-5"}],
}  # fmt: skip


def test_from_an_empty_folder_to_an_answer(run: Any, tmp_path: Any) -> None:
    """init, template, fill, load, load again, query, history, undo, verify: each does what it says."""
    assert run("init", "mine")[0] == 0
    assert run("template", "services.xlsx")[0] == 0
    fill(tmp_path / "services.xlsx", **LANDSCAPE)

    status, out, _ = run("load", "services.xlsx", "--json")
    assert status == 0, out
    assert json.loads(out)["counts"]["Service"] == {"added": 1, "changed": 0, "retired": 0, "unchanged": 0}
    status, out, _ = run("load", "services.xlsx", "--json")
    again = json.loads(out)["counts"]["Service"]
    assert again == {"added": 0, "changed": 0, "retired": 0, "unchanged": 1}
    assert json.loads(run("query", "services.by_provider", "--json")[1])["rows"][0]["service"] == "house"
    assert len(json.loads(run("history", "--json")[1])["loads"]) == 1
    assert run("undo", "1")[0] == 0
    assert json.loads(run("query", "services.by_provider", "--json")[1])["rows"] == []
    assert json.loads(run("db", "verify", "--json")[1])["sound"] is True


def test_what_is_there_is_written_back_and_loading_it_changes_nothing(run: Any, banes: Any, tmp_path: Any) -> None:
    """template --from-graph gives a workbook that says what the graph says."""
    assert run("template", "back.xlsx", "--from-graph")[0] == 0

    status, out, _ = run("load", "back.xlsx", "--source", "banes", "--json")

    assert status == 0, out
    counts = json.loads(out)["counts"].values()
    assert not [c for c in counts if c["added"] or c["changed"] or c["retired"]]


def test_a_hostile_workbook_gives_every_error_at_once_with_its_cell(run: Any, tmp_path: Any) -> None:
    """Three things wrong in two sheets: three problems with their cells, nothing loaded, a marked-up copy beside it."""
    run("init", "mine")
    run("template", "services.xlsx")
    wrong = {**LANDSCAPE, "Services": [{**LANDSCAPE["Services"][0], "hours": "Funday 9-5", "status": "opened"}],
             "Areas": [{"id": "bath spa", "name": "Bath"}]}  # fmt: skip
    fill(tmp_path / "services.xlsx", **wrong)
    before = (tmp_path / "services.xlsx").read_bytes()

    status, out, _ = run("load", "services.xlsx", "--json")

    errors = json.loads(out)["errors"]
    assert status == 3
    told = {(e["sheet"], e["field"]) for e in errors}
    assert told >= {("Areas", "id"), ("Services", "hours"), ("Services", "status")}
    assert all(e["cell"] and e["code"].startswith("PG") and e["hint"] for e in errors)
    assert json.loads(run("history", "--json")[1])["loads"] == []
    assert (tmp_path / "services.xlsx").read_bytes() == before
    marked = openpyxl.load_workbook(tmp_path / "services.problems.xlsx")
    cell = next(e["cell"] for e in errors if e["field"] == "hours")
    assert marked["Services"][cell].comment is not None


def test_a_dry_run_writes_nothing(run: Any, banes: Any, tmp_path: Any) -> None:
    """--dry-run says what would change, and the history stays as it was."""
    text = (banes.parent / "small.yaml")
    text.write_text("Areas:\n  - {id: bath, name: Bath}\n", encoding="utf-8")

    status, out, _ = run("load", "small.yaml", "--dry-run", "--json")

    body = json.loads(out)
    assert (status, body["dry_run"], body["load"]) == (0, True, None)
    assert body["counts"]["Area"]["added"] == 1
    assert len(json.loads(run("history", "--json")[1])["loads"]) == 1


def test_a_question_file_of_ones_own_is_a_question_at_once(run: Any, banes: Any) -> None:
    """A file dropped into the workspace's cypher folder can be asked, listed and shown."""
    (banes / "cypher" / "mine").mkdir(parents=True)
    (banes / "cypher" / "mine" / "pilots.cypher").write_text(_QUESTION, encoding="utf-8")

    assert json.loads(run("query", "mine.pilots", "--json")[1])["rows"] == [{"service": "wellbeing-house"}]
    assert "mine.pilots" in run("query")[1]
    assert run("query", "mine.pilots", "--cypher")[1] == _QUESTION


def test_cypher_by_hand_reads_and_nothing_else(run: Any, banes: Any) -> None:
    """--text answers a reading statement; one that writes is refused before the graph sees it."""
    status, out, _ = run("query", "--text", "MATCH (s:Service) RETURN count(s) AS n", "--csv")
    assert (status, out) == (0, "n\n18\n")

    status, _, err = run("query", "--text", "MATCH (s:Service) DETACH DELETE s")
    assert status == 3
    assert err.startswith("PG320")


def test_an_update_outranks_the_file_and_can_be_undone(run: Any, banes: Any) -> None:
    """A fact changed by hand counts at once; undo brings the file's own words back."""
    assert run("update", "wellbeing-house", "hours=Mon-Fri 10:00-17:00")[0] == 0
    assert json.loads(run("query", "gaps.hours_not_stated", "--json")[1])["rows"] == []

    assert run("undo", "2")[0] == 0

    assert json.loads(run("query", "gaps.hours_not_stated", "--json")[1])["rows"][0]["hours"] == "Mon-Fri ?-17:00"


def test_an_update_that_can_not_be_read_says_what_to_write(run: Any, banes: Any) -> None:
    """A wrong field and a wrong value are both told, and nothing is written."""
    status, _, err = run("update", "wellbeing-house", "hous=9-5", "status=opened")

    assert status == 3
    assert "'hours'" in err
    assert "'open'" in err
    assert len(json.loads(run("history", "--json")[1])["loads"]) == 1


def test_the_map_is_written_whole_or_not_at_all(run: Any, banes: Any, tmp_path: Any) -> None:
    """The page has every service's name; a folder that is not there gives one line and no file."""
    assert run("map", "-o", "m.html")[0] == 0
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert "Wellbeing House" in page
    assert page.count("<script") == 2  # what it knows, and what it does
    assert "default-src 'none'; script-src 'sha256-" in page

    status, _, err = run("map", "-o", "nowhere/m.html")
    assert status == 3
    assert err.startswith("PG500")


def test_a_backup_brings_everything_back(run: Any, banes: Any, tmp_path: Any) -> None:
    """backup, then restore under another name: the same history, the same answers."""
    assert run("db", "backup", "b.zip")[0] == 0

    assert run("db", "restore", "b.zip", "other")[0] == 0

    one, two = (json.loads(run("-C", name, "history", "--json")[1]) for name in ("banes", "other"))
    assert one["loads"] == two["loads"]
    assert main(["-C", "other", "db", "verify", "-q"]) == 0


def test_an_earlier_state_can_be_asked(run: Any, banes: Any) -> None:
    """--known-at answers from what the ledger knew then, and can't be written to."""
    run("update", "wellbeing-house", "hours=Mon-Fri 10:00-17:00")

    assert json.loads(run("query", "gaps.hours_not_stated", "--json", "--known-at", "1")[1])["counts"]["rows"] == 1
    assert json.loads(run("query", "gaps.hours_not_stated", "--json")[1])["counts"]["rows"] == 0
    assert run("undo", "2", "--known-at", "1")[0] == 2
