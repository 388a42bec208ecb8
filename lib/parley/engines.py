"""Engines: the same work in one process, in several, or on a cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from parley.errors import ParleyError, bad_value

ENGINES = ("serial", "processes", "dask")

Job = Callable[[Any, Any], Any]
"""A job takes what all tasks share and one task; other processes can import it."""


class Pool(Protocol):
    """Workers that do one job on many tasks."""

    @property
    def workers(self) -> int:
        """How many work at the same time."""

    def map(self, job: Job, shared: Any, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield (task, result) as they are done; the result is None where each worker was lost at it."""


@dataclass(frozen=True)
class Engine:
    """Where articles are coded.

    Attributes
    ----------
    name
        ``serial``, ``processes`` (on the cores of this machine) or ``dask``.
    workers
        How many work at the same time on this machine; as many as there are cores by default.
    scheduler
        Address of a running Dask scheduler; by default a cluster on this machine is started.

    Raises
    ------
    ParleyError
        If a value is not allowed, or does not go with the engine.

    Examples
    --------
    >>> Engine("processes", workers=2).several
    True
    >>> Engine("threads")
    Traceback (most recent call last):
    ...
    parley.errors.ParleyError: engine is 'threads'; allowed: serial, processes, dask
    """

    name: str = "serial"
    workers: int | None = None
    scheduler: str | None = None

    def __post_init__(self) -> None:
        if self.name not in ENGINES:
            raise bad_value("engine", self.name, ENGINES)
        if self.workers is not None and self.workers < 1:
            raise bad_value("workers", self.workers, "1 or more")
        if self.scheduler is not None and self.name != "dask":
            raise bad_value("scheduler", self.scheduler, "an address, with the engine dask alone")
        if self.workers is not None and self.name == "serial":
            raise bad_value("workers", self.workers, "a number with the engines processes and dask alone")
        if self.workers is not None and self.scheduler is not None:
            raise ParleyError("workers are those of the scheduler's cluster; give one of the two")

    @property
    def several(self) -> bool:
        """Whether several workers may work at once."""
        return self.name != "serial"

    def open(self) -> AbstractContextManager[Pool]:
        """Return the workers, to be used in a ``with`` statement; they end with it.

        Raises
        ------
        ParleyError
            If Dask is not installed or its scheduler cannot be reached; for the engine ``serial``,
            which has none.
        """
        if self.name == "processes":
            from parley.processes import Processes

            return Processes(self.workers or cores())
        if self.name == "dask":
            from parley.daskengine import cluster

            return cluster(self.workers or cores(), self.scheduler)
        raise bad_value("engine", self.name, ENGINES[1:])


def cores() -> int:
    """Return how many cores this process may use.

    Examples
    --------
    >>> cores() >= 1
    True
    """
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1
