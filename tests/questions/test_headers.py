"""Hold question files to their grammar: what is wrong is told at once, each with its line."""

from __future__ import annotations

import pathlib

import pytest

from pathway_graph.errors import InputProblems
from pathway_graph.questions.headers import parse

GOOD = """\
// name: mine.open
// question: Which services are open?
// why: People ask,
//   and nobody knows.
// parameter area: id = nothing -- The area.
// column service: id -- The service.
// column value: number, GBP a year -- What it costs.
// identity: service
// remedy: Fill it in.
// part: rows
MATCH (s:Service) WHERE $area IS NULL OR s.id <> $area
RETURN s.id AS service, s.annual_value AS value
ORDER BY value, service
// part: total
MATCH (s:Service) RETURN count(s) AS total
"""


def refused(text: str) -> list[str]:
    """Give `CODE line` for everything that is wrong with a file."""
    with pytest.raises(InputProblems) as caught:
        parse(text, "mine.open", "mine/open.cypher")
    return [f"{problem.code} {problem.file.rpartition(':')[2]}" for problem in caught.value.problems]


def test_a_good_file_is_read_in_full() -> None:
    """Everything that the header says is in the question, lines that go on joined, and the statements as written."""
    question = parse(GOOD, "mine.open", "mine/open.cypher")

    assert question.why == "People ask, and nobody knows."
    assert [(p.name, p.type, p.default) for p in question.parameters] == [("area", "id", "nothing")]
    assert [(c.name, c.type, c.unit) for c in question.columns] == [
        ("service", "id", ""),
        ("value", "number", "GBP a year"),
    ]
    assert question.identity == ("service",)
    assert (question.line, question.draw) == (11, "")
    assert question.rows.startswith("MATCH (s:Service) WHERE $area")


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("// why: People ask,", "// wy: People ask,", ["PG303 1", "PG302 3"]),
        ("// remedy: Fill it in.\n", "", ["PG303 1"]),
        ("// remedy: Fill it in.", "// remedy:", ["PG303 9"]),
        ("// remedy: Fill it in.", "// remedy: Fill it in.\n// remedy: No.", ["PG304 10"]),
        ("// name: mine.open", "// name: mine.shut", ["PG305 1"]),
        ("// name: mine.open", "// name mine.open", ["PG302 1", "PG303 1"]),
        ("// name: mine.open", "// name x: mine.open", ["PG302 1", "PG303 1"]),
        ("id = nothing -- The area.", "identity -- The area.", ["PG306 5"]),
        ("id = nothing -- The area.", "id = nothing", ["PG306 5"]),
        ("id = nothing -- The area.", "whole = many -- The area.", ["PG306 5"]),
        ("number, GBP a year --", "number = 3 --", ["PG306 7"]),
        ("s.id <> $area", "s.id <> $aera", ["PG307 11"]),
        ("WHERE $area IS NULL OR s.id <> $area", "// $area", ["PG308 5"]),
        ("s.annual_value AS value", "s.annual_value AS cost", ["PG309 11"]),
        ("s.annual_value AS value\n", "s.annual_value\n", ["PG309 11"]),
        ("// identity: service", "// identity: id", ["PG310 8", "PG310 11"]),
        ("ORDER BY value, service", "ORDER BY value", ["PG310 11"]),
        ("ORDER BY value, service", "ORDER BY value, service LIMIT 5", ["PG312 13"]),
        ("// remedy:", "// limit: five.\n// remedy:", ["PG312 9"]),
        ("RETURN count(s)", "SET s.x = 1 RETURN count(s)", ["PG311 15"]),
        ("RETURN count(s)", "CALL apoc.load.json('x') YIELD value RETURN count(s)", ["PG311 15"]),
        ("RETURN count(s)", "WHERE s.id = 'a RETURN count(s)", ["PG311 15"]),
        ("count(s) AS total", "count(s) AS total; MATCH (n) RETURN n", ["PG309 15", "PG311 15"]),
        ("count(s) AS total", "count(s) AS total UNION RETURN 1 AS total", ["PG313 15"]),
        ("count(s) AS total", "count(s) AS all", ["PG309 15"]),
        ("// part: total\nMATCH (s:Service) RETURN count(s) AS total\n", "", ["PG313 1"]),
        ("// part: total", "// part: totals", ["PG313 1", "PG313 14"]),
        ("// part: total", "// part: rows", ["PG304 14", "PG313 1"]),
        ("// part: total", "// why: late\n// part: total", ["PG302 14"]),
        ("// column value", "// column service", ["PG304 7", "PG309 11"]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(was: str, becomes: str, told: list[str]) -> None:
    """Each mistake has its own code and the line where it stands; nothing else is told."""
    assert was in GOOD

    assert sorted(refused(GOOD.replace(was, becomes))) == sorted(told)


def test_everything_wrong_is_told_at_once_in_the_order_of_the_lines() -> None:
    """A lacking key, an unknown one, a parameter not used, one not declared and a wrong total: all, top to bottom."""
    text = GOOD.replace("// why", "// because").replace("$area", "$place").replace("AS total", "AS n")

    assert refused(text) == ["PG303 1", "PG302 3", "PG308 5", "PG307 11", "PG309 15"]


def test_words_that_are_no_clauses_pass() -> None:
    """SET, LIMIT and a dollar sign in quotes, comments, properties and map keys are not what they look like."""
    where = "WHERE s.limit = 'SET $x' AND s.`delete` IS NULL AND {set: 1}.set = 1 // CREATE"

    question = parse(GOOD.replace("RETURN s.id", f"{where}\nRETURN s.id"), "mine.open", "mine/open.cypher")

    assert "CREATE" in question.rows


def test_a_limit_that_is_told_passes() -> None:
    """LIMIT is allowed where the header says what is left out."""
    text = GOOD.replace("value, service", "value, service LIMIT 5").replace("// remedy", "// limit: Five.\n// remedy")

    assert parse(text, "mine.open", "mine/open.cypher").limit == "Five."


def test_a_near_miss_is_named() -> None:
    """A mistyped key or parameter is answered with the one that was meant."""
    with pytest.raises(InputProblems, match="Did you mean 'remedy'"):
        parse(GOOD.replace("// remedy:", "// remedi:"), "mine.open", "mine/open.cypher")
    with pytest.raises(InputProblems, match=r"'\$aera' is used and not declared. Did you mean 'area'"):
        parse(GOOD.replace("$area IS", "$aera IS"), "mine.open", str(pathlib.PurePath("open.cypher")))


@pytest.mark.parametrize("text", ["", "garbage", "// name: mine.open", "MATCH (s:Service) RETURN s.id"])
def test_a_file_without_parts_is_refused_and_no_defect(text: str) -> None:
    """A file that is no question at all is told what a question needs."""
    assert "PG303 1" in refused(text)
