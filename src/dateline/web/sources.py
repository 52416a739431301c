"""A report with the stretches that the account rests on marked, each with what was made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dateline.records import Account, Record, Report, Source, Span
from dateline.telling import shown
from dateline.telling.annotate import cut
from dateline.web.desk import Desk
from dateline.web.pages import Pages, answer, is_fragment, made, path_part, web_address
from dateline.web.resting import Cited, Link, Use, uses

HERE = "here"
"""The name of the stretch that was asked for."""
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


def page(request: Request) -> Response:
    """Show a report of a story; `?at=START-END` is the stretch to look at."""
    desk: Desk = request.app.state.desk
    opened = desk.open(request.path_params["story"])
    report = None if opened is None else opened.reports.get(request.path_params["report"])
    source = None
    if opened is not None:
        source = next((s for s in opened.account.sources if s.report == request.path_params["report"]), None)
    if opened is None or report is None or source is None:
        raise HTTPException(404)
    at = asked(request.query_params.get("at", ""), report)
    pages: Pages = request.app.state.pages
    key = ("source", opened.account.story, opened.mark, report.id, at, is_fragment(request))
    account = opened.account
    return answer(request, pages.get(key, lambda: made(request, "source.html", **view(account, report, source, at))))


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
        "pieces": pieces(report.text, rested, at),
        "made": rested,
        "base": f"/story/{path_part(account.story)}",
    }


def _copy(copied: str | None, letters: Mapping[str, str], cited: Cited) -> Link | None:
    """Return whose text a report carries: a link where that is a source of the story."""
    if copied is None:
        return None
    return Link(letters[copied], cited.source(copied)) if copied in letters else Link(shown.clean(copied), "")


def asked(at: str, report: Report) -> Span | None:
    """Return the stretch that an address asks for, None where the report has no such characters."""
    found = _AT.fullmatch(at)
    if found is None:
        return None
    start, end = int(found[1]), int(found[2])
    return Span(start, end) if start < end <= len(report.text) else None


def rests(account: Account, cited: Cited, report: str) -> list[Made]:
    """Return the stretches of a report that an account rests on, in their order, each with what was made of it."""
    found: dict[tuple[int, int], tuple[str, str, dict[Use, None]]] = {}
    for e, use in uses(account):
        if e.report == report:
            found.setdefault((e.start, e.end), (cited.label(e), e.quote, {}))[2][use] = None
    return [
        Made(f"{start}-{end}", label, shown.clean(quote), tuple(listed))
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
