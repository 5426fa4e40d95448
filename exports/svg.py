"""Write a picture as SVG: every box named in the accessibility tree, nothing active, nothing fetched."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence

from pathway_graph.pictures.drawing import Band, Box, Key, Link, Mark, Picture, Point, Table, Text
from pathway_graph.pictures.house import DEFAULT, House, Look

from .lettering import broken, width
from .plain_text import plain, xml

__all__ = [
    "ABOUT", "FORMAT", "SMALLEST", "day_in_words", "field", "key_entry", "number", "size", "svg", "told_left_out",
]  # fmt: skip

FORMAT = "svg"
ABOUT = "a drawing for web pages, Word and PowerPoint"

SMALLEST = 8.0
"""Points of the smallest text outside the field: the footer."""

_EDGE, _LEAST, _BADGE = 18.0, 520.0, 7.5


def svg(picture: Picture, house: House = DEFAULT) -> str:
    """Write a file of its own: the point, what is told, the field, its tables, key and footer."""
    across = max(picture.width, _LEAST)
    head, top = _head(picture, house, across)
    foot, _ = _foot(picture, house, across)
    wide, high = size(picture, house)
    inside = "\n".join(_parts(picture, house))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {_root(picture, house)} viewBox="0 0 {number(wide)} {number(high)}" '
        f'width="{number(wide)}" height="{number(high)}">\n{_naming(picture)}\n'
        f'<rect width="{number(wide)}" height="{number(high)}" fill="#ffffff"/>\n{head}\n'
        f'<g transform="translate({number(_EDGE)} {number(top)})">\n{inside}\n</g>\n'
        f'<g transform="translate({number(_EDGE)} {number(top + picture.height)})">\n{foot}\n</g>\n</svg>\n'
    )


def size(picture: Picture, house: House = DEFAULT) -> tuple[float, float]:
    """Give the width and height of the file that `svg` writes, in points."""
    across = max(picture.width, _LEAST)
    top, bottom = _head(picture, house, across)[1], _foot(picture, house, across)[1]
    return across + 2 * _EDGE, top + picture.height + bottom + _EDGE


def field(picture: Picture, house: House = DEFAULT, prefix: str = "") -> str:
    """Write the field alone, for a page that sets point, tables, key and footer itself; `prefix` keeps ids apart."""
    size = f'viewBox="0 0 {number(picture.width)} {number(picture.height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {_root(picture, house, prefix)} {size} '
        f'width="{number(picture.width)}" height="{number(picture.height)}">\n{_naming(picture, prefix)}\n'
        + "\n".join(_parts(picture, house))
        + "\n</svg>\n"
    )


def number(value: float) -> str:
    """Write a length with at most one decimal."""
    return f"{round(value, 1) + 0:g}"


def day_in_words(picture: Picture) -> str:
    """Write the day of which the picture speaks: 30 January 2018."""
    return f"{picture.as_of.day} {picture.as_of:%B %Y}"


def told_left_out(picture: Picture) -> list[str]:
    """Say what was asked for and is not in the picture, and how to see it."""
    return [f"Not in this picture: {left.words}. {left.how}".strip() for left in picture.left_out]


def _root(picture: Picture, house: House, prefix: str = "") -> str:
    family = ", ".join([*house.font, "sans-serif"])
    ids = f"{prefix}point {prefix}summary"
    return f'role="group" aria-labelledby="{ids}" font-family="{xml(family)}" font-size="9"'


def _naming(picture: Picture, prefix: str = "") -> str:
    parts = [picture.summary, f"As at {day_in_words(picture)}.", *told_left_out(picture)]
    return (
        f'<title id="{prefix}point">{xml(picture.point)}</title>'
        f'<desc id="{prefix}summary">{xml(" ".join(filter(None, parts)))}</desc>'
    )


def _parts(picture: Picture, house: House) -> Iterator[str]:
    for band in picture.bands:
        yield _band(band, house)
    yield from (_mark(mark, house.look(mark.style)) for mark in picture.marks)
    yield from (_text(text, house) for text in picture.texts)
    yield from (_link(link, house) for link in picture.links)
    for band in picture.bands:  # above the lines, and on their band's own ground: a title is never struck through
        yield from (_patch(text, house.look(band.style)) for text in band.texts if band.style == "cluster")
        yield from (_text(text, house, band.style) for text in band.texts)
    yield from (_box(box, house) for box in picture.boxes)
    yield from (_mark(mark, house.look(mark.style)) for mark in picture.over)
    yield from (_badge(link, house) for link in picture.links if link.at and (link.number or link.label))


def _paint(look: Look, *, filled: bool = True) -> str:
    """Give the attributes by which a shape is painted."""
    fill = look.fill if filled and look.fill else "none"
    line = f' stroke="{look.line}" stroke-width="{look.width:g}"' if look.line and look.width else ""
    dash = f' stroke-dasharray="{look.dash}"' if look.dash and line else ""
    return f'fill="{fill}"{line}{dash}'


def _band(band: Band, house: House) -> str:
    look = house.look(band.style)
    name = band.words or band.title
    parts = [_shape(band.shape, band.x, band.y, band.width, band.height, look)]
    parts += [_mark(mark, house.look(mark.style)) for mark in band.marks]
    opening = f'<g class="band {band.style}" role="img" aria-label="{xml(name)}" data-id="{xml(band.id)}">'
    return f"{opening}{''.join(parts)}</g>"


def _box(box: Box, house: House) -> str:
    look = house.look(box.style)
    name = box.words or ". ".join([f"{box.kind}: {box.title}", *box.lines])
    parts = [_shape(box.shape, box.x, box.y, box.width, box.height, look)]
    parts += [_mark(mark, house.look(mark.style)) for mark in box.marks]
    parts += [_text(text, house, box.style) for text in box.texts]
    kind = plain(box.kind).lower().replace(" ", "-")
    opening = f'<g class="box {xml(kind)} {box.style}" role="img" aria-label="{xml(name)}" data-id="{xml(box.id)}">'
    return f"{opening}{''.join(parts)}</g>"


def _patch(text: Text, look: Look) -> str:
    wide, fill = width(text.text, text.size, text.bold) * 0.92, look.fill or "#ffffff"
    at = f'x="{number(text.x - 1)}" y="{number(text.y - text.size)}" width="{number(wide)}"'
    return f'<rect {at} height="{number(text.size + 2.6)}" fill="{fill}"/>'


def _mark(mark: Mark, look: Look) -> str:
    return _shape(mark.shape, mark.x, mark.y, mark.width, mark.height, look)


def _shape(shape: str, x: float, y: float, wide: float, high: float, look: Look) -> str:
    paint, n = _paint(look), number
    right, low, middle, half = x + wide, y + high, x + wide / 2, y + high / 2
    if shape == "none":
        return ""
    if shape == "diamond":
        return f'<path d="M{n(middle)} {n(y)}L{n(right)} {n(half)}L{n(middle)} {n(low)}L{n(x)} {n(half)}Z" {paint}/>'
    if shape == "triangle":
        return f'<path d="M{n(middle)} {n(y)}L{n(right)} {n(low)}H{n(x)}Z" {paint}/>'
    if shape == "circle":
        return f'<ellipse cx="{n(middle)}" cy="{n(half)}" rx="{n(wide / 2)}" ry="{n(high / 2)}" {paint}/>'
    if shape == "line":
        return f'<path d="M{n(x)} {n(y)}L{n(right)} {n(low)}" {_paint(look, filled=False)}/>'
    if shape == "bracket":
        return f'<path d="M{n(right)} {n(y)}H{n(x)}V{n(low)}H{n(right)}" {_paint(look, filled=False)}/>'
    corner = ' rx="6"' if shape == "rounded" else ""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(high)}"{corner} {paint}/>'


def _text(text: Text, house: House, belongs_to: str = "text") -> str:
    colour = house.look(text.colour or belongs_to).text
    anchor = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
    bold = ' font-weight="bold"' if text.bold else ""
    return (
        f'<text x="{number(text.x)}" y="{number(text.y)}" font-size="{text.size:g}" fill="{colour}"{bold}{anchor} '
        f'unicode-bidi="isolate">{xml(text.text)}</text>'
    )


def _link(link: Link, house: House) -> str:
    look = house.look(link.style)
    way = _way(link.points, link.curved)
    tip = _tip(link, look) if link.arrow else ""
    name = link.words or link.label or f"{link.start} to {link.end}"
    opening = f'<g class="link {link.style}" role="img" aria-label="{xml(name)}" data-id="{xml(link.id)}">'
    return f'{opening}<path d="{way}" {_paint(look, filled=False)}/>{tip}</g>'


def _way(points: Sequence[Point], curved: bool) -> str:
    written = [f"{number(x)} {number(y)}" for x, y in points]
    if curved:
        return f"M{written[0]}C" + " ".join(written[1:])
    return f"M{written[0]}L" + " ".join(written[1:])


def _tip(link: Link, look: Look) -> str:
    """Draw the arrow as a shape of its own: markers are lost on the way into other programs."""
    (x, y) = link.points[-1]
    from_x, from_y = next((p for p in reversed(link.points[:-1]) if p != (x, y)), (x - 1, y))
    long = ((x - from_x) ** 2 + (y - from_y) ** 2) ** 0.5
    along_x, along_y = (x - from_x) / long, (y - from_y) / long
    size = 5 + 1.3 * look.width
    back_x, back_y = x - along_x * size, y - along_y * size
    side_x, side_y = -along_y * size * 0.42, along_x * size * 0.42
    corners = (x, y), (back_x + side_x, back_y + side_y), (back_x - side_x, back_y - side_y)
    return f'<path d="M{"L".join(f"{number(a)} {number(b)}" for a, b in corners)}Z" fill="{look.line or look.text}"/>'


def _badge(link: Link, house: House) -> str:
    look, said = house.look(link.style), link.number or link.label
    assert link.at is not None
    x, y = link.at
    wide = max(width(said, 8.5, bold=True) + 6, 2 * _BADGE)
    fill = look.fill or "#ffffff"
    return (
        f'<g aria-hidden="true"><rect x="{number(x - wide / 2)}" y="{number(y - _BADGE)}" width="{number(wide)}" '
        f'height="{2 * _BADGE:g}" rx="3" fill="{fill}" stroke="{look.line}" stroke-width="1"/>'
        f'<text x="{number(x)}" y="{number(y + 3)}" font-size="8.5" font-weight="bold" text-anchor="middle" '
        f'fill="{look.text}" unicode-bidi="isolate">{xml(said)}</text></g>'
    )


def _head(picture: Picture, house: House, across: float) -> tuple[str, float]:
    """Set the marking, the point and what is told; give the height, too."""
    parts, y = [], _EDGE
    right = _EDGE + across
    if house.logo:
        data = base64.b64encode(house.logo).decode()
        parts.append(
            f'<image x="{number(right - 96)}" y="{number(y)}" width="96" height="30" '
            f'preserveAspectRatio="xMaxYMin meet" href="data:image/png;base64,{data}" aria-hidden="true"/>'
        )
    if house.marking:
        parts.append(
            _text(Text(right - (104 if house.logo else 0), y + 9, house.marking, 9, True, "end", "text"), house)
        )
    room = across - (110 if house.logo else 0) - (width(house.marking, 9, True) + 12 if house.marking else 0)
    for line in broken(plain(picture.point), 16, room, 3, bold=True):
        y += 19
        parts.append(_text(Text(_EDGE, y, line, 16, True, colour="title"), house))
    for told in (*picture.told, f"As at {day_in_words(picture)}"):
        for line in broken(plain(told), 9.5, across, 3):
            y += 13.5
            parts.append(_text(Text(_EDGE, y, line, 9.5, colour="quiet"), house))
    return "\n".join(parts), y + 14


def _foot(picture: Picture, house: House, across: float) -> tuple[str, float]:
    """Set what is left out, the tables that belong into the picture, the key and the footer."""
    parts: list[str] = []
    y = 8.0
    for line in told_left_out(picture):
        for piece in broken(plain(line), 9, across, 3, bold=True):
            y += 13
            parts.append(_text(Text(0, y, piece, 9, True), house))
    for table in picture.tables:
        if table.drawn:
            drawn, y = _table(table, house, y + 8, across)
            parts += drawn
    drawn, y = _keys(picture.key, house, y + 8, across)
    parts += drawn
    for line in picture.footer:
        for piece in broken(plain(line), 8, across, 4):
            y += 11.5
            parts.append(_text(Text(0, y, piece, 8, colour="quiet"), house))
    return "\n".join(parts), y + 8


def _table(table: Table, house: House, y: float, across: float) -> tuple[list[str], float]:
    """Set a table as lines of text, its first column as badges where it has styles."""
    parts = [_text(Text(0, y + 9, table.title, 9.5, True), house)]
    y += 14
    for at, row in enumerate(table.rows):
        style = table.styles[at] if at < len(table.styles) else ""
        indent = 0.0
        named = "" if style else ": "
        cells = [
            (f"{table.headers[n]}{named}" if named and n else "") + plain(row[n])
            for n in table.brief or range(len(row))
        ]
        if style:
            look, wide = house.look(style), max(15.0, width(cells[0], 8.5, True) + 6)
            paint = f'fill="{look.fill or "#ffffff"}" stroke="{look.line}"'
            parts.append(f'<rect x="0" y="{number(y + 0.5)}" width="{number(wide)}" height="12" rx="3" {paint}/>')
            parts.append(_text(Text(wide / 2, y + 9.5, cells[0], 8.5, True, "middle", style), house))
            indent, cells = max(wide, 22.0) + 5, cells[1:]
        lines = broken(" · ".join(filter(None, cells)), 8.5, across - indent, 4)
        parts += [_text(Text(indent, y + 9.5 + n * 11, line, 8.5), house) for n, line in enumerate(lines)]
        y += max(14.0, 3 + 11 * len(lines))
    return parts, y


def _keys(keys: Iterable[Key], house: House, y: float, across: float) -> tuple[list[str], float]:
    parts: list[str] = []
    x, any_key = 0.0, False
    for key in keys:
        any_key = True
        wide = 38 + width(plain(key.words), 8.5) + 14
        if x and x + wide > across:
            x, y = 0.0, y + 16
        parts.append(key_entry(key, x, y, house))
        x += wide
    return parts, y + 20 if any_key else y


def key_entry(key: Key, x: float, y: float, house: House = DEFAULT) -> str:
    """Draw one entry of the key with its top left corner at `x`, `y`; it is 14 points high."""
    look = house.look(key.style)
    if key.shape == "line":
        sample = Link("", "", "", ((x, y + 7), (x + 30, y + 7)), key.style)
        drawn = f'<path d="{_way(sample.points, False)}" {_paint(look, filled=False)}/>{_tip(sample, look)}'
    elif key.shape in ("diamond", "circle", "triangle", "square"):
        drawn = _shape(key.shape, x + 10, y + 2, 10, 10, look)
    else:
        drawn = _shape(key.shape, x + 1, y + 1, 28, 12, look)
    return f"<g>{drawn}{_text(Text(x + 36, y + 10.2, key.words, 8.5), house)}</g>"
