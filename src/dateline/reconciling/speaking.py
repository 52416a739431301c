"""Speaking: whose voice a chain can name - not a thing, not the dead, and not the outlet that tells it anyway."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from dateline.reading.cues import cues
from dateline.reading.fixed import ABSTRACT
from dateline.reading.kinds import kind_of_name, kind_of_noun
from dateline.reconciling.houses import is_house
from dateline.reconciling.names import Names, fold_name
from dateline.reconciling.nouns import noun_words
from dateline.records import Link, Reading, Report, Span, Statement

UNSPOKEN = frozenset(
    """
    theory philosophy trajectory flight case protest event constitution music culture removal idea plan decision deal
    effort result rise fall death arrest crash attack game match show song album film movie budget strategy approach
    history tradition experience success failure problem issue question attempt process procedure model technology
    technique method design product device app vehicle plane train ship boat building house road bridge run-up line
    season economy market science nature gravity moment night morning era trend gap lack scene silence
    sense hope fear anger grief language boycott sign kind fact thing way place time first incident shooting stabbing
    explosion blast collision accident killing homicide murder outbreak flood storm snow rain wind earthquake street
    avenue lane boulevard highway driveway alley sidewalk pavement intersection car truck van gun rifle bullet weapon
    knife bomb missile rocket ad advert advertisement gallery slideshow
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Last words of what nobody says, whatever verb stands behind it."""

NOBODY = frozenset(
    "no-one nobody none that this it which what many most some others one all each both few first".split()  # noqa: SIM905
)
"""Words that name nobody."""

_OWN = re.compile(r"(?:his|her|its|their|our|my|your|these|those|this|that)\b", re.IGNORECASE)
"""How a description begins that leans on what was said before."""

WHOSE = re.compile(
    r"\s(?:of|in|on|at|for|from|with|who|which|that|to|about|by|among|behind|involved|familiar)\s.*", re.DOTALL
)
"""What says behind a noun whose or which it is."""


def speaks(name: str) -> bool:
    """Tell whether a description can be of somebody, or of a paper, who says something.

    >>> speaks("The trajectory"), speaks("almost no one"), speaks("the police report"), speaks("her stated philosophy")
    (False, False, True, False)
    """
    words = noun_words(WHOSE.sub("", name.replace("no one", "no-one")))
    head = words[-1] if words else name.casefold().split()[-1]
    if head in NOBODY or name.casefold().strip() in NOBODY or "no one" in name.casefold():
        return False
    one = head if head in UNSPOKEN else head.removesuffix("s")
    if kind_of_noun(one) is not None or kind_of_noun(head) is not None:
        return True
    if one in UNSPOKEN:
        return False
    return _OWN.match(name) is None or one in cues().carriers - {"release"} or ABSTRACT.search(one) is None


_STREET = re.compile(
    r"(?<!\bDowning)(?<!\bWall)(?<!\bFleet)\s(?:Street|St|Avenue|Ave|Boulevard|Blvd|Highway|Road|Rd|Lane)\.?\Z"
)
"""How names of streets end; those that stand for a government or a trade may speak."""

_LABELS = frozenset(
    """
    update updated video videos watch photo photos picture pictures breaking exclusive related live gallery slideshow
    raw correction clarification listen map poll quiz advertisement caption images
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""What a page prints in capitals over what stands on it."""


def _is_own(link: Link, report: Report, house: str) -> bool:
    """Tell whether a link is the publisher, by its name or as it signs at the head of its own site ("(WAVE)")."""
    if is_house(fold_name(link.name), house):
        return True
    first = fold_name(link.name).partition(" ")[0]
    return link.span is not None and link.span == report.credit and len(first) > 2 and house.startswith(first)


def _is_nobody(link: Link, reading: Reading) -> bool:
    """Tell a voice that is nobody's: what cannot speak, a street, a place taken for a person, a label of the page."""
    headline = link.kind == "organisation" and " " in link.name and kind_of_name(link.name) is None
    if (link.kind == "unnamed" or headline) and not speaks(link.name):
        return True
    if link.name.isupper() and not _LABELS.isdisjoint(link.name.casefold().split()):
        return True
    if link.kind == "person" and " " not in link.name:
        return any(place.name == link.name and place.use == "literal" for place in reading.places)
    return _STREET.search(link.name) is not None


_END = re.compile(
    r"\s{0,3}(?:['’]s?\s(?:own\s)?(?:body(?!\s(?:cam|armou?r|guard|language))|corpse|remains|funeral|autopsy|slaying"
    r"|killing|death(?!\s(?:threat|sentence|penalty|row)))\b"
    r"|(?:,[^,.\n]{1,40},)?\s(?:died|(?:was|were|had been|has been)\s"
    r"(?:(?:also|later|found|pronounced|declared|shot|stabbed|beaten|fatally)\s){0,2}(?:killed|slain|murdered|dead)"
    r"|(?:was\s\w{1,20}\b[^.,;\n]{0,60}?\sand\s)?(?:was|is|remains|remained|lay|lies)\s(?:still\s)?"
    r"(?:unconscious|comatose|brain[- ]dead|on\slife\ssupport"
    r"|in\sa\s(?:\w{1,20}\s)?coma))\b)"
)
"""What says behind a name that its bearer is dead, or cannot speak."""

_OF = re.compile(
    r"\b(?:body|corpse|death|funeral|killing|slaying|fatal\s(?:shooting|stabbing|beating))\sof\s(?:\w{1,15}\.\s)?\Z"
)
"""What says before a name that its bearer is dead."""

_EARLIER = re.compile(
    r"\bhad\s(?:\w{1,20}\s)?(?:said|told|written|asked|warned|posted|called|complained|promised|reported)\b"
    r"|\b(?:wrote|writes|posted|tweeted|texted|e-?mailed)\b"
    r"|\b(?:letters?|notes?|diary|memoirs?|text messages?|texts?|tweets?|voice ?mails?|e-?mails?|last words|will)\b"
    r"|\b(?:days?|weeks?|months?|years?|hours?|minutes?|moments?|shortly|just)\s(?:ago|before|earlier)\b"
    r"|\b(?:before|until)\s(?:he|she|his|her|they|their|dying)\b"
    r"|\blast\s(?:week|month|year|spring|summer|autumn|fall|winter)\b|\bin\s(?:an?\s(?:\d{4}\s)?interview|(?:19|20)\d\d)\b"
    r"|\b(?:once|often|always|dying|deathbed)\b",
    re.IGNORECASE,
)
"""What tells in a sentence that its words were said while the speaker could speak."""

_STOP = re.compile(r"[.!?][\"”’]?\s|\n")

Gone = Mapping[str, frozenset[str]]
"""Ids of the reports that know a person dead, by the person's key."""


def gone_of(reports: Sequence[Report], readings: Mapping[str, Reading], names: Names) -> Gone:
    """Return who of a story's people is told to be dead or past speaking, and which reports know it.

    These are the reports that say so, and those published after one that does.
    """
    told: dict[str, list[Report]] = {}
    for report in reports:
        for actor in sorted(_gone_in(report, readings[report.id])):
            told.setdefault(names.by_actor[report.id, actor], []).append(report)
    return {
        key: frozenset(r.id for r in reports if any(r.id == own.id or _follows(r, own) for own in known))
        for key, known in told.items()
    }


def _follows(report: Report, other: Report) -> bool:
    return report.published is not None and other.published is not None and report.published > other.published


def _gone_in(report: Report, reading: Reading) -> Iterable[int]:
    people = [(i, a) for i, a in enumerate(reading.actors) if a.kind == "person"]
    killed = [q for q in reading.quantities if q.measure == "killed" and q.number == 1 and q.status == "completed"]
    ends = {span.end for q in killed for span in (q.span, q.counted) if span is not None}
    return {i for i, actor in people if any(m.end in ends or _ends(report.text, m) for m in actor.mentions)}


def _ends(text: str, name: Span) -> bool:
    """Tell whether the words around a name say that its bearer is dead or past speaking.

    >>> text = "The body of Ana Ruiz was found. Tom Ware's body camera was on."
    >>> _ends(text, Span(12, 20)), _ends(text, Span(32, 40))
    (True, False)
    """
    return _END.match(text, name.end) is not None or _OF.search(text, max(0, name.start - 60), name.start) is not None


def heard(
    report: Report, reading: Reading, statement: Statement, names: Names, gone: Gone, house: str | None
) -> tuple[Link, ...]:
    """Return the links of a statement's chain that can be voices of it, its publisher among them.

    `house` is the report's publisher (`house_of`), where its input names one: it is no voice beside itself.
    """
    return tuple(
        link
        for link in statement.chain
        if link.role == "publisher"
        or not (
            _is_nobody(link, reading)
            or (house is not None and _is_own(link, report, house))
            or (
                report.id in gone.get(names.of_link(report.id, link), ())
                and not _said_before(report, reading, statement, link)
            )
        )
    )


def _said_before(report: Report, reading: Reading, statement: Statement, link: Link) -> bool:
    """Tell whether somebody's words are told as of an earlier day: a letter, a call, an interview of last year."""
    own = [reading.attributions[i] for i in statement.attributions]
    said = [a for a in own if any(one.name == link.name for one in a.chain)]
    cues = [span for a in said for span in (*a.cue, *a.source)]
    return any(_EARLIER.search(_sentence(report.text, span)) is not None for span in cues)


def _sentence(text: str, span: Span) -> str:
    stops = [match.end() for match in _STOP.finditer(text, max(0, span.start - 300), span.start)]
    behind = _STOP.search(text, span.end, span.end + 300)
    return text[
        stops[-1] if stops else max(0, span.start - 300) : behind.start() if behind is not None else span.end + 300
    ]
