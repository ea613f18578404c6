"""Typst and nothing else: compiles documents in this process, or as a program that others feed through pipes.

As a program (``python worker.py FONTS``) it imports neither Django nor the rest of the house: a bulk of certificates
runs on every core in processes of 70 MB, none of which shares a database connection, a thread or a lock with the site,
and a template that never ends is a process that can be killed.
"""

from __future__ import annotations

import hashlib
import json
import re
import resource
import struct
import sys
import tempfile
from collections import OrderedDict
from pathlib import Path
from typing import IO, Any, Literal

import segno
import typst

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
DESIGNS_KEPT = 8
DARK = re.compile("1+")
MANY = 100  # addresses of one length: fewer are encoded one by one
QUIET = 4  # modules of white around a QR code
MASK = 4  # readers take any; judging all eight, for looks alone, costs half of what setting the document does
LENGTH = struct.Struct(">I")
DOCUMENT, PICTURE = "pdf", "png"
PIXELS_PER_INCH = 110.0


class Engine:
    """Compiles designs by the repository's fonts alone; each design lives in a folder that holds nothing else."""

    def __init__(self, fonts: str) -> None:
        self._fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
        self._compilers: OrderedDict[str, tuple[Any, typst.Compiler]] = OrderedDict()

    def knows(self, key: str) -> bool:
        """Say whether the design was learned and is still kept."""
        return key in self._compilers

    def learn(self, key: str, source: str, background: bytes, background_type: str) -> None:
        """Keep a design under a key."""
        if key in self._compilers:
            self._compilers.move_to_end(key)
            return
        folder = tempfile.TemporaryDirectory(prefix="typesetting-")
        root = Path(folder.name)
        (root / "main.typ").write_text(source, encoding="utf-8")
        if background:
            (root / f"background.{background_type}").write_bytes(background)
        nowhere = root / "no-packages"
        compiler = typst.Compiler(
            input=str(root / "main.typ"),
            root=str(root),
            font_paths=self._fonts,
            ignore_system_fonts=True,
            package_path=str(nowhere),
            package_cache_path=str(nowhere),
        )
        self._compilers[key] = (folder, compiler)
        while len(self._compilers) > DESIGNS_KEPT:
            _key, (old, _compiler) = self._compilers.popitem(last=False)
            old.cleanup()

    def compile(self, key: str, data: dict[str, Any], kind: str = DOCUMENT) -> bytes:
        """Return the document, the same bytes for the same design and data. Raises TypstError."""
        drawn = {"qr": qr_svg(data["verify_address"])} if "verify_address" in data else {}
        given = {"data": json.dumps({**data, **drawn}, ensure_ascii=False)}
        compiler = self._compilers[key][1]
        if kind == PICTURE:
            pages = compiler.compile(format="png", ppi=PIXELS_PER_INCH, sys_inputs=given)
            first = pages[0] if isinstance(pages, list) else pages
            return first or b""
        made = compiler.compile(
            format="pdf", sys_inputs=given, pdf_standards=[*STANDARDS], timestamp=int(data["moment"])
        )
        assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
        return made


def qr_svg(address: str) -> str:
    """Return the QR code of an address as a drawing, its quiet zone included."""
    side, dark = _codes.dark(address) if address.isascii() else _encoded(address)
    rows = f"{dark:0{side * side}b}"
    path = "".join(
        f"M{run.start() + QUIET} {y + QUIET}h{run.end() - run.start()}v1h-{run.end() - run.start()}z"
        for y in range(side)
        for run in DARK.finditer(rows[y * side : (y + 1) * side])
    )
    room = side + 2 * QUIET
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {room} {room}"><path d="{path}"/></svg>'


def _encoded(address: str | bytes) -> tuple[int, int]:
    """Return the side of a QR code and its modules, row by row as the bits of one number."""
    rows = segno.make_qr(address, error="m", mask=MASK, boost_error=False, mode="byte").matrix
    return len(rows), int("".join("1" if module else "0" for row in rows for module in row), 2)


class Codes:
    """QR codes of many addresses: those of one length are sums, module by module, of what their bits give.

    Everything between the bits of a text and the modules (Reed-Solomon, interleaving, a fixed mask) is linear over two
    elements. So the code of an address is that of another one of its length, with the modules turned over that belong
    to the bits in which they differ; what a bit turns over is found once. The first addresses are encoded as usual.
    """

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}
        self._known: dict[int, tuple[int, int, int]] = {}
        self._turned: dict[tuple[int, int], int] = {}

    def dark(self, address: str) -> tuple[int, int]:
        """Return the side and the modules of an address in ASCII."""
        length = len(address)
        self._seen[length] = self._seen.get(length, 0) + 1
        if self._seen[length] < MANY:
            return _encoded(address)
        bits = int.from_bytes(address.encode(), "big")
        if length not in self._known:
            self._known[length] = (bits, *_encoded(address))
        first, side, dark = self._known[length]
        differ = first ^ bits
        while differ:
            bit = differ & -differ
            differ ^= bit
            dark ^= self._turns(length, first, bit)
        return side, dark

    def _turns(self, length: int, first: int, bit: int) -> int:
        if (length, bit) not in self._turned:
            other = (first ^ bit).to_bytes(length, "big")
            self._turned[length, bit] = _encoded(other)[1] ^ self._known[length][2]
        return self._turned[length, bit]


_codes = Codes()


def design_key(source: str, background: bytes) -> str:
    """Return what a design is known by."""
    return hashlib.sha256(source.encode("utf-8", "replace") + b"\0" + background).hexdigest()


def read_message(stream: IO[bytes]) -> bytes:
    """Return the next message, empty where the other side has gone."""
    head = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""


def write_message(stream: IO[bytes], message: bytes) -> None:
    stream.write(LENGTH.pack(len(message)) + message)
    stream.flush()


def answer(engine: Engine, message: bytes) -> bytes:
    """Do what a message asks; the answer begins with ``+`` and the file, or with ``-`` and what typst said."""
    asked = json.loads(message)
    try:
        if "source" in asked:
            background = bytes.fromhex(asked["background"])
            engine.learn(asked["key"], asked["source"], background, asked["background_type"])
        return b"+" + engine.compile(asked["key"], asked["data"], asked["kind"])
    except typst.TypstError as error:
        return b"-" + json.dumps({"message": error.message, "diagnostic": error.diagnostic}).encode()


def main() -> None:
    fonts, seconds = sys.argv[1], int(sys.argv[2])
    if seconds:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    engine = Engine(fonts)
    while message := read_message(sys.stdin.buffer):
        write_message(sys.stdout.buffer, answer(engine, message))


if __name__ == "__main__":
    main()
