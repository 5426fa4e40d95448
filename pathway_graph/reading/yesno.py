"""Read yes and no."""

from __future__ import annotations

import functools

from .plain import clean, guarded, shorten
from .reading import Reading, failed
from .states import settled, state_of

__all__ = ["read_yes_no", "write_yes_no"]

_YES = frozenset({"yes", "y", "true"})
_NO = frozenset({"no", "n", "false"})


@functools.lru_cache(maxsize=1024)
def _read(text: str, may_be_absent: bool) -> Reading:
    if may_be_absent and state_of(text, may_be_absent=True) == "none":
        said = f"'{shorten(text.strip())}' is read as no."
        return Reading("stated", text.strip(), False, (said,))
    early = settled(text)
    if early is not None:
        return early
    words = text.strip()
    low = clean(text).casefold().rstrip(".")
    if low in _YES or low in _NO:
        return Reading("stated", words, low in _YES)
    return failed(
        words, f"'{shorten(words)}' is neither yes nor no", "Write yes or no; leave it blank if it is not known."
    )


def read_yes_no(text: str, *, may_be_absent: bool = False) -> Reading:
    """Read yes or no; the value is True or False.

    `may_be_absent` is true where there may be no such thing (a protocol): there `none` and `n/a` mean no. Ticks and
    other glyphs are not read.

    >>> read_yes_no("Y").value, read_yes_no("none", may_be_absent=True).value
    (True, False)
    """
    return guarded(text, lambda short: _read(short, may_be_absent))


def write_yes_no(value: bool) -> str:
    """Return the word that `read_yes_no` reads back."""
    return "yes" if value else "no"
