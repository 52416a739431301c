"""Judgements for reading: who decided what, when and why, and what the machine says without it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from dateline.records import Accord, Account, Difference, Fact, Figure, Judged
from dateline.telling import shown

VERBS: Mapping[str, str] = {
    "accept": "accepted",
    "reject": "rejected",
    "correct": "corrected",
    "merge": "merged",
    "split": "split off",
    "same-origin": "one origin",
    "revoke": "taken back",
}


def verb(verdict: str, *, of_story: bool) -> str:
    """Return what was done in the words of the forms: who accepts a story signs it off."""
    return "signed off" if of_story and verdict == "accept" else VERBS[verdict]


def verb_of(row: Judged) -> str:
    """Return what was done by a judgement of an account."""
    return verb(row.verdict, of_story=any(target.startswith(("s-", "g-")) for target in row.targets))


def lines(rows: Sequence[Judged], width: int) -> list[str]:
    """Return judgements as lines of at most `width` columns."""
    made = []
    for row in rows:
        by = f"{shown.clean(row.user)}, {row.at.replace('T', ' ').removesuffix('Z')} UTC"
        made += _wrap(f"{verb_of(row)}: {shown.clean(row.about)}", width, f"  {row.number:<4}")
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
    if row.machine_where is not None:
        said.append(shown.where(row.machine_where))
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
    return shown.spread(figure)


def marks(item: Figure | Fact | Difference | Accord, account: Account) -> list[str]:
    """Return who judged an item of an account, and what the machine says of it, for a note beside it."""
    made = []
    for row in account.judgements:
        if row.number not in item.judged:
            continue
        beside = ""
        if row.verdict == "correct":
            was = [read_as(f, item) for f in row.machine_figures] or [
                shown.stretch(f.earliest, f.latest) if f.earliest else "undated" for f in row.machine_facts
            ]
            beside = f"; the machine says {was[0]}" if was else ""
        made.append(f"{VERBS[row.verdict]} by {shown.clean(row.user)} (judgement {row.number}){beside}")
    return made


def read_as(machine: Figure, item: Figure | Fact | Difference | Accord) -> str:
    """Return what the machine says of a figure that was corrected: its number, and what else it was read as."""
    told = value(machine)
    if isinstance(item, Figure) and item.measure != machine.measure:
        told = f"{machine.measure} {told}"
    if isinstance(item, Figure) and item.scope != machine.scope:
        told += ", a part" if machine.scope == "subset" else ", a total"
    return told


class Set(NamedTuple):
    """A number that a person set: who, by which judgement, and the figure as the machine has it."""

    by: str
    number: int
    machine: Figure


def set_by(figure: Figure, account: Account) -> Set | None:
    """Return who set the number of a figure, None where it is the machine's."""
    for row in reversed(account.judgements):
        if row.applies and row.verdict == "correct" and row.number in figure.judged:
            for was in row.machine_figures[:1]:
                if (was.low, was.best, was.high) != (figure.low, figure.best, figure.high):
                    return Set(shown.clean(row.user), row.number, was)
    return None


def as_read(figure: Figure, account: Account) -> Figure:
    """Return a figure with the number that its quotations give: the machine's, where a person set another."""
    by_hand = set_by(figure, account)
    if by_hand is None:
        return figure
    was = by_hand.machine
    return replace(figure, low=was.low, best=was.best, high=was.high, qualifier=was.qualifier)


def standing(figure: Figure, account: Account) -> str:
    """Return where a figure's number stands: "corrected" where a person set it, as no source speaks for that number."""
    return CORRECTED if set_by(figure, account) is not None else figure.standing


CORRECTED = "corrected"


def notes(figure: Figure, account: Account) -> list[str]:
    """Return what is told beside a figure's number: who judged it, who says it, in which words, of which day.

    Where a person set the number, voice and words are said to be those of the machine's number.
    """
    by_hand = set_by(figure, account)
    said = shown.voices(figure.attribution)
    made = marks(figure, account)
    told = figure
    if by_hand is not None:
        told = by_hand.machine
        made = [m.partition("; the machine says")[0] for m in made]
        said = f"the machine reads {read_as(told, figure)}, {told.standing}, said by {said}"
    made.append(said)
    made += [shown.quoted(told.qualifier)] if told.qualifier else []
    made += [derived] if (derived := shown.derivation(told)) else []
    return made + ([f"as of {shown.day(figure.as_of[:10])}"] if figure.as_of else [])


def dated_by(account: Account) -> str:
    """Return who corrected the day of the happening, "" where nobody did."""
    row = redating(account)
    return "" if row is None or row.machine_when is None else _corrected(row, shown.when(row.machine_when))


def placed_by(account: Account) -> str:
    """Return who corrected the place of the happening, "" where nobody did."""
    row = relocating(account)
    return "" if row is None or row.machine_where is None else _corrected(row, shown.where(row.machine_where))


def placed(account: Account) -> str:
    """Return where it happened, and who corrected that."""
    return "; ".join(filter(None, (shown.where(account.where), placed_by(account))))


def redating(account: Account) -> Judged | None:
    """Return the judgement that set the day of the happening, None where none did."""
    return next((row for row in reversed(account.judgements) if row.applies and row.machine_when is not None), None)


def relocating(account: Account) -> Judged | None:
    """Return the judgement that set the place of the happening, None where none did."""
    return next((row for row in reversed(account.judgements) if row.applies and row.machine_where is not None), None)


def _corrected(row: Judged, machine: str) -> str:
    return f"corrected by {shown.clean(row.user)} (judgement {row.number}); the machine says {machine}"


def signed(account: Account) -> str:
    """Return who signed an account off last, "" where nobody did."""
    row = _signing(account)
    if row is None:
        return ""
    later = "" if stands(account) else " before the account changed"
    return f"signed off by {shown.clean(row.user)} (judgement {row.number}){later}"


def rejected(account: Account) -> dict[str, Figure | Fact]:
    """Return the figures and facts that were rejected, by id, as the machine has them."""
    here = {figure.id for figure in account.figures} | {fact.id for fact in account.facts}
    rows = [row for row in account.judgements if row.verdict == "reject" and row.applies]
    listed: list[Figure | Fact] = [item for row in rows for item in row.machine_figures]
    listed += [item for row in rows for item in row.machine_facts]
    return {item.id: item for item in listed if item.id not in here}


def stands(account: Account) -> bool:
    """Tell whether an account is signed off as it stands."""
    row = _signing(account)
    return row is not None and row.note is None


def _signing(account: Account) -> Judged | None:
    accepted = [row for row in account.judgements if row.applies and row.verdict == "accept"]
    return next((row for row in reversed(accepted) if row.targets == (account.story,)), None)


def _wrap(text: str, width: int, first: str = " " * 6) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=" " * 6, break_on_hyphens=False)
