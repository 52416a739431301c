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
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any, NamedTuple, TypeAlias, cast

from dateline.errors import InputError
from dateline.intake.given import DEPTH, FREE, SWELLS, Allowance, Given, shown
from dateline.records import Rejection

MEMBERS = 1_000_000
"""Members of the largest archive."""
HEADER = 1024**2
"""Bytes of the longest header of a member of a tar archive: names are shorter."""
SPOOLED = 64 * 1024**2
"""Bytes of an archive that is kept in memory; a larger one that cannot be sought in lies in a temporary file."""

HEADERS = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)
"""Members of a tar archive that only tell of others, which the library takes into memory whole."""

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
    packed = _Tally(given.stream())
    allowance = given.allowance or Allowance(lambda: packed.total)
    try:
        yield from opened(_Packed(given.path, given.depth + 1, packed, allowance))
    except InputError as error:
        yield Rejection(path=given.path, reason=str(error))
    except BROKEN as error:
        yield Rejection(path=given.path, reason=f"a damaged archive ({one_line(error)})")


def one_line(error: BaseException) -> str:
    """Return what an error says, on one line."""
    return " ".join(str(error).split())[:200] or "cut short"


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


class Counted(io.RawIOBase):
    """A stream that stops with an error where it swells beyond what its packed size and its archive allow."""

    def __init__(self, stream: IO[bytes], packed: Callable[[], int], allowance: Allowance) -> None:
        self._take = getattr(stream, "read1", stream.read)  # what came before damage is not lost
        self._packed = packed
        self._allowance = allowance
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
        self._allowance.spend(len(part))
        if self._read > FREE and self._read > SWELLS * self._packed():
            raise InputError(f"unpacks to more than {SWELLS} times its size")
        room[: len(part)] = part
        return len(part)


class _Packed(NamedTuple):
    """An archive: its name, how deep its members lie, its bytes, and what they may unpack to."""

    path: str
    depth: int
    stream: _Tally
    allowance: Allowance

    def member(self, name: str, stream: IO[bytes] | Counted) -> Given:
        return Given(f"{self.path}!{name}", stream, self.depth, self.allowance)


Opener: TypeAlias = Callable[[_Packed], Iterator[Given | Rejection]]


def _opener(head: bytes) -> Opener | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None if b"[Content_Types].xml" in head[:4096] else _zip
    if head[257:262] == b"ustar":
        return _tar
    if head.startswith(b"\x1f\x8b"):
        return partial(_unpacked, unpack=gzip.open)
    if head.startswith(b"BZh"):
        return partial(_unpacked, unpack=bz2.open)
    if head.startswith(b"\xfd7zXZ\x00"):
        return partial(_unpacked, unpack=partial(lzma.LZMAFile, format=lzma.FORMAT_XZ))
    return None


def _unpacked(packed: _Packed, unpack: Callable[[Any], Any]) -> Iterator[Given | Rejection]:
    name = packed.path
    for ending in (".gz", ".bz2", ".xz"):
        name = name.removesuffix(ending)
    if name.endswith(".tgz"):
        name = name.removesuffix(".tgz") + ".tar"
    stream = Counted(unpack(packed.stream), lambda: packed.stream.total, packed.allowance)
    yield packed.member(name.rsplit("/", 1)[-1], stream)


class _Member(tarfile.TarInfo):
    """A member of a tar archive whose header is no longer than names are."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in HEADERS and self.size > HEADER:
            raise tarfile.ReadError("the header of a member is too long")
        return super()._proc_member(archive)  # type: ignore[misc,no-any-return]


def _tar(packed: _Packed) -> Iterator[Given | Rejection]:
    with tarfile.open(fileobj=cast("IO[bytes]", packed.stream), mode="r|", tarinfo=_Member) as archive:
        for number, member in enumerate(archive):
            archive.members = []  # type: ignore[attr-defined]  # the library keeps every one
            if number >= MEMBERS:
                raise InputError(f"more than {MEMBERS:,} members")
            if member.issparse():
                yield Rejection(path=shown(f"{packed.path}!{member.name}"), reason="a file with holes; pack it whole")
            elif member.isfile() and (stream := archive.extractfile(member)) is not None:
                yield packed.member(member.name, stream)
            elif not member.isdir():
                yield Rejection(path=shown(f"{packed.path}!{member.name}"), reason="a link or device, not a file")


def _zip(packed: _Packed) -> Iterator[Given | Rejection]:
    with tempfile.SpooledTemporaryFile(SPOOLED) as file:
        shutil.copyfileobj(packed.stream, file)
        with zipfile.ZipFile(file) as archive:
            listed = archive.infolist()
            if len(listed) > MEMBERS:
                raise InputError(f"more than {MEMBERS:,} members")
            for member in listed:
                if not member.is_dir():
                    yield _zipped(archive, member, packed)


def _zipped(archive: zipfile.ZipFile, member: zipfile.ZipInfo, packed: _Packed) -> Given | Rejection:
    path = shown(f"{packed.path}!{member.filename}")
    if member.flag_bits & 1:
        return Rejection(path=path, reason="encrypted; unpack it with its password")
    if stat.S_ISLNK(member.external_attr >> 16):
        return Rejection(path=path, reason="a link or device, not a file")
    try:
        stream = Counted(archive.open(member), lambda: member.compress_size, packed.allowance)
        return packed.member(member.filename, stream)
    except InputError as error:
        return Rejection(path=path, reason=str(error))
    except BROKEN as error:
        return Rejection(path=path, reason=f"a damaged member ({one_line(error)})")
