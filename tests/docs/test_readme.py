"""The README's sessions are run, and print what they say."""

import pathlib
import re
import shlex
from typing import Any

import pytest

from pathway_graph.cli import main
from pathway_graph.demonstration import example_file
from pathway_graph.workspace import Workspace

_README = pathlib.Path(__file__).parents[2] / "README.md"


def sessions(text: Any) -> Any:
    """List the commands of the console blocks with what each prints."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", text, re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, printed = part.partition("\n")
            found.append((command, printed.strip("\n")))
    return found


@pytest.mark.parametrize("name", ["README.md"])
def test_a_page_prints_what_it_says(name: Any, tmp_path: Any, monkeypatch: Any, capsys: Any) -> None:
    """The commands of a page, in one folder one after the other, print what stands beneath; `...` stands for lines."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "banes.yaml").write_bytes(example_file().read_bytes())
    with Workspace.create(tmp_path / "banes") as workspace:
        workspace.load("banes.yaml")
    for command, printed in sessions(_README.read_text(encoding="utf-8")):
        _, *words = shlex.split(command)

        main(words)

        told = capsys.readouterr()
        pattern = "".join(r"(?:.*\n)*" if line == "..." else f"{re.escape(line)}\n" for line in printed.splitlines())
        assert re.fullmatch(pattern, (told.out + told.err).strip("\n") + "\n"), command


def test_the_pages_that_the_readme_leads_to_are_there() -> None:
    """Every link to a file of ours leads to one."""
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", _README.read_text(encoding="utf-8")):
        assert (_README.parent / link).exists(), link
