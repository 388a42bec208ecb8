"""The same work on several notebooks at once, with a line for each as it is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from parley.engines import cores
from parley.errors import ParleyError, bad_value
from parley.processes import IN_SCRIPTS


def on_all(
    job: Callable[[Path], Any], paths: Sequence[Path], workers: int | None = None
) -> tuple[dict[Path, Any], dict[Path, str]]:
    """Do a job on each path, in processes of its own; print a line for each as it is done.

    Parameters
    ----------
    job
        A function that other processes can import; its result can be passed between them.
    paths
        The paths.
    workers
        How many at the same time; as many as there are cores by default.

    Returns
    -------
    tuple
        Results of those that went well and messages of those that did not, each by path.

    Raises
    ------
    ParleyError
        If ``workers`` is below 1, or a process is ended before it is done.

    Examples
    --------
    >>> on_all(len, [])
    ({}, {})
    """
    if workers is not None and workers < 1:
        raise bad_value("workers", workers, "1 or more")
    results, faults = {}, {}
    for path, result, fault, seconds in _in_parallel(job, paths, workers) if paths else ():
        print(f"{'failed' if fault else 'done  '}  {path}  {seconds:.1f} s", flush=True)
        if fault:
            faults[path] = fault
        else:
            results[path] = result
    return results, faults


def _in_parallel(
    job: Callable[[Path], Any], paths: Sequence[Path], workers: int | None
) -> Iterator[tuple[Path, Any, str, float]]:
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    count = min(workers or cores(), len(paths))
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        try:
            for done in as_completed([pool.submit(_timed, job, path) for path in paths]):
                yield done.result()
        except BrokenProcessPool:
            raise ParleyError(
                f"a process that worked on notebooks was ended from outside; {IN_SCRIPTS}"
            ) from None


def _timed(job: Callable[[Path], Any], path: Path) -> tuple[Path, Any, str, float]:
    start, result, message = time.monotonic(), None, ""
    try:
        result = job(path)
    except ParleyError as error:
        message = str(error)
    return path, result, message, time.monotonic() - start
