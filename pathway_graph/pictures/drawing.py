"""Hold a picture as data: boxes, links, texts and where they stand; a writer in exports/ only renders it.

The unit of every length is the point (1/72 inch) at the size in which the picture was laid out; x grows to the right
and y downwards from the top left of the picture's own field. The point, the key, the tables and the footer are no part
of that field: each format sets them in its own way. A `style` is the name of a look in the house style (`house.py`).
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator
from typing import Literal

__all__ = [
    "Anchor", "Band", "Box", "Key", "LeftOut", "Link", "Mark", "Picture", "Point", "Shape", "Table", "Text", "checked",
]  # fmt: skip

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
Shape = Literal["rectangle", "rounded", "diamond", "circle", "triangle", "square", "line", "bracket", "none"]


@dataclasses.dataclass(frozen=True, slots=True)
class Text:
    """One line of text: `x` is its start, middle or end by `anchor`, `y` its base line, `size` in points.

    `colour` is a style whose text colour it takes; blank: that of what it belongs to.
    """

    x: float
    y: float
    text: str
    size: float = 9.0
    bold: bool = False
    anchor: Anchor = "start"
    colour: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """One shape without words of its own: a bar, a diamond, a line from its top left to its bottom right."""

    shape: Shape
    x: float
    y: float
    width: float
    height: float
    style: str


@dataclasses.dataclass(frozen=True, slots=True)
class Band:
    """A lane, a column head or a cluster behind boxes; `words` name it to a screen reader where the title is short."""

    id: str
    title: str
    x: float
    y: float
    width: float
    height: float
    style: str = "lane"
    shape: Shape = "rectangle"
    words: str = ""
    texts: tuple[Text, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Box:
    """One thing that the picture shows.

    `kind` says what it is (Service, Gap, Milestone, Contract, ...), `title` and `lines` hold its whole text, `words`
    one sentence for the accessibility tree; `texts` and `marks` are how these are drawn, broken and placed. `number`
    refers to a row of a table beneath. `band` is the id of the band in which it stands. `details` are pairs of a
    heading and a text for formats that can show more on demand; `link` is an anchor in the same page, or blank.
    """

    id: str
    kind: str
    title: str
    x: float
    y: float
    width: float
    height: float
    style: str = "there"
    shape: Shape = "rounded"
    lines: tuple[str, ...] = ()
    words: str = ""
    number: str = ""
    band: str = ""
    texts: tuple[Text, ...] = ()
    marks: tuple[Mark, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    link: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """A line from box to box, along `points`; with `curved` they are a Bezier: one point, then three a piece.

    `number` stands in a badge at `at` and in a table beneath; `label` stands there as it is. `words` say the same to a
    screen reader.
    """

    id: str
    start: str
    end: str
    points: tuple[Point, ...]
    style: str = "link"
    curved: bool = False
    arrow: bool = True
    number: str = ""
    label: str = ""
    at: Point | None = None
    words: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """One entry of the key: a look, and what it means. `shape` line is drawn as a link."""

    style: str
    words: str
    shape: Shape = "rounded"


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table beneath a picture: what the picture shows, in words and with sources.

    `drawn`: short enough to be part of the picture in formats that are one picture (SVG, PNG). `styles` are those of
    the badges in its first column, one a row, or empty; `brief` names the columns that are drawn (all, where empty).
    `ids` name the box that a row is about, one a row, blank where there is none; or are empty.
    """

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    drawn: bool = False
    styles: tuple[str, ...] = ()
    brief: tuple[int, ...] = ()
    ids: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class LeftOut:
    """What was asked for and is not in the picture: how many of what (`one`: of a single one), the way to see them, and
    which."""

    count: int
    what: str
    how: str
    ids: tuple[str, ...] = ()
    one: str = ""

    @property
    def words(self) -> str:
        """Say how many are left out of what: "1 line within a group", "2 lines within a group"."""
        return f"{self.count:,} {self.one if self.count == 1 and self.one else self.what}"


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """One page: `point` is the title that says the point, `told` are lines beneath it.

    `name` is stable from month to month (positions are stored under it); `summary` says in one sentence what is in it;
    `footer` says what it rests on, with the source and the query. Every box that was asked for is in `boxes`, every
    line in `links`, or both are counted in `left_out`. `narrower` says how to ask for less where it is too much.
    """

    name: str
    point: str
    as_of: datetime.date
    width: float
    height: float
    told: tuple[str, ...] = ()
    summary: str = ""
    bands: tuple[Band, ...] = ()
    boxes: tuple[Box, ...] = ()
    links: tuple[Link, ...] = ()
    texts: tuple[Text, ...] = ()
    marks: tuple[Mark, ...] = ()
    over: tuple[Mark, ...] = ()
    key: tuple[Key, ...] = ()
    tables: tuple[Table, ...] = ()
    footer: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    narrower: str = ""

    def lettering(self) -> Iterator[Text]:
        """Give every line of text in the field."""
        yield from self.texts
        for band in self.bands:
            yield from band.texts
        for box in self.boxes:
            yield from box.texts

    @property
    def smallest(self) -> float:
        """The size of the smallest text in the field, in points; 9 where there is none."""
        return min((text.size for text in self.lettering()), default=9.0)


def checked(pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    """Hold pictures to their promises: unique ids, links between boxes that are there, nothing outside the field.

    Raises ValueError, naming what is wrong: a picture that breaks them is a defect of ours, and is not written.
    """
    found = tuple(pictures)
    for picture in found:
        for what, ids in (("box", [b.id for b in picture.boxes]), ("link", [k.id for k in picture.links])):
            if len(ids) != len(set(ids)):
                twice = sorted({id for id in ids if ids.count(id) > 1})
                raise ValueError(f"picture {picture.name}: {what} {twice[0]} is there twice")
        boxes = {box.id for box in picture.boxes}
        for link in picture.links:
            if missing := {link.start, link.end} - boxes:
                raise ValueError(f"picture {picture.name}: link {link.id} leads to {sorted(missing)[0]}, not in it")
            if len(link.points) < 2:
                raise ValueError(f"picture {picture.name}: link {link.id} has no way")
        for box in picture.boxes:
            if (
                box.x < -1
                or box.y < -1
                or box.x + box.width > picture.width + 1
                or box.y + box.height > picture.height + 1
            ):
                raise ValueError(f"picture {picture.name}: box {box.id} stands outside")
    return found
