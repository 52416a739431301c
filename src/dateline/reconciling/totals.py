"""Totals: the tolls of a story set beside each other, the one that stands, and what the others are to it.

Tolls that can be one number are one value. Each report votes for its value, a later report of the first days more than
an earlier one, since tolls are revised; the value with most weight stands. Nothing is averaged. An earlier value is
superseded; one of the same day stands against it, and leaves a range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from dateline.reconciling.amounts import states
from dateline.reconciling.counts import Count, standing_of_counts, state
from dateline.reconciling.differences import difference_of
from dateline.reconciling.growth import LED_WITH, best_of, brought_up_to_date, grown, last_day, size_of
from dateline.reconciling.judged import Withdrawn
from dateline.reconciling.origins import independent
from dateline.reconciling.rivals import ONLY_GROWS, dispute, revise
from dateline.reconciling.tolls import Toll, of_a_degree
from dateline.reconciling.versions import of_one_text
from dateline.reconciling.whom import camp_of, one_camp
from dateline.records import Difference, Figure, Relation

GROWTH = 3.0
"""How much more a report counts than one of the day before: tolls grow and are revised in the first days."""

SETTLED = 3
"""Days after which a toll no longer counts more for being later."""

FAR_MORE = 3.0
"""How many times the greatest toll of a head another cannot be that is told in passing."""

STALE = 10
"""Days after which a report looks back; its toll counts as much as one of the first day."""


class Totals(NamedTuple):
    """The standing total first, then those against it and those it replaced; how they differ; the counts used up."""

    figures: list[Figure]
    differences: list[Difference]
    used: set[int]
    stands: Toll


def make_totals(
    measure: str,
    tolls: Sequence[Toll],
    reports: int,
    corrected: frozenset[str] = frozenset(),
    withdrawn: Sequence[Withdrawn] = (),
) -> Totals | None:
    """Return the totals of one measure from each report's toll; None where there are none.

    `reports` is how many reports the story has: what no more than half of them give, only far from their heads, is
    none of the happening where it is of dead or injured, or a word without a number. `corrected` are the reports that
    correct a count.
    """
    loose = measure in LED_WITH or all(t.vague for t in tolls)
    if loose and len(tolls) * 2 <= reports and all(t.deep for t in tolls):
        return None
    tolls = brought_up_to_date(measure, _whole_hurt(measure, _confirmed(tolls)))
    tolls = _told_whole(measure, _of_one_camp(_with_attacker(tolls)))
    if not tolls:
        return None
    values = _values(tolls)
    most = max((t.size for t in tolls if not t.deep), default=float("inf"))
    weights = [0.0 if _overtaken(measure, v, tolls) or _far_more(v, most) else _weight(v, tolls) for v in values]
    place = max(range(len(values)), key=lambda n: (round(weights[n], 6), last_day(values[n]), size_of(values[n])))
    stands = values[place := grown(measure, values, place)]
    best = best_of(stands)
    room = [t for t in stands if not t.states(best.best)]
    beside = [
        v
        for n, v in enumerate(values)
        if n != place
        and last_day(v) == last_day(stands)
        and weights[n]
        and weights[n] * 2 >= weights[place]
        and dispute(v, stands)
        and not of_one_text(v, stands)
    ]
    other = [
        t for v in values if v is not stands and v not in beside and not _in_passing(measure, v, stands) for t in v
    ]
    outgrown = [t.outgrown for t in tolls if t.outgrown is not None]
    earlier = sorted(_values([*other, *outgrown]), key=last_day, reverse=True)
    stating = [best, *(t for t in stands if t is not best and t not in room)]
    current = _total(measure, stating)
    against = [_total(measure, value) for value in beside]
    replaced = [
        (_total(measure, v), _earlier(measure, v, stands) and revise(measure, v, stands, corrected)) for v in earlier
    ]
    bounds = [
        (_total(measure, [t]), _before(t, best) and revise(measure, [t], stands, corrected))
        for t in room
        if not t.vague
    ]
    apart = [f for f in against if _apart("differs", current, f, withdrawn)]
    apart += [f for f, later in (*replaced, *bounds) if later and _apart("supersedes", current, f, withdrawn)]
    against = [f for f in against if f not in apart]
    replaced, bounds = ([(f, later) for f, later in old if f not in apart] for old in (replaced, bounds))
    figures, differences = _related(measure, current, against, replaced, bounds)
    used = {id(c) for toll in tolls for c in (*toll.counts, *toll.repeats)}
    return Totals([*figures, *apart], differences, used, best)


def _earlier(measure: str, value: Sequence[Toll], stands: Sequence[Toll]) -> bool:
    """Tell whether a value was told before another; of one text's versions of a day the lower toll is the earlier."""
    if last_day(value) != last_day(stands):
        return last_day(value) < last_day(stands)
    return measure in ONLY_GROWS and size_of(value) < size_of(stands) and of_one_text(value, stands)


def _in_passing(measure: str, value: Sequence[Toll], stands: Sequence[Toll]) -> bool:
    """Tell whether a value is given only far from the heads of reports, where heads give the one that stands.

    It is of something else that those reports tell of ("more than 200 homicides this year"), and was never the toll.
    Nor is a word without a number ("thousands of others") that nobody told before.
    """
    if all(t.vague for t in value):
        return not _earlier(measure, value, stands)
    return measure in LED_WITH and all(t.deep for t in value) and not all(t.deep for t in stands)


def _far_more(value: Sequence[Toll], most: float) -> bool:
    """Tell whether a value given far from the heads of reports is many times what any head gives, and of another."""
    return all(t.deep for t in value) and size_of(value) > FAR_MORE * max(most, 1.0)


def _before(one: Toll, other: Toll) -> bool:
    return bool(one.published and other.published and one.published < other.published)


def _related(
    measure: str,
    current: Figure,
    against: list[Figure],
    replaced: list[tuple[Figure, bool]],
    bounds: list[tuple[Figure, bool]],
) -> tuple[list[Figure], list[Difference]]:
    """Link the standing total with the others, and say how they differ; a mark tells which of them it revises."""
    gone = [_gone(f, "a later count replaces it" if later else "other reports outweigh it") for f, later in replaced]
    exact = [
        msgspec.structs.replace(
            _gone(f, "a later count makes it exact" if later else "a count that lies within it stands"),
            support=(current.id,),
        )
        for f, later in bounds
    ]
    revised = [f for f, (_, later) in zip((*gone, *exact), (*replaced, *bounds), strict=True) if later]
    against = [
        msgspec.structs.replace(f, standing="disputed", against=(current.id,), reasons=(*f.reasons, _SAME_DAY))
        for f in against
    ]
    current = msgspec.structs.replace(
        current,
        supersedes=tuple(f.id for f in (*gone, *exact)),
        support=tuple(f.id for f in exact),
        against=tuple(f.id for f in against),
    )
    if against:
        both = [current, *against]
        current = msgspec.structs.replace(
            current,
            standing="disputed",
            low=min((f.low for f in both if f.low is not None), default=None),
            high=None if any(f.high is None for f in both) else max(f.high for f in both if f.high is not None),
            evidence=tuple(dict.fromkeys(e for f in both for e in f.evidence)),
            reasons=(*current.reasons, _SAME_DAY),
        )
    differences = [
        difference_of("differs", current, f, f"{measure}: {_plain(current)} against {_plain(f)}") for f in against
    ]
    differences += [
        difference_of("supersedes", current, f, f"{measure}: {_plain(f)} revised to {_plain(current)}") for f in revised
    ]
    return [current, *against, *gone, *exact], differences


def _apart(relation: Relation, one: Figure, other: Figure, withdrawn: Sequence[Withdrawn]) -> bool:
    return any(w.between(relation, one, other) for w in withdrawn)


def _gone(figure: Figure, why: str) -> Figure:
    return msgspec.structs.replace(figure, standing="superseded", reasons=(*figure.reasons, why))


_SAME_DAY = "reports of the same day give different counts"


def _confirmed(tolls: Sequence[Toll]) -> list[Toll]:
    """Leave out tolls that nobody confirms where lower ones are given as facts."""
    sure = max((t.size for t in tolls if not t.alleged), default=float("inf"))
    return [t for t in tolls if not t.alleged or t.size <= sure]


def _whole_hurt(measure: str, tolls: Sequence[Toll]) -> list[Toll]:
    """Leave out tolls of those hurt to some degree ("42 in critical condition") where others count more of all."""
    if measure != "injured":
        return list(tolls)
    most = max((t.size for t in tolls if not of_a_degree(t) and not t.vague), default=0.0)
    return [t for t in tolls if t.size >= most or not of_a_degree(t)]


def of_one_happening(tolls: Mapping[str, list[Toll]]) -> dict[str, list[Toll]]:
    """Leave out dead and hurt of several happenings together that are more than what other reports tell of one.

    A report that tells of one happening and gives its dead but none hurt leaves no room for the hurt of several.
    """
    single = any(not t.several and t.size > 0 for measure in LED_WITH for t in tolls[measure])
    made = dict(tolls)
    for measure in LED_WITH:
        one = max((t.size for t in tolls[measure] if not t.several), default=0.0 if single else float("inf"))
        made[measure] = [t for t in tolls[measure] if not t.several or t.size <= one]
    return made


def _with_attacker(tolls: Sequence[Toll]) -> list[Toll]:
    """Add the attacker to tolls without him that are one less than a toll which says that it counts him."""
    counting = {
        t.size
        for t in tolls
        for c in (*t.counts, *t.repeats)
        if c.quantity.counts_attacker and c.quantity.number == t.size
    }
    made = []
    for toll in tolls:
        silent = not any(c.quantity.counts_attacker is not None for c in (*toll.counts, *toll.repeats))
        if silent and toll.best is not None and toll.best > 1 and toll.best + 1 in counting:
            more = toll.best + 1
            why = "derived: the quoted count and the attacker, whom another report counts"
            toll = msgspec.structs.replace(toll, low=more, best=more, high=more, derived=why)  # noqa: PLW2901
        made.append(toll)
    return made


def _of_one_camp(tolls: Sequence[Toll]) -> list[Toll]:
    """Keep the tolls that count the same people: anyone's, else those of the camp most reports count."""
    camps: dict[str, list[Toll]] = {}
    for toll in tolls:
        camps.setdefault(camp_of([c.quantity.whom for c in toll.counts]), []).append(toll)
    anyone = camps.pop("anyone", [])
    if not camps:
        return list(tolls)
    best = max(sorted(camps), key=lambda c: (len(camps[c]), max(t.size for t in camps[c])))
    whole = max((t.size for t in anyone), default=0.0)
    kept = [t for name, held in camps.items() if one_camp(name, best) for t in held if t.size >= whole]  # type: ignore[arg-type]
    return [toll for toll in tolls if toll in kept or toll in anyone]


def _told_whole(measure: str, tolls: list[Toll]) -> list[Toll]:
    """Leave out tolls made of single people ("a man died") where other reports state the whole.

    Every report of a happening tells of all its dead; of the hurt one may tell of one only.
    """
    whole = [
        t
        for t in tolls
        if any(c.quantity.scope == "total" for c in t.counts) and t.size > 1 and not t.deep and not t.vague
    ]
    none = [t for t in tolls if t.size == 0]
    kept = [t for t in tolls if t in whole or t in none]
    if whole and len(kept) * 2 >= len(tolls):
        return kept
    return [t for t in tolls if t in kept or t.size > 1] if whole and measure == "injured" else tolls


def _values(tolls: Sequence[Toll]) -> list[list[Toll]]:
    """Group tolls that can be one number, the exact ones first."""
    values: list[list[Toll]] = []
    for toll in sorted(tolls, key=lambda t: (-t.exact, t.published or "9999", t.report)):
        low, high = toll.range
        home = next((v for v in values if all(low <= o.range[1] and o.range[0] <= high for o in v)), None)
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


def _overtaken(measure: str, value: Sequence[Toll], tolls: Sequence[Toll]) -> bool:
    """Tell whether nobody was counted yet: a later report counts someone (of arrests, one of the same day does)."""
    if size_of(value) > 0:
        return False
    last = last_day(value)
    counted = [last_day([t]) for t in tolls if t.size > 0]
    return any(day >= last if measure == "detained" else day > last for day in counted)


def _days_after(published: str, first: str) -> int:
    days = (date.fromisoformat(published[:10]) - date.fromisoformat(first[:10])).days
    return min(days, SETTLED) if days <= STALE else 0


def _total(measure: str, value: Sequence[Toll]) -> Figure:
    """State one value by its most exact and latest toll."""
    best = best_of(value)
    ordered = [best, *(t for t in value if t is not best and t.states(best.best))]
    counts = _unique([c for t in ordered for c in _stating(t, best.best)])
    figure = state(measure, "total", counts, stated=best.counts)
    origins = independent([c.said for c in counts])
    reasons = [_independent(origins)]
    if best.derived is not None:
        reasons.append(best.derived)
        figure = msgspec.structs.replace(figure, qualifier=None)
    return msgspec.structs.replace(
        figure,
        low=None if best.rounded else best.low,
        best=best.best,
        high=None if best.rounded else best.high,
        standing=standing_of_counts(origins, counts),
        origins=origins,
        reasons=tuple(reasons),
    )


def _stating(toll: Toll, number: float | None) -> list[Count]:
    """Return what a toll is made of and what gives it again, without what only leaves room for its number."""
    parts = [c for c in toll.counts if toll.derived is not None or states(c.quantity, number)]
    return [*(parts or toll.counts[:1]), *(c for c in toll.repeats if states(c.quantity, number))]


def with_evidence(figure: Figure, told: Sequence[Count], more: Sequence[Count]) -> Figure:
    """Add the quotations of counts that bear a figure out without stating it to those of the counts that do.

    They may show whose words a report's own are, so that fewer origins stand behind the figure; they never add one.
    """
    if not told or not more:
        return figure
    origins = min(figure.origins, independent([c.said for c in _unique([*told, *more])]), key=len)
    fewer = len(origins) < len(figure.origins)
    return msgspec.structs.replace(
        figure,
        evidence=tuple(dict.fromkeys((*figure.evidence, *(c.evidence for c in more)))),
        origins=origins,
        standing=standing_of_counts(origins, told) if fewer else figure.standing,
        reasons=(_independent(origins), *figure.reasons[1:]) if fewer else figure.reasons,
    )


def _independent(origins: Sequence[str]) -> str:
    return f"{len(origins)} independent origin{'s' * (len(origins) != 1)}"


def _unique(counts: Sequence[Count]) -> list[Count]:
    return list({id(c): c for c in counts}.values())


def _plain(figure: Figure) -> str:
    number = figure.best if figure.best is not None else figure.low
    return "an open number" if number is None else f"{number:g}"


_REVISED = "a later version of the same item replaces it"


def with_revised(
    measure: str, totals: Totals | None, revised: Sequence[Toll], withdrawn: Sequence[Withdrawn] = ()
) -> Totals | None:
    """Add tolls that a later version of their own report revises: superseded, where nobody else stands by them."""
    if totals is None or not revised:
        return totals
    told = {(f.low, f.best, f.high) for f in totals.figures}
    made = [f for value in _values(revised) if ((f := _total(measure, value)).low, f.best, f.high) not in told]
    apart = [f for f in made if _apart("supersedes", totals.figures[0], f, withdrawn)]
    gone = [_gone(f, _REVISED) for f in made if f not in apart]
    stands = msgspec.structs.replace(
        totals.figures[0], supersedes=(*totals.figures[0].supersedes, *(f.id for f in gone))
    )
    differences = [
        difference_of("supersedes", stands, f, f"{measure}: {_plain(f)} revised to {_plain(stands)}") for f in gone
    ]
    return totals._replace(
        figures=[stands, *totals.figures[1:], *gone, *apart],
        differences=[*totals.differences, *differences],
        used=totals.used | {id(c) for toll in revised for c in (*toll.counts, *toll.repeats)},
    )
