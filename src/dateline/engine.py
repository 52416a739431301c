"""How work is spread: map over reports, group by story, wait for many. Nothing else knows of processes and threads.

Output is in the order of input whatever the number of workers, so no result depends on it.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar

from dateline.errors import InputError

A = TypeVar("A")
B = TypeVar("B")
K = TypeVar("K", bound=Hashable)

CHUNK = 8
"""Reports handed to a worker at once: some seconds of work, so that the hand-over costs nothing."""
AHEAD = 8
"""Chunks per worker that wait: what is in flight stays in memory."""
IN_HAND = 2
"""Pieces of work that a process of a crew has at once: the one it does, and the next."""


def spread(work: Callable[[A], B], items: Iterable[A], workers: int = 1) -> Iterator[B]:
    """Yield `work(item)` for each item, in order; with more than one worker, in as many processes.

    `work` must be importable by name (a function of a module, or a partial of one).

    Raises:
        InputError: a worker was ended from outside, mostly for want of memory.
    """
    if workers <= 1:
        yield from map(work, items)
        return
    waiting = iter(items)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_with_parent) as pool:
        try:
            while batch := list(itertools.islice(waiting, workers * CHUNK * AHEAD)):
                with _spared():
                    found = pool.map(work, batch, chunksize=CHUNK)
                yield from found
        except BrokenProcessPool as error:
            raise InputError("a worker process was ended, perhaps for want of memory: use fewer --workers") from error


class Crew:
    """Processes that wait for work, as long as this context lasts; each starts when there is work for it.

    `begin(*args)` is called in each first. What it is, the work and its arguments must survive pickling. Each has the
    next piece of work before it is done with one, so that none waits for this process. `broken`: one was ended
    from outside.
    """

    def __init__(self, workers: int, begin: Callable[..., None], *args: object) -> None:
        self._begin = (begin, args)
        self._left = workers
        self._waiting: SimpleQueue[_Piece | None] = SimpleQueue()
        self._handlers: list[tuple[BaseProcess, threading.Thread]] = []
        self._under_way = 0
        self.broken = False
        self._lock = threading.Lock()

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.put(None)
        for process, handler in self._handlers:
            handler.join()
            process.join()

    def do(self, work: Callable[..., B], *args: object) -> B:
        """Return `work(*args)`, done by whoever is free first, or raise what it raised.

        Raises:
            InputError: a worker was ended from outside; this crew does nothing any more.
        """
        piece = _Piece(work, args, Future())
        with self._lock:
            if self.broken:
                raise _ended()
            if self._left and self._under_way >= len(self._handlers):
                self._left -= 1
                self._handlers.append(self._start())
            self._under_way += 1
            self._waiting.put(piece)
        try:
            made: B = piece.future.result()
        finally:
            with self._lock:
                self._under_way -= 1
        return made

    def _start(self) -> tuple[BaseProcess, threading.Thread]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, *self._begin), daemon=True)
        with _spared():
            process.start()
        theirs.close()
        handler = threading.Thread(target=self._hand_over, args=(ours,), daemon=True)
        handler.start()
        return process, handler

    def _hand_over(self, connection: Connection) -> None:
        """Give one process its work, and whoever waits what comes of it."""
        given: deque[_Piece] = deque()
        with connection:
            try:
                while self._give(connection, given):
                    made, failed = connection.recv()
                    given.popleft().settle(made, failed)
            except (EOFError, OSError):
                with self._lock:
                    self.broken = True
                    while not self._waiting.empty():
                        given.extend(filter(None, [self._waiting.get()]))
                    self._waiting.put(None)
                for piece in given:
                    piece.settle(None, _ended())

    def _give(self, connection: Connection, given: deque[_Piece]) -> bool:
        """Hand over what waits, nothing new once this crew is dismissed; tell whether something is under way."""
        while len(given) < IN_HAND:
            try:
                piece = self._waiting.get(block=not given)
            except Empty:
                break
            if piece is None:
                self._waiting.put(None)  # it is for all
                break
            connection.send((piece.work, piece.args))
            given.append(piece)
        return bool(given)


class _Piece(NamedTuple):
    """A piece of work, and who waits for it."""

    work: Callable[..., object]
    args: tuple[object, ...]
    future: Future[Any]

    def settle(self, made: object, failed: Exception | None) -> None:
        if failed is None:
            self.future.set_result(made)
        else:
            self.future.set_exception(failed)


def _ended() -> InputError:
    return InputError("a worker process was ended, perhaps for want of memory")


def _work(connection: Connection, begin: Callable[..., None], args: tuple[object, ...]) -> None:
    """Do what is sent until the other end is closed."""
    _leave_with_parent()
    begin(*args)
    while True:
        try:
            work, given = connection.recv()
        except EOFError:
            return
        try:
            made, failed = work(*given), None
        except Exception as error:
            made, failed = None, error
        connection.send((made, failed))


def _leave_with_parent() -> None:
    """Have a worker end when the process it works for is gone, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave, args=(parent,), daemon=True).start()


def _leave(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


@contextmanager
def _spared() -> Iterator[None]:
    """Spare the processes started here Ctrl-C, which reaches all of a terminal: this process ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def ended_alike() -> Iterator[None]:
    """Let SIGTERM end what is done here as Ctrl-C does: with KeyboardInterrupt."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def together(work: Callable[[A], None], items: Iterable[A], workers: int, stop: Callable[[], None]) -> None:
    """Do `work(item)` for each item in threads of this process: for work that waits for others, not for computing.

    Whatever ends this early, an error or Ctrl-C, calls `stop`, by which work under way ends; what has not begun is
    dropped, and nobody is left at work. Signals are for the main thread: the others, and processes that they start,
    do not see Ctrl-C.
    """
    deaf = (signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    with ThreadPoolExecutor(workers, initializer=signal.pthread_sigmask, initargs=deaf) as pool:
        under_way = [pool.submit(work, item) for item in items]
        try:
            for done in as_completed(under_way):
                done.result()
        except BaseException:
            stop()
            for future in under_way:
                future.cancel()
            raise


def group(pairs: Iterable[tuple[K, A]]) -> dict[K, list[A]]:
    """Return the values of each key, keys in the order they first came."""
    found: dict[K, list[A]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)
