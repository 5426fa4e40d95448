"""Audit handoffs point by point, from the meaning of the verdicts alone."""

from __future__ import annotations

import functools
from typing import Any

from pathway_graph.analysis.landscape import Handoff, Provision, Quantity

from .oracle_coverage import Choice, Point, below
from .oracle_flows import Flow, FlowOracle, Pair, Test

__all__ = ["HandoffOracle", "Judged"]

Judged = tuple[str, frozenset[str]]
"""A verdict, and the sorts of its faults: box (who is taken), wait, protocol, agreement."""


class HandoffOracle(FlowOracle):
    """Answers for one landscape on the day of the worlds."""

    # ---- handoffs --------------------------------------------------------------------------------------------
    def judged(self, handoff: Handoff) -> Judged | None:
        """The verdict of a handoff; None where its sender is not open."""
        there = self.there(handoff.sender)
        if not there:
            return None
        faults: list[tuple[str, bool]] = []
        fails, may_fail = self.box_verdict(handoff)
        if fails or may_fail:
            faults.append(("box", fails))
        if handoff.protocol != "yes":
            faults.append(("protocol", handoff.protocol == "no"))
        if handoff.receiver is not None:
            faults += self.agreement(handoff)
            if not self.shut(handoff.receiver):
                faults += self.wait(handoff)
        open_surely = any(self.open_pair(row)[0] for row in there)
        if open_surely and any(sure for _, sure in faults):
            return "faulty", frozenset(sort for sort, sure in faults if sure)
        return ("not_known" if faults else "sound"), frozenset(sort for sort, _ in faults)

    def shut(self, service: str) -> bool:
        return not self.there(service) or self.services[service].status in ("full", "paused")

    def taken_at(self, handoff: Handoff, point: Point, sure: bool) -> bool:
        """Whether the other end takes a point; at any hour unless at once."""
        if handoff.receiver is None:
            return not handoff.nobody and not sure
        anytime = point if handoff.immediate else (*point[:5], None)
        return any(self.taken_by(row, anytime)[0 if sure else 1] for row in self.there(handoff.receiver))

    def box_verdict(self, handoff: Handoff) -> Pair:
        """Whether the other end fails to take what it must: surely, perhaps."""
        if handoff.nobody:
            return True, True
        if handoff.receiver is None:
            return False, True
        if self.shut(handoff.receiver):
            return True, True
        kind, said = _kind(handoff), self.said(handoff)
        flows = [self.flow(row, kind, said, handoff.immediate) for row in self.senders(handoff.sender, kind, said)]
        flows = [flow for flow in flows if flow.any(lambda point: True)]
        surely = functools.partial(self.taken_at, handoff, sure=True)
        perhaps = functools.partial(self.taken_at, handoff, sure=False)
        if said:
            fails = any(flow.is_certain and flow.always(lambda p: not perhaps(p)) for flow in flows)
            return fails, fails or any(flow.any(lambda p: not surely(p)) for flow in flows)
        return self._derived(handoff, flows, surely, perhaps)

    def _derived(self, handoff: Handoff, flows: list[Flow], surely: Test, perhaps: Test) -> Pair:
        kind, leaves, meets = _kind(handoff), False, False
        taken, each_taken, something = False, True, False
        for flow in flows:
            mine, may_be_mine = self.own(handoff.sender, kind, flow.row)
            some = flow.any(lambda p, mine=mine: not mine(p))  # type: ignore[misc]
            takes = flow.always(lambda p, may=may_be_mine: surely(p) and not may(p))  # type: ignore[misc]
            something = something or some
            taken = taken or (takes and flow.is_certain)
            each_taken = each_taken and (takes or not some)
            leaves = leaves or (flow.is_certain and flow.always(lambda p, may=may_be_mine: not may(p)))  # type: ignore[misc]
            meets = meets or flow.any(lambda p, mine=mine: perhaps(p) and not mine(p))  # type: ignore[misc]
        if not something or taken or each_taken:
            return False, False
        return leaves and not meets, True

    def agreement(self, handoff: Handoff) -> list[tuple[str, bool]]:
        assert handoff.receiver is not None
        ours, theirs = (set(self.services[key].providers) for key in (handoff.sender, handoff.receiver))
        if handoff.agreement == "yes" or ours & theirs or handoff.sender == handoff.receiver:
            return []
        return [("agreement", handoff.agreement == "no" and bool(ours) and bool(theirs))]

    def wait(self, handoff: Handoff) -> list[tuple[str, bool]]:
        assert handoff.receiver is not None
        kind, said = _kind(handoff), self.said(handoff)
        flows = [self.flow(row, kind, said, handoff.immediate) for row in self.senders(handoff.sender, kind, said)]
        flows = [flow for flow in flows if flow.any(lambda point: True)]
        slow = [(row, *self.slow(handoff, row, flows)) for row in self.there(handoff.receiver)]
        if not flows:
            late = bool(slow) and all(may for _, _, may in slow)
            return [("wait", all(sure for _, sure, _ in slow))] if late else []

        def late_surely(point: Point) -> bool:
            late = any(sure and self.taken_by(row, point)[0] for row, sure, _ in slow)
            return late and not any(not sure and self.taken_by(row, point)[1] for row, sure, _ in slow)

        def late_perhaps(point: Point) -> bool:
            late = any(may and self.taken_by(row, point)[1] for row, _, may in slow)
            return late and not any(not may and self.taken_by(row, point)[0] for row, _, may in slow)

        if any(flow.is_certain and flow.always(late_surely) for flow in flows):
            return [("wait", True)]
        return [("wait", False)] if any(flow.any(late_perhaps) for flow in flows) else []

    def slow(self, handoff: Handoff, row: Provision, flows: list[Flow]) -> Pair:
        if handoff.max_wait.state not in ("blank", "missing"):
            return longer(row.wait, handoff.max_wait)
        found = (False, False)
        for asked in self.land.requirements:
            force = [self.in_force(asked, lambda key: False), self.in_force(asked, lambda key: True)]
            wanted = set(row.functions) & below(self.functions, asked.function)
            if asked.max_wait.state not in ("stated", "half") or not wanted or not force[1]:
                continue
            sure, may = longer(row.wait, asked.max_wait)

            speaks = functools.partial(self._speaks, asked, handoff.immediate)
            perhaps = any(flow.any(functools.partial(speaks, 1)) for flow in flows)
            surely = any(flow.is_certain and flow.always(functools.partial(speaks, 0)) for flow in flows)
            found = found[0] or (sure and surely and force[0]), found[1] or (may and perhaps)
        return found

    def _speaks(self, asked: Any, minutes: bool, n: int, point: Point) -> bool:
        return all(pair[n] for pair in self.asks_freely(asked, point, minutes).values())

    def in_force(self, asked: Any, choice: Choice) -> bool:
        key = ("Requirement", asked.id)
        opened = self.has_opened(asked.opens, (*key, "opens"), choice, "open")
        lasts = self.has_not_closed(asked.closes, (*key, "closes"), choice, "open")
        return opened is not False and lasts is not False

    def asks_freely(self, asked: Any, point: Point, minutes: bool) -> dict[str, Pair]:
        """What a requirement asks for at a point; steps and hours only where it states them, and they are tested."""
        asks = dict(self.requirement_asks(asked, point))
        if asked.extent.steps.state in ("blank", "missing"):
            asks.pop("steps", None)
        if not minutes or asked.extent.minutes.state in ("blank", "missing"):
            asks.pop("hours", None)
        return asks

    # ---- the handoffs of one kind together ---------------------------------------------------------------------
    def together(self, service: str, kind: str) -> str | None:
        """What is found of a service and all its handoffs of a kind: faulty, not_known, or nothing."""
        mine = [row for row in self.land.handoffs if row.sender == service and _kind(row) == kind]
        there = self.there(service)
        if not mine or not there or all(self.box_verdict(row)[0] for row in mine):
            return None
        now = any(row.immediate for row in mine)
        certain = doubtful = False
        for row in self.senders(service, kind, {}):
            flow = self.flow(row, kind, {}, now)
            kept, may_be_kept = self.own(service, kind, row)

            def lost(point: Point, own: Test = may_be_kept) -> bool:
                return not own(point) and not any(self.taken_at(h, point, False) for h in mine)

            def doubted(point: Point, own: Test = kept) -> bool:
                return not own(point) and not any(self.taken_at(h, point, True) for h in mine)

            certain = certain or (flow.is_certain and flow.always(lost))
            doubtful = doubtful or flow.any(doubted)
        if certain and any(self.open_pair(row)[0] for row in there):
            return "faulty"
        return "not_known" if doubtful and any(not self.box_verdict(row)[1] for row in mine) else None

    # ---- no way on -------------------------------------------------------------------------------------------
    def no_way_on(self, service: str, kind: str) -> str | None:
        """Whether people outgrow a service who are asked for and have no way on: faulty, not_known, or nothing."""
        mine = [row for row in self.land.handoffs if row.sender == service]
        there = self.there(service)
        if any(_kind(row) == kind for row in mine):
            return None
        certain, found = False, False
        for row in there:
            flow = self.flow(row, kind, {}, False)
            them = [point for point, _ in flow.may if self._asked(point, kind, 1)]
            if not self.edge_known(row, kind, {}) or not them:
                continue
            kept = [(self.open_pair(t)[0] and self.inside(t, p)[0], self.inside(t, p)[1]) for t in there for p in them]
            lies = [self._lies(row, kind, point) for row in mine for point in them]
            if any(sure for sure, _ in (*kept, *lies)):
                continue
            found = True
            doubt = any(may for _, may in (*kept, *lies))
            certain |= flow.is_certain and not doubt and flow.always(lambda p: self._asked(p, kind, 0))
        if certain and any(self.open_pair(row)[0] for row in there):
            return "faulty"
        return "not_known" if found else None

    def _asked(self, point: Point, kind: str, n: int) -> bool:
        return any(
            self.in_force(row, lambda key: bool(n))
            and (kind == "transition" or row.extent.steps.state not in ("blank", "missing"))
            and all(pair[n] for pair in self.asks_freely(row, point, False).values())
            for row in self.land.requirements
        )

    def _lies(self, handoff: Handoff, kind: str, point: Point) -> Pair:
        said = {field: side for field, side in self.said(handoff).items() if field != "hours"}
        if ("ages" if kind == "transition" else "steps") not in said:
            return False, False
        told = self.said_of(said, point).values()
        return all(sure for sure, _ in told), all(may for _, may in told)


def longer(wait: Quantity, limit: Quantity) -> Pair:
    """Whether a wait is longer than a limit: surely, perhaps."""
    if limit.state in ("any", "blank", "missing"):
        return False, False
    assert limit.high is not None
    assert limit.low is not None
    if wait.state in ("blank", "missing"):
        return False, True
    if wait.state == "any":
        return True, True
    low, high = wait.low or 0.0, float("inf") if wait.high is None else wait.high
    return low > limit.high or (low == limit.high and wait.over), high > limit.low


def _kind(handoff: Handoff) -> str:
    return "step_down" if handoff.kind == "discharge" else handoff.kind
