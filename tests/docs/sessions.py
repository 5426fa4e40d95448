"""Run the console blocks of a page, and compare what they print with what the page says."""

from __future__ import annotations

import pathlib
import re
import shlex

import pytest

from pathway_graph.cli import main

__all__ = ["prints_what_it_says"]


def _sessions(text: str) -> list[tuple[str, str]]:
    """List the commands of the console blocks with what each prints."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", text, re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, printed = part.partition("\n")
            found.append((command, printed.strip("\n")))
    return found


def prints_what_it_says(page: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run a page's commands one after the other, each against what stands beneath it; a line `...` stands for lines."""
    for command, printed in _sessions(page.read_text(encoding="utf-8")):
        _, *words = shlex.split(command)

        main(words)

        told = capsys.readouterr()
        pattern = "".join(r"(?:.*\n)*" if line == "..." else f"{re.escape(line)}\n" for line in printed.splitlines())
        assert re.fullmatch(pattern, (told.out + told.err).strip("\n") + "\n"), command
