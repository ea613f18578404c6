"""Compiling: at once in this process, or in others, one for every core, that are killed where they do not end."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, Protocol

import typst

from intranet.core.typesetting import fonts, worker
from intranet.core.typesetting.worker import DOCUMENT, Engine

SECONDS = 10  # for one document; ours takes a hundredth of one
AHEAD = 4  # documents in hand for each process: enough to keep it busy, too few to fill the memory


class NotCompiled(Exception):
    """Typst refused; ``message`` is its own sentence, ``diagnostic`` names the line."""

    def __init__(self, message: str, diagnostic: str = "") -> None:
        super().__init__(message)
        self.message, self.diagnostic = message, diagnostic
        self.subject: Any = ""  # whose document it was, where there are many


class TookTooLong(NotCompiled):
    """The template did not end in time, or wanted more memory than there is for it."""


class Design(Protocol):
    """What a document is set by: Typst source and the picture behind it."""

    @property
    def key(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def background(self) -> bytes: ...
    @property
    def background_type(self) -> str: ...


_lock = threading.Lock()


@cache
def _engine() -> Engine:
    return Engine(fonts.folder())


def compile_here(design: Design, data: dict[str, Any], kind: str = DOCUMENT) -> bytes:
    """Compile in this process a design that is ours; one at a time. Raises NotCompiled."""
    with _lock:
        engine = _engine()
        engine.learn(design.key, design.source, design.background, design.background_type)
        try:
            return engine.compile(design.key, data, kind)
        except typst.TypstError as error:
            raise NotCompiled(error.message, error.diagnostic) from None


def compile_apart(design: Design, data: dict[str, Any], kind: str = DOCUMENT, *, seconds: int = SECONDS) -> bytes:
    """Compile in a process of its own, limited in time and memory. Raises NotCompiled, TookTooLong."""
    process = Process(seconds=seconds)
    try:
        return process.compile(design, data, kind)
    finally:
        process.end()


class Process:
    """A worker that compiles what it is told, one document after the other."""

    def __init__(self, *, seconds: int = 0) -> None:
        # No proxy that answers, no home, no packages: what a template asks of the outside, it does not get.
        silent = {"PATH": os.defpath, "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(Path(worker.__file__)), fonts.folder(), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**silent, "RAYON_NUM_THREADS": "1"},
        )
        self._learned: set[str] = set()
        self._seconds = seconds or SECONDS

    def compile(self, design: Design, data: dict[str, Any], kind: str = DOCUMENT) -> bytes:
        """Return the document. Raises NotCompiled, TookTooLong."""
        asked: dict[str, Any] = {"key": design.key, "data": data, "kind": kind}
        if design.key not in self._learned:
            if len(self._learned) >= worker.DESIGNS_KEPT:
                self._learned.clear()
            asked |= {"source": design.source, "background": design.background.hex()}
            asked["background_type"] = design.background_type
            self._learned.add(design.key)
        replied = self._ask(json.dumps(asked).encode())
        if replied[:1] != b"+":
            said = json.loads(replied[1:])
            raise NotCompiled(said["message"], said["diagnostic"])
        return replied[1:]

    def _ask(self, message: bytes) -> bytes:
        given, taken = self._process.stdin, self._process.stdout
        assert given is not None  # noqa: S101 - both are pipes
        assert taken is not None  # noqa: S101
        try:
            worker.write_message(given, message)
            replied = self._answer(taken)
        except BrokenPipeError:
            replied = b""
        if not replied:
            self.end()
            raise TookTooLong("")
        return replied

    def _answer(self, taken: IO[bytes]) -> bytes:
        ready, _none, _other = select.select([taken], [], [], self._seconds)
        return worker.read_message(taken) if ready else b""

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


@dataclass(frozen=True)
class Order:
    """A document to be made: whatever belongs to it, its design and its data."""

    subject: Any
    design: Design
    data: dict[str, Any]


def compile_many(orders: Iterable[Order], *, processes: int | None = None) -> Iterator[tuple[Any, bytes]]:
    """Compile on every core and return the documents in the order asked, a few ahead of the reader."""
    count = processes or os.cpu_count() or 1
    with _processes(count) as free, ThreadPoolExecutor(count) as threads:
        in_hand: deque[tuple[Any, Future[bytes]]] = deque()
        try:
            for order in orders:
                in_hand.append((order.subject, threads.submit(_compile_with, free, order)))
                if len(in_hand) >= AHEAD * count:
                    subject, made = in_hand.popleft()
                    yield subject, made.result()
            while in_hand:
                subject, made = in_hand.popleft()
                yield subject, made.result()
        finally:
            for _subject, made in in_hand:
                made.cancel()


def _compile_with(free: SimpleQueue[Process], order: Order) -> bytes:
    process = free.get()
    try:
        made = process.compile(order.design, order.data)
    except NotCompiled as error:
        if isinstance(error, TookTooLong):
            process = Process()
        error.subject = order.subject
        raise
    finally:
        free.put(process)
    return made


@contextmanager
def _processes(count: int) -> Iterator[SimpleQueue[Process]]:
    free: SimpleQueue[Process] = SimpleQueue()
    for _each in range(count):
        free.put(Process())
    try:
        yield free
    finally:
        while not free.empty():
            free.get().end()
