"""Voices: who is shown as saying what an account tells, each once, and nothing that nobody says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from dateline.reading.cues import cues
from dateline.reading.fixed import ABSTRACT
from dateline.reading.kinds import kind_of_noun
from dateline.reconciling.names import Names, fold_name, is_name
from dateline.reconciling.nouns import noun_words
from dateline.reconciling.said import Said
from dateline.records import Evidence, Origin

Voice = tuple[str, str]
"""What tells a voice from others: its key, or its words and the text they come from."""

CARRIERS = frozenset({"media", "organisation", "government"})
"""Kinds of those who pass on the words of others and can be named for it."""


UNSPOKEN = frozenset(
    """
    theory philosophy trajectory flight case protest event constitution music culture removal idea plan decision deal
    effort result rise fall death arrest crash attack game match show song album film movie budget strategy approach
    history tradition experience success failure problem issue question attempt process procedure model technology
    technique method design product device app vehicle plane train ship boat building house road bridge run-up line
    season economy market science nature gravity moment night morning era trend gap lack scene silence
    sense hope fear anger grief language boycott sign kind fact thing way place time first
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Last words of what nobody says, whatever verb stands behind it."""

NOBODY = frozenset(
    "no-one nobody none that this it which what many most some others one all each both few first".split()  # noqa: SIM905
)
"""Words that name nobody."""

_OWN = re.compile(r"(?:his|her|its|their|our|my|your|these|those|this|that)\b", re.IGNORECASE)
"""How a description begins that leans on what was said before."""

_WHOSE = re.compile(
    r"\s(?:of|in|on|at|for|from|with|who|which|that|to|about|by|among|behind|involved|familiar)\s.*", re.DOTALL
)
"""What says behind a noun whose or which it is."""


def list_origins(said: Sequence[Said], groups: Sequence[Sequence[int]], names: Names) -> tuple[Origin, ...]:
    """Return the named voices at the head of chains, those with the most facts first.

    Whoever only made a picture is none, nor is what nobody says; somebody without a name is one voice in all copies of
    one text, and whoever is told by his office alone is the one of that office in the same reports.
    """
    told: dict[Voice, list[Said]] = {}
    for s in said:
        if not s.origin.startswith("report:"):
            told.setdefault(_voice_of(s), []).append(s)
    home = _homes(told, names)
    facts: Counter[Voice] = Counter()
    for group in groups:
        facts.update({home.get(voice, voice) for voice in (_voice_of(said[i]) for i in group)})
    joined: dict[Voice, list[Said]] = {}
    for voice in sorted(told, key=lambda voice: home[voice] != voice):
        joined.setdefault(home[voice], []).extend(told[voice])
    listed = [
        _origin(own[0].origin, facts[voice], own, names)
        for voice, own in joined.items()
        if any(s.statement.section != "caption" for s in own)
        and (own[0].voices[0].kind != "unnamed" or speaks(_shown(own, names)))
    ]
    return tuple(sorted(listed, key=lambda o: (-o.facts, o.name)))


def speaks(name: str) -> bool:
    """Tell whether a description can be of somebody, or of a paper, who says something.

    >>> speaks("The trajectory"), speaks("almost no one"), speaks("the police report"), speaks("her stated philosophy")
    (False, False, True, False)
    """
    words = noun_words(_WHOSE.sub("", name.replace("no one", "no-one")))
    head = words[-1] if words else name.casefold().split()[-1]
    if head in NOBODY or name.casefold().strip() in NOBODY or "no one" in name.casefold():
        return False
    one = head if head in UNSPOKEN else head.removesuffix("s")
    if kind_of_noun(one) is not None or kind_of_noun(head) is not None:
        return True
    if one in UNSPOKEN:
        return False
    return _OWN.match(name) is None or one in cues().carriers - {"release"} or ABSTRACT.search(one) is None


def _shown(own: Sequence[Said], names: Names) -> str:
    named = names.known.get(own[0].origin)
    return named.name if named is not None and named.kind != "unnamed" else own[0].voices[0].name


def _homes(told: Mapping[Voice, Sequence[Said]], names: Names) -> dict[Voice, Voice]:
    """Map each voice to itself, or to the one it is: of the same name, or the only one of the office that it names."""
    shown = {voice: _shown(own, names) for voice, own in told.items()}
    home: dict[Voice, Voice] = {}
    by_name: dict[str, Voice] = {}
    for voice, name in shown.items():
        home[voice] = by_name.setdefault(fold_name(name), voice) if is_name(name) else voice
    named = {voice: own for voice, own in told.items() if own[0].voices[0].kind == "person" and home[voice] == voice}
    people = {voice: own for voice, own in named.items() if is_name(shown[voice])}
    for voice, own in told.items():
        if home[voice] == voice and voice not in people and own[0].voices[0].kind == "unnamed":
            found = [p for p in people if _is_one(shown[voice], own, shown[p], people[p], names)]
            home[voice] = found[0] if len(found) == 1 else voice
    return home


def _is_one(described: str, own: Sequence[Said], name: str, other: Sequence[Said], names: Names) -> bool:
    """Tell whether a description ends in a full name, or names no more than the office of somebody of its reports."""
    if " " in name and described.endswith(" " + name):
        return _WHOSE.search(described.removesuffix(name)) is None
    if not {s.report for s in own} <= {s.report for s in other} or not described.casefold().startswith("the "):
        return False
    named = names.known.get(other[0].origin)
    roles = {v.role for s in other for v in s.voices[:1] if v.role}
    roles |= {named.role} if named is not None and named.role else set()
    words = noun_words(described)
    office = {w.casefold() for role in roles for w in re.findall(r"\w+", role)}
    return bool(words) and _WHOSE.search(described) is None and set(words) <= office


def _voice_of(s: Said) -> Voice:
    """Return what tells a voice from others: its key, or its words and the text they come from."""
    first = s.voices[0] if s.voices else None
    if first is None or first.kind != "unnamed" or s.origin.startswith("report:"):
        return (s.origin, "")
    return (fold_name(first.name), s.family)


def _origin(key: str, facts: int, said: Sequence[Said], names: Names) -> Origin:
    first = said[0].voices[0]
    carriers = sorted({v.name for s in said for v in s.voices[1:] if v.role != "publisher" and v.kind in CARRIERS})
    return Origin(
        name=_shown(said, names),
        kind=first.kind,
        role=first.role or (named.role if (named := names.known.get(key)) else None),
        party=any(s.voices[0].party for s in said),
        facts=facts,
        reports=tuple(sorted({s.report for s in said})),
        carriers=tuple(carriers),
        evidence=_first_of_each(said),
    )


def _first_of_each(said: Sequence[Said]) -> tuple[Evidence, ...]:
    first: dict[str, Evidence] = {}
    for s in said:
        first.setdefault(s.report, s.evidence)
    return tuple(first[report] for report in sorted(first))
