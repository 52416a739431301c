"""A story: the account beside its sources."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dateline.records import Account
from dateline.review import in_force
from dateline.review.words import about
from dateline.telling import drawn, shown
from dateline.web import worded
from dateline.web.desk import Desk
from dateline.web.items import verb_on
from dateline.web.makers import page_of
from dateline.web.pages import Kept, answer, is_fragment, made, path_part, render
from dateline.web.resting import Cited, Link

MOST = {
    "parts": worded.PARTS,
    "facts": worded.FACTS,
    "changes": worded.CHANGES,
    "tellings": worded.TELLINGS,
    "voices": worded.VOICES,
}
"""How much of each section is shown before the rest is folded."""


async def page(request: Request) -> Response:
    """Show the account of a story."""
    desk: Desk = request.app.state.desk
    story = request.path_params["story"]
    just = request.query_params.get("kept", "")
    just = just if just.isascii() and just.isdecimal() and len(just) < 10 else ""
    found = await page_of(request, story, made_of, (story, request.url.path, is_fragment(request), just))
    if found is None and (other := await run_in_threadpool(desk.moved, story)) is not None:
        return await run_in_threadpool(_gone, request, desk, other)
    return answer(request, found)


def _gone(request: Request, desk: Desk, other: str) -> Response:
    """Tell where the reports of a story are told now."""
    opened = desk.open(other)
    if opened is None:
        raise HTTPException(404)
    head = opened.account.headline
    now = Link(shown.clean(head.quote) if head else opened.account.group, f"/story/{path_part(other)}")
    title = "This story is part of another"
    return render(request, "gone.html", 410, title=title, base="", story_title="", item=None, now=now)


def made_of(desk: Desk, story: str, path: str, fragment: bool, just: str) -> Kept | None:
    """Make the page of a story; None where there is no such story. `just` is the number of what was judged just now."""
    opened = desk.open(story)
    if opened is None:
        return None
    return made("story.html", path, fragment=fragment, mark=opened.mark, just=_just(desk, just), **view(opened.account))


def _just(desk: Desk, number: str) -> dict[str, Any] | None:
    """Return what was judged just now, for the notice that says so; None where nothing was."""
    log = desk.log() if number else ()
    entry = next((entry for entry in log if str(entry.judgement.number) == number), None)
    if entry is None:
        return None
    of = next((e.judgement for e in log if e.sha256 == entry.judgement.revokes), entry.judgement)
    told = f"{verb_on(of)}: {shown.clean(about(of))}"
    stands = entry in in_force(log)
    gone = of is entry.judgement and not stands
    said = (
        f"Taken back: {told}"
        if of is not entry.judgement
        else told[:1].upper() + told[1:] + ", taken back since" * gone
    )
    return {"said": said, "number": entry.judgement.number, "undo": stands}


def mark(request: Request) -> Response:
    """Give the mark of an account, which is another once the account is."""
    desk: Desk = request.app.state.desk
    story = request.path_params["story"]
    found = desk.mark(story)
    if found is None:
        raise HTTPException(404)
    return PlainTextResponse(found)


def drawn_style(request: Request) -> Response:
    """Return the style of the drawings."""
    del request
    return Response(drawn.stylesheet(), media_type="text/css")


def _item_href(item: str) -> str:
    return f"#{path_part(item)}"


def view(account: Account) -> dict[str, Any]:
    """Return all that the page of a story shows."""
    cited = Cited(account)
    told = worded.facts(account, cited)
    shown_ = {
        **worded.head(account, cited),
        "brief": [(shown.quoted(e.quote), cited.to([e]), mark) for e, mark in shown.brief(account)],
        "figures": worded.figures(account, cited),
        "missing": [shown.clean(gap).replace(": ", ", ", 1) for gap in account.not_reported],
        "timeline": account.timeline,
        "differences": worded.differences(account, cited),
        "accords": worded.accords(account, cited),
        "origins": worded.origins(account, cited),
        "facts": [fact for fact in told if not worded.is_fragment(fact)],
        "fragments": [fact for fact in told if worded.is_fragment(fact)],
        "judgements": worded.judgements(account),
        "rejected": worded.rejected(account),
        "sources": worded.sources(account, cited),
        "quotations": worded.quotations(cited),
        "quotations_more": max(0, len(cited.listed) - worded.QUOTATIONS),
        "standings": sorted({fact.standing for fact in account.facts}),
        "account": account,
        "cited": cited,
        "ranges": drawn.ranges(account),
        "dated": drawn.timeline(account),
        "places": worded.places(account, cited),
        "map": drawn.place_map(account),
        "chains": drawn.chains(account),
        "matrix": drawn.matrix(account),
        "item_href": _item_href,
        "most": MOST,
    }
    return shown_ | {"contents": _contents(shown_)}


def _contents(view: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Return the sections that there are: anchor, name, how many things stand in each."""
    figures = sum(len(rows) for rows in view["figures"].values())
    listed = (
        ("part-brief", "Brief", len(view["brief"])),
        ("part-figures", "Figures", figures),
        ("part-timeline", "Timeline", len(view["timeline"])),
        ("part-map", "Places", len(view["places"])),
        ("part-differs", "Differs or changed", len(view["differences"])),
        ("part-agrees", "Agrees loosely", len(view["accords"])),
        ("part-voices", "Who says so", len(view["origins"])),
        ("part-matrix", "Statements and origins", len(view["matrix"].rows)),
        ("part-facts", "All that is reported", len(view["facts"]) + len(view["fragments"])),
        ("part-judgements", "Judgements", len(view["judgements"])),
        ("part-sources", "Sources", len(view["sources"])),
    )
    return [entry for entry in listed if entry[2] or entry[0] in ("part-figures", "part-timeline")]
