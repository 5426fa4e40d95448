"""Find out as whom to log in to a server: from the environment, the system's keyring, or the person at the terminal."""

from __future__ import annotations

import getpass
import os
import sys

__all__ = ["login", "never_ask"]

_answers: dict[tuple[str, str], str] = {}
_may_ask = [True]


def login(address: str) -> tuple[str, str]:
    """Give user and password for an address without its database; the password is "" where the server has none.

    The variables PATHWAY_NEO4J_USER (else `neo4j`) and PATHWAY_NEO4J_PASSWORD come first, also where the password is
    set to nothing; then what the system's keyring has for this address and user (`keyring set ADDRESS USER`), where the
    package keyring is installed; then, where a person sits at the terminal, what is typed there without an echo, once
    for each process. It is never taken from arguments or addresses, and is written nowhere.
    """
    user = os.environ.get("PATHWAY_NEO4J_USER") or "neo4j"
    password = os.environ.get("PATHWAY_NEO4J_PASSWORD")
    if password is None:
        password = _kept(address, user)
    if password is None:
        password = _asked(address, user)
    return user, password


def never_ask() -> None:
    """Ask nobody in this process from now on (`--no-input`)."""
    _may_ask[0] = False


def _kept(address: str, user: str) -> str | None:
    try:
        import keyring
        import keyring.errors
    except ModuleNotFoundError:
        return None
    try:
        return keyring.get_password(address, user)
    except (keyring.errors.KeyringError, RuntimeError, OSError):  # none here, locked, or no desktop to unlock it at
        return None


def _asked(address: str, user: str) -> str:
    if not (_may_ask[0] and sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    if (address, user) not in _answers:
        _answers[address, user] = getpass.getpass(f"Password of {user} at {address} (Enter for none): ")
    return _answers[address, user]
