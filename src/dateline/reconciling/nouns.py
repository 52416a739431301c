"""Nouns that name one thing: the same word, words of one kind of happening, or words for one part in a crime or a war.

"The blaze" is "the fire", "the shooter" is "the gunman"; "the man" could be anybody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.reading.measures import words
from dateline.reconciling.kinds import base, kinds_of
from dateline.wording import FUNCTION_WORDS, WORD, content_stems, stem

PARTS: tuple[frozenset[str], ...] = (
    frozenset({"gunman", "gunmen", "shooter", "shooters", "suspect", "suspects", "attacker", "attackers", "assailant",
               "assailants", "killer", "killers", "perpetrator", "robber", "robbers"}),
    frozenset({"plane", "aircraft", "jet", "airliner", "flight"}),
    frozenset({"ship", "boat", "vessel", "ferry", "trawler"}),
    frozenset({"car", "vehicle", "truck", "van"}),
    frozenset({"police", "officer", "officers", "deputy", "deputies", "cops"}),
    frozenset({"concert", "show", "gig"}),
    frozenset({"match", "game"}),
    frozenset({"school", "schools"}),
)  # fmt: skip
"""Words that may name one thing in the telling of one happening."""

ANYBODY = frozenset(
    """man woman men women victim victims person people boy girl child children someone one others
    resident residents adult adults male female body it they he she him her them this that who which""".split()  # noqa: SIM905
)
"""Words for people that single nobody out."""

_CUT = re.compile(
    r",|;|\b(?:who|whom|whose|which|that|when|while|after|before|because|since|until|as|if|once|where|and|but|or)\b"
)
"""Where the first noun phrase of a clause ends at the latest."""

_PREPOSITION = re.compile(
    r"\b(?:of|in|at|on|for|from|with|by|near|to|into|about|against|over|under|between|through|during|outside|inside)\b"
)

_PART = re.compile(
    r"^(?:(?:the|a|an)\s+)?(?:\w+\s+)?(?:many|most|some|several|few|handful|dozens?|hundreds|thousands|group|number|rest|last|"
    r"none|part|one|two|three|all|majority|body|bodies|pair|member|members)\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)
"""Words before "of" behind which stands what they are a part of."""

_ADJUNCT = re.compile(
    r"^(?:on|in|at|after|when|as|while|before|by|during|for|with|since|following|according to)\b[^,]*,\s*",
    re.IGNORECASE,
)
"""What stands before the subject of a clause, with its comma."""

_PARTICIPLE = re.compile(r"\w{2,60}ed|shot|struck|hit|held|found|caught|taken|hurt|seen|left")
"""Participles behind a noun ("the engineer kidnapped near …"), which do not name it."""

_JOINED = re.compile(
    r"^(?:(?:and|but|after|before|when|as|while|because|since|until|that|if|where)\s+)+", re.IGNORECASE
)
"""Words that join a clause to another one."""

_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|will|would|could|can|may|might|must|should|shall|do|does|did|"
    r"remain\w*|stay\w*|said|told|to)\b|n[’']t\b",
    re.IGNORECASE,
)
"""Verbs at which the noun phrase before them ends."""

_LIGHT = re.compile(
    r"\b(?:not|still|also|now|later|earlier|already|soon|then|just|never|again|all)\b|\b\w+ly\b", re.IGNORECASE
)
"""Words that stand beside a noun or a verb without naming anything."""


def same_noun(one: str, other: str) -> bool:
    """Tell whether two nouns can name one thing.

    >>> same_noun("blaze", "fire"), same_noun("shooter", "gunman"), same_noun("bridge", "dam")
    (True, True, False)
    """
    a, b = one.casefold(), other.casefold()
    if a == b or stem(a) == stem(b) or any(a in part and b in part for part in PARTS):
        return True
    if any({a, b} <= words("camps", camp) | words("camps", "fighters") for camp in ("rebels", "forces")):
        return True
    return bool(kinds_of(base(a)) & kinds_of(base(b)))


def head_of(phrase: str) -> str:
    """Return the head of the first noun phrase of some words, folded; empty where there is none.

    >>> head_of("The 15-year-old girl from Butte who was struck"), head_of("the city's old bridge at Lyon remained")
    ('girl', 'bridge')
    """
    held = noun_words(phrase)
    return held[-1] if held else ""


def noun_words(phrase: str) -> Sequence[str]:
    """Return the content words of the first noun phrase of some words, folded, its head last."""
    text = _JOINED.sub("", _ADJUNCT.sub("", phrase.strip(" \"'“”‘’,")))
    while (shorter := _PART.sub("", text)) != text and shorter:
        text = shorter
    cut = next((m.start() for m in _CUT.finditer(text) if m.start() > 0 and WORD.search(text, 0, m.start())), len(text))
    text = text[:cut]
    at = next((m.start() for m in _PREPOSITION.finditer(text) if WORD.search(text, 0, m.start())), len(text))
    text = text[:at]
    verb = next((m.start() for m in _VERB.finditer(text) if WORD.search(text, 0, m.start())), len(text))
    text = _LIGHT.sub(" ", text[:verb])
    found = [m.group().replace("’", "'").removesuffix("'s").casefold() for m in WORD.finditer(text)]
    held = [w for w in found if w not in FUNCTION_WORDS and not w.isdigit()]
    return held[:-1] if len(held) > 1 and _PARTICIPLE.fullmatch(held[-1]) else held


def modifiers(phrase: str) -> frozenset[str]:
    """Return the stems of what stands before the head of a noun phrase."""
    return content_stems(" ".join(noun_words(phrase)[:-1]))
