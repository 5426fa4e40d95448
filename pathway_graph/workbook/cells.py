"""Read one cell as its field asks: one reader for each kind of field."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import inspect
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, get_args

from pathway_graph.errors import near_miss
from pathway_graph.fields import Field, Reference
from pathway_graph.model import LABELS
from pathway_graph.reading import Reading, blank, failed
from pathway_graph.reading.numbers import Unit, read_number
from pathway_graph.reading.places import read_places
from pathway_graph.reading.plain import shorten
from pathway_graph.reading.states import MISSING_WORDS, NONE_WORDS, settled, state_of, without_value

__all__ = [
    "CODE_OF_KIND",
    "IDENTIFIER",
    "NOBODY",
    "Reader",
    "may_be_missing",
    "read_identifier",
    "reader_for",
    "unseen",
    "with_article",
]

Reader: TypeAlias = Callable[[str], Reading]

IDENTIFIER = re.compile(r"[A-Za-z0-9._:/-]{1,128}")

CODE_OF_KIND: dict[str, str] = {
    "date": "PG130", "hours": "PG131", "ages": "PG132", "steps": "PG133", "money": "PG134", "budget": "PG134",
    "number": "PG135", "whole": "PG135", "yes/no": "PG136", "duration": "PG137", "scale": "PG138", "area": "PG139",
    "need": "PG139", "group": "PG140", "choice": "PG141", "words": "PG141", "identifier": "PG142", "text": "PG148",
    "reference": "PG146",
}  # fmt: skip
"""Kind of field -> the code of a cell that cannot be read as it."""

_GRAMMARS: dict[str, tuple[str, str]] = {
    "date": ("dates", "read_date"),
    "hours": ("hours", "read_hours"),
    "ages": ("ages", "read_ages"),
    "steps": ("steps", "read_steps"),
    "scale": ("steps", "read_scale"),
    "money": ("money", "read_money"),
    "budget": ("money", "read_budget"),
    "number": ("numbers", "read_number"),
    "whole": ("numbers", "read_whole"),
    "duration": ("durations", "read_duration"),
    "yes/no": ("yesno", "read_yes_no"),
    "group": ("places", "read_groups"),
    "lag": ("durations", "read_lag"),
}
"""Kind of field -> module of `reading` and its reader; imported when the first cell of the kind is read."""

_SHORTENED = re.compile(r"\d(?:\.\d+)?[Ee]\+\d+")
_WORD = re.compile("[A-Za-z]+")
_FIRST_WORDS = frozenset(word[0].casefold() for word in map(_WORD.match, (*MISSING_WORDS, *NONE_WORDS)) if word)
_PLAIN = ("note", "title", "words")

NOBODY = "nobody"
"""What a reference says that leads to nobody, and is no id."""

_UNITS = get_args(Unit)


def reader_for(field: Field | Reference, options: Mapping[str, Any]) -> Reader:
    """Give the reader of a field's cells; `options` are what the workbook's settings say (`year_from`, ...)."""
    if isinstance(field, Reference):
        return functools.partial(_read_reference, field)
    if field.kind == "identifier":
        return read_identifier
    if field.kind == "choice":
        return functools.partial(_read_choice, field)
    if field.kind == "words":
        return functools.partial(_read_words, field)
    if field.kind == "text":
        return functools.partial(_read_text, field)
    if field.kind in ("area", "need"):
        return _read_ids
    if field.unit == "percent":
        return _read_percent
    module, name = _GRAMMARS["lag" if field.name == "lag" else field.kind]
    read = getattr(importlib.import_module(f"pathway_graph.reading.{module}"), name)
    known = {**options, "may_be_absent": field.may_be_absent, "unit": field.unit if field.unit in _UNITS else ""}
    asked = inspect.signature(read).parameters
    reader: Reader = functools.partial(read, **{key: value for key, value in known.items() if key in asked})
    return functools.partial(_read_or_none, reader) if field.may_be_absent and "may_be_absent" not in asked else reader


def may_be_missing(text: str) -> bool:
    """Tell by its first word alone whether a text may be one for missing: most are not, and there are many."""
    first = _WORD.match(text)
    return first is None or first[0].casefold() in _FIRST_WORDS


def read_identifier(text: str) -> Reading:
    """Read an id: `[A-Za-z0-9._:/-]`, 1 to 128 characters, no word that says that something is missing.

    >>> read_identifier("cmht-north").value, read_identifier("cmht nörth").error
    ('cmht-north', "'cmht nörth' is no id: ' ' (space), 'ö' (latin small letter o with diaeresis)")
    """
    if IDENTIFIER.fullmatch(text):
        if may_be_missing(text) and state_of(text) == "missing":
            return failed(text, f"'{text}' is read as a word for missing and can't be an id", "Choose another id.")
        return Reading("stated", text, text)
    if not text:
        return blank()
    hint = "An id has letters A to Z, digits and . _ : / - only."
    if len(text) > 128:
        return failed(shorten(text), f"the id has {len(text):,} characters", "At most 128 are allowed.")
    if _SHORTENED.fullmatch(text):
        hint = "A spreadsheet shortened it: format the cell as text, and type the id again."
        return failed(text, f"'{text}' is a number in the form of a calculator, and no id", hint)
    strange = sorted({mark for mark in text if not IDENTIFIER.fullmatch(mark)})
    told = ", ".join(
        f"{unseen(mark)} ({unicodedata.name(mark, 'a control character').lower()})" for mark in strange[:3]
    )
    return failed(text, f"{unseen(text)} is no id: {told}", hint)


def unseen(text: str) -> str:
    """Quote a text so that marks that cannot be seen, or that turn its direction, are written as their numbers.

    >>> unseen("a\\u202eb")
    "'a\\\\u202eb'"
    """
    return "'" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in _cut(text)) + "'"


def with_article(label: str) -> str:
    """Put the article before a label.

    >>> with_article("Area"), with_article("Service")
    ('an Area', 'a Service')
    """
    return f"{'an' if label[0] in 'AEIOU' else 'a'} {label}"


def _cut(text: str, length: int = 60) -> str:
    """Cut a text after `length` characters without cleaning it."""
    return text if len(text) <= length else text[: length - 3] + "..."


def _read_or_none(read: Reader, text: str) -> Reading:
    """Read what a thing may lack: `none` there is a fact, for grammars that do not know of it."""
    settles = may_be_missing(text) and state_of(text, may_be_absent=True) == "none"
    return without_value("none", text) if settles else read(text)


def _read_text(field: Field, text: str) -> Reading:
    if not text:
        return blank()
    if field.name not in _PLAIN and may_be_missing(text):
        early = settled(text, may_be_absent=field.may_be_absent)
        if early is not None and (field.name != "name" or _is_all_missing(text)):
            return early
    return Reading("stated", text, text)


def _is_all_missing(text: str) -> bool:
    """Tell a name that only says that it is missing ("TBC") from one that happens to begin so ("Unknown Warrior")."""
    return " " not in text or text.casefold().startswith("to be ")


def _read_ids(text: str) -> Reading:
    """Read areas or needs, and hold each to what an id may look like."""
    reading = read_places(text)
    if reading.value:
        for id in (*reading.value["sure"], *reading.value["some"], *reading.value["except"]):
            checked = read_identifier(id)
            if checked.error:
                return failed(
                    text, checked.error, f"Write ids separated by ;, any except X, or some of X. {checked.hint}"
                )
    return reading


def _read_percent(text: str) -> Reading:
    return dataclasses.replace(read_number(text.removesuffix("%")), words=text)


def _match(field: Field, word: str) -> str | None:
    wanted = " ".join(word.casefold().replace("_", " ").split())
    return next((choice for choice in field.choices if choice.replace("_", " ") == wanted), None)


def _not_a_choice(field: Field, text: str, word: str) -> Reading:
    hint = near_miss(word, field.choices, cutoff=0.75) or f"The choices are {', '.join(field.choices)}."
    return failed(text, f"{unseen(word)} is not a choice for {field.name}", hint)


def _read_choice(field: Field, text: str) -> Reading:
    if not text:
        return blank()
    found = _match(field, text)
    if found is not None:
        return Reading("stated", text, found)
    early = settled(text, may_be_absent=field.may_be_absent)
    return early if early is not None else _not_a_choice(field, text, text)


def _read_words(field: Field, text: str) -> Reading:
    early = settled(text, may_be_absent=field.may_be_absent)
    if early is not None:
        return early
    read = []
    for word in _parts(text):
        found = _match(field, word) if field.choices else " ".join(word.split())
        if found is None:
            return _not_a_choice(field, text, word)
        if found not in read:
            read.append(found)
    return Reading("stated", text, read) if read else blank()


def _parts(text: str) -> list[str]:
    return [part for part in (re.sub(r"[^\S\n]+", " ", part).strip() for part in text.split(";")) if part]


def _read_reference(field: Reference, text: str) -> Reading:
    if not text:
        return blank()
    if field.may_be_absent and text.casefold() == NOBODY:
        return without_value("none", text)
    if not IDENTIFIER.fullmatch(text) or state_of(text) == "missing":
        early = settled(text, may_be_absent=field.may_be_absent)
        if early is not None:
            return early
    read: list[str] = []
    for part in _parts(text):
        problem = _check_target(field, text, part)
        if problem is not None:
            return problem
        if part not in read:
            read.append(part)
    if not field.many and len(read) > 1:
        return failed(
            text, f"{field.name} takes one id, and here are {len(read)}", "Leave one; give others their own rows."
        )
    return Reading("stated", "; ".join(read), read) if read else blank()  # so that it is kept as a plain list


def _check_target(field: Reference, text: str, part: str) -> Reading | None:
    label, mark, id = part.rpartition("#")
    if mark and label not in field.to:
        known = " or ".join(f"{to}#{id}" for to in field.to)
        hint = near_miss(label, field.to) or f"Write {known}."
        return failed(
            text, f"{field.name} can't lead to {with_article(label) if label in LABELS else unseen(label)}", hint
        )
    reading = read_identifier(id)
    if reading.error:
        several = [one.strip() for one in re.split(r"[,&|\n]| and ", id)]
        if len(several) > 1 and all(map(IDENTIFIER.fullmatch, several)):
            return failed(text, f"{unseen(id)} is no id, but several", f"Write {'; '.join(several)}.")
        hint = f"Write ids, separated by ';'. {reading.hint}" if re.search(r"[,&\s]", id) else reading.hint
        return failed(text, reading.error, hint)
    return None
