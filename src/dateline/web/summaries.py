"""A story on one line: what the list shows of an account, and what it is found by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from dateline.gazetteer import country_names, fold_place
from dateline.records import Account, Fact, Figure, Record, Standing
from dateline.telling import judged, shown
from dateline.web.called import actors

AT = "at:"
"""Begins the key of a place where something happened; a name or id without it means any place of an account."""
ACTORS = 12
"""Actors that a summary names; the index knows all."""

Kind = Literal["country", "place", "actor", "measure", "standing"]
KINDS: tuple[Kind, ...] = ("country", "place", "actor", "measure", "standing")
"""By what stories can be counted and narrowed."""


class Total(Record, frozen=True):
    """A figure that stands for the whole of its measure.

    `judged` numbers the judgements that lie over it. Where a person set its number, `corrected_by` says who, and
    `machine` what the machine says without that, in words.
    """

    id: str
    measure: str
    whom: str | None
    unit: str
    low: float | None
    best: float | None
    high: float | None
    standing: Standing
    judged: tuple[int, ...] = ()
    corrected_by: str | None = None
    machine: str | None = None
    qualifier: str | None = None

    @property
    def number(self) -> float | None:
        """What counts where one number is asked for: the best, else the least that is known, else the most."""
        return next((n for n in (self.best, self.low, self.high) if n is not None), None)


class Signed(Record, frozen=True):
    """Who signed an account off last, in words, and whether it still stands as it was."""

    told: str
    stands: bool


class Summary(Record, frozen=True, kw_only=True):
    """One story as the list shows it.

    Dates and places are those of the happening, as in the account; `last_report` is the day of the newest report, and
    `last_change` that day or the day of the newest judgement. `figures` and `facts` count items by standing; `items`
    are both together, of which `reviewed` have been judged by somebody; `judgements` counts the judgements that lie
    over the account, None where that was not counted, `judged_by` names who gave them, `dated_by` and `placed_by` who
    corrected date and place. `headline_mark` is the standing of the number in the headline where that does not stand.
    `signed` says who signed the account off, `rejected` names the figures that were rejected. `digest` is that of the
    account.
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
    judgements: int | None = None
    dated_by: str | None = None
    placed_by: str | None = None
    judged_by: tuple[str, ...] = ()
    headline_mark: str = ""
    signed: Signed | None = None
    rejected: tuple[str, ...] = ()

    @property
    def measures(self) -> dict[str, tuple[Total, ...]]:
        """The totals of each measure: several where they are disputed, or count other people."""
        found: dict[str, tuple[Total, ...]] = {}
        for total in self.totals:
            found[total.measure] = (*found.get(total.measure, ()), total)
        return found

    @property
    def told(self) -> list[tuple[Total, ...]]:
        """The totals that count somebody, those of one measure and of the same people together."""
        found: dict[tuple[str, str], tuple[Total, ...]] = {}
        for total in self.totals:
            if total.number or total.standing == "disputed" or total.corrected_by is not None:
                key = (total.measure, shown.counted(total.measure, total.whom, total.unit).casefold())
                found[key] = (*found.get(key, ()), total)
        return list(found.values())

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
    when, where, signed = account.when, account.where, judged.signed(account)
    dated, placed = judged.redating(account), judged.relocating(account)
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
        judgements=len(account.judgements),
        judged_by=tuple(dict.fromkeys(r.user for r in account.judgements if r.applies)),
        headline_mark=shown.headline_mark(account),
        dated_by=dated.user if dated else None,
        placed_by=placed.user if placed else None,
        signed=Signed(signed, judged.stands(account)) if signed else None,
        rejected=tuple(sorted(judged.rejected(account))),
    )


def totals(account: Account) -> tuple[Total, ...]:
    """Return the figures that stand for the whole of their measure, those that an analyst looks for first."""
    ordered = sorted(account.figures, key=shown.figure_order)
    return tuple(_total(f, account) for f in ordered if f.scope == "total" and f.standing != "superseded")


def _total(figure: Figure, account: Account) -> Total:
    rows = [r for r in account.judgements if r.number in figure.judged and r.verdict == "correct"]
    was = [f for r in rows[-1:] for f in r.machine_figures]
    return Total(
        figure.id, figure.measure, figure.whom, figure.unit, figure.low, figure.best, figure.high, figure.standing,
        judged=figure.judged,
        corrected_by=rows[-1].user if rows else None,
        machine=judged.value(was[0]) if was else None,
        qualifier=figure.qualifier,
    )  # fmt: skip


def terms(account: Account) -> list[Term]:
    """Return what a story is counted under: where it happened, who acts, what is counted, what stands how."""
    where = account.where
    found = {Term("measure", f.measure, f.measure) for f in account.figures}
    standings = {f.standing for f in account.figures} | {f.standing for f in account.facts}
    found |= {Term("standing", standing, standing) for standing in standings}
    found |= {Term("actor", actor.key, actor.label if actor.offered else "") for actor in actors(account)}
    if where.name is not None:
        key = f"{AT}{where.geonames_id or fold_place(shown.clean(where.name))}"
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


def place_names(account: Account) -> dict[str, str]:
    """Return what the place where a story happened, and what holds it, are called: folded, and as written.

    An id stands for itself, a country has its code and its name.
    """
    found: dict[str, str] = {}
    place = account.where
    names = [place.name, *place.within, *(country_names().get(code) for code in place.within[-1:])]
    for name in (shown.clean(name) for name in names if name):
        found.setdefault(fold_place(name), name)
    if place.geonames_id:
        found.setdefault(str(place.geonames_id), "")
    return {key: name for key, name in found.items() if key}


def _by_standing(items: Iterable[Figure | Fact]) -> tuple[tuple[Standing, int], ...]:
    return tuple(sorted(Counter(item.standing for item in items).items()))
