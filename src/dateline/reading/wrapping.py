"""Text set in lines of one width: its line breaks are no ends of sentences.

Dispatches, mails, plain text files and what is copied from a page are often wrapped. For the pipeline such a break
becomes a space, one code point for one; breaks between paragraphs, headings and entries of a list stay.
"""

from __future__ import annotations

import re

NARROWEST, WIDEST = 40, 100
"""Characters of the longest line of a wrapped text; shorter lines are entries, longer ones paragraphs in one piece."""

SLACK = 5
"""Characters by which the lines of one width may differ."""

FEWEST = 3
"""Breaks inside paragraphs from which a text shows how it is set."""

SHARE = 0.75
"""Share of these breaks at which the next word would not have fitted the line, as wrapping leaves them."""

LONG = 0.5
"""Share of the width from which a line of a wrapped text goes on in the next, unless a stop ends it."""

_INNER = re.compile(r"(?<=\S)[ \t]*(\n)(?=([^\s*\u2022-]\S*))")


_RUNNING = re.compile(r"(?<=[^\W_]|[,;-])[ \t]*\n(?=[ \t]?[a-z]{2})")
"""A break in the middle of a sentence, as copying from a page leaves it: a small letter goes on."""


def unwrapped(text: str) -> str:
    r"""Return a text whose soft line breaks are spaces; a text that is not wrapped as it is.

    >>> unwrapped("Of the families who fled the valley\nsome have gone back.\nOthers wait.")
    'Of the families who fled the valley some have gone back.\nOthers wait.'
    """
    text = _RUNNING.sub(lambda match: match[0].replace("\n", " "), text)
    width = max((len(line.rstrip()) for line in text.split("\n")), default=0)
    inner = list(_INNER.finditer(text)) if NARROWEST <= width <= WIDEST else []
    if len(inner) < FEWEST:
        return text
    soft = {m.start(1) for m in inner if _length(text, m.start(1)) + 1 + len(m[2]) > width - SLACK}
    if len(soft) < SHARE * len(inner):
        return text
    made = list(text)
    for match in inner:
        at = match.start(1)
        if at in soft or (_length(text, at) >= LONG * width and _end(text, at) not in ".:!?"):
            made[at] = " "
    return "".join(made)


def _end(text: str, at: int) -> str:
    """Return the last character before `at` that is no space."""
    while text[at - 1] in " \t":
        at -= 1
    return text[at - 1]


def _length(text: str, end: int) -> int:
    """Return the length of the line that ends at `end`, without white space behind it."""
    return len(text[text.rfind("\n", 0, end) + 1 : end].rstrip())
