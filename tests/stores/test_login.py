"""A password comes from the environment, the keyring or a prompt, in this order, and from nowhere else."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from typing import Any

import keyring
import keyring.backend
import pytest

from pathway_graph.stores import login as module
from pathway_graph.stores.login import login, never_ask

ADDRESS = "bolt://127.0.0.1:7687"


class Ring(keyring.backend.KeyringBackend):
    """A keyring that forgets with its process."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def ring(monkeypatch: Any) -> Iterator[Ring]:
    """An empty keyring in place of the system's, no variables, and nothing asked yet."""
    for name in ("USER", "PASSWORD"):
        monkeypatch.delenv(f"PATHWAY_NEO4J_{name}", raising=False)
    monkeypatch.setattr(module, "_answers", {})
    monkeypatch.setattr(module, "_may_ask", [True])
    before = keyring.get_keyring()
    mine = Ring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def at_a_terminal(monkeypatch: Any, answer: str) -> list[str]:
    """Sit somebody at the terminal who types this; give what they are asked."""
    asked: list[str] = []
    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)

    def ask(words: str) -> str:
        asked.append(words)
        return answer

    monkeypatch.setattr(getpass, "getpass", ask)
    return asked


def test_the_environment_comes_first(monkeypatch: Any) -> None:
    """What the variables say counts, also where it is nothing; the keyring is not looked at and nobody is asked."""
    keyring.set_password(ADDRESS, "neo4j", "of the ring")
    asked = at_a_terminal(monkeypatch, "typed")
    for said in ("of the shell", ""):
        monkeypatch.setenv("PATHWAY_NEO4J_PASSWORD", said)

        assert login(ADDRESS) == ("neo4j", said)
    assert asked == []


def test_then_the_keyring(monkeypatch: Any) -> None:
    """What `keyring set ADDRESS USER` kept is found for this address and user alone."""
    asked = at_a_terminal(monkeypatch, "typed")
    monkeypatch.setenv("PATHWAY_NEO4J_USER", "reader")
    keyring.set_password(ADDRESS, "reader", "of the ring")

    assert login(ADDRESS) == ("reader", "of the ring")
    assert asked == []
    assert login("bolt://127.0.0.1:7688") == ("reader", "typed")


def test_then_whoever_is_at_the_terminal(monkeypatch: Any) -> None:
    """They are asked once for each address, without an echo; not with --no-input, and not where nobody is there."""
    assert login(ADDRESS) == ("neo4j", "")
    asked = at_a_terminal(monkeypatch, "typed")

    assert [login(ADDRESS), login(ADDRESS)] == [("neo4j", "typed")] * 2
    assert asked == [f"Password of neo4j at {ADDRESS} (Enter for none): "]
    never_ask()
    assert login("bolt://127.0.0.1:7688") == ("neo4j", "")


def test_a_keyring_that_fails_is_as_none(ring: Ring, monkeypatch: Any) -> None:
    """A locked keyring, or none at all, is no error: the next way is tried."""

    def fail(*_: str) -> None:
        raise keyring.errors.KeyringLocked("locked")

    monkeypatch.setattr(ring, "get_password", fail)

    assert login(ADDRESS) == ("neo4j", "")
