"""The account on a terminal: readable at 80 columns, without colour, and safe against what stands in the texts."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from rich.console import Console

from dateline.records import Account, Figure, Report
from dateline.telling import judged, shown

PARTS = 10
"""Figures shown beside the totals."""
DAYS = 14
"""Timeline entries shown."""
CHANGES = 10
"""Differences shown."""
TELLINGS = 3
"""Tellings shown of what agrees loosely."""
VOICES = 12
"""Origins shown."""
MORE = "--html or --json shows all"


def render(account: Account, reports: Mapping[str, Report], console: Console) -> None:
    """Print one account. Nothing in it is read as markup or as a control sequence."""
    for line in lines(account, reports, max(40, min(console.width, 120))):
        console.print(line, markup=False, highlight=False, soft_wrap=True, emoji=False)


def lines(account: Account, reports: Mapping[str, Report], width: int) -> list[str]:
    """Return the account as lines of at most `width` columns."""
    del reports  # the account carries its quotations
    numbers = shown.Numbers(account)
    made = [*_head(account, width), ""]
    for name, part in (
        ("BRIEF", _brief(account, numbers, width)),
        ("FIGURES", _figures(account, numbers, width)),
        ("TIMELINE", _timeline(account, numbers, width)),
        ("DIFFERS OR CHANGED", _differences(account, numbers, width)),
        ("AGREES LOOSELY", _accords(account, numbers, width)),
        ("WHO SAYS SO", _origins(account, width)),
        ("JUDGEMENTS", judged.lines(account.judgements, width)),
        ("SOURCES", _sources(account, width)),
    ):
        if part:
            made += [name, *part, ""]
    return made


def _wrap(text: str, width: int, first: str = "  ", rest: str = "    ") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [
        first.rstrip()
    ]


def _head(account: Account, width: int) -> list[str]:
    title = shown.clean(account.headline.quote) if account.headline else account.group
    count = len(account.sources)
    title += f" · {mark}" if (mark := shown.headline_mark(account)) else ""
    where = shown.where(account.where)
    if by := judged.placed_by(account):
        where += f" · place {by}"
    made = ["=" * width, *_wrap(title, width, "", ""), *_wrap(where, width, "", "")]
    told = (
        f"{shown.when(account.when)} · {count} report{'s' * (count != 1)} · {account.independent_origins} independent"
    )
    if by := judged.dated_by(account):
        told += f" · date {by}"
    if signed := judged.signed(account):
        told += f" · {signed}"
    return [*made, *_wrap(told, width, "", ""), *_wrap(f"account {account.group}", width, "", "")]


def _brief(account: Account, numbers: shown.Numbers, width: int) -> list[str]:
    made = []
    for e, mark in shown.brief(account):
        made += _wrap(f"{shown.quoted(e.quote)} [{numbers.of(e)}]{f' · {mark}' if mark else ''}", width)
    return made


# ---------------------------------------------------------------- figures


def _figures(account: Account, numbers: shown.Numbers, width: int) -> list[str]:
    listed = sorted(account.figures, key=shown.figure_order)
    current = [f for f in listed if f.scope == "total" and f.standing != "superseded"]
    replaced = [f for f in listed if f.standing == "superseded"]
    parts = [f for f in listed if f.scope == "subset" and f.standing != "superseded"]
    name = _name(width)
    made = [f"  {'':{name}}{'low':>10}{'best':>16}{'high':>10}"] if current or parts else []
    for figure in current:
        made += _figure(figure, account, numbers, width)
    if parts:
        made.append("  parts and others")
        for figure in parts[:PARTS]:
            made += _figure(figure, account, numbers, width)
    if replaced:
        made.append("  superseded")
        for figure in replaced[:PARTS]:
            made += _figure(figure, account, numbers, width)
    hidden = max(0, len(parts) - PARTS) + max(0, len(replaced) - PARTS)
    if hidden:
        made.append(f"  … and {hidden} more: {MORE}")
    for gap in account.not_reported:
        first, *rest = textwrap.wrap(shown.clean(gap).replace(": ", ", ", 1), name - 1)
        made += [f"  {first:{name}}{'':10}{'not reported':>16}", *(f"  {more}" for more in rest)]
    return made


def _name(width: int) -> int:
    """Return the columns there are for what a figure counts."""
    return max(18, width - 42)


def _figure(figure: Figure, account: Account, numbers: shown.Numbers, width: int) -> list[str]:
    name = _name(width)
    low, high = shown.bounds(figure)
    labels = textwrap.wrap(shown.label(figure), name - 1) or [figure.measure]
    made = [
        f"  {labels[0]:{name}}{low:>10} {shown.stated(figure):>15} {high:>9}".rstrip(),
        *(f"  {rest}" for rest in labels[1:2]),
    ]
    stands = judged.standing(figure, account)
    notes = [stands if figure.status == "completed" else f"{stands}, {figure.status}", *judged.notes(figure, account)]
    text = f"{'; '.join(notes)} {numbers.all(figure.evidence)} ({figure.id})"
    return made + _wrap(text, width, "      ", "      ")


# ---------------------------------------------------------------- the rest


def _timeline(account: Account, numbers: shown.Numbers, width: int) -> list[str]:
    entries = account.timeline
    if len(entries) > DAYS:
        weighty = sorted(
            entries, key=lambda e: (e.background, -len({v.report for v in e.evidence}), e.date_prec, e.earliest)
        )[:DAYS]
        entries = tuple(e for e in entries if e in weighty)
    facts = {fact.id: fact for fact in account.facts}
    made = []
    for entry in entries:
        status = "" if entry.status == "completed" else f" · {entry.status}"
        status += " · background" if entry.background else ""
        basis = " · dated through another report" if entry.basis == "other-report" else ""
        marks = (
            "".join(f" · {mark}" for mark in judged.marks(facts[entry.fact], account)) if entry.fact in facts else ""
        )
        text = f"{shown.told(entry)} — {entry.standing}{status}{basis}{marks}"
        text += f" {numbers.all(entry.evidence)} ({entry.fact})"
        made += _wrap(text, width, f"  {shown.span_of_days(entry.earliest, entry.latest):<16}", " " * 18)
    if len(account.timeline) > DAYS:
        made.append(f"  … and {len(account.timeline) - DAYS} more: {MORE}")
    return made


def _differences(account: Account, numbers: shown.Numbers, width: int) -> list[str]:
    made = []
    for d in account.differences[:CHANGES]:
        one, *others = d.evidence
        marks = "".join(f" · {mark}" for mark in judged.marks(d, account))
        kind = "superseded" if d.relation == "supersedes" else "differs"
        made += _wrap(f"{kind}: {shown.clean(d.reason)}{marks} ({d.id})", width)
        pairs = (
            [("now", one), *(("was", e) for e in others)]
            if d.relation == "supersedes"
            else [("one", one), *(("other", e) for e in others)]
        )
        for name, e in pairs:
            made += _wrap(f"{shown.quoted(e.quote)} [{numbers.of(e)}]", width, f"    {name:<6}", " " * 10)
    if len(account.differences) > CHANGES:
        made.append(f"  … and {len(account.differences) - CHANGES} more: {MORE}")
    return made


def _accords(account: Account, numbers: shown.Numbers, width: int) -> list[str]:
    made = []
    for accord in account.accords[:CHANGES]:
        marks = "".join(f" · {mark}" for mark in judged.marks(accord, account))
        made += _wrap(f"{shown.clean(accord.reason)}{marks} ({accord.id})", width)
        for e in shown.one_a_report(accord.evidence)[:TELLINGS]:
            made += _wrap(f"{shown.quoted(e.quote)} [{numbers.of(e)}]", width, "    ", " " * 6)
    if len(account.accords) > CHANGES:
        made.append(f"  … and {len(account.accords) - CHANGES} more: {MORE}")
    return made


def _origins(account: Account, width: int) -> list[str]:
    letters = shown.letters(account)
    made = []
    for origin in account.origins[:VOICES]:
        text = shown.called(origin)
        if origin.role and origin.role.casefold() not in text.casefold():
            text += f", {shown.clean(origin.role)}"
        if origin.party:
            text += " (a party)"
        part = ", in part" if len(origin.reports) > 1 else ""  # not each report has it from all of them
        through = f"{part} through {', '.join(shown.clean(c) for c in origin.carriers)}" if origin.carriers else ""
        where = " ".join(letters[r] for r in origin.reports if r in letters)
        text += f"{through}: {origin.facts} fact{'s' * (origin.facts != 1)}, {where}"
        made += _wrap(text, width)
    if len(account.origins) > VOICES:
        made.append(f"  … and {len(account.origins) - VOICES} more: {MORE}")
    return made


def _sources(account: Account, width: int) -> list[str]:
    letters = shown.letters(account)
    made: list[str] = []
    for source in account.sources:
        copied = f" · carries the text of {letters.get(source.copy_of, source.copy_of)}" if source.copy_of else ""
        made += _wrap(
            f"{shown.titled(source)} · {shown.dated(source)}{copied}", width, f"  {letters[source.report]:<3}", " " * 5
        )
    return made


def render_all(accounts: Sequence[Account], reports: Mapping[str, Report], console: Console) -> None:
    """Print several accounts, one after the other."""
    for account in accounts:
        render(account, reports, console)
