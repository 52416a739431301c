"""Quotations: stretches of text between quotation marks, paired within paragraphs, over several where they reopen.

Marks are those of English, and « », „ “ and their like, which reports keep from other languages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.records import Span

SHORTEST = 3
"""Words from which a quotation is speech rather than a quoted term."""

_MARK = re.compile(r"[\"“”]|(?<![\w])['‘](?=\w)|(?<=[\w.,!?…])['’](?=[\s,.)]|$)")
_DOUBLED = re.compile(r"''(?!')|``|‘‘|’’")
_FOREIGN = str.maketrans(dict.fromkeys("«»‟″＂❝❞", '"'))
_LOW = str.maketrans(dict.fromkeys("„“”", '"'))
STOPS = frozenset(".,!?…")
"""Marks behind which a quotation mark closes whatever its shape, where a space follows."""
Shapes = tuple[str, str, str]
"""Marks, those that close, those that open."""
DOUBLE: Shapes = ('"“”', '"”', '"“')
SINGLE: Shapes = ("'‘", "'’", "'‘")
FILLER = "\x00"
"""Second half of a quotation mark typed as two single ones."""
_WORDS = re.compile(r"\w+")


def find_quotations(text: str, start: int = 0) -> list[Span]:
    """Return the quotations of `text` from offset `start`, marks included, in order, none overlapping.

    A quotation that a paragraph opens and does not close ends with the paragraph.
    """
    found = []
    at = start
    text = _DOUBLED.sub('"' + FILLER, text).translate(_FOREIGN)
    if "„" in text:
        text = text.translate(_LOW)
    for paragraph in re.split(r"(\n+)", text[start:]):
        if not paragraph.startswith("\n"):
            found += _in_paragraph(text, at, at + len(paragraph))
        at += len(paragraph)
    return found


def _in_paragraph(text: str, start: int, end: int) -> list[Span]:
    found = [(match.group(), match.start()) for match in _MARK.finditer(text, start, end)]
    if not found:
        return []
    double = _paired(text, found, start, end, DOUBLE)
    if double:
        return double
    return [s for s in _paired(text, found, start, end, SINGLE) if _is_single(text, s)]


def _is_single(text: str, span: Span) -> bool:
    """Tell whether single marks hold speech, no term and no apostrophes: many words, or a stop before the last mark."""
    return len(_WORDS.findall(span.of(text))) > SHORTEST + (text[span.end - 2] not in ",.!?…")


def _paired(text: str, listed: Sequence[tuple[str, int]], start: int, end: int, shapes: Shapes) -> list[Span]:
    marks, closers, openers = shapes
    found = []
    opened: int | None = None
    for mark, at in listed:
        if mark not in marks and mark not in closers:
            continue
        if opened is None:
            if mark in openers and (at == start or not text[at - 1].isalnum()):
                opened = at
        elif (
            (mark in closers or text[at - 1] in STOPS)
            and at > opened + 1
            and (mark not in openers or at + 1 >= end or not text[at + 1].isalnum())
        ):
            found.append(Span(opened, at + 1 + text.startswith(FILLER, at + 1)))
            opened = None
    if opened is not None and marks[0] == '"' and end - opened > 20:
        last = len(text[:end].rstrip())
        if last > opened + 1:
            found.append(Span(opened, last))
    return found


def is_speech(text: str, span: Span) -> bool:
    """Tell whether a quotation is long enough to be speech."""
    return len(_WORDS.findall(span.of(text))) >= SHORTEST
