"""Answer which contracts end with nothing behind them, what hangs on them, and when a procurement has to begin."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.cliffs import VERDICTS, Cliff, Range, cliffs
from pathway_graph.analysis.landscape import Contract, Landscape
from pathway_graph.analysis.standing import Field
from pathway_graph.analysis.taken_down import AtRisk, Hanging, TakenDown
from pathway_graph.analysis.worth import annual, primes, quarters
from pathway_graph.answers.evidence import Evidence
from pathway_graph.answers.finding_states import States, states_of
from pathway_graph.answers.findings import SEVERITIES, Findings, finding_id, iso, sources_line
from pathway_graph.answers.lasting import horizon
from pathway_graph.errors import Problem, Usage, near_miss
from pathway_graph.questions import asking

from .contract_columns import ContractColumns, contract_columns
from .contract_words import cliff_title, remedy, sentences, severity, title

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "contracts"]

COLUMNS = (
    "id", "severity", "verdict", "contract", "ends", "days", "start_by", "notice_by", "extends_to", "annual_value",
    "services_left", "requirements_at_risk", "people", "title", "stated",
)  # fmt: skip
QUIET = ("followed", "runs_on", "later", "past")
_ASKED = ("ends", "extend_to", "lead_months", "notice_months", "services")


def contracts(
    workspace: Workspace, as_of: datetime.date | None = None, horizon_months: int | None = None,
    prime: str | None = None,
) -> Findings:  # fmt: skip
    """Judge every contract on a day, and tell those that end, or have to be procured, before the horizon.

    `horizon_months`: default the setting of that name, else 6, as in `gaps`. `prime`: only that contract and what lies
    under it. Raises Usage (PG909) where there is no such contract. Cost: linear in contracts; then for each cliff the
    requirements that its services may meet.
    """
    day = as_of or workspace.as_of
    months = horizon(workspace) if horizon_months is None else horizon_months
    return _Answer(workspace, contract_columns(workspace.read), day, months).result(prime)


class _Answer:
    def __init__(self, workspace: Workspace, columns: ContractColumns, day: datetime.date, months: int) -> None:
        self.workspace, self.columns, self.day, self.months = workspace, columns, day, months
        self.today = day.toordinal()
        self.primes = primes(columns.agreements)

    @cached_property
    def landscape(self) -> Landscape:
        read = tuple(
            Contract(row.id, row.name, row.services, row.replaces, row.starts, row.ends)
            for row in self.columns.agreements
        )
        return snapshot.landscape(self.workspace.read, read)

    @cached_property
    def service_names(self) -> dict[str, str]:
        return {row.id: row.name for row in self.landscape.services}

    @cached_property
    def contract_names(self) -> dict[str, str]:
        return {row.id: row.name for row in self.columns.agreements}

    @cached_property
    def handoffs_of(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in self.landscape.handoffs:
            for end in (row.sender, row.receiver):
                found.setdefault(end or "", set()).add(row.id)
        return found

    @cached_property
    def hanging(self) -> Hanging:
        return Hanging(self.landscape)

    def result(self, prime: str | None) -> Findings:
        """Write the answer: findings, value ending by quarter, prime contracts, and sentences for people."""
        meant = self._meant(prime)
        found = [c for c in cliffs(self.columns.agreements, self.today, self.months) if c.agreement.id in meant]
        told = [cliff for cliff in found if cliff.verdict in VERDICTS]
        down = {c.agreement.id: self._down(c) for c in told}
        rows = self._rows(told, down)
        counts = {"contracts": len(found), **{v: sum(c.verdict == v for c in found) for v in (*VERDICTS, *QUIET)}}
        more = {
            "horizon_months": self.months, "quarters": [self._quarter(q) for q in quarters(found, self.today)],
            "primes": [self._prime(p) for p in self.primes if prime is None or p.id in meant],
            "slips": self._slips(found), "later": self._later(found),
        }  # fmt: skip
        parameters: dict[str, Any] = {"horizon": self.months} | ({"prime": prime} if prime else {})
        return Findings(
            "contracts", tuple(rows), COLUMNS, asking.about(self.workspace), self.day, key="findings",
            parameters=parameters, counts=counts, assumptions=tuple(self._assumptions(told, down)),
            title=title(counts, self.day, self.months),
            sentences=tuple(sentences(rows, more, self._assumptions(told, down))), more=more,
        )  # fmt: skip

    def _meant(self, prime: str | None) -> set[str]:
        ids = {row.id for row in self.columns.agreements}
        if prime is None:
            return ids
        if prime not in ids:
            hint = near_miss(prime, ids) or "Take the id of a contract: pathway-graph query contracts.prime"
            raise Usage(Problem("PG909", f"--prime '{prime}': there is no such contract.", hint, value=prime))
        below: dict[str, list[str]] = {}
        for row in self.columns.agreements:
            for above in row.under:
                below.setdefault(above, []).append(row.id)
        found, todo = {prime}, [prime]
        while todo:
            fresh = [id for id in below.get(todo.pop(), ()) if id not in found]
            found.update(fresh)
            todo += fresh
        return found

    def _down(self, cliff: Cliff) -> TakenDown:
        """What hangs on a contract on the day after its last, or today where that is later or not known."""
        if not cliff.agreement.services or cliff.verdict == "not_taken_over":
            left: dict[str, bool | None] = dict.fromkeys(cliff.not_taken_over, True)
            return TakenDown(left, (), None)
        after = cliff.first_day_without
        return self.hanging.of(cliff.agreement.id, max(self.today, after or self.today))

    def _rows(self, told: Sequence[Cliff], down: Mapping[str, TakenDown]) -> list[dict[str, Any]]:
        fields = {cliff.agreement.id: self._fields(cliff) for cliff in told}
        evidence = Evidence(self.workspace.ledger, [field for each in fields.values() for field in each])
        states = states_of(self.workspace.ledger, self.day)
        on_record = _by_subject(states)
        rows = []
        for cliff in told:
            id = cliff.agreement.id
            because = [b for b in evidence.because(fields[id]) if b["value"] is not None or _hangs(cliff, b)]
            row = self._row(cliff, down[id], because)
            row["stated"] = sources_line(because, evidence.title)
            row.update(states.shown(row["id"]))
            row["findings"] = self._findings_behind(cliff, down[id], on_record, row["id"])
            rows.append(row)
        order = {name: n for n, name in enumerate(SEVERITIES)}
        return sorted(rows, key=lambda row: (order[row["severity"]], row["ends"]["latest"] or "9999", row["contract"]))

    @staticmethod
    def _fields(cliff: Cliff) -> list[Field]:
        id = cliff.agreement.id
        found = [Field("Contract", id, name) for name in _ASKED]
        for follower in cliff.followers:
            found += [Field("Contract", follower.id, name) for name in ("replaces", "starts")]
        return list(dict.fromkeys([*found, *cliff.hangs_on]))

    def _row(self, cliff: Cliff, down: TakenDown, because: list[dict[str, Any]]) -> dict[str, Any]:
        row = cliff.agreement
        value, derived = annual(row)
        level, why = severity(cliff, down, self.today)
        at_risk = [self._requirement(each) for each in down.requirements or ()]
        told = {
            "id": finding_id(("contract_cliff", row.id)), "kind": "contract_cliff", "verdict": cliff.verdict,
            "severity": level, "severity_because": why, "title": "",
            "subject": {"label": "Contract", "id": row.id, "name": row.name}, "contract": row.id, "box": None,
            "share": None, "people": down.people, "ends": _range(cliff.ends),
            "without": {"from": iso(cliff.first_day_without), "until": self._begins(cliff)},
            "days": {"least": cliff.days[0], "most": cliff.days[1]} if cliff.days else None,
            "followed_by": [
                {"contract": f.id, "name": self.contract_names[f.id], "leaves_out": list(f.leaves_out),
                 "days": {"least": f.days[0], "most": f.days[1]}} for f in cliff.followers
            ],
            "not_taken_over": list(cliff.not_taken_over),
            "start_by": _range(cliff.start_by), "last_start": _range(cliff.last_start),
            "notice_by": _range(cliff.notice_by), "extends_to": _range(cliff.extends_to),
            "annual_value": value, "annual_value_derived": derived,
            "services": [{"id": s, "name": self.service_names[s], "left": {True: "yes", None: "not_known"}[left]}
                         for s, left in down.services.items() if left is not False],
            "services_left": sorted(down.services), "requirements": at_risk if down.requirements is not None else None,
            "requirements_at_risk": len(at_risk), "suppliers": self.columns.named("suppliers", row.id),
            "buyers": self.columns.named("buyers", row.id), "under": list(row.under),
            "ended_by": list(self.columns.links["ended_by"].get(row.id, ())),
            "awaited_by": list(self.columns.links["awaited_by"].get(row.id, ())),
            "hangs_on": [{"label": f.label, "id": f.id, "field": f.field} for f in cliff.hangs_on],
            "because": because, "assumed": any(entry["assumption"] for entry in because),
        }  # fmt: skip
        told["title"] = cliff_title(cliff, told, self.today)
        told["remedy"] = remedy(cliff, told, self.today)
        return told

    def _begins(self, cliff: Cliff) -> str | None:
        """The first day on which what follows has surely begun."""
        high = cliff.days[1] if cliff.days else None
        return None if high is None or cliff.ends[0] is None else iso(cliff.ends[0] + 1 + max(0, high))

    @staticmethod
    def _requirement(each: AtRisk) -> dict[str, Any]:
        row = each.requirement
        return {
            "id": row.id, "name": row.name, "strength": row.strength, "share": each.share, "newly": each.newly,
            "perhaps": each.perhaps, "rests_on": each.rests_on, "people": each.people,
        }  # fmt: skip

    def _findings_behind(
        self, cliff: Cliff, down: TakenDown, on_record: Mapping[str, Sequence[str]], own: str
    ) -> list[str]:
        """The ids of findings on record about the contract, what it leaves without money, and what rests on that."""
        services = set(down.services)
        handoffs = {id for service in services for id in self.handoffs_of.get(service, ())}
        subjects = [f"Contract#{cliff.agreement.id}", *(f"Service#{id}" for id in services)]
        subjects += [f"Requirement#{row.requirement.id}" for row in down.requirements or ()]
        subjects += [f"Handoff#{id}" for id in handoffs]
        return sorted({id for subject in subjects for id in on_record.get(subject, ())} - {own})

    def _quarter(self, quarter: Any) -> dict[str, Any]:
        return {
            "quarter": quarter.name or None, "from": quarter.first.isoformat() if quarter.first else None,
            "until": quarter.until.isoformat() if quarter.until else None, "contracts": list(quarter.contracts),
            "annual_value": quarter.value, "not_followed": quarter.unfollowed, "derived": quarter.derived,
            "without_value": quarter.without,
        }  # fmt: skip

    def _prime(self, prime: Any) -> dict[str, Any]:
        rows = {row.id: row for row in self.columns.agreements}
        return {
            "contract": prime.id, "name": rows[prime.id].name, "ends": _range((rows[prime.id].ends.earliest,
                                                                              rows[prime.id].ends.latest)),
            "annual_value": prime.value, "beneath_annual_value": prime.beneath, "first_end": _range(prime.first_end),
            "services": list(prime.services), "outlasting": list(prime.outlasting),
            "beneath": [{"contract": id, "name": rows[id].name, "level": level,
                         "suppliers": self.columns.named("suppliers", id), "services": list(rows[id].services),
                         "ends": _range((rows[id].ends.earliest, rows[id].ends.latest)),
                         "annual_value": annual(rows[id])[0]} for id, level in prime.levels.items()],
        }  # fmt: skip

    def _slips(self, found: Sequence[Cliff]) -> list[dict[str, Any]]:
        """Contracts between which and their followers a single day lies, or which share one."""
        return [
            {"contract": c.agreement.id, "followed_by": f.id, "days": f.days[0]}
            for c in found for f in c.followers if f.days in ((1, 1), (-1, -1)) and c.verdict != "past"
        ]  # fmt: skip

    def _later(self, found: Sequence[Cliff]) -> list[dict[str, Any]]:
        return [
            {"contract": c.agreement.id, "name": c.agreement.name, "ends": _range(c.ends), "start_by":
             _range(c.start_by)} for c in found if c.verdict == "later"
        ]  # fmt: skip

    def _assumptions(self, told: Sequence[Cliff], down: Mapping[str, TakenDown]) -> list[str]:
        found = []
        silent = [c for c in told if c.verdict != "one_day" and c.agreement.lead.state not in ("stated", "half")]
        if silent:
            found.append(f"{_of(silent, told)} no lead time, so that no latest start can be worked out.")
        if short := [c for c in told if c.start_by and c.agreement.notice.state not in ("stated", "half")]:
            found.append(f"{_of(short, told)} no notice; none is counted in the latest safe start.")
        if any(d.requirements is None for d in down.values()):
            found.append("There are too many requirements to say of every contract which rest on it: --prime ID asks "
                         "about fewer.")  # fmt: skip
        return found


def _of(some: Sequence[Cliff], all_: Sequence[Cliff]) -> str:
    """Say which of the contracts that are told are meant, up to the verb."""
    if len(some) == len(all_) == 1:
        return f"'{some[0].agreement.name}' states"
    return f"{len(some)} of these {len(all_)} contracts {'states' if len(some) == 1 else 'state'}"


def _by_subject(states: States) -> dict[str, list[str]]:
    """The ids of findings on record that are not resolved, by what they speak of."""
    found: dict[str, list[str]] = {}
    for id, facts in states.facts.items():
        if facts["state"] != "resolved":
            found.setdefault(facts["subject"], []).append(id)
    return found


def _range(days: Range | None) -> dict[str, str | None]:
    return {"earliest": iso(days[0]), "latest": iso(days[1])} if days else {"earliest": None, "latest": None}


def _hangs(cliff: Cliff, entry: Mapping[str, Any]) -> bool:
    return Field(entry["label"], entry["id"], entry["field"]) in cliff.hangs_on
