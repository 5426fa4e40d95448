"""Check every Cypher statement of the product with Neo4j's own analyser, as Cypher 5 and as Cypher 25."""

import ast
import importlib
import itertools
import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
LANGUAGES = ("CYPHER 5", "CYPHER 25")
PART = re.compile(r"^// part: *(\S+)[ \t]*$", re.MULTILINE)
NAMES = re.compile(r":[A-Z_]\w*")  # labels and relationship types
CYPHER = re.compile(r"\s*(?:OPTIONAL MATCH|MATCH|UNWIND|MERGE|CREATE(?= \()|CALL|RETURN) \S.*[()]", re.DOTALL)

Statements = list[tuple[str, str]]


def parts(file: Path) -> Statements:
    """Split a question file at its `// part: NAME` lines into (path#name, statement)."""
    pieces = PART.split(file.read_text(encoding="utf-8"))[1:]
    name = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
    return [(f"{name}#{part}", text) for part, text in zip(pieces[::2], pieces[1::2], strict=True)]


def question_files() -> list[Path]:
    return sorted(file for folder in ("cypher", "examples") for file in (ROOT / folder).rglob("*.cypher"))


def product_modules() -> dict[str, ast.Module]:
    """Give the syntax tree of every module of the core, by its import name."""
    files = sorted((ROOT / "pathway_graph").rglob("*.py"))
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): ast.parse(file.read_text(encoding="utf-8"))
        for file in files
    }


def offered() -> Statements:
    """Ask every module that has a function `statements()` for what it sends to the graph.

    Of statements that differ in labels and relationship types alone, one stands for all: the analyser takes a while.
    """
    found: dict[str, tuple[str, str]] = {}
    for name, tree in product_modules().items():
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "statements"]
        if any(ast.unparse(function.args) == "" for function in functions):
            listed = importlib.import_module(name).statements()
            pairs = listed.items() if isinstance(listed, dict) else listed
            for key, statement in pairs:
                found.setdefault(NAMES.sub(":Name", statement), (f"{name}#{key}", statement))
    return list(found.values())


def written_out(tree: ast.Module) -> list[tuple[int, str]]:
    """Give the plain strings of a module that are Cypher, with their lines."""
    pieces = {id(piece) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in ast.walk(node)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in pieces]
    strings = [(node.lineno, node.value) for node in constants if isinstance(node.value, str)]
    return [(line, text) for line, text in strings if CYPHER.match(text)]


def all_statements() -> Statements:
    """Give every statement of the product, by id: in question files, offered by modules, and written out in them."""
    questions = [statement for file in question_files() for statement in parts(file)]
    plain = [
        (f"{name}:{line}", text) for name, tree in product_modules().items() for line, text in written_out(tree)
    ]
    return questions + offered() + plain


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


def lint(node: str, language: str, statements: Statements) -> list[dict[str, Any]]:
    """Run the linter on statements in one language."""
    command = [node, str(HERE / "neo4j_lint.cjs"), language]
    done = subprocess.run(command, input=json.dumps(statements), capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    errors: list[dict[str, Any]] = json.loads(done.stdout)
    return errors


@pytest.fixture(scope="session")
def errors(node: str) -> dict[str, list[str]]:
    """What the linter says about the controls and the product's statements, by id; one run for each language, at once.

    Each error is one line: language, line and column in the part, what is wrong.
    """
    statements = [*CONTROLS.items(), *all_statements()]
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda language: lint(node, language, statements), LANGUAGES))
    found: dict[str, list[str]] = {identity: [] for identity, _ in statements}
    for error in itertools.chain.from_iterable(answers):
        found[error["id"]].append("{language} {line}:{column} {message}".format_map(error))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
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


def test_statements_of_modules_are_found() -> None:
    """The linter sees what modules offer in `statements()` and what stands in them as plain strings, not text."""
    tree = ast.parse("A = 'MATCH (n) RETURN n'\nB = f'MATCH (n:{label}) RETURN n'\nC = 'MATCH'\nD = 'Return (a) it.'")

    assert written_out(tree) == [(1, "MATCH (n) RETURN n")]
    modules = {identity.split("#")[0] for identity, _ in offered()}
    assert {"pathway_graph.storage.writing", "pathway_graph.snapshot_rows"} <= modules


def test_every_statement_is_valid_for_neo4j(errors: dict[str, list[str]]) -> None:
    """Neo4j's analyser finds no error in any question, nor in any statement that the product's own code sends."""
    faulty = {identity: lines for identity, lines in errors.items() if lines and identity not in CONTROLS}

    assert not faulty, "\n".join(f"{identity}: {line}" for identity, lines in faulty.items() for line in lines)
