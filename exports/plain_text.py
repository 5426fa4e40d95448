"""Make text fit to be written into a picture: one line, nothing that steers a terminal, a reader or a parser."""

from __future__ import annotations

import re
from html import escape

__all__ = ["plain", "xml"]

_STEERING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Control characters, marks that turn the direction of writing, invisible tags, and what XML can't hold."""


def plain(text: str) -> str:
    """Give a text as one line without control characters; directions are kept by isolating the whole, not by marks.

    >>> plain("a\\x1b[31m\\u202eb\\n c")
    'a[31mb c'
    """
    return " ".join(_STEERING.sub("", text).split())


def xml(text: str) -> str:
    """Give a text as it stands in XML, between tags or in quotes.

    >>> xml('<b onclick="x">')
    '&lt;b onclick=&quot;x&quot;&gt;'
    """
    return escape(plain(text), quote=True)
