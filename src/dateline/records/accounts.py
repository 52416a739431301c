"""Records of reconciling: the account of a story, and all that it is made of."""

from __future__ import annotations

import msgspec

from dateline.errors import RecordError
from dateline.records.base import Evidence, Record, check_evidence, id_of
from dateline.records.terms import ActorKind, PublishedBasis, Relation, Scope, Standing, Status, TimeBasis, Verdict


class Voice(Record, frozen=True, kw_only=True):
    """One link of an account's attribution chain; `party` marks a side in the happening."""

    name: str
    kind: ActorKind = "unnamed"
    role: str | None = None
    party: bool = False


class When(Record, frozen=True, kw_only=True):
    """First and last day of the happening (ISO 8601), UCDP date_prec and how it is known; None where unresolved."""

    earliest: str | None
    latest: str | None
    date_prec: int | None
    basis: TimeBasis
    evidence: tuple[Evidence, ...] = ()


class Where(Record, frozen=True, kw_only=True):
    """The place of the happening, UCDP where_prec; None where unresolved."""

    name: str | None
    geonames_id: int | None
    lat: float | None
    lon: float | None
    where_prec: int | None
    within: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Figure(Record, frozen=True, kw_only=True):
    """One quantity of the happening: who was counted, how many, who says so.

    `attribution` runs from the origin to the publisher. `support`/`against` hold ids of figures that agree or
    differ; `supersedes` the ids this one replaces. `reasons` say why the standing is what it is.
    `judged` numbers the judgements that lie over it (`Account.judgements`).
    """

    id: str
    measure: str
    whom: str | None
    scope: Scope
    unit: str
    low: float | None
    best: float | None
    high: float | None
    qualifier: str | None
    as_of: str | None
    standing: Standing
    status: Status
    attribution: tuple[Voice, ...]
    origins: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    support: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    judged: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        check_evidence(self.id, self.evidence)


class Fact(Record, frozen=True, kw_only=True):
    """Statements that say the same, told by one of them verbatim (`text == evidence[0].quote`).

    `subject` quotes who or what the telling clause speaks of, where the clause itself does not say.
    """

    id: str
    text: str
    standing: Standing
    status: Status
    earliest: str | None
    latest: str | None
    date_prec: int | None
    basis: TimeBasis
    attribution: tuple[Voice, ...]
    origins: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    support: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    background: bool = False
    judged: tuple[int, ...] = ()
    subject: Evidence | None = None

    def __post_init__(self) -> None:
        check_evidence(self.id, self.evidence)
        if self.text != self.evidence[0].quote:
            raise RecordError(f"fact {self.id}: text is not its first evidence, word for word")


class TimelineEntry(Record, frozen=True, kw_only=True):
    """One happening on the calendar: ISO 8601, as precise as known.

    `text` is verbatim, `fact` the fact's id, `subject` the fact's subject; `background` marks what lies well before
    the story or is told as having been before it.
    """

    earliest: str
    latest: str
    date_prec: int
    basis: TimeBasis
    text: str
    standing: Standing
    status: Status
    fact: str
    evidence: tuple[Evidence, ...]
    subject: Evidence | None = None
    background: bool = False

    def __post_init__(self) -> None:
        check_evidence(self.fact, self.evidence)


class Difference(Record, frozen=True, kw_only=True):
    """Two facts or figures that do not say the same, or of which one replaces the other, with the reason.

    Differences of one relation between the same two have one `id`.
    """

    relation: Relation
    one: str
    other: str
    reason: str
    evidence: tuple[Evidence, ...]
    id: str = ""
    judged: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        check_evidence(self.one, self.evidence)
        sides = (self.one, self.other) if self.relation == "supersedes" else sorted((self.one, self.other))
        msgspec.structs.force_setattr(self, "id", id_of("d", self.relation, *sides))


class Accord(Record, frozen=True, kw_only=True):
    """What independent origins tell alike in other words, none all that another tells: they agree, loosely.

    `facts` are those that the quotations stand in; `reason` names what they tell alike.
    """

    facts: tuple[str, ...]
    reason: str
    evidence: tuple[Evidence, ...]
    id: str = ""
    judged: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        check_evidence(" ".join(self.facts), self.evidence)
        msgspec.structs.force_setattr(self, "id", id_of("a", *sorted(self.facts)))
        if len({e.report for e in self.evidence}) < 2:
            raise RecordError(f"accord {self.facts}: tellings of one report agree with nobody")


class Source(Record, frozen=True, kw_only=True):
    """A report of the story as the account lists it. `copy_of` names the report whose text it carries."""

    report: str
    path: str | None
    title: str | None
    publisher: str | None
    url: str | None
    published: str | None
    published_basis: PublishedBasis
    copy_of: str | None = None


class Origin(Record, frozen=True, kw_only=True):
    """A voice at the head of attribution chains: how many facts rest on it, through which reports.

    `also` is what else it is called where it is told to be one: "detectives" of the only police of the story.
    """

    name: str
    kind: ActorKind
    role: str | None
    party: bool
    facts: int
    reports: tuple[str, ...]
    carriers: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    also: tuple[str, ...] = ()


class Judged(Record, frozen=True, kw_only=True):
    """A judgement as it lies over one account, and what the machine says without it.

    `targets` are the ids it concerns in this account; `applies` is False where what it was about is no longer found,
    and `note` says why, or what else is to be known of it.
    """

    number: int
    sha256: str
    at: str
    user: str
    reason: str
    verdict: Verdict
    about: str
    applies: bool
    note: str | None
    targets: tuple[str, ...] = ()
    machine_figures: tuple[Figure, ...] = ()
    machine_facts: tuple[Fact, ...] = ()
    machine_when: When | None = None
    machine_differences: tuple[Difference, ...] = ()
    machine_accords: tuple[Accord, ...] = ()
    machine_where: Where | None = None


class Account(Record, frozen=True, kw_only=True):
    """One story, reconciled: what is reported, who says so, when, where, how many, what differs."""

    group: str
    story: str
    headline: Evidence | None
    when: When
    where: Where
    brief: tuple[Evidence, ...]
    figures: tuple[Figure, ...]
    not_reported: tuple[str, ...]
    facts: tuple[Fact, ...]
    timeline: tuple[TimelineEntry, ...]
    differences: tuple[Difference, ...]
    origins: tuple[Origin, ...]
    independent_origins: int
    actors: tuple[str, ...]
    places: tuple[Where, ...]
    sources: tuple[Source, ...]
    judgements: tuple[Judged, ...] = ()
    accords: tuple[Accord, ...] = ()
