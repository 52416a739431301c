"""Accounts as one table: a row for each figure, fact, timeline entry, with what it rests on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec.structs import replace

from dateline.records import Account, Fact, Figure, Judged, Record, TimelineEntry
from dateline.telling import shown

Kind = Literal["figure", "fact", "timeline"]


class Row(Record, frozen=True, kw_only=True):
    """One thing that an account tells, or told before it was rejected. Dates are ISO 8601.

    `cited` to `url` are those of the first quotation: its number (A3), its report, the characters of the report's text,
    the words; `file` is the name of the report's file. `quotes` counts all quotations, `others` lists the further ones
    as "B7 REPORT:START-END", joined by "; ". The `id` of a timeline entry is its fact's. `attribution` is joined by
    " → ", `origins` by "; ".

    `verdict` to `judged_reason` tell what was judged, several judgements in their order, joined by "; ". Where somebody
    corrected a row, `low` to `latest` hold what was set by hand, and the columns `machine_…` what the machine says.
    What was rejected has "rejected" for its `standing`, and only the machine's numbers and days.
    """

    story: str
    kind: Kind
    id: str
    text: str
    measure: str = ""
    whom: str = ""
    scope: str = ""
    unit: str = ""
    low: float | None = None
    best: float | None = None
    high: float | None = None
    qualifier: str = ""
    as_of: str = ""
    earliest: str = ""
    latest: str = ""
    date_prec: int | None = None
    standing: str
    status: str
    attribution: str
    origins: str
    cited: str
    report: str
    start: int
    end: int
    quote: str
    title: str
    publisher: str
    file: str
    published: str
    url: str
    quotes: int
    others: str
    verdict: str = ""
    judged_by: str = ""
    judged_at: str = ""
    judged_reason: str = ""
    machine_low: float | None = None
    machine_best: float | None = None
    machine_high: float | None = None
    machine_earliest: str = ""
    machine_latest: str = ""


RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula in a spreadsheet, or hides that one begins."""


def csv_rows(accounts: Iterable[Account]) -> Iterator[Row]:
    """Yield the rows of accounts: of each its figures, facts and timeline in its order, then what was rejected."""
    for account in accounts:
        table = _Table(account)
        facts = {f.id: f for f in account.facts}
        yield from map(table.figure, account.figures)
        for fact in account.facts:
            yield table.dated("fact", fact, fact)
        for entry in account.timeline:
            yield table.dated("timeline", entry, facts.get(entry.fact))
        yield from table.rejected()


class _Table:
    """The rows of one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._sources = {s.report: s for s in account.sources}
        self._numbers = shown.Numbers(account)

    def figure(self, figure: Figure) -> Row:
        """Return the row of a figure."""
        return replace(
            self._row("figure", figure, figure), text=shown.label(figure), measure=figure.measure,
            whom=shown.clean(figure.whom or ""), scope=figure.scope, unit=figure.unit, low=figure.low, best=figure.best,
            high=figure.high, qualifier=shown.clean(figure.qualifier or ""), as_of=figure.as_of or "",
        )  # fmt: skip

    def dated(self, kind: Kind, item: Fact | TimelineEntry, said: Fact | None) -> Row:
        """Return the row of a fact or timeline entry; `said` is the fact."""
        return replace(
            self._row(kind, item, said),
            text=shown.told(item),
            earliest=item.earliest or "",
            latest=item.latest or "",
            date_prec=item.date_prec,
        )

    def rejected(self) -> Iterator[Row]:
        """Yield the figures and facts that the account lacks because somebody rejected them."""
        left = {f.id for f in self._account.figures} | {f.id for f in self._account.facts}
        for judgement in self._account.judgements:
            if judgement.verdict != "reject" or not judgement.applies:
                continue
            rows = [self.figure(x) for x in judgement.machine_figures if x.id not in left]
            rows += [self.dated("fact", x, x) for x in judgement.machine_facts if x.id not in left]
            for row in rows:
                yield replace(
                    row, standing="rejected", low=None, best=None, high=None, earliest="", latest="",
                    machine_low=row.low, machine_best=row.best, machine_high=row.high, machine_earliest=row.earliest,
                    machine_latest=row.latest, **_verdicts([judgement]),
                )  # fmt: skip

    def _row(self, kind: Kind, item: Figure | Fact | TimelineEntry, said: Figure | Fact | None) -> Row:
        """Return what rows of all kinds have: where the item stands, who said and judged it, what it rests on."""
        first, *others = item.evidence
        source = self._sources.get(first.report)
        url = (source.url or "") if source else ""
        made = Row(
            story=self._account.story,
            kind=kind,
            id=item.fact if isinstance(item, TimelineEntry) else item.id,
            text="",
            standing=item.standing,
            status=item.status,
            attribution=" → ".join(shown.voice(v) for v in said.attribution) if said else "",
            origins="; ".join(said.origins) if said else "",
            cited=self._numbers.of(first),
            report=first.report,
            start=first.start,
            end=first.end,
            quote=first.quote,
            title=shown.clean(source.title or "") if source else "",
            publisher=shown.clean(source.publisher or "") if source else "",
            file=shown.clean((source.path or "").rsplit("/", 1)[-1]) if source else "",
            published=(source.published or "") if source else "",
            url=url if url.lower().startswith(("http://", "https://")) else "",
            quotes=len(item.evidence),
            others="; ".join(f"{self._numbers.of(e)} {e.report}:{e.start}-{e.end}" for e in others),
        )
        return self._judged(made, said) if said is not None and said.judged else made

    def _judged(self, row: Row, item: Figure | Fact) -> Row:
        """Return a row with what was judged of it, and what the machine says of what somebody corrected."""
        over = [j for j in self._account.judgements if j.number in item.judged]
        made = replace(row, **_verdicts(over))
        for judgement in over:
            if judgement.verdict == "correct":
                for f in judgement.machine_figures[:1]:
                    made = replace(made, machine_low=f.low, machine_best=f.best, machine_high=f.high)
                for fact in judgement.machine_facts[:1]:
                    made = replace(made, machine_earliest=fact.earliest or "", machine_latest=fact.latest or "")
        return made


def _verdicts(over: Sequence[Judged]) -> dict[str, str]:
    return {
        "verdict": "; ".join(j.verdict for j in over),
        "judged_by": "; ".join(shown.clean(j.user) for j in over),
        "judged_at": "; ".join(j.at for j in over),
        "judged_reason": "; ".join(shown.clean(j.reason) for j in over),
    }


def csv_text(accounts: Iterable[Account]) -> str:
    """Return accounts as CSV (RFC 4180: lines end with CR LF, cells with commas, quotes or breaks are quoted).

    A text that begins with = + - @, a tab or a carriage return, blanks before it left aside, gets an apostrophe before
    it, so that no spreadsheet runs it as a formula (OWASP); it is taken off again to have the text. Numbers are written
    as numbers. Lone surrogates, which no file can hold, become "?", and null characters are left out.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(Row.__struct_fields__)
    writer.writerows([defused(getattr(row, name)) for name in Row.__struct_fields__] for row in csv_rows(accounts))
    return out.getvalue().encode("utf-8", "replace").decode("utf-8")


def defused(cell: str | float | None) -> str:
    """Return a cell as written: no text begins a formula.

    >>> defused("=1+1"), defused(" @SUM(A1)"), defused(-2.0), defused(270000.0), defused(None), defused("Raqqa")
    ("'=1+1", "' @SUM(A1)", '-2', '270000', '', 'Raqqa')
    """
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return repr(int(cell)) if cell == int(cell) else repr(cell)
    text = cell.replace("\x00", "")
    return f"'{text}" if text.startswith(RISKY) or text.lstrip().startswith(RISKY) else text
