"""Whom a trigger counts, through the parse.

The patients of a trigger are the object of an active verb, the subject of a passive one, the noun a participle or
adjective stands by, the complement of a noun ("the death of"), and everything coordinated with these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.reading.counted import unit_of
from dateline.reading.measures import senses, units, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dateline.reading.triggers import Trigger

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_RELATIVE = frozenset({"who", "that", "which", "whom"})
_HAVING = frozenset({"have", "has", "had", "having", "did", "to"})
_ROUND = frozenset({"around", "about", "over", "under", "above", "below", "between", "near"})
_PLURAL = frozenset({"were", "are", "have"})
_SOMEONE = frozenset({"one", "both", "another"})
_NOUN_LINKS = frozenset({"of", "to", "for", "among", "in"})


def patients(doc: Doc, trigger: Trigger) -> list[int]:
    """Token numbers of the nominals that `trigger` counts, coordinated ones included, in text order."""
    token = doc[trigger.token]
    role = trigger.sense.role
    if role == "object":
        found = _objects(token)
    elif role == "subject":
        found = _subjects(token)
    elif role == "adjective":
        active = _strikes(token) or _misses(token)
        found = [] if active or (token.dep_ == "relcl" and _of_which(token)) else _described(token)
    elif role == "noun":
        found = [token]
    elif role == "bearer":
        found = _bearers(token)
    elif role == "noun_of":
        found = [] if _dies_of(token, trigger) else _complements(token)
    else:
        found = _toll(token)
    expanded: set[int] = set()
    for one in [*found, *_named_by(found), *_owners_of_houses(token, found)]:
        _with_conjuncts(one, token, expanded)
    return sorted(expanded)


def _bearers(word: Token) -> list[Token]:
    """Return who has what stands after "with": "a man with a wound", "two came to a hospital with wounds"."""
    head = word.head
    for _ in range(4):
        if head.pos_ in NOMINAL and (unit_of(head) == "people" or head.pos_ in ("PRON", "NUM", "PROPN")):
            return [head]
        if head.pos_ in ("VERB", "AUX"):
            objects = [child for child in head.children if child.dep_ == "dobj" and child.i < word.i]
            persons = [one for one in objects if unit_of(one) == "people" or one.pos_ in ("PRON", "NUM", "PROPN")]
            return persons or ([] if objects and head.lower_ in words("makers") else _subjects(head))
        if head.head.i == head.i:
            return []
        head = head.head
    return []


def _strikes(word: Token) -> bool:
    """Tell the verb of whoever strikes another from the participle of the struck: "the shooter who wounded a girl"."""
    if not any(child.dep_ == "dobj" and child.i > word.i for child in word.children):
        return False
    if word.dep_ in ("relcl", "conj"):
        return word.tag_ != "VBN"
    return any(child.dep_ == "nsubj" for child in word.children) and not _is_passive(word)


def _misses(word: Token) -> bool:
    """Tell who misses somebody from who is missing: "everybody's missing Jo"."""
    return word.lower_ == "missing" and any(child.dep_ == "dobj" and child.i > word.i for child in word.children)


def _has_own(noun: Token) -> bool:
    """Tell whether a noun has an article or number of its own, so that the adjective before another is not its."""
    return any(child.dep_ in ("det", "nummod") and child.i < noun.i for child in noun.children)


def _dies_of(noun: Token, trigger: Trigger) -> bool:
    """Tell injuries someone died of: he is counted among the dead."""
    if trigger.sense.measure != "injured" or noun.dep_ != "pobj":
        return False
    return any(sense.measure == "killed" for sense in senses().get(noun.head.head.lower_, ()))


def _named_by(found: list[Token]) -> list[Token]:
    """Return who several people are said to be: "the injured were Ana Ruiz and a guard", "the dead include"."""
    return [
        child
        for one in found
        if one.dep_ == "nsubj"
        and one.head.lemma_ in ("be", "include")
        and (one.tag_ == "NNS" or one.lower_ in words("several"))
        for child in one.head.children
        if child.dep_ == ("attr" if one.head.lemma_ == "be" else "dobj") and child.i > one.i
    ]


def _owners_of_houses(trigger: Token, found: list[Token]) -> list[Token]:
    """Return whose houses are struck: "12 families whose homes were destroyed", "12 families' homes"."""
    owners = []
    for one in found:
        if units().get(one.lower_) == "houses":
            for child in one.children:
                if child.dep_ == "poss" and units().get(child.lower_) == "households":
                    owners.append(child)
                elif child.lower_ == "whose" and trigger.dep_ == "relcl":
                    owners.append(trigger.head)
    return owners


def _with_conjuncts(token: Token, word: Token, into: set[int]) -> None:
    stack, trigger = [token], word.i
    attributive = word.dep_ == "amod" and word.head.i == token.i and word.i < token.i
    measures = {sense.measure for sense in senses().get(token.lower_, ()) if sense.role == "noun"}
    while stack:
        one = stack.pop()
        if one.i in into:
            continue
        into.add(one.i)
        for child in one.children:
            # a conjunct beyond the trigger has its own ("12 killed and 30 injured")
            own = (
                {sense.measure for sense in senses().get(child.lower_, ()) if sense.role == "noun"} if measures else ()
            )
            if (own and not measures & set(own)) or (attributive and child.dep_ == "conj" and _has_own(child)):
                continue
            if child.dep_ in ("conj", "appos") and child.pos_ in NOMINAL and (child.i < trigger) == (one.i < trigger):
                # a second name for the same person is no second person
                if (
                    child.dep_ == "conj"
                    or any(grand.dep_ == "nummod" for grand in child.children)
                    or _goes_on(one, child)
                ):
                    stack.append(child)
            elif child.dep_ == "prep" and _leads_on(one, child.lower_):
                stack.extend(c for c in child.children if c.dep_ == "pobj")


def _goes_on(first: Token, one: Token) -> bool:
    """Tell a list the parse takes for an apposition: "six priests, a cook and her daughter", "a man, his wife and"."""
    last = next((child for child in one.children if child.dep_ == "conj"), None)
    if last is None or one.tag_ not in ("NN", "NNP"):
        return False
    if first.tag_ in ("NNS", "NNPS"):
        return True
    if first.dep_ in _SUBJECTS:
        return any(child.dep_ in ("aux", "auxpass") and child.lower_ in _PLURAL for child in first.head.children)
    counted = any(child.dep_ == "nummod" for child in last.children)
    return counted or (_article(first) and _article(one) and _article(last))


def _article(noun: Token) -> bool:
    return any(child.lower_ in ("a", "an") for child in noun.children)


def _leads_on(noun: Token, preposition: str) -> bool:
    """Tell whether what stands after the preposition is counted as well ("a group of miners", "including")."""
    grouped = preposition == "of" and (noun.lower_ in words("groups") or noun.pos_ == "NUM")
    # "arrested over the killing, including Ana Ruiz" lists no dead
    deed = noun.tag_ == "NN" and noun.lower_ in senses()
    return (preposition == "including" and not deed) or grouped


def _of_which(verb: Token) -> bool:
    """Tell a clause about a part of its noun: "5,000 families, of which 1,200 have been displaced"."""
    parts = (child for child in verb.children if child.dep_ == "prep" and child.lower_ == "of" and child.i < verb.i)
    return any(grand.lower_ in ("which", "whom") for one in parts for grand in one.children)


def _own_subjects(verb: Token) -> list[Token]:
    own = [child for child in verb.children if child.dep_ in _SUBJECTS and child.i < verb.i]
    # "five others, two of them children, were critically hurt": the parse hangs the subject on "were"
    own = own or [
        grand
        for child in verb.lefts
        if child.dep_ in ("aux", "auxpass")
        for grand in child.lefts
        if grand.dep_ in _SUBJECTS
    ]
    own = own or _just_before(verb)
    # "Nine-year-old struck by a bullet": the age has no noun
    return own or [child for child in verb.lefts if child.lower_ == "old" and child.dep_ in ("amod", "advmod")]


def _just_before(verb: Token) -> list[Token]:
    """Return the subject that the parse gave to another verb as its object: "a guard explaining the child was shot"."""
    finite = next((child for child in verb.lefts if child.dep_ in ("aux", "auxpass")), None)
    if finite is None or finite.i == 0 or finite.tag_ not in ("VBD", "VBZ", "VBP"):
        return []
    noun = finite.nbor(-1)
    while noun.dep_ in ("pobj", "prep") and noun.head.i < noun.i:
        noun = noun.head
    if noun.dep_ != "dobj" or noun.head.i > noun.i or noun.pos_ not in NOMINAL:
        return []
    joined = any(noun.doc[i].dep_ == "cc" for i in range(noun.left_edge.i, noun.i))  # "killed two and 400 fled"
    return [] if joined else [noun]


def _subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Who does it: the subject, the noun of a relative clause, or the subject of the governing verb."""
    own = _own_subjects(verb)
    if own:
        if own[0].lower_ in _RELATIVE and verb.dep_ == "relcl":
            return [verb.head]
        return own
    if depth > 4 or verb.head.i == verb.i:
        return []
    if verb.dep_ in ("acl", "relcl", "amod") and verb.head.pos_ in NOMINAL:
        return [] if _of_which(verb) else [verb.head]
    if verb.dep_ == "prep" and verb.head.pos_ in NOMINAL:
        return [verb.head]
    if verb.dep_ in ("prep", "acomp", "oprd") and verb.head.lower_ in words("makers"):
        objects = [child for child in verb.head.children if child.dep_ == "dobj"]
        if objects:
            return objects
    if verb.dep_ in ("xcomp", "ccomp") and verb.head.pos_ == "VERB":
        objects = [child for child in verb.head.children if child.dep_ == "dobj"]
        return objects or _subjects(verb.head, depth + 1)
    if verb.dep_ in ("conj", "advcl", "prep", "pcomp", "acomp", "attr", "oprd", "advmod", "dep", "pobj"):
        return _subjects(verb.head, depth + 1)
    return []


def _objects(verb: Token) -> list[Token]:
    """To whom it happens."""
    objects = [child for child in verb.children if child.dep_ in ("dobj", "dative")] or _rounded(verb)
    if objects:
        return [owner for one in objects for owner in _owners(one)]
    if verb.dep_ == "prep" or verb.pos_ == "ADP":
        return _subjects(verb)
    if verb.dep_ == "pobj" and any(child.dep_ == "det" for child in verb.lefts):
        return []  # "70 houses for the displaced"
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ == "VERB" and child.i > verb.i and not _is_passive(verb):
            later = [grand for grand in child.children if grand.dep_ == "dobj"]
            if later and child.i - verb.i <= 4:
                return later
    if verb.lower_.endswith("ing") and not _is_passive(verb):
        return [verb.head] if verb.dep_ == "amod" and verb.head.pos_ in NOMINAL else []
    if verb.dep_ in ("oprd", "acomp", "ccomp", "xcomp", "advcl") and verb.head.lower_ in words("makers"):
        return _described(verb)
    return _subjects(verb) if _may_be_participle(verb) else []


def _rounded(verb: Token) -> list[Token]:
    """Return the object whose "around" or "over" the parse takes for a preposition: "displaced around 400 people"."""
    if _is_passive(verb):
        return []
    return [
        grand
        for child in verb.children
        if child.dep_ == "prep" and child.i == verb.i + 1 and child.lower_ in _ROUND
        for grand in child.children
        if grand.dep_ == "pobj" and (grand.like_num or any(one.dep_ == "nummod" for one in grand.children))
    ]


def _owners(noun: Token) -> list[Token]:
    """Whose life it is, where a life is taken; else the noun itself."""
    if noun.lower_ not in ("life", "lives"):
        return [noun]
    owners = [child for child in noun.children if child.dep_ == "poss"]
    for child in noun.children:
        if child.lower_ == "of":
            owners.extend(grand for grand in child.children if grand.dep_ == "pobj")
    return owners or [noun]


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def _may_be_participle(verb: Token) -> bool:
    """Tell "Man shot in park" and "twelve wounded" from "he shot at the door": no object, and no clear doer."""
    if _is_passive(verb):
        return True
    if not verb.lower_.endswith(("ed", "en", "t", "ung", "ain", "wn", "uck")):
        return False
    if any(
        child.lower_ == "at" and child.dep_ in ("prep", "prt") and not any(child.children) for child in verb.children
    ):
        return False
    if any(child.lower_ == "by" for child in verb.children):
        return True
    own = _own_subjects(verb)
    if verb.tag_ == "VBN" or verb.tag_[:1] != "V" or not own:
        return not any(child.dep_ == "aux" and child.lower_ in _HAVING for child in verb.children)
    subject = own[0]
    aimed = any(
        child.dep_ in ("prep", "prt") and child.lower_ in ("at", "back", "into", "through") for child in verb.children
    )
    return not aimed and subject.pos_ != "PRON" and not any(child.dep_ in ("det", "poss") for child in subject.children)


def _of_adverb(word: Token, ahead: Token) -> list[Token] | None:
    """Return whom an adverb tells of: "fatally wounded six", and the one of "four were shot, one fatally"."""
    head = word.head
    if word.dep_ != "advmod":
        return None
    if ahead.i != word.i and (ahead.like_num or ahead.lower_ in _SOMEONE):
        return [ahead]
    if head.pos_ != "VERB" or head.i < word.i:
        return None
    hurt = any(sense.measure in ("killed", "injured") for sense in senses().get(head.lower_, ()))
    return _objects(head) if hurt else []


def _described(word: Token) -> list[Token]:
    """Return what an adjective says something about."""
    head = word.head
    ahead = word.doc[word.i - 1] if word.i else word
    if (told := _of_adverb(word, ahead)) is not None:
        return told
    if (
        word.dep_ == "amod"
        and head.i > word.i
        and ahead.lower_ in (words("makers") | words("linking"))
        and ahead.pos_ in ("VERB", "AUX")
    ):
        return _subjects(ahead)
    if word.dep_ in ("amod", "acl", "relcl", "appos", "nmod", "compound") and head.pos_ in NOMINAL and head.i != word.i:
        return [head]
    own = [
        child
        for child in word.children
        if child.dep_ in ("nsubj", "nsubjpass", "nummod", "npadvmod") and child.i < word.i
    ]
    if own:
        return [word if own[0].dep_ == "nummod" else own[0]]
    if word.dep_ in ("acomp", "oprd", "attr", "xcomp", "ccomp", "advcl", "advmod", "dep", "conj", "dobj"):
        if head.lower_ in words("makers"):
            objects = [
                child for child in head.children if child.dep_ in ("dobj", "nsubj") and head.i < child.i < word.i
            ]
            if objects:
                return objects
        if word.dep_ == "dobj" or (word.dep_ == "conj" and head.pos_ in NOMINAL and head.pos_ != "ADJ"):
            return [word]
        if word.dep_ == "conj" and head.pos_ == "ADJ":
            return _described(head)
        return _subjects(head)
    return [word]


def _complements(noun: Token) -> list[Token]:
    """Return what stands after of or to, or before 's."""
    found: list[Token] = []
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in _NOUN_LINKS:
            found.extend(grand for grand in child.children if grand.dep_ == "pobj" and child.lower_ in ("of", "to"))
        elif child.dep_ == "poss" and noun.lower_ in words("owned"):
            found.append(child)
    if not found:
        # "the murder in Guatemala of Ana Ruiz"
        inner = [grand for child in noun.children if child.dep_ == "prep" for grand in child.children]
        of = [child for one in inner if one.dep_ == "pobj" for child in one.children if child.lower_ == "of"]
        found.extend(grand for one in of for grand in one.children if grand.dep_ == "pobj")
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj") and not found:
        # "damage was reported to 230 homes", "caused damage to 230 homes"
        reached = [child for child in noun.head.children if child.dep_ == "prep" and child.lower_ == "to"]
        found.extend(grand for child in reached for grand in child.children if grand.dep_ == "pobj")
    return found


def _toll(noun: Token) -> list[Token]:
    """Return the number a toll stands at: "toll of 12", "toll rose to 12", "toll is 12", "12: the toll"."""
    verb = noun.head
    while verb.dep_ in ("prep", "pobj", "compound") and verb.head.i != verb.i and verb.pos_ not in ("VERB", "AUX"):
        verb = verb.head
    places = list(noun.children)
    if verb.pos_ in ("VERB", "AUX"):
        places.extend(verb.children)
        for child in verb.children:
            if child.dep_ in ("xcomp", "conj", "advcl"):
                places.extend(child.children)
    near = range(noun.i + 1, min(noun.i + 7, len(noun.doc) - 1))
    found = [noun.doc[i + 1] for i in near if noun.doc[i].text == ":" and noun.doc[i + 1].like_num]
    for place in places:
        if place.dep_ == "prep" and place.lower_ in ("of", "to", "at"):
            found.extend(child for child in place.children if child.dep_ in ("pobj", "pcomp", "nummod"))
        elif place.dep_ == "prep" and place.lower_ == "from":
            # "from 9 to 12": where it stands now
            found.extend([token for token in place.subtree if token.like_num][1:2])
        elif place.dep_ in ("attr", "dobj", "npadvmod", "nummod", "acomp", "oprd") and place.pos_ in ("NUM", "NOUN"):
            found.append(place)
    return found
