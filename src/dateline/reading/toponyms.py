"""Toponyms: which capitalised names of a report are names of places.

Every run of capitalised words is cut into the names the gazetteer knows; a linear model weighs each (what the
language pipeline calls it, the words around it, what the gazetteer knows of it, how the rest of the report uses it),
and of overlapping names the likelier is kept. Weights: data/place_weights.json, fitted by scripts/train_places.py.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from dateline.gazetteer import Gazetteer, fold_place
from dateline.reading.geowords import geowords
from dateline.reading.language import offsets

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

WORD = re.compile(
    r"(?:[A-Z]\.){2,}|(?:S[Tt]|S[Tt]e|M[Tt]|F[Tt]|P[Tt])\.(?=\s[A-Z])|(?:[Aa]l|[Ee]l|[Aa]sh|[Aa]n|[Aa]r|[Ee]z|[Aa]d|[Ee]d)-[A-Z]\w+"
    r"|[^\W\d_a-z]\w*(?:'[A-Z]\w+)?|(?<=\s)d'[A-Z]\w+"
)
"""A capitalised word; an initialism keeps its points."""

JOIN = re.compile(
    r"(?:-| |'s )(?:(?:of the|of|the|de la|de los|de|la|las|los|del|da|do|dos|das|di|du|des|le|les|sur|el|al|ez|es|ash"
    r"|on|upon|in|and|&|y|ul|i|am|an der|der)[ -])?"
)
"""What may stand between two words of one name."""

DIVISION = re.compile(
    r" (?:State|Province|Governorate|Region|District|County|Parish|Prefecture|Oblast|Territory|Republic)\b"
)
"""Words for divisions that belong to the name when they are capitalised."""

SOMEBODY = "somebody's name here"
ALONE = "somebody's name here, nothing leads to it"
"""A town's name that is also the first or last name of somebody named in full; alone it is taken for theirs."""

LEADS = re.compile(r"\b(?:in|at|from|near|to|of|outside|around|toward|via)\s+(?:the\s+)?$", re.IGNORECASE)

GENERIC = re.compile(r"\b(?:Fort|Ft\.|Mount|Mt\.|Port|Point|Camp|Cape|Lake|Saint|St\.|San|Santa)\s$", re.IGNORECASE)
"""Words whose name goes on: "Hood" in "Fort Hood" is no place by itself."""

STREET = re.compile(r"\s(?:Street|St\b|Avenue|Ave\b|Road|Rd\b|Drive|Boulevard|Blvd|Lane|Court|Parkway|Terrace|Highway)")
"""What makes a name that of a street."""

LONGEST = 6
"""Words of the longest name looked up."""

DOUBT = 0.35
"""Share by which a name's surest use in a report lifts or lowers its other uses."""


class Candidate(NamedTuple):
    """A name that may be a place's: its characters, its folded form, and its place in the run of capitalised words."""

    start: int
    end: int
    folded: str
    run_start: int
    run_end: int


class Scored(NamedTuple):
    """A candidate with the logit of its being a place."""

    candidate: Candidate
    logit: float


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Return the fitted weights of both models, "recognition" and "resolution"."""
    found: Mapping[str, Mapping[str, float]] = json.loads(
        files("dateline.data").joinpath("place_weights.json").read_text(encoding="utf-8")
    )
    return found


def find_toponyms(
    doc: Doc, text: str, body_start: int, known: Gazetteer, blocked: Sequence[tuple[int, int]]
) -> list[Scored]:
    """Return the names of places in a folded text, in order, none overlapping; nothing within `blocked` spans."""
    table = weights()["recognition"]
    listed = candidates(doc, text, known, blocked)
    scored = [
        Scored(c, sum(table.get(f, 0.0) for f in held))
        for c, held in zip(listed, features(doc, text, body_start, known, listed), strict=True)
        if ALONE not in held or "container behind" in held
    ]
    return choose(scored, table["threshold"])


def choose(scored: Sequence[Scored], threshold: float) -> list[Scored]:
    """Return the candidates above a threshold after each name's uses are joined, the likelier of those that overlap."""
    surest: dict[str, float] = {}
    for c, logit in scored:
        surest[c.folded] = max(logit, surest.get(c.folded, logit))
    joined = [(logit + DOUBT * (surest[c.folded] - logit), c) for c, logit in scored]
    kept: list[Scored] = []
    taken: set[int] = set()
    for logit, c in sorted(joined, key=lambda item: (-round(item[0], 9), item[1].start, -item[1].end)):
        if logit < threshold:
            break
        span = range(c.start, c.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(Scored(c, logit))
    return sorted(kept)


# ---------------------------------------------------------------- candidates


def candidates(doc: Doc, text: str, known: Gazetteer, blocked: Sequence[tuple[int, int]]) -> list[Candidate]:
    """Return every name that could be a place's: those the gazetteer knows and those the pipeline calls places."""
    found: dict[tuple[int, int], Candidate] = {}
    taken = bytearray(len(text) + 1)
    for start, end in blocked:
        taken[start:end] = b"\x01" * (end - start)
    for c in _known(text, known):
        if not any(taken[c.start : c.end]):
            found.setdefault((c.start, c.end), c)
    for ent in doc.ents:
        if ent.label_ in ("GPE", "LOC"):
            start, end = _tight(text, ent.start_char, ent.end_char)
            folded = fold_place(text[start:end])
            if start < end and not _no_town(folded, text, end) and not any(taken[start:end]):
                found.setdefault((start, end), Candidate(start, end, folded, start, end))
    return [found[key] for key in sorted(found)]


def _known(text: str, known: Gazetteer) -> Iterator[Candidate]:
    """Yield every piece of a run of capitalised words that the gazetteer knows."""
    for run in _runs(text):
        run_start, run_end = run[0][0], run[-1][1]
        for first, (start, _) in enumerate(run):
            for _, end in run[first : first + LONGEST]:
                folded = _meaning(text, start, end, known)
                if folded is None or GENERIC.search(text, max(run_start, start - 9), start) or STREET.match(text, end):
                    continue
                dotted = text.startswith(".", end) and text[start : end + 1] in geowords().states
                yield Candidate(start, end + dotted, folded, run_start, run_end)
                longer = DIVISION.match(text, end)
                if longer is not None and longer.end() <= run_end:
                    yield Candidate(start, longer.end(), folded, run_start, run_end)


def _runs(text: str) -> list[list[tuple[int, int]]]:
    """Return the runs of capitalised words that may be one name, as lists of (start, end)."""
    runs: list[list[tuple[int, int]]] = []
    for match in WORD.finditer(text):
        if match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] in "@#_"):
            continue
        span = (match.start(), match.end())
        if runs:
            joint = JOIN.match(text, runs[-1][-1][1])
            if joint is not None and joint.end() == span[0]:
                runs[-1].append(span)
                continue
        runs.append([span])
    return runs


def _meaning(text: str, start: int, end: int, known: Gazetteer) -> str | None:
    """Return the folded name by which the gazetteer knows a piece of text, or None."""
    surface = text[start:end]
    states = geowords().states
    if surface in states and (len(surface) > 2 or _after_comma(text, start)):
        return fold_place(states[surface])
    if text.startswith(".", end) and surface + "." in states:
        return fold_place(states[surface + "."])
    if len(surface) < 3 and surface not in geowords().short:
        return None
    if surface.isupper() and len(surface) <= 3 and surface not in geowords().short:
        return None
    if surface in geowords().demonyms and not text.startswith(", ", end):
        return None
    folded = fold_place(surface)
    return folded if folded in known and not _no_town(folded, text, end) else None


def _no_town(folded: str, text: str, end: int) -> bool:
    """Tell whether a name is that of a quarter many towns have, or of a body and no container stands behind it."""
    return folded in geowords().quarters or (folded in geowords().bodies and not text.startswith(", ", end))


def _after_comma(text: str, start: int) -> bool:
    return text[max(0, start - 2) : start].strip() == ","


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut articles, directions, possessives and small words from the ends of an entity."""
    newline = text.find("\n", start, end)
    end = newline if newline >= 0 else end
    leading = geowords().leading.match(text, start, end)
    if leading is not None:
        start = leading.end()
    while start < end and not text[start].isalnum():
        start += 1
    piece = text[start:end]
    piece = re.sub(r"(?:'s?+|[^\w.']{1,8}+|(?<=\s)[a-z]\w{0,60}+){1,16}+$", "", piece)
    while piece.endswith(".") and piece.count(".") == 1 and piece not in geowords().states:
        piece = piece[:-1]
    return (start, start + len(piece)) if piece[:1].isupper() else (start, start)


# ---------------------------------------------------------------- features


def features(doc: Doc, text: str, body_start: int, known: Gazetteer, listed: Sequence[Candidate]) -> list[list[str]]:
    """Return, for each candidate, the names of the features that hold for it."""
    starts = offsets(doc)
    ent_of: dict[int, Span] = {token.i: ent for ent in doc.ents for token in ent}
    small = frozenset(re.findall(r"\b[a-z]{3,}\b", text))
    people = _names_of_people(doc)
    by_name: dict[str, Counter[str]] = defaultdict(Counter)
    labels = []
    for c in listed:
        first = doc[max(0, bisect_right(starts, c.start) - 1)]
        last = doc[max(0, bisect_right(starts, c.end - 1) - 1)]
        label = _label(c, ent_of.get(first.i), ent_of.get(last.i))
        labels.append((first, last, label))
        by_name[c.folded][label] += 1
    of_name: dict[str, list[str]] = {}
    found = []
    for n, (c, (first, last, label)) in enumerate(zip(listed, labels, strict=True)):
        own = of_name.get(c.folded)
        if own is None:
            own = of_name[c.folded] = _of_name(c, known, by_name[c.folded], small, people)
        if SOMEBODY in own and c.run_start == c.start and not LEADS.search(text, max(0, c.start - 16), c.start):
            own = [*own, ALONE]
        found.append(
            [
                *own,
                *_of_use(c, text, body_start, label, first, last),
                *_of_neighbours(c, text, _beside(listed, n), known),
            ]
        )
    return found


def _label(c: Candidate, first: Span | None, last: Span | None) -> str:
    """Say what the language pipeline makes of a candidate: exactly an entity, part of one, or none."""
    if first is None and last is None:
        return "none"
    if first is not None and last is not None and first.start == last.start:
        tight = abs(first.start_char - c.start) <= 4 and abs(first.end_char - c.end) <= 2
        if tight:
            return f"{first.label_}="
        where = "first" if first.start_char >= c.start - 4 else "last" if first.end_char <= c.end + 2 else "mid"
        return f"{first.label_}<{where}"
    return f"{(first or last).label_}~"  # type: ignore[union-attr]


def _names_of_people(doc: Doc) -> frozenset[str]:
    """Return the folded first and last names of people named in full: the name alone may be theirs."""
    named = [(ent.label_, ent.text.removesuffix("'s").split()) for ent in doc.ents]
    alone = {words[0] for label, words in named if label == "PERSON" and len(words) == 1}
    people = (
        words
        for label, words in named
        if len(words) > 1 and (label == "PERSON" or (len(words) == 2 and words[-1] in alone and label == "ORG"))
    )
    return frozenset(fold_place(word) for words in people for word in (words[0], words[-1]))


def _of_name(
    c: Candidate, known: Gazetteer, uses: Counter[str], small: frozenset[str], people: frozenset[str]
) -> list[str]:
    """Return what holds of a name wherever it stands: what the gazetteer knows, and how the report uses it."""
    rows = known.rows(c.folded)
    words = c.folded.split()
    found = ["bias", f"words={min(len(words), 4)}"]
    if rows:
        top = [known.entry(row) for row in rows[:8]]
        population = max(e.population for e in top)
        kinds = {e.kind for e in top}
        found += [f"kind={kind}" for kind in sorted(kinds)]
        found += [f"population>{n}" for n in range(1, 8) if population > 10**n]
        found += [f"places>{n}" for n in (1, 3, 10, 30) if len(rows) > n]
        if any(fold_place(e.name) == c.folded for e in top):
            found.append("own name")
            if len(words) == 1:
                found.append(f"own name, one word, population {len(str(population))}")
    else:
        found.append("unknown")
    if len(words) == 1:
        found.append(f"word={c.folded}")
        if c.folded in small:
            found.append("common noun here")
        if c.folded in geowords().ordinary:
            found.append("ordinary word")
        if c.folded in people:
            found.append(SOMEBODY)
    else:
        found += [f"first={words[0]}", f"last={words[-1]}"]
        if all(word in geowords().ordinary for word in words):
            found.append("ordinary words")
    total = sum(uses.values())
    placed = sum(n for label, n in uses.items() if label in ("GPE=", "LOC="))
    person = sum(n for label, n in uses.items() if label.startswith("PERSON"))
    found += [f"placed here>{n}" for n in (0, 0.34, 0.67) if placed > n * total]
    found += [f"person here>{n}" for n in (0, 0.34, 0.67) if person > n * total]
    found += [f"uses>{n}" for n in (1, 3) if total > n]
    return found


def _of_use(c: Candidate, text: str, body_start: int, label: str, first: Token, last: Token) -> list[str]:
    """Return what holds of one use of a name: the words around it and what the pipeline makes of it."""
    before = re.search(r"([\w.'-]+)?([^\w.'-]{0,3})$", text[max(0, c.start - 24) : c.start])
    after = re.match(r"('s)?([^\w]{0,3})([\w'-]+)?", text[c.end : c.end + 24])
    prev, gap = (before.group(1) or "", before.group(2)) if before else ("", "")
    own, space, follow = (after.group(1), after.group(2), after.group(3) or "") if after else (None, "", "")
    found = [
        f"label={label}",
        f"tag={first.tag_}-{last.tag_}",
        f"role={last.dep_}",
        f"role={last.dep_}, label={label}",
        f"gap={gap.strip() or ('break' if chr(10) in gap else '')}",
        f"then={space.strip()[:1] or ('break' if chr(10) in space else '')}",
    ]
    found += [f"prev={prev.lower()}" if not gap.strip() else "prev apart", f"prev shape={_shape(prev)}"]
    found += [f"next={follow.lower()}" if not space.strip() else "next apart", f"next shape={_shape(follow)}"]
    if own:
        found.append("possessive")
    if last.dep_ == "compound":
        found.append(f"of={last.head.lower_}")
    if last.dep_ == "pobj":
        found.append(f"under={last.head.lower_}")
    if c.start < body_start:
        found.append("title")
    if text[c.start : c.end].isupper() and c.end - c.start > 3:
        found.append("capitals")
    if c.run_start == c.start and c.run_end <= c.end:
        found.append("whole run")
    else:
        found.append(f"run{'<' if c.run_start < c.start else ''}{'>' if c.run_end > c.end else ''}")
        tail = text[max(c.end, c.run_end - LONGEST * 20) : c.run_end].split()
        if tail:
            found.append(f"run ends={tail[-1].lower()}")
            if label.startswith(("ORG", "FAC")):
                found.append("begins a body's name" if c.run_start == c.start else "within a body's name")
    return found


def _beside(listed: Sequence[Candidate], n: int) -> list[Candidate]:
    """Return the candidates that overlap one, of a list in order."""
    c = listed[n]
    found = []
    for step, reach in ((-1, c.start - LONGEST * 20), (1, c.end)):
        i = n + step
        while 0 <= i < len(listed) and (listed[i].start > reach if step < 0 else listed[i].start < reach):
            if listed[i].start < c.end and c.start < listed[i].end:
                found.append(listed[i])
            i += step
    return found


def _shape(word: str) -> str:
    first = word[:1]
    return "Cap" if first.isupper() else "low" if first.isalpha() else "digit" if first.isdigit() else "none"


def _of_neighbours(c: Candidate, text: str, beside: Sequence[Candidate], known: Gazetteer) -> list[str]:
    """Return what holds of a name and the names beside it: a container behind it, a list, a longer name around it."""
    found = []
    if text.startswith(", ", c.end):
        behind = TAIL.match(text, c.end + 2)
        if behind is not None:
            name = behind.group()
            folded = fold_place(geowords().states.get(name, geowords().states.get(name + ".", name)))
            rows = known.rows(folded)[:3]
            kinds = {known.entry(row).kind for row in rows}
            if kinds & {"adm1", "country"}:
                found.append("container behind")
            elif rows:
                found.append("name behind")
    if text.endswith(", ", 0, c.start):
        ahead = HEAD.search(text, max(0, c.start - 40), c.start - 2)
        if ahead is not None and fold_place(ahead.group(1)) in known:
            found.append("name ahead")
    if any(o.start <= c.start and c.end <= o.end for o in beside):
        found.append("in a longer name")
    if any(c.start <= o.start and o.end <= c.end for o in beside):
        found.append("holds a shorter name")
    return found


TAIL = re.compile(r"(?:[A-Z]\.)+|[A-Z][\w'-]+\.?(?: [A-Z][\w'-]+)?")
HEAD = re.compile(r"([A-Z][\w'-]{1,60}(?: [A-Z][\w'-]{1,60})?)$")
