"""Intake: files, folders, globs and standard input become reports. `take_in(paths)` is the whole room."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from dateline.config import Config
from dateline.intake.same import given_id, merge, order, tell_apart
from dateline.intake.streaming import Stream, keep
from dateline.records import Original, Record, Rejection, Report

__all__ = ["Batch", "Stream", "collect", "gather", "given_id", "keep", "merge", "order", "take_in", "tell_apart"]

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
    return collect(Stream(paths).found())


def collect(stream: Iterable[object]) -> Batch:
    """Gather what a stream of inputs gives."""
    reports: list[Report] = []
    rejections: set[Rejection] = set()
    originals: set[Original] = set()
    for found in stream:
        if isinstance(found, Report):
            reports.append(found)
        elif isinstance(found, Original):
            originals.add(found)
        elif isinstance(found, Rejection):
            rejections.add(found)
    return Batch(
        reports=tuple(merge(reports)), rejections=tuple(sorted(rejections)), originals=tuple(sorted(originals))
    )
