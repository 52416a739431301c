"""Small accounts with their reports, and a case that holds them: what the list is tried on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from dateline.records import (
    Account,
    Evidence,
    Fact,
    Figure,
    Judged,
    Origin,
    Report,
    Source,
    Standing,
    Voice,
    When,
    Where,
)
from dateline.store import Case

PLACES = {
    "Leeds": (2644688, 53.8, -1.55, ("England", "GB")),
    "Peniche": (2264456, 39.36, -9.38, ("Leiria", "PT")),
    "Nadi": (2202064, -17.8, 177.42, ("Western", "FJ")),
    "Dakar": (None, 14.69, -17.44, ("SN",)),
}


class Told(NamedTuple):
    """What a made story says."""

    story: str
    headline: str = "Fire in a warehouse"
    texts: tuple[str, ...] = ("Two people died in a fire.",)
    earliest: str | None = "2021-05-03"
    latest: str | None = "2021-05-03"
    place: str | None = "Leeds"
    killed: float | None = 2.0
    standing: Standing = "single source"
    actors: tuple[str, ...] = ("police",)
    origins: int = 1
    judged: bool = False
    published: str | None = "2021-05-04"
    also_killed: float | None = None

    def reports(self) -> list[Report]:
        """Return its reports; the headline stands in each."""
        made = []
        for n, text in enumerate(self.texts):
            whole = f"{self.headline}\n\n{text}"
            lead = len(self.headline) + 2
            made.append(
                Report(
                    id=f"{self.story}-{n}", text=whole, raw_sha256="0" * 64, lead_start=lead, published=self.published,
                    published_basis="field" if self.published else "unresolved", publisher="Post",
                )
            )  # fmt: skip
        return made

    def account(self) -> Account:
        """Return its account."""
        first = self.reports()[0]
        evidence = Evidence(first.id, 0, len(self.headline), self.headline)
        chain = (Voice(name="police", kind="government"),)
        numbers = [n for n in (self.killed, self.also_killed) if n is not None]
        figures = tuple(
            Figure(
                id=f"n-{k}", measure="killed", whom=None, scope="total", unit="people", low=n, best=n, high=n,
                qualifier=None, as_of=None, standing=self.standing, status="completed", attribution=chain,
                origins=("police",), evidence=(evidence,), judged=(1,) if self.judged and not k else (),
            )
            for k, n in enumerate(numbers)
        )  # fmt: skip
        fact = Fact(
            id="f-1", text=self.headline, standing=self.standing, status="completed", earliest=self.earliest,
            latest=self.latest, date_prec=1, basis="stated", attribution=chain, origins=("police",),
            evidence=(evidence,),
        )  # fmt: skip
        gid, lat, lon, within = PLACES.get(self.place or "", (None, None, None, ()))
        judged = Judged(
            number=1, sha256="0" * 64, at="2021-06-01T10:00:00Z", user="Ann", reason="seen", verdict="accept",
            about="killed 2", applies=True, note=None, targets=("n-0",),
        )  # fmt: skip
        values: dict[str, Any] = {
            "brief": (evidence,), "not_reported": (), "timeline": (), "differences": (), "places": (),
            "origins": (Origin(name="Fire brigade", kind="organisation", role=None, party=False, facts=1, reports=(), carriers=()),),
        }  # fmt: skip
        return Account(
            group=self.story,
            story=self.story,
            headline=evidence,
            when=When(earliest=self.earliest, latest=self.latest, date_prec=1, basis="stated"),
            where=Where(name=self.place, geonames_id=gid, lat=lat, lon=lon, where_prec=1, within=within),
            figures=figures,
            facts=(fact,),
            independent_origins=self.origins,
            actors=self.actors,
            sources=tuple(
                Source(
                    report=r.id, path=None, title=None, publisher="Post", url=None, published=self.published,
                    published_basis=r.published_basis,
                )
                for r in self.reports()
            ),
            judgements=(judged,) if self.judged else (),
            **values,
        )  # fmt: skip


def keep(case: Case, told: Iterable[Told]) -> None:
    """Have a case hold these stories and no others."""
    listed: Sequence[Told] = list(told)
    case.add([report for one in listed for report in one.reports()])
    case.replace_accounts([one.account() for one in listed])
