"""Write pictures as a draw.io file: boxes and lines that stay joined when they are moved, a page each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pathway_graph.pictures.drawing import Band, Box, Link, Mark, Picture
from pathway_graph.pictures.house import DEFAULT, House, Look

from .plain_text import plain, xml
from .svg import number, told_left_out

__all__ = ["ABOUT", "FORMAT", "drawio"]

FORMAT = "drawio"
ABOUT = "to go on with in draw.io (diagrams.net)"

_HEAD = 70.0


def drawio(pictures: Sequence[Picture], house: House = DEFAULT) -> str:
    """Write one file with a page a picture."""
    pages = "\n".join(_page(picture, house, at) for at, picture in enumerate(pictures))
    return f'<mxfile host="pathway-graph">\n{pages}\n</mxfile>\n'


def _page(picture: Picture, house: House, at: int) -> str:
    cells = "\n".join(_cells(picture, house))
    size = f'pageWidth="{number(picture.width)}" pageHeight="{number(picture.height + 2 * _HEAD)}"'
    return (
        f'<diagram id="p{at}" name="{xml(picture.name)}"><mxGraphModel {size}><root>\n<mxCell id="0"/>'
        f'<mxCell id="1" parent="0"/>\n{cells}\n</root></mxGraphModel></diagram>'
    )


def _cells(picture: Picture, house: House) -> Iterator[str]:
    title = "\n".join([picture.point, *picture.told])
    yield _text("title", title, 0, 0, picture.width, _HEAD, 16)
    for at, band in enumerate(picture.bands):
        style = _style(band.shape, house.look(band.style), "verticalAlign=top;align=left;")
        yield _vertex(f"band{at}", band.title, band, style)
    for at, mark in enumerate((*picture.marks, *(m for band in picture.bands for m in band.marks))):
        yield _mark(f"mark{at}", mark, house)
    names = {box.id: f"box{at}" for at, box in enumerate(picture.boxes)}
    for box in picture.boxes:
        text = "\n".join(filter(None, (box.title, *box.lines)))
        style = _style(box.shape, house.look(box.style), "align=left;spacingLeft=6;")
        yield _vertex(names[box.id], text, box, style)
        if box.shape == "none":  # a bar of a plan: what is drawn of it are its marks
            yield from (_mark(f"{names[box.id]}m{n}", m, house) for n, m in enumerate(box.marks))
    for at, link in enumerate(picture.links):
        yield _edge(f"link{at}", link, names, house.look(link.style))
    below = "\n".join([*told_left_out(picture), *picture.footer])
    yield _text("foot", below, 0, picture.height + _HEAD, picture.width, _HEAD, 9)


def _value(text: str) -> str:
    """Write a text as a value: plain, as `html=0` makes draw.io show it and not obey it; lines by &#10;."""
    return "&#10;".join(xml(line) for line in text.split("\n") if plain(line))


def _vertex(id: str, text: str, at: Band | Box, style: str) -> str:
    place = f'x="{number(at.x)}" y="{number(at.y + _HEAD)}" width="{number(at.width)}" height="{number(at.height)}"'
    return (
        f'<mxCell id="{id}" value="{_value(text)}" style="{style}" vertex="1" parent="1">'
        f'<mxGeometry {place} as="geometry"/></mxCell>'
    )


def _mark(id: str, mark: Mark, house: House) -> str:
    size = f'width="{number(mark.width)}" height="{number(mark.height)}"'
    place = f'x="{number(mark.x)}" y="{number(mark.y + _HEAD)}" {size}'
    return (
        f'<mxCell id="{id}" value="" style="{_style(mark.shape, house.look(mark.style))}" vertex="1" parent="1">'
        f'<mxGeometry {place} as="geometry"/></mxCell>'
    )


def _text(id: str, text: str, x: float, y: float, wide: float, high: float, size: int) -> str:
    style = f"text;html=0;align=left;verticalAlign=top;whiteSpace=wrap;fontSize={size};"
    place = f'x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(high)}"'
    return (
        f'<mxCell id="{id}" value="{_value(text)}" style="{style}" vertex="1" parent="1">'
        f'<mxGeometry {place} as="geometry"/></mxCell>'
    )


def _style(shape: str, look: Look, more: str = "") -> str:
    shapes = {"rounded": "rounded=1;arcSize=8;", "diamond": "rhombus;", "circle": "ellipse;", "triangle": "triangle;",
              "none": "fillColor=none;strokeColor=none;", "line": "line;"}  # fmt: skip
    fill = f"fillColor={look.fill or 'none'};" if shape != "none" else ""
    line = f"strokeColor={look.line or 'none'};strokeWidth={look.width:g};" if shape != "none" else ""
    dash = f"dashed=1;dashPattern={look.dash};" if look.dash else ""
    return f"html=0;whiteSpace=wrap;fontSize=9;{shapes.get(shape, '')}{fill}{line}{dash}fontColor={look.text};{more}"


def _edge(id: str, link: Link, names: dict[str, str], look: Look) -> str:
    dash = f"dashed=1;dashPattern={look.dash};" if look.dash else ""
    style = f"html=0;endArrow=block;strokeColor={look.line or look.text};strokeWidth={look.width:g};{dash}"
    return (
        f'<mxCell id="{id}" value="{_value(link.number or link.label)}" style="{style}" edge="1" parent="1" '
        f'source="{names[link.start]}" target="{names[link.end]}"><mxGeometry relative="1" as="geometry"/></mxCell>'
    )
