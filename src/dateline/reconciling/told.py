"""Told: what each report gives of attributes that no pattern of words alone tells.

The age, the work and the charge of a person, by what means someone was killed or hurt, the people aboard, the hour of
a happening and how long it went on.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from dateline.reconciling.attributes import Value, attribute, values_in
from dateline.reconciling.kinds import base, kinds_of
from dateline.reconciling.lines import Line
from dateline.reconciling.names import GENERIC, Names
from dateline.reconciling.said import Said
from dateline.records import Evidence, Quantity, Reading, Record
from dateline.wording import content_stems


class Told(Record, frozen=True, kw_only=True):
    """A value given of one thing: whose it is, as key and as shown, where it stands.

    `within` marks attributes of which one report may be set against itself, `later` those that change.
    """

    of: str
    what: str
    value: Value
    said: Said
    evidence: Evidence
    moments: frozenset[str]
    noun: str = ""
    later: bool = False
    within: bool = False


def told_in(lines: Sequence[Line], reading: Reading, names: Names) -> Iterator[Told]:
    """Yield what the sentences of one report give."""
    for line in lines:
        yield from _by_table(line, names)
        yield from _charges(line, names)
        yield from _works(line, names)
        yield from _hours(line)
        for s in line.said:
            yield from _ages(s, line, reading, names)
            yield from _means(s, line, reading, names)
            yield from _aboard(s, line)
            yield from _lengths(s, line)


def _by_table(line: Line, names: Names) -> Iterator[Told]:
    for found in values_in(line.text):
        row = attribute(found.about)
        said = line.at(found.start)
        if said.statement.background or said.statement.status in ("planned", "conditional"):
            continue
        if row.holder != "person" and line.looks_back:
            continue
        if row.holder == "person":
            if len(line.people) == 1:
                key = line.people[0]
                what = f"{row.about} of {names.known[key].name}"
                yield _told(key, what, found, said, line, later=row.later)
        elif row.holder == "happening" or found.of not in PRONOUNS:
            noun = found.of if row.holder == "thing" else ""
            yield _told(
                "", f"{row.about} ({noun})" if noun else row.about, found, said, line, noun=noun, later=row.later
            )


PRONOUNS = frozenset(
    {"he", "she", "they", "it", "who", "which", "that", "one", "others", "both", "each", "all", "this"}
)
"""Subjects that name nothing by themselves."""


def _told(  # noqa: PLR0913 - a record with names
    of: str,
    what: str,
    value: Value,
    said: Said,
    line: Line,
    *,
    noun: str = "",
    later: bool = False,
    within: bool = False,
) -> Told:
    return Told(
        of=f"{value.about} {of}",
        what=what,
        value=value,
        said=said,
        evidence=said.evidence if within else line.evidence,
        moments=line.moments,
        noun=noun,
        later=later,
        within=within,
    )


def _number(about: str, written: str, low: float, high: float) -> Value:
    return Value(about=about, of="", written=written, start=0, low=low, high=high)


# ---------------------------------------------------------------- of a person

BESIDE = 3
"""Characters at most between a name and the age told of it ("Ana Ruiz, 24", "24-year-old Ana Ruiz")."""

YEARS: Mapping[str, float] = {"months": 12.0, "weeks": 52.0, "days": 365.0}
"""How many of a unit make a year."""

_OLD = re.compile(r"[\s-]{0,20}(?:years?|yrs?)?(?:[\s-]{0,20}old)?\s{0,20}", re.IGNORECASE)
"""What may stand between an age and the name behind it."""


def _ages(s: Said, line: Line, reading: Reading, names: Names) -> Iterator[Told]:
    """Yield the ages told right beside a full name; a surname alone may be a relative's."""
    for q in s.quantities:
        if q.measure != "age" or q.number is None or q.qualifier is not None or _broken(q, line):
            continue
        for i in s.statement.actors:
            actor = reading.actors[i]
            own = [m for m in actor.mentions if s.statement.span.covers(m)]
            if actor.kind in GENERIC or not any(_beside(q, m.start, m.end, line) for m in own):
                continue
            key = names.by_actor[s.report, i]
            years = q.number / YEARS.get(q.unit, 1.0)
            written = f"{q.number:g}" if years == q.number else f"{q.number:g} {q.unit}"
            value = _number("age", written, years, years)
            yield _told(key, f"age of {names.known[key].name}", value, s, line, within=True)


def _broken(q: Quantity, line: Line) -> bool:
    """Tell whether the age is only the end of a word ("Twety-one")."""
    at = q.start - line.evidence.start
    return line.text[max(0, at - 1) : at] in ("-", "–")


def _beside(q: Quantity, start: int, end: int, line: Line) -> bool:
    offset = line.evidence.start
    text = line.text
    if " " not in text[max(0, start - offset) : max(0, end - offset)].strip():
        return False
    if 0 <= q.start - end <= BESIDE:
        return True
    return q.end <= start and _OLD.fullmatch(text, q.end - offset, start - offset) is not None


GRADES: tuple[tuple[str, float, float], ...] = (
    (r"capital murder", 1, 1.5), (r"first[- ]degree murder", 1, 1.5), (r"second[- ]degree murder", 2, 2.5),
    (r"third[- ]degree murder", 3, 3.5), (r"murder", 1, 3.5), (r"(?:\w{1,60} )?manslaughter", 5, 6),
    (r"negligent homicide", 5.5, 7), (r"reckless homicide", 5.5, 7), (r"vehicular homicide", 5.5, 7),
)  # fmt: skip
"""Charges of having killed someone, from the gravest down; two that share no grade exclude each other."""

_CHARGED = re.compile(
    r"\b(?:charged|indicted|arraigned)\b[^.;]{0,40}?\b(?:with|for|on)\b(?P<what>[^.;]{3,160})", re.IGNORECASE
)
_GRADE = re.compile("|".join(f"(?P<g{i}>{p})" for i, (p, _, _) in enumerate(GRADES)), re.IGNORECASE)
_LESSER = re.compile(
    r"\b(?:attempted|conspir\w+|accessory|solicit\w+|assault\w*|intent)\b(?:\W+\w+){0,4}\W*$", re.IGNORECASE
)


def _charges(line: Line, names: Names) -> Iterator[Told]:
    if len(line.people) != 1 or _GRADE.search(line.text) is None:
        return
    if (match := _CHARGED.search(line.text)) is None:
        return
    if len(_GRADE.findall(line.text)) != 1:
        return
    what = match.group("what")
    grades = [m for m in _GRADE.finditer(what) if not _LESSER.search(what[: m.start()])]
    if len(grades) != 1 or " case" in what[grades[0].end() : grades[0].end() + 5]:
        return
    _, low, high = GRADES[int(str(grades[0].lastgroup)[1:])]
    value = _number("charge", grades[0].group(), low, high)
    key = line.people[0]
    yield _told(key, f"charge against {names.known[key].name}", value, line.at(match.start()), line, later=True)


@cache
def jobs() -> Mapping[str, str]:
    """Return each occupation of data/jobs.toml with the first word of its line."""
    table = tomllib.loads(files("dateline.data").joinpath("jobs.toml").read_text(encoding="utf-8"))
    return {word: row.split()[0] for row in table["jobs"] for word in row.split()}


@cache
def _job() -> re.Pattern[str]:
    words = "|".join(sorted(jobs(), key=len, reverse=True))
    return re.compile(
        rf",\s+(?:\d\d?,\s+)?(?:an?|the)\s+(?:[\w-]+\s+){{0,2}}?({words})\b(?!\s+(?:and|or|of)\b)|\b(?:was|is)\s+an?\s+(?:[\w-]+\s+)?({words})\b"
    )


def _works(line: Line, names: Names) -> Iterator[Told]:
    """Yield what the one person a sentence names works as, told right behind the name."""
    if len(line.people) != 1:
        return
    key = line.people[0]
    last = names.known[key].name.split()[-1]
    for match in _job().finditer(line.text):
        if line.text[: match.start()].rstrip(", 0123456789").endswith(last):
            word = match.group(1) or match.group(2)
            value = Value(about="work", of="", written=word, start=match.start(), word=jobs()[word])
            yield _told(key, f"work of {names.known[key].name}", value, line.at(match.start()), line)


MEANS: Mapping[str, str] = {
    "shoot": "shot", "gun": "shot", "stab": "stabbed", "knife": "stabbed", "strangle": "strangled",
    "smother": "strangled", "suffocate": "strangled", "choke": "strangled", "bludgeon": "beaten", "beat": "beaten",
    "drown": "drowned",    "poison": "poisoned", "behead": "beheaded",
}  # fmt: skip
"""Verbs that tell by what means somebody was killed or hurt."""


def _means(s: Said, line: Line, reading: Reading, names: Names) -> Iterator[Told]:
    if s.statement.negated:
        return
    for i in s.statement.events:
        event = reading.events[i]
        means = MEANS.get(event.lemma)
        if means is None or event.recipient is None or event.negated or event.status not in ("completed", "alleged"):
            continue
        key = names.by_actor.get((s.report, event.recipient))
        if key is not None and names.known[key].kind in GENERIC and len(line.people) == 1:
            key = line.people[0]
        if key is None or names.known[key].kind != "person":
            continue
        value = Value(about="means", of="", written=means, start=0, word=means)
        yield _told(key, f"what befell {names.known[key].name}", value, s, line)


# ---------------------------------------------------------------- of the happening

_ABOARD = re.compile(
    r"[^.;,]{0,30}\b(?:aboard|on board|on the (?:plane|ship|boat|ferry|train|bus|flight))\b", re.IGNORECASE
)
"""What says behind a count that it is of the people in a vehicle."""


def _aboard(s: Said, line: Line) -> Iterator[Told]:
    for q in s.quantities:
        exact = q.number is not None and q.qualifier is None and q.low == q.high
        if not exact or q.number is None or q.unit != "people" or q.measure not in ("other", "deployed", "affected"):
            continue
        if _ABOARD.match(line.text, (q.counted.end if q.counted is not None else q.end) - line.evidence.start):
            whom = " ".join(sorted(content_stems(q.whom or "people")))
            value = _number("aboard", f"{q.number:g}", q.number, q.number)
            yield _told(whom, f"{q.whom or 'people'} aboard", value, s, line, within=True)


_CLOCK = re.compile(
    r"\b(?P<q>shortly before|just before|shortly after|just after|soon after|about|around|at|before|after|since)\s+"
    r"(?:(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))?\s*(?P<half>[ap])\.?\s?m\b|(?P<h24>[01]?\d|2[0-3])[:.](?P<m24>\d\d)\b(?!\s*[ap]\.?m)|(?P<word>noon|midnight)\b)",
    re.IGNORECASE,
)

ROOM: Mapping[str, tuple[float, float]] = {
    "shortly before": (-30, 0), "just before": (-20, 0), "shortly after": (0, 30), "just after": (0, 20),
    "soon after": (0, 40), "about": (-20, 20), "around": (-20, 20), "at": (0, 0),
}  # fmt: skip
"""Minutes before and after the hour named that the words before it allow."""

NEAR = 15.0
"""Minutes that two hours may be apart beyond what their words allow: people do not watch the clock."""

HAPPENED = re.compile(
    r"\b(?P<of>[\w-]{1,60})\s{1,20}(?:(?:at|in|on|near|outside|inside)\s{1,20}(?:[\w’'-]{1,60}\s{1,20}){1,4}?)?(?:(?:had\s{1,20})?(?:happened|occurred|began|started|took\s{1,20}place|broke\s{1,20}out|struck|hit|erupted)\b|"
    r"(?:was|were)\s{1,20}(?:\w{1,60}ly\s{1,20})?(?P<verb>shot|stabbed|robbed|killed|struck|hit|attacked|kidnapped|abducted|burgled|arrested)\b)",
    re.IGNORECASE,
)


def _hours(line: Line) -> Iterator[Told]:
    """Yield the hour a sentence gives of what happened in it; only where it gives one."""
    clocks, happened = list(_CLOCK.finditer(line.text)), list(HAPPENED.finditer(line.text))
    if len(clocks) != 1 or not happened or line.looks_back:
        return
    clock, match = clocks[0], happened[-1]
    room = ROOM.get(" ".join(clock["q"].casefold().split()))
    noun = match["verb"] or match["of"]
    between = line.text[match.end() : clock.start()]
    known = kinds_of(base(noun.casefold()))
    if (
        room is None
        or not known
        or clock.start() < match.end()
        or re.search(r"[.;]|\b(?:when|after|before|and)\b", between)
    ):
        return
    minutes = _minutes(clock)
    value = _number("hour", " ".join(clock.group().split()), minutes + room[0] - NEAR, minutes + room[1] + NEAR)
    yield _told("", f"hour ({noun})", value, line.at(match.start()), line, noun=noun)


def _minutes(clock: re.Match[str]) -> float:
    if clock["word"]:
        return 720.0 if clock["word"].casefold() == "noon" else 0.0
    if clock["h24"]:
        return int(clock["h24"]) * 60.0 + int(clock["m24"])
    hour = int(clock["h"]) % 12 + (12 if clock["half"].casefold() == "p" else 0)
    return hour * 60.0 + int(clock["m"] or 0)


DAYS = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4, "years": 365.25}
"""Days in each unit of length."""

VAGUE_MOST = 8
"""How many "weeks" or "months" without a number may be: more would be told in the next unit."""

_LASTED = re.compile(r"[\s-]{0,20}(?:long\s{1,20})?(?:of\s+)?((?:[\w-]{1,60}\s+){0,2}[\w-]{1,60})", re.IGNORECASE)
"""The words behind a length of time among which is what lasted ("a three-day siege", "weeks of heavy fighting")."""

LASTING = frozenset({"fighting", "strike of workers", "protest", "trial", "outage", "search", "meeting", "riot"})
"""Kinds of happenings that go on, so that there is one length of them."""

_LASTING_NOUNS = frozenset(
    {"siege", "standoff", "stand-off", "blockade", "blackout", "offensive", "voyage", "hunt", "manhunt"}
)


def _lengths(s: Said, line: Line) -> Iterator[Told]:
    for q in s.quantities:
        if q.measure != "duration" or q.unit not in DAYS:
            continue
        end = (q.counted.end if q.counted else q.end) - line.evidence.start
        behind = _LASTED.match(line.text, end) if 0 <= end <= len(line.text) else None
        noun = next((w for w in (behind.group(1).split() if behind else ()) if _lasts(w)), None)
        if noun is None:
            continue
        day = DAYS[q.unit]
        low, high = (1.5, float(VAGUE_MOST)) if q.number is None else (q.number * 0.85, q.number * 1.15)
        written = line.text[max(0, q.start - line.evidence.start) : end]
        value = _number("length", written, low * day, high * day)
        yield _told("", f"length of the {noun}", value, s, line, noun=noun, within=True)


def _lasts(word: str) -> bool:
    low = word.casefold()
    return low in _LASTING_NOUNS or bool(kinds_of(base(low)) & LASTING)
