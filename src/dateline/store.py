"""The case file: reports, readings and accounts in one SQLite file. The only file with SQL.

Reports are kept as they came in, readings by the hash of what they depend on; accounts are a view,
replaced by each run. Judgements are a log that only grows.
Every write but a judgement's can be repeated without effect, so a run that was ended is simply run again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from dateline.codec import FORMAT, decode, encode, fingerprint
from dateline.errors import StoreError
from dateline.intake import merge, tell_apart
from dateline.records import Account, Judgement, Original, Reading, Report
from dateline.review import Entry, Row, check, entries, seal

MAGIC = b"SQLite format 3\x00"
"""First bytes of every SQLite file."""

_META = sa.MetaData()
_ABOUT = sa.Table(
    "about", _META, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
)
_REPORTS = sa.Table(
    "reports",
    _META,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
_ORIGINALS = sa.Table(
    "originals",
    _META,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
_READINGS = sa.Table(
    "readings",
    _META,
    sa.Column("fingerprint", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("report", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
_ACCOUNTS = sa.Table(
    "accounts",
    _META,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("group", sa.Text, nullable=False),
    sa.Column("story", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
_JUDGEMENTS = sa.Table(
    "judgements",
    _META,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
_FEEDS = sa.Table(
    "feeds", _META, sa.Column("url", sa.Text, primary_key=True), sa.Column("body", sa.LargeBinary, nullable=False)
)
for _change in ("UPDATE", "DELETE"):
    sa.event.listen(
        _JUDGEMENTS,
        "after_create",
        sa.DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER judgements_{_change.lower()} BEFORE {_change} ON judgements "
            "BEGIN SELECT RAISE(ABORT, 'judgements are never changed, only revoked'); END"
        ),
    )

ASKED = 500
"""Ids asked for in one query."""
WAIT = 60
"""Seconds to wait for another writer of the same case file."""


class Case:
    """An open case file. `version` names what made the readings: another version reads anew."""

    def __init__(self, engine: sa.Engine, version: str) -> None:
        self._engine = engine
        self._version = version

    def add(self, reports: Iterable[Report], originals: Iterable[Original] = ()) -> list[Report]:
        """Keep new reports and originals; return all reports: one for each id and text, its fields of every filing."""
        self._put(_ORIGINALS, [{"sha256": one.sha256, "body": one.packed} for one in originals], ("body",))
        known = self.reports()
        merged = merge([*known, *reports])
        before = set(known)
        rows = [{"id": r.id, "sha256": _sha256(r.text), "body": encode(r)} for r in merged if r not in before]
        self._put(_REPORTS, rows, ("body",))
        return merged

    def reports(self) -> list[Report]:
        """Return every report kept, ids as they were given."""
        return [
            decode(body, Report) for body in self._bodies(sa.select(_REPORTS.c.body).order_by(*_REPORTS.primary_key))
        ]

    def told_apart(self) -> tuple[Report, ...]:
        """Return every report kept, each under an id of its own, as accounts name them."""
        return tell_apart(self.reports())

    def readings(self, reports: Iterable[Report]) -> dict[str, Reading]:
        """Return the readings kept for these reports, by report id."""
        wanted = {fingerprint(report) for report in reports}
        query = sa.select(_READINGS.c.fingerprint, _READINGS.c.body).where(_READINGS.c.version == self._version)
        with self._engine.connect() as connection:
            found = (decode(body, Reading) for print_, body in connection.execute(query) if print_ in wanted)
            return {reading.id: reading for reading in found}

    def keep(self, read: Iterable[tuple[Report, Reading]]) -> None:
        """Keep readings."""
        rows = [
            {"fingerprint": fingerprint(report), "version": self._version, "report": report.id, "body": encode(reading)}
            for report, reading in read
        ]
        self._put(_READINGS, rows, ("body",))

    def accounts(self) -> list[Account]:
        """Return the accounts of the last run, in its order."""
        return [
            decode(body, Account) for body in self._bodies(sa.select(_ACCOUNTS.c.body).order_by(_ACCOUNTS.c.number))
        ]

    def replace_accounts(self, accounts: Iterable[Account], group_by: str | None = None) -> None:
        """Keep the accounts of this run, and the field they were grouped by, instead of those before."""
        rows = [
            {"number": number, "group": a.group, "story": a.story, "body": encode(a)}
            for number, a in enumerate(accounts, start=1)
        ]
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_ACCOUNTS))
            if rows:
                connection.execute(sa.insert(_ACCOUNTS), rows)
            self._note(connection, "group_by", group_by or "")

    def group_by(self) -> str | None:
        """Return the field that the accounts of the last run were grouped by, if any."""
        return self._noted("group_by") or None

    def log(self) -> list[Row]:
        """Return the rows of the log of judgements as they are stored, unchecked."""
        row = _JUDGEMENTS.c
        query = sa.select(row.number, row.sha256, sa.cast(row.body, sa.LargeBinary)).order_by(row.number)
        with self._engine.connect() as connection:
            return [Row(number, sha256, body) for number, sha256, body in connection.execute(query)]

    def judgements(self) -> tuple[Entry, ...]:
        """Return the log of judgements.

        Raises:
            StoreError: the log is not as it was written.
        """
        return entries(self._checked())

    def head(self) -> str | None:
        """Return the hash of the last judgement as it was noted when that was kept."""
        return self._noted("head")

    def append(self, judgement: Judgement) -> Entry:
        """Add a judgement to the log: numbered and sealed in one transaction, whoever else writes.

        Raises:
            StoreError: the log is not as it was written.
        """
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                row = seal(judgement, next(reversed(self._checked()), None))
                connection.execute(sa.insert(_JUDGEMENTS), row._asdict())
                self._note(connection, "head", row.sha256)
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
        return entries([row])[0]

    def changed_texts(self) -> list[str]:
        """Return the ids of reports whose text does not have the hash it was kept under."""
        query = sa.select(_REPORTS.c.id, _REPORTS.c.sha256, _REPORTS.c.body).order_by(*_REPORTS.primary_key)
        with self._engine.connect() as connection:
            rows = connection.execute(query)
            return [rid for rid, sha256, body in rows if _sha256(decode(body, Report).text) != sha256]

    def original(self, sha256: str) -> Original | None:
        """Return the original kept under a hash, if any."""
        query = sa.select(_ORIGINALS.c.body).where(_ORIGINALS.c.sha256 == sha256)
        with self._engine.connect() as connection:
            body = connection.execute(query).scalar()
        return None if body is None else Original(sha256=sha256, packed=bytes(body))

    def reports_of(self, ids: Iterable[str]) -> list[Report]:
        """Return the reports kept under these ids, which are as they were given: several texts may share one."""
        wanted = sorted(set(ids))
        found: list[Report] = []
        for start in range(0, len(wanted), ASKED):
            query = sa.select(_REPORTS.c.body).where(_REPORTS.c.id.in_(wanted[start : start + ASKED]))
            found += (decode(body, Report) for body in self._bodies(query.order_by(*_REPORTS.primary_key)))
        return found

    def feeds(self) -> dict[str, bytes]:
        """Return what a watch remembers, by the address that it is about."""
        with self._engine.connect() as connection:
            return {url: bytes(body) for url, body in connection.execute(sa.select(_FEEDS).order_by(_FEEDS.c.url))}

    def keep_feeds(self, rows: Mapping[str, bytes]) -> None:
        """Keep what a watch remembers, instead of what it did of the same addresses."""
        self._put(_FEEDS, [{"url": url, "body": body} for url, body in sorted(rows.items())], ("body",))

    def _checked(self) -> list[Row]:
        rows = self.log()
        if wrong := check(rows, self.head()):
            raise StoreError(f"{wrong[0]}; the log was tampered with or damaged, see dateline check")
        return rows

    def _noted(self, key: str) -> str | None:
        with self._engine.connect() as connection:
            found: str | None = connection.execute(sa.select(_ABOUT.c.value).where(_ABOUT.c.key == key)).scalar()
        return found

    def _note(self, connection: sa.Connection, key: str, value: str) -> None:
        statement = insert(_ABOUT).values(key=key, value=value)
        connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))

    def _bodies(self, query: sa.Select[tuple[Any]]) -> list[bytes]:
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def _put(self, table: sa.Table, rows: list[dict[str, Any]], changing: tuple[str, ...]) -> None:
        if not rows:
            return
        statement = insert(table)
        update = {name: statement.excluded[name] for name in changing}
        with self._engine.begin() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=[c.name for c in table.primary_key], set_=update), rows
            )


@contextmanager
def open_case(path: Path, version: str, *, create: bool = True) -> Iterator[Case]:
    """Open a case file, made where there is none.

    Raises:
        StoreError: it is no case file, of another format, locked, or cannot be written.
    """
    if not create and not path.is_file():
        raise StoreError(f"case {path}: no such file")
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": WAIT})
    sa.event.listen(engine, "connect", _settings)
    try:
        _prepare(engine, path)
        yield Case(engine, version)
    except sa.exc.SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StoreError(f"case {path}: {reason}; is it a case file, and writable?") from error
    finally:
        engine.dispose()


def is_case(path: Path) -> bool:
    """Tell whether a path is an SQLite file."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def _prepare(engine: sa.Engine, path: Path) -> None:
    names = set(sa.inspect(engine).get_table_names())
    if names and "about" not in names:
        raise StoreError(f"case {path}: a database, but not a case file; name another file")
    _META.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(_ABOUT).values(key="format", value=FORMAT).on_conflict_do_nothing())
        found = connection.execute(sa.select(_ABOUT.c.value).where(_ABOUT.c.key == "format")).scalar_one()
    if found != FORMAT:
        raise StoreError(f"case {path}: format {found}, this version writes {FORMAT}; take the reports in anew")


def _settings(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
