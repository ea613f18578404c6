"""A mail server that takes every letter and keeps none, in a process of its own: as little as SMTP asks for."""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.components import ROOT
from tests.services import free_port, wait_for_port


class Sink(asyncio.Protocol):
    """One connection. ``pause`` is how long the server thinks about each letter."""

    pause = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.buffer, self.in_letter = transport, b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while True:
            end = b"\r\n.\r\n" if self.in_letter else b"\r\n"
            line, found, rest = self.buffer.partition(end)
            if not found:
                return
            self.buffer = rest
            self._answer(line)

    def _answer(self, line: bytes) -> None:
        if self.in_letter:
            self.in_letter = False
            asyncio.get_running_loop().call_later(self.pause, self.transport.write, b"250 taken\r\n")
        elif line[:4].upper() == b"DATA":
            self.in_letter = True
            self.transport.write(b"354 go on\r\n")
        elif line[:4].upper() == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 ok\r\n")


@contextmanager
def running(*, pause: float = 0.0) -> Iterator[int]:
    """Run a sink; yield its port."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.sink", str(port), str(pause)], cwd=ROOT)
    try:
        wait_for_port(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("pause", type=float)
    arguments = parser.parse_args()
    Sink.pause = arguments.pause
    asyncio.run(_serve(arguments.port))
