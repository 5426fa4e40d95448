"""Answers are drawn whole: nothing is cut off, nothing steers the terminal, nothing becomes a formula."""

import csv
import datetime
import io
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pathway_graph.results import Result
from pathway_graph.tables import csv_table, markdown_table, text_table, width

cells = st.text(max_size=60) | st.integers() | st.none() | st.lists(st.text(max_size=5), max_size=3)


@given(st.lists(st.tuples(st.text(alphabet="ab é汉-", max_size=90), st.text(alphabet="xyz ", max_size=90)), max_size=5))
def test_a_table_keeps_every_letter_within_its_width(rows: Any) -> None:
    """However wide the cells, no line is wider than the terminal and no letter is lost."""
    drawn = text_table(["first", "second"], rows, columns=60)

    assert all(width(line) <= 60 for line in drawn.splitlines())
    kept = sorted(c for c in drawn if c in "abé汉xyz")
    said = sorted(c for row in [("first", "second"), *rows] for cell in row for c in cell if c in "abé汉xyz")
    assert kept == said


def test_control_characters_are_named_and_not_sent() -> None:
    """An escape sequence in a name is shown as what it is."""
    assert "\x1b" not in text_table(["name"], [["\x1b[31mred\u202e"]])
    assert "<001b>[31mred<202e>" in text_table(["name"], [["\x1b[31mred\u202e"]])


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=4))
def test_no_text_becomes_a_formula_in_csv(rows: Any) -> None:
    """A reader gets every text back, and none of it starts as a formula does."""
    read = list(csv.reader(io.StringIO(csv_table(["a", "b"], rows))))

    assert len(read) == len(rows) + 1
    texts = [cell for row, told in zip(rows, read[1:], strict=False) for cell, given in zip(told, row, strict=False)
             if isinstance(given, str)]  # fmt: skip
    assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@"))]


def test_a_pipe_does_not_break_a_markdown_table() -> None:
    """Each row of a Markdown table has as many cells as the head."""
    assert markdown_table(["a", "b"], [["x|y", "line\nbreak"]]).splitlines()[2] == "| x\\|y | line break |"


def test_one_answer_in_every_form() -> None:
    """JSON, CSV, text and HTML tell the same rows; JSON is the envelope that the contract promises."""
    answer = Result(
        "gaps", ({"name": "<b>IAPT</b>", "from": datetime.date(2018, 1, 30)},), ("name", "from"),
        {"name": "w", "ledger": "l", "seq": 1, "hash": "h"}, datetime.date(2018, 1, 30), key="findings",
        counts={"requirements": 1}, title="One gap",
    )  # fmt: skip

    envelope = json.loads(answer.to_json())

    assert list(envelope) == ["schema", "workspace", "as_of", "parameters", "counts", "findings", "assumptions"]
    assert envelope["schema"] == "pathway-graph/gaps/1"
    assert envelope["findings"] == [{"name": "<b>IAPT</b>", "from": "2018-01-30"}]
    assert answer.to_csv().splitlines()[1] == "<b>IAPT</b>,2018-01-30"
    assert "2018-01-30" in str(answer)
    assert "<b>IAPT" not in answer._repr_html_()
    assert answer.to_dicts() == list(answer)


def test_many_rows_have_a_line_each() -> None:
    """A long answer is the same JSON as a short one, with a row a line, so that it is written and compared quickly."""
    rows = tuple({"name": f'"{n}"', "of": {"rows": [], "n": n}, "on": datetime.date(2018, 1, 30)} for n in range(1001))
    answer = Result("gaps", rows, ("name",), {"name": "rows"}, datetime.date(2018, 1, 30), more={"z": []})

    lines = answer.to_json().splitlines()

    assert json.loads("\n".join(lines)) == json.loads(json.dumps(answer.to_envelope(), default=str))
    assert lines[-1004] == '    {"name": "\\"0\\"", "of": {"rows": [], "n": 0}, "on": "2018-01-30"},'
    assert lines[-3:] == ["  ],", '  "assumptions": []', "}"]
