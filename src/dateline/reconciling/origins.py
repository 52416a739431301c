"""Origins: who stands behind a statement, counted once however many carry it.

Copies count as the report they were copied from; reports that attribute a statement to the same upstream are one
origin for it; a report that attributes nothing is its own origin. A party to the happening is an origin like any
other, and marked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache

from dateline.linking.extent import SHORTEST
from dateline.reconciling.houses import house_of, is_house
from dateline.reconciling.linkage import by_shared
from dateline.reconciling.police import force_of, forces
from dateline.reconciling.said import Said
from dateline.records import Evidence, Report, Standing
from dateline.wording import WORD

SUMMED_UP = frozenset({"title", "heading"})
"""Sections that sum up what the report says elsewhere, and add no statement of their own to it."""

UNSPECIFIC = frozenset({"authorities", "officials", "official", "investigators", "law enforcement"})
"""Voices without a name that may be any office of the state."""

AT_LARGE = frozenset({"officials", "official", "authorities", "government", "spokesman", "spokeswoman", "spokesperson"})
"""Words that leave open which office of a body or country speaks."""

DEMONYMS, PREFIX = ("an", "ans", "ese", "ia", "ea", "ina", "ish"), 5
"""Endings of words for a country or its people, and the letters by which the two are told to be one."""

BARE = UNSPECIFIC | {
    "police",
    "officers",
    "officer",
    "deputies",
    "detectives",
    "detective",
    "cops",
    "sheriff",
    "troopers",
}
"""Voices without a name that may be any police there is, or whoever speaks for it."""

POLICE = re.compile(
    r"\b(?:police|sheriff|deput(?:y|ies)|detectives?|officers?|troopers?|marshals?|constables?|investigators?|authorities"
    r"|sgt|sergeant|lt|lieutenant|capt|captain|com?dr|cmdr|det|cpl|corporal|[a-z]*pd|law enforcement)\b"
)
"""Words of the names and ranks of police."""

SPEAKERS = frozenset({"spokesman", "spokeswoman", "spokesperson", "chief", "officer"})
"""Roles that may be of the police where nobody is named whom their holder speaks for."""

THINGS = frozenset(
    """
    report reports statement release video videos footage photo photos picture image images post tweet article story
    document documents record records file files complaint affidavit paper papers letter page site website blog sign
    call transcript recording investigation survey caption handout missile projectile press email message
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Last words of voices that are no one's: a thing tells what somebody put into it, as far as we know the reporter."""

GROUPS = frozenset({"family", "people", "crew", "staff", "police", "military", "public"})
"""Words for many that do not end as plurals do."""

UTTERED, CHOSEN = 4, 7
"""Words in a row from which two quotations are of one utterance, and two reports' words of one text."""

WHOLE = 4
"""Words with a meaning of their own from which two statements that are word for word one are of one text."""

OFFICES = re.compile(
    r"\b(?:police|sheriff|department|ministry|minister|government|governor|mayor|prosecutors?|coroner|officer|officers"
    r"|officials?|authorities|investigators|detectives?|agency|bureau|commission|patrol|district attorney"
    r"|medical examiner|attorney general|fire department|firefighters)\b"
)
"""Words of the names of offices of the state."""


def standing_from(origins: Sequence[str], told: Iterable[tuple[Said, Evidence]]) -> Standing:
    """Return a standing from the origins and the quotations behind it; a headline says nothing twice.

    Two voices in one text are as good as the one reporter who heard both: they bear each other out within one source.
    """
    listed = list(told)
    if len(origins) >= 2 and len({m.family or m.report for m, _ in listed}) >= 2:
        return "corroborated"
    quotes = [evidence for m, evidence in listed if m.statement.section not in SUMMED_UP]
    return "consistent within source" if _told_twice(quotes) else "single source"


def _told_twice(quotes: Sequence[Evidence]) -> bool:
    """Tell whether two passages say it: a passage does not bear out a piece of itself, nor the same words again."""
    kept: list[Evidence] = []
    for quote in sorted(set(quotes), key=lambda e: (e.report, e.start, -e.end)):
        held = kept and kept[-1].report == quote.report and quote.start < kept[-1].end
        again = any(_tokens(quote.quote) == _tokens(k.quote) for k in kept)
        if not held and not again:
            kept.append(quote)
    return len(kept) > 1


def independent(members: Iterable[Said]) -> tuple[str, ...]:
    """Return the keys of the independent origins behind statements, sorted.

    A report's own words, its headline and those of its agency add nothing where the same text also attributes the
    statement to someone. A spokesman and the body he speaks for are one; so are "police" and "Leeds police", copies of
    one text, whoever is named in each, and what one publisher tells twice.
    """
    listed = sorted(members, key=lambda m: (_narrated(m), m.key))
    if len(listed) == 1:
        return (_key(listed[0]),)
    desk = by_shared([_desks(m) for m in listed])
    in_full = {m.report for m in listed if m.statement.section not in SUMMED_UP}
    told = [(m, n) for m, n in zip(listed, desk, strict=True) if not _summed_up_in(m, in_full)]
    own = [(m, number, _narrated(m) or _borrows(m)) for m, number in told]
    voiced = {number for _, number, silent in own if not silent}
    kept = [m for m, number, silent in own if not (silent and number in voiced)]
    titles: dict[str, set[Hashable]] = {}
    for m in listed:
        if m.statement.section in SUMMED_UP:
            titles.setdefault(m.report, set()).update(_of_a_title(m.evidence.quote))
    keys: dict[int, list[tuple[bool, str]]] = {}
    for m, group in zip(kept, _one_voice(kept, titles), strict=True):
        keys.setdefault(group, []).append((_key(m).startswith("report:"), _key(m)))
    return tuple(sorted(min(own)[1] for own in keys.values()))


def _desks(m: Said) -> list[Hashable]:
    """Return by what two statements come from one desk: their report, what it was worked from, its publisher."""
    desks: list[Hashable] = [("report", key) for key in (m.report, m.family, m.draft) if key]
    return [*desks, ("publisher", m.publisher)] if m.publisher is not None else desks


def _narrated(m: Said) -> bool:
    """Tell whether nobody is named for a statement who could be an origin of it beside the report.

    That is where the report itself speaks, its publisher or a thing, or he whose own deed is told.
    """
    return m.narrated or m.origin.startswith("report:") or _is_thing(m) or _cites_itself(m) or _of_his_own(m)


SUSPECTS = frozenset(
    """
    suspect suspects shooter shooters gunman gunmen attacker attackers assailant assailants killer killers defendant
    defendants accused perpetrator perpetrators bomber bombers hijacker hijackers arsonist robber robbers
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words for those whose deed is told."""


def _of_his_own(m: Said) -> bool:
    """Tell whether one suspected of a deed speaks: that he says it too is no second report of it."""
    if not m.voices or not m.deeds:
        return False
    first = m.voices[0]
    words = _tokens(f"{first.role or ''}") if first.kind == "person" else _tokens(first.name)[-1:]
    return not SUSPECTS.isdisjoint(words)


def _is_thing(m: Said) -> bool:
    paper = bool(m.voices) and m.voices[0].kind == "media"  # "the Harwick Post" is no post
    return not paper and m.origin.rstrip("+").rpartition(" ")[2] in THINGS and not OFFICES.search(m.origin)


def _cites_itself(m: Said) -> bool:
    """Tell whether the voice is the report's own publisher ("told Harwick News", in Harwick News)."""
    return m.publisher is not None and is_house(m.origin, m.publisher)


def _may_be_anyone(m: Said) -> bool:
    """Tell a single person without a name ("a neighbour"), who may be someone named elsewhere."""
    kind, last = m.voices[0].kind if m.voices else None, m.origin.rstrip("+").rpartition(" ")[2]
    return kind in ("unnamed", "population group") and not last.endswith("s") and last not in GROUPS


def _key(m: Said) -> str:
    if _narrated(m) and not m.origin.startswith("report:"):
        return f"report:{m.family}"
    return (m.body or m.origin).rstrip("+")


def _borrows(m: Said) -> bool:
    """Tell a title or heading that names nobody, and speaks in the voice of a sentence that it may sum up."""
    return m.statement.section in SUMMED_UP and not m.statement.attributions


def _summed_up_in(m: Said, in_full: Collection[str]) -> bool:
    """Tell a title or heading of what its report tells in full (`in_full` are ids of such reports)."""
    return m.statement.section in SUMMED_UP and m.report in in_full


def _of_a_title(quote: str) -> list[Hashable]:
    """Return what of a title's words no two desks choose alike."""
    words = _tokens(quote)
    return [*_runs(quote, CHOSEN), *([("title", " ".join(words))] if len(words) >= WHOLE else [])]


def _one_voice(members: Sequence[Said], titles: Mapping[str, Iterable[Hashable]]) -> list[int]:
    """Return a number for each statement, the same for those that rest on one voice.

    One voice are: a name in both chains, or names that may be of one; one text copied; one report's or publisher's own
    words; words too many in a row to be chosen twice. A headline that is another report's (`titles`) is its text's too.
    """
    spread: dict[str, set[str]] = {}
    for m in members:
        spread.setdefault(m.family, set()).add(m.report)
    like = _alike({name for m in members for name in _names(m)})
    chosen = frozenset(run for m in members if _narrated(m) for run in _runs(m.evidence.quote, CHOSEN))
    anyone = any(_may_be_anyone(m) for m in members)
    force = forces({name for m in members for name in _names(m)})
    bare = any(_is_bare(m) for m in members)
    printed = _printed(members)
    alone = any(m.statement.section in SUMMED_UP for m in members)
    listed = []
    for m in members:
        tokens: list[Hashable] = [_key(m), *(like[name] for name in _names(m)), *_words_of(m, chosen)]
        tokens += [("force", force[name]) for name in _names(m) if name in force]
        tokens += [("publisher", house) for house in printed if house == m.publisher or _names_house(m, house)]
        if len(spread[m.family]) > 1:
            tokens.append(("family", m.family))
        if _narrated(m) or m.statement.section in SUMMED_UP:
            tokens += _desks(m)
        if m.statement.section in SUMMED_UP or alone:
            tokens += titles.get(m.report, ())
        if anyone and not _narrated(m) and (_may_be_anyone(m) or m.voices[0].kind == "person"):
            tokens.append("anyone")
        if bare and _is_police(m):
            tokens.append("police")
        listed.append(tokens)
    return by_shared(listed)


def _names(m: Said) -> frozenset[str]:
    if _narrated(m):
        return frozenset()
    return frozenset(key.rstrip("+") for key in (*m.chain, _key(m)) if key and not key.startswith("report:"))


def _printed(members: Sequence[Said]) -> list[str]:
    """Return the publishers of statements whom other statements name as those who carry or say it."""
    houses = sorted({m.publisher for m in members if m.publisher is not None})
    return [house for house in houses if any(_names_house(m, house) for m in members)]


def _names_house(m: Said, house: str) -> bool:
    return m.publisher != house and any(is_house(name, house) for name in _names(m))


def _is_bare(m: Said) -> bool:
    """Tell a voice that may be of any police: one without a name, or somebody of a rank whose body is not told."""
    if any(name in BARE or force_of(name) in ((), ("sheriff",)) for name in _names(m)):
        return True
    return bool(m.voices) and m.voices[0].kind == "person" and m.body in ("", m.origin) and _is_police(m)


def _is_police(m: Said) -> bool:
    """Tell whether the voice is police, by its name, its office or its body."""
    if _narrated(m):
        return False
    first = m.voices[0] if m.voices else None
    if (
        first is not None
        and first.kind == "person"
        and (first.role or "").casefold() in SPEAKERS
        and m.body == m.origin
    ):
        return True
    label = " ".join((m.origin, m.body, *((m.voices[0].name, m.voices[0].role or "") if m.voices else ())))
    return POLICE.search(label.casefold().replace(".", "")) is not None


def _words_of(m: Said, chosen: frozenset[tuple[str, ...]]) -> list[Hashable]:
    """Return what of a statement's words nobody else chooses alike: of an utterance short runs, else longer ones.

    What two reports tell in other voices than their own may be in one reporter's words; those count where a report
    tells them in its own voice too (`chosen`), or where they are a whole passage.
    """
    quote = m.evidence.quote
    found: list[Hashable] = [*(_runs(quote, CHOSEN) & chosen), *_runs(quote, SHORTEST)]
    if m.quoted or any(mark in quote for mark in '“”"'):
        found += [*_runs(quote, UTTERED), ("whole", " ".join(_tokens(quote)))]
    elif _narrated(m) and len(m.words) >= WHOLE:
        found.append(("whole", " ".join(_tokens(quote))))
    return found


def _alike(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Map each name to the first of those that may be of the same voice.

    That is where all words of one are among the other's, or one is an unspecific office and the other any office.

    >>> sorted(_alike(["police", "leeds police", "un"]).values())
    [('voice', 'leeds police'), ('voice', 'leeds police'), ('voice', 'un')]
    """
    listed = sorted(names)
    words = {name: _telling_words(name) for name in listed}
    holders: dict[str, set[str]] = {}
    for name in listed:
        for word in words[name]:
            holders.setdefault(word, set()).add(name)
    offices = {name for name in listed if OFFICES.search(name)}
    home = {name: name for name in listed}

    def root(name: str) -> str:
        while home[name] != name:
            name = home[name]
        return name

    for name in listed:
        own = [holders[word] for word in words[name]]
        longer = set.intersection(*own) if own else set()
        for other in longer | (offices if name in UNSPECIFIC else set()):
            low, high = sorted((root(name), root(other)))
            home[high] = low
    return {name: ("voice", root(name)) for name in listed}


@lru_cache(maxsize=16384)
def _telling_words(name: str) -> tuple[str, ...]:
    """Return the words of a name by which it is compared: a country and its people are one; no offices at large."""
    words = [word for word in name.split() if word not in AT_LARGE] or name.split()
    return tuple(word[:PREFIX] if word.endswith(DEMONYMS) else word for word in words if len(word) > 1) or tuple(words)


@lru_cache(maxsize=65536)
def _runs(text: str, length: int) -> frozenset[tuple[str, ...]]:
    words = _tokens(text)
    return frozenset(words[n : n + length] for n in range(len(words) - length + 1))


@lru_cache(maxsize=65536)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(match.group().casefold() for match in WORD.finditer(text))


def story_origins(reports: Sequence[Report], homes: Mapping[str, str]) -> int:
    """Return how many reports of a story are independent: one text, one agency's texts, one publisher's count once.

    `homes` maps a report that is copied, or worked from another's text, to that one (`worked_from_one_text`).
    """
    desks: list[list[Hashable]] = []
    for report in reports:
        house = house_of(report)
        desks.append([("report", homes.get(report.id, report.id)), *([("house", house)] if house else [])])
    return len(set(by_shared(desks)))
