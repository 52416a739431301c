"""Places: names of places found, marked by use, and resolved to GeoNames.

Demonyms ("Syrian") tell the country in `within` and have no coordinates; metonyms ("Washington said", a place within
the name of a body) are marked and keep those of the place named. A facility lies in its town.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from dateline.gazetteer import PREC, Entry, Gazetteer, fold_place, gazetteer
from dateline.reading.belief import Senses, resolve
from dateline.reading.cues import cues
from dateline.reading.facilities import find_facilities
from dateline.reading.geowords import geowords
from dateline.reading.language import fold
from dateline.reading.notowns import is_landform, is_no_place
from dateline.reading.resolution import Hints, Named, lies_in
from dateline.reading.toponyms import Candidate, find_toponyms, weights
from dateline.records import Place, PlaceUse, Report, Time

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

NAMED_FOR = frozenset({"ORG", "FAC", "PERSON", "PRODUCT", "WORK_OF_ART", "EVENT"})
"""What else may bear a place's name."""

SURE = 0.7
"""Logit of recognition from which a name is kept as a place's although no place of that name is believed."""

BEFORE_PLACE = re.compile(
    r"\b(?:in|near|at|from|outside|around|across|through|toward|towards|reached|via|left|leave|leaves|leaving|reach|reaching"
    r"|entered|enter|hit|struck|visited|captured|seized|to|into"
    r"|(?:city|town|village|district|suburb|port|capital|resort|community)(?:\s+of)?)"
    r"\s+(?:the\s+)?(?:(?:north|south|east|west)\w*\s+)?$",
    re.IGNORECASE,
)
LIES_IN = re.compile(r"\s{1,20}in\s{1,20}(?:the\s{1,20})?(?:[a-z]{1,60}ern\s{1,20})?[A-Z]")
"""Words that lead to the name of a place, and what may follow it."""

DIVISION_WORD = re.compile(
    r"\s{1,20}(?:province|governorate|county|parish|district|state|region|prefecture|oblast|municipality|department)\b",
    re.IGNORECASE,
)
CALLED_AFTER = re.compile(
    r"\s{1,5}(?:[A-Z]\w{1,30}\s{1,5}){0,2}(?:Elementary|Primary|Middle|High|Academy|School|Park|Playground|Apartments?|Church|Square|Plaza"
    r"|Bridge|Bar|Cafe|Caf\u00e9|Restaurant|Grill|Inn|Motel|Club|Gardens?|Heights|Estates?|Mall|Cemetery)\b"
)
"""What a name is followed by where somebody called a school, a park or an inn after the place."""

COUNTY = re.compile(r"\s(?:County|Parish)$", re.IGNORECASE)
TAIL = re.compile(r",\s+(?P<name>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,2})")
ADDRESS = re.compile(r"(?:https?://)?(?:web\.archive\.org/web/\d+/)?(?:https?://)?([^/:?#]+)")


HYPHENED = re.compile(r"-[a-z]")
TELEPHONE = re.compile(r"(?<![\d-])\(?([2-9]\d\d)(?:\) ?|[-. ])\d{3}[-. ]\d{4}(?![\d-])")


def read_places(doc: Doc, report: Report, times: Sequence[Time]) -> tuple[Place, ...]:
    """Find and resolve the places of a report, in text order, none overlapping."""
    known = gazetteer()
    text = fold(report.text)
    scored = find_toponyms(doc, text, report.body_start, known, [(t.start, t.end) for t in times])
    found = [c for c, _ in scored]
    people = _demonyms(text, found)
    named = [_named(text, c, known) for c in found]
    senses = resolve(named, known, _hints(report, text, people, known), weights()["resolution"])
    uses = _uses(doc, found)
    places = [
        _place(text, c, name, use, senses, known)
        for (c, logit), name, use in zip(scored, named, uses, strict=True)
        if ((entry := senses[name.folded][0]) is not None or logit >= SURE)
        and not (entry is not None and is_no_place(text, c.start, c.end, entry))
    ]
    places += [_demonym(text, start, end) for start, end in people]
    return tuple(sorted([*places, *find_facilities(doc, text, places)], key=lambda p: p.start))


def _demonyms(text: str, found: Sequence[Candidate]) -> list[tuple[int, int]]:
    """Return words for people of countries that are no part of a place's name."""
    taken = bytearray(len(text) + 1)
    for c in found:
        taken[c.start : c.end] = b"\x01" * (c.end - c.start)
    spans = (match.span() for match in geowords().demonym.finditer(text))
    return [(start, end) for start, end in spans if not any(taken[start:end])]


def _uses(doc: Doc, found: Sequence[Candidate]) -> list[PlaceUse]:
    """Tell for each name whether it stands for the place or for those who rule it or bear its name."""
    held = {t.i: ent for ent in doc.ents if ent.label_ in NAMED_FOR for t in ent}
    return [_use(doc, c, held) for c in found]


def _use(doc: Doc, c: Candidate, held: Mapping[int, Span]) -> PlaceUse:
    span = doc.char_span(c.start, c.end, alignment_mode="expand")
    if span is None:
        return "literal"
    if c.end < span.end_char and HYPHENED.match(span.text, c.end - span.start_char):
        return "metonym"  # one token: "U.S.-led"
    root = span.root
    if root.i + 1 < len(doc) and root.nbor().text == "-" and not root.whitespace_:
        return "metonym"
    if root.dep_ == "nsubj" and root.head.pos_ == "VERB" and root.head.lemma_.lower() in cues().verbs:
        return "metonym"
    around = held.get(root.i)
    if root.dep_ == "compound" and around is not None and around.start <= span.start and around.end > span.end:
        return "metonym"
    return "literal"


# ---------------------------------------------------------------- resolution


def _named(text: str, c: Candidate, known: Gazetteer) -> Named:
    """Return the name with what stands around it: its container, a word for a division, a word that leads to it."""
    folded = c.folded
    ends = DIVISION_WORD.search(text, c.start, c.end)
    word = ends if ends is not None and ends.end() == c.end else DIVISION_WORD.match(text, c.end)
    if word is not None:
        with_word = fold_place(text[c.start : word.end()])
        folded = with_word if with_word in known else folded
    container = _container(text, c.end, known)
    before = text[max(text.rfind("\n", 0, c.start) + 1, c.start - 30) : c.start]
    leads = BEFORE_PLACE.search(before) or LIES_IN.match(text, c.end)
    placed = bool(container or word or not before.strip() or leads)
    opens = not before.strip() and text[c.start : c.end].isupper() and c.end - c.start > 3
    called = CALLED_AFTER.match(text, c.end) is not None
    return Named(folded, frozenset({container} if container else ()), word is not None, placed, opens, called)


def _container(text: str, end: int, known: Gazetteer) -> str | None:
    """Return the folded state, division or country named behind a comma, or None."""
    match = TAIL.match(text, end)
    if match is None:
        return None
    words = match.group("name").split()
    for size in range(len(words), 0, -1):
        name = " ".join(words[:size])
        for surface in (name, name.rstrip("."), name + ".", name.replace(". ", ".")):
            if surface in geowords().states:
                return fold_place(geowords().states[surface])
        folded = fold_place(name.removesuffix("'s"))
        kinds = ("adm2",) if COUNTY.search(name) else ("adm1", "country")
        if folded in known and any(known.entry(r).kind in kinds for r in known.rows(folded)[:6]):
            return folded
    return None


def _hints(report: Report, text: str, people: Sequence[tuple[int, int]], known: Gazetteer) -> Hints:
    """Return what the report tells of its home without naming a place."""
    countries: Counter[str] = Counter(geowords().demonyms[text[start:end]] for start, end in people)
    told = countries.copy()
    match = ADDRESS.match(report.url or "")
    labels = match.group(1).lower().split(".") if match else []
    top = labels[-1].upper() if labels else ""
    code = {"UK": "GB"}.get(top, top)
    if len(code) == 2 and code.isalpha():
        countries[code] += 1
    short = len(labels) > 2 and labels[-2] in ("co", "com", "org", "net", "gov", "ac")
    own = labels[-3 if short else -2] if len(labels) > 1 else ""
    publisher = (own + " " + fold_place(report.publisher or "")).replace("-", "").replace(" ", "")
    home = _home(own, known)
    if home is not None:
        countries[home.country] += 1
    return Hints(countries, _divisions(text, known), publisher, home, told, text)


def _divisions(text: str, known: Gazetteer) -> Counter[int]:
    """Return the states and provinces (rows) of the telephone numbers in a text."""
    names = Counter(geowords().area_codes.get(code, "") for code in TELEPHONE.findall(text))
    found: Counter[int] = Counter()
    for name in sorted(names):
        row = next((r for r in known.rows(name) if known.entry(r).kind == "adm1"), None)
        if row is not None:
            found[row] += 1
    return found


@cache
def _home(own: str, known: Gazetteer) -> Entry | None:
    """Return the home of the publisher whose address is `own`, where data/homes.toml tells it."""
    told = geowords().publishers.get(own)
    if told is None:
        return None
    town, _, container = told.partition(", ")
    rows = (known.entry(row) for row in known.rows(fold_place(town)))
    return next((e for e in rows if e.kind == "city" and lies_in(e, frozenset({fold_place(container)}), known)), None)


def _demonym(text: str, start: int, end: int) -> Place:
    code = geowords().demonyms[text[start:end]]
    return Place(start=start, end=end, name=text[start:end], kind="country", use="demonym", within=(code,))


def _place(text: str, c: Candidate, name: Named, use: PlaceUse, senses: Senses, known: Gazetteer) -> Place:
    surface = text[c.start : c.end]
    entry, rivals = senses[name.folded]
    if entry is None or is_landform(text, c.start, c.end, entry):
        ids = tuple(r.id for r in rivals if r.id)
        return Place(start=c.start, end=c.end, name=surface, kind="other", use=use, rivals=ids)
    prec = PREC[entry.kind]
    shown = surface
    before = text[max(0, c.start - 40) : c.start]
    if entry.kind in ("country", "adm1", "region") and (direction := geowords().directions.search(before)):
        shown, prec = direction.group() + surface, 5
    elif entry.kind in ("city", "district") and geowords().near.search(before):
        prec = 2
    return Place(
        start=c.start,
        end=c.end,
        name=shown,
        kind=entry.kind,
        use=use,
        geonames_id=entry.id or None,
        lat=entry.lat,
        lon=entry.lon,
        population=entry.population,
        within=known.within(entry),
        where_prec=prec,
        rivals=tuple(r.id for r in rivals if r.id),
    )
