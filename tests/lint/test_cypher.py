"""Check every Cypher statement of the product with Neo4j's own analyser, as Cypher 5 and as Cypher 25."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PART = re.compile(r"^// part: *(\S+)[ \t]*$", re.MULTILINE)

Statements = list[tuple[str, str]]


def parts(file: Path) -> Statements:
    """Split a question file at its `// part: NAME` lines into (path#name, statement)."""
    pieces = PART.split(file.read_text(encoding="utf-8"))[1:]
    name = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
    return [(f"{name}#{part}", text) for part, text in zip(pieces[::2], pieces[1::2], strict=True)]


def question_files() -> list[Path]:
    return sorted(file for folder in ("cypher", "examples") for file in (ROOT / folder).rglob("*.cypher"))


@pytest.fixture(scope="session")
def node() -> str:
    """The path of node; without it, or without the linter's packages, the test is skipped and says why."""
    found = shutil.which("node")
    if found and (HERE / "node_modules" / "@neo4j-cypher").is_dir():
        return found
    reason = "node or the linter's packages are missing: apt install nodejs npm, then run dev.py test --stage cypher"
    if os.environ.get("PATHWAY_FULL"):
        pytest.fail(reason)
    pytest.skip(reason)


def lint(node: str, statements: Statements) -> list[str]:
    """Give one line for each error: id, language, place in the statement, what is wrong."""
    done = subprocess.run(
        [node, str(HERE / "neo4j_lint.cjs")], input=json.dumps(statements), capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return ["{id} ({language}) {line}:{column} {message}".format_map(error) for error in json.loads(done.stdout)]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("MATCH (s:Service RETURN s.id AS id", "Invalid input"),
        ("MATCH (s:Service) RETURN other.id AS id", "`other` not defined"),
        ("RETURN apoc.text.join(['a'], '') AS joined", "apoc.text.join"),
    ],
    ids=["syntax", "undefined variable", "plugin function"],
)
def test_a_faulty_statement_is_reported_in_both_languages(node: str, statement: str, words: str) -> None:
    """The linter finds errors of grammar, of meaning, and functions that a plain server lacks."""
    errors = lint(node, [("faulty", statement)])

    for language in ("CYPHER 5", "CYPHER 25"):
        assert any(error.startswith(f"faulty ({language}) 1:") and words in error for error in errors), errors


def test_parameters_need_no_value(node: str) -> None:
    """A statement may use parameters, as property values and as maps."""
    statement = "MATCH (s:Service {id: $id}) WHERE s.opens < date($by) RETURN s.name AS name"

    assert lint(node, [("parameters", statement)]) == []


def test_a_file_is_split_at_its_parts(tmp_path: Path) -> None:
    """Each part is a statement of its own; the header belongs to none."""
    file = tmp_path / "one.cypher"
    file.write_text("// name: one\n// part: rows\nRETURN 1 AS n\n// part: total\nRETURN 2 AS n\n", encoding="utf-8")

    assert parts(file) == [("one.cypher#rows", "\nRETURN 1 AS n\n"), ("one.cypher#total", "\nRETURN 2 AS n\n")]


def test_every_question_file_has_parts() -> None:
    """No question file escapes the linter because its parts could not be found."""
    without = [file.name for file in question_files() if not parts(file)]

    assert question_files(), "no question files in cypher/"
    assert not without, f"no line `// part: NAME` in {without}"


def test_every_question_is_valid_for_neo4j(node: str) -> None:
    """Neo4j's analyser finds no error in any part of any question file."""
    errors = lint(node, [statement for file in question_files() for statement in parts(file)])

    assert not errors, "\n".join(errors)
