"""Stand between a driver and a real server, and break the conversation at a moment that the test names."""

from __future__ import annotations

import contextlib
import dataclasses
import socket
import threading
from collections.abc import Iterator

__all__ = ["COMMIT", "Fault", "Proxy", "failure", "proxied"]

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The message that ends a transaction, as it goes over the wire in Bolt 4 and 5."""


@dataclasses.dataclass
class Fault:
    """What happens once, where the driver sends `at`, not before it has sent `since`.

    `then` is `cut before` (the server never hears it), `cut during` (it hears it, and nobody waits), `cut after` (it
    has answered, and the driver does not hear that), or the bytes to answer with in the server's place.
    `stays` keeps new connections out afterwards, until `mend`.
    """

    at: bytes
    then: str | bytes
    stays: bool = False
    since: bytes = b""
    has_happened: bool = False


class Proxy:
    """A port in front of a server's; `fault` is what is to go wrong next."""

    def __init__(self, listening: socket.socket, port: int) -> None:
        self.fault: Fault | None = None
        self.url = f"bolt://127.0.0.1:{listening.getsockname()[1]}"
        self._listening, self._port = listening, port
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def stand_before(self, port: int) -> None:
        """Carry what comes from now on to another port."""
        self._port = port

    def mend(self) -> None:
        """Let everything through again."""
        self.fault = None

    def close(self) -> None:
        """Close every connection."""
        for one in self._open:
            one.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                driver, _ = self._listening.accept()
                if self.fault is not None and self.fault.stays and self.fault.has_happened:
                    driver.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._port))
                self._open += [driver, server]
                for carry in (self._carry_there, self._carry_back):
                    threading.Thread(target=carry, args=(driver, server), daemon=True).start()

    def _carry_there(self, driver: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := driver.recv(1 << 16):
                fault = self.fault
                if fault is not None and fault.since in data:
                    fault.since = b""
                if fault is None or fault.has_happened or fault.since or fault.at not in data:
                    server.sendall(data)
                    continue
                fault.has_happened = True
                if isinstance(fault.then, bytes):
                    driver.sendall(fault.then)
                    continue
                if fault.then != "cut before":
                    server.sendall(data)
                if fault.then == "cut after":
                    continue  # the answer's arrival ends it
                _cut(driver, server)

    def _carry_back(self, driver: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(1 << 16):
                fault = self.fault
                if fault is not None and fault.has_happened and fault.then == "cut after":
                    _cut(driver, server)
                    if not fault.stays:
                        self.fault = None
                    return
                driver.sendall(data)
        _cut(driver, server)


def _cut(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def proxied(url: str) -> Iterator[Proxy]:
    """Stand before the server of this address until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        proxy = Proxy(listening, int(url.rpartition(":")[2]))
        try:
            yield proxy
        finally:
            proxy.close()


def failure(code: str) -> bytes:
    """Make the server's answer that refuses a statement, and leaves what follows on it undone."""
    told = {"neo4j_code": code, "code": code, "message": "scripted", "gql_status": "50N42", "description": "scripted"}
    body = b"\xb1\x7f" + bytes([0xA0 + len(told)]) + b"".join(_text(key) + _text(value) for key, value in told.items())
    return len(body).to_bytes(2, "big") + body + b"\0\0" + b"\0\x02\xb0\x7e\0\0"


def _text(text: str) -> bytes:
    raw = text.encode()
    return (bytes([0x80 + len(raw)]) if len(raw) < 16 else bytes([0xD0, len(raw)])) + raw
