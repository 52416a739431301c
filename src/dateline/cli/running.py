"""What the verbs share: reading under a configuration, opening a case, and naming what was left out."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import typer

from dateline import __version__
from dateline.config import Config, load_config
from dateline.errors import InputError, Stopped
from dateline.output import say

if TYPE_CHECKING:
    from dateline.pipeline import Outcome
    from dateline.progress import Watch
    from dateline.records import Account, Rejection
    from dateline.store import Case


def read_all(paths: list[str], config: Config, case: Case | None, watch: Watch | None = None) -> Outcome:
    """Read everything under paths, and what the case holds."""
    from dateline.pipeline import read_paths

    if not paths and case is None:
        raise InputError("name the reports: files, folders, or - for standard input")
    return some(read_paths(paths, config, case, watch or meter()), paths)


def some(outcome: Outcome, paths: list[str]) -> Outcome:
    """Return an outcome that holds something."""
    if not outcome.reports and not outcome.rejections:
        raise InputError(f"no reports in {', '.join(paths) or 'the case file'}")
    return outcome


def meter() -> Watch:
    """Return what shows progress: on a terminal only."""
    from dateline.progress import Meter, unwatched

    return Meter() if sys.stderr.isatty() else unwatched


def settings(path: Path | None, workers: int | None) -> Config:
    """Return the configuration of a run."""
    found = load_config(path)
    return found if workers is None else msgspec.structs.replace(found, workers=workers)


def kept_in(case: str | None, config: Config, *, create: bool = True) -> AbstractContextManager[Case | None]:
    """Open a case, made where there is none; None where none is named."""
    return nullcontext() if case is None else opened(case, config, create=create)


@contextmanager
def opened(case: str, config: Config, *, create: bool) -> Iterator[Case]:
    """Open a case; a run that is ended with Ctrl-C says what it keeps."""
    from dateline.store import open_case

    with open_case(case, f"{__version__} {config.pipeline}", create=create) as kept:
        try:
            yield kept
        except KeyboardInterrupt:
            size = kept.size()
            raise Stopped(
                f"{kept.name} keeps {size.reports:,} reports and {size.readings:,} readings; "
                "run the same command again to go on"
            ) from None


def existing(case: str, config: Config) -> AbstractContextManager[Case]:
    """Open a case that exists."""
    return opened(case, config, create=False)


def moment() -> str:
    """Return the moment of judging: the only clock that is read, and only when none is given."""
    return datetime.now(UTC).isoformat()


def width() -> int:
    """Return the columns to print in."""
    return max(40, min(shutil.get_terminal_size().columns, 120))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        typer.echo(line)


def holding(accounts: Iterable[Account], key: str) -> Account:
    """Return the account that holds a figure or fact."""
    for found in accounts:
        if key in {figure.id for figure in found.figures} | {fact.id for fact in found.facts}:
            return found
    raise InputError(f"no figure or fact has the id {key!r}; --json lists them")


def finish(rejections: Iterable[Rejection]) -> None:
    """Name what was left out, and say so with the exit code."""
    left = list(rejections)
    for rejection in left:
        say(f"not taken in: {rejection.path}: {rejection.reason}")
    if left:
        raise typer.Exit(1)
