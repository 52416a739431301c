"""Word forms: what the pipeline's attribute ruler and rule lemmatiser give, looked up instead of matched again.

Both decide from a token's own tag, dependency and letters, and for a few contractions from the tokens beside it. So a
decision once made for such a combination is kept and serves every later token like it: the same output as the two
components, for a fifth of their time. Whatever was not met before is left to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler, Lemmatizer
    from spacy.tokens import Doc

KEPT = 400_000
"""Decisions kept; a batch of very many different words does not fill the memory."""


class _Words(NamedTuple):
    """Words (hashes of small letters) that the ruler's patterns name, and those of patterns that span two tokens."""

    named: frozenset[int]
    joined: frozenset[int]


class Forms:
    """A pipeline component in place of the attribute ruler and the lemmatiser, which it keeps for what is new."""

    def __init__(self, nlp: Language, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self._ruler, self._lemmatizer = ruler, lemmatizer
        self._words = _words(nlp, ruler)
        self._rules: dict[tuple[int, ...], tuple[int, int, int, int, int]] = {}
        self._lemmas: dict[tuple[int, int, int], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set tag, part of speech, morphology, dependency of spaces and lemma of every token."""
        if len(doc) == 0:
            return doc
        keys = self._keys(doc)
        if all(key in self._rules for key in keys):
            found: Any = np.array([self._rules[key] for key in keys], dtype="uint64")
            doc.from_array(["TAG", "POS", "MORPH", "LEMMA", "DEP"], found)
        else:
            doc = self._ruler(doc)
            if len(self._rules) < KEPT:
                rows = doc.to_array(["TAG", "POS", "MORPH", "LEMMA", "DEP"]).tolist()
                self._rules.update(zip(keys, map(tuple, rows), strict=True))
        self._lemmatise(doc)
        return doc

    def _keys(self, doc: Doc) -> list[tuple[int, ...]]:
        """Return for each token all that a pattern of the ruler can look at."""
        named, joined = self._words
        rows = doc.to_array(["LOWER", "TAG", "DEP", "IS_SPACE"]).tolist()
        last = len(rows) - 1
        keys: list[tuple[int, ...]] = []
        for n, (low, tag, dep, space) in enumerate(rows):
            if low in joined:
                before = rows[n - 1] if n else (0, 0, 0, 0)
                after = rows[n + 1] if n < last else (0, 0, 0, 0)
                beside = (before[0] if before[0] in joined else 0, before[2], after[0] if after[0] in joined else 0)
                keys.append((low, tag, dep, space, *beside, before[1]))
            else:
                keys.append((low if low in named else 0, tag, dep, space))
        return keys

    def _lemmatise(self, doc: Doc) -> None:
        rows = doc.to_array(["ORTH", "POS", "MORPH", "LEMMA"]).tolist()
        strings = doc.vocab.strings
        lemmas = []
        for n, (orth, pos, morph, lemma) in enumerate(rows):
            if lemma:
                lemmas.append(lemma)
                continue
            key = (orth, pos, morph)
            known = self._lemmas.get(key)
            if known is None:
                known = strings.add(self._lemmatizer.rule_lemmatize(doc[n])[0])
                if len(self._lemmas) < KEPT:
                    self._lemmas[key] = known
            lemmas.append(known)
        column: Any = np.array(lemmas, dtype="uint64").reshape(-1, 1)
        doc.from_array(["LEMMA"], column)


def _words(nlp: Language, ruler: AttributeRuler) -> _Words:
    named: set[int] = set()
    joined: set[int] = set()
    patterns: Any = ruler.patterns  # declared wider than what it holds
    for rule in patterns:
        for pattern in rule["patterns"]:
            words = {nlp.vocab.strings.add(word) for token in pattern for word in _lower(token.get("LOWER"))}
            named |= words
            if len(pattern) > 1:
                joined |= words
    return _Words(frozenset(named), frozenset(joined))


def _lower(value: Any) -> list[str]:
    """Return the words that the LOWER of a pattern stands for."""
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if "IN" in value:
        return list(value["IN"])
    return SPELLINGS[value["REGEX"]]


SPELLINGS = {
    "^n'?t$": ["n't", "nt"],
    "^y'?$": ["y'", "y"],
    "^n[ou]thin'$": ["nothin'", "nuthin'"],
}
"""Words that the regular expressions among the patterns match; another one is refused with a KeyError."""


def replace_forms(nlp: Language) -> None:
    """Put `Forms` in the place of the attribute ruler and the rule lemmatiser, where a pipeline has both."""
    from spacy.language import Language as Class
    from spacy.pipeline import AttributeRuler, Lemmatizer

    if not {"attribute_ruler", "lemmatizer"} <= set(nlp.pipe_names):
        return
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    if not isinstance(ruler, AttributeRuler) or not isinstance(lemmatizer, Lemmatizer) or lemmatizer.mode != "rule":
        return
    try:
        forms = Forms(nlp, ruler, lemmatizer)
    except KeyError:
        return

    @Class.component("forms")
    def component(doc: Doc) -> Doc:
        return forms(doc)

    nlp.add_pipe("forms", after="attribute_ruler")
    nlp.disable_pipes("attribute_ruler", "lemmatizer")
