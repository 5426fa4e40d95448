"""Give tests a workspace of a few sheets, and the JSON of a command on it."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
import yaml

from pathway_graph.cli import main
from pathway_graph.workspace import Workspace

BASE: dict[str, Any] = {
    "Settings": [{"setting": "data_date", "value": "2018-01-30"}],
    "Areas": [{"id": "bath", "name": "Bath"}],
    "Needs": [{"id": "crisis", "name": "Crisis"}],
    "Functions": [{"id": "beds", "name": "Crisis beds", "kind": "helps"}],
    "Organisations": [{"id": "trust", "name": "Avon Trust", "roles": "provider"}],
    "Populations": [{"area": "bath", "id": "p", "ages": "any", "people": "1000", "year": "2018"}],
    "Services": [
        {"id": id, "name": name, "provider": "trust", "status": "open", "function": "beds", "area": "bath",
         "need": "crisis", "ages": ages}
        for id, name, ages in (("house", "Wellbeing House", "18+"), ("line", "Crisis Line", "under 18"))
    ],
    "Requirements": [
        {"id": "always", "name": "Crisis beds for all", "function": "beds", "area": "bath", "need": "crisis",
         "strength": "must"}
    ],
}  # fmt: skip
"""Two services that meet one requirement, one for adults and one for children."""

Sheets = Mapping[str, Sequence[Mapping[str, Any]]]


@pytest.fixture
def made(tmp_path: pathlib.Path) -> Callable[..., Workspace]:
    """Make a workspace of the base and these sheets; closed by whoever asked for it."""

    def make(given: Sheets, name: str = "w") -> Workspace:
        file = tmp_path / f"{name}.yaml"
        sheets = {key: [*BASE.get(key, []), *given.get(key, [])] for key in {**BASE, **given}}
        file.write_text(yaml.safe_dump(sheets, sort_keys=False), encoding="utf-8")
        workspace = Workspace.create(tmp_path / name)
        workspace.load(file)
        return workspace

    return make


@pytest.fixture
def asked(made: Callable[..., Workspace], tmp_path: pathlib.Path, capsys: Any) -> Callable[..., Any]:
    """Load these contracts and ask the command for its JSON."""

    def ask(contracts: Sequence[Mapping[str, Any]], *words: str, **more: Any) -> Any:
        made({"Contracts": contracts, **more}).close()
        assert main(["contracts", "-C", str(tmp_path / "w.pathway"), "--json", *words]) == 0
        return json.loads(capsys.readouterr().out)

    return ask
