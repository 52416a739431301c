"""Accounts as one table: a row for each figure, fact, timeline entry, with what it rests on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec.structs import replace

from dateline.records import Account, Fact, Figure, Record, Source, TimelineEntry
from dateline.telling import shown

Kind = Literal["figure", "fact", "timeline"]


class Row(Record, frozen=True, kw_only=True):
    """One thing that an account tells. Dates are ISO 8601; `start` and `end` are characters of the report's text.

    `report`, `start`, `end`, `quote`, `published` and `url` are those of the first quotation, `quotes` counts all. The
    `id` of a timeline entry is its fact's. `attribution` is joined by " → ", `origins` by "; ".
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
    report: str
    start: int
    end: int
    quote: str
    quotes: int
    published: str
    url: str


RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula in a spreadsheet, or hides that one begins."""


def csv_rows(accounts: Iterable[Account]) -> Iterator[Row]:
    """Yield the rows of accounts: of each its figures, facts and timeline in the account's order."""
    for account in accounts:
        sources = {s.report: s for s in account.sources}
        facts = {f.id: f for f in account.facts}
        for figure in account.figures:
            base = _row(account.story, "figure", figure, figure, sources)
            yield replace(
                base, text=shown.label(figure), measure=figure.measure, whom=shown.clean(figure.whom or ""),
                scope=figure.scope, unit=figure.unit, low=figure.low, best=figure.best, high=figure.high,
                qualifier=shown.clean(figure.qualifier or ""), as_of=figure.as_of or "",
            )  # fmt: skip
        for fact in account.facts:
            yield _dated(_row(account.story, "fact", fact, fact, sources), fact)
        for entry in account.timeline:
            yield _dated(_row(account.story, "timeline", entry, facts.get(entry.fact), sources), entry)


def _row(
    story: str, kind: Kind, item: Figure | Fact | TimelineEntry, said: Figure | Fact | None,
    sources: Mapping[str, Source],
) -> Row:  # fmt: skip
    """Return what rows of all kinds have: where the item stands, who said it, and what it rests on."""
    first = item.evidence[0]
    source = sources.get(first.report)
    url = (source.url or "") if source else ""
    return Row(
        story=story,
        kind=kind,
        id=item.fact if isinstance(item, TimelineEntry) else item.id,
        text="",
        standing=item.standing,
        status=item.status,
        attribution=" → ".join(shown.voice(v) for v in said.attribution) if said else "",
        origins="; ".join(said.origins) if said else "",
        report=first.report,
        start=first.start,
        end=first.end,
        quote=first.quote,
        quotes=len(item.evidence),
        published=(source.published or "") if source else "",
        url=url if url.lower().startswith(("http://", "https://")) else "",
    )


def _dated(row: Row, item: Fact | TimelineEntry) -> Row:
    return replace(
        row,
        text=shown.told(item),
        earliest=item.earliest or "",
        latest=item.latest or "",
        date_prec=item.date_prec,
    )


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
