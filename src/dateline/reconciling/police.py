"""Police: which names are those of one force; in one story of one town there is one, however it is called.

"Police", "detectives" and "the police department" name no town: they are the one force that the story names, if it
names one alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

Force = tuple[str, ...]
"""The words that tell a force from others, in order; none where its name tells none."""

_PLAIN = frozenset(
    """
    police officers detectives cops department dept office officials local city town county s
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words of the names of police that tell no force from another."""

_SHERIFF = re.compile(r"sheriffs?|deputies")
_FORCE = re.compile(
    r"(?:.{1,200}\s)?(?:police|police\s(?:department|dept|officers|officials|detectives|office)|officers|detectives|cops"
    r"|sheriff(?:\ss|s)?\s(?:office|department|dept|officials|detectives|deputies)|deputies|[a-z]{1,5}pd)"
)
"""How the names of local police end, folded."""

_OTHER = re.compile(
    r"\b(?:(?:state|federal)(?=\s(?:police|officers|detectives|officials))|highway|transit|military|army|naval|national|royal|railway|border|campus|school|university"
    r"|secret|prison|corrections?|customs|immigration|probation|parole|from|by|for|with|in|at|to|and)\b"
)
"""Words of police, and of officers, that are none of a town's, and of what is no name."""

_SHORT = re.compile(r"[a-z]{1,5}pd")
_PEOPLE = re.compile(r"(?:officers|officials|detectives|cops|deputies|pd)\Z")
"""How names end that are not first of all those of a force."""


@lru_cache(maxsize=4096)
def force_of(name: str) -> Force | None:
    """Return the telling words of a local police's folded name, None for what is none.

    >>> force_of("police"), force_of("harwick police department"), force_of("state police"), force_of("deputies")
    ((), ('harwick',), None, ('sheriff',))
    """
    name = name.rstrip("+")
    if _FORCE.fullmatch(name) is None or _OTHER.search(name) is not None:
        return None
    words = ["sheriff" if _SHERIFF.fullmatch(word) else word for word in name.split()]
    return tuple(dict.fromkeys(word for word in words if word not in _PLAIN))


def one_force(one: Force, other: Force) -> bool:
    """Tell whether names that tell a force are of one: all words of one are the other's, or one is short for the other.

    >>> one_force(("hapd",), ("harwick", "abbey")), one_force(("harwick",), ("harwick", "sheriff"))
    (True, False)
    """
    if ("sheriff" in one) != ("sheriff" in other):
        return False
    return set(one) <= set(other) or set(other) <= set(one) or _shortens(one, other) or _shortens(other, one)


def _shortens(short: Force, long: Force) -> bool:
    letters = "".join(word[0] for word in long)
    return len(short) == 1 and _SHORT.fullmatch(short[0]) is not None and short[0].removesuffix("pd") == letters


def forces(names: Iterable[str]) -> dict[str, str]:
    """Map the names of local police, folded, to the first name of the force that each is of; other names to nothing.

    Of a name that fits two forces it is not known which it is; one that tells none is of the only one there is.

    >>> forces(["police", "hapd", "harwick abbey police", "mayor"])
    {'harwick abbey police': 'harwick abbey police', 'hapd': 'harwick abbey police', 'police': 'harwick abbey police'}
    """
    told = {name: force for name in names if (force := force_of(name)) is not None}
    listed = sorted(told, key=lambda name: (-len(told[name]), _PEOPLE.search(name) is not None, name))
    home: dict[str, str] = {}
    for name in (name for name in listed if told[name]):
        fitting = sorted({own for other, own in home.items() if one_force(told[name], told[other])})
        home[name] = fitting[0] if len(fitting) == 1 else name
    known = sorted(set(home.values()))
    plain = sorted((name for name in listed if not told[name]), key=lambda name: (name != "police", name))
    for name in plain:
        home[name] = known[0] if len(known) == 1 else plain[0]
    return home
