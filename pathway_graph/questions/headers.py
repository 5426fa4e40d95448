"""Read a question file: a header that says what is asked, then the statements that answer it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from pathway_graph.errors import InputProblems, Problem, near_miss
from pathway_graph.stores import StatementRefused, refuse_unless_reading

from . import statements
from .arguments import KINDS, TYPES, Type, is_default

__all__ = ["PICTURE_COLUMNS", "Column", "Parameter", "Question", "parse"]

PICTURE_COLUMNS = (
    "source", "source_label", "source_name", "relationship", "target", "target_label", "target_name",
)  # fmt: skip
"""What every `draw` returns: one row a line of the picture; a node without a line has no target."""

_SAID_ONCE = ("name", "question", "why", "identity", "remedy", "limit")
_NEEDED = ("name", "question", "why", "identity", "remedy")
_KEYS = (*_SAID_ONCE, "parameter", "column", "part")
_PARTS = ("rows", "draw", "total")

_ENTRY = re.compile(r"//\s?(?P<key>[A-Za-z_]+)(?:[ \t]+(?P<about>[A-Za-z_]\w*))?[ \t]*:(?:[ \t]+(?P<text>.*))?$")
_MORE = re.compile(r"//\s{2,}(?P<text>\S.*)$")
_DECLARED = re.compile(r"(?P<type>[a-z/]+)(?:,\s*(?P<unit>[^=]+?))?(?:\s*=\s*(?P<default>.+))?$")
_AT_LINE = re.compile(r"line (\d+), column \d+: ")


@dataclasses.dataclass(frozen=True, slots=True)
class Parameter:
    """What the asker may say. `default` is as written in the file: a value, `nothing`, `as_of + 6 months`; None if the
    asker must say it.
    """

    name: str
    type: Type
    default: str | None
    description: str


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """What a row tells. `unit` is empty where the type says it all."""

    name: str
    type: Type
    unit: str
    description: str


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """One question file. `identity` names the columns by which a row is known; `limit` says what is left out, if
    anything is; `draw` is empty where there is no picture; `path` and `line` are where the rows part stands.
    """

    name: str
    question: str
    why: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    remedy: str
    limit: str
    rows: str
    draw: str
    total: str
    path: str
    line: int


class _File:
    """Collect what one file says and what is wrong with it."""

    def __init__(self, text: str, name: str, path: str) -> None:
        self.place, self.path = name, path
        self.said: dict[str, tuple[int, str]] = {}
        self.declared: dict[str, list[tuple[int, str, str]]] = {"parameter": [], "column": []}
        self.parts: dict[str, tuple[int, str]] = {}
        self.pieces: dict[str, tuple[statements.Piece, ...]] = {}
        self.problems: list[Problem] = []
        self._read(text)

    def text(self, key: str) -> str:
        return self.said.get(key, (0, ""))[1]

    def statement(self, part: str) -> str:
        return self.parts.get(part, (0, ""))[1]

    def problem(self, code: str, line: int, message: str, hint: str) -> None:
        self.problems.append(Problem(code, message, hint, file=f"{self.path}:{line}"))

    def _read(self, text: str) -> None:
        lines = text.removeprefix("\ufeff").splitlines()
        starts = [number for number, line in enumerate(lines) if re.match(r"//\s?part\s*:", line)]
        self._read_header(lines[: starts[0]] if starts else lines)
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
            self._read_part(lines, start, end)

    def _read_header(self, lines: list[str]) -> None:
        for line, key, about, text in self._entries(lines):
            if key not in _KEYS:
                hint = near_miss(key, _KEYS) or f"The keys are {', '.join(_KEYS)}."
                self.problem("PG302", line, f"There is no header key '{key}'.", hint)
            elif key in self.declared:
                self.declared[key].append((line, about, text))
            elif about:
                self.problem("PG302", line, f"'{key}' takes no name before the colon.", f"Write '// {key}: ...'.")
            elif key in self.said:
                self.problem("PG304", line, f"'{key}' is said twice.", "Keep one of the two lines.")
            else:
                self.said[key] = line, text

    def _entries(self, lines: list[str]) -> Iterator[tuple[int, str, str, str]]:
        entry: tuple[int, str, str, str] | None = None
        for number, line in enumerate(lines, 1):
            more, start = _MORE.match(line), _ENTRY.match(line)
            if more and entry:
                entry = (*entry[:3], f"{entry[3]} {more['text'].strip()}".strip())
            elif start:
                if entry:
                    yield entry
                entry = number, start["key"], start["about"] or "", (start["text"] or "").strip()
            elif line.strip() not in ("", "//"):
                hint = "Write '// key: text'; a line that goes on is '//' and two or more spaces."
                self.problem("PG302", number, f"This line of the header is not understood: {line.strip()!r}.", hint)
        if entry:
            yield entry

    def _read_part(self, lines: list[str], start: int, end: int) -> None:
        part = lines[start].partition(":")[2].strip()
        if part not in _PARTS:
            hint = near_miss(part, _PARTS) or "The parts are rows, draw and total."
            self.problem("PG313", start + 1, f"There is no part '{part}'.", hint)
        elif part in self.parts:
            self.problem("PG304", start + 1, f"The part '{part}' is there twice.", "Keep one of the two.")
        else:
            self.parts[part] = start + 2, "\n".join(lines[start + 1 : end]).strip("\n") + "\n"
        for number in range(start + 1, end):
            late = _ENTRY.match(lines[number])
            if late and late["key"] in _KEYS:
                self.problem("PG302", number + 1, f"'{late['key']}' stands below a part.", "Move it into the header.")


def parse(text: str, name: str, path: str) -> Question:
    """Read a question file's text and check it.

    `name` is the one that its place gives it (`gaps/unmet.cypher` is `gaps.unmet`), `path` where it lies. Raises
    InputProblems with everything that is wrong with the file, each with its line.
    """
    file = _File(text, name, path)
    _check_said(file)
    parameters = [_parameter(file, *entry) for entry in file.declared["parameter"]]
    columns = [_column(file, *entry) for entry in file.declared["column"]]
    _check_twice(file)
    question = Question(
        name=name,
        question=file.text("question"),
        why=file.text("why"),
        parameters=tuple(filter(None, parameters)),
        columns=tuple(filter(None, columns)),
        identity=tuple(part.strip() for part in file.text("identity").split(",") if part.strip()),
        remedy=file.text("remedy"),
        limit=file.text("limit"),
        rows=file.statement("rows"),
        draw=file.statement("draw"),
        total=file.statement("total"),
        path=path,
        line=file.parts.get("rows", (1, ""))[0],
    )
    _check_parts(file)
    _check_parameters(file)
    _check_columns(file, question)
    if file.problems:
        raise InputProblems(*sorted(file.problems, key=lambda problem: int(problem.file.rpartition(":")[2])))
    return question


def _check_said(file: _File) -> None:
    for key in _NEEDED:
        if not file.text(key):
            line = file.said.get(key, (1, ""))[0]
            self_named = f" {file.place}" if key == "name" else " ..."
            file.problem("PG303", line, f"The header does not say '{key}'.", f"Add '// {key}:{self_named}'.")
    line, said = file.said.get("name", (1, ""))
    if said and said != file.place:
        hint = f"Write '// name: {file.place}', or move the file to {said.replace('.', '/')}.cypher."
        file.problem("PG305", line, f"The file's place makes it '{file.place}', its header says '{said}'.", hint)


def _parameter(file: _File, line: int, name: str, text: str) -> Parameter | None:
    read = _declaration(file, line, "parameter", name, text)
    if not read:
        return None
    declared, description = read
    if declared["unit"]:
        file.problem("PG306", line, f"The parameter '{name}' has a unit after its type.", "Say it in its description.")
    type, default = _type(declared["type"]), declared["default"]
    if default is not None and not is_default(type, default):
        hint = "Write a value, nothing, or for a date: as_of + 6 months."
        file.problem("PG306", line, f"The default {default!r} is not {KINDS[type]}.", hint)
    return Parameter(name, type, default, description)


def _column(file: _File, line: int, name: str, text: str) -> Column | None:
    read = _declaration(file, line, "column", name, text)
    if not read:
        return None
    declared, description = read
    if declared["default"]:
        file.problem("PG306", line, f"The column '{name}' has a default.", "Only parameters have one.")
    return Column(name, _type(declared["type"]), (declared["unit"] or "").strip(), description)


def _type(word: str | None) -> Type:
    return next(type for type in TYPES if type == word)


def _declaration(file: _File, line: int, key: str, name: str, text: str) -> tuple[re.Match[str], str] | None:
    form = f"// {key} NAME: TYPE -- what it is"
    told, found, description = text.partition("--")
    declared = _DECLARED.match(told.strip())
    if not name or not found or not description.strip() or not declared:
        file.problem("PG306", line, f"This {key} is not declared in full.", f"Write '{form}'.")
    elif declared["type"] not in TYPES:
        hint = near_miss(declared["type"], TYPES) or f"The types are {', '.join(TYPES)}."
        file.problem("PG306", line, f"There is no type '{declared['type']}'.", hint)
    else:
        return declared, description.strip()
    return None


def _check_twice(file: _File) -> None:
    for key, entries in file.declared.items():
        names = [name for _, name, _ in entries]
        for number, (line, name, _) in enumerate(entries):
            if name and name in names[:number]:
                file.problem("PG304", line, f"The {key} '{name}' is declared twice.", "Keep one of the two lines.")


def _check_parameters(file: _File) -> None:
    declared = {name: line for line, name, _ in file.declared["parameter"]}
    used: set[str] = set()
    for part, (first, text) in file.parts.items():
        found = statements.parameters_of(file.pieces.get(part, ()))
        used |= set(found)
        for name in sorted(set(found) - set(declared)):
            hint = near_miss(name, declared) or f"Add '// parameter {name}: TYPE -- what it is'."
            file.problem("PG307", _line(first, text, found[name]), f"'${name}' is used and not declared.", hint)
    for name in sorted(set(declared) - used if len(file.pieces) == len(file.parts) else ()):
        hint = "Use it, or take its line out."
        file.problem("PG308", declared[name], f"The parameter '{name}' is declared and not used.", hint)


def _check_parts(file: _File) -> None:
    for part in ("rows", "total"):
        if not file.statement(part).strip():
            hint = f"Add '// part: {part}' and a statement."
            file.problem("PG313", 1, f"The part '{part}' is missing or empty.", hint)
    for part, (first, text) in file.parts.items():
        try:
            file.pieces[part] = statements.pieces(text)
            if text.strip():
                refuse_unless_reading(text)
        except StatementRefused as refused:
            _tell_refusal(file, part, first, refused.problems[0])
    limits = [_check_part(file, part, first, text) for part, (first, text) in file.parts.items()]
    if file.text("limit") and not any(limits):
        file.problem("PG312", file.said["limit"][0], "The header speaks of a limit and there is none.", "Take it out.")


def _tell_refusal(file: _File, part: str, first: int, refusal: Problem) -> None:
    place = _AT_LINE.match(refusal.message)
    line = first + int(place[1]) - 1 if place else first
    file.problem("PG311", line, f"'{part}': {_AT_LINE.sub('', refusal.message)}", refusal.hint)


def _check_part(file: _File, part: str, first: int, text: str) -> bool:
    """Check one statement by itself; True if it limits its rows."""
    found = file.pieces.get(part, ())
    for word in statements.words(found, "UNION"):
        if word.depth == 0:
            hint = "Write CALL { ... UNION ... } RETURN ... around it."
            file.problem("PG313", _line(first, text, word.at), f"'{part}' has an outer UNION.", hint)
    limits = list(statements.words(found, "LIMIT", "SKIP"))
    for word in [] if file.text("limit") else limits:
        hint = "Take it out, or say in the header what is left out: '// limit: ...'."
        message = f"{word.text.upper()} leaves rows out silently."
        file.problem("PG312", _line(first, text, word.at), message, hint)
    return bool(limits)


def _check_columns(file: _File, question: Question) -> None:
    declared = tuple(column.name for column in question.columns)
    if not declared:
        file.problem("PG303", 1, "The header declares no column.", "Add '// column NAME: TYPE -- what it is' lines.")
    expected = {"rows": declared, "draw": PICTURE_COLUMNS, "total": ("total",)}
    for part, found in file.pieces.items():
        wanted, given = expected[part], statements.returned(found)
        if wanted and found and given != wanted:
            message = f"'{part}' returns {_listed(given)}, and should return {_listed(wanted)}."
            hint = "Name each with AS, in this order, and declare what is missing."
            file.problem("PG309", file.parts[part][0], message, hint)
    for name in question.identity:
        if name not in declared:
            line = file.said["identity"][0]
            hint = near_miss(name, declared) or f"The columns are {_listed(declared)}."
            file.problem("PG310", line, f"The identity '{name}' is not a column.", hint)
    rows = file.pieces.get("rows", ())
    missing = [name for name in question.identity if name not in statements.ordered_by(rows)]
    if rows and missing:
        hint = f"End the part with ORDER BY ..., {', '.join(question.identity)}."
        message = f"The rows are not ordered by their identity ({_listed(missing)})."
        file.problem("PG310", file.parts["rows"][0], message, hint)


def _listed(names: Sequence[str | None]) -> str:
    return ", ".join(name or "(no name)" for name in names) or "nothing"


def _line(first: int, text: str, at: int) -> int:
    return first + text[:at].count("\n")
