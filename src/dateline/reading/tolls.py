"""One figure per measure from the many counts of one report: what a coder would put in its column.

A report says its toll early; what it adds later is parts, names, and other happenings. So the beginning speaks
first. An attacker who dies is added to those he is said to have killed. Whoever is shot or taken to hospital counts
as injured until the same report says that he died.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dateline.reading.doubts import of_other_days, sentence_around
from dateline.reading.measures import words
from dateline.reading.onebyone import ordinal_before, told_apart, turns
from dateline.reading.persons import by_police, is_weak, one_of_the_dead, surname
from dateline.reading.wholes import is_the_one, known_by_number
from dateline.records import Quantity, Span

LEAD = 500
"""Characters at the head of a report (its title among them) whose figures go first; between 300 and 1,000 the result
does not change by more than one report in a hundred (reports of shootings)."""

TELLING = 1500
"""Characters at the head of a report in which those told of one after the other are of what it is about."""

SHOT = re.compile(
    r"(?:shot|shoot\w{0,60}|stabb\w{0,60}|(?:struck|hit)\s{1,20}by\s{1,20}.{0,200}|with\s.{0,200}wounds?|.{0,200}\bvictims?|(?:was|were|been|got)\s{1,20}(?:hit|struck)\b.{0,200})$",
    re.IGNORECASE | re.DOTALL,
)
"""Triggers that count the dead and the hurt together."""

FATAL = re.compile(r"\b(?:fatal(?:ly)?|deadly|homicide|murder(?:ed)?|slaying|manslaughter)\b", re.IGNORECASE)
"""Words in a lead that say someone who was shot there is dead."""

_COMPARED = re.compile(
    r"\b(?:deadliest|worst|bloodiest|largest|biggest)\b[^.;]*\bsince\b[^.;]*\b(?:where|when|which|that)\b[^.;]*$",
    re.IGNORECASE,
)
"""What stands before the toll of another day ("the deadliest since the fire at the mill, where 26 died")."""

BEFORE = 300
"""Characters before a count in which a comparison is looked for."""

_DEED = re.compile(r"^(?:kill\w*|shot\b.*|shoot\w*|murder\w*|fatally.*|slay\w*|slew|gun\w*)$", re.IGNORECASE)
_TOLD = frozenset({"completed", "ongoing", "alleged"})


class Toll(NamedTuple):
    """A report's figure for one measure: `parts` index the quantities it rests on, attackers included."""

    number: float
    low: float | None
    best: float | None
    high: float | None
    parts: tuple[int, ...]


def report_toll(text: str, quantities: tuple[Quantity, ...], measure: str) -> Toll | None:
    """Work out the one total of people of `measure` that a report gives; None where it gives none.

    `text` is the report's stored text, `quantities` those of its reading.
    """
    if measure == "killed":
        return _killed(text, quantities)
    if measure == "injured":
        return _injured(text, quantities)
    return _first_say(text, quantities, _of(text, quantities, measure))


def _of(text: str, quantities: tuple[Quantity, ...], measure: str) -> list[int]:
    counted = [
        i
        for i, q in enumerate(quantities)
        if (q.measure == measure or (measure == "injured" and q.measure == "casualties" and _is_shot(text, q)))
        and q.unit == "people"
        and q.status in _TOLD
        and not of_other_days(text, q)
    ]
    sure = [i for i in counted if quantities[i].status != "alleged"]
    counted = sure or counted
    return [
        i for i in counted if not _COMPARED.search(text[max(0, quantities[i].start - BEFORE) : quantities[i].start])
    ]


def _killed(text: str, quantities: tuple[Quantity, ...]) -> Toll | None:
    counted = _of(text, quantities, "killed")
    found = _first_say(text, quantities, counted)
    if found is None or found.number == 0:
        shot = [i for i in _of(text, quantities, "injured") if is_weak(text, quantities[i])]
        if shot and found is None and FATAL.search(text[:LEAD]) and quantities[shot[0]].number == 1:
            return _one(quantities, shot[0])
        return found
    if any(quantities[i].counts_attacker is not None for i in found.parts):
        return found
    found = _with_also(text, quantities, counted, found)
    deeds = [trigger.of(text) for i in found.parts if (trigger := quantities[i].trigger)]
    attackers = [i for i in counted if quantities[i].counts_attacker and is_the_one(text, quantities[i])]
    if any(known_by_number(quantities[i]) for i in found.parts):
        attackers = []
    alone_by_police = found.number == 1 and by_police(text, quantities[found.parts[0]])
    if attackers and deeds and all(_DEED.match(deed) for deed in deeds) and not alone_by_police:
        return _plus(found, 1.0, attackers[0])
    return found


def _plus(toll: Toll, more: float, part: int) -> Toll:
    low, best, high = (None if bound is None else bound + more for bound in (toll.low, toll.best, toll.high))
    return Toll(toll.number + more, low, best, high, (*toll.parts, part))


def _first_say(text: str, quantities: tuple[Quantity, ...], counted: list[int]) -> Toll | None:
    """Return the largest figure of the lead; else the first total of the report; else its largest sum; else a zero."""
    lead = _largest(text, quantities, [i for i in counted if quantities[i].start < LEAD])
    if lead is not None and lead.number > 0 and all(quantities[i].number is None for i in lead.parts):
        told = [
            i
            for i in counted
            if (quantities[i].number or 0) > 1 and (quantities[i].scope == "total" or _of_others(quantities[i]))
        ]
        lead = _one(quantities, told[0]) if told else lead
    if lead is not None and lead.number > 0:
        return _with_first(quantities, counted, lead)
    total = next((i for i in counted if quantities[i].scope == "total" and (_size(quantities[i]) or 0) > 0), None)
    return _one(quantities, total) if total is not None else _largest(text, quantities, counted)


_ALSO = re.compile(r"\balso\b", re.IGNORECASE)


def _with_also(text: str, quantities: tuple[Quantity, ...], counted: list[int], toll: Toll) -> Toll:
    """Add persons told of apart as also struck, where the toll is of one person, or is itself of those also struck.

    "A woman died on Sunday. Juan Ruiz, 24, was also killed."; "A girl was shot. Two boys were also wounded."
    """
    parts = [quantities[i] for i in toll.parts]
    end = turns(text, parts[0].start, TELLING)
    single = [i for i in counted if quantities[i].number == 1 and quantities[i].scope == "subset"]
    if all(_is_also(text, q) for q in parts) and parts[0].start < end:
        more = [i for i in single if quantities[i].start < parts[0].start]
    elif len(parts) == 1 and parts[0].scope == "subset" and parts[0].number == 1:
        after = [i for i in single if parts[0].end < quantities[i].start < end]
        named = {surname(parts[0])}
        more = [i for i in after if _is_also(text, q := quantities[i]) and surname(q) not in {None, *named}][:1]
    else:
        return toll
    for i in told_apart(text, quantities, more):
        toll = _plus(toll, 1.0, i)
    return toll


def _is_also(text: str, q: Quantity) -> bool:
    """Tell whether a count is of people struck beside others told of before."""
    if q.trigger is None:
        return False
    first, last = sorted((q.span, q.trigger))
    return _ALSO.search(text, first.end, last.start) is not None


def _of_others(q: Quantity) -> bool:
    return bool(words("others") & set((q.whom or "").lower().split()))


def _with_first(quantities: tuple[Quantity, ...], counted: list[int], toll: Toll) -> Toll:
    """Add the one person told of before "others": "a boy is in hospital; two others were hurt"."""
    q = quantities[toll.parts[0]]
    if len(toll.parts) > 1 or q.number is None or not _of_others(q):
        return toll
    before = [i for i in counted if quantities[i].start < q.start]
    if before and all(quantities[i].number == 1 and quantities[i].scope == "subset" for i in before):
        return _plus(toll, 1.0, before[0])
    return toll


def _largest(text: str, quantities: tuple[Quantity, ...], counted: list[int]) -> Toll | None:
    totals = [
        _one(quantities, i) for i in counted if quantities[i].scope == "total" and _size(quantities[i]) is not None
    ]
    tolls = [*totals, *_sums(text, quantities, counted)]
    # "several were shot" says less than any number
    exact = [toll for toll in tolls if toll.number > 1 and any(quantities[i].number is not None for i in toll.parts)]
    return max(exact or tolls, key=lambda toll: (toll.number, -toll.parts[0]), default=None)


def _one(quantities: tuple[Quantity, ...], i: int) -> Toll:
    q = quantities[i]
    return Toll(_size(q) or 0.0, q.low, q.best, q.high, (i,))


def _size(q: Quantity) -> float | None:
    return q.number if q.number is not None else q.best if q.best is not None else q.low


def _sums(text: str, quantities: tuple[Quantity, ...], counted: list[int]) -> list[Toll]:
    """Return sums of parts that share a trigger ("two men and a woman were killed")."""
    groups: dict[Span, list[int]] = {}
    for i in counted:
        trigger = quantities[i].trigger
        if trigger and quantities[i].scope == "subset" and quantities[i].number and not _added(quantities[i]):
            groups.setdefault(trigger, []).append(i)
    made = []
    for listed in groups.values():
        members = [i for i in listed if not any(_held_in(text, quantities[i], quantities[j]) for j in listed)]
        if len(members) > 1 and _lists(text, quantities[members[0]], quantities[members[1]]):
            members = members[:1]
        number = sum(quantities[i].number or 0.0 for i in members)
        made.append(Toll(number, number, number, number, tuple(members)))
    return made


_OF_NAME = re.compile(r"\s+(?:[A-Z][\w.'’-]*\s+){0,4}")
"""What stands between a relation and the name it belongs to ("the grandson of Representative Ana Ruiz")."""

_OUT_OF = re.compile(r"[^.;,]{0,30}\b(?:of|among)\s+(?:the\s+|those\s+)?$", re.IGNORECASE)
"""What stands between a part and the whole it is counted in ("one of the three", "a child among two hurt")."""


def _held_in(text: str, part: Quantity, whole: Quantity) -> bool:
    """Tell whether one count is counted in another that follows it ("one of two victims")."""
    if whole.counted is not None and whole.number == 1 and whole.counted.of(text).endswith(" of"):
        return whole.end <= part.start and _OF_NAME.fullmatch(text, whole.counted.end, part.start) is not None
    if part.end > whole.start or (part.number or 0.0) >= (whole.number or 0.0):
        return False
    return _OUT_OF.fullmatch(text, part.end, whole.start) is not None


_LISTS = re.compile(
    r"[^.;,\n]{0,40}(?:(?:\s[–—-]{1,2}\s|—|–|:\s|\s?\().*|,?\s(?:including|among\s(?:them|whom))\s[^.;]{0,40})",
    re.DOTALL,
)
"""What stands between a whole and the list of those it is made of ("five people – three adults, a boy and a baby")."""


def _lists(text: str, whole: Quantity, first: Quantity) -> bool:
    """Tell whether a count is followed by the list of those it counts, `first` being the first of them."""
    return (whole.number or 0.0) > (first.number or 0.0) and _LISTS.fullmatch(text, whole.end, first.start) is not None


def _added(q: Quantity) -> bool:
    """Tell whether a count comes on top of one told before ("rose to 14 after five more bodies"), which holds it."""
    return (q.whom or "").split(" ", 1)[0].lower() in ("more", "additional", "further")


def _injured(text: str, quantities: tuple[Quantity, ...]) -> Toll | None:
    counted = _of(text, quantities, "injured")
    killed = _killed(text, quantities)
    if killed is None or killed.number == 0:
        found = _one_by_one(text, quantities, counted, _first_say(text, quantities, counted))
        return _up_to(text, quantities, _with_next(text, quantities, counted, found))
    told = [quantities[i] for i in _of(text, quantities, "killed")]
    toll = [quantities[i] for i in killed.parts]
    shot = {q.trigger for i in counted if _is_shot(text, q := quantities[i]) and (q.number or 0) > 1}
    alive = [
        i
        for i in counted
        if i not in killed.parts
        and not _died_there(text, quantities[i])
        and (quantities[i].trigger in shot or not one_of_the_dead(text, quantities[i], toll, told))
    ]
    found = _first_say(text, quantities, alive)
    if found is None or found.number < 2:
        return _up_to(text, quantities, _one_by_one(text, quantities, alive, found), int(killed.number))
    found = _with_also(text, quantities, alive, found)
    aside = not any(q.start < LEAD for q in toll) and all(quantities[i].start < LEAD for i in found.parts)
    aside = aside and not _of_them(text, toll)
    named = {quantities[i].number for i in _multiples(quantities) if i not in found.parts}
    if found.number in named and found.number > killed.number and not aside:
        left = found.number - killed.number  # "a double shooting": the dead are among those said to be wounded
        return Toll(left, left, left, left, found.parts)
    if all(_of_others(quantities[i]) for i in found.parts):
        return found  # "two other gunshot victims": the dead are told of before
    if not all(is_weak(text, quantities[i]) or _holds_dead(text, quantities[i]) for i in found.parts):
        return found
    apart = [i for i in alive if not is_weak(text, quantities[i]) and not _holds_dead(text, quantities[i])]
    firm = _first_say(text, quantities, apart)
    if not all(_is_shot(text, quantities[i]) or _holds_dead(text, quantities[i]) for i in found.parts):
        return found
    if aside:
        return found  # a death told of later on, of somebody else
    left = found.number - killed.number
    part = firm is not None and firm.number < left and all(quantities[i].scope == "subset" for i in firm.parts)
    if (
        firm is not None
        and firm.number > 0
        and not part
        and (firm.number <= left or not set(found.parts) <= set(_multiples(quantities)))
        and not all(_is_degree(text, quantities[i]) for i in firm.parts)
    ):
        return firm
    return Toll(left, left, left, left, found.parts) if left > 0 else None


def _with_next(text: str, quantities: tuple[Quantity, ...], counted: list[int], found: Toll | None) -> Toll | None:
    """Add one who is told of by his number: "four were hit by gunfire; a fifth man was found wounded"."""
    if found is None:
        return None
    after = [i for i in counted if quantities[i].number == 1 and i > found.parts[0]]
    last = next((i for i in after if ordinal_before(text, quantities[i].start) == found.number + 1), None)
    return found if last is None or found.number < 2 else _plus(found, 1.0, last)


def _multiples(quantities: tuple[Quantity, ...]) -> list[int]:
    """Return the counts of dead and hurt together that a happening is named by ("a quadruple shooting")."""
    return [i for i, q in enumerate(quantities) if q.measure == "casualties" and q.whom is None and q.start < LEAD]


_OTHER_TIMES = re.compile(
    r"\bto\s+be\b|\b(?:this|last|past|since|recent|in|within)\s+(?:\w+\s+){0,3}(?:weeks?|months?|years?|days)\b",
    re.IGNORECASE,
)
"""What makes an ordinal one of other happenings ("the third child to be shot this month")."""


def _up_to(text: str, quantities: tuple[Quantity, ...], found: Toll | None, dead: int = 0) -> Toll | None:
    """Count up to the one who is told of by his number: "an eighth victim was hurt" leaves seven before him."""
    if found is None or len(found.parts) != 1 or found.number != 1:
        return found
    place = ordinal_before(text, quantities[found.parts[0]].start)
    sentence = sentence_around(text, quantities[found.parts[0]])
    if place is None or place <= max(dead + 1, 2) or _OTHER_TIMES.search(text, *sentence):
        return found
    number = float(place - dead)
    return Toll(number, number, number, number, found.parts)


def _one_by_one(text: str, quantities: tuple[Quantity, ...], counted: list[int], found: Toll | None) -> Toll | None:
    """Count those told of one after the other, where no number says how many there are."""
    if found is None or found.number != 1 or any(quantities[i].scope == "total" for i in found.parts):
        return found
    end = turns(text, quantities[found.parts[0]].start, TELLING)
    single = [i for i in counted if quantities[i].number == 1 and quantities[i].start < end]
    if len(single) < 2 or any((_size(quantities[i]) or 0) > 1 for i in counted):
        return found
    persons = told_apart(text, quantities, single)
    number = float(len(persons))
    return Toll(number, number, number, number, tuple(persons)) if number > 1 else found


_ONE_OF_THEM_DIED = re.compile(
    r"[^.;]{0,60}\bincluding\s[^.;]{0,80}\b(?:died|dies|succumb\w*|killed|fatally|dead|passed\s+away)\b", re.IGNORECASE
)


_DIED_THERE = re.compile(
    r"[^.;]{0,60}\bwhere\s+(?:they|both|all|each|the\s+\w+)\s+(?:[\w-]+\s+){0,3}?(?:died|pronounced|declared|succumbed)\b",
    re.IGNORECASE,
)


def _died_there(text: str, q: Quantity) -> bool:
    """Tell whether all whom a count is of died ("the two were taken to a hospital, where they died")."""
    return q.trigger is not None and _DIED_THERE.match(text, q.trigger.end) is not None


def _holds_dead(text: str, q: Quantity) -> bool:
    """Tell whether a count of injured holds one who died ("three were injured, including a girl who later died")."""
    return _ONE_OF_THEM_DIED.match(text, q.end) is not None


_ONE_OF_THEM = re.compile(r"\b(?:\w+\s+of\s+(?:the|them|those|these|whom)|victims?)\b", re.IGNORECASE)
"""What says of a dead person that he is one of those told of."""


def _of_them(text: str, dead: Sequence[Quantity]) -> bool:
    """Tell whether the dead of a report are said to be of those it tells of."""
    return any(_ONE_OF_THEM.search(text, *sentence_around(text, q)) for q in dead)


_DEGREE = re.compile(r"\b(?:seriously|critically|gravely|badly|severely|slightly|lightly)\b", re.IGNORECASE)
"""Words that say how badly some of the hurt are hurt."""


def _is_degree(text: str, q: Quantity) -> bool:
    """Tell whether a count is of those hurt to some degree, who are a part ("five were shot, two seriously hurt")."""
    return q.trigger is not None and _DEGREE.search(q.trigger.of(text)) is not None


def is_shot_word(word: str) -> bool:
    """Tell whether a trigger counts the dead and the hurt together."""
    return SHOT.match(word) is not None


def _is_shot(text: str, q: Quantity) -> bool:
    """Tell whether a count is of people shot, dead and hurt together, so that the dead can be taken off."""
    return q.trigger is not None and bool(SHOT.match(q.trigger.of(text)))
