"""Reported speech by syntax: one row for each construction, (text, what is reported).

A report is written "source | cue | content"; where the cue stands in the middle, " … " joins the two parts of
the content. A source that the text does not name is "nobody".
"""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

import pytest

from parley.language import nlp
from parley.registry import Registry, read_registry
from parley.speech import SHADES, find_attributions, shade_of

CONSTRUCTIONS = {
    "that-clause": ("Hale said that the clinic would close.", "Hale | said | the clinic would close"),
    "bare clause": ("Hale said the clinic would close.", "Hale | said | the clinic would close"),
    "clause after the one who is told": ("Hale told the council on Monday that the clinic would close in May.", "Hale | told | the clinic would close in May"),
    "clause after a colon": ("Hale said: The clinic is safe.", "Hale | said | The clinic is safe"),
    "indirect question, whether": ("Hale asked whether the clinic was safe.", "Hale | asked | whether the clinic was safe"),
    "indirect question, how": ("Hale explained how the clinic had been saved.", "Hale | explained | how the clinic had been saved"),
    "clause within a clause": ("Hale said that if the clinic closed, the nurses would strike.", "Hale | said | if the clinic closed, the nurses would strike"),
    "said in a statement": ("Hale said in a statement that the clinic was safe.", "Hale | said | the clinic was safe"),
    "wrote in a letter": ("Hale wrote in a letter that the clinic was safe.", "Hale | wrote | the clinic was safe"),
    "infinitive of a promise": ("The mayor promised to reopen the clinic.", "mayor | promised | to reopen the clinic"),
    "infinitive of a demand": ("The union urged the nurses to strike.", "union | urged | to strike"),
    "verb of thought with a clause": ("Hale believes that the clinic is safe.", "Hale | believes | the clinic is safe"),
    "denial": ("Hale denied that the clinic was closed.", "Hale | denied | the clinic was closed"),
    "cue after": ("The clinic will close, Hale said.", "Hale | said | The clinic will close"),
    "cue after, inverted": ("The clinic will close, said Hale.", "Hale | said | The clinic will close"),
    "cue after, with a time": ("The clinic will close, Hale said on Tuesday.", "Hale | said | The clinic will close"),
    "cue between": ("The clinic, Hale said, will close in May.", "Hale | said | The clinic … will close in May"),
    "as X said, before": ("As Hale said, the clinic is lost.", "Hale | said | the clinic is lost"),
    "as X warned, after": ("The clinic is lost, as Hale warned.", "Hale | warned | The clinic is lost"),
    "as X put it": ("The clinic is lost, as Hale put it.", "Hale | put | The clinic is lost"),
    "according to, before": ("According to Hale, the clinic will close.", "Hale | According to | the clinic will close"),
    "according to, after": ("The clinic will close, according to Hale.", "Hale | according to | The clinic will close"),
    "in the words of": ("In the words of Hale, the clinic will close.", "Hale | In the words of | the clinic will close"),
    "asked, then said": ("Asked in Lima about the nurses, Hale said the clinic would close.", "Hale | said | the clinic would close"),
    "according to, between": ("The clinic, according to Hale, will close.", "Hale | according to | The clinic … will close"),
    "according to, without comma": ("The clinic is safe according to a report by the bank.", "report | according to | The clinic is safe"),
    "noun with an owner": ("Her claim that the clinic was safe surprised the nurses.", "Her | claim | the clinic was safe"),
    "noun with by and an infinitive": ("A pledge by the bank to cut rates was ignored.", "bank | pledge | to cut rates"),
    "noun with a light verb": ("The bank issued a warning that rates would rise.", "bank | warning | rates would rise"),
    "noun that is repeated": ("Hale repeated the claim that the ballot was rigged.", "Hale | claim | the ballot was rigged"),
    "adjective": ("The mayor is confident that the clinic will stay.", "mayor | is confident | the clinic will stay"),
    "adjective whose clause hangs on the verb": ("Robert Hale is adamant that the clinic would stay.", "Hale | is adamant | the clinic would stay"),
    "participle": ("Hale left the room, saying that he was tired.", "Hale | saying | he was tired"),
    "participle of criticism": ("The union criticised Hale for saying that the clinic was safe.", "Hale | saying | the clinic was safe"),
    "joined verb": ("Hale thanked the nurses and promised to visit them.", "Hale | promised | to visit them"),
    "passive with agent": ("The driver was told by Hale that the road was closed.", "Hale | was told | the road was closed"),
    "passive without agent": ("The driver was told that the road was closed.", "nobody | was told | the road was closed"),
    "dummy subject with agent": ("It was announced by Hale that the road was closed.", "Hale | was announced | the road was closed"),
    "dummy subject without agent": ("It was announced that the road was closed.", "nobody | was announced | the road was closed"),
    "quoted as saying": ("Hale was quoted as saying that the clinic was safe.", "Hale | saying | the clinic was safe"),
    "relative clause with who": ("The judge, who said that the trial was over, left.", "judge | said | the trial was over"),
    "perfect": ("Hale has said that the clinic is safe.", "Hale | has said | the clinic is safe"),
    "named as something, with a clause": ("Hale dismissed the report as a stunt that nobody should believe.", "Hale | dismissed | a stunt that nobody should believe"),
    "after a dateline": ("STRELSAU — Halden Motors said on Friday it would close its oldest plant.", "Motors | said | it would close its oldest plant"),
    "after a dateline with a country": ("STRELSAU, Ruritania — Halden Motors said on Friday it would close its oldest plant.", "Motors | said | it would close its oldest plant"),
}  # fmt: skip

ASIDES = {
    "despite, after": ("Hale said the clinic was safe, despite three deaths last year.", "the clinic was safe"),
    "although": ("Hale said the clinic was safe, although three patients had died there.", "the clinic was safe"),
    "even though": ("Hale said the clinic was safe, even though three patients had died.", "the clinic was safe"),
    "participle that judges": ("Hale said the clinic was safe, ignoring the report of the auditors.", "the clinic was safe"),
    "dash": ("Hale said the clinic was safe — a claim that the auditors had refuted.", "the clinic was safe"),
    "despite in the middle is kept": ("Hale said that the clinic, despite its debts, was safe.", "the clinic, despite its debts, was safe"),
    "although in the middle is kept": (
        "Hale said that the clinic, although it was old, was safe.",
        "the clinic, although it was old, was safe",
    ),
    "two joined clauses are kept": ("Halden said it would close the plant and that the workers would be paid.", "it would close the plant and that the workers would be paid"),
}  # fmt: skip

NOTHING = {
    "words of": "The words of Hale closed the clinic.",
    "negated": "Hale did not say that the clinic would close.",
    "never": "Hale never said that the clinic would close.",
    "cannot": "Hale cannot say that the clinic is safe.",
    "may": "Hale might say that the clinic will close.",
    "would": "Hale would say that the clinic was safe.",
    "will": "Hale will say that the clinic is safe.",
    "could have": "Hale could have said that the clinic was safe.",
    "declined": "Hale declined to say that the clinic would close.",
    "refused": "Hale refused to say whether the clinic would close.",
    "question": "Did Hale say that the clinic would close?",
    "if": "If Hale says that the clinic is safe, the nurses will stay.",
    "whether": "Nobody knows whether Hale said that the clinic would close.",
    "adjective negated": "Hale is not sure that the clinic will stay.",
    "adjective of a dummy subject": "It was clear that the clinic would close.",
    "noun that nobody owns": "The claim that the ballot was rigged is false.",
    "object noun": "Hale rejected the offer.",
    "object of an accusation": "Hale accused the union of wrecking the clinic.",
    "wish": "Hale wants the clinic to close.",
    "as long as": "As long as Hale says so, the clinic stays open.",
    "no cue": "The clinic that Hale built will close.",
}  # fmt: skip


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The bundled lexicons."""
    return read_registry()


def reports(text: str, registry: Registry, inside: list[int] | None = None) -> list[str]:
    """The attributions of a text as the rows above write them."""
    doc = nlp()(text)
    return [
        " | ".join(
            (
                "nobody" if a.source is None else doc[a.source].text,
                doc[slice(*a.cue)].text,
                " … ".join(doc[low:high].text for low, high in a.content),
            )
        )
        for a in find_attributions(doc, registry, inside or [0] * len(doc))
    ]


@pytest.mark.parametrize(("text", "report"), CONSTRUCTIONS.values(), ids=CONSTRUCTIONS.keys())
def test_each_construction_gives_source_cue_and_content(text, report, registry):
    assert reports(text, registry) == [report]


@pytest.mark.parametrize(("text", "content"), ASIDES.values(), ids=ASIDES.keys())
def test_the_authors_aside_is_no_part_of_what_is_reported(text, content, registry):
    assert [report.split(" | ")[2] for report in reports(text, registry)] == [content]


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_what_was_not_said_is_not_reported(text, registry):
    assert reports(text, registry) == []


def test_a_report_within_a_report_is_found_too(registry):
    text = "Hale said he was told by Adler that the trial was over."
    assert reports(text, registry) == [
        "Hale | said | he was told by Adler that the trial was over",
        "Adler | was told | the trial was over",
    ]


def test_a_joined_cue_within_the_clause_keeps_the_outer_source(registry):
    text = "Hale told us it had been hard and admitted that he had wept."
    assert "Hale | admitted | he had wept" in reports(text, registry)


def test_a_semicolon_parts_two_speakers(registry):
    text = (
        "Kim Sato argues that the plant should have closed; Robert Hale, who studies cars, says the opposite."
    )
    assert reports(text, registry) == ["Sato | argues | the plant should have closed"]


def test_a_source_outside_a_quotation_owns_no_report_within(registry):
    text = "Hale wept. The bank argues that rates fell."
    inside = [0, 0, 0, *[1] * 2, *[0] * 5]
    assert reports(text, registry) == ["bank | argues | rates fell"]
    assert reports(text, registry, inside) == []


@pytest.mark.parametrize(
    ("lemma", "shade"),
    [
        ("say", "neutral"), ("Tell", "neutral"), ("insist", "claiming"), ("concede", "conceding"),
        ("acknowledge", "conceding"), ("accuse", "attacking"), ("deny", "denying"), ("walk", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_cue_verb_has_the_shade_of_its_list(lemma, shade, registry):
    assert shade_of(lemma, registry) == shade


def test_every_cue_verb_has_one_shade_only(registry):
    lists = [sorted(registry.words("cues", shade)) for shade in SHADES]
    every = [word for words in lists for word in words]
    assert sorted(every) == sorted(set(every))


@pytest.mark.parametrize("key", ["infinitive", "things"])
def test_lists_that_qualify_a_cue_hold_cues_only(key, registry):
    assert [word for word in sorted(registry.words("cues", key)) if not shade_of(word, registry)] == []


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Said.", "“”", "The said said.", "that that that"])
def test_texts_without_reports_give_none(text, registry):
    assert reports(text, registry) == []
