"""List every code that the product can print, with what it means and what to do."""

from __future__ import annotations

import dataclasses

__all__ = ["CODES", "Code", "codes_page"]


@dataclasses.dataclass(frozen=True, slots=True)
class Code:
    """One code: `meaning` in one sentence, `remedy` in one or two."""

    code: str
    meaning: str
    remedy: str


_TABLE: tuple[tuple[str, str, str], ...] = (
    # 100-129 files and formats
    # 130-159 values that cannot be read
    # 160-179 references and the rules of the model
    ("PG160", "A cell names something that is in no sheet.", "Correct the id, or add the row that it names."),
    ("PG161", "A row lacks a field that its label needs.", "Fill in the cell."),
    ("PG162", "Rows are parts of each other in a circle.", "Take one of them out of the column that is named."),
    ("PG163", "A step is not on the scale of its need.", "Correct the steps, or the scale in the Needs sheet."),
    ("PG164", "One row gives steps for needs on different scales.", "Give each scale a row of its own."),
    ("PG165", "A last day lies before the first.", "Correct one of the two dates."),
    ("PG166", "A constraint lacks its date, or a date its constraint.", "Fill in both, or empty both."),
    ("PG168", "The lowest duration is more than the highest.", "Swap the two."),
    ("PG169", "A dependency makes a milestone wait for itself.", "Take it out of needs or out of blocks."),
    # 180-199 rules of a load
    # 200-229 workspace, ledger, lock
    # 230-249 backup and restore
    # 300-319 questions
    ("PG300", "There is no question of this name.", "List the questions with `query`."),
    ("PG301", "Two files hold a question of the same name.", "Rename one of the two, also in its header."),
    ("PG302", "A line in the header of a question file is not understood.", "Write `// key: text` with a known key."),
    ("PG303", "The header of a question file lacks something.", "Add the line that the message shows."),
    ("PG304", "A question file says something twice.", "Keep one of the two."),
    ("PG305", "A question file's place and its name differ.", "Correct the name, or move the file."),
    ("PG306", "A parameter or a column is declared wrongly.", "Write `// column NAME: TYPE -- what it is`."),
    ("PG307", "A statement uses a parameter that the header does not declare.", "Declare it, or correct its name."),
    ("PG308", "The header declares a parameter that no statement uses.", "Use it, or take its line out."),
    ("PG309", "A statement does not return the columns that it should.", "Name each with AS, in the declared order."),
    ("PG310", "The identity is no column, or the rows are not ordered by it.", "Correct identity or ORDER BY."),
    ("PG311", "A question would change something.", "Take the clause out: questions only read."),
    ("PG312", "A question leaves rows out silently, or says so and does not.", "Say it in `// limit:`."),
    ("PG313", "A question file's parts are not one statement each.", "Give it `rows` and `total`, one statement each."),
    ("PG314", "A question got a parameter that it does not know.", "`query NAME` without more lists its parameters."),
    ("PG315", "A question lacks a parameter.", "Say it: `query NAME parameter=value`."),
    ("PG316", "A parameter's value cannot be read as its type.", "Dates are written 2019-03-31, yes/no as yes or no."),
    ("PG317", "A question file cannot be read.", "Save it as UTF-8 text."),
    ("PG318", "A question gave two rows of one identity.", "Collect what is many, or name more columns in `identity`."),
    ("PG319", "A question's total is not one whole number.", "Let `total` return count(...) AS total."),
    # 320-339 Cypher typed by hand
    # 400-429 graph engines and servers
    # 500-519 pictures and exports
    # 900-949 usage of the command line
)

CODES: dict[str, Code] = {row[0]: Code(*row) for row in _TABLE}
"""Code -> meaning and remedy. A code never changes its meaning; a retired one is not used again."""


def codes_page() -> str:
    """Write docs/codes.md: every code with its meaning and remedy."""
    from .tables import markdown_table

    head = "# The codes: what is wrong, and what to do\n\n"
    head += "Generated from `pathway_graph/codes.py` by `python3 dev.py docs`; do not edit.\n"
    rows = [[f"`{c.code}`", c.meaning, c.remedy] for c in CODES.values()]
    return f"{head}\n{markdown_table(['Code', 'What it means', 'What to do'], rows)}"
