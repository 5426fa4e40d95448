"""Read the house style: colours, font, logo and marking of every picture; the defaults are accessible."""

from __future__ import annotations

import dataclasses
import pathlib
import re
from collections.abc import Mapping
from typing import Any

import yaml

from pathway_graph.errors import InputProblems, Problem, near_miss

__all__ = ["DEFAULT", "LOOKS", "House", "Look", "contrast", "read_house"]

FONTS = ("Arial", "Liberation Sans", "Arimo", "Helvetica", "DejaVu Sans")
_KEYS = ("looks", "font", "logo", "marking")
_LOGO_BYTES = 1_000_000
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """How one style is drawn: colours as #rrggbb (blank: none), `width` of its line and `dash` in points."""

    fill: str = "#ffffff"
    line: str = "#4c6272"
    text: str = "#212b32"
    width: float = 1.0
    dash: str = ""


_RED, _AMBER, _GREEN, _BLUE, _GREY, _INK = "#8b0e0e", "#6b4500", "#00592a", "#003087", "#4c6272", "#212b32"

LOOKS: dict[str, Look] = {
    # services and gaps
    "there": Look(fill="#eef4fb", line="#3d6fa5"),
    "planned": Look(line="#3d6fa5", dash="6 3"),
    "gap": Look(fill="#fff5f5", line="#aa1111", text=_RED, width=1.8, dash="1.5 3"),
    "paused": Look(fill="#e8edee", line="#768692"),
    "duplicate": Look(fill="", line="#6a1b9a", text="#4a126b", width=2.2),
    # handoffs
    "link": Look(fill="", line=_GREY, width=1.2),
    "risk": Look(fill="#fff3d1", line="#8a5a00", text=_AMBER, width=1.8, dash="6 3"),
    "broken": Look(fill="#8b0e0e", line="#aa1111", text="#ffffff", width=2.6, dash="8 4"),
    "unknown": Look(fill="#f0f4f5", line="#5b6b76", text="#3b4a54", width=1.4, dash="2 3"),
    # plans
    "critical": Look(line=_INK, width=2.8),
    "critical_bar": Look(fill="", line=_INK, width=2.4),
    "critical_link": Look(fill="", line=_INK, width=3.2),
    "complete": Look(fill="#e6eff8", line="#005eb8", text=_BLUE),
    "on_track": Look(fill="#e3f3e9", line="#007f3b", text=_GREEN),
    "at_risk": Look(fill="#fff3d1", line="#8a5a00", text=_AMBER),
    "late": Look(fill="#fde8e8", line="#aa1111", text=_RED),
    "not_started": Look(line=_GREY, text="#3b4a54"),
    "external": Look(fill="#f7f2fb", line="#6a1b9a", text="#4a126b", dash="5 3"),
    "organisation": Look(fill="#f0f4f5", line=_GREY),
    "contract": Look(fill="#e9f5ee", line="#2f7d4f"),
    "extension": Look(line="#2f7d4f", dash="5 3"),
    "procurement": Look(fill="#fff3d1", line="#8a5a00", text=_AMBER),
    "baseline": Look(fill="#aeb7bd", line="#768692", width=0.5),
    "float": Look(fill="", line="#5b6b76", width=1.3, dash="2 3"),
    "done": Look(fill="#9fb6c6", line="#9fb6c6", width=0),
    "data_date": Look(fill="", line="#005eb8", text="#005eb8", width=1.6, dash="6 4"),
    # coverage
    "covered": Look(fill="#cfe3f5", line="#3d6fa5", text=_INK, width=0.6),
    "partly": Look(fill="#fff3d1", line="#8a5a00", text=_AMBER, width=0.9),
    "uncovered": Look(fill="#ffffff", line="#aa1111", text=_RED, width=1.6, dash="1.5 3"),
    "not_asked": Look(fill="#f0f4f5", line="#d8dde0", text="#4c6272", width=0.6),
    # what is behind
    "lane": Look(fill="#f4f7f8", line="", width=0),
    "lane_other": Look(fill="#ffffff", line="", width=0),
    "cluster": Look(fill="#eef3f8", line="#aeb7bd", width=0.8),
    "head": Look(fill="#003087", line="", text="#ffffff", width=0),
    "rule": Look(fill="", line="#d8dde0", width=0.6),
    "text": Look(fill="", line="", text=_INK, width=0),
    "quiet": Look(fill="", line="", text=_GREY, width=0),
    "title": Look(fill="", line="", text=_BLUE, width=0),
    "number": Look(fill=_INK, line="", text="#ffffff", width=0),
    # what changed since
    "added": Look(fill="", line="#00592a", text=_GREEN, width=2.4),
    "removed": Look(fill="#ffffff", line="#aa1111", text=_RED, width=1.6, dash="3 3"),
    "moved": Look(fill="", line="#6a1b9a", text="#4a126b", width=2.4, dash="8 3"),
}
"""Every style that a picture of ours uses. Red, amber and green never stand alone: a word or a shape says the same."""


@dataclasses.dataclass(frozen=True, slots=True)
class House:
    """How pictures of one organisation look. `marking` stands at the top of each page; `logo` holds a PNG file.

    `remarks` say which of its colours are hard to read (contrast below 4.5 to 1 for text, 3 to 1 for lines).
    """

    looks: Mapping[str, Look] = dataclasses.field(default_factory=lambda: LOOKS)
    font: tuple[str, ...] = FONTS
    logo: bytes = b""
    marking: str = ""
    remarks: tuple[str, ...] = ()

    def look(self, style: str) -> Look:
        """Give the look of a style; that of plain text where there is none of that name."""
        return self.looks.get(style) or self.looks["text"]


DEFAULT = House()


def read_house(path: str | pathlib.Path) -> House:
    """Read a house style from a YAML file: `looks`, `font`, `logo`, `marking`, each of them optional.

    Raises InputProblems (PG510) with everything that is wrong with it.
    """
    file = pathlib.Path(path)
    try:
        stated = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        told = f"the house style cannot be read: {getattr(error, 'strerror', None) or 'it is no YAML'}."
        row = None if line is None else line + 1
        raise InputProblems(Problem("PG510", told, "Correct the file.", file=file.name, row=row)) from None
    reader = _Reader(file)
    house = reader.house(stated)
    if reader.problems:
        raise InputProblems(*reader.problems)
    return house


class _Reader:
    """Turn what a file states into a house style, and collect what is wrong."""

    def __init__(self, file: pathlib.Path) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, field: str, message: str, hint: str) -> None:
        self.problems.append(Problem("PG510", message, hint, file=self.file.name, field=field))

    def house(self, stated: Any) -> House:
        if not isinstance(stated, dict):
            self.wrong("", "a house style is keys and values.", f"Its keys are {', '.join(_KEYS)}.")
            return DEFAULT
        for key in stated:
            if key not in _KEYS:
                hint = near_miss(str(key), _KEYS) or f"Its keys are {', '.join(_KEYS)}."
                self.wrong(str(key), f"there is no key '{key}'.", hint)
        looks = self.looks(stated.get("looks") or {})
        logo = self.logo(stated.get("logo"))
        return House(
            looks, self.font(stated.get("font")), logo, self.marking(stated.get("marking")),
            () if self.problems else tuple(_hard_to_read(looks)),
        )  # fmt: skip

    def looks(self, stated: Any) -> dict[str, Look]:
        looks = dict(LOOKS)
        if not isinstance(stated, dict):
            self.wrong("looks", "looks are names and what they look like.", "Write `gap: {line: '#aa1111'}`.")
            return looks
        for name, parts in stated.items():
            if name not in LOOKS:
                hint = near_miss(str(name), LOOKS) or f"The looks are {', '.join(LOOKS)}."
                self.wrong(f"looks.{name}", f"there is no look '{name}'.", hint)
            elif not isinstance(parts, dict):
                self.wrong(f"looks.{name}", "a look is keys and values.", "Write `{fill: '#ffffff'}`.")
            else:
                looks[name] = dataclasses.replace(looks[name], **self.parts(f"looks.{name}", parts))
        return looks

    def parts(self, field: str, stated: Mapping[Any, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in stated.items():
            if key in ("fill", "line", "text"):
                found[key] = self.colour(f"{field}.{key}", value)
            elif key == "width" and isinstance(value, int | float) and 0 <= value <= 10:
                found[key] = float(value)
            elif key == "dash" and isinstance(value, str) and re.fullmatch(r"[\d. ]{0,20}", value):
                found[key] = value
            else:
                self.wrong(f"{field}.{key}", f"'{value}' can't be used here.",
                           "fill, line and text are #rrggbb, width 0 to 10 points, dash such as '6 3'.")  # fmt: skip
        return found

    def colour(self, field: str, value: Any) -> str:
        if value == "" or (isinstance(value, str) and _COLOUR.match(value)):
            return str(value)
        self.wrong(field, f"'{value}' is no colour.", "Write it in quotes as '#003087'.")
        return "#000000"

    def font(self, stated: Any) -> tuple[str, ...]:
        names = [stated] if isinstance(stated, str) else stated or []
        if not isinstance(names, list) or not all(
            isinstance(n, str) and re.fullmatch(r"[\w \-]{1,60}", n) for n in names
        ):
            self.wrong("font", "a font is its family name, or a list of them.", "Write `font: Arial`.")
            return FONTS
        return tuple(dict.fromkeys([*names, *FONTS]))

    def marking(self, stated: Any) -> str:
        if stated is None or (isinstance(stated, str) and len(stated) <= 80):
            return stated or ""
        self.wrong("marking", "a marking is a short text.", "Write `marking: Official`.")
        return ""

    def logo(self, stated: Any) -> bytes:
        if stated is None:
            return b""
        path = self.file.parent / str(stated)
        try:
            data = path.read_bytes()
        except OSError as error:
            self.wrong("logo", f"'{stated}' can't be read: {error.strerror}.", "Name a file beside the house style.")
            return b""
        if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) <= _LOGO_BYTES:
            return data
        self.wrong("logo", f"'{stated}' is no PNG file of at most 1 MB.", "Save the logo as PNG: it can hold no code.")
        return b""


def _hard_to_read(looks: Mapping[str, Look]) -> list[str]:
    found = []
    for name, look in looks.items():
        ground = look.fill or "#ffffff"
        if look.text and (ratio := contrast(look.text, ground)) < 4.5:
            found.append(f"looks.{name}: text {look.text} on {ground} has a contrast of {ratio:.1f}; 4.5 is needed")
        meant = look != LOOKS[name] and look.line and look.width
        if meant and (ratio := contrast(look.line, "#ffffff")) < 3:
            found.append(f"looks.{name}: line {look.line} on white has a contrast of {ratio:.1f}; 3 is needed")
    return found


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours as WCAG 2 defines it: 1 (the same) to 21 (black on white).

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 2)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
