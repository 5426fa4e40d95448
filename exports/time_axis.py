"""Lay days along a line: months, quarters or years, as many as can be read."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator

from pathway_graph.pictures.drawing import Band, Text

__all__ = ["Axis", "axis"]

_LEAST, _NAMED = 34.0, 46.0  # points between two labels, and two that name month and year


@dataclasses.dataclass(frozen=True, slots=True)
class Axis:
    """Days from `first` to before `until`, from `left` on, `wide` points in all."""

    first: datetime.date
    until: datetime.date
    left: float
    wide: float

    def x(self, day: datetime.date | str) -> float:
        """Give the place of the beginning of a day, held within the axis."""
        when = datetime.date.fromisoformat(day[:10]) if isinstance(day, str) else day
        share = (when - self.first).days / max((self.until - self.first).days, 1)
        return round(self.left + self.wide * min(max(share, 0.0), 1.0), 2)

    def bands(self, top: float, high: float) -> Iterator[Band]:
        """Give the strips behind the bars, every other one shaded, with their names above."""
        months = self._step()
        start = self.first
        number = 0
        while start < self.until:
            end = min(_later(start, months), self.until)
            x, wide = self.x(start), self.x(end) - self.x(start)
            name = f"{start:%b}" if months == 1 else f"{start:%b %Y}" if months < 12 else f"{start:%Y}"
            texts = [Text(x + wide / 2, top + 22, name, 8, False, "middle", "quiet")] if wide >= _LEAST * 0.6 else []
            if months == 1 and (start.month == 1 or start == self.first):
                texts.append(Text(x + 2, top + 11, str(start.year), 8.5, True))
            style = "lane" if number % 2 else "lane_other"
            yield Band(f"time {start}", f"{start:%B %Y}", x, top + 26, wide, high - 26, style, texts=tuple(texts))
            start, number = end, number + 1

    def _step(self) -> int:
        months = (self.until.year - self.first.year) * 12 + self.until.month - self.first.month
        return next((
            step for step in (1, 3, 6, 12, 24, 60)
            if self.wide / max(months / step, 1) >= (_NAMED if step in (3, 6) else _LEAST * 0.75)
        ), 120)  # fmt: skip


def axis(days: list[str], left: float, wide: float, months: int = 2) -> Axis:
    """Make an axis that holds these days, and at least so many months, from the beginning of one to that of another."""
    first = datetime.date.fromisoformat(min(days)[:10]).replace(day=1)
    last = datetime.date.fromisoformat(max(days)[:10])
    return Axis(first, max(_later(last.replace(day=1), 2), _later(first, months)), left, wide)


def _later(day: datetime.date, months: int) -> datetime.date:
    count = day.year * 12 + day.month - 1 + months
    return datetime.date(min(count // 12, 9999), count % 12 + 1, 1)
