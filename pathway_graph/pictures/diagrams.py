"""Draw the answers: dependencies, handoffs, contracts, coverage, the plan, and what any question draws."""

from __future__ import annotations

import dataclasses
import datetime
import pathlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pathway_graph.errors import Problem, Usage, near_miss
from pathway_graph.registry import exports
from pathway_graph.whole_files import write_together

from . import diagram_facts
from .drawing import Picture, checked
from .house import DEFAULT, House, read_house
from .pages import PAGES, remarks
from .positions import Positions, keep_positions, read_positions

if TYPE_CHECKING:
    from pathway_graph.answers.findings import Filter
    from pathway_graph.workspace import Workspace

__all__ = ["FORMATS", "PICTURES", "Drawing", "diagram", "ending", "own_house"]

PICTURES = ("dependencies", "handoffs", "contracts", "coverage", "gantt")
"""What can be drawn beside the `draw` part of every question."""

FORMATS = ("svg", "pdf", "png", "dot", "mermaid", "drawio")
_ENDINGS = {"mermaid": "mmd"}
_SINGLE = ("svg", "png", "dot", "mermaid")  # one file a page; the others hold all pages
_SHEETS = ("svg", "png")  # one drawing with its title and tables: what a page can't hold goes onto further ones


@dataclasses.dataclass(frozen=True, slots=True)
class Drawing:
    """Pictures of one answer, ready to be written in any format; a notebook shows them as SVG.

    `said` are remarks: on the renderer, on text that is small on paper.
    """

    pictures: tuple[Picture, ...]
    house: House = DEFAULT
    said: tuple[str, ...] = ()

    def to_svg(self) -> str:
        """Give the first page as SVG."""
        text: str = exports()["svg"].svg(self.pictures[0], self.house)
        return text

    def render(self, format: str, page: str = "a3") -> tuple[bytes, ...]:
        """Give the files of a format: one that holds every page (pdf, drawio), or one a page.

        Raises Usage (PG504) for a format or page that is not there, NoRenderer (PG501) where nothing can write it,
        InputProblems (PG502) where its text would be too small to print.
        """
        if format not in FORMATS:
            hint = near_miss(format, FORMATS) or f"There are {', '.join(FORMATS)}."
            raise Usage(Problem("PG504", f"no format '{format}'.", hint))
        if page not in PAGES:
            raise Usage(Problem("PG504", f"no page '{page}'.", f"There are {', '.join(PAGES)}."))
        module = exports()[format]
        write: Callable[..., Any] = getattr(module, format)
        if format == "pdf":
            return (write(self.on_paper(page), self.house, page),)
        if format in _SHEETS:
            made = [write(sheet, self.house) for sheet in self._sheets(page)]
        elif format in _SINGLE:
            made = [write(picture, self.house) for picture in self.on_paper(page)]
        else:
            made = [write(self.on_paper(page), self.house)]
        return tuple(one.encode("utf-8") if isinstance(one, str) else one for one in made)

    def save(self, path: str | pathlib.Path, format: str = "", page: str = "a3") -> list[pathlib.Path]:
        """Write the files whole or not at all; the format is that of the path's ending unless it is said.

        More than one page: NAME.svg, NAME-2.svg and so on. Raises as `render`, and InputProblems (PG500) where a file
        can't be written.
        """
        target = pathlib.Path(path)
        endings = {_ENDINGS.get(name, name): name for name in FORMATS}
        format = format or endings.get(target.suffix.lstrip(".").casefold(), "")
        made = self.render(format, page)
        paths = [target] + [target.with_name(f"{target.stem}-{n}{target.suffix}") for n in range(2, len(made) + 1)]
        write_together(list(zip(paths, made, strict=True)))
        return paths

    def on_paper(self, page: str) -> tuple[Picture, ...]:
        """Give the pictures as a page holds them."""
        return self.pictures

    def _sheets(self, page: str) -> list[Picture]:
        found: list[Picture] = exports()["sheets"].sheets(self.on_paper(page), self.house, page)
        return found

    def remarks(self, format: str, page: str) -> list[str]:
        """Say what is to be known beside the files: small text on paper, colours that are hard to read."""
        small: list[str] = []
        if format == "pdf":
            small = remarks(self.on_paper(page), page)
        elif format in _SHEETS:
            small = exports()["sheets"].small(self._sheets(page), self.house, page)
        return [*self.said, *self.house.remarks, *small]

    def _repr_html_(self) -> str:
        return "\n".join(exports()["svg"].svg(picture, self.house) for picture in self.pictures)


def ending(format: str) -> str:
    """Give the ending of a format's files."""
    return _ENDINGS.get(format, format)


def diagram(
    workspace: Workspace, what: str, as_of: datetime.date | None = None, *, only: Filter | None = None,
    house: str | pathlib.Path | House | None = None, renderer: str = "", cards: bool = True, to: str | None = None,
    workstream: str | None = None,
    by: str = "", page: str = "a3",
    fresh: bool = False, keep: bool = False, **parameters: Any,
) -> Drawing:  # fmt: skip
    """Draw a picture of PICTURES, or the `draw` part of a question (`milestones.chain`, milestone="new-model").

    `only` cuts it down (coverage needs its function); `cards` says how dependencies are drawn; `to` cuts dependencies
    and gantt down to a milestone and what it waits for, `workstream` to those of one; `by` groups the gantt
    (workstream, board) and the coverage (age, step). Boxes stay where they were unless `fresh`; `keep` remembers where
    they stand now. What does not fit `page` is split. Raises
    Usage where there is no such picture or question, NoRenderer (PG503) where the renderer that was named fails.
    """
    style = house if isinstance(house, House) else read_house(house) if house else own_house(workspace)
    work = _Work(workspace, as_of or workspace.as_of, only, renderer, {} if fresh else read_positions(workspace.path),
                 page)  # fmt: skip
    _meant(what, only, to, workstream)
    plan = _Cut(to, workstream)
    makers: Mapping[str, Callable[[], tuple[Picture, ...]]] = {
        "dependencies": lambda: work.dependencies(cards, plan),
        "handoffs": work.handoffs,
        "contracts": work.contracts,
        "coverage": lambda: work.coverage(by),
        "gantt": lambda: work.gantt(plan, by),
    }
    pictures = makers[what]() if what in makers else work.question(what, parameters)
    if keep and work.places and (remark := keep_positions(workspace.path, work.places)):
        work.said.append(remark)
    return Drawing(checked(pictures), style, tuple(work.said))


def own_house(workspace: Workspace) -> House:
    """The workspace's own house style, `house.yaml` in its folder, else the default."""
    path = workspace.path / "house.yaml"
    return read_house(path) if path.is_file() else DEFAULT


def _said(by: str, *choices: str) -> str:
    if by and by not in choices:
        raise Usage(Problem("PG504", f"--by '{by}' is not known.", f"Say {' or '.join(choices)}."))
    return by or choices[0]


_CUTS: Mapping[str, tuple[str, ...]] = {
    "dependencies": ("to", "workstream"), "gantt": ("to", "workstream"), "contracts": (),
    "handoffs": ("area", "need", "function", "provider"), "coverage": ("area", "need", "function", "provider"),
}  # fmt: skip


def _meant(what: str, only: Filter | None, to: str | None, workstream: str | None) -> None:
    """Refuse what would cut nothing: a filter that a picture does not know must not pass in silence."""
    said = [*(only.parameters() if only else ()), *(["to"] if to else ()), *(["workstream"] if workstream else ())]
    known = _CUTS.get(what, ())
    for name in said:
        if name not in known:
            ways = " and ".join(f"--{way}" for way in known)
            hint = f"It can be cut down with {ways}." if known else "Say its parameters as NAME=VALUE, or none."
            raise Usage(Problem("PG504", f"'{what}' takes no --{name}.", hint, value=name))


@dataclasses.dataclass(frozen=True, slots=True)
class _Cut:
    """What of a plan is asked for."""

    to: str | None
    workstream: str | None

    def keep(self, facts: diagram_facts.Facts) -> frozenset[str] | None:
        from .plan_cut import plan_cut

        return plan_cut(facts, self.to, self.workstream)


@dataclasses.dataclass
class _Work:
    """One call: the workspace, its day, and what is learnt on the way."""

    workspace: Workspace
    day: datetime.date
    only: Filter | None
    renderer: str
    known: Mapping[str, Positions]
    page: str
    places: dict[str, Positions] = dataclasses.field(default_factory=dict)
    said: list[str] = dataclasses.field(default_factory=list)

    def footer(self, command: str) -> tuple[str, ...]:
        seq, hash = self.workspace.ledger.head()
        return (
            f"Source: workspace {self.workspace.name}, load {seq}, {hash[:12]}. The answer is that of "
            f"pathway-graph {command}. Drawn by pathway-graph.",
        )

    def network(self, network: Any) -> tuple[Picture, ...]:
        drawn = exports()["node_link"].drawn(network, self.known, self.renderer, page=self.page)
        self.places |= drawn.positions
        self.said += drawn.said
        pictures: tuple[Picture, ...] = drawn.pictures
        return pictures

    def dependencies(self, cards: bool, cut: _Cut) -> tuple[Picture, ...]:
        from pathway_graph.plans.critical_path_answers import critical_path

        answer = critical_path(self.workspace, cut.to, data_date=None if self.day == self.workspace.as_of else self.day)
        facts = diagram_facts.plan_facts(self.workspace.read)
        made = exports()["dependencies"].network(answer, facts, self.footer("critical-path"), cards=cards,
                                                 keep=cut.keep(facts))  # fmt: skip
        return self.network(made)

    def handoffs(self) -> tuple[Picture, ...]:
        from pathway_graph.answers.handoff_answers import handoffs

        answer = handoffs(self.workspace, self.day, self.only)
        facts = diagram_facts.handoff_facts(self.workspace.read)
        return self.network(exports()["handoff_diagram"].network(answer, facts, self.footer("handoffs")))

    def contracts(self) -> tuple[Picture, ...]:
        from pathway_graph.boards.contract_answers import contracts

        answer = contracts(self.workspace, self.day)
        facts = diagram_facts.contract_facts(self.workspace.read)
        made: tuple[Picture, ...] = exports()["contract_ladder"].contract_ladder(
            answer, facts, self.footer("contracts")
        )
        return made

    def coverage(self, by: str) -> tuple[Picture, ...]:
        from pathway_graph.answers.findings import Filter
        from pathway_graph.answers.gap_answers import gaps

        from .coverage_facts import coverage_pieces

        by, only = _said(by, "age", "step"), self.only or Filter()
        if only.function is None:
            hint = "Say --function, and --area if you like: pathway-graph query map.functions lists them."
            raise Usage(Problem("PG504", "coverage is drawn for one function.", hint))
        answer = gaps(self.workspace, self.day, only)
        coverage = answer.found.coverage
        names = {row.id: row.name for row in coverage.landscape.functions}
        areas = {row.id: row.name for row in coverage.landscape.areas}
        made: tuple[Picture, ...] = exports()["coverage_grid"].coverage_grid(
            coverage_pieces(answer, only), names[only.function], areas.get(only.area or "", ""), self.day,
            self.footer(f"gaps --function {only.function}"), by=by,
        )  # fmt: skip
        return made

    def gantt(self, cut: _Cut, by: str) -> tuple[Picture, ...]:
        from pathway_graph.plans.critical_path_answers import critical_path

        by = _said(by, "workstream", "board")
        answer = critical_path(self.workspace, cut.to, data_date=None if self.day == self.workspace.as_of else self.day)
        facts = diagram_facts.plan_facts(self.workspace.read)
        point = exports()["dependencies"].network(answer, facts, ()).point
        made: tuple[Picture, ...] = exports()["gantt"].gantt(
            answer, facts, self.footer("critical-path"), by=by, point=point, keep=cut.keep(facts)
        )
        return made

    def question(self, name: str, parameters: Mapping[str, Any]) -> tuple[Picture, ...]:
        from pathway_graph.questions import library

        known = {q.name for q in library.all_questions(self.workspace.path)}
        if name not in known:
            there = f"There are {', '.join(PICTURES)}, and the questions of `pathway-graph query`."
            hint = near_miss(name, [*PICTURES, *known]) or there
            raise Usage(Problem("PG504", f"no picture or question '{name}'.", hint))
        question = library.find(name, library.folders(self.workspace.path))
        drawn = library.draw(self.workspace.read, question, **{"as_of": self.day, **parameters})
        footer = self.footer(f"query {name}")
        made = exports()["question_diagram"].network(
            name, question.question, question.remedy, drawn.lines, self.day, footer
        )
        return self.network(made)
