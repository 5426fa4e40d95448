"""The house style: what is read from it, what is refused, and what is hard to read."""

from __future__ import annotations

import pathlib
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway_graph.errors import InputProblems
from pathway_graph.pictures.house import DEFAULT, LOOKS, contrast, read_house
from pathway_graph.registry import exports

from .made import picture

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def written(folder: pathlib.Path, text: str) -> pathlib.Path:
    """A house style with this text."""
    (folder / "house.yaml").write_text(text, encoding="utf-8")
    return folder / "house.yaml"


def png() -> bytes:
    """The smallest image: one dot."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head, dot = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0), zlib.compress(b"\x00\x80\x80\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")


def test_a_house_style_changes_what_it_names_and_nothing_else(tmp_path: pathlib.Path) -> None:
    """Colours, font, logo and marking of the file are in SVG, PDF and PNG; the other looks stay."""
    (tmp_path / "logo.png").write_bytes(png())
    house = read_house(written(tmp_path, "marking: Official\nfont: Arimo\nlogo: logo.png\n"
                                         "looks: {there: {fill: '#ffeecc', line: '#552200', width: 2}}"))  # fmt: skip

    assert {name for name, look in house.looks.items() if look != LOOKS[name]} == {"there"}
    assert house.remarks == ()
    drawn = exports()["svg"].svg(picture("A"), house)
    assert all(word in drawn for word in ("#ffeecc", 'font-family="Arimo', "Official", "data:image/png;base64,"))
    for format in ("pdf", "png"):
        write = exports()[format]
        made = [write.pdf([picture("A")], one) if format == "pdf" else write.png(picture("A"), one)
                for one in (house, DEFAULT)]  # fmt: skip
        assert made[0] != made[1]


@pytest.mark.parametrize(("text", "told"), [
    ("looks: {gapp: {line: '#aa1111'}}", "there is no look 'gapp'"),
    ("looks: {gap: {line: red}}", "'red' is no colour"),
    ("looks: {gap: {width: 99}}", "'99' can't be used here"),
    ("looks: {gap: 5}", "a look is keys and values"),
    ("looks: 5", "looks are names"),
    ("colours: {}", "there is no key 'colours'"),
    ("font: ['A\"; } body { }']", "a font is its family name"),
    ("logo: nowhere.png", "'nowhere.png' can't be read"),
    ("logo: house.yaml", "is no PNG file"),
    ("marking: [1]", "a marking is a short text"),
    ("- a list", "a house style is keys and values"),
    ("looks: {gap: {line: '#aa1111'", "it is no YAML"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused_with_its_place(tmp_path: pathlib.Path, text: str, told: str) -> None:
    """PG510 names the file, the key and the way out; nothing is drawn with half a style."""
    with pytest.raises(InputProblems) as refused:
        read_house(written(tmp_path, text))

    (problem,) = refused.value.problems
    assert (problem.code, problem.file) == ("PG510", "house.yaml")
    assert told in problem.message
    assert problem.hint


def test_all_that_is_wrong_is_told_at_once(tmp_path: pathlib.Path) -> None:
    """Three mistakes, three problems."""
    with pytest.raises(InputProblems) as refused:
        read_house(written(tmp_path, "looks: {gap: {line: red}, xyz: {}}\nmarking: 7"))
    assert len(refused.value.problems) == 3


def test_colours_that_are_hard_to_read_are_remarked_on(tmp_path: pathlib.Path) -> None:
    """Text below 4.5 to 1 on its ground and lines below 3 to 1 on white are named with their contrast."""
    house = read_house(written(tmp_path, "looks: {gap: {text: '#ff9999', line: '#ffcccc'}, late: {fill: '#aa1111'}}"))

    assert [remark.split(":")[0] for remark in house.remarks] == ["looks.gap", "looks.gap", "looks.late"]
    assert all("4.5 is needed" in remark or "3 is needed" in remark for remark in house.remarks)


def test_the_looks_that_come_with_it_can_be_read() -> None:
    """Every text of the default style has 4.5 to 1 on its own ground."""
    hard = {
        name: contrast(look.text, look.fill or "#ffffff")
        for name, look in LOOKS.items()
        if contrast(look.text, look.fill or "#ffffff") < 4.5
    }
    assert hard == {}


@given(COLOURS, COLOURS)
def test_contrast_is_what_wcag_says(one: str, other: str) -> None:
    """It is the same both ways, between 1 and 21, 1 for a colour with itself; known pairs have their known values."""
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21
    assert contrast(one, one) == 1
    assert (contrast("#777777", "#ffffff"), contrast("#0000ff", "#ffffff")) == (4.48, 8.59)
