"""Taking a judgement back: where something is missing, a form asks for it and keeps what was written."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dateline.errors import InputError, Outdated
from dateline.review import Entry
from dateline.review.words import about
from dateline.telling import shown
from dateline.web.desk import Desk
from dateline.web.items import verb_on
from dateline.web.pages import render
from dateline.web.plainly import plainly
from dateline.web.work import Filled, back_to, check_token, filled_in, wanted_of


async def undo(request: Request) -> Response:
    """Take a judgement back."""
    fields = await request.form(max_files=0, max_fields=10)
    check_token(request, str(fields.get("token", "")))
    return await run_in_threadpool(_undo, request, filled_in(fields), str(fields.get("back", "")))


def _undo(request: Request, filled: Filled, back: str) -> Response:
    desk: Desk = request.app.state.desk
    number = str(request.path_params["number"])
    log = desk.log()
    entry = next((e for e in log if str(e.judgement.number) == number), None)
    if entry is None:
        raise HTTPException(404, "There is no such judgement.")
    by = next((e.judgement.number for e in log if e.judgement.revokes == entry.sha256), None)
    if by is not None:
        said = f"Judgement {number} is taken back already, by judgement {by}."
        return _ask(request, entry, filled, back, said, 409)
    asked = Filled(verdict="revoke", item=number, user=filled.user, reason=filled.reason or "undone")
    try:
        kept, changed = desk.judge(wanted_of(asked, desk.clock()), [], {})
    except Outdated as error:
        return _ask(request, entry, filled, back, str(error), 409)
    except InputError as error:
        return _ask(request, entry, filled, back, str(error), 422)
    return back_to(request, back, asked, changed, "part-judgements", kept.judgement.number)


def _ask(request: Request, entry: Entry, filled: Filled, back: str, said: str, status: int) -> Response:
    """Show what keeps a judgement from being taken back, with what was written, and the ways on."""
    return render(
        request,
        "undo.html",
        status,
        said=plainly(said),
        number=entry.judgement.number,
        told=f"{verb_on(entry.judgement)}: {shown.clean(about(entry.judgement))}",
        by=shown.clean(entry.judgement.user),
        reason=filled.reason,
        name=filled.user,
        story=back,
        again=status != 409,
    )
