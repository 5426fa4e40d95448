"""The generated pages say what the code says."""

import importlib.util
import pathlib
from typing import Any

import pytest

_FOLDER = pathlib.Path(__file__).parents[2] / "docs"
_SPEC = importlib.util.spec_from_file_location("generate", _FOLDER / "generate.py")
assert _SPEC
assert _SPEC.loader
generate: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(generate)


@pytest.mark.parametrize("name", [name for name in generate.PAGES if not name.endswith(".svg")])
def test_a_generated_page_is_up_to_date(name: Any) -> None:
    """Each page is what its function writes now; `python3 dev.py docs` mends it (pictures: test_golden.py)."""
    assert (_FOLDER / name).read_text(encoding="utf-8") == generate.page(name)


def test_the_manual_is_the_same_after_a_command_has_run(capsys: pytest.CaptureFixture[str]) -> None:
    """Pages don't hang on what was asked in the same process before: --help has its two names in both."""
    from pathway_graph.cli import main

    assert main(["history", "--help"]) == 0
    asked = capsys.readouterr().out

    assert "-h, --help" in asked
    assert generate.page("commands.md").count("-h, --help") > 20
