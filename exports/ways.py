"""Lead lines between boxes of a grid through the gutters and corridors that are left free, never through a box."""

from __future__ import annotations

import dataclasses
import itertools
from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from pathway_graph.pictures.drawing import Point

__all__ = ["Track", "ways"]

Place = tuple[int, int]
"""Column and row of a box in the grid."""

_BADGE = 15.5
_EDGE = 3.0
"""How far a number may reach over the edge of a box: nothing is written so near to it."""


@dataclasses.dataclass(frozen=True)
class Track:
    """Where the lines may go. `gutters`: the middle of the gutter left of each column of boxes, one more at the end;
    `corridors`: the middle of the corridor above each row, one more at the end; `left`, `top`, `wide`, `high`: the
    boxes; `gutter`, `corridor`: how wide these are."""

    gutters: Sequence[float]
    corridors: Sequence[float]
    left: Sequence[float]
    top: Sequence[float]
    wide: float
    high: Sequence[float]
    gutter: float
    corridor: float


@dataclasses.dataclass
class _Way:
    """One line: leaves by gutter `out`, goes along corridor `along` (None: none), comes in by gutter `into`."""

    start: Place
    end: Place
    out: int
    into: int
    along: int | None
    shift: dict[str, float] = dataclasses.field(default_factory=dict)
    ports: dict[str, float] = dataclasses.field(default_factory=dict)


def ways(
    ends: Sequence[tuple[Place, Place]], track: Track, boxes: Collection[Place] = ()
) -> list[tuple[list[Point], Point]]:  # fmt: skip
    """Give for each pair of boxes its points, and where its number stands: clear of `boxes` where there is room.

    Lines that share a gutter or a corridor get tracks of their own there, as far as there is room (greedy colouring of
    intervals, in the order of their beginning).
    """
    lines = [_way(start, end) for start, end in ends]
    _ports(lines, track)
    _spread(lines, track)
    led = [_points(line, track) for line in lines]
    occupied = frozenset(boxes)
    taken: defaultdict[Place, list[Point]] = defaultdict(list)
    numbers: dict[int, Point] = {}
    for n in sorted(range(len(led)), key=lambda n: _length(led[n])):  # a short line has the fewest places
        x, y = numbers[n] = _badge(led[n], taken, track, occupied)
        taken[int(x // _BADGE), int(y // _BADGE)].append((x, y))
    return [(points, numbers[n]) for n, points in enumerate(led)]


def _length(points: Sequence[Point]) -> float:
    return sum(abs(a - c) + abs(b - d) for (a, b), (c, d) in itertools.pairwise(points))


def _way(start: Place, end: Place) -> _Way:
    (a, up), (b, low) = start, end
    if a == b:
        return _Way(start, end, a, a, None)
    out, into = (a + 1, b) if b > a else (a, b + 1)
    if out == into:
        return _Way(start, end, out, into, None)
    along = low if up < low else low + 1 if up > low else low
    return _Way(start, end, out, into, along)


def _ports(lines: Sequence[_Way], track: Track) -> None:
    """Spread the lines that touch one side of a box over its height."""
    sides: defaultdict[tuple[Place, int], list[tuple[int, int, _Way, str]]] = defaultdict(list)
    for n, line in enumerate(lines):
        sides[line.start, line.out].append((line.end[1], n, line, "start"))
        sides[line.end, line.into].append((line.start[1], n, line, "end"))
    for (place, _), touching in sides.items():
        touching.sort(key=lambda item: item[:2])
        for n, (_, _, line, end) in enumerate(touching, 1):
            line.ports[end] = track.top[place[1]] + track.high[place[1]] * n / (len(touching) + 1)


def _spread(lines: Sequence[_Way], track: Track) -> None:
    """Give each stretch in a gutter or corridor a track of its own."""
    runs: defaultdict[tuple[str, int], list[tuple[float, float, int, str]]] = defaultdict(list)
    for n, line in enumerate(lines):
        start, end = line.ports["start"], line.ports["end"]
        if line.along is None:
            runs["gutter", line.out].append((min(start, end), max(start, end), n, "out"))
            continue
        y = track.corridors[line.along]
        runs["gutter", line.out].append((min(start, y), max(start, y), n, "out"))
        runs["gutter", line.into].append((min(end, y), max(end, y), n, "into"))
        one, other = track.gutters[line.out], track.gutters[line.into]
        runs["corridor", line.along].append((min(one, other), max(one, other), n, "along"))
    for (kind, _), stretches in sorted(runs.items()):
        room = (track.gutter if kind == "gutter" else track.corridor) - 3
        _colour(sorted(stretches), lines, room)


def _colour(stretches: Sequence[tuple[float, float, int, str]], lines: Sequence[_Way], room: float) -> None:
    until: list[float] = []
    lane: dict[tuple[int, str], int] = {}
    for start, end, n, part in stretches:
        free = next((k for k, last in enumerate(until) if last < start - 2), None)
        if free is None:
            free = len(until)
            until.append(end)
        until[free] = end
        lane[n, part] = free
    step = min(4.0, room / max(len(until), 1))
    for (n, part), k in lane.items():
        lines[n].shift[part] = (k - (len(until) - 1) / 2) * step


def _points(line: _Way, track: Track) -> list[Point]:
    (a, _), (b, _) = line.start, line.end
    leave = track.left[a] + (track.wide if line.out > a else 0)
    arrive = track.left[b] + (track.wide if line.into > b else 0)
    out = track.gutters[line.out] + line.shift["out"]
    start, end = line.ports["start"], line.ports["end"]
    if line.along is None:
        points = [(leave, start), (out, start), (out, end), (arrive, end)]
    else:
        y = track.corridors[line.along] + line.shift["along"]
        into = track.gutters[line.into] + line.shift["into"]
        points = [(leave, start), (out, start), (out, y), (into, y), (into, end), (arrive, end)]
    return [point for n, point in enumerate(points) if n == 0 or point != points[n - 1]]


def _badge(
    points: Sequence[Point], taken: Mapping[Place, Sequence[Point]], track: Track, boxes: Collection[Place]
) -> Point:
    """Find the place along a line where its number covers no other, and no box: near the middle of long stretches."""
    stretches = sorted(itertools.pairwise(points), key=lambda s: -abs(s[0][0] - s[1][0]) - abs(s[0][1] - s[1][1]))
    places = [
        (x1 + (x2 - x1) * part, y1 + (y2 - y1) * part)
        for (x1, y1), (x2, y2) in stretches
        for part in (0.5, 0.3, 0.7, 0.15, 0.85, 0.4, 0.6, 0.2, 0.8)
    ]
    best, least = places[0], float("inf")
    for place in places:
        if not _is_taken(place, taken):
            covered = _covered(place, track, boxes)
            if covered < least:
                best, least = place, covered
            if not covered:
                break
    return best


def _is_taken(place: Point, taken: Mapping[Place, Sequence[Point]]) -> bool:
    """True where a number stands too near; `taken` has those that stand, by the square of a number's size."""
    x, y = place
    column, row = int(x // _BADGE), int(y // _BADGE)
    return any(
        abs(x - a) < _BADGE and abs(y - b) < _BADGE
        for square in itertools.product((column - 1, column, column + 1), (row - 1, row, row + 1))
        for a, b in taken.get(square, ())
    )


def _covered(place: Point, track: Track, boxes: Collection[Place]) -> float:
    """Give how much of boxes a number covers at a place, beyond the edge that nothing is written on."""
    x, y, half = *place, _BADGE / 2
    columns = range(max(bisect(track.left, x - half) - 1, 0), bisect(track.left, x + half))
    rows = range(max(bisect(track.top, y - half) - 1, 0), bisect(track.top, y + half))
    return sum(
        _beyond(min(x + half, track.left[a] + track.wide) - max(x - half, track.left[a]))
        * _beyond(min(y + half, track.top[b] + track.high[b]) - max(y - half, track.top[b]))
        for a, b in itertools.product(columns, rows)
        if (a, b) in boxes
    )


def _beyond(length: float) -> float:
    return max(0.0, length - _EDGE)
