"""Counts: the quantities of a story's statements that can become figures, and how they are stated as one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from dateline.geometry import distance_km
from dateline.reading.doubts import OUTCOMES, of_other_days, sentence_around
from dateline.reading.hedges import hedge
from dateline.reading.measures import words
from dateline.reconciling.facts import fact_id
from dateline.reconciling.origins import OFFICES, independent, standing_from
from dateline.reconciling.said import Said
from dateline.records import Evidence, Figure, Place, Quantity, Record, Report, Scope, Standing, Status, Where

NOT_FIGURES = frozenset({"age"})
"""Measures that describe a person rather than the happening."""


class Count(Record, frozen=True, kw_only=True):
    """One quantity with the statement it stands in."""

    said: Said
    quantity: Quantity
    evidence: Evidence

    @property
    def order(self) -> tuple[str, tuple[str, int, int], int]:
        """Publication, then place in the report."""
        return (self.said.published or "9999", self.said.key, self.quantity.start)


UNDONE = frozenset({"planned", "conditional", "denied"})
"""How stands what did not happen, and so did not last."""

NONE_TOLD = frozenset({"killed", "injured", "casualties", "missing"})
"""Measures of which none is a count; "no arrests" and "no troops were sent" are statements and no figures."""

PERSONS = 3
"""People from whom a count of those whom nothing befell is a figure; "two witnesses" are persons of the story."""

FAR_KM = 150.0
"""Kilometres from the place of the happening from which a town of the same country is another place."""

EARLIER = 30
"""Days before the happening from which a count is of something that came before it."""


def gather_counts(
    said: Sequence[Said], reports: Mapping[str, Report], day: str | None = None, where: Where | None = None
) -> list[Count]:
    """Return the quantities of statements that can become figures; `day` and `where` are those of the happening."""
    found = []
    for s in said:
        for q in s.quantities:
            if (
                _uncounted(q)
                or (q.measure == "duration" and (_SENTENCE.search(s.evidence.quote) or s.statement.status in UNDONE))
                or (
                    q.measure in OUTCOMES
                    and (
                        of_other_days(reports[s.report].text, q)
                        or _before(s, day)
                        or _looked_back(s, q, reports[s.report], day)
                    )
                )
                or _offset(q, reports[s.report].text)
                or (
                    q.measure in NOT_FIGURES
                    or q.status in ("conditional", "planned")
                    or (q.low, q.best, q.high, q.qualifier) == (None,) * 4
                )
            ):
                continue
            found.append(Count(said=s, quantity=q, evidence=_quote(s, q, reports[s.report])))
    return found if where is None else _of_here(found, where)


def _of_here(counts: list[Count], where: Where) -> list[Count]:
    """Leave out what befell people somewhere else, as long as a measure has counts of here, or of nowhere said.

    A title tells what its report is about, wherever the place it names is taken to be.
    """
    here = [c for c in counts if c.quantity.measure not in OUTCOMES or _titled(c) or not elsewhere(c.said.place, where)]
    known = {c.quantity.measure for c in here}
    return [c for c in counts if c.quantity.measure not in known] + here if len(here) < len(counts) else counts


def _titled(count: Count) -> bool:
    return count.said.statement.section == "title"


def elsewhere(place: Place | None, where: Where) -> bool:
    """Tell whether a place is surely not where the happening was: another country, or a town far from it."""
    if place is None or None in (place.lat, place.lon, where.lat, where.lon) or place.geonames_id == where.geonames_id:
        return False
    if not place.within or not where.within or place.within[-1] != where.within[-1]:
        return bool(place.within and where.within) and place.kind in ("city", "adm1", "adm2", "country")
    if place.kind != "city" or where.where_prec is None or where.where_prec > 2:
        return False
    return distance_km(place.lat or 0.0, place.lon or 0.0, where.lat or 0.0, where.lon or 0.0) > FAR_KM


def _before(s: Said, day: str | None) -> bool:
    """Tell whether a statement is dated long before the happening."""
    if day is None or s.time is None or s.time.latest is None:
        return False
    return (date.fromisoformat(_whole(day)) - date.fromisoformat(s.time.latest[:10])).days > EARLIER


_BACK = re.compile(
    r"\b(?:(?P<far>earlier\s{1,20}(?:this|last)\s{1,20}(?:month|year|season|summer|winter|spring|fall|autumn)"
    r"|last\s{1,20}(?:month|year|season|summer|winter|spring|fall|autumn)|in\s{1,20}recent\s{1,20}(?:weeks|months|years)"
    r"|(?:[\w-]{1,60}\s{1,20})?(?:weeks|months|years|decades)\s{1,20}(?:ago|earlier|before))|(?P<near>(?:just\s{1,20})?last\s{1,20}week|earlier\s{1,20}this\s{1,20}week"
    r"|(?:a|one)\s{1,20}week\s{1,20}(?:ago|earlier|before)))\b",
    re.IGNORECASE,
)
"""Words that tell of a time before the last days, or before this week."""

FRESH_DAYS = 5
"""Days after a happening within which nobody says of it "last month" or "weeks ago"; 2 for "last week"."""


def _looked_back(s: Said, q: Quantity, report: Report, day: str | None) -> bool:
    """Tell whether a report of the first days counts what came before ("a man was killed there last month")."""
    if day is None or s.published is None:
        return False
    since = (date.fromisoformat(s.published[:10]) - date.fromisoformat(_whole(day))).days
    found = _BACK.search(report.text, *sentence_around(report.text, q))
    return found is not None and 0 <= since < (FRESH_DAYS if found["far"] else 2)


def _whole(day: str) -> str:
    """Return the first day of a year or month given as such.

    >>> _whole("2014"), _whole("2014-03")
    ('2014-01-01', '2014-03-01')
    """
    return day + "-01-01"[: 10 - len(day)] if len(day) == 4 else day + "-01"[: 10 - len(day)]


_SENTENCE = re.compile(
    r"\b(?:sentenc\w+|prison\w*|jail\w*|imprison\w*|behind bars|probation|parole|felony|supervised release)\b",
    re.IGNORECASE,
)
"""Words beside which years and months are a sentence, which is the court's and no measure of the happening."""

_AFTER = re.compile(r"\s{1,20}(?:after|later|before|earlier|ago|since)\b", re.IGNORECASE)


def _offset(q: Quantity, text: str) -> bool:
    """Tell whether a duration only says how long after or before something else ("two days after the blast")."""
    return q.measure == "duration" and _AFTER.match(text, q.counted.end if q.counted else q.end) is not None


def _uncounted(q: Quantity) -> bool:
    """Tell whether a quantity is too vague to be a figure: "several stories", "many of them", "weeks"."""
    nothing = q.number is None and q.low is None and q.best is None and q.high is None
    return (
        nothing
        or (q.number == 0 and q.measure not in NONE_TOLD)
        or (q.measure == "duration" and q.number is None)
        or (q.measure == "other" and (q.number is None or q.unit == "other" or q.number < PERSONS))
    )


def _quote(s: Said, q: Quantity, report: Report) -> Evidence:
    """Quote the statement that gives the number, so that the reader sees of whom and by which word it counts."""
    return s.evidence if s.statement.span.covers(q.span) else report.quote(q.span)


def state(measure: str, scope: Scope, counts: Sequence[Count], stated: Sequence[Count] | None = None) -> Figure:
    """State a group of counts by the first, the most exact of them."""
    best = counts[0]
    q = best.quantity
    own = stated or [best]
    origins = independent([c.said for c in counts])
    voiced = next((c for c in counts if not c.said.narrated), None)
    voiced = voiced or next((c for c in counts if not c.said.origin.startswith("report:")), best)
    own = sorted(own, key=lambda c: c.said.statement.section == "title")
    told = (c.quantity.whom for c in (*own, *counts) if c.quantity.whom)
    # "a double homicide" counts two people, whom another report calls something better
    said = [w for w in told if w.split()[-1].lower() not in words("happenings")]
    exact = hedge(q.qualifier) != "about"
    # who is called the shooter in one report and a man in another may be the one he shot
    whom = next((w for w in said if not {*w.lower().split()} & words("sides", "sought")), next(iter(said), None))
    return Figure(
        id=fact_id("n", [(c.said.report, c.quantity.start, c.quantity.end) for c in counts]),
        measure=measure,
        whom=whom,
        scope=scope,
        unit=q.unit,
        low=q.low if exact else None,
        best=q.best,
        high=q.high if exact else None,
        qualifier=q.qualifier,
        as_of=max((c.said.published for c in counts if c.said.published), default=None),
        standing=standing_of_counts(origins, counts),
        status=_status(counts),
        attribution=voiced.said.voices,
        origins=origins,
        evidence=tuple(dict.fromkeys(c.evidence for c in counts)),
        reasons=(f"{len(origins)} independent origin{'s' * (len(origins) != 1)}",),
    )


def standing_of_counts(origins: Sequence[str], counts: Sequence[Count]) -> Standing:
    """Return the standing of counts that agree."""
    return standing_from(origins, [(c.said, c.evidence) for c in counts])


def _status(counts: Sequence[Count]) -> Status:
    first = counts[0]
    if first.quantity.status == "completed" and (
        first.said.statement.stance == "alleged" or all(_is_accusation(c.said) for c in counts)
    ):
        return "alleged"
    return first.quantity.status


def _is_accusation(s: Said) -> bool:
    """Tell whether a private person charges a force with a deed; nobody who inquired stands behind it."""
    voice = s.voices[0]
    private = voice.kind == "person" and s.body == s.origin and OFFICES.search((voice.role or "").casefold()) is None
    return private and bool(s.agents) and not voice.party
