"""Type the cells of sheets: facts by row, and everything that is wrong, column by column."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pathway_graph.errors import Problem
from pathway_graph.fields import Field, Reference
from pathway_graph.reading import Reading
from pathway_graph.reading.plain import shorten
from pathway_graph.values import encode

from .age_bands import may_be_beside, read_beside
from .cells import CODE_OF_KIND, IDENTIFIER, NOBODY, may_be_missing, reader_for
from .columns import BOX_ON_SERVICES, Column
from .names_of_people import NAMED_PERSON, names_a_person
from .origins import type_origins, type_others
from .refusals import code_of, is_harmless, refused, sentence
from .sheets import Raw, Sheet, text_of
from .typing_step import Step

__all__ = ["Block", "Typed", "type_sheet"]

_ROLES = ("owner", "assured_by")
_DATED = ("date", "text", "words", "choice")


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


def type_sheet(sheet: Sheet, label: str, options: Mapping[str, Any], published: bool = False) -> Typed:
    """Type all rows of one sheet.

    A published source's unreadable cells are stored as missing with their words and told as remarks; otherwise they
    are problems. Equal texts of a column are read once, so values are shared between rows: never change them.
    """
    step = Step(sheet, label, options, published)
    if step.problems:
        return Typed([], step.problems, step.remarks)
    for column in step.columns:
        if column.what == "fact":
            _type_column(step, column)
    step.assemble()
    _settle_ages(step)
    type_origins(step)
    type_others(step)
    main = Block(label, sheet.name, _letters(step, label))
    folded = Block("Provision", sheet.name, _letters(step, "Provision")) if label == "Service" else None
    _collect(step, main, folded)
    return Typed([b for b in (main, folded) if b is not None], step.problems, step.remarks)


def _letters(step: Step, label: str) -> dict[str, str]:
    own = {step.heading(c): c.letters for c in step.columns if c.what != "other" and c.label == label}
    shared = {step.heading(c): c.letters for c in step.columns if c.header in ("", "id")}
    service = {"service": next((c.letters for c in step.columns if c.header == "id"), "")}
    return {**own, **shared, **(service if label != step.label else {})}


def _type_column(step: Step, column: Column) -> None:
    assert column.field is not None
    values = step.values(column)
    cache: dict[Raw, Any] = {"": None}
    wrong: dict[Raw, Reading] = {}
    told: dict[Raw, Reading] = {}
    read = _reader(step, column)
    quick = None if column.header in _ROLES else _quick(column.field)
    for raw in dict.fromkeys(values):
        if raw == "":
            continue
        if quick is not None and type(raw) is str and (sure := quick(raw)) is not None:
            cache[raw] = sure
            continue
        reading = read(raw)
        if reading.error:
            wrong[raw] = reading
            cache[raw] = {"state": "missing", "words": reading.words} if step.published else None
            continue
        if reading.assumed or reading.left_over:
            told[raw] = reading
        cache[raw] = encode(reading)
    step.keep(column, [cache[raw] for raw in values])
    if wrong:
        _tell_wrong(step, column, values, wrong)
    if told:
        _tell_assumed(step, column, values, told)


def _plain_text(text: str) -> Any | None:
    is_plain = is_harmless(text) and text[0] != " " and text[-1] != " " and not may_be_missing(text)
    return text if is_plain else None


def _plain_id(text: str) -> Any | None:
    return text if IDENTIFIER.fullmatch(text) is not None and not may_be_missing(text) else None


def _plain_reference(to: frozenset[str], text: str) -> Any | None:
    label, mark, id = text.rpartition("#")
    if (mark and label not in to) or may_be_missing(text) or (mark and may_be_missing(id)):
        return None
    return [text] if IDENTIFIER.fullmatch(id) is not None and text.casefold() != NOBODY else None


def _quick(field: Field | Reference) -> Callable[[str], Any | None] | None:
    """Give what takes a text that is surely itself, else None: ids and names differ in every row, and are many."""
    if isinstance(field, Reference):
        return functools.partial(_plain_reference, frozenset(field.to))
    return {"identifier": _plain_id, "text": _plain_text}.get(field.kind)


def _settle_ages(step: Step) -> None:
    """Read ages again in the light of the other rows of the same function."""
    column = next((c for c in step.columns if c.what == "fact" and c.header == "ages"), None)
    starts = step.options.get("age_starts")
    if column is None or not starts:
        return
    cache: dict[tuple[int, int], tuple[Any, Any, Reading | None]] = {}
    values = step.values(column)
    told: dict[Raw, Reading] = {}
    anywhere = frozenset().union(*starts.values())
    settled = {raw: not may_be_beside(text_of(raw), anywhere) for raw in dict.fromkeys(values)}
    for facts, raw in zip(step.target(column), values, strict=True):
        if settled[raw]:
            continue
        ages, functions = facts.get("ages"), facts.get("function")
        if ages is None or not isinstance(functions, list):
            continue
        key = (id(ages), id(functions))  # equal cells share one value, which the cache keeps alive
        if key not in cache:
            cache[key] = ages, functions, read_beside(ages, functions, starts)
        reading = cache[key][2]
        if reading is not None:
            facts["ages"] = encode(reading)
            told[raw] = reading
    if told:
        _tell_assumed(step, column, values, told)


def _reader(step: Step, column: Column) -> Callable[[Raw], Reading]:
    field = column.field
    assert field is not None
    kind = "reference" if isinstance(field, Reference) else field.kind
    read = reader_for(field, step.options)
    dated = kind in _DATED
    role = field.name in _ROLES

    def read_raw(raw: Raw) -> Reading:
        if isinstance(raw, str) and is_harmless(raw):
            text = raw.strip()
        else:
            text = text_of(raw)
            if not dated and isinstance(raw, datetime.date | datetime.time):
                return _turned_into_a_date(text, field)
            refusal = refused(text)
            if refusal is not None:
                return refusal
        if role and (text == NAMED_PERSON or names_a_person(text)):
            return Reading("missing", NAMED_PERSON, assumed=("A person's name is not stored; write the role.",))
        return read(text)

    return read_raw


def _turned_into_a_date(text: str, field: Field | Reference) -> Reading:
    hint = "Spreadsheets turn 1-2 or 16/18 into dates: format the cell as text, then type it again."
    return Reading(
        "missing", text, error=f"the cell holds the date or time {text}, and {field.name} takes none", hint=hint
    )


def _tell_wrong(step: Step, column: Column, values: Sequence[Raw], wrong: Mapping[Raw, Reading]) -> None:
    assert column.field is not None
    kind = "reference" if isinstance(column.field, Reference) else column.field.kind
    for position, raw in enumerate(values):
        reading = wrong.get(raw) if raw != "" else None
        if reading is None:
            continue
        text = text_of(raw)
        refusal = refused(text)
        code = code_of(text) if refusal else CODE_OF_KIND[kind]
        if not refusal and kind not in _DATED and isinstance(raw, datetime.date | datetime.time):
            code = "PG149"
        at = step.place(step.sheet.numbers[position], column)
        problem = dataclasses.replace(
            at, code=code, message=sentence(reading.error), hint=reading.hint, value=shorten(text, 200)
        )
        (step.remarks if step.published else step.problems).append(problem)
        step.broken.add(position)


def _tell_assumed(step: Step, column: Column, values: Sequence[Raw], told: Mapping[Raw, Reading]) -> None:
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


def _collect(step: Step, main: Block, folded: Block | None) -> None:
    """Take the rows over into their blocks, but for those that are blank or have no id."""
    boxes = step.provisions if folded is not None else ({},) * len(step.facts)
    for position, (number, facts, box) in enumerate(zip(step.sheet.numbers, step.facts, boxes, strict=True)):
        id = facts.get("id")
        if id is None:
            if position not in step.broken and (facts or _stated(box)):
                at = Problem("PG143", "", sheet=step.sheet.name, row=number, column=main.letters["id"], field="id")
                message, hint = "the row has no id.", "Give it an id of its own, or empty the row."
                step.problems.append(dataclasses.replace(at, message=message, hint=hint))
            continue
        main.ids.append(id)
        main.numbers.append(number)
        main.facts.append(facts)
        if folded is not None and "function" in box:
            folded.ids.append(id)
            folded.numbers.append(number)
            folded.facts.append({"id": id, "service": [id], **box})
        elif box and _stated(box):
            _no_function(step, position, _stated(box))


def _stated(box: Mapping[str, Any]) -> list[str]:
    return [name for name in BOX_ON_SERVICES if name in box]


def _no_function(step: Step, position: int, named: Sequence[str]) -> None:
    column = next(c for c in step.columns if c.what == "fact" and c.header == named[0])
    if position in step.broken and any(c.header == "function" for c in step.columns):
        return
    at = step.place(step.sheet.numbers[position], column)
    message = f"{', '.join(named)} without a function: nobody knows what is done there."
    hint = "Fill in the column function, or move them to a row of the sheet Provisions."
    step.problems.append(dataclasses.replace(at, code="PG145", message=message, hint=hint))
