"""Make pictures for tests: small ones by hand, any by Hypothesis."""

from __future__ import annotations

import datetime
import itertools

from hypothesis import strategies as st

from pathway_graph.pictures.drawing import Band, Box, Key, LeftOut, Link, Picture, Table, Text

__all__ = ["HOSTILE", "names", "picture", "pictures"]

DAY = datetime.date(2018, 1, 30)

HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>',
    "]]>", "<!--", "&lt;b&gt;", "${7*7}", "#include \"x\"",
    "javascript:alert(1)", "\x1b[31mred\x07", "\u202eright to left\u202c", "\x00\ufffe\ud800",
    "עברית", "مرحبا", "😀👩‍⚕️",
    'a"]; b [URL="javascript:alert(1)"', "click a href \"javascript:alert(1)\"", "end\nsubgraph", "%%{init: {}}%%",
    "=HYPERLINK(\"http://x\")", "</svg><svg onload=alert(1)>", "\\\" + \\u{41}", "x" * 10_000, "#read(\"/etc/passwd\")",
    "]#eval(\"1\")[", "$\\sum$", "`raw`", "' onmouseover='x", "<mxfile/>", "--\r\n--", "", " ",
)  # fmt: skip
"""Names that have broken something somewhere."""

names = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))


def picture(*titles: str) -> Picture:
    """A chain of boxes with these titles, each linked to the next, with everything that a picture can have."""
    boxes = tuple(
        Box(f"b{at}", "Service", title, 10 + 140 * at, 20, 120, 50, words=f"Service: {title}", number=str(at),
            band="lane", lines=(title,), texts=(Text(16 + 140 * at, 36, title[:200], 9, True),))
        for at, title in enumerate(titles)
    )  # fmt: skip
    links = tuple(
        Link(f"l{at}", f"b{at}", f"b{at + 1}", ((130 + 140 * at, 45), (150 + 140 * at, 45)), "risk", number=str(at + 1),
             at=(140 + 140 * at, 45), words=f"{one} to {other}")
        for at, (one, other) in enumerate(itertools.pairwise(titles))
    )  # fmt: skip
    name = titles[0] if titles else "nothing"
    return Picture(
        "test", name or "A point", DAY, 20 + 140 * max(len(titles), 1), 90, (name,), f"{len(boxes)} services",
        (Band("lane", name, 0, 0, 20 + 140 * max(len(titles), 1), 90),), boxes, links,
        key=(Key("there", "there"), Key("risk", "at risk", "line")), footer=(f"Source: {name}",),
        tables=(
            Table("Handoffs", ("No.", "What"), tuple((k.number, k.words) for k in links), True, ("risk",) * len(links)),
        ),
        left_out=(LeftOut(2, "services", "Say --all.", ("x", "y")),),
    )  # fmt: skip


pictures = st.lists(names, min_size=1, max_size=6).map(lambda titles: picture(*titles))
