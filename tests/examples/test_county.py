"""The invented county is what its generator makes, is as large as it says, and has faults of every kind."""

from __future__ import annotations

import datetime
import importlib.util
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.errors import InputProblems, Usage
from pathway_graph.pictures.map_pages import MOST, by_area
from pathway_graph.pictures.maps import draw_map
from pathway_graph.pictures.picture import Box, grid
from pathway_graph.workspace import Workspace

FOLDER = Path(__file__).parent.parent.parent / "examples" / "county"


@pytest.fixture(scope="module")
def county(tmp_path_factory: Any) -> Any:
    """The county, loaded."""
    with Workspace.create(tmp_path_factory.mktemp("examples") / "county") as workspace:
        loaded = workspace.load(FOLDER / "county.yaml")
        assert loaded.problems == ()
        yield workspace


def test_the_generator_makes_the_file_that_is_kept() -> None:
    """The seed gives the same bytes; another seed gives others."""
    spec = importlib.util.spec_from_file_location("make", FOLDER / "make.py")
    assert spec
    assert spec.loader
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)

    assert make.written(make.county()) == (FOLDER / "county.yaml").read_text(encoding="utf-8")
    assert make.written(make.county(10)) != make.written(make.county())


def test_it_is_as_large_as_it_says(county: Any) -> None:
    """12 providers (and one that only commissions), 80 services, 90 handoffs, 40 milestones."""
    rows = county.info()["rows"]

    assert (rows["Service"], rows["Handoff"], rows["Milestone"], rows["Organisation"]) == (80, 90, 40, 13)


def test_it_has_gaps_duplicates_and_handoffs_that_fail(county: Any) -> None:
    """Something is wrong of every kind, and something is right."""
    gaps, handoffs = county.gaps().counts, county.handoffs().counts

    assert gaps["gap"]
    assert gaps["covered"]
    assert gaps["too_slow"]
    assert handoffs["faulty"]
    assert handoffs["sound"]
    assert handoffs["not_known"]
    assert county.duplicates().counts["definite"]


def test_its_map_has_everything_and_is_small(county: Any) -> None:
    """By default providers down and steps across; 80 services and every gap; under 250 kB."""
    drawn = county.map()
    picture = drawn.pictures[0]

    assert (drawn.grids[0].rows_are, drawn.grids[0].columns_are) == ("provider", "step")
    assert sum(box.kind == "Service" for box in picture.boxes) == 80
    assert sum(box.kind == "Gap" for box in picture.boxes) == county.gaps().counts["gap"]
    assert len(drawn.to_html().encode()) < 250_000
    assert drawn.grids[0].rows[-1] == drawn.grids[0].columns[-1] == "Not stated"
    assert drawn.to_html() == county.map().to_html()


def test_every_pair_of_lanes_holds_every_service(county: Any) -> None:
    """Whatever the lanes are of, no service is lost."""
    for lanes in (("function", "area"), ("need", "commissioner"), ("step", "provider")):
        grid = county.map(lanes=lanes).grids[0]
        assert len({box.id for box in grid.boxes if box.style != "gap"}) == 80
    with pytest.raises(Usage, match="PG520"):
        county.map(lanes=("area", "area"))


def test_what_changed_is_marked(county: Any, tmp_path: Any) -> None:
    """Since a load: a service that is elsewhere is moved, one that closed is removed; the others are as they were."""
    county.update("wellbeing-line", {"provider": "bridgewell"})
    county.update("advocacy", {"closes": "2026-09-30"})

    boxes = {box.id: box for box in draw_map(county, since=1).grids[0].boxes}
    assert {id: box.change for id, box in boxes.items() if box.change} == {
        "wellbeing-line": "moved", "advocacy": "removed"}  # fmt: skip
    assert boxes["wellbeing-line"].lines[0] == "was: Lantern Collective"


def test_a_place_is_kept_in_the_workspace(county: Any) -> None:
    """A map that is kept says where boxes stand; the next one puts them there, unless it is drawn afresh."""
    first = draw_map(county, keep=True)
    at = {box.id: (box.x, box.y) for box in first.pictures[0].boxes}

    county.update("employment-advisers", {"provider": "lantern"})
    second = {box.id: (box.x, box.y) for box in draw_map(county).pictures[0].boxes}

    assert second["into-work-marlbridge"] == at["into-work-marlbridge"]
    assert second["employment-advisers"] != at["employment-advisers"]


def test_too_many_services_for_a_page_are_refused() -> None:
    """5,000 services that state no area can't be read on one page; the way out is told."""
    boxes = [Box(f"s{n}", f"Service {n}", "Row", "Column") for n in range(10 * MOST)]
    large = grid(boxes, point="", told=(), as_of=datetime.date(2026, 1, 1), rows_are="need", columns_are="step")

    with pytest.raises(InputProblems, match="PG521 5,000 services on one page") as error:
        by_area(large)
    assert "--area" in error.value.problems[0].hint
