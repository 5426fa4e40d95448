"""Find the questions, ask them of a graph, and say what they are."""

from __future__ import annotations

import dataclasses
import importlib.resources
import inspect
import pathlib
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any, Protocol

from pathway_graph.errors import InputProblems, Problem, Usage, near_miss

from .arguments import KINDS, Type, default_value, example, read_argument
from .headers import PICTURE_COLUMNS, Column, Parameter, Question, parse
from .statements import parameters_of, pieces

__all__ = [
    "Answer", "Column", "Line", "Parameter", "Picture", "Question", "Read", "all_questions", "ask", "draw", "find",
    "folders", "function", "read_question", "rows",
]  # fmt: skip

Folder = Traversable | pathlib.Path

_DEEPEST = 4  # folders within folders; a link that leads back to its own folder ends here

_HELD: dict[Type, str] = {"id": "text", "list": "list of text"}


class Read(Protocol):
    """A store's way of reading: a statement, its parameters, and what its columns hold."""

    def __call__(
        self, cypher: str, parameters: Mapping[str, Any] | None = None, *, columns: Mapping[str, str] | None = None
    ) -> Sequence[Mapping[str, Any]]: ...


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What a question was answered with.

    `rows` are dicts in the order of the declared columns, ordered as the question says, the same every time; dates are
    datetime.date. `total` is the denominator: how many there are of what the rows are some of. `parameters` are those
    that were used, as the graph got them (dates as ISO text).
    """

    question: Question
    parameters: dict[str, Any]
    rows: tuple[dict[str, Any], ...]
    total: int

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Give the rows as a list of new dicts."""
        return [dict(row) for row in self.rows]


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of a picture, from node to node; a node without a line has no target (None)."""

    source: str
    source_label: str
    source_name: str
    relationship: str | None
    target: str | None
    target_label: str | None
    target_name: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """What a question's picture shows, in a stable order."""

    question: Question
    parameters: dict[str, Any]
    lines: tuple[Line, ...]


def folders(workspace_folder: pathlib.Path | None = None) -> tuple[Folder, ...]:
    """List where questions lie: the package's own, then the workspace's `cypher` folder if it has one."""
    own = importlib.resources.files("pathway_graph.cypher")
    users = workspace_folder / "cypher" if workspace_folder else None
    return (own, users) if users and users.is_dir() else (own,)


def read_question(path: Folder, name: str | None = None) -> Question:
    """Read and check one question file.

    `name` is what its place makes it; without it, topic folder and file name (`gaps/unmet.cypher` is `gaps.unmet`).
    Raises InputProblems with everything that is wrong with the file.
    """
    topic, stem = pathlib.PurePath(str(path)).parent.name, path.name.removesuffix(".cypher")
    place = name or (stem if topic == "cypher" else f"{topic}.{stem}")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        message = "The file can't be read." if isinstance(problem, OSError) else "The file is not UTF-8 text."
        raise InputProblems(Problem("PG317", message, "Save it as UTF-8 text.", file=str(path))) from problem
    return parse(text, place, str(path))


def all_questions(workspace_folder: pathlib.Path | None = None) -> tuple[Question, ...]:
    """Read every question of the package and of a workspace, in the order of their names.

    Raises InputProblems with everything that is wrong with any file, and for a name that two files hold.
    """
    found: list[Question] = []
    problems: list[Problem] = []
    for name, paths in sorted(_places(folders(workspace_folder)).items()):
        try:
            found.append(_only(name, paths))
        except InputProblems as error:
            problems += error.problems
    if problems:
        raise InputProblems(*problems)
    return tuple(found)


def find(name: str, folders: Iterable[Folder]) -> Question:
    """Read the question of a name (`gaps.unmet`, also `gaps/unmet`) from the folders that hold questions.

    Raises Usage with a near miss where there is none; InputProblems where two folders hold it, or its file is wrong.
    Other files are not read: a broken one does not stand in the way.
    """
    places = _places(folders)
    wanted = name.strip().replace("/", ".").removesuffix(".cypher")
    if wanted not in places:
        hint = near_miss(wanted, places) or "`query` without a name lists the questions."
        raise Usage(Problem("PG300", f"There is no question '{name}'.", hint, value=name))
    return _only(wanted, places[wanted])


def ask(read: Read, question: Question, /, *, as_of: object = None, **parameters: object) -> Answer:
    """Ask a question of a graph.

    `read` is the store's; `as_of` the day that is asked about (a date or ISO text), needed by questions that speak of
    a day. Parameters may be given as text. Raises Usage for a parameter that is unknown, missing or can't be read;
    InputProblems where the file does not keep its promise: two rows of one identity, a total that is no whole number.
    """
    values = _values(question, as_of, parameters)
    found = _rows(read, question, values)
    return Answer(question, values, found, _total(question, read(question.total, _for(question.total, values))))


def rows(read: Read, question: Question, /, *, as_of: object = None, **parameters: object) -> _Rows:
    """Fetch the rows alone, for those who tell no denominator; otherwise as `ask`.

    Where a question orders its rows by columns that are its identity, they are put in order here: of some ten thousand
    rows that is half of what they take.
    """
    values = _values(question, as_of, parameters)
    statement, _, order = question.rows.rstrip().rpartition("\nORDER BY ")
    keys = order.split(", ")
    if not statement or not set(keys) <= set(question.identity):
        return _rows(read, question, values)
    found = _rows(read, dataclasses.replace(question, rows=statement), values)
    return tuple(sorted(found, key=lambda row: [(row[key] is None, row[key]) for key in keys]))  # null comes last


_Rows = tuple[dict[str, Any], ...]


def _rows(read: Read, question: Question, values: Mapping[str, Any]) -> _Rows:
    names = [column.name for column in question.columns]
    held = {column.name: _HELD.get(column.type, column.type) for column in question.columns}
    found = read(question.rows, _for(question.rows, values), columns=held)
    told = tuple({name: row[name] for name in names} for row in found)
    _check_identity(question, told)
    return told


def draw(read: Read, question: Question, /, *, as_of: object = None, **parameters: object) -> Picture:
    """Fetch what a question's picture shows; no lines where the question has no `draw`. Parameters as for `ask`."""
    values = _values(question, as_of, parameters)
    found = read(question.draw, _for(question.draw, values)) if question.draw else []
    lines = {Line(*(row.get(name) for name in PICTURE_COLUMNS)) for row in found}  # type: ignore[arg-type]
    ordered = sorted(lines, key=lambda line: tuple("" if part is None else part for part in dataclasses.astuple(line)))
    return Picture(question, values, tuple(ordered))


def function(question: Question) -> Callable[..., Answer]:
    """Make a function of a question: `unmet(read, as_of="2018-01-30")`.

    Its name, signature and docstring are the question's, and its code says that it lies in the question's file: help,
    jump-to-source and tracebacks lead there.
    """

    def asked(read: Read, /, *, as_of: object = None, **parameters: object) -> Answer:
        return ask(read, question, as_of=as_of, **parameters)

    name = question.name.rpartition(".")[2]
    code = asked.__code__.replace(
        co_filename=question.path, co_firstlineno=question.line, co_name=name, co_qualname=question.name
    )
    made = types.FunctionType(code, globals(), name, None, asked.__closure__)
    made.__kwdefaults__ = {"as_of": None}
    made.__doc__ = _told(question)
    made.__dict__["__signature__"] = _signature(question)
    return made


def _places(folders: Iterable[Folder]) -> dict[str, list[Folder]]:
    places: dict[str, list[Folder]] = {}
    for folder in folders:
        for name, path in _walk(folder, ()):
            places.setdefault(name, []).append(path)
    return places


def _walk(folder: Folder, above: tuple[str, ...]) -> Iterator[tuple[str, Folder]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and len(above) < _DEEPEST:
            yield from _walk(entry, (*above, entry.name))
        elif entry.name.endswith(".cypher") and not entry.name.startswith("."):
            yield ".".join((*above, entry.name.removesuffix(".cypher"))), entry


def _only(name: str, paths: Sequence[Folder]) -> Question:
    if len(paths) > 1:
        message = f"'{name}' is there twice, also in {paths[0]}."
        hint = "Give your own another name, in its header and as a file."
        raise InputProblems(Problem("PG301", message, hint, file=str(paths[-1])))
    return read_question(paths[0], name)


def _values(question: Question, as_of: object, given: Mapping[str, object]) -> dict[str, Any]:
    """Read what was given and fill in what was not, as the graph wants it."""
    known = {parameter.name: parameter for parameter in question.parameters}
    problems = [_unknown(question, name, known) for name in given if name not in known]
    day = None if as_of is None else _read("as_of", "date", as_of, problems)
    values: dict[str, Any] = {}
    for name, parameter in known.items():
        said = as_of if name == "as_of" else given.get(name)
        default = parameter.default
        if said is not None and said != "":
            values[name] = _read(name, parameter.type, said, problems)
        elif default is None:
            problems.append(_lacking(question, name, parameter.type, parameter.description))
        elif parameter.type == "date" and default.startswith("as_of") and as_of is None:
            problems.append(_lacking(question, "as_of", "date", f"the day that is asked about; '{name}' hangs on it"))
        elif not problems:
            values[name] = default_value(parameter.type, default, day)
    if problems:
        raise Usage(*problems)
    return values


def _unknown(question: Question, name: str, known: Mapping[str, Parameter]) -> Problem:
    hint = near_miss(name, known) or (f"It takes {', '.join(known)}." if known else "It takes none.")
    return Problem("PG314", f"'{question.name}' takes no parameter '{name}'.", hint, field=name)


def _lacking(question: Question, name: str, type: Type, description: str) -> Problem:
    hint = f"Say {name}={example(type)}: {description[:1].lower()}{description[1:].rstrip('.')}."
    return Problem("PG315", f"'{question.name}' needs '{name}'.", hint, field=name)


def _read(name: str, type: Type, said: object, problems: list[Problem]) -> Any:
    try:
        return read_argument(type, said)
    except (ValueError, TypeError):
        hint = f"Write {name}={example(type)}."
        problems.append(Problem("PG316", f"'{said}' is not {KINDS[type]}.", hint, field=name, value=str(said)))
        return None


def _for(statement: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in parameters_of(pieces(statement))}


def _check_identity(question: Question, rows: Iterable[Mapping[str, Any]]) -> None:
    seen = set()
    for row in rows:
        key = repr([row[name] for name in question.identity])
        if key in seen:
            which = ", ".join(f"{name} {row[name]}" for name in question.identity)
            hint = "Collect what is many into a list, or name more columns in '// identity:'."
            raise InputProblems(Problem("PG318", f"Two rows have the identity {which}.", hint, file=question.path))
        seen.add(key)


def _total(question: Question, rows: Sequence[Mapping[str, Any]]) -> int:
    found = rows[0].get("total") if len(rows) == 1 else None
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        hint = "Let the part 'total' return one row: count(...) AS total."
        raise InputProblems(Problem("PG319", "The total is not one whole number.", hint, file=question.path))
    return found


def _told(question: Question) -> str:
    lines = [question.question, "", question.why, ""]
    lines += [f"{parameter.name} ({parameter.type}): {parameter.description}" for parameter in question.parameters]
    lines += ["", "Gives one row for each " + ", ".join(question.identity) + ":"]
    for column in question.columns:
        unit = f", {column.unit}" if column.unit else ""
        lines.append(f"{column.name} ({column.type}{unit}): {column.description}")
    return "\n".join(lines)


def _signature(question: Question) -> inspect.Signature:
    kinds = inspect.Parameter
    taken = [kinds("read", kinds.POSITIONAL_ONLY), kinds("as_of", kinds.KEYWORD_ONLY, default=None)]
    for parameter in question.parameters:
        if parameter.name != "as_of":
            default = kinds.empty if parameter.default is None else parameter.default
            taken.append(kinds(parameter.name, kinds.KEYWORD_ONLY, default=default))
    return inspect.Signature(taken, return_annotation=Answer)
