"""Names across reports: one key for everyone who is the same, by full name, alias, acronym or surname."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

import msgspec

from dateline.reading.kinds import kind_of_noun, kinds
from dateline.reading.measures import units
from dateline.reading.merging import SUFFIXES
from dateline.records import Actor, ActorKind, Link, Reading, Record, Report

_NOISE = re.compile(r"[^\w\s]")
_LEADING = re.compile(r"^(?:the|a|an|its|their|his|her|our)\s+")

GENERIC: frozenset[ActorKind] = frozenset({"unnamed", "population group"})
"""Kinds whose names are descriptions: they are the same only under the same description."""


class Named(Record, frozen=True, kw_only=True):
    """Someone as all reports of a story know them."""

    key: str
    name: str
    kind: ActorKind
    role: str | None
    of: str | None
    keys: frozenset[str]


class Names(Record, frozen=True, kw_only=True):
    """Everyone named in a story. `by_actor` maps (report id, actor index) to a key, `by_name` a folded name."""

    by_actor: Mapping[tuple[str, int], str]
    by_name: Mapping[str, str]
    known: Mapping[str, Named]

    def of_link(self, report: str, link: Link) -> str:
        """Return the key of a voice in an attribution chain."""
        if link.actor is not None and (report, link.actor) in self.by_actor:
            return self.by_actor[report, link.actor]
        folded = fold_name(link.name)
        return self.by_name.get(folded, folded)

    def of_name(self, name: str) -> str:
        """Return the key of a name, which is the folded name itself when nobody else is known by it."""
        folded = fold_name(name)
        return self.by_name.get(folded, folded)


def fold_name(name: str) -> str:
    """Return a name without article, case, punctuation, accents and possessive.

    >>> fold_name("The U.S.-backed SDF’s"), fold_name("François")
    ('us backed sdf', 'francois')
    """
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    text = name.replace("’", "'").casefold().removesuffix("'s").replace(".", "").replace("-", " ")
    return _LEADING.sub("", " ".join(_NOISE.sub(" ", text).split()))


def gather_names(readings: Mapping[str, Reading], texts: Mapping[str, Report] | None = None) -> Names:
    """Join the actors of all readings of a story; `texts`, its reports by id, tell where a surname stands alone."""
    actors = [(rid, i, actor) for rid in sorted(readings) for i, actor in enumerate(readings[rid].actors)]
    by_actor: dict[tuple[str, int], str] = {}
    by_name: dict[str, str] = {}
    known: dict[str, Named] = {}
    for members in _same([(rid, actor) for rid, _, actor in actors], texts or {}):
        named = _join([actors[n][2] for n in members])
        while named.key in known:
            named = msgspec.structs.replace(named, key=named.key + "+")
        known[named.key] = named
        for n in members:
            rid, i, _ = actors[n]
            by_actor[rid, i] = named.key
        for name in sorted(named.keys):
            by_name.setdefault(name, named.key)
    return Names(by_actor=by_actor, by_name=by_name, known=known)


def _same(listed: list[tuple[str, Actor]], texts: Mapping[str, Report]) -> list[list[int]]:
    """Group actors (by index) that share a name and do not contradict each other.

    Somebody unnamed is known in his own report only: "a spokesman" of two reports may be two.
    """
    actors = [actor for _, actor in listed]
    parent = list(range(len(actors)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    first: dict[tuple[str, bool, str], int] = {}
    for n, (report, actor) in enumerate(listed):
        within = report if actor.kind == "unnamed" else ""
        for name in _names(actor):
            other = first.setdefault((name, actor.kind in GENERIC, within), n)
            if other != n and _compatible(actors[root(other)], actors[root(n)]):
                parent[max(root(n), root(other))] = min(root(n), root(other))
    for one, other in _by_initials(listed, root):
        parent[max(root(one), root(other))] = min(root(one), root(other))
    for one, other in _by_ending(listed, root):
        parent[max(root(one), root(other))] = min(root(one), root(other))
    for one, other in _by_surname(listed, root, texts):
        parent[max(root(one), root(other))] = min(root(one), root(other))
    groups: dict[int, list[int]] = {}
    for n in range(len(actors)):
        groups.setdefault(root(n), []).append(n)
    return list(groups.values())


_SHORT = re.compile(r"[A-Z]{3,7}")
"""Names of bodies that are initials."""


def _by_initials(listed: Sequence[tuple[str, Actor]], root: Callable[[int], int]) -> list[tuple[int, int]]:
    """Return the groups to join because one is the initials of the other: "TBI", where one body alone has them."""
    bodies = [(n, a) for n, (_, a) in enumerate(listed) if a.kind not in GENERIC and a.kind != "person"]
    short: dict[str, set[int]] = {}
    whole: dict[str, set[int]] = {}
    for n, actor in bodies:
        if _SHORT.fullmatch(actor.name) is not None:
            short.setdefault(actor.name, set()).add(root(n))
        elif is_name(actor.name):
            words = [word for word in fold_name(actor.name).split() if word not in _SMALL]
            whole.setdefault("".join(word[0] for word in words).upper(), set()).add(root(n))
    return [
        (one, next(iter(found)))
        for name, own in short.items()
        if len(found := whole.get(name, set())) == 1
        for one in sorted(own - found)
    ]


def _by_ending(listed: Sequence[tuple[str, Actor]], root: Callable[[int], int]) -> list[tuple[int, int]]:
    """Return the groups to join because one full name ends the other: "Alhaji Sani Bello" is "Sani Bello".

    None where two longer names end in it.
    """
    full: dict[tuple[str, ...], int] = {}
    for n, (_, actor) in enumerate(listed):
        if actor.kind == "person" and len(words := tuple(fold_name(actor.name).split())) > 1:
            full.setdefault(words, root(n))
    longer: dict[tuple[str, ...], set[int]] = {}
    for words, n in full.items():
        for k in range(1, len(words) - 1):
            if words[k:] in full and full[words[k:]] != n:
                longer.setdefault(words[k:], set()).add(n)
    return [(min(held), full[words]) for words, held in longer.items() if len(held) == 1]


def _by_surname(
    listed: Sequence[tuple[str, Actor]], root: Callable[[int], int], texts: Mapping[str, Report]
) -> list[tuple[int, int]]:
    """Return the groups to join because one is a surname alone, and one person only of the story has it."""
    whole: dict[str, set[int]] = {}
    alone: dict[str, set[int]] = {}
    full = {root(n) for n, (_, a) in enumerate(listed) if a.kind == "person" and " " in fold_name(a.name)}
    for n, (report, actor) in enumerate(listed):
        name = _without_suffix(fold_name(actor.name))
        if actor.kind == "person" and name:
            holders = whole if len(name) > 1 else alone
            if len(name) > 1 or (root(n) not in full and report in texts and _alone(actor, texts[report].text)):
                holders.setdefault(name[-1], set()).add(root(n))
    return [
        (own.pop(), next(iter(found)))
        for last, own in alone.items()
        if len(own) == len(found := whole.get(last, set())) == 1
    ]


def _without_suffix(name: str) -> list[str]:
    """Return the words of a folded name up to the surname.

    >>> _without_suffix("ed daniel jr"), _without_suffix("jr")
    (['ed', 'daniel'], ['jr'])
    """
    words = name.split()
    return words[:-1] if len(words) > 1 and words[-1] in SUFFIXES else words


_FORENAME = re.compile(r"([A-Z][\w’'.-]{0,40})\s\Z")


def _alone(actor: Actor, text: str) -> bool:
    """Tell whether no first name stands before a surname anywhere it is mentioned ("Iain Boyd" read as "Boyd")."""
    before = (_FORENAME.search(text, max(0, m.start - 20), m.start) for m in actor.mentions)
    return all(match is None or kinds().titles.fullmatch(match[0]) is not None for match in before)


def _names(actor: Actor) -> list[str]:
    names = {folded for name in (actor.name, *actor.aliases) if (folded := fold_name(name))}
    if actor.kind == "person":
        return sorted(names | {_without_initials(name) for name in names})
    return sorted(names if actor.kind in GENERIC else names | {_without_small(name) for name in names})


_SMALL = frozenset({"of", "for", "the", "and"})


def _without_small(name: str) -> str:
    """Return the folded name of a body without small words, where it is long enough to be told by the others.

    >>> _without_small("guild of the salt carriers"), _without_small("bank of harwick")
    ('guild salt carriers', 'bank of harwick')
    """
    words = [word for word in name.split() if word not in _SMALL]
    return " ".join(words) if len(words) > 2 else name


def _without_initials(name: str) -> str:
    """Return a folded name of a person without initials in its middle.

    >>> _without_initials("ana j ruiz"), _without_initials("j ruiz")
    ('ana ruiz', 'j ruiz')
    """
    words = name.split()
    return " ".join((*words[:1], *(w for w in words[1:-1] if len(w) > 1), *words[1:][-1:]))


def _compatible(one: Actor, other: Actor) -> bool:
    """Two people with the same surname and different first names are two people."""
    if (one.kind == "person") != (other.kind == "person"):
        return False
    if one.kind != "person":
        return True
    first, second = fold_name(one.name).split(), fold_name(other.name).split()
    return (
        len(first) < 2 or len(second) < 2 or first[0] == second[0] or first[0][0] + first[-1] == second[0] + second[-1]
    )


def _join(actors: list[Actor]) -> Named:
    best = max(actors, key=lambda a: (len(fold_name(a.name).split()), len(a.mentions), a.name))
    if best.kind in GENERIC:
        best = max(actors, key=lambda a: (len(a.mentions), a.name))
    roles = sorted({a.role for a in actors if a.role}, key=lambda role: (-len(role), role))
    bodies = sorted({a.of for a in actors if a.of}, key=lambda of: (-len(of), of))
    return Named(
        key=fold_name(best.name),
        name=best.name,
        kind=best.kind,
        role=roles[0] if roles else None,
        of=bodies[0] if bodies else None,
        keys=frozenset(name for a in actors for name in _names(a)),
    )


def is_name(name: str) -> bool:
    """Tell a group's name from a description ("two gunmen"): every word but the small ones has a capital.

    A noun of a body may end a name of several words ("Northern State"), one of people does not ("Police Officers").
    """
    words = [w for w in name.replace("-", " ").split() if w not in ("of", "and", "the", "for", "in", "al", "de")]
    if not words or not all(w[0].isupper() for w in words):
        return False
    last = words[-1].casefold()
    return kind_of_noun(last.rstrip("s")) is None or (len(words) > 1 and units().get(last) != "people")
