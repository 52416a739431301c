"""Human judgements: dated, revocable rows laid over what the machine made.

A judgement holds on to quotations, not to ids, so it survives a rerun and another version of the readers; where what it
was about is no longer found, it is listed as no longer applicable, with the reason.
"""

from dateline.review.asking import Wanted, draft
from dateline.review.chain import Entry, Row, check, entries, in_force, seal
from dateline.review.overlay import Own, by_report, concerning, judge, locate_all
from dateline.review.remembering import Reconcile, Remembered
from dateline.review.rows import settle, status, unplaced
from dateline.review.stories import Told, concerns_stories, members, regroup

__all__ = [
    "Entry",
    "Own",
    "Reconcile",
    "Remembered",
    "Row",
    "Told",
    "Wanted",
    "by_report",
    "check",
    "concerning",
    "concerns_stories",
    "draft",
    "entries",
    "in_force",
    "judge",
    "locate_all",
    "members",
    "regroup",
    "seal",
    "settle",
    "status",
    "unplaced",
]
