"""Join the days and times found in a text about hours into lists of days, spans of time and remarks."""

from __future__ import annotations

import dataclasses
from typing import Literal

from .clock import DAY, Clock, afternoon, span_between
from .hour_words import Token
from .names import WEEKDAYS
from .periods import Unreadable
from .week import WEEK, name_days

__all__ = ["Node", "nodes"]


NodeKind = Literal[
    "days", "times", "block", "lone", "closed", "some", "monthly", "holidays", "year round", "words", "stop", "and",
    "include", "except", "part", "open", "close",
]  # fmt: skip


@dataclasses.dataclass(slots=True)
class Node:
    """A part of a text about hours, in its place.

    `days` are those named. `spans` are minutes of the day from, until, and whether both ends are stated; of a `block`
    they are minutes of the week. `lone` is a time without its other end. `words` are what was not read.
    """

    kind: NodeKind
    start: int
    end: int
    text: str
    days: tuple[int, ...] = ()
    spans: list[tuple[int, int, bool]] = dataclasses.field(default_factory=list)
    assumed: list[str] = dataclasses.field(default_factory=list)


class _Parser:
    """Walk over the tokens of one text."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.found: list[Node] = []

    def kind(self, ahead: int) -> str:
        """Return the kind of a token ahead, or an empty text at the end."""
        index = self.at + ahead
        return self.tokens[index].kind if 0 <= index < len(self.tokens) else ""

    def parse(self) -> list[Node]:
        """Return the nodes of the text in their order."""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.kind == "days":
                self.found.append(self._block_from_day() or self._day_list())
            elif token.kind == "time":
                self.found.append(self._block_from_time() or self._times())
            elif token.kind == "whole":
                self.at += 1
                self.found.append(Node("times", token.start, token.end, token.text, spans=[(0, DAY, True)]))
            elif token.kind == "all day":  # from opening to closing, neither of which is stated
                self.at += 1
                self.found.append(Node("times", token.start, token.end, token.text, spans=[(0, DAY, False)]))
            elif token.kind in ("noise", "from", "between", "until", "onwards", "lasting"):
                self._small(token)
            else:
                self._plain(token)
        return self.found

    def _small(self, token: Token) -> None:
        """Pass over a word that only means something beside a time, and attach an end or a length to a lone start."""
        self.at += 1
        lone = next((node for node in reversed(self.found) if _has_no_end(node)), None)
        if lone is None:
            return
        start = lone.spans[0][0]
        if token.kind == "lasting":
            _settle(lone, start, start + token.minutes, f"'{token.text}' after {lone.text} is read as its end.")
            self.found.append(Node("words", token.start, token.end, token.text))
        elif token.kind == "until" and self.kind(0) == "time":
            end, last = self._clock(0), self.tokens[self.at].end
            self.at += 1
            start, until, _ = span_between(Clock(start, "fixed", lone.text), end)
            _settle(lone, start, until, f"'{lone.text}' and '{end.text.strip()}' are read as one span.")
            self.found.append(Node("words", token.start, last, f"{token.text} {end.text.strip()}"))
        elif token.kind == "onwards" and lone.kind == "lone":
            lone.kind, lone.spans = "times", [(start, DAY, False)]

    def _plain(self, token: Token) -> None:
        self.at += 1
        if token.kind == "word":
            last = self.found[-1] if self.found else None
            if last is not None and last.kind == "words":
                last.end, last.text = token.end, f"{last.text} {token.text}"
                return
            self.found.append(Node("words", token.start, token.end, token.text))
        elif token.kind == "join":
            return
        else:
            kind = token.kind
            assert kind in ("and", "stop", "except", "closed", "some", "monthly", "holidays", "year round", "include",
                            "part", "open", "close")  # fmt: skip
            self.found.append(Node(kind, token.start, token.end, token.text))

    def _clock(self, ahead: int) -> Clock:
        clock = self.tokens[self.at + ahead].clock
        assert clock is not None
        return clock

    def _skip(self, ahead: int, *kinds: str) -> int:
        while self.kind(ahead) in kinds:
            ahead += 1
        return ahead

    def _day_list(self) -> Node:
        """Read days joined by 'and', commas and ranges."""
        first = self.tokens[self.at]
        node = Node("days", first.start, first.end, first.text)
        while True:
            token = self.tokens[self.at]
            days = token.days
            self.at += 1
            if self.kind(0) == "join" and self.kind(1) == "days" and len(days) == 1:
                last = self.tokens[self.at + 1].days
                self.at += 2
                days = tuple((days[0] + step) % 7 for step in range((last[-1] - days[0]) % 7 + 1))
            node.days += days
            node.end = self.tokens[self.at - 1].end
            step = self._skip(0, "and", "noise")
            if step and self.kind(step) == "days":
                self.at += step
                continue
            node.text = name_days(node.days)
            return node

    def _block_from_day(self) -> Node | None:
        """Read DAY TIME to DAY TIME as one block."""
        one = self._skip(1, "noise", "from")
        if self.kind(one) != "time" or self.kind(one + 1) != "join":
            return None
        two = self._skip(one + 2, "noise")
        three = self._skip(two + 1, "noise")
        if self.kind(two) != "days" or self.kind(three) != "time":
            return None
        return self._block(0, one, two, three)

    def _block_from_time(self) -> Node | None:
        """Read TIME DAY to TIME DAY as one block."""
        one = self._skip(1, "noise")
        if self.kind(one) != "days" or self.kind(one + 1) != "join":
            return None
        two = self._skip(one + 2, "noise")
        three = self._skip(two + 1, "noise")
        if self.kind(two) != "time" or self.kind(three) != "days":
            return None
        return self._block(one, 0, three, two)

    def _block(self, day: int, time: int, last_day: int, last_time: int) -> Node | None:
        days, last_days = self.tokens[self.at + day].days, self.tokens[self.at + last_day].days
        if len(days) != 1 or len(last_days) != 1:
            return None
        first, last = self._clock(time), self._clock(last_time)
        if "open" in (first.kind, last.kind) and not (first.minute >= 420 and last.kind != "open"):
            raise Unreadable(
                f"'{first.text.strip()}' or '{last.text.strip()}': morning or afternoon?", "Write am and pm."
            )
        start = days[0] * DAY + first.minute
        length = (last_days[0] * DAY + last.minute - start) % WEEK
        weekend = start <= 5 * DAY and start + length >= WEEK
        words = f"{WEEKDAYS[days[0]]} {first.text.strip()} to {WEEKDAYS[last_days[0]]} {last.text.strip()}"
        if length >= 72 * 60 and not weekend:
            raise Unreadable(
                f"'{words}' is longer than 72 hours: one block, or these hours on each day?",
                f"Write {WEEKDAYS[days[0]][:3]}-{WEEKDAYS[last_days[0]][:3]} and a day's hours, or each day by itself.",
            )
        begin = self.tokens[self.at].start
        self.at += max(day, time, last_day, last_time) + 1
        end = self.tokens[self.at - 1].end
        said = [f"'{words}' is read as one block of {length // 60} hours."]
        return Node("block", begin, end, words, spans=[(start, start + length, True)], assumed=said)

    def _times(self) -> Node:
        """Read TIME to TIME, or a time that stands alone."""
        token, first = self.tokens[self.at], self._clock(0)
        before = {self.kind(-1), self.kind(-2) if self.kind(-1) == "noise" else ""}
        joins = ("join", "and") if "between" in before else ("join",)
        at = self._skip(1, "noise")
        if self.kind(at) in joins or (self.kind(at) == "until" and self.kind(at + 1) == "time"):
            last = self._skip(at + 1, "noise")
            if self.kind(last) == "time":
                end = self._clock(last)
                self.at += last + 1
                return self._span(token, first, end)
            if self.kind(last) == "word" and self.tokens[self.at + last].text.isdigit() and first.kind != "unknown":
                raise Unreadable(
                    f"there is no such time as '{self.tokens[self.at + last].text}'",
                    "Write a time between 00:00 and 24:00.",
                )
        self.at += 1
        node = Node("lone", token.start, token.end, token.text.strip(), spans=[(first.minute, first.minute, False)])
        if first.kind == "unknown" or first.text.strip().isdigit():
            node.kind = "words"
        elif first.kind != "open" and "from" in before:
            node.kind, node.spans = "times", [(first.minute, DAY, False)]
        elif first.kind != "open" and self.at > 1 and self.tokens[self.at - 2].kind in ("until", "join"):
            node.kind, node.spans = "times", [(0, first.minute or DAY, False)]
        return node

    def _follows(self, minute: int) -> bool:
        """Tell whether a time goes on from the span before it, or lies in it as a break."""
        before = [node for node in self.found if node.kind not in ("and", "words", "open")]
        closed = bool(before) and before[-1].kind == "closed"
        before = before[:-1] if closed else before
        last = before[-1] if before else None
        return last is not None and last.kind == "times" and (closed or minute >= last.spans[-1][1])

    def _span(self, token: Token, first: Clock, end: Clock) -> Node:
        node = Node("times", token.start, self.tokens[self.at - 1].end, f"{first.text.strip()}-{end.text.strip()}")
        if first.kind == "unknown" or end.kind == "unknown":
            start = 0 if first.kind == "unknown" else first.minute
            until = DAY if end.kind == "unknown" else end.minute or DAY
            node.spans = [(start, until, False)]
            return node
        if first.kind == end.kind == "open" and 60 <= first.minute < 420 and self._follows(first.minute + 720):
            start, until, _ = span_between(afternoon(first), end)
            node.spans = [(start, until, True)]
            node.assumed = [f"'{node.text}' follows the hours before it and is read as the afternoon."]
            return node
        start, until, said = span_between(first, end)
        node.spans, node.assumed = [(start, until, True)], [said] if said else []
        return node


def _has_no_end(node: Node) -> bool:
    return node.kind == "lone" or (node.kind == "times" and len(node.spans) == 1 and node.spans[0][1:] == (DAY, False))


def _settle(node: Node, start: int, until: int, said: str) -> None:
    """Give a lone start its end."""
    node.kind, node.spans = "times", [(start, until, True)]
    node.assumed.append(said)


def nodes(tokens: list[Token]) -> list[Node]:
    """Return the days, times and remarks of a text about hours; raise Unreadable where one can be read in two ways."""
    return _Parser(tokens).parse()
