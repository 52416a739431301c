"""Totals: each report's toll of a measure, set in order of their dates, and the one that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

import msgspec

from dateline.reading.tolls import report_toll
from dateline.reconciling.align import bounds, compatible
from dateline.reconciling.counts import Count, standing_of_counts, state
from dateline.reconciling.origins import independent
from dateline.records import Difference, Figure, Reading, Record, Report, Standing
from dateline.wording import content_stems, stem

FIGHTERS = frozenset(
    stem(word)
    for word in (
        "fighters",
        "soldiers",
        "troops",
        "militants",
        "rebels",
        "insurgents",
        "jihadists",
        "guerrillas",
        "combatants",
    )
)
CIVILIANS = frozenset(
    stem(word)
    for word in ("civilians", "residents", "villagers", "son", "daughter", "mother", "father", "wife", "husband")
)
"""Words that tell fighters from civilians; a toll of one is not a toll of the other."""


GROWTH = 3.0
"""How much more a report counts than one of the day before: tolls grow and are revised in the first days."""

SETTLED = 3
"""Days after which a toll no longer counts more for being later."""

STALE = 10
"""Days after which a report looks back; its toll counts as much as one of the first day."""


class Texts(NamedTuple):
    """The story's reports and readings by id."""

    reports: Mapping[str, Report]
    readings: Mapping[str, Reading]


class Toll(Record, frozen=True, kw_only=True):
    """What one report gives as the whole count of one measure."""

    report: str
    published: str | None
    low: float | None
    best: float | None
    high: float | None
    counts: tuple[Count, ...]

    @property
    def range(self) -> tuple[float, float]:
        """Least and greatest number the toll allows."""
        if len(self.counts) == 1:
            return bounds(self.counts[0].quantity)
        low = self.low if self.low is not None else 0.0
        return (low, self.high if self.high is not None else float("inf"))


def make_totals(measure: str, counts: list[Count], texts: Texts) -> tuple[list[Figure], list[Difference], set[int]]:
    """Return the standing total, the totals it replaced, how they differ, and the counts they used up.

    Tolls that can be one number are one value. Each report votes for its value, a later report of the first days
    more than an earlier one, since tolls are revised; the value with most weight stands.
    """
    tolls = _told_whole(_main_tolls(_tolls(measure, counts, texts)))
    if not tolls:
        return [], [], set()
    values = _values(tolls)
    weights = [_weight(value, tolls) for value in values]
    place = max(range(len(values)), key=lambda n: (round(weights[n], 6), _last(values[n]), _size(values[n])))
    stands = values[place]
    beside = [
        v for n, v in enumerate(values) if n != place and _last(v) == _last(stands) and weights[n] * 2 >= weights[place]
    ]
    current = _total(measure, stands, [t for value in beside for t in value])
    earlier = []
    for value in sorted((v for v in values if v is not stands and v not in beside), key=_last, reverse=True):
        reason = "a later count replaces it" if _last(value) < _last(stands) else "other reports outweigh it"
        figure = _total(measure, value, [])
        earlier.append(msgspec.structs.replace(figure, standing="superseded", reasons=(*figure.reasons, reason)))
    current = msgspec.structs.replace(current, supersedes=tuple(f.id for f in earlier))
    differences = [
        Difference(
            relation="supersedes",
            one=current.id,
            other=f.id,
            reason=f"{measure}: {_plain(f)} revised to {_plain(current)}",
            evidence=(current.evidence[0], f.evidence[0]),
        )
        for f in earlier
        if "a later count replaces it" in f.reasons
    ]
    used = {id(c) for toll in tolls for c in toll.counts}
    return [current, *earlier], differences, used


def _told_whole(tolls: list[Toll]) -> list[Toll]:
    """Leave out tolls made of single people ("a man died") where other reports state the whole."""
    whole = [t for t in tolls if any(c.quantity.scope == "total" for c in t.counts) and (t.best or t.low or 0) > 1]
    return whole if whole and len(whole) * 3 >= len(tolls) else tolls


def _values(tolls: Sequence[Toll]) -> list[list[Toll]]:
    """Group tolls that can be one number, the exact ones first."""
    values: list[list[Toll]] = []
    for toll in sorted(tolls, key=lambda t: (-_exactness(t), t.published or "9999", t.report)):
        home = next((value for value in values if _agrees(toll, value)), None)
        if home is None:
            values.append([toll])
        else:
            home.append(toll)
    return values


def _weight(value: Sequence[Toll], tolls: Sequence[Toll]) -> float:
    """Weigh a value by its reports: each day of the first days counts `GROWTH` times the day before, copies once."""
    first = min((t.published for t in tolls if t.published), default=None)
    votes: dict[str, float] = {}
    for toll in value:
        weight = GROWTH ** _days_after(toll.published, first) if toll.published and first else 1.0
        voice = toll.counts[0].said.origin
        votes[voice] = max(votes.get(voice, 0.0), weight)
    return sum(votes.values())


def _days_after(published: str, first: str) -> int:
    days = (date.fromisoformat(published[:10]) - date.fromisoformat(first[:10])).days
    return min(days, SETTLED) if days <= STALE else 0


def _last(value: Sequence[Toll]) -> str:
    return max((t.published or "" for t in value), default="")


def _size(value: Sequence[Toll]) -> float:
    return max(t.best or t.low or 0.0 for t in value)


def _tolls(measure: str, counts: list[Count], texts: Texts) -> list[Toll]:
    tolls = []
    ordered = sorted(counts, key=lambda c: (c.said.report, c.order))
    for report, group in groupby(ordered, key=lambda c: c.said.report):
        held = {c.quantity: c for c in reversed(list(group))}
        quantities = texts.readings[report].quantities
        toll = report_toll(texts.reports[report].text, quantities, measure)
        if toll is None or (toll.low, toll.best, toll.high) == (None, None, None):
            continue
        used = tuple(held[quantities[i]] for i in toll.parts if quantities[i] in held)
        if used:
            made = Toll(
                report=report,
                published=used[0].said.published,
                low=toll.low,
                best=toll.best,
                high=toll.high,
                counts=used,
            )
            tolls.append(_exact(made, list(held.values())))
    return sorted(tolls, key=lambda t: (t.published is None, t.published or "", t.report))


def _exact(toll: Toll, counts: Sequence[Count]) -> Toll:
    """Put the exact count in place of a rounded or open one of the same report that it can be ("over 650": 655)."""
    if len(toll.counts) != 1 or toll.counts[0].quantity.qualifier is None:
        return toll
    rounded = toll.counts[0]
    for count in sorted(counts, key=lambda c: c.order):
        q = count.quantity
        exact = q.number is not None and q.qualifier is None and q.scope == "total" and q.unit == "people"
        if exact and q.status == rounded.quantity.status and compatible(q, rounded.quantity):
            return Toll(
                report=toll.report,
                published=toll.published,
                low=q.low,
                best=q.best,
                high=q.high,
                counts=(count, rounded),
            )
    return toll


def _main_tolls(tolls: Sequence[Toll]) -> list[Toll]:
    """Keep the tolls that count the same people: those most reports give, of these the larger."""
    classes: dict[str, list[Toll]] = {}
    for toll in tolls:
        classes.setdefault(whom_class(toll.counts[0].quantity.whom), []).append(toll)
    open_class = classes.pop("anyone", [])
    if not classes:
        return list(tolls)
    best = max(sorted(classes), key=lambda c: (len(classes[c]), max(t.best or t.low or 0.0 for t in classes[c])))
    kept = classes[best] + open_class
    return [toll for toll in tolls if toll in kept]


def whom_class(whom: str | None) -> str:
    """Tell whether a description counts fighters, civilians, or anyone: the first two are never one toll.

    >>> whom_class("local and international fighters"), whom_class("her son"), whom_class("people")
    ('fighters', 'civilians', 'anyone')
    """
    stems = content_stems(whom or "")
    if stems & FIGHTERS:
        return "fighters"
    return "civilians" if stems & CIVILIANS else "anyone"


def _agrees(toll: Toll, step: Sequence[Toll]) -> bool:
    low, high = toll.range
    return all(low <= other.range[1] and other.range[0] <= high for other in step)


def _total(measure: str, agreeing: Sequence[Toll], beside: Sequence[Toll]) -> Figure:
    """State one value by its most exact and latest toll; tolls beside it, of the same day, leave a range."""
    best = max(agreeing, key=lambda t: (_exactness(t), t.published or "", t.report))
    counts = [*best.counts, *(c for t in (*agreeing, *beside) if t is not best for c in t.counts)]
    figure = state(measure, "total", counts, stated=best.counts)
    low, high = best.low, best.high
    if beside:
        tolls = [best, *beside]
        low = min((t.low for t in tolls if t.low is not None), default=None)
        high = None if any(t.high is None for t in tolls) else max(t.high for t in tolls if t.high is not None)
    members = [c for t in agreeing for c in t.counts]
    origins = independent([c.said for c in members])
    standing: Standing = "disputed" if beside else standing_of_counts(origins, members)
    reasons = [f"{len(origins)} independent origin{'s' * (len(origins) != 1)}"]
    if len(best.counts) == 1 and best.best != best.counts[0].quantity.best:
        reasons.append("derived: the quoted count less the dead")
        figure = msgspec.structs.replace(figure, qualifier=None)
    if len(best.counts) > 1 and best.best not in [c.quantity.best for c in best.counts]:
        reasons.append(f"counted from {len(best.counts)} mentions")
    if beside:
        reasons.append("reports of the same day give different counts")
    return msgspec.structs.replace(
        figure, low=low, best=best.best, high=high, standing=standing, origins=origins, reasons=tuple(reasons)
    )


def _exactness(toll: Toll) -> int:
    return int(toll.best is not None and toll.low == toll.best == toll.high) * 2 + int(toll.best is not None)


def _plain(figure: Figure) -> str:
    number = figure.best if figure.best is not None else figure.low
    return "an open number" if number is None else f"{number:g}"
