"""Many reports of what happened in, one sourced account out.

>>> import dateline
>>> batch = dateline.take_in(["examples"])                    # doctest: +SKIP
>>> readings = {r.id: dateline.read(r) for r in batch.reports}    # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.codec import to_json
    from dateline.config import Config, load_config
    from dateline.errors import DatelineError
    from dateline.intake import take_in
    from dateline.linking import link
    from dateline.pipeline import make_accounts, read_paths, what_changed
    from dateline.reading import read
    from dateline.reconciling import reconcile
    from dateline.records import Account, Reading, Report, Story
    from dateline.telling.notebook import show

__version__ = "0.1.0"

__all__ = [
    "Account",
    "Config",
    "DatelineError",
    "Reading",
    "Report",
    "Story",
    "link",
    "load_config",
    "make_accounts",
    "read",
    "read_paths",
    "reconcile",
    "show",
    "take_in",
    "to_json",
    "what_changed",
]

_HOMES = {
    "Account": "records",
    "Config": "config",
    "DatelineError": "errors",
    "Reading": "records",
    "Report": "records",
    "Story": "records",
    "link": "linking",
    "load_config": "config",
    "make_accounts": "pipeline",
    "read": "reading",
    "read_paths": "pipeline",
    "reconcile": "reconciling",
    "show": "telling.notebook",
    "take_in": "intake",
    "to_json": "codec",
    "what_changed": "pipeline",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that `import dateline` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}")
    return getattr(importlib.import_module(f"dateline.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
