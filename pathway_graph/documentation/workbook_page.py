"""Write the page that explains the workbook, from the model itself."""

from __future__ import annotations

from pathway_graph.fields import Field, Reference
from pathway_graph.model import FIELDS, LABELS, SHEETS
from pathway_graph.workbook.cells import CODE_OF_KIND
from pathway_graph.workbook.columns import BOX_ON_SERVICES
from pathway_graph.workbook.help_texts import HOW, how
from pathway_graph.workbook.settings import SETTINGS

__all__ = ["workbook_page"]

_HEAD = """\
# The workbook

Generated from the model by `python3 dev.py docs`; do not edit. `pathway-graph template FILE.xlsx` writes the workbook
to fill in; `pathway-graph load FILE` reads it. The same sheets may be a [folder of CSV files](formats/csv.md) or a
[YAML file](formats/yaml.md); what is particular to Excel stands in [formats/xlsx.md](formats/xlsx.md).

## How it is filled in

- One sheet for each label, one row for each thing. The first row that has a cell holds the headings. Sheets and columns
  may stand in any order, in any case; those that are not needed may be left out.
- A sheet that is there is the full list: rows that have gone from it since the last load of the same source are
  retired. A sheet that is not there retires nothing.
- The source is `--source`, else `source` in the sheet Settings, else the file's name without its ending.
- Every row has an `id` of its own in its sheet; rows refer to each other by ids. Lists in a cell are separated by `;`.
- **Blank** says nothing. `TBC`, `unknown`, `?` and the like: **stated to be missing**, which goes on the ask-list.
  `none`, `n/a`: **stated not to exist**, in the columns marked so; elsewhere missing. `any`, `24/7`: **no limit**.
- What was typed is kept beside what was read, and what had to be assumed is printed.
- A service that does one thing has its function, area, hours and so on in its row of Services; the provision then has
  the service's id. One that does several has a row for each in Provisions. These columns need the column `function`.
- `stated_in` (a Document's id) and `locator` ("para 5.5.2") say where a row comes from; `FIELD stated_in` and
  `FIELD locator` (`hours stated_in`) say it for one field. `FIELD locator` alone is a place in the row's document.
- Columns that the model does not know are kept as text and reported. Sheets that it does not know are not read.
- Roles, not persons: a person's name in `owner` or `assured_by` is not stored.
- All that is wrong is told at once, with sheet and cell; nothing is loaded, and `NAME.problems.xlsx` shows it.
"""


def workbook_page() -> str:
    """Write docs/workbook.md: how cells are written, every sheet with its columns, the settings."""
    parts = [_HEAD, "## How cells are written\n", "| kind | written | cannot be read |", "|---|---|---|"]
    parts += [
        f"| {kind} | {HOW[kind].replace('One of: {choices}.', 'One of its choices.')} | {CODE_OF_KIND[kind]} |"
        for kind in HOW
    ]
    parts.append(f"| reference | Ids of another sheet. | {CODE_OF_KIND['reference']} |\n")
    parts += ["## Settings\n", "| key | what it means | written |", "|---|---|---|"]
    parts += [f"| `{setting.key}` | {setting.doc} | {how(setting.field)} |" for setting in SETTINGS.values()]
    parts.append("\n## Sheets\n")
    for label in LABELS:
        parts += _sheet(label)
    return "\n".join(parts) + "\n"


def _sheet(label: str) -> list[str]:
    told = (LABELS[label].__doc__ or "").strip()
    lines = [f"### {SHEETS[label]}\n", f"{told}\n", "| column | what it means | written |", "|---|---|---|"]
    lines += [_row(name, field) for name, field in FIELDS[label].items()]
    if label == "Service":
        names = ", ".join(f"`{name}`" for name in BOX_ON_SERVICES)
        lines.append(f"\nand for its only provision, as in Provisions: {names}.")
    return [*lines, ""]


def _row(name: str, field: Field | Reference) -> str:
    unit = f" ({field.unit})" if isinstance(field, Field) and field.unit else ""
    needed = " **Needed.**" if field.required else ""
    absent = " `none` = there is none." if field.may_be_absent else ""
    return f"| `{name}` | {field.doc}{unit}{needed} | {how(field)}{absent} |"
