"""Follow one person through the landscape, or every class of person."""

from __future__ import annotations

import click

from pathway_graph.answers.findings import at_or_above
from pathway_graph.errors import Problem, Usage

from .filters import fail_on
from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("walk")
@click.option("--age", metavar="AGE", help="In years, or as 17y6m.")
@click.option("--need", metavar="ID", help="The need, by id or name.")
@click.option("--area", metavar="ID", help="Where they live, by id or name.")
@click.option("--step", type=int, help="The step, where the need has a scale.")
@click.option("--group", metavar="WORD", help="The group they belong to; else no named group.")
@click.option("--entry", metavar="DOOR", multiple=True, help="The doors they come by; else self and gp.")
@click.option("--when", metavar='"Sat 22:00"', help="The time of an urgent need; without it they wait for opening.")
@click.option("--why-not", metavar="SERVICE", help="Say why they do not get to this service.")
@click.option("--everyone", is_flag=True, help="Every class of people who reach nobody.")
@click.option("--urgent", is_flag=True, help="With --everyone: at every minute of the week.")
@click.option("--all", "whole", is_flag=True, help="With --everyone: also people of whom no requirement speaks.")
@fail_on
@everywhere
def command(
    options: Options, age: str | None, need: str | None, area: str | None, step: int | None, group: str | None,
    entry: tuple[str, ...], when: str | None, why_not: str | None, everyone: bool, urgent: bool, whole: bool,
    fail_on: str | None,
) -> int:  # fmt: skip
    """Say where a person gets to, or who gets to nobody.

    \b
    pathway-graph walk --age 17 --need crisis --area bath
    pathway-graph walk --everyone
    """
    if everyone:
        from pathway_graph.answers.everyone_answers import everyone as ask

        with opened(options) as workspace:
            answer = ask(workspace, options.as_of, urgent, whole, entry)
            show(options, answer)
        return 1 if at_or_above(answer, fail_on) else 0
    from pathway_graph.answers.walk_answers import walk

    if age is None or need is None or area is None:
        missing = [name for name, said in (("--age", age), ("--need", need), ("--area", area)) if said is None]
        hint = "Say who it is: --age 17 --need ID --area ID. Or walk --everyone."
        raise Usage(Problem("PG900", f"{', '.join(missing)}: not said.", hint))
    with opened(options) as workspace:
        told = walk(
            workspace, age=age, need=need, area=area, step=step, group=group, entry=entry, when=when, why=why_not,
            as_of=options.as_of,
        )  # fmt: skip
        show(options, told)
    return 0
