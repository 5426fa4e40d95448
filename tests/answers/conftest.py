"""Take worked cases the whole way: a YAML file, a load, a command, its JSON."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
import yaml

from pathway_graph.cli import main
from pathway_graph.workspace import Workspace

CASES = pathlib.Path(__file__).parent.parent / "data" / "cases" / "cases.yaml"

Sheets = Mapping[str, Sequence[Mapping[str, Any]]]


def book() -> dict[str, Any]:
    """The worked cases, every cell as it is written."""
    found: dict[str, Any] = yaml.load(CASES.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return found


@pytest.fixture
def landscape(tmp_path: pathlib.Path) -> Callable[..., pathlib.Path]:
    """Make a workspace of the cases' base and more sheets; give its folder."""

    def made(given: Sheets, name: str = "case", base: bool = True) -> pathlib.Path:
        sheets: dict[str, list[Any]] = {}
        for part in (book()["base"] if base else {}, given):
            for sheet, rows in part.items():
                if isinstance(rows, list):
                    sheets.setdefault(sheet, []).extend(rows)
        file = tmp_path / f"{name}.yaml"
        file.write_text(yaml.safe_dump(sheets, default_style='"', sort_keys=False), encoding="utf-8")
        with Workspace.create(tmp_path / name) as workspace:
            workspace.load(file)
        return tmp_path / f"{name}.pathway"

    return made


@pytest.fixture
def answered(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Run a command on a workspace on the cases' day and read its JSON; the day may be said."""

    def ran(folder: pathlib.Path, *words: str) -> Any:
        day = () if "--as-of" in words else ("--as-of", book()["base"]["as_of"])
        status = main([*words, "-C", str(folder), "--json", *day])
        told = capsys.readouterr()
        assert status in (0, 1), told.out + told.err
        return json.loads(told.out)

    return ran


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run a command on a workspace on the cases' day; give what it says to people, on one line."""

    def ran(folder: pathlib.Path, *words: str) -> str:
        day = () if "--as-of" in words else ("--as-of", book()["base"]["as_of"])
        assert main([*words, "-C", str(folder), *day]) in (0, 1)
        return " ".join(capsys.readouterr().out.split())

    return ran
