"""Persons told apart: whether one who is counted as hurt is, for all the report says, one of its dead.

Names, ages, sex and side tell two persons apart, and so does one sentence that says of one that he died and of another
that he was hurt. Where nothing does, whoever was shot or taken to hospital is the one who died.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dateline.reading.doubts import sentence_around
from dateline.reading.measures import words
from dateline.records import Quantity

WEAK = re.compile(
    r"^(?:shot|shoot\w*|stab\w*|struck\b.*|hit\b.*|graz\w*|taken\b.*|rushed\b.*|transported\b.*|flown\b.*|airlifted\b.*"
    r"|treated.*|being treated|with\b.*|.*\bvictims?|\w+\s+in\s.*hospital|(?:was|were|been|got)\s+(?:hit|struck)\b.*"
    r"|left|leav\w+|(?:is|are|was|were)\s+recovering\b.*|suffer.*|sustain.*|in \w+ (?:but \w+ )?condition"
    r"|critical|critically|hospitali[sz]ed)$",
    re.IGNORECASE | re.DOTALL,
)
"""Triggers that leave the outcome open."""

ADULT = 18
"""Years from which nobody is a child."""

_SIDES = (("female", "male"), ("child", "grown"), ("police", "sought"))
"""Words that tell persons apart: two descriptions on different sides are of two persons."""

_AGE_BEFORE = re.compile(r"\b(\d{1,3})[\s-](year|month|week|day)s?[\s-]old(?:\s+[\w-]+){0,2}\s*$", re.IGNORECASE)
_AGE_IN = re.compile(r"\b(\d{1,3})[\s-](year|month|week|day)s?[\s-]old\b", re.IGNORECASE)
_AGE_AFTER = re.compile(
    r"\s{0,20},\s{0,20}(?:(?:age[d]?\s{1,20})?(\d{1,3})(?=\s{0,20}[,.;)]|\s[–—-]\s)|an?\s(\d{1,3})[\s-]years?[\s-]old\b)"
)
_NOUN_PHRASE = re.compile(r"\A.*(?:\b(?:the|a|an|his|her|their|its)\b|[,.;:])", re.IGNORECASE | re.DOTALL)
"""All before the last determiner or stop: what is left are the words that go with the noun."""

_OWNERS = frozenset({"his", "her"})
"""Words that tell the sex of somebody else beside a noun ("her son")."""

_PRONOUN = re.compile(r"(?:he|she|him|her|himself|herself)$", re.IGNORECASE)
_DIED_LATER = re.compile(r"\b(?:later|then|since|eventually|where|until|before|who)\b", re.IGNORECASE)
"""What tells on of the person just told of ("was shot and later died")."""


def is_weak(text: str, q: Quantity) -> bool:
    """Tell whether the word that counts someone leaves it open whether he lived."""
    return q.trigger is not None and bool(WEAK.match(q.trigger.of(text)))


def one_of_the_dead(text: str, q: Quantity, toll: Sequence[Quantity], told: Sequence[Quantity]) -> bool:
    """Tell whether one hurt person is, for all the report says, one of its dead.

    `toll` is what the report's toll of dead is made of, `told` all that counts its dead.
    """
    if q.number != 1:
        return False
    weak = is_weak(text, q)
    if set_apart(text, q, weak=weak) or (q.scope == "total" and not weak):
        return False
    dead = [*toll, *told]
    if q.scope == "total" and any(one.scope == "total" and _told_side_by_side(text, q, one) for one in dead):
        return False  # "three dead, one critical"
    if q.actor is not None and any(q.actor == one.actor for one in dead):
        return True
    if surname(q) is not None:
        names = {name for one in dead for name in _names(one)}
        return not names.isdisjoint(_names(q)) or not names
    if _is_kin(q) and not weak and not any(_noun(one) == _noun(q) for one in dead):
        return False  # "her mother was wounded": of the dead, no mother is told
    if len(toll) > 1 or toll[0].number != 1:
        whole = [one for one in dead if one.scope == "total" and one.number == toll[0].number]
        if not weak and len(toll) == 1 and any(_told_side_by_side(text, q, one) for one in whole):
            return False  # "he killed five people and wounded a boy"
        return any(_may_be(text, q, one, weak=weak) for one in dead)
    # one is dead: all that can be told of him is, so that a single difference tells the other from him
    dead = [toll[0], *(one for one in told if not _differ(kind_of(text, one), kind_of(text, toll[0])))]
    alike = (one for one in dead if _noun(one) == _noun(q) and not _told_side_by_side(text, q, one))
    return any(_same_age(text, q, one) for one in alike) or all(_may_be(text, q, one, weak=weak) for one in dead)


def _noun(q: Quantity) -> str:
    return (q.whom or "").lower().split()[-1] if q.whom else ""


def _is_kin(q: Quantity) -> bool:
    return _noun(q) in words("kin")


def _may_be(text: str, q: Quantity, one: Quantity, *, weak: bool) -> bool:
    """Tell whether nothing keeps a hurt person from being one of those a count of the dead is of."""
    if one.number != 1:
        return weak and not _told_side_by_side(text, q, one)
    if _differ(kind_of(text, q), kind_of(text, one)) or _told_side_by_side(text, q, one):
        return False
    return _same_age(text, q, one)


def _same_age(text: str, q: Quantity, one: Quantity) -> bool:
    age, other = age_of(text, q), age_of(text, one)
    return age is None or other is None or age == other


def _told_side_by_side(text: str, q: Quantity, one: Quantity) -> bool:
    """Tell whether one sentence says of two persons that the one died and the other was hurt."""
    if is_pronoun(text, q) or is_pronoun(text, one) or q.trigger == one.trigger:
        return False
    start, end = sentence_around(text, q)
    if not start <= one.start < end or q.span.overlaps(one.span):
        return False
    return _DIED_LATER.search(text, min(q.end, one.end), max(q.start, one.start)) is None


def set_apart(text: str, q: Quantity, *, weak: bool) -> bool:
    """Tell whether a mention is of another than those told of: "the other man", not "accused of shooting another"."""
    before = _NOUN_PHRASE.sub("", text[max(0, q.start - 20) : q.start])
    told = words("others") & {*(q.whom or "").lower().split(), *(before + text[q.start : q.end]).lower().split()}
    done_to = weak and q.trigger is not None and q.trigger.start < q.start
    return bool(told - {"another"} if done_to else told)


def surname(q: Quantity) -> str | None:
    """Return the surname of a person mentioned by name; None for "man" and "the driver"."""
    names = _names(q)
    return names[-1] if names else None


def _names(q: Quantity) -> tuple[str, ...]:
    """Return the names of a person mentioned by name, given names first."""
    if not q.whom or q.number != 1 or not all(word[:1].isupper() for word in q.whom.split()):
        return ()
    parts = tuple(word.lower().strip(".,") for word in q.whom.split() if word.lower() not in words("titles"))
    return () if any(_kind(parts)) else parts


def age_of(text: str, q: Quantity) -> float | None:
    """Return the age of a person in years, where it is told right beside the mention."""
    at = q.counted if q.counted is not None else q.span
    found = _AGE_IN.search(q.whom or "") or _AGE_BEFORE.search(text, max(0, at.start - 30), at.start)
    if found is not None:
        return float(found[1]) if found[2].lower() == "year" else 0.0
    after = _AGE_AFTER.match(text, at.end)
    return float(after[1] or after[2]) if after is not None else None


def kind_of(text: str, q: Quantity) -> tuple[str, ...]:
    """Return what a mention says of a person, whose age tells whether he is a child."""
    sex, age, side = _kind((q.whom or "").lower().split())
    years = age_of(text, q)
    return (sex, age if years is None else "child" if years < ADULT else "grown", side)


def kinds_differ(text: str, q: Quantity, one: Quantity, *, young: bool = False) -> bool:
    """Tell whether two mentions are of two persons by sex, by child and grown-up (unless `young`), or by side."""
    (sex, age, side), (other, years, camp) = kind_of(text, q), kind_of(text, one)
    return _differ((sex, "" if young else age, side), (other, years, camp))


def described_apart(whom: str, other: str) -> bool:
    """Tell whether two descriptions of one person each are of two by their own words.

    >>> described_apart("her mother", "local child"), described_apart("girl", "7-year-old")
    (True, False)
    """
    one, two = (_kind(said.lower().split()) for said in (whom, other))
    return _differ(one, two)


def is_pronoun(text: str, q: Quantity) -> bool:
    """Tell whether a mention is "he" or "her", which stands for somebody told of before."""
    return _PRONOUN.match(q.span.of(text)) is not None


def _kind(said: Iterable[str]) -> tuple[str, ...]:
    """Return what a description says of a person: sex, age and side, "" where it does not."""
    found = set(said)
    found -= _OWNERS if len(found) > 1 else set()
    return tuple(next((name for name in side if found & words("sides", name)), "") for side in _SIDES)


def _differ(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(a and b and a != b for a, b in zip(one, other, strict=True))


_POLICE = re.compile(
    r"\b(?:police(?:man)?|officers?|deput(?:y|ies)|troopers?|agents?|marshals?|swat(?:\s+team)?)\s+(?:officers?\s+)?(?:had\s+|have\s+)?$"
    r"|\bofficer-involved\s+$",
    re.IGNORECASE,
)
_BY_POLICE = re.compile(
    r"\s{1,20}(?:[\w-]{1,60}\s+){0,2}?by\s+(?:an?\s+|the\s+)?(?:\w+\s+)?(?:police|officers?|deput(?:y|ies)|troopers?)\b",
    re.IGNORECASE,
)


def by_police(text: str, dead: Quantity) -> bool:
    """Tell whether the one dead was killed by the police, who is then the attacker himself."""
    at = dead.trigger
    if at is None:
        return False
    return (
        _POLICE.search(text, max(0, at.start - 40), at.start) is not None or _BY_POLICE.match(text, at.end) is not None
    )
