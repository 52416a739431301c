"""Bodies of a town: where reports name no place themselves, "Oakland police" tell near which town it was."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from dateline.records import Evidence, Place, Reading, Report, Where

_BODY = re.compile(
    r"(?:'s)?\s{1,20}(?:[Mm]etro(?:politan)?\s{1,20}|[Cc]ity\s{1,20}|[Cc]ounty\s{1,20})?(?:[Pp]olice|[Ff]ire(?:fighters?)?|[Ss]heriff|[Dd]etectives|[Oo]fficers?|PD|[Dd]eputies)\b"
)
"""What follows a town's name where those are told of who go to what happens in it."""

NEAR = 2
"""UCDP where_prec of a place that is told by its police alone: within 25 km."""

HEAD = 1500
"""Characters of a report's beginning in which its police are those of where it plays."""


def of_bodies(reports: Mapping[str, Report], readings: Mapping[str, Reading]) -> Where:
    """Return the town whose police and the like most reports tell of, with the places as evidence; else no place."""
    told: dict[int, dict[str, tuple[Evidence, Place]]] = defaultdict(dict)
    for rid in sorted(reports):
        report = reports[rid]
        for place in readings[rid].places:
            if place.use == "demonym" or place.kind not in ("city", "adm2") or not place.geonames_id:
                continue
            if place.start < report.lead_start + HEAD and _BODY.match(report.text, place.end):
                told[place.geonames_id].setdefault(rid, (report.quote(place.span), place))
    if not told:
        return Where(name=None, geonames_id=None, lat=None, lon=None, where_prec=None)
    best = min(told, key=lambda k: (-len(told[k]), -next(iter(told[k].values()))[1].population, k))
    found = list(told[best].values())
    place = found[0][1]
    return Where(
        name=place.name,
        geonames_id=place.geonames_id,
        lat=place.lat,
        lon=place.lon,
        where_prec=max(place.where_prec or 0, NEAR),
        within=place.within,
        evidence=tuple(e for e, _ in found)[:6],
    )
