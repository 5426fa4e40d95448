"""What hangs on a contract is what the gaps of the changed landscape say, with and without it."""

from __future__ import annotations

import dataclasses

from hypothesis import HealthCheck, given, settings

from pathway_graph.analysis.coverage import Coverage
from pathway_graph.analysis.landscape import Contract, Date, Landscape
from pathway_graph.analysis.standing import AT_RISK, COVERED, NOT_KNOWN
from pathway_graph.analysis.taken_down import Hanging
from tests.analysis.worlds import DAY, landscapes


def _ended(landscape: Landscape, id: str, ends: Date) -> Landscape:
    """The same landscape, in which the contract ends so and nothing replaces it."""
    kept: list[Contract] = []
    replaced = {old for row in landscape.contracts for old in row.replaces}
    for row in landscape.contracts:
        if id in row.replaces:
            continue
        other = Date("any") if row.id in replaced else row.ends
        kept.append(dataclasses.replace(row, ends=ends if row.id == id else other, replaces=()))
    return dataclasses.replace(landscape, contracts=tuple(kept))


def _shares(landscape: Landscape, requirement: str) -> dict[int, float]:
    """Judge one requirement in the whole landscape, nothing being looked further ahead than the day."""
    row = next(each for each in landscape.requirements if each.id == requirement)
    judged = Coverage(landscape, DAY, 0).judge(row)
    return dict(judged.shares) if judged else {}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(landscapes())
def test_requirements_at_risk_are_those_of_the_landscape_without_the_contract(landscape: Landscape) -> None:
    """For every contract and requirement: newly at risk, perhaps, and resting on its services alone, as judged anew."""
    over = Date("stated", DAY - 1, DAY - 1)
    for contract in landscape.contracts:
        down = Hanging(landscape).of(contract.id, DAY)
        told = {row.requirement.id: row for row in down.requirements or ()}
        closed = dataclasses.replace(
            _ended(landscape, contract.id, Date("any")),
            services=tuple(
                dataclasses.replace(s, closes=over) if s.id in down.services else s for s in landscape.services
            ),
        )
        for requirement in landscape.requirements:
            kept = _shares(_ended(landscape, contract.id, Date("any")), requirement.id)
            gone = _shares(_ended(landscape, contract.id, over), requirement.id)
            left = _shares(closed, requirement.id)
            wanted = [max(0.0, gone.get(n, 0.0) - kept.get(n, 0.0)) for n in (AT_RISK, NOT_KNOWN)]
            wanted.append(max(0.0, sum(kept.get(n, 0.0) - left.get(n, 0.0) for n in (AT_RISK, COVERED))))
            found = told.get(requirement.id)
            assert ([found.newly, found.perhaps, found.rests_on] if found else [0.0] * 3) == [
                round(share, 6) for share in wanted
            ]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(landscapes())
def test_a_service_is_left_only_where_every_other_contract_has_ended(landscape: Landscape) -> None:
    """Left for sure: every other contract that pays for it surely ended before the day, and none replaced it."""
    replaced = {old for row in landscape.contracts for old in row.replaces}
    for contract in landscape.contracts:
        left = Hanging(landscape).services(contract.id, DAY)
        for service in contract.services:
            others = [
                row for row in landscape.contracts
                if service in row.services and row.id != contract.id and contract.id not in row.replaces
            ]  # fmt: skip
            ended = [
                row.id not in replaced and row.ends.state in ("stated", "half")
                and row.ends.latest is not None and row.ends.latest < DAY for row in others
            ]  # fmt: skip
            assert (left.get(service, False) is True) == all(ended)
