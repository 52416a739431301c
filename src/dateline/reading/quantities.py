"""Quantities: how many of whom, and what happened to them.

Numbers are found by the grammar in `numbers`, triggers by `triggers`; here each number gets its noun, its unit and
the measure of the trigger that governs it. People struck down one by one, without a number ("a man was killed",
"Ana Ruiz, 24, died"), count one each with scope "subset", so that a reader may add them up (`tolls`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from dateline.reading.charspans import Overlaps
from dateline.reading.companions import read_companions
from dateline.reading.counted import counted_noun, counts_attacker, phrase_around, scope_of, status_of, unit_of
from dateline.reading.doubts import doubted, is_former, with_former
from dateline.reading.governing import OF_HOUSES, OF_PLACES, Context, context_of, governing
from dateline.reading.hedges import hedged_behind
from dateline.reading.listed import listed, shared
from dateline.reading.measured import age, bare_durations, base, money
from dateline.reading.measures import LENGTH_UNITS, MONEY_UNITS, PEOPLE_MEASURES, TIME_UNITS, words
from dateline.reading.numbers import Number, find_numbers
from dateline.reading.parts import apart, begun, linked_parts
from dateline.reading.triggers import Trigger
from dateline.reading.uncounted import is_code
from dateline.reading.victims import read_victims
from dateline.reading.wholes import OF_THEM, OF_THESE, is_whole
from dateline.records import Actor, Quantity, Report, Span, Time

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PERCENT = re.compile(r"\s?(?:%|-?per\s?cent\b|pct\b|percentage\spoints?)", re.IGNORECASE)
_HEADING = re.compile(r"(?:\s+[\w()]+)?[\s:=-]+")
"""What stands between the words of an entry and its number: "Evacuated families", "3,000"."""

_SHARE = re.compile(
    r"\b(much|most|some|many|parts?|large parts|several|the rest|the bulk|(?:a|the)(?: large| vast)? majority)\sof"
    r"(?=\s(?:the|its|their|his|her|these|those|this|that)\b)",
    re.IGNORECASE,
)
_STRONG = re.compile(r"\s?-\s?(?:strong|member|man|person)\b", re.IGNORECASE)

HEADING = 3
"""Words before the trigger in a line that is a heading, where nothing but white space sets the number off."""

NEAR = 8
"""Tokens before a part ("of those injured, eight") in which what befell the whole is looked for."""

AROUND = 200
"""Characters before and after a number within its sentence that are looked at for parts and attackers."""


def read_quantities(
    doc: Doc, report: Report, times: tuple[Time, ...], actors: tuple[Actor, ...]
) -> tuple[Quantity, ...]:
    """Read every quantity of a report, in text order, without overlap.

    `times` keep calendar dates from being counted; `actors` (may be empty) name whom a count is of.
    """
    if not len(doc):
        return ()
    context = context_of(doc, report, actors)
    dates = Overlaps(Span(time.start, time.end) for time in times if time.type != "DURATION")
    found: list[Quantity] = []
    for number in find_numbers(context.text):
        quantity = _read(number, context, dates, found[-1] if found else None)
        if quantity is not None:
            found.append(quantity)
    found.extend(bare_durations(context, dates))
    found.extend(read_companions(context, found, frozenset(context.governed)))
    counts = [q for q in found if q.measure != "age"]
    counted = {context.token_at(q.counted.end - 1) for q in counts if q.counted} | {
        context.token_at(q.end - 1) for q in counts
    }
    found.extend(read_victims(doc, report.text, context.governed, counted))
    whole = doubted(
        context.text,
        with_former(context.text, linked_parts(begun(shared(apart(found), context.text), context.text), context.text)),
    )
    taken = Overlaps(q.span for q in whole)
    shares = [q for q in _shares(context) if not taken.of(q.span)]
    return tuple(sorted([*whole, *shares], key=lambda q: q.start))


def _read(number: Number, context: Context, dates: Overlaps, last: Quantity | None) -> Quantity | None:
    """Make a quantity of one number expression, `last` being the one before; None where it counts nothing."""
    text = context.text
    before, after = text[max(0, number.core[0] - 60) : number.core[0]], text[number.core[1] : number.core[1] + 80]
    if not number.currency and _is_date(number, dates, context):
        return None
    years = age(number, before, after, context)
    if years is not None:
        return years
    if number.kind != "none" and is_code(number, text, before, after, context):
        return None
    amount = money(number, after, text)
    if amount is not None:
        return amount
    if number.kind == "none":
        return _none(number, context)
    return _counted(number, after, context) or listed(number, last, text)


def _shares(context: Context) -> list[Quantity]:
    """Read shares without a number ("much of the city", "some of the fighters"): parts of what is named, no count."""
    found = []
    for match in _SHARE.finditer(context.text):
        first, last = context.tokens(*match.span(1))
        noun = counted_noun(context.doc, first, last)
        if noun is None or unit_of(noun) in TIME_UNITS:
            continue
        number = Number(*match.span(), match.span(1), "vague", None, None, None, None, match[1].lower())
        quantity = _finish(base(number), context, noun, governing(context, first, last, noun), last)
        found.append(msgspec.structs.replace(quantity, scope="subset"))
    return found


def _is_date(number: Number, dates: Overlaps, context: Context) -> bool:
    """Tell whether a date holds the number; "1990 people" is none, whatever may be taken for a year."""
    span, core = Span(number.start, number.end), Span(*number.core)
    holding = dates.of(span)
    if holding == [core]:
        last = context.token_at(core.end - 1)
        noun = counted_noun(context.doc, *context.tokens(*number.core))
        return noun is None or noun.i != last + 1 or unit_of(noun) not in ("people", "households", "houses")
    return bool(holding)


def _none(number: Number, context: Context) -> Quantity | None:
    """Nobody, none, no + noun: zero, where something that is counted did not happen."""
    first, last = context.tokens(number.start, number.end)
    word = context.text[number.start : number.end].lower()
    noun = counted_noun(context.doc, first, last) if word in ("no", "zero") else None
    if word in ("no", "zero") and noun is None:
        return None
    trigger = governing(context, first, last, noun)
    if trigger is None or trigger.sense.measure not in PEOPLE_MEASURES:
        return None
    if noun is not None and unit_of(noun) not in ("people", "households"):
        return None
    return _finish(base(number), context, noun, trigger, last)


def _counted(number: Number, after: str, context: Context) -> Quantity | None:
    first, last = context.tokens(*number.core)
    percent = _PERCENT.match(after)
    end = number.core[1] + percent.end() if percent else None
    if percent or number.kind == "fraction":
        return _percentage(number, end, context)
    strong = _STRONG.match(after)
    if strong:
        end = number.core[1] + strong.end()
        last = context.token_at(end - 1)
    if _alone(number, context):
        last = min(last + 1, len(context.doc) - 1)
    noun = counted_noun(context.doc, first, last)
    unit = unit_of(noun)
    if noun is not None and unit in TIME_UNITS and context.doc[last + 1].lower_ in words("of_time"):
        noun, unit = None, None
    if noun is not None and (unit in TIME_UNITS or unit in LENGTH_UNITS) and noun.i - last <= 2:
        measure = "duration" if unit in TIME_UNITS else "distance"
        return msgspec.structs.replace(base(number, noun.idx + len(noun)), measure=measure, unit=unit)
    noun, trigger = _governed(number, context, (first, last), noun)
    if trigger is None and (number.kind == "multiple" or noun is None):
        return _multiple(number, noun) if number.kind == "multiple" else _unnamed(number, after, context, (first, last))
    if trigger is None and _says_little(number, unit, context):
        return None
    quantity = _finish(base(number, end), context, noun, trigger, last)
    if unit in MONEY_UNITS:
        return msgspec.structs.replace(quantity, measure="cost", trigger=None, status="completed")
    if strong and quantity.measure == "other":
        return msgspec.structs.replace(
            quantity, unit="people", measure="deployed" if "strong" in strong[0].lower() else "other"
        )
    return quantity


def _percentage(number: Number, end: int | None, context: Context) -> Quantity:
    tail = context.tokens((end or number.core[1]) - 1, end or number.core[1])[1]
    noun = counted_noun(context.doc, tail, tail)
    trigger = governing(context, context.token_at(number.core[0]), tail, noun)
    return msgspec.structs.replace(
        _finish(base(number, end), context, noun, trigger, tail), unit="percent", scope="total"
    )


def _governed(
    number: Number, context: Context, tokens: tuple[int, int], noun: Token | None
) -> tuple[Token | None, Trigger | None]:
    """Return the counted noun and the trigger that governs it, None for the whole of which only a part is struck."""
    noun, trigger = _number_of(noun, context)
    if trigger is None and (noun is None or noun.lower_ not in words("not_victims")):
        trigger = governing(context, *tokens, noun)
    inside = trigger is not None and tokens[1] < trigger.token <= (noun.i if noun is not None else tokens[1] + 1)
    return noun, None if not inside and is_whole(context.text, number.start) else trigger


def _says_little(number: Number, unit: str | None, context: Context) -> bool:
    one = context.text[slice(*number.core)].lower() == "one"
    return one or (number.kind == "vague" and unit is None and number.low is None)


def _unnamed(number: Number, after: str, context: Context, tokens: tuple[int, int]) -> Quantity | None:
    """Read a number without noun and trigger where it is a part of others, or what they were before."""
    first, last = tokens
    ahead = context.text[max(context.sentence(first)[0], number.start - AROUND) : number.start]
    of_these = OF_THESE.search(ahead)
    near = range(first - 1, max(first - NEAR, -1), -1)
    told = next((t for i in near if (t := context.by_token.get(i))), None) if of_these else None
    if told is not None:
        return msgspec.structs.replace(_finish(base(number), context, None, told, last), scope="subset")
    part = of_these or OF_THEM.match(after) or is_former(context.text, number.start)
    return msgspec.structs.replace(base(number), unit="people", scope="subset") if part else None


def _number_of(noun: Token | None, context: Context) -> tuple[Token | None, Trigger | None]:
    """Take "the number of" behind a figure for no noun of its own: "to eight the number of people killed"."""
    if noun is None or noun.lower_ not in ("number", "total"):
        return noun, None
    trigger = context.by_token.get(noun.i)
    if trigger is None or trigger.sense.role != "toll":
        return noun, None
    return None, trigger


def _multiple(number: Number, noun: Token | None) -> Quantity | None:
    """Read "a quadruple shooting": four were shot, and it is not said who lived."""
    if noun is None or not noun.lower_.startswith(("shooting", "stabbing")):
        return None
    trigger = Span(noun.idx, noun.idx + len(noun))
    return msgspec.structs.replace(base(number), unit="people", measure="casualties", trigger=trigger)


def _alone(number: Number, context: Context) -> bool:
    """Tell a number that has a line to itself: what it counts is in the next ("321", "houses destroyed")."""
    text, behind = context.text, context.text[number.end : number.end + 1]
    return behind == "\n" and not text[text.rfind("\n", 0, number.start) + 1 : number.start].strip()


def _finish(base: Quantity, context: Context, noun: Token | None, trigger: Trigger | None, last: int) -> Quantity:
    """Add measure, unit, whom, scope, status, actor and trigger to a bare number."""
    unit = unit_of(noun)
    measure = trigger.sense.measure if trigger else "other"
    entered = context.text[max(0, base.start - 4) : base.start].rstrip().endswith(":")
    heading = trigger is not None and _is_heading(trigger, base, context)
    if trigger and noun is None and (trigger.sense.role == "toll" or entered or heading):
        unit = _named_unit(trigger, context)
    unit, measure, trigger = _struck(unit, measure, trigger, noun)
    if unit is None:
        unit = "people" if measure in PEOPLE_MEASURES and not _is_thing(noun) else "other"
    if unit == "houses" and measure in ("displaced", "evacuated"):
        unit = "households"
    counted = None
    if noun is not None and noun.i > last:
        start, end = phrase_around(noun, last + 1)
        start = max(start, base.end)
        while start < end and context.text[start].isspace():
            start += 1
        counted = Span(start, end) if end > start else None
    sentence = context.sentence(last)
    end = max(base.end, counted.end if counted else 0)
    after_noun = context.text[end : min(sentence[1], end + AROUND)]
    if base.number is not None and base.qualifier is None and (hedged := hedged_behind(base.number, after_noun)):
        qualifier, (low, best, high) = hedged
        base = msgspec.structs.replace(base, qualifier=qualifier, low=low, best=best, high=high)
    scope = scope_of(
        context.text[max(sentence[0], base.start - AROUND) : base.start],
        context.text[base.end : min(sentence[1], base.end + AROUND)],
        base.qualifier,
    )
    status = status_of(context.doc[trigger.token]) if trigger else "completed"
    if base.number == 0 and status == "denied":
        status = "completed"
    return msgspec.structs.replace(
        base,
        unit=unit,
        measure=measure,
        counted=counted,
        whom=context.written[counted.start : counted.end] if counted else None,
        actor=None if noun is None else context.actor_at(noun.idx),
        scope=scope,
        status=status,
        trigger=Span(trigger.start, trigger.end) if trigger else None,
        counts_attacker=counts_attacker(after_noun) if trigger else None,
    )


def _named_unit(trigger: Trigger, context: Context) -> str | None:
    """Return the unit named beside a trigger, as far as no sign or number stands between."""
    doc, at = context.doc, trigger.token
    around = list(range(max(0, at - 2), at))
    for i in range(at + 1, min(at + 5, len(doc))):
        if doc[i].text in (";", ","):
            break
        around.append(i)
    named = (unit_of(doc[i]) for i in around if not _is_part(doc[i]))  # a car bomb is no car
    return next((one for one in named if one and one not in TIME_UNITS), None)


def _is_part(noun: Token) -> bool:
    """Tell a noun that only says of what kind another is."""
    return noun.dep_ == "compound" and noun.head.i == noun.i + 1


def _struck(
    unit: str | None, measure: str, trigger: Trigger | None, noun: Token | None
) -> tuple[str | None, str, Trigger | None]:
    """Keep a trigger to what it can befall: people die, houses are destroyed, and trains are not injured."""
    if trigger is None:
        return unit, measure, None
    if unit in ("houses", "vehicles") and measure in PEOPLE_MEASURES - OF_HOUSES:
        return (unit, "destroyed", trigger) if measure == "killed" else (unit, "other", None)
    if noun is not None and measure in PEOPLE_MEASURES - OF_PLACES and noun.lower_ in words("things"):
        return unit, "other", None
    if unit == "people" and measure in ("destroyed", "damaged"):
        return ("other", measure, trigger) if noun is not None and noun.lower_ == "others" else (unit, "other", None)
    return unit, measure, trigger


def _is_heading(trigger: Trigger, base: Quantity, context: Context) -> bool:
    """Tell the words an entry stands under from a verb and its object: "Evacuated 116,129", but "killed six"."""
    between = context.text[trigger.end : base.start]
    if _HEADING.fullmatch(between) is None:
        return False
    line = context.text[context.text.rfind("\n", 0, trigger.start) + 1 : trigger.start]
    if between.isspace() and any(child.dep_ == "nsubj" for child in context.doc[trigger.token].children):
        return False
    return not between.isspace() or "\n" in between or len(line.split()) < HEADING


def _is_thing(noun: Token | None) -> bool:
    if noun is not None and (noun.lower_ in words("animals") or noun.lower_ in words("things")):
        return True
    return (
        noun is not None
        and noun.pos_ == "NOUN"
        and noun.lower_.endswith(("tion", "tions", "ment", "ments", "ness", "shots", "shot", "rounds", "times", "ings"))
    )
