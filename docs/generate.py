"""Write the generated pages again, or tell which are out of date (--check).

usage: python3 dev.py docs [--check]
"""

from __future__ import annotations

import importlib
import pathlib
import sys

from pathway_graph.pictures.example_pictures import PICTURES

PAGES = {
    "schema.md": "pathway_graph.schema:schema_page",
    "schema.json": "pathway_graph.schema:json_schema_page",
    "codes.md": "pathway_graph.codes:codes_page",
    "commands.md": "pathway_graph.documentation.manual:commands_page",
    "questions.md": "pathway_graph.documentation.questions_page:questions_page",
    "workbook.md": "pathway_graph.documentation.workbook_page:workbook_page",
    **{f"pictures/{name}.svg": "pathway_graph.pictures.example_pictures:drawn" for name in PICTURES},
}
"""Page -> the function that writes it (a picture: by its name); tests/docs holds that each is up to date."""

_FOLDER = pathlib.Path(__file__).parent


def page(name: str) -> str:
    """Write one page as text."""
    module, function = PAGES[name].split(":")
    of = [pathlib.PurePosixPath(name).stem] if name.endswith(".svg") else []
    text: str = getattr(importlib.import_module(module), function)(*of)
    return text


def main(arguments: list[str]) -> int:
    """Write what has changed, or only name it; 1 where --check finds a page out of date."""
    stale = []
    for name in PAGES:
        path, text = _FOLDER / name, page(name)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    print("\n".join(f"docs/{name}" for name in stale) or "every page is up to date")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
