"""What changed between two accounts of the same happening: as it was known then, and as it is known now.

Figures are compared by measure, facts by the quotations they rest on; a change carries both sides with their evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, TypeVar

import msgspec

from dateline.reconciling.names import fold_name
from dateline.records import (
    Account,
    Change,
    ChangeKind,
    Changes,
    Difference,
    Evidence,
    Fact,
    Figure,
    Judged,
    Side,
    When,
    Where,
)
from dateline.wording import content_stems

Key: TypeAlias = tuple[str, int, int]
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
        judgements=(*given, *ended),
        changes=_new_story(now, known)
        if before is None
        else tuple(_because(c, (*given, *ended)) for c in _all(_judged_by(before, ended), _judged_by(now, given))),
    )


def _because(change: Change, rows: Sequence[Judged]) -> Change:
    """Name the judgements behind a change among its reasons."""
    named = [f"judgement {row.number}, {row.user}: {row.reason}" for row in rows if row.number in change.judgements]
    return msgspec.structs.replace(change, reason="; ".join(filter(None, (change.reason, *named))))


def _judged_by(account: Account, rows: Sequence[Judged]) -> Account:
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
    totals = [
        f"{measure} {_value(f)}"
        for measure, f in sorted(_totals(now).items())
        if f.unit == "people" and measure != "other"
    ]
    side = Side(id=now.story, text=" · ".join(totals), standing=None, evidence=tuple(quoted))
    reason = (
        "told apart from another account" if any(s.report in known for s in now.sources) else "all its reports are new"
    )
    return (Change(kind="new story", about=now.group, before=None, after=side, reason=reason),)


def _all(before: Account, now: Account) -> Iterable[Change]:
    yield from _figures(before, now)
    yield from _facts(before, now)
    yield from _disputes(before, now)
    yield from _dated(before, now)
    if (before.when.earliest, before.when.latest) != (now.when.earliest, now.when.latest):
        judged = _rows(now, lambda j: j.machine_when is not None) or _rows(before, lambda j: j.machine_when is not None)
        yield Change(
            kind="date revised",
            about="when it happened",
            before=_when(before.when),
            after=_when(now.when),
            reason="" if judged else "by what the reports now say of its date",
            judgements=judged,
        )
    if (before.where.geonames_id, before.where.name) != (now.where.geonames_id, now.where.name):
        yield Change(
            kind="place revised",
            about="where it happened",
            before=_where(before.where),
            after=_where(now.where),
            reason="by what the reports now say of its place",
        )


def _rows(account: Account, wanted: Callable[..., bool]) -> tuple[int, ...]:
    return tuple(j.number for j in account.judgements if j.applies and wanted(j))


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


# ---------------------------------------------------------------- figures


def _figures(before: Account, now: Account) -> Iterable[Change]:
    was, stands = _totals(before), _totals(now)
    for measure in sorted({*was, *stands}):
        one, other = was.get(measure), stands.get(measure)
        part = _became_part(one, other, now)
        yield from _figure(measure, None if part else one, other, now)
    parts = [f for f in now.figures if f.scope == "subset"]
    for figure in (f for f in before.figures if f.scope == "subset"):
        same = next((f for f in parts if _one_part(figure, f)), None)
        if same is not None:
            yield from _figure(figure.measure, figure, same, now)


def _became_part(was: Figure | None, stands: Figure | None, now: Account) -> bool:
    """Tell whether an earlier total still stands beside the present one, as a count of other people or things."""
    if was is None or stands is None or (was.low, was.best, was.high) == (stands.low, stands.best, stands.high):
        return False
    return any(
        f.scope == "subset"
        and (f.measure, f.low, f.best, f.high) == (was.measure, was.low, was.best, was.high)
        and _shares(f.evidence, was.evidence)
        for f in now.figures
    )


def _totals(account: Account) -> dict[str, Figure]:
    return {f.measure: f for f in account.figures if f.scope == "total" and f.standing != "superseded"}


def _one_part(one: Figure, other: Figure) -> bool:
    same = (one.measure, one.unit, content_stems(one.whom or "")) == (
        other.measure, other.unit, content_stems(other.whom or ""),
    )  # fmt: skip
    return same and bool({key(e) for e in one.evidence} & {key(e) for e in other.evidence})


def _figure(measure: str, was: Figure | None, stands: Figure | None, now: Account) -> Iterable[Change]:
    judged = _judged(was, stands)
    if was is None or stands is None:
        kind: ChangeKind = "new figure" if was is None else "withdrawn"
        why = "not reported before" if was is None else "no report gives it any more"
    elif (what := _standing(was, stands)) == "new dispute":
        kind, why = what, "reports of the same day give different counts"
    elif (was.low, was.best, was.high, was.unit) != (stands.low, stands.best, stands.high, stands.unit):
        kind, why = "revised", _why_revised(was, stands, now)
    elif what is not None:
        kind, why = what, _why_standing(was, stands, now)
    else:
        return
    if not judged:
        judged = _rows(now, lambda j: any(_rejects(j, f) for f in (was,) if f is not None))
    yield Change(
        kind=kind, about=measure, before=_of_figure(was), after=_of_figure(stands, was), reason=why, judgements=judged
    )


def _rejects(row: Judged, figure: Figure) -> bool:
    return row.verdict == "reject" and any(
        f.measure == figure.measure and _shares(f.evidence, figure.evidence) for f in row.machine_figures
    )


def _of_figure(figure: Figure | None, known: Figure | None = None) -> Side | None:
    if figure is None:
        return None
    whom = f" {figure.whom}" if figure.whom else ""
    evidence = _new_first(figure.evidence, known.evidence if known is not None else ())
    return Side(id=figure.id, text=_value(figure) + whom, standing=figure.standing, evidence=evidence)


def _new_first(evidence: Sequence[Evidence], known: Iterable[Evidence]) -> tuple[Evidence, ...]:
    old = {key(e) for e in known}
    return tuple(sorted(evidence, key=lambda e: key(e) in old))


def _value(figure: Figure) -> str:
    low, best, high = figure.low, figure.best, figure.high
    shown = best if best is not None else low if low is not None else high
    text = "an open number of" if shown is None else f"{shown:,g}"
    if figure.unit not in ("people", "other") and shown is not None:
        text += f" {figure.unit}"
    if best is not None and low is not None and high is not None and low < high:
        return f"{text} ({low:,g}–{high:,g})"
    if shown is not None and high is None:
        return f"{text} or more"
    return f"up to {text}" if best is None and low is None and shown is not None else text


def _why_revised(was: Figure, stands: Figure, now: Account) -> str:
    for difference in now.differences:
        replaced = next((f for f in now.figures if f.id == difference.other), None)
        if difference.one == stands.id and replaced is not None and _shares(replaced.evidence, was.evidence):
            return difference.reason
    low, high = was.low or 0.0, was.high if was.high is not None else float("inf")
    inside = stands.low is not None and stands.high is not None and low <= stands.low and stands.high <= high
    return "more exact: the earlier count allows it" if inside else "another count stands now"


def _judged(*items: Figure | Fact | None) -> tuple[int, ...]:
    """Return the judgements that lie over one side only, those that `_judged_by` left."""
    return tuple(sorted({number for item in items if item is not None for number in item.judged}))


# ---------------------------------------------------------------- facts


def _facts(before: Account, now: Account) -> Iterable[Change]:
    heirs = _heirs(before, now)
    told: set[tuple[str, ChangeKind]] = set()
    for fact in before.facts:
        heir = heirs.get(fact.id)
        if heir is None:
            rows = _rows(now, lambda j, f=fact: any(_shares(m.evidence, f.evidence) for m in j.machine_facts))
            if rows:
                yield Change(
                    kind="withdrawn",
                    about="a fact",
                    before=_of_fact(fact),
                    after=None,
                    reason="",
                    judgements=rows,
                )
            continue
        kind = "superseded" if _gone(fact, heir) else _standing(fact, heir)
        if kind is None or kind in ("new dispute", "dispute settled") or (heir.id, kind) in told:
            continue
        told.add((heir.id, kind))
        after = next((f for f in now.facts if heir.id in f.supersedes), heir) if kind == "superseded" else heir
        judged = _judged(fact, heir)
        yield Change(
            kind=kind,
            about="a fact",
            before=_of_fact(fact),
            after=_of_fact(after, fact.evidence if after is heir else ()),
            reason=_why_fact(kind, fact, heir, after, now),
            judgements=judged,
        )


def _gone(fact: Fact, heir: Fact) -> bool:
    return heir.standing == "superseded" and fact.standing != "superseded"


def _why_fact(kind: ChangeKind, fact: Fact, heir: Fact, after: Fact, now: Account) -> str:
    if kind != "superseded":
        return _why_standing(fact, heir, now)
    return next(
        (d.reason for d in now.differences if (d.one, d.other) == (after.id, heir.id)), "a later report replaces it"
    )


def _of_fact(fact: Fact, known: Iterable[Evidence] = ()) -> Side:
    evidence = _new_first(fact.evidence, known)
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


def _disputes(before: Account, now: Account) -> Iterable[Change]:
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


def _dated(before: Account, now: Account) -> Iterable[Change]:
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
        judgements=_judged(one, other),
    )


# ---------------------------------------------------------------- both


def _standing(was: Figure | Fact, stands: Figure | Fact) -> ChangeKind | None:
    """Return what became of the standing of one thing."""
    if was.standing != "disputed" and stands.standing == "disputed":
        return "new dispute"
    if was.standing == "disputed" and stands.standing != "disputed":
        return "dispute settled"
    more, fewer = len(stands.origins) > len(was.origins), len(stands.origins) < len(was.origins)
    if stands.standing == "corroborated" and more:
        return "confirmed"
    return "no longer confirmed" if was.standing == "corroborated" and fewer else None


def _why_standing(was: Figure | Fact, stands: Figure | Fact, now: Account) -> str:
    more = [_called(o, now) for o in stands.origins if o not in was.origins]
    count = f"{len(was.origins)} → {len(stands.origins)} independent origins"
    return f"{count}: {', '.join(more)}" if more and len(more) < len(stands.origins) else count


def _called(origin: str, account: Account) -> str:
    """Return what a reader calls an origin: a name, or the report that speaks for itself."""
    if origin.startswith("report:"):
        rid = origin.removeprefix("report:")
        source = next((s for s in account.sources if s.report == rid), None)
        return (source.publisher or (source.path or rid).rsplit("/", 1)[-1]) if source is not None else rid
    return next((o.name for o in account.origins if fold_name(o.name) == origin), origin)


def _shares(one: Sequence[Evidence], other: Sequence[Evidence]) -> bool:
    return bool({key(e) for e in one} & {key(e) for e in other})


def key(e: Evidence) -> Key:
    """Return where a quotation stands."""
    return (e.report, e.start, e.end)
