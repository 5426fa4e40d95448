"""Draw maps: gather the landscape, lay it out where it lay last time, and write it in any format."""

from __future__ import annotations

import dataclasses
import datetime
import pathlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pathway_graph.answers.findings import Filter
from pathway_graph.errors import InputProblems, Problem
from pathway_graph.registry import exports
from pathway_graph.whole_files import write_together

from .diagrams import Drawing, own_house
from .drawing import Picture
from .house import House, read_house
from .landscape_map import landscape_map
from .map_pages import MOST, by_area, on_paper, services
from .picture import Grid
from .positions import Positions, keep_positions, read_positions

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["FORMATS", "MapDrawing", "draw_map"]

FORMATS = ("html", "svg", "pdf", "png")

Day = datetime.date | str | int


@dataclasses.dataclass(frozen=True, slots=True)
class MapDrawing(Drawing):
    """One map, or two side by side; where it is too large for one page, `areas` are its pages: name and picture.

    A notebook shows the picture; `to_html()` gives the page with its search, filters and tables.
    """

    grids: tuple[Grid, ...] = ()
    areas: tuple[tuple[str, Picture], ...] = ()
    title: str = ""
    kept: Mapping[str, Positions] = dataclasses.field(default_factory=dict)
    _paper: dict[str, tuple[Picture, ...]] = dataclasses.field(default_factory=dict, compare=False, repr=False)

    def to_html(self) -> str:
        """Give the page; of a map that is divided, the index of its pages."""
        writer = exports()["map"]
        if self.areas:
            rows = [(name, f"{_file(n)}", picture) for n, (name, picture) in enumerate(self.areas, 1)]
            text: str = writer.index(self.title, self.grids[0].told, rows, self.grids[0].footer)
            return text
        page: str = writer.html(self.pictures, self.house)
        return page

    def render(self, format: str, page: str = "a3") -> tuple[bytes, ...]:
        """Give the files of a format. Raises as a Drawing does, and InputProblems (PG521) for too many services."""
        if format == "html":
            pages = [exports()["map"].html(picture, self.house) for _, picture in self.areas]
            return tuple(text.encode() for text in (self.to_html(), *pages))
        if self.areas:
            told = f"{services(self.grids[0]):,} services on one page can't be read; {MOST} is the most."
            hint = "Write it as HTML, which gets a page for each area, or cut it down with --area or --provider."
            raise InputProblems(Problem("PG521", told, hint))
        return Drawing.render(self, format, page)

    def on_paper(self, page: str) -> tuple[Picture, ...]:
        """Give the map as a page holds it: whole, or an overview and its lanes page by page."""
        if page not in self._paper:
            found: list[Picture] = []
            for grid, picture in zip(self.grids, self.pictures, strict=True):
                found += on_paper(
                    grid, picture, lambda part: _laid_out(part, self.kept, as_wide=False)[0],
                    lambda one: exports()["sheets"].fits(one, page, self.house),
                )  # fmt: skip
            self._paper[page] = tuple(found)
        return self._paper[page]

    def save(self, path: str | pathlib.Path, format: str = "", page: str = "a3") -> list[pathlib.Path]:
        """Write the files whole or not at all; the pages of areas go into a folder beside the index."""
        target = pathlib.Path(path)
        format = format or target.suffix.lstrip(".").casefold()
        made = self.render("html" if format in ("", "htm") else format, page)
        folder = target.with_suffix("")
        paths = [target]
        for n in range(2, len(made) + 1):
            name = target.with_name(f"{target.stem}-{n}{target.suffix}")
            paths.append(folder / f"{n - 1}.html" if self.areas else name)
        if self.areas:
            made = (made[0].replace(b'href="PAGES/', f'href="{_address(folder.name)}/'.encode()), *made[1:])
            try:
                folder.mkdir(exist_ok=True)
            except OSError as error:
                told = f"the folder of the pages can't be made: {error.strerror}."
                raise InputProblems(Problem("PG500", told, "Name another file with -o.", file=str(folder))) from None
        write_together(list(zip(paths, made, strict=True)), what="the map")
        return paths

    def remarks(self, format: str, page: str) -> list[str]:
        """Say what is to be known beside the files; a page on a screen is as large as its reader likes."""
        if format == "html" or self.areas:
            return [*self.said, *self.house.remarks]
        return Drawing.remarks(self, format, page)

    def _repr_html_(self) -> str:
        if self.areas:
            return self.to_html()
        return "\n".join(exports()["map"].notebook(picture, self.house) for picture in self.pictures)


def _file(number: int) -> str:
    return f"PAGES/{number}.html"


def _address(name: str) -> str:
    from urllib.parse import quote

    return quote(name)


def draw_map(
    workspace: Workspace, as_of: datetime.date | None = None, *, lanes: tuple[str, str] | None = None,
    only: Filter | None = None, since: Day | None = None, beside: str | None = None,
    house: str | pathlib.Path | House | None = None, fresh: bool = False, keep: bool = False,
) -> MapDrawing:  # fmt: skip
    """Draw the landscape (see `landscape_map`); `beside`: the id of a second area, or a second day as ISO text.

    Boxes stay where they were unless `fresh`; `keep` remembers where they stand now. Raises Usage for lanes, filters,
    loads that are not there, InputProblems (PG521) where an area has too many services for a page.
    """
    first = landscape_map(workspace, as_of, lanes=lanes, only=only, since=since)
    grids = [first]
    if beside:
        lanes = (first.rows_are, first.columns_are)
        day = _day(beside)
        other = only if day else dataclasses.replace(only or Filter(), area=beside)
        grids.append(landscape_map(workspace, day or as_of, lanes=lanes, only=other))
    style = house if isinstance(house, House) else read_house(house) if house else own_house(workspace)
    known = {} if fresh else read_positions(workspace.path)
    if services(first) > MOST:
        parts = [(area, _laid_out(part, known)) for area, part in by_area(first)]
        kept = {picture.name: places for _, (picture, places) in parts}
        pictures = tuple(picture for _, (picture, _) in parts)
        areas = tuple((area, picture) for area, (picture, _) in parts)
    else:
        laid = [_laid_out(grid, known) for grid in grids]
        kept = {picture.name: places for picture, places in laid}
        pictures, areas = tuple(picture for picture, _ in laid), ()
    said = [remark] if keep and (remark := keep_positions(workspace.path, kept)) else []
    return MapDrawing(pictures, style, tuple(said), tuple(grids), areas, first.point, kept)


def _laid_out(grid: Grid, known: Mapping[str, Positions], *, as_wide: bool = True) -> tuple[Picture, Positions]:
    """Lay a landscape out with what is kept under its name; positions are pairs of numbers under names of their own.

    A part of a landscape for paper keeps the order of lanes and boxes, and is not `as_wide` as the whole was.
    """
    kept = known.get(grid.name.removesuffix(" overview"), {})
    lanes = {kind: sorted((at, key[2:]) for key, at in kept.items() if key.startswith(f"{kind} ")) for kind in "rc"}
    told: dict[str, Any] = {
        "rows": [name for _, name in lanes["r"]],
        "columns": [name for _, name in lanes["c"]],
        "across": {name: max(1, min(99, int(at[1]))) for at, name in lanes["c"]} if as_wide else {},
        "boxes": {key[2:]: int(at[0]) for key, at in kept.items() if key.startswith("b ")},
    }
    picture, now = exports()["landscape"].lay_out(grid, told if kept else None)
    places: Positions = {f"r {name}": (float(n), 0.0) for n, name in enumerate(now["rows"])}
    places |= {f"c {name}": (float(n), float(now["across"][name])) for n, name in enumerate(now["columns"])}
    places |= {f"b {key}": (float(n), 0.0) for key, n in now["boxes"].items()}
    return picture, places


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
