"""Jobs for tests of the engines, in a module of their own, so that other processes can import them."""

import os
import signal


def double_or_die(shared: int, task: int) -> int:
    """Twice the task plus what is shared; a task that is 0 ends its process, as a lack of memory does."""
    if task == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * task + shared


def refuse(shared: str, task: int) -> None:
    """Fail at every task."""
    raise ValueError(f"{shared} {task}")
