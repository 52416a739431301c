"""Corrections: what a report says was said at first and is not so ("police had initially said …, but …")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dateline.reconciling.lines import Line
from dateline.reconciling.said import Said
from dateline.records import Difference, Fact

CORRECTED = "said at first, and corrected"
"""Why what a report takes back is superseded."""

_AT_FIRST = re.compile(
    r"\b(?:initially|originally|at first|earlier|previously|mistakenly|erroneously|wrongly|incorrectly)"
    r"\s+(?:been\s+)?"
    r"(?:said|reported|believed|thought|told|announced|stated|identified|described|suspected|ruled|listed|claimed|"
    r"estimated|feared|assumed|named|given|treated|classified)\b"
    r"|\b(?:said|reported|believed|thought|told|announced|stated|claimed)\s+(?:initially|at first|mistakenly)\b"
    r"|\b(?:initial|early|earlier|first|preliminary)\s+(?:reports?|statements?|accounts?|information)\s+(?:\w+\s+){0,3}?"
    r"(?:said|indicated|suggested|stated|claimed|had it|that)\b",
    re.IGNORECASE,
)
"""Words for what was said before."""

_TURN = re.compile(
    r"[,;]\s+(?:but|however|though|although|yet|while|later|and\s+later|before)\b|\bbut\b|\bhowever\b|\bturned out\b",
    re.IGNORECASE,
)
"""Words behind which stands what is said now."""

_ALTHOUGH = re.compile(r"\W{0,20}(?:although|though|while|even though|contrary to|despite)\b", re.IGNORECASE)
"""How a sentence begins that gives what was said before first, and behind a comma what is said now."""

_NEXT = re.compile(
    r"\W{0,20}(?:but|however|instead|in fact|later"
    r"|(?:police|officials|authorities|investigators|it|they) later|that was)\b",
    re.IGNORECASE,
)
"""How a sentence begins that takes back the one before."""


_IN_PASSING = re.compile(r"\b(?:who|which|that)\s+(?:(?:was|were|had|is|has)\s+)?(?:been\s+)?$", re.IGNORECASE)
"""What makes of what was said at first an aside on somebody of whom the sentence tells something else."""

_SUPPOSED = re.compile(
    r"\b(?:could|would|will|might|may|should|planned|wanted|hoped|intended|expected|can)\b", re.IGNORECASE
)
"""Words of plans and wishes, which are given up and not corrected."""


def find_corrections(lines: Mapping[str, Sequence[Line]], facts: Sequence[Fact]) -> list[Difference]:
    """Return what replaces what was said at first, in order of the reports."""
    home = {e: fact.id for fact in facts for e in fact.evidence}
    found: dict[tuple[str, str], Difference] = {}
    for report in sorted(lines):
        for old, new in _corrected(lines[report]):
            one, other = home.get(new.evidence), home.get(old.evidence)
            if one is not None and other is not None and one != other:
                made = Difference(
                    relation="supersedes", one=one, other=other, reason=CORRECTED,
                    evidence=(new.evidence, old.evidence),
                )  # fmt: skip
                found.setdefault((one, other), made)
    return list(found.values())


def _corrected(lines: Sequence[Line]) -> Iterator[tuple[Said, Said]]:
    """Yield what was said at first with what is said instead, in one sentence or in the next."""
    for line, behind in zip(lines, [*lines[1:], None], strict=True):
        mark = _AT_FIRST.search(line.text)
        if mark is None or _IN_PASSING.search(line.text[: mark.start()]):
            continue
        turn = _turn(line.text, mark)
        if turn is not None:
            old, new = _last_between(line, mark.end(), turn), _between(line, turn + 1, len(line.text))
        elif behind is not None and _NEXT.match(behind.text):
            old, new = _last_between(line, mark.end(), len(line.text)), _between(behind, 0, len(behind.text))
        else:
            continue
        if old is None or new is None or old is new or _SUPPOSED.search(old.evidence.quote):
            continue
        if turn is not None or _about_one(old, new, sure=_BEFORE.match(mark[0]) is None):
            yield old, new


def _turn(text: str, mark: re.Match[str]) -> int | None:
    """Return where in a sentence what is said now begins."""
    if _ALTHOUGH.match(text):
        at = text.find(",", mark.end())
        return at if at >= 0 else None
    found = _TURN.search(text, mark.end())
    return found.start() if found is not None else None


def _between(line: Line, start: int, end: int) -> Said | None:
    """Return the first statement that ends between two characters of a line."""
    return next(iter(_all_between(line, start, end)), None)


def _last_between(line: Line, start: int, end: int) -> Said | None:
    """Return the last statement that ends between two characters of a line: the clause that is taken back."""
    return max(_all_between(line, start, end), default=None, key=lambda s: (s.evidence.end, s.evidence.start))


def _all_between(line: Line, start: int, end: int) -> list[Said]:
    offset = line.evidence.start
    return [s for s in line.said if offset + start < s.evidence.end <= offset + end + 1]


_BEFORE = re.compile(r"(?:earlier|previously)\s+(?!\w*\s?reports?\b)", re.IGNORECASE)
"""Words that say when something was said, and not that it has been taken back since."""


def _about_one(old: Said, new: Said, *, sure: bool) -> bool:
    """Tell whether the two can be of one thing: they share a word, somebody, or the new one goes on with a pronoun.

    A word they share is too little where nobody says that the old one is not so (`sure`).
    """
    pronoun = re.search(r"\b(?:he|she|it|they|that|this)\b", new.evidence.quote, re.IGNORECASE) is not None
    return pronoun or bool(old.actors & new.actors) or (sure and bool(old.words & new.words))
