"""Which trigger governs a number: by the parse, else by nearness, else by the words it is entered under."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from dateline.reading.charspans import Overlaps
from dateline.reading.counted import number_root, unit_of
from dateline.reading.measures import PEOPLE_MEASURES, Sense, words
from dateline.reading.patients import patients
from dateline.reading.triggers import ORDER, Trigger, find_triggers
from dateline.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dateline.records import Actor, Report

REACH = 5
"""Tokens between a number and a trigger the parse did not tie together (headlines, fragments, notes)."""

ENTRY = 12
"""Tokens before a colon in which the words of an entry may stand ("Displaced persons as of December 2015: 1,200")."""

OF_HOUSES = frozenset({"affected", "remaining", "displaced", "evacuated"})
"""Measures of people that may count houses in their stead."""

OF_PLACES = frozenset({"affected", "remaining", "evacuated", "stranded", "detained", "deployed"})
"""Measures of people that may be told of places and things: villages affected, ships stranded or held."""

_FIRM = ORDER["surrendered"]
"""Below it the graver outcome stands, above it the nearer word."""

_OF_THE_LIVING = frozenset({"displaced", "evacuated", "homeless", "sheltered", "returned"})
_LODGED = frozenset({"people", "households", "houses"})
_DISPLACED = Sense("displaced", "noun")
_OF_WHICH = frozenset({"which", "whom", "them", "who"})
_BEING = frozenset({"was", "were", "is", "are", "be", "been", "being"})
_WHERE = frozenset({"which", "where"})
_ENTRY_ENDS = frozenset(".;(),|")
_STOPPERS = frozenset(".;:()!?|")


class Context(NamedTuple):
    """What is worked out once per text: folded text, token offsets, sentence bounds, triggers by counted token."""

    doc: Doc
    text: str
    offsets: list[int]
    triggers: list[Trigger]
    governed: dict[int, list[Trigger]]
    actors: tuple[Actor, ...]
    starts: list[int]
    written: str
    by_token: dict[int, Trigger]
    named: Overlaps
    actor_of: dict[Span, int]
    """The first actor with a mention of those characters."""
    covered: dict[int, Trigger]
    """By the last token of each phrase that ends in a small word: "tore the roofs off"."""

    def token_at(self, offset: int) -> int:
        """Return number of the token that holds the character at `offset`."""
        return max(0, bisect_right(self.offsets, offset) - 1)

    def actor_at(self, offset: int) -> int | None:
        """Return number of the first actor that the character at `offset` names, None where it names none."""
        return min((self.actor_of[span] for span in self.named.of(Span(offset, offset + 1))), default=None)

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """Return the first and last token of the characters from `start` to `end`."""
        return self.token_at(start), self.token_at(end - 1)

    def sentence(self, token: int) -> tuple[int, int]:
        """Characters of the sentence that holds `token`."""
        at = bisect_right(self.starts, self.offsets[token])
        return self.starts[at - 1] if at else 0, self.starts[at] if at < len(self.starts) else len(self.text)


def context_of(doc: Doc, report: Report, actors: tuple[Actor, ...]) -> Context:
    """Find the triggers of a text and whom they count."""
    text = doc.text
    tokens = list(doc)
    triggers = find_triggers(doc, text, tokens)
    governed: dict[int, list[Trigger]] = {}
    for trigger in triggers:
        for i in patients(doc, trigger):
            governed.setdefault(i, []).append(trigger)
    offsets = [token.idx for token in tokens]
    starts = [token.idx for token in tokens if token.is_sent_start]
    by_token = {trigger.token: trigger for trigger in reversed(triggers)}
    actor_of: dict[Span, int] = {}
    for number, actor in enumerate(actors):
        for mention in actor.mentions:
            actor_of.setdefault(Span(mention.start, mention.end), number)
    named = Overlaps(actor_of)
    context = Context(
        doc, text, offsets, triggers, governed, actors, starts, report.text, by_token, named, actor_of, {}
    )
    for trigger in triggers:
        last = context.token_at(trigger.end - 1)
        if last != trigger.token and (doc[last].pos_ in ("ADP", "PART") or doc[last].lower_ in _WHERE):
            context.covered[last] = trigger
    return context


def governing(context: Context, first: int, last: int, noun: Token | None) -> Trigger | None:
    """Return the trigger that counts this number: by the parse, else the nearest one in the same clause."""
    doc = context.doc
    root = number_root(doc, first, last)
    nodes = [noun.i] if noun is not None else []
    nodes += [root.i]
    if noun is not None:
        # "1,150 IDP families": the word before the noun says what befell them
        before = (child for child in noun.lefts if child.dep_ in ("compound", "nmod", "amod"))
        nodes += [c.i for c in before if any(t.sense == _DISPLACED for t in context.governed.get(c.i, ()))]
    top = noun if noun is not None else root
    for _ in range(3):
        if top.dep_ == "pobj" and (top.head.lower_ == "of" or (top.head.lower_ == "from" and _housed(noun))):
            top = top.head.head
            nodes.append(top.i)
        elif top.dep_ in ("nummod", "quantmod", "compound", "nmod") and noun is None:
            top = top.head
            nodes.append(top.i)
    own = [trigger for node in nodes[:1] for trigger in context.governed.get(node, ())]
    found = own or [trigger for node in nodes for trigger in context.governed.get(node, ())]
    found = [trigger for trigger in found if _fits(trigger, doc, noun)]
    if unit_of(noun) in ("houses", "vehicles"):
        found = [trigger for trigger in found if trigger.sense.measure not in PEOPLE_MEASURES - OF_HOUSES] or found
    if noun is None and (beside := _beside(context, last)) is not None:
        return beside
    if found and (joined := _joined(context, first, found)) is not None and _fits(joined, doc, noun):
        return joined
    if found:
        said = _said_of(context, max(last, noun.i if noun is not None else last) + 1)
        if said is not None and said not in found and _fits(said, doc, noun):
            return said
        best = min(found, key=lambda t: (t.sense.role == "noun", _rank(t), abs(t.token - last), t.start))
        return _housed_in(context, first, found) or _freed(context, best) or best
    near = _nearest(context, first, max(last, noun.i if noun is not None else last))
    near = near if near is None or _fits(near, doc, noun) else None
    entered = first > 0 and doc[first - 1].text.endswith(":")
    return near if near or (noun is not None and not entered) else _label(context, first, last, entered)


_TAKEN = frozenset({"kidnapped", "detained", "missing", "stranded"})
"""Measures of those who may be set free."""


def _housed_in(context: Context, first: int, found: list[Trigger]) -> Trigger | None:
    """Return the shelter in which those counted stay: "camps in which 78,000 people are staying"."""
    if any(trigger.sense.measure != "remaining" for trigger in found):
        return None
    before = _nearest_before(context, first, context.by_token)
    return before if before is not None and before.sense.measure == "sheltered" else None


def _freed(context: Context, taken: Trigger) -> Trigger | None:
    """Return what a headline tells of those who are only described as taken: "Girls Kidnapped From School Released"."""
    doc, first = context.doc, context.doc[taken.token]
    if taken.sense.measure not in _TAKEN or first.dep_ != "acl" or first.tag_ != "VBN":
        return None
    for i in range(first.i + 1, min(first.i + REACH, len(doc))):
        found = context.by_token.get(i)
        if found is not None and found.sense.measure == "released" and doc[i].tag_ in ("VBN", "VBD"):
            does = any(child.dep_ == "dobj" for child in doc[i].children)  # "released a statement"
            return found if not does and doc[i - 1].pos_ in ("NOUN", "PROPN", "NUM") else None
        if doc[i].pos_ in ("VERB", "AUX", "CCONJ", "PUNCT"):
            return None
    return None


def _beside(context: Context, last: int) -> Trigger | None:
    """Return what is said right behind a number that stands for itself: "left 300 displaced and 20 dead"."""
    trigger = context.by_token.get(last + 1)
    if trigger is None or trigger.sense.role not in ("object", "adjective"):
        return None
    word = context.doc[last + 1]
    active = word.lower_.endswith("ing") or any(child.dep_ == "dobj" for child in word.children)
    return None if active or not _fits(trigger, context.doc, None) else trigger


def _joined(context: Context, first: int, found: list[Trigger]) -> Trigger | None:
    """Return the verb right before a number that is joined to one with a number of its own.

    "The blast killed three and injured 176": the parse takes both numbers for objects of the first verb.
    """
    doc, verb = context.doc, context.by_token.get(first - 1)
    if first < 4 or verb is None or verb.sense.role != "object" or doc[first - 2].lower_ != "and":
        return None
    counted = all(
        trigger.token < first - 2 and any(doc[i].pos_ == "NUM" for i in range(trigger.token + 1, first - 2))
        for trigger in found
    )
    return verb if counted else None


def _said_of(context: Context, end: int) -> Trigger | None:
    """Return the participle said of what ends before token `end`, whatever the parse makes of it.

    "The slide killed two and 400 people were evacuated": the parse takes both numbers for one object.
    """
    doc = context.doc
    start = end
    while end < min(start + REACH, len(doc)) and (doc[end].lower_ in words("auxiliaries") or doc[end].pos_ == "ADV"):
        end += 1
    if end == start or end >= len(doc) or not any(doc[i].lower_ in _BEING for i in range(start, end)):
        return None
    said = context.by_token.get(end)
    return said if said is not None and said.sense.role == "object" else None


def _housed(noun: Token | None) -> bool:
    return unit_of(noun) in ("houses", "households")


def _fits(trigger: Trigger, doc: Doc, noun: Token | None) -> bool:
    """Tell whether a verb of many uses strikes what is counted: homes are lost, residents moved."""
    verb = doc[trigger.token]
    unit = unit_of(noun)
    whole = trigger.end - trigger.start > len(verb)
    if noun is not None and trigger.sense.measure in _OF_THE_LIVING and not _is_housed(trigger, noun, whole):
        return False
    if trigger.sense.measure == "displaced" and _runs_away(trigger, doc, noun):
        return False
    if whole:
        return True
    lemma = verb.lemma_.lower()
    if lemma == "host" and noun is not None and noun.lower_ in words("on_duty"):
        return False
    if lemma in words("of_houses") and trigger.sense.measure == "destroyed":
        return unit == "houses"
    if lemma in words("of_people") and trigger.sense.measure == "injured":
        return noun is None or unit == "people"
    if lemma == "leave" and trigger.sense.measure == "remaining":
        return verb.tag_ == "VBN" and not any(child.lower_ in ("had", "have", "has") for child in verb.children)
    if trigger.sense.measure == "released":
        return noun is not None and unit == "people"
    if lemma in words("of_residents") and trigger.sense.measure in ("evacuated", "displaced"):
        return noun is not None and noun.lower_ in words("residents")
    return True


_AWAY = re.compile(
    r"\s{1,20}(?:from\s{1,20})?(?:(?:the|a)\s{1,20}(?:\w{1,60}\s{1,20}){0,2}?(?:scene|club|nightclub|bar|store|shop|mall|bank|prison|jail|party|building|court\w{0,60}"
    r"|hospital|room|car|vehicle|chaos|shooting|gunfire|crash|restaurant|complex)\b|on\s{1,20}(?:foot|bicycles?|bikes?|motor\w{1,60}|board)\b(?!\s{1,20}(?:to|into|across|over|towards?)\b)"
    r"|in\s{1,20}(?:a|an|the|his|her|their|separate|two|different)\s{1,20}(?:[\w-]+\s{1,20}){0,3}?(?:car|vehicle|truck|van|suv|sedan|taxi|pickup|jeep)s?\b"
    r"|(?:the\s{1,20})?(?:police|officers|deputies|custody)\b|(?:after|before|prior\s{1,20}to)\s{1,20}\w{1,60}ing\b)",
    re.IGNORECASE,
)
"""What stands behind "fled" where somebody gets away, and leaves no home."""


def _runs_away(trigger: Trigger, doc: Doc, noun: Token | None) -> bool:
    """Tell a getaway from a displacement: gunmen flee after shooting, guests flee the club."""
    named = "" if noun is None else noun.lower_
    if {named, named.removesuffix("s"), named.replace("men", "man")} & (words("escaping") | words("sides", "sought")):
        return True
    verb = doc[trigger.token]
    if verb.lemma_.lower() not in ("flee", "leave"):
        return False
    behind = " " + doc[verb.i + 1 : verb.i + 9].text
    return _AWAY.match(behind) is not None


def _is_housed(trigger: Trigger, noun: Token, phrase: bool) -> bool:
    """Tell whether the counted can lose a home or take shelter: no bodies, no crews on duty, no events hosted."""
    measure, role = trigger.sense
    if noun.lower_ in words("owned"):
        return False
    if measure == "sheltered" and unit_of(noun) not in _LODGED and not noun.text[0].isupper():
        return False
    told = measure == "sheltered" or (phrase and measure == "displaced")
    return not (told and role == "subject" and noun.lower_ in words("on_duty"))


def _rank(trigger: Trigger) -> int:
    """Outcomes of persons before what else befell them, and both before being affected or still there."""
    rank = ORDER.get(trigger.sense.measure, 99)
    return rank if rank < _FIRM else 50 if rank < ORDER["deployed"] else 90


def _nearest(context: Context, first: int, last: int) -> Trigger | None:
    doc = context.doc
    by_token = context.by_token
    last = _past_brackets(doc, last)
    for i in range(last + 1, min(last + 1 + REACH, len(doc))):
        token = doc[i]
        if (
            token.is_sent_start
            or token.text in _STOPPERS
            or token.like_num
            or token.text == ","
            or token.lower_ == "for"
            or token.lower_ in words("clause_starts")
        ):
            break
        trigger = by_token.get(i)
        if trigger and trigger.sense.role in ("object", "subject", "adjective"):
            ahead = trigger.sense.role != "object" or not token.lower_.endswith("ing")
            if ahead and not any(
                child.dep_ in ("dobj", "nsubj", "nsubjpass") and child.lower_ not in _OF_WHICH
                for child in token.children
            ):
                return trigger
            break
        if token.pos_ == "VERB" and trigger is None:
            break
    return _nearest_before(context, first, by_token)


def _past_brackets(doc: Doc, last: int) -> int:
    """Return the last token of brackets right behind token `last`: "3,000 (600 families) displaced"."""
    if last + 1 < len(doc) and doc[last + 1].text == "(":
        return next((i for i in range(last + 2, min(last + 2 + REACH, len(doc))) if doc[i].text == ")"), last)
    return last


def _nearest_before(context: Context, first: int, by_token: dict[int, Trigger]) -> Trigger | None:
    doc = context.doc
    for i in range(first - 1, max(first - 1 - REACH, -1), -1):
        token = doc[i]
        if i in context.covered and context.covered[i].sense.role in ("object", "noun_of"):
            return context.covered[i]
        if (
            token.text in _STOPPERS
            or token.like_num
            or token.text == ","
            or (token.pos_ in ("ADP", "SCONJ") and token.lower_ != "of")
        ):
            break
        trigger = by_token.get(i)
        if trigger and trigger.sense.role in ("object", "noun_of", "toll"):
            return trigger
        if token.is_sent_start or token.pos_ == "VERB":
            break
    return None


def _label(context: Context, first: int, last: int, entered: bool) -> Trigger | None:
    """Return a number after the words it is entered under, as in tables and notes: "Houses destroyed: 146"."""
    doc = context.doc
    closed = last + 1 >= len(doc) or doc[last + 1].text in _ENTRY_ENDS or doc[last + 1].is_space
    if not closed and not entered:
        return None
    by_token = context.by_token
    at = doc[first].idx
    above = closed and not context.text[context.text.rfind("\n", 0, at) + 1 : at].strip()
    closing = 0
    for i in range(first - 1, max(first - 2 - (ENTRY if entered else REACH), -1), -1):
        token = doc[i]
        closing += token.text.count(")") - token.text.count("(")
        if closing and i not in by_token:
            continue
        if token.is_space and "\n" in token.text and above:
            above = False
            continue
        if (
            (token.is_space and "\n" in token.text)
            or (token.pos_ in ("VERB", "AUX", "SCONJ") and i not in by_token and doc[i + 1].text != ":")
            or (token.like_num and token.ent_type_ != "DATE")
        ):
            return None
        if i in by_token:
            return by_token[i]._replace(sense=Sense(by_token[i].sense.measure, "toll"))
    return None
