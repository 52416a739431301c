"""What changed between two accounts of the same happening: as it was known then, and as it is known now.

Figures are compared by measure, facts by the quotations they rest on; a change carries both sides with their evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from dateline.changes.facts import dispute_changes, fact_changes, timeline_changes
from dateline.changes.figures import figure_changes, totals, value_of
from dateline.changes.sides import key, rows_of
from dateline.records import Account, Change, Changes, Fact, Figure, Judged, Side, When, Where

__all__ = ["changes"]

Item = TypeVar("Item", Figure, Fact)


def changes(before: Sequence[Account], now: Sequence[Account]) -> tuple[Changes, ...]:
    """Return what changed in each account that did, in the order of `now`."""
    known = frozenset(source.report for account in before for source in account.sources)
    pairs = zip(_earlier(before, now), now, strict=True)
    found = (_account(then, account, known) for then, account in pairs)
    return tuple(c for c in found if c.changes or c.new or c.joined or c.left or c.judgements)


def _earlier(before: Sequence[Account], now: Sequence[Account]) -> list[Account | None]:
    """Return, for each account, what it was: that of its group, else the one most of its reports come from.

    Each earlier account has one heir; what is told apart from it is new.
    """
    groups = {account.group: account for account in before}
    found = [groups.pop(account.group, None) for account in now]
    homes = {source.report: account.group for account in groups.values() for source in account.sources}
    for n, account in enumerate(now):
        counts = Counter(group for s in account.sources if (group := homes.get(s.report)) in groups)
        if found[n] is None and counts:
            found[n] = groups.pop(min(counts, key=lambda group: (-counts[group], group)))
    return found


def _account(before: Account | None, now: Account, known: frozenset[str]) -> Changes:
    reports = {s.report for s in now.sources}
    had = {s.report for s in before.sources} if before is not None else set()
    rows = {j.sha256 for j in before.judgements} if before is not None else set()
    later = {j.sha256 for j in now.judgements}
    given = [j for j in now.judgements if j.sha256 not in rows]
    ended = [j for j in before.judgements if j.sha256 not in later] if before is not None else []
    told = {key(e) for fact in before.facts for e in fact.evidence} if before is not None else set()
    return Changes(
        group=now.group,
        story=now.story,
        headline=now.headline,
        sources=now.sources,
        new=tuple(s.report for s in now.sources if s.report not in known),
        joined=tuple(sorted(reports & (known - had))),
        left=tuple(sorted(had - reports)),
        new_facts=sum(not any(key(e) in told for e in fact.evidence) for fact in now.facts),
        judgements=(
            *given,
            *(
                msgspec.structs.replace(row, applies=False, note="taken back since, or no longer about this")
                for row in ended
            ),
        ),
        changes=_new_story(now, known)
        if before is None
        else tuple(_because(c, (*given, *ended)) for c in _all(_showing(before, ended), _showing(now, given))),
    )


def _because(change: Change, rows: Sequence[Judged]) -> Change:
    """Name the judgements behind a change among its reasons."""
    named = [f"judgement {row.number}, {row.user}: {row.reason}" for row in rows if row.number in change.judgements]
    return msgspec.structs.replace(change, reason="; ".join(filter(None, (change.reason, *named))))


def _showing(account: Account, rows: Sequence[Judged]) -> Account:
    """Return an account that shows only the judgements that the other side is without and that change something."""
    rows = [row for row in rows if row.verdict != "accept" and row.applies]
    numbers = {row.number for row in rows}
    return msgspec.structs.replace(
        account,
        figures=tuple(_kept(f, numbers) for f in account.figures),
        facts=tuple(_kept(f, numbers) for f in account.facts),
        judgements=tuple(rows),
    )


def _kept(item: Item, numbers: set[int]) -> Item:
    return msgspec.structs.replace(item, judged=tuple(n for n in item.judged if n in numbers))


def _new_story(now: Account, known: frozenset[str]) -> tuple[Change, ...]:
    quoted = [now.headline] if now.headline is not None else [e for f in now.facts[:1] for e in f.evidence[:1]]
    if not quoted:
        return ()
    told = [
        f"{measure} {value_of(f)}"
        for measure, f in sorted(totals(now).items())
        if f.unit == "people" and measure != "other"
    ]
    side = Side(id=now.story, text=" · ".join(told), standing=None, evidence=tuple(quoted))
    known_before = any(s.report in known for s in now.sources)
    reason = "told apart from another account" if known_before else "all its reports are new"
    return (Change(kind="new story", about=now.group, before=None, after=side, reason=reason),)


def _all(before: Account, now: Account) -> Iterable[Change]:
    yield from figure_changes(before, now)
    yield from fact_changes(before, now)
    yield from dispute_changes(before, now)
    yield from timeline_changes(before, now)
    if (before.when.earliest, before.when.latest) != (now.when.earliest, now.when.latest):
        judged = tuple(n for account in (before, now) for n in rows_of(account, lambda j: j.machine_when is not None))
        yield Change(
            kind="date revised",
            about="when it happened",
            before=_when(before.when),
            after=_when(now.when),
            reason="" if judged else "by what the reports now say of its date",
            judgements=judged,
        )
    if (before.where.geonames_id, before.where.name) != (now.where.geonames_id, now.where.name):
        judged = tuple(n for account in (before, now) for n in rows_of(account, lambda j: j.machine_where is not None))
        yield Change(
            kind="place revised",
            about="where it happened",
            before=_where(before.where),
            after=_where(now.where),
            reason="" if judged else "by what the reports now say of its place",
            judgements=judged,
        )


def _when(when: When) -> Side | None:
    if when.earliest is None or not when.evidence:
        return None
    same = when.latest is None or when.latest == when.earliest
    text = when.earliest if same else f"{when.earliest} … {when.latest}"
    return Side(id=None, text=text, standing=None, evidence=when.evidence)


def _where(where: Where) -> Side | None:
    if where.name is None:
        return None
    return Side(id=None, text=", ".join((where.name, *where.within)), standing=None, evidence=where.evidence)
