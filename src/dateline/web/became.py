"""What became of an item or a story that is not in its place any more: links that were kept lead on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.exceptions import HTTPException

from dateline.records import Account, Fact, Figure
from dateline.telling import judged, shown
from dateline.web.desk import Desk, Opened
from dateline.web.pages import path_part
from dateline.web.resting import Link, figure_told, items_of, label_of


def opened_of(desk: Desk, story: str) -> Opened:
    """Return the account of a story; whoever asks for a page of one that is gone is led to what became of it.

    Raises:
        HTTPException: there is none (404), or it is told elsewhere (303).
    """
    opened = desk.open(story)
    if opened is None:
        if desk.moved(story) is not None:
            raise HTTPException(303, headers={"location": f"/story/{path_part(story)}"})
        raise HTTPException(404)
    return opened


def became(account: Account, item: str) -> dict[str, Any] | None:
    """Return what a figure or fact that is gone said, who judged it, and what stands now; None where nobody knows."""
    base = f"/story/{path_part(account.story)}"
    here = items_of(account)
    for row in reversed(account.judgements):
        held: list[Figure | Fact] = [*row.machine_figures, *row.machine_facts]
        was = [x for x in held if x.id == item]
        if was and row.applies:
            after = {i for i in row.targets if i in here} | _at(was[0], here.values())
            return {
                "what": "figure" if isinstance(was[0], Figure) else "fact",
                "said": figure_told(was[0]) if isinstance(was[0], Figure) else shown.told(was[0]),
                "verdict": judged.VERBS[row.verdict],
                "by": shown.clean(row.user),
                "at": row.at,
                "reason": shown.clean(row.reason),
                "log": Link(f"judgement {row.number}", f"{base}#j{row.number}"),
                "now": [Link(label_of(x), f"{base}#{path_part(x.id)}") for x in here.values() if x.id in after],
            }
    return None


def _at(was: Figure | Fact, items: Iterable[Figure | Fact]) -> set[str]:
    """Return the items of the same kind that rest on the same characters."""
    rested = set(was.evidence)
    return {x.id for x in items if type(x) is type(was) and rested & set(x.evidence)}
