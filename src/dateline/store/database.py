"""The connection to a case: an SQLite file or a schema of PostgreSQL, behind two kinds of transaction.

`reading` sees one moment and waits for nobody. `writing` is one at a time: the others wait for it, and what it wrote is
on the disk when it ends. Whatever the library raises comes out as one StoreError.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import sqlalchemy as sa

from dateline.errors import MissingResource, StoreError

SERVERS = ("postgresql://", "postgres://")
"""How the address of a PostgreSQL database begins."""
WAIT = 60
"""Seconds to wait for another writer of the same case."""
POOL = 40
"""Connections to a file that are kept open: as many as threads of a desk read it at once."""
PAUSE = 0.05
"""Seconds between two tries to open a file that another process is opening or closing."""

_HINTS = (
    (("disk is full", "disk i/o", "no space left", "could not extend", "file too large"),
     "what was kept before is whole; make room and run the same command again"),
    (("is locked", "lock timeout", "locking protocol"),
     f"another process has been writing for more than {WAIT} s; run the same command again when it is done"),
    (("malformed", "corrupt", "not a database", "decode", "invalid page"),
     "it is damaged, or no case; dateline check tells more, a copy of it helps"),
    (("readonly", "read-only", "permission denied"), "make it writable"),
)  # fmt: skip
"""What to do, by what the library says."""


def is_server(case: str | Path) -> bool:
    """Tell the address of a database from the name of a file."""
    return isinstance(case, str) and case.startswith(SERVERS)


class Database:
    """An open database; `name` is what messages call it, without its password, `address` what opens it again."""

    def __init__(self, case: str | Path) -> None:
        server = is_server(case)
        self.address = case
        try:
            url = sa.make_url(str(case)) if server else sa.URL.create("sqlite", database=str(case))
            self.name = url.render_as_string(hide_password=True) if server else str(case)
            if server:
                self._engine = sa.create_engine(url.set(drivername="postgresql+psycopg"))
            else:
                self._engine = sa.create_engine(url, connect_args={"timeout": WAIT}, pool_size=POOL)
        except ModuleNotFoundError as error:
            raise MissingResource("PostgreSQL needs psycopg: pip install 'dateline[postgresql]'") from error
        except (sa.exc.ArgumentError, ValueError) as error:
            raise StoreError("--case: not an address as postgresql://user@host:5432/database") from error
        if not server:
            sa.event.listen(self._engine, "connect", _settings)
        sa.event.listen(self._engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Begin a transaction that sees the case as it is at one moment.

        Raises:
            StoreError: it cannot be read.
        """
        level = {} if self.embedded else {"isolation_level": "REPEATABLE READ"}
        with self._told(), self._engine.connect().execution_options(**level) as connection, connection.begin():
            yield connection

    def glance(self, query: str, value: str) -> Any:
        """Return the first cell that a query with one parameter, `?`, finds in a file; None where it finds nothing.

        A transaction as `reading` begins it costs ten times as much.

        Raises:
            StoreError: it cannot be read.
        """
        with self._told(), closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            found = cursor.execute(query, [value]).fetchone()
            cursor.close()
        return None if found is None else found[0]

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Begin a transaction that changes all or nothing; there is one at a time.

        Raises:
            StoreError: it cannot be written, and nothing has changed.
        """
        with self._told(), self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    @property
    def embedded(self) -> bool:
        """Whether it is a file."""
        return self._engine.dialect.name == "sqlite"

    def use_log(self) -> None:
        """Have an SQLite file write ahead, so that readers wait for no writer. Another process may be at it too."""
        with self._told(), closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            for left in reversed(range(int(WAIT / PAUSE))):
                try:
                    cursor.execute("PRAGMA journal_mode=WAL")
                except sqlite3.OperationalError as error:
                    if not left or error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                        raise
                    Event().wait(PAUSE)
                else:
                    return

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def wrong(self, what: str) -> StoreError:
        """Return the error that says what is wrong with this case."""
        return StoreError(f"case {self.name}: {what}")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sa.exc.SQLAlchemyError, sqlite3.Error, UnicodeDecodeError) as error:
            reason = (str(getattr(error, "orig", None) or error).splitlines() or ["no reason given"])[0]
            hints = (hint for words, hint in _HINTS if any(word in reason.lower() for word in words))
            raise self.wrong(f"{reason}; {next(hints, 'is it a case, and writable?')}") from error


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT}s'")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('dateline'), hashtext(current_schema()))")


def _settings(connection: Any, _record: object) -> None:
    """Set up an SQLite connection: transactions are begun by hand, and what is committed is on the disk."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA cell_size_check=ON")
    cursor.close()
