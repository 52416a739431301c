"""The side files of a case that is served: where they lie, and how one that is broken is made again.

`CASE-desk` is the index behind the list; it is derived and may be deleted at any time. `CASE-visits` remembers who
looked at what, and is kept. Where nothing can be written beside the case, or the case is on a server, both lie in a
temporary folder and last as long as the process.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue
from typing import NamedTuple

from dateline.errors import StoreError

WAIT = 30.0
"""Seconds to wait for another process that writes the same side file."""
KEPT = 40
"""Connections kept open for the next reader."""
MAPPED = 1 << 30
"""Bytes of the file that readers see as memory."""


_BROKEN = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})


class Places(NamedTuple):
    """Where the side files lie; `lasting` tells whether they outlast the process."""

    desk: Path
    visits: Path
    lasting: bool


@contextmanager
def places(case: str | Path, *, server: bool) -> Iterator[Places]:
    """Name the side files of a case; a temporary folder goes when this ends."""
    beside = Path(case).absolute()
    found = Places(beside.with_name(f"{beside.name}-desk"), beside.with_name(f"{beside.name}-visits"), lasting=True)
    if not server and all(_writable(path) for path in (found.desk, found.visits)):
        yield found
        return
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        yield Places(Path(folder, "desk"), Path(folder, "visits"), lasting=False)


def _writable(path: Path) -> bool:
    try:
        path.touch(mode=0o600)
        with path.open("ab"):
            return True
    except OSError:
        return False


def is_broken(error: sqlite3.Error) -> bool:
    """Tell a file that is no side file, or damaged, from one that is locked, full or not to be opened."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _BROKEN


@contextmanager
def told() -> Iterator[None]:
    """Tell what goes wrong with a side file as what goes wrong with a case.

    Raises:
        StoreError: it does.
    """
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"the side files of the desk, CASE-desk and CASE-visits: {error}; delete them") from error


class SideFile:
    """An SQLite file of one form, made again where it is of another or broken.

    `schema` makes its tables; `form` is a number that goes with them. Readers see it as it was when they began, and
    wait for nobody; there is one writer at a time.
    """

    def __init__(self, path: Path, schema: str, form: int) -> None:
        self.path = path
        self._schema, self._form = schema, form
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._renewed = 0
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            if not is_broken(error):
                raise
            self.renew()

    def renew(self) -> None:
        """Throw the file away and make it anew."""
        self._renewed += 1
        self.close()
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)
        self.path.touch(mode=0o600)
        self._prepare()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Begin a transaction that sees the file as it is at one moment."""
        renewed = self._renewed
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._connect()
        try:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        if self._idle.qsize() < KEPT and renewed == self._renewed:
            self._idle.put(connection)
        else:
            connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Begin a transaction that changes all or nothing."""
        connection = self._connect()
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            if connection.in_transaction:
                connection.execute("COMMIT")
        finally:
            connection.close()  # what was not committed is undone

    def close(self) -> None:
        """Close every connection that is not in use."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(f"PRAGMA mmap_size={MAPPED:d}")
        return connection

    def _prepare(self) -> None:
        connection = self._connect()
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("BEGIN IMMEDIATE")
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if tables and found != self._form:
                raise sqlite3.DatabaseError("of another form")
            if not tables:
                for statement in self._schema.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={self._form:d}")
            connection.execute("COMMIT")
        finally:
            connection.close()
