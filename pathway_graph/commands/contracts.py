"""Show which contracts end with nothing behind them, and when a procurement has to begin."""

from __future__ import annotations

import click

from pathway_graph.answers.findings import at_or_above
from pathway_graph.boards.contract_answers import contracts

from .filters import fail_on
from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("contracts")
@click.option("--horizon", type=click.IntRange(0, 1200), metavar="MONTHS", help="Look so far ahead; default: the "
              "setting horizon_months, else 6.")  # fmt: skip
@click.option("--prime", metavar="CONTRACT", help="Only this contract and all that lies under it.")
@fail_on
@everywhere
def command(options: Options, horizon: int | None, prime: str | None, fail_on: str | None) -> int:
    """Say which contracts end with nothing behind them, what hangs on them, when a procurement has to begin at the
    latest, what may be extended, and what value ends in which quarter."""
    with opened(options) as workspace:
        result = contracts(workspace, options.as_of, horizon, prime)
        show(options, result)
    return 1 if at_or_above(result, fail_on) else 0
