"""Records of what changed between two accounts of a story."""

from __future__ import annotations

from dateline.records.accounts import Judged, Source
from dateline.records.base import Evidence, Record
from dateline.records.terms import ChangeKind, Standing


class Side(Record, frozen=True, kw_only=True):
    """One side of a change: what is said, by whose count or word, and where it stands."""

    id: str | None
    text: str
    standing: Standing | None
    evidence: tuple[Evidence, ...]


class Change(Record, frozen=True, kw_only=True):
    """One thing that changed in an account; `before` or `after` is None where there was nothing, or is nothing."""

    kind: ChangeKind
    about: str
    before: Side | None
    after: Side | None
    reason: str
    judgements: tuple[int, ...] = ()


class Changes(Record, frozen=True, kw_only=True):
    """What changed in one account: its reports that are new, what they or judgements changed.

    `joined` and `left` name reports known before that came from another account, or belong to another now; `judgements`
    the rows that lie over one of the two accounts only. `new_facts` counts facts that rest on nothing known before.
    """

    group: str
    story: str
    headline: Evidence | None
    sources: tuple[Source, ...]
    new: tuple[str, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    new_facts: int
    judgements: tuple[Judged, ...]
    changes: tuple[Change, ...]
