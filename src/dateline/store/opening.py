"""Opening a case, made where there is none, and telling one from other files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dateline.store.case import Case
from dateline.store.database import Database, is_server
from dateline.store.formats import prepare

MAGIC = b"SQLite format 3\x00"
"""First bytes of every SQLite file."""


@contextmanager
def open_case(case: str | Path, version: str, *, create: bool = True) -> Iterator[Case]:
    """Open a case, made where there is none: a file, or a database as `postgresql://user@host/name`.

    Raises:
        StoreError: it is no case, of a format not known here, or cannot be opened.
        MissingResource: the library that speaks to PostgreSQL is not installed.
    """
    if not create and not is_server(case) and not Path(case).is_file():
        raise Database(case).wrong("no such file")
    database = Database(case)
    try:
        prepare(database, create=create)
        yield Case(database, version)
    finally:
        database.close()


def is_case(path: str | Path) -> bool:
    """Tell whether a path is an SQLite file, or the address of a database."""
    if is_server(path):
        return True
    try:
        with Path(path).open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False
