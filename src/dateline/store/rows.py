"""Rows within one transaction: each read is held against its seal, all of a table against the contents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from dateline.codec import decode, encode
from dateline.errors import RecordError, StoreError
from dateline.records import Account, Record
from dateline.store.tables import ABOUT, NAMES, SEALED, seal_of

CHUNK = 400
"""Rows asked for or written at once."""
SIZE = 1 << 256
"""Sums of seals are kept modulo this."""
STATE = "contents"
"""The row of `about` that holds the contents."""


class Row(NamedTuple):
    """What is kept: found by its key, known by its id."""

    key: str
    id: str
    body: bytes


class Tally(Record, frozen=True):
    """How many rows a table has, and the sum of their seals in hexadecimal digits."""

    rows: int = 0
    total: str = "0"

    def plus(self, rows: int, seals: int) -> Tally:
        """Return the tally with so many rows more and their seals added."""
        return Tally(self.rows + rows, f"{(int(self.total, 16) + seals) % SIZE:x}")


class State(Record, frozen=True):
    """The contents: a tally for each table, the hash of the last judgement, the field accounts were grouped by.

    `judged` is the hash of the last judgement that the accounts were made under, `teller` the version that made them.
    """

    tallies: dict[str, Tally] = msgspec.field(default_factory=dict)
    head: str | None = None
    group_by: str = ""
    judged: str | None = None
    teller: str = ""


class Rows:
    """The rows of a case within a transaction; `wrong` makes the error that names the case."""

    def __init__(self, connection: sa.Connection, wrong: Callable[[str], StoreError]) -> None:
        self._connection = connection
        self._wrong = wrong
        self._before: State | None = None
        self._now: State | None = None

    @property
    def state(self) -> State:
        """The contents as they are now, read when they are first asked for."""
        if self._now is None:
            self._before = self._now = self._load()
        return self._now

    def get(self, table: sa.Table, keys: Collection[str]) -> dict[str, bytes]:
        """Return the bodies kept under these keys.

        Raises:
            StoreError: one is not as it was written.
        """
        return {key: body for key, (body, _) in self._held(table, keys).items()}

    def hidden(self, table: sa.Table, key: str) -> bool:
        """Tell whether a row that was not found by its key is there all the same: the index is damaged."""
        return any(row.key == key for row, _ in list(self._scan(table, sa.func.lower(table.c.key) == key)))

    def named(self, table: sa.Table, ids: Iterable[str]) -> list[Row]:
        """Return the rows that people know by these ids.

        Raises:
            StoreError: one is not as it was written.
        """
        found: list[Row] = []
        waiting = iter({shown(name): None for name in ids})
        while part := list(islice(waiting, CHUNK)):
            for row, seal in list(self._scan(table, table.c.id.in_(part))):
                if seal != seal_of(table.name, *row):
                    raise self._wrong(told(table, row))
                found.append(row)
        return found

    def all(self, table: sa.Table) -> Iterator[Row]:
        """Yield every row of a table, in no order.

        Raises:
            StoreError: one is not as it was written; at the end: some are missing or too many.
        """
        count = total = 0
        with closing(self._scan(table)) as rows:
            for row, seal in rows:
                if seal != seal_of(table.name, *row):
                    raise self._wrong(told(table, row))
                count += 1
                total += int.from_bytes(seal, "big")
                yield row
        found = Tally().plus(count, total)
        if found != self._tally(table):
            raise self._wrong(missing(table, found, self._tally(table)))

    def damaged(self, table: sa.Table) -> Iterator[str]:
        """Yield what is wrong with the rows of a table, a line each."""
        count = total = 0
        whole = True
        for row, seal in self._scan(table):
            count += 1
            total += int.from_bytes(seal, "big")
            if seal != seal_of(table.name, *row):
                whole = False
                yield told(table, row)
        found = Tally().plus(count, total)
        if found.rows != self._tally(table).rows or (whole and found != self._tally(table)):
            yield missing(table, found, self._tally(table))

    def put(self, table: sa.Table, rows: Iterable[Row]) -> None:
        """Keep rows, in place of those with the same keys; a key is given once."""
        waiting = iter(rows)
        while part := list(islice(waiting, CHUNK)):
            held = self._held(table, [row.key for row in part])
            new, changed, seals = [], [], 0
            for row in part:
                seal = seal_of(table.name, *row)
                values = {"key": row.key, "id": row.id, "body": row.body, "seal": seal}
                if row.key not in held:
                    new.append(values)
                elif held[row.key][0] != row.body:
                    changed.append({f"new_{name}": value for name, value in values.items()})
                    seals -= int.from_bytes(held[row.key][1], "big")
                else:
                    continue
                seals += int.from_bytes(seal, "big")
            if new:
                self._connection.execute(sa.insert(table), new)
            if changed:
                self._connection.execute(
                    sa.update(table)
                    .where(table.c.key == sa.bindparam("new_key"))
                    .values({name: sa.bindparam(f"new_{name}") for name in ("id", "body", "seal")}),
                    changed,
                )
            self._count(table, self._tally(table).plus(len(new), seals))

    def marks(self, table: sa.Table, ids: Iterable[str] | None = None) -> dict[str, str]:
        """Return the seal of every row, or of a few, in hexadecimal digits, by the id people know it by."""
        query = sa.select(table.c.id, table.c.seal).execution_options(yield_per=CHUNK)
        if ids is not None:
            query = query.where(table.c.id.in_([shown(name) for name in ids]))
        with self._connection.execute(query) as found:
            return {name: bytes(seal).hex() for name, seal in found}

    def mark(self, table: sa.Table, name: str) -> str | None:
        """Return the seal of the row that people know by this id, as `marks` gives it, None where there is none."""
        query = sa.select(table.c.seal).where(table.c.id == sa.bindparam("name"))
        seal = self._connection.execute(query, {"name": shown(name)}).scalar()
        return None if seal is None else bytes(seal).hex()

    def drop(self, table: sa.Table, keys: Collection[str]) -> None:
        """Remove the rows with these keys.

        Raises:
            StoreError: one is not as it was written.
        """
        held = self._held(table, keys)
        waiting = iter(held)
        while part := list(islice(waiting, CHUNK)):
            self._connection.execute(sa.delete(table).where(table.c.key.in_(part)))
        gone = sum(int.from_bytes(seal, "big") for _, seal in held.values())
        self._count(table, self._tally(table).plus(-len(held), -gone))

    def clear(self, table: sa.Table) -> None:
        """Remove every row of a table."""
        self._connection.execute(sa.delete(table))
        self._count(table, Tally())

    def note(self, **changes: str | None) -> None:
        """Change other fields of the contents."""
        self._now = msgspec.structs.replace(self.state, **changes)

    def save(self) -> None:
        """Write the contents where they changed; last in a transaction."""
        if self._now is not None and self._now != self._before:
            self._connection.execute(sa.update(ABOUT).where(ABOUT.c.key == STATE).values(value=packed(self._now)))
            self._before = self._now

    def _load(self) -> State:
        value = self._connection.execute(sa.select(ABOUT.c.value).where(ABOUT.c.key == STATE)).scalar()
        digest, _, text = str(value).partition(" ")
        if value is None or digest != _sha256(text):
            raise self._wrong("its list of contents is damaged or gone; restore it from a copy")
        try:
            return decode(text, State)
        except RecordError as error:
            raise self._wrong(f"its list of contents: {error}") from error

    def _tally(self, table: sa.Table) -> Tally:
        return self.state.tallies.get(table.name, Tally())

    def _count(self, table: sa.Table, tally: Tally) -> None:
        self._now = msgspec.structs.replace(self.state, tallies={**self.state.tallies, table.name: tally})

    def _held(self, table: sa.Table, keys: Collection[str]) -> dict[str, tuple[bytes, bytes]]:
        found: dict[str, tuple[bytes, bytes]] = {}
        waiting = iter(keys)
        while part := list(islice(waiting, CHUNK)):
            for row, seal in list(self._scan(table, table.c.key.in_(part))):
                if seal != seal_of(table.name, *row):
                    raise self._wrong(told(table, row))
                found[row.key] = (row.body, seal)
        return found

    def _scan(self, table: sa.Table, wanted: sa.ColumnElement[bool] | None = None) -> Generator[tuple[Row, bytes]]:
        """Yield rows as they are, with their seals; of whatever type a damaged file has them, bodies are bytes."""
        body, seal = (sa.cast(column, sa.LargeBinary) for column in (table.c.body, table.c.seal))
        query = sa.select(table.c.key, table.c.id, body, seal)
        query = query.execution_options(yield_per=CHUNK) if wanted is None else query.where(wanted)
        with self._connection.execute(query) as found:
            for key, name, content, mark in found:
                yield Row(key, name, content), mark or b""


def key_of(one: str, other: str) -> str:
    """Return the key of what two texts name."""
    return hashlib.sha256(f"{one}\x00{other}".encode("utf-8", "surrogatepass")).hexdigest()


def account_row(account: Account) -> Row:
    """Return an account as it is kept."""
    return Row(key_of(account.group, account.story), shown(account.story), encode(account))


def shown(name: str) -> str:
    """Return an id as every database can hold it."""
    return name.replace("\x00", "\ufffd")


def first_contents() -> dict[str, str]:
    """Return the contents of an empty case, as a row of `about`."""
    return {"key": STATE, "value": packed(State({table.name: Tally() for table in SEALED}))}


def packed(state: State) -> str:
    """Return the contents as they are written, with their hash."""
    text = encode(state).decode()
    return f"{_sha256(text)} {text}"


def told(table: sa.Table, row: Row) -> str:
    """Return what is said of a damaged row."""
    return f"{NAMES[table.name]} {row.id or str(row.key)[:12]} does not have the hash it was kept under"


def missing(table: sa.Table, found: Tally, kept: Tally) -> str:
    """Return what is said of a table that does not hold what it should."""
    if found.rows == kept.rows:
        return f"the {table.name} are not those that were kept"
    return f"{found.rows} {table.name} are there, {kept.rows} were kept"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
