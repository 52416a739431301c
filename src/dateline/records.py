"""Every record that passes from one room to the next, and its invariants.

All records are frozen `msgspec` structs and refuse unknown fields. Offsets are Unicode code
points into `Report.text`, half-open, never empty. Calendar dates are ISO 8601 strings, as precise as
known ("2017", "2017-10", "2017-10-20"); coordinates are WGS 84 decimal degrees.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Literal

import msgspec

from dateline.errors import RecordError

PublishedBasis = Literal[
    "field", "json-ld", "meta", "feed", "mail", "text", "url", "file", "other-report", "unresolved"
]
Run = tuple[int, int, int, int]
"""Characters `start` to `end` of a text, and the characters of its source that show them; of equal length, one each."""
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
TimeBasis = Literal["stated", "relative", "dateline", "published", "other-report", "judged", "unresolved"]
PlaceKind = Literal["city", "district", "adm1", "adm2", "country", "region", "water", "facility", "other"]
PlaceUse = Literal["literal", "demonym", "metonym", "source"]
ActorKind = Literal["person", "organisation", "armed group", "government", "media", "population group", "unnamed"]
Scope = Literal["total", "subset"]
CopyKind = Literal["whole", "passage", "version"]
AttributionKind = Literal["direct", "indirect", "mixed", "according-to", "credit"]
Stance = Literal["asserted", "hedged", "denied", "alleged"]
Status = Literal["completed", "ongoing", "planned", "conditional", "denied", "alleged"]
Section = Literal["title", "body", "heading", "caption"]
Standing = Literal[
    "corroborated",
    "consistent within source",
    "single source",
    "disputed",
    "superseded",
    "unresolved",
]
Relation = Literal["differs", "supersedes"]
Verdict = Literal["accept", "reject", "correct", "merge", "split", "same-origin", "revoke"]
AnchorKind = Literal["figure", "fact", "story", "origin", "report", "difference", "revision", "accord"]
ChangeKind = Literal[
    "new story",
    "revised",
    "new figure",
    "withdrawn",
    "superseded",
    "new dispute",
    "dispute settled",
    "confirmed",
    "no longer confirmed",
    "new on the timeline",
    "date revised",
    "place revised",
]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all records: immutable, compared by value, unknown fields refused."""


class Span(Record, frozen=True, order=True):
    """Characters `start` to `end` of one report's stored text (code points, half-open, never empty)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)

    def of(self, text: str) -> str:
        """Return the characters the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


class Evidence(Record, frozen=True, order=True):
    """A quotation with its address: `quote == report.text[start:end]`."""

    report: str
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)
        if len(self.quote) != self.end - self.start:
            raise RecordError(f"report {self.report}, {self.start}-{self.end}: quote has {len(self.quote)} characters")


# ---------------------------------------------------------------- intake


class Report(Record, frozen=True, kw_only=True):
    """One text as it came in, stored once and never edited.

    `body_start` is where the input's own text begins in `text` (a title given apart is stored before it);
    `lead_start` is where prose begins, after title, byline, header and dateline. `fields` holds every other
    input field as sorted (name, value) pairs; a name may occur twice when one text was filed twice.
    `published` is an ISO 8601 date, or None; `published_basis` says how it is known. Where `text` was taken out of a
    page, `original_sha256` names the `Original` that the page is kept as, and `runs` tell which of its characters show
    which of the text; without them the text is as it came in.
    """

    id: str
    text: str
    raw_sha256: str
    body_start: int = 0
    lead_start: int = 0
    title: Span | None = None
    byline: Span | None = None
    dateline: Span | None = None
    credit: Span | None = None
    published: str | None = None
    published_basis: PublishedBasis = "unresolved"
    publisher: str | None = None
    url: str | None = None
    path: str | None = None
    language: str = "en"
    fields: tuple[tuple[str, str], ...] = ()
    original_sha256: str | None = None
    runs: tuple[Run, ...] = ()

    def __post_init__(self) -> None:
        size = len(self.text)
        if not 0 <= self.body_start <= self.lead_start <= size:
            raise RecordError(f"report {self.id}: body or lead begins outside its {size} characters")
        for span in (self.title, self.byline, self.dateline, self.credit):
            if span is not None and span.end > size:
                raise RecordError(f"report {self.id}: span {span.start}-{span.end} ends after character {size}")

    def quote(self, span: Span) -> Evidence:
        """Return the evidence that `span` of this report is."""
        return Evidence(self.id, span.start, span.end, self.text[span.start : span.end])


class Original(Record, frozen=True, kw_only=True, order=True):
    """The decoded page or markup that a report's text was taken out of; `sha256` is that of its text in UTF-8."""

    sha256: str
    packed: bytes

    @classmethod
    def of(cls, text: str) -> Original:
        """Pack a text."""
        data = text.encode("utf-8", "surrogatepass")
        return cls(sha256=hashlib.sha256(data).hexdigest(), packed=zlib.compress(data))

    @property
    def text(self) -> str:
        """The text.

        Raises:
            RecordError: it is not what was packed.
        """
        try:
            data = zlib.decompress(self.packed)
        except zlib.error as error:
            raise RecordError(f"original {self.sha256}: damaged ({error})") from error
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise RecordError(f"original {self.sha256}: its text has another hash")
        return data.decode("utf-8", "surrogatepass")


class Rejection(Record, frozen=True, kw_only=True, order=True):
    """An input that could not be taken in: which, why, and what to do."""

    path: str
    reason: str


class Taken(Record, frozen=True, kw_only=True):
    """How far an input was taken in: whole, or its first `lines` lines, which are its first `size` bytes.

    `sha256` is the hash of those bytes: where they have changed, the input is taken in from its beginning.
    """

    path: str
    size: int
    sha256: str
    whole: bool
    lines: int = 0
    rejections: tuple[Rejection, ...] = ()


# ---------------------------------------------------------------- reading


class Mention(Record, frozen=True, kw_only=True):
    """Base of records that are a run of characters in their report."""

    start: int
    end: int

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)

    @property
    def span(self) -> Span:
        """The characters of the mention."""
        return Span(self.start, self.end)


class Time(Mention, frozen=True, kw_only=True):
    """A TIMEX3 expression. `earliest`/`latest` are the first and last day it can mean (YYYY-MM-DD).

    `date_prec` is UCDP's code: 1 exact day, 2 within a week (2-6 days), 3 within a month, 4 month known,
    5 year only or longer. None when the value does not fix a stretch of calendar (durations, sets, unresolved).
    """

    type: TimeType
    value: str
    mod: str | None = None
    earliest: str | None = None
    latest: str | None = None
    date_prec: int | None = None
    basis: TimeBasis = "unresolved"


class Place(Mention, frozen=True, kw_only=True):
    """A named place, or a facility within one.

    `geonames_id` is None and lat/lon None when unresolved, and for facilities (which lie `within` a city).
    `within` runs from the nearest container outwards: ("Raqqa Governorate", "SY"); the last is ISO 3166-1 alpha-2.
    `where_prec` is UCDP's code: 1 exact, 2 near/within 25 km, 3 ADM2, 4 ADM1, 5 region or line feature, 6 country, 7
    beyond. `rivals` are GeoNames ids that were considered and not chosen, best first.
    """

    name: str
    kind: PlaceKind
    use: PlaceUse = "literal"
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    within: tuple[str, ...] = ()
    where_prec: int | None = None
    rivals: tuple[int, ...] = ()


class Actor(Record, frozen=True, kw_only=True):
    """Someone or something that acts or speaks: one record per actor and report, aliases merged.

    `name` is the fullest name used (verbatim), `aliases` the other ones, `role` the office or description
    stated ("a spokesman for the coalition"), `of` the name of the actor it speaks or acts for.
    """

    name: str
    kind: ActorKind
    mentions: tuple[Span, ...]
    aliases: tuple[str, ...] = ()
    role: str | None = None
    of: str | None = None

    def __post_init__(self) -> None:
        if not self.mentions:
            raise RecordError(f"actor {self.name!r} has no mention")


class Quantity(Mention, frozen=True, kw_only=True):
    """A number of something.

    The span covers the number with its qualifier ("some 270,000"); `counted` covers what is counted
    ("civilians"); `whom` is that phrase, verbatim. `number` is what is written ("over 650" -> 650), `low`,
    `best`, `high` what it allows (650, 650, None); None where unknown
    ("thousands": 2000, None, None).
    `unit` and `measure` are words of the vocabulary in data/measures.toml. `actor` indexes `Reading.actors`.
    `status` is that of the predicate it stands in: "could have killed" is conditional, "no one was hurt" is
    completed with number 0, "denied killing 20" is denied.
    """

    number: float | None
    low: float | None
    best: float | None
    high: float | None
    qualifier: str | None = None
    unit: str = "other"
    measure: str = "other"
    counted: Span | None = None
    whom: str | None = None
    actor: int | None = None
    scope: Scope = "total"
    status: Status = "completed"
    trigger: Span | None = None
    counts_attacker: bool | None = None


class Link(Record, frozen=True, kw_only=True):
    """One voice in an attribution chain. `span` is None for the publisher, who is not named in the text."""

    name: str
    kind: ActorKind = "unnamed"
    role: str | None = None
    span: Span | None = None
    actor: int | None = None


class Attribution(Record, frozen=True, kw_only=True):
    """Who says what, by which cue. `chain` runs from the origin to the last carrier named in the text."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: AttributionKind
    stance: Stance = "asserted"
    chain: tuple[Link, ...] = ()

    def __post_init__(self) -> None:
        if not self.content:
            raise RecordError("attribution without content")


class Event(Mention, frozen=True, kw_only=True):
    """A happening told by its trigger (the span). PLOVER root/mode, ACLED sub-event, or None where none fits.

    `actor`/`recipient` index `Reading.actors`, `place` `Reading.places`, `time` `Reading.times`.
    """

    lemma: str
    root: str | None = None
    mode: str | None = None
    sub_event: str | None = None
    actor: int | None = None
    recipient: int | None = None
    place: int | None = None
    time: int | None = None
    status: Status = "completed"
    negated: bool = False


class Statement(Mention, frozen=True, kw_only=True):
    """One clause's worth of what is reported (the span is its content), with everything that belongs to it.

    Numbers index the tuples of the same `Reading`. `time` and `place` are those of the happening stated,
    `attributions` those whose content holds the statement, innermost first. `chain` runs from the origin to the
    publisher. `subject` are the words before or behind that the clause has for its subject, where it does not name one.
    """

    section: Section = "body"
    subject: Span | None = None
    events: tuple[int, ...] = ()
    quantities: tuple[int, ...] = ()
    times: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    actors: tuple[int, ...] = ()
    attributions: tuple[int, ...] = ()
    time: int | None = None
    place: int | None = None
    status: Status = "completed"
    stance: Stance = "asserted"
    negated: bool = False
    background: bool = False
    chain: tuple[Link, ...] = ()


class Reading(Record, frozen=True, kw_only=True):
    """What one report says. `id` is the report's; sentences are spans in text order."""

    id: str
    body_start: int
    sentences: tuple[Span, ...]
    times: tuple[Time, ...]
    places: tuple[Place, ...]
    actors: tuple[Actor, ...]
    quantities: tuple[Quantity, ...]
    attributions: tuple[Attribution, ...]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]


# ---------------------------------------------------------------- linking


class Passage(Record, frozen=True, kw_only=True):
    """Characters that two reports share, word for word, with their place in both."""

    here: Span
    there: Span


class Copy(Record, frozen=True, kw_only=True):
    """`report` carries text of `origin`, whole, in a passage of its own text, or as a later version by one publisher.

    `share` is the part (0..1) of the report's words that both hold, `origin_share` that of the origin's; quotations and
    furniture of the page do not count. Whole is a copy from half of the report's words.
    """

    report: str
    origin: str
    kind: CopyKind
    share: float
    origin_share: float
    passages: tuple[Passage, ...]
    reason: str


class StoryLink(Record, frozen=True, kw_only=True):
    """Why a report belongs to a story: score (0..1) and the named features that made it."""

    report: str
    score: float
    features: tuple[tuple[str, float], ...]
    reason: str


class StoryTie(Record, frozen=True, kw_only=True):
    """What a later `report` showed of two stories: that they are one, or that `reports` of one are another's.

    Nothing is moved: reports stay where they came to. Of a merge, `story` goes on and `other` takes no more; of a
    split, further reports of the happening that `reports` tell of come to `other`. `score` (0..1) is how likely two
    stories are one; a split has none.
    """

    kind: Literal["merge", "split"]
    story: str
    other: str
    report: str
    score: float | None
    reports: tuple[str, ...]
    reason: str


class Story(Record, frozen=True, kw_only=True):
    """Reports that tell of the same happening. `reports` in order of publication, then id.

    `origins` counts them as far as their texts tell whose they are: copies of one text, and texts that name one agency
    as theirs, once; None where nobody counted. `copies` are those that the story's reports are, of whichever origin.
    """

    id: str
    reports: tuple[str, ...]
    links: tuple[StoryLink, ...]
    origins: int | None = None
    copies: tuple[Copy, ...] = ()
    ties: tuple[StoryTie, ...] = ()


class StoryLine(Record, frozen=True, kw_only=True):
    """What `dateline link` writes of a report: its story, whose text it carries, and what it showed of stories.

    `copy_of` is the first report of its text; of a report that carries a passage of another, whose that is, where both
    are of one story. `copy` says how much of the text it is, and where. `story_reports` and `story_origins` count the
    reports of its story, and the independent texts among them.
    """

    report: str
    story: str
    copy_of: str | None
    copy: Copy | None
    story_reports: int
    story_origins: int | None
    ties: tuple[StoryTie, ...]


# ---------------------------------------------------------------- judgements


class ReportKey(Record, frozen=True, order=True):
    """A report by the id it had and the SHA-256 of its text, which stays when ids move."""

    report: str
    sha256: str


class Anchor(Record, frozen=True, kw_only=True):
    """What a judgement is about, by what it rests on: quotations and reports, never an id that a rerun may change.

    `reports` names every report of the evidence, or those of a story; `name` is that of an origin, or the hash of what
    an account says that is signed off. Of a figure and a fact the rest says what the machine had read when it was
    judged. A difference, a revision (one replaces the other) and an accord quote what is set side by side; the anchors
    of the figures and facts that it is between follow.
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

    def __post_init__(self) -> None:
        if not self.reports:
            raise RecordError(f"a judgement of a {self.kind} rests on no report")


class Correction(Record, frozen=True, kw_only=True):
    """The value that a person sets: of a figure low, best and high, of a fact or story its first and last day.

    Of a figure also what it counts, and whether it is a total or a part; what is None stays as it is read.
    """

    low: float | None = None
    best: float | None = None
    high: float | None = None
    earliest: str | None = None
    latest: str | None = None
    measure: str | None = None
    scope: Scope | None = None


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


# ---------------------------------------------------------------- reconciling


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
        _check_evidence(self.id, self.evidence)


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
        _check_evidence(self.id, self.evidence)
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
        _check_evidence(self.fact, self.evidence)


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
        _check_evidence(self.one, self.evidence)
        sides = (self.one, self.other) if self.relation == "supersedes" else sorted((self.one, self.other))
        msgspec.structs.force_setattr(self, "id", _id_of("d", self.relation, *sides))


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
        _check_evidence(" ".join(self.facts), self.evidence)
        msgspec.structs.force_setattr(self, "id", _id_of("a", *sorted(self.facts)))
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
    """A voice at the head of attribution chains: how many facts rest on it, through which reports."""

    name: str
    kind: ActorKind
    role: str | None
    party: bool
    facts: int
    reports: tuple[str, ...]
    carriers: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()


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


# ---------------------------------------------------------------- what changed


class Side(Record, frozen=True, kw_only=True):
    """One side of a change: what is said, by whose count or word, and where it stands."""

    id: str | None
    text: str
    standing: Standing | None
    evidence: tuple[Evidence, ...]


class Change(Record, frozen=True, kw_only=True):
    """One thing that changed in an account; `before` or `after` is None where there was nothing, or is nothing."""

    kind: ChangeKind
    about: str
    before: Side | None
    after: Side | None
    reason: str
    judgements: tuple[int, ...] = ()


class Changes(Record, frozen=True, kw_only=True):
    """What changed in one account: its reports that are new, what they or judgements changed.

    `joined` and `left` name reports known before that came from another account, or belong to another now; `judgements`
    the rows that lie over one of the two accounts only. `new_facts` counts facts that rest on nothing known before.
    """

    group: str
    story: str
    headline: Evidence | None
    sources: tuple[Source, ...]
    new: tuple[str, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    new_facts: int
    judgements: tuple[Judged, ...]
    changes: tuple[Change, ...]


def _check_span(start: int, end: int) -> None:
    if not 0 <= start < end:
        raise RecordError(f"span {start}-{end} is empty or runs backwards")


def _check_evidence(owner: str, evidence: tuple[Evidence, ...]) -> None:
    if not evidence:
        raise RecordError(f"{owner} states something and has no evidence")


def _id_of(kind: str, *parts: str) -> str:
    return f"{kind}-{hashlib.sha256(' '.join(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"
