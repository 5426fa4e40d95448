"""Judge many handoffs at once on columns of numbers, so that only those that may fail are judged one by one.

Wants numpy, which small landscapes do without; so nothing imports this module before it is needed. The rule is that of
`handoff_faults` and `paperwork`: a handoff without any possible fault here has none there, and what the columns can't
settle is said to be possible.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .box_columns import BoxColumns, Records
from .boxes import MINUTES, Box, bits
from .fault_bits import AGREEMENT, BESIDES, DATES, FALLING, POSSIBLE, PROTOCOL, UNSETTLED, WAIT, fault_bit
from .flows import Leaving, flow_kind, is_stated, leaving, own_boxes
from .ground import Ground, Taker
from .handoff_faults import CODES, Fault, Verdict
from .landscape import Handoff, Quantity
from .leftover import Fit, left_of
from .space import UNTESTED

__all__ = ["Columns"]

_BLOCK = 16_384
_NEVER = 2**31 - 1
_BY_REQUIREMENT = -3
_SEVERAL, _UNKNOWN = -2, -1
_Ints = npt.NDArray[np.int32]
_Verdicts = npt.NDArray[np.uint32]


class Columns:
    """The handoffs of a landscape on a day as columns. Cost: about as much as judging each by itself, once; then
    `verdicts` takes some tens of nanoseconds for each.

    A flow is a box that leaves a service; a taker is a provision at the other end. Most handoffs pair one of each.
    """

    def __init__(self, ground: Ground, handoffs: Sequence[Handoff]) -> None:
        self._ground, self.handoffs = ground, handoffs
        self._ranks = _ranks(ground, handoffs)
        self._providers: dict[str, int] = {}
        self._standards: dict[tuple[str, ...], int] = {}
        whole = ground.space.whole
        timed = any(handoff.immediate for handoff in handoffs)
        layout = self._layout = BoxColumns(whole if timed else (*whole[:MINUTES], UNTESTED))
        takers, flows = self.takers, self.flows = self._takers(), self._flows()
        self._flow_rows = _joined(layout.records(box for box, _ in flows), [row for _, row in flows])
        sure, may = layout.records(row[0] for row in takers), layout.records(row[1] for row in takers)
        self._taker_rows = _joined(np.hstack([sure, may]), [row[2] for row in takers])
        papers = [self._paper(row) for row in handoffs]
        self._papers = np.array([word for word, _, _ in papers], np.uint32)
        self._limits = np.array([(high, low) for _, high, low in papers], np.int32).reshape(-1, 2)

    # ---- laying out ------------------------------------------------------------------------------------------
    def _takers(self) -> list[tuple[Box | None, Box | None, list[int]]]:
        """Both boxes of all provisions that may be open, with what else is asked of them; nobody last."""
        rows: list[tuple[Box | None, Box | None, list[int]]] = []
        where: dict[str, tuple[int, int]] = {}
        for key, takers in self._ground.takers.items():
            where[key] = len(rows), len(takers)
            rows += [(taker.sure, taker.may, self._asked_of(taker)) for taker in takers]
        nobody = len(rows), 1
        rows.append((None, None, [_UNKNOWN, 0, 0, _NEVER, 1 << UNSETTLED + POSSIBLE]))
        ends = [nobody if h.nobody or h.receiver is None else where[h.receiver] for h in self.handoffs]
        ends = [(first, many) if many else nobody for first, many in ends]
        self._taker_of = np.array(ends, np.int32).reshape(-1, 2)
        return rows

    def _asked_of(self, taker: Taker) -> list[int]:
        """The provider, the wait at least and at most, the shortest wait that is required, and whether it takes."""
        row = taker.provision
        closed = 0 if taker.takes and taker.is_open else fault_bit(DATES, not taker.takes)
        return [self._provider(row.service), *_waits(row.wait, self._ranks), self._standard(row.functions), closed]

    def _standard(self, functions: tuple[str, ...]) -> int:
        known = self._standards.get(functions)
        if known is None:
            limits = [ask.requirement.max_wait for ask in self._ground.standards_of(functions)]
            known = self._standards[functions] = min((_limits(x, self._ranks)[1] for x in limits), default=_NEVER)
        return known

    def _provider(self, service: str) -> int:
        """A number for the one provider of a service."""
        providers = self._ground.services[service].providers
        if len(providers) != 1:
            return _SEVERAL if providers else _UNKNOWN
        return self._providers.setdefault(providers[0], len(self._providers))

    def _flows(self) -> list[tuple[Box | None, list[int]]]:
        """What leaves each service by each kind of flow: boxes, or one that says that it is not settled here."""
        rows: list[tuple[Box | None, list[int]]] = []
        where: dict[tuple[str, str, bool], tuple[int, int]] = {}
        of: list[tuple[int, int]] = []
        for handoff in self.handoffs:
            kind = "" if is_stated(handoff) else flow_kind(handoff)
            key = handoff.sender, kind, handoff.immediate
            if key not in where:
                boxes = self._leaving(*key) if kind else None
                word = 1 << UNSETTLED + POSSIBLE if boxes is None else 0
                provider = self._provider(handoff.sender)
                where[key] = len(rows), max(1, len(boxes or ()))
                rows += [(box, [provider, word]) for box in boxes or (None,)]
            of.append(where[key])
        self._flow_of = np.array(of, np.int32).reshape(-1, 2)
        return rows

    def _leaving(self, service: str, kind: str, now: bool) -> list[Box] | None:
        """The boxes that surely leave a service; None where any of it is not known."""
        found: list[Box] = []
        for each in leaving(self._ground, service, kind, None, now):
            if not _is_known(each):
                return None
            sure, may = own_boxes(self._ground, each, service, kind, now)
            if sure != may:
                return None
            found += [piece for part in each.parts for piece in left_of(part.sure, sure)]
        return found

    def _paper(self, handoff: Handoff) -> tuple[int, int, int]:
        """The bits of the papers of a handoff, and its standard: at most, at least."""
        word = 0 if handoff.protocol == "yes" else fault_bit(PROTOCOL, handoff.protocol == "no")
        if not (handoff.agreement == "yes" or handoff.nobody or handoff.receiver in (None, handoff.sender)):
            word |= fault_bit(AGREEMENT, handoff.agreement == "no")
        if handoff.max_wait.state in ("blank", "missing") and self._ground.has_standards:
            return word, _NEVER, _BY_REQUIREMENT
        return word, *_limits(handoff.max_wait, self._ranks)

    def rows(self) -> tuple[_Ints, _Ints, _Verdicts, _Ints, _Ints]:
        """One column each: the first flow (of `flows`) and taker (of `takers`) of every handoff, its papers, and its
        standard at most and at least."""
        return self._flow_of[:, 0], self._taker_of[:, 0], self._papers, self._limits[:, 0], self._limits[:, 1]

    def rows_of_one(self) -> npt.NDArray[np.bool_]:
        """True where a handoff has one flow and one taker."""
        found: npt.NDArray[np.bool_] = (self._flow_of[:, 1] == 1) & (self._taker_of[:, 1] == 1)
        return found

    # ---- judging ---------------------------------------------------------------------------------------------
    def verdicts(self) -> _Verdicts:
        """One number a handoff: what is wrong with it and what may be, as `fault_bits` names it."""
        found: _Verdicts = np.empty(len(self.handoffs), np.uint32)
        for start in range(0, len(found), _BLOCK):
            found[start : start + _BLOCK] = self._judged(slice(start, start + _BLOCK))
        several = np.flatnonzero((self._flow_of[:, 1] > 1) | (self._taker_of[:, 1] > 1)).astype(np.int32)
        for start in range(0, len(several), _BLOCK):
            some = several[start : start + _BLOCK]
            found[some] = self._judged_of_several(some)
        return found

    def _judged(self, some: slice) -> _Verdicts:
        """Judge handoffs of one flow to one taker; others by the first of each."""
        return self._pairs(self._flow_of[some, 0], self._taker_of[some, 0], self._papers[some], self._limits[some])

    def _judged_of_several(self, some: _Ints) -> _Verdicts:
        """Judge handoffs of several flows or takers: sound where some flow is taken by somebody for sure."""
        flow, taker = self._flow_of[some], self._taker_of[some]
        many = flow[:, 1] * taker[:, 1]
        starts = np.cumsum(many) - many
        row = np.repeat(np.arange(len(some)), many)
        nth = np.arange(len(row)) - starts[row]
        a, b = flow[row, 0] + nth // taker[row, 1], taker[row, 0] + nth % taker[row, 1]
        word = self._pairs(a, b, self._papers[some[row]], self._limits[some[row]])
        taken = np.logical_or.reduceat(word & np.uint32(FALLING) == 0, starts)
        rest = np.bitwise_or.reduceat(word & _KEPT, starts)
        unsettled: _Verdicts = np.where(taken, 0, 1 << UNSETTLED + POSSIBLE).astype(np.uint32)
        return unsettled | rest

    def settled(self, words: _Verdicts) -> dict[str, Verdict]:
        """Handoff -> the verdict on its flow, where one box surely leaves and the one taker takes none of it; `words`
        as `verdicts` gives them. What `handoff_faults.judged_flow` would say, at a tenth of the cost."""
        unsure = np.uint32(1 << DATES | 1 << DATES + POSSIBLE | 1 << UNSETTLED + POSSIBLE)
        plain = self.rows_of_one() & (words & np.uint32(_REFUSED) != 0) & (words & unsure == 0)
        fits: dict[tuple[str, int], tuple[Fit, tuple[str, ...]]] = {}
        found = {}
        which = np.flatnonzero(plain)
        for n, flow, word in zip(which.tolist(), self._flow_of[which, 0].tolist(), words[which].tolist(), strict=True):
            handoff, box = self.handoffs[n], self.flows[flow][0]
            assert handoff.receiver is not None
            key = handoff.receiver, word & _REFUSED
            if key not in fits:
                refused = tuple(bits(key[1]))
                fits[key] = Fit(self._ground.takers[handoff.receiver][0], refused), tuple(CODES[d] for d in refused)
            fit, codes = fits[key]
            found[handoff.id] = Verdict(True, True, tuple([Fault(code, True, box, fit) for code in codes]))
        return found

    def _pairs(self, flow: _Ints, taker: _Ints, papers: _Verdicts, limits: _Ints) -> _Verdicts:
        """Judge pairs of a flow and a taker."""
        wide = self._layout.columns
        ours, mine = _turned(self._flow_rows, flow, wide)
        theirs, said = _turned(self._taker_rows, taker, 2 * wide)
        certain = self._layout.refused(ours, theirs[wide:])
        possible = self._layout.refused(ours, theirs[:wide])
        word: _Verdicts = certain.astype(np.uint32) | possible.astype(np.uint32) << np.uint32(POSSIBLE)
        word |= mine[1].view(np.uint32) | said[4].view(np.uint32)
        word |= _late(said, limits)
        both_known = np.minimum(mine[0], said[0]) >= 0
        linked = both_known & (mine[0] == said[0])
        word |= papers & np.where(linked, _LINKED, np.where(both_known, _ALL, _NOT_CERTAIN))
        return word


_REFUSED = 0b111111
"""The bits of the dimensions in which nobody is taken for sure."""
_ALL = np.uint32(2**32 - 1)
_AGREED = np.uint32(fault_bit(AGREEMENT, True))
_LINKED = _ALL ^ _AGREED
_NOT_CERTAIN = _ALL ^ np.uint32(1 << AGREEMENT)
_KEPT = np.uint32(BESIDES | 1 << PROTOCOL | 1 << AGREEMENT)


def _late(said: _Ints, limits: _Ints) -> _Verdicts:
    """The bits of the wait: at most, and at least, longer than the standard."""
    high, low = limits[:, 0], limits[:, 1]
    low = np.where(low == _BY_REQUIREMENT, said[3], low)
    word: _Verdicts = (said[1] > high).astype(np.uint32) << np.uint32(WAIT)
    word |= (said[2] > low).astype(np.uint32) << np.uint32(WAIT + POSSIBLE)
    return word


def _is_known(each: Leaving) -> bool:
    """True if it is known exactly who leaves a provision."""
    return each.certain and each.needs_known and all(part.sure == part.may for part in each.parts)


def _joined(boxes: Records, more: Sequence[Sequence[int]]) -> Records:
    """Put numbers of 32 bits behind boxes, in one row each."""
    numbers = np.zeros((len(more), -(-len(more[0]) // 2) * 2), np.uint32)
    numbers[:, : len(more[0])] = np.array(more, np.int64).astype(np.uint32)
    return np.hstack([boxes, numbers.view(np.uint64)])


def _turned(rows: Records, which: _Ints, wide: int) -> tuple[Records, _Ints]:
    """Take some rows, on their side, in one piece of memory: the boxes, and the numbers behind them."""
    taken = rows.take(which, axis=0)
    return taken[:, :wide].T.copy(), taken[:, wide:].view(np.int32).T.copy()


def _ranks(ground: Ground, handoffs: Sequence[Handoff]) -> list[float]:
    """Every number of days that a wait or a standard has, in order."""
    told = [row.wait for row in ground.landscape.provisions]
    told += [*(row.max_wait for row in ground.landscape.requirements), *(row.max_wait for row in handoffs)]
    return sorted({0.0, *(day for one in told for day in (one.low, one.high) if day is not None)})


def _waits(wait: Quantity, ranks: Sequence[float]) -> tuple[int, int]:
    """A wait, at least and at most, as twice the place of its days; more than some days: one more."""
    if wait.state == "any":
        return _NEVER - 1, _NEVER
    if wait.state not in ("stated", "half"):
        return 0, _NEVER
    low = 2 * bisect.bisect_left(ranks, wait.low or 0.0) + wait.over
    return low, _NEVER if wait.high is None else 2 * bisect.bisect_left(ranks, wait.high)


def _limits(limit: Quantity, ranks: Sequence[float]) -> tuple[int, int]:
    """A standard at most and at least; none is met by every wait."""
    if limit.state not in ("stated", "half"):
        return _NEVER, _NEVER
    high = _NEVER if limit.high is None else 2 * bisect.bisect_left(ranks, limit.high)
    return high, -1 if limit.low is None else 2 * bisect.bisect_left(ranks, limit.low)
