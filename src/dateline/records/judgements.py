"""Records of judging: what a person said of what, anchored in quotations."""

from __future__ import annotations

from dateline.errors import RecordError
from dateline.records.accounts import Where
from dateline.records.base import Evidence, Record
from dateline.records.terms import AnchorKind, Scope, Verdict


class ReportKey(Record, frozen=True, order=True):
    """A report by the id it had and the SHA-256 of its text, which stays when ids move."""

    report: str
    sha256: str


class Anchor(Record, frozen=True, kw_only=True):
    """What a judgement is about, by what it rests on: quotations and reports, never an id that a rerun may change.

    `reports` names every report of the evidence, or those of a story; `name` is that of an origin, or the hash of what
    an account says that is signed off. Of a figure and a fact the rest says what the machine had read when it was
    judged. A difference, a revision (one replaces the other) and an accord quote what is set side by side; the anchors
    of the figures and facts that it is between follow. `title` is what the account showed it as: whom a figure counts
    and how many, the words of a fact, the headline of a story, or the titles of the reports that leave one.
    """

    kind: AnchorKind
    reports: tuple[ReportKey, ...]
    evidence: tuple[Evidence, ...] = ()
    name: str | None = None
    measure: str | None = None
    whom: str | None = None
    scope: Scope | None = None
    unit: str | None = None
    low: float | None = None
    best: float | None = None
    high: float | None = None
    earliest: str | None = None
    latest: str | None = None
    title: str | None = None

    def __post_init__(self) -> None:
        if not self.reports:
            raise RecordError(f"a judgement of a {self.kind} rests on no report")


class Correction(Record, frozen=True, kw_only=True):
    """The value that a person sets: of a figure low, best and high, of a fact or story its first and last day.

    Of a figure also what it counts, and whether it is a total or a part, of a story where it happened: the place as the
    gazetteer had it then, without quotations. What is None stays as it is read.
    """

    low: float | None = None
    best: float | None = None
    high: float | None = None
    earliest: str | None = None
    latest: str | None = None
    measure: str | None = None
    scope: Scope | None = None
    where: Where | None = None


class Judgement(Record, frozen=True, kw_only=True):
    """One row of the log: who decided what, when and why. `previous` is the hash of the row before.

    `at` is ISO 8601 in UTC, to the second. The anchors of `merge` are the things that are one, those of `split` the
    part and the rest, those of `same-origin` the origins that are one. `revokes` is the hash of the row taken back.
    """

    number: int
    previous: str
    at: str
    user: str
    reason: str
    verdict: Verdict
    anchors: tuple[Anchor, ...] = ()
    correction: Correction | None = None
    revokes: str | None = None
