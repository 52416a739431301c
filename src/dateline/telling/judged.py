"""Judgements for reading: who decided what, when and why, and what the machine says without it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from dateline.records import Accord, Account, Difference, Fact, Figure, Judged
from dateline.telling import shown

VERBS: Mapping[str, str] = {
    "accept": "accepted",
    "reject": "rejected",
    "correct": "corrected",
    "merge": "taken for one",
    "split": "kept apart",
    "same-origin": "one origin",
    "revoke": "taken back",
}


def lines(rows: Sequence[Judged], width: int) -> list[str]:
    """Return judgements as lines of at most `width` columns."""
    made = []
    for row in rows:
        by = f"{shown.clean(row.user)}, {row.at.replace('T', ' ').removesuffix('Z')} UTC"
        made += _wrap(f"{VERBS[row.verdict]}: {shown.clean(row.about)}", width, f"  {row.number:<4}")
        made += _wrap(f"{by}: “{shown.clean(row.reason)}”", width)
        if row.targets:
            made += _wrap(f"concerns {', '.join(row.targets)}", width)
        if beside := machine(row):
            made += _wrap(f"the machine says {beside}", width)
        if standing := standing_of(row):
            made += _wrap(standing, width)
    return made


def standing_of(row: Judged) -> str:
    """Return what became of a judgement, "" where it simply applies."""
    note = shown.clean(row.note or "")
    return note if row.applies or note.startswith("taken back") else f"no longer applicable: {note}"


def machine(row: Judged) -> str:
    """Return what the machine says without a judgement, "" where the judgement leaves it as it is."""
    if row.verdict == "accept":
        return ""
    said = [f"{shown.label(f)} {value(f)}, {_standing(f, row)}" for f in row.machine_figures]
    if row.machine_when is not None:
        said.append(shown.when(row.machine_when))
    for d in row.machine_differences:
        between = "the two differ" if d.relation == "differs" else "one replaces the other"
        said.append(f"{between}: {shown.clean(d.reason)}")
    said += [f"they agree: {shown.clean(a.reason)}" for a in row.machine_accords]
    if row.verdict == "correct":
        said += [shown.stretch(f.earliest, f.latest) if f.earliest else "undated" for f in row.machine_facts]
    else:
        said += [f"“{shown.clean(f.text)}”, {_standing(f, row)}" for f in row.machine_facts]
    return "; ".join(said)


def _standing(item: Figure | Fact, row: Judged) -> str:
    return item.standing if row.verdict != "same-origin" else f"{item.standing}, {len(item.origins)} origins"


def value(figure: Figure) -> str:
    """Return a figure's number with its bounds where they differ."""
    low, best, high = shown.range_of(figure)
    return best if low == best == high else f"{best} (low {low}, high {high})"


def marks(item: Figure | Fact | Difference | Accord, account: Account) -> list[str]:
    """Return who judged an item of an account, and what the machine says of it, for a note beside it."""
    made = []
    for row in account.judgements:
        if row.number not in item.judged:
            continue
        beside = ""
        if row.verdict == "correct":
            was = [_was(f, item) for f in row.machine_figures] or [
                shown.stretch(f.earliest, f.latest) if f.earliest else "undated" for f in row.machine_facts
            ]
            beside = f"; the machine says {was[0]}" if was else ""
        made.append(f"{VERBS[row.verdict]} by {shown.clean(row.user)} (judgement {row.number}){beside}")
    return made


def _was(machine: Figure, item: Figure | Fact | Difference | Accord) -> str:
    """Return what the machine says of a figure that was corrected: its number, and what else it was read as."""
    told = value(machine)
    if isinstance(item, Figure) and item.measure != machine.measure:
        told = f"{machine.measure} {told}"
    if isinstance(item, Figure) and item.scope != machine.scope:
        told += ", a part" if machine.scope == "subset" else ", a total"
    return told


def dated_by(account: Account) -> str:
    """Return who corrected the day of the happening, "" where nobody did."""
    rows = [row for row in account.judgements if row.applies and row.machine_when is not None]
    if not rows:
        return ""
    was = rows[-1].machine_when
    beside = f"; the machine says {shown.when(was)}" if was is not None else ""
    return f"corrected by {shown.clean(rows[-1].user)} (judgement {rows[-1].number}){beside}"


def signed(account: Account) -> str:
    """Return who signed an account off last, "" where nobody did."""
    row = _signing(account)
    if row is None:
        return ""
    later = "" if stands(account) else " before the account changed"
    return f"signed off by {shown.clean(row.user)} (judgement {row.number}){later}"


def stands(account: Account) -> bool:
    """Tell whether an account is signed off as it stands."""
    row = _signing(account)
    return row is not None and row.note is None


def _signing(account: Account) -> Judged | None:
    accepted = [row for row in account.judgements if row.applies and row.verdict == "accept"]
    return next((row for row in reversed(accepted) if row.targets == (account.story,)), None)


def _wrap(text: str, width: int, first: str = " " * 6) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=" " * 6, break_on_hyphens=False)
