"""One input as it was given: its name, its first bytes, and all of it as a stream that is read once."""

from __future__ import annotations

import hashlib
import io
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from dateline.errors import InputError
from dateline.records import Taken

HEAD = 65_536
"""Bytes at the start by which inputs are told apart."""
WHOLE = 256 * 1024**2
"""Bytes of the largest input that is taken into memory whole; tables of lines and archives are read as they come."""
LINE = 64 * 1024**2
"""Bytes of the longest line of a table."""
DEPTH = 3
"""How deep archives may lie in archives."""
SWELLS = 200
"""How many times its packed size what is packed may be: text packs to a tenth, a page of repeats to a fiftieth."""

FREE = 16 * 1024**2
"""Bytes that one thing packed may swell to whatever its packed size."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(path: str) -> str:
    """Return a name as it can be shown and stored: what would steer a terminal or turn the writing becomes U+FFFD."""
    return _CONTROL.sub("\ufffd", path)


class Allowance:
    """How many bytes all that is packed in one input may unpack to, however deep it lies."""

    def __init__(self, packed: Callable[[], int]) -> None:
        self._packed = packed
        self._spent = 0

    def spend(self, size: int) -> None:
        """Take `size` bytes off.

        Raises:
            InputError: there are not so many left.
        """
        self._spent += size
        if self._spent > max(WHOLE, SWELLS * self._packed()):
            raise InputError(f"unpacks to more than {WHOLE // 1024**2} MB and {SWELLS} times its size in all")


class Readable(Protocol):
    """Whatever bytes can be read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many bytes, none at the end."""


class Place(NamedTuple):
    """How far a table of lines was read: lines, their bytes and hash, and whether the last had its end."""

    lines: int
    size: int
    sha256: str
    ended: bool


class Given:
    """An input: `path` names it (of a member of an archive `archive!member`), `head` are its first bytes.

    `allowance` is what everything in the outermost archive may still unpack to. `start` is how far an earlier run came;
    only tables of lines go on from there, all others begin anew.
    """

    def __init__(
        self,
        path: str,
        stream: Readable,
        depth: int = 0,
        allowance: Allowance | None = None,
        start: Taken | None = None,
    ) -> None:
        self.path = shown(path)
        self.depth = depth
        self.allowance = allowance
        self._rest = stream
        self._start = start
        self._place: tuple[int, int, bool] | None = None
        self._digest = hashlib.sha256()
        self.head = b""
        try:
            while len(self.head) < HEAD and (part := stream.read(HEAD - len(self.head))):
                self.head += part
        except (EOFError, OSError, ValueError, zlib.error, lzma.LZMAError, InputError) as error:
            self._rest = _Broken(error)
        self._whole: bytes | None = None

    @property
    def name(self) -> str:
        """The name of the file, without folders and archives; "" for standard input."""
        last = self.path.rsplit("!", 1)[-1].replace("\\", "/").rsplit("/", 1)[-1]
        return "" if last == "-" else last

    def whole(self) -> bytes:
        """Return all bytes.

        Raises:
            InputError: there are too many of them.
        """
        if self._whole is None:
            rest = _exactly(self._rest, WHOLE - len(self.head) + 1)
            if len(self.head) + len(rest) > WHOLE:
                raise InputError(f"larger than {WHOLE // 1024**2} MB; split it, or give it as JSON Lines")
            self._whole = self.head + rest
        return self._whole

    def stream(self) -> io.BufferedReader:
        """Return all bytes as a stream; once."""
        return io.BufferedReader(_Joined(self.head if self._whole is None else self._whole, self._rest), HEAD)

    def lines(self) -> Iterator[bytes]:
        """Yield the lines with their ends.

        Raises:
            InputError: a line is too long.
        """
        stream = self.stream()
        while line := stream.readline(LINE):
            if len(line) == LINE and not line.endswith(b"\n"):
                raise InputError(f"a line longer than {LINE // 1024**2} MB")
            yield line

    def onward(self) -> Iterator[tuple[int, bytes]]:
        """Yield lines like `lines`, each with its number from 1, from where the earlier run stopped.

        Raises:
            InputError: a line is too long.
        """
        number, size = 0, 0
        lines = self.lines()
        if self._start is not None:
            while size < self._start.size and (line := next(lines, None)):
                self._digest.update(line)
                size += len(line)
            number = self._start.lines
        for number, line in enumerate(lines, start=number + 1):  # noqa: B020 - it goes on
            self._digest.update(line)
            size += len(line)
            self._place = (number, size, line.endswith(b"\n"))
            yield number, line

    @property
    def resumed(self) -> bool:
        """Whether an earlier run read some of it."""
        return self._start is not None

    @property
    def place(self) -> Place | None:
        """How far `onward` came, None where it was not asked."""
        if self._place is None:
            return None
        number, size, ended = self._place
        return Place(number, size, self._digest.hexdigest(), ended)


class _Broken(io.RawIOBase):
    """The rest of a stream that broke while its first bytes were read."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - as all streams are read
        raise self._error


class _Joined(io.RawIOBase):
    """The first bytes, then the rest of the stream they came from."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        room = memoryview(buffer)  # type: ignore[arg-type]
        part = self._head[: len(room)] if self._head else memoryview(self._rest.read(len(room)))
        if self._head:
            self._head = self._head[len(part) :]
        room[: len(part)] = part
        return len(part)


def _exactly(stream: Readable, size: int) -> bytes:
    """Return so many bytes, fewer only at the end; a stream may give them in pieces."""
    parts = []
    while size > 0 and (part := stream.read(min(size, 1 << 20))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
