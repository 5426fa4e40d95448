"""The sessions on the pages of docs/ are run on the examples, and print what they say."""

import pathlib
import shutil

import pytest

from tests.docs.sessions import prints_what_it_says

_DOCS = pathlib.Path(__file__).parents[2] / "docs"
_EXAMPLES = _DOCS.parent / "examples"
PAGES = sorted(page for page in _DOCS.glob("*.md") if "```console" in page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_prints_what_it_says(
    page: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands of a page, in a folder that holds the examples' files, print what stands beneath them."""
    monkeypatch.chdir(tmp_path)
    for file in _EXAMPLES.glob("*/*.yaml"):
        shutil.copy(file, tmp_path)

    prints_what_it_says(page, capsys)
