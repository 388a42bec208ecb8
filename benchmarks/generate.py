"""Generated articles: as many as wanted, varied, from a grammar over many subjects.

    python benchmarks/generate.py N FOLDER [--seed 1] [--words 600] [--tables]

Writes N articles with ``sources.toml``, and ``actors.toml`` and ``issues.toml`` that fit them. All persons,
places and events are invented (`grammar.toml`). The same seed gives the same articles; article k is the same
for every N. ``--tables`` writes tables of so many articles as well, into FOLDER/tables, without coding each:
at most `CODED` are coded, and article k then has the text and the tables of article k modulo `CODED`, with
outlet and date of its own, and with labels and scores drawn anew from those of all rows; who is
not in ``actors.toml`` has another name at each repetition.
"""

from __future__ import annotations

import argparse
import datetime
import random
import re
import tempfile
import tomllib
from collections.abc import Callable, Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from parley import schema
from parley.coding import code
from parley.corpus import Corpus
from parley.registry import Registry, read_registry

CODED = 20
"""Articles that are coded for ``--tables``; the others repeat them."""
SLOT = re.compile(r"\{(\w+)\}")
GENRES = ("news", "news", "news", "analysis", "opinion")
QUOTES = (("“", "”"), ("“", "”"), ('"', '"'), ("‘", "’"))


@cache
def grammar() -> dict[str, Any]:
    """The grammar: lists of phrases, and the subjects with theirs."""
    return tomllib.loads((Path(__file__).parent / "grammar.toml").read_text(encoding="utf-8"))


@cache
def cast() -> dict[str, list[str]]:
    """The three listed persons of each subject."""
    draw, known = random.Random("cast"), grammar()
    last = draw.sample(known["last"], len(known["last"]))
    names = [f"{draw.choice(known['first'])} {name}" for name in last]
    return {
        s["id"]: [names[(3 * i + k) % len(names)] for k in range(3)] for i, s in enumerate(known["subject"])
    }


@cache
def unlisted() -> list[str]:
    """The surnames that no listed person has."""
    listed = {name.split()[-1] for names in cast().values() for name in names}
    return sorted(set(grammar()["last"]) - listed)


def amount(draw: random.Random) -> str:
    """A sum of money."""
    unit = draw.choice(["£{} million", "${} million", "€{} million", "{},000 pounds", "£{},000"])
    return unit.format(draw.choice([draw.randint(2, 99), f"{draw.randint(1, 9)}{draw.randint(10, 99)}"]))


NUMBERS: dict[str, Callable[[random.Random], str]] = {
    "n": lambda draw: str(draw.randint(20, 900)),
    "big": lambda draw: f"{draw.randint(1, 90)},{draw.randint(0, 9)}00",
    "percent": lambda draw: f"{draw.randint(1, 60)}{draw.choice(['', '.5', '.2'])} per cent",
    "money": amount,
    "year": lambda draw: str(draw.randint(1998, 2024)),
    "small": lambda draw: str(
        draw.choice(["two", "three", "four", "five", "six", "nine", 11, 12, 14, 17, 19])
    ),
    "date": lambda draw: f"{draw.randint(1, 28)} {draw.choice(grammar()['month'])}",
}


class Writer:
    """Writes one article. A class, because every phrase draws from the same random numbers and cast."""

    def __init__(self, seed: int, number: int) -> None:
        self.draw = random.Random(f"{seed}/{number}")
        self.subject = self.draw.choice(grammar()["subject"])
        self.genre = self.draw.choice(GENRES)
        self.marks = self.draw.choice(QUOTES)
        self.used: set[str] = set()
        self.fixed = self._cast() | {
            "party": self.subject["parties"][0],
            "other": self.subject["parties"][1],
            "place": self.draw.choice(grammar()["place"]),
            "section": self.subject["section"],
            "outlet": self.draw.choice(grammar()["outlet"]),
        }
        if self.draw.random() < 0.5:
            self.fixed |= {"party": self.fixed["other"], "other": self.fixed["party"]}
        self.fixed["measure"] = self.phrase("measure")

    def _cast(self) -> dict[str, str]:
        """Three persons; a listed one gives way to an unlisted one in a quarter of the cases."""
        found: dict[str, str] = {}
        for key, name, role in zip("ABC", cast()[self.subject["id"]], self.subject["roles"], strict=True):
            if self.draw.random() < 0.25:
                name = f"{self.draw.choice(grammar()['first'])} {self.draw.choice(unlisted())}"
            found |= {key: name, key.lower(): name.split()[-1], f"role{key}": role}
        return found

    def words(self, name: str) -> str:
        """One expansion of a word in braces."""
        if name in self.fixed:
            return str(self.fixed[name])
        if name in NUMBERS:
            return str(NUMBERS[name](self.draw))
        stem, _, form = name.rpartition("_")
        if form in ("cap", "low"):
            text = self.words(stem)
            return text[0].upper() + text[1:] if form == "cap" else text[0].lower() + text[1:]
        if form in ("would", "now"):
            new = " would " if form == "would" else " may "
            return self.words(stem).replace(" will ", new)
        return self.phrase(name)

    def phrase(self, name: str) -> str:
        """One phrase of a list, not used yet if there is one, with all its words in braces replaced."""
        known = self.subject.get(name) or grammar()[name]
        chosen = self.draw.choice([phrase for phrase in known if phrase not in self.used] or known)
        self.used.add(chosen)
        return SLOT.sub(lambda match: self.words(match[1]), chosen)

    def sentence(self, name: str) -> str:
        """One phrase that begins with a capital."""
        text = self.phrase(name)
        return text[0].upper() + text[1:]

    def quote(self) -> str:
        """Somebody's words: direct, split, partial or reported."""
        left, right = self.marks
        who = self.draw.choice(["A", "B", "C", "A", "B", "unnamed"])
        if who == "unnamed":
            name = first = self.words("unnamed")
        else:
            name, first = self.fixed[who.lower()], f"{self.fixed[who]}, {self.fixed[f'role{who}']},"
        subject = self.draw.choice([name, name, first])
        said, spoken, second = self.phrase("said"), self.sentence("spoken"), self.phrase("second")
        claim, fact = self.phrase("claims"), self.phrase("reported")
        short = self.phrase(self.draw.choice(["verdict_good", "verdict_bad"]))
        deed = self.draw.choice(["called", "described"])
        forms = [
            f"{left}{spoken},{right} {subject} {said}.",
            f"{left}{spoken},{right} said {subject.rstrip(',')}. {left}{second}.{right}",
            f"{subject} {said}: {left}{spoken}. {second}.{right}",
            f"{left}{second},{right} {subject} {said}, {left}and let me repeat: {spoken}.{right}",
            f"{subject} {claim} that {fact}.",
            f"According to {name}, {fact}.",
            f"{fact}, {name} {claim} {self.phrase('when')}.",
            f"{subject} {deed} {self.phrase('measure')} {'as ' if deed == 'described' else ''}"
            f"{left}{short}{right}.",
        ]
        text = self.draw.choice(forms)
        return text[0].upper() + text[1:]

    def paragraph(self) -> str:
        """Two to five sentences, quotations among them."""
        parts = []
        for _ in range(self.draw.randint(2, 5)):
            if self.draw.random() < (0.2 if self.genre == "opinion" else 0.4):
                parts.append(self.quote())
            elif self.genre == "opinion" and self.draw.random() < 0.6:
                parts.append(self.sentence("opinion_sentence"))
            else:
                parts.append(self.sentence("reply" if self.draw.random() < 0.1 else "sentence"))
        return " ".join(parts)

    def article(self, words: int) -> dict[str, str]:
        """The text of the article, its furniture in it, and what is known of it."""
        opinion = self.genre == "opinion"
        title = self.sentence("opinion_title" if opinion else "title")
        author = f"{self.draw.choice(grammar()['first'])} {self.draw.choice(grammar()['last'])}"
        day = datetime.date(2025, 1, 1) + datetime.timedelta(self.draw.randint(0, 364))
        body, wanted = (
            [self.sentence("opinion_lead" if opinion else "lead")],
            words * self.draw.uniform(0.6, 1.4),
        )
        while sum(len(text.split()) for text in body) < wanted:
            body.append(self.paragraph())
        for kind in ("subhead", "promo", "caption"):
            if len(body) > 4 and self.draw.random() < 0.6:
                body.insert(self.draw.randint(2, len(body) - 1), self.sentence(kind))
        head = [self.phrase("nav")] * (self.draw.random() < 0.5) + [title]
        head += [self.sentence("dek")] * (self.draw.random() < 0.4)
        head += [f"By {author}", f"Published: {day.day} {day:%B %Y}"] + [
            self.phrase("share")
        ] * self.draw.randint(0, 2)
        end = [self.phrase("trailer") for _ in range(self.draw.randint(0, 2))]
        gap = self.draw.choice(["\n", "\n\n"])
        known = {"title": title, "outlet": self.fixed["outlet"], "author": author, "genre": self.genre}
        return {"text": gap.join([*head, *body, *end]) + "\n", "published": day.isoformat(), **known}


def articles(number: int, seed: int = 1, words: int = 600) -> Iterator[dict[str, str]]:
    """Some articles, one after another: ``id``, ``text`` and the fields of a listing."""
    for k in range(number):
        yield {"id": f"a{k:06}", **Writer(seed, k).article(words)}


def quoted(text: str) -> str:
    """A text as TOML writes it; what is asked for holds no control characters."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def entry(article: dict[str, str]) -> str:
    """An article's entry in ``sources.toml``."""
    fields = {"id": article["id"], "file": f"{article['id']}.txt"}
    fields |= {key: article[key] for key in ("title", "outlet", "author", "published", "genre")}
    lines = [f"{key} = {quoted(value)}" for key, value in fields.items()]
    return "\n".join(["[[source]]", *lines, 'published_basis = "stated"', ""])


def listed(name: str, kind: str, names: list[str], role: str = "") -> str:
    """An actor's entry in ``actors.toml``."""
    lines = [f"name = {quoted(name)}", f'type = "{kind}"', *([f"role = {quoted(role)}"] if role else [])]
    return "\n".join(["[[actor]]", *lines, f"names = [{', '.join(map(quoted, names))}]", ""])


def lists() -> dict[str, str]:
    """The text of ``actors.toml`` and ``issues.toml``: persons, parties, a proposition a subject."""
    actors, issues = [], []
    for subject in grammar()["subject"]:
        for name, role in zip(cast()[subject["id"]], subject["roles"], strict=True):
            actors.append(listed(name, "person", [name, name.split()[-1]], role))
        for party in subject["parties"]:
            name = party.removeprefix("the ")
            actors.append(listed(name, "organisation", [name]))
        issue = subject["issue"]
        lists = [f"{key} = [{', '.join(map(quoted, issue[key]))}]" for key in ("terms", "against")]
        texts = [f"{key} = {quoted(issue[key])}" for key in ("id", "proposition")]
        issues.append("\n".join(["[[issue]]", *texts, *lists, ""]))
    return {"actors.toml": "\n".join(dict.fromkeys(actors)), "issues.toml": "\n".join(issues)}


def write(number: int, folder: Path, seed: int = 1, words: int = 600) -> Path:
    """Write articles, listing, actors and issues into a folder that is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in lists().items():
        (folder / name).write_text(text, encoding="utf-8")
    with (folder / "sources.toml").open("w", encoding="utf-8") as listing:
        for article in articles(number, seed, words):
            (folder / f"{article['id']}.txt").write_text(article["text"], encoding="utf-8")
            listing.write(entry(article) + "\n")
    return folder


SHUFFLED = {
    "targets": ["polarity", "p_negative", "p_neutral", "p_positive"],
    "positions": ["position"],
    "sentiment": ["polarity", "subjectivity"],
}
"""The columns whose values are drawn anew, together, from the rows of the same method."""
NAMED = {
    "mentions": ["actor"],
    "quotes": ["speaker"],
    "targets": ["target", "holder"],
    "positions": ["actor", "reporter"],
    "claims": ["claimant"],
    "stance": ["target"],
}
NUMBERED = {"positions": ["id", "answers"]}


def multiplied(corpus: Corpus, number: int, known: Collection[str], seed: int = 1) -> Corpus:
    """A corpus of so many articles, each of them one of those given, with new names, labels and scores."""
    draw = np.random.default_rng(seed)
    docs, rounds = list(corpus.documents["doc"]), -(-number // len(corpus.documents))
    names = [[f"a{len(docs) * i + k:06}" for k in range(len(docs))] for i in range(rounds)]
    tables = {}
    for name, table in corpus.tables.items():
        parts = [
            _again(name, table, dict(zip(docs, new, strict=True)), i, known, draw)
            for i, new in enumerate(names)
        ]
        tables[name] = pd.concat(parts, ignore_index=True)
    kept = set([doc for new in names for doc in new][:number])
    tables = {name: table[table["doc"].isin(kept)].reset_index(drop=True) for name, table in tables.items()}
    raw = {new[k]: corpus.raw[doc] for new in names for k, doc in enumerate(docs) if new[k] in kept}
    return Corpus(tables, raw)


def _again(
    name: str, table: pd.DataFrame, docs: dict[str, str], turn: int, known: Collection[str], draw: Any
) -> pd.DataFrame:
    """A table once more, for other articles."""
    made = table.assign(doc=table["doc"].map(docs))
    for column in NUMBERED.get(name, ()):
        made[column] = [docs.get(text[:7], text[:7]) + text[7:] for text in made[column]]
    for column in NAMED.get(name, ()):
        kept = {*known, *schema.LABELS["targets", "voice"], ""}
        texts = {text: text if text in kept else f"{text} {turn:03}" for text in made[column].unique()}
        made[column] = made[column].map(texts)
    if name in SHUFFLED:
        by = made["method"] if "method" in made else pd.Series("", index=made.index)
        order = np.concatenate([draw.permutation(rows) for rows in made.groupby(by).indices.values()])
        back = np.concatenate(list(made.groupby(by).indices.values()))
        for column in SHUFFLED[name]:
            made.iloc[back, made.columns.get_loc(column)] = made[column].to_numpy()[order]
    if name == "documents":
        days = np.datetime64("2025-01-01") + draw.integers(0, 365, len(made))
        outlets = draw.choice(grammar()["outlet"], len(made))
        made = made.assign(file=made["doc"] + ".txt", published=days.astype(str), outlet=outlets)
    return made.astype(schema.columns(name))


def large(number: int, seed: int = 1, words: int = 600) -> tuple[Corpus, Registry]:
    """A corpus of so many articles, of which at most `CODED` are coded, with its registry."""
    with tempfile.TemporaryDirectory() as made:
        folder = write(min(number, CODED), Path(made), seed, words)
        known = read_registry(folder)
        corpus = code(folder, registry=known, progress=True)
    return (multiplied(corpus, number, known.actors, seed) if number > CODED else corpus), known


def main() -> None:
    """Write what the command line asks for."""
    known = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    known.add_argument("number", type=int)
    known.add_argument("folder", type=Path)
    known.add_argument("--seed", type=int, default=1)
    known.add_argument("--words", type=int, default=600, help="mean length of an article's body")
    known.add_argument("--tables", action="store_true", help="write tables too")
    asked = known.parse_args()
    write(asked.number, asked.folder, asked.seed, asked.words)
    if asked.tables:
        corpus, _ = large(asked.number, asked.seed, asked.words)
        corpus.save(asked.folder / "tables")
        for doc, raw in corpus.raw.items():
            (asked.folder / f"{doc}.txt").write_text(raw, encoding="utf-8")
    print(f"{asked.number} articles in {asked.folder}")


if __name__ == "__main__":
    main()
