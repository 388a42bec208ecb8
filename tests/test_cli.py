"""The command line: what it writes, what it says, and with which status it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from parley import __version__
from parley.cli import main

TABLES = [
    "documents",
    "blocks",
    "sentences",
    "mentions",
    "quotes",
    "sentiment",
    "targets",
    "positions",
    "events",
    "claims",
    "stance",
]
STRIKE = (
    "Dockworkers vote to end the strike\n\n"
    "By Priya Nandakumar\n\n"
    "The Allied Dockworkers' Union (ADU) voted on Monday to end its strike after eight days.\n\n"
    "Margaret Ellis, who led the talks, said that she was relieved.\n"
)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep results away from the user's cache."""
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "strike.txt"
    path.write_text(STRIKE, encoding="utf-8")
    return path


def tables(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def one_line(text: str) -> str:
    """Assert that a message is one whole line and no traceback; return it."""
    assert "Traceback" not in text
    assert text.endswith("\n")
    assert len(text.splitlines()) == 1
    return text.rstrip("\n")


# What it does


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_code_writes_every_table(
    format: str, article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One file for each table in the format that was asked for, and a line for each file."""
    out = tmp_path / "out"
    assert main(["code", str(article), "--out", str(out), "--format", format]) == 0
    assert tables(out) == sorted(f"{name}.{format}" for name in TABLES)
    reader = pd.read_parquet if format == "parquet" else pd.read_csv
    said = capsys.readouterr()
    assert said.err == ""
    assert [line.split() for line in said.out.splitlines()] == [
        [str(len(reader(out / f"{name}.{format}"))), str(out / f"{name}.{format}")] for name in TABLES
    ]


def test_parquet_is_the_default(article: Path, tmp_path: Path) -> None:
    """Without --format the files are Parquet."""
    assert main(["code", str(article), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    assert tables(tmp_path / "out") == sorted(f"{name}.parquet" for name in TABLES)


def test_both_formats_hold_the_same(article: Path, tmp_path: Path) -> None:
    """CSV is for people who have nothing else; it says what Parquet says."""
    for format in ("csv", "parquet"):
        main(["code", str(article), "--out", str(tmp_path / "out"), "--format", format, "--quiet"])
    for name in TABLES:
        text = pd.read_csv(tmp_path / "out" / f"{name}.csv", keep_default_na=False, dtype=str)
        typed = pd.read_parquet(tmp_path / "out" / f"{name}.parquet")
        assert text.columns.tolist() == typed.columns.tolist()
        assert text.iloc[:, 0].tolist() == typed.iloc[:, 0].tolist()


def test_the_title_is_the_one_in_the_text(article: Path, tmp_path: Path) -> None:
    """Where no sources.toml gives a title, the headline of the text is it."""
    main(["code", str(article), "--out", str(tmp_path / "out"), "--format", "csv", "--quiet"])
    documents = pd.read_csv(tmp_path / "out" / "documents.csv", keep_default_na=False)
    assert documents[["doc", "file", "title", "outlet"]].to_numpy().tolist() == [
        ["strike", "strike.txt", "Dockworkers vote to end the strike", ""]
    ]


def test_the_title_of_the_list_goes_before_the_text(article: Path, tmp_path: Path) -> None:
    """A sources.toml beside the file is read."""
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nid = "port"\nfile = "strike.txt"\ntitle = "The strike is over"\n'
    )
    main(["code", str(article), "--out", str(tmp_path / "out"), "--format", "csv", "--quiet"])
    documents = pd.read_csv(tmp_path / "out" / "documents.csv", keep_default_na=False)
    assert documents[["doc", "title"]].to_numpy().tolist() == [["port", "The strike is over"]]


def test_quiet_says_nothing(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither summary nor progress, on either stream."""
    assert main(["code", str(article), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_files_and_folders_together(article: Path, tmp_path: Path) -> None:
    """Several paths make one corpus, by identifier."""
    more = tmp_path / "more"
    more.mkdir()
    (more / "cup.txt").write_text("Late goal decides the final\n\nRobert Hughes scored on Sunday.\n")
    arguments = [
        "code",
        str(article),
        str(more),
        "--out",
        str(tmp_path / "out"),
        "--format",
        "csv",
        "--quiet",
    ]
    assert main(arguments) == 0
    documents = pd.read_csv(tmp_path / "out" / "documents.csv")
    assert documents["doc"].tolist() == ["cup", "strike"]


def test_own_registry(article: Path, tmp_path: Path) -> None:
    """--registry brings other actors."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "actors.toml").write_text(
        '[[actor]]\nname = "Docks"\ntype = "organisation"\nnames = ["Allied Dockworkers\' Union", "ADU"]\n'
    )
    arguments = ["--out", str(tmp_path / "out"), "--registry", str(own), "--format", "csv", "--quiet"]
    assert main(["code", str(article), *arguments]) == 0
    mentions = pd.read_csv(tmp_path / "out" / "mentions.csv")
    assert mentions.query("actor == 'Docks' and kind == 'name'")["text"].tolist() == [
        "Allied Dockworkers' Union",
        "ADU",
    ]


@pytest.mark.parametrize(
    ("options", "kept"), [([], True), (["--no-cache"], False)], ids=["cache", "no cache"]
)
def test_no_cache_keeps_nothing(options: list[str], kept: bool, article: Path, tmp_path: Path) -> None:
    """$PARLEY_CACHE is filled unless --no-cache says otherwise."""
    assert main(["code", str(article), "--out", str(tmp_path / "out"), "--quiet", *options]) == 0
    assert (tmp_path / "cache").exists() == kept


# What it says of itself


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """--help explains both commands with examples that can be pasted."""
    assert main(["--help"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith("usage: parley")
    for part in ("parley code seeds --out tables", "parley report --out site", "PARLEY_CACHE", "--version"):
        assert part in said.out


def test_help_of_code_lists_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    """Each option stands with what it does."""
    assert main(["code", "--help"]) == 0
    said = capsys.readouterr().out
    options = ["--out DIR", "--format {parquet,csv}", "--registry DIR", "--no-cache", "--quiet"]
    assert said.startswith("usage: parley code")
    for part in [*options, "default: parquet"]:
        assert part in said


def test_help_of_report(capsys: pytest.CaptureFixture[str]) -> None:
    """The other command has its own."""
    assert main(["report", "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("usage: parley report")
    assert "--workers N" in said


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The installed version, on one line."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"parley {__version__}\n"


# What it refuses


OUT = "--out {d}/out"
WRONG = {
    "missing file": (f"code nowhere.txt {OUT}", "nowhere.txt: there is no such file"),
    "missing file after a good one": (f"code {{d}}/strike.txt no.txt {OUT}", "no.txt: there is no such file"),
    "empty file": (f"code {{d}}/bad/empty.txt {OUT}", "empty.txt: the file is empty"),
    "blank file": (f"code {{d}}/bad/blank.txt {OUT}", "blank.txt: the file is empty"),
    "binary file": (f"code {{d}}/bad/binary.txt {OUT}", "binary.txt: not a text file"),
    "image": (f"code {{d}}/bad/image.txt {OUT}", "image.txt: not a text file"),
    "folder without articles": (f"code {{d}}/bare {OUT}", "bare: no articles there"),
    "broken list of sources": (f"code {{d}}/list {OUT}", "sources.toml: not valid TOML"),
    "same file twice": (
        f"code {{d}}/strike.txt {{d}}/strike.txt {OUT}",
        "the id 'strike' is already that of",
    ),
    "out is a file": ("code {d}/strike.txt --out {d}/file", "{d}/file"),
    "out is below a file": ("code {d}/strike.txt --out {d}/file/out", "{d}/file/out"),
    "unknown format": (f"code {{d}}/strike.txt {OUT} --format xlsx", "--format: invalid choice: 'xlsx'"),
    "unknown command": (f"decode {{d}}/strike.txt {OUT}", "'decode' (choose from"),
    "unknown option": (f"code {{d}}/strike.txt {OUT} --fast", "--fast"),
    "no arguments": ("", "COMMAND"),
    "no path": (f"code {OUT}", "PATH"),
    "no out": ("code {d}/strike.txt", "--out"),
    "report without out": ("report", "--out"),
    "workers not a number": (f"report {OUT} --workers many", "--workers: invalid int value: 'many'"),
    "missing registry": (f"code {{d}}/strike.txt {OUT} --registry {{d}}/no", "no: there is no such folder"),
    "broken registry": (f"code {{d}}/strike.txt {OUT} --registry {{d}}/robots", "A: type is 'robot'"),
}


@pytest.fixture
def mess(article: Path) -> Path:
    """A folder with a good article and much that is wrong."""
    folder = article.parent
    for name in ("bad", "bare", "list", "robots"):
        (folder / name).mkdir()
    (folder / "bad" / "empty.txt").write_bytes(b"")
    (folder / "bad" / "blank.txt").write_bytes(b" \n\t\r\n")
    (folder / "bad" / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "bad" / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01")
    (folder / "list" / "sources.toml").write_text("[[source]\n")
    (folder / "robots" / "actors.toml").write_text('[[actor]]\nname = "A"\ntype = "robot"\n')
    (folder / "file").write_text("in the way")
    return folder


@pytest.mark.parametrize(("command", "part"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_in_one_line(
    command: str, part: str, mess: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 2, nothing on standard output, one line that names the fault, no table written."""
    assert main([word.format(d=mess) for word in command.split()]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    line = one_line(said.err)
    assert line.startswith("parley")
    assert part.format(d=mess) in line
    assert not (mess / "out").exists() or tables(mess / "out") == []
    assert (mess / "file").read_text() == "in the way"


def test_a_fault_of_usage_points_to_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """The message ends with the command that explains more."""
    assert main(["code", "--out", "x"]) == 2
    assert one_line(capsys.readouterr().err).endswith("(see parley code --help)")


def test_a_fault_keeps_the_tables_of_the_run_before(article: Path, tmp_path: Path) -> None:
    """A second run that fails takes nothing away."""
    out = tmp_path / "out"
    main(["code", str(article), "--out", str(out), "--quiet"])
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (tmp_path / "zoo.txt").write_bytes(bytes(range(256)) * 8)
    assert main(["code", str(article), str(tmp_path / "zoo.txt"), "--out", str(out), "--quiet"]) == 2
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_an_interrupt_is_no_traceback(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends with the shell's status for it."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("parley.coding.code_to", interrupt)
    assert main(["code", str(article), "--out", str(tmp_path / "out")]) == 130
    assert one_line(capsys.readouterr().err) == "parley: stopped"


def test_as_a_program(article: Path, tmp_path: Path) -> None:
    """Started as users start it: a run that works, then one that does not."""
    environment = os.environ | {"PARLEY_CACHE": str(tmp_path / "cache")}
    program = [sys.executable, "-m", "parley.cli", "code"]
    out = ["--out", str(tmp_path / "out"), "--format", "csv"]
    good = subprocess.run(
        [*program, str(article), *out], env=environment, capture_output=True, text=True, check=False
    )
    assert (good.returncode, good.stderr) == (0, "")
    assert [line.split()[-1] for line in good.stdout.splitlines()] == [
        str(tmp_path / "out" / f"{name}.csv") for name in TABLES
    ]
    bad = subprocess.run(
        [*program, "nowhere.txt", *out], env=environment, capture_output=True, text=True, check=False
    )
    assert (bad.returncode, bad.stdout) == (2, "")
    assert one_line(bad.stderr) == "parley: nowhere.txt: there is no such file or folder"
