"""Records of linking: copies, stories, and why a report joined one."""

from __future__ import annotations

from typing import Literal

from dateline.records.base import Record, Span
from dateline.records.terms import CopyKind


class Passage(Record, frozen=True, kw_only=True):
    """Characters that two reports share, word for word, with their place in both."""

    here: Span
    there: Span


class Copy(Record, frozen=True, kw_only=True):
    """`report` carries text of `origin`, whole, in a passage of its own text, or as a later version by one publisher.

    `share` is the part (0..1) of the report's words that both hold, `origin_share` that of the origin's; quotations and
    furniture of the page do not count. Whole is a copy from half of the report's words.
    """

    report: str
    origin: str
    kind: CopyKind
    share: float
    origin_share: float
    passages: tuple[Passage, ...]
    reason: str


class StoryLink(Record, frozen=True, kw_only=True):
    """Why a report belongs to a story: score (0..1) and the named features that made it."""

    report: str
    score: float
    features: tuple[tuple[str, float], ...]
    reason: str


class StoryTie(Record, frozen=True, kw_only=True):
    """What a later `report` showed of two stories: that they are one, or that `reports` of one are another's.

    Nothing is moved: reports stay where they came to. Of a merge, `story` goes on and `other` takes no more; of a
    split, further reports of the happening that `reports` tell of come to `other`. `score` (0..1) is how likely two
    stories are one; a split has none.
    """

    kind: Literal["merge", "split"]
    story: str
    other: str
    report: str
    score: float | None
    reports: tuple[str, ...]
    reason: str


class Story(Record, frozen=True, kw_only=True):
    """Reports that tell of the same happening. `reports` in order of publication, then id.

    `origins` counts them as far as their texts tell whose they are: copies of one text, and texts that name one agency
    as theirs, once; None where nobody counted. `copies` are those that the story's reports are, of whichever origin.
    """

    id: str
    reports: tuple[str, ...]
    links: tuple[StoryLink, ...]
    origins: int | None = None
    copies: tuple[Copy, ...] = ()
    ties: tuple[StoryTie, ...] = ()


class StoryLine(Record, frozen=True, kw_only=True):
    """What `dateline link` writes of a report: its story, whose text it carries, and what it showed of stories.

    `copy_of` is the first report of its text; of a report that carries a passage of another, whose that is, where both
    are of one story. `copy` says how much of the text it is, and where. `story_reports` and `story_origins` count the
    reports of its story, and the independent texts among them.
    """

    report: str
    story: str
    copy_of: str | None
    copy: Copy | None
    story_reports: int
    story_origins: int | None
    ties: tuple[StoryTie, ...]
