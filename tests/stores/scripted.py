"""Play servers that are not what the address promises: silent ones, browsers' ports, servers of other kinds."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

__all__ = ["bolt_of", "browser", "closing", "mail", "playing", "silent"]

Play = Callable[[socket.socket], None]


@contextlib.contextmanager
def playing(play: Play) -> Iterator[int]:
    """Serve each connection by `play` on a free loopback port, which is given, until the block ends."""
    connections: list[socket.socket] = []

    def serve(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            play(connection)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connections.append(listening.accept()[0])
                threading.Thread(target=serve, args=(connections[-1],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=accept, daemon=True).start()
        try:
            yield int(listening.getsockname()[1])
        finally:
            for connection in connections:
                connection.close()


def silent(connection: socket.socket) -> None:
    """Take what comes and never answer."""
    while connection.recv(1024):
        pass
    time.sleep(60)


def browser(connection: socket.socket) -> None:
    """Answer as a web server does."""
    connection.recv(1024)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def mail(connection: socket.socket) -> None:
    """Greet as a mail server does."""
    connection.sendall(b"220 mail.example ESMTP\r\n")
    connection.recv(1024)


def closing(connection: socket.socket) -> None:
    """Hang up."""
    connection.close()


def bolt_of(agent: str, version: tuple[int, int] = (5, 2)) -> Play:
    """Answer in this version of Bolt, each message with success, as the server of this name."""
    hello = _success(b"\xa2" + _text("server") + _text(agent) + _text("connection_id") + _text("bolt-1"))
    other = _success(b"\xa1" + _text("fields") + b"\x90")

    def play(connection: socket.socket) -> None:
        connection.recv(20)  # the handshake: four bytes of greeting, four versions
        connection.sendall(bytes([0, 0, version[1], version[0]]))
        answer = hello
        while arrived := connection.recv(4096):
            for _ in range(arrived.count(b"\0\0")):  # the end of each message
                connection.sendall(answer)
                answer = other

    return play


def _success(told: bytes) -> bytes:
    body = b"\xb1\x70" + told
    return len(body).to_bytes(2, "big") + body + b"\0\0"


def _text(text: str) -> bytes:
    raw = text.encode()
    return (bytes([0x80 + len(raw)]) if len(raw) < 16 else bytes([0xD0, len(raw)])) + raw
