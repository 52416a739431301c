"""The words of a statement, reduced to what two tellings of the same thing share."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

FUNCTION_WORDS = frozenset(
    """
    a an the this that these those and or but nor so yet if as at by for from in into of off on onto out over
    to up with within without about after before during since until while when where which who whom whose what
    how why than then there here is are was were be been being am do does did done has have had having will
    would shall should can could may might must not no it its he him his she her hers they them their theirs
    we us our you your i me my himself herself itself themselves also only just still very more most much many
    some any all each both other another such own same too again once one two said says say told added
    according reported s t d ll re ve
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words that two sentences share without saying the same; cues of attribution are among them."""

ENDINGS = tuple(
    "ingly edly ments ment ings ing ies ied ers er ed es ly ions ion s e y".split()  # noqa: SIM905
)
"""Endings stripped so that "declared", "declares" and "declaration" meet; short stems are left whole."""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a rough stem: the word without its ending, when at least four letters stay.

    >>> stem("declared"), stem("declares"), stem("killing")
    ('declar', 'declar', 'kill')
    """
    low = word.casefold()
    for ending in ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 4:
            return low[: -len(ending)]
    return low


def content_stems(text: str) -> frozenset[str]:
    """Return the stems of the words of `text` that carry meaning."""
    found = set()
    for match in WORD.finditer(text):
        word = match.group().replace("’", "'").removesuffix("'s").casefold()
        if word not in FUNCTION_WORDS and not word.isdigit():
            found.add(stem(word))
    return frozenset(found)
