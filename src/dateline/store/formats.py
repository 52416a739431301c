"""Versions of the form that cases have, and the steps from each to the next, each in one transaction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import sqlalchemy as sa

from dateline.codec import decode, encode
from dateline.errors import RecordError
from dateline.records import Account, Reading, Record, Report
from dateline.store.database import Database
from dateline.store.rows import Row, Rows, account_row, first_contents, key_of, shown
from dateline.store.tables import (
    ABOUT,
    ACCOUNTS,
    FEEDS,
    JUDGEMENTS,
    META,
    ORIGINALS,
    READINGS,
    REPORTS,
    SEALED,
    STORIES,
)

FORMAT = "case/3"
"""What this version writes; it changes when an older one would go wrong."""
_NEWER = re.compile(r"case/([4-9]|[1-9][0-9]+)")


def prepare(database: Database, *, create: bool) -> None:
    """Make sure that a database is a case of the present form: make one where it is empty, bring an older one up.

    Raises:
        StoreError: it is something else, of a format not known here, or cannot be brought up; it is left as it was.
    """
    with database.reading() as connection:
        names = _tables(connection)
        found = _format(database, connection, names)
    if found == FORMAT:
        if missing := {table.name for table in META.tables.values()} - names:
            raise database.wrong(f"its {', its '.join(sorted(missing))} are gone; restore it from a copy")
        return
    if found is None and not create:
        raise database.wrong("there is nothing in it")
    if database.embedded:
        database.use_log()
    with database.writing() as connection:
        names = _tables(connection)
        found = _format(database, connection, names)  # another process may have been quicker
        if found is None:
            META.create_all(connection)
            connection.execute(sa.insert(ABOUT), [{"key": "format", "value": FORMAT}, first_contents()])
        elif found != FORMAT:
            STEPS[found](database, connection, names)


def _tables(connection: sa.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names())


def _format(database: Database, connection: sa.Connection, names: set[str]) -> str | None:
    """Return the format of a case, None where nothing is there yet."""
    if not names:
        return None
    if "about" not in names:
        raise database.wrong("a database, but not a case; name another")
    found = connection.execute(sa.select(ABOUT.c.value).where(ABOUT.c.key == "format")).scalar()
    if found == FORMAT or found in STEPS:
        return str(found)
    if _NEWER.fullmatch(str(found)):
        raise database.wrong(f"format {found} was made by a newer dateline; this one knows {FORMAT}: upgrade dateline")
    raise database.wrong(f"format {found} is not known; this version writes {FORMAT}: take the reports in anew")


def _from_first(database: Database, connection: sa.Connection, names: set[str]) -> None:
    """dateline/1: rows without seals. Readings and accounts of another form are left out: they are made again."""
    old = {name: f"old_{name}" for name in names & {table.name for table in SEALED}}
    for name, renamed in old.items():
        connection.exec_driver_sql(f"ALTER TABLE {name} RENAME TO {renamed}")
    META.create_all(connection, tables=[*SEALED, *([] if "judgements" in names else [JUDGEMENTS])])
    noted = {key: value for key, value in connection.execute(sa.select(ABOUT.c.key, ABOUT.c.value))}  # noqa: C416
    connection.execute(sa.delete(ABOUT).where(ABOUT.c.key != "format"))
    connection.execute(sa.update(ABOUT).values(value=FORMAT))
    connection.execute(sa.insert(ABOUT), first_contents())
    rows = Rows(connection, database.wrong)
    if "reports" in old:
        rows.put(REPORTS, _reports(database, connection, old["reports"]))
    if "originals" in old:
        rows.put(ORIGINALS, (Row(key, "", body) for key, body in _select(connection, old["originals"], "sha256")))
    if "readings" in old:
        rows.put(READINGS, _readings(connection, old["readings"]))
    if "feeds" in old:
        rows.put(FEEDS, (Row(key_of(url, ""), url, body) for url, body in _select(connection, old["feeds"], "url")))
    if "accounts" in old:
        rows.put(ACCOUNTS, _accounts(body for _, body in _select(connection, old["accounts"], "number")))
    rows.note(head=noted.get("head"), judged=noted.get("head"), group_by=noted.get("group_by", ""))
    rows.save()
    for renamed in old.values():
        connection.exec_driver_sql(f"DROP TABLE {renamed}")


def _from_second(database: Database, connection: sa.Connection, names: set[str]) -> None:
    """case/2: accounts by their place, no stories. Those come with the next run."""
    del names
    META.create_all(connection, tables=[STORIES])
    for index in ACCOUNTS.indexes:
        index.create(connection, checkfirst=True)
    rows = Rows(connection, database.wrong)
    held = [row.body for row in rows.all(ACCOUNTS)]
    rows.clear(ACCOUNTS)
    rows.put(ACCOUNTS, _accounts(held))
    rows.note(judged=rows.state.head)
    rows.save()
    connection.execute(sa.update(ABOUT).where(ABOUT.c.key == "format").values(value=FORMAT))


def _accounts(bodies: Iterable[bytes]) -> list[Row]:
    """Return the rows of accounts; none where one has another form, since they are only whole together."""
    listed = list(bodies)
    if not all(_is(body, Account) for body in listed):
        return []
    return [account_row(decode(body, Account)) for body in listed]


def _reports(database: Database, connection: sa.Connection, name: str) -> Iterator[Row]:
    for number, body in _select(connection, name, "id"):
        try:
            report = decode(body, Report)
        except RecordError as error:
            raise database.wrong(f"report {number} cannot be brought to {FORMAT} ({error})") from error
        yield Row(key_of(report.id, report.text), shown(report.id), encode(report))


def _readings(connection: sa.Connection, name: str) -> Iterator[Row]:
    table = sa.table(name, *map(sa.column, ("fingerprint", "version", "report", "body")))
    query = sa.select(table.c.fingerprint, table.c.version, table.c.report, sa.cast(table.c.body, sa.LargeBinary))
    for print_, version, report, body in connection.execute(query):
        if _is(body, Reading):
            yield Row(key_of(print_, version), shown(report), body)


def _select(connection: sa.Connection, name: str, key: str) -> Iterator[tuple[str, bytes]]:
    table = sa.table(name, sa.column(key), sa.column("body"))
    for found, body in connection.execute(sa.select(table.c[key], sa.cast(table.c.body, sa.LargeBinary))):
        yield found, bytes(body)


def _is(body: bytes, kind: type[Record]) -> bool:
    try:
        decode(body, kind)
    except RecordError:
        return False
    return True


STEPS: dict[str, Callable[[Database, sa.Connection, set[str]], None]] = {
    "dateline/1": _from_first,
    "case/2": _from_second,
}
"""What brings each older format up to the present one."""
