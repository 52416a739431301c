"""What a watch says: what a round brought, and how its feeds stand."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from dateline.telling import changed
from dateline.telling.shown import clean
from dateline.watching import clock
from dateline.watching.addresses import shown
from dateline.watching.feeds import Came
from dateline.watching.rounds import News
from dateline.watching.state import Feed


def news(found: News, width: int) -> list[str]:
    """Return what a round brought as lines of at most `width` columns; nothing where it brought nothing."""
    if not found.came and not found.changes:
        return []
    versions = sum(one.version > 1 for one in found.came)
    told = f"{clock.told(found.stamp)}: {count(len(found.came), 'report')} came in"
    told += f", {versions} of them a new version of one known" if versions else ""
    told += f"; {count(len(found.changes), 'account')} changed"
    made = ["#" * width, *textwrap.wrap(told, width)]
    for one in found.came:
        made += textwrap.wrap(
            _came(one), width, initial_indent="  + " if one.version == 1 else "  ~ ", subsequent_indent="    "
        )
    return made + changed.told(found.changes, width)


def feeds(rows: Iterable[Feed], width: int) -> list[str]:
    """Return how feeds stand: when they answered last, when they are due, why they were refused."""
    made = []
    for feed in rows:
        made.append(clean(shown(feed.url)))
        told = [f"answered {clock.told(feed.answered)}" if feed.answered is not None else "no answer yet"]
        if feed.lists:
            told.append(f"a list of {count(len(feed.lists), 'feed')}")
        elif feed.answered is not None:
            told.append(count(len(feed.items), "item"))
        told.append(f"due {clock.told(feed.due)}" if feed.due else "due now")
        made += textwrap.wrap(" · ".join(told), width, initial_indent="  ", subsequent_indent="  ")
        if feed.refusal is not None:
            what = f"refused ({feed.failures} in a row)" if feed.failures else "left out"
            why = f"{what}: {clean(feed.refusal)}"
            made += textwrap.wrap(why, width, initial_indent="  ", subsequent_indent="  ")
        for item in feed.items.values():
            if item.note is not None:
                why = f"{item.report} as the feed tells it: {clean(item.note)}"
                made += textwrap.wrap(why, width, initial_indent="    ", subsequent_indent="    ")
    return made


def _came(one: Came) -> str:
    report = one.report
    title = report.text[report.title.start : report.title.end] if report.title is not None else report.text[:80]
    told = [title, report.publisher or shown(one.feed), report.published or "undated", report.id]
    return " · ".join(clean(part) for part in told) + (f" · version {one.version}" if one.version > 1 else "")


def count(number: int, noun: str) -> str:
    """Return a number of things.

    >>> count(1, "feed"), count(2, "feed")
    ('1 feed', '2 feeds')
    """
    return f"{number} {noun}{'s' * (number != 1)}"
