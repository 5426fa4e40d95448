"""Type the columns that are not fields: where facts come from, and what the model does not know."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from .cells import read_identifier
from .columns import Column
from .reading import Reading, failed
from .reading.plain import shorten
from .refusals import code_of, is_harmless, refused, sentence
from .sheets import text_of
from .typing_step import Step

__all__ = ["type_origins", "type_others"]


def type_origins(step: Step) -> None:
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


def _documents(step: Step, column: Column) -> list[str]:
    """Read a column of Document ids, once."""
    if column.header in step.documents:
        return step.documents[column.header]
    values = step.values(column)
    readings = {raw: _document(text_of(raw)) for raw in dict.fromkeys(values)}
    for position, raw in enumerate(values):
        reading = readings[raw]
        if reading.error:
            at = dataclasses.replace(step.place(step.sheet.numbers[position], column), value=shorten(text_of(raw), 200))
            problem = dataclasses.replace(at, code="PG146", message=sentence(reading.error), hint=reading.hint)
            step.problems.append(problem)
    ids = [readings[raw].value or "" for raw in values]
    step.documents[column.header] = ids
    return ids


def _document(text: str) -> Reading:
    if ";" in text:
        hint = "Leave one; a fact that stands in two has two rows, or a source of its own for each."
        return failed(text, "a row is stated in one document, and here are several", hint)
    return read_identifier(text)


def _texts(step: Step, column: Column) -> list[str]:
    """Give a column's cells as text; those that hide or turn their writing are told."""
    texts = []
    for position, raw in enumerate(step.values(column)):
        text = text_of(raw)
        refusal = None if is_harmless(text) else refused(text)
        if refusal is not None:
            at = step.place(step.sheet.numbers[position], column)
            step.problems.append(
                dataclasses.replace(at, code=code_of(text), message=sentence(refusal.error), hint=refusal.hint)
            )
        texts.append(text)
    return texts


def _state_origins(
    step: Step, column: Column, locator: Column | None, ids: Sequence[str], places: Sequence[str]
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


def type_others(step: Step) -> None:
    for column in (c for c in step.columns if c.what == "other"):
        for facts, text in zip(step.facts, _texts(step, column), strict=True):
            if text:
                facts.setdefault("other_columns", {})[column.header] = text
