"""Hold the Bolt store to what it says about addresses, logins and servers that are not there."""

from __future__ import annotations

import pathlib
import socket
import subprocess
import sys

import pytest

from pathway_graph.stores import AddressWrong, StoreUnreachable, open_store

pytest.importorskip("neo4j", reason="the driver is an extra: pip install neo4j")
NOWHERE = pathlib.Path("not-used")


@pytest.mark.parametrize("user", ["me:secret@", "me@", ":secret@", "@"])
def test_a_login_in_the_address_is_refused_and_not_repeated(user: str) -> None:
    """User and password never stand in the address; the error shows the address without them."""
    with pytest.raises(AddressWrong, match=r"bolt://db\.example:7687/graph and set PATHWAY_NEO4J_USER") as caught:
        open_store(f"bolt://{user}db.example:7687/graph", NOWHERE)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["", "neo4j", "http://localhost", "py2neo+http://localhost", "bolt://", "bolt:///graph", "bolt://localhost:x",
     "bolt://localhost:99999", "bolt://localhost/a/b", "neo4j://localhost?policy=x", "neo4j://localhost#x", "EMBEDDED"],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_refused(url: str) -> None:
    """An error of the address is found before anything is sent, and shows the forms that are taken."""
    with pytest.raises(AddressWrong, match=r"PG409 .*Write 'embedded', or neo4j://HOST:PORT/DATABASE"):
        open_store(url, NOWHERE)


def test_a_server_that_is_not_there_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing listens the error names the address."""
    monkeypatch.setenv("PATHWAY_NEO4J_PASSWORD", "secret")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

        with pytest.raises(StoreUnreachable, match=rf"PG406 bolt://127.0.0.1:{port}: no server answers") as caught:
            open_store(f"bolt://127.0.0.1:{port}/graph", NOWHERE)

    assert "secret" not in str(caught.value)


def test_without_the_driver_the_error_names_it() -> None:
    """The driver is optional: who needs it and lacks it is told what to install."""
    script = """
import pathlib, sys
sys.modules["neo4j"] = None
from pathway_graph.stores import EngineMissing, open_store
try:
    open_store("bolt://localhost", pathlib.Path("not-used"))
except EngineMissing as error:
    print(error)
"""
    root = pathlib.Path(__file__).parents[2]

    told = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)

    assert told.stdout == "PG408 the package neo4j is not installed. Install it: pip install 'neo4j>=5,<7'.\n"
