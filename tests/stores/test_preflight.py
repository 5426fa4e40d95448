"""Whatever is wrong with a server or its address is told by one clear error, in under 5 seconds."""

from __future__ import annotations

import os
import pathlib
import time

import pytest

from pathway_graph.stores import AddressWrong, LoginRefused, StoreError, StoreUnreachable, StoreUnreadable, open_store

from .conftest import BOLT
from .scripted import Play, bolt_of, browser, closing, mail, playing, silent

pytest.importorskip("neo4j", reason="the driver is an extra: pip install neo4j")
NOWHERE = pathlib.Path("not-used")
LONGEST = 5.0
needs_server = pytest.mark.skipif(BOLT not in os.environ, reason=f"{BOLT} is not set: no Bolt server to refuse us")


def refused(url: str) -> StoreError:
    """Open what cannot be opened, in time; give the error."""
    begun = time.monotonic()
    with pytest.raises(StoreError) as caught:
        open_store(url, NOWHERE)
    assert time.monotonic() - begun < LONGEST
    return caught.value


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
@pytest.mark.parametrize(
    ("play", "said"),
    [
        (browser, "PG412 {url}: this is a port for browsers (HTTP), not for Bolt."),
        (mail, "PG412 {url}: something answers there, and it does not speak Bolt."),
        (closing, "PG406 {url}: something is there, and no Bolt server answers in time."),
        (silent, "PG406 {url}: something is there, and no Bolt server answers in time."),
    ],
    ids=["browser", "mail", "closing", "silent"],
)
def test_what_is_no_bolt_server_is_told(
    scheme: str, play: Play, said: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A wrong port is said in words, in time, without the password and without the driver's own log lines."""
    monkeypatch.setenv("PATHWAY_NEO4J_PASSWORD", "secret")
    with playing(play) as port:
        url = f"{scheme}://127.0.0.1:{port}"

        error = refused(url)

    assert isinstance(error, StoreUnreachable)
    if scheme == "bolt":  # by neo4j:// the driver tells less
        assert str(error).startswith(said.format(url=url))
    assert "secret" not in str(error)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("scheme", "play", "said"),
    [
        ("bolt", browser, "PG412"), ("bolt", mail, "PG412"), ("bolt", closing, "PG406"), ("neo4j", mail, "PG406"),
        ("neo4j", silent, "PG406 {url}: something is there, and no Bolt server answers in time."),
    ],
)  # fmt: skip
def test_py2neo_tells_it_too(scheme: str, play: Play, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through py2neo the same is told, in time and without the password."""
    pytest.importorskip("py2neo", reason="py2neo is an extra: pip install py2neo")
    monkeypatch.setenv("PATHWAY_NEO4J_PASSWORD", "secret")
    with playing(play) as port:
        url = f"{scheme}://127.0.0.1:{port}"

        error = refused(f"py2neo+{url}")

    assert isinstance(error, StoreUnreachable)
    assert str(error).startswith(said.format(url=url))
    assert "secret" not in str(error)


@pytest.mark.parametrize("agent", ["Neo4j/4.4.42", "Neo4j/3.5.0", "Graphite/9.1", ""])
def test_a_server_that_is_too_old_or_unknown_is_refused(agent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's own name for itself decides: Neo4j from 5 on, or our embedded engine."""
    monkeypatch.setenv("PATHWAY_NEO4J_PASSWORD", "secret")
    with playing(bolt_of(agent)) as port:
        error = refused(f"bolt://127.0.0.1:{port}")

    assert "PG410" in str(error)
    assert agent in str(error)


def test_a_server_of_an_older_bolt_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Neo4j 4.4 speaks is told as too old, though the driver never gets as far as its name."""
    monkeypatch.setenv("PATHWAY_NEO4J_PASSWORD", "secret")
    with playing(bolt_of("Neo4j/4.4.42", (4, 4))) as port:
        error = refused(f"bolt://127.0.0.1:{port}")

    assert "PG410" in str(error)


def test_a_known_server_is_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the fake plays is enough of Bolt: with a newer name it is not refused."""
    monkeypatch.setenv("PATHWAY_NEO4J_PASSWORD", "secret")
    with playing(bolt_of("Neo4j/5.26.0")) as port:
        store = open_store(f"bolt://127.0.0.1:{port}", NOWHERE)
        answered = store.read("RETURN 1 AS x")
        store.close()

    assert answered == []  # the fake has no rows, and takes the question


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
@pytest.mark.parametrize("host", ["db.example", "10.1.2.3", "[2001:db8::1]:7687", "127.0.0.1.db.example"])
def test_nothing_goes_to_another_machine_unencrypted(scheme: str, host: str) -> None:
    """Off this machine an address without +s or +ssc is refused before anything is sent, with the right one."""
    error = refused(f"{scheme}://{host}/graph")

    assert isinstance(error, AddressWrong)
    assert f"Write {scheme}+s://{host}/graph" in str(error)
    assert error.problems[0].code == "PG411"


@needs_server
def test_a_wrong_password_is_told() -> None:
    """The server's refusal names the variables, and neither user nor password."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATHWAY_NEO4J_PASSWORD", "not-this-one")
        error = refused(os.environ[BOLT])
        patch.delenv("PATHWAY_NEO4J_PASSWORD")
        without = refused(os.environ[BOLT])

    assert isinstance(error, LoginRefused)
    assert isinstance(without, LoginRefused)
    assert "not-this-one" not in str(error)


@needs_server
def test_a_database_that_is_not_there_is_told() -> None:
    """The error names the database."""
    error = refused(f"{os.environ[BOLT]}/nosuch")

    assert isinstance(error, StoreUnreadable)
    assert "nosuch" in str(error)


@needs_server
def test_a_server_without_encryption_is_told() -> None:
    """Asking for TLS where there is none says so."""
    error = refused(os.environ[BOLT].replace("bolt://", "bolt+s://"))

    assert "does not take an encrypted connection" in str(error)
