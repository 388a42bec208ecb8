"""Plant changes one at a time and see whether the guard of the findings catches each.

    python tests/plant_changes.py [--workers N] [NAME...]

Each change is made in a copy of lib, data, seeds and tests; then the guard runs there, in a process of its
own. A change counts as caught when the guard fails and its message names a finding, or the file that was
changed. Before that the guard runs on a copy in which nothing is changed, and has to pass. Exit status 1 if
any change is missed.

Two things save time and change no result: the processes are forked from one in which the libraries are
loaded (`support/warm.py`; never Parley, which is the copy's own), and what a change does not touch, by
content, comes from the cache: $PARLEY_CACHE, or a folder of this run.
"""

# ruff: noqa: E501  (a change is one row)
from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("lib", "data", "seeds", "tests/findings.py", "tests/test_findings.py", "tests/golden/findings.json")


@dataclass(frozen=True)
class Change:
    """A change: what it is, which file, which text becomes which (the first place)."""

    name: str
    file: str
    old: str
    new: str
    follow: Callable[[Path], None] | None = None


def rehash(folder: Path) -> None:
    """Enter the new hash of the changed seed, as somebody would who edits an article on purpose."""
    listing = folder / "seeds/sources.toml"
    text = listing.read_text(encoding="utf-8")
    for path in sorted((folder / "seeds").glob("*.txt")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        text = re.sub(rf'(file = "{path.name}"\nsha256 = ")[0-9a-f]+', rf"\g<1>{digest}", text)
    listing.write_text(text, encoding="utf-8")


LEX, LIB, REF = "data/lexicons", "lib/parley", "data/reference/seeds"
CHANGES = (
    Change("word list: a mark of navigation is dropped", f"{LEX}/boilerplate.toml", "'skip to .{0,15}(content|navigation|footer)',", ""),
    Change("word list: a teaser mark is dropped", f"{LEX}/boilerplate.toml", "'(other |more )?(topics|stories", "'(zz )(topics|stories"),
    Change("word list: a note on a series is dropped", f"{LEX}/boilerplate.toml", "'this is (the )?(first", "'zz is (the )?(first"),
    Change("word list: an office in captions is dropped", f"{LEX}/captions.toml", '"secretary", ', ""),
    Change("word list: a determiner no longer needs a noun", f"{LEX}/seams.toml", 'determiners = ["a", ', "determiners = ["),
    Change("word list: an auxiliary needs no complement", f"{LEX}/seams.toml", '"is", "are", "was", "were", "be", "been", "being", "has",', '"was",'),
    Change("word list: a verb of saying is dropped", f"{LEX}/cues.toml", '"begged", ', ""),
    Change("word list: a verb of demanding is dropped", f"{LEX}/stances.toml", 'verbs = ["demand", ', "verbs = ["),
    Change("word list: what ends a thing no longer does", f"{LEX}/stances.toml", 'verbs = ["lift", "ease", "remove", ', 'verbs = ["ease", '),
    Change("issue: a phrase is dropped", "data/issues.toml", '"sanction", "blacklist"', '"blacklist"'),
    Change("rule: a negation no longer turns a stance", f"{LIB}/clauses.py", 'if child.dep_ == "neg" or (', "if False and ("),
    Change("rule: last week is this week", f"{LIB}/normalisation.py", 'RELATIVE = {"last": -1,', 'RELATIVE = {"last": 0,'),
    Change("word list: a verb of accusing is dropped", f"{LEX}/cues.toml", '"accuse", "blame",', '"blame",'),
    Change("word list: a noun for sources is dropped", f"{LEX}/sources.toml", 'official = ["official", ', "official = ["),
    Change("word list: a noun for governments is dropped", f"{LEX}/offices.toml", '"administration", "government", "cabinet"', '"cabinet"'),
    Change("word list: a preposition no longer makes a party", f"{LEX}/places.toml", '"with", "between", ', ""),
    Change("actor: a spelling is dropped", "data/actors.toml", '"Zelenskyy",', ""),
    Change("actor: a capital is dropped", "data/actors.toml", 'capitals = ["Moscow"]\n', ""),
    Change("actor: an institution is dropped", "data/actors.toml", 'metonyms = ["Kremlin"]\n', ""),
    Change("actor: a description is dropped", "data/actors.toml", ', "bloc"', ""),
    Change("actor: a pronoun is changed", "data/actors.toml", 'pronoun = "he"\nnames = ["Vladimir Putin"', 'pronoun = "she"\nnames = ["Vladimir Putin"'),
    Change("rule: quotations before their speaker end a sentence", f"{LIB}/sentences.py", "if QUOTE_END.search(match.group()):", "if False:"),
    Change("rule: abbreviations end a sentence", f"{LIB}/sentences.py", 'if last in words["months"]:', "if False:"),
    Change("rule: pull quotes are not looked for", f"{LIB}/blocks.py", "    yield _repeats\n", ""),
    Change("rule: pronouns look back one sentence less", f"{LIB}/pronouns.py", "WINDOW = 2", "WINDOW = 1"),
    Change("rule: appositions are not looked for", f"{LIB}/descriptions.py", "        *_appositions(doc, names),\n", ""),
    Change("rule: fewer words may be scare quotes", f"{LIB}/kinds.py", "SHORT = 4", "SHORT = 1"),
    Change("rule: quoted words within a report have no speaker", f"{LIB}/quotes.py", "            or self.reports.within_report(span)\n", ""),
    Change("score: the sign of a word in VADER's list", f"{LIB}/sentiment.py", "    return SentimentIntensityAnalyzer()", "    analyser = SentimentIntensityAnalyzer()\n    analyser.lexicon['war'] *= -1\n    return analyser"),
    Change("score: apostrophes are no longer straightened", f"{LIB}/sentiment.py", 'text.translate(STRAIGHT)', "text"),
    Change("score: the threshold of neutral is doubled", f"{LIB}/targets.py", "THRESHOLD = 0.05", "THRESHOLD = 0.10"),
    Change("statistic: the seed of the intervals", f"{LIB}/resampling.py", 'np.random.default_rng(seed)', 'np.random.default_rng(seed + 1)'),
    Change("article: one character, by accident", "seeds/004_88f15b03f37dc3f4.txt", "Trump agrees.", "Trump agreed."),
    Change("article: one word, on purpose", "seeds/003_7eed632281f213bc.txt", "Pro-war hardliners hailed", "Pro-war hardliners doubted", rehash),
    Change("article: a name, on purpose", "seeds/000_c33f6176d055b315.txt", "For Trump, that leaves", "For many, that leaves", rehash),
    Change("reference: a target's label is flipped", f"{REF}/adjudicated/targets.jsonl", '"polarity": "negative"', '"polarity": "positive"'),
    Change("reference: a mention is given to another actor", f"{REF}/adjudicated/mentions.jsonl", '"actor": "Ukraine"', '"actor": "Russia"'),
    Change("reference: a line's kind is changed", f"{REF}/adjudicated/blocks.jsonl", '"kind": "caption"', '"kind": "subhead"'),
    Change("reference: a position's sign is flipped", f"{REF}/adjudicated/positions.jsonl", '"position": "oppose"', '"position": "support"'),
    Change("reference: the second pass is changed", f"{REF}/second/targets.jsonl", '"polarity": "neutral"', '"polarity": "negative"'),
)  # fmt: skip


def plant(change: Change) -> str:
    """Make a change in a copy, run the guard there, and return the first message that names it, or nothing."""
    with copied() as folder:
        path = folder / change.file
        text = path.read_bytes().decode("utf-8")
        path.write_bytes(text.replace(change.old, change.new, 1).encode("utf-8"))
        for compiled in path.parent.glob(f"__pycache__/{path.stem}.*"):
            compiled.unlink()
        if change.follow:
            change.follow(folder)
        passed, said = guard(folder)
    if passed:
        return ""
    named = rf"(finding changed: .*|\S*{re.escape(path.name)}: the file has changed.*)"
    found = re.search(named, said)
    return found[0].strip() if found else ""


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of what the guard needs; the model's weights are linked."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for part in COPIED:
            target = folder / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, target, ignore=shutil.ignore_patterns("models"))
            else:
                shutil.copy(ROOT / part, target)
        (folder / "data" / "models").symlink_to(ROOT / "data" / "models")
        yield folder


def guard(folder: Path) -> tuple[bool, str]:
    """Run the guard in a copy, with the copy's Parley, in this process, which is used once.

    Returns whether it passed, and what it said.
    """
    import pytest

    assert "parley" not in sys.modules, "the changed copy has to be imported"
    os.chdir(folder)
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder / "lib"))
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
        status = pytest.main(["-q", "-p", "no:cacheprovider", "tests/test_findings.py"])
        sys.stdout.flush()
        said.seek(0)
        text = said.read()
    if not Path(sys.modules["parley"].__file__ or "").is_relative_to(folder):
        raise RuntimeError(f"not the copy in {folder} was tested")
    return status == 0, text


def unchanged() -> tuple[bool, str]:
    """Run the guard on a copy in which nothing is changed."""
    with copied() as folder:
        return guard(folder)


def planting(workers: int) -> Executor:
    """Processes that are used once each, forked from one that has loaded the libraries."""
    forking = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if forking else "spawn")
    if forking:
        context.set_forkserver_preload(["warm"])
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    support = str(ROOT / "tests" / "support")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (support, os.environ.get("PYTHONPATH"))))
    return ProcessPoolExecutor(workers, context, max_tasks_per_child=1)


def check_places(changes: list[Change]) -> None:
    """A change whose text is no longer there would change nothing."""
    for change in changes:
        if change.old not in (ROOT / change.file).read_bytes().decode("utf-8"):
            raise SystemExit(f"{change.name}: {change.file} does not hold {change.old!r}; mend this script")


def plant_all(changes: list[Change], workers: int) -> list[str]:
    """What the guard said of each change; the unchanged copy comes first and leaves its results in the cache."""
    with planting(workers) as pool:
        passed, said = pool.submit(unchanged).result()
        if not passed:
            raise SystemExit(f"{said}\nthe guard fails where nothing is changed")
        return list(pool.map(plant, changes))


def main() -> int:
    """Plant every change, or those whose name holds one of the words given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("words", nargs="*", metavar="NAME")
    options = parser.parse_args()
    chosen = [c for c in CHANGES if not options.words or any(w in c.name for w in options.words)]
    check_places(chosen)
    with tempfile.TemporaryDirectory() as name:
        os.environ.setdefault("PARLEY_CACHE", name)
        results = plant_all(chosen, options.workers)
    for change, said in zip(chosen, results, strict=True):
        print(f"{'caught' if said else 'MISSED'}  {change.name}\n        {said[:150]}")
    missed = results.count("")
    print(f"{len(chosen) - missed} of {len(chosen)} planted changes were caught")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
