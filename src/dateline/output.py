"""What the command line writes: files, standard output, lines on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from dateline.errors import InputError
from dateline.records import Account, Report


def check_outputs(*names: str | None) -> None:
    """Refuse outputs that cannot be written before any work is done.

    Raises:
        InputError: one cannot, or two are the same.
    """
    given = [name for name in names if name is not None]
    if len(given) != len(set(given)):
        raise InputError(f"two outputs go to {given[0]!r}; name two files")
    for name in given:
        if name != "-" and (Path(name).is_dir() or not Path(name).absolute().parent.is_dir()):
            raise InputError(f"{name}: cannot be written; name a file in a folder that exists")


def write(name: str, data: bytes) -> None:
    """Write a file, or standard output for "-".

    Raises:
        InputError: it cannot be written, or not to its end.
    """
    try:
        if name != "-":
            Path(name).write_bytes(data)
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        where = "standard output" if name == "-" else name
        raise InputError(f"{where}: cannot be written ({error.strerror})") from error


def print_accounts(accounts: Iterable[Account], reports: dict[str, Report]) -> None:
    """Print accounts for reading."""
    from rich.console import Console

    from dateline.telling.terminal import render

    console = Console(highlight=False)
    for number, found in enumerate(accounts):
        if number:
            console.print()
        render(found, reports, console)


def say(line: str) -> None:
    """Say one line on standard error."""
    print(" ".join(line.split()), file=sys.stderr)  # noqa: T201 - the command line speaks
