"""Name what can go wrong with a graph, so that no engine's own exception is seen outside this package."""

from __future__ import annotations

from pathway_graph.errors import Busy, InputProblems, PathwayError, Problem, Unavailable, Usage

__all__ = [
    "AddressWrong", "DuplicateNode", "EngineMissing", "LoginRefused", "StatementRefused", "StatementTimeout",
    "StoreBusy", "StoreError", "StoreNeedsRecovery", "StoreUnreachable", "StoreUnreadable",
]  # fmt: skip


class StoreError(PathwayError):
    """Anything that a graph engine refused or failed at.

    `code` and `remedy` are the class's own; a raiser may give nearer ones. The single problem says the rest.
    """

    status = 70
    code = "PG400"
    remedy = "This is not expected; please report it with the message."

    def __init__(self, message: str, *, hint: str | None = None, code: str | None = None, where: str = "") -> None:
        super().__init__(Problem(code or self.code, message, self.remedy if hint is None else hint, file=where))


class StoreBusy(StoreError, Busy):
    """Another process or transaction holds the graph; the same call may succeed later."""

    status = 4
    code = "PG401"
    remedy = "Wait until the other one has finished, then try again."


class StoreUnreadable(StoreError, Unavailable):
    """The graph is missing, is not a graph, or cannot be opened with the rights that we have."""

    status = 4
    code = "PG402"
    remedy = "Run 'pathway-graph db rebuild'; the ledger holds everything that the graph shows."


class StoreNeedsRecovery(StoreUnreadable):
    """A graph opened for reading has to be opened for writing once: its last writer was cut off, or is still there."""

    code = "PG403"
    remedy = "Open it for writing once, which completes or takes back what was cut off."


class StatementTimeout(StoreError, Unavailable):
    """A statement ran longer than it may; nothing that it wrote is kept."""

    status = 4
    code = "PG404"
    remedy = "Ask for less at once, or allow more seconds."


class DuplicateNode(StoreError, InputProblems):
    """Two nodes would hold the same value where a constraint says that it is unique; nothing was written."""

    status = 3
    code = "PG405"
    remedy = "Give each node of a label an id of its own."


class StoreUnreachable(StoreError, Unavailable):
    """No server answers at the address."""

    status = 4
    code = "PG406"
    remedy = "See that the server runs and that the address and port are right."


class LoginRefused(StoreError, Unavailable):
    """The server does not take the user and password, or does not let this user do it."""

    status = 4
    code = "PG407"
    remedy = "Set PATHWAY_NEO4J_USER and PATHWAY_NEO4J_PASSWORD to a user who may."


class EngineMissing(StoreError, Unavailable):
    """The package that this kind of store needs is not installed, or does not run on this machine."""

    status = 4
    code = "PG408"
    remedy = "Install the package that is named."


class AddressWrong(StoreError, Usage):
    """The store's address cannot be used as it is written."""

    status = 2
    code = "PG409"
    remedy = "Write 'embedded', or neo4j://HOST:PORT/DATABASE (also neo4j+s, neo4j+ssc, bolt, bolt+s, bolt+ssc)."


class StatementRefused(StoreError, InputProblems):
    """A statement cannot be run as it is: PG320 it may write or reach out, PG321 the engine does not take it,
    PG322 what it returned is not what was declared, PG323 it needs more memory than the engine is given."""

    status = 3
    code = "PG321"
    remedy = "Mend the statement at the place that is named."
