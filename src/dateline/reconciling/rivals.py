"""Rivals: when two tolls of one measure dispute each other, and when a later one revises an earlier one.

Tolls put together from several mentions, told in parts or by vague words are no witnesses against a stated one. The
dead and the hurt do not become fewer unless somebody says that the earlier toll was wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dateline.reconciling.tolls import Toll
from dateline.records import Report

ONLY_GROWS = frozenset({"killed", "injured", "casualties", "detained"})
"""Measures of what is not undone without a word: a lower count is a correction, or of something else."""

MANIFOLD = 2.0
"""How many times another toll one may be, told in no one's name, and still be of the same happening."""

_CORRECTED = re.compile(
    r"\b(?:lower(?:s|ed|ing)?|revis\w+|correct\w*|down\s+from|not\s+[\d,]+(?:\s+as)?|not\s+\w+,?\s+as|"
    r"(?:earlier|initial|previous)\s+(?:\w+\s+)?(?:counts?|tolls?|reports?|figures?|numbers?|statements?)|"
    r"(?:earlier|initially|previously)\s+(?:said|reported|put|given|announced|thought|believed)|"
    r"mistak\w+|error|double[- ]count\w*|counted\s+twice|downgrad\w*|recount\w*|instead\s+of|rather\s+than|"
    r"retract\w*)\b",
    re.IGNORECASE,
)
"""Words that say that an earlier count was wrong."""

_IN_PARTS = re.compile(r"\b(?:another|others?|additional|including|also|each|one of|both)\b", re.IGNORECASE)
"""Words beside which a count is one part of several."""

_ATTACKER = re.compile(
    r"\b(?:suspects?|gunm[ae]n|shooters?|attackers?|bombers?|himself|herself|themselves|murder-suicide|assailants?)\b",
    re.IGNORECASE,
)
"""Words beside which one more or less may be the one who did it."""


_SO_FAR = re.compile(r"\b(?:at least|so far|more than|over|up to now|until now|already|confirmed)\b", re.IGNORECASE)
"""Words beside which a count is expected to grow; a greater one is no dispute of it."""


def dispute(one: Sequence[Toll], other: Sequence[Toll]) -> bool:
    """Tell whether two values given on one day are of the same people, so that only one of them can be right."""
    a, b = _stated(one), _stated(other)
    if a is None or b is None or any(_IN_PARTS.search(c.evidence.quote) for t in (a, b) for c in t.counts):
        return False
    least = min((a, b), key=lambda t: t.size)
    if any(_SO_FAR.search(c.evidence.quote) for c in least.counts):
        return False
    low, high = sorted((a.size, b.size))
    if high - low <= 1 and _ATTACKER.search(_quotes([a, b])):
        return False
    named = [t.counts[0].said.origin for t in (a, b) if not t.counts[0].said.origin.startswith("report:")]
    return high < MANIFOLD * low or len(set(named)) == len((a, b))


_LOWERED = re.compile(
    r"\b(?:lower|revis|correct|downgrad|reduc)\w+\b[^.;]{0,60}\b(?:tolls?|counts?|numbers?|figures?|tally|estimates?)\b"
    r"|\b(?:tolls?|counts?|numbers?|figures?|tally|estimates?)\b[^.;]{0,40}\b(?:lower|revis|correct|downgrad|reduc)\w+\b",
    re.IGNORECASE,
)


def correcting(texts: Mapping[str, Report]) -> frozenset[str]:
    """Return the reports that say anywhere that a count was corrected."""
    return frozenset(rid for rid, report in texts.items() if _LOWERED.search(report.text))


def revise(
    measure: str, earlier: Sequence[Toll], later: Sequence[Toll], corrected: frozenset[str] = frozenset()
) -> bool:
    """Tell whether a later value takes the place of an earlier one; `corrected` are reports that correct a count."""
    old, new = _stated(earlier), _stated(later)
    if old is None or new is None or all(c.quantity.number is None for c in old.counts) or _of_one(old):
        return False
    if measure in ONLY_GROWS and new.size < old.size:
        return any(t.report in corrected or _CORRECTED.search(_quotes([t])) for t in later)
    return measure == "detained" or _WIDER.search(_quotes([new])) is None or _WIDER.search(_quotes([old])) is not None


def _of_one(toll: Toll) -> bool:
    """Tell a mention of one person ("injured another", "a man was carried out"), which counts no whole."""
    return toll.size == 1 and all(c.quantity.scope == "subset" for c in toll.counts)


_WIDER = re.compile(
    r"\b(?:shootings|attacks|killings|homicides|murders|incidents|crashes|bombings|explosions|fires|stabbings)\b",
    re.IGNORECASE,
)
"""Happenings told together: a count of all of them takes the place of none of one."""


_ADDED = (
    "derived: those who died later",
    "derived: the quoted count and the attacker",
    *(f"derived: {n} with the one who died last" for n in range(2, 11)),
)
"""How a toll was worked out that still rests on a stated one."""


def _stated(value: Sequence[Toll]) -> Toll | None:
    """Return the toll that states a value in so many words, or by those who died since; None where none does."""
    plain = [t for t in value if t.derived is None or t.derived.startswith(_ADDED)]
    return max(plain, key=lambda t: (t.exact, t.published or "", t.report), default=None)


def _quotes(tolls: Sequence[Toll]) -> str:
    return " ".join(c.evidence.quote for t in tolls for c in (*t.counts, *t.repeats))
