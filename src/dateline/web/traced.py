"""Everything behind one figure or fact: its reasons, each quotation in its sentence, and how it goes with others."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dateline.records import Evidence, Figure, Report
from dateline.telling import judged, shown
from dateline.web.desk import Desk
from dateline.web.pages import path_part, render
from dateline.web.resting import Cited, Link, figure_told, items_of, label_of

REACH = 160
"""Characters shown at most on either side of a quotation."""


def page(request: Request) -> Response:
    """Show what a figure or fact of a story rests on."""
    desk: Desk = request.app.state.desk
    opened = desk.open(request.path_params["story"])
    if opened is None:
        raise HTTPException(404)
    account = opened.account
    items = items_of(account)
    item = items.get(request.path_params["item"])
    if item is None:
        raise HTTPException(404, "This account has nothing with that id; it may have changed.")
    cited = Cited(account)
    letters = shown.letters(account)
    titles = {s.report: shown.titled(s) for s in account.sources}
    replacing = [other.id for other in items.values() if item.id in other.supersedes]
    listed = (
        ("supported by", item.support), ("differs from", item.against),
        ("replaces", item.supersedes), ("replaced by", replacing),
    )  # fmt: skip
    base = f"/story/{path_part(account.story)}"
    return render(
        request,
        "item.html",
        base=base,
        item=item,
        story_title=shown.clean(account.headline.quote) if account.headline else account.group,
        label=figure_told(item) if isinstance(item, Figure) else shown.told(item),
        reasons=[shown.clean(reason) for reason in item.reasons],
        voices=shown.voices(item.attribution),
        judged=judged.marks(item, account),
        related=[
            (word, [Link(label_of(items[i]), f"{base}#{path_part(i)}") for i in ids if i in items])
            for word, ids in listed
            if any(i in items for i in ids)
        ],
        differences=[
            (n, shown.clean(d.reason)) for n, d in enumerate(account.differences, 1) if item.id in (d.one, d.other)
        ],
        quotations=[
            {"letter": letters[e.report], "title": titles[e.report], **_quotation(e, opened.reports[e.report], cited)}
            for e in item.evidence
            if e.report in titles
        ],
    )


def _quotation(e: Evidence, report: Report, cited: Cited) -> dict[str, Any]:
    before, after = _around(report.text, e)
    return {"link": cited.to([e]), "before": before, "quote": shown.clean(e.quote), "after": after}


def _around(text: str, e: Evidence) -> tuple[str, str]:
    """Return whole words before and after a quotation on its line, with the space that stands between."""
    start = max(text.rfind("\n", 0, e.start) + 1, e.start - REACH)
    line = text.find("\n", e.end)
    end = min(len(text) if line < 0 else line, e.end + REACH)
    before, after = text[start : e.start], text[e.end : end]
    if start == e.start - REACH:
        before = f"… {before.partition(' ')[2]}"
    if end == e.end + REACH:
        after = f"{after.rpartition(' ')[0]} …"
    gap = " " * before[-1:].isspace(), " " * after[:1].isspace()
    return f"{shown.clean(before)}{gap[0]}", f"{gap[1]}{shown.clean(after)}"
