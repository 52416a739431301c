"""Tracing: everything behind one figure or fact: each quotation in its sentence, and who said it to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.errors import InputError
from dateline.intake.offsets import in_source
from dateline.records import Account, Fact, Figure, Report, Span
from dateline.telling import judged, shown


def trace(account: Account, key: str, reports: Mapping[str, Report]) -> str:
    """Return the trace of the figure or fact whose id is `key`, or begins with it.

    Raises:
        InputError: the account has none of that id, or several that begin so.
    """
    items: list[Figure | Fact] = [*account.figures, *account.facts]
    found = [x for x in items if x.id.startswith(key)]
    exact = [x for x in found if x.id == key]
    if len(exact or found) != 1:
        what = "several begin with it" if found else "there is none"
        raise InputError(f"account {account.group}: no one figure or fact {key!r} ({what}); ids stand in the account")
    item = (exact or found)[0]
    return "\n".join([*_head(item, account), *_quotes(item, account, reports), *_others(item, account)]) + "\n"


def _head(item: Figure | Fact, account: Account) -> list[str]:
    if isinstance(item, Figure):
        made = [f"{item.id}  {shown.label(item)} ({item.scope}): {shown.spread(item)}"]
    else:
        made = [f"{item.id}  “{shown.clean(item.text)}”", f"  {shown.stretch(item.earliest, item.latest)}"]
    status = "" if item.status == "completed" else f", {item.status}"
    stands = judged.standing(item, account) if isinstance(item, Figure) else item.standing
    return [
        *made,
        f"  {stands}{status}: {'; '.join(item.reasons)}",
        f"  said by {shown.voices(item.attribution)}",
        *(f"  {mark}" for mark in judged.marks(item, account)),
    ]


def _quotes(item: Figure | Fact, account: Account, reports: Mapping[str, Report]) -> list[str]:
    numbers = shown.Numbers(account)
    sources = {s.report: s for s in account.sources}
    made = ["", "EVIDENCE"]
    for e in item.evidence:
        source = sources[e.report]
        made.append(f"  {numbers.of(e)}  {shown.titled(source)} · {shown.dated(source)}")
        before, after = shown.sentence_around(reports[e.report], e)
        made.append(f"     {e.report} {e.start}-{e.end}: {before} “{shown.clean(e.quote)}” {after}".rstrip())
        place = in_source(reports[e.report].runs, Span(e.start, e.end))
        if place is not None:
            made.append(f"     in its page: {place.start}-{place.end}")
        chain = next((f.attribution for f in account.facts if any(x == e for x in f.evidence)), item.attribution)
        made.append(f"     {' → '.join(shown.voice(v) for v in chain)}")
    return made


def _others(item: Figure | Fact, account: Account) -> list[str]:
    told = shown.by_id(account)
    made: list[str] = []
    links: Sequence[tuple[str, tuple[str, ...]]] = (
        ("SUPPORTED BY", item.support),
        ("DIFFERS FROM", item.against),
        ("REPLACES", item.supersedes),
    )
    for name, ids in links:
        if ids:
            made += ["", name, *(f"  {i}  {told.get(i, '')}" for i in ids)]
    items: list[Figure | Fact] = [*account.figures, *account.facts]
    replaced = [x.id for x in items if item.id in x.supersedes]
    if replaced:
        made += ["", "REPLACED BY", *(f"  {i}  {told.get(i, '')}" for i in replaced)]
    return made
