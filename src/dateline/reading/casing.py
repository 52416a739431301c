"""Texts in capitals, put into ordinary case for the pipeline, one code point for one.

The pipeline was trained on mixed case; of "A PEASANT WAS KILLED" it makes names. Words that news writes small
(`data/lowercase.txt`) are written small, all others are taken for names. The stored text is never touched.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from dateline.reading.kinds import kinds

MOSTLY = 0.8
"""Share of capitals among letters from which a text is one in capitals; ordinary prose has under 0.1."""

FEWEST = 20
"""Letters below which nothing is said of a text's case."""

SHORT = 3
"""Letters of words so short that a longer one says nothing of them ("San", "sans")."""

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:'[^\W\d_]+)*")
_STARTS = re.compile(r"(?:[.!?]['\")\]]{0,8}\s{1,8}|\n\s{0,8}\n|:\s{1,8}\")\W{0,8}$")
_HEAD_ENDS = re.compile(r"(?:--?|\])\s{1,8}\W{0,8}$")
HEAD = 200
"""Characters at the beginning in which a dash or bracket may end the head of a dispatch."""

_BRACKETED = re.compile(r"[(\[]([^\W\d_]{2,6}(?:-[^\W\d_]{2,6})?)[)\]]")
_VOWELS = frozenset("AEIOUY")
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "men", "man")
_MONTHS_TOO = frozenset({"may", "march"})


def in_capitals(text: str) -> bool:
    """Tell whether a text is written in capitals throughout.

    >>> in_capitals("A PEASANT WAS KILLED BY A MINE."), in_capitals("The UN and the EU met.")
    (True, False)
    """
    upper = sum(map(str.isupper, text))
    return upper >= FEWEST and upper >= MOSTLY * (upper + sum(map(str.islower, text)))


def recased(text: str) -> str:
    """Return a text in capitals in ordinary case, of the same length; any other text as it is.

    >>> recased("MAYOR ANA RUIZ SAID 12 PEASANTS WERE KIDNAPPED NEAR CALI. THE ELN (ELN) DENIED IT.")
    'Mayor Ana Ruiz said 12 peasants were kidnapped near Cali. The ELN (ELN) denied it.'
    """
    if not in_capitals(text):
        return text
    short = kinds().short.union(part for match in _BRACKETED.finditer(text) for part in match[1].split("-"))
    made: list[str] = []
    at = 0
    listed = list(_WORD.finditer(text))
    forms = [_form(match[0], short) for match in listed]
    for i, match in enumerate(listed):
        gap, form = text[at : match.start()], forms[i]
        if match[0] == "S" and gap.endswith("'"):
            written = "s"
        elif form.islower() and _capital(form, i, forms, text, match):
            written = form[0].upper() + form[1:]
        else:
            written = form
        made += [gap, written if len(written) == len(match[0]) else match[0]]
        at = match.end()
    made.append(text[at:])
    return "".join(made)


def _form(word: str, short: frozenset[str]) -> str:
    """Return how a word is written in the middle of a sentence."""
    small = word.lower()
    if "." in word or (word in short and small not in _known()):
        return word
    if _is_small(small):
        return small
    if _is_title(small):
        return word.capitalize()
    if len(word) > 1 and not _VOWELS & set(word):
        return word
    head, mark, tail = word.partition("'")
    if mark and len(tail) <= 2:
        return (head if head in short else _form(head, short)) + mark + tail.lower()
    return "'".join(part.capitalize() for part in word.split("'"))


def _is_small(word: str) -> bool:
    known = _known()
    if word in known or (len(word) > SHORT and word + "s" in known):
        return True
    return any(
        word.endswith(end)
        and len(word) > len(end) + 3
        and (word[: -len(end)] in known or word[: -len(end)] + "e" in known)
        for end in _ENDINGS
    )


def _capital(form: str, i: int, forms: list[str], text: str, match: re.Match[str]) -> bool:
    """Tell whether a small word has a capital where it stands: at a start, a month, a title before a name."""
    at = match.start()
    before = text[max(0, at - 8) : at]
    if not before.strip() or _STARTS.search(before) or (at < HEAD and _HEAD_ENDS.search(before)):
        return True
    if form in _MONTHS_TOO:
        return bool(re.search(r"\d\s$", before) or re.match(r"\s\d", text[match.end() : match.end() + 2]))
    following = forms[i + 1] if i + 1 < len(forms) else ""
    return following[:1].isupper() and not following.isupper() and _is_title(form)


def _is_title(small: str) -> bool:
    return any(kinds().titles.fullmatch(small.capitalize() + end) for end in (" ", ". "))


@cache
def _known() -> frozenset[str]:
    return frozenset(files("dateline.data").joinpath("lowercase.txt").read_text(encoding="utf-8").split())
