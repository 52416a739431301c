"""Judging: the form for one item, and the judgement it sends.

A form says which state of the account it was made from. Where the account is another when it is sent, nothing is kept:
the person is told, sees the account as it is now, and the form again with what they wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hmac import compare_digest
from urllib.parse import quote

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dateline.errors import InputError, Outdated, StoreError
from dateline.records import Account, Fact, Figure, Record
from dateline.review import Wanted, placing
from dateline.review.asking import choices
from dateline.review.words import about
from dateline.telling import shown
from dateline.web import candidates, prefilled
from dateline.web.became import opened_of
from dateline.web.desk import Desk, Opened
from dateline.web.items import Item, history_of, item_now, item_of, near, verb_on
from dateline.web.pages import USER, render
from dateline.web.plainly import plainly
from dateline.web.rows import row
from dateline.web.shelf import Shelf
from dateline.web.summaries import summarise

VERDICTS = {
    "figure": ("accept", "correct", "reject"),
    "fact": ("accept", "correct", "reject", "merge", "split"),
    "difference": ("accept", "reject"),
    "accord": ("accept", "reject"),
    "story": ("accept", "correct", "merge", "split", "same-origin"),
}
"""What can be said of each kind of item."""
NAMES = {
    "merge": "“merge”",
    "split": "“split”",
    "same-origin": "“one origin”",
    "accept": "“accept”",
    "reject": "“reject”",
}
"""What verdicts are called in messages."""
QUOTES = 3
"""Quotations that are shown above the form before the rest is folded: the verdicts stay in sight."""
LONGEST = 2_000
"""Characters of a reason, at most."""
SEARCH = 300
"""Characters of a search that count."""
LONGEST_NAME = 100
"""Characters of the name of a person, at most."""
WITH_OTHERS = ("merge", "split", "same-origin")
"""Verdicts that name further items; what a form says beside another verdict does not go with it."""
OF_LINKED = ("merge", "split")
"""Verdicts on stories that linking made."""
UNLINKED = (
    "This story is neither merged nor split: its reports stand together because a field of theirs says so, not because"
    " linking found that they tell of one happening"
)
TOLD_SINCE = 20
"""Judgements that somebody is told of at most who judged from an older page."""
CHANGED = "the account has changed since the page was opened: look at it again, then judge"
PRECISIONS = [(prec, told) for prec, told in shown.PRECISION.items() if prec in placing.PRECISIONS]
"""What can be said of how exactly a place is known."""
YEAR = 365 * 24 * 3600


class Filled(Record, frozen=True, kw_only=True):
    """What a form says; `search` and `place_search` are what stories to merge with and places are looked for by.

    `upto` is the last judgement of the log when it was opened.
    """

    verdict: str = ""
    item: str = ""
    others: tuple[str, ...] = ()
    user: str = ""
    reason: str = ""
    low: str = ""
    best: str = ""
    high: str = ""
    date: str = ""
    measure: str = ""
    scope: str = ""
    place: str = ""
    where_prec: str = ""
    coordinates: str = ""
    seen: tuple[str, ...] = ()
    upto: str = ""
    search: str = ""
    place_search: str = ""


def form(request: Request) -> Response:
    """Show the form for an item of a story: `?item=ID&verdict=VERDICT`."""
    desk: Desk = request.app.state.desk
    opened = opened_of(desk, request.path_params["story"])
    asked = request.query_params
    item = item_of(opened.account, asked.get("item", opened.account.story))
    verdict = asked.get("verdict", "")
    known = verdict in _verdicts(opened.account, item)
    said = f"{NAMES.get(verdict, verdict)} does not go with a {item.kind}: choose another verdict"
    if verdict in OF_LINKED and item.kind == "story" and not known:
        said = UNLINKED
    search, place = (asked.get(name, "")[:SEARCH].strip() for name in ("q", "where"))
    filled = Filled(verdict=verdict * known, item=item.id, search=search, place_search=place)
    filled = msgspec.structs.replace(filled, **prefilled.standing(opened.account, item.id))
    return _show(request, opened, item, filled, "" if known or not verdict else said)


async def judge(request: Request) -> Response:
    """Keep the judgement that a form sends, and show the item."""
    fields = await request.form(max_files=0, max_fields=1_000)
    check_token(request, str(fields.get("token", "")))
    filled = filled_in(fields)
    return await run_in_threadpool(_judge, request, filled)


def _judge(request: Request, filled: Filled) -> Response:
    desk: Desk = request.app.state.desk
    opened = desk.open(request.path_params["story"])
    if opened is None:
        raise Outdated(f"This story was merged or split since the page was opened. You wrote: “{filled.reason}”")
    seen = dict(pair.split("=", 1) for pair in filled.seen if "=" in pair)
    try:
        if seen.get(opened.account.story) != opened.mark:
            raise Outdated(CHANGED)
        stands = prefilled.standing(opened.account, filled.item)
        given = {name: getattr(filled, name) for name in ("low", "best", "high", "date")}
        values = prefilled.changed(given, stands, corrects=filled.verdict == "correct")
        wanted = wanted_of(msgspec.structs.replace(filled, **values), desk.clock())
        _check_linked(opened.account, wanted)
        others = _merged(desk, wanted, opened.account.story)
        seen |= {one.account.story: one.mark for one in others}
        entry, changed = desk.judge(wanted, [opened, *others], seen)
    except Outdated as error:
        now = opened_of(desk, opened.account.story)
        said = "; ".join([str(error), *_since(desk, filled, now.account.story)])
        return _show(request, now, item_now(now.account, filled.item), filled, said, 409)
    except InputError as error:
        return _show(request, opened, item_now(opened.account, filled.item), filled, str(error), 422)
    named = _place_of(desk.open(opened.account.story) or opened, filled.item, entry.judgement.number)
    return back_to(request, opened.account.story, filled, changed, named, entry.judgement.number)


def _verdicts(account: Account, item: Item) -> tuple[str, ...]:
    """Return what can be said of an item; stories that a field groups are neither merged nor split."""
    found = VERDICTS[item.kind]
    linked = item.kind != "story" or account.group == account.story
    return found if linked else tuple(verdict for verdict in found if verdict not in OF_LINKED)


def _check_linked(account: Account, wanted: Wanted) -> None:
    if account.group != account.story and wanted.verdict in OF_LINKED and wanted.names[0] == account.story:
        raise InputError(UNLINKED)


def _since(desk: Desk, filled: Filled, story: str) -> list[str]:
    """Return who judged what in a story since a form of it was opened."""
    if not (filled.upto.isascii() and filled.upto.isdecimal() and len(filled.upto) < 10):
        return []
    log = desk.log()
    later = log[int(filled.upto) :][-TOLD_SINCE:]
    homes = desk.homes(log, later)
    numbers = {entry.sha256: entry.judgement for entry in log}
    told = []
    for judgement, _ in later:
        if (home := homes.get(judgement.number)) is not None and home.story == story:
            of = numbers.get(judgement.revokes or "")
            did = f"took back judgement {of.number}," if of is not None else verb_on(judgement)
            what = shown.clean(about(of or judgement))
            told.append(f"since then {shown.clean(judgement.user)} {did} {what} (judgement {judgement.number})")
    return told


def _place_of(opened: Opened, item: str, number: int) -> str:
    """Return the place of the page that an item stands at after a judgement, or what has become of it."""
    account = opened.account
    there = {figure.id for figure in account.figures} | {fact.id for fact in account.facts}
    row = next((row for row in account.judgements if row.number == number), None)
    if item not in there and row is not None and row.verdict == "correct":
        return next((target for target in row.targets if target in there), item)
    return item_now(account, item).anchor or item


def _merged(desk: Desk, wanted: Wanted, story: str) -> list[Opened]:
    """Return the stories that one is to be merged with."""
    if wanted.verdict != "merge" or wanted.names[0] != story:
        return []
    found = []
    for name in wanted.names[1:]:
        opened = desk.open(name)
        if opened is None:
            raise InputError(f"there is no story {name!r}: its id is in the address of its page")
        found.append(opened)
    return found


def back_to(request: Request, story: str, filled: Filled, changed: Sequence[str], item: str, number: int) -> Response:
    """Return to the item in its story, to the story it is part of now, or to the log, and say what was kept."""
    desk: Desk = request.app.state.desk
    place = next((name for name in (story, *changed) if name and desk.open(name) is not None), None)
    to = "/judgements" if place is None else f"/story/{quote(place, safe='')}?kept={number}#{quote(item, safe='')}"
    answer = RedirectResponse(to, 303)
    answer.set_cookie(USER, quote(filled.user), max_age=YEAR, samesite="strict", httponly=True)
    return answer


def wanted_of(filled: Filled, now: str) -> Wanted:
    """Return what a form asks for, which nothing in it contradicts.

    Raises:
        InputError: it contradicts itself, a number is none, or a text is too long.
    """
    for what, text, most in (("reason", filled.reason, LONGEST), ("name", filled.user, LONGEST_NAME)):
        if len(text) > most:
            raise InputError(f"the {what} has {len(text):,} characters; {most:,} are kept at most")
    corrects = filled.verdict == "correct"
    if not filled.verdict:
        raise InputError("choose a verdict")
    values = (
        filled.low, filled.best, filled.high, filled.date, filled.measure, filled.scope,
        filled.place, filled.where_prec, filled.coordinates,
    )  # fmt: skip
    if not corrects and any(text.strip() for text in values):
        raise InputError(
            f"you gave a value that is right, but chose “{filled.verdict}”: choose “correct”, or take it out"
        )
    if filled.others and filled.verdict not in WITH_OTHERS:
        raise InputError(f"you ticked what belongs together or apart, but chose “{filled.verdict}”: choose one")
    return Wanted(
        verdict=filled.verdict,
        names=(filled.item, *filled.others),
        user=filled.user,
        reason=filled.reason,
        at=now,
        low=_number("low", filled.low),
        best=_number("best", filled.best),
        high=_number("high", filled.high),
        date=filled.date.strip() or None,
        measure=filled.measure or None,
        scope=filled.scope or None,
        place=filled.place.strip() or None,
        where_prec=_precision(filled.where_prec),
        coordinates=filled.coordinates.strip() or None,
    )


def _precision(text: str) -> int | None:
    if text and text not in map(str, shown.PRECISION):
        raise InputError(f"where_prec “{text[:60]}” is none of {', '.join(map(str, shown.PRECISION))}")
    return int(text) if text else None


def _number(name: str, text: str) -> float | None:
    plain = text.strip().replace(",", "").replace("\u202f", "").replace("\u00a0", "")
    if not plain:
        return None
    try:
        return float(plain)
    except ValueError:
        raise InputError(f"{name}: “{text}” is no number; write it as 1200 or 1,200") from None


def filled_in(fields: FormData) -> Filled:
    """Return what the fields of a form hold."""

    def one(name: str) -> str:
        return _plain(fields.get(name, ""))

    def every(name: str) -> tuple[str, ...]:
        return tuple(text for value in fields.getlist(name) if (text := _plain(value)).strip())

    return Filled(
        verdict=one("verdict"), item=one("item"), others=tuple(dict.fromkeys(every("other") + every("other_id"))),
        user=one("user"), reason=one("reason"),
        low=one("low"), best=one("best"), high=one("high"), date=one("date"),
        measure=one("measure"), scope=one("scope"),
        place=one("place"), where_prec=one("where_prec"), coordinates=one("coordinates"),
        seen=every("seen"), upto=one("upto"),
    )  # fmt: skip


def _plain(value: object) -> str:
    """Return what a field holds: lines end as they were typed, and what is no character is a question mark."""
    return str(value).replace("\r\n", "\n").encode("utf-8", "replace").decode()


def _show(request: Request, opened: Opened, item: Item, filled: Filled, said: str = "", status: int = 200) -> Response:
    account = opened.account
    letters = shown.letters(account)
    seen = [f"{account.story}={opened.mark}"]
    return render(
        request,
        "judge.html",
        status,
        account=account,
        title=shown.clean(account.headline.quote) if account.headline else account.group,
        item=item,
        filled=filled,
        said=plainly(said),
        seen=seen,
        upto=len(log := request.app.state.desk.log()),
        verdicts=_verdicts(account, item),
        unlinked=UNLINKED if item.kind == "story" and account.group != account.story else "",
        open_items=_open_items(account) if item.kind == "story" else "",
        now=prefilled.told(account, item.id),
        measures=[m for m in choices(item.measure) if m != item.measure] if item.kind == "figure" else [],
        stories=(listed := _stories(request, account, filled) if item.kind == "story" else []),
        places=_places(account, filled) if item.kind == "story" else [],
        found=item.kind == "story" and bool(placing.found(filled.place_search, 1)),
        precisions=PRECISIONS,
        where=shown.where(account.where),
        other_id=_unlisted(filled, {story["id"] for story in listed}),
        near=[(f.id, letters[f.evidence[0].report], shown.told(f)) for f in near(account, item.id)],
        most=QUOTES,
        quotes=[(f"{e.report}:{e.start}-{e.end}", letters[e.report], e.quote) for e in item.evidence],
        sources=[(s.report, letters[s.report], shown.titled(s)) for s in account.sources],
        origins=[o.name for o in account.origins],
        history=history_of(item, log),
    )


def _stories(request: Request, account: Account, filled: Filled) -> list[dict[str, str]]:
    """Return the stories that are offered to merge one with: those searched for, else those that are likest."""
    shelf: Shelf | None = request.app.state.shelf
    if shelf is None:
        return []
    try:
        own = shelf.index.summary(account.story) or summarise(account, "")
        found = candidates.sought(shelf.index, filled.search, own.story) if filled.search else []
        if not filled.search:
            found = candidates.likely(shelf.index, own)
        named = [one for name in filled.others if (one := shelf.index.summary(name)) is not None]
    except StoreError:  # the index is made anew: an id can still be given
        return []
    return [{"id": one.story, **row(one, None, {})} for one in {one.story: one for one in (*named, *found)}.values()]


def _open_items(account: Account) -> str:
    """Return how much of an account nobody has reviewed, and how much is disputed."""
    items: tuple[Figure | Fact, ...] = (*account.figures, *account.facts)
    unseen = sum(not item.judged for item in items)
    disputed = sum(item.standing == "disputed" for item in items)
    return (
        f"Of {len(items):,} figures and statements {unseen:,} {'is' if unseen == 1 else 'are'} not reviewed and"
        f" {disputed:,} {'is' if disputed == 1 else 'are'} disputed."
    )


def _places(account: Account, filled: Filled) -> list[dict[str, str]]:
    """Return the places that are offered: the one chosen, then those searched for, else those that are likest."""
    offered = candidates.places_of(filled.place_search, account.where, account.places, filled.place)
    return [{"id": str(entry.id), "name": placing.held(entry), "told": placing.kind(entry)} for entry in offered]


def _unlisted(filled: Filled, listed: Collection[str]) -> str:
    """Return a story that was named by its id and is not among those that are offered."""
    names = filled.others if filled.verdict == "merge" else ()
    return next((name for name in names if name not in listed), "")


def check_token(request: Request, given: str) -> None:
    """Refuse a form that no page of this session made.

    Raises:
        HTTPException: 403.
    """
    if not compare_digest(given.encode("utf-8", "replace"), request.state.form_token.encode()):
        raise HTTPException(403, "This form is of another session: open the page again and send it once more.")
