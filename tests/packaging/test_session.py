"""A new user's session, with nothing but the installed wheel."""

import json
from typing import Any

_CSV = {
    "Areas.csv": "id,name\nbath,Bath\n",
    "Needs.csv": "id,name,scale\ncrisis,Crisis,none\n",
    "Functions.csv": "id,name\nsupport,Crisis support\n",
    "Organisations.csv": "id,name,roles\np,Provider,provider\n",
    "Services.csv": "id,name,provider,status,function,area,need,hours\n"
                    "house,House,p,pilot,support,bath,crisis,9-5 weekdays\n",
}  # fmt: skip
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


def test_from_init_to_verify(installed: Any) -> None:
    """init, template, load, load again, a question of one's own, history, undo, verify: each from the wheel alone."""

    def answer(*words: str, status: int = 0) -> Any:
        done = installed.run("pathway-graph", "-C", "mine", *words, "--json")
        assert done.returncode == status, done.stdout + done.stderr
        return json.loads(done.stdout)

    assert installed.run("pathway-graph", "init", "mine").returncode == 0
    assert installed.run("pathway-graph", "template", "services.xlsx").returncode == 0
    sheets = installed.folder / "sheets"
    sheets.mkdir()
    for name, text in _CSV.items():
        (sheets / name).write_text(text, encoding="utf-8")

    assert answer("load", "sheets")["counts"]["Service"]["added"] == 1
    assert answer("load", "sheets")["counts"]["Service"]["unchanged"] == 1
    questions = installed.folder / "mine.pathway" / "cypher" / "mine"
    questions.mkdir(parents=True)
    (questions / "pilots.cypher").write_text(_QUESTION, encoding="utf-8")
    assert answer("query", "mine.pilots")["rows"] == [{"service": "house"}]
    assert len(answer("history")["loads"]) == 1
    (sheets / "Services.csv").write_text("id,name,hours\nhouse one,House,Funday 9-5\n", encoding="utf-8")
    wrong = answer("load", "sheets", "--no-problems", status=3)["errors"]
    assert {error["field"] for error in wrong} >= {"id", "hours"}
    answer("undo", "1")
    assert answer("query", "mine.pilots")["rows"] == []
    assert answer("db", "verify")["sound"] is True
