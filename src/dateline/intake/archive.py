"""Archives: zip and tar, and files compressed with gzip, bzip2 or xz, as the inputs they hold.

Members are never written to disk, and their names only name: no path in an archive leads anywhere. What a small file
swells to is counted while it is read, so that a bomb costs no more than its cap.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any

from dateline.errors import InputError
from dateline.intake.given import DEPTH, Given
from dateline.records import Rejection

MEMBERS = 1_000_000
"""Members of the largest archive."""
SWELLS = 200
"""How many times its packed size a member may be: text packs to a tenth, a page of repeats to a fiftieth."""
FREE = 16 * 1024**2
"""Bytes that a member may swell to whatever its packed size."""
SPOOLED = 64 * 1024**2
"""Bytes of an archive that is kept in memory; a larger one that cannot be sought in lies in a temporary file."""

BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the libraries raise on a damaged, cut or encrypted archive."""


def is_archive(given: Given) -> bool:
    """Tell archives and compressed files by their first bytes."""
    return _opener(given.head) is not None


def members(given: Given) -> Iterator[Given | Rejection]:
    """Yield each file of an archive as an input of its own, and what could not be opened."""
    if given.depth >= DEPTH:
        yield Rejection(path=given.path, reason=f"archives in archives more than {DEPTH} deep")
        return
    opened = _opener(given.head)
    assert opened is not None  # noqa: S101 - is_archive was asked
    try:
        yield from opened(given)
    except InputError as error:
        yield Rejection(path=given.path, reason=str(error))
    except BROKEN as error:
        yield Rejection(path=given.path, reason=f"a damaged archive ({one_line(error)})")


def one_line(error: BaseException) -> str:
    """Return what an error says, on one line."""
    return " ".join(str(error).split())[:200] or "cut short"


class Counted(io.RawIOBase):
    """A stream that stops with an error where it swells beyond what its packed size allows."""

    def __init__(self, stream: IO[bytes], packed: Callable[[], int]) -> None:
        self._take = getattr(stream, "read1", stream.read)  # what came before damage is not lost
        self._packed = packed
        self._read = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer as far as the stream goes.

        Raises:
            InputError: the input swells too much.
        """
        room = memoryview(buffer)  # type: ignore[arg-type]
        part = self._take(len(room))
        self._read += len(part)
        if self._read > FREE and self._read > SWELLS * self._packed():
            raise InputError(f"unpacks to more than {SWELLS} times its size")
        room[: len(part)] = part
        return len(part)


def _opener(head: bytes) -> Callable[[Given], Iterator[Given | Rejection]] | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None if b"[Content_Types].xml" in head[:4096] else _zip
    if head[257:262] == b"ustar":
        return _tar
    if head.startswith(b"\x1f\x8b"):
        return lambda given: _unpacked(given, gzip.open)
    if head.startswith(b"BZh"):
        return lambda given: _unpacked(given, bz2.open)
    if head.startswith(b"\xfd7zXZ\x00"):
        return lambda given: _unpacked(given, lzma.open)
    return None


def _unpacked(given: Given, unpack: Callable[[Any], Any]) -> Iterator[Given | Rejection]:
    packed = _Tally(given.stream())
    name = given.path
    for ending in (".gz", ".bz2", ".xz"):
        name = name.removesuffix(ending)
    if name.endswith(".tgz"):
        name = name.removesuffix(".tgz") + ".tar"
    stream = Counted(unpack(packed), lambda: packed.total)
    yield Given(f"{given.path}!{name.rsplit('/', 1)[-1]}", stream, given.depth + 1)


def _tar(given: Given) -> Iterator[Given | Rejection]:
    with tarfile.open(fileobj=given.stream(), mode="r|") as archive:
        for number, member in enumerate(archive):
            if number >= MEMBERS:
                raise InputError(f"more than {MEMBERS:,} members")
            if member.isfile() and (stream := archive.extractfile(member)) is not None:
                yield Given(f"{given.path}!{member.name}", stream, given.depth + 1)
            elif not member.isdir():
                yield Rejection(path=f"{given.path}!{member.name}", reason="a link or device, not a file")


def _zip(given: Given) -> Iterator[Given | Rejection]:
    with tempfile.SpooledTemporaryFile(SPOOLED) as file:
        shutil.copyfileobj(given.stream(), file)
        with zipfile.ZipFile(file) as archive:
            listed = archive.infolist()
            if len(listed) > MEMBERS:
                raise InputError(f"more than {MEMBERS:,} members")
            for member in listed:
                if not member.is_dir():
                    yield _zipped(archive, member, given)


def _zipped(archive: zipfile.ZipFile, member: zipfile.ZipInfo, given: Given) -> Given | Rejection:
    path = f"{given.path}!{member.filename}"
    if member.flag_bits & 1:
        return Rejection(path=path, reason="encrypted; unpack it with its password")
    try:
        stream = Counted(archive.open(member), lambda: member.compress_size)
        return Given(path, stream, given.depth + 1)
    except InputError as error:
        return Rejection(path=path, reason=str(error))
    except BROKEN as error:
        return Rejection(path=path, reason=f"a damaged member ({one_line(error)})")


class _Tally:
    """A stream that counts what was read of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.total = 0

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(size)
        self.total += len(part)
        return part

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False
