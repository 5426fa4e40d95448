"""The sessions on the pages of docs/ are run on the examples, and print what they say."""

import contextlib
import doctest
import io
import pathlib
import re
import shutil

import pytest

from pathway_graph.demonstration import example_file
from pathway_graph.workspace import Workspace
from tests.docs.sessions import prints_what_it_says

_DOCS = pathlib.Path(__file__).parents[2] / "docs"
_EXAMPLES = _DOCS.parent / "examples"
_README = _DOCS.parent / "README.md"
PYTHON = sorted(page for page in (_README, *_DOCS.rglob("*.md")) if "```python" in page.read_text(encoding="utf-8"))
PAGES = sorted(page for page in _DOCS.glob("*.md") if "```console" in page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_prints_what_it_says(
    page: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands of a page, in a folder that holds the examples' files and the page's own (blocks of YAML whose first
    line is `# NAME.yaml`), print what stands beneath them."""
    monkeypatch.chdir(tmp_path)
    for file in _EXAMPLES.glob("*/*.yaml"):
        shutil.copy(file, tmp_path)
    for name, text in re.findall(r"^```yaml\n# (\w+\.yaml)\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M):
        (tmp_path / name).write_text(text, encoding="utf-8")

    prints_what_it_says(page, capsys)


@pytest.mark.parametrize("page", PYTHON, ids=lambda page: page.name)
def test_a_page_shows_python_that_runs(
    page: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Python of a page runs, block after block, beside a workspace with the example, and says something."""
    monkeypatch.chdir(tmp_path)
    with Workspace.create(tmp_path / "banes") as workspace:
        workspace.load(example_file())
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.S)

    with contextlib.redirect_stdout(io.StringIO()) as said:
        for block in blocks:
            if not block.startswith(">>> "):
                exec(compile(block, str(page), "exec"), {"__name__": "__main__"})
    tried = doctest.testfile(str(page), module_relative=False)

    assert tried.failed == 0
    assert said.getvalue().strip() or tried.attempted
