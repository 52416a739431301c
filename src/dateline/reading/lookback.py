"""Looking back: clauses that tell of a time before the happening."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dateline.records import Attribution

if TYPE_CHECKING:
    from spacy.tokens import Token

FORMER = frozenset({"once", "previously", "formerly"})
"""Adverbs of a time before, whatever the tense."""

EARLIER = frozenset({"earlier", "already", "before", "long", "ago", "never", "just", "recently", "always"})
"""Adverbs that tell of a time before the one that is told of."""

LONG_AGO = frozenset(
    {"last", "ago", "earlier", *(f"{unit}{s}" for unit in ("week", "month", "year") for s in ("", "s"))}
)
"""Words of a date that lies before the last days."""


def looks_back(head: Token, *, reported: bool) -> bool:
    """Tell whether a clause looks back from the happening: a past perfect, or "once", "earlier", "previously".

    In somebody's `reported` words the past perfect is the past ("police said the driver had fled"), unless a word or a
    day tells of an earlier one.
    """
    adverbs = {child.lower_ for child in head.children if child.dep_ == "advmod"}
    if adverbs & FORMER:
        return True
    if not any(child.dep_ in ("aux", "auxpass") and child.lower_ in ("had", "'d") for child in head.lefts):
        return False
    return not reported or bool(adverbs & EARLIER) or any(_is_long_ago(token) for token in head.subtree)


def is_reported(attributions: Iterable[Attribution]) -> bool:
    """Tell whether somebody's words are told, not quoted."""
    return any(a.kind in ("indirect", "according-to") for a in attributions)


def _is_long_ago(token: Token) -> bool:
    """Tell a word of a time before the last days: a year, "last month", "weeks earlier"."""
    return token.ent_type_ == "DATE" and (token.lower_ in LONG_AGO or (len(token) == 4 and token.is_digit))
