"""The tables of a case, and the seal that each row carries.

Every table but `about` and `judgements` has the same four columns: the key it is found by, the id people know it by,
the record, and the seal over all three. `judgements` is chained by hashes of its own; `about` names the format and
holds the contents: how many rows each table has, and the sum of their seals, so that a row that is gone is seen too.
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

META = sa.MetaData()
ABOUT = sa.Table(
    "about", META, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
)


def _sealed(name: str, *, indexed: bool = False) -> sa.Table:
    return sa.Table(
        name,
        META,
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, index=indexed),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("seal", sa.LargeBinary, nullable=False),
    )


REPORTS = _sealed("reports", indexed=True)
"""By the hash of id and text."""
ORIGINALS = _sealed("originals")
"""Pages that texts were taken out of, by the hash of their own text."""
INPUTS = _sealed("inputs")
"""How far each input was taken in, by the hash of its path."""
READINGS = _sealed("readings")
"""By the hash of what they depend on and the version that made them."""
STORIES = _sealed("stories")
"""Stories as the last run linked or filed them, before judgements."""
ACCOUNTS = _sealed("accounts", indexed=True)
"""Of the last run, by the hash of group and story."""
FEEDS = _sealed("feeds")
"""What a watch remembers, by the hash of the address that it is about."""
SEALED = (REPORTS, ORIGINALS, INPUTS, READINGS, STORIES, ACCOUNTS, FEEDS)
NAMES = {
    "reports": "report",
    "originals": "page",
    "inputs": "input",
    "readings": "reading of",
    "stories": "story",
    "accounts": "account",
    "feeds": "feed",
}
"""What a row of each is called in messages."""

JUDGEMENTS = sa.Table(
    "judgements",
    META,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
_REFUSAL = "judgements are never changed, only revoked"
_GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER judgements_{change.lower()} BEFORE {change} ON judgements "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for change in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION judgements_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
        "CREATE TRIGGER judgements_change BEFORE UPDATE OR DELETE OR TRUNCATE ON judgements "
        "FOR EACH STATEMENT EXECUTE FUNCTION judgements_refuse()",
    ],
}
for _dialect, _statements in _GUARDS.items():
    for _statement in _statements:
        sa.event.listen(
            JUDGEMENTS,
            "after_create",
            sa.DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )


def seal_of(table: str, key: object, name: object, body: object) -> bytes:
    """Return the seal of a row: the SHA-256 of its table and columns; whatever a damaged file gives has one."""
    digest = hashlib.sha256()
    for part in (table, key, name, body):
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()
