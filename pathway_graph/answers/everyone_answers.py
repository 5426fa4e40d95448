"""Answer which classes of people reach nobody: the findings of `walk --everyone`."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.english import box_in_words, day_in_words, joined
from pathway_graph.analysis.gaps import percent
from pathway_graph.analysis.handoff_words import people_in_words
from pathway_graph.analysis.people import Everyone, Lot
from pathway_graph.analysis.people import everyone as walk_all
from pathway_graph.analysis.standing import Field
from pathway_graph.questions import asking

from .evidence import Evidence
from .finding_states import States, states_of
from .findings import Findings, box_of, finding_id, sources_line
from .naming import Names, asked_words
from .rules import Rules, rule_lines
from .walk_answers import doors_from

if TYPE_CHECKING:
    from pathway_graph.analysis.landscape import Requirement
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "everyone"]

COLUMNS = ("id", "severity", "verdict", "people", "share", "title", "remedy")
_NAMED = 4
"""Functions that a sentence names."""
_ASKED = 15
"""Blanks that a terminal is shown."""


def everyone(
    workspace: Workspace, as_of: datetime.date | None = None, urgent: bool = False, all: bool = False,
    entry: Sequence[str] = (),
) -> Findings:  # fmt: skip
    """Walk every class of person on a day. `urgent`: at every minute of the week; `all`: also people of whom no
    requirement speaks. Cost: bounded; where the bound is met the answer says so."""
    landscape = snapshot.landscape(workspace.read)
    day = as_of or workspace.as_of
    doors = doors_from(entry)
    found = walk_all(landscape, day.toordinal(), doors, urgent, not all)
    rows = _rows(workspace, found, day)
    limits = [*_honest(found), *_about(found, all, urgent)]
    parameters = {"urgent": urgent, "all": all, "entry": list(doors)}
    not_known = [_lot(found, lot) for lot in found.open]
    asks = [{"label": f.label, "id": f.id, "field": f.field, "classes": many} for f, many in found.asks]
    more = {
        "not_known": not_known, "asks": asks, "cut_short": found.cut_short,
        "smaller": {key: {"pieces": many, "share": part} for key, (many, part) in found.smaller.items()},
    }  # fmt: skip
    return Findings(
        "walk", tuple(rows), COLUMNS, asking.about(workspace), day, key="findings", parameters=parameters,
        counts=found.counts, title=_title(found, day), sentences=tuple(_sentences(found, rows, more, limits)),
        assumptions=tuple(limits), more=more,
    )  # fmt: skip


def _rows(workspace: Workspace, found: Everyone, day: datetime.date) -> list[dict[str, Any]]:
    states = states_of(workspace.ledger, day)
    fields = [_facts(found, lot) for lot in found.lost]
    evidence = Evidence(workspace.ledger, (field for each in fields for field in each))
    people = sorted((lot.people for lot in found.lost if lot.people), reverse=True)
    top = people[(len(people) - 1) // 5] if len(people) >= 5 else None
    broken = Rules(workspace.ledger).broken_by(["unreached"])
    pairs = zip(found.lost, fields, strict=True)
    rows = [_row(found, lot, evidence.because(each), evidence, states, top) for lot, each in pairs]
    return [{**row, "rules": broken} for row in rows]


def _asking(found: Everyone, lot: Lot) -> list[Requirement]:
    """The requirements that speak of some of these people."""
    ground = found.ground
    return [
        ask.requirement
        for ask in ground.asks
        if any(all(x & y for x, y in zip(ground.freed(part.may), lot.box, strict=True)) for part in ask.parts)
    ]


def _facts(found: Everyone, lot: Lot) -> list[Field]:
    """What is asked for these people."""
    asked = [row.id for row in _asking(found, lot)]
    return [Field("Requirement", key, name) for key in asked for name in ("function", "area", "need")]


def _said(found: Everyone, lot: Lot, words: str) -> str:
    """Say that they are lost: where something is asked for them, none of that takes them; other help may."""
    asked = list(dict.fromkeys(found.ground.functions.names[row.function] for row in _asking(found, lot)))
    if not asked:
        return f"Nobody helps {people_in_words(words)}."
    named = joined([*asked[:_NAMED], *([f"{len(asked) - _NAMED} more"] if len(asked) > _NAMED else [])], "or")
    return f"Nobody gives {people_in_words(words)} what is asked for them ({named})."


def _row(
    found: Everyone, lot: Lot, because: list[dict[str, Any]], evidence: Evidence, states: States, top: int | None
) -> dict[str, Any]:
    told = _lot(found, lot)
    box = told["box"]
    key = [f"{name}={box[name]}" for name in ("areas", "needs", "groups", "ages", "steps", "minutes")]
    id = finding_id(("unreached", *key))
    severity = "high" if top is None or (lot.people is not None and lot.people >= top) else "medium"
    lost = "nothing that counts as help takes them"
    why = f"{lost}, and there is no other way" if severity == "high" else f"{lost}; more people are in other classes"
    return {
        "id": id, "kind": "unreached", "verdict": "lost", "severity": severity,
        "severity_because": why,
        "title": _said(found, lot, box["words"]),
        "subject": {"label": "Area", "id": box["areas"][0] if box["areas"] else "",
                    "name": joined([found.ground.space.areas.names[key] for key in box["areas"]])},
        **told, "because": because, "assumed": any(entry["assumption"] for entry in because),
        "remedy": "Name a service for them, open a door to one that takes them, or record the handoff there is.",
        **states.shown(id), "stated": sources_line(because, evidence.title),
    }  # fmt: skip


def _lot(found: Everyone, lot: Lot) -> dict[str, Any]:
    values = found.ground.space.values(lot.box)
    return {
        "box": box_of(values, box_in_words(values, found.ground.space)), "share": lot.share,
        "whole_share": lot.whole_share, "people": lot.people,
        "hangs_on": [{"label": f.label, "id": f.id, "field": f.field} for f in lot.hangs_on],
    }  # fmt: skip


def _honest(found: Everyone) -> list[str]:
    said = []
    if found.cut_short:
        said.append("There are more classes than could be worked out; those left count as not known.")
    if found.unasked:
        said.append(f"{found.unasked} classes that are not known were not looked at for what they hang on.")
    return said


def _about(found: Everyone, all: bool, urgent: bool) -> list[str]:
    said = []
    if not all and not found.ground.asks:
        said.append("No requirement is in force: --all walks everybody whom the landscape distinguishes.")
    if found.ground.asks:
        said.append("Helped is who gets what a requirement asks for them; any other help does not count.")
    if not found.ground.people.known(found.ground.space.whole[0], found.ground.space.whole[1]):
        said.append("Shares count areas, months of age, needs and steps, since populations are not known.")
    return said


def _title(found: Everyone, day: datetime.date) -> str:
    counts = found.counts
    if not counts["classes"]:
        return f"Nobody is asked for on {day_in_words(day.toordinal())}, so nobody can say who reaches no help."
    help_ = "nothing that is asked for them" if found.ground.asks else "no help"
    return (
        f"{counts['lost']} of {counts['classes']} classes of people {'gets' if counts['lost'] == 1 else 'get'} {help_} "
        f"on {day_in_words(day.toordinal())}; of {counts['not_known']} it is not known, "
        f"{counts['helped']} {'is' if counts['helped'] == 1 else 'are'} helped."
    )


def _sentences(
    found: Everyone, rows: Sequence[dict[str, Any]], more: dict[str, Any], limits: Sequence[str]
) -> Iterator[str]:
    names = Names(found.ground.landscape)
    for row in rows:
        people = f", {row['people']:,} people" if row["people"] is not None else ""
        yield ""
        yield f"{row['severity'].upper()}: {row['title'][:-1]}: {percent(row['share'])} of all{people}."
        yield from rule_lines(row["rules"], True)
        yield f"  {row['id']}, {row['state']}; {row['severity']}: {row['severity_because']}. {row['remedy']}"
    pieces, part = found.smaller["lost"]
    if pieces:
        yield f"And {pieces} smaller {'class' if pieces == 1 else 'classes'}, {percent(part)} of all."
    if more["not_known"]:
        yield from ("", "Not known:")
        for lot in more["not_known"]:
            asked = f"; ask for {asked_words(lot['hangs_on'], names.of)}" if lot["hangs_on"] else ""
            yield f"  - {people_in_words(lot['box']['words'])}: {percent(lot['share'])}{asked}"
    if more["asks"]:
        yield from ("", "What to ask first, with the classes that hang on it:")
        yield from (f"  {asked_words([ask], names.of)}: {ask['classes']}" for ask in more["asks"][:_ASKED])
    if limits:
        yield from ("", *limits)
