"""Quantities: how many of whom, and what happened to them.

Numbers are found by the grammar in `numbers`, triggers by `triggers`; here each number gets its noun, its unit and
the measure of the trigger that governs it. People struck down one by one, without a number ("a man was killed",
"Ana Ruiz, 24, died"), count one each with scope "subset", so that a reader may add them up (`tolls`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from dateline.reading.counted import counted_noun, counts_attacker, number_root, phrase_around, scope_of, status_of, unit_of
from dateline.reading.language import fold
from dateline.reading.measures import LENGTH_UNITS, PEOPLE_MEASURES, TIME_UNITS, units
from dateline.reading.numbers import Number, find_numbers
from dateline.reading.triggers import ORDER, Trigger, find_triggers, patients
from dateline.reading.victims import read_victims
from dateline.records import Actor, Quantity, Report, Span, Time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_STREET = r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Ln|Court|Ct|Place|Pl|Way|Highway|Hwy|Parkway|Pkwy|Terrace|Circle)"
NOT_COUNTED_AFTER = re.compile(
    rf"\s?(?:[ap]\.?m\b|o'clock|hours?\sGMT|GMT)|\s{_MONTH}\s|(?:th|st|nd|rd)?[-\s](?:hundred\s)?block\b"
    rf"|\s(?:[NSEW]\.?\s|North\s|South\s|East\s|West\s)?(?:[A-Z][\w.'-]*\s){{1,3}}{_STREET}\b|-?\s?(?:mm|caliber|calibre|cal|gauge)\b|-\d|\.\d|\)",
)
NOT_COUNTED_BEFORE = re.compile(
    rf"(?:\b{_MONTH}\s|\b(?:Highway|Hwy|Route|Rt|Interstate|I-|Room|Suite|Apt\.?|Apartment|Flight|Channel|No\.|Number|Section|Article|Chapter"
    r"|Page|Unit|Box|Exit|Level|Phase|Grade|District|Precinct|Ward|Resolution|Boeing|Airbus|Fox|News|CBS|ABC|NBC|Class|Title|Figure|Table"
    r"|Area|Zone|Line|Pier|Gate|Gen|Version|Part|Volume|Season|Episode|Week|Day|Type|Group|Camp|Formula|World War|on|since|until|till|in the year|year)\s|\n\s{0,3}|^\s{0,3})$",
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_AGE_AFTER = re.compile(r"\s?-?\s?(year|month|week|day)s?\s?-?\s?olds?\b(\s+|-)?", re.IGNORECASE)
_AGE_BEFORE = re.compile(r"\b(?:aged?|ages)(?:\sof)?\s(?:between\s)?$", re.IGNORECASE)
_APPOSED_AGE = re.compile(r"(?:[A-Z][\w.'-]*|Jr\.?|\)|\")\s?,\s$")
_APPOSED_END = re.compile(r"\s?(?:,|\.(?:\s|$)|;|\)|\sof\s[A-Z]|\sand\b|\sfrom\b)")
_PERCENT = re.compile(r"\s?(?:%|-?per\s?cent\b|pct\b|percentage\spoints?)", re.IGNORECASE)
_MONEY_AFTER = re.compile(r"[\s-](US\sdollars?|dollars?|euros?|pounds?\ssterling|rupees?|yen|yuan|rou?bles?)\b", re.IGNORECASE)
_STRONG = re.compile(r"\s?-\s?(?:strong|member|man|person)\b", re.IGNORECASE)
_BARE_TIME = re.compile(r"\b(?:for|of|after|within|over|in|lasted|took|past|last|recent)\s(?:many\s)?((?:day|week|month|year|hour|decade)s)\b", re.IGNORECASE)
_SLOTS = {"number": None, "low": None, "best": None, "high": None}


class Context(NamedTuple):
    """What is worked out once per text: folded text, token offsets, sentence bounds, triggers by counted token."""

    doc: Doc
    text: str
    offsets: list[int]
    triggers: list[Trigger]
    governed: dict[int, list[Trigger]]
    actors: tuple[Actor, ...]

    def token_at(self, offset: int) -> int:
        """Number of the token that holds the character at `offset`."""
        return max(0, bisect_right(self.offsets, offset) - 1)

    def sentence(self, token: int) -> tuple[int, int]:
        """Characters of the sentence that holds `token`."""
        sent = self.doc[token].sent
        return sent.start_char, sent.end_char


def read_quantities(doc: Doc, report: Report, times: tuple[Time, ...], actors: tuple[Actor, ...]) -> tuple[Quantity, ...]:
    """Read every quantity of a report, in text order, without overlap.

    `times` keep calendar dates from being counted; `actors` (may be empty) name whom a count is of.
    """
    if not len(doc):
        return ()
    context = _context(doc, report, actors)
    dates = [Span(time.start, time.end) for time in times if time.type != "DURATION"]
    found: list[Quantity] = []
    for number in find_numbers(context.text):
        quantity = _read(number, context, dates)
        if quantity is not None:
            found.append(quantity)
    found.extend(_bare_durations(context, dates))
    counted = {context.token_at(q.counted.end - 1) for q in found if q.counted} | {context.token_at(q.start) for q in found}
    found.extend(read_victims(doc, context.triggers, context.governed, counted))
    return _apart(_with_parts(found))


def _context(doc: Doc, report: Report, actors: tuple[Actor, ...]) -> Context:
    triggers = find_triggers(doc)
    governed: dict[int, list[Trigger]] = {}
    for trigger in triggers:
        for i in patients(doc, trigger):
            governed.setdefault(i, []).append(trigger)
    return Context(doc, fold(report.text), [token.idx for token in doc], triggers, governed, actors)


def _read(number: Number, context: Context, dates: Sequence[Span]) -> Quantity | None:
    """Make a quantity of one number expression; None where it counts nothing."""
    text = context.text
    span = Span(number.start, number.end)
    before, after = text[max(0, number.core[0] - 60) : number.core[0]], text[number.core[1] : number.core[1] + 80]
    if any(span.overlaps(date) for date in dates) and not number.currency:
        return None
    age = _age(number, before, after, context)
    if age is not None:
        return age
    if number.kind != "none" and _is_code(number, text, before, after, context):
        return None
    money = _money(number, after)
    if money is not None:
        return money
    if number.kind == "none":
        return _none(number, context)
    return _counted(number, after, context)


def _base(number: Number, end: int | None = None) -> Quantity:
    return Quantity(
        start=number.start,
        end=max(number.end, end or 0),
        number=number.number,
        low=number.low,
        best=number.best,
        high=number.high,
        qualifier=number.qualifier,
    )


def _age(number: Number, before: str, after: str, context: Context) -> Quantity | None:
    import msgspec

    match = _AGE_AFTER.match(after)
    if match:
        quantity = _base(number, number.core[1] + len(match[0].rstrip(" -\n")))
        found = msgspec.structs.replace(quantity, measure="age", unit=match[1].lower() + "s")
        noun = counted_noun(context.doc, *_tokens(context, number.core[1] + len(match[0]) - 1, number.core[1] + len(match[0])))
        if noun is not None and unit_of(noun) == "people" and noun.idx >= found.end:
            found = msgspec.structs.replace(found, counted=Span(noun.idx, noun.idx + len(noun)), whom=noun.text)
        return found
    plain = number.number is not None and number.number < 120 and number.qualifier is None
    apposed = plain and _APPOSED_AGE.search(before) and _APPOSED_END.match(after)
    if apposed and context.doc[max(0, context.token_at(number.start) - 2)].pos_ != "PROPN":
        apposed = None
    if apposed or (_AGE_BEFORE.search(before) and not re.match(r"\s\w+s\b", after)):
        return msgspec.structs.replace(_base(number), measure="age", unit="years")
    return None


def _is_code(number: Number, text: str, before: str, after: str, context: Context) -> bool:
    """Tell years, clock times, addresses, names and list numbers from counts."""
    if number.currency:
        return False
    written = text[slice(*number.core)]
    digits = written[0].isdigit()
    if digits and (NOT_COUNTED_AFTER.match(after) and not after.startswith((").", ") ")) or re.match(r"[.)]\s", after) and _starts_line(before)):
        return True
    if digits and number.qualifier is None and _YEAR.match(written):
        return counted_noun(context.doc, *_tokens(context, *number.core)) is None or unit_of(counted_noun(context.doc, *_tokens(context, *number.core))) is None
    if digits and not _starts_line(before) and number.qualifier is None and NOT_COUNTED_BEFORE.search(before):
        noun = counted_noun(context.doc, *_tokens(context, *number.core))
        return noun is None or unit_of(noun) is None
    return digits and number.kind == "range" and re.fullmatch(r"\d{3}-\d{4}", written) is not None


def _starts_line(before: str) -> bool:
    return not before.strip() or bool(re.search(r"\n\s*$", before))


def _tokens(context: Context, start: int, end: int) -> tuple[int, int]:
    return context.token_at(start), context.token_at(end - 1)


def _money(number: Number, after: str) -> Quantity | None:
    import msgspec

    currency, end = number.currency, None
    match = _MONEY_AFTER.match(after)
    if match:
        word = match[1].lower().split()[-1] if not match[1].lower().startswith("pound") else "sterling"
        currency = currency or units().get(word)
        end = number.core[1] + match.end()
    if currency is None:
        return None
    return msgspec.structs.replace(_base(number, end), measure="cost", unit=currency)


def _none(number: Number, context: Context) -> Quantity | None:
    """Nobody, none, no + noun: zero, where something that is counted did not happen."""
    first, last = _tokens(context, number.start, number.end)
    word = context.text[number.start : number.end].lower()
    noun = counted_noun(context.doc, first, last) if word in ("no", "zero") else None
    if word in ("no", "zero") and noun is None:
        return None
    trigger = _governing(context, first, last, noun)
    if trigger is None or trigger.sense.measure not in PEOPLE_MEASURES:
        return None
    if noun is not None and unit_of(noun) not in ("people", "households"):
        return None
    return _finish(_base(number), context, noun, trigger, last)


def _counted(number: Number, after: str, context: Context) -> Quantity | None:
    import msgspec

    first, last = _tokens(context, *number.core)
    percent = _PERCENT.match(after)
    end = number.core[1] + percent.end() if percent else None
    if percent or number.kind == "fraction":
        tail = _tokens(context, (end or number.core[1]) - 1, end or number.core[1])[1]
        noun = counted_noun(context.doc, tail, tail)
        root = _governing(context, first, tail, noun)
        return msgspec.structs.replace(_finish(_base(number, end), context, noun, root, tail), unit="percent")
    strong = _STRONG.match(after)
    if strong:
        end = number.core[1] + strong.end()
        last = context.token_at(end - 1)
    noun = counted_noun(context.doc, first, last)
    unit = unit_of(noun)
    if noun is not None and (unit in TIME_UNITS or unit in LENGTH_UNITS) and noun.i - last <= 2:
        measure = "duration" if unit in TIME_UNITS else "distance"
        return msgspec.structs.replace(_base(number, noun.idx + len(noun)), measure=measure, unit=unit)
    trigger = _governing(context, first, last, noun)
    if noun is None and trigger is None:
        return None
    if trigger is None and (context.text[slice(*number.core)].lower() == "one" or number.kind == "vague" and unit is None and number.low is None):
        return None
    quantity = _finish(_base(number, end), context, noun, trigger, last)
    if strong and quantity.measure == "other":
        return msgspec.structs.replace(quantity, unit="people")
    return quantity


def _governing(context: Context, first: int, last: int, noun: Token | None) -> Trigger | None:
    """The trigger that counts this number: by the parse, else the nearest one in the same clause."""
    doc = context.doc
    root = number_root(doc, first, last)
    nodes = [noun.i] if noun is not None else []
    nodes += [root.i]
    top = noun if noun is not None else root
    for _ in range(3):
        if top.dep_ == "pobj" and top.head.lower_ == "of":
            top = top.head.head
            nodes.append(top.i)
        elif top.dep_ in ("nummod", "quantmod", "compound", "nmod") and noun is None:
            top = top.head
            nodes.append(top.i)
    found = [trigger for node in nodes for trigger in context.governed.get(node, ())]
    if found:
        return min(found, key=lambda t: (ORDER.get(t.sense.measure, 99), abs(t.token - last)))
    return _nearest(context, first, max(last, noun.i if noun is not None else last))


REACH = 5
"""Tokens between a number and a trigger the parse did not tie together (headlines, fragments, notes)."""

_STOPPERS = frozenset(".;:()!?|")


def _nearest(context: Context, first: int, last: int) -> Trigger | None:
    doc = context.doc
    by_token = {trigger.token: trigger for trigger in reversed(context.triggers)}
    for i in range(last + 1, min(last + 1 + REACH, len(doc))):
        token = doc[i]
        if token.is_sent_start or token.text in _STOPPERS or token.like_num or token.text == ",":
            break
        trigger = by_token.get(i)
        if trigger and trigger.sense.role in ("object", "subject", "adjective"):
            ahead = trigger.sense.role != "object" or not token.lower_.endswith("ing")
            if ahead and not any(child.dep_ in ("dobj", "nsubj", "nsubjpass") for child in token.children):
                return trigger
            break
        if token.pos_ in ("VERB",) and trigger is None:
            break
    for i in range(first - 1, max(first - 1 - REACH, -1), -1):
        token = doc[i]
        if token.text in _STOPPERS or token.like_num or token.text == ",":
            break
        trigger = by_token.get(i)
        if trigger and trigger.sense.role in ("object", "noun_of", "toll"):
            return trigger
        if token.is_sent_start or token.pos_ == "VERB":
            break
    return None


def _finish(base: Quantity, context: Context, noun: Token | None, trigger: Trigger | None, last: int) -> Quantity:
    """Add measure, unit, whom, scope, status, actor and trigger to a bare number."""
    import msgspec

    unit = unit_of(noun)
    measure = trigger.sense.measure if trigger else "other"
    if trigger and unit in ("houses", "vehicles") and measure in PEOPLE_MEASURES - {"affected", "remaining"}:
        measure, trigger = ("destroyed", trigger) if measure == "killed" else ("other", None)
    if unit is None:
        unit = "people" if measure in PEOPLE_MEASURES and not _is_thing(noun) else "other"
    counted = None
    if noun is not None and noun.i > last:
        start, end = phrase_around(noun, last + 1)
        counted = Span(max(start, base.end), end) if end > max(start, base.end) else None
    after_noun = context.text[max(base.end, counted.end if counted else 0) : context.sentence(last)[1]]
    sentence = context.sentence(last)
    scope = scope_of(context.text[sentence[0] : base.start], context.text[base.end : sentence[1]], base.qualifier)
    status = status_of(context.doc[trigger.token]) if trigger else "completed"
    if base.number == 0 and status == "denied":
        status = "completed"
    return msgspec.structs.replace(
        base,
        unit=unit,
        measure=measure,
        counted=counted,
        whom=context.doc.text[counted.start : counted.end] if counted else None,
        actor=_actor(noun, context.actors),
        scope=scope,
        status=status,
        trigger=Span(trigger.start, trigger.end) if trigger else None,
        counts_attacker=counts_attacker(after_noun) if trigger else None,
    )


def _is_thing(noun: Token | None) -> bool:
    return noun is not None and noun.pos_ == "NOUN" and noun.lower_.endswith(("tion", "tions", "ment", "ments", "ness", "shots", "shot", "rounds", "times", "ings"))


def _actor(noun: Token | None, actors: tuple[Actor, ...]) -> int | None:
    if noun is None:
        return None
    at = noun.idx
    return next((i for i, actor in enumerate(actors) if any(m.start <= at < m.end for m in actor.mentions)), None)


def _bare_durations(context: Context, dates: Sequence[Span]) -> list[Quantity]:
    """Weeks, months, years without a number: two at least."""
    found = []
    for match in _BARE_TIME.finditer(context.text):
        span = Span(*match.span(1))
        if not any(span.overlaps(date) for date in dates):
            word = match[1].lower()
            found.append(
                Quantity(start=span.start, end=span.end, number=None, low=2.0, best=None, high=None, qualifier=word, unit=word, measure="duration")
            )
    return found


def _with_parts(found: list[Quantity]) -> list[Quantity]:
    """Counts that share one trigger are parts of a sum nobody wrote ("two men and a woman were killed")."""
    import msgspec

    sharing: dict[tuple[str, Span], int] = {}
    for quantity in found:
        if quantity.trigger and quantity.measure in PEOPLE_MEASURES:
            key = (quantity.measure, quantity.trigger)
            sharing[key] = sharing.get(key, 0) + 1
    return [
        msgspec.structs.replace(q, scope="subset") if q.trigger and sharing.get((q.measure, q.trigger), 0) > 1 else q
        for q in found
    ]


def _apart(found: list[Quantity]) -> tuple[Quantity, ...]:
    """Sort by place and drop whatever overlaps an earlier, longer one."""
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda q: (q.start, -q.end, q.measure)):
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return tuple(kept)
