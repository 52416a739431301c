"""Rows: which dated facts can stand in a timeline, each read alone: a happening, by whom or of what, on its own day."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TypeAlias

from dateline.reading.boilerplate import is_aside
from dateline.reconciling.doing import opening
from dateline.reconciling.kinds import base, kinds_of
from dateline.reconciling.mentions import SPEAKING
from dateline.records import Evidence, Fact, Reading, Span, Statement

Held: TypeAlias = Mapping[tuple[str, int, int], tuple[Reading, Statement]]
"""Statements with their readings by report id, start and end."""

WORDS = 2
"""Words beside its time that tell a happening at least."""

SPOKEN = 4
"""Words beside its time that tell what was said at least ("police announced" tells nothing)."""

HANGS = re.compile(
    r"(?:\w{1,60}\s{1,20}){0,3}?\b(?:after|before|when|while|once)\s{1,20}"
    r"(?=(?:the|an?|he|she|they|it|his|her|their|its|(?-i:[A-Z])[\w’'-]{0,60}|(?!this|hours|days|weeks|months|years)[a-z]{1,60}s)\s)"
    r"(?!(?:\S{1,60}\s{1,20}){0,5}\S{1,60},)",
    re.IGNORECASE,
)
"""What hangs a clause on another; without it the rest stands alone ("hours after the ferry sank")."""

HANGING = re.compile(
    r"\W{0,20}(?:(?:just|shortly|soon|even|not\s{1,20}long|\w{1,60}ly)\s{1,20})?"
    r"(?:when|while|as|since|if|because|although|though|unless|until|after|before|where|whose|which|who|whom|that|"
    r"how|why|whether|what|by\s{1,20}the\s{1,20}time)\b",
    re.IGNORECASE,
)
"""How a clause begins that says nothing without the one it hangs on."""

RELATIVE = re.compile(r"\W{0,20}(?:who|which|that)\b")
"""How a clause begins that says something of its subject, which is shown before it."""

PRONOUN = re.compile(
    r"\W{0,20}(?:[a-z]{1,60}ly\s{1,20})?(?:he|she|they|it|his|her|their|its|we|i|you|this|that|these|those|there|"
    r"(?:the\s{1,20})?others?|the\s{1,20}(?:latter|former))\b",
    re.IGNORECASE,
)
"""How a clause begins that names nobody."""

OCCURS = re.compile(
    r"\W{0,20}(?:it|this|that|the\s{1,20}(?:[\w-]{1,60}\s{1,20}){0,2}?(?P<noun>[\w-]{1,60}))\s{1,20}"
    r"(?:all\s{1,20})?(?:had\s{1,20})?(?:happened|occurred|took\s+place|was\s+reported|unfolded|began|started)\b",
    re.IGNORECASE,
)
"""A clause that only says when and where: "it happened", "the shooting took place"."""

OF_SPEAKERS = re.compile(r"\b(?:i|we|my|our|me|(?-i:us)|you|your|i['’]\w+|we['’]\w+|you['’]\w+)\b", re.IGNORECASE)
"""Words of one who speaks to another."""

OF_ONESELF = re.compile(r"\bI(?:['’](?:m|d|ve|ll))?\s{1,20}[a-z]|^\W{0,3}[“\"].*\b(?:my|me)\b", re.DOTALL)
"""Words of one who speaks, whoever that is."""

OF_REPORTERS = re.compile(r"\b(?:we|our|your|you|(?-i:us))\b", re.IGNORECASE)
"""Words of a report on itself and its readers."""

STARTS = re.compile(r"[\w“”\"‘’'\[(£€$#@]\w|[aA]\b|\d")
"""How a clause begins that is whole."""

ADVERBS = re.compile(r"\A\W*+(?:\w{1,60}ly\W+|(?:also|then|now|later|not)\W+)*")
"""What may stand before a verb that nobody is named for."""

UNNAMED = re.compile(r"\W{0,20}(?:was|were|is|are|has|have|had)\b", re.IGNORECASE)
"""How a clause begins, behind its time, that nobody is named for."""

PARTICIPLE = re.compile(
    r"\W{0,20}(?:[a-z]{1,60}ed|having|being|shown|seen|known|taken|given|written|made|held|found|born|set|led|left)\b"
)
"""How a clause begins, in small letters, whose subject stands elsewhere ("released last year, the group …")."""

TO_BE_DONE = re.compile(r"\A(?P<who>[^,;:]*?)\bto\s{1,20}(?:\w{1,60}ly\s{1,20})?$")
"""What stands before a verb that tells what is to be done, as headlines do ("Ferry to sail next month")."""

FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|do|does|did|\w+ed|\w+ing|"
    r"came|went|began|got|chose|told|said|sought|took|made|led|left|met|sent|set|fled|ran|rose|fell)\b",
    re.IGNORECASE,
)
"""Verbs in a form that tells what was done."""

NEGATIONS = re.compile(
    r"\b(?:not|no|none|nobody|nothing|never|neither|nor|without|hardly|cannot|yet\s+to|refus\w+|fail\w*|den(?:y|ie)\w*"
    r"|declin\w+|unable|un\w+)\b|n[’']t\b",
    re.IGNORECASE,
)
"""Words that negate."""

STAMP = re.compile(
    r"\b(?:Updated|UPDATED|Posted|POSTED|Published|Last\s+modified)(?::\s|\s{1,20}(?:on\s{1,20})?(?:[A-Z]\w{1,60}[.,]?\s{1,20}){0,2}\d)|"
    r"^\W{0,20}(?:\d{1,2}:\d\d\s{0,20}[AaPp]\.?\s?[Mm]\b\.?\s{1,20}[A-Z]{2,4}\b|"
    r"(?:(?:Image|Photo|Picture|Slide)\s{0,20})?\d{1,9}\s{1,20}of\s{1,20}\d{1,9}\s{1,20}[A-Z]|(?:(?:Facebook|Twitter|Pinterest|Email|Share|Pin\s{1,20}It|More\s{1,20}Galleries)\s{1,20}){2,})"
)
"""What a page says of itself: when it was put up or changed, which of its pictures this is, where to share it."""

INSIDE = re.compile(
    r"\A(?=[^,;]*+\Z).*?\b(?:[a-z]{1,60}ed|shot|taken|seized|stolen|lost|held|built|born)\b.*+", re.DOTALL
)
"""What stands before a time that belongs to a participle of the subject ("girls seized two years ago were freed")."""

AUXILIARY = re.compile(r"\s{1,20}(?:has|have|had|was|were|is|are)\b")
"""What stands behind it: the verb of the clause."""

NAMED_DEED = re.compile(
    r"\A.*\b(?:in|for|over|with|of|to)\s{1,20}(?:the|an?|last|his|her|their|two|three|[\w-]{1,60}[’']s?)\s{1,20}"
    r"(?:[\w-]{1,60}\s{1,20}){0,3}?"
    r"(?:shootings?|killings?|murders?|deaths?|robber(?:y|ies)|attacks?|crash(?:es)?|stabbings?|fires?|assaults?|incidents?"
    r"|homicides?|slayings?|bombings?|abductions?|kidnappings?|explosions?)\s{1,20}(?:(?:on|early|late|of|from)\s{1,20}){0,5}",
    re.IGNORECASE | re.DOTALL,
)
"""What stands before a day that is that of a deed only named ("charged in the shooting on May 1")."""

AFTERMATH = frozenset({"charge", "indict", "accuse", "convict", "sentence", "arraign", "try", "sue", "acquit", "plead"})
"""Lemmas of what is done about a deed, later on."""

DATED_PICTURE = re.compile(
    r"\A[^.]*,\s{1,20}(?:[A-Z][a-z]{1,60}\.?\s{1,20}\d{1,2},\s{1,20}\d{4}|\d{1,2}\s{1,20}[A-Z][a-z]{1,60}\.?\s{1,20}\d{4})\W*"
)
"""A sentence that ends with a full date, as those beside pictures do."""

CUT = re.compile(
    r"\b(?:who|which|that)\s{1,20}(?:said|says|told\s{1,20}\w{1,60})\W{0,20}$|"
    r"\b(?:claiming|saying|stating|alleging|arguing|insisting|showing|adding|warning|meaning)\W{0,20}$|"
    r"(?:--|[–—:;(\[])\W{0,40}$|,\s{0,40}$|\bMORE\b"
)
"""How a clause ends that was cut off, and the label of a link within it."""

STATE = re.compile(
    r"\b(?:is|are|was|were|remain\w{0,2})\s{1,20}(?:still\s{1,20}|reportedly\s{1,20})?in\s{1,20}(?:[\w-]{1,20}\s{1,20}){0,3}condition\b|"
    r"\b(?:is|are|remains?)\s{1,20}(?:still|currently|now)\b|\b(?:is|are|was|were)\s{1,20}(?:also\s{1,20})?listed\b",
    re.IGNORECASE,
)
"""How things stand as a report is written."""

MONTHS = 4
"""Precision from which a time is a month or longer."""

APART = frozenset({"caption", "heading"})
"""Sections whose days are those of pictures, posts and other stories."""


def holds_alone(fact: Fact, held: Held) -> bool:
    """Tell whether a fact can be a row: it names what it speaks of, has something happen, and is no aside."""
    text = alone(fact.text)
    if not _is_whole(fact, text) or all(_section(e, held) in APART for e in fact.evidence):
        return False
    found = held.get(_key(fact.evidence[0]))
    if found is None:
        return len(text.split()) >= WORDS
    reading, statement = found
    if not statement.events or _is_of_speaker(reading, statement, fact) or not STARTS.match(text):
        return False
    if loses_negation(statement, fact.text):
        return False
    if fact.subject is None and (_lacks_subject(reading, statement, text, fact) or PARTICIPLE.match(text)):
        return False
    if STATE.search(text) is not None or (_is_remark(reading, statement)):
        return False
    if any(other(reading, statement, fact) for other in (_is_to_come, _is_of_subject, _is_of_deed_named, _is_picture)):
        return False
    spoken = all(kinds_of(base(reading.events[i].lemma)) & SPEAKING for i in statement.events)
    return _words_beside_times(fact, reading, statement) >= (SPOKEN if spoken else WORDS)


def loses_negation(statement: Statement, text: str) -> bool:
    """Tell whether what negates a statement stands outside its words ("… nor made any arrests")."""
    return statement.negated and NEGATIONS.search(text) is None


def _is_whole(fact: Fact, text: str) -> bool:
    """Tell whether the words of a fact are a clause that names what it speaks of, and none of the page's own."""
    if is_aside(fact.text) or text.rstrip(" ”\"'").endswith("?") or STAMP.search(fact.text) or CUT.search(fact.text):
        return False
    if HANGING.match(text) and not (fact.subject is not None and RELATIVE.match(text)):
        return False
    begins = text[opening(text) :]
    return fact.subject is not None or PRONOUN.match(begins) is None or OCCURS.match(begins) is not None


def only_titled(fact: Fact, held: Held) -> bool:
    """Tell whether a fact stands in titles alone, whose news the text below tells again with its day."""
    return all(_section(e, held) == "title" for e in fact.evidence)


def occurs(fact: Fact) -> str | None:
    """Return what a fact says took place, "" where it names it by a pronoun; None where it tells more than that.

    >>> bool(OCCURS.match("It happened at noon")), OCCURS.match("The mass shooting began at noon")["noun"]
    (True, 'shooting')
    """
    match = OCCURS.match(fact.text)
    return None if match is None else match["noun"] or ""


def alone(text: str) -> str:
    """Return a clause without the words that hang it on another, where it can stand without them.

    >>> alone("hours after the ferry sank off Larne"), alone("after leaving port"), alone("Sank after the storm")
    ('the ferry sank off Larne', 'after leaving port', 'Sank after the storm')
    """
    hangs = HANGS.match(text)
    leads = hangs is not None and (text[:1].islower() or HANGING.match(text) is not None)
    return text[hangs.end() :] if hangs is not None and leads else text


def hangs(text: str) -> bool:
    """Tell a clause that only hangs on another ("when the dam burst")."""
    return HANGING.match(text) is not None


def _key(evidence: Evidence) -> tuple[str, int, int]:
    return (evidence.report, evidence.start, evidence.end)


def _section(evidence: Evidence, held: Held) -> str:
    found = held.get(_key(evidence))
    return found[1].section if found is not None else "body"


def _is_of_speaker(reading: Reading, statement: Statement, fact: Fact) -> bool:
    """Tell what somebody says of himself or to others in quotation marks, which reports no happening by itself."""
    direct = any(reading.attributions[i].kind == "direct" for i in statement.attributions)
    if not direct:
        unquoted = re.sub(r"(?<!^)[“\"][^”\"]{0,200}[”\"]", "", fact.text)
        if OF_ONESELF.search(unquoted) is not None:
            return True
        return OF_REPORTERS.search(re.sub(r"[“\"][^”\"]*[”\"]?", "", fact.text)) is not None
    return OF_SPEAKERS.search(fact.text) is not None or PRONOUN.match(fact.text) is not None


def _is_remark(reading: Reading, statement: Statement) -> bool:
    """Tell words in quotation marks that tell no happening of a known kind."""
    if all(reading.attributions[i].kind != "direct" for i in statement.attributions):
        return False
    return not kinds_of(base(reading.events[statement.events[0]].lemma))


def _lacks_subject(reading: Reading, statement: Statement, text: str, fact: Fact) -> bool:
    """Tell a clause that begins with its verb ("wishing everybody well", "Visit the coast on Sunday")."""
    verb = reading.events[statement.events[0]]
    cut = len(fact.text) - len(text)
    first = statement.start + cut
    before = fact.text[cut : max(cut, verb.start - statement.start)]
    for span in (reading.times[i].span for i in statement.times):
        if first <= span.start and span.end <= verb.start:
            before = before.replace(fact.text[span.start - statement.start : span.end - statement.start], " ")
    if UNNAMED.match(" ".join(before.split())) is not None:
        return True
    return before.rstrip().endswith(":") or ADVERBS.fullmatch(before) is not None


def _is_to_come(reading: Reading, statement: Statement, fact: Fact) -> bool:
    """Tell a headline of what is to be done, with no verb in front that says it was."""
    before = fact.text[: max(0, reading.events[statement.events[0]].start - statement.start)]
    match = TO_BE_DONE.match(before)
    return match is not None and match["who"].strip() != "" and FINITE.search(match["who"]) is None


def _is_of_subject(reading: Reading, statement: Statement, fact: Fact) -> bool:
    """Tell whether the year or month that dates a clause belongs to words inside its subject."""
    if (fact.date_prec or 0) < MONTHS or not statement.times:
        return False
    at = reading.times[statement.times[0]].end - statement.start
    return AUXILIARY.match(fact.text, at) is not None and INSIDE.fullmatch(fact.text, 0, at) is not None


def _is_of_deed_named(reading: Reading, statement: Statement, fact: Fact) -> bool:
    """Tell whether the day that dates a charge or a sentence is that of the deed it is for."""
    if reading.events[statement.events[0]].lemma not in AFTERMATH or len(statement.times) != 1:
        return False
    at = reading.times[statement.times[0]].start - statement.start
    return NAMED_DEED.fullmatch(fact.text, 0, at) is not None


def _is_picture(reading: Reading, statement: Statement, fact: Fact) -> bool:
    """Tell words beside a picture, which end with its own full date, where a row would give them another day."""
    if not statement.times or DATED_PICTURE.fullmatch(fact.text) is None:
        return False
    last = reading.times[statement.times[-1]]
    return last.earliest is not None and (last.earliest, last.latest) != (fact.earliest, fact.latest)


def _words_beside_times(fact: Fact, reading: Reading, statement: Statement) -> int:
    spans: Collection[Span] = [reading.times[i].span for i in statement.times]
    first = fact.evidence[0].start
    words = re.finditer(r"[\w’'-]+", fact.text)
    return sum(not any(s.start <= first + w.start() < s.end for s in spans) for w in words)
