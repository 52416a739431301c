"""Facts: each group of statements that say the same, told verbatim by the one that tells it best."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from dateline.reconciling.align import SUBSTANCE, THIN, Match
from dateline.reconciling.amounts import same_count, same_measure
from dateline.reconciling.origins import SUMMED_UP, independent, standing_from
from dateline.reconciling.said import Said
from dateline.records import Fact, Quantity, Status, Time

TELLING_ENOUGH = 40
"""Characters from which a longer wording no longer makes a better representative."""


BORNE_OUT = 0.6
"""Share of what a statement tells that another must tell too to bear it out."""

ASKING = re.compile(
    r"\W{0,20}(?:why|how|whether|if|what|who\s{1,20}(?:was|is|did))\b|\A.*\b(?:unclear|unknown|not\s{1,20}(?:\w{1,60}ly\s{1,20})?(?:clear|known|sure))\b",
    re.IGNORECASE | re.DOTALL,
)
"""Clauses that say what is asked or not known, and nothing that could be borne out."""

HANGING = re.compile(
    r"\W{0,20}(?:\w{1,60}\s{1,20})?(?:when|as|while|after|before|where|which|who|whom|whose|that|because|since)\b",
    re.IGNORECASE,
)
"""How a clause begins that hangs on another ("hours after the dam burst")."""

AGREEING = 0.1
"""Share by which two numbers may differ and still bear each other out: "over 650" and 655, not at least 8 and 10."""

TRIED = 12
"""Tellings of a fact, the best first, among which one is sought that two origins bear out."""


def make_facts(said: Sequence[Said], groups: Sequence[Sequence[int]], matches: Sequence[Match]) -> list[Fact]:
    """Return one fact a group, in the order of `groups`."""
    why: dict[int, list[Match]] = {}
    group_of = {i: n for n, group in enumerate(groups) for i in group}
    for match in matches:
        why.setdefault(group_of[match.one], []).append(match)
    return [_fact([said[i] for i in group], why.get(n, [])) for n, group in enumerate(groups)]


def _fact(members: list[Said], matches: list[Match]) -> Fact:
    best, borne_out, origins = _best_borne_out(members)
    ordered = [best, *(m for m in borne_out if m is not best), *(m for m in members if m not in borne_out)]
    time = _time_told(best, ordered)
    voiced = next((m for m in ordered if not m.origin.startswith("report:")), best)
    return Fact(
        id=fact_id("f", [m.key for m in members]),
        text=best.evidence.quote,
        standing=standing_from(origins, [(m, m.evidence) for m in borne_out]),
        status=best.statement.status if best.statement.stance == "asserted" else _stance_status(best),
        earliest=time.earliest if time else None,
        latest=time.latest if time else None,
        date_prec=time.date_prec if time else None,
        basis=time.basis if time else "unresolved",
        attribution=voiced.voices,
        origins=origins,
        evidence=tuple(m.evidence for m in ordered),
        reasons=_reasons(borne_out, origins, matches),
        background=all(m.statement.background for m in members),
        subject=best.subject,
    )


def _best_borne_out(members: list[Said]) -> tuple[Said, list[Said], tuple[str, ...]]:
    """Return the statement that tells a fact, those that bear it out, and the independent origins of all of these.

    Told best is what two origins tell rather than what one tells more fully; of several, the best telling.
    """
    listed = sorted(members, key=_telling)
    first = None
    told = [m for m in listed if m.statement.section not in SUMMED_UP] or listed
    everyone = independent(members)
    if len(everyone) < 2:
        return told[0], members, everyone
    for best in told[:TRIED]:
        borne_out = [m for m in members if m is best or bears_out(m, best)]
        origins = independent(borne_out)
        if len(origins) >= 2:
            return best, borne_out, origins
        first = first or (best, borne_out, origins)
    assert first is not None  # noqa: S101 - a fact has members
    return first


def bears_out(other: Said, told: Said) -> bool:
    """Tell whether a statement says most of what another tells: its main happening, and its words and numbers."""
    if ASKING.match(told.evidence.quote) or ASKING.match(other.evidence.quote):
        return False
    kinds = frozenset(kind for deed in other.deeds for kind in deed.kinds)
    also = frozenset(stem for deed in told.deeds if deed.kinds & kinds for stem in deed.stems)
    held = other.words | also
    if told.deeds and not told.deeds[0].stems & held:
        return False
    words = told.words - THIN
    told_counts = [q for q in told.quantities if q.number is not None and q.number != 1]
    counts = [any(_agree(p, q) for q in other.quantities) for p in told_counts]
    if any(not agreed and _counted(p, other) for p, agreed in zip(told_counts, counts, strict=True)):
        return False
    shared = len(words & held) + sum(counts)
    least = SUBSTANCE if told.deeds or counts else SUBSTANCE + 1
    return shared >= max(least, BORNE_OUT * (len(words) + len(counts)))


def _counted(p: Quantity, other: Said) -> bool:
    """Tell whether a statement gives a number of its own for what a quantity counts."""
    return p.measure != "other" and any(
        (p.measure, p.unit) == (q.measure, q.unit) and q.number for q in other.quantities
    )


def _agree(p: Quantity, q: Quantity) -> bool:
    if p.number is None or q.number is None or not (same_count(p, q) or same_measure(p, q)):
        return False
    return abs(p.number - q.number) <= AGREEING * max(p.number, q.number)


def _stance_status(member: Said) -> Status:
    if member.statement.stance == "denied":
        return "denied"
    if member.statement.stance == "alleged" and member.statement.status == "completed":
        return "alleged"
    return member.statement.status


def _telling(member: Said) -> tuple[int, bool, int, int, str, tuple[str, int, int]]:
    """Order of wordings: running text before headlines, whole clauses, dated ones, fuller ones, earlier ones first."""
    section = ("body", "caption", "heading", "title").index(member.statement.section)
    dated = 0 if member.time is not None and member.time.earliest is not None else 1
    full = -min(len(member.evidence.quote), TELLING_ENOUGH)
    hangs = HANGING.match(member.evidence.quote) is not None
    return (section, hangs, dated, full, member.published or "9999", member.key)


def _time_told(best: Said, members: Sequence[Said]) -> Time | None:
    """Return the most precise time given of a fact that does not gainsay the time of the wording that tells it."""
    own = best.time
    if own is None and best.statement.times:
        # what it names is a day of something else
        return None
    if own is None or own.earliest is None or own.latest is None:
        bodies = [m for m in members if m.statement.section != "caption"]
        return best_time(bodies) or best_time(members)
    first, last = own.earliest, own.latest
    return best_time([best, *(m for m in members if m.time is not None and _within(m.time, first, last))])


def _within(time: Time, first: str, last: str) -> bool:
    return time.earliest is not None and time.latest is not None and first <= time.earliest and time.latest <= last


def best_time(members: Sequence[Said]) -> Time | None:
    """Return the most precise resolved time any of the statements gives."""
    known = [m.time for m in members if m.time is not None and m.time.earliest is not None]
    return min(known, key=lambda t: (t.date_prec or 9, t.earliest or "", t.latest or ""), default=None)


def fact_id(kind: str, keys: Sequence[tuple[str, int, int]]) -> str:
    """Return an id made of what the thing rests on, the same however it was found."""
    digest = hashlib.sha256(repr(sorted(keys)).encode()).hexdigest()
    return f"{kind}-{digest[:10]}"


def _reasons(members: list[Said], origins: tuple[str, ...], matches: list[Match]) -> tuple[str, ...]:
    reports = len({m.report for m in members})
    found = [f"{len(origins)} independent origin{'s' * (len(origins) != 1)} in {reports} report{'s' * (reports != 1)}"]
    if len(members) > 1 and matches:
        shared = sorted({name for match in matches for name, _ in match.features})
        found.append(f"{len(members)} statements joined by {', '.join(shared)}")
    return tuple(found)
