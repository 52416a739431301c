"""Parts: which counts of people beside a total say something of their own, so that a reader would put them in a row.

Each person is one row, under the fullest name he is given; a nameless "man" or "another" beside a total is one of
those it counts. "Four were shot" is no part of two dead and two hurt, nor are "the four victims" a figure beside "four
killed". No part is more than its whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from dateline.reading.measures import words
from dateline.reading.persons import surname
from dateline.reading.tolls import is_shot_word
from dateline.reconciling.amounts import bounds
from dateline.reconciling.counts import Count
from dateline.reconciling.growth import LED_WITH
from dateline.reconciling.tolls import trigger_word
from dateline.reconciling.whom import Camp, camp_of, one_camp
from dateline.records import Quantity
from dateline.wording import content_stems

ANYONE = frozenset(
    content_stems("people person victim victims men women others dead bodies casualties patients survivors")
)
"""Stems of nouns that say nothing of the counted but that they are in the toll."""

NOBODY_SAID = frozenset(content_stems("people person persons victim victims"))
"""Stems of nouns that count anyone, and not men or others among them."""

FEW = 3
"""People from whom a lower count of anyone is what the total was before; "two people" may be any two of three."""

_IN_PART = re.compile(
    r"\b(?:another|others?|more|also|additional|including|of\s(?:the|them|those|whom)|among|instantly|at\sthe\sscene|on\sthe\sspot"
    r"|inside|street|separate)\b",
    re.IGNORECASE,
)
"""Words beside which a count is one part of several."""

Cluster = Sequence[Count]


def own_rows(
    clusters: Sequence[list[Count]],
    totals: Mapping[str, float],
    measure: str,
    dead: Sequence[Count] = (),
    replaced: Collection[float] = (),
    whose: Camp = "anyone",
) -> list[list[Count]]:
    """Return the counts of a measure that are a row of their own beside the totals that stand, by measure.

    `dead` are the counts of dead: whoever is named among them is no more among the injured. `replaced` are the numbers
    that other totals of the measure gave. `whose` are the people that the total counts: where they are fighters, a
    civilian is none of them, and a row of his own.
    """
    rows: list[list[Count]] = []
    gone = [_name([c]) for c in dead if c.quantity.number == 1]
    for cluster in clusters:
        apart = _of_another_camp(cluster, whose)
        if cluster[0].quantity.unit == "people" and not apart and not _tells_more(cluster, totals, measure, replaced):
            continue
        if (
            measure == "injured"
            and (hurt := _name(cluster))
            and any(one and (one <= hurt or hurt <= one) for one in gone)
        ):
            continue
        name = _name(cluster)
        home = next((row for row in rows if name and (own := _name(row)) and (own <= name or name <= own)), None)
        if home is None:
            rows.append(cluster)
        else:
            home += cluster
    return rows


def _of_another_camp(cluster: Cluster, whose: Camp) -> bool:
    """Tell whether those counted cannot be of those whom the total counts."""
    return cluster[0].quantity.number != 0 and not one_camp(camp_of([c.quantity.whom for c in cluster]), whose)


def _tells_more(cluster: Cluster, totals: Mapping[str, float], measure: str, replaced: Collection[float]) -> bool:
    q = cluster[0].quantity
    total = totals.get(measure, 0.0)
    if measure == "other":
        return not (_anyone(cluster) and q.number is not None and q.number in _told(totals))
    if measure in ("remaining", "deployed") and q.number == 1:
        return bool(_name(cluster))
    if q.number == 0 and total > 0:
        return False
    if q.number == 1 and total >= 1:
        return total > 1 and bool(_name(cluster))
    if total > 0 and (_too_many(q, total) or (_anyone(cluster) and _again(q, total, replaced))):
        return False
    if measure in LED_WITH and all(c.said.statement.background for c in cluster):
        return False
    dead = totals.get("killed", 0.0)
    return not (measure == "injured" and dead >= 1 and all(is_shot_word(trigger_word(c)) for c in cluster))


def _too_many(q: Quantity, total: float) -> bool:
    """Tell whether a count is more than the whole, so that it is of something else."""
    size = q.number if q.number is not None else q.low
    return size is not None and size > total


def _again(q: Quantity, total: float, replaced: Collection[float]) -> bool:
    """Tell whether a count of anyone leaves room for the total or gives one that it replaced."""
    if q.number is None or q.number in replaced:
        return True
    low, high = bounds(q)
    return q.qualifier is not None and low <= total <= high


_WHOLE = re.compile(
    r"(?:kill|die|dying|dead|death|fatalit|injur|wound|hurt|shot|shoot|casualt|stabb|toll)\w{0,60}(?:\s(?:by|of|from|after))?$",
    re.IGNORECASE,
)
"""Words that count all who were struck, not those brought to one place or found in one."""


def is_earlier_total(cluster: Cluster, total: float) -> bool:
    """Tell whether counts of anyone, most of the total but fewer, give what the total was before ("77 had died")."""
    size = cluster[0].quantity.number
    # one fewer may be all but who did it
    if size is None or not total / 2 < size < total - 1 or size < FEW:
        return False
    return all(
        c.quantity.scope == "total"
        and content_stems(c.quantity.whom or "") <= NOBODY_SAID
        and _WHOLE.match(trigger_word(c))
        and not _IN_PART.search(c.evidence.quote)
        for c in cluster
    )


def _told(totals: Mapping[str, float]) -> set[float]:
    """Return the numbers of people that the totals of dead and hurt already give."""
    dead, hurt = totals.get("killed", 0.0), totals.get("injured", 0.0)
    return {dead, hurt, dead + hurt} - {0.0}


def _anyone(cluster: Cluster) -> bool:
    return all(content_stems(c.quantity.whom or "") <= ANYONE for c in cluster)


def _name(cluster: Cluster) -> frozenset[str]:
    """Return the words of the fullest name that the one person counted is given, none where he has no name."""
    named = (c.quantity.whom or "" for c in cluster if c.quantity.unit == "people" and surname(c.quantity) is not None)
    return frozenset(max(named, key=len, default="").lower().replace(".", "").split()) - words("titles")
