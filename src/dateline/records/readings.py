"""Records of reading: what one report says, each mention with its characters."""

from __future__ import annotations

from dateline.errors import RecordError
from dateline.records.base import Record, Span, check_span
from dateline.records.terms import (
    ActorKind,
    AttributionKind,
    PlaceKind,
    PlaceUse,
    Scope,
    Section,
    Stance,
    Status,
    TimeBasis,
    TimeType,
)


class Mention(Record, frozen=True, kw_only=True):
    """Base of records that are a run of characters in their report."""

    start: int
    end: int

    def __post_init__(self) -> None:
        check_span(self.start, self.end)

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
