"""What became of a story since somebody looked at it, in few words."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.telling import shown
from dateline.telling.changed import QUIET
from dateline.web.summaries import Summary, Total


def since(before: Summary | None, now: Summary) -> tuple[str, ...]:
    """Return what changed between two states of a story, the weightiest first; never nothing."""
    if before is None:
        return ("new",)
    made = [*_figures(before, now)]
    disputed = any(t.standing == "disputed" for t in (*before.totals, *now.totals))
    if bool(before.disputed) != bool(now.disputed) and not disputed:
        made.append("now disputed" if now.disputed else "no longer disputed")
    made += _more(before.reports, now.reports, "report")
    made += _more(before.origins, now.origins, "independent origin")
    if (before.earliest, before.latest) != (now.earliest, now.latest):
        made.append(f"date {days(before)} → {days(now)}")
    if before.place != now.place:
        made.append(f"place {shown.clean(before.place or '–')} → {shown.clean(now.place or '–')}")
    if now.reviewed > before.reviewed:
        made.append(f"+{now.reviewed - before.reviewed} judged")
    return tuple(made) or ("details revised",)


def value(total: Total) -> str:
    """Return the number of a total with its unit; "≥" and "≤" where only one end is known.

    >>> value(Total("n", "killed", None, "people", 20.0, None, None, "single source"))
    '≥ 20'
    """
    if total.best is not None:
        return shown.amount(total.best, total.unit)
    if total.low is not None:
        return f"≥ {shown.amount(total.low, total.unit)}"
    return f"≤ {shown.amount(total.high, total.unit)}" if total.high is not None else "an open number"


def values(totals: Sequence[Total]) -> str:
    """Return the numbers of totals of one measure, each once."""
    return " or ".join(dict.fromkeys(value(total) for total in totals))


def days(summary: Summary) -> str:
    """Return when a story happened, in the least room."""
    if summary.earliest is None:
        return "unresolved"
    return shown.span_of_days(summary.earliest, summary.latest or summary.earliest)


def _figures(before: Summary, now: Summary) -> list[str]:
    was = before.measures
    made = []
    for measure, totals in now.measures.items():
        old = was.pop(measure, None)
        if measure in QUIET:
            continue
        if old is None:
            made.append(f"{measure} {values(totals)}: first figure")
            continue
        if values(old) != values(totals):
            made.append(f"{measure} {values(old)} → {values(totals)}")
        elif _ranges(old) != _ranges(totals):
            made.append(f"{measure} {_ranges(old)} → {_ranges(totals)}")
        if old[0].standing != totals[0].standing:
            settled = old[0].standing == "disputed"
            made.append(f"{measure} {'no longer disputed' if settled else f'now {totals[0].standing}'}")
    return made + [f"{measure} {values(old)} withdrawn" for measure, old in was.items() if measure not in QUIET]


def _ranges(totals: Sequence[Total]) -> str:
    return " or ".join(f"{shown.number(total.low)}–{shown.number(total.high)}" for total in totals)


def _more(before: int, now: int, name: str) -> list[str]:
    if before == now:
        return []
    count = abs(now - before)
    plural = f"{name}{'s' * (count != 1)}"
    return [f"+{count} {plural}" if now > before else f"{count} {plural} fewer"]
