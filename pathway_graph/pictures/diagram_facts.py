"""Read what diagrams show beside the answers: who owns a milestone, which board decides it, who runs a service."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["Facts", "contract_facts", "handoff_facts", "plan_facts", "statements"]

Row = Mapping[str, Any]
Facts = Mapping[str, Sequence[Row]]
Read = Callable[..., Sequence[Mapping[str, Any]]]


_PLAN = {
    "milestones": (
        "MATCH (m:Milestone) OPTIONAL MATCH (w:Workstream)-[:HAS]->(m) OPTIONAL MATCH (m)-[:DECIDED_BY]->(b:Board) "
        "WITH m, w, b ORDER BY b.name, b.id WITH m, w, collect(DISTINCT b.name) AS boards "
        "OPTIONAL MATCH (w)-[:REPORTS_TO]->(r:Board) WITH m, w, boards, r ORDER BY r.name, r.id "
        "WITH m, boards, w, collect(DISTINCT r.name) AS reports ORDER BY w.name, w.id "
        "WITH m, boards, head(collect(w.id)) AS workstream, head(collect(w.name)) AS workstream_name, "
        "head(collect(reports)) AS reports "
        "RETURN m.id AS id, m.name AS name, workstream, workstream_name, boards, reports, m.owner AS owner, "
        "m.reported_status AS reported, m.percent_complete AS percent, m.inactive AS inactive, "
        "m.baseline_start_earliest AS baseline_start, m.baseline_finish_latest AS baseline_finish, "
        "m.planned_start_latest AS planned_start, m.planned_finish_latest AS planned_finish, "
        "m.planned_finish AS planned_finish_words, m.deadline_latest AS deadline ORDER BY id"
    ),
    "dependencies": (
        "MATCH (d:Dependency)-[:BLOCKS]->(m:Milestone) OPTIONAL MATCH (d)-[:NEEDS]->(n) "
        "OPTIONAL MATCH (d)-[:GIVEN_BY]->(o:Organisation) "
        "RETURN d.id AS id, d.name AS name, d.kind AS kind, d.lag AS lag, d.external AS external, "
        "d.status AS status, "
        "d.owner AS owner, d.needed_by_latest AS needed_by, d.promised_latest AS promised, "
        "d.promised AS promised_words, "
        "m.id AS blocks, n.id AS needs, "
        "CASE WHEN n:Milestone THEN 'Milestone' WHEN n:Contract THEN 'Contract' "
        "WHEN n:Service THEN 'Service' END AS label, n.name AS needs_name, n.ends AS needs_ends, "
        "n.starts AS needs_starts, n.opens AS needs_opens, o.id AS giver, o.name AS giver_name "
        "ORDER BY id, blocks, label, needs, giver"
    ),
    "ends": (
        "MATCH (m:Milestone)-[:ENDS]->(c:Contract) "
        "RETURN m.id AS milestone, c.id AS id, c.name AS name, c.ends AS ends ORDER BY milestone, id"
    ),
}  # fmt: skip
_HANDOFFS = {
    "services": (
        "MATCH (s:Service) OPTIONAL MATCH (o:Organisation)-[:PROVIDES]->(s) WITH s, o ORDER BY o.name, o.id "
        "WITH s, collect(o.id) AS providers, collect(o.name) AS names "
        "OPTIONAL MATCH (s)-[:OFFERS]->(v:Provision) WITH s, providers, names, v ORDER BY v.id "
        "RETURN s.id AS id, s.name AS name, s.status AS status, providers, names, "
        "collect(DISTINCT v.hours) AS hours, collect(DISTINCT v.ages) AS ages ORDER BY id"
    ),
    "handoffs": (
        "MATCH (h:Handoff)-[:FROM]->(s:Service) OPTIONAL MATCH (h)-[:TO]->(t:Service) "
        "RETURN h.id AS id, h.name AS name, h.kind AS kind, s.id AS start, t.id AS end ORDER BY id, start, end"
    ),
}  # fmt: skip
_CONTRACTS = {
    "contracts": (
        "MATCH (c:Contract) OPTIONAL MATCH (c)-[:WITH]->(o:Organisation) WITH c, o ORDER BY o.name, o.id "
        "WITH c, collect(DISTINCT o.name) AS suppliers OPTIONAL MATCH (c)-[:FUNDS]->(s:Service) "
        "WITH c, suppliers, s ORDER BY s.name, s.id WITH c, suppliers, collect(DISTINCT s.name) AS services "
        "OPTIONAL MATCH (n:Contract)-[:REPLACES]->(c) WITH c, suppliers, services, n ORDER BY n.id "
        "RETURN c.id AS id, c.name AS name, suppliers, services, collect(n.id) AS followed_by, "
        "c.starts AS starts_words, c.starts_earliest AS starts, c.ends AS ends_words, c.ends_earliest AS ends, "
        "c.ends_latest AS ends_latest, c.ends_state AS ends_state, c.extend_to AS extend_words, "
        "c.extend_to_latest AS extend_to, c.notice_months AS notice, c.lead_months AS lead, c.annual_value AS value "
        "ORDER BY id"
    ),
}  # fmt: skip


def statements() -> dict[str, str]:
    """List every statement that is run, by name; the linter checks them."""
    return {**_PLAN, **_HANDOFFS, **_CONTRACTS}


def plan_facts(read: Read) -> Facts:
    """Read milestones with their workstream and boards, and dependencies with what they need and who gives it."""
    return {name: read(statement) for name, statement in _PLAN.items()}


def handoff_facts(read: Read) -> Facts:
    """Read services with their providers, and every handoff."""
    return {name: read(statement) for name, statement in _HANDOFFS.items()}


def contract_facts(read: Read) -> Facts:
    """Read contracts with their suppliers, services, dates and what follows them."""
    return {name: read(statement) for name, statement in _CONTRACTS.items()}
