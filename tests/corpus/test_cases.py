"""Every case of the corpus is told exactly as it says: mistakes that people make in workbooks, CSV and YAML files."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from pathway_graph.codes import CODES
from pathway_graph.storage.ledger import Ledger

from .telling import cases, empty_ledger, told_of

CASES = cases()
_CODE = re.compile(r"PG\d{3}")


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    with empty_ledger() as ledger:
        yield ledger


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, ledger: Ledger) -> None:
    """A bad file gives all of its problems and no other, each with its place, what is wrong and what to do."""
    case = CASES[name]
    told = told_of(case, ledger)

    assert told == {key: case[key] for key in ("told", "remarks") if key in case}
    assert told, "nothing is told"


def test_three_hundred() -> None:
    """With the files in `bad/` there are at least 300 hand-made ones, and each message has a code that is listed."""
    messages = [message for case in CASES.values() for key in ("told", "remarks") for message in case.get(key, ())]

    assert len(CASES) >= 300
    assert {_CODE.match(message)[0] for message in messages if _CODE.match(message)} <= set(CODES)  # type: ignore[index]
    assert all(_CODE.match(message) for message in messages)


def test_most_codes_of_files_are_shown() -> None:
    """Nearly every code for files, values and rules has a case that shows its message."""
    shown = {
        found for case in CASES.values() for message in case.get("told", ()) for found in _CODE.findall(message)[:1]
    }
    wanted = {code for code in CODES if "PG100" <= code <= "PG170"}

    assert len(wanted & shown) >= 0.7 * len(wanted), sorted(wanted - shown)
