"""Type the cells of sheets: facts by row, and everything that is wrong, column by column."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .age_bands import read_beside
from .cells import CODE_OF_KIND, IDENTIFIER, may_be_missing, read_identifier, reader_for, unseen
from .columns import BOX_ON_SERVICES, Column, matched
from .errors import Problem
from .fields import Field, Reference
from .names_of_people import NAMED_PERSON, names_a_person
from .reading import Reading, failed
from .reading.plain import shorten
from .sheets import Raw, Sheet, text_of
from .values import encode

__all__ = ["LONGEST", "Block", "Typed", "type_sheet"]

LONGEST = 32_767
"""So many characters a cell of a workbook holds; longer texts could not be written back."""

_ROLES = ("owner", "assured_by")
_DATED = ("date", "text", "choice", "identifier")
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_ERRORS = re.compile(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NULL|NUM|SPILL|CALC|GETTING_DATA)[!?]?")


@dataclasses.dataclass(slots=True)
class Block:
    """The rows of one label in one sheet: parallel lists, and the column letters of each header."""

    label: str
    sheet: str
    letters: dict[str, str]
    ids: list[str] = dataclasses.field(default_factory=list)
    numbers: list[int] = dataclasses.field(default_factory=list)
    facts: list[dict[str, Any]] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True)
class Typed:
    """What a sheet states, and what is wrong with it."""

    blocks: list[Block]
    problems: list[Problem]
    remarks: list[Problem]


class _Step:
    """Type one sheet; holds what its columns share."""

    def __init__(self, sheet: Sheet, label: str, options: Mapping[str, Any], published: bool) -> None:
        self.sheet, self.label, self.options, self.published = sheet, label, options, published
        self.columns, self.problems, self.remarks = matched(sheet, label)
        self.facts: list[dict[str, Any]] = [{} for _ in sheet.rows]
        self.provisions: list[dict[str, Any]] = [{} for _ in sheet.rows] if label == "Service" else []
        self.broken: set[int] = set()
        self.documents: dict[str, list[str]] = {}

    def values(self, column: Column) -> list[Raw]:
        return [row[column.index] for row in self.sheet.rows]

    def place(self, row: int, column: Column) -> Problem:
        return Problem("", "", sheet=self.sheet.name, row=row, column=column.letters, field=self.heading(column))

    def heading(self, column: Column) -> str:
        return " ".join(part for part in (column.header, "" if column.what == "fact" else column.what) if part)

    def target(self, column: Column) -> list[dict[str, Any]]:
        return self.provisions if column.label == "Provision" and self.label == "Service" else self.facts


def type_sheet(sheet: Sheet, label: str, options: Mapping[str, Any], published: bool = False) -> Typed:
    """Type all rows of one sheet.

    A published source's unreadable cells are stored as missing with their words and told as remarks; otherwise they
    are problems. Equal texts of a column are read once, so values are shared between rows: never change them.
    """
    step = _Step(sheet, label, options, published)
    if step.problems:
        return Typed([], step.problems, step.remarks)
    for column in step.columns:
        if column.what == "fact":
            _type_column(step, column)
    _settle_ages(step)
    _type_origins(step)
    _type_others(step)
    main = Block(label, sheet.name, _letters(step, label))
    folded = Block("Provision", sheet.name, _letters(step, "Provision")) if label == "Service" else None
    for position, facts in enumerate(step.facts):
        _collect(step, position, facts, main, folded)
    return Typed([b for b in (main, folded) if b is not None], step.problems, step.remarks)


def _letters(step: _Step, label: str) -> dict[str, str]:
    own = {step.heading(c): c.letters for c in step.columns if c.what != "other" and c.label == label}
    shared = {step.heading(c): c.letters for c in step.columns if c.header in ("", "id")}
    service = {"service": next((c.letters for c in step.columns if c.header == "id"), "")}
    return {**own, **shared, **(service if label != step.label else {})}


def _type_column(step: _Step, column: Column) -> None:
    assert column.field is not None
    values = step.values(column)
    cache: dict[Raw, Any] = {"": None}
    wrong: dict[Raw, Reading] = {}
    told: dict[Raw, Reading] = {}
    read = _reader(step, column)
    quick = _QUICK.get(column.field.kind) if isinstance(column.field, Field) else None
    for raw in dict.fromkeys(values):
        if raw == "":
            continue
        if quick is not None and isinstance(raw, str) and quick(raw) and column.header not in _ROLES:
            cache[raw] = raw
            continue
        reading = read(raw)
        if reading.error:
            wrong[raw] = reading
            cache[raw] = {"state": "missing", "words": reading.words} if step.published else None
            continue
        if reading.assumed or reading.left_over:
            told[raw] = reading
        cache[raw] = encode(reading)
    header = column.header
    for facts, raw in zip(step.target(column), values, strict=True):
        value = cache[raw]
        if value is not None:
            facts[header] = value
    if wrong:
        _tell_wrong(step, column, values, wrong)
    if told:
        _tell_assumed(step, column, values, told)


def _is_plain_text(text: str) -> bool:
    return (
        len(text) <= LONGEST
        and text.isprintable()
        and text[0] not in " #"
        and text[-1] != " "
        and not may_be_missing(text)
    )


def _is_plain_id(text: str) -> bool:
    return IDENTIFIER.fullmatch(text) is not None and not may_be_missing(text)


_QUICK: dict[str, Callable[[str], bool]] = {"identifier": _is_plain_id, "text": _is_plain_text}
"""Kind of field -> whether a text is surely itself: ids, names and notes differ in every row, so that they are many."""


def _settle_ages(step: _Step) -> None:
    """Read ages again in the light of the other rows of the same function."""
    column = next((c for c in step.columns if c.what == "fact" and c.header == "ages"), None)
    starts = step.options.get("age_starts")
    if column is None or not starts:
        return
    cache: dict[tuple[int, int], Reading | None] = {}
    values = step.values(column)
    told: dict[Raw, Reading] = {}
    for facts, raw in zip(step.target(column), values, strict=True):
        ages, functions = facts.get("ages"), facts.get("function")
        if ages is None or not isinstance(functions, list):
            continue
        key = (id(ages), id(functions))  # equal cells share one value, which lives as long as the sheet
        if key not in cache:
            cache[key] = read_beside(ages, functions, starts)
        reading = cache[key]
        if reading is not None:
            facts["ages"] = encode(reading)
            told[raw] = reading
    if told:
        _tell_assumed(step, column, values, told)


def _reader(step: _Step, column: Column) -> Callable[[Raw], Reading]:
    field = column.field
    assert field is not None
    kind = "reference" if isinstance(field, Reference) else field.kind
    read = reader_for(field, step.options)
    dated = kind in _DATED
    role = field.name in _ROLES

    def read_raw(raw: Raw) -> Reading:
        if isinstance(raw, str) and len(raw) <= LONGEST and raw.isprintable() and not raw.startswith("#"):
            text = raw.strip()
        else:
            text = text_of(raw)
            if not dated and isinstance(raw, datetime.date | datetime.time):
                return _turned_into_a_date(text, field)
            refused = _unsafe(text)
            if refused is not None:
                return refused
        if role and (text == NAMED_PERSON or names_a_person(text)):
            return Reading("missing", NAMED_PERSON, assumed=("A person's name is not stored; write the role.",))
        return read(text)

    return read_raw


def _turned_into_a_date(text: str, field: Field | Reference) -> Reading:
    hint = "Spreadsheets turn 1-2 or 16/18 into dates: format the cell as text, then type it again."
    return Reading(
        "missing", text, error=f"the cell holds the date or time {text}, and {field.name} is none", hint=hint
    )


def _unsafe(text: str) -> Reading | None:
    if text.startswith("#") and _ERRORS.fullmatch(text):
        return Reading(
            "missing", text, error=f"the cell's formula gave {text}", hint="Mend the formula, or type the value."
        )
    if len(text) > LONGEST:
        error = f"the text has {len(text):,} characters; a cell holds {LONGEST:,}"
        return failed(shorten(text), error, "Keep it in a document, and state that.")
    if text.isprintable() or not _UNSAFE.search(text):
        return None
    error = f"{unseen(text)} has control characters or marks that turn the direction of writing"
    return Reading("missing", text, error=error, hint="Type the text again.")


def _tell_wrong(step: _Step, column: Column, values: Sequence[Raw], wrong: Mapping[Raw, Reading]) -> None:
    assert column.field is not None
    kind = "reference" if isinstance(column.field, Reference) else column.field.kind
    for position, raw in enumerate(values):
        reading = wrong.get(raw) if raw != "" else None
        if reading is None:
            continue
        text = text_of(raw)
        unsafe = _unsafe(text)
        code = _code_of_unsafe(text) if unsafe else CODE_OF_KIND[kind]
        if not unsafe and kind not in _DATED and isinstance(raw, datetime.date | datetime.time):
            code = "PG149"
        at = step.place(step.sheet.numbers[position], column)
        problem = dataclasses.replace(
            at, code=code, message=_sentence(reading.error), hint=reading.hint, value=shorten(text, 200)
        )
        (step.remarks if step.published else step.problems).append(problem)
        step.broken.add(position)


def _code_of_unsafe(text: str) -> str:
    return "PG156" if len(text) > LONGEST else "PG153" if text.startswith("#") else "PG148"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _tell_assumed(step: _Step, column: Column, values: Sequence[Raw], told: Mapping[Raw, Reading]) -> None:
    """Tell each assumption once, at the first cell that has the words, with how many more have them."""
    first: dict[Raw, int] = {}
    many: Counter[Raw] = Counter()
    for position, raw in enumerate(values):
        if raw in told:
            first.setdefault(raw, position)
            many[raw] += 1
    for raw, position in first.items():
        reading = told[raw]
        at = dataclasses.replace(step.place(step.sheet.numbers[position], column), value=shorten(reading.words, 200))
        more = f" (and in {many[raw] - 1:,} more cells of this column)" if many[raw] > 1 else ""
        for said in reading.assumed:
            code = "PG152" if reading.words == NAMED_PERSON else "PG150"
            step.remarks.append(dataclasses.replace(at, code=code, message=f"{said}{more}"))
        if reading.left_over:
            kept = "; ".join(shorten(words) for words in reading.left_over)
            message = f"not read, and kept as words: {kept}.{more}"
            step.remarks.append(dataclasses.replace(at, code="PG151", message=message))


def _type_origins(step: _Step) -> None:
    """Read the columns that say where facts come from: Document ids, and places in them."""
    documents = {c.header: c for c in step.columns if c.what == "stated_in"}
    locators = {c.header: c for c in step.columns if c.what == "locator"}
    for header in dict.fromkeys([*documents, *locators]):
        locator = locators.get(header)
        places = _texts(step, locator) if locator else [""] * len(step.facts)
        document = documents.get(header) or documents.get("")
        ids = _documents(step, document) if document else [""] * len(step.facts)
        if header not in documents:  # `FIELD locator` alone: a place in the document of the row
            ids = [id if place else "" for id, place in zip(ids, places, strict=True)]
        column = documents.get(header) or locator
        assert column is not None
        _state_origins(step, column, locator, ids, places)


def _documents(step: _Step, column: Column) -> list[str]:
    """Read a column of Document ids, once."""
    if column.header in step.documents:
        return step.documents[column.header]
    values = step.values(column)
    readings = {raw: _document(text_of(raw)) for raw in dict.fromkeys(values)}
    for position, raw in enumerate(values):
        reading = readings[raw]
        if reading.error:
            at = dataclasses.replace(step.place(step.sheet.numbers[position], column), value=shorten(text_of(raw), 200))
            problem = dataclasses.replace(at, code="PG146", message=_sentence(reading.error), hint=reading.hint)
            step.problems.append(problem)
    ids = [readings[raw].value or "" for raw in values]
    step.documents[column.header] = ids
    return ids


def _document(text: str) -> Reading:
    if ";" in text:
        hint = "Leave one; a fact that stands in two has two rows, or a source of its own for each."
        return failed(text, "a row is stated in one document, and here are several", hint)
    return read_identifier(text)


def _texts(step: _Step, column: Column) -> list[str]:
    """Give a column's cells as text; those that hide or turn their writing are told."""
    texts = []
    for position, raw in enumerate(step.values(column)):
        text = text_of(raw)
        refused = None if text.isprintable() and len(text) <= LONGEST else _unsafe(text)
        if refused is not None:
            at = step.place(step.sheet.numbers[position], column)
            step.problems.append(
                dataclasses.replace(at, code=_code_of_unsafe(text), message=_sentence(refused.error), hint=refused.hint)
            )
        texts.append(text)
    return texts


def _state_origins(
    step: _Step, column: Column, locator: Column | None, ids: Sequence[str], places: Sequence[str]
) -> None:
    key = f"{column.header} stated_in".strip()
    cache: dict[tuple[str, str], dict[str, str]] = {}
    for position, pair in enumerate(zip(ids, places, strict=True)):
        if pair[0]:
            origin = cache.get(pair)
            if origin is None:
                origin = cache[pair] = {"document": pair[0], "locator": pair[1]}
            step.target(column)[position][key] = origin
            if not column.header and step.provisions:
                step.provisions[position][key] = origin
        elif pair[1] and locator is not None:
            at = step.place(step.sheet.numbers[position], locator)
            message, hint = "a place without the document that it is in.", "Fill in stated_in with a Document's id."
            step.problems.append(dataclasses.replace(at, code="PG147", message=message, hint=hint, value=pair[1]))


def _type_others(step: _Step) -> None:
    for column in (c for c in step.columns if c.what == "other"):
        for facts, text in zip(step.facts, _texts(step, column), strict=True):
            if text:
                facts.setdefault("other_columns", {})[column.header] = text


def _collect(step: _Step, position: int, facts: dict[str, Any], main: Block, folded: Block | None) -> None:
    """Take one row over into its blocks, unless it is blank or has no id."""
    number = step.sheet.numbers[position]
    id = facts.get("id")
    box = step.provisions[position] if folded is not None else {}
    if not isinstance(id, str):
        if position not in step.broken and (facts or _stated(box)):
            at = Problem("PG143", "", sheet=step.sheet.name, row=number, column=main.letters["id"], field="id")
            message, hint = "the row has no id.", "Give it an id of its own, or empty the row."
            step.problems.append(dataclasses.replace(at, message=message, hint=hint))
        return
    main.ids.append(id)
    main.numbers.append(number)
    main.facts.append(facts)
    if folded is None or not box:
        return
    if "function" not in box:
        stated = _stated(box)
        if stated:
            _no_function(step, position, stated)
        return
    folded.ids.append(id)
    folded.numbers.append(number)
    folded.facts.append({"id": id, "service": [id], **box})


def _stated(box: Mapping[str, Any]) -> list[str]:
    return [name for name in BOX_ON_SERVICES if name in box]


def _no_function(step: _Step, position: int, stated: Iterable[str]) -> None:
    named = list(stated)
    column = next(c for c in step.columns if c.what == "fact" and c.header == named[0])
    if position in step.broken and any(c.header == "function" for c in step.columns):
        return
    at = step.place(step.sheet.numbers[position], column)
    message = f"{', '.join(named)} without a function: nobody knows what is done there."
    hint = "Fill in the column function, or move them to a row of the sheet Provisions."
    step.problems.append(dataclasses.replace(at, code="PG145", message=message, hint=hint))
