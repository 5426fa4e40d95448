"""Find out which programme each milestone belongs to, and say where that is taken for granted."""

from __future__ import annotations

from collections import defaultdict

from pathway_graph.plans.plan_columns import PlanColumns

__all__ = ["NO_PROGRAMME", "memberships"]

NO_PROGRAMME = "no-programme"
"""Stands for the programme of milestones that belong to none."""


def memberships(columns: PlanColumns) -> tuple[dict[str, str], list[str]]:
    """Give the programme of each milestone, and sentences on those that state none.

    A milestone names its programme, or its workstream does, or the summary that it is a part of. One that says none of
    these belongs to the only programme there is; of several, to that of the milestones with which it is linked, if they
    have one in common.
    """
    programmes = [row["id"] for row in columns.nodes["Programme"]]
    milestones = [row["id"] for row in columns.nodes["Milestone"]]
    of = _stated(columns, milestones)
    silent = [id for id in milestones if id not in of]
    if not silent:
        return of, []
    if len(programmes) == 1:
        of |= dict.fromkeys(silent, programmes[0])
        return of, [_told(silent, f"taken to belong to {programmes[0]}, the only programme")]
    linked = _by_links(columns, of)
    near = {id: linked[id] for id in silent if id in linked}
    far = [id for id in silent if id not in near]
    of |= near
    of |= dict.fromkeys(far, NO_PROGRAMME)
    sentences = [
        _told([id for id in near if near[id] == each], f"taken to belong to {each}, by the links")
        for each in programmes
        if each in near.values()
    ]
    if far:
        sentences.append(_told(far, "scheduled by themselves"))
    return of, sentences


def _told(ids: list[str], taken: str) -> str:
    few = f"{', '.join(ids[:3])}{f' and {len(ids) - 3} more' if len(ids) > 3 else ''}"
    names = "Milestone" if len(ids) == 1 else "Milestones"
    verbs = ("names", "it is") if len(ids) == 1 else ("name", "they are")
    return f"{names} {few} {verbs[0]} no programme: {verbs[1]} {taken}."


def _stated(columns: PlanColumns, milestones: list[str]) -> dict[str, str]:
    own = {id: found[0] for id, found in columns.back("Programme INCLUDES Milestone").items()}
    streams = {id: found[0] for id, found in columns.back("Programme INCLUDES Workstream").items()}
    stream = {id: found[0] for id, found in columns.back("Workstream HAS Milestone").items()}
    above = {id: found[0] for id, found in columns.to("Milestone PART_OF Milestone").items()}
    found = {}
    for id in milestones:
        here: str | None = id
        while here is not None:
            programme = own.get(here) or streams.get(stream.get(here, ""))
            if programme:
                found[id] = programme
                break
            here = above.get(here)
    return found


def _by_links(columns: PlanColumns, of: dict[str, str]) -> dict[str, str]:
    """Give the programme of each set of linked milestones that knows exactly one."""
    root: dict[str, str] = {}

    def find(id: str) -> str:
        while root.setdefault(id, id) != id:
            root[id] = root[root[id]]
            id = root[id]
        return id

    needs = columns.to("Dependency NEEDS Milestone")
    for dependency, blocked in columns.to("Dependency BLOCKS Milestone").items():
        for a in blocked:
            for b in needs.get(dependency, ()):
                root[find(a)] = find(b)
    known: dict[str, set[str]] = defaultdict(set)
    for id, programme in of.items():
        known[find(id)].add(programme)
    return {id: min(found) for id in list(root) if len(found := known[find(id)]) == 1}
