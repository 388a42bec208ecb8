"""The engine for more than one machine: a Dask cluster, one of this machine or one that runs already."""

from __future__ import annotations

import logging
import pickle
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Any

from parley.engines import Job
from parley.errors import ParleyError, bad_value
from parley.processes import IN_SCRIPTS
from parley.versions import difference, versions

INSTALL = "the engine dask needs the package distributed: pip install 'parley[engine]'"
WAIT = 10
"""Seconds to wait for a scheduler."""
WAIT_WORKERS = 60
"""Seconds to wait for the first worker of a running cluster."""
IN_HAND = 3
"""Tasks that a cluster holds for each of its workers."""


@contextmanager
def cluster(workers: int, scheduler: str | None = None) -> Iterator[Cluster]:
    """Give the workers of a Dask cluster.

    Parameters
    ----------
    workers
        How many processes to start on this machine, without a scheduler.
    scheduler
        Address of a running scheduler, such as ``tcp://host:8786``; nothing is started then.

    Raises
    ------
    ParleyError
        If Dask is not installed, the scheduler does not answer within 10 seconds, no worker joins it within
        a minute, or a worker has another version of Parley, its models or its lists.

    Examples
    --------
    >>> with cluster(1) as pool:  # doctest: +SKIP
    ...     pool.workers
    1
    """
    try:
        import distributed
    except ImportError:
        raise ParleyError(INSTALL) from None
    with ExitStack() as stack:
        stack.enter_context(_quiet())
        if scheduler is None:
            scheduler = stack.enter_context(_local(distributed, workers))
        client = stack.enter_context(_client(distributed, scheduler))
        yield Cluster(client, scheduler)


@contextmanager
def _quiet() -> Iterator[None]:
    """Let Dask's own log say nothing: what matters is said once, by Parley."""
    log = logging.getLogger("distributed")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)


@contextmanager
def _local(distributed: Any, workers: int) -> Iterator[str]:
    """Start a cluster on this machine; give its address."""
    try:
        started = distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=0,  # a worker holds one part, so that there is nothing for Dask to manage
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )
    except (OSError, RuntimeError, TimeoutError) as fault:
        reason = str(fault).strip().partition("\n")[0]
        raise ParleyError(f"Dask could not start workers on this machine ({reason}); {IN_SCRIPTS}") from None
    with started:
        yield started.scheduler_address


@contextmanager
def _client(distributed: Any, address: str) -> Iterator[Any]:
    """Connect to a scheduler; see that it has workers and that they are as this process."""
    try:
        distributed.comm.get_address_host_port(address)
    except ValueError:
        raise bad_value("scheduler", address, "an address such as tcp://host:8786") from None
    try:
        client = distributed.Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as fault:
        reason = str(fault).strip().partition("\n")[0]
        raise ParleyError(f"scheduler {address}: no Dask scheduler answers there ({reason})") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=WAIT_WORKERS)
        except TimeoutError:
            raise ParleyError(f"scheduler {address}: no worker within {WAIT_WORKERS} s") from None
        for worker, found in client.run(_question(), on_error="return").items():
            if odd := _other(found):
                raise ParleyError(f"worker {worker}: {odd}; install the same there, and start it again")
        yield client


def _question() -> Callable[[], Any]:
    """What a worker is asked. Dask sends a function inside another as code, so none need be installed."""

    def ask() -> Any:
        try:
            from parley.versions import versions

            return versions()
        except Exception as fault:
            return f"{type(fault).__name__}: {fault}"

    return ask


def _other(found: Any) -> str:
    """How a worker differs from this process."""
    if isinstance(found, dict):
        return difference(versions(), found)
    return f"it has no Parley of this version ({found})"


class Cluster:
    """The workers of a Dask cluster; they do one job on many tasks.

    A class, because it holds a connection.
    """

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address

    @property
    def workers(self) -> int:
        """How many workers there are now, 1 at least; they may become more or fewer."""
        return max(1, len(self._client.nthreads()))

    def map(self, job: Job, shared: Any, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield (task, result) as they are done.

        Dask does again what a lost worker did; a task that loses one worker after another has the result
        None. ``shared`` travels once to each worker, to later ones too.
        """
        from distributed import as_completed
        from distributed.scheduler import KilledWorker

        waiting, running = enumerate(tasks), dict[str, Any]()
        run = f"parley-{uuid.uuid4().hex}"
        given = self._client.submit(pickle.loads, pickle.dumps(shared), key=f"{run}-shared")
        done: Any = as_completed(loop=self._client.loop)  # type: ignore[no-untyped-call]

        def top_up() -> None:
            for number, task in islice(waiting, max(0, IN_HAND * self.workers - len(running))):
                future = self._client.submit(job, given, task, key=f"{run}-{number}", pure=False)
                running[future.key] = task
                done.add(future)

        try:
            top_up()
            for future in done:
                try:
                    result = future.result()
                except KilledWorker:
                    result = None
                yield running.pop(future.key), result
                future.release()
                top_up()
        except ParleyError:
            raise
        except Exception as fault:
            raise ParleyError(f"scheduler {self._address}: {type(fault).__name__}: {fault}") from None
