"""The sessions on the pages of docs/ are run on the examples, and print what they say."""

import pathlib
import re
import shlex
import shutil
from typing import Any

import pytest

from pathway_graph.cli import main
from tests.docs.test_readme import sessions

_DOCS = pathlib.Path(__file__).parents[2] / "docs"
_EXAMPLES = _DOCS.parent / "examples"
PAGES = sorted(page for page in _DOCS.glob("*.md") if "```console" in page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_prints_what_it_says(page: Any, tmp_path: Any, monkeypatch: Any, capsys: Any) -> None:
    """The commands of a page, in a folder that holds the examples' files, print what stands beneath them."""
    monkeypatch.chdir(tmp_path)
    for file in _EXAMPLES.glob("*/*.yaml"):
        shutil.copy(file, tmp_path)
    for command, printed in sessions(page.read_text(encoding="utf-8")):
        _, *words = shlex.split(command)

        main(words)

        told = capsys.readouterr()
        pattern = "".join(r"(?:.*\n)*" if line == "..." else f"{re.escape(line)}\n" for line in printed.splitlines())
        assert re.fullmatch(pattern, (told.out + told.err).strip("\n") + "\n"), command
