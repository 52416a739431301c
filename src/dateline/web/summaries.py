"""A story on one line: what the list shows of an account, and what it is found by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from dateline.gazetteer import country_names, fold_place
from dateline.records import Account, Fact, Figure, Record, Standing
from dateline.telling import shown

ACTORS = 12
"""Actors that a summary names; the index knows all."""

Kind = Literal["country", "place", "actor", "measure", "standing"]
KINDS: tuple[Kind, ...] = ("country", "place", "actor", "measure", "standing")
"""By what stories can be counted and narrowed."""


class Total(Record, frozen=True):
    """A figure that stands for the whole of its measure."""

    id: str
    measure: str
    whom: str | None
    unit: str
    low: float | None
    best: float | None
    high: float | None
    standing: Standing

    @property
    def number(self) -> float | None:
        """What counts where one number is asked for: the best, else the least that is known, else the most."""
        return next((n for n in (self.best, self.low, self.high) if n is not None), None)


class Summary(Record, frozen=True, kw_only=True):
    """One story as the list shows it.

    Dates and places are those of the happening, as in the account; `last_report` is the day of the newest report, and
    `last_change` that day or the day of the newest judgement. `figures` and `facts` count items by standing; `items`
    are both together, of which `reviewed` have been judged by somebody. `digest` is that of the account.
    """

    story: str
    group: str
    digest: str
    headline: str | None
    earliest: str | None
    latest: str | None
    date_prec: int | None
    place: str | None
    geonames_id: int | None
    within: tuple[str, ...]
    lat: float | None
    lon: float | None
    where_prec: int | None
    reports: int
    origins: int
    last_report: str | None
    last_change: str | None
    totals: tuple[Total, ...]
    figures: tuple[tuple[Standing, int], ...]
    facts: tuple[tuple[Standing, int], ...]
    actors: tuple[str, ...]
    disputed: int
    items: int
    reviewed: int

    @property
    def measures(self) -> dict[str, tuple[Total, ...]]:
        """The totals of each measure: several where they are disputed, or count other people."""
        found: dict[str, tuple[Total, ...]] = {}
        for total in self.totals:
            found[total.measure] = (*found.get(total.measure, ()), total)
        return found

    @property
    def title(self) -> str:
        """The headline on one line; the name of the group where there is none."""
        return shown.clean(self.headline or "") or shown.clean(self.group) or self.story


class Term(Record, frozen=True, order=True):
    """Something a story is counted under: `key` is what an address names it by, `label` what it is called."""

    kind: Kind
    key: str
    label: str


def summarise(account: Account, digest: str) -> Summary:
    """Return an account on one line."""
    when, where = account.when, account.where
    items: tuple[Figure | Fact, ...] = (*account.figures, *account.facts)
    days = [source.published[:10] for source in account.sources if source.published is not None]
    changes = [*days, *(row.at[:10] for row in account.judgements)]
    return Summary(
        story=account.story,
        group=account.group,
        digest=digest,
        headline=account.headline.quote if account.headline is not None else None,
        earliest=when.earliest,
        latest=when.latest,
        date_prec=when.date_prec,
        place=where.name,
        geonames_id=where.geonames_id,
        within=where.within,
        lat=where.lat,
        lon=where.lon,
        where_prec=where.where_prec,
        reports=len(account.sources),
        origins=account.independent_origins,
        last_report=max(days, default=None),
        last_change=max(changes, default=None),
        totals=totals(account),
        figures=_by_standing(account.figures),
        facts=_by_standing(account.facts),
        actors=account.actors[:ACTORS],
        disputed=sum(item.standing == "disputed" for item in items),
        items=len(items),
        reviewed=sum(bool(item.judged) for item in items),
    )


def totals(account: Account) -> tuple[Total, ...]:
    """Return the figures that stand for the whole of their measure, those that an analyst looks for first."""
    ordered = sorted(account.figures, key=shown.figure_order)
    return tuple(
        Total(f.id, f.measure, f.whom, f.unit, f.low, f.best, f.high, f.standing)
        for f in ordered
        if f.scope == "total" and f.standing != "superseded"
    )


def terms(account: Account) -> list[Term]:
    """Return what a story is counted under: where it happened, who acts, what is counted, what stands how."""
    where = account.where
    found = {Term("measure", f.measure, f.measure) for f in account.figures}
    standings = {f.standing for f in account.figures} | {f.standing for f in account.facts}
    found |= {Term("standing", standing, standing) for standing in standings}
    for name in account.actors:
        if key := " ".join(shown.clean(name).casefold().split()):
            found.add(Term("actor", key, shown.clean(name)))
    if where.name is not None:
        key = str(where.geonames_id or "") or fold_place(shown.clean(where.name))
        found.add(Term("place", key, ", ".join(dict.fromkeys(shown.clean(n) for n in (where.name, *where.within)))))
        if where.within:
            found.add(Term("country", where.within[-1], country_names().get(where.within[-1], where.within[-1])))
    return sorted(found)


def named(account: Account) -> str:
    """Return the names and sentences that an account is found by, a line each."""
    where = account.where
    names: Iterator[str | None] = iter(
        (
            account.group,
            where.name,
            *where.within,
            *(e.quote for e in account.brief),
            *account.actors,
            *(place.name for place in account.places),
            *(origin.name for origin in account.origins),
        )
    )
    return "\n".join(dict.fromkeys(name for name in names if name))


def place_names(summary: Summary) -> tuple[str, ...]:
    """Return, folded, what the place of a story and what holds it are called."""
    names = (summary.place, *summary.within) if summary.place is not None else summary.within
    return tuple(dict.fromkeys(fold_place(name) for name in names))


def _by_standing(items: Iterable[Figure | Fact]) -> tuple[tuple[Standing, int], ...]:
    return tuple(sorted(Counter(item.standing for item in items).items()))
