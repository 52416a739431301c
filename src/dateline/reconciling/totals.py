"""Totals: each report's toll of a measure, set in order of their dates, and the one that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """Return the standing total, the totals it replaced, how they differ, and the counts they used up."""
    tolls = _main_tolls(_tolls(measure, counts, texts))
    if not tolls:
        return [], [], set()
    steps = _steps(tolls)
    used = {id(c) for toll in tolls for c in toll.counts}
    figures = [_total(measure, step) for step in steps]
    current = figures[-1]
    earlier = [
        msgspec.structs.replace(f, standing="superseded", reasons=(*f.reasons, "a later count replaces it"))
        for f in figures[:-1]
    ]
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
    ]
    return [current, *reversed(earlier)], differences, used


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


def _steps(tolls: Sequence[Toll]) -> list[list[Toll]]:
    """Cut the tolls, in order of publication, into runs; a later toll that cannot be the same number begins a new run.

    A toll that disagrees within the day of the run joins it: that is a dispute, not a revision.
    """
    steps: list[list[Toll]] = []
    for toll in tolls:
        if steps and (_agrees(toll, steps[-1]) or _same_day(toll, steps[-1])):
            steps[-1].append(toll)
        elif (
            home := next((step for step in steps if _agrees(toll, step) and not _newer(toll, step)), None)
        ) is not None:
            home.append(toll)
        else:
            steps.append([toll])
    return steps


def _agrees(toll: Toll, step: Sequence[Toll]) -> bool:
    low, high = toll.range
    return all(low <= other.range[1] and other.range[0] <= high for other in step)


def _same_day(toll: Toll, step: Sequence[Toll]) -> bool:
    return toll.published is None or any(toll.published == other.published for other in step)


def _newer(toll: Toll, step: Sequence[Toll]) -> bool:
    return toll.published is not None and all((other.published or "") < toll.published for other in step)


def _total(measure: str, step: Sequence[Toll]) -> Figure:
    """State one run of tolls: the best is the most exact of the latest among those most origins support."""
    best = max(step, key=lambda t: (_support(t, step), _exactness(t), t.published or "", t.report))
    counts = [*best.counts, *(c for t in step if t is not best for c in t.counts)]
    agreeing = [t for t in step if _agrees(t, [best])]
    disputed = len(agreeing) < len(step)
    low, high = best.low, best.high
    if disputed:
        low = min((t.low for t in step if t.low is not None), default=None)
        high = None if any(t.high is None for t in step) else max(t.high for t in step if t.high is not None)
    figure = state(measure, "total", counts, stated=best.counts)
    origins = independent([c.said for t in agreeing for c in t.counts])
    standing: Standing = (
        "disputed" if disputed else standing_of_counts(origins, [c for t in agreeing for c in t.counts])
    )
    reasons = [f"{len(origins)} independent origin{'s' * (len(origins) != 1)}"]
    if len(best.counts) == 1 and best.best != best.counts[0].quantity.best:
        reasons.append("derived: the quoted count less the dead")
        figure = msgspec.structs.replace(figure, qualifier=None)
    if len(best.counts) > 1 and best.best not in [c.quantity.best for c in best.counts]:
        reasons.append(f"counted from {len(best.counts)} mentions")
    if disputed:
        reasons.append("reports of the same day give different counts")
    return msgspec.structs.replace(
        figure, low=low, best=best.best, high=high, standing=standing, origins=origins, reasons=tuple(reasons)
    )


def _support(toll: Toll, step: Sequence[Toll]) -> int:
    return len(independent([c.said for t in step if _agrees(t, [toll]) for c in t.counts]))


def _exactness(toll: Toll) -> int:
    return int(toll.best is not None and toll.low == toll.best == toll.high) * 2 + int(toll.best is not None)


def _plain(figure: Figure) -> str:
    number = figure.best if figure.best is not None else figure.low
    return "an open number" if number is None else f"{number:g}"
