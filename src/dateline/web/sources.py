"""A report with the stretches that the account rests on marked, each with what was made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dateline.records import Account, Record, Report, Source, Span
from dateline.telling import shown
from dateline.telling.annotate import cut
from dateline.web.desk import Desk
from dateline.web.makers import page_of
from dateline.web.pages import Kept, answer, is_fragment, made, path_part, web_address
from dateline.web.resting import Cited, Link, Use, uses

LONG = 90
"""Characters of lines, on the average, from which each is a paragraph."""
LONGEST = 20
"""Letters of a stretch in an address that are read."""
HERE = "here"
"""The name of the stretch that was asked for."""
_COLUMNS = re.compile(r"\S(?: {3}|\t)\s*\S")
"""What is set in columns, whose spaces count."""
_AT = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)


class Marked(Record, frozen=True):
    """A run of characters under the same marks.

    `marks` name the stretches that cover it ("12-40"), the shortest first; `opens` those that begin with it; `here`
    that it is of the stretch asked for, `first` that it begins it.
    """

    text: str
    marks: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    here: bool = False
    first: bool = False


class Made(Record, frozen=True):
    """What was made of one stretch: its number, its words, and all that rests on it."""

    at: str
    label: str
    quote: str
    uses: tuple[Use, ...]


async def page(request: Request) -> Response:
    """Show a report of a story; `?at=START-END` is the stretch to look at."""
    story = request.path_params["story"]
    at = request.query_params.get("at", "")[:LONGEST]
    asked = (story, request.path_params["report"], at, request.url.path, is_fragment(request))
    return answer(request, await page_of(request, story, made_of, asked))


def made_of(desk: Desk, story: str, rid: str, at: str, path: str, fragment: bool) -> Kept | None:
    """Make the page of a report; None where the story has no such report.

    `at` is the stretch as the address has it; one that the report has not, or that is none, is told.
    """
    opened = desk.open(story)
    if opened is None:
        return None
    report = opened.reports.get(rid)
    source = next((s for s in opened.account.sources if s.report == rid), None)
    if report is None or source is None:
        return None
    span = span_of(at)
    there = span if span is not None and span.end <= len(report.text) else None
    shown_ = view(opened.account, report, source, there)
    wrong = bool(at) and there is None
    return made("source.html", path, fragment=fragment, mark=opened.mark, wrong=wrong, **shown_)


def view(account: Account, report: Report, source: Source, at: Span | None) -> dict[str, Any]:
    """Return all that the page of a report shows."""
    cited = Cited(account)
    letters = shown.letters(account)
    rested = rests(account, cited, report.id)
    return {
        "story": account.story,
        "story_title": shown.clean(account.headline.quote) if account.headline else account.group,
        "report": report,
        "letter": letters[report.id],
        "title": shown.titled(source),
        "dated": shown.dated(source),
        "url": web_address(source.url),
        "copy_of": _copy(source.copy_of, letters, cited),
        "copies": [Link(letters[s.report], cited.source(s.report)) for s in account.sources if s.copy_of == report.id],
        "at": at,
        "byline": shown.clean(report.byline.of(report.text)) if report.byline is not None else "",
        "spaced": spaced(report.text),
        "columns": _COLUMNS.search(report.text) is not None,
        "pieces": pieces(report.text, rested, at),
        "made": rested,
        "base": f"/story/{path_part(account.story)}",
    }


def _copy(copied: str | None, letters: Mapping[str, str], cited: Cited) -> Link | None:
    """Return whose text a report carries: a link where that is a source of the story."""
    if copied is None:
        return None
    return Link(letters[copied], cited.source(copied)) if copied in letters else Link(shown.clean(copied), "")


def spaced(text: str) -> bool:
    """Tell whether each line of a text is a paragraph: they are long, and not all parted by empty ones."""
    found = [line for line in text.split("\n") if line.strip()]
    return len(found) > 1 and sum(map(len, found)) >= LONG * len(found)


def span_of(at: str) -> Span | None:
    """Return the stretch that an address asks for, None where it names none."""
    found = _AT.fullmatch(at)
    if found is None:
        return None
    start, end = int(found[1]), int(found[2])
    return Span(start, end) if start < end else None


def rests(account: Account, cited: Cited, report: str) -> list[Made]:
    """Return the stretches of a report that an account rests on, in their order, each with what was made of it."""
    found: dict[tuple[int, int], tuple[str, str, dict[Use, None]]] = {}
    for e, use in uses(account):
        if e.report == report:
            found.setdefault((e.start, e.end), (cited.label(e), e.quote, {}))[2][use] = None
    return [
        Made(f"{start}-{end}", label, shown.quoted(quote), tuple(listed))
        for (start, end), (label, quote, listed) in sorted(found.items())
    ]


def pieces(text: str, made: Sequence[Made], at: Span | None) -> list[Marked]:
    """Return a text cut at the edges of its marks."""
    spans = {one.at: _span(one.at) for one in made}
    marks = [(span, name) for name, span in spans.items()]
    if at is not None:
        marks.append((at, HERE))
    listed = []
    for piece in cut(text, marks):
        names = [name for name in piece.marks if name != HERE]
        listed.append(
            Marked(
                piece.text,
                tuple(sorted(names, key=lambda name: (spans[name].end - spans[name].start, name))),
                tuple(name for name in piece.opens if name != HERE),
                HERE in piece.marks,
                HERE in piece.opens,
            )
        )
    return listed


def _span(at: str) -> Span:
    start, end = at.split("-")
    return Span(int(start), int(end))
