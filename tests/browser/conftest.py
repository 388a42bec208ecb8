"""Real servers and a real Chromium: notebooks are opened, run and used as a person does.

Screenshots are kept in ``shots/`` as build output.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
FLAGS += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
PATIENCE = 180
"""Seconds that a server or a notebook may take on a busy machine before a test gives up."""
HARMLESS = ("favicon.ico",)
RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
CONNECTED = """() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel
    ?.connectionStatus === 'connected'"""
EXECUTED = """() => { const all = [...document.querySelectorAll('.jp-CodeCell')]
    .filter(e => !e.querySelector('.jp-InputPlaceholder'))  // folded input has no number
    .map(e => e.querySelector('.jp-InputPrompt'));
    return all.length > 0 && all.every(e => /\\[\\d+\\]/.test(e.textContent)); }"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@dataclass
class Server:
    """A server on loopback, and the folder it serves."""

    base: str
    token: str
    folder: Path


@dataclass
class Visit:
    """A page with what went wrong on it: messages of the console, and requests to other places."""

    page: Any
    base: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def watch(self) -> "Visit":
        self.page.on("console", self._message)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)[:300]))
        self.page.on("request", self._request)
        return self

    def _message(self, message: Any) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not any(word in where + message.text for word in HARMLESS):
            self.errors.append(f"{message.text[:300]} ({where})")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.base, self.base.replace("http", "ws"), "data:", "blob:")):
            self.foreign.append(request.url)

    def shot(self, name: str) -> None:
        folder = ROOT / "shots"
        folder.mkdir(exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png")


def find_chromium() -> str:
    """The path of a Chromium; `tools/chromium.sh` finds or installs one for `make test`."""
    path = os.environ.get("PARLEY_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "no Chromium: run `make test`, which installs one, or set PARLEY_CHROMIUM"
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield found
        found.close()


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def private(folder: Path) -> dict[str, str]:
    """An environment in which a server touches nobody's settings."""
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    names += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    return {**os.environ, **{n: str(folder / n.lower()) for n in names}, "JUPYTER_PREFER_ENV_PATH": "1"}


def wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(log.read_text())
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except urllib.error.HTTPError:
            return  # an answer, if not this page
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"no answer from the server:\n{log.read_text()}")


def serve(command: list[str], folder: Path, url: str) -> Iterator[None]:
    """Run a server until the tests are done."""
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=private(folder), cwd=folder)
        try:
            wait_for(url, process, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with lab_server(tmp_path_factory.mktemp("lab")) as server:
        yield server


@contextmanager
def lab_server(folder: Path) -> Iterator[Server]:
    """JupyterLab, and beside it Notebook 7, over a copy of the notebooks."""
    root = folder / "root"
    shutil.copytree(ROOT / "notebooks", root, ignore=shutil.ignore_patterns(".*"))
    quiet = folder / "jupyterlab_settings_dir" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True)
    settings = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
    (quiet / "notification.jupyterlab-settings").write_text(json.dumps(settings))
    port, token = free_port(), secrets.token_hex(16)
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}"]
    command += [f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True"]
    command += ["--JupyterNotebookApp.expose_app_in_browser=True", "--LabApp.news_url="]
    command += ["--LabApp.extension_manager=readonly", "--ServerApp.terminals_enabled=False"]
    command += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    for _ in serve(command, folder, f"{base}/api/status?token={token}"):
        yield Server(base, token, root)


@pytest.fixture(scope="session")
def voila(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Voila with the page of 08_explore, as `make app` starts it."""
    folder = tmp_path_factory.mktemp("voila")
    shutil.copytree(ROOT / "notebooks", folder / "root", ignore=shutil.ignore_patterns(".*"))
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = ["sh", str(ROOT / "tools" / "app.sh"), str(folder / "root" / "08_explore.ipynb")]
    command += ["--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    for _ in serve(command, folder, f"{base}/voila/static/voila.js"):
        yield Server(base, "", folder / "root")


@pytest.fixture(scope="session")
def opened(browser: Any, lab: Server) -> Callable[..., AbstractContextManager[Visit]]:
    return partial(run_in_lab, browser, lab)


@contextmanager
def run_in_lab(browser: Any, lab: Server, name: str, app: str = "doc/tree") -> Iterator[Visit]:
    """Open a notebook in JupyterLab (or, with app="notebooks", in Notebook 7) and run all its cells."""
    with window(browser, lab, f"{app}/{name}{'?reset' if app == 'doc/tree' else ''}") as found:
        try:
            found.page.wait_for_selector(".jp-Notebook .jp-CodeCell")
            found.page.wait_for_function(CONNECTED, timeout=PATIENCE * 1000)
            found.page.evaluate(RUN_ALL)
            found.page.wait_for_function(EXECUTED, timeout=PATIENCE * 1000)
        except Exception:
            found.shot(f"failed-{Path(name).stem}")
            raise
        yield found


@contextmanager
def window(browser: Any, server: Server, path: str) -> Iterator[Visit]:
    """A page of a server in a window of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(PATIENCE * 1000 / 2)
    try:
        found = Visit(context.new_page(), server.base).watch()
        found.page.goto(
            f"{server.base}/{path}{'&' if '?' in path else '?'}token={server.token}", wait_until="commit"
        )
        yield found
    finally:
        context.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Visit]]:
    """Open a page of a server; it is closed after the test."""
    with ExitStack() as stack:
        yield lambda server, path: stack.enter_context(window(browser, server, path))


@pytest.fixture
def run_notebook(opened: Callable[..., Any]) -> Iterator[Callable[..., Visit]]:
    """Open a notebook and run all its cells; it is closed after the test."""
    with ExitStack() as stack:
        yield lambda name, **options: stack.enter_context(opened(name, **options))
