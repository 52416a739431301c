"""Tolls: the whole count of one measure that each report of a story gives, with all that repeats it.

What a report counts on top of an earlier one ("a third victim died", "four of the injured have died") becomes the new
whole, and those who died are no longer among the injured.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

import msgspec

from dateline.reading.doubts import of_several
from dateline.reading.hedges import hedge
from dateline.reading.onebyone import ordinal_before
from dateline.reading.persons import WEAK, described_apart
from dateline.reading.tolls import LEAD, report_toll
from dateline.reconciling.amounts import bounds, compatible, states
from dateline.reconciling.counts import Count
from dateline.reconciling.lines import Texts
from dateline.reconciling.origins import SUMMED_UP
from dateline.reconciling.whom import camp, camp_of, one_camp
from dateline.records import Quantity, Record


class Toll(Record, frozen=True, kw_only=True):
    """What one report gives as the whole count of one measure.

    `counts` are what it is made of, `repeats` the other counts of the report that give it again. `derived` says how it
    was worked out where no count states it.
    """

    report: str
    published: str | None
    low: float | None
    best: float | None
    high: float | None
    counts: tuple[Count, ...]
    repeats: tuple[Count, ...] = ()
    derived: str | None = None
    several: bool = False
    """Whether it counts those of several happenings together."""
    headed: bool = False
    """Whether the report's head says that there are such people, if only by a word ("dozens")."""
    higher: tuple[Count, ...] = ()
    """What the report tells elsewhere as a whole that is more."""
    outgrown: Toll | None = None
    """The toll at its head, where this one is of what it tells elsewhere."""

    @property
    def range(self) -> tuple[float, float]:
        """Least and greatest number the toll allows."""
        if len(self.counts) == 1 and self.derived is None:
            return bounds(self.counts[0].quantity)
        low = self.low if self.low is not None else 0.0
        return (low, self.high if self.high is not None else float("inf"))

    @property
    def size(self) -> float:
        """The number it is ordered by."""
        return self.best if self.best is not None else self.low if self.low is not None else 0.0

    @property
    def exact(self) -> int:
        """2 for an exact number, 1 for a rounded one or a best within a range, 0 for an open one."""
        exact = self.best is not None and self.low == self.best == self.high and not self.rounded
        return int(exact) + int(self.best is not None)

    @property
    def rounded(self) -> bool:
        """Whether it is given, or made of what is given, as a number about right ("about 50")."""
        own = self.counts[:1] if self.derived is None else self.counts
        return any(hedge(c.quantity.qualifier) == "about" for c in own)

    @property
    def deep(self) -> bool:
        """Whether the report gives it only in passing, far from its head and not with the dead and hurt together."""
        return not self.headed and all(c.quantity.start > LEAD and not _with_both(c) for c in self.counts)

    @property
    def vague(self) -> bool:
        """Whether a word stands for the number ("several", "dozens"), which no later number revises."""
        return self.best is None and all(c.quantity.number is None for c in self.counts)

    @property
    def alleged(self) -> bool:
        """Whether nobody stands behind it as a fact."""
        return all(c.quantity.status == "alleged" or c.said.statement.stance == "alleged" for c in self.counts)

    def states(self, number: float | None) -> bool:
        """Tell whether the toll states a number, exactly or rounded, rather than leaving room for it."""
        if number is None or (self.size == number and not self.vague):
            return True
        return len(self.counts) == 1 and states(self.counts[0].quantity, number)


def _with_both(count: Count) -> bool:
    """Tell whether a count of several stands in a statement that counts both the dead and the hurt."""
    several = {q.measure for q in count.said.quantities if (q.number or 0) > 1 and q.scope == "total"}
    return several >= {"killed", "injured"}


def report_tolls(measure: str, counts: Sequence[Count], texts: Texts) -> list[Toll]:
    """Return each report's toll of people of a measure, in order of publication."""
    tolls = []
    ordered = sorted(counts, key=lambda c: (c.said.report, c.order))
    for report, group in groupby(ordered, key=lambda c: c.said.report):
        toll = _of_report(measure, report, list(group), texts)
        if toll is not None:
            tolls.append(toll)
    return sorted(tolls, key=lambda t: (t.published is None, t.published or "", t.report))


def _of_report(measure: str, report: str, counts: list[Count], texts: Texts) -> Toll | None:
    held = {c.quantity: c for c in reversed(counts)}
    quantities = texts.readings[report].quantities
    own = tuple(q for q in quantities if q.measure != measure or q.unit != "people" or q in held)
    toll = report_toll(texts.reports[report].text, own, measure)
    if toll is None or (toll.low, toll.best, toll.high) == (None, None, None):
        return None
    used = tuple(held[own[i]] for i in toll.parts if own[i] in held)
    if not used:
        return None
    plain = Toll(
        report=report,
        published=used[0].said.published,
        low=toll.low,
        best=toll.best,
        high=toll.high,
        counts=used,
        derived=_derived(toll.best, used),
        several=all(of_several(texts.reports[report].text, c.quantity) for c in used),
    )
    headed = any(c.quantity.start <= LEAD and c.quantity.number is None and repeats(c, plain) for c in counts)
    made = _exact(msgspec.structs.replace(plain, headed=headed), list(held.values()))
    again = tuple(c for c in sorted(counts, key=lambda c: c.order) if c not in made.counts and repeats(c, made))
    higher = tuple(c for c in sorted(counts, key=lambda c: c.order) if _is_higher(c, made))
    return msgspec.structs.replace(made, repeats=again, higher=higher)


def _is_higher(count: Count, toll: Toll) -> bool:
    q = count.quantity
    low = q.low if q.low is not None else q.number
    known = q.number is not None and low is not None and q.scope == "total" and q.status == "completed"
    return known and not count.said.statement.background and low > toll.size > 1  # type: ignore[operator]


_DEGREE = re.compile(
    r"\b(?:serious(?:ly)?|critical(?:ly)?|gravely|badly|severely|slightly|lightly|intensive)\b", re.IGNORECASE
)
"""Words that say how badly some of the hurt are hurt."""


def of_a_degree(toll: Toll) -> bool:
    """Tell whether a toll counts only those hurt to some degree, who are a part of the hurt."""
    return toll.derived is None and toll.size > 1 and all(_DEGREE.search(trigger_word(c)) for c in toll.counts)


def _derived(best: float | None, used: Sequence[Count]) -> str | None:
    if len(used) == 1:
        return None if best == used[0].quantity.best else "derived: the quoted count less the dead"
    if best in [c.quantity.best for c in used]:
        return None
    attacker = any(c.quantity.counts_attacker and c.quantity.number == 1 for c in used)
    return f"counted from {len(used)} mentions" + (", the attacker among them" if attacker else "")


def repeats(count: Count, toll: Toll) -> bool:
    """Tell whether a count gives a toll again: of the same people, the same number, a rounded or an open one."""
    q = count.quantity
    if (
        q.unit != "people"
        or q.status == "denied"
        or not one_camp(camp(q.whom), camp_of([c.quantity.whom for c in toll.counts]))
    ):
        return False
    if q.number == toll.best == 1 and all(described_apart(q.whom or "", c.quantity.whom or "") for c in toll.counts):
        return False
    if (q.low, q.best, q.high) == (toll.low, toll.best, toll.high):
        return True
    if q.scope != "total" or toll.best is None:
        return False
    low, high = bounds(q)
    return q.qualifier is not None and low <= toll.best <= high


def _exact(toll: Toll, counts: Sequence[Count]) -> Toll:
    """Put the exact count in place of a rounded or open one of the same report that it can be ("over 650": 655)."""
    if len(toll.counts) != 1:
        return toll
    rounded = toll.counts[0]
    if hedge(rounded.quantity.qualifier) == "plain" and rounded.quantity.number is not None:
        return _as_in_full(toll, counts)
    for count in sorted(counts, key=lambda c: (c.quantity.qualifier is not None, c.order)):
        summed_up = count.said.statement.section in SUMMED_UP and count.quantity.number == rounded.quantity.number
        if count is not rounded and not summed_up and _sharpens(count.quantity, rounded.quantity):
            q = count.quantity
            return msgspec.structs.replace(toll, low=q.low, best=q.best, high=q.high, counts=(count, rounded))
    return toll


def _as_in_full(toll: Toll, counts: Sequence[Count]) -> Toll:
    """Give what a headline says without a hedge as the text under it does ("Seven die": "at least seven died")."""
    short = toll.counts[0]
    if short.said.statement.section not in SUMMED_UP or toll.derived is not None:
        return toll
    again = [
        c
        for c in sorted(counts, key=lambda c: c.order)
        if c.said.statement.section not in SUMMED_UP
        and c.quantity.number == short.quantity.number
        and c.quantity.unit == "people"
        and c.quantity.status == short.quantity.status
    ]
    if not again or any(hedge(c.quantity.qualifier) == "plain" for c in again):
        return toll
    q = again[0].quantity
    return msgspec.structs.replace(toll, low=q.low, best=q.best, high=q.high, counts=(again[0], short))


def _sharpens(q: Quantity, rounded: Quantity) -> bool:
    known = q.number is not None and (q.qualifier is None or rounded.number is None)
    return known and q.scope == "total" and q.unit == "people" and q.status == rounded.status and compatible(q, rounded)


# ---------------------------------------------------------------- deaths told later

_OF_THE_HURT = re.compile(
    r"\b(?:of|among)\s+(?:the|those|them)\s+(?:[\w-]+\s+){0,2}?(?:injured|wounded|hurt|casualties|survivors)\b"
    r"|\b(?:injured|wounded|hurt|critical)\b(?:(?!\b(?:which|where|when|that|as|and|while)\b)[^.;])*\bdie[sd]\b|\bdies\s+(?:in|at)\s+(?:[\w-]+\s+)?hospital\b"
    r"|\bdies\s+(?:of|from)\s+(?:[\w-]+\s+)?(?:injuries|wounds)\b|\bsuccumbs\b",
    re.IGNORECASE,
)
"""What says that those who died were counted as hurt before."""


def with_later_deaths(
    killed: list[Toll], injured: list[Toll], dead: float = float("inf")
) -> tuple[list[Toll], list[Toll]]:
    """Add deaths told on top of an earlier toll to it, and take those who died off the injured told before.

    `dead` is the toll that stands, where it is known: nobody is taken off the injured for a death that it leaves out.
    """
    made: list[Toll] = []
    for toll in killed:
        before = [t for t in made if t.published and toll.published and t.published < toll.published]
        hurt = [t for t in injured if t.published and toll.published and t.published < toll.published and t.best]
        grown = _grown(toll, before[-1] if before else None, hurt=bool(hurt))
        if grown is not toll and before and grown.size <= dead:
            injured = [_less(t, grown.size - before[-1].size, toll) for t in injured]
        made.append(grown)
    return made, injured


def _grown(toll: Toll, before: Toll | None, *, hurt: bool) -> Toll:
    """Return a toll with what it adds to the one before, where it counts only those who died since."""
    if toll.best is None or before is None or before.best is None or toll.best > before.best:
        return toll
    ordinal = next((n for c in toll.counts if (n := _ordinal(c)) is not None), None)
    if ordinal is not None and ordinal > before.best:
        return _as(toll, float(ordinal), before, f"derived: {ordinal} with the one who died last")
    if (
        hurt
        and not _named(toll) & _named(before)
        and any(_OF_THE_HURT.search(c.evidence.quote) for c in (*toll.counts, *toll.repeats))
    ):
        return _as(toll, before.best + toll.best, before, "derived: those who died later added to the earlier dead")
    return toll


def _named(toll: Toll) -> set[str]:
    """Return the last names of the dead a toll names: whom an earlier one names too has not died since."""
    whom = (c.quantity.whom or "" for c in (*toll.counts, *toll.repeats))
    return {name.split()[-1] for name in whom if name.istitle() and " " in name}


def _ordinal(count: Count) -> int | None:
    """Return which death a count of one person is, where the words before it say so."""
    at = count.quantity.start - count.evidence.start
    return ordinal_before(count.evidence.quote, at) if at > 0 and count.quantity.number == 1 else None


def _as(toll: Toll, number: float, before: Toll | None, why: str) -> Toll:
    carried = before.counts if before is not None else ()
    return msgspec.structs.replace(
        toll, low=number, best=number, high=number, counts=(*toll.counts, *carried), derived=why
    )


def _less(toll: Toll, died: float, by: Toll) -> Toll:
    told_before = toll.published is not None and by.published is not None and toll.published < by.published
    if not told_before or toll.best is None or toll.best < died:
        return toll
    left = toll.best - died
    return msgspec.structs.replace(
        toll, low=left, best=left, high=left, derived="derived: the injured less those who died later"
    )


def known_later(injured: list[Toll], killed: Sequence[Toll], dead: float) -> list[Toll]:
    """Take off the injured those whose death their report does not know yet, where one that does agrees.

    "One dead and three hurt" and, of the same, "two dead and two hurt": the third of the hurt is the second dead.
    """
    own = {t.report: t.size for t in killed if t.size >= 1}
    told = {t.best for t in injured if own.get(t.report) == dead}
    first = min((t.published for t in killed if t.size >= 1 and t.published), default="")
    made = []
    for toll in injured:
        unaware = toll.published is not None and toll.published < first
        died = dead - own.get(toll.report, 0.0 if unaware else dead)
        left = toll.best - died if toll.best is not None else None
        if left is not None and died > 0 and left in told:
            toll = _as(toll, left, None, "derived: the injured less those who died later")  # noqa: PLW2901
        made.append(toll)
    return made


# ---------------------------------------------------------------- people shot whose outcome is open


def without_the_dead(injured: list[Toll], killed: Sequence[Toll], dead: float) -> list[Toll]:
    """Take the dead of a story off its tolls of people shot or struck, whose outcome the report leaves open.

    A report that tells of the dead has told them apart itself; of one that does not, "three people were shot" counts
    them among the three. A single person hurt, told only by reports from before the death was known, is the one dead.
    """
    if dead < 1:
        return injured
    aware = {t.report for t in killed if t.size >= 1}
    # "a fourth man was wounded" beside three dead
    counted_on = any((n := _ordinal(c)) is not None and n > dead for t in injured for c in (*t.counts, *t.repeats))
    left = []
    for toll in injured:
        open_ended = all(is_open(c) for c in toll.counts)
        if toll.report not in aware and toll.best is not None and open_ended:
            rest = toll.best - dead
            if rest > 0:
                left.append(_as(toll, rest, None, "derived: the quoted count less the dead"))
        elif not (
            toll.best is not None
            and toll.best <= dead
            and len(injured) * 2 <= len(aware)
            and not counted_on
            and all(is_open(c) and c.quantity.scope == "subset" for c in (*toll.counts, *toll.repeats))
        ):
            left.append(toll)
    single = dead == 1 and all(t.best == 1 for t in left) and not any(t.report in aware for t in left)
    return [] if single else left


def is_open(count: Count) -> bool:
    """Tell whether the word that counts someone leaves it open whether he lived ("was shot")."""
    return WEAK.match(trigger_word(count)) is not None


def trigger_word(count: Count) -> str:
    """Return the word that counts, "" where there is none or it is not quoted."""
    q = count.quantity
    at = -1 if q.trigger is None else q.trigger.start - count.evidence.start
    return count.evidence.quote[at : at + q.trigger.end - q.trigger.start] if q.trigger is not None and at >= 0 else ""
