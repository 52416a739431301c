"""Figures: per measure, whom and scope, how many, as of when, by whose count.

Counts that can be one number of the same people or things are one figure, stated by its most exact count. Where
people are counted, each report has one toll (`reading.tolls`); the tolls of a story are set in order of their date,
and the best figure is the latest of the best-placed origins. Nothing is averaged. Counts that differ on the same day
leave a range, and a dispute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec

from dateline.reading.tolls import WEAK, report_toll
from dateline.reconciling.align import bounds, compatible
from dateline.reconciling.facts import fact_id
from dateline.reconciling.names import Names
from dateline.reconciling.origins import independent
from dateline.reconciling.said import Said
from dateline.records import Difference, Evidence, Figure, Quantity, Reading, Record, Report, Scope, Standing, Status
from dateline.wording import content_stems, stem

NOT_FIGURES = frozenset({"age"})
"""Measures that describe a person rather than the happening."""

ALWAYS_ASKED = ("killed", "injured")
"""Measures an account always answers, if only with "not reported"."""

GENERIC_WHOM = frozenset(
    {"people", "person", "victim", "peopl", "men", "other", "dead", "casualt", "bod", "bodi", "live", "life"}
)
"""Stems of nouns that count anyone; they are compatible with every other description of whom."""


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


class Count(Record, frozen=True, kw_only=True):
    """One quantity with the statement it stands in."""

    said: Said
    quantity: Quantity
    evidence: Evidence

    @property
    def order(self) -> tuple[str, tuple[str, int, int], int]:
        """Publication, then place in the report."""
        return (self.said.published or "9999", self.said.key, self.quantity.start)


class _Texts(NamedTuple):
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


def make_figures(
    said: Sequence[Said], reports: Mapping[str, Report], readings: Mapping[str, Reading], names: Names
) -> tuple[tuple[Figure, ...], tuple[Difference, ...]]:
    """Return the figures of a story, totals first within each measure, and the revisions and disputes among them."""
    counts = _counts(said, reports)
    counts = _without_the_dead(counts)
    measures = sorted({c.quantity.measure for c in counts})
    figures: list[Figure] = []
    differences: list[Difference] = []
    for measure in measures:
        own = [c for c in counts if c.quantity.measure == measure]
        made, changed = _of_measure(measure, own, names, _Texts(reports, readings))
        figures += made
        differences += changed
    return tuple(figures), tuple(differences)


def _counts(said: Sequence[Said], reports: Mapping[str, Report]) -> list[Count]:
    found = []
    for s in said:
        for q in s.quantities:
            if _uncounted(q) or (
                q.measure in NOT_FIGURES
                or q.status in ("conditional", "planned")
                or (q.low, q.best, q.high, q.qualifier) == (None,) * 4
            ):
                continue
            found.append(Count(said=s, quantity=q, evidence=_quote(s, q, reports[s.report])))
    return found


def _without_the_dead(counts: list[Count]) -> list[Count]:
    """Drop single people told as shot or struck where the story tells of dead, and no report tells of survivors.

    One report's "a teenager was shot" is another's dead teenager; only a count of injured says that someone survived.
    """
    injured = [c for c in counts if c.quantity.measure == "injured"]
    dead = any(c.quantity.measure == "killed" and (c.quantity.best or c.quantity.low or 0) >= 1 for c in counts)
    if not dead or not injured:
        return counts
    open_ended = [c for c in injured if _outcome_open(c)]
    return [c for c in counts if not any(c is o for o in open_ended)]


def _outcome_open(count: Count) -> bool:
    q = count.quantity
    if q.number != 1 or q.trigger is None:
        return False
    at = q.trigger.start - count.evidence.start
    word = count.evidence.quote[at : at + q.trigger.end - q.trigger.start] if at >= 0 else ""
    return WEAK.match(word) is not None


def _uncounted(q: Quantity) -> bool:
    """Tell whether a quantity is too vague to be a figure: "several stories", "many of them"."""
    return q.measure == "other" and (q.number is None or q.unit == "other")


def _quote(s: Said, q: Quantity, report: Report) -> Evidence:
    """Quote the statement that gives the number, so that the reader sees of whom and by which word it counts."""
    return s.evidence if s.statement.span.covers(q.span) else report.quote(q.span)


# ---------------------------------------------------------------- one measure


def _of_measure(
    measure: str, counts: list[Count], names: Names, texts: _Texts
) -> tuple[list[Figure], list[Difference]]:
    people = [c for c in counts if c.quantity.unit == "people"]
    totals, differences, used = _totals(measure, people, texts) if people else ([], [], set())
    rest = [c for c in counts if id(c) not in used]
    clusters = _clusters(rest, names)
    if not totals and clusters:
        clusters.sort(key=lambda cluster: (-_weight(cluster), cluster[0].order))
        totals = [_figure(measure, "total", clusters[0])]
        clusters = clusters[1:]
    told = {e for figure in totals for e in figure.evidence}
    parts = [_figure(measure, "subset", cluster) for cluster in clusters]
    parts = [p for p in parts if not (set(p.evidence) <= told and _same_numbers(p, totals))]
    return [*totals, *parts], differences


def _same_numbers(part: Figure, totals: Sequence[Figure]) -> bool:
    return any((part.low, part.best, part.high) == (t.low, t.best, t.high) for t in totals)


def _weight(cluster: Sequence[Count]) -> float:
    """How much speaks for a count being the one of the happening: origins, exactness, place in the report."""
    origins = len(independent([c.said for c in cluster]))
    stated = max(1.0 if c.quantity.number is not None else 0.0 for c in cluster)
    early = max(1.0 / (1 + c.said.index) for c in cluster)
    known = max(0.0 if c.said.statement.background else 1.0 for c in cluster)
    return origins + stated + early + known


# ---------------------------------------------------------------- totals


def _totals(measure: str, counts: list[Count], texts: _Texts) -> tuple[list[Figure], list[Difference], set[int]]:
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


def _tolls(measure: str, counts: list[Count], texts: _Texts) -> list[Toll]:
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
    figure = _figure(measure, "total", counts, stated=best.counts)
    origins = independent([c.said for t in agreeing for c in t.counts])
    standing: Standing = "disputed" if disputed else _standing(origins, [c for t in agreeing for c in t.counts])
    reasons = [f"{len(origins)} independent origin{'s' * (len(origins) != 1)}"]
    if len(best.counts) > 1:
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


# ---------------------------------------------------------------- everything else


def _clusters(counts: Sequence[Count], names: Names) -> list[list[Count]]:
    """Group counts that can be the same number of the same people or things."""
    clusters: list[list[Count]] = []
    for count in sorted(counts, key=lambda c: (-_stated(c.quantity), c.order)):
        home = next(
            (cluster for cluster in clusters if all(_one_figure(count, other, names) for other in cluster)), None
        )
        if home is None:
            clusters.append([count])
        else:
            home.append(count)
    for cluster in clusters:
        cluster.sort(key=lambda c: (-_stated(c.quantity), c.order))
    return sorted(clusters, key=lambda cluster: min(c.order for c in cluster))


def _stated(q: Quantity) -> int:
    return 2 * (q.number is not None) + (q.qualifier is None)


def _one_figure(a: Count, b: Count, names: Names) -> bool:
    p, q = a.quantity, b.quantity
    if (p.unit, p.scope) != (q.unit, q.scope) or (p.status == "denied") != (q.status == "denied"):
        return False
    if p.number is None or q.number is None:
        return p.qualifier == q.qualifier and p.number is q.number and _same_whom(a, b, names, strict=True)
    low_p, high_p = bounds(p)
    low_q, high_q = bounds(q)
    return (
        low_p <= high_q
        and low_q <= high_p
        and _same_whom(a, b, names, strict=p.measure in ("other", "remaining", "deployed"))
    )


def _same_whom(a: Count, b: Count, names: Names, *, strict: bool) -> bool:
    p, q = a.quantity, b.quantity
    key_p = names.by_actor.get((a.said.report, p.actor)) if p.actor is not None else None
    key_q = names.by_actor.get((b.said.report, q.actor)) if q.actor is not None else None
    if key_p is not None and key_q is not None and key_p != key_q:
        return False
    first, second = content_stems(p.whom or ""), content_stems(q.whom or "")
    if not strict and (first <= GENERIC_WHOM or second <= GENERIC_WHOM):
        return True
    return bool(first & second) or first == second


def _figure(measure: str, scope: Scope, counts: Sequence[Count], stated: Sequence[Count] | None = None) -> Figure:
    """State a group of counts by the first, the most exact of them."""
    best = counts[0]
    q = best.quantity
    own = stated or [best]
    origins = independent([c.said for c in counts])
    voiced = next((c for c in counts if not c.said.origin.startswith("report:")), best)
    whom = next((c.quantity.whom for c in own if c.quantity.whom), None) or next(
        (c.quantity.whom for c in counts if c.quantity.whom), None
    )
    return Figure(
        id=fact_id("n", [(c.said.report, c.quantity.start, c.quantity.end) for c in counts]),
        measure=measure,
        whom=whom,
        scope=scope,
        unit=q.unit,
        low=q.low,
        best=q.best,
        high=q.high,
        qualifier=q.qualifier,
        as_of=max((c.said.published for c in counts if c.said.published), default=None),
        standing=_standing(origins, counts),
        status=_status(counts),
        attribution=voiced.said.voices,
        origins=origins,
        evidence=tuple(dict.fromkeys(c.evidence for c in counts)),
        reasons=(f"{len(origins)} independent origin{'s' * (len(origins) != 1)}",),
    )


def _standing(origins: Sequence[str], counts: Sequence[Count]) -> Standing:
    if len(origins) >= 2:
        return "corroborated"
    return "consistent within source" if len({c.evidence for c in counts}) >= 2 else "single source"


def _status(counts: Sequence[Count]) -> Status:
    first = counts[0]
    if first.quantity.status == "completed" and first.said.statement.stance == "alleged":
        return "alleged"
    return first.quantity.status


def _plain(figure: Figure) -> str:
    number = figure.best if figure.best is not None else figure.low
    return "an open number" if number is None else f"{number:g}"


# ---------------------------------------------------------------- what nobody gives


def not_reported(
    figures: Sequence[Figure], parties: frozenset[str], names: Names, said: Sequence[Said]
) -> tuple[str, ...]:
    """Return what an analyst would look for and no report gives: basic tolls, and each side's dead in a fight."""
    given = {f.measure for f in figures}
    missing = [measure for measure in ALWAYS_ASKED if measure not in given]
    if "killed" in given and len(parties) >= 2:
        killed = [q for s in said for q in s.quantities if q.measure == "killed"]
        for party in sorted(parties):
            named = names.known.get(party)
            if (
                named is not None
                and named.kind == "armed group"
                and not any(_counts_party(q, s, party, names) for s in said for q in s.quantities if q in killed)
            ):
                missing.append(f"killed: {named.name}")
    return tuple(missing)


def _counts_party(q: Quantity, s: Said, party: str, names: Names) -> bool:
    """Tell whether a count is of a party's own people: it names them, or names only whom they fought."""
    if q.actor is not None and names.by_actor.get((s.report, q.actor)) == party:
        return True
    own = names.known[party].keys
    whom = f" {(q.whom or '').casefold()} "
    if any(f" {name} " in whom for name in own):
        return True
    rest = s.evidence.quote.casefold()
    against = any(f"{verb} {name}" in rest for name in own for verb in ("fighting", "against", "battling"))
    return not against and "fight" in whom and any(f"{verb} " in rest for verb in ("fighting", "against", "battling"))
