"""Persons told of one by one: how many different people single mentions of a report are of.

"A 19-year-old man was shot in the leg. A woman was grazed." tells of two. Two mentions are of two persons where names,
ages, sex or side differ, where one is "another", or where one sentence lists them; else they are of one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.reading.doubts import sentence_around
from dateline.reading.measures import words
from dateline.reading.persons import age_of, kinds_differ, set_apart, surname
from dateline.records import Quantity

_BROUGHT_IN = re.compile(r"\b(?:an?|another|his|her|their)\s+(?:[\w'’-]+\s+){0,3}$", re.IGNORECASE)
"""What stands before somebody told of for the first time."""

_STANDS_FOR = re.compile(r"(?:he|she|him|her)$", re.IGNORECASE)
"""Pronouns, which bring in nobody new."""

_ANYONE = frozenset({"victim", "person", "man", "woman", "boy", "girl", "child", "teen", "teenager", "one"})
"""Nouns that may stand for whoever was told of just before, whatever he was called."""


_TURN = re.compile(
    r"\b(?:separate|unrelated|previous|earlier|another|other|different|second|third|fourth|fifth|last|\d(?:nd|rd|th))\s+"
    r"(?:[\w-]+\s+){0,2}?(?:shootings?|stabbings?|incidents?|attacks?|crash(?:es)?|accidents?|homicides?|killings?|fires?"
    r"|cases?|scenes?|times?|weeks?|months?|years?)\b|\b(?:related|also read|read more|more|previously)\s*:"
    r"|\b(?:earlier|hours?\s+later|elsewhere|meanwhile)\b|\boriginal\s+(?:story|report)\b",
    re.IGNORECASE,
)
"""Words with which a report turns to another happening, or begins to tell the same one anew."""


_BLOCK = re.compile(r"\b\d+\s+block\s+of\s+((?:[A-Z0-9][\w.'’]*\s*){1,4})")
"""An address as the police give it ("the 1200 block of North Mill Street")."""

YOUNG = range(16, 21)
"""Years at which a person is called a girl in one line and a woman in the next."""


def turns(text: str, start: int, end: int) -> int:
    """Return where a report first turns to something else between two places of its text, `end` if nowhere.

    It does so in so many words, or by giving a second address.
    """
    found = _TURN.search(text, start, end)
    end = found.start() if found is not None else end
    blocks = list(_BLOCK.finditer(text, 0, end))
    other = next((b for b in blocks if b[0].split()[:4] != blocks[0][0].split()[:4]), None)
    if other is None or other.start() < start:
        return end
    return max(text.rfind(". ", start, other.start()), text.rfind("\n", start, other.start()), start + 1)


ORDINALS = {
    word: n
    for n, forms in enumerate(
        [
            "second|2nd",
            "third|3rd",
            "fourth|4th",
            "fifth|5th",
            "sixth|6th",
            "seventh|7th",
            "eighth|8th",
            "ninth|9th",
            "tenth|10th",
        ],
        start=2,
    )
    for word in forms.split("|")
}
_ORDINAL = re.compile(rf"\b({'|'.join(ORDINALS)})\s+(?:[\w-]+\s+){{0,2}}$", re.IGNORECASE)
"""An ordinal before the one told of ("a third victim has died")."""


def ordinal_before(text: str, at: int) -> int | None:
    """Return which of several the person told of at `at` is, where the words before say so."""
    found = _ORDINAL.search(text, max(0, at - 60), at)
    return ORDINALS[found.group(1).casefold()] if found is not None else None


def told_apart(text: str, quantities: Sequence[Quantity], listed: Sequence[int]) -> list[int]:
    """Return the first mention of each person among single mentions, `listed` in text order; at least one if any."""
    persons: list[list[int]] = []
    pronouns = [i for i in listed if _STANDS_FOR.match(quantities[i].span.of(text))]
    for i in [i for i in listed if i not in pronouns] or pronouns[:1]:
        home = next(
            (p for p in reversed(persons) if all(_may_be_one(text, quantities[i], quantities[j]) for j in p)), None
        )
        if home is None:
            persons.append([i])
        else:
            home.append(i)
    return [person[0] for person in persons]


def _may_be_one(text: str, q: Quantity, one: Quantity) -> bool:
    """Tell whether nothing keeps two mentions, `one` the earlier, from being of the same person."""
    if q.actor is not None and q.actor == one.actor:
        return True
    if q.trigger == one.trigger:
        return False
    name, other = surname(q), surname(one)
    if name is not None and other is not None:
        return name == other
    age, years = age_of(text, q), age_of(text, one)
    if age is not None and years is not None and age != years:
        return False
    if kinds_differ(text, q, one, young=age in YOUNG or years in YOUNG):
        return False
    if _another(text, q) and not _another(text, one):
        return False
    return not _brought_in_beside(text, q, one)


def _another(text: str, q: Quantity) -> bool:
    """Tell who is told of as another of the hurt, not as another than who hurt him ("shot her other child")."""
    done_to = q.trigger is not None and q.trigger.start < q.start
    return not done_to and set_apart(text, q, weak=False)


def _brought_in_beside(text: str, q: Quantity, one: Quantity) -> bool:
    """Tell two persons of one sentence, the later a new one: "he shot his girlfriend, then wounded an officer"."""
    start, end = sentence_around(text, q)
    if not start <= one.start < end or surname(q) is not None:
        return False
    noun, other = (x.span.of(text).lower() for x in (q, one))
    if noun == other or {noun, other} & (_ANYONE | words("others")):
        return False
    return _BROUGHT_IN.search(text, max(0, q.start - 40), q.start) is not None
