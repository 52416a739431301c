"""The bytes of an answer as they come in, unpacked, and never more of them than allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from typing import Any

from dateline.errors import Refused

PIECE = 1 << 16
"""Bytes unpacked at a time."""
MEMBER = b"\x1f\x8b"
"""How a further member of a gzip stream begins."""


def encodings() -> tuple[str, ...]:
    """Return the encodings that may be asked for."""
    return ("gzip", "br") if _brotli_is_capped() else ("gzip",)


def body(parts: Iterable[bytes], encoding: str, largest: int) -> bytes:
    """Return what a stream of bytes unpacks to.

    Raises:
        Refused: there are more than `largest` bytes, packed or unpacked, or they are damaged, cut, or packed otherwise.
    """
    name = encoding.strip().lower().removeprefix("x-")
    unpack = {"": _plain, "identity": _plain, "gzip": _gzip, "deflate": _deflate, "br": _brotli}.get(name)
    if unpack is None or (name == "br" and not _brotli_is_capped()):
        raise Refused(f"packed as {encoding[:40]!r}, which was not asked for")
    made = bytearray()
    for piece in unpack(_capped(parts, largest)):
        made += piece
        if len(made) > largest:
            raise Refused(f"unpacks to more than {size(largest)}")
    return bytes(made)


def size(count: int) -> str:
    """Return a number of bytes for reading.

    >>> size(10 * 1024**2), size(512 * 1024)
    ('10 MB', '512 kB')
    """
    return f"{count // 1024**2} MB" if count >= 1024**2 else f"{count // 1024} kB"


def _capped(parts: Iterable[bytes], largest: int) -> Iterator[bytes]:
    seen = 0
    for part in parts:
        seen += len(part)
        if seen > largest:
            raise Refused(f"larger than {size(largest)}")
        yield part


def _plain(parts: Iterator[bytes]) -> Iterator[bytes]:
    yield from parts


def _gzip(parts: Iterator[bytes]) -> Iterator[bytes]:
    yield from _zlib(parts, 31)


def _deflate(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack deflate, with the header that the standard asks for, or without, as some servers send it."""
    first = next((part for part in parts if part), b"")
    wrapped = bool(first) and first[0] & 0x0F == 8 and (len(first) < 2 or int.from_bytes(first[:2], "big") % 31 == 0)
    yield from _zlib(_again(first, parts), 15 if wrapped else -15)


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _zlib(parts: Iterator[bytes], form: int) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(form)
    begun, data = False, b""
    try:
        for part in parts:
            data += part
            while data:
                if unpacker.eof:
                    if len(data) < len(MEMBER):
                        break
                    if not data.startswith(MEMBER):  # padding after the end is nothing
                        return
                    unpacker = zlib.decompressobj(form)
                begun = True
                yield from _drained(unpacker, data)
                data = unpacker.unused_data
        if begun and not unpacker.eof:
            raise Refused("cut short: its packed bytes do not end")
    except zlib.error as error:
        raise Refused(f"damaged: it does not unpack ({error})") from error


def _drained(unpacker: Any, data: bytes) -> Iterator[bytes]:
    """Yield all that bytes unpack to, a piece at a time."""
    while True:
        piece = unpacker.decompress(data, PIECE)
        yield piece
        data = unpacker.unconsumed_tail
        if unpacker.eof or (not data and len(piece) < PIECE):
            return


def _brotli(parts: Iterator[bytes]) -> Iterator[bytes]:
    import brotli

    unpacker = brotli.Decompressor()
    begun = False
    try:
        for part in parts:
            begun = begun or bool(part)
            piece = unpacker.process(part, output_buffer_limit=PIECE)
            yield piece
            while len(piece) >= PIECE or not unpacker.can_accept_more_data():
                piece = unpacker.process(b"", output_buffer_limit=PIECE)
                yield piece
        if begun and not unpacker.is_finished():
            raise Refused("cut short: its packed bytes do not end")
    except brotli.error as error:
        raise Refused(f"damaged: it does not unpack ({' '.join(str(error).split())})") from error


def _brotli_is_capped() -> bool:
    """Tell whether brotli is here in a version that can stop in the middle of a bomb."""
    if find_spec("brotli") is None:
        return False
    import brotli

    return hasattr(brotli.Decompressor, "can_accept_more_data")
