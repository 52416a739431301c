"""Deeds: what each event word of a statement tells, reduced to what can be compared with another telling."""

from __future__ import annotations

from functools import lru_cache

from dateline.reconciling.kinds import base, kinds_told
from dateline.reconciling.names import is_name
from dateline.records import Event, Reading, Record
from dateline.wording import WORD, content_stems, stem

BEHIND = 40
"""Characters behind an event word that may finish a phrase with it ("took the two men into custody")."""


class Deed(Record, frozen=True, kw_only=True):
    """One event word: its base form, its stems, the kinds it tells, and the words for who did it and to whom."""

    base: str
    stems: frozenset[str]
    kinds: frozenset[str]
    agent: frozenset[str]
    patient: frozenset[str]
    agent_named: bool = False
    patient_named: bool = False

    @property
    def personal(self) -> bool:
        """Whether it names a person in some part, or tells the sex of one."""
        return self.agent_named or self.patient_named or bool((self.agent | self.patient) & (MALE | FEMALE))

    def apart_from(self, other: Deed) -> bool:
        """Tell whether two deeds are known to be of different kinds."""
        return self.base != other.base and bool(self.kinds and other.kinds) and not self.kinds & other.kinds

    def of_others(self, other: Deed) -> bool:
        """Tell whether two tellings of one word name different people, or people of different sex, in one part."""
        return _others(self.agent, other.agent, self.agent_named and other.agent_named) or _others(
            self.patient, other.patient, self.patient_named and other.patient_named
        )


MALE = frozenset("man men boy father son husband brother uncle grandfather boyfriend nephew gentleman".split())  # noqa: SIM905
FEMALE = frozenset(
    "woman women girl mother daughter wife sister aunt grandmother girlfriend niece lady".split()  # noqa: SIM905
)
"""Words for people that tell their sex, as stems."""


def _others(one: frozenset[str], other: frozenset[str], named: bool) -> bool:
    if one & other:
        return False
    if (one & MALE and other & FEMALE) or (one & FEMALE and other & MALE):
        return True
    return named and bool(one and other)


def deed_of(reading: Reading, event: Event, text: str, start: int = 0) -> Deed:
    """Return what an event of a reading tells; `text` is the report's from `start` on, as far as is at hand."""
    at = event.end - start
    word, behind = text[event.start - start : at], text[at : at + BEHIND]
    told, stems, kinds = _words(word, behind)
    return Deed(
        base=told,
        stems=stems,
        kinds=kinds,
        agent=_words_for(reading, event.actor),
        patient=_words_for(reading, event.recipient),
        agent_named=_is_person(reading, event.actor),
        patient_named=_is_person(reading, event.recipient),
    )


@lru_cache(maxsize=65536)
def _words(word: str, behind: str) -> tuple[str, frozenset[str], frozenset[str]]:
    words = WORD.findall(word) or [word]
    kinds, _ = kinds_told(words, WORD.findall(behind))
    return base(words[0]), frozenset(map(stem, words)), kinds


def _words_for(reading: Reading, actor: int | None) -> frozenset[str]:
    return content_stems(reading.actors[actor].name) if actor is not None else frozenset()


def _is_person(reading: Reading, actor: int | None) -> bool:
    return actor is not None and reading.actors[actor].kind == "person" and is_name(reading.actors[actor].name)
