"""What a number counts: the noun, the phrase around it, its unit, and how the predicate stands (status, scope)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline.reading.measures import units, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dateline.records import Scope, Status

FARTHEST_NOUN = 9
"""Tokens after a number within which its noun is looked for."""

_LINKS = frozenset(
    {"nummod", "quantmod", "amod", "compound", "nmod", "det", "poss", "npadvmod", "advmod", "predet", "dep"}
)
_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "ADP", "CCONJ", "PUNCT", "PART", "VERB", "ADV", "NUM", "DET"})
_LEADING = frozenset({"a", "an", "the", "his", "her", "their", "its", "my", "our", "this", "these", "those", "another"})

_CONDITIONAL = frozenset({"could", "might", "would", "may", "can", "should"})
_PLANNED = frozenset({"will", "shall", "'ll", "wo"})
_SUPPOSING = frozenset({"if", "unless", "whether"})

SUBSET_BEFORE = re.compile(
    r"\b(?:including|among (?:them|those|the|whom|which)|amongst|of (?:whom|which|them|those)|out of (?:which|whom)"
    r"|(?:dead|injured|wounded|killed|missing|victims|casualties) includ(?:ed|es)"
    r"|the other|the remaining|the rest|of the (?:\w+ ){1,3}(?:killed|dead|wounded|injured|victims|people))\b"
    r"[^.;:]{0,40}$",
    re.IGNORECASE,
)
SUBSET_AFTER = re.compile(
    r"^(?:\s+(?:more|others?|additional)\b|\s+(?:\w+ )?of\s+(?:them|those|whom|which|the|these|his|her|their|its)\b)",
    re.IGNORECASE,
)
_ADDING = frozenset({"another", "a further", "an additional", "additional"})
ATTACKER = (
    r"(?:the\s|an?\s)?(?:\w{1,60}\s){0,2}"
    r"(?:gunm[ae]n|shooters?|attackers?|assailants?|suspects?|bombers?|killers?|perpetrators?)"
)
_AGED = re.compile(r"-?\s?(?:years?|months?|weeks?|days?)\s?-?\s?olds?\s", re.IGNORECASE)
"""What an age leaves before the noun when its number is a quantity of its own: "12[-year-old] girl"."""

_WITH_ATTACKER = re.compile(rf"\b(?:including|counting|among them|along with|as well as)\s{ATTACKER}\b", re.IGNORECASE)
_WITHOUT_ATTACKER = re.compile(
    rf"\b(?:not including|excluding|besides|in addition to|apart from|other than|not counting)\s{ATTACKER}\b",
    re.IGNORECASE,
)


def number_root(doc: Doc, first: int, last: int) -> Token:
    """Return the token of the number that hangs on something outside it."""
    for i in range(last, first - 1, -1):
        if not first <= doc[i].head.i <= last:
            return doc[i]
    return doc[last]


def counted_noun(doc: Doc, first: int, last: int) -> Token | None:
    """Return the noun that the number in tokens `first`..`last` counts; None when the number stands alone."""
    root = number_root(doc, first, last)
    following = doc[last + 1] if last + 1 < len(doc) else None
    if following is not None and following.lower_ == "of":
        nouns = (c for c in following.children if c.dep_ == "pobj" and c.pos_ in ("NOUN", "PROPN"))
        return _before_verb(next(nouns, None)) or _next_noun(doc, last + 2)
    head = root.head
    if any(doc[i].lower_ in words("never_nouns") for i in range(last + 1, min(head.i, last + 3) + 1)):
        return _next_noun(doc, last + 1)
    if head.lower_ in words("numbering") and root.dep_ in ("dobj", "attr", "npadvmod", "nummod") and head.i < first:
        owner = head.head if head.dep_ == "acl" and head.head.pos_ in ("NOUN", "PROPN") else None
        return next((child for child in head.children if child.dep_ == "nsubj" and child.pos_ == "NOUN"), owner)
    near = last < head.i <= last + FARTHEST_NOUN and not any(doc[i].like_num for i in range(last + 1, head.i))
    if root.dep_ in _LINKS and near and head.pos_ in ("NOUN", "PROPN"):
        return None if head.lower_ in words("outcomes") else head
    return _next_noun(doc, last + 1)


def _before_verb(noun: Token | None) -> Token | None:
    """Step back from a verb that the pipeline took for a noun ("saw thousands of people flee")."""
    return None if noun is not None and noun.lower_ in words("never_nouns") else noun


def _next_noun(doc: Doc, start: int) -> Token | None:
    """Return the last noun of the first run of nouns after `start`, over adjectives, in the same sentence."""
    noun = None
    for i in range(start, min(start + FARTHEST_NOUN, len(doc))):
        token = doc[i]
        if (token.is_sent_start and i > start) or (token.is_space and "\n" in token.text):
            break
        if token.lower_ in words("never_nouns"):
            break
        if token.pos_ in ("NOUN", "PROPN") and token.lower_ not in words("outcomes"):
            noun = token
        elif (
            noun is not None
            or not (token.pos_ in ("ADJ", "DET") or token.dep_ == "amod" or token.text in ("-", '"', "'"))
            or (token.lower_ in words("outcomes") and not (token.dep_ == "amod" and token.head.i == token.i + 1))
        ):
            if token.text == "-" and noun is not None:
                continue
            break
    return noun


def phrase_around(noun: Token, floor: int) -> tuple[int, int]:
    """Characters of the noun phrase of `noun` from token `floor` on: its modifiers before it and an of-phrase after."""
    doc = noun.doc
    first = noun.i
    while first - 1 >= floor and doc[first - 1].pos_ in _MODIFIERS and not doc[first - 1].is_sent_start:
        first -= 1
    while first < noun.i and (
        doc[first].lower_ in _LEADING or doc[first].like_num or doc[first].pos_ in ("ADP", "PUNCT", "CCONJ", "PART")
    ):
        first += 1
    if floor == noun.i:
        first = noun.i
    last = noun.i
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i == last + 1:
            inside = [token.i for token in child.subtree]
            if inside and max(inside) - child.i <= 6 and not any(doc[i].like_num for i in inside):
                last = max(
                    i
                    for i in inside
                    if doc[i].dep_ in ("pobj", "compound", "amod", "prep", "det", "case") or i == child.i
                )
    end = doc[last]
    start, stop = doc[first].idx, end.idx + len(end)
    # the text of the phrase alone: that of the whole report is put together anew each time it is asked for
    aged = _AGED.match(doc[first : last + 1].text)
    return start + aged.end() if aged and start + aged.end() < stop else start, stop


def own_phrase(noun: Token) -> tuple[int, int]:
    """Characters of a noun phrase without its article: left modifiers to head."""
    lefts = [
        child.left_edge.i
        for child in noun.lefts
        if child.dep_ in ("amod", "compound", "nummod", "nmod", "npadvmod", "poss")
    ]
    return phrase_around(noun, max(min([*lefts, noun.i]), noun.i - 8))


def unit_of(noun: Token | None) -> str | None:
    """Return unit by the counted noun; None when the table does not say."""
    if noun is None:
        return None
    table = units()
    if noun.lower_.endswith(("-olds", "year-old")) or noun.lower_ == "olds":
        return "people"
    if noun.lower_ in words("built") and any(child.lower_ in words("lived_in") for child in noun.lefts):
        return "houses"
    return table.get(noun.lower_) or table.get(noun.lemma_.lower()) or _of_nation(noun)


def _of_nation(noun: Token) -> str | None:
    """Tell people named by their nation or faith: "1,100 Syrians", "30 Rohingya"."""
    return "people" if noun.ent_type_ == "NORP" and noun.tag_ in ("NNS", "NNPS", "NNP") else None


_NOT_QUITE = frozenset({"attempted", "nearly", "almost"})
"""Words before a deed that was not done ("attempted murder", "was nearly killed")."""


def status_of(token: Token) -> Status:
    """How the predicate at `token` stands: done, going on, planned, supposed, alleged or denied."""
    verb = token
    steps = 0
    while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i and steps < 4:
        verb, steps = verb.head, steps + 1
    found: Status = "denied" if any(c.lower_ in _NOT_QUITE for c in token.lefts) else _own_status(verb)
    if found == "completed" and (verb.lemma_.lower() in words("urging") if verb.i != token.i else _intended(verb)):
        found = "planned"
    steps = 0
    while found == "completed" and verb.head.i != verb.i and steps < 4:
        head = verb.head
        if verb.dep_ not in (
            "xcomp",
            "ccomp",
            "pcomp",
            "prep",
            "conj",
            "dobj",
            "pobj",
            "auxpass",
            "acomp",
            "attr",
            "advcl",
            "oprd",
        ):
            break
        found = _governed(verb, head)
        verb, steps = head, steps + 1
    return found


def _intended(verb: Token) -> bool:
    """Tell the infinitive of what was meant or asked for: "a plot to kill", "urged them to kill"."""
    if verb.tag_ not in ("VB", "VBP") or not any(child.lower_ == "to" for child in verb.children):
        return False
    head, ahead = verb.head, verb.doc[max(0, verb.i - 2)]
    if verb.dep_ in ("acl", "relcl", "advcl") and (head.lower_ in words("intents") or ahead.lower_ in words("intents")):
        return True
    return verb.dep_ in ("xcomp", "ccomp", "advcl") and head.lemma_.lower() in words("urging")


def _own_status(verb: Token) -> Status:
    words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass", "mark", "advmod")}
    if words & _SUPPOSING or words & _CONDITIONAL:
        return "conditional"
    if words & _PLANNED:
        return "planned"
    if words & {"allegedly", "reportedly", "purportedly"}:
        return "alleged" if "allegedly" in words else "completed"
    if any(child.dep_ == "neg" for child in verb.children):
        return "denied"
    if verb.tag_ == "VBG" and words & {"is", "are", "am", "'re", "'s"} and "been" not in words:
        return "ongoing"
    return "completed"


def _governed(verb: Token, head: Token) -> Status:
    word = head.lower_
    if word in words("denying"):
        return "denied"
    if verb.dep_ == "conj" or head.pos_ not in ("VERB", "AUX", "ADJ", "ADP", "NOUN"):
        return (
            _own_status(head)
            if head.pos_ in ("VERB", "AUX") and verb.dep_ == "conj" and not _has_subject(verb)
            else "completed"
        )
    if word in words("trying") and verb.dep_ in ("xcomp", "ccomp"):
        return "planned" if word.startswith("threat") else "denied"
    if word in words("planning") and verb.dep_ == "xcomp":
        return "planned"
    if word in words("alleging") and verb.dep_ in ("xcomp", "prep", "pcomp"):
        return "alleged"
    if verb.dep_ in ("auxpass", "acomp", "attr", "xcomp"):
        return _own_status(head)
    return "completed"


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)


def scope_of(before: str, after: str, qualifier: str | None) -> Scope:
    """Tell a part from a whole by the words before and after the number in its sentence.

    >>> scope_of("Twelve people died, including ", " children", None), scope_of("", " people died", "at least")
    ('subset', 'total')
    """
    adds = (qualifier or "").lower() in _ADDING
    return "subset" if adds or SUBSET_BEFORE.search(before[-120:]) or SUBSET_AFTER.match(after) else "total"


def counts_attacker(after: str) -> bool | None:
    """Return True when the words after a toll put the attacker into it, False when they leave the attacker out."""
    if _WITHOUT_ATTACKER.search(after):
        return False
    return True if _WITH_ATTACKER.search(after) else None
