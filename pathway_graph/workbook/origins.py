"""Type the columns that are not fields: where facts come from, and what the model does not know."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from pathway_graph.reading import Reading, failed
from pathway_graph.reading.plain import shorten

from .cells import read_identifier
from .columns import Column
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
    wrong = {raw: reading for raw, reading in readings.items() if reading.error}
    for position, raw in enumerate(values if wrong else ()):
        reading = wrong.get(raw)
        if reading is not None:
            at = dataclasses.replace(step.place(step.sheet.numbers[position], column), value=shorten(text_of(raw), 200))
            problem = dataclasses.replace(at, code="PG146", message=sentence(reading.error), hint=reading.hint)
            step.problems.append(problem)
    found = {raw: reading.value or "" for raw, reading in readings.items()}
    ids = [found[raw] for raw in values]
    step.documents[column.header] = ids
    return ids


def _document(text: str) -> Reading:
    if ";" in text:
        hint = "Leave one; a fact that stands in two has two rows, or a source of its own for each."
        return failed(text, "a row is stated in one document, and here are several", hint)
    return read_identifier(text)


def _texts(step: Step, column: Column) -> list[str]:
    """Give a column's cells as text; those that hide or turn their writing are told."""
    values = step.values(column)
    texts = {raw: text_of(raw) for raw in dict.fromkeys(values)}
    wrong = {raw: refusal for raw, text in texts.items() if not is_harmless(text) and (refusal := refused(text))}
    for position, raw in enumerate(values if wrong else ()):
        if raw in wrong:
            at = step.place(step.sheet.numbers[position], column)
            told = dataclasses.replace(at, message=sentence(wrong[raw].error), hint=wrong[raw].hint)
            step.problems.append(dataclasses.replace(told, code=code_of(texts[raw])))
    return [texts[raw] for raw in values]


def _state_origins(
    step: Step, column: Column, locator: Column | None, ids: Sequence[str], places: Sequence[str]
) -> None:
    key = f"{column.header} stated_in".strip()
    pairs = list(zip(ids, places, strict=True))
    origins = {pair: {"document": pair[0], "locator": pair[1]} for pair in dict.fromkeys(pairs)}
    rows = step.target(column)
    provisions = step.provisions if not column.header else []
    for position, pair in enumerate(pairs):
        if pair[0]:
            rows[position][key] = origins[pair]
            if provisions:
                provisions[position][key] = origins[pair]
        elif pair[1] and locator is not None:
            at = step.place(step.sheet.numbers[position], locator)
            message, hint = "a place without the document that it is in.", "Fill in stated_in with a Document's id."
            step.problems.append(dataclasses.replace(at, code="PG147", message=message, hint=hint, value=pair[1]))


def type_others(step: Step) -> None:
    for column in (c for c in step.columns if c.what == "other"):
        for facts, text in zip(step.facts, _texts(step, column), strict=True):
            if text:
                facts.setdefault("other_columns", {})[column.header] = text
