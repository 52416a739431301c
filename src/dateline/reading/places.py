"""Places: names of places found, marked by use, and resolved to GeoNames.

Names come from the language pipeline's entities, from the gazetteer where a capitalised name follows a word of place,
and from the report itself: a name that is a place once is one everywhere. Demonyms ("Syrian") tell the country in
`within` and have no coordinates; metonyms ("Washington said") are marked and keep those of the place named. A
facility lies in its town.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from dateline.gazetteer import Entry, Gazetteer, fold_place, gazetteer
from dateline.reading.cues import cues
from dateline.reading.facilities import find_facilities
from dateline.reading.kinds import fold_actor, kinds
from dateline.reading.language import fold
from dateline.reading.resolution import Named, resolve
from dateline.records import Place, PlaceUse, Report, Time

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PREC = {
    "city": 1,
    "district": 1,
    "adm2": 3,
    "adm1": 4,
    "region": 5,
    "water": 5,
    "country": 6,
    "facility": 1,
    "other": 5,
}
"""UCDP's where_prec for a place named without more."""

BEFORE_PLACE = re.compile(
    r"\b(?:in|near|at|from|outside|around|across|through|toward|towards|reached|via)\s+(?:the\s+)?(?:(?:north|south|east|west)\w*\s+)?$",
    re.IGNORECASE,
)
"""Words right before a name that make it a place's, when the gazetteer knows it."""

LEADS = re.compile(
    r"\b(?:left|leave|leaves|leaving|reach|reached|reaching|entered|enter|hit|struck|visited|captured|seized|to|toward|into|via"
    r"|(?:city|town|village|district|suburb|port|capital|resort|community)(?:\s+of)?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
LIES_IN = re.compile(r"\s+in\s+(?:the\s+)?(?:[a-z]+ern\s+)?[A-Z]")
"""More words that lead to the name of a place, and what may follow it."""

NAME = re.compile(r"[A-Z][\w'’-]+(?:[ -](?:(?:de|la|al|el|of|the|and|del|da|do|dos|ez|al)[ -])?[A-Z][\w'’-]+){0,3}")
DIVISION_WORD = re.compile(
    r"\s+(?:province|governorate|county|parish|district|state|region|prefecture|oblast|municipality|department)\b",
    re.IGNORECASE,
)
TAIL = re.compile(r",\s+(?P<name>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,2})")
SHORT = frozenset({"US", "UK", "UN", "EU"})
"""Names of two letters that stand by themselves; of others only a state behind its town."""

SMALL_KNOWN = 5_000
"""Inhabitants from which a name found only by the gazetteer is taken for a place."""


class _Table(NamedTuple):
    near: re.Pattern[str]
    directions: re.Pattern[str]
    states: Mapping[str, str]
    demonyms: Mapping[str, str]
    quarters: frozenset[str]


class _Found(NamedTuple):
    """A name in the text, before it is resolved."""

    start: int
    end: int
    use: PlaceUse


@cache
def _table() -> _Table:
    table: dict[str, Any] = tomllib.loads(files("dateline.data").joinpath("places.toml").read_text(encoding="utf-8"))
    near = "|".join(re.escape(w) for w in table["near"])
    directions = "|".join(sorted((re.escape(w) for w in table["directions"]), key=lambda w: (-len(w), w)))
    return _Table(
        re.compile(
            rf"\b(?:{near})\s+(?:areas?\s+(?:of|around)\s+)?(?:the\s+(?:city|town|village)\s+of\s+)?$", re.IGNORECASE
        ),
        re.compile(rf"\b(?:{directions})\s+$", re.IGNORECASE),
        table["states"],
        table["demonyms"],
        frozenset(fold_place(name) for name in table["quarters"]),
    )


def read_places(doc: Doc, report: Report, times: Sequence[Time]) -> tuple[Place, ...]:
    """Find and resolve the places of a report, in text order, none overlapping."""
    known = gazetteer()
    text = fold(report.text)
    blocked = [(t.start, t.end) for t in times]
    found = _recognise(doc, report, text, known, blocked)
    named = {f: _named(text, f, known) for f in found if f.use != "demonym"}
    senses = resolve(list(named.values()), known, _hints(report, text, found))
    places = [_place(text, f, named.get(f), senses, known) for f in found]
    kept = [p for p in places if p is not None]
    return tuple(sorted([*kept, *find_facilities(doc, text, kept)], key=lambda p: p.start))


# ---------------------------------------------------------------- recognition


def _recognise(
    doc: Doc, report: Report, text: str, known: Gazetteer, blocked: Sequence[tuple[int, int]]
) -> list[_Found]:
    found: dict[int, _Found] = {}
    taken = bytearray(len(text) + 1)
    for start, end in blocked:
        taken[start:end] = b"\x01" * (end - start)
    others: list[tuple[int, int, str]] = []
    surnames = _surnames(doc)
    common = frozenset(re.findall(r"\b[a-z]+\b", text))
    for ent in doc.ents:
        start, end = _tight(text, ent.start_char, ent.end_char)
        if start >= end or any(taken[start:end]) or text[start:end] in surnames:
            continue
        if ent.label_ in ("GPE", "LOC") or (ent.label_ == "FAC" and fold_place(text[start:end]) in known):
            fits = _is_place_name(text, start, end, common) and not _part_of_name(doc, ent.root, ent.start, ent.end)
            names = _split(text, start, end, known) if fits else []
            for one_start, one_end in names:
                _take(found, taken, _Found(one_start, one_end, _use(ent.root)))
        elif ent.label_ == "NORP" and text[start:end] in _table().demonyms:
            _take(found, taken, _Found(start, end, "demonym"))
        elif ent.label_ in ("PERSON", "ORG", "FAC"):
            others.append((start, end, ent.label_))
    _from_dateline(found, taken, report, text, known)
    _from_gazetteer(found, taken, text, known, others)
    _again(found, taken, text, others)
    return [found[start] for start in sorted(found)]


def _is_place_name(text: str, start: int, end: int, common: frozenset[str]) -> bool:
    """Tell whether an entity's name can be that of a place.

    It is not where it names a known body, a quarter or nothing in particular, and where the report itself writes it as
    a common noun elsewhere.
    """
    name = text[start:end]
    if fold_actor(name) in kinds().names or fold_place(name) in _table().quarters or not name[0].isalpha():
        return False
    if name[1:].islower() and name.lower() in common:
        return False
    return len(name) != 2 or name in SHORT or _after_comma(text, start)


def _part_of_name(doc: Doc, root: Token, first: int, end: int) -> bool:
    """Tell whether an entity is part of a longer name: its end ("Houston Astros"), or a person's first name."""
    if end < len(doc) and doc[end].ent_type_ == "PERSON" and doc[end].text[:1].isupper():
        return True
    return any(c.dep_ == "compound" and c.pos_ == "PROPN" and c.i < first for c in root.lefts)


def _surnames(doc: Doc) -> frozenset[str]:
    """Return the first and last names of people named in full: the name alone is theirs, not a town's."""
    people = (ent.text.removesuffix("'s").split() for ent in doc.ents if ent.label_ == "PERSON")
    return frozenset(word for words in people if len(words) > 1 for word in (words[0], words[-1]))


def _take(found: dict[int, _Found], taken: bytearray, item: _Found) -> None:
    if not any(taken[item.start : item.end]):
        taken[item.start : item.end] = b"\x01" * (item.end - item.start)
        found[item.start] = item


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    newline = text.find("\n", start, end)
    end = newline if newline >= 0 else end
    while start < end and not (text[start].isalnum()):
        start += 1
    for article in ("the ", "The "):
        if text.startswith(article, start):
            start += len(article)
    for ending in ("'s", "'"):
        if text.endswith(ending, start, end):
            end -= len(ending)
    while end > start and not (text[end - 1].isalnum() or (text[end - 1] == "." and "." in text[start : end - 1])):
        end -= 1
    return start, end


def _split(text: str, start: int, end: int, known: Gazetteer) -> list[tuple[int, int]]:
    """Cut "Springfield, Mo." and "northern Syria" into the names they hold."""
    if (
        direction := re.match(r"(?:(?:north|south|east|west|central|upper|lower)\w*[- ])+(?=[A-Z])", text[start:end])
    ) and fold_place(text[start:end]) not in known:
        start += direction.end()
    parts = []
    for piece in re.finditer(r"[^,]+", text[start:end]):
        s, e = _tight(text, start + piece.start(), start + piece.end())
        if s < e:
            parts.append((s, e))
    return parts


def _use(root: Token) -> PlaceUse:
    if root.i + 1 < len(root.doc) and root.nbor().text == "-" and not root.whitespace_:
        return "metonym"
    if root.dep_ == "nsubj" and root.head.pos_ == "VERB" and root.head.lemma_.lower() in cues().verbs:
        return "metonym"
    return "literal"


def _from_dateline(found: dict[int, _Found], taken: bytearray, report: Report, text: str, known: Gazetteer) -> None:
    """Take the places of the dateline, which is set in capitals and often misread."""
    if report.dateline is None:
        return
    for piece in re.finditer(r"[^,()–—]+", text[report.dateline.start : report.dateline.end]):
        start, end = _tight(text, report.dateline.start + piece.start(), report.dateline.start + piece.end())
        if start < end and (fold_place(text[start:end]) in known or text[start:end] in _table().states):
            _take(found, taken, _Found(start, end, "literal"))


def _from_gazetteer(
    found: dict[int, _Found], taken: bytearray, text: str, known: Gazetteer, others: Sequence[tuple[int, int, str]]
) -> None:
    """Take capitalised names after a word of place, and those with their state or country, that the gazetteer knows."""
    people = [(s, e) for s, e, label in others if label == "PERSON"]
    bodies = [(s, e) for s, e, label in others if label != "PERSON"]
    surnames = {text[s:e].rsplit(maxsplit=1)[-1] for s, e in people if " " in text[s:e]}
    for match in NAME.finditer(text):
        start, end = match.start(), match.end()
        if any(taken[start:end]) or _inside(start, end, people):
            continue
        start, end = _tight(text, start, end)
        if start >= end or text[start:end] in surnames or (_inside(start, end, bodies) and (start, end) not in bodies):
            continue
        folded = fold_place(text[start:end])
        if folded not in known or fold_actor(text[start:end]) in kinds().names or folded in _table().quarters:
            continue
        tail = _container(text, end, known)
        line = text.rfind("\n", 0, start) + 1
        if tail or (
            BEFORE_PLACE.search(text, max(line, start - 30), start)
            and start > line
            and known.entry(known.rows(folded)[0]).population >= SMALL_KNOWN
        ):
            _take(found, taken, _Found(start, end, "literal"))


def _inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(s < end and start < e for s, e in spans)


def _again(found: dict[int, _Found], taken: bytearray, text: str, others: Sequence[tuple[int, int, str]]) -> None:
    """Find again every name already taken for a place: one taken for something else once is still the place."""
    names = {text[f.start : f.end] for f in found.values() if f.use == "literal" and f.end - f.start > 3}
    people = [(s, e) for s, e, label in others if label == "PERSON"]
    bodies = [(s, e) for s, e, label in others if label == "ORG"]
    if not names:
        return
    pattern = re.compile(
        r"(?<![\w-])(?:" + "|".join(sorted((re.escape(n) for n in names), key=lambda n: (-len(n), n))) + r")(?![\w-])"
    )
    for match in pattern.finditer(text):
        at = (match.start(), match.end())
        if any(s <= at[0] and at[1] <= e and (s, e) != at for s, e in (*people, *bodies)):
            continue
        _take(found, taken, _Found(at[0], at[1], "literal"))


# ---------------------------------------------------------------- resolution


def _named(text: str, found: _Found, known: Gazetteer) -> Named:
    """Return the name with what stands right behind it: its container, or a word for a division."""
    surface = text[found.start : found.end]
    dotted = surface + "." if text.startswith(".", found.end) else surface
    state = _table().states.get(dotted) or (_table().states.get(surface) if _after_comma(text, found.start) else None)
    folded = fold_place(state or surface)
    container = _container(text, found.end, known)
    division = bool(DIVISION_WORD.match(text, found.end))
    if division:
        with_word = fold_place(text[found.start : found.end] + DIVISION_WORD.match(text, found.end).group())  # type: ignore[union-attr]
        folded = with_word if with_word in known else folded
    before = text[max(text.rfind("\n", 0, found.start) + 1, found.start - 30) : found.start]
    leads = BEFORE_PLACE.search(before) or LEADS.search(before) or LIES_IN.match(text, found.end)
    placed = bool(container or division or not before.strip() or leads)
    return Named(folded, frozenset({container} if container else ()), division, placed)


def _after_comma(text: str, start: int) -> bool:
    return text[max(0, start - 2) : start].strip() == ","


def _container(text: str, end: int, known: Gazetteer) -> str | None:
    """Return the folded state, division or country named behind a comma, or None."""
    match = TAIL.match(text, end)
    if match is None:
        return None
    words = match.group("name").split()
    for size in range(len(words), 0, -1):
        name = " ".join(words[:size])
        for surface in (name, name.rstrip("."), name + "."):
            if surface in _table().states:
                return fold_place(_table().states[surface])
        folded = fold_place(name.removesuffix("'s"))
        if folded in known and any(known.entry(r).kind in ("adm1", "country") for r in known.rows(folded)[:6]):
            return folded
    return None


def _hints(report: Report, text: str, found: Sequence[_Found]) -> Counter[str]:
    """Return countries the report tells of without naming a place: demonyms, and the country of its address."""
    hints: Counter[str] = Counter()
    for f in found:
        if f.use == "demonym":
            hints[_table().demonyms[text[f.start : f.end]]] += 1
    domain = re.match(r"(?:https?://)?(?:web\.archive\.org/web/\d+/)?(?:https?://)?([^/:?#]+)", report.url or "")
    if domain is not None:
        top = domain.group(1).rsplit(".", 1)[-1].upper()
        code = {"UK": "GB"}.get(top, top)
        if len(code) == 2 and code.isalpha():
            hints[code] += 1
    return hints


def _place(
    text: str,
    found: _Found,
    named: Named | None,
    senses: Mapping[str, tuple[Entry | None, tuple[Entry, ...]]],
    known: Gazetteer,
) -> Place | None:
    surface = text[found.start : found.end]
    if named is None:
        return Place(
            start=found.start,
            end=found.end,
            name=surface,
            kind="country",
            use="demonym",
            within=(_table().demonyms[surface],),
        )
    entry, rivals = senses[named.folded]
    if entry is None:
        return Place(
            start=found.start,
            end=found.end,
            name=surface,
            kind="other",
            use=found.use,
            rivals=tuple(r.id for r in rivals if r.id),
        )
    prec = PREC[entry.kind]
    name = surface
    before = text[max(0, found.start - 40) : found.start]
    if entry.kind in ("country", "adm1", "region") and (direction := _table().directions.search(before)):
        name, prec = direction.group() + surface, 5
    elif entry.kind in ("city", "district") and _table().near.search(before):
        prec = 2
    return Place(
        start=found.start,
        end=found.end,
        name=name,
        kind=entry.kind,
        use=found.use,
        geonames_id=entry.id or None,
        lat=entry.lat,
        lon=entry.lon,
        population=entry.population,
        within=_within(entry, known),
        where_prec=prec,
        rivals=tuple(r.id for r in rivals if r.id),
    )


def _within(entry: Entry, known: Gazetteer) -> tuple[str, ...]:
    over = (known.entry(entry.adm1).name,) if entry.adm1 >= 0 else ()
    return (*over, entry.country) if entry.country else over
