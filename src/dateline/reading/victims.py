"""Persons struck down one by one, without a number: "a man was killed", "Ana Ruiz, 24, died", "he shot himself".

Each counts one, with scope "subset". The mention is the name or noun, `whom` the phrase; a pronoun stands for the
nearest person before it, whose phrase `whom` repeats. "Killed himself" counts the attacker.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dateline.reading.counted import ATTACKER, own_phrase, status_of
from dateline.reading.kinds import kind_of_name, kinds
from dateline.reading.measures import CASUALTY_ORDER, senses, units, words
from dateline.reading.triggers import ORDER, Trigger
from dateline.records import Quantity, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

_REFLEXIVE = frozenset({"himself", "herself", "themself"})
_PRONOUNS = frozenset({"he", "she", "him", "her"})
_ATTACKER = re.compile(rf"^{ATTACKER}$", re.IGNORECASE)
_OWN_LIFE = re.compile(r"own\s+li|suicide", re.IGNORECASE)
_NO_PLACE = frozenset({"", "ORG", "WORK_OF_ART", "PRODUCT", "LAW"})
"""What the pipeline takes unusual names of persons for."""

LONGEST_NAME = 7
"""Words of a person's name, titles among them."""

HEADLINE_WORD = 3
"""Letters of the longest word that a headline may leave without a capital."""

_ANY = frozenset({"each", "every", "any"})
"""Determiners that make of one person any number of them ("one count for each person wounded")."""

BACK = 60
"""Tokens before a pronoun within which its person is looked for."""


class _Victim(NamedTuple):
    token: Token
    span: Span
    counted: Span


def read_victims(doc: Doc, text: str, governed: dict[int, list[Trigger]], counted: set[int]) -> list[Quantity]:
    """Persons counted one by one; `counted` are tokens that a number already counts."""
    found: list[Quantity] = []
    for i in sorted(governed):
        trigger = _gravest(governed[i])
        if trigger is None or i in counted:
            continue
        victim, reflexive = _victim(doc[i], trigger)
        if victim is None or victim.token.i in counted:
            continue
        status = status_of(doc[trigger.token])
        if status == "denied" or _neither(victim.token) or _is_doer(text, trigger, victim):
            continue
        attacks = (
            reflexive
            or bool(_ATTACKER.match(text[victim.counted.start : victim.counted.end]))
            or bool(_OWN_LIFE.search(text[trigger.start : trigger.end]))
        )
        found.append(
            Quantity(
                start=victim.span.start,
                end=victim.span.end,
                number=1.0,
                low=1.0,
                best=1.0,
                high=1.0,
                unit="people",
                measure=trigger.sense.measure,
                counted=victim.counted,
                whom=text[victim.counted.start : victim.counted.end],
                scope="subset",
                status=status,
                trigger=Span(trigger.start, trigger.end),
                counts_attacker=True if attacks else None,
            )
        )
    return found


_BY = re.compile(r"[^.;:]{0,60}?\bby\s(?:the\s|an?\s|his\s|her\s)?")


def _is_doer(text: str, trigger: Trigger, victim: _Victim) -> bool:
    """Tell whether who is taken for the one struck is named behind as the doer ("she was held by the Brigade")."""
    found = _BY.match(text, trigger.end)
    return found is not None and text.startswith(victim.counted.of(text), found.end())


def _neither(token: Token) -> bool:
    """Tell whom a trigger did not befall: "neither Ana Ruiz nor her driver was hurt"."""
    heads = (token, token.head) if token.dep_ in ("conj", "appos") else (token,)
    return any(child.lower_ in ("neither", "nor", "no") for one in heads for child in one.children)


def _gravest(triggers: list[Trigger]) -> Trigger | None:
    casualties = [t for t in triggers if t.sense.measure in CASUALTY_ORDER and t.sense.role != "toll"]
    return min(casualties, key=lambda t: (ORDER[t.sense.measure], t.start)) if casualties else None


def _victim(token: Token, trigger: Trigger) -> tuple[_Victim | None, bool]:
    """Return the person that `token` names, and whether it is the doer itself."""
    if token.lower_ in _REFLEXIVE:
        person = _doer(token.head)
        if person is None:
            return None, True
        return _Victim(person.token, Span(token.idx, token.idx + len(token)), person.counted), True
    if token.lower_ in _PRONOUNS:
        person = _antecedent(token)
        return (
            None if person is None else _Victim(person.token, Span(token.idx, token.idx + len(token)), person.counted)
        ), False
    if trigger.sense.role == "noun" and token.i == trigger.token:
        return _body(token), False
    return _person(token), False


def _body(token: Token) -> _Victim | None:
    """Return a body found, of nobody said."""
    if token.lower_ not in ("body", "corpse") or not any(child.lower_ in ("a", "an") for child in token.children):
        return None
    return None if any(child.lower_ == "of" for child in token.children) else _described(token)


def _doer(verb: Token) -> _Victim | None:
    for _ in range(4):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                if child.lower_ in _PRONOUNS or child.lower_ in ("who", "that"):
                    return _person(verb.head) if child.lower_ in ("who", "that") else _antecedent(child)
                return _person(child)
        if verb.head.i == verb.i:
            break
        verb = verb.head
    return None


def _antecedent(pronoun: Token) -> _Victim | None:
    """Return the nearest person before a pronoun, of fitting gender where the noun tells one."""
    doc = pronoun.doc
    for i in range(pronoun.i - 1, max(-1, pronoun.i - BACK), -1):
        if (doc[i].dep_ == "nsubj" and doc[i].head.lower_ in words("saying")) or _within_name(doc[i]):
            continue
        if doc[i].dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "ROOT", "poss"):
            person = None if _is_his_own(doc[i]) else _person(doc[i])
            if person is not None and _gender_fits(doc[i].lower_, pronoun.lower_):
                return person
    return None


def _is_his_own(owner: Token) -> bool:
    """Tell a relative who is told of by someone's, and owns what is told of ("in his grandfather's bedroom, he")."""
    return owner.dep_ == "poss" and any(c.dep_ == "poss" and c.lower_ in ("his", "her") for c in owner.children)


def _within_name(token: Token) -> bool:
    """Tell a word that owns part of a body's name ("the Sheriff's Office")."""
    return token.dep_ == "poss" and token.pos_ == "PROPN" and token.head.pos_ == "PROPN"


def _gender_fits(noun: str, pronoun: str) -> bool:
    return noun not in (words("female") if pronoun in ("he", "him") else words("male"))


def _person(token: Token) -> _Victim | None:
    """Return a single person named or described by `token`; None for plurals, groups and things."""
    if token.pos_ == "PROPN" and token.text[:1].isupper():
        if token.ent_type_ == "PERSON" or _has_age(token) or _in_capitals(token) or _is_name(token):
            return _named(token)
        if token.lower_ not in units() or _is_plural(token.lower_):
            return None
        return _described(token)
    if token.lower_ == "old" and token.i > 1 and token.doc[token.i - 1].text == "-":
        return _aged(token)
    if token.lower_ == "another" and token.dep_ in ("nsubj", "nsubjpass", "dobj"):
        return _described(token)
    if (
        token.pos_ in ("NOUN", "PROPN", "ADJ")
        and units().get(token.lower_) == "people"
        and token.tag_ not in ("NNS", "NNPS")
    ):
        return _described(token) if not _is_plural(token.lower_) else None
    return None


def _aged(token: Token) -> _Victim | None:
    """Let the article of "a 15-year-old" stand for the person, since the age is a quantity of its own."""
    article = next((child for child in token.lefts if child.dep_ in ("det", "poss")), None)
    if article is None:
        span = Span(token.left_edge.idx, token.idx + len(token))
        return _Victim(token, span, span) if token.i - token.left_edge.i <= 4 else None
    first = token.doc[article.i + 1]
    return _Victim(token, Span(article.idx, article.idx + len(article)), Span(first.idx, token.idx + len(token)))


def _is_plural(word: str) -> bool:
    return word in words("never_one") or word.endswith("men") or (word.endswith("s") and word[:-1] in units())


def _in_capitals(name: Token) -> bool:
    """Tell a name of several words in a text all in capitals, where the pipeline finds few names."""
    before = name.doc[name.i - 1] if name.i else name
    many = before.dep_ == "compound" and before.head.i == name.i and before.text.isalpha()
    return many and not name.ent_type_ and name.text.isupper() and before.text.isupper() and len(name) > 3


def _is_name(last: Token) -> bool:
    """Tell a person's name the pipeline takes for something else by a title, a description, or a death it owns."""
    doc = last.doc
    first = last.i
    while last.i - LONGEST_NAME < first > 0 and doc[first - 1].pos_ == "PROPN" and doc[first - 1].text[:1].isupper():
        first -= 1
    run = [token.text for token in doc[first : last.i + 1]]
    if (
        last.ent_type_ not in _NO_PLACE
        or last.dep_ == "poss"
        or kinds().titles.fullmatch(last.text + " ") is not None
        or kind_of_name(" ".join(run)) is not None
        or any(word.lower() in words("not_names") for word in run)
    ):
        return False
    if kinds().titles.match(" ".join(run) + " ") or (first > 0 and units().get(doc[first - 1].lower_) == "people"):
        return True
    following = doc[last.i + 1 : last.i + 6]
    described = len(following) > 1 and following[0].text == "," and _describes(following[1:])
    death = last.head.lower_ == "of" and last.head.head.lower_ in words("owned")
    unseen = (
        not last.ent_type_ and not _in_headline(last) and all(word.isalpha() and not word.isupper() for word in run)
    )
    return len(run) > 1 and (described or death or unseen)


def _in_headline(token: Token) -> bool:
    """Tell a line whose words of some length all begin with capitals, where a run of them is no name."""
    return not any(word.text.islower() and len(word) > HEADLINE_WORD for word in token.sent)


def _describes(after: Iterable[Token]) -> bool:
    """Tell whether what stands after a comma is a person's description: "the mayor of", "a 40-year-old teacher"."""
    for token in after:
        if units().get(token.lower_) == "people" and token.pos_ == "NOUN":
            return True
        if token.pos_ not in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PUNCT") or token.text == ",":
            return False
    return False


def _has_age(name: Token) -> bool:
    """Tell a person by the age set off by commas ("Ana Ruiz, 24,"), whatever the pipeline takes the name for."""
    doc = name.doc
    i = name.i
    return (
        i + 3 < len(doc) and doc[i + 1].text == "," and doc[i + 2].text.isdigit() and doc[i + 3].text in (",", ".", ")")
    )


def _named(token: Token) -> _Victim | None:
    doc = token.doc
    first = last = token.i
    while first > 0 and doc[first].ent_iob_ == "I":
        first -= 1
    while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
        last += 1
    if not token.ent_type_:
        while first > 0 and doc[first - 1].pos_ == "PROPN" and doc[first - 1].dep_ == "compound":
            first -= 1
    if last > first and doc[last].lower_ in ("'s", "'"):
        last -= 1
    while first < last and units().get(doc[first].lower_) == "people":
        first += 1
    if any(
        any(map(str.isdigit, doc[i].text))
        or doc[i].lower_ in senses()
        or doc[i].lower_ in units()
        or doc[i].lower_ in words("not_names")
        for i in range(first, last + 1)
    ):
        return _described(token) if units().get(token.lower_) == "people" and not _is_plural(token.lower_) else None
    span = Span(doc[first].idx, doc[last].idx + len(doc[last]))
    return _Victim(token, span, span)


def _described(token: Token) -> _Victim | None:
    if any(
        (child.dep_ == "nummod" and child.lower_ not in ("one", "1") and not _of_age(child))
        or (child.dep_ == "det" and child.lower_ in _ANY)
        for child in token.children
    ):
        return None
    return _Victim(token, Span(token.idx, token.idx + len(token)), Span(*own_phrase(token)))


def _of_age(number: Token) -> bool:
    return number.head.lower_ in ("year", "years", "old")
