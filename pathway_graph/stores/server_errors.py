"""Say in our words what a server refused, or why none answers."""

from __future__ import annotations

import re
from collections.abc import Callable

from .errors import (
    DuplicateNode,
    LoginRefused,
    StatementRefused,
    StatementTimeout,
    StoreBusy,
    StoreError,
    StoreUnreachable,
    StoreUnreadable,
)

__all__ = ["refuse_unknown_server", "told_by_server", "unreachable"]

_OLDEST = 5
_KNOWN = re.compile(r"Neo4j/(\d+)\.|ArcadeDB/")


def told_by_server(code: str, message: str, where: str, seconds: float) -> StoreError:
    """Make our error from a server's status code (`Neo.ClientError...`) and words.

    `where` is the address, `seconds` the limit that statements are held to.
    """
    told = " ".join((message or "no reason given").split()).rstrip(".")
    for start, made in _BY_CODE:
        if code.startswith(start):
            return made(told, where, seconds)
    return StoreError(f"the server failed: {told}.", where=where)


def unreachable(message: str, where: str) -> StoreError:
    """Make our error from a driver's words about a connection that it could not make or lost.

    >>> print(unreachable("... (looks like HTTP)", "bolt://localhost:7474"))
    PG412 bolt://localhost:7474: this is a port for browsers (HTTP), not for Bolt. Name the server's Bolt port, \
usually 7687.
    """
    told = " ".join(message.split()).rstrip(".")
    for words, code, said, hint in _BY_WORDS:
        if re.search(words, told, re.IGNORECASE):
            return StoreUnreachable(said, code=code, hint=hint, where=where)
    return StoreUnreachable(f"no server answers ({told}).", where=where)


def refuse_unknown_server(agent: str, where: str) -> None:
    """Raise StoreUnreachable (PG410) for a server whose own name for itself is of none that we know, or too old.

    >>> refuse_unknown_server("Neo4j/4.4.42", "bolt://localhost")
    Traceback (most recent call last):
    pathway_graph.stores.errors.StoreUnreachable: PG410 bolt://localhost: the server is Neo4j/4.4.42, and at least \
Neo4j 5 is needed. Name a newer server.
    """
    known = _KNOWN.match(agent)
    if known and int(known[1] or _OLDEST) >= _OLDEST:
        return
    message = f"the server is {agent or 'of no known kind'}, and at least Neo4j {_OLDEST} is needed."
    raise StoreUnreachable(message, code="PG410", hint="Name a newer server.", where=where)


def _stopped(told: str, where: str, seconds: float) -> StoreError:
    return StatementTimeout(f"the statement was stopped after {seconds:g} seconds.")


def _duplicate(told: str, where: str, seconds: float) -> StoreError:
    return DuplicateNode(f"two nodes would share what is unique: {told}.")


def _not_allowed(told: str, where: str, seconds: float) -> StoreError:
    return LoginRefused(f"{told}.", where=where)


def _no_login(told: str, where: str, seconds: float) -> StoreError:
    return LoginRefused("the server does not take this user and password.", where=where)


def _no_database(told: str, where: str, seconds: float) -> StoreError:
    hint = "Name a database that the server has at the end of the address."
    return StoreUnreadable(f"{told}.", hint=hint, where=where)


def _too_much_memory(told: str, where: str, seconds: float) -> StoreError:
    message = f"the statement needs more memory than the server gives: {told}."
    return StatementRefused(message, code="PG323", hint="Ask for less at once, or give the server more memory.")


def _busy(told: str, where: str, seconds: float) -> StoreError:
    return StoreBusy(f"{told}.", where=where)


def _not_taken(told: str, where: str, seconds: float) -> StoreError:
    return StatementRefused(f"the server does not take the statement: {told}.")


_BY_CODE: tuple[tuple[str, Callable[[str, str, float], StoreError]], ...] = (
    ("Neo.ClientError.Schema.Constraint", _duplicate),
    ("Neo.DatabaseError.Schema.ConstraintCreationFailed", _duplicate),
    # A statement that is out of time fails in several ways, by what it was doing. The driver takes the last two for
    # client errors, older servers call them transient.
    ("Neo.ClientError.Transaction.TransactionTimedOut", _stopped),
    ("Neo.ClientError.Transaction.Terminated", _stopped),
    ("Neo.TransientError.Transaction.Terminated", _stopped),
    ("Neo.ClientError.Transaction.LockClientStopped", _stopped),
    ("Neo.TransientError.Transaction.LockClientStopped", _stopped),
    ("Neo.ClientError.Security.Unauthorized", _no_login),
    ("Neo.ClientError.Security.", _not_allowed),
    ("Neo.ClientError.Database.", _no_database),
    ("Neo.TransientError.Database.", _no_database),
    ("Neo.TransientError.General.MemoryPool", _too_much_memory),
    ("Neo.TransientError.General.OutOfMemory", _too_much_memory),
    ("Neo.TransientError.General.TransactionMemoryLimit", _too_much_memory),
    ("Neo.ClientError.Cluster.NotALeader", _busy),
    ("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", _not_allowed),
    ("Neo.TransientError.", _busy),
    ("Neo.ClientError.", _not_taken),
)
"""How the server's codes begin -> our error; the first that fits counts."""

_OTHER_PORT = "Name the server's Bolt port, usually 7687."
_BY_WORDS = (
    ("notification filtering is not supported", "PG410", f"the server is too old; at least Neo4j {_OLDEST} is needed.",
     "Name a newer server."),
    ("looks like HTTP", "PG412", "this is a port for browsers (HTTP), not for Bolt.", _OTHER_PORT),
    (
        "does not support communication|unsupported protocol|incorrect port|handshake response.*received",
        "PG412", "something answers there, and it does not speak Bolt.", _OTHER_PORT,
    ),
    ("routing information", "PG406", "no Bolt server answers there in time, or it does not know who leads.",
     "See that the server runs and that address and port are right; for a single server write bolt:// for neo4j://."),
    ("handshake response|wire broken|defunct connection|timed out", "PG406",
     "something is there, and no Bolt server answers in time.",
     "See that the server runs and that it is the Bolt port."),
    ("certificate verify failed|CertVerification", "PG406", "the server's certificate is not one that is trusted here.",
     "Write +ssc for +s in the address if the server signed it itself, or let this machine trust it."),
    ("SSL|encrypted connection", "PG406", "the server does not take an encrypted connection.",
     "Write the address without +s on this machine, or set the server up for TLS."),
    ("resolve address|name or service|getaddrinfo", "PG406", "there is no machine of that name.",
     "Correct the address."),
)  # fmt: skip
