"""Incidental: quantities that are told beside a happening and measure nothing of it.

A length in a second unit, a speed, a body part, someone's years in office, a price from the middle of one report. The
statements that hold them stay; they are no figures of the account.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from dateline.reconciling.counts import Count
from dateline.reconciling.origins import independent
from dateline.records import Quantity

LOOSE = frozenset({"duration", "distance", "cost", "other"})
"""Measures that anything may have: of them only what the happening is told with is a figure."""

EARLY = 1000
"""Characters at the head of a report in which a quantity is told as the news."""

TIME_UNITS = frozenset({"seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades", "centuries"})

_SAME_AGAIN = re.compile(
    r"\s?[-–]?\s?(?:[(\[]\s?(?:about|some|roughly|around|approx\.?|or)?\s?|,?\s(?:or|i\.e\.)\s(?:about\s)?|\s?/\s?)"
)
"""What stands between a quantity and itself in another unit or currency ("60 miles (97 km)")."""

_RATE = re.compile(r"\s?(?:per|an?|/)\s?(?:hour|second|minute|h|s)\b", re.IGNORECASE)
"""What makes a length a speed."""

_BOTH = re.compile(r"\bboth\b", re.IGNORECASE)

_COMPOUND = re.compile(
    r"(?:light|man|person|watt|kilowatt|megawatt|gigawatt|terawatt)[\s-]?(?:years?|hours?)\b", re.IGNORECASE
)

_MONEY_ITSELF = re.compile(r"[\s-](?:bills?|banknotes?|notes?|coins?|tickets?|vouchers?|gift)\b", re.IGNORECASE)
"""What makes an amount the face of something ("a stack of $100 bills")."""

_WORTH = re.compile(
    r"\b(?:market\s+(?:value|cap\w*)|valu(?:ed|ation)|shares?|stocks?|per\s+(?:share|ton(?:ne)?|barrel|gallon)"
    r"|price[ds]?|pric(?:ing|ey)|retail\w*|fare|salary|salaries|earn(?:s|ed|ings)?|revenues?|sales|profits?|net\s+worth|worth\s+of"
    r"|box\s+office|gross(?:ed|ing)?|subscri\w+|contract|signed\s+for)\b",
    re.IGNORECASE,
)
"""Words that say of an amount of money that it is what something sells for, earns or is worth."""

_NAMED = re.compile(r"\d{1,9}\s{1,20}(?:Seconds|Minutes|Hours|Days|Weeks|Months|Years)\b")
"""A length of time that is a name, by its capital ("60 Minutes")."""

_SMALL = re.compile(r"\s(?:[a-z]{4,}\s+[a-z]+\b|[a-z]+\s+[a-z]{4,}\b)")
_BESIDE = 40
"""Two words in small letters, and the characters beside a name in which they tell that no headline is written so."""

_OF_THE_LOSS = re.compile(
    r"\b(?:damages?|loss(?:es)?|lost|aid|relief|funds?|funding|ransom|reward|fines?|fined|compensation|repairs?|rebuild\w*"
    r"|stole|stolen|loot\w*|donat\w*|pledg\w*|rais(?:ed|ing))\b",
    re.IGNORECASE,
)
"""Words that say of an amount of money that it was lost, paid or given because of what happened."""


_PLEDGED = re.compile(
    r"\b(?:rewards?|bail|bond(?:ed)?(?! (?:market|holder|yield|issue))"
    r"|(?:maximum|possible|potential)\s(?:penalt(?:y|ies)|sentences?|fines?)|punishable|fines?\sof\sup\sto"
    r"|(?:jail|prison)\sand(?:/or)?\san?|rent|mortgage|tuition|advert\w*|ads?)\b",
    re.IGNORECASE,
)
"""Money that is promised, set as a security, threatened as a penalty or owed for something else: it is no loss."""

_PLEDGED_NEAR = 60
"""Characters on either side in which that is said of an amount."""


_WAY = re.compile(
    r"\s{1,3}(?:(?:to\sthe\s)?(?:due\s)?(?:(?:north|south)-?(?:east|west)|north|south|east|west|[NS][EW]?|[EW])(?:ern)?\sof\b"
    r"|outside\b|away\b)",
    re.IGNORECASE,
)
"""What makes a length the way from one place to another, which says where something is."""

_SPAN_BEFORE = re.compile(
    r"(?<!\bfor\s)(?<!\bfor\sthe\s)\b(?:past|last|next|previous|coming|recent|first|within|in|every|each|given|give|gave|needs?)\s"
    r"(?:(?:the|its|his|her|their)\s)?(?:(?:less|more)\sthan\s|(?:just|only|about|nearly|almost|over|under|some|around)\s)?$",
    re.IGNORECASE,
)
"""What makes a length of time one within which something is counted or has to be done ("the deadliest in 20 years")."""

_OF_A_LIFE = re.compile(
    r"\b(?:career|service|experience|veterans?|married|marriage|work(?:ed|ing|s)|employ\w+|retir\w+|liv(?:ed|es|ing)"
    r"|friends?|relationship|dat(?:ed|ing)|tenure|served|serving|deliver(?:ed|ing)|coach\w*|taught|teach\w*"
    r"|attorney|lawyer)\b",
    re.IGNORECASE,
)
"""Words beside which months and years are those of a life."""

_UNREAL = re.compile(
    r"\b(?:dream(?:ed|s|t|ing)?|nightmares?|imagin\w+|movies?|films?|novels?|fictional|videos?|tapes?|audio|recordings?|footage"
    r"|clips?|ads?|advert\w*|commercials?|girlfriend|boyfriend|fianc\w+)\b",
    re.IGNORECASE,
)
"""Words beside which nothing happened that lasted so long."""

_FROM = re.compile(r"\s{1,3}from\s", re.IGNORECASE)
_GOES = re.compile(
    r"\b(?:fl(?:ew|y|ies|ying|own)|flight|travel\w*|dr(?:ove|iven|ifted)|drift\w*|spread\w*|stretch\w*|swept|extend\w*|reach\w*"
    r"|walk\w*|carried|ran|rolled|hurled|thrown|blown|debris|range|felt|heard|sailed|swam|tow\w*|chas\w*)\b",
    re.IGNORECASE,
)
"""A length "from" somewhere is where something is, unless the sentence tells of what covered it."""

_KIN = re.compile(
    r"\b(?:children|kids|siblings|sons|daughters|brothers|sisters|grandchildren|stepchildren|cousins|nephews|nieces)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:his|her|their|whose|my|our)\s(?:(?:own|other|young|adult|small)\s)?$", re.IGNORECASE)
"""What stands before somebody's relatives, counted to say who he was."""

_EACH_TIME = re.compile(r"\s(?:a|an|per|each|every)\s(?:week|day|month|year|night|hour)\b", re.IGNORECASE)
"""What makes of a length of time how often something is done ("seven days a week")."""

_AGES = re.compile(r"\bag(?:es?|ed|ing)\b", re.IGNORECASE)
"""Words beside which years and months are people's ages ("in age from one month to four years")."""

_BESIDE_SHOTS = re.compile(r"\b(?:fir(?:e[ds]?|ing)|shots?|aim(?:ed|ing)?|bullets?)\b", re.IGNORECASE)
"""Words beside which who is missing did not hit."""

_OF_A_BODY = re.compile(
    r"(?:\b(?:mother|father|grandmother|grandfather|parent|dad|mom|mum|widow|widower)s?[\s-]of[\s-]"
    r"|\benrol\w+\s(?:of|is|was|at)\s|\b(?:leaves\s(?:behind\s)?|left\sbehind\s|survived\sby\s)"
    r"|\b(?:tribe|town|village|city|community|county|school|company|club|union|church|congregation|population)"
    r"\s(?:with|of|has|had)\s)(?:(?:about|approximately|around|some|nearly|over|more\sthan|only)\s)?$",
    re.IGNORECASE,
)
"""What says of people that they are somebody's children, or how many a place, school or body has."""

HOUSEHOLD = 5
"""People from whom it is told that they were taken in or came back; "three children were staying with her" is no more
than where they were."""

_LENGTH = frozenset({"years", "decades", "centuries", "months"})
"""Units in which lives and looks back are told."""


def _sentence_at(around: str) -> str:
    """Return the middle of a stretch of text, as far as the ends of sentences near it."""
    middle = len(around) // 2
    start = max((m.end() for m in re.finditer(r"[.!?]\s+(?=[A-Z“\"])", around[:middle])), default=0)
    end = next((middle + m.start() for m in re.finditer(r"[.!?]\s+(?=[A-Z“\"])", around[middle:])), len(around))
    return around[start:end]


def restated(q: Quantity, before: Sequence[Quantity], text: str) -> bool:
    """Tell whether a quantity gives the one before it once more, in another unit or currency."""
    return any(
        o.measure == q.measure
        and o.unit != q.unit
        and o.end <= q.start
        and _SAME_AGAIN.fullmatch(text, o.end, q.start) is not None
        for o in before
    )


def no_measure(q: Quantity, text: str) -> bool:
    """Tell whether a quantity is no length or time of anything: a speed, two feet, light-years, a nameless share."""
    if q.measure == "distance":
        if _FROM.match(text, q.end) is not None:
            return _GOES.search(_sentence_at(text[max(0, q.start - EARLY) : q.end + EARLY])) is None
        apart = _RATE.match(text, q.end) or _WAY.match(text, q.end) or _BOTH.search(q.span.of(text))
        return apart is not None
    if q.measure == "cost":
        around = text[max(0, q.start - _PLEDGED_NEAR) : q.end + _PLEDGED_NEAR]
        sentence = _sentence_at(around)
        sold = _WORTH.search(sentence) is not None and _OF_THE_LOSS.search(sentence) is None
        return sold or _MONEY_ITSELF.match(text, q.end) is not None or _PLEDGED.search(sentence) is not None
    if q.measure == "other" and q.unit == "percent":
        around = text[max(0, q.start - _PLEDGED_NEAR) : q.end + _PLEDGED_NEAR]
        return not any(c.isdigit() for c in q.span.of(text)) or _PLEDGED.search(_sentence_at(around)) is not None
    if q.measure == "duration" and _of_something_else(q, text):
        return True
    if q.measure in ("other", "remaining") and q.unit == "people":
        kin = _KIN.search(q.whom or "") is not None and _OWN.search(text, max(0, q.start - _BESIDE), q.start)
        return bool(kin or _OF_A_BODY.search(text, max(0, q.start - _BESIDE), q.start))
    if q.measure == "missing" and q.number == 1 and q.trigger is not None:
        return _BESIDE_SHOTS.search(text, max(0, q.trigger.start - _PLEDGED_NEAR), q.trigger.start) is not None
    if q.measure in ("sheltered", "returned") and q.number is not None:
        return q.number < HOUSEHOLD
    if q.measure == "duration" and _NAMED.match(text, q.start) is not None:
        return _SMALL.search(text, max(0, q.start - _BESIDE), q.end + _BESIDE) is not None
    return q.measure in ("other", "duration") and (
        (q.measure == "other" and q.unit in TIME_UNITS) or _COMPOUND.search(text, q.start, q.end + 20) is not None
    )


def _of_something_else(q: Quantity, text: str) -> bool:
    """Tell whether a length of time is a window, a respite, or the years of somebody's life: nothing lasted so long."""
    if _SPAN_BEFORE.search(text, max(0, q.start - _BESIDE), q.start) or _EACH_TIME.match(text, q.end):
        return True
    around = text[max(0, q.start - _PLEDGED_NEAR) : q.end + _PLEDGED_NEAR]
    sentence = _sentence_at(around)
    of_a_life = q.unit in _LENGTH and (_OF_A_LIFE.search(sentence) or _AGES.search(sentence))
    return _UNREAL.search(sentence) is not None or bool(of_a_life)


def incidental(cluster: Sequence[Count], main: Collection[str]) -> bool:
    """Tell whether counts of a loose measure are told by one voice only, away from what the report is about.

    `main` are the lemmas of the happening itself.
    """
    if cluster[0].quantity.measure not in LOOSE or len(independent([c.said for c in cluster])) > 1:
        return False
    return not any(_told_with_it(c, main) for c in cluster)


def _told_with_it(count: Count, main: Collection[str]) -> bool:
    if count.said.statement.background:
        return False
    if count.quantity.measure == "duration" and count.quantity.unit in _LENGTH:
        return bool(count.said.lemmas & set(main))
    if count.quantity.measure == "cost" and _OF_THE_LOSS.search(count.evidence.quote):
        return True
    return count.quantity.start < EARLY or bool(count.said.lemmas & set(main))
