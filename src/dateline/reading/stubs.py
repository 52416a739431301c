"""Stubs: a dateline or an agency's mark at the head of a paragraph, behind a caption or a byline ("LARNE (AP) - ").

The header of a report ends before prose begins; what stands later is only cut from the sentence behind it. So is a
label of the page that runs into a sentence ("Scroll down for video The ferry sank").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from dateline.records import Span

_STUB = re.compile(
    r"^[ \t]*(?:"
    r"(?:[^\W\d_a-z][^\W\d_a-z'’.&-]{2,}(?:[ -][^\W\d_a-z][^\W\d_a-z'’.&-]*){0,4})"
    r"(?:,[ ][A-Z][\w.'’]*(?:[ ][A-Z][\w.'’]*){0,2}){0,2}(?:[ ]?\([A-Z][^()\n]{1,45}\))?"
    r"|\((?:[A-Z][A-Za-z./ ]{1,30})\)"
    r")[ \t]*(?:--+[ \t]*|[—―][ \t]*|[–-][ \t]+)(?=[\"“‘']?[A-Z\d])",
    re.MULTILINE,
)
_DASH = re.compile(r"[—–―-]{1,60}[ \t]{1,20}(?=[\"“‘']?[A-Z\d])")

_LABEL = re.compile(
    r"(?:(?-i:A(?:dvertisement|DVERTISEMENT))|scroll\s{1,20}down\s{1,20}for\s{1,20}(?:video|more|updates|pictures|photos)"
    r"|(?:story|article)\s{1,20}continues\s{1,20}(?:below|after)"
    r"(?:\s{1,20}(?:the\s{1,20})?(?:advertisement|ad|video|gallery|photo))?"
    r"|continue\s{1,20}reading(?:\s{1,20}the\s{1,20}main\s{1,20}story)?|skip\s{1,20}(?:ad|advertisement)"
    r"|click\s{1,20}(?:here\s{1,20})?to\s{1,20}enlarge"
    r"|watch\s{1,20}the\s{1,20}video|share\s{1,20}this(?:\s{1,20}(?:story|article))?)\b"
    r"[ \t]{0,20}[.…:|»>×-]{0,20}[ \t]{1,20}(?=[\"“‘']?(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""A label of the page before a sentence: it has neither subject nor stop, and a capital follows."""


def is_label(span: Span, text: str) -> bool:
    """Tell whether a span is no more than the label of the page before a sentence.

    >>> is_label(Span(0, 21), "Scroll down for video The ferry sank.")
    True
    """
    label = _LABEL.match(text, span.start)
    return label is not None and span.end <= label.end()


def stubs(text: str) -> tuple[Span, ...]:
    """Return the stubs of a text, in order.

    >>> text = "(Photo: Jo Vale)\\n\\nLARNE, N.I. (AP) - A ferry sank."
    >>> [span.of(text) for span in stubs(text)]
    ['LARNE, N.I. (AP) - ']
    """
    found = _STUB.finditer(text)
    return tuple(Span(*m.span()) for m in found if re.split(r"\W+", m.group().lstrip())[0].lower() not in _no_places())


@cache
def _no_places() -> frozenset[str]:
    """Return first words that begin no dateline."""
    table = tomllib.loads(files("dateline.data").joinpath("headers.toml").read_text(encoding="utf-8"))
    return frozenset(table["no_place"])


def without_stubs(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Return spans without the stub, the label or the dash they begin with; what is nothing else stays.

    >>> text = "Advertisement Scroll down for video The ferry sank."
    >>> [span.of(text) for span in without_stubs([Span(0, len(text))], text)]
    ['The ferry sank.']
    """
    ends = [(stub.start, stub.end) for stub in stubs(text)]
    found = []
    for span in spans:
        start = max((end for first, end in ends if first <= span.start < end), default=span.start)
        while (label := _LABEL.match(text, start, span.end)) is not None:
            start = label.end()
        dash = _DASH.match(text, start, span.end)
        start = dash.end() if dash is not None else start
        found.append(Span(start, span.end) if start < span.end else span)
    return tuple(found)
