"""Quotations and reports of an article: kind, speaker, cue, and where nothing decides.

A row of a case is written "kind | words | speaker | cue"; the rows stand in the order of the text. What the text
leaves open has no speaker: a wrong one is worse than none.
"""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

import pandas as pd
import pytest

from parley import schema
from parley.actors import find_mentions
from parley.quotes import find_quotes
from parley.registry import Registry, read_registry
from parley.sentences import read
from parley.sources import Source

ACTORS = """
[[actor]]
name = "Ruritania"
type = "country"
pronoun = "it"
names = ["Ruritania"]
adjectives = ["Ruritanian"]
capitals = ["Strelsau"]

[[actor]]
name = "Robert Hale"
type = "person"
pronoun = "he"
names = ["Robert Hale", "Hale"]

[[actor]]
name = "James Porter"
type = "person"
pronoun = "he"
names = ["James Porter", "Porter"]

[[actor]]
name = "Ruth Adler"
type = "person"
pronoun = "she"
names = ["Ruth Adler", "Adler"]

[[actor]]
name = "Kim Sato"
type = "person"
pronoun = "she"
names = ["Kim Sato", "Sato"]

[[actor]]
name = "Halden Motors"
type = "organisation"
pronoun = "it"
names = ["Halden Motors", "Halden"]
"""

SIGN = "We will not sign this"

CUES = {
    "after": (f"“{SIGN},” Robert Hale said.", "said", "cue after"),
    "after, inverted": (f"“{SIGN},” said Robert Hale.", "said", "cue after"),
    "after, comma outside": (f"“{SIGN}”, said Robert Hale.", "said", "cue after"),
    "after, with what describes the speaker": (f"“{SIGN},” said Robert Hale, the union’s chairman.", "said", "cue after"),
    "after, an attacking verb": ("“Never!” cried Robert Hale.", "cried", "cue after"),
    "before, colon": (f"Robert Hale said: “{SIGN}.”", "said", "cue before"),
    "before, comma": (f"Robert Hale told reporters, “{SIGN}.”", "told", "cue before"),
    "before, apposition": (f"The union’s chairman, Robert Hale, said: “{SIGN}.”", "said", "cue before"),
    "according to, after": (f"“{SIGN},” according to Robert Hale.", "according to", "according to"),
    "according to, before": ("According to Robert Hale, the offer is “an insult to the nurses.”", "According to", "according to"),
    "signature after a dash": (f"“{SIGN}.” — Robert Hale", "", "cue after: name after a dash"),
    "name before a colon": (f"Robert Hale was blunt: “{SIGN}.”", "", "name before a colon"),
    "noun before a colon": ("Robert Hale’s reply ran to three words: “Not a chance.”", "reply", "noun of saying before a colon"),
    "label of a transcript": (f"Robert Hale met James Porter on Monday.\n\nHALE: “{SIGN}.”", "", "label before a colon"),
    "sentence before": (f"Robert Hale had a message for the nurses. “{SIGN}.”", "", "the sentence before says who speaks"),
    "sentence after": (f"“{SIGN}.” That was how Robert Hale put it on Monday.", "put", "cue in the sentence after"),
    "sentence after, inverted": (f"“{SIGN}.” So said Robert Hale on Monday.", "said", "cue in the sentence after"),
    "within the marks": (f"“{SIGN}, Robert Hale has said.”", "has said", "cue within the marks"),
    "verb of saying with an object": ("Robert Hale called the offer “an insult.”", "called", "verb of saying"),
    "raised subject of a passive": ("“It is over,” Robert Hale is said to have told James Porter.", "to have told", "cue after"),
    "quoted as saying": ("James Porter quoted Robert Hale as saying: “It is over.”", "saying", "cue before"),
    "quoted as saying, after": ("“It is over,” James Porter quoted Robert Hale as saying.", "quoted", "cue after"),
    "was quoted as saying": ("“It is over,” Robert Hale was quoted as saying.", "was quoted", "cue after"),
}  # fmt: skip

PARTS = {
    "interrupted within the sentence": "“We will not,” Robert Hale said, “sign this paper.”",
    "goes on after the cue": "“We will not sign this,” Robert Hale said. “We never will.”",
    "opens the next paragraph again": "“We will not sign this,” Robert Hale said. “We never will.\n\n“They know it.”",
    "two words of one sentence": "Robert Hale said the offer was “an insult” and “a joke.”",
}

KINDS = {
    "clause": (f"“{SIGN},” Robert Hale said.", "direct", "a clause, attributed"),
    "clause that nobody says": ("The hall was full. “It is over.”", "direct", "a clause"),
    "utterance without a verb": ("“Never!” cried Robert Hale.", "direct", "an utterance, attributed"),
    "sentence of its own": ("The hall was full. “Never!”", "direct", "a sentence of its own"),
    "words in the author’s sentence": ("Robert Hale called the offer “an insult.”", "partial", "words within the author's sentence, attributed"),
    "many words, nobody named": ("It was a day of “great and lasting and ever greater joy” in the hall.", "partial", "many words, nobody named"),
    "irony": ("The “reform” of the clinic cost 900 jobs.", "scare", "few words, nobody is quoted"),
    "irony at somebody’s cost": ("Robert Hale’s “reform” failed.", "scare", "few words, nobody is quoted"),
    "object of a rejection": ("Robert Hale rejected the “offer.”", "scare", "few words, nobody is quoted"),
    "work, in capitals": ("In “The Long Strike” Ruth Adler argues that pay must rise.", "title", "name of a work"),
    "work, by the noun": ("The novel “Strike” sold well.", "title", "name of a work"),
}  # fmt: skip

ROWS = {
    "cue between, and a report": (
        "The offer, Robert Hale said, was “an insult to us all”.",
        ["indirect | The offer | Robert Hale | said", "partial | an insult to us all | Robert Hale | said"],
    ),
    "words within a report": (
        "Asked about it, Robert Hale said it was “an insult.”",
        ["indirect | it was “an insult.” | Robert Hale | said", "partial | an insult. | Robert Hale | said"],
    ),
    "the inner report goes before the outer": (
        "Ruth Adler was calm on the trial, which Robert Hale had called “a farce.”",
        ["partial | a farce. | Robert Hale | had called"],
    ),
    "reported without marks": (
        "Robert Hale wept, adding that he was tired.",
        ["indirect | he was tired | Robert Hale | adding"],
    ),
    "pronoun, resolved": (
        "Ruth Adler left the room. “It is over,” she said.",
        ["direct | It is over, | Ruth Adler | said"],
    ),
    "it, a company not named": (
        "The company cut jobs. It said that sales had fallen.",
        ["indirect | sales had fallen | The company | said"],
    ),
    "it, a document": (
        "A study by the bank came out. It says that wages fell.",
        ["indirect | wages fell | A study by the bank | says"],
    ),
    "description, taken up": (
        "A tall nurse wept. “It is over,” the nurse said.",
        ["direct | It is over, | A tall nurse | said"],
    ),
    "description, then she": (
        "The minister was asked about it. “No comment,” she said.",
        ["direct | No comment, | The minister | said"],
    ),
    "two speakers": (
        "“It is over,” said Robert Hale, the chairman, and Ruth Adler, the judge.",
        ["direct | It is over, | Robert Hale; Ruth Adler | said"],
    ),
    "she, of a man and a woman": (
        "Robert Hale and Ruth Adler met. “It is over,” she said.",
        ["direct | It is over, | Ruth Adler | said"],
    ),
    "they, of two": (
        "Robert Hale and Ruth Adler met. “It is over,” they said.",
        ["direct | It is over, | Robert Hale; Ruth Adler | said"],
    ),
    "question and answer": (
        "“Will you sign?” James Porter asked. “No,” Robert Hale said.",
        ["direct | Will you sign? | James Porter | asked", "direct | No, | Robert Hale | said"],
    ),
    "two paragraphs, cue in the second": (
        "“We will not sign this.\n\n“We never will,” Robert Hale said.",
        ["direct | We will not sign this. | Robert Hale | said", "direct | We never will, | Robert Hale | said"],
    ),
    "two paragraphs, cue in the first": (
        "“We will not sign this,” Robert Hale said.\n\n“We never will.”",
        ["direct | We will not sign this, | Robert Hale | said", "direct | We never will. | Robert Hale | said"],
    ),
    "nested, its own words": (
        "“I said, ‘Go home,’ and he went,” Robert Hale said.",
        ["direct | I said, ‘Go home,’ and he went, | Robert Hale | said", "direct | Go home, | Robert Hale | said"],
    ),
    "nested, words of another": (
        "“Ruth Adler said, ‘Go home,’ and I went,” Robert Hale said.",
        ["direct | Ruth Adler said, ‘Go home,’ and I went, | Robert Hale | said", "direct | Go home, | Ruth Adler | said"],
    ),
    "the author speaks": ("“I resign,” I said.", ["direct | I resign, | author | said"]),
    "single marks": (
        "‘We will not sign this,’ Robert Hale said. ‘The workers’ offer is dead.’",
        ["direct | We will not sign this, | Robert Hale | said", "direct | The workers’ offer is dead. | Robert Hale | said"],
    ),
    "straight marks": ('"We will not sign this," Robert Hale said.', ["direct | We will not sign this, | Robert Hale | said"]),
    "angle marks": ("«We will not sign this», Robert Hale said.", ["direct | We will not sign this | Robert Hale | said"]),
    "items of a list": (
        "Robert Hale has done two things:\n\n• Called the offer “an insult”\n\n• Promised to “fight on”",
        [
            "partial | an insult | Robert Hale | Called",
            "indirect | to “fight on” | Robert Hale | Promised",
            "partial | fight on | Robert Hale | Promised",
        ],
    ),
    "company without a name": (
        "The company called the offer “an insult.”",
        ["partial | an insult. | The company | called"],
    ),
    "work that ends the sentence": (
        "“They lied,” Robert Hale said in “The Long Strike.”",
        ["direct | They lied, | Robert Hale | said", "title | The Long Strike. |  | "],
    ),
    "semicolon between two speakers": (
        "Kim Sato argues that the plant should have closed; Robert Hale, who studies cars, says the opposite.",
        ["indirect | the plant should have closed | Kim Sato | argues"],
    ),
    "dateline": (
        "STRELSAU, Ruritania — Halden Motors said on Friday it would close its oldest plant.",
        ["indirect | it would close its oldest plant | Halden Motors | said"],
    ),
    "verb lost with a link": (
        "Ruth Adler\nthat the merger was unlawful and must not go on.",
        ["indirect | the merger was unlawful and must not go on | Ruth Adler | "],
    ),
}  # fmt: skip

UNRESOLVED = {
    "nobody at all": "“It is over.”",
    "a day is nobody": "The day ended.\n\n“It is over.”",
    "pronoun without an antecedent": "“It is over,” he said.",
    "pronoun of the wrong gender": "Robert Hale left. “It is over,” she said.",
    "pronoun within a quotation": "He said: “We will.”",
    "two joined persons after a third": "Mr. Kerubo Otieno left.\n\nRobert Hale and James Porter met. “It is over,” he said.",
    "two joined persons": "Robert Hale and James Porter met. “It is over,” he said.",
    "anyone": "“I resign,” anyone would say.",
    "nobody says it": "Nobody said “stop.”",
    "not said, before a colon": "Robert Hale did not say: “It is over.”",
    "never said": "Robert Hale never said “it is over.”",
    "would not say": "Robert Hale would not say whether it was “over.”",
    "you": "“It is over,” you said.",
    "the nearest name": "The “reform” pleased Robert Hale.",
    "an open mark": "Robert Hale left. “We",
}

SOURCES = {
    "named": "“It is over,” Robert Hale said.",
    "author": "“It is over,” I said.",
    "official": "“It is over,” a senior official said on condition of anonymity.",
    "diplomat": "“It is over,” two diplomats said.",
    "expert": "“It is over,” an economist said.",
    "document": "“It is over,” the report said.",
    "witness": "“It is over,” one of the nurses said.",
    "group": "“It is over,” said a person familiar with the talks.",
    "other": "“It is over,” the wall said.",
    "": "“It is over,” he said.",
}

SHADED = {
    "neutral": "“It is over,” Robert Hale said.",
    "claiming": "“It is over,” Robert Hale insisted.",
    "conceding": "“It is over,” Robert Hale admitted.",
    "attacking": "“It is over,” Robert Hale thundered.",
    "denying": "Robert Hale denied that it was over.",
    "": "“It is over.”",
}

ARTICLES = {
    "strike": (
        """Nurses at Zenda clinic call pay offer “a slap in the face”

By Nora Quill

Nurses at the Zenda clinic walked out on Monday after their union turned down a pay rise of 2 percent that its chairman, Robert Hale, described as “a slap in the face.”

“We asked for bread,” Hale told a crowd outside the gates. “They sent us a brochure.”

The clinic’s director, Ruth Adler, said she was “disappointed, but not surprised.” The money, she added, was not there.

“I have shown them the books,” Adler said. “They did not want to look.

“If they had, they would know that every cent is spent.”

Hale denied that the union had ever seen the accounts. A spokeswoman for the health ministry declined to say whether the state would step in.

Two nurses, who asked not to be named, said they would leave in the spring. “My sister says, ‘You should have gone last year,’” one of them said.

According to a study by the bank, wages in the city have fallen by 9 percent since 2019, a figure that the ministry disputes.

“Nobody wins,” said James Porter, whose wife is a patient at the clinic.

Would Adler resign? “No,” she said.

The “dialogue” that the ministry promised in May has yet to begin.
""",
        [
            "Robert Hale: a slap in the face",
            "Robert Hale: a slap in the face.",
            "Robert Hale: We asked for bread,",
            "Robert Hale: They sent us a brochure.",
            "Ruth Adler: disappointed, but not su",
            "Ruth Adler: I have shown them the bo",
            "Ruth Adler: They did not want to loo",
            "Ruth Adler: If they had, they would ",
            "one of them: My sister says, ‘You sho",
            "My sister: You should have gone las",
            "James Porter: Nobody wins,",
            "Ruth Adler: No,",
            "-: dialogue",
        ],
    ),
    "plant": (
        """A Plant, a Promise and a Letter

By Otto Brand

STRELSAU — Halden Motors said on Friday it would close its oldest plant, a decision that James Porter, the mayor, called “the end of the town as we know it.”

The company cited falling sales. It promised to keep 300 of the 900 workers and said the rest would be “treated with respect.”

In a letter to the workers, Halden’s chief executive, Edith Crane, wrote: “You built this company. I will not pretend that this is fair.”

Porter was not impressed. “Respect does not pay the rent,” he said, adding that Crane had refused to meet him.

Crane’s office says that she was ill. “She had a fever,” an aide said. “Ask her doctor.”

The workers’ answer ran to four words: “See you in court.”

A person familiar with the plan said that the board had voted in March, before the company told investors that the plant was “safe for a decade.” Halden did not respond to questions.

“Were they lying then,” Porter asked, “or are they lying now?”

Economists are divided. Kim Sato of the University of Strelsau argues that the plant should have closed years ago; Robert Hale, who studies car makers at the bank, says the opposite. “Closing it now is madness,” he said.

If Crane says that the market decides, she should remember who decided to build the plant. I asked her whether she did. “Every day,” she said.
""",
        [
            "James Porter: the end of the town as w",
            "The company: treated with respect.",
            "Edith Crane: You built this company. ",
            "James Porter: Respect does not pay the",
            "an aide: She had a fever,",
            "an aide: Ask her doctor.",
            "The workers: See you in court.",
            "The company: safe for a decade.",
            "James Porter: Were they lying then,",
            "James Porter: or are they lying now?",
            "Robert Hale: Closing it now is madnes",
            "Edith Crane: Every day,",
        ],
    ),
    "dam": (
        """Storm Over the Dam

By Lea Moor

The report was finished in June. It says that the dam at Zenda is “at risk of failure,” and that nobody told the villagers.

“We knew nothing,” said Alex Reyes, who farms below the dam. “Nothing at all!”

The minister, Ruth Adler, has accused the engineers of hiding the report. The engineers say they sent it to her office in July.

“That is a lie,” Adler told parliament on Tuesday.

“It is the truth,” the engineers’ lawyer, James Porter, replied an hour later.

Who is right? A former official at the ministry, speaking on condition of anonymity, said that the report had lain on Adler’s desk for weeks. “She saw it,” the former official said. “I put it there.”

Adler, who insists that she first heard of the report in September, has promised to publish every message that her office received. Opposition lawmakers called the promise “worthless” and demanded that she resign.

What Adler calls “a technical matter” has already cost two lives, the villagers say.

“My brother drowned,” a woman at the meeting shouted. “Is that technical?”

Adler looked at the floor. “I am sorry,” she said at last.
""",
        [
            "The report: at risk of failure,",
            "Alex Reyes: We knew nothing,",
            "Alex Reyes: Nothing at all!",
            "Ruth Adler: That is a lie,",
            "James Porter: It is the truth,",
            "A former official at the ministry: She saw it,",
            "A former official at the ministry: I put it there.",
            "Opposition lawmakers: worthless",
            "Ruth Adler: a technical matter",
            "a woman at the meeting: My brother drowned,",
            "a woman at the meeting: Is that technical?",
            "Ruth Adler: I am sorry,",
        ],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """A registry of a few actors."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "actors.toml").write_text(ACTORS, encoding="utf-8")
    return read_registry(folder)


def quotes(text: str, registry: Registry) -> pd.DataFrame:
    """The table of a text."""
    reading = read(Source("a", "a.txt", text, ""), registry)
    return find_quotes(reading, find_mentions(reading, registry), registry)


def marked(text: str, registry: Registry) -> pd.DataFrame:
    """The rows of what stands between marks."""
    table = quotes(text, registry)
    return table[table["kind"] != "indirect"]


@pytest.mark.parametrize(("text", "cue", "basis"), CUES.values(), ids=CUES.keys())
def test_a_cue_names_the_speaker_wherever_it_stands(text, cue, basis, world):
    rows = marked(text, world)[["speaker", "cue", "basis"]].to_numpy().tolist()
    assert rows == [["Robert Hale", cue, basis]]


@pytest.mark.parametrize(("text", "kind", "rule"), KINDS.values(), ids=KINDS.keys())
def test_each_kind_says_its_rule(text, kind, rule, world):
    assert marked(text, world)[["kind", "rule"]].to_numpy().tolist() == [[kind, rule]]


@pytest.mark.parametrize(("text", "rows"), ROWS.values(), ids=ROWS.keys())
def test_every_quotation_and_report_has_its_row(text, rows, world):
    found = quotes(text, world)[["kind", "text", "speaker", "cue"]].to_numpy().tolist()
    assert [" | ".join(row) for row in found] == rows


@pytest.mark.parametrize("text", UNRESOLVED.values(), ids=UNRESOLVED.keys())
def test_where_nothing_decides_nobody_speaks(text, world):
    assert set(quotes(text, world)["speaker"]) == {""}


@pytest.mark.parametrize("text", PARTS.values(), ids=PARTS.keys())
def test_parts_of_one_statement_share_its_number(text, world):
    assert marked(text, world)["attribution"].nunique() == 1


def test_two_statements_have_two_numbers(world):
    table = marked("“A deal is near,” Robert Hale said. “A lie,” James Porter said.", world)
    assert table["attribution"].nunique() == 2


@pytest.mark.parametrize(("kind", "text"), SOURCES.items(), ids=[k or "unresolved" for k in SOURCES])
def test_a_source_has_a_kind_and_a_name_only_where_it_is_named(kind, text, world):
    row = quotes(text, world).iloc[0]
    assert (row["source"], row["named"]) == (kind, kind in {"named", "author"})


@pytest.mark.parametrize(("shade", "text"), SHADED.items(), ids=[s or "no cue" for s in SHADED])
def test_the_cue_has_a_shade(shade, text, world):
    assert quotes(text, world)["shade"].tolist() == [shade]


def test_words_quoted_in_the_headline_are_found_further_down(world):
    text = "The offer is “an insult to us all”\n\nRobert Hale spoke. He called it “an insult to us all.”"
    table = quotes(text, world)
    assert table["speaker"].tolist() == ["Robert Hale", "Robert Hale"]
    assert table["basis"].iloc[0] == "the article quotes it further down"


def test_a_mark_that_never_closes_is_said_to_be_open(world):
    assert quotes("“We will not sign this, Robert Hale said.\n\nThe hall was empty.", world)[
        "closed"
    ].tolist() == [False]


def test_an_unresolved_pronoun_is_shown(world):
    row = quotes("“It is over,” she said.", world).iloc[0]
    assert (row["speaker_text"], row["cue"], row["basis"]) == ("she", "said", "unresolved: she")


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "The hall was full."])
def test_a_text_without_quotations_gives_an_empty_table(text, world):
    table = schema.check("quotes", quotes(text, world))
    assert table.empty
    assert list(table) == list(schema.columns("quotes"))


@pytest.mark.parametrize(
    "text", ["“", "””", "“”", "“ ”", "‘’", "“.”", "“““a”””", '"', "— “", "“a\n\n“b\n\n“c", "HALE: “"]
)
def test_odd_marks_break_nothing(text, world):
    schema.check("quotes", quotes(text, world))


@pytest.mark.parametrize("name", list(ARTICLES))
def test_the_quotations_of_an_article_have_their_speakers(name, world):
    text, expected = ARTICLES[name]
    rows = marked(text, world)
    assert [f"{r.speaker or '-'}: {r.text[:24]}" for r in schema.rows(rows)] == expected


@pytest.mark.parametrize("name", list(ARTICLES))
def test_offsets_lead_to_the_words(name, world):
    text, _ = ARTICLES[name]
    table = schema.check("quotes", quotes(text, world))
    for row in schema.rows(table):
        assert text[row.char_start : row.char_end] == row.text
        if row.cue_start >= 0:
            assert text[row.cue_start : row.cue_end] == row.cue
        if row.speaker_start >= 0:
            assert text[row.speaker_start : row.speaker_end] == row.speaker_text


def test_the_same_text_gives_the_same_table(world):
    text, _ = ARTICLES["strike"]
    pd.testing.assert_frame_equal(quotes(text, world), quotes(text, world))
