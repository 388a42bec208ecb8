"""The engine of one machine: processes of its own, which are started anew when one is lost."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from typing import Any

from parley.engines import Job
from parley.errors import ParleyError

IN_SCRIPTS = "a script calls this below `if __name__ == '__main__':`, since the processes read it too"
BREAKS = 5
"""So many losses one after another, without a result between them, end the work."""


class Processes:
    """Processes that do one job on many tasks; tasks wait in this one until there is room.

    A class, because the processes must end with the ``with`` statement, whatever happens in it.

    Examples
    --------
    >>> with Processes(2) as pool:
    ...     list(pool.map(max, 3, []))
    []
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._others: set[int | None] = set()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *fault: object) -> None:
        self._end()

    def map(self, job: Job, shared: Any, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield (task, result) as they are done.

        When a process is lost, what it and its neighbours did is done again, one task after another, so
        that the task which ends its process is known: its result is None. ``shared`` is passed once to
        each process.
        """
        given = pickle.dumps((job, shared))
        waiting, again, breaks = iter(tasks), deque[Any](), 0
        while True:
            lost: list[Any] = []
            for task, result in self._until_lost(given, waiting, again, lost):
                breaks = 0
                yield task, result
            self._end()
            if not lost:
                return
            breaks += 1
            if breaks == BREAKS:
                raise ParleyError(
                    f"processes were ended from outside {BREAKS} times in a row "
                    f"(no memory left?); {IN_SCRIPTS}"
                )
            if len(lost) == 1:  # it was alone
                yield lost[0], None
            else:
                again.extend(lost)

    def _until_lost(
        self, given: bytes, waiting: Iterator[Any], again: deque[Any], lost: list[Any]
    ) -> Iterator[tuple[Any, Any]]:
        """Work until all is done or a process is lost; ``lost`` has then what was not done."""
        running: dict[Future[Any], Any] = {}
        pool = self._begin(given)
        try:
            while True:
                for task in _next(waiting, again, len(running), self.workers):
                    running[pool.submit(_work, task)] = task
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    result = future.result()
                    yield running.pop(future), result
        except BrokenProcessPool:
            for future, task in running.items():
                if future.done() and future.exception() is None:
                    yield task, future.result()
                else:
                    lost.append(task)

    def _begin(self, given: bytes) -> ProcessPoolExecutor:
        self._others = {child.pid for child in multiprocessing.active_children()}
        spawn = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(self.workers, spawn, initializer=_prepare, initargs=(given,))
        return self._pool

    def _end(self) -> None:
        """End the processes at once, busy or not."""
        if self._pool is None:
            return
        for child in multiprocessing.active_children():
            if child.pid not in self._others:
                child.terminate()
        self._pool.shutdown(cancel_futures=True)
        self._pool = None


def _next(waiting: Iterator[Any], again: deque[Any], running: int, workers: int) -> Iterator[Any]:
    """The tasks to begin now: one at a time of those to do again, else as many as keep all busy."""
    if again:
        if not running:
            yield again.popleft()
        return
    for _ in range(2 * workers - running):
        try:
            yield next(waiting)
        except StopIteration:
            return


_given: Any = None
"""In a process of the pool: the job and what all its tasks share."""


def _prepare(given: bytes) -> None:
    """Make a process of the pool ready: it ends with its parent, and leaves Ctrl-C to it."""
    global _given
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _given = pickle.loads(given)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _work(task: Any) -> Any:
    job, shared = _given
    return job(shared, task)
