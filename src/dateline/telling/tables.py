"""Accounts as tables: one with a row for each thing that an account tells, and what comma-separated values look like.

docs/tables.md says what each column holds.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from msgspec.structs import replace

from dateline.records import Account, Fact, Figure, Judged, Record, TimelineEntry
from dateline.telling import amounts, judged, shown

Kind = Literal["story", "figure", "fact", "timeline"]
DATE_PRECISION = {1: "day", 2: "week", 3: "part of a month", 4: "month", 5: "season or longer"}
"""UCDP's date_prec in a word."""


class Row(Record, frozen=True, kw_only=True):
    """One thing that an account tells, or told before it was rejected. Dates are ISO 8601; docs/tables.md has them all.

    `cited` to `url` are those of the first quotation: its number (A3), its report, the characters of the report's text,
    the words; `file` is the name of the report's file. `quotes` counts all quotations, `others` lists the further ones
    as "B7 REPORT:START-END", joined by "; ". `attribution` is joined by " → ", `origins` and lists of ids by "; ".

    `verdict` to `judged_reason` tell what was judged, several judgements in their order, joined by "; ". Where somebody
    corrected a row, `low` to `latest` hold what was set by hand, and the columns `machine_…` what the machine says;
    a figure has then "corrected" for its `standing`, and attribution, origins and quotation are those of the machine's
    number. What was rejected has "rejected" for its `standing`, and only the machine's numbers and days.
    """

    story: str
    kind: Kind
    id: str
    text: str
    measure: str = ""
    whom: str = ""
    scope: str = ""
    unit: str = ""
    sign: str = ""
    low: float | None = None
    best: float | None = None
    high: float | None = None
    qualifier: str = ""
    as_of: str = ""
    earliest: str = ""
    latest: str = ""
    date_prec: int | None = None
    date_precision: str = ""
    date_basis: str = ""
    place: str = ""
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    where_prec: int | None = None
    where_precision: str = ""
    admin1: str = ""
    country: str = ""
    reports: int | None = None
    independent_origins: int | None = None
    standing: str = ""
    status: str = ""
    background: str = ""
    attribution: str = ""
    origins: str = ""
    replaces: str = ""
    replaced_by: str = ""
    differs_from: str = ""
    agrees_with: str = ""
    fact: str = ""
    cited: str = ""
    report: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    title: str = ""
    publisher: str = ""
    file: str = ""
    published: str = ""
    url: str = ""
    quotes: int = 0
    others: str = ""
    verdict: str = ""
    judged_by: str = ""
    judged_at: str = ""
    judged_reason: str = ""
    machine_low: float | None = None
    machine_best: float | None = None
    machine_high: float | None = None
    machine_earliest: str = ""
    machine_latest: str = ""
    machine_place: str = ""
    machine_geonames_id: int | None = None
    machine_standing: str = ""


RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula in a spreadsheet, or hides that one begins."""


def csv_rows(accounts: Iterable[Account]) -> Iterator[Row]:
    """Yield the rows of accounts: of each the story, its figures, facts and timeline, then what was rejected."""
    for account in accounts:
        table = _Table(account)
        facts = {f.id: f for f in account.facts}
        yield table.story()
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
        self._later: dict[str, list[str]] = {}
        items: list[Figure | Fact] = [*account.figures, *account.facts]
        for item in items:
            for other in item.supersedes:
                self._later.setdefault(other, []).append(item.id)

    def story(self) -> Row:
        """Return the row of the story itself."""
        account, when, where = self._account, self._account.when, self._account.where
        dated, placed = judged.redating(account), judged.relocating(account)
        rows = [j for j in account.judgements if j.applies and (j.machine_when or j.machine_where) is not None]
        machine = dated.machine_when if dated else None
        read = placed.machine_where if placed else None
        cited = account.headline or next(iter((*when.evidence, *where.evidence)), None)
        made = Row(
            story=account.story, kind="story", id=account.story,
            text=shown.clean(account.headline.quote if account.headline else account.group),
            earliest=when.earliest or "", latest=when.latest or "", date_prec=when.date_prec,
            date_precision=DATE_PRECISION.get(when.date_prec or 0, ""), date_basis=when.basis,
            place=shown.clean(where.name or ""), geonames_id=where.geonames_id, lat=where.lat, lon=where.lon,
            where_prec=where.where_prec, where_precision=shown.PRECISION.get(where.where_prec or 0, ""),
            admin1="; ".join(shown.clean(name) for name in where.within[:-1]),
            country=shown.clean(where.within[-1]) if where.within else "",
            reports=len(account.sources), independent_origins=account.independent_origins,
            standing=shown.headline_mark(account),
            machine_earliest=(machine.earliest or "") if machine else "",
            machine_latest=(machine.latest or "") if machine else "",
            machine_place=shown.clean(read.name or "") if read else "",
            machine_geonames_id=read.geonames_id if read else None,
        )  # fmt: skip
        made = replace(made, **_verdicts(rows))
        if cited is None:
            return made
        return replace(
            made, quotes=1 + (account.headline is None) * (len(when.evidence) - 1), **self._first(cited.report),
            cited=self._numbers.of(cited), report=cited.report, start=cited.start, end=cited.end, quote=cited.quote,
        )  # fmt: skip

    def figure(self, figure: Figure) -> Row:
        """Return the row of a figure."""
        made = self._row("figure", figure, figure)
        by_hand = judged.set_by(figure, self._account)
        if by_hand is not None:
            made = replace(made, standing=judged.CORRECTED, machine_standing=by_hand.machine.standing)
        return replace(
            made, text=shown.label(figure), measure=figure.measure,
            whom=shown.clean(figure.whom or ""), scope=figure.scope, unit=figure.unit, sign=amounts.sign(figure),
            low=figure.low, best=figure.best, high=figure.high, qualifier=shown.clean(figure.qualifier or ""),
            as_of=figure.as_of or "",
        )  # fmt: skip

    def dated(self, kind: Kind, item: Fact | TimelineEntry, said: Fact | None) -> Row:
        """Return the row of a fact or timeline entry; `said` is the fact."""
        made = replace(
            self._row(kind, item, said), text=shown.told(item), earliest=item.earliest or "", latest=item.latest or "",
            date_prec=item.date_prec, date_precision=DATE_PRECISION.get(item.date_prec or 0, ""),
            date_basis=item.basis if item.earliest else "", background="background" if item.background else "",
        )  # fmt: skip
        return replace(made, fact=item.fact) if isinstance(item, TimelineEntry) else made

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
                    row, standing="rejected", low=None, best=None, high=None, sign="", earliest="", latest="",
                    machine_low=row.low, machine_best=row.best, machine_high=row.high, machine_earliest=row.earliest,
                    machine_latest=row.latest, machine_standing=row.standing, **_verdicts([judgement]),
                )  # fmt: skip

    def _row(self, kind: Kind, item: Figure | Fact | TimelineEntry, said: Figure | Fact | None) -> Row:
        """Return what rows of all kinds have: where the item stands, who said and judged it, what it rests on."""
        first, *others = item.evidence
        made = Row(
            story=self._account.story, kind=kind,
            id=f"{item.fact}@{item.earliest}" if isinstance(item, TimelineEntry) else item.id,
            text="", standing=item.standing, status=item.status, cited=self._numbers.of(first),
            report=first.report, start=first.start, end=first.end, quote=first.quote, quotes=len(item.evidence),
            others="; ".join(f"{self._numbers.of(e)} {e.report}:{e.start}-{e.end}" for e in others),
        )  # fmt: skip
        made = replace(made, **self._said(said), **self._first(first.report))
        if kind != "timeline" and said is not None:
            made = replace(
                made, replaces="; ".join(said.supersedes), replaced_by="; ".join(self._later.get(said.id, ())),
                differs_from="; ".join(said.against), agrees_with="; ".join(said.support),
            )  # fmt: skip
        return self._judged(made, said) if said is not None and said.judged else made

    def _said(self, said: Figure | Fact | None) -> dict[str, str]:
        """Return who says it, from the origin to the publisher, and every origin by its name."""
        if said is None:
            return {}
        chain = [key for key, _ in groupby(shown.voice(v) for v in said.attribution)]
        return {"attribution": " → ".join(chain), "origins": "; ".join(dict.fromkeys(map(self._origin, said.origins)))}

    def _origin(self, key: str) -> str:
        """Return an origin by its name: a report that speaks for itself by its publisher and its letter."""
        report = key.removeprefix("report:")
        if report == key or report not in self._sources:
            return shown.clean(key)
        return f"{shown.clean(self._sources[report].publisher or 'the report itself')} ({report})"

    def _first(self, report: str) -> dict[str, str]:
        """Return what is known of a report."""
        source = self._sources.get(report)
        if source is None:
            return {}
        url = source.url or ""
        return {
            "title": shown.clean(source.title or ""),
            "publisher": shown.clean(source.publisher or ""),
            "file": shown.clean((source.path or "").rsplit("/", 1)[-1]),
            "published": source.published or "",
            "url": url if url.lower().startswith(("http://", "https://")) else "",
        }

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
    """Return accounts as CSV."""
    names = Row.__struct_fields__
    return written(names, ([getattr(row, name) for name in names] for row in csv_rows(accounts)))


def written(names: Sequence[str], rows: Iterable[Iterable[str | float | None]]) -> str:
    """Return a table as CSV (RFC 4180: lines end with CR LF, cells with commas, quotes or breaks are quoted).

    A text that begins with = + - @, a tab or a carriage return, blanks before it left aside, gets an apostrophe before
    it, so that no spreadsheet runs it as a formula (OWASP); it is taken off again to have the text. Numbers are written
    as numbers. Lone surrogates, which no file can hold, become "?", and null characters are left out.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([defused(cell) for cell in row] for row in rows)
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
