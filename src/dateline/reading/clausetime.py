"""Clause times: which of the times a clause names is when what it tells took place, and whether that lies ahead.

"Three men were charged in a July 2014 shooting" gives the month of the shooting and no day of the charge; "police
released details of Sunday's crash on Tuesday" is of Tuesday. "An autopsy is scheduled for Monday" tells of a Monday
still to come.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from dateline.reading.compared import own_times
from dateline.reading.cues import cues
from dateline.reading.roots import codes
from dateline.records import Reading, Report, Time

if TYPE_CHECKING:
    import spacy.tokens
    from spacy.tokens import Token

AFTERMATH = frozenset(
    (  # noqa: SIM905 - a list of words, one after the other
        "charge arrest accuse arraign indict convict sentence acquit identify investigate plead face appear "
        "question interview book jail search seek want link connect suspect name blame mourn honor honour "
        "bury commemorate pray discuss describe recall release announce condemn review probe wait mark ask "
        "testify remember respond react criticize criticise raise cite detain hold "
    ).split()
)
"""Verbs of what is done or said about a deed; the day told of the deed is not theirs."""

NAMES = frozenset({"compound", "poss", "nmod", "amod", "nummod"})
"""Relations in which a time goes before the noun that it is of ("a July 2014 shooting", "Sunday's crash")."""

WITHIN = frozenset({"acl", "relcl", "pcomp"})
"""Relations of a clause within a noun phrase, or behind a preposition."""

MATTERS = frozenset(
    {"warrant", "charge", "suspect", "trial", "arrest", "custody", "conviction", "sentence", "hearing", "connection"}
)
"""Nouns of what is done about a deed that is named behind them ("a warrant in the May 1 shooting")."""

HARMS = frozenset(
    (  # noqa: SIM905 - a list of words, one after the other
        "death killing shooting murder slaying homicide stabbing attack robbery crash assault bombing explosion rape "
        "kidnapping abduction fire arson burglary beating kill shoot stab murder attack rob assault bomb kidnap"
    ).split()
)
"""Words of deeds that somebody is charged with."""

ENDS = frozenset({"die", "succumb", "remain", "recover", "return"})
"""Verbs of how somebody ended whom something befell before."""

SINCE = re.compile(
    r"\bsince\s+(?:(?:at\s+least|the|an?|early|late|about|around|last|his|her|their)\s+){0,3}$", re.IGNORECASE
)
"""What stands before a time from which something has been so; it is not when what is told was done."""

LASTS = re.compile(r"\b(?:missing|disappeared|unaccounted|not\s+been\s+(?:seen|heard))\b", re.IGNORECASE)
"""States that begin with what befell somebody: "missing since Friday"."""

BETWEEN = re.compile(r"\b(?:between|from)\s{1,20}(?:the\s{1,20})?$", re.IGNORECASE)
AND = re.compile(r"\s{1,20}(?:and|to|until|through)\s{1,20}(?:the\s{1,20})?", re.IGNORECASE)
"""What stands before and within a stretch told by its ends, neither of which dates what is told."""

REACH = 40
"""Characters before a time in which such words stand."""

SPOKEN = frozenset({"CONSULT", "REQUEST", "ACCUSE", "AGREE", "SUPPORT", "REJECT", "COOPERATE", "THREATEN", "AID"})
"""Roots of deeds of words; what is said in one is said when it is held ("announced at a meeting on Tuesday")."""

SET = frozenset({"schedule", "slate", "set", "plan", "due", "expect"})
"""What is so has a day that is still to come."""

STEPS = 6
"""Steps climbed from a time to the head of its clause."""


def clause_time(
    head: Token | None, times: Sequence[int], report: Report, reading: Reading, of_event: int | None
) -> int | None:
    """Return the time (index) at which what a clause tells took place: that of its event, else the most precise."""
    own = _told_in(own_times(times, report, reading), report, reading)
    if head is not None and own and head.pos_ in ("VERB", "AUX") and head.lemma_.lower() not in cues().figure_verbs:
        # who puts a number on something speaks of its day, and not of his own
        holders = {i: _holder(head, reading.times[i]) for i in own}
        own = tuple(i for i in own if not _of_another(head, holders[i]))
        own = tuple(i for i in own if not _of_deed_before(head, reading.times[i], report.published))
        alone = tuple(i for i in own if holders[i] is None)
        within = tuple(i for i in own if not _is_verb(holders[i]))
        before = all(holder is not None and holder.i < head.i for holder in holders.values())
        elsewhere = (before and _is_outcome(head)) or _deals_with_deeds(head)
        own = alone or within or (() if elsewhere else own)
    dated = [i for i in own if reading.times[i].type in ("DATE", "TIME")]
    if of_event in dated:
        return of_event
    resolved = [i for i in dated if reading.times[i].date_prec is not None]
    if resolved:
        return min(resolved, key=lambda i: (reading.times[i].date_prec or 9, i))
    return dated[0] if dated else None


def _told_in(times: Sequence[int], report: Report, reading: Reading) -> tuple[int, ...]:
    """Return the times at which something may have been done: no beginnings of states, no two ends of a stretch."""
    text, found = report.text, list(times)
    for i in times:
        start = reading.times[i].start
        if (
            SINCE.search(text, max(0, start - REACH), start)
            and LASTS.search(text, max(0, start - REACH), start) is None
        ):
            found.remove(i)
    for a, b in pairwise(sorted(found, key=lambda i: reading.times[i].start)):
        start, end = reading.times[a].start, reading.times[a].end
        joined = AND.fullmatch(text, end, max(end, reading.times[b].start))
        if joined and BETWEEN.search(text, max(0, start - REACH), start):
            found = [i for i in found if i not in (a, b)]
    return tuple(found)


def _holder(head: Token, time: Time) -> Token | None:
    """Return what a time is of, where the parse puts it under something else than the head of its clause.

    That is the noun it stands before ("a 2010 law", "Sunday's crash"), the deed it stands behind ("the shooting on
    July 25"), or the verb of a clause within ("the driver injured last week").
    """
    span = head.doc.char_span(time.start, time.end, alignment_mode="expand")
    if span is None or head.i in range(span.start, span.end):
        return None
    at = span.root
    before = at.dep_ in NAMES and at.head.i >= span.end and not _is_adverbial(span)
    passed = False
    for _ in range(STEPS):
        above = at.head
        if above.i in (at.i, head.i):
            return None
        if above.pos_ in ("VERB", "AUX") and above.dep_ in WITHIN:
            return above
        if above.pos_ in ("NOUN", "PROPN") and not span.start <= above.i < span.end:
            if above.ent_type_ in ("DATE", "TIME"):
                at = above
                continue
            if not passed and (before or _is_deed(above)):
                return _clause_around(above, head) or above
            passed = True
        at = above
    return None


def _clause_around(noun: Token, head: Token) -> Token | None:
    """Return the verb of the clause within another noun that a noun stands in, if any, below the head."""
    at = noun
    for _ in range(STEPS):
        at = at.head
        if at.i in (head.i, at.head.i):
            return None
        if at.pos_ in ("VERB", "AUX") and at.dep_ in WITHIN:
            return at
    return None


def _of_deed_before(head: Token, time: Time, published: str | None) -> bool:
    """Tell a time that stands behind the deed a charge or an arrest is for, where it is not of the last two days.

    "Charged in the death of a clerk outside a shop earlier this month" tells when the clerk died.
    """
    if head.lemma_.lower() not in AFTERMATH or published is None or time.latest is None or time.earliest is None:
        return False
    if (date.fromisoformat(published[:10]) - date.fromisoformat(time.earliest)).days <= 1:
        return False
    between = (token for token in head.doc[head.i + 1 :] if token.idx < time.start)
    return any(token.lemma_.lower() in HARMS and (token.pos_ == "VERB" or _is_for(token)) for token in between)


def _is_for(deed: Token) -> bool:
    """Tell whether somebody is charged for a deed ("in the death of"), not with one ("with murder")."""
    if deed.dep_ == "compound" and deed.head.lemma_.lower() == "case":
        deed = deed.head
    return deed.dep_ == "pobj" and deed.head.lower_ in ("in", "for", "over", "after", "following", "to", "behind")


def _is_outcome(head: Token) -> bool:
    """Tell whether a clause tells what has become of somebody ("a man hit on Friday has died")."""
    return head.lemma_.lower() in ENDS or any(c.lower_ in ("has", "have") and c.dep_ == "aux" for c in head.lefts)


def _is_adverbial(span: spacy.tokens.Span) -> bool:
    """Tell a time with a preposition right before it, that the parse joined with a noun ("on Friday police")."""
    behind = span.doc[span.end : span.end + 1].text
    return span.start > 0 and span.doc[span.start - 1].pos_ == "ADP" and behind not in ("'s", "’s", "'", "’")


def _of_another(head: Token, holder: Token | None) -> bool:
    """Tell whether a time is of a noun and not of what the clause tells.

    What befell somebody in a deed took place when that did: the clause that only deals with one does not.
    """
    if holder is None or _is_verb(holder):
        return False
    return not _is_deed(holder) or (holder.i > head.i and (_deals_with_deeds(head) or _is_matter(holder, head)))


def _is_verb(token: Token | None) -> bool:
    return token is not None and token.pos_ in ("VERB", "AUX")


def _is_matter(deed: Token, head: Token) -> bool:
    """Tell whether a deed is only what a warrant, a charge or a trial between it and its verb is about."""
    at = deed
    for _ in range(STEPS):
        at = at.head
        if at.i in (head.i, at.head.i):
            return False
        if at.lemma_.lower() in MATTERS:
            return True
    return False


def _is_deed(noun: Token) -> bool:
    code = codes().nouns.get(noun.lemma_.lower())
    return code is not None and code.root not in SPOKEN


def _deals_with_deeds(head: Token) -> bool:
    """Tell whether a clause tells what is done about deeds, or what goes on as the report is written."""
    goes_on = head.tag_ == "VBG" and any(c.lower_ in ("is", "are") for c in head.lefts if c.dep_ == "aux")
    return goes_on or head.lemma_.lower() in AFTERMATH


def lies_ahead(head: Token | None, time: Time | None, published: str | None) -> bool:
    """Tell whether a clause tells of what is only to come: a day set for it, or one that the report is older than."""
    if head is None or time is None or head.pos_ not in ("VERB", "AUX"):
        return False
    if head.lemma_.lower() in SET and any(c.dep_ == "auxpass" or c.lower_ in ("is", "are") for c in head.lefts):
        return True
    if head.lemma_ == "be" and any(c.lemma_.lower() in SET and c.dep_ == "acomp" for c in head.rights):
        return True
    past = head.tag_ == "VBD" or any(c.tag_ == "VBD" for c in head.lefts if c.dep_ in ("aux", "auxpass"))
    later = published is not None and time.earliest is not None and time.earliest > published[:10]
    return later and not past
