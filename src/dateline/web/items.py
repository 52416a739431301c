"""What is judged: a figure, a fact or a story as it stands, with its history, and the facts near one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.errors import InputError
from dateline.records import Accord, Account, Difference, Evidence, Fact, Figure, Judged, Judgement, Record
from dateline.review import Entry, in_force
from dateline.review.overriding import overridden
from dateline.review.words import about
from dateline.telling import judged, shown
from dateline.web import worded
from dateline.wording import content_stems

NEAR = 60
"""Facts that are offered to merge one with: those that share most words."""
KINDS = {"revision": "difference"}
"""Kinds of anchors that are called otherwise here."""


class Item(Record, frozen=True, kw_only=True):
    """What is judged: its kind, id, label, quotations, and the judgements on it.

    Of a figure `values` are low, best and high as they are shown, `measure` and `scope` its own; of a story `reports`
    are its reports. `anchor` names the place of the page that it stands at, where it has none of its own.
    """

    kind: str
    id: str
    label: str
    standing: str
    evidence: tuple[Evidence, ...]
    history: tuple[Judged, ...]
    values: tuple[str, str, str] = ("", "", "")
    voices: str = ""
    reports: tuple[str, ...] = ()
    anchor: str = ""
    measure: str = ""
    scope: str = ""


def item_of(account: Account, key: str) -> Item:
    """Return a figure, a fact or the story itself by its id, as it stands, with its history.

    Raises:
        InputError: the account has nothing with this id.
    """
    history = tuple(row for row in account.judgements if key in row.targets or _was(row, key))
    for figure in _figures(account):
        if figure.id == key:
            return Item(
                kind="figure", id=key, label=f"{shown.label(figure)}: {judged.value(figure)}",
                standing=figure.standing, evidence=figure.evidence, history=history, values=shown.range_of(figure),
                voices=shown.voices(figure.attribution), measure=figure.measure, scope=figure.scope,
            )  # fmt: skip
    for fact in _facts(account):
        if fact.id == key:
            return Item(
                kind="fact", id=key, label=shown.told(fact), standing=fact.standing, evidence=fact.evidence,
                history=history, voices=shown.voices(fact.attribution),
            )  # fmt: skip
    for one in _between(account):
        if one.id == key:
            return Item(
                kind="accord" if isinstance(one, Accord) else "difference", id=key, label=shown.clean(one.reason),
                standing="", evidence=one.evidence, history=history,
                anchor="part-agrees" if isinstance(one, Accord) else "part-differs",
            )  # fmt: skip
    if key == account.story:
        title = shown.clean(account.headline.quote) if account.headline else account.group
        reports = tuple(source.report for source in account.sources)
        return Item(
            kind="story", id=key, label=title, standing="", evidence=account.when.evidence, history=history,
            reports=reports,
        )  # fmt: skip
    raise InputError(f"this account has nothing with the id {key!r}: it may have changed since the page was opened")


def item_now(account: Account, key: str) -> Item:
    """Return an item of an account that has changed; the story where it is gone."""
    try:
        return item_of(account, key)
    except InputError:
        return item_of(account, account.story)


def _figures(account: Account) -> Iterable[Figure]:
    """Yield the figures of an account, and those that judgements took out or changed."""
    yield from account.figures
    yield from (figure for row in account.judgements for figure in row.machine_figures)


def _facts(account: Account) -> Iterable[Fact]:
    yield from account.facts
    yield from (fact for row in account.judgements for fact in row.machine_facts)


def _between(account: Account) -> list[Difference | Accord]:
    """Return what lies between figures and facts, also what judgements took out."""
    found: list[Difference | Accord] = [*account.differences, *account.accords]
    for row in account.judgements:
        found += [*row.machine_differences, *row.machine_accords]
    return found


def _was(row: Judged, key: str) -> bool:
    ids = {item.id for item in row.machine_figures} | {item.id for item in row.machine_facts}
    return key in ids | {item.id for item in row.machine_differences} | {item.id for item in row.machine_accords}


def near(account: Account, fact: str) -> list[Fact]:
    """Return the facts that one may be merged with: those that share most words with it, most first."""
    one = next((f for f in account.facts if f.id == fact), None)
    if one is None:
        return []
    stems = content_stems(one.text)
    counted = [(-len(stems & content_stems(f.text)), n, f) for n, f in enumerate(account.facts) if f.id != fact]
    return [f for count, _, f in sorted(counted, key=lambda found: found[:2])[:NEAR] if count]


def history_of(item: Item, log: Sequence[Entry]) -> list[dict[str, str]]:
    """Return every judgement on an item as it is shown, newest first: in force, overridden, and taken back."""
    back = {entry.judgement.revokes: entry.judgement for entry in log if entry.judgement.revokes is not None}
    stands = {row.number for row in item.history}
    overriding = overridden(in_force(log))
    found = {row.number: {**worded.row(row), "back": ""} for row in item.history}
    for entry in log:
        judgement = entry.judgement
        if judgement.revokes is None and judgement.number not in stands and _is_on(judgement, item):
            by = back.get(entry.sha256)
            over = overriding.get(judgement.number)
            found[judgement.number] = {
                "number": str(judgement.number), "verdict": verb_on(judgement),
                "about": shown.clean(about(judgement)), "by": shown.clean(judgement.user), "at": judgement.at,
                "reason": shown.clean(judgement.reason), "machine": "",
                "note": "" if over is None else f"overridden by judgement {over}",
                "back": "" if by is None else _taken_back(by),
            }  # fmt: skip
    return [found[number] for number in sorted(found, reverse=True)]


def verb_on(judgement: Judgement) -> str:
    """Return what was done by a judgement, in the words of the forms."""
    return judged.verb(judgement.verdict, of_story=any(anchor.kind == "story" for anchor in judgement.anchors[:1]))


def _taken_back(by: Judgement) -> str:
    return f"taken back by judgement {by.number}, {shown.clean(by.user)}: “{shown.clean(by.reason)}”"


def _is_on(judgement: Judgement, item: Item) -> bool:
    """Tell whether a judgement was on an item: of its kind, on characters or reports that it rests on."""
    places = {_place(e) for e in item.evidence}
    for anchor in judgement.anchors:
        kind = KINDS.get(anchor.kind, anchor.kind)
        if item.kind == "story" and kind in ("story", "origin", "report"):
            if {key.report for key in anchor.reports} & set(item.reports):
                return True
        elif kind == item.kind and places & {_place(e) for e in anchor.evidence}:
            return True
    return False


def _place(e: Evidence) -> tuple[str, int, int]:
    return (e.report, e.start, e.end)
