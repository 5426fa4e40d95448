"""Read a YAML file: sheet name -> list of rows -> header: value, every value as it is written."""

from __future__ import annotations

import pathlib
from typing import Any

import yaml

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.model import label_of_sheet
from pathway_graph.workbook.settings import SETTINGS_SHEET
from pathway_graph.workbook.sheets import Sheet, Sheets

from .texts import decoded
from .yaml_words import said_plainly

__all__ = ["ABOUT", "FORMAT", "read", "recognises"]

FORMAT = "yaml"
ABOUT = "a YAML file of sheets, rows and cells"

_CELLS = 5_000_000
_TAGS = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
_PLAIN_TAGS = tuple(f"tag:yaml.org,2002:{name}" for name in _TAGS)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def recognises(path: pathlib.Path) -> bool:
    """Tell whether the file's name ends as a YAML file's does."""
    return path.suffix.casefold() in (".yaml", ".yml") and path.is_file()


def read(path: pathlib.Path) -> Sheets:
    """Read the file; a row's number is the line on which it begins."""
    text, remarks = decoded(path)
    try:
        root = yaml.compose(text, Loader=_Loader)
    except RecursionError:
        raise InputProblems(Problem("PG109", "lists within lists without end.", _FORM, file=path.name)) from None
    except yaml.YAMLError as error:
        raise InputProblems(_no_yaml(path, error, text)) from None
    reader = _Reader(path.name)
    sheets = reader.sheets(root)
    return Sheets(tuple(sheets), reader.settings, tuple(reader.problems), tuple(remarks))


_FORM = "Write sheets as `Services:` and below it rows as `- {id: iapt, name: Talking therapies}`."


def _no_yaml(path: pathlib.Path, error: yaml.YAMLError, text: str) -> Problem:
    row, message, hint = said_plainly(error, text)
    return Problem("PG109", message, hint, file=path.name, row=row)


class _Reader:
    """Walk the nodes of one file, no deeper than a cell, and collect what is wrong."""

    def __init__(self, file: str) -> None:
        self.file, self.sheet, self.left = file, "", _CELLS
        self.problems: list[Problem] = []
        self.settings: dict[str, str] = {}

    def problem(self, code: str, node: yaml.Node, message: str, hint: str) -> None:
        row = node.start_mark.line + 1
        self.problems.append(Problem(code, message, hint, file=self.file, sheet=self.sheet, row=row))

    def sheets(self, root: yaml.Node | None) -> list[Sheet]:
        if not isinstance(root, yaml.MappingNode):
            raise InputProblems(Problem("PG121", "the file holds no sheets.", _FORM, file=self.file))
        found = []
        for name, key, value in self.pairs(root):
            self.sheet = name
            if isinstance(value, yaml.ScalarNode):
                self.scalar(name, value)
            elif isinstance(value, yaml.MappingNode):
                self.mapping(name, value)
            elif isinstance(value, yaml.SequenceNode) and not self.is_settings(name, value):
                found.append(self.rows(name, key, value))
        return found

    def scalar(self, name: str, node: yaml.ScalarNode) -> None:
        """Keep a setting; a sheet may be blank, and holds no text."""
        text = self.text(node)
        if label_of_sheet(name) is None and name not in ("Pack", "Clauses"):
            self.settings[name] = text
        elif text:
            self.problem("PG121", node, f"'{name}' holds a text and no list of rows.", _FORM)

    def is_settings(self, name: str, node: yaml.SequenceNode) -> bool:
        """Take settings that are written as a list of `key: value`; give False for anything else."""
        rows = [item for item in node.value if isinstance(item, yaml.MappingNode)]
        keys = {key.value for row in rows for key, _ in row.value if isinstance(key, yaml.ScalarNode)}
        if name.casefold() != SETTINGS_SHEET.casefold() or keys & {"key", "setting"} or len(rows) < len(node.value):
            return False
        for row in rows:
            self.mapping(name, row)
        return True

    def mapping(self, name: str, node: yaml.MappingNode) -> None:
        if name.casefold() != SETTINGS_SHEET.casefold():
            self.problem("PG121", node, f"'{name}' holds no list of rows.", _FORM)
            return
        for key, _, value in self.pairs(node):
            self.settings[key] = self.text(value)

    def pairs(self, node: yaml.MappingNode) -> list[tuple[str, yaml.Node, yaml.Node]]:
        found: dict[str, tuple[str, yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            if key.tag == "tag:yaml.org,2002:merge":
                self.problem("PG110", key, "'<<' takes cells from another row, which is not read.", "Write them out.")
                continue
            name = self.text(key)
            if name in found:
                self.problem("PG111", key, f"'{name}' stands twice.", "Keep one of the two.")
            found.setdefault(name, (name, key, value))
        return list(found.values())

    def rows(self, name: str, key: yaml.Node, node: yaml.SequenceNode) -> Sheet:
        rows: list[dict[str, str]] = []
        numbers: list[int] = []
        for item in node.value:
            if not isinstance(item, yaml.MappingNode):
                self.problem("PG121", item, "this is no row of `header: value`.", _FORM)
                break  # the others are like it
            rows.append({header: self.text(value) for header, _, value in self.pairs(item)})
            numbers.append(item.start_mark.line + 1)
        headers = tuple(dict.fromkeys(header for row in rows for header in row)) or ("id",)
        cells = [[row.get(header, "") for header in headers] for row in rows]
        return Sheet(name, headers, cells, numbers, ("",) * len(headers), key.start_mark.line + 1)

    def text(self, node: yaml.Node) -> str:
        """Give a cell's text as it is written; a list's items are joined as the workbook writes lists."""
        self.left -= 1
        if self.left < 0:
            message, hint = f"the file unfolds to more than {_CELLS:,} cells.", "Write rows out, without aliases."
            raise InputProblems(*self.problems, Problem("PG110", message, hint, file=self.file))
        if node.tag not in _PLAIN_TAGS:
            self.problem("PG110", node, f"the tag {node.tag} is not read.", "Take it out and write the value alone.")
            return ""
        if isinstance(node, yaml.ScalarNode):
            return "" if node.tag.endswith(":null") else node.value
        if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
            return "; ".join(text for text in map(self.text, node.value) if text)
        self.problem("PG121", node, "a cell holds one value or a list of values.", "Give others their own rows.")
        return ""
