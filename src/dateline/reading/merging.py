"""Merging: which mentions are one actor, by the same folded name, a known alias, a surname, or a short form."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dateline.reading.kinds import fold_actor, kinds
from dateline.reading.portraits import vocabulary
from dateline.records import Actor, ActorKind, Record, Span

ACRONYM = re.compile(
    r"((?:[A-Z][\w'’.-]{0,60}\s{1,20}(?:(?:of|and|for|the|in|de|du|la|al)\s{1,20}){0,12}){1,7}[A-Z][\w'’.-]{0,60}|[A-Z][\w'’.-]{1,60})\s{1,20}\(([A-Z][A-Za-z.-]{1,9})\)"
)
"""A name followed by its short form in brackets: "Syrian Democratic Forces (SDF)"."""


BODIES: frozenset[ActorKind] = frozenset({"armed group", "government", "organisation", "media"})
"""Kinds of actors that one can speak for, or belong to."""

FAR = 600
"""Characters before a full name from which a surname by itself is no headline's or lead's short form of it."""

KNOWN = 3
"""Times that somebody is called by the surname so long before, from which the full name is a relative's."""

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""What stands behind a surname and is none."""

_WORD = re.compile(r"[a-z]+")
_TITLE = re.compile(r"([A-Z][a-z]+)\.?\s$")


class Found(Record, frozen=True, order=True):
    """A mention of an actor: its characters, the words, the kind, the role said beside it and the body it is for."""

    start: int
    end: int
    name: str
    kind: ActorKind
    role: str | None = None
    of: str | None = None


class _Full(NamedTuple):
    """A full name: how often it is used, surnames alone long before it, genders of its titles, whether a relative's."""

    name: str
    used: int
    earlier: int
    genders: frozenset[str | None]
    kin: bool


def initials(name: str, short: str) -> bool:
    """Tell whether a short form is made of the first letters of a name."""
    letters = "".join(w[0] for w in re.split(r"[\s-]+", name) if w[:1].isupper())
    return (
        short.replace(".", "").upper()[:2] == letters.upper()[-len(short.replace(".", "")) :][:2]
        or short.upper() in letters.upper()
    )


def merge(text: str, named: Iterable[Found], described: Iterable[Found]) -> tuple[Actor, ...]:
    """Join mentions of one actor: same folded name, known alias, surname of a full name, short form of a long one."""
    shorts = {
        fold_actor(m.group(2)): fold_actor(m.group(1))
        for m in ACRONYM.finditer(text)
        if initials(m.group(1), m.group(2))
    }
    table = kinds()
    listed = sorted(named)
    surnames = _surnames(text, listed)
    firsts = _first_names(surnames)
    groups: dict[tuple[str, str], list[Found]] = {}
    for m in listed:
        folded = fold_actor(m.name)
        key = shorts.get(folded, folded)
        key = next((long for long in shorts.values() if key.endswith(long)), key)
        key = table.alias.get(key, key)
        if m.kind == "person" and " " not in key:
            key = _full_name(text, m, surnames.get(key, ())) or firsts.get(key) or key
        groups.setdefault(("name", key), []).append(m)
    for m in sorted(described):
        groups.setdefault(("noun", fold_actor(m.name)), []).append(m)
    actors = [_actor(members) for members in groups.values()]
    return tuple(sorted(actors, key=lambda a: (a.mentions[0], a.name)))


def _surnames(text: str, listed: Sequence[Found]) -> dict[str, list[_Full]]:
    """Gather the full names of people by surname: first mention, count, and how often each gender stands before it."""
    found: dict[str, dict[str, list[Found]]] = {}
    bare: dict[str, list[int]] = {}
    for m in listed:
        folded = fold_actor(m.name)
        if m.kind == "person" and " " in folded:
            found.setdefault(surname_of(folded), {}).setdefault(folded, []).append(m)
        elif m.kind == "person":
            bare.setdefault(folded, []).append(m.start)
    made: dict[str, list[_Full]] = {}
    for surname, names in found.items():
        for name, ms in names.items():
            earlier = bisect_left(bare.get(surname, []), ms[0].start - FAR)
            full = _Full(name, len(ms), earlier, frozenset(_gender(text, m) for m in ms), _is_kin(text, ms))
            made.setdefault(surname, []).append(full)
    return made


def surname_of(name: str) -> str:
    """Return the surname of a full name, folded or not.

    >>> surname_of("Ed Daniel, Jr."), surname_of("ana ruiz")
    ('Daniel', 'ruiz')
    """
    words = name.split()
    suffixed = len(words) > 2 and words[-1].strip(".,").casefold() in SUFFIXES
    return words[-2].rstrip(",") if suffixed else words[-1]


def _is_kin(text: str, mentions: Iterable[Found]) -> bool:
    """Tell somebody who is introduced as a relative: "his wife, Ada Okoro", "Ada Okoro, a daughter of"."""
    kin = vocabulary().kin
    return any(
        kin & set(_WORD.findall(f"{text[max(0, m.start - 20) : m.start]} {m.role or ''}".lower())) for m in mentions
    )


def _first_names(surnames: dict[str, list[_Full]]) -> dict[str, str]:
    """Return full names by the first name, where only one person bears it."""
    found: dict[str, list[str]] = {}
    for full in (full for bearers in surnames.values() for full in bearers):
        found.setdefault(full.name.split()[0], []).append(full.name)
    return {first: names[0] for first, names in found.items() if len(names) == 1}


def _full_name(text: str, m: Found, names: Sequence[_Full]) -> str | None:
    """Return the full name that a surname stands for: by its title, else the one used most; None for a relative's.

    Who was called by the surname alone, long before a full name, is another: "President Okoro … his wife, Ada Okoro".
    """
    gender = _gender(text, m)
    fitting = [full for full in names if full.earlier < KNOWN and (gender is None or not full.genders - {gender, None})]
    told = [full for full in fitting if gender in full.genders] if gender else []
    return max(told or fitting, key=lambda full: (not full.kin, full.used)).name if fitting else None


def _actor(members: list[Found]) -> Actor:
    best = max(members, key=lambda m: (len(m.name.split()), -m.start)) if members[0].kind != "unnamed" else members[0]
    votes = [m.kind for m in members]
    kind = max(sorted(set(votes)), key=votes.count)
    roles = [m.role for m in members if m.role]
    bodies = [m.of for m in members if m.of]
    return Actor(
        name=best.name,
        kind=kind,
        mentions=tuple(sorted({Span(m.start, m.end) for m in members})),
        aliases=tuple(sorted({m.name for m in members} - {best.name})),
        role=max(roles, key=len) if roles else None,
        of=bodies[0] if bodies else None,
    )


def _gender(text: str, m: Found) -> str | None:
    """Return the gender that a title before a name tells ("Mrs. Okoro")."""
    title = _TITLE.search(text, max(0, m.start - 12), m.start)
    return vocabulary().genders.get(title.group(1).lower()) if title else None
