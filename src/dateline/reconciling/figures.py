"""Figures: per measure, whom and scope, how many, as of when, by whose count.

Counts that can be one number of the same people or things are one figure, stated by its most exact count. Where
people are counted, each report has one toll (`reading.tolls`); the tolls of a story are set in order of their date,
and the best figure is the latest of the best-placed origins. Nothing is averaged. Counts that differ on the same day
leave a range, and a dispute.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from dateline.reconciling.amounts import bounds, near, states
from dateline.reconciling.counts import Count, gather_counts, state
from dateline.reconciling.growth import LED_WITH
from dateline.reconciling.incidental import LOOSE, incidental, no_measure, restated
from dateline.reconciling.judged import Withdrawn
from dateline.reconciling.lines import Texts
from dateline.reconciling.names import Names
from dateline.reconciling.origins import independent
from dateline.reconciling.parts import is_earlier_total, own_rows
from dateline.reconciling.rivals import correcting
from dateline.reconciling.said import Said
from dateline.reconciling.themselves import of_the_struck, told_again
from dateline.reconciling.tolls import (
    Toll,
    is_open,
    known_later,
    repeats,
    report_tolls,
    with_later_deaths,
    without_the_dead,
)
from dateline.reconciling.totals import Totals, make_totals, of_one_happening, with_evidence, with_revised
from dateline.reconciling.versions import later_versions, newest
from dateline.reconciling.whom import camp, one_camp
from dateline.records import Difference, Figure, Quantity, Reading, Report, Where
from dateline.wording import content_stems

TOLLS = frozenset(
    {
        "killed", "casualties", "injured", "missing", "detained", "kidnapped", "released", "displaced", "evacuated",
        "homeless", "sheltered",
        "stranded", "returned", "surrendered", "affected",
    }
)  # fmt: skip
"""Measures of which each report gives one whole count; of the others each count stands for itself."""

UNIT_STEMS = frozenset(content_stems("second minute hour day week month year decade long"))
"""Words of length itself; durations that share no other word last something else."""

GENERIC_WHOM = frozenset(
    {"people", "person", "victim", "peopl", "men", "other", "dead", "casualt", "bod", "bodi", "live", "life"}
)
"""Stems of nouns that count anyone; they are compatible with every other description of whom."""


class Happening(NamedTuple):
    """What is known of the happening itself: its first day, its place, and the lemmas that tell it.

    `withdrawn` is what judgements say does not differ.
    """

    day: str | None = None
    where: Where | None = None
    main: frozenset[str] = frozenset()
    withdrawn: tuple[Withdrawn, ...] = ()


def make_figures(
    said: Sequence[Said],
    reports: Mapping[str, Report],
    readings: Mapping[str, Reading],
    names: Names,
    happening: Happening,
) -> tuple[tuple[Figure, ...], tuple[Difference, ...]]:
    """Return the figures of a story, totals first within each measure, and the revisions and disputes among them.

    Counts of what came long before the happening, or befell people somewhere else, are no figures of it.
    """
    counts = gather_counts(said, reports, happening.day, happening.where)
    counts = [c for c in counts if not _unmeasured(c, reports, readings)]
    totals, counts = _totals(counts, Texts(reports, readings), happening.withdrawn)
    sizes = {measure: total.stands.size for measure, total in totals.items()}
    told = [(t.stands.size, f.whom) for t in totals.values() for f in t.figures[:1]]
    counts = [
        c
        for c in counts
        if not of_the_struck(c.quantity, reports[c.said.report].text, sizes) and not told_again(c.quantity, told)
    ]
    figures: list[Figure] = []
    differences: list[Difference] = []
    for measure in sorted({c.quantity.measure for c in counts}):
        own = [c for c in counts if c.quantity.measure == measure]
        dead = [c for c in counts if c.quantity.measure == "killed"]
        figures += _of_measure(measure, own, names, totals, happening.main, dead)
        differences += totals[measure].differences if measure in totals else []
    return tuple(figures), tuple(differences)


def _unmeasured(count: Count, reports: Mapping[str, Report], readings: Mapping[str, Reading]) -> bool:
    q, text = count.quantity, reports[count.said.report].text
    return no_measure(q, text) or restated(q, readings[count.said.report].quantities, text)


def _totals(
    counts: Sequence[Count], texts: Texts, withdrawn: Sequence[Withdrawn]
) -> tuple[dict[str, Totals], list[Count]]:
    """Return the totals of each measure of people, the injured in the light of the dead, and the counts that remain."""
    counts = _without_casualties(counts)
    people = [c for c in counts if c.quantity.unit == "people" and c.quantity.measure in TOLLS]
    tolls = {
        measure: report_tolls(measure, [c for c in people if c.quantity.measure == measure], texts)
        for measure in sorted(TOLLS)
    }
    later = later_versions(texts.reports)
    tolls, revised = newest(tolls, later)
    tolls = of_one_happening(tolls)
    killed, _ = with_later_deaths(tolls["killed"], tolls["injured"])
    among, corrected = len(texts.reports), correcting(texts.reports)
    made = {
        measure: make_totals(measure, held, among, corrected, withdrawn)
        for measure, held in {**tolls, "killed": killed}.items()
    }
    dead = made["killed"].stands.size if made["killed"] is not None else 0.0
    hurt = [c for c in people if c.quantity.measure == "injured"]
    if dead >= 1:
        aware = {t.report for t in killed if t.size >= 1}
        hurt = [c for c in hurt if c.said.report in aware or not (c.quantity.number == 1 and is_open(c))]
    now = newest({"injured": report_tolls("injured", hurt, texts)}, later)[0]
    held = of_one_happening({**tolls, **now})
    _, injured = with_later_deaths(held["killed"], held["injured"], dead)
    alive = known_later(without_the_dead(injured, killed, dead), killed, dead)
    made["injured"] = make_totals("injured", alive, among, corrected, withdrawn)
    if made["injured"] is not None and (apart := _without_both(alive, made["injured"].stands.size, dead)) != alive:
        made["injured"] = make_totals("injured", apart, among, corrected, withdrawn)
    told = {t.report for t in alive}
    gone = {id(c) for t in injured if t.report not in told for c in (*t.counts, *t.repeats)}
    gone |= {id(c) for c in people if c.quantity.measure == "injured"} - {id(c) for c in hurt}
    # nobody is among the dead or hurt of a happening that has none
    none = {measure for measure, totals in made.items() if totals is None}
    gone |= {
        id(c)
        for c in people
        if c.quantity.measure in none and (c.quantity.measure in LED_WITH or c.quantity.number is None)
    }
    if made["casualties"] is not None and made["casualties"].stands.size in _known(made):
        gone |= {id(c) for c in people if c.quantity.measure == "casualties"}
        made["casualties"] = None
    made = {measure: with_revised(measure, totals, revised[measure], withdrawn) for measure, totals in made.items()}
    return {m: totals for m, totals in made.items() if totals is not None}, [c for c in counts if id(c) not in gone]


def _known(made: Mapping[str, Totals | None]) -> set[float]:
    """Return the numbers of dead, of hurt, and of both, which "a double shooting" only gives again."""
    dead, hurt = (0.0 if (t := made[measure]) is None else t.stands.size for measure in ("killed", "injured"))
    return {dead, hurt, dead + hurt} - {0.0}


def _without_both(injured: Sequence[Toll], hurt: float, dead: float) -> list[Toll]:
    """Leave out how many were shot in all, where that is the dead and the hurt together: nobody revised it."""
    both = dead + hurt if dead >= 1 else None
    return [t for t in injured if t.best != both or not all(is_open(c) for c in t.counts)]


CASUALTIES = re.compile(r"\bcasualt", re.IGNORECASE)
"""The word that counts the dead and the hurt together."""


def _without_casualties(counts: Sequence[Count]) -> list[Count]:
    """Drop counts of casualties, taken for injured, where the dead and the hurt are also counted apart."""
    both = [c for c in counts if c.quantity.measure == "injured" and CASUALTIES.search(c.quantity.whom or "")]
    apart = {c.quantity.measure for c in counts if not any(c is b for b in both)}
    return [c for c in counts if not any(c is b for b in both)] if {"killed", "injured"} <= apart else list(counts)


def _of_measure(
    measure: str,
    counts: list[Count],
    names: Names,
    stated: Mapping[str, Totals],
    main: frozenset[str],
    dead: Sequence[Count],
) -> list[Figure]:
    made = stated.get(measure)
    totals = [] if made is None else list(made.figures)
    used = set() if made is None else made.used
    rest = [c for c in counts if id(c) not in used]
    if made is not None:
        more = [c for c in rest if repeats(c, made.stands)]
        stating = [c for c in more if states(c.quantity, totals[0].best)]
        totals[0] = with_evidence(totals[0], [c for c in counts if c.evidence in totals[0].evidence], stating)
        rest = [c for c in rest if not any(c is m for m in more)]
    sizes = {name: total.stands.size for name, total in stated.items()}
    if measure in LED_WITH:
        rest = [c for c in rest if c.quantity.unit == "people"]
    told = [c for c in _clusters(rest, names) if not incidental(c, main)]
    before = [c for c in told if made is not None and measure in LED_WITH and is_earlier_total(c, made.stands.size)]
    if before:
        totals = _with_earlier(measure, totals, before)
    clusters = own_rows(
        [c for c in told if not any(c is b for b in before)],
        sizes,
        measure,
        dead,
        [f.best for f in totals if f.best is not None],
        "anyone" if made is None else camp(totals[0].whom),
    )
    if not totals and clusters and not (measure in TOLLS and clusters[0][0].quantity.unit == "people"):
        clusters.sort(key=lambda cluster: (-_weight(cluster), cluster[0].order))
        totals = [state(measure, "total", clusters[0])]
        clusters = clusters[1:]
    return [*totals, *(state(measure, "subset", cluster) for cluster in clusters)]


def _with_earlier(measure: str, figures: Sequence[Figure], before: Sequence[list[Count]]) -> list[Figure]:
    """Add counts of everybody struck that are behind the standing total: superseded, and no part of it."""
    known = {f.best for f in figures}
    made = [state(measure, "total", cluster) for cluster in before]
    gone = [
        msgspec.structs.replace(f, standing="superseded", reasons=(*f.reasons, "a higher count beside it replaces it"))
        for f in made
        if f.best not in known
    ]
    stands = msgspec.structs.replace(figures[0], supersedes=(*figures[0].supersedes, *(f.id for f in gone)))
    return [stands, *figures[1:], *gone]


def _weight(cluster: Sequence[Count]) -> float:
    """How much speaks for a count being the one of the happening: origins, exactness, place in the report."""
    origins = len(independent([c.said for c in cluster]))
    stated = max(1.0 if c.quantity.number is not None else 0.0 for c in cluster)
    early = max(1.0 / (1 + c.said.index) for c in cluster)
    known = max(0.0 if c.said.statement.background else 1.0 for c in cluster)
    return origins + stated + early + known


def _clusters(counts: Sequence[Count], names: Names) -> list[list[Count]]:
    """Group counts that can be the same number of the same people or things."""
    clusters: list[list[Count]] = []
    for count in sorted(counts, key=lambda c: (-_stated(c.quantity), c.order)):
        every = any if count.quantity.measure == "duration" else all
        home = next((c for c in clusters if every(_one_figure(count, other, names) for other in c)), None)
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
    if p.unit != q.unit or (p.status == "denied") != (q.status == "denied"):
        return False
    if p.measure == "duration" and not (a.said.words & b.said.words) - UNIT_STEMS:
        return False
    if p.measure in LOOSE and p.number is not None and p.number == q.number and _same_number(p, q):
        return True
    if p.scope != q.scope:
        few = (p.number or 0) < TELLING
        return p.unit == "people" and p.number == q.number and _same_whom(a, b, names, strict=few)
    if p.number is None or q.number is None:
        return p.qualifier == q.qualifier and p.number is q.number and _same_whom(a, b, names, strict=True)
    low_p, high_p = bounds(p)
    low_q, high_q = bounds(q)
    return (
        low_p <= high_q
        and low_q <= high_p
        and near(p.number, q.number)
        and _same_whom(a, b, names, strict=p.measure in ("other", "remaining", "deployed"))
    )


TELLING = 5
"""People from whom a number told twice, once of "people", is of the same."""


def _same_number(p: Quantity, q: Quantity) -> bool:
    """Tell whether a number told twice is one figure: of a length always, of people where one is of anyone."""
    if p.unit != "people":
        return p.unit != "percent"
    one, other = content_stems(p.whom or ""), content_stems(q.whom or "")
    return bool((one & other) - GENERIC_WHOM) or (
        (p.number or 0) >= TELLING
        and (one <= GENERIC_WHOM or other <= GENERIC_WHOM)
        and one_camp(camp(p.whom), camp(q.whom))
    )


def _same_whom(a: Count, b: Count, names: Names, *, strict: bool) -> bool:
    p, q = a.quantity, b.quantity
    key_p = names.by_actor.get((a.said.report, p.actor)) if p.actor is not None else None
    key_q = names.by_actor.get((b.said.report, q.actor)) if q.actor is not None else None
    first, second = content_stems(p.whom or ""), content_stems(q.whom or "")
    shared = (first & second) - GENERIC_WHOM
    apart = key_p is not None and key_q is not None and key_p != key_q
    if apart and not (p.number == q.number != 1 and shared):
        return False
    if not one_camp(camp(p.whom), camp(q.whom)):
        return False
    if not strict and (first <= GENERIC_WHOM or second <= GENERIC_WHOM):
        return True
    return bool(shared) or first == second
