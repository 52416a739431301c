"""Inputs as a stream: what each holds, as it is read, and how far it was read, so that a run that was ended goes on."""

from __future__ import annotations

import glob
import hashlib
import stat
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import IO, Protocol, TypeAlias

from dateline.errors import InputError, MissingResource
from dateline.intake.archive import BROKEN, is_archive, members, one_line
from dateline.intake.feed import is_feed, read_feed
from dateline.intake.given import Given, shown
from dateline.intake.mail import is_mail, read_mail
from dateline.intake.page import is_page, read_page
from dateline.intake.pdf import is_pdf, read_pdf
from dateline.intake.plain import read_plain
from dateline.intake.table import is_table, read_table
from dateline.intake.warc import is_warc, read_warc
from dateline.records import Original, Rejection, Report, Taken

Found: TypeAlias = Report | Rejection | Original
READERS: tuple[tuple[Callable[[Given], bool], Callable[[Given], Iterator[Found | Given]]], ...] = (
    (is_archive, members),
    (is_warc, read_warc),
    (is_pdf, read_pdf),
    (is_feed, read_feed),
    (is_table, read_table),
    (is_page, read_page),
    (is_mail, read_mail),
    (lambda _given: True, read_plain),
)
"""What reads what, tried from above: does the content look like it, and how is it read. An archive yields inputs."""

DEFECT = "a defect in dateline, please report it"
BATCH = 256
"""Reports, pages and inputs that are kept in one transaction: what a run that is killed has to read again at most."""
WEIGHT = 16 * 1024**2
"""Characters of reports and bytes of pages that are kept in one transaction."""
STEP = 64
"""Lines of a table after which it is told how far it was read."""
LISTED = 1000
"""Rejections of one input that are kept with it; an input with more is read again from its beginning."""
PIECE = 1 << 20
"""Bytes read at once to compare or to skip."""


class Shelf(Protocol):
    """Where a stream is kept."""

    def add(self, reports: Iterable[Report], originals: Iterable[Original], taken: Iterable[Taken]) -> object:
        """Keep what came; it is kept when this returns."""

    def taken(self, path: str) -> Taken | None:
        """Return how far an input was taken in before."""


class Stream:
    """Everything that paths name: `size` bytes, of which `done` were read.

    Raises:
        InputError: a path does not exist, or a glob matches nothing.
    """

    def __init__(self, paths: Iterable[str | Path]) -> None:
        self._files = _files(paths)
        self.size = sum(map(_size, self._files))
        self.done = 0
        self._lacking = False

    def found(self, known: Callable[[str], Taken | None] | None = None) -> Iterator[Found | Taken]:
        """Yield what the inputs hold; with `known`, also how far each was read, and nothing known is read again."""
        for path in self._files:
            name = shown(path)
            try:
                if path == "-":
                    yield from self._told(Given(name, self._counted(sys.stdin.buffer)))
                else:
                    yield from self._file(path, name, known)
            except OSError as error:
                yield Rejection(path=name, reason=f"cannot be read ({error.strerror or error})")

    def _file(self, path: str, name: str, known: Callable[[str], Taken | None] | None) -> Iterator[Found | Taken]:
        with Path(path).open("rb") as file:
            if known is None or not stat.S_ISREG(Path(path).stat().st_mode):
                yield from self._told(Given(name, self._counted(file)))
                return
            before = known(name)
            start = before if before is not None and _begins(file, before) else None
            told = [] if start is None else list(start.rejections)
            yield from told
            if start is not None and start.whole and start.size == _size(path):
                self.done += start.size
                return
            yield from self._marked(Given(name, counted := self._counted(file), start=start), counted, told)

    def _marked(self, given: Given, counted: _Counted, told: list[Rejection]) -> Iterator[Found | Taken]:
        """Yield what an input holds and, now and then and at its end, how far it was read."""
        self._lacking = False
        for number, found in enumerate(self._told(given), start=1):
            yield found
            if isinstance(found, Rejection):
                told.append(found)
            if number % STEP == 0 and (place := given.place) is not None and len(told) <= LISTED:
                yield Taken(
                    path=given.path, size=place.size, sha256=place.sha256, whole=False, lines=place.lines,
                    rejections=tuple(told),
                )  # fmt: skip
        counted.drain()
        if not self._lacking and len(told) <= LISTED:
            place = given.place
            lines = place.lines if place is not None and place.size == counted.size and place.ended else 0
            yield Taken(
                path=given.path, size=counted.size, sha256=counted.sha256, whole=True, lines=lines,
                rejections=tuple(told),
            )  # fmt: skip

    def _told(self, given: Given) -> Iterator[Found]:
        """Yield what an input holds, and what the inputs in it hold; what cannot be read is a rejection."""
        try:
            read = next(read for looks_like, read in READERS if looks_like(given))
            empty = not given.resumed
            for found in read(given):
                empty = False
                if isinstance(found, Given):
                    yield from self._told(found)
                else:
                    yield found
            if empty:
                yield Rejection(path=given.path, reason="there is nothing in it")
        except (InputError, MissingResource) as error:
            self._lacking |= isinstance(error, MissingResource)
            yield Rejection(path=given.path, reason=str(error))
        except BROKEN as error:
            yield Rejection(path=given.path, reason=f"damaged, read as far as it goes ({one_line(error)})")
        except Exception as error:  # one broken input must not lose the others
            told = one_line(error)
            yield Rejection(path=given.path, reason=f"could not be read ({type(error).__name__}: {told}); {DEFECT}")

    def _counted(self, file: IO[bytes]) -> _Counted:
        return _Counted(file, self._count)

    def _count(self, size: int) -> None:
        self.done += size


def keep(stream: Stream, shelf: Shelf) -> Generator[Report | Rejection]:
    """Keep a stream on a shelf, batch by batch, and yield what came; where it is ended, what came is kept first."""
    held = _Held(shelf)
    try:
        for found in stream.found(shelf.taken):
            held.take(found)
            if isinstance(found, (Report, Rejection)):
                yield found
    finally:
        held.flush()


class _Held:
    """What came and is not kept yet."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._empty()

    def _empty(self) -> None:
        self._reports: list[Report] = []
        self._originals: list[Original] = []
        self._taken: dict[str, Taken] = {}
        self._weight = 0

    def take(self, found: Found | Taken) -> None:
        """Hold what came; a page comes before its report, so that neither is kept without it."""
        if isinstance(found, Taken):
            self._taken[found.path] = found
        elif isinstance(found, Original):
            self._originals.append(found)
            self._weight += len(found.packed)
            return
        elif isinstance(found, Report):
            self._reports.append(found)
            self._weight += len(found.text)
        if max(len(self._reports), len(self._taken)) >= BATCH or self._weight >= WEIGHT:
            self.flush()

    def flush(self) -> None:
        """Have it kept."""
        reports, originals, taken = self._reports, self._originals, self._taken
        self._empty()  # what cannot be kept is not tried again
        if reports or originals or taken:
            self._shelf.add(reports, originals, taken.values())


class _Counted:
    """A file that counts and hashes what is read of it."""

    def __init__(self, file: IO[bytes], tell: Callable[[int], None]) -> None:
        self._file = file
        self._tell = tell
        self._digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        part = self._file.read(size)
        self._digest.update(part)
        self.size += len(part)
        self._tell(len(part))
        return part

    def drain(self) -> None:
        """Read what is left."""
        while self.read(PIECE):
            pass

    @property
    def sha256(self) -> str:
        """The hash of what was read."""
        return self._digest.hexdigest()


def _begins(file: IO[bytes], before: Taken) -> bool:
    """Tell whether a file begins with what was taken in before, and has grown in lines only; it is left rewound."""
    digest = hashlib.sha256()
    left = before.size
    while left and (part := file.read(min(left, PIECE))):
        digest.update(part)
        left -= len(part)
    grown = bool(file.read(1))
    file.seek(0)
    return not left and digest.hexdigest() == before.sha256 and (before.lines > 0 or not grown)


def _size(path: str) -> int:
    """Return the bytes of a file, 0 where nobody can know."""
    try:
        found = Path(path).stat()
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def _files(paths: Iterable[str | Path]) -> list[str]:
    """Return every file the paths name, once, sorted."""
    found: set[str] = set()
    for path in map(str, paths):
        found.update(_expand(path))
    return sorted(found)


def _expand(path: str) -> Iterator[str]:
    if path == "-":
        yield path
        return
    here = Path(path)
    if here.is_dir():
        for inside in here.rglob("*"):
            if inside.is_file() and not any(part.startswith(".") for part in inside.relative_to(here).parts):
                yield inside.as_posix()
    elif here.exists():
        yield here.as_posix()
    elif glob.has_magic(path) and (matches := glob.glob(path, recursive=True)):  # noqa: PTH207 - absolute patterns too
        for match in matches:
            yield from _expand(match)
    else:
        raise InputError(f"{path}: no such file or folder")
