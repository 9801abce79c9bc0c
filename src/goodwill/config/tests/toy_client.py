"""Starts toy_server and speaks HTTP to it, byte by byte where that matters."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goodwill.config.server.sockets import listen

SOURCE = Path(__file__).parents[3]
PATIENCE = 60.0


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        return ", ".join(value for known, value in self.headers if known == name)

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Toy:
    """A server that runs."""

    port: int
    home: Path
    process: "subprocess.Popen[bytes]"
    tls: ssl.SSLContext | None = None

    def connect(self) -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        return self.tls.wrap_socket(opened, server_hostname="localhost") if self.tls else opened

    def raw(self, request: bytes) -> Answer:
        with self.connect() as connection:
            connection.sendall(request)
            return read_answer(connection)

    def get(self, path: str, *headers: str, method: str = "GET", body: bytes = b"") -> Answer:
        lines = [f"{method} {path} HTTP/1.1", *headers]
        if not any(header.lower().startswith("host:") for header in headers):
            lines.append("Host: localhost")
        if body:
            lines.append(f"Content-Length: {len(body)}")
        head_only = method == "HEAD"
        with self.connect() as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            return read_answer(connection, head_only=head_only)

    def release(self) -> None:
        """Let all requests for /held go on."""
        self.process.send_signal(signal.SIGUSR2)

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()


def read_answer(connection: socket.socket, *, head_only: bool = False) -> Answer:
    """One whole answer; the body as it is after the framing is taken off."""
    file = connection.makefile("rb")
    status = int(file.readline().split()[1])
    headers = []
    while line := file.readline().strip():
        name, _, value = line.partition(b":")
        headers.append((name.decode().lower(), value.strip().decode()))
    answer = Answer(status, headers, b"")
    if head_only or status in (204, 304):
        return answer
    if answer["transfer-encoding"] == "chunked":
        while size := int(file.readline(), 16):
            answer.body += file.read(size)
            file.readline()
    else:
        answer.body = file.read(int(answer["content-length"]))
    return answer


@contextmanager
def toy(home: Path, constants: dict[str, float] | None = None, **settings: str) -> Iterator[Toy]:
    (home / "temp").mkdir(parents=True, exist_ok=True)
    listening = listen("127.0.0.1", 0)
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("GOODWILL_", "DJANGO_"))}
    variables |= {"GOODWILL_HOME": str(home), "PYTHONPATH": str(SOURCE)}
    variables |= {f"GOODWILL_{name}": value for name, value in settings.items()}
    fd = listening.fileno()
    command = [sys.executable, "-m", "goodwill.config.tests.toy_server", str(fd), json.dumps(constants or {})]
    log = (home / "log").open("wb")
    with subprocess.Popen(command, env=variables, stdin=subprocess.PIPE, stderr=log, pass_fds=[fd]) as process:
        port = listening.getsockname()[1]
        listening.close()
        try:
            yield Toy(port, home, process)
        finally:
            process.kill()
            log.close()
