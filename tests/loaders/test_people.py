"""Persons' names are told from roles."""

from __future__ import annotations

import pytest

from pathway_graph.workbook.names_of_people import names_a_person

ROLES = [
    "Head of Commissioning", "Finance Lead", "Programme Director", "SRO", "chair", "Chief Nurse", "Deputy Head",
    "Mental Health Lead", "Joint Commissioning Manager", "PMO", "CCG", "Director of Adult Services", "Bath Mind Trust",
    "Clinical lead, north", "Strategy Team", "Board", "GP lead", "to be appointed",
]  # fmt: skip
PERSONS = [
    "Ann Example", "Dr Example", "Mr A. Example", "Cllr Example", "Ann B Example", "Ann-Marie Example",
    "ann.example@example.org", "Prof. Ann Example", "Ann O'Example",
]  # fmt: skip


@pytest.mark.parametrize("text", ROLES)
def test_roles(text: str) -> None:
    """A role, a body or an abbreviation is no person."""
    assert not names_a_person(text)


@pytest.mark.parametrize("text", PERSONS)
def test_persons(text: str) -> None:
    """A title before a name, an address, or two names alone are a person."""
    assert names_a_person(text)
