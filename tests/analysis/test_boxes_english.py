"""Hold the words for boxes to what people would say, and to saying different things of different boxes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway_graph.analysis.english import ages_in_words, box_in_words, hours_in_words
from pathway_graph.analysis.landscape import Area, Extent, Landscape, Members, Need, Numbers, Provision
from pathway_graph.analysis.space import Space

_DAY = 1440


def _weekdays(start: int, end: int) -> list[tuple[int, int]]:
    return [(day * _DAY + start * 60, day * _DAY + end * 60) for day in range(5)]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ([(0, 10080)], "at all hours"),
        ([], "never"),
        (_weekdays(9, 17), "Monday to Friday 09:00 to 17:00"),
        ([(d * _DAY + 540, d * _DAY + 1020) for d in range(7)], "every day 09:00 to 17:00"),
        ([*_weekdays(9, 17), (5 * _DAY, 7 * _DAY)], "Monday to Friday 09:00 to 17:00 and weekends"),
        ([(4 * _DAY + 1320, 5 * _DAY + 360)], "Friday 22:00 to 06:00"),
        ([(0, 360), (6 * _DAY + 1320, 7 * _DAY)], "Sunday 22:00 to 06:00"),
        ([(540, 720), (840, 1020)], "Monday 09:00 to 12:00 and 14:00 to 17:00"),
        ([(0, _DAY), (2 * _DAY, 3 * _DAY)], "all of Monday and Wednesday"),
        ([(540, 1020), (_DAY + 540, _DAY + 1020), (3 * _DAY + 540, 3 * _DAY + 1020)],
         "Monday, Tuesday and Thursday 09:00 to 17:00"),
    ],
)  # fmt: skip
def test_hours_are_said_as_people_say_them(minutes: list[tuple[int, int]], words: str) -> None:
    """Days with the same hours are named together, nights by the day on which they begin."""
    assert hours_in_words(minutes) == words


_grid = st.sets(st.integers(0, 55), max_size=56)


def _spans(cells: set[int], unit: int) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for cell in sorted(cells):
        if runs and runs[-1][1] == cell * unit:
            runs[-1] = (runs[-1][0], (cell + 1) * unit)
        else:
            runs.append((cell * unit, (cell + 1) * unit))
    return runs


@given(_grid, _grid)
def test_different_hours_are_said_differently(one: set[int], other: set[int]) -> None:
    """No two sets of hours have the same words."""
    if one != other:
        assert hours_in_words(_spans(one, 180)) != hours_in_words(_spans(other, 180))


@given(_grid, st.integers(0, 55))
def test_one_cell_more_is_said_differently(cells: set[int], more: int) -> None:
    """A set of hours and the same with one stretch more or less never have the same words."""
    assert hours_in_words(_spans(cells, 180)) != hours_in_words(_spans(cells ^ {more}, 180))


def test_nights_around_whole_days_are_said_only_where_they_are_there() -> None:
    """Weekday nights and weekends include Monday morning; without it, Friday evening and the rest are said apart."""
    nights = [(day * _DAY + 1020, (day + 1) * _DAY + 540) for day in range(4)]
    all_of_it = [(0, 540), *nights, (4 * _DAY + 1020, 7 * _DAY)]

    assert hours_in_words(all_of_it) == "Monday to Friday 17:00 to 09:00 and weekends"
    assert hours_in_words(all_of_it[1:]) == "Monday to Thursday 17:00 to 09:00; Friday 17:00 to 24:00; weekends"


@pytest.mark.parametrize(
    ("ages", "words"),
    [
        ([(216, 780)], "ages 18 to 64"),
        ([(192, 204)], "age 16"),
        ([(0, 216)], "ages under 18"),
        ([(210, 216)], "ages from 17 years 6 months until 18"),
        ([(0, 6)], "ages under 6 months"),
    ],
)
def test_ages_are_said_in_completed_years(ages: list[tuple[int, int]], words: str) -> None:
    """Months are said as the years that people have completed."""
    assert ages_in_words(ages) == words


def test_ages_are_never_said_alike() -> None:
    """Two spans of ages have different words."""
    spans = list(itertools.combinations([0, 6, 192, 198, 204, 210, 216, 1200], 2))

    assert len({ages_in_words([span]) for span in spans}) == len(spans)


def test_a_box_is_one_sentence() -> None:
    """Ages, areas and hours come in one order, and a lone need is not named."""
    hours = tuple(end for span in _weekdays(17, 24) for end in span)
    extent = Extent(
        areas=Members("stated", ("bath", "keynsham")), needs=Members("any"),
        ages=Numbers("stated", (192, 216), (192, 216)), steps=Numbers("any"), minutes=Numbers("stated", hours, hours),
    )  # fmt: skip
    space = Space(
        Landscape(
            areas=(Area("bath", "Bath"), Area("keynsham", "Keynsham"), Area("norton", "Norton")),
            needs=(Need("crisis", "Crisis"),),
            provisions=(Provision("p", "s", (), extent),),
        )
    )
    words = box_in_words(space.values(space.offered(extent).sure), space)

    assert words == "ages 16 and 17 in Bath and Keynsham, Monday to Friday 17:00 to 24:00"
