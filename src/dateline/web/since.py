"""What became of a story since somebody looked at it, in few words."""

from __future__ import annotations

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


def days(summary: Summary) -> str:
    """Return when a story happened, in the least room."""
    if summary.earliest is None:
        return "unresolved"
    return shown.span_of_days(summary.earliest, summary.latest or summary.earliest)


def _figures(before: Summary, now: Summary) -> list[str]:
    was = {total.measure: total for total in before.totals}
    made = []
    for total in now.totals:
        old = was.pop(total.measure, None)
        if total.measure in QUIET:
            continue
        if old is None:
            made.append(f"{total.measure} {value(total)}: first figure")
            continue
        if value(old) != value(total):
            made.append(f"{total.measure} {value(old)} → {value(total)}")
        elif (old.low, old.high) != (total.low, total.high):
            made.append(f"{total.measure} {_range(old)} → {_range(total)}")
        if old.standing != total.standing:
            made.append(f"{total.measure} {_standing(old, total)}")
    made += [f"{old.measure} {value(old)} withdrawn" for old in was.values() if old.measure not in QUIET]
    return made


def _standing(old: Total, now: Total) -> str:
    return "no longer disputed" if old.standing == "disputed" else f"now {now.standing}"


def _range(total: Total) -> str:
    return f"{shown.number(total.low)}–{shown.number(total.high)}"


def _more(before: int, now: int, name: str) -> list[str]:
    if before == now:
        return []
    count = abs(now - before)
    plural = f"{name}{'s' * (count != 1)}"
    return [f"+{count} {plural}" if now > before else f"{count} {plural} fewer"]
