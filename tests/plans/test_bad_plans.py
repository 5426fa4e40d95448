"""What cannot be right in a plan is refused with a code and a cell, or told as a finding with its cell."""

from pathlib import Path

import pytest

from pathway_graph.errors import InputProblems
from pathway_graph.plans.critical_path_answers import critical_path
from pathway_graph.workspace import Workspace

HEAD = "Programmes:\n  - {id: p, name: P, starts: 2018-01-08}\nMilestones:\n"
REFUSED = {
    # what is wrong: the row of the milestone or the dependency, and the code and the field of the cell
    "a day that no month has": ("{planned_start: 2018-02-30}", "PG130", "planned_start"),
    "a finish before the start": ("{planned_start: 2018-03-01, planned_finish: 2018-02-01}", "PG165", "planned_finish"),
    "done before it began": ("{actual_start: 2018-03-01, actual_finish: 2018-02-01}", "PG165", "actual_finish"),
    "a thousand million days": ("{duration: 1000000000d}", "PG137", "duration"),
    "a duration below nothing": ("{duration: -5d}", "PG137", "duration"),
    "more than all of it done": ("{percent_complete: 130}", "PG170", "percent_complete"),
    "a constraint without its date": ("{constraint: mso}", "PG166", "constraint"),
    "a calendar that is not there": ("{calendar: nights}", "PG160", "calendar"),
    "a part of itself": ("{part_of: a}", "PG162", "part_of"),
}  # fmt: skip
TOLD = {
    # what is wrong: the row, what the finding says, and the cell of its row
    "done in the future": (
        "{actual_start: 2018-05-01, actual_finish: 2018-05-04}", "after the day asked about", "Milestones!6"),
    "begun in the future": ("{actual_start: 2018-05-01}", "after the day asked about", "Milestones!6"),
    "a deadline that is not met": ("{duration: 9d, deadline: 2018-01-12}", "days too late", "Milestones!6"),
    "progress without a beginning": ("{duration: 9d, percent_complete: 50}", "no actual start", "Milestones!6"),
}  # fmt: skip


def stored(tmp_path: Path, text: str) -> Workspace:
    file = tmp_path / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    workspace = Workspace.create(tmp_path / "w")
    workspace.load(file)
    return workspace


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused_with_its_cell(tmp_path: Path, what: str) -> None:
    """One problem, with file, sheet, row and field, and nothing is loaded."""
    row, code, field = REFUSED[what]

    with pytest.raises(InputProblems) as error:
        stored(tmp_path, f"{HEAD}  - {{id: a, name: A, {row.strip('{}')}}}\n")

    [problem] = error.value.problems
    assert (problem.code, problem.file, problem.sheet.casefold(), problem.row, problem.field) == (
        code, "plan.yaml", "milestones", 4, field,
    )  # fmt: skip


@pytest.mark.parametrize("what", TOLD)
def test_what_contradicts_itself_is_told_with_its_cell(tmp_path: Path, what: str) -> None:
    """The plan is scheduled all the same, and the line to settle names the file and the cell."""
    row, words, cell = TOLD[what]
    rows = f"  - {{id: z, name: Z, duration: 1d}}\n  - {{id: a, name: A, {row.strip('{}')}}}\n"

    with stored(tmp_path, f"Settings: {{data_date: 2018-02-01}}\n{HEAD}{rows}") as workspace:
        answer = critical_path(workspace)

    [found] = [row for row in answer.more["findings"] if words in row["title"]]
    assert found["stated"] == f"plan.yaml, {cell}"
    assert any(f"[plan.yaml, {cell}]" in line for line in answer.sentences)


@pytest.mark.parametrize(("duration", "told"), [("0d", 0), ("5d", 1)])
def test_a_point_in_time_that_is_past_began_on_its_day(tmp_path: Path, duration: str, told: int) -> None:
    """A finish alone is all that can be said of a milestone without a duration; of work its start is missed."""
    row = f"  - {{id: a, name: A, duration: {duration}, actual_finish: 2018-01-20}}\n"

    with stored(tmp_path, f"Settings: {{data_date: 2018-02-01}}\n{HEAD}{row}") as workspace:
        answer = critical_path(workspace)

    assert sum("no actual start" in found["title"] for found in answer.more["findings"]) == told


def test_a_link_to_what_is_gone_is_refused_with_the_cell_that_states_it(tmp_path: Path) -> None:
    """A milestone that another file's dependency needs can't be taken out: the error names that file and its cell."""
    with stored(tmp_path, f"{HEAD}  - {{id: a, name: A}}\n  - {{id: b, name: B}}\n") as workspace:
        other = tmp_path / "other.yaml"
        other.write_text("Milestones: [{id: x, name: X}]\nDependencies:\n  - {id: d, needs: a, blocks: x}\n")
        workspace.load(other)
        (tmp_path / "plan.yaml").write_text(f"{HEAD}  - {{id: b, name: B}}\n")

        with pytest.raises(InputProblems) as error:
            workspace.load(tmp_path / "plan.yaml")

    [problem] = error.value.problems
    assert (problem.code, problem.file, problem.row, problem.value) == ("PG160", "other.yaml", 3, "a")
