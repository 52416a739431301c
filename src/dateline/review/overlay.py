"""Judgements laid over one story: what was rejected is not read, what is one is joined, then values are set by hand.

Pure: the story, its reports and readings and the judgements make the account. The machine's own account is made beside
it, so that what it says without the judgements is shown with each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from dateline.reconciling import Overrides, reconcile
from dateline.reconciling.happening import news_of
from dateline.reconciling.judged import NO_OVERRIDES, Grouping, Key, OneVoice, Withdrawn
from dateline.reconciling.timeline import make_timeline
from dateline.records import (
    Accord,
    Account,
    Anchor,
    Difference,
    Fact,
    Figure,
    Judged,
    Judgement,
    Reading,
    Report,
    Story,
)
from dateline.review import between
from dateline.review.anchors import Index, content_hash, find_fact, find_figure, find_origin, locate, statements
from dateline.review.chain import Entry
from dateline.review.overriding import overridden
from dateline.review.readings import Readings, recounts
from dateline.review.remembering import Reconcile
from dateline.review.stories import Told, concerns_stories
from dateline.review.values import corrected_fact, corrected_figure, corrected_when, corrected_where, of_kind
from dateline.review.words import about, gone

T = TypeVar("T", Figure, Fact)


class Found(NamedTuple):
    """A judgement with those of its anchors that have a report left, as the reports are called now."""

    entry: Entry
    anchors: tuple[Anchor | None, ...]

    @property
    def reports(self) -> frozenset[str]:
        """The reports it rests on."""
        return frozenset(key.report for anchor in self.anchors if anchor is not None for key in anchor.reports)


def by_report(judged: Iterable[Found]) -> dict[str, list[Found]]:
    """Return the judgements that rest on each report."""
    found: dict[str, list[Found]] = {}
    for one in judged:
        for report in one.reports:
            found.setdefault(report, []).append(one)
    return found


def concerning(story: Story, judged: Mapping[str, Sequence[Found]]) -> list[Found]:
    """Return the judgements that rest on a report of a story, in the order they were given."""
    own = {one.entry.judgement.number: one for report in story.reports for one in judged.get(report, ())}
    return [own[number] for number in sorted(own)]


class Own(NamedTuple):
    """The judgements on one story, and what became of those on stories, by number."""

    found: Sequence[Found]
    of_stories: Mapping[int, Told]


class Laid(NamedTuple):
    """What judgements change before reconciling: readings and overrides, and what became of each judgement.

    `kinds` holds the figures that count something else now, or are a total or a part: as judged, and as corrected;
    `reports` the story's own; `over` the judgements that a later one overrides, each with that one's number.
    """

    readings: dict[str, Reading]
    overrides: Overrides
    told: dict[int, Told]
    kinds: dict[Anchor, Anchor]
    reports: Mapping[str, Report] = {}
    over: Mapping[int, int] = {}


def locate_all(judged: Iterable[Entry], where: Index) -> tuple[Found, ...]:
    """Return judgements with their anchors as reports are called now."""
    return tuple(Found(e, tuple(locate(anchor, where) for anchor in e.judgement.anchors)) for e in judged)


def judge(
    story: Story,
    reports: Mapping[str, Report],
    readings: Mapping[str, Reading],
    group: str,
    own: Own,
    made: Reconcile = reconcile,
) -> Account:
    """Reconcile a story under its own judgements; `made` is what reconciles."""
    machine = made(story, reports, readings, group)
    if not own.found:
        return machine
    read = {rid: readings[rid] for rid in story.reports}
    laid = _lay(own.found, read, machine)
    account = machine
    if laid.overrides != NO_OVERRIDES or laid.readings != read:
        account = made(story, reports, laid.readings, group, laid.overrides)
    laid = laid._replace(told={**own.of_stories, **laid.told}, reports={rid: reports[rid] for rid in read})
    listed = []
    for found in own.found:
        effect = _effect(found, account, machine, readings, laid)
        account = effect.account
        row = _row(found, effect, machine)
        by = laid.over.get(row.number)
        listed.append(row if by is None else msgspec.structs.replace(row, note=f"overridden by judgement {by}"))
    return msgspec.structs.replace(account, judgements=_signed(own.found, account, listed))


def _signed(own: Sequence[Found], account: Account, rows: Sequence[Judged]) -> tuple[Judged, ...]:
    """Say of those who signed an account off that it has changed since, where it has."""
    listed = []
    for found, row in zip(own, rows, strict=True):
        anchor = found.entry.judgement.anchors[0]
        signs = row.applies and row.verdict == "accept" and anchor.kind == "story"
        changed = signs and anchor.name != content_hash(account)
        listed.append(msgspec.structs.replace(row, note="the account has changed since") if changed else row)
    return tuple(listed)


# ---------------------------------------------------------------- before reconciling


def _lay(own: Sequence[Found], readings: dict[str, Reading], machine: Account) -> Laid:
    told: dict[int, Told] = {}
    made = Readings(readings)
    groupings: list[Grouping] = []
    origins: list[tuple[OneVoice, ...]] = []
    apart: list[Withdrawn] = []
    over = overridden([found.entry for found in own])
    for found in own:
        judgement = found.entry.judgement
        if judgement.verdict == "reject" and judgement.number in over:
            told[judgement.number] = Told(False, f"overridden by judgement {over[judgement.number]}")
        elif judgement.anchors[0].kind in between.KINDS:
            told[judgement.number] = between.outcome(found.anchors, machine, readings)
            if judgement.verdict == "reject" and (one := between.withdrawn(found.anchors, machine, readings)):
                apart.append(one)
        elif judgement.verdict == "reject":
            told[judgement.number] = made.reject(found.anchors[0])
        elif judgement.correction is not None and recounts(judgement.correction):
            told[judgement.number] = made.recount(found.anchors[0], judgement.correction)
        elif judgement.verdict in ("merge", "split") and not concerns_stories(judgement):
            sides = [statements(a, readings) if a is not None else frozenset[Key]() for a in found.anchors]
            told[judgement.number] = _group(judgement, sides, machine, groupings)
        elif judgement.verdict == "same-origin":
            told[judgement.number] = _unite(found, machine, origins)
    overrides = Overrides(groupings=tuple(groupings), origins=tuple(origins), withdrawn=tuple(apart))
    return Laid(made.made(), overrides, told, made.kinds(), over=over)


def _group(judgement: Judgement, sides: Sequence[frozenset[Key]], machine: Account, groupings: list[Grouping]) -> Told:
    if sum(bool(side) for side in sides) < 2:
        return Told(False, "not two of its facts are left: their statements are not read any more")
    together = judgement.verdict == "merge"
    one, rest = sides[0], frozenset[Key]().union(*sides[1:])
    groupings.append(Grouping(together=together, one=one, rest=rest))
    homes = [{f.id for f in machine.facts if side & _keys(f)} for side in sides if side]
    if together:
        return Told(True, "the machine joins them by itself" if len(set().union(*homes)) == 1 else None)
    return Told(True, None if homes[0] & homes[1] else "the machine keeps them apart by itself")


def _keys(item: Fact | Figure) -> frozenset[Key]:
    return frozenset((e.report, e.start, e.end) for e in item.evidence)


def _unite(found: Found, machine: Account, origins: list[tuple[OneVoice, ...]]) -> Told:
    voices: dict[str, OneVoice] = {}
    lost = []
    for anchor, given in zip(found.anchors, found.entry.judgement.anchors, strict=True):
        voice = _voice(anchor, machine) if anchor is not None else None
        if voice is None:
            lost.append(given.name or f"report {given.reports[0].report}")
        else:
            voices[voice[0]] = voice[1]
    if lost:
        return Told(False, f"nothing in this account rests on {', '.join(lost)} any more")
    if len(voices) < 2:
        return Told(True, "the machine takes them for one by itself")
    origins.append(tuple(voices.values()))
    return Told(True)


def _voice(anchor: Anchor, machine: Account) -> tuple[str, OneVoice] | None:
    """Return the voice that an anchor names, as the machine knows it now, with its name."""
    if anchor.kind == "report":
        report = anchor.reports[0].report
        known = any(source.report == report for source in machine.sources)
        return (f"report {report}", OneVoice(report=report)) if known else None
    origin = find_origin(anchor, machine)
    if origin is None:
        return None
    return origin.name, OneVoice(statements=frozenset((e.report, e.start, e.end) for e in origin.evidence))


# ---------------------------------------------------------------- after reconciling


class _Effect(NamedTuple):
    """What one judgement did: the account with it, what became of it, what it concerns, and what the machine says."""

    account: Account
    told: Told
    targets: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    facts: tuple[Fact, ...] = ()
    differences: tuple[Difference, ...] = ()
    accords: tuple[Accord, ...] = ()


def _effect(found: Found, account: Account, machine: Account, readings: Mapping[str, Reading], laid: Laid) -> _Effect:
    judgement, anchor, told = found.entry.judgement, found.anchors[0], laid.told
    if judgement.verdict == "same-origin":
        return _of_origins(judgement.number, account, machine, told[judgement.number])
    if concerns_stories(judgement):
        return _Effect(account, told[judgement.number], (account.story,))
    if judgement.anchors[0].kind in between.KINDS:
        return _of_between(found, account, machine, readings, told[judgement.number])
    if anchor is None:
        return _Effect(account, gone())
    if anchor.kind == "story":
        return _of_story(judgement, anchor, account)
    if anchor.kind == "figure":
        return _of_figure(judgement, anchor, account, machine, laid)
    return _of_facts(found, account, machine, readings, laid)


def _of_between(
    found: Found, account: Account, machine: Account, readings: Mapping[str, Reading], outcome: Told
) -> _Effect:
    differences, accords = between.find(found.anchors, machine, readings)
    if not outcome.applies:
        return _Effect(account, outcome)
    number, targets = found.entry.judgement.number, between.sides(found.anchors, account, readings)
    if found.entry.judgement.verdict == "reject":
        return _Effect(account, outcome, targets, differences=differences, accords=accords)
    ids = tuple(dict.fromkeys(one.id for ones in between.find(found.anchors, account, readings) for one in ones))
    return _Effect(between.marked(account, ids, number), outcome, (*ids, *targets))


def _of_story(judgement: Judgement, anchor: Anchor, account: Account) -> _Effect:
    own = {source.report for source in account.sources}
    if sum(key.report in own for key in anchor.reports) * 2 < len(anchor.reports):
        return _Effect(account, Told(False, "most of its reports tell of another story now"))
    if judgement.verdict == "accept":
        return _Effect(account, Told(True), (account.story,))
    when, where = corrected_when(account.when, judgement), corrected_where(account.where, judgement)
    return _Effect(msgspec.structs.replace(account, when=when, where=where), Told(True), (account.story,))


def _of_figure(judgement: Judgement, anchor: Anchor, account: Account, machine: Account, laid: Laid) -> _Effect:
    was = find_figure(anchor, machine.figures)
    before = (was,) if was is not None else ()
    outcome = laid.told.get(judgement.number)
    if judgement.verdict == "reject" or (outcome is not None and not outcome.applies):
        return _Effect(account, outcome or gone(), figures=before)
    sought = laid.kinds.get(anchor, anchor)
    now = find_figure(sought, account.figures)
    if now is None and sought is not anchor and was is not None:
        now = of_kind(was, sought)
        account = msgspec.structs.replace(account, figures=(*account.figures, now))
    if now is None:
        return _Effect(account, Told(False, f"no figure of {sought.measure} rests on what was judged any more"))
    if judgement.verdict == "correct":
        now = corrected_figure(now, judgement, was, sought)
        account = _with_figure(account, now)
    note = "a later count has replaced it" if now.standing == "superseded" and sought.scope == "total" else None
    if _value(anchor) != _value(was or now):
        note = "the machine now reads another number there"
    return _Effect(_marked(account, (now.id,), judgement.number), Told(True, note), (now.id,), figures=before)


def _value(of: Anchor | Figure) -> tuple[float | None, float | None, float | None]:
    return (of.low, of.best, of.high)


def _of_facts(found: Found, account: Account, machine: Account, readings: Mapping[str, Reading], laid: Laid) -> _Effect:
    judgement = found.entry.judgement
    anchors = [anchor for anchor in found.anchors if anchor is not None]
    before = _facts_of(anchors, machine, readings)
    if judgement.verdict in ("reject", "merge", "split"):
        outcome = laid.told[judgement.number]
        targets = tuple(fact.id for fact in _facts_of(anchors, account, readings)) if outcome.applies else ()
        return _Effect(_marked(account, targets, judgement.number), outcome, targets, facts=before)
    now = find_fact(anchors[0], account.facts, readings)
    if now is None:
        return _Effect(account, Told(False, "no fact rests on what was judged any more"), facts=before)
    if judgement.verdict == "correct":
        account = _with_fact(account, corrected_fact(now, judgement), laid)
    return _Effect(_marked(account, (now.id,), judgement.number), Told(True), (now.id,), facts=before)


def _facts_of(anchors: Sequence[Anchor], account: Account, readings: Mapping[str, Reading]) -> tuple[Fact, ...]:
    keys = frozenset[Key]().union(*(statements(anchor, readings) for anchor in anchors))
    return tuple(fact for fact in account.facts if keys & _keys(fact))


def _of_origins(number: int, account: Account, machine: Account, outcome: Told) -> _Effect:
    """Name what rests on fewer origins now."""
    if not outcome.applies:
        return _Effect(account, outcome)
    counts = {f.id: len(f.origins) for f in account.figures} | {f.id: len(f.origins) for f in account.facts}
    figures = tuple(f for f in machine.figures if counts.get(f.id, len(f.origins)) < len(f.origins))
    facts = tuple(f for f in machine.facts if counts.get(f.id, len(f.origins)) < len(f.origins))
    targets = (*(f.id for f in figures), *(f.id for f in facts))
    if not targets and outcome.note is None:
        outcome = Told(True, "no fact or figure rested on both as two origins")
    return _Effect(_marked(account, targets, number), outcome, targets, figures, facts)


def _row(found: Found, effect: _Effect, machine: Account) -> Judged:
    judgement = found.entry.judgement
    value = judgement.correction if judgement.anchors and judgement.anchors[0].kind == "story" else None
    return Judged(
        number=judgement.number,
        sha256=found.entry.sha256,
        at=judgement.at,
        user=judgement.user,
        reason=judgement.reason,
        verdict=judgement.verdict,
        about=about(judgement),
        applies=effect.told.applies,
        note=effect.told.note,
        targets=effect.targets,
        machine_figures=effect.figures,
        machine_facts=effect.facts,
        machine_when=machine.when if value is not None and value.earliest is not None else None,
        machine_differences=effect.differences,
        machine_accords=effect.accords,
        machine_where=machine.where if value is not None and value.where is not None else None,
    )


def _with_figure(account: Account, figure: Figure) -> Account:
    figures = tuple(figure if f.id == figure.id else f for f in account.figures)
    differences = tuple(
        msgspec.structs.replace(d, reason=f"{d.reason} ({figure.reasons[-1]})") if figure.id in (d.one, d.other) else d
        for d in account.differences
    )
    return msgspec.structs.replace(account, figures=figures, differences=differences)


def _with_fact(account: Account, fact: Fact, laid: Laid) -> Account:
    """Put a fact of another day in its place; the rows of the timeline that it leaves as they are stay."""
    facts = tuple(fact if f.id == fact.id else f for f in account.facts)
    read = laid.readings
    was = {(entry.fact, entry.evidence): entry for entry in account.timeline if entry.fact != fact.id}
    made = make_timeline(facts, read, news_of(read, account.when, account.figures), laid.reports)
    timeline = tuple(was.get((entry.fact, entry.evidence), entry) for entry in made)
    return msgspec.structs.replace(account, facts=facts, timeline=timeline)


def _marked(account: Account, targets: Sequence[str], number: int) -> Account:
    if not targets:
        return account
    return msgspec.structs.replace(
        account,
        figures=tuple(_mark(f, number) if f.id in targets else f for f in account.figures),
        facts=tuple(_mark(f, number) if f.id in targets else f for f in account.facts),
    )


def _mark(item: T, number: int) -> T:
    return msgspec.structs.replace(item, judged=(*item.judged, number))
