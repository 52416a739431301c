"""Figures that changed: totals by measure, parts by the quotations they rest on."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.changes.sides import judged_by, key, new_first, rows_of, share, standing_change, why_standing
from dateline.records import Account, Change, ChangeKind, Figure, Judged, Side
from dateline.wording import content_stems


def figure_changes(before: Account, now: Account) -> Iterable[Change]:
    """Return the figures that are new, gone, revised, disputed or confirmed: totals by measure, then parts."""
    was, stands = totals(before), totals(now)
    for measure in sorted({*was, *stands}):
        one, other = was.get(measure), stands.get(measure)
        if one is not None and other is not None and _became_part(one, other, now):
            reason = f"the earlier total, {_told(one)}, is a part beside it now"
            yield Change(kind="new figure", about=measure, before=None, after=_of_figure(other, one), reason=reason)
        else:
            yield from _figure(measure, one, other, (before, now))
    parts = [f for f in now.figures if f.scope == "subset"]
    for figure in (f for f in before.figures if f.scope == "subset"):
        same = next((f for f in parts if _one_part(figure, f)), None)
        if same is not None:
            yield from _figure(figure.measure, figure, same, (before, now))


def _became_part(was: Figure, stands: Figure, now: Account) -> bool:
    """Tell whether an earlier total still stands beside the present one, as a count of other people or things."""
    if (was.low, was.best, was.high) == (stands.low, stands.best, stands.high):
        return False
    return any(
        f.scope == "subset"
        and (f.measure, f.low, f.best, f.high) == (was.measure, was.low, was.best, was.high)
        and share(f.evidence, was.evidence)
        for f in now.figures
    )


def totals(account: Account) -> dict[str, Figure]:
    """Return the total that stands for each measure."""
    return {f.measure: f for f in account.figures if f.scope == "total" and f.standing != "superseded"}


def _one_part(one: Figure, other: Figure) -> bool:
    same = (one.measure, one.unit, content_stems(one.whom or "")) == (
        other.measure, other.unit, content_stems(other.whom or ""),
    )  # fmt: skip
    return same and bool({key(e) for e in one.evidence} & {key(e) for e in other.evidence})


def _figure(
    measure: str, was: Figure | None, stands: Figure | None, accounts: tuple[Account, Account]
) -> Iterable[Change]:
    now = accounts[1]
    judged = judged_by(was, stands)
    if was is None or stands is None:
        kind: ChangeKind = "new figure" if was is None else "withdrawn"
        why = "not reported before" if was is None else "no report gives it any more"
    elif (what := standing_change(was, stands)) == "new dispute":
        kind, why = what, "reports of the same day give different counts"
    elif (was.low, was.best, was.high, was.unit) != (stands.low, stands.best, stands.high, stands.unit):
        kind, why = "revised", _why_revised(was, stands, now)
    elif what is not None:
        kind, why = what, why_standing(was, stands, now)
    else:
        return
    if judged and was is not None and stands is not None and set(was.evidence) == set(stands.evidence):
        why = ""
    if not judged:
        sides = [f for f in (was, stands) if f is not None]
        judged = tuple(n for a in accounts for n in rows_of(a, lambda j: any(_rejects(j, f) for f in sides)))
    yield Change(
        kind=kind, about=measure, before=_of_figure(was), after=_of_figure(stands, was), reason=why, judgements=judged
    )


def _rejects(row: Judged, figure: Figure) -> bool:
    return row.verdict == "reject" and any(
        f.measure == figure.measure and share(f.evidence, figure.evidence) for f in row.machine_figures
    )


def _of_figure(figure: Figure | None, known: Figure | None = None) -> Side | None:
    if figure is None:
        return None
    evidence = new_first(figure.evidence, known.evidence if known is not None else ())
    return Side(id=figure.id, text=_told(figure), standing=figure.standing, evidence=evidence)


def _told(figure: Figure) -> str:
    return f"{value_of(figure)} {figure.whom}" if figure.whom else value_of(figure)


def value_of(figure: Figure) -> str:
    """Return a figure's value in words, with its unit where that is not people."""
    low, best, high = figure.low, figure.best, figure.high
    shown = best if best is not None else low if low is not None else high
    text = "an open number of" if shown is None else f"{shown:,g}"
    if figure.unit not in ("people", "other") and shown is not None:
        text += f" {figure.unit}"
    if best is not None and low is not None and high is not None and low < high:
        return f"{text} ({low:,g}–{high:,g})"
    if shown is not None and high is None:
        return f"{text} or more"
    return f"up to {text}" if best is None and low is None and shown is not None else text


def _why_revised(was: Figure, stands: Figure, now: Account) -> str:
    for difference in now.differences:
        replaced = next((f for f in now.figures if f.id == difference.other), None)
        if difference.one == stands.id and replaced is not None and share(replaced.evidence, was.evidence):
            return difference.reason
    low, high = was.low or 0.0, was.high if was.high is not None else float("inf")
    inside = stands.low is not None and stands.high is not None and low <= stands.low and stands.high <= high
    return "more exact: the earlier count allows it" if inside else "another count stands now"
