"""Forms of an English word: plural and singular, past and "-ing", by the rules of spelling.

Who searches for "ferries" means "ferry" too. What is made here and is no word is found nowhere, and does no harm.
"""

from __future__ import annotations

from functools import lru_cache

SHORTEST = 4
"""Letters from which a word has forms: below it, names and codes ("IS", "US", "WHO") are more."""
_VOWELS = frozenset("aeiou")
_HISSING = ("s", "x", "z", "ch", "sh")


@lru_cache(maxsize=1_000)
def forms(word: str) -> tuple[str, ...]:
    """Return the other forms of a word in small letters, in the order of the alphabet; none of what is no plain word.

    >>> forms("ferries")
    ('ferried', 'ferry', 'ferrying')
    >>> "explode" in forms("exploding"), "stopped" in forms("stop"), "churches" in forms("church"), forms("who")
    (True, True, True, ())
    """
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
        return ()
    bases = _bases(word) or {word}
    return tuple(sorted({form for base in bases for form in (base, *_inflected(base))} - {word}))


def _bases(word: str) -> set[str]:
    """Return what a word may be a form of."""
    if word.endswith(("ies", "ied")) and len(word) > SHORTEST:
        return {word[:-3] + "y"}
    found: set[str] = set()
    if word.endswith("es") and word[:-2].endswith(_HISSING):
        found |= {word[:-2], word[:-1]}
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        found.add(word[:-1])
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and _VOWELS & set(stem) and not word.endswith("eed"):
            found |= {stem, f"{stem}e"} | ({stem[:-1]} if stem[-1] == stem[-2:-1] else set())
    return {base for base in found if len(base) > 2}


def _inflected(base: str) -> tuple[str, ...]:
    """Return plural, past and "-ing" of a word."""
    if base.endswith("e"):
        return f"{base}s", f"{base}d", f"{base[:-1]}ing"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    plural = f"{base}es" if base.endswith(_HISSING) else f"{base}s"
    twice = base[-1] not in _VOWELS | set("wxy") and base[-2] in _VOWELS and base[-3] not in _VOWELS
    doubled = (f"{base}{base[-1]}ed", f"{base}{base[-1]}ing") if twice else ()
    return (plural, f"{base}ed", f"{base}ing", *doubled)
