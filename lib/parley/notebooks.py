"""Notebooks as data: executed with this Python, and tidied so that equal runs give equal files.

>>> from parley.notebooks import execute
>>> execute("notebooks/03_voices.ipynb")  # doctest: +SKIP
"""

from __future__ import annotations

import copy
import os
import re
import tempfile
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from parley.errors import ParleyError

__all__ = ["WIDGET_VIEW", "drop_frame_html", "execute", "normalise", "read", "run", "write_whole"]

Notebook = Any  # nbformat.NotebookNode: a dict with attribute access, untyped
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
TIMEOUT = 600  # seconds for one cell
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# What differs at every run and says nothing: (pattern, what stands for it).
NOISE = (
    (re.compile(r"\S*ipykernel_\d+[/\\]\d+\.py"), "<cell>"),
    (re.compile(r"(?<= at )0x[0-9a-fA-F]{1,16}(?=>)"), "0x0"),
    (re.compile(r"<dc:date>[^<]*</dc:date>"), "<dc:date></dc:date>"),
)


def execute(
    path: str | Path,
    out: str | Path | None = None,
    *,
    timeout: int = TIMEOUT,
    cwd: str | Path | None = None,
) -> Notebook:
    """Execute a notebook with this Python, and write it with its outputs normalised.

    Parameters
    ----------
    path
        The notebook. It is changed only when `out` is not given.
    out
        Where to write instead.
    timeout
        Seconds that one cell may take.
    cwd
        The folder the kernel runs in; the notebook's own by default.

    Returns
    -------
    Notebook
        What was written.

    Raises
    ------
    ParleyError
        A cell fails or takes too long; the message names notebook and cell, and nothing is written.

    Examples
    --------
    >>> execute("notebooks/00_start_here.ipynb", timeout=120)  # doctest: +SKIP
    """
    import nbformat

    nb = normalise(run(Path(path), timeout, cwd))
    write_whole(Path(out or path), nbformat.writes(nb) + "\n")
    return nb


def run(path: Path, timeout: int = TIMEOUT, cwd: str | Path | None = None) -> Notebook:
    """Return a notebook executed, with its outputs as they came; nothing is written."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    nb, place = read(path), [0]
    client = NotebookClient(
        nb,
        kernel_name="python3",
        kernel_manager_class=_manager_class(),
        extra_arguments=["--IPKernelApp.log_level=40"],  # errors only
        timeout=timeout,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(cwd or path.resolve().parent)}},
        on_cell_start=lambda cell, cell_index: place.__setitem__(0, cell_index),
    )
    with tempfile.TemporaryDirectory(prefix="parley-") as private:
        try:
            client.execute(env=_kernel_environment(private))
        except CellTimeoutError:
            reason = f"took longer than {timeout} s"
        except CellExecutionError as error:
            reason = f"{error.ename}: {error.evalue}"
        except DeadKernelError:
            reason = "the kernel died"
        else:
            return nb
    raise ParleyError(f"{path}, cell {place[0] + 1}: {reason}")


def _kernel_environment(private: str) -> dict[str, str]:
    """Settings under which a notebook gives the same results for everybody."""
    ours = {"PYTHONHASHSEED": "0", "IPYTHONDIR": private}
    theirs = {k: v for k, v in os.environ.items() if k not in {"MPLBACKEND", "PYTHONSTARTUP"}}
    return {**theirs, **ours}


@lru_cache(maxsize=1)
def _manager_class() -> type[Any]:
    """A kernel manager that starts this Python, whose clients ask for messages again and again.

    A message sent on a socket can swallow the wake-up of the one that waits to receive, and
    nbclient then waits for ever (nbclient #312, nbconvert #1921): so no wait is longer than half
    a second.
    """
    from queue import Empty

    from jupyter_client.asynchronous.client import AsyncKernelClient
    from jupyter_client.channels import AsyncZMQSocketChannel
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from traitlets import Type

    class Channel(AsyncZMQSocketChannel):
        async def get_msg(  # type: ignore[override]
            self, timeout: float | None = None
        ) -> dict[str, Any]:
            end = float("inf") if timeout is None else time.monotonic() + timeout
            while not await self.socket.poll(_step(end)):
                if time.monotonic() >= end:
                    raise Empty
            return await self._recv()

    class Client(AsyncKernelClient):
        shell_channel_class = Type(Channel)
        iopub_channel_class = Type(Channel)
        control_channel_class = Type(Channel)

    class Manager(AsyncKernelManager):
        def __init__(self, **options: Any) -> None:
            own = KernelSpecManager(kernel_dirs=[])  # no kernel of the user's with the same name
            super().__init__(client_factory=Client, kernel_spec_manager=own, **options)

    return Manager


def _step(end: float) -> int:
    """Milliseconds to wait before asking again."""
    return int(1000 * max(0.0, min(0.5, end - time.monotonic())))


def normalise(nb: Notebook) -> Notebook:
    """Return a copy of a notebook without what differs at every run.

    Out go the HTML of data frames (their text stays), widgets (what they show stays), times, the Python
    version, memory addresses, paths of the kernel's temporary files, dates inside figures. Cell ids stay.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> out = new_output("stream", text="<A at 0x7f0123456789>")
    >>> normalise(new_notebook(cells=[new_code_cell(outputs=[out])])).cells[0].outputs[0].text
    '<A at 0x0>'
    """
    nb = copy.deepcopy(nb)
    nb.metadata.pop("widgets", None)
    nb.metadata["kernelspec"] = dict(KERNELSPEC)
    nb.metadata.get("language_info", {}).pop("version", None)
    for cell in nb.cells:
        for key in ("execution", "ExecuteTime"):
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":
            cell.outputs = [_quiet(_unwired(drop_frame_html(output))) for output in cell.outputs]
    return nb


def drop_frame_html(output: Notebook) -> Notebook:
    """Return an output without its HTML if that is a data frame's; the text stays.

    Examples
    --------
    >>> from nbformat.v4 import new_output
    >>> data = {"text/plain": "   n", "text/html": '<table class="dataframe"></table>'}
    >>> sorted(drop_frame_html(new_output("display_data", data)).data)
    ['text/plain']
    """
    data = output.get("data", {})
    if 'class="dataframe"' not in data.get("text/html", "") or "text/plain" not in data:
        return output
    output = copy.deepcopy(output)
    del output["data"]["text/html"]
    return output


def _unwired(output: Notebook) -> Notebook:
    """An output without its widget where that has something to show without a kernel."""
    data = output.get("data", {})
    if WIDGET_VIEW not in data or "text/html" not in data:
        return output
    output = copy.deepcopy(output)
    del output["data"][WIDGET_VIEW]
    return output


def _quiet(output: Notebook) -> Notebook:
    data = output.get("data", {})
    for holder, key in ((output, "text"), (data, "text/plain"), (data, "image/svg+xml")):
        for pattern, instead in NOISE if key in holder else ():
            holder[key] = pattern.sub(instead, holder[key])
    return output


def read(path: Path) -> Notebook:
    """Read a notebook; a ParleyError says which file cannot be read and why."""
    import nbformat

    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError) as error:
        reason = str(error).partition("\n")[0]
        raise ParleyError(f"{path}: not a readable notebook ({reason})") from None


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=path.parent) as held:
        new = Path(held) / path.name
        new.write_text(text, encoding="utf-8", newline="\n")
        os.replace(new, path)
