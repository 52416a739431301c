"""Where output goes: files, standard output, the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from dateline.errors import InputError
from dateline.records import Account, Report


def check(*names: str | None) -> None:
    """Refuse outputs that cannot be written before any work is done.

    Raises:
        InputError: two outputs go to one place, or one to no place.
    """
    given = [name for name in names if name is not None]
    if len(given) != len(set(given)):
        raise InputError(f"two outputs go to {given[0]!r}; name two files")
    for name in given:
        if name != "-" and (Path(name).is_dir() or not Path(name).absolute().parent.is_dir()):
            raise InputError(f"{name}: cannot be written; name a file in a folder that exists")


def write(name: str, data: bytes) -> None:
    """Write to a file, `-` being standard output.

    Raises:
        InputError: it cannot be written.
    """
    if name == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        raise InputError(f"{name}: cannot be written ({error.strerror})") from error


def show_accounts(accounts: Iterable[Account], reports: dict[str, Report]) -> None:
    """Print accounts for reading."""
    from rich.console import Console

    from dateline.telling.terminal import render

    console = Console(highlight=False)
    for number, found in enumerate(accounts):
        if number:
            console.print()
        render(found, reports, console)
