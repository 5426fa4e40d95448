"""Write the landscape as one HTML file: a plain SVG, its tables, and a script of its own; nothing is fetched."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
from collections.abc import Iterable, Sequence
from importlib.resources import files

from pathway_graph.pictures.drawing import Box, Picture, Table
from pathway_graph.pictures.house import DEFAULT, House
from pathway_graph.pictures.pages import READABLE

from .plain_text import plain, xml
from .sheets import fit_whole
from .svg import day_in_words, field, key_entry, number, told_left_out

__all__ = ["html", "index", "notebook"]

_CHOICES = (("", "Everything"), ("gap", "Gaps"), ("planned", "Planned"), ("paused", "Full or paused"),
            ("faulty", "Handoff at risk"))  # fmt: skip


def html(pictures: Picture | Sequence[Picture], house: House = DEFAULT) -> str:
    """Write the whole page: the point, the picture, its key, the tables, what it rests on; of several, side by side.

    The page works without its script: then all is shown, and every table is in it. Its policy lets nothing in but its
    own style and script, named by their fingerprints.
    """
    shown = [pictures] if isinstance(pictures, Picture) else list(pictures)
    first, style, script = shown[0], _template("map.css"), _template("map.js")
    figures = "\n".join(
        _figure(picture, house, f"p{n}-" if n else "", len(shown) > 1) for n, picture in enumerate(shown)
    )
    tables = "\n".join(
        _table(table, picture, f"p{n}-" if n else "", f"{_of(picture)}: " if len(shown) > 1 else "")
        for n, picture in enumerate(shown)
        for table in picture.tables
    )
    heads = "".join(f"<p>{xml(line)}</p>" for line in _told(shown, house))
    beside = " beside" if len(shown) > 1 else ""
    body = f"""<header>
<h1>{xml(first.point)}</h1>
{heads}
</header>
{_controls(shown)}
<main>
<div class="view">
<div>
<div class="pictures{beside}">
{figures}
</div>
{_keys(first, house)}
</div>
<aside id="details" aria-label="Details" aria-live="polite" tabindex="0"><h2>Details</h2>
<p>Choose a service or a gap: with the mouse, or with the arrow keys and Enter.</p></aside>
</div>
{tables}
</main>
<footer>
{"".join(f"<p>{xml(line)}</p>" for line in dict.fromkeys(line for p in shown for line in p.footer))}
</footer>
<script type="application/json" id="facts">{_facts(shown)}</script>
<script>{script}</script>"""
    return _page(first.point, style, body, script)


def index(title: str, told: Iterable[str], rows: Sequence[tuple[str, str, Picture]], footer: Iterable[str] = ()) -> str:
    """Write the page that leads to the maps of the areas: rows of name, address and picture."""
    body = "".join(
        f'<tr><th scope="row"><a href="{xml(address)}">{xml(name)}</a></th>'
        f"<td>{sum(b.kind == 'Service' for b in picture.boxes)}</td><td>{sum(b.kind == 'Gap' for b in picture.boxes)}"
        f"</td><td>{len(picture.links)}</td><td>{xml(picture.point)}</td></tr>\n"
        for name, address, picture in rows
    )
    heads = ("Area", "Services", "Gaps", "Handoffs at risk", "The point")
    page = (
        f"<header><h1>{xml(title)}</h1>{''.join(f'<p>{xml(t)}</p>' for t in told)}</header><main>"
        '<div class="scroll" role="region" aria-label="Areas" tabindex="0"><table><thead><tr>'
        + "".join(f'<th scope="col">{h}</th>' for h in heads)
        + f"</tr></thead><tbody>\n{body}</tbody></table></div></main>"
        + f"<footer>{''.join(f'<p>{xml(line)}</p>' for line in footer)}</footer>"
    )
    return _page(title, _template("map.css"), page, "")


def notebook(picture: Picture, house: House = DEFAULT) -> str:
    """Write the picture and its point for a notebook: no script, and no style but its own."""
    lines = "".join(f"<p>{xml(line)}</p>" for line in (*picture.told, *told_left_out(picture)))
    return f"<h3>{xml(picture.point)}</h3>{lines}{field(picture, house)}"


def _page(title: str, style: str, body: str, script: str) -> str:
    allowed = f"script-src {_fingerprint(script)}; " if script else ""
    policy = f"default-src 'none'; {allowed}style-src {_fingerprint(style)}; base-uri 'none'; form-action 'none'"
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{xml(title)}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def _template(name: str) -> str:
    text = files("pathway_graph.exports").joinpath(f"templates/{name}").read_text(encoding="utf-8")
    return f"\n{text}"


def _fingerprint(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _told(shown: Sequence[Picture], house: House) -> list[str]:
    first = shown[0]
    found = [house.marking] if house.marking else []
    for picture in shown:
        of = f"{_of(picture)}: " if len(shown) > 1 else ""
        found += [f"{of}{line}" for line in picture.told]
    days = dict.fromkeys(day_in_words(picture) for picture in shown)
    return [*found, f"As at {' and '.join(days) if len(shown) > 1 else day_in_words(first)}"]


def _of(picture: Picture) -> str:
    """Name one of several pictures: what it was cut down to, and its day."""
    cut = [part for part in picture.name.split() if "=" in part]
    return f"{', '.join(part.split('=')[1] for part in cut) or 'All'}, {day_in_words(picture)}"


def _figure(picture: Picture, house: House, prefix: str, several: bool) -> str:
    left = "".join(f'<p class="left">{xml(line)}</p>' for line in told_left_out(picture))
    if (printed := fit_whole(dataclasses.replace(picture, tables=()), house)).smallest < READABLE:
        told = f"On A3 the smallest text of this has {printed.smallest:.1f} points: pathway-graph map --as pdf writes "
        left += f'<p class="paper">{told}pages that can be read.</p>'
    heading = f"<h2>{xml(_of(picture))}</h2><p>{xml(picture.point)}</p>" if several else ""
    label = "The picture; scroll sideways on a narrow screen"
    name = f"Landscape of services, {_of(picture)}"
    return (
        f'<figure aria-label="{xml(name)}">{heading}<div class="picture" tabindex="0" role="region" '
        f'aria-label="{xml(f"{label} ({_of(picture)})")}">\n{field(picture, house, prefix)}</div>{left}</figure>'
    )


def _controls(shown: Sequence[Picture]) -> str:
    """Write what searches and filters; the script shows it, since without it it does nothing."""
    values: dict[str, set[str]] = {}
    for picture in shown:
        for box in picture.boxes:
            for name, told in box.details:
                values.setdefault(name, set()).update(filter(None, told.split("; ")))
    selects = "".join(
        f'<div><label for="by-{name}">{name.capitalize()}</label><select id="by-{name}" data-fact="{name}">'
        '<option value="">All</option>'
        + "".join(f'<option value="{xml(value)}">{xml(value)}</option>' for value in sorted(known))
        + '<option value="?">Not stated</option></select></div>'
        for name, known in values.items()
        if len(known) > 1
    )
    only = "".join(f'<option value="{value}">{words}</option>' for value, words in _CHOICES)
    buttons = (
        ("larger", "Larger"),
        ("smaller", "Smaller"),
        ("whole", "Fit"),
        ("print", "Print A3"),
        ("all", "Show all"),
    )
    return (
        '<div class="controls" role="search" aria-label="Search and filters"><div><label for="find">Find</label>'
        f'<input id="find" type="search" autocomplete="off"></div>{selects}<div><label for="only">Show</label>'
        f'<select id="only">{only}</select></div>'
        + "".join(f'<button type="button" id="{id}">{words}</button>' for id, words in buttons)
        + '<p id="count" role="status"></p></div>'
    )


def _keys(picture: Picture, house: House) -> str:
    items = "".join(
        f'<li><svg width="{number(44 + 5.2 * len(key.words))}" height="16" role="img" '
        f'aria-label="{xml(key.words)}">{key_entry(key, 1, 1, house)}</svg></li>'
        for key in picture.key
    )
    return f'<div class="key"><h2>Key</h2><ul class="keys">{items}</ul></div>'


def _row_id(id: str, prefix: str) -> str:
    return f"{prefix}row-{plain(id)}"


def _table(table: Table, picture: Picture, prefix: str, of: str) -> str:
    head = "".join(f'<th scope="col">{xml(h)}</th>' for h in table.headers)
    seen: set[str] = set()
    rows = []
    for n, row in enumerate(table.rows):
        id = table.ids[n] if n < len(table.ids) else ""
        name = f' id="{xml(_row_id(id, prefix))}"' if id and id not in seen else ""
        seen.add(id)
        first, *rest = row
        rows.append(
            f'<tr{name}><th scope="row">{xml(first)}</th>' + "".join(f"<td>{xml(c)}</td>" for c in rest) + "</tr>"
        )
    title = f"{of}{table.title}"
    body = "\n".join(rows)
    return (
        f'<section><h2>{xml(title)}</h2><div class="scroll" tabindex="0" role="region" aria-label="{xml(title)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div></section>"
    )


def _facts(shown: Sequence[Picture]) -> str:
    """Give the script what it needs: of each box its kind, title, lines and facts; the ends of each line.

    Ids are as they stand in the drawing, without control characters: else a box would not find its own facts.
    """
    boxes: dict[str, object] = {}
    links: dict[str, list[str]] = {}
    for n, picture in enumerate(shown):
        for box in picture.boxes:
            boxes.setdefault(plain(box.id), _fact(box, f"p{n}-" if n else ""))
        links.update({plain(link.id): [plain(link.start), plain(link.end)] for link in picture.links})
    told = json.dumps({"boxes": boxes, "links": links}, ensure_ascii=False, separators=(",", ":"))
    return told.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _fact(box: Box, prefix: str) -> dict[str, object]:
    facts = {name: [plain(v) for v in told.split("; ") if v] for name, told in box.details}
    return {"kind": box.kind, "title": plain(box.title), "lines": [plain(line) for line in box.lines], "facts": facts,
            "row": _row_id(box.id, prefix)}  # fmt: skip
