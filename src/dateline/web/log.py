"""The log of judgements: all that people decided, newest first, each with what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dateline.records import Account, Judgement
from dateline.review import in_force
from dateline.review.overriding import overridden
from dateline.review.words import about
from dateline.telling import shown
from dateline.web.desk import Desk
from dateline.web.items import verb_on
from dateline.web.pages import render

SHOWN = 200
"""Judgements on a page."""


def find(request: Request) -> Response:
    """Go to the story that a judgement is about, as it is now."""
    desk: Desk = request.app.state.desk
    log = desk.log()
    found = desk.homes(log, [e for e in log if str(e.judgement.number) == request.path_params["number"]])
    if not found:
        raise HTTPException(404, "No story holds what was judged any more.")
    (account,) = found.values()
    return RedirectResponse(f"/story/{quote(account.story, safe='')}", 303)


def _about(judgement: Judgement, numbers: Mapping[str, int]) -> str:
    """Return what a judgement is about; of one that takes another back, its number."""
    if judgement.revokes is not None and judgement.revokes in numbers:
        return f"judgement {numbers[judgement.revokes]}"
    return shown.clean(about(judgement))


def _story(account: Account | None) -> dict[str, str] | None:
    """Return the headline and the id of a story, None where there is none any more."""
    if account is None:
        return None
    return {"id": account.story, "title": shown.clean(account.headline.quote) if account.headline else account.group}


def page(request: Request) -> Response:
    """Show the log, `?before=NUMBER` for what lies further back."""
    desk: Desk = request.app.state.desk
    log = desk.log()
    asked = request.query_params.get("before", "")
    last = min(int(asked) - 1 if asked.isascii() and asked.isdecimal() and len(asked) < 10 else len(log), len(log))
    standing = in_force(log)
    over = overridden(standing)
    force = {entry.sha256 for entry in standing}
    numbers = {entry.sha256: entry.judgement.number for entry in log}
    back = {entry.judgement.revokes: entry.judgement.number for entry in log if entry.judgement.revokes is not None}
    listed = log[max(0, last - SHOWN) : last][::-1]
    homes = desk.homes(log, listed)
    rows = [
        {
            "story": _story(homes.get(entry.judgement.number)),
            "number": entry.judgement.number,
            "verdict": verb_on(entry.judgement),
            "about": _about(entry.judgement, numbers),
            "by": shown.clean(entry.judgement.user),
            "at": entry.judgement.at,
            "reason": shown.clean(entry.judgement.reason),
            "in_force": entry.sha256 in force and entry.judgement.verdict != "revoke",
            "taken_back": back.get(entry.sha256),
            "overridden": over.get(entry.judgement.number),
        }
        for entry in listed
    ]
    return render(request, "log.html", rows=rows, before=rows[-1]["number"] if last > SHOWN else None, total=len(log))
