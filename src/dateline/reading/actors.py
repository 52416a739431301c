"""Actors: who acts, speaks or is acted on, one record an actor and report, aliases merged.

Names come from the language pipeline's entities, corrected by tables and by how the same string is used elsewhere in
the report; descriptions ("a spokesman for the port") from nouns that stand for people or bodies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from dateline.reading.kinds import fold_actor, kind_of_name, kind_of_noun, kinds, small_words
from dateline.reading.language import tokens_of
from dateline.reading.merging import ACRONYM, BODIES, Found, initials, merge, surname_of
from dateline.reading.roots import names_deed
from dateline.records import Actor, ActorKind, Place, Report

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

AGED = re.compile(r"\d-year-old\s$")
AGE = re.compile(r",\s\d{1,2}[,.]")
"""What stands before and behind the name of a person, whatever it looks like: "26-year-old Bo Ash", "Bo Ash, 26,"."""

NAME = r"[A-Z][a-z]+(?: [A-Z]\.)?(?: [A-Z][a-z]+(?:-[A-Z][a-z]+)?){1,2}(?![\w-])"
FULL_AND_AGE = re.compile(rf"\b(?P<name>{NAME}), \d{{1,2}},")
"""A full name, and one with an age behind it."""

ENDINGS = ("'s", "’s", "'", "’", '"', "”", ",", ")", "-", " ", "\xa0")
"""What a name does not end with."""

DOERS = frozenset({"armed group", "government"})
"""Kinds of actors that are named before what they do: "rebel advance", "police firing"."""


def read_actors(doc: Doc, report: Report, places: Sequence[Place]) -> tuple[Actor, ...]:
    """Find the actors of a report, those mentioned first coming first."""
    text = report.text
    literal = {(p.start, p.end) for p in places if p.use == "literal"}
    named = _named(doc, text, literal)
    named = _with_surnames(_trimmed(sorted([*named, *_unseen(text, named, literal)])))
    named += _repeated(text, named, places)
    taken = covered(text, named)
    described = [m for m in _described(doc, text) if not any(taken[m.start : m.end])]
    return merge(text, named, described)


def covered(text: str, mentions: Iterable[Found | Place]) -> bytearray:
    """Return a mark for each character that a mention covers."""
    taken = bytearray(len(text) + 1)
    for mention in mentions:
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return taken


# ---------------------------------------------------------------- names


def _named(doc: Doc, text: str, literal: set[tuple[int, int]]) -> list[Found]:
    table = kinds()
    found = {
        m.start(): Found(m.start(), m.end(), m.group(), table.names[fold_actor(m.group())])
        for m in _known_names().finditer(text)
    }
    taken = covered(text, found.values())
    for ent in doc.ents:
        start, end = _tight(text, ent.start_char, ent.end_char)
        if start >= end or any(taken[start:end]):
            continue
        mention_or_none = _from_entity(ent.root, ent.label_, text, (start, end), literal)
        if mention_or_none is not None:
            found[start] = mention_or_none
    return sorted(found.values())


def _unseen(text: str, named: Sequence[Found], literal: Iterable[tuple[int, int]]) -> list[Found]:
    """Find people whom the pipeline missed by a title before their name, or an age behind it: "Mayor Ana Ruiz, 54,"."""
    taken = covered(text, named)
    for start, end in literal:
        taken[start:end] = b"\x01" * (end - start)
    found = []
    for match in (*titled().finditer(text), *FULL_AND_AGE.finditer(text)):
        start, end = match.span("name")
        words = match.group("name").lower().split()
        if any(taken[start:end]) or kind_of_name(match.group("name")) or small_words() & set(words):
            continue
        if not any(kind_of_noun(word) for word in words):
            role = match.groupdict().get("title")
            taken[start:end] = b"\x01" * (end - start)
            found.append(Found(start, end, match.group("name"), "person", role.strip() if role else None))
    return found


@cache
def titled() -> re.Pattern[str]:
    """Return the pattern of a title and a full name behind it."""
    return re.compile(rf"\b(?P<title>{kinds().titles.pattern})(?P<name>{NAME})")


@cache
def _ranked() -> re.Pattern[str]:
    """Return the pattern of an officer's or speaker's name that a body and his rank stand before, as one name."""
    ranks = "|".join(re.escape(rank) for rank in sorted(kinds().ranks, key=lambda rank: (-len(rank), rank)))
    return re.compile(rf"\s(?P<title>(?:(?:{ranks})\s{{1,3}}){{1,4}})(?P<name>{NAME})\Z")


def _trimmed(named: list[Found]) -> list[Found]:
    """Cut a word of a headline from a name that is told again without it: "Minister Okoro Says", "Meet Ada Okoro"."""
    often = Counter(m.name for m in named)
    made = []
    for m in named:
        first, _, rest = m.name.partition(" ")
        start, _, last = m.name.rpartition(" ")
        found = m
        if often[m.name] == 1 and start and last.lower() in small_words() and often[start]:
            found = msgspec.structs.replace(m, end=m.start + len(start), name=start)
        elif often[m.name] == 1 and " " in rest and first.lower() in small_words() and often[rest]:
            found = msgspec.structs.replace(m, start=m.end - len(rest), name=rest)
        made.append(found)
    return made


def _with_surnames(named: list[Found]) -> list[Found]:
    """Take single words for the person who bears them, where the pipeline takes them for a body or an acting place."""
    full = [fold_actor(m.name).split() for m in named if m.kind == "person" and " " in m.name.strip()]
    borne = {word for words in full if len(words) > 1 for word in (words[0], words[-1])}
    return [
        msgspec.structs.replace(m, kind="person")
        if m.kind in ("organisation", "government") and fold_actor(m.name) in borne and kind_of_name(m.name) is None
        else m
        for m in named
    ]


def _from_entity(
    root: Token, label: str, text: str, at: tuple[int, int], literal: set[tuple[int, int]]
) -> Found | None:
    """Return the actor an entity of the pipeline is; None for places that do not act, and for what is no name."""
    start, end = at
    name = text[start:end]
    if label in ("GPE", "LOC", "FAC") or at in literal:
        return Found(start, end, name, "government") if label == "GPE" and _acts(root) else None
    folded = fold_actor(name)
    if label not in ("PERSON", "ORG") or folded in kinds().no_names or not any(c.isalpha() for c in name):
        return None
    if " " not in folded and (
        kind_of_noun(root.lemma_.lower()) or kind_of_noun(folded) or root.pos_ in ("ADJ", "VERB", "ADV")
    ):
        return None
    return _person_or_body(root, text, start, end, label)


def _person_or_body(root: Token, text: str, start: int, end: int, label: str) -> Found | None:
    name = text[start:end]
    kind = kind_of_name(name)
    if kind is not None:
        return Found(start, end, name, kind)
    title = kinds().titles.match(name)
    role = None
    if title is not None and title.end() < len(name):
        role, start = title.group().strip(), start + title.end()
        name, label = text[start:end], "PERSON"
    else:
        before = text[max(0, start - 40) : start]
        lead = [m for m in kinds().titles.finditer(before) if m.end() == len(before)]
        if lead:
            role, label = lead[0].group().strip(), "PERSON"
    if (
        label == "ORG"
        and " " in name
        and (AGED.search(text, max(0, start - 30), start) or AGE.match(text, end, end + 6))
    ):
        label = "PERSON"
    if role is None and (ranked := _ranked().search(name)) is not None:
        own, of = start + ranked.start("name"), name[: ranked.start()]
        return Found(own, end, ranked["name"], "person", ranked["title"].strip(), of)
    if label == "ORG":
        return Found(start, end, name, "organisation")
    if not name[0].isupper() or any(c.isdigit() for c in name):
        return None
    office, body = _office(root, text)
    return Found(
        start,
        end,
        name,
        "person",
        _joined(role, office),
        body,
    )


def _joined(title: str | None, office: str | None) -> str | None:
    """Return a title before the name and an office beside it as one role, without saying the title twice."""
    if title is None or office is None:
        return title or office
    rest = office.removesuffix(title).strip()
    return f"{title}, {rest}" if rest else title


def _office(root: Token, text: str) -> tuple[str | None, str | None]:
    """Return the office in apposition to a name, and the body it is held in."""
    for child in root.rights:
        if child.dep_ == "appos" and child.pos_ in ("NOUN", "PROPN"):
            edge = child.right_edge
            for inner in child.subtree:
                if inner.dep_ == "relcl" or (
                    inner.is_punct and inner.text in (",", ";", "—", "–", "(") and inner.i > child.i
                ):
                    edge = (inner.left_edge if inner.dep_ == "relcl" else inner).nbor(-1)
                    break
            first = child.left_edge
            office = text[first.idx : edge.idx + len(edge)].strip(" ,;-")
            if (kind_of_noun(child.lemma_.lower()) is None and child.lower_ not in kinds().offices) or "\n" in office:
                continue
            return office, _body(child, text)
    left = [t for t in root.lefts if t.dep_ in ("compound", "nmod", "amod") and t.lower_ in kinds().offices]
    if left:
        first = left[0].left_edge
        body = text[first.idx : left[0].idx].strip() or None
        return text[first.idx : left[-1].idx + len(left[-1])], body if body and body[0].isupper() else None
    return None, None


def _body(noun: Token, text: str) -> str | None:
    """Return the body that a holder of an office speaks for: "a spokesman for the coalition", "SDF commander"."""
    for token in [noun, *noun.conjuncts]:
        if token.lemma_.lower() not in kinds().offices:
            continue
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("for", "of", "at", "with"):
                target = next((t for t in child.children if t.dep_ == "pobj"), None)
                if target is not None:
                    return _phrase(target, text)
            if child.dep_ in ("compound", "poss", "nmod") and _is_body(child):
                return text[child.left_edge.idx : child.idx + len(child)].removesuffix("'s").removesuffix("’s")
    return None


def _is_body(noun: Token) -> bool:
    """Tell a body before who speaks for it: a name ("SDF commander"), or a noun for one ("police spokesman")."""
    kind = kind_of_noun(noun.lower_)
    if kind is not None:
        return kind in BODIES
    return noun.text[:1].isupper() and (not noun.is_sent_start or bool(noun.ent_type_))


def _phrase(noun: Token, text: str) -> str:
    """Return a noun with what stands before it."""
    return text[noun.left_edge.idx : noun.idx + len(noun)]


def _acts(token: Token) -> bool:
    return (
        token.dep_ in ("nsubj", "agent")
        and token.head.pos_ == "VERB"
        and token.head.lemma_ not in ("be", "have", "see")
    )


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut an entity to one line, without article, quotation marks and possessive."""
    newline = text.find("\n", start, end)
    end = newline if newline >= 0 else end
    while start < end and (text[start].isspace() or text[start] in "\"'“”‘’([-–—,."):
        start += 1
    for article in ("the ", "The ", "a ", "A ", "an ", "An ", "Both "):
        if text.startswith(article, start) and start + len(article) < end:
            start += len(article)
            break
    while cut := next((e for e in ENDINGS if text.endswith(e, start, end) and end - start > len(e)), None):
        end -= len(cut)
    return start, end


def _known_names() -> re.Pattern[str]:
    if not _PATTERN:
        table = kinds()
        names = [n for n in (*table.names, *table.alias) if len(n) > 3 or n.upper() in table.short]
        shown = {_cased(n) for n in names}
        _PATTERN.append(
            re.compile(
                r"(?<![\w-])(?:"
                + "|".join(sorted((re.escape(n) for n in shown), key=lambda n: (-len(n), n)))
                + r")(?![\w-])"
            )
        )
    return _PATTERN[0]


_PATTERN: list[re.Pattern[str]] = []


def _cased(folded: str) -> str:
    if folded.upper() in kinds().short or len(folded) <= 3:
        return folded.upper()
    return " ".join(
        w if w in ("of", "and", "for", "the", "sans") else w if w.startswith("al-") else w.capitalize()
        for w in folded.split()
    )


def _repeated(text: str, named: Sequence[Found], places: Sequence[Place]) -> list[Found]:
    """Find names again where the pipeline missed them: surnames, acronyms given in brackets, the same string."""
    forms: dict[str, Found] = {}
    for m in named:
        if m.kind == "person" and " " in m.name:
            surname = surname_of(m.name)
            if len(surname) > 2:
                forms.setdefault(surname, m)
        if len(m.name) > 3 or m.name.isupper():
            forms.setdefault(m.name, m)
    for match in ACRONYM.finditer(text):
        told: ActorKind = next((m.kind for m in named if m.name in match.group(1)), "organisation")
        kind = kind_of_name(match.group(1)) or told
        if initials(match.group(1), match.group(2)):
            forms.setdefault(match.group(2), Found(match.start(2), match.end(2), match.group(2), kind))
    blocked = covered(text, [*(p for p in places if p.use == "literal"), *named])
    found = []
    if forms:
        pattern = re.compile(
            r"(?<![\w-])(?:"
            + "|".join(sorted((re.escape(f) for f in forms), key=lambda f: (-len(f), f)))
            + r")(?![\w-])"
        )
        for match in pattern.finditer(text):
            if not any(blocked[match.start() : match.end()]):
                known = forms[match.group()]
                found.append(Found(match.start(), match.end(), match.group(), known.kind))
    return found


# ---------------------------------------------------------------- descriptions


def _described(doc: Doc, text: str) -> list[Found]:
    """Find nouns that stand for people or bodies, with the words before them ("a senior police official")."""
    found = []
    for token in tokens_of(doc, "NOUN", "PROPN", "ADJ"):
        if token.ent_type_ in ("PERSON", "GPE", "DATE"):
            continue
        kind = kind_of_noun(token.lemma_.lower()) or kind_of_noun(token.lower_)
        if kind is None or (
            token.dep_ in ("compound", "amod", "nmod", "poss")
            and token.head.i > token.i
            and (kind not in DOERS or token.pos_ == "ADJ")
        ):
            continue
        if token.dep_ == "compound" and not (kind == "government" and names_deed(token.head)):
            continue
        first = _first(token)
        start, end = first.idx, token.idx + len(token)
        if "\n" in text[start:end] or "|" in text[start:end]:
            start = token.idx
        found.append(Found(start, end, text[start:end], kind, None, _body(token, text)))
    return found


def _first(noun: Token) -> Token:
    first = noun
    for child in noun.lefts:
        if (
            child.dep_ in ("det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "advmod", "punct")
            and child.left_edge.i < first.i
            and child.lower_ not in ("(", '"', ",", "-")
        ):
            first = child.left_edge
    return first
