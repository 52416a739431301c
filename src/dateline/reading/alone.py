"""Quotations that no cue of their own introduces: signed ones, and those that go on with what a neighbour said."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from dateline.reading.charspans import apart
from dateline.reading.shelf import Shelf
from dateline.reading.sources import Voices, links_of_name
from dateline.records import Attribution, Span

SIGNED = re.compile(
    r"\s{0,20}(?P<dash>[\u2012-\u2015]|--?)\s?"
    r"(?P<name>[A-Z][\w.'’-]{0,60}\w(?:[^\S\n]{1,20}[A-Z][\w.'’-]{0,60}){0,12})(?=[,(]|\.?[^\S\n]{0,20}(?:\n|$))"
)
"""A dash and a name behind a quotation, ending its line or going on with what the name is."""
LEAD = 14
"""Characters that may stand before a quotation in its sentence where it goes on with what was said ("But ", "And ")."""
HALF = 0.5
"""Share of a quotation from which it is held by what was found."""
NEAR = 600
"""Characters between two quotations of one voice."""
ENDS = frozenset(".!?\"'”’»:")
STOPS = frozenset(".!?")
BETWEEN = STOPS | frozenset(' \n"”')
"""What may stand between a sentence and the quotation that goes on with it."""
CLOSERS = frozenset("\"'”’“»«")


def with_alone(found: Sequence[Attribution], quotations: Sequence[Span], voices: Voices) -> list[Attribution]:
    """Give quotations that nothing found holds to whoever signs them, or to whoever speaks right before or behind."""
    text = voices.text
    made = list(found)
    held = Shelf((c.start, c.end, n) for n, a in enumerate(made) for c in a.content)
    owners: list[int | None] = []
    share = []
    for quotation in quotations:
        touching = held.touching(quotation)
        shared = (min(end, quotation.end) - max(start, quotation.start) for start, end, _ in touching)
        share.append(max(shared, default=0) / (quotation.end - quotation.start))
        speaking = (n for _, _, n in touching if made[n].kind in ("direct", "mixed") and made[n].cue)
        owners.append(next(speaking, None))
    last: int | None = None
    for i, quotation in enumerate(quotations):
        if owners[i] is not None or share[i] >= HALF:
            last = i if owners[i] is not None else last
            continue
        signed = _signed(quotation, voices)
        if signed is not None:
            made.append(signed)
            continue
        if not _sentence(text, quotation):
            continue
        owner = owners[last] if last is not None and _goes_on(text, quotations[last], quotation) else None
        if owner is None and i + 1 < len(quotations) and _open(text, quotation):
            owner = owners[i + 1]
        if owner is None:
            owner = _said_before(made, held, text, quotation)
        if owner is not None:
            made[owner] = msgspec.structs.replace(made[owner], content=apart((*made[owner].content, quotation)))
            owners[i], last = owner, i
    return made


def _said_before(made: Sequence[Attribution], held: Shelf, text: str, quotation: Span) -> int | None:
    """Return whose words end the sentence right before a quotation ("She spoke of the flood. "Nobody slept."")."""
    end = quotation.start
    while end > 0 and text[end - 1] in BETWEEN:
        end -= 1
    if end == 0 or not set(text[end : quotation.start]) & STOPS:
        return None
    touching = held.touching(Span(end - 1, end))
    near = [n for _, stop, n in touching if made[n].source and made[n].cue and stop >= end]
    return max(near, key=lambda n: (made[n].kind != "indirect", -made[n].cue[0].start), default=None)


def _signed(quotation: Span, voices: Voices) -> Attribution | None:
    """Read "“...” — Name" at the end of a line."""
    match = SIGNED.match(voices.text, quotation.end)
    if match is None:
        return None
    name = Span(match.start("name"), match.end("name"))
    cue = Span(match.start("dash"), match.end("dash"))
    return Attribution(
        source=(name,), cue=(cue,), content=(quotation,), kind="direct", chain=links_of_name(name, voices)
    )


def _sentence(text: str, quotation: Span) -> bool:
    """Tell whether a quotation is speech by itself: it begins a sentence and ends one."""
    before = text[max(0, quotation.start - LEAD) : quotation.start].rsplit("\n", 1)[-1].rstrip()
    begins = not before or before[-1] in ENDS
    inner = quotation.of(text).rstrip("\"'”’“»« ")
    return begins and inner[-1:] in ".!?…"


def _goes_on(text: str, before: Span, quotation: Span) -> bool:
    """Tell whether a quotation goes on with the one before it: in its paragraph, or as all of the next."""
    if quotation.start - before.end > NEAR:
        return False
    between = text[before.end : quotation.start]
    if "\n" not in between:
        return True
    rest, _, gap = between.partition("\n")
    if gap.strip():
        return False
    end = text.find("\n", quotation.end)
    fills = not text[quotation.end : end if end >= 0 else len(text)].strip()
    return fills or (not rest.strip() and _open(text, before))


def _open(text: str, quotation: Span) -> bool:
    """Tell whether a quotation has no closing mark: it goes on in the next paragraph."""
    return text[quotation.end - 1] not in CLOSERS
