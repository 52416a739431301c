"""Facts that changed, by the quotations they rest on: superseded, disputed, confirmed, or new on the timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dateline.changes.sides import judged_by, key, new_first, rows_of, share, standing_change, why_standing
from dateline.records import Account, Change, ChangeKind, Difference, Evidence, Fact, Side


def fact_changes(before: Account, now: Account) -> Iterable[Change]:
    """Return the facts that are gone by a judgement, superseded, or confirmed by more or fewer origins."""
    heirs = _heirs(before, now)
    told: set[tuple[str, ChangeKind]] = set()
    for fact in before.facts:
        heir = heirs.get(fact.id)
        if heir is None:
            if rows := _taking(fact, now):
                side = _of_fact(fact)
                yield Change(kind="withdrawn", about="a fact", before=side, after=None, reason="", judgements=rows)
            continue
        kind = "superseded" if _gone(fact, heir) else standing_change(fact, heir)
        if kind is None or kind in ("new dispute", "dispute settled") or (heir.id, kind) in told:
            continue
        told.add((heir.id, kind))
        after = next((f for f in now.facts if heir.id in f.supersedes), heir) if kind == "superseded" else heir
        judged = judged_by(fact, heir)
        yield Change(
            kind=kind,
            about="a fact",
            before=_of_fact(fact),
            after=_of_fact(after, fact.evidence if after is heir else ()),
            reason=_why_fact(kind, fact, heir, after, now),
            judgements=judged,
        )


def _taking(fact: Fact, now: Account) -> tuple[int, ...]:
    """Return the judgements that took a fact away; a statement that is only read otherwise is no change."""
    return rows_of(now, lambda row: any(share(m.evidence, fact.evidence) for m in row.machine_facts))


def _gone(fact: Fact, heir: Fact) -> bool:
    return heir.standing == "superseded" and fact.standing != "superseded"


def _why_fact(kind: ChangeKind, fact: Fact, heir: Fact, after: Fact, now: Account) -> str:
    if kind != "superseded":
        return why_standing(fact, heir, now)
    return next(
        (d.reason for d in now.differences if (d.one, d.other) == (after.id, heir.id)), "a later report replaces it"
    )


def _of_fact(fact: Fact, known: Iterable[Evidence] = ()) -> Side:
    evidence = new_first(fact.evidence, known)
    return Side(id=fact.id, text=evidence[0].quote, standing=fact.standing, evidence=evidence)


def _heirs(before: Account, now: Account) -> dict[str, Fact]:
    """Return, for each earlier fact, the present one that rests on most of its quotations."""
    homes = {key(e): fact for fact in now.facts for e in fact.evidence}
    found = {}
    for fact in before.facts:
        counts = Counter(homes[key(e)].id for e in fact.evidence if key(e) in homes)
        if counts:
            best = min(counts, key=lambda rid: (-counts[rid], rid))
            found[fact.id] = next(f for f in now.facts if f.id == best)
    return found


def dispute_changes(before: Account, now: Account) -> Iterable[Change]:
    """Return the differences between facts that are new, and those that are gone although both sides are there."""
    heirs = _heirs(before, now)
    then = {frozenset(heirs[i].id for i in pair): d for d, pair in _differing(before) if all(i in heirs for i in pair)}
    standing = {frozenset(pair): d for d, pair in _differing(now)}
    facts = {fact.id: fact for fact in now.facts}
    known = {fact.id for fact in heirs.values()}
    for pair, d in standing.items():
        if pair not in then:
            one, other = sorted((facts[d.one], facts[d.other]), key=lambda f: f.id not in known)
            yield _between("new dispute", one, other, d.reason)
    for pair, d in then.items():
        if pair not in standing:
            one, other = facts[heirs[d.one].id], facts[heirs[d.other].id]
            settled = "both are one fact now" if one is other else f"no longer held to be {d.reason}"
            yield _between("dispute settled", one, other, settled)


def timeline_changes(before: Account, now: Account) -> Iterable[Change]:
    """Return the dated facts that rest on nothing known before."""
    known = {key(e) for fact in before.facts for e in fact.evidence}
    facts = {fact.id: fact for fact in now.facts if not fact.background}
    for entry in now.timeline:
        fact = facts.get(entry.fact)
        if fact is not None and not any(key(e) in known for e in fact.evidence):
            days = entry.earliest if entry.earliest == entry.latest else f"{entry.earliest} … {entry.latest}"
            yield Change(
                kind="new on the timeline", about=days, before=None, after=_of_fact(fact), reason="not told before"
            )


def _differing(account: Account) -> list[tuple[Difference, tuple[str, str]]]:
    facts = {fact.id for fact in account.facts}
    return [
        (d, (d.one, d.other))
        for d in account.differences
        if d.relation == "differs" and d.one in facts and d.other in facts
    ]


def _between(kind: ChangeKind, one: Fact, other: Fact, reason: str) -> Change:
    return Change(
        kind=kind,
        about="a fact",
        before=_of_fact(one),
        after=_of_fact(other),
        reason=reason,
        judgements=judged_by(one, other),
    )
