"""What changed, for reading: each change with both sides, and each side with its characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from dateline.records import Change, ChangeKind, Changes, Evidence, Side
from dateline.telling import judged, shown

HEADINGS: tuple[tuple[ChangeKind, str], ...] = (
    ("new story", "NEW"),
    ("revised", "REVISED"),
    ("new figure", "FIRST FIGURES"),
    ("withdrawn", "WITHDRAWN"),
    ("superseded", "SUPERSEDED"),
    ("new dispute", "NEWLY DISPUTED"),
    ("dispute settled", "NO LONGER DISPUTED"),
    ("confirmed", "NEWLY CONFIRMED"),
    ("no longer confirmed", "NO LONGER CONFIRMED"),
    ("new on the timeline", "NEW ON THE TIMELINE"),
    ("date revised", "DATE"),
    ("place revised", "PLACE"),
)
QUIET = frozenset({"other", "distance", "duration"})
"""Measures whose first figure is no news; the JSON has them."""
FIGURES = frozenset({"revised", "new figure", "withdrawn"})
"""Kinds of change told in the order in which an analyst looks for measures."""
NOT_BEFORE = "not reported before"
"""The reason that goes without saying."""
QUOTES = 2
"""Quotations shown of each side."""


def lines(found: Sequence[Changes], since: str, undated: int, width: int) -> list[str]:
    """Return what changed since a day as lines of at most `width` columns."""
    count = len(found)
    made = [
        f"Since {shown.day(since)}: {count} account{'s' * (count != 1)} changed"
        if count
        else f"Since {shown.day(since)}: nothing changed"
    ]
    if undated:
        made += textwrap.wrap(
            f"{undated} report{'s' * (undated != 1)} without a date count{'s' * (undated == 1)} as known before", width
        )
    return made + told(found, width)


def told(found: Sequence[Changes], width: int) -> list[str]:
    """Return the changes of each account, an empty line before each."""
    return [line for changes in found for line in ("", *_account(changes, width))]


def _account(changes: Changes, width: int) -> list[str]:
    letters = {s.report: shown.letter(n) for n, s in enumerate(changes.sources)}
    title = shown.clean(changes.headline.quote) if changes.headline else changes.group
    made = ["=" * width, *textwrap.wrap(title, width), f"account {changes.group}"]
    made += textwrap.wrap(_counts(changes, letters), width)
    for kind, heading in HEADINGS:
        own = [c for c in changes.changes if c.kind == kind and (kind != "new figure" or c.about not in QUIET)]
        if kind in FIGURES:
            own.sort(key=lambda c: shown.MEASURES.index(c.about) if c.about in shown.MEASURES else len(shown.MEASURES))
        if own:
            made += ["", heading]
        for n, change in enumerate(own):
            made += [""] * (n > 0 and change.about == "a fact") + _change(change, letters, width)
    if changes.judgements:
        made += ["", "JUDGEMENTS GIVEN OR TAKEN BACK", *judged.lines(changes.judgements, width)]
    cited = _cited(changes)
    listed = [s for s in changes.sources if s.report in cited or s.report in changes.new]
    if listed:
        made += ["", "SOURCES"]
    for source in listed:
        new = " · new" if source.report in changes.new else ""
        made += _wrap(
            f"{shown.titled(source)} · {shown.dated(source)}{new}", width, f"  {letters[source.report]:<3}", 5
        )
    return made


def _counts(changes: Changes, letters: dict[str, str]) -> str:
    new = [letters[r] for r in changes.new]
    told = [f"{len(new)} new report{'s' * (len(new) != 1)}" + (f" ({' '.join(new)})" if new else "")]
    if changes.joined:
        told.append(f"{len(changes.joined)} from another account ({' '.join(letters[r] for r in changes.joined)})")
    if changes.left:
        told.append(f"{len(changes.left)} now in another account ({', '.join(changes.left)})")
    told.append(f"{changes.new_facts} new fact{'s' * (changes.new_facts != 1)}")
    return " · ".join(told)


def _change(change: Change, letters: dict[str, str], width: int) -> list[str]:
    if change.after is not None and change.kind == "new story":
        return _new(change.after, letters, width)
    if change.after is not None and change.kind == "new on the timeline":
        return _dated(change.about, change.after, letters, width)
    made = _wrap(f"{change.about}: {_headline(change)}", width, "  ", 4) if change.about != "a fact" else []
    if change.after is not None and change.kind == "new figure":
        made += _side("", change.after, letters, width)
        return made if change.reason == NOT_BEFORE else [*made, *_why(change, width)]
    return [*made, *_both(change, letters, width), *_why(change, width)]


def _both(change: Change, letters: dict[str, str], width: int) -> list[str]:
    """Show both sides; quotations that are the same only once."""
    paired = change.kind in ("new dispute", "dispute settled") and change.about == "a fact"
    labels = ("one", "other") if paired else ("was", "now")
    before, after = change.before, change.after
    if before is not None and after is not None and not paired and set(before.evidence) == set(after.evidence):
        again = _wrap("the same quotations", width, "    now   ", 10)
        return [*_side("was", before, letters, width), *again, *_notes(after, 0)]
    made = []
    for label, side in zip(labels, (before, after), strict=True):
        made += [f"    {label:<6}–"] if side is None else _side(label, side, letters, width)
    return made


def _why(change: Change, width: int) -> list[str]:
    return _wrap(shown.clean(change.reason.removeprefix(f"{change.about}: ")), width, "    why   ", 10)


def _new(side: Side, letters: dict[str, str], width: int) -> list[str]:
    """Tell of a new account by its headline and the totals of people."""
    made = [
        line
        for e in side.evidence
        for line in _wrap(f"“{shown.clean(e.quote)}” {_address(e, letters)}", width, "  ", 4)
    ]
    return made + (_wrap(shown.clean(side.text), width, "    ", 4) if side.text else [])


def _dated(days: str, side: Side, letters: dict[str, str], width: int) -> list[str]:
    """Tell of a new entry of the timeline in one paragraph."""
    text = f"“{shown.clean(side.text)}” {_address(side.evidence[0], letters)} {side.standing} · {side.id}"
    first, _, last = days.partition(" … ")
    return _wrap(text, width, f"  {shown.span_of_days(first, last or first):<16}", 18)


def _headline(change: Change) -> str:
    sides = [side.text if side is not None else "–" for side in (change.before, change.after)]
    before, after = (shown.clean(text) for text in sides)
    return after if before == after or change.kind == "new figure" else f"{before} → {after}"


def _side(label: str, side: Side, letters: dict[str, str], width: int) -> list[str]:
    made = []
    for n, e in enumerate(side.evidence[:QUOTES]):
        made += _wrap(
            f"“{shown.clean(e.quote)}” {_address(e, letters)}", width, f"    {label if n == 0 else '':<6}", 10
        )
    return made + _notes(side, len(side.evidence) - QUOTES)


def _notes(side: Side, more: int) -> list[str]:
    """Tell how many quotations more there are, the standing and the id."""
    notes = [f"and {more} more"] if more > 0 else []
    notes += [note for note in (side.standing, side.id) if note]
    return [f"          {' · '.join(notes)}"] if notes else []


def _address(e: Evidence, letters: dict[str, str]) -> str:
    return f"[{letters.get(e.report, e.report)} {e.start}-{e.end}]"


def _cited(changes: Changes) -> set[str]:
    sides: Iterable[Side] = (s for c in changes.changes for s in (c.before, c.after) if s is not None)
    return {e.report for side in sides for e in side.evidence[:QUOTES]}


def _wrap(text: str, width: int, first: str, indent: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=" " * indent, break_on_hyphens=False) or [
        first.rstrip()
    ]
