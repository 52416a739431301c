"""The happening itself: when and where it took place, told apart from publication, follow-ups and background.

Each dated (placed) statement votes for its day (place). A vote weighs more at the head of a report, where news is told,
when the statement carries the story's main figures or events, and when several origins give it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from dateline.reading.clausetime import AFTERMATH as AFTER_DEEDS
from dateline.reconciling.bodies import of_bodies
from dateline.reconciling.kinds import base, kinds_of
from dateline.reconciling.namesakes import is_namesake, surnames_of
from dateline.reconciling.said import EMPTY, Said, by_report
from dateline.reconciling.timeline import HARM, UNDONE, News, as_precise
from dateline.records import Evidence, Figure, Place, Reading, Record, Report, Time, TimeBasis, When, Where

AFTER_LEAD = 0.8
"""What a statement of the head that follows the lead weighs beside it."""

HEAD = 6
"""Statements at the beginning of a report among which the happening itself is told."""

LEADING = 2
"""Statements at the very beginning, title and lead, whose day goes before that of those that follow."""

MAIN_MEASURES = frozenset(
    {"killed", "injured", "missing", "kidnapped", "displaced", "evacuated", "destroyed", "stranded"}
)
"""Measures that are outcomes of a happening, not of what was done about it."""

BASES: tuple[TimeBasis, ...] = ("stated", "dateline", "relative", "published", "other-report", "unresolved")
"""How a day is known, the surest first."""

VAGUE = 5
"""UCDP date_prec from which a time dates the happening only where the statement tells it in its own words."""

HARMING = frozenset({"kill", "die", "shoot", "injure", "wound", "stab", "kidnap", "abduct"})
"""Lemmas of what befalls people where the happening is."""

HARMING_DEEDS = (HARMING - {"kill", "die"}) | {"attack", "crash", "explode", "collide", "beat", "bomb", "hit", "strike"}
"""Lemmas of deeds of which somebody may die later."""

WITHIN = 0.5
"""Share of a stretch's votes from which those of a day in it make it that day."""

DATELINE = 0.5
"""What the place of a dateline weighs where the lead names another: it is where the report was written."""

ABROAD = 0.1
"""What the place of a dateline weighs where the head tells of the killed and hurt in another country."""

LATER = 5.0
"""Days after the first report at which a report's days count half."""

AFTERMATH = re.compile(
    r"\b(?:arrest|charg|arraign|court|trial|sentenc|convict|plead|pleaded|indict|funeral|vigil|memorial|anniversary|"
    r"investigat|interview|press conference|news conference|hearing|custody|autopsy|released|statement|tweet)",
    re.IGNORECASE,
)
"""Words of what follows a happening (court, inquiry, mourning); a day given for them is not the day it happened."""


BESIDE = 0.3
"""What a day weighs that a statement gives of something else alone ("Saturday's paper")."""

ALONE = 3
"""Reports from which one may be told to be wrongly dated."""

APART = 14
"""Days between the first report and the second beyond which the first may be wrongly dated."""

DAYS = 2
"""UCDP date_prec up to which a time is a day or some days."""

BEFORE = 100
"""Days before a report of which it may still bring the news."""

ENDS = frozenset({"die", "succumb", "pronounce"})
"""Lemmas of how somebody ended whom the happening befell before, perhaps on another day."""

LASTING = frozenset({"remain", "stay", "continue", "recover", "lie"})
"""Lemmas of a state that what happened left behind."""

ENDED = 0.4
"""What the day of such an end weighs where the happening itself is told with a day."""

Key = tuple[int, float, float]


class Vote(Record, frozen=True, kw_only=True):
    """The weight of one candidate and the evidence for it."""

    weight: float
    evidence: tuple[Evidence, ...]


NAMED = 0.6
"""What the day of a deed weighs that a statement only names ("charged in the shooting on May 2")."""


def when_of(
    said: Sequence[Said], reports: Mapping[str, Report], readings: Mapping[str, Reading], main: frozenset[str]
) -> When:
    """Return the day (or stretch) of the happening, or what bounds it; never the publication date in its place."""
    votes: dict[tuple[str, str, int, TimeBasis], list[tuple[float, str, Evidence]]] = defaultdict(list)
    main = _of_deeds(main)
    misdated = _misdated(said, reports, main)
    dated_deed = any(s.head in HARMING_DEEDS & main and _is_day(s.time) for s in said)
    first = min((r.published for r in reports.values() if r.published and r.id != misdated), default=None)
    for s in said:
        for time, part in _times_of(s, readings[s.report], main):
            if time.earliest is None or time.latest is None or time.date_prec is None or time.type == "DURATION":
                continue
            if time.date_prec >= VAGUE and not s.lemmas & main:
                continue
            if s.report == misdated and time.basis != "stated":
                continue
            ended = ENDED if dated_deed and s.head in ENDS and time == s.time else 1.0
            precise = (1.0, 0.9, 0.6, 0.4, 0.15)[min(time.date_prec, 5) - 1]
            weight = ended * part * precise * _freshness(s.published, first)
            if weight > 0:
                span = reports[s.report].quote(time.span)
                votes[time.earliest, time.latest, time.date_prec, time.basis].append((weight, _voter(s), span))
    if not votes:
        return _bounded(reports)
    totals: dict[tuple[str, str], float] = defaultdict(float)
    for (earliest, latest, _, _), cast in votes.items():
        totals[earliest, latest] += _sum_by_voter(cast)
    best = _day_within(min(sorted(totals), key=lambda k: (-round(totals[k], 6), k)), totals)
    chosen = [(key, cast) for key, cast in sorted(votes.items()) if key[:2] == best]
    key = min((key for key, _ in chosen), key=lambda k: (k[2], BASES.index(k[3])))
    evidence = [e for _, cast in chosen for _, _, e in sorted(cast, key=lambda c: (-c[0], c[2]))]
    return When(
        earliest=as_precise(best[0], best[1], best[0]),
        latest=as_precise(best[0], best[1], best[1]),
        date_prec=key[2],
        basis=key[3],
        evidence=tuple(dict.fromkeys(evidence))[:6],
    )


def _day_within(best: tuple[str, str], totals: Mapping[tuple[str, str], float]) -> tuple[str, str]:
    """Return the day within the likeliest stretch ("over the weekend") that is told nearly as well, else it."""
    days = [k for k in sorted(totals) if k[0] == k[1] and best[0] <= k[0] <= best[1]]
    day = min(days, key=lambda k: (-round(totals[k], 6), k), default=best)
    return day if totals[day] >= WITHIN * totals[best] else best


def _of_deeds(main: frozenset[str]) -> frozenset[str]:
    """Return a story's own words without those of what is done about a deed, where some tell of harm done."""
    deeds = main - AFTER_DEEDS
    return deeds if any(kinds_of(base(lemma)) & HARM for lemma in deeds) else main


def _misdated(said: Sequence[Said], reports: Mapping[str, Report], main: frozenset[str]) -> str | None:
    """Return the first report where its day of publication cannot be right: the others tell of later days alone.

    A saved page may carry the day of something else. That is sure only of one report, well before two others at least,
    of which none puts the happening on a day that the first could have told.
    """
    listed = sorted((r.published[:10], r.id) for r in reports.values() if r.published)
    if len(listed) < ALONE or (date.fromisoformat(listed[1][0]) - date.fromisoformat(listed[0][0])).days <= APART:
        return None
    day, first = listed[0]
    told = [s.time.latest for s in said if s.report != first and s.lemmas & main and s.time and s.time.latest]
    near = [d for d in told if (date.fromisoformat(d) - date.fromisoformat(day)).days >= -BEFORE]
    return first if near and all(d > day for d in near) else None


def _is_day(time: Time | None) -> bool:
    return time is not None and time.latest is not None and (time.date_prec or VAGUE) <= DAYS


def _times_of(s: Said, reading: Reading, main: frozenset[str]) -> list[tuple[Time, float]]:
    """Return the times a statement gives of the happening, each with what it weighs: its own, and those of deeds in it.

    What is still to come dates nothing but the deed it names.
    """
    deeds = _times_of_deeds(s, reading, main)
    found = [(reading.times[i], NAMED * _weight(s, main, named=True)) for i in deeds]
    if s.time is not None and s.statement.status not in UNDONE:
        found.append((s.time, _weight(s, frozenset() if deeds else main)))
    if not found and s.time is None:
        found = [(reading.times[i], BESIDE * _weight(s, main)) for i in s.statement.times]
    return found


def _times_of_deeds(s: Said, reading: Reading, main: frozenset[str]) -> list[int]:
    """Return the times of deeds of the happening that a statement names, where what it tells is of another time."""
    if s.head in main - LASTING and s.time is not None:
        return []
    events = (reading.events[i] for i in s.statement.events)
    return sorted(
        {
            e.time
            for e in events
            if e.lemma in main and e.time not in (None, s.statement.time) and e.status not in UNDONE
        }
    )


def _bounded(reports: Mapping[str, Report]) -> When:
    """Without a dated statement the happening is only known to be no later than the first report of it."""
    dates = sorted(r.published for r in reports.values() if r.published is not None)
    return When(
        earliest=None, latest=dates[0] if dates else None, date_prec=None, basis="published" if dates else "unresolved"
    )


def _weight(s: Said, main: frozenset[str], *, named: bool = False) -> float:
    weight = 1.0 if s.index < LEADING else AFTER_LEAD if s.index < HEAD else 0.35
    weight *= 0.2 if s.statement.section == "caption" else 1.0
    weight += 0.6 if s.statement.section == "title" else 0.0
    weight += 0.8 if s.lemmas & main else 0.0
    weight += 0.5 if any(q.measure in MAIN_MEASURES and q.status == "completed" for q in s.quantities) else 0.0
    weight *= 0.25 if not named and AFTERMATH.search(s.evidence.quote) else 1.0
    weight *= 0.3 if s.statement.background else 1.0
    return weight


def _freshness(published: str | None, first: str | None) -> float:
    """Weigh reports of the first days fully; later ones tell of what followed (half after `LATER` days)."""
    if published is None or first is None:
        return 1.0
    days = (date.fromisoformat(published[:10]) - date.fromisoformat(first[:10])).days
    return 1.0 / (1.0 + days / LATER)


def _voter(s: Said) -> str:
    return s.report if s.origin.startswith("report:") else s.report + s.origin


def _sum_by_voter(cast: Sequence[tuple[float, str, Evidence]]) -> float:
    """Repetition by one voice adds little: its best vote counts whole, the rest a quarter."""
    by: dict[str, list[float]] = defaultdict(list)
    for weight, voter, _ in cast:
        by[voter].append(weight)
    return sum(max(weights) + 0.25 * (sum(weights) - max(weights)) for weights in by.values())


def main_lemmas(readings: Mapping[str, Reading]) -> frozenset[str]:
    """Return the event lemmas told in the titles and heads of reports by most of them: the happening's own words."""
    holders: dict[str, set[str]] = defaultdict(set)
    for reading in readings.values():
        for statement in reading.statements[:HEAD]:
            for lemma in () if statement.background else {reading.events[i].lemma for i in statement.events} - EMPTY:
                holders[lemma].add(reading.id)
    telling = sum(bool(reading.statements) for reading in readings.values())
    need = max(1, (telling + 1) // 2)
    return frozenset(lemma for lemma, found in holders.items() if len(found) >= need)


def news_of(readings: Mapping[str, Reading], when: When, figures: Sequence[Figure]) -> News:
    """Return what a story is about, for its timeline: its day, its own words, and whom it befell by standing totals."""
    standing = [f for f in figures if f.scope == "total" and f.measure in ("killed", "injured")]
    counts = [f.best for f in standing if f.standing != "superseded" and f.best is not None]
    return News(day=when.earliest, main=main_lemmas(readings), victims=sum(counts) if counts else None)


def where_of(
    said: Sequence[Said], reports: Mapping[str, Report], readings: Mapping[str, Reading], main: frozenset[str]
) -> Where:
    """Return the place of the happening: the finest place that the heads of the reports agree on.

    Where they name none, it is near the town whose police, firefighters and the like they tell of most.
    What is named only in passing, in no title, dateline or head and beside nothing of the happening, is no place of it.
    """
    weights: dict[Key, float] = defaultdict(float)
    mentions: dict[Key, list[tuple[float, Evidence]]] = defaultdict(list)
    places: dict[Key, Place] = {}
    central: set[Key] = set()
    held, surnames = by_report(said), surnames_of(readings.values())
    for report_id in sorted(reports):
        own = _place_votes(reports[report_id], readings[report_id], held.get(report_id, []), main)
        for place, weight, evidence, leading in own:
            if is_namesake(place, reports[report_id].text, surnames):
                continue
            key = _key(place)
            central |= {key} if leading else set()
            weights[key] += weight
            mentions[key].append((weight, evidence))
            if key not in places or _better_name(place, places[key]):
                places[key] = place
    if not central:
        return of_bodies(reports, readings)
    best = max(sorted(central), key=lambda k: (round(weights[k] * _fineness(places[k]), 6), -k[0], k))
    found = [e for _, e in sorted(mentions[best], key=lambda m: (-m[0], m[1]))]
    return as_where(places[best], tuple(dict.fromkeys(found))[:6])


def _key(place: Place) -> Key:
    """Return what a place is told apart by: its GeoNames id, or its point where GeoNames has none."""
    return (place.geonames_id, 0.0, 0.0) if place.geonames_id else (0, place.lat or 0.0, place.lon or 0.0)


def _better_name(one: Place, other: Place) -> bool:
    """Prefer the more precise mention, and of those one not set in capitals."""
    return (one.where_prec or 9, one.name.isupper()) < (other.where_prec or 9, other.name.isupper())


def as_where(place: Place, evidence: tuple[Evidence, ...]) -> Where:
    """Return a place of a reading as a place of an account."""
    return Where(
        name=place.name,
        geonames_id=place.geonames_id,
        lat=place.lat,
        lon=place.lon,
        where_prec=place.where_prec,
        within=place.within,
        evidence=evidence,
    )


def _fineness(place: Place) -> float:
    """Weigh by kind: a country is always named more often than the town in it, and the town is the answer."""
    return {"city": 1.0, "district": 1.0, "adm2": 0.6, "adm1": 0.35, "region": 0.3, "country": 0.12}.get(
        place.kind, 0.25
    )


def _place_votes(
    report: Report, reading: Reading, said: Sequence[Said], main: frozenset[str]
) -> list[tuple[Place, float, Evidence, bool]]:
    """Return the places a report names with their weights, and whether each is told with the news itself."""
    votes = []
    length = max(1, len(report.text) - report.lead_start)
    told_elsewhere = _leads_elsewhere(report, reading, said)
    for place in reading.places:
        if place.use != "literal" or place.lat is None:
            continue
        weight = 1.0 - 0.8 * max(0, place.start - report.lead_start) / length
        if report.title is not None and report.title.covers(place.span):
            weight += 0.6
        if report.dateline is not None and report.dateline.covers(place.span):
            weight *= ABROAD if _befell_abroad(place, said) else DATELINE if told_elsewhere else 1.3
        holder = next((s for s in said if s.statement.span.covers(place.span)), None)
        leading = place.start < report.lead_start or (holder is not None and holder.index < HEAD)
        if holder is not None:
            leading = leading or bool(holder.lemmas & main)
            weight *= 0.3 if holder.statement.background or AFTERMATH.search(holder.evidence.quote) else 1.0
            weight += 0.5 if holder.lemmas & main and not holder.statement.background else 0.0
        votes.append((place, weight, report.quote(place.span), leading))
    return votes


def _leads_elsewhere(report: Report, reading: Reading, said: Sequence[Said]) -> bool:
    """Tell whether the lead itself places the news in a town other than the one of the dateline."""
    lead = next((s for s in said if s.statement.section == "body"), None)
    if report.dateline is None or lead is None:
        return False
    written = {_key(p) for p in reading.places if report.dateline.covers(p.span)}
    return any(
        p.use == "literal" and p.lat is not None and (p.where_prec or 9) <= 3 and _key(p) not in written
        for p in reading.places
        if lead.statement.span.covers(p.span)
    )


def _befell_abroad(written: Place, said: Sequence[Said]) -> bool:
    """Tell whether the head tells of the killed and hurt in another country only."""
    told = [
        s.place.within[-1]
        for s in said
        if s.index < HEAD and s.place is not None and s.place.within and not s.statement.background
        if s.lemmas & HARMING or any(q.measure in MAIN_MEASURES and q.status == "completed" for q in s.quantities)
    ]
    return bool(told and written.within) and written.within[-1] not in told


def list_places(reports: Mapping[str, Report], readings: Mapping[str, Reading]) -> tuple[Where, ...]:
    """Return every resolved place the reports name, those named most often first, with one mention a report."""
    held: dict[Key, list[tuple[Evidence, Place]]] = defaultdict(list)
    surnames = surnames_of(readings[rid] for rid in reports)
    for rid in sorted(reports):
        for place in readings[rid].places:
            if place.lat is not None and place.use == "literal" and not is_namesake(place, reports[rid].text, surnames):
                held[_key(place)].append((reports[rid].quote(place.span), place))
    listed = sorted(held.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(as_where(found[0][1], _one_a_report([e for e, _ in found])) for _, found in listed)


def _one_a_report(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    first: dict[str, Evidence] = {}
    for e in evidence:
        first.setdefault(e.report, e)
    return tuple(first.values())
