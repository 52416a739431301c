"""Numbers that quotations are cited by: the same on a page, in a file and on a terminal, and after a judgement."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from dateline.records import Account, Evidence, Fact, Figure

Address = tuple[str, int, int]
"""Report, first character, and the one after the last."""


def letters(account: Account) -> dict[str, str]:
    """Return the letter of each source: A to Z, then A2, B2 and so on."""
    return {s.report: letter(n) for n, s in enumerate(account.sources)}


def letter(n: int) -> str:
    """Return the letter of the source in place `n` (from 0).

    >>> letter(0), letter(27)
    ('A', 'B2')
    """
    return chr(65 + n % 26) + (str(n // 26 + 1) if n >= 26 else "")


class Numbers:
    """Numbers of the quotations of an account, which do not depend on who mentions them first, nor on judgements.

    What figures and facts rest on is counted through each report, the first in its text is 1. What a judgement took
    away or changed keeps its number: the machine's own figures and facts are counted with it. Every other quotation (a
    line of the brief, a place, a day) bears the number of the last one that begins before it, or with it, and how many
    characters behind that it begins: "A3:14". So its number does not hang on what else is quoted. It is 0 before the
    first.
    """

    def __init__(self, account: Account) -> None:
        self._letters = letters(account)
        counted, others = _addresses(_rests(account)), _addresses(_others(account))
        strange = sorted((counted.keys() | others.keys()) - self._letters.keys())
        self._letters |= {report: f"?{n}" for n, report in enumerate(strange, 1)}
        self._known: dict[Address, str] = {}
        for report, spans in counted.items():
            self._known.update({(report, *span): str(n) for n, span in enumerate(spans, 1)})
        for report, spans in others.items():
            here = counted.get(report, [])
            free = [span for span in spans if (report, *span) not in self._known]
            for start, same in groupby(free, key=lambda span: span[0]):
                n = bisect_right(here, start, key=lambda span: span[0])
                if n and here[n - 1][0] == start:
                    n = bisect_left(here, start, key=lambda span: span[0]) + 1
                number = f"{n}:{start - here[n - 1][0] if n else start}"
                for which, span in enumerate(same):  # of those that begin together, the shortest first
                    self._known[report, *span] = f"{number}{_small(which - 1) if which else ''}"

    def of(self, evidence: Evidence) -> str:
        """Return "A3": the source's letter and the number; "A2.3" where a digit is part of the letter."""
        return self.at(evidence.report, evidence.start, evidence.end)

    def at(self, report: str, start: int, end: int) -> str:
        """Return the same for a quotation by its address; what the account does not quote is told by its characters."""
        source = self._letters.get(report, "?")
        number = self._known.get((report, start, end), f"-{start}-{end}")
        return f"{source}{'.' * (len(source) > 1)}{number}"

    def all(self, evidence: Sequence[Evidence], most: int = 4) -> str:
        """Return the numbers of several, in brackets."""
        shown = " ".join(self.of(e) for e in evidence[:most])
        more = f" +{len(evidence) - most}" if len(evidence) > most else ""
        return f"[{shown}{more}]"


def _rests(account: Account) -> Iterator[Evidence]:
    """Yield what figures and facts rest on, those of the machine beside a judgement too."""
    items: list[Figure | Fact] = [*account.figures, *account.facts]
    for row in account.judgements:
        items += [*row.machine_figures, *row.machine_facts]
    for item in items:
        yield from item.evidence
        if isinstance(item, Fact) and item.subject is not None:
            yield item.subject


def _others(account: Account) -> Iterator[Evidence]:
    """Yield every quotation of an account."""
    yield from [account.headline] if account.headline is not None else []
    days = [account.when, *(row.machine_when for row in account.judgements if row.machine_when is not None)]
    where = [account.where, *(row.machine_where for row in account.judgements if row.machine_where is not None)]
    held = (
        days, where, account.places, account.timeline, account.differences, account.accords, account.origins,
    )  # fmt: skip
    yield from account.brief
    for things in held:
        for thing in things:
            yield from thing.evidence
    yield from (entry.subject for entry in account.timeline if entry.subject is not None)


def _addresses(quoted: Iterable[Evidence]) -> dict[str, list[tuple[int, int]]]:
    """Return the spans quoted of each report in the order of its text."""
    found: dict[str, set[tuple[int, int]]] = {}
    for e in quoted:
        found.setdefault(e.report, set()).add((e.start, e.end))
    return {report: sorted(spans) for report, spans in found.items()}


def _small(n: int) -> str:
    """Return small letters in the order of a dictionary's pages: a to z, then aa.

    >>> _small(0), _small(25), _small(26)
    ('a', 'z', 'aa')
    """
    return (_small(n // 26 - 1) if n >= 26 else "") + chr(97 + n % 26)
