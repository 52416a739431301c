"""Values set by hand: the correction takes the place of what was read, and says so."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import msgspec

from dateline.records import Anchor, Correction, Fact, Figure, Judgement, When, Where
from dateline.telling import amounts

PARTS = {"total": "a total", "subset": "a part"}
"""What a figure is of its measure, in words."""


def corrected_figure(figure: Figure, judgement: Judgement, machine: Figure | None, kind: Anchor) -> Figure:
    """Return a figure with the corrected value, the machine's beside it among the reasons.

    `kind` says what it counts, and whether it is a total or a part, after all judgements: of several the last holds.
    """
    value = judgement.correction or Correction()
    was = machine or figure
    if value.measure is not None and value.measure == kind.measure:
        figure = _reasoned(figure, f"{was.measure} corrected to {value.measure} by {judgement.user}")
    if value.scope is not None and value.scope == kind.scope:
        reason = f"{PARTS[was.scope]} corrected to {PARTS[value.scope]} by {judgement.user}"
        figure = msgspec.structs.replace(_reasoned(figure, reason), scope=value.scope)
    if (value.low, value.best, value.high) == (None, None, None):
        return figure
    read, right = amounts.spread(was), plain(value.low, value.best, value.high, was.unit)
    kept = tuple(r for r in figure.reasons if not r.startswith(("derived", "counted from")))
    figure = msgspec.structs.replace(
        figure, low=value.low, best=value.best, high=value.high, qualifier=None, reasons=kept
    )
    return _reasoned(figure, f"{read} corrected to {right} by {judgement.user}")


def of_kind(figure: Figure, kind: Anchor) -> Figure:
    """Return a figure of the machine that the account leaves out once it counts something else, or is a part."""
    stands = figure.standing in ("disputed", "superseded")
    return msgspec.structs.replace(
        figure,
        measure=kind.measure or figure.measure,
        scope=kind.scope or figure.scope,
        standing="unresolved" if stands else figure.standing,
        support=(),
        against=(),
        supersedes=(),
        reasons=("does not go with the other figures",),
    )


def _reasoned(figure: Figure, reason: str) -> Figure:
    return msgspec.structs.replace(figure, reasons=(*figure.reasons, reason))


def corrected_fact(fact: Fact, judgement: Judgement) -> Fact:
    """Return a fact with the corrected days."""
    value = judgement.correction or Correction()
    reason = f"date corrected by {judgement.user}; read as {_days(fact.earliest, fact.latest)}"
    return msgspec.structs.replace(
        fact,
        earliest=value.earliest,
        latest=value.latest,
        date_prec=_precision(value),
        basis="judged",
        reasons=(*fact.reasons, reason),
    )


def corrected_when(when: When, judgement: Judgement) -> When:
    """Return when a story happened, by the correction where that sets it."""
    value = judgement.correction or Correction()
    if value.earliest is None:
        return when
    return When(
        earliest=value.earliest,
        latest=value.latest,
        date_prec=_precision(value),
        basis="judged",
        evidence=when.evidence,
    )


def corrected_where(where: Where, judgement: Judgement) -> Where:
    """Return where a story happened, by the correction where that sets it."""
    value = judgement.correction or Correction()
    return where if value.where is None else msgspec.structs.replace(value.where, evidence=where.evidence)


class _Number(NamedTuple):
    """A number with its bounds and unit, in the words that they leave open."""

    low: float | None
    best: float | None
    high: float | None
    unit: str
    qualifier: str | None


def plain(low: float | None, best: float | None, high: float | None, unit: str | None = None) -> str:
    """Return a value as figures are shown; one that nothing bounds was told as "about".

    >>> plain(12.0, 12.0, 12.0), plain(9.0, 9.0, None), plain(10.0, 12.0, 14.0), plain(None, None, None)
    ('12', '≥ 9', '12 (10 to 14)', 'an open number')
    >>> plain(None, 270000.0, None), plain(284e9, 284e9, 284e9, "USD"), plain(None, 80.0, None, "percent")
    ('≈ 270,000', 'USD 284 bn', '≈ 80 %')
    """
    if low is None and best is None and high is None:
        return "an open number"
    about = "about" if low is None and high is None else None
    return amounts.spread(_Number(low, best, high, unit or "people", about))


def _days(earliest: str | None, latest: str | None) -> str:
    if earliest is None:
        return "undated"
    return earliest if earliest == latest or latest is None else f"{earliest} … {latest}"


def _precision(value: Correction) -> int | None:
    """Return UCDP's date_prec of a stretch of days."""
    if value.earliest is None or value.latest is None:
        return None
    first, last = date.fromisoformat(value.earliest), date.fromisoformat(value.latest)
    days = (last - first).days + 1
    if days == 1:
        return 1
    if days <= 7:
        return 2
    return 3 if days < 28 else 4 if days <= 31 else 5
