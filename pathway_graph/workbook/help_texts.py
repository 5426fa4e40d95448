"""Say in words how each column of the workbook is filled in."""

from __future__ import annotations

from pathway_graph.fields import Field, Reference
from pathway_graph.model import SHEETS

__all__ = ["HOW", "help_text", "how"]

HOW: dict[str, str] = {
    "identifier": "Letters A to Z, digits and . _ : / - only; of its own in this sheet.",
    "text": "Any text. TBC, unknown and the like say that it is missing.",
    "words": "Words separated by ;.",
    "choice": "One of: {choices}.",
    "whole": "A whole number.",
    "number": "A number; 'over 1' or '2-4' where it is known in part.",
    "money": "Pounds: 73,540, 860k or 8.2m.",
    "budget": "Pounds by period and funder: 2018/19 - £300,000; 2019/20 - £750,000.",
    "date": "2019-04-30, April 2019, Q3 2018/19, 2018/19, by March 2019.",
    "yes/no": "yes or no.",
    "duration": "Working time: 10 d, 2 w, 4 h; 3 ed = three days by the calendar.",
    "scale": "none, or LOW-HIGH and words: 0-5 stepped care.",
    "area": "Ids from Areas separated by ;, any, any except X, some of X.",
    "need": "Ids from Needs separated by ;, any, any except X, some of X.",
    "group": "Words separated by ;: perinatal; carers. everyone = all.",
    "ages": "16-18, 18+, under 18, any, ?-18.",
    "steps": "3, 1-2, any.",
    "hours": "Mon-Fri 09:00-17:00; Sat 10:00-14:00, 24/7, closed, Mon-Fri ?-17:00.",
}
"""Kind of field -> how it is written."""


def how(field: Field | Reference) -> str:
    """Say how a field's cells are written.

    >>> how(Reference("to", "TO", ("Service",), "Who takes."))
    'An id from Services.'
    """
    if isinstance(field, Reference):
        sheets = " or ".join(SHEETS[label] for label in field.to)
        written = f"Ids from {sheets}, separated by ;." if field.many else f"An id from {sheets}."
        return (
            f"{written} {' or '.join(f'{label}#id' for label in field.to)} where an id is in both."
            if len(field.to) > 1
            else written
        )
    if field.kind == "words" and field.choices:
        return f"Any of: {'; '.join(field.choices)}."
    return HOW[field.kind].replace("{choices}", ", ".join(field.choices))


def help_text(field: Field | Reference) -> str:
    """Give the help of a column: what it means, its unit, how it is written, whether it is needed."""
    unit = f" Unit: {field.unit}." if isinstance(field, Field) and field.unit else ""
    needed = " Must be filled in." if field.required else ""
    absent = " 'none' says that there is none." if field.may_be_absent else ""
    return f"{field.doc}{unit} {how(field)}{absent}{needed}"
