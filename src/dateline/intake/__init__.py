"""Intake: files, folders, globs and standard input become reports. `take_in(paths)` is the whole room."""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TypeAlias

import msgspec

from dateline.config import Config
from dateline.errors import InputError, MissingResource
from dateline.intake.archive import BROKEN, is_archive, members, one_line
from dateline.intake.feed import is_feed, read_feed
from dateline.intake.given import Given, shown
from dateline.intake.mail import is_mail, read_mail
from dateline.intake.page import is_page, read_page
from dateline.intake.pdf import is_pdf, read_pdf
from dateline.intake.plain import read_plain
from dateline.intake.same import merge, order, tell_apart
from dateline.intake.table import is_table, read_table
from dateline.intake.warc import is_warc, read_warc
from dateline.records import Original, Record, Rejection, Report

__all__ = ["Batch", "gather", "merge", "order", "take_in", "tell_apart"]

Found: TypeAlias = Report | Rejection | Original | Given
READERS: tuple[tuple[Callable[[Given], bool], Callable[[Given], Iterator[Found]]], ...] = (
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
DEFAULTS = Config()


class Batch(Record, frozen=True, kw_only=True):
    """What was taken in, in order of publication, and what was not, with reasons."""

    reports: tuple[Report, ...]
    rejections: tuple[Rejection, ...]
    originals: tuple[Original, ...] = ()


def take_in(paths: Iterable[str | Path], config: Config = DEFAULTS) -> Batch:
    """Take in every report under `paths`: files, folders, globs, "-" for standard input.

    Raises:
        InputError: a path does not exist, or a glob matches nothing.
    """
    batch = gather(paths, config)
    return msgspec.structs.replace(batch, reports=tell_apart(batch.reports))


def gather(paths: Iterable[str | Path], config: Config = DEFAULTS) -> Batch:
    """Take in like `take_in`, leaving ids that several texts share as they were given."""
    del config  # every stage takes the one Config; intake has no settings yet
    reports: list[Report] = []
    rejections: set[Rejection] = set()
    originals: set[Original] = set()
    for path in _files(paths):
        for found in _read(path):
            if isinstance(found, Report):
                reports.append(found)
            elif isinstance(found, Original):
                originals.add(found)
            else:
                rejections.add(found)
    return Batch(
        reports=tuple(merge(reports)), rejections=tuple(sorted(rejections)), originals=tuple(sorted(originals))
    )


def _read(path: str) -> Iterator[Report | Rejection | Original]:
    try:
        with nullcontext(sys.stdin.buffer) if path == "-" else Path(path).open("rb") as stream:
            yield from _told(Given(path, stream))
    except OSError as error:
        yield Rejection(path=shown(path), reason=f"cannot be read ({error.strerror or error})")


def _told(given: Given) -> Iterator[Report | Rejection | Original]:
    """Yield what an input holds, and what the inputs in it hold; what cannot be read is a rejection."""
    try:
        read = next(read for looks_like, read in READERS if looks_like(given))
        empty = True
        for found in read(given):
            empty = False
            if isinstance(found, Given):
                yield from _told(found)
            else:
                yield found
        if empty:
            yield Rejection(path=given.path, reason="there is nothing in it")
    except (InputError, MissingResource) as error:
        yield Rejection(path=given.path, reason=str(error))
    except BROKEN as error:
        yield Rejection(path=given.path, reason=f"damaged, read as far as it goes ({one_line(error)})")
    except Exception as error:  # one broken input must not lose the others
        told = one_line(error)
        yield Rejection(path=given.path, reason=f"could not be read ({type(error).__name__}: {told}); {DEFECT}")


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
