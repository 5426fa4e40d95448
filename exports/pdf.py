"""Write pictures as PDF/UA-1: tagged, text selectable, tables as tables, A4 or A3 pages, by typst."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pathway_graph.errors import NoRenderer, Problem
from pathway_graph.pictures.drawing import Picture, Table
from pathway_graph.pictures.house import DEFAULT, House
from pathway_graph.pictures.pages import MARGIN, PAGES, fit

from .lettering import width
from .plain_text import plain
from .svg import day_in_words, field, key_entry, number, told_left_out

__all__ = ["ABOUT", "FORMAT", "pdf", "typeset"]

FORMAT = "pdf"
ABOUT = "pages to print and to publish: tagged, with the tables"

_ROUNDS = 60
_LACKING = re.compile('the text `"(.*)"` could not be displayed', re.DOTALL)
_TELL = "#let untold = "
_TOLD = '"? stands for letters that no font of this machine has. "\n//'


def pdf(pictures: Sequence[Picture], house: House = DEFAULT, page: str = "a3") -> bytes:
    """Write pictures as one file, each from a new page, its tables after it; the same pictures give the same bytes.

    Raises NoRenderer (PG501) where typst is not installed, InputProblems (PG502) where text would be too small.
    """
    return typeset(_source(pictures, house, page), house, "pdf", pdf_standards=["ua-1"])[0]


def typeset(source: str, house: House, format: str, **more: Any) -> list[bytes]:
    """Let typst set a document; it reads nothing but the fonts of the machine, and fetches nothing."""
    try:
        import typst
    except ModuleNotFoundError:
        hint = "Install it: pip install 'pathway-graph[pictures]'. SVG, DOT, Mermaid and draw.io need nothing."
        raise NoRenderer(Problem("PG501", f"writing {format.upper()} needs typst.", hint)) from None
    known = {name.casefold() for name in typst.Fonts().families()}
    if not any(name.casefold() in known for name in house.font):
        hint = f"Install one of {', '.join(house.font)}, or name one that is there under `font` in the house style."
        raise NoRenderer(Problem("PG501", "this machine has none of the fonts that are asked for.", hint))
    compile: Any = typst.compile
    for _ in range(_ROUNDS):
        try:
            made = compile(source.encode(), format=format, timestamp=0, **more)
        except typst.TypstError as error:
            lacking = _LACKING.search(error.message)
            if lacking is None:
                told = f"typst could not set the page: {plain(error.message)[:200]}."
                raise NoRenderer(Problem("PG501", told, "Write it as SVG, and tell us.")) from None
            source = _without(source, lacking[1])
        else:
            return [made] if isinstance(made, bytes) else list(made or [])
    hint = "Install a font that has them, and name it under `font` in the house style; or write SVG."
    raise NoRenderer(Problem("PG501", "the fonts of this machine lack too many of the letters.", hint))


def _without(source: str, lacking: str) -> str:
    """Put ? where no font has the letter (PDF/UA forbids boxes without meaning), and say so in the footer.

    Beyond the Latin letters its 256 neighbours go with it: scripts come as a whole, and each round costs a run.
    """
    letters = re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda found: chr(int(found[1], 16)), lacking)
    if not letters:
        return re.sub("[\u034f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]", "", source)
    for letter in {letter for letter in letters if ord(letter) > 0x7E}:
        first = ord(letter) & ~0xFF
        them = f"[{chr(first)}-{chr(first + 0xFF)}]" if ord(letter) > 0x24F else re.escape(letter)
        source = re.sub(them, "?", source)
    return source if _TOLD in source else source.replace(_TELL, _TELL + _TOLD, 1)


def _source(pictures: Sequence[Picture], house: House, page: str) -> str:
    wide, high = PAGES[page]
    fonts = ", ".join(_said(name) for name in house.font)
    text, quiet = house.look("text").text, house.look("quiet").text
    parts = [
        f"#set document(title: {_said(plain(pictures[0].point) or pictures[0].name)}, date: none)",
        f'#set text(font: ({fonts}), fallback: true, size: 9pt, lang: "en", region: "gb", fill: rgb("{text}"))',
        f"#set par(leading: 0.55em)\n#set page(width: {wide}pt, height: {high}pt, margin: {MARGIN}pt)",
        f'#show heading.where(level: 1): set text(size: 17pt, fill: rgb("{house.look("title").text}"))',
        "#show heading.where(level: 2): set text(size: 11pt)",
        f'{_TELL}""',
        f'#let quiet(body) = text(size: 8pt, fill: rgb("{quiet}"), body)',
    ]
    for at, picture in enumerate(pictures):
        parts += _pages(picture, house, page, first=at == 0)
    return "\n".join(parts)


def _pages(picture: Picture, house: House, page: str, *, first: bool) -> Iterator[str]:
    """Set one picture: title, field and key on its page; what it rests on and its tables follow."""
    fitted = fit(picture, page)
    told = f"quiet(untold + {_said(_foot(picture))})"
    foot = f"grid(columns: (1fr, auto), {told}, quiet(context counter(page).display()))"
    yield f"#set page(footer: {foot}, footer-descent: 6pt)"
    if not first:
        yield "#pagebreak()"
    if house.marking or house.logo:
        logo = f'image(bytes(({", ".join(map(str, house.logo))},)), format: "png", height: 18pt, alt: "Logo")'
        yield (
            f'#align(right)[#text(size: 9pt, weight: "bold", {_said(house.marking)})'
            f"{' #h(8pt) #box(' + logo + ')' if house.logo else ''}]"
        )
    yield f"#heading(level: 1, {_said(plain(picture.point) or picture.name)})"
    for line in (*picture.told, f"As at {day_in_words(picture)}"):
        yield f"#par({_said(line)})"
    alt = " ".join(filter(None, (picture.summary, *told_left_out(picture)))) or picture.name
    if picture.width and picture.height:
        yield _image(field(picture, house), alt, picture.width * fitted.scale)
    for line in told_left_out(picture):
        yield f"#par(strong({_said(line)}))"
    if picture.key:
        yield _key(picture, house, page)
    for table in picture.tables:
        yield from _table(table, house)


def _foot(picture: Picture) -> str:
    return " ".join(plain(line) for line in picture.footer)[:600]


def _image(drawn: str, alt: str, wide: float) -> str:
    return f'#image(bytes({_said(drawn, whole=True)}), format: "svg", width: {number(wide)}pt, alt: {_said(alt)})'


def _key(picture: Picture, house: House, page: str) -> str:
    room = PAGES[page][0] - 2 * MARGIN
    x, y, parts = 0.0, 0.0, []
    for key in picture.key:
        wide = 52 + width(plain(key.words), 8.5)
        if x and x + wide > room:
            x, y = 0.0, y + 16
        parts.append(key_entry(key, x, y, house))
        x += wide
    family = ", ".join(house.font)
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(room)} {number(y + 16)}" width="{number(room)}" '
        f'height="{number(y + 16)}" font-family="{family}">{"".join(parts)}</svg>'
    )
    return _image(drawn, "Key: " + "; ".join(f"{key.words}" for key in picture.key), room)


def _table(table: Table, house: House) -> Iterator[str]:
    """Set a table with its head repeated on every page; columns share the width by what is in them."""
    if not table.rows or not table.headers:
        return
    yield f"#heading(level: 2, {_said(table.title)})"
    longest = [max(len(row[at]) if at < len(row) else 0 for row in (table.headers, *table.rows))
               for at in range(len(table.headers))]  # fmt: skip
    columns = ", ".join("auto" if most <= 14 else f"{min(most, 60)}fr" for most in longest)
    head = house.look("head")
    cells = [
        f'table.cell(fill: rgb("{head.fill}"), text(fill: rgb("{head.text}"), weight: "bold", {_said(cell)}))'
        for cell in table.headers
    ]
    body = [f"text({_said(cell)})" for row in table.rows for cell in row]
    yield (
        f"#[#set text(size: 8pt)\n#table(columns: ({columns},), align: left + top, inset: 4pt, "
        f'stroke: 0.5pt + rgb("#aeb7bd"), table.header({", ".join(cells)}), {", ".join(body)})]'
    )


def _said(text: str, *, whole: bool = False) -> str:
    """Write a text as a literal of typst: what is in it is shown, never obeyed."""
    return json.dumps(text if whole else plain(text), ensure_ascii=False)
