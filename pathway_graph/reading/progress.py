"""Read what is reported about a milestone: a status in words, and when it was finished."""

from __future__ import annotations

import datetime
import re

from .dates import read_date
from .plain import guarded, remark
from .reading import Reading, failed
from .states import settled

__all__ = ["read_progress"]

_FINISHED = re.compile(
    r"(?:is |was |now |all |fully |been |has been )*(?:complete[d]?|done|achieved|finished|delivered|met"
    r"|closed)(?![a-z])"
    r"(?! to | by end)", re.IGNORECASE,
)  # fmt: skip


def read_progress(text: str, *, published: datetime.date | None = None, year_from: int | None = None) -> Reading:
    """Read a report of progress.

    Value: `{"reported_status": words, "actual_finish": the value of read_date, or None}`. Only words that begin by
    saying that it is finished ("complete", "done (3 May 2019)") give an `actual_finish`; in other words a date says
    something else ("on track for May") and stays in them. `published` and `year_from` as in `read_date`.

    >>> read_progress("done (3 May 2019)").value
    {'reported_status': 'done', 'actual_finish': {'earliest': '2019-05-03', 'latest': '2019-05-03', 'precision': 'day'}}
    """

    def read(short: str) -> Reading:
        early = settled(short)
        if early is not None:
            return early
        words = short.strip()
        match = _FINISHED.match(words)
        if match is None:
            return Reading("stated", words, {"reported_status": words, "actual_finish": None})
        rest = remark(words[match.end() :])
        status = match[0].strip()
        if not re.search(r"\d", rest):
            return Reading("stated", words, {"reported_status": words, "actual_finish": None})
        when = read_date(rest, published=published, year_from=year_from)
        if not when.ok:
            return failed(words, when.error, when.hint)
        value = {"reported_status": status, "actual_finish": when.value}
        return Reading("stated", words, value, when.assumed, when.left_over)

    return guarded(text, read)
