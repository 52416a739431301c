"""What the two sides of a change have in common: evidence, standing, and the judgements behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from dateline.reconciling.names import fold_name
from dateline.records import Account, ChangeKind, Evidence, Fact, Figure, Judged

Key: TypeAlias = tuple[str, int, int]


def rows_of(account: Account, wanted: Callable[[Judged], bool]) -> tuple[int, ...]:
    """Return the numbers of an account's judgements that apply and are wanted."""
    return tuple(j.number for j in account.judgements if j.applies and wanted(j))


def new_first(evidence: Sequence[Evidence], known: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence with what is not among the known before what is."""
    old = {key(e) for e in known}
    return tuple(sorted(evidence, key=lambda e: key(e) in old))


def judged_by(*items: Figure | Fact | None) -> tuple[int, ...]:
    """Return the judgements that lie over one side only, where accounts show no others."""
    return tuple(sorted({number for item in items if item is not None for number in item.judged}))


def standing_change(was: Figure | Fact, stands: Figure | Fact) -> ChangeKind | None:
    """Return what became of the standing of one thing."""
    if was.standing != "disputed" and stands.standing == "disputed":
        return "new dispute"
    if was.standing == "disputed" and stands.standing != "disputed":
        return "dispute settled"
    more, fewer = len(stands.origins) > len(was.origins), len(stands.origins) < len(was.origins)
    if stands.standing == "corroborated" and more:
        return "confirmed"
    return "no longer confirmed" if was.standing == "corroborated" and fewer else None


def why_standing(was: Figure | Fact, stands: Figure | Fact, now: Account) -> str:
    """Return how many origins there were and are, and who is new among them."""
    more = [_called(o, now) for o in stands.origins if o not in was.origins]
    count = f"{len(was.origins)} → {len(stands.origins)} independent origins"
    return f"{count}: {', '.join(more)}" if more and len(more) < len(stands.origins) else count


def _called(origin: str, account: Account) -> str:
    """Return what a reader calls an origin: a name, or the report that speaks for itself."""
    if origin.startswith("report:"):
        rid = origin.removeprefix("report:")
        source = next((s for s in account.sources if s.report == rid), None)
        return (source.publisher or (source.path or rid).rsplit("/", 1)[-1]) if source is not None else rid
    return next((o.name for o in account.origins if fold_name(o.name) == origin), origin)


def share(one: Sequence[Evidence], other: Sequence[Evidence]) -> bool:
    """Tell whether two things rest on a quotation in common."""
    return bool({key(e) for e in one} & {key(e) for e in other})


def key(e: Evidence) -> Key:
    """Return where a quotation stands."""
    return (e.report, e.start, e.end)
