"""Everything behind one figure or fact: its reasons, each quotation in its sentence, and how it goes with others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dateline.records import Account, Evidence, Fact, Figure, Report, When, Where
from dateline.telling import judged, shown
from dateline.web.became import became, opened_of
from dateline.web.desk import Desk, Opened
from dateline.web.pages import path_part, render
from dateline.web.resting import Cited, Link, figure_told, items_of, label_of

HEADS = {"when": "Date of the story", "where": "Place of the story"}
"""What else than figures and facts rests on quotations, by its name in an address."""
REACH = 160
"""Characters shown at most on either side of a quotation."""


def page(request: Request) -> Response:
    """Show what a figure or fact of a story rests on."""
    desk: Desk = request.app.state.desk
    opened = opened_of(desk, request.path_params["story"])
    account = opened.account
    items = items_of(account)
    key = request.path_params["item"]
    base = f"/story/{path_part(account.story)}"
    if key in HEADS:
        return _head(request, key, opened)
    item = items.get(key)
    if item is None:
        found = became(account, key)
        if found is None:
            raise HTTPException(404, "This account has nothing with that id; it may have changed.")
        title = "Changed by a judgement"
        return render(request, "gone.html", base=base, story_title=_title(account), title=title, item=found)
    cited = Cited(account)
    replacing = [other.id for other in items.values() if item.id in other.supersedes]
    listed = (
        ("supported by", item.support), ("differs from", item.against),
        ("replaces", item.supersedes), ("replaced by", replacing),
    )  # fmt: skip
    return render(
        request,
        "item.html",
        base=base,
        item=item,
        stands=_stands(item, account),
        machine=_machine(item, account),
        story_title=_title(account),
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
        later=[q for other in replacing for q in _quotations(items[other].evidence[:1], opened, cited)],
        quotations=_quotations(item.evidence, opened, cited),
    )


def _head(request: Request, key: str, opened: Opened) -> Response:
    """Show what the date or place of a story rests on."""
    account = opened.account
    held: When | Where = account.when if key == "when" else account.where
    return render(
        request,
        "item.html",
        base=f"/story/{path_part(account.story)}",
        item=None,
        machine="",
        story_title=_title(account),
        label=f"{HEADS[key]}: {shown.when(held) if isinstance(held, When) else shown.where(held)}",
        reasons=[],
        judged=list(filter(None, [judged.dated_by(account) if key == "when" else judged.placed_by(account)])),
        related=[],
        differences=[],
        later=[],
        quotations=_quotations(held.evidence, opened, Cited(account)),
    )


def _title(account: Account) -> str:
    return shown.clean(account.headline.quote) if account.headline else account.group


def _stands(item: Figure | Fact, account: Account) -> tuple[str, ...]:
    """Return where an item stands, and its status where that is not that it was done."""
    standing = judged.standing(item, account) if isinstance(item, Figure) else item.standing
    return (standing,) if item.status == "completed" else (standing, item.status)


def _machine(item: Figure | Fact, account: Account) -> str:
    """Return what the machine reads where a person set the number: voices and quotations are of that."""
    by_hand = judged.set_by(item, account) if isinstance(item, Figure) else None
    if by_hand is None:
        return ""
    return f"the machine reads {judged.read_as(by_hand.machine, item)}, {by_hand.machine.standing}"


def _quotations(evidence: Sequence[Evidence], opened: Opened, cited: Cited) -> list[dict[str, Any]]:
    letters = shown.letters(opened.account)
    told = {s.report: {"title": shown.titled(s), "dated": shown.dated(s)} for s in opened.account.sources}
    return [
        {"letter": letters[e.report], **told[e.report], **_quotation(e, opened.reports[e.report], cited)}
        for e in evidence
        if e.report in told
    ]


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
