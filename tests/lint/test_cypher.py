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


CONTROLS = {
    "syntax": "MATCH (s:Service RETURN s.id AS id",
    "undefined variable": "MATCH (s:Service) RETURN other.id AS id",
    "plugin function": "RETURN apoc.text.join(['a'], '') AS joined",
    "parameters": "MATCH (s:Service {id: $id}) WHERE s.opens < date($by) SET s += $facts RETURN s.name AS name",
}


@pytest.fixture(scope="session")
def errors(node: str) -> dict[str, list[str]]:
    """What the linter says about the controls and the product's statements, by id; one run, since node starts slowly.

    Each error is one line: language, line and column in the part, what is wrong.
    """
    statements = [*CONTROLS.items(), *(statement for file in question_files() for statement in parts(file))]
    done = subprocess.run(
        [node, str(HERE / "neo4j_lint.cjs")], input=json.dumps(statements), capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = {identity: [] for identity, _ in statements}
    for error in json.loads(done.stdout):
        found[error["id"]].append("{language} {line}:{column} {message}".format_map(error))
    return found


@pytest.mark.parametrize("language", ["CYPHER 5", "CYPHER 25"])
@pytest.mark.parametrize(
    ("control", "words"),
    [("syntax", "Invalid input"), ("undefined variable", "`other` not defined"), ("plugin function", "apoc.text.join")],
)
def test_a_faulty_statement_is_reported(errors: dict[str, list[str]], control: str, words: str, language: str) -> None:
    """The linter finds errors of grammar, of meaning, and functions that a plain server lacks, in both languages."""
    assert any(error.startswith(f"{language} 1:") and words in error for error in errors[control]), errors[control]


def test_parameters_need_no_value(errors: dict[str, list[str]]) -> None:
    """A statement may use parameters, as property values and as maps."""
    assert errors["parameters"] == []


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


def test_every_question_is_valid_for_neo4j(errors: dict[str, list[str]]) -> None:
    """Neo4j's analyser finds no error in any part of any question file."""
    faulty = {identity: lines for identity, lines in errors.items() if lines and identity not in CONTROLS}

    assert not faulty, "\n".join(f"{identity}: {line}" for identity, lines in faulty.items() for line in lines)
