"""Collecting: what is done without Python's search for cycles of objects in between: pages read, reports linked."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Search for no cycles of objects meanwhile; afterwards the collector is as it was.

    What these make and drop holds no cycle, so that counting references frees it at once. To search for cycles over
    and over, in linking through all that the window keeps, takes time and finds nothing.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
