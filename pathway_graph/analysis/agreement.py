"""Let verbs agree with the names of services: "Listening line takes", "Talking therapies take"."""

from __future__ import annotations

import re

__all__ = ["agreeing"]

_HEAD = re.compile(r"[,(:/]| (?:about|around|at|between|by|for|from|in|of|on|to|with) ")
_SINGULAR = re.compile(r"(?:ss|us|is|diabetes|news|series)$", re.IGNORECASE)


def agreeing(name: str, one: str, many: str) -> str:
    """Choose the form of a verb for a name: many where the word that it is about ends like a plural.

    >>> agreeing("Place of safety, Marlbridge", "is", "are"), agreeing("Secondary mental health services", "is", "are")
    ('is', 'are')
    >>> agreeing("Improving Access to Psychological Therapies", "takes", "take")
    'takes'
    """
    head = _HEAD.split(name.strip(), maxsplit=1)[0].strip()
    return many if head.endswith("s") and not _SINGULAR.search(head) else one
