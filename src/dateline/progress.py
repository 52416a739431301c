"""Long work looked on at: its stages, and how they are shown on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from dateline.records import Rejection

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")

EVERY = 32
"""Things between two looks at how much of a stage is done, where they are small."""


class Stage(NamedTuple):
    """A stage of long work: how much there is to do, and, where it is not a thing each, how much of it is done."""

    name: str
    total: int
    done: Callable[[], int] | None = None


class Watch(Protocol):
    """Looks on while work is done: is given what comes out of a stage, and hands it on."""

    def __call__(self, found: Iterator[T], stage: Stage, /) -> Iterator[T]:
        """Hand on what comes."""


def unwatched(found: Iterator[T], stage: Stage, /) -> Iterator[T]:  # noqa: ARG001 - as all watches are called
    """Watch nothing."""
    return found


class Meter:
    """Shows each stage on standard error: how much of it is done, how quick it goes, what is left and was rejected."""

    def __init__(self) -> None:
        self._rejected = 0

    def __call__(self, found: Iterator[T], stage: Stage, /) -> Iterator[T]:
        """Show a stage until it ends."""
        with _bar() as bar:
            task = bar.add_task(stage.name, total=stage.total or None, count=0, rejected=self._rejected)
            for count, one in enumerate(found, start=1):
                self._rejected += isinstance(one, Rejection)
                if stage.done is None:
                    bar.update(task, completed=count, count=count, rejected=self._rejected)
                elif count % EVERY == 1:
                    bar.update(task, completed=stage.done(), count=count, rejected=self._rejected)
                yield one


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            count, seconds = task.fields["count"], task.elapsed or 0.0
            return Text(f"{count / seconds:,.1f}/s" if count and seconds else "-/s")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[count]:,}"),
        Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[rejected]:,} rejected"),
        console=Console(stderr=True),
        transient=True,
    )
