"""Doers: whether two clauses give one deed to two camps, or to two forces of different names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import combinations

from dateline.reading.measures import words
from dateline.reconciling.frames import Frame, Phrase, frame_of, same_phrase
from dateline.reconciling.judged import Key
from dateline.reconciling.lines import Texts
from dateline.reconciling.said import Said
from dateline.wording import stem

_STATE = frozenset({"army", "military", "government", "regime", "forces", "state", "loyalist", "loyalists", "loyal"})
"""Words for the side of a state, beside those for its soldiers."""

_AGAINST = frozenset({"opposition", "resistance", "separatist", "separatists", "rebel", "insurgent"})
"""Words for those who fight a state, beside those for their fighters."""


MOST = 24
"""Statements of one group that are compared; of more, those told first."""


@cache
def _camps() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(words("camps", "rebels")) | _AGAINST, frozenset(words("camps", "forces")) | _STATE


def camp_of(told: frozenset[str] | tuple[str, ...]) -> int | None:
    """Return the camp that some words name: 0 those who fight a state, 1 the state's; None where neither or both.

    >>> camp_of(("rebel", "forces")), camp_of(("government", "troops")), camp_of(("villagers",))
    (0, 1, None)
    """
    against, state = _camps()
    if any(word in against for word in told):
        return 0 if not any(word in ("government", "regime", "army") for word in told) else None
    return 1 if any(word in state for word in told) else None


def names_a_camp(text: str) -> bool:
    """Tell whether some words name either camp at all."""
    against, state = _camps()
    return any(
        word.strip(".,;:’'\"“”") in against or word.strip(".,;:’'\"“”") in state for word in text.casefold().split()
    )


def by_two_camps(one: Frame | None, other: Frame | None) -> bool:
    """Tell whether two clauses give one deed, done to one thing, to the two camps."""
    if one is None or other is None or one.doer is None or other.doer is None or not done_to_one_thing(one, other):
        return False
    first, second = camp_of(one.doer.words), camp_of(other.doer.words)
    return first is not None and second is not None and first != second


def done_to_one_thing(one: Frame | None, other: Frame | None) -> bool:
    """Tell whether two clauses tell by one verb of a deed done to one thing."""
    if one is None or other is None or one.lemma != other.lemma:
        return False
    return same_phrase(one.done_to, other.done_to) is True and _alike(one.done_to, other.done_to)


def given_to_two_camps(
    said: Sequence[Said], groups: Sequence[Sequence[int]], texts: Texts
) -> frozenset[frozenset[Key]]:
    """Return the pairs of statements, among those taken for one, that give a deed to the two camps."""
    found = set()
    for group in groups:
        camped = [i for i in group if len(group) > 1 and names_a_camp(said[i].evidence.quote)][:MOST]
        frames = {i: frame_of(said[i], texts.reports, texts.readings) for i in camped}
        for i, j in combinations(camped, 2):
            if said[i].report != said[j].report and by_two_camps(frames[i], frames[j]):
                found.add(frozenset((said[i].key, said[j].key)))
    return frozenset(found)


def _alike(one: Phrase | None, other: Phrase | None) -> bool:
    """Tell whether two phrases have one head, and the same words before it where both have some."""
    if one is None or other is None or stem(one.words[-1]) != stem(other.words[-1]):
        return False
    before = [frozenset(map(stem, p.words[:-1])) for p in (one, other)]
    return not before[0] or not before[1] or bool(before[0] & before[1])
