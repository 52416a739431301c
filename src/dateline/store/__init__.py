"""The case: reports, readings, accounts and judgements in one SQLite file or PostgreSQL schema. All SQL is in here.

Reports are kept as they came in, readings by the hash of what they depend on; accounts are a view, replaced by each
run. Judgements are a log that only grows. Every write but a judgement's can be repeated without effect, so a run that
was ended is simply run again.
"""

from dateline.store.case import Case
from dateline.store.opening import is_case, open_case

__all__ = ["Case", "is_case", "open_case"]
