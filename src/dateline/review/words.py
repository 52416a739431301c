"""What a judgement is about, in words, from the judgement alone."""

from __future__ import annotations

from dateline.records import Anchor, Correction, Judgement
from dateline.review.stories import Told
from dateline.review.values import PARTS, plain
from dateline.telling.shown import quoted

NAMED = 3
"""Reports of a story that are named."""

BETWEEN = {"difference": " differs from ", "revision": " replaces ", "accord": " agrees with "}
"""What stands between the things that a difference, a revision or an accord is of."""


def gone() -> Told:
    """Tell that nothing of what was judged is there."""
    return Told(False, "its reports are not in this case, or have another text now")


def about(judgement: Judgement) -> str:
    """Return what was judged, and what it was set to."""
    if judgement.revokes is not None:
        return f"the judgement {judgement.revokes[:12]}"
    if judgement.anchors and (word := BETWEEN.get(judgement.anchors[0].kind)):
        return word.join(dict.fromkeys(_anchor(anchor) for anchor in judgement.anchors[1:]))
    named = [_anchor(anchor) for anchor in judgement.anchors]
    if judgement.verdict == "same-origin":
        return " = ".join(named)
    told = (" from " if judgement.verdict == "split" else " and ").join(named)
    if judgement.correction is None:
        return told
    return f"{told} → {_correction(judgement.correction, judgement.anchors[0].unit)}"


def _anchor(anchor: Anchor) -> str:
    if anchor.kind == "figure":
        whom = f", {anchor.whom}" if anchor.whom else ""
        return anchor.title or f"{anchor.measure}{whom}: {plain(anchor.low, anchor.best, anchor.high, anchor.unit)}"
    if anchor.kind == "fact":
        return quoted(anchor.title or anchor.evidence[0].quote)
    if anchor.kind == "origin":
        return anchor.name or ""
    if anchor.title:
        return anchor.title
    reports = ", ".join(key.report for key in anchor.reports[:NAMED])
    if anchor.kind == "report":
        return f"{anchor.name} ({reports})" if anchor.name else f"report {reports}"
    more = " …" if len(anchor.reports) > NAMED else ""
    return f"story of {len(anchor.reports)} report{'s' * (len(anchor.reports) != 1)} ({reports}{more})"


def _correction(value: Correction, unit: str | None) -> str:
    if value.earliest is not None or value.where is not None:
        return "; ".join([*_days(value), *_place(value)])
    numbers = (value.low, value.best, value.high)
    told = (
        value.measure,
        plain(*numbers, unit) if numbers != (None, None, None) else None,
        PARTS[value.scope] if value.scope is not None else None,
    )
    return ", ".join(part for part in told if part is not None)


def _days(value: Correction) -> list[str]:
    if value.earliest is None:
        return []
    return [value.earliest if value.earliest == value.latest else f"{value.earliest} … {value.latest}"]


def _place(value: Correction) -> list[str]:
    place = value.where
    return [] if place is None else [f"{', '.join([place.name or '', *place.within])} (where_prec {place.where_prec})"]
