"""Stubs: a dateline or an agency's mark at the head of a paragraph, behind a caption or a byline ("LARNE (AP) - ").

The header of a report ends before prose begins; what stands later is only cut from the sentence behind it.
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
    """Return spans without the stub or the dash they begin with; what is nothing else stays."""
    ends = [(stub.start, stub.end) for stub in stubs(text)]
    found = []
    for span in spans:
        start = max((end for first, end in ends if first <= span.start < end), default=span.start)
        dash = _DASH.match(text, start, span.end)
        start = dash.end() if dash is not None else start
        found.append(Span(start, span.end) if start < span.end else span)
    return tuple(found)
