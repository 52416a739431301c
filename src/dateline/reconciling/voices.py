"""Voices: who is shown as saying what an account tells, each once, and nothing that nobody says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from dateline.reading.kinds import kinds
from dateline.reconciling.names import Named, Names, fold_name, is_name
from dateline.reconciling.nouns import noun_words
from dateline.reconciling.police import forces
from dateline.reconciling.said import Said
from dateline.reconciling.speaking import WHOSE, speaks
from dateline.records import Evidence, Origin, Voice

Key = tuple[str, str]
"""What tells a voice from others: its key, or its words and the text they come from."""

CARRIERS = frozenset({"media", "organisation", "government"})
"""Kinds of those who pass on the words of others and can be named for it."""


def list_origins(said: Sequence[Said], groups: Sequence[Sequence[int]], names: Names) -> tuple[Origin, ...]:
    """Return the named voices at the head of chains, those with the most facts first.

    Whoever only made a picture is none, nor is what nobody says; somebody without a name is one voice in all copies of
    one text, and whoever is told by his office alone is the one of that office in the same reports.
    """
    told: dict[Key, list[Said]] = {}
    for s in said:
        if not s.origin.startswith("report:"):
            told.setdefault(_voice_of(s), []).append(s)
    home = _homes(told, names)
    facts: Counter[Key] = Counter()
    for group in groups:
        facts.update({home.get(voice, voice) for voice in (_voice_of(said[i]) for i in group)})
    joined: dict[Key, list[Said]] = {}
    for voice in sorted(told, key=lambda voice: home[voice] != voice):
        joined.setdefault(home[voice], []).extend(told[voice])
    listed = [
        _origin(own[0].origin, facts[voice], own, names)
        for voice, own in joined.items()
        if any(s.statement.section != "caption" for s in own)
        and (own[0].voices[0].kind != "unnamed" or speaks(_shown(own, names)))
    ]
    return tuple(sorted(listed, key=lambda o: (-o.facts, o.name)))


def _shown(own: Sequence[Said], names: Names) -> str:
    named = names.known.get(own[0].origin)
    return named.name if named is not None and named.kind != "unnamed" else own[0].voices[0].name


def _homes(told: Mapping[Key, Sequence[Said]], names: Names) -> dict[Key, Key]:
    """Map each voice to itself, or to the one it is: of the same name, or the only one of the office that it names."""
    shown = {voice: _shown(own, names) for voice, own in told.items()}
    home: dict[Key, Key] = {}
    by_name: dict[str, Key] = {}
    for voice, name in shown.items():
        home[voice] = by_name.setdefault(fold_name(name), voice) if is_name(name) else voice
    named = {voice: own for voice, own in told.items() if own[0].voices[0].kind == "person" and home[voice] == voice}
    people = {voice: own for voice, own in named.items() if is_name(shown[voice])}
    for voice, own in told.items():
        if home[voice] == voice and voice not in people and own[0].voices[0].kind == "unnamed":
            found = [p for p in people if _is_one(shown[voice], own, shown[p], people[p], names)]
            home[voice] = found[0] if len(found) == 1 else voice
    return _as_forces(home, shown, told)


def _as_forces(home: Mapping[Key, Key], shown: Mapping[Key, str], told: Mapping[Key, Sequence[Said]]) -> dict[Key, Key]:
    """Map the names of one local police ("police", "NYPD", "detectives") to one voice."""
    heads = [voice for voice in told if home[voice] == voice and told[voice][0].voices[0].kind != "person"]
    of = forces(fold_name(shown[voice]) for voice in heads)
    first: dict[str, Key] = {}
    for voice in sorted(heads, key=lambda v: (of.get(fold_name(shown[v])) != fold_name(shown[v]), v)):
        if (name := of.get(fold_name(shown[voice]))) is not None:
            first.setdefault(name, voice)
    moved = {voice: first[of[name]] for voice in heads if (name := fold_name(shown[voice])) in of}
    return {voice: moved.get(own, own) for voice, own in home.items()}


def _is_one(described: str, own: Sequence[Said], name: str, other: Sequence[Said], names: Names) -> bool:
    """Tell whether a description ends in a full name, or names no more than the office of somebody of its reports."""
    if " " in name and described.endswith(" " + name):
        return _is_title(described.removesuffix(name).strip())
    if not {s.report for s in own} <= {s.report for s in other} or not described.casefold().startswith("the "):
        return False
    named = names.known.get(other[0].origin)
    roles = {v.role for s in other for v in s.voices[:1] if v.role}
    roles |= {named.role} if named is not None and named.role else set()
    words = noun_words(described)
    office = {w.casefold() for role in roles for w in re.findall(r"\w+", role)}
    return bool(words) and WHOSE.search(described) is None and set(words) <= office


def _is_title(before: str) -> bool:
    """Tell whether what stands before a name says an office, or what its holder issued ("a release from Sheriff")."""
    head = noun_words(WHOSE.sub("", before))
    if WHOSE.search(f" {before} ") is None:
        return True
    last = before.rpartition(" ")[2]
    issued = bool(head) and head[-1] in {"office", "release", "statement", *kinds().offices}
    return issued and (last.casefold() in kinds().offices or kinds().titles.fullmatch(last + " ") is not None)


def _voice_of(s: Said) -> Key:
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
        role=_role(first, names.known.get(key)),
        party=any(s.voices[0].party for s in said),
        facts=facts,
        reports=tuple(sorted({s.report for s in said})),
        carriers=tuple(carriers),
        also=() if first.kind == "person" else _also(said, names),
        evidence=_first_of_each(said),
    )


def _role(first: Voice, named: Named | None) -> str | None:
    """Return the role of a voice: that told beside it, unless it is a mere title and more is told elsewhere."""
    if first.role is None or kinds().titles.fullmatch(first.role + " ") is not None:
        return (named.role if named is not None else None) or first.role
    return first.role


def _also(said: Sequence[Said], names: Names) -> tuple[str, ...]:
    """Return what else a voice is called, each name once: not the surname of a full name, nor another case of it."""
    known = set(fold_name(_shown(said, names)).split())
    called: dict[str, str] = {}
    for s in said:
        name = _shown([s], names)
        if not set(folded := fold_name(name).split()) <= known:
            called.setdefault(" ".join(folded), name)
    return tuple(called[folded] for folded in sorted(called))


def _first_of_each(said: Sequence[Said]) -> tuple[Evidence, ...]:
    first: dict[str, Evidence] = {}
    for s in said:
        first.setdefault(s.report, s.evidence)
    return tuple(first[report] for report in sorted(first))
