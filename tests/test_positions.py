"""Positions: who is for or against what. The rows of CASES are the specification of the extraction.

A row is a text and what it says: "actor issue +" for each position for an issue's proposition, "-" against it. The
issues are those of an invented treaty on cod; the actors are invented persons and ordinary countries.
"""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from parley import schema
from parley.actors import find_mentions
from parley.positions import find_positions
from parley.quotes import find_quotes
from parley.registry import Issue, Registry, read_registry
from parley.sentences import Reading, read
from parley.sources import Source

ACTORS = """
[[actor]]
name = "Robert Hale"
type = "person"
country = "Norway"
offices = ["minister"]
pronoun = "he"
names = ["Robert Hale", "Hale"]

[[actor]]
name = "Ruth Adler"
type = "person"
pronoun = "she"
names = ["Ruth Adler", "Adler"]

[[actor]]
name = "Cod Council"
type = "organisation"
pronoun = "it"
names = ["Cod Council"]
"""
ISSUES = """
[[issue]]
id = "moratorium"
proposition = "cod fishing should stop for five years"
terms = ["moratorium", "fishing ban", "stop|halt|suspend ... fishing"]
against = ["resume|resumption ... fishing", "moratorium ... after|until ... election"]
echoes = ["ban", "pause"]
headings = ["closed season"]

[[issue]]
id = "quota"
proposition = "catch quotas should be cut"
terms = ["catch|quota cut|reduction", "cut|reduce|lower ... quota|catch"]
against = ["raise|increase ... quota|catch", "high|higher quota"]
headings = ["catches"]

[[issue]]
id = "inspectors"
proposition = "foreign inspectors should board fishing boats"
terms = ["inspector", "inspection", "board/VERB ... vessel|boat"]

[[issue]]
id = "ports"
proposition = "ports should be open to foreign trawlers"
terms = ["access to ... port", "open ... port"]
against = ["close|shut ... port"]

[[issue]]
id = "subsidies"
proposition = "fuel subsidies should end"
against = ["subsidy"]

[[issue]]
id = "club"
proposition = "Peru should be in the club of cod"
terms = ["<Peru> membership", "club membership"]

[[issue]]
id = "culprit"
proposition = "Chile is to blame for the collapse of the stocks"
terms = ["<Chile> ... responsible|blame|guilty"]
deeds = ["blame <Chile>", "accuse ... <Chile> ... empty"]
deeds_against = ["blame <Peru>"]
factual = true
"""


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The registry of a corpus about fishing."""
    folder = tmp_path_factory.mktemp("fishing")
    (folder / "actors.toml").write_text(ACTORS, encoding="utf-8")
    (folder / "issues.toml").write_text(ISSUES, encoding="utf-8")
    return read_registry(folder)


def coded(text: str, registry: Registry) -> tuple[Reading, pd.DataFrame]:
    """An article and its table ``positions``."""
    reading = read(Source("a", "a.txt", text, ""), registry)
    mentions = find_mentions(reading, registry)
    quotes = find_quotes(reading, mentions, registry)
    return reading, schema.check("positions", find_positions(reading, mentions, quotes, registry))


def positions(text: str, registry: Registry) -> pd.DataFrame:
    return coded(text, registry)[1]


def said(text: str, registry: Registry) -> set[str]:
    """What a text says, in the notation of the rows."""
    sign = {"support": "+", "oppose": "-", "mixed": "+-"}
    return {f"{r.actor} {r.issue} {sign[r.position]}" for r in schema.rows(positions(text, registry))}


def wanted(row: str) -> set[str]:
    return {one.strip() for one in row.split(";") if one.strip()}


def named(cases: dict[str, dict[str, tuple]]) -> list:
    """The rows of all groups with their ids."""
    return [
        pytest.param(*row, id=f"{group}: {name}")
        for group, rows in cases.items()
        for name, row in rows.items()
    ]


# Who is for or against what


TITLE = "Talks at sea\n\nNorway and Chile met in Lima on Monday to talk about cod.\n\n"
CASES = {
    "verb": {
        "demand, a clause": ("Norway demanded that Chile halt all fishing.", "Norway moratorium +"),
        "demand, a noun": ("Norway demanded a moratorium.", "Norway moratorium +"),
        "call for": ("Norway called for a moratorium.", "Norway moratorium +"),
        "urge another": ("Norway urged Chile to cut its quotas.", "Norway quota +"),
        "urge another not to": ("Norway asked Chile not to lift the moratorium.", "Norway moratorium +"),
        "urge to reject": ("Hale urged Peru to reject a moratorium.", "Robert Hale moratorium -"),
        "reject": ("Chile rejected a moratorium.", "Chile moratorium -"),
        "rule out, a noun": ("Chile ruled out a moratorium.", "Chile moratorium -"),
        "rule out, a gerund": ("Chile ruled out opening its ports to foreign trawlers.", "Chile ports -"),
        "warn against": ("Adler warned against a moratorium.", "Ruth Adler moratorium -"),
        "vote against": ("Peru voted against a moratorium.", "Peru moratorium -"),
        "offer to": ("Peru offered to open its ports.", "Peru ports +"),
        "pledge to": ("Peru pledged to admit foreign inspectors.", "Peru inspectors +"),
        "threaten to": ("Chile threatened to close its ports.", "Chile ports -"),
        "concede": ("Peru conceded a moratorium.", "Peru moratorium +"),
        "propose": ("Kenya proposed a moratorium.", "Kenya moratorium +"),
        "want, infinitive": ("Norway wants to scrap fuel subsidies.", "Norway subsidies +"),
        "want, small clause": ("Norway wants fuel subsidies scrapped.", "Norway subsidies +"),
        "want another to": ("Norway wants Peru to scrap its subsidies.", "Norway subsidies +"),
        "progressive": ("Norway had long been calling for a moratorium.", "Norway moratorium +"),
        "agree with another that": ("Peru agreed with Norway that fishing should be halted.", "Peru moratorium +"),
        "sign up to": ("Peru signed up to a moratorium.", "Peru moratorium +"),
        "relative clause": ("Chile, which had rejected a moratorium, left the talks.", "Chile moratorium -"),
        "participle": ("Rejecting a moratorium, Chile left the talks.", "Chile moratorium -"),
        "what it wants": ("What Norway wants is a moratorium.", "Norway moratorium +"),
        "headline": ("Norway rejects moratorium", "Norway moratorium -"),
        "set apart from its subject": ("Peru will not, Hale said, accept a moratorium.", "Peru moratorium -"),
        "in a clause of reason": ("Because Chile rejected a moratorium, talks failed.", "Chile moratorium -"),
        "in a clause of contrast": ("While Norway demanded a moratorium, Chile rejected inspections.", "Norway moratorium +; Chile inspectors -"),
        "said to": ("Norway is said to want a moratorium.", "Norway moratorium +"),
    },
    "passive": {
        "with its agent": ("The moratorium was rejected by Chile.", "Chile moratorium -"),
        "of a proposal": ("Proposals for a moratorium were dismissed by Chile.", "Chile moratorium -"),
        "without an agent": ("The moratorium was rejected.", ""),
        "of the phrase": ("Norway demanded that fishing be halted.", "Norway moratorium +"),
        "of a change": ("The moratorium was lifted by Norway.", "Norway moratorium -"),
    },
    "noun": {
        "owner with 's": ("Norway's demand for a moratorium surprised nobody.", "Norway moratorium +"),
        "owner with of": ("The opposition of Chile to a moratorium is well known.", "Chile moratorium -"),
        "owner with by": ("A pledge by Peru to admit inspectors came late.", "Peru inspectors +"),
        "owner as adjective": ("The Norwegian demand for a moratorium surprised nobody.", "Norway moratorium +"),
        "owner of a threat": ("Chile's threat to close its ports worked.", "Chile ports -"),
        "no owner": ("Calls for a moratorium grew in Lima.", ""),
        "stance on a demand": ("Kenya rejected Chile's demand for higher quotas.", "Kenya quota +; Chile quota -"),
        "stance on a refusal": ("Kenya condemned Chile's refusal to admit inspectors.", "Kenya inspectors +; Chile inspectors -"),
        "light verb": ("Chile showed no interest in a moratorium.", "Chile moratorium -"),
        "light verb, own noun": ("Chile voiced its opposition to a moratorium.", "Chile moratorium -"),
        "objection dropped": ("Chile dropped its objection to a moratorium.", "Chile moratorium +"),
        "aim is to": ("Norway's aim is to halt cod fishing.", "Norway moratorium +"),
        "is a priority": ("A moratorium is Norway's priority.", "Norway moratorium +"),
        "a deal that includes": ("Chile will not accept a deal that includes a moratorium.", "Chile moratorium -"),
        "a treaty that forces": ("Norway wants a treaty that forces Chile to cut its quotas.", "Norway quota +"),
        "plan includes": ("Norway's plan includes a moratorium.", "Norway moratorium +"),
        "that another do": ("Norway's demand that Chile halt fishing surprised nobody.", "Norway moratorium +"),
        "for another to": ("Norway renewed its call for Chile to accept a moratorium.", "Norway moratorium +"),
        "for another to, no owner": ("There were calls for Chile to accept a moratorium.", ""),
        "that another do, no owner": ("The proposal that Peru open its ports was dismissed by Peru.", "Peru ports -"),
        "that another give up": ("Norway demanded that Peru give up club membership.", "Norway club -"),
    },
    "adjective": {
        "ready to": ("Peru is ready to admit inspectors.", "Peru inspectors +"),
        "open to": ("Peru is open to a moratorium.", "Peru moratorium +"),
        "opposed to": ("Chile remains opposed to a moratorium.", "Chile moratorium -"),
        "reluctant to": ("Chile is reluctant to cut its quotas.", "Chile quota -"),
        "not ready to": ("Chile is not ready to cut its quotas.", "Chile quota -"),
        "against": ("Chile is against a moratorium.", "Chile moratorium -"),
        "in favour of": ("Kenya is in favour of a moratorium.", "Kenya moratorium +"),
    },
    "negation": {
        "of the verb": ("Chile does not accept a moratorium.", "Chile moratorium -"),
        "never": ("Chile will never accept a moratorium.", "Chile moratorium -"),
        "no longer": ("Norway no longer wants a moratorium.", "Norway moratorium -"),
        "cannot": ("Chile cannot accept a moratorium.", "Chile moratorium -"),
        "would not": ("Chile would not accept a moratorium.", "Chile moratorium -"),
        "in the clause below": ("Chile demanded that its quotas not be cut.", "Chile quota -"),
        "of the noun": ("Chile wants no moratorium.", "Chile moratorium -"),
        "without": ("Chile wants a treaty without a moratorium.", "Chile moratorium -"),
        "of a wish for an end": ("Chile does not want to cut its quotas.", "Chile quota -"),
        "in a relative clause": ("Norway, which does not fish for cod, demanded a moratorium.", "Norway moratorium +"),
        "what we will not do": ("“We will not discuss a moratorium,” Adler said.", "Ruth Adler moratorium -"),
        "what we will not survive": ("“We will not survive a moratorium,” Adler said.", ""),
        "in the clause before": ("Chile did not send a delegate and demanded a moratorium.", "Chile moratorium +"),
    },
    "double negation": {
        "not ruled out": ("Chile has not ruled out a moratorium.", "Chile moratorium +"),
        "refused to reject": ("Chile refused to reject a moratorium.", "Chile moratorium +"),
        "declined to rule out": ("Chile declined to rule out a moratorium.", "Chile moratorium +"),
        "does not oppose": ("Peru does not oppose a moratorium.", "Peru moratorium +"),
        "no longer opposes": ("Chile no longer opposes a moratorium.", "Chile moratorium +"),
        "never objected": ("Kenya never objected to inspections.", "Kenya inspectors +"),
        "refused to lift": ("Norway refused to lift the moratorium.", "Norway moratorium +"),
        "not lifted": ("Norway has not lifted the moratorium.", "Norway moratorium +"),
    },
    "words that end or keep": {
        "an end to": ("Norway demanded an end to subsidies.", "Norway subsidies +"),
        "an end rejected": ("Chile rejected an end to subsidies.", "Chile subsidies -"),
        "the lifting of": ("Chile demanded the lifting of the moratorium.", "Chile moratorium -"),
        "block": ("Chile blocked a moratorium.", "Chile moratorium -"),
        "threaten to end": ("Norway threatened to end subsidies.", "Norway subsidies +"),
        "bar from": ("Norway wants to bar Chile from raising its quotas.", "Norway quota +"),
        "agree not to": ("Peru agreed not to raise its quotas.", "Peru quota +"),
    },
    "deed": {
        "ends": ("Norway lifted the moratorium.", "Norway moratorium -"),
        "keeps": ("Norway extended the moratorium.", "Norway moratorium +"),
        "imposes": ("Norway imposed a moratorium.", "Norway moratorium +"),
        "the phrase's own verb": ("Norway suspended fishing.", "Norway moratorium +"),
        "against": ("Peru scrapped fuel subsidies.", "Peru subsidies +"),
        "of a thing": ("The storm suspended fishing.", ""),
        "of nobody named": ("The moratorium was extended.", ""),
    },
    "change of stance": {
        "dropped a demand": ("Norway abandoned its demand for a moratorium.", "Norway moratorium -"),
        "dropped an objection": ("Peru ended its opposition to inspections.", "Peru inspectors +"),
        "gave up a demand": ("Norway gave up its demand for a moratorium.", "Norway moratorium -"),
        "withdrew support": ("Norway withdrew its support for a moratorium.", "Norway moratorium -"),
    },
    "void": {
        "would, if": ("Chile would accept a moratorium if Peru cut its quotas.", ""),
        "if": ("If Chile accepts a moratorium, prices will rise.", ""),
        "if somebody demands": ("If Norway demands a moratorium, Chile will leave.", ""),
        "unless": ("Unless Chile accepts a moratorium, talks will fail.", ""),
        "should, inverted": ("Should Norway demand a moratorium, Chile will leave.", ""),
        "whether": ("Hale asked whether Chile would accept a moratorium.", ""),
        "unclear whether": ("It is unclear whether Chile has accepted a moratorium.", ""),
        "question": ("Will Chile accept a moratorium?", ""),
        "question, quoted": ("“Why should we accept a moratorium?” Hale asked.", ""),
        "may": ("Chile may accept a moratorium.", ""),
        "might": ("Chile might reject a moratorium.", ""),
        "fear": ("Chile fears that Norway will halt fishing.", ""),
        "fear, a noun": ("There were fears in Chile that Norway would impose a moratorium.", ""),
        "denial": ("Norway denied that it would open its ports.", ""),
        "failure": ("Chile failed to cut its quotas.", ""),
    },
    "no position": {
        "talks about": ("Talks about a moratorium went on in Oslo.", ""),
        "discussed": ("Norway and Chile discussed a moratorium.", ""),
        "talks failed": ("Talks between Norway and Chile on a moratorium failed.", ""),
        "description": ("A moratorium would hurt coastal towns.", ""),
        "victim": ("Peru was not asked about the moratorium.", ""),
        "gain": ("Norway would benefit from a moratorium.", ""),
        "event": ("The moratorium began in May.", ""),
        "a time": ("After the moratorium, Chile sold its fleet.", ""),
        "said what is": ("Adler said that inspectors had arrived.", ""),
        "a letter's demand": ("A letter demanding a moratorium was sent by Norway.", ""),
        "nobody in particular": ("Fishermen rejected a moratorium.", ""),
    },
    "modality": {
        "author, should": ("Fishing must be halted at once.", "author moratorium +"),
        "author, should not": ("Quotas should not be cut.", "author quota -"),
        "author, of an actor": ("Chile should accept a moratorium.", "author moratorium +"),
        "author, must reject": ("Chile must reject a moratorium.", "author moratorium -"),
        "author, we": ("We should halt cod fishing.", "author moratorium +"),
        "author, I": ("I reject a moratorium.", "author moratorium -"),
        "author judges": ("A moratorium is indispensable.", "author moratorium +"),
        "author, it is time": ("It is high time to halt cod fishing.", "author moratorium +"),
        "author describes": ("Inspectors board boats at night.", ""),
        "author, a weak word": ("A moratorium is possible.", ""),
        "author, this shows": ("This shows that fishing must be halted.", "author moratorium +"),
        "author, must not accept": ("Chile must not accept a moratorium.", "author moratorium -"),
        "speaker, should": ("Adler said that quotas should be cut.", "Ruth Adler quota +"),
        "speaker, should not": ("Adler said that fishing should not be halted.", "Ruth Adler moratorium -"),
        "speaker, of an actor": ("Adler argued that Chile must cut its quotas.", "Ruth Adler quota +"),
        "speaker, must not": ("Adler warned that quotas must not be raised.", "Ruth Adler quota +"),
        "speaker, has to": ("Chile has to accept a moratorium, Adler said.", "Ruth Adler moratorium +"),
        "speaker, cue after": ("Fishing must be halted, Adler said.", "Ruth Adler moratorium +"),
        "speaker, it is time": ("It is time to halt cod fishing, Adler argued.", "Ruth Adler moratorium +"),
        "speaker, a mistake": ("Adler said it would be a mistake to open the ports.", "Ruth Adler ports -"),
        "speaker, had to": ("Adler said that the moratorium had to go ahead.", "Ruth Adler moratorium +"),
        "speaker, of somebody doing": ("Peru opening its ports is out of the question, Adler said.", "Ruth Adler ports -"),
        "speaker, no such thing": ("There can be no moratorium, Adler said.", "Ruth Adler moratorium -"),
        "speaker, a weak word": ("“A moratorium is possible,” Adler said.", "Ruth Adler moratorium +"),
        "speaker insists": ("Norway insists that a moratorium is essential.", "Norway moratorium +"),
    },
    "report": {
        "of another": ("Hale said that Chile had agreed to a moratorium.", "Chile moratorium +"),
        "according to": ("According to Adler, Peru rejected a moratorium.", "Peru moratorium -"),
        "of the speaker": ("Adler said she was ready for a moratorium.", "Ruth Adler moratorium +"),
        "of the speaker, it": ("Norway's government said that it was against a moratorium.", "Norway moratorium -"),
    },
    "quotation": {
        "should": ("“Fishing must be halted,” Adler said.", "Ruth Adler moratorium +"),
        "first person": ("“We reject a moratorium,” Adler said.", "Ruth Adler moratorium -"),
        "verdict": ("“A moratorium is out of the question,” Adler said.", "Ruth Adler moratorium -"),
        "warning": ("“Chile must not raise its quotas,” Hale warned.", "Robert Hale quota +"),
        "of another": ("“Chile has rejected a moratorium,” Adler said.", "Chile moratorium -"),
        "second sentence": ("“We have talked,” Hale said. “Fishing must be halted.”", "Robert Hale moratorium +"),
        "words of a demand": ("Hale demanded a “complete moratorium”.", "Robert Hale moratorium +"),
        "words of a verdict": ("Hale said that a moratorium would be “a grave mistake”.", "Robert Hale moratorium -"),
        "words of an adjective": ("Hale is “totally opposed” to a moratorium.", "Robert Hale moratorium -"),
        "nobody in particular": ("“Fishing must be halted,” a fisherman said.", ""),
    },
    "list": {
        "two actors": ("Norway and Kenya demanded a moratorium.", "Norway moratorium +; Kenya moratorium +"),
        "three actors": ("Norway, Kenya and Peru rejected a moratorium.", "Norway moratorium -; Kenya moratorium -; Peru moratorium -"),
        "examples": ("Countries like Norway and Kenya demanded a moratorium.", "Norway moratorium +; Kenya moratorium +"),
        "two issues": ("Norway demanded a moratorium and foreign inspectors.", "Norway moratorium +; Norway inspectors +"),
        "as well as": ("Norway demanded a moratorium as well as inspections.", "Norway moratorium +; Norway inspectors +"),
        "but not": ("Chile wants inspections but not a moratorium.", "Chile inspectors +; Chile moratorium -"),
        "two verbs": ("Chile rejected a moratorium and demanded higher quotas.", "Chile moratorium -; Chile quota -"),
        "two infinitives": ("Peru promised to admit inspectors and to open its ports.", "Peru inspectors +; Peru ports +"),
        "two clauses": ("Norway demanded a moratorium, but Chile wants higher quotas.", "Norway moratorium +; Chile quota -"),
        "in exchange for": ("Peru offered to open its ports in exchange for an end to subsidies.", "Peru ports +"),
        "despite": ("Despite the moratorium, Chile demanded higher quotas.", "Chile quota -"),
    },
    "actor": {
        "office": ("The Norwegian minister demanded a moratorium.", "Robert Hale moratorium +"),
        "negotiators": ("Chilean negotiators rejected a moratorium.", "Chile moratorium -"),
        "government": ("The government of Chile rejected a moratorium.", "Chile moratorium -"),
        "capital": ("Santiago rejected a moratorium.", "Chile moratorium -"),
        "people": ("The Norwegians want a moratorium.", "Norway moratorium +"),
        "organisation": ("The Cod Council rejected a moratorium.", "Cod Council moratorium -"),
        "pronoun": ("Ruth Adler left early. She rejected a moratorium.", "Ruth Adler moratorium -"),
        "pronoun of nobody": ("He rejected a moratorium.", ""),
        "it": ("Chile left the talks. It rejected a moratorium.", "Chile moratorium -"),
        "with an apposition": ("Norway, the largest exporter, rejected a moratorium.", "Norway moratorium -"),
        "not listed": ("Maria Lund rejected a moratorium.", "Maria Lund moratorium -"),
        "without a name": ("A senior diplomat rejected a moratorium.", "A senior diplomat moratorium -"),
    },
    "opposite phrase": {
        "demanded": ("Chile demanded the resumption of fishing.", "Chile moratorium -"),
        "rejected": ("Norway rejected the resumption of fishing.", "Norway moratorium +"),
        "the longer one counts": ("Chile wants a moratorium only after the election.", "Chile moratorium -"),
    },
    "factual": {
        "blame": ("Norway blamed Chile for the collapse.", "Norway culprit +"),
        "blame another": ("Adler blamed Peru.", "Ruth Adler culprit -"),
        "accuse": ("Ruth Adler accused Chile of emptying the sea.", "Ruth Adler culprit +"),
        "said": ("Adler said that Chile was responsible for the collapse.", "Ruth Adler culprit +"),
        "said not": ("Adler said that Chile was not to blame.", "Ruth Adler culprit -"),
        "author": ("Chile is to blame for the collapse.", "author culprit +"),
    },
    "heading": {
        "short form below it": (f"{TITLE}A closed season\n\nChile rejected any ban.\n", "Chile moratorium -"),
        "short form below another": (f"{TITLE}Storms and swells\n\nChile rejected any ban.\n", ""),
        "idea below it": (f"{TITLE}A closed season\n\nChile dismissed the idea.\n", "Chile moratorium -"),
        "of two issues": (f"{TITLE}A closed season and the catches\n\nChile rejected any ban.\n", ""),
        "until the next": (f"{TITLE}A closed season\n\nIt rained.\n\nStorms and swells\n\nChile rejected any ban.\n", ""),
    },
    "short form": {
        "in the paragraph": ("The moratorium is old. Chile rejected any new ban.", "Chile moratorium -"),
        "in the paragraph before": ("Norway and Chile talked about the moratorium.\n\nChile rejected any new ban.", "Chile moratorium -"),
        "two paragraphs before": ("Norway and Chile talked about the moratorium.\n\nThe talks ended late at night.\n\nChile rejected any new ban.", ""),
        "alone": ("Chile rejected any new ban.", ""),
    },
    "answer": {
        "agreed": ("Norway demanded a moratorium. Chile agreed.", "Norway moratorium +; Chile moratorium +"),
        "refused": ("Norway demanded a moratorium. Chile refused.", "Norway moratorium +; Chile moratorium -"),
        "relented": ("Norway demanded a moratorium. Chile relented.", "Norway moratorium +; Chile moratorium +"),
        "did not agree": ("Norway demanded a moratorium. Chile did not agree.", "Norway moratorium +; Chile moratorium -"),
        "to a demand against": ("Chile demanded higher quotas. Norway refused.", "Chile quota -; Norway quota +"),
        "by two": ("Norway demanded a moratorium. Peru and Chile agreed.", "Norway moratorium +; Peru moratorium +; Chile moratorium +"),
        "to two demands": ("Norway demanded a moratorium and lower quotas. Chile refused.", "Norway moratorium +; Chile moratorium -; Norway quota +; Chile quota -"),
        "to the nearest": ("Norway demanded a moratorium. Kenya demanded inspections. Chile refused.", "Norway moratorium +; Kenya inspectors +; Chile inspectors -"),
        "by a pronoun": ("Norway urged Hale to admit inspectors. He refused.", "Norway inspectors +; Robert Hale inspectors -"),
        "to a quotation": ("“Fishing must be halted,” Hale said. Adler disagreed.", "Robert Hale moratorium +; Ruth Adler moratorium -"),
        "in the same sentence": ("Norway demanded a moratorium, but Chile rejected it.", "Norway moratorium +; Chile moratorium -"),
        "supposed": ("Norway demanded a moratorium. Chile may agree.", "Norway moratorium +"),
        "in a condition": ("Norway demanded a moratorium. If Chile agrees, prices will rise.", "Norway moratorium +"),
        "across a heading": (f"{TITLE}Norway demanded a moratorium.\n\nStorms and swells\n\nIt rained. Chile refused.\n", "Norway moratorium +"),
        "to one's own demand": ("Chile demanded a moratorium. Chile agreed.", "Chile moratorium +"),
        "to nothing": ("Chile refused. Norway agreed.", ""),
        "of something else": ("Norway demanded a moratorium. Chile agreed to meet again.", "Norway moratorium +"),
        "with another object": ("Norway demanded a moratorium. Chile refused a visa to Hale.", "Norway moratorium +"),
    },
    "anaphora": {
        "it": ("Norway proposed a moratorium. Chile rejected it.", "Norway moratorium +; Chile moratorium -"),
        "the idea": ("Norway proposed a moratorium. Chile rejected the idea.", "Norway moratorium +; Chile moratorium -"),
        "such a step": ("Norway proposed a moratorium. Chile opposes such a step.", "Norway moratorium +; Chile moratorium -"),
        "the offer": ("Peru offered to open its ports. Chile welcomed the offer.", "Peru ports +; Chile ports +"),
        "open to it": ("Norway proposed a moratorium. Peru is open to it.", "Norway moratorium +; Peru moratorium +"),
        "refused to sign it": ("Norway drafted a moratorium. Chile refused to sign it.", "Norway moratorium +; Chile moratorium -"),
        "called the plan": ("Norway proposed a moratorium. Chile called the plan unacceptable.", "Norway moratorium +; Chile moratorium -"),
        "of something else": ("Norway proposed a moratorium. Chile rejected the idea of a merger.", "Norway moratorium +"),
        "what was talked about": ("Talks about the moratorium went on. Chile rejected the idea.", "Chile moratorium -"),
    },
    "what stands above and beside": {
        "chile has not accepted a moratorium": ("Chile has not accepted a moratorium, nor will Peru.", "Chile moratorium -; Peru moratorium -"),
        "chile wants neither inspections nor a": ("Chile wants neither inspections nor a moratorium.", "Chile inspectors -; Chile moratorium -"),
        "adler said it was wrong to": ("Adler said it was wrong to open the ports.", "Ruth Adler ports -"),
        "it was wrong to open the": ("It was wrong to open the ports, Adler said.", "Ruth Adler ports -"),
        "norway not only demanded a moratorium": ("Norway not only demanded a moratorium but also called for inspectors.", "Norway moratorium +; Norway inspectors +"),
        "norway wants inspections rather than a": ("Norway wants inspections rather than a moratorium.", "Norway inspectors +; Norway moratorium -"),
        "norway proposed inspections instead of a": ("Norway proposed inspections instead of a moratorium.", "Norway inspectors +; Norway moratorium -"),
        "chile denied that it had agreed": ("Chile denied that it had agreed to a moratorium.", ""),
        "there were rumours that peru had": ("There were rumours that Peru had accepted a moratorium.", ""),
        "adler doubted that chile wanted a": ("Adler doubted that Chile wanted a moratorium.", ""),
        "norway hopes that chile will accept": ("Norway hopes that Chile will accept a moratorium.", "Norway moratorium +"),
        "norway will fish until chile accepts": ("Norway will fish until Chile accepts a moratorium.", ""),
        "peru was unable to cut its": ("Peru was unable to cut its quotas.", ""),
        "norway proposed a moratorium chile failed": ("Norway proposed a moratorium. Chile failed to accept it.", "Norway moratorium +"),
        "norway proposed a moratorium chile was": ("Norway proposed a moratorium. Chile was unable to accept it.", "Norway moratorium +"),
        "norway proposed a moratorium chile denied": ("Norway proposed a moratorium. Chile denied that it had accepted the idea.", "Norway moratorium +"),
        "chile ought to accept a moratorium": ("Chile ought to accept a moratorium.", "author moratorium +"),
        "adler warned chile not to raise": ("Adler warned Chile not to raise its quotas.", "Ruth Adler quota +"),
        "a moratorium demanded by norway would": ("A moratorium demanded by Norway would last five years.", "Norway moratorium +"),
        "chile ignored the moratorium proposed by": ("Chile ignored the moratorium proposed by Norway.", "Chile moratorium -; Norway moratorium +"),
        "norway hopes for a moratorium": ("Norway hopes for a moratorium.", "Norway moratorium +"),
        "peru backed away from a moratorium": ("Peru backed away from a moratorium.", "Peru moratorium -"),
        "peru stopped short of a moratorium": ("Peru stopped short of a moratorium.", "Peru moratorium -"),
        "chile is opposed to a moratorium": ("Chile is opposed to a moratorium.", "Chile moratorium -"),
        "adler said that the moratorium must": ("Adler said that the moratorium must go ahead.", "Ruth Adler moratorium +"),
        "norway proposed a moratorium the idea": ("Norway proposed a moratorium. The idea was rejected by Chile.", "Norway moratorium +; Chile moratorium -"),
        "norway demanded a moratorium so did": ("Norway demanded a moratorium. So did Kenya.", "Norway moratorium +; Kenya moratorium +"),
        "norway has accepted a moratorium so": ("Norway has accepted a moratorium. So has Kenya.", "Norway moratorium +; Kenya moratorium +"),
        "chile does not want a moratorium": ("Chile does not want a moratorium. Neither does Peru.", "Chile moratorium -; Peru moratorium -"),
    },
    "likewise": {
        "nor will": ("Chile has not accepted a moratorium. Nor will Peru.", "Chile moratorium -; Peru moratorium -"),
        "nor can, of two": ("Chile has not accepted a moratorium. Nor can Peru and Kenya.", "Chile moratorium -; Peru moratorium -; Kenya moratorium -"),
        "so will": ("Norway demanded a moratorium; so will Kenya.", "Norway moratorium +; Kenya moratorium +"),
        "so, of something else": ("Norway demanded a moratorium. So will Kenya sell its fleet?", "Norway moratorium +"),
    },
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), named(CASES))
def test_who_is_for_or_against_what(text, expected, registry):
    assert said(text, registry) == wanted(expected)


BUNDLED = {
    "a clause": ("Kenya demanded that Ukraine cede the Donbas.", "Kenya territorial-concessions +"),
    "a demand for an end": ("Chile rejected Kenya's demand for the lifting of all sanctions.", "Chile sanctions-relief -; Kenya sanctions-relief +"),
    "lifting wanted of others": ("Chile wants the West to lift sanctions.", "Chile sanctions-relief +"),
    "veto of the opposite": ("Chile vetoed new sanctions.", "Chile sanctions-relief +"),
    "threat of the opposite": ("Norway threatened new sanctions on Russia.", "Norway sanctions-relief -"),
    "not ruled out": ("Norway has not ruled out sending peacekeepers.", "Norway peacekeepers +"),
    "ruled out": ("Norway ruled out sending troops to Ukraine.", "Norway peacekeepers -"),
    "a seat": ("Norway insisted that Europe must have a seat at the table.", "Norway europe-at-the-table +"),
    "nothing about": ("Norway said there could be no talks about Ukraine without Ukraine.", "Norway ukraine-at-the-table +"),
    "guarantees": ("Chile dropped its objection to security guarantees.", "Chile security-guarantees +"),
    "deliveries halted": ("Norway halted arms deliveries to Kyiv.", "Norway military-aid -"),
    "a halt demanded": ("Chile demands a halt to arms deliveries.", "Chile military-aid -"),
    "elections": ("Kenya called on Ukraine to hold elections.", "Kenya elections-in-ukraine +"),
    "recognition": ("Chile is willing to recognise Crimea as Russian.", "Chile territorial-concessions +"),
    "a swap": ("Kenya proposed a land swap.", "Kenya territorial-concessions +"),
    "neutrality": ("Chile demanded neutrality for Ukraine.", "Chile nato-membership -"),
    "off the table": ("NATO membership for Ukraine is off the table, Maria Lund said.", "Maria Lund nato-membership -"),
    "a ceasefire after": ("What Chile wants is a ceasefire after a peace deal.", "Chile immediate-ceasefire -"),
    "fight on": ("Chile vowed to fight on.", "Chile immediate-ceasefire -"),
    "would, if": ("Chile would accept a ceasefire if Norway disarmed.", ""),
    "blame": ("Chile blamed Ukraine for the war.", "Chile ukraine-to-blame +"),
    "minerals": ("Ukraine signed the minerals deal.", "Ukraine minerals-deal +"),
    "assets": ("Kenya backed the use of frozen Russian assets for Ukraine.", "Kenya frozen-assets +"),
    "spending": ("Norway argued that allies should spend more on defence.", "Norway european-defence +"),
    "closer ties": ("Chile favours closer ties with Russia.", "Chile us-russia-normalisation +"),
    "sphere": ("Norway rejected a Russian sphere of influence.", "Norway sphere-of-influence -"),
    "umbrella": ("Norway wants to keep the American nuclear umbrella.", "Norway us-commitment-to-europe +"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BUNDLED.values(), ids=BUNDLED)
def test_every_bundled_issue_can_be_raised(text, expected):
    assert said(text, read_registry()) == wanted(expected)


def test_the_rows_name_every_bundled_issue():
    """A new issue brings its row."""
    assert {one.split()[-2] for _, row in BUNDLED.values() for one in wanted(row)} == set(
        read_registry().issues
    )


# Voice, act, reporter, links


COLUMNS = {
    "the actor's words": ("“We reject a moratorium,” Adler said.", ["Ruth Adler", "quoted", "reject", ""]),
    "the actor's verdict": ("“Fishing must be halted,” Adler said.", ["Ruth Adler", "quoted", "state", ""]),
    "some of the actor's words": ("Hale demanded a “complete moratorium”.", ["Robert Hale", "quoted", "demand", ""]),
    "reported words": ("Adler said that quotas should be cut.", ["Ruth Adler", "paraphrased", "state", ""]),
    "reported demand": ("Norway demanded a moratorium.", ["Norway", "paraphrased", "demand", ""]),
    "reported offer": ("Peru offered to open its ports.", ["Peru", "paraphrased", "offer", ""]),
    "reported proposal": ("Kenya proposed a moratorium.", ["Kenya", "paraphrased", "propose", ""]),
    "reported promise": ("Peru pledged to admit inspectors.", ["Peru", "paraphrased", "promise", ""]),
    "reported acceptance": ("Kenya accepted a moratorium.", ["Kenya", "paraphrased", "accept", ""]),
    "reported threat": ("Chile threatened to close its ports.", ["Chile", "paraphrased", "threaten", ""]),
    "the author's own": ("Fishing must be halted.", ["author", "asserted", "state", ""]),
    "said of another": ("Hale said that Chile had agreed to a moratorium.", ["Chile", "paraphrased", "accept", "Robert Hale"]),
    "quoted of another": ("“Chile has rejected a moratorium,” Adler said.", ["Chile", "paraphrased", "reject", "Ruth Adler"]),
    "according to another": ("According to Adler, Peru rejected a moratorium.", ["Peru", "paraphrased", "reject", "Ruth Adler"]),
    "said of oneself": ("Adler said she was ready for a moratorium.", ["Ruth Adler", "paraphrased", "offer", ""]),
    "said of another's decision": ("Hale said that Chile had decided to demand a moratorium.", ["Chile", "paraphrased", "state", "Robert Hale"]),
    "only seems": ("Norway seems ready to accept a moratorium.", ["Norway", "asserted", "offer", ""]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), COLUMNS.values(), ids=COLUMNS)
def test_voice_act_and_reporter(text, expected, registry):
    found = positions(text, registry)[["actor", "voice", "act", "reporter"]]
    assert found.values.tolist() == [expected]


LINKS = {
    "a bare answer": ("Norway demanded a moratorium. Chile refused.", {"Chile": "Norway", "Norway": ""}),
    "an answer further on": ("Norway demanded a moratorium. It rained in Lima. Chile refused.", {"Chile": "Norway", "Norway": ""}),
    "two answers": ("Norway demanded a moratorium. Chile refused. Peru agreed.", {"Chile": "Norway", "Peru": "Norway", "Norway": ""}),
    "a stance on a demand": ("Chile rejected Norway's demand for a moratorium.", {"Chile": "Norway", "Norway": ""}),
    "a stance after a demand": ("Norway demanded a moratorium. Chile rejected a moratorium.", {"Chile": "Norway", "Norway": ""}),
    "two demands": ("Norway demanded a moratorium. Peru wants a moratorium.", {"Norway": "", "Peru": ""}),
    "another issue": ("Norway demanded a moratorium. Chile rejected inspections.", {"Norway": "", "Chile": ""}),
    "three sentences back": ("Norway demanded a moratorium." + " It rained." * 2 + " Chile rejected a moratorium.", {"Norway": "", "Chile": "Norway"}),
    "too far back": ("Norway demanded a moratorium." + " It rained." * 3 + " Chile rejected a moratorium.", {"Norway": "", "Chile": ""}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LINKS.values(), ids=LINKS)
def test_what_answers_what(text, expected, registry):
    """Each actor of these texts has one position; expected is whose it answers."""
    found = positions(text, registry)
    actor = dict(zip(found["id"], found["actor"], strict=True)) | {"": ""}
    assert dict(zip(found["actor"], found["answers"].map(actor), strict=True)) == expected


def test_an_answer_takes_up_each_demand_by_its_id(registry):
    found = positions("Norway demanded a moratorium and lower quotas. Chile refused.", registry)
    assert found[["id", "actor", "issue", "answers"]].values.tolist() == [
        ["a-p01", "Norway", "moratorium", ""],
        ["a-p02", "Norway", "quota", ""],
        ["a-p03", "Chile", "moratorium", "a-p01"],
        ["a-p04", "Chile", "quota", "a-p02"],
    ]


def test_what_is_hedged_is_less_sure(registry):
    plain, hedged = (
        positions(f"Norway {verb} ready to accept a moratorium.", registry)["confidence"].tolist()
        for verb in ("is", "seems")
    )
    assert [round(c - 0.1, 2) for c in plain] == hedged
    assert 0 < hedged[0] < plain[0] <= 1


# The table


LONG = (
    "Cod talks stall\n\nAdvertisement\n\nNorway’s  demand for a\nmoratorium surprised nobody. Chile rejected it.\n\n"
    "“We want inspectors,” Ruth Adler said,\n“and we reject a moratorium.” She opposes fuel subsidies. Kenya is open to lower quotas.\n"
)


def test_offsets_lead_to_the_evidence(registry):
    """Also where the scrape broke the line; the line is that where the evidence begins."""
    reading, found = coded(LONG, registry)
    raw = reading.source.raw
    assert found["evidence"].tolist() == [
        " ".join(raw[low:high].split())
        for low, high in zip(found["char_start"], found["char_end"], strict=True)
    ]
    assert found["line"].tolist() == [raw[:low].count("\n") + 1 for low in found["char_start"]]
    assert found.iloc[0][["line", "actor", "evidence"]].tolist() == [
        5,
        "Norway",
        "Norway’s demand for a moratorium",
    ]


def test_evidence_carries_issue_and_stance(registry):
    for text, low in (
        ("On Monday in Lima, Chile rejected a moratorium at dawn.", "Chile rejected a moratorium"),
        ("In May the moratorium was rejected by Chile and others.", "moratorium was rejected by Chile"),
        ("It rained. Norway demanded a moratorium. Chile refused.", "Chile refused"),
    ):
        assert low in positions(text, registry)["evidence"].tolist()


def test_rows_stand_in_the_order_of_the_text_and_are_numbered_by_it(registry):
    found = positions(LONG, registry)
    assert found["id"].tolist() == [f"a-p{n:02d}" for n in range(1, len(found) + 1)]
    assert found["char_start"].is_monotonic_increasing
    assert found["sentence"].is_monotonic_increasing
    assert found["actor"].tolist() == ["Norway", "Chile", "Ruth Adler", "Ruth Adler", "Ruth Adler", "Kenya"]


def test_said_again_is_a_new_record_said_twice_in_a_sentence_is_one(registry):
    again = positions("Norway demanded a moratorium. Norway demanded a moratorium.", registry)
    once = positions("Norway demanded a moratorium, a moratorium of five years.", registry)
    assert again["evidence"].tolist() == ["Norway demanded a moratorium"] * 2
    assert once["evidence"].tolist() == ["Norway demanded a moratorium"]


def test_the_same_text_gives_the_same_table(registry):
    pd.testing.assert_frame_equal(positions(LONG, registry), positions(LONG, registry))


# Other corpora


NOTHING = {"no text": "", "white space": " \n\t\n ", "no issue": "Norway met Chile in Lima."}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_nothing_to_find_gives_an_empty_table(text, registry):
    pd.testing.assert_frame_equal(positions(text, registry), schema.empty("positions"))


def test_without_issues_there_are_no_positions(tmp_path):
    found = positions("Norway demanded a moratorium. Chile must refuse.", read_registry(tmp_path))
    pd.testing.assert_frame_equal(found, schema.empty("positions"))


def test_an_issue_without_phrases_is_raised_by_its_proposition(registry):
    issue = Issue("lake-dam", "the new dam should be built")
    other = replace(registry, issues={"lake-dam": issue})
    assert said("Chile wants to build the dam.", other) == {"Chile lake-dam +"}
    assert said("Norway demanded that the dam not be built.", other) == {"Norway lake-dam -"}
    assert said("Peru rejected a moratorium.", other) == set()


def test_issues_do_not_leak_between_registries(registry):
    other = replace(registry, issues={"rain": Issue("rain", "it should rain", terms=("rain",))})
    assert said("Chile rejected a moratorium. Chile wants rain.", registry) == {"Chile moratorium -"}
    assert said("Chile rejected a moratorium. Chile wants rain.", other) == {"Chile rain +"}


HOSTILE = {
    "a line of 10,000 words": "the river is long and " * 2000 + "Norway demanded a moratorium.",
    "a list without end": "Norway demanded a moratorium and " * 100,
    "one word": "moratorium " * 300,
    "nested reports": "Adler said that " * 100 + "fishing must be halted.",
    "many answers": "Norway demanded a moratorium. Chile refused. " * 50,
    "only punctuation": "... !!! ??? — “” ‘’ ,,, ;;; ::: ()[]{}",
    "open marks": "“" * 200 + "moratorium",
    "control characters": "Norway\x00 rejected\x0b a moratorium.\x0c",
    "direction marks, soft hyphen, emoji": "\u202eNorway\u202c rejected a mora\u00adtorium \U0001f41f\u200b\u0301\ufeff “Fishing mußt be halted” ſaid.",
    "other scripts": "رفضت النرويج moratorium. 挪威拒绝了 moratorium。",
    "the beginning of an answer": "So did",
    "only headings": "\n\n".join(["A closed season"] * 30),
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_odd_texts_give_a_table(text, registry):
    """Offsets stay within the text and lead to the evidence."""
    reading, found = coded(text, registry)
    raw = reading.source.raw
    assert found["char_end"].le(len(raw)).all()
    assert found["evidence"].tolist() == [
        " ".join(raw[low:high].split())
        for low, high in zip(found["char_start"], found["char_end"], strict=True)
    ]


def test_a_position_at_the_end_of_a_long_line_is_found(registry):
    assert said("the river is long and " * 500 + "wide. Norway demanded a moratorium.", registry) == {
        "Norway moratorium +"
    }
