"""What became of a story since somebody looked at it, in few words."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.telling import shown
from dateline.telling.changed import QUIET
from dateline.web.summaries import Summary, Total

ANYBODY = frozenset({"people", "person", "persons"})
"""Whom a figure counts where it counts anybody."""
WHOM = 32
"""Characters told of whom a figure counts."""


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
        by = f" (corrected by {shown.clean(now.dated_by)})" if now.dated_by is not None else ""
        made.append(f"date {days(before)} → {days(now)}{by}")
    if before.place != now.place:
        by = f" (corrected by {shown.clean(now.placed_by)})" if now.placed_by is not None else ""
        made.append(f"place {shown.clean(before.place or '–')} → {shown.clean(now.place or '–')}{by}")
    if before.judgements is not None and now.judgements is not None:
        made += _more(before.judgements, now.judgements, "judgement")
    return tuple(made) or ("details revised",)


def amount(total: Total) -> str:
    """Return the number of a total with its unit and sign.

    >>> amount(Total("n", "killed", None, "people", 20.0, None, None, "single source"))
    '≥ 20'
    """
    return "an open number" if total.number is None else shown.stated(total)


def values(totals: Sequence[Total], *, marked: bool = True) -> str:
    """Return the numbers of totals of one measure, each once; `marked`: those that a person set say so."""
    return " or ".join(dict.fromkeys(f"{amount(t)}{_by(t) if marked else ''}" for t in totals))


def to(total: Total) -> str:
    """Return the range of a total.

    >>> to(Total("n", "killed", None, "people", 650.0, 655.0, 660.0, "single source"))
    '650 to 660'
    """
    if total.low == total.high:
        return shown.number(total.low)
    return f"{shown.number(total.low)} to {shown.number(total.high)}"


def whom(total: Total) -> str:
    """Return whom a total counts, "" where that is nobody in particular."""
    counted = shown.counted(total.measure, total.whom, total.unit)
    return "" if counted.casefold() in ANYBODY else counted


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
        name = _name(totals)
        if old is None:
            made += [f"{name} {values(totals)}: first figure"] if any(t.number for t in totals) else []
            continue
        if told := _rejected(before, now, name, old, totals):
            made += told
            continue
        if values(old) != values(totals):
            made.append(f"{name} {values(old)} → {values(totals)}")
        elif _ranges(old) != _ranges(totals):
            made.append(f"{name} {_ranges(old)} → {_ranges(totals)}")
        if old[0].standing != totals[0].standing:
            settled = old[0].standing == "disputed"
            made.append(f"{measure} {'no longer disputed' if settled else f'now {totals[0].standing}'}")
    gone = ((measure, old) for measure, old in was.items() if measure not in QUIET and any(t.number for t in old))
    return made + [f"{_name(old)} {values(old)} {_lost(old, now)}" for _, old in gone]


def _rejected(before: Summary, now: Summary, name: str, old: Sequence[Total], new: Sequence[Total]) -> list[str]:
    """Tell totals that a person took out or put back: what stands instead is another figure, not a new number."""
    out = [total for total in old if total.id in now.rejected]
    back = [total for total in new if total.id in before.rejected]
    made = [f"{_name(out)} {values(out)} rejected"] if out else []
    made += [f"{_name(back)} {values(back)} no longer rejected"] if back else []
    if len(out) == len(old) and not back:
        made.append(f"{name} {values(new)} first now")
    return made


def _lost(old: Sequence[Total], now: Summary) -> str:
    return "rejected" if all(total.id in now.rejected for total in old) else "withdrawn"


def _name(totals: Sequence[Total]) -> str:
    """Return what totals of one measure count, of whom where they all count the same people."""
    counted = list(dict.fromkeys(whom(total) for total in totals))
    measure = totals[0].measure
    if len(counted) > 1 or not counted[0]:
        return measure
    short = counted[0] if len(counted[0]) <= WHOM else f"{counted[0][: WHOM - 1].rstrip()}…"
    return f"{measure}, {short}:"


def _by(total: Total) -> str:
    return "" if total.corrected_by is None else f" (corrected by {shown.clean(total.corrected_by)})"


def _ranges(totals: Sequence[Total]) -> str:
    return " or ".join(map(to, totals))


def _more(before: int, now: int, name: str) -> list[str]:
    if before == now:
        return []
    count = abs(now - before)
    plural = f"{name}{'s' * (count != 1)}"
    return [f"{count} more {plural}" if now > before else f"{count} {plural} fewer"]
