"""The rows of judgements beside accounts: those that lie over none, and each of a log as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from dateline.records import Account, Judged
from dateline.review.chain import Entry, in_force
from dateline.review.stories import Told
from dateline.review.words import about


def unplaced(entry: Entry, told: Told) -> Judged:
    """Return the row of a judgement that lies over no account."""
    judgement = entry.judgement
    return Judged(
        number=judgement.number,
        sha256=entry.sha256,
        at=judgement.at,
        user=judgement.user,
        reason=judgement.reason,
        verdict=judgement.verdict,
        about=about(judgement),
        applies=told.applies,
        note=told.note,
    )


def settle(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """Return accounts without word of judgements that apply in another of them."""
    listed = tuple(accounts)
    applied = {row.number for account in listed for row in account.judgements if row.applies}
    return tuple(
        msgspec.structs.replace(
            account, judgements=tuple(r for r in account.judgements if r.applies or r.number not in applied)
        )
        for account in listed
    )


def status(log: Sequence[Entry], accounts: Iterable[Account], nowhere: Iterable[Judged]) -> tuple[Judged, ...]:
    """Return a row for each judgement of a log, in its order, as it stands: applied, not applicable, or taken back."""
    found: dict[int, Judged] = {row.number: row for row in nowhere}
    for row in (row for account in accounts for row in account.judgements):
        known = found.get(row.number)
        if known is None or (row.applies and not known.applies):
            found[row.number] = row
    force = {entry.sha256 for entry in in_force(log)}
    numbers = {entry.sha256: entry.judgement.number for entry in log}
    back = {entry.judgement.revokes: entry.judgement.number for entry in log if entry.judgement.revokes is not None}
    for entry in log:
        if entry.judgement.number not in found:
            taken = entry.judgement.revokes is None and entry.sha256 not in force
            note = f"taken back by judgement {back[entry.sha256]}" if taken else None
            row = unplaced(entry, Told(not taken, note))
            if entry.judgement.revokes is not None:
                row = msgspec.structs.replace(row, about=f"judgement {numbers[entry.judgement.revokes]}")
            found[entry.judgement.number] = row
    return tuple(found[number] for number in sorted(found))
