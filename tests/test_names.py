"""Who is named and described: one readable row for each linguistic case, over an invented world.

A row is (text, expected); the expected mentions stand in the order of the text as "span | actor | kind".
Ruritania (capital Strelsau, seat the Marble Palace) and Syldavia (capital Klow) stand in a registry of
this file's own, so that nothing here depends on the bundled subject.
"""

from pathlib import Path

import pytest

from parley.actors import find_mentions
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
people = ["Ruritanians"]
capitals = ["Strelsau"]
metonyms = ["Marble Palace"]

[[actor]]
name = "Syldavia"
type = "country"
pronoun = "it"
names = ["Syldavia"]
adjectives = ["Syldavian"]
people = ["Syldavians"]
capitals = ["Klow"]

[[actor]]
name = "Ada Vale"
type = "person"
side = "Ruritania"
country = "Ruritania"
offices = ["president", "leader"]
pronoun = "she"
names = ["Ada Vale", "Vale"]

[[actor]]
name = "Boris Kral"
type = "person"
side = "Syldavia"
country = "Syldavia"
offices = ["prime minister", "leader"]
pronoun = "he"
names = ["Boris Kral", "Kral"]

[[actor]]
name = "Lothar Stone"
type = "person"
side = "Ruritania"
country = "Ruritania"
offices = ["trade minister"]
pronoun = "he"
names = ["Lothar Stone", "Stone"]

[[actor]]
name = "Alpine Union"
type = "organisation"
pronoun = "it"
names = ["Alpine Union", "AU"]
nominals = ["bloc"]

[[actor]]
name = "Hillfolk"
type = "collective"
pronoun = "they"
names = ["Hillfolk"]
nominals = ["hill people"]
"""

PERSONS = {
    "full name, then the surname": (
        "Margaret Ellis opened the hearing. The lawyers waited. Ellis adjourned until Monday.",
        ["Margaret Ellis | Margaret Ellis | name", "Ellis | Margaret Ellis | name"],
    ),
    "full name twice": (
        "Margaret Ellis opened the hearing. Margaret Ellis closed the hearing.",
        ["Margaret Ellis | Margaret Ellis | name", "Margaret Ellis | Margaret Ellis | name"],
    ),
    "surname before the full name": (
        "Ellis to hear the appeal on Monday, the clerk said. Margaret Ellis has sat since 2011.",
        ["Ellis | Margaret Ellis | name", "Margaret Ellis | Margaret Ellis | name"],
    ),
    "particle surname at the start of a sentence": (
        "Pieter van Aalst chairs the climate fund. Van Aalst wants a vote.",
        ["Pieter van Aalst | Pieter van Aalst | name", "Van Aalst | Pieter van Aalst | name"],
    ),
    "particle surname inside a sentence": (
        "Pieter van Aalst chairs the climate fund. Delegates told van Aalst to wait.",
        ["Pieter van Aalst | Pieter van Aalst | name", "van Aalst | Pieter van Aalst | name"],
    ),
    "particle surname with von": (
        "Clara von Hagen lost the election. On Sunday von Hagen conceded.",
        ["Clara von Hagen | Clara von Hagen | name", "von Hagen | Clara von Hagen | name"],
    ),
    "possessive, typographic apostrophe": (
        "Margaret Ellis’s ruling stands.",
        ["Margaret Ellis | Margaret Ellis | name"],
    ),
    "possessive, straight apostrophe": (
        "Margaret Ellis opened the hearing. Ellis's clerk left.",
        ["Margaret Ellis | Margaret Ellis | name", "Ellis | Margaret Ellis | name"],
    ),
    "possessive that is only an apostrophe": (
        "Robert Hughes lost the appeal. Hughes’ lawyers protested.",
        ["Robert Hughes | Robert Hughes | name", "Hughes | Robert Hughes | name"],
    ),
    "possessive of a registered person": (
        "Vale's budget failed in parliament.",
        ["Vale | Ada Vale | name"],
    ),
    "courtesy title": (
        "Ms Margaret Ellis spoke first. Then Mr Hughes left the room.",
        ["Margaret Ellis | Margaret Ellis | name"],
    ),
    "courtesy title before a surname": (
        "Margaret Ellis spoke first. Reporters asked Ms Ellis about the strike.",
        ["Margaret Ellis | Margaret Ellis | name", "Ellis | Margaret Ellis | name"],
    ),
    "office in front": (
        "Treasury Secretary Margaret Ellis cut the forecast.",
        ["Margaret Ellis | Margaret Ellis | name"],
    ),
    "office in front of a registered surname": (
        "President Vale signed the trade bill.",
        ["Vale | Ada Vale | name"],
    ),
    "academic title": (
        "Professor Margaret Ellis runs the vaccine trial.",
        ["Margaret Ellis | Margaret Ellis | name"],
    ),
    "country in a title": (
        "Ruritanian Trade Minister Lothar Stone flew home.",
        ["Lothar Stone | Lothar Stone | name"],
    ),
    "country as a noun in a title": (
        "Ruritania Trade Minister Lothar Stone flew home.",
        ["Lothar Stone | Lothar Stone | name"],
    ),
    "country in the title of an unknown person": (
        "Syldavia Health Secretary Margaret Ellis resigned.",
        ["Margaret Ellis | Margaret Ellis | name"],
    ),
    "possessive country before a title": (
        "Ruritania’s trade minister Lothar Stone flew home.",
        ["Ruritania | Ruritania | name", "Lothar Stone | Lothar Stone | name"],
    ),
    "possessive person before a title": (
        "Vale’s trade minister Lothar Stone flew home.",
        ["Vale | Ada Vale | name", "Lothar Stone | Lothar Stone | name"],
    ),
    "surname that is also a common word": (
        "Stone rejected the tariff. A stone broke the window of the ministry.",
        ["Stone | Lothar Stone | name"],
    ),
    "surname that is also a material, in the plural": (
        "Stone counted the stones of the bridge.",
        ["Stone | Lothar Stone | name"],
    ),
    "surname that is also a month": (
        "Robert May taught biology. The clinic opens in May.",
        ["Robert May | Robert May | name"],
    ),
    "surname that is also an adjective": (
        "Gordon Brown cut taxes. A brown envelope lay on the desk.",
        ["Gordon Brown | Gordon Brown | name"],
    ),
    "surname that also opens a sentence as an adjective": (
        "Karen Young lost the match. Young players often do.",
        ["Karen Young | Karen Young | name"],
    ),
    "the family name of a registered person with another given name": (
        "Emily Stone won the marathon in two hours.",
        ["Emily Stone | Emily Stone | name"],
    ),
    "two namesakes keep their own full names": (
        "Anna Weber won the title. Martin Weber coached the team.",
        ["Anna Weber | Anna Weber | name", "Martin Weber | Martin Weber | name"],
    ),
    "a namesake's surname belongs to the one its paragraph names": (
        "Anna Weber won the marathon on Sunday. Weber had trained in the hills for a year.\n\n"
        "Martin Weber runs the clinic in the village. Weber closed the clinic on Monday.",
        [
            "Anna Weber | Anna Weber | name",
            "Weber | Anna Weber | name",
            "Martin Weber | Martin Weber | name",
            "Weber | Martin Weber | name",
        ],
    ),
    "a name before a noun": (
        "The Vale doctrine pleased the exporters.",
        ["Vale | Ada Vale | name"],
    ),
    "two names joined by a hyphen": (
        "The Vale-Kral call lasted an hour.",
        ["Vale | Ada Vale | name", "Kral | Boris Kral | name"],
    ),
}

ORGANISATIONS = {
    "initials in brackets": (
        "The Allied Dockworkers' Union (ADU) went on strike. The ADU wants 7 per cent.",
        [
            "Allied Dockworkers' Union | Allied Dockworkers' Union | name",
            "ADU | Allied Dockworkers' Union | name",
            "ADU | Allied Dockworkers' Union | name",
        ],
    ),
    "short form of a company": (
        "Tarrow Foods offered $45 million on Monday. Growers sued Tarrow last year.",
        ["Tarrow Foods | Tarrow Foods | name", "Tarrow | Tarrow Foods | name"],
    ),
    "possessive of a company": (
        "Tarrow Foods offered $45 million on Monday. Tarrow’s lawyers refused to comment.",
        ["Tarrow Foods | Tarrow Foods | name", "Tarrow | Tarrow Foods | name"],
    ),
    "the union, for the one that was named": (
        "The Allied Dockworkers' Union voted on Monday. In the end the union accepted.",
        [
            "Allied Dockworkers' Union | Allied Dockworkers' Union | name",
            "union | Allied Dockworkers' Union | nominal",
        ],
    ),
    "the union, where two were named": (
        "The Allied Dockworkers' Union and the National Teachers' Union struck. The union accepted.",
        [
            "Allied Dockworkers' Union | Allied Dockworkers' Union | name",
            "National Teachers' Union | National Teachers' Union | name",
        ],
    ),
    "a union, which is any": (
        "The Allied Dockworkers' Union voted on Monday. Such a union rarely accepts.",
        ["Allied Dockworkers' Union | Allied Dockworkers' Union | name"],
    ),
    "registered organisation by its initials": (
        "The AU fined the airline.",
        ["AU | Alpine Union | name"],
    ),
    "registered nominal with the article": (
        "Farmers cheered when the bloc raised the tariff.",
        ["bloc | Alpine Union | nominal"],
    ),
    "registered nominal without the article": (
        "Farmers want a bloc of their own.",
        [],
    ),
    "a registered organisation before a noun": (
        "AU membership is popular among voters.",
        ["AU | Alpine Union | name"],
    ),
    "a collective by name": (
        "Hillfolk voted against the dam.",
        ["Hillfolk | Hillfolk | name"],
    ),
}

COUNTRIES = {
    "country as a party": (
        "Ruritania rejected the treaty.",
        ["Ruritania | Ruritania | name"],
    ),
    "country as a place": (
        "Doctors in Ruritania reported the first cases.",
        ["Ruritania | Ruritania | name"],
    ),
    "country before a noun": (
        "Ruritania sanctions hurt the wheat farmers.",
        ["Ruritania | Ruritania | name"],
    ),
    "a country that no registry lists": (
        "Peru won the final of the tournament.",
        ["Peru | Peru | name"],
    ),
    "adjective": (
        "Ruritanian exports fell and Syldavian farmers rejoiced.",
        [],
    ),
    "adjective with a hyphen": (
        "The Ruritanian-led mission failed.",
        [],
    ),
    "name with a hyphen that makes an adjective": (
        "The Ruritania-backed clinic closed.",
        [],
    ),
    "people with the article": (
        "The Ruritanians have rejected the climate accord.",
        ["Ruritanians | Ruritania | nominal"],
    ),
    "two peoples that share an article": (
        "The Ruritanians and Syldavians have agreed on a price.",
        ["Ruritanians | Ruritania | nominal", "Syldavians | Syldavia | nominal"],
    ),
    "people without the article": (
        "Millions of Ruritanians went to the polls.",
        [],
    ),
    "some of a people": (
        "Many Ruritanians live abroad.",
        [],
    ),
    "region with a point of the compass": (
        "Floods reached Eastern Ruritania and North Syldavia.",
        [],
    ),
}

GOVERNMENTS = {
    "capital, in": ("Nurses marched in Strelsau on Friday.", []),
    "capital, from": ("The team flew from Strelsau to the cup final.", []),
    "capital, near": ("A reactor near Klow leaked.", []),
    "capital that is hit": ("The storm hit Strelsau at dawn.", []),
    "capital's streets": ("Strelsau's streets were empty after the match.", []),
    "capital, travelled to": ("The judges travelled to Klow by train.", []),
    "capital as subject": (
        "Strelsau refused to cut emissions.",
        ["Strelsau | Ruritania | nominal"],
    ),
    "capital, talks with": (
        "Trade talks with Strelsau have stalled.",
        ["Strelsau | Ruritania | nominal"],
    ),
    "capitals, between and": (
        "The gas dispute between Strelsau and Klow has widened.",
        ["Strelsau | Ruritania | nominal", "Klow | Syldavia | nominal"],
    ),
    "capital, handed to": (
        "The court handed the disputed islands to Klow.",
        ["Klow | Syldavia | nominal"],
    ),
    "capital, pressure on": (
        "The strike increased the pressure on Strelsau.",
        ["Strelsau | Ruritania | nominal"],
    ),
    "capital's demand": (
        "Klow’s demand for lower tariffs surprised the farmers.",
        ["Klow | Syldavia | nominal"],
    ),
    "capital accused by a person": (
        "Vale accused Klow of dumping steel.",
        ["Vale | Ada Vale | name", "Klow | Syldavia | nominal"],
    ),
    "capital as agent of a passive": (
        "The vaccine was approved by Strelsau.",
        ["Strelsau | Ruritania | nominal"],
    ),
    "institution as government": (
        "The Marble Palace denied the report.",
        ["Marble Palace | Ruritania | nominal"],
    ),
    "institution as building": (
        "Tourists queued outside the Marble Palace.",
        [],
    ),
    "institution as building, to": (
        "After the election Vale returned to the Marble Palace.",
        ["Vale | Ada Vale | name"],
    ),
    "government by adjective": (
        "The Ruritanian government raised the minimum wage.",
        ["Ruritanian government | Ruritania | nominal"],
    ),
    "government by name and possessive": (
        "Ruritania’s government raised the minimum wage.",
        ["Ruritania’s government | Ruritania | nominal"],
    ),
    "government by capital": (
        "The Strelsau government raised the minimum wage.",
        ["Strelsau government | Ruritania | nominal"],
    ),
    "administration by its head": (
        "The Vale administration banned the pesticide.",
        ["Vale administration | Ruritania | nominal"],
    ),
    "administration by its head, possessive": (
        "Kral’s government banned the pesticide.",
        ["Kral’s government | Syldavia | nominal"],
    ),
}

OFFICES = {
    "office with an adjective": (
        "The Ruritanian president vetoed the climate bill.",
        ["Ruritanian president | Ada Vale | nominal"],
    ),
    "office of two words": (
        "Doctors wrote to the Syldavian prime minister.",
        ["Syldavian prime minister | Boris Kral | nominal"],
    ),
    "office with a possessive country": (
        "Ruritania’s leader vetoed the climate bill.",
        ["Ruritania’s leader | Ada Vale | nominal"],
    ),
    "office of a former holder": (
        "The former Ruritanian president faces trial.",
        [],
    ),
    "office of the next holder": (
        "The next Ruritanian president must balance the budget.",
        [],
    ),
    "office with an indefinite article": (
        "A Ruritanian president seldom attends the cup final.",
        [],
    ),
    "office with a hyphenated ex": (
        "The ex-Ruritanian president faces trial.",
        [],
    ),
    "office before the holder's own name": (
        "Ruritanian president Ada Vale vetoed the bill.",
        ["Ada Vale | Ada Vale | name"],
    ),
    "office before another name": (
        "Ruritanian president Margaret Ellis vetoed the bill in 1994.",
        ["Margaret Ellis | Margaret Ellis | name"],
    ),
    "office that no registered person holds": (
        "The Syldavian chancellor vetoed the bill.",
        [],
    ),
    "the vice president is not the president": (
        "The Ruritanian vice president opened the games.",
        [],
    ),
    "the president, after the name": (
        "Vale lost the vote, and the president went home.",
        ["Vale | Ada Vale | name", "president | Ada Vale | nominal"],
    ),
    "the president, with a capital": (
        "Vale lost the vote, and the President went home.",
        ["Vale | Ada Vale | name", "President | Ada Vale | nominal"],
    ),
    "the president, with nobody named": (
        "In the end the president went home.",
        [],
    ),
    "the president of something else": (
        "Vale lost the vote, and the president of the court went home.",
        ["Vale | Ada Vale | name"],
    ),
    "the leader, where two leaders were named": (
        "Vale met Kral, and the leader went home.",
        ["Vale | Ada Vale | name", "Kral | Boris Kral | name"],
    ),
    "apposition behind the name": (
        "Margaret Ellis, the union's general secretary, called a strike.",
        [
            "Margaret Ellis | Margaret Ellis | name",
            "union's general secretary | Margaret Ellis | nominal",
        ],
    ),
    "apposition before the name": (
        "The union's chief negotiator, Margaret Ellis, called a strike.",
        [
            "union's chief negotiator | Margaret Ellis | nominal",
            "Margaret Ellis | Margaret Ellis | name",
        ],
    ),
    "apposition that holds the name of an organisation": (
        "Margaret Ellis, the AU’s trade chief, raised the tariff.",
        ["Margaret Ellis | Margaret Ellis | name", "AU’s trade chief | Margaret Ellis | nominal"],
    ),
    "apposition with a hyphenated noun": (
        "Margaret Ellis, a judge and co-author of the report, resigned.",
        [
            "Margaret Ellis | Margaret Ellis | name",
            "judge and co-author of the report | Margaret Ellis | nominal",
        ],
    ),
    "a list is no apposition": (
        "Margaret Ellis, a nurse and two drivers met the minister.",
        ["Margaret Ellis | Margaret Ellis | name"],
    ),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """A registry about Ruritania and Syldavia."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "actors.toml").write_text(ACTORS, encoding="utf-8")
    return read_registry(folder)


def found(text: str, registry: Registry) -> list[str]:
    """The names and descriptions in a text, as the rows above write them."""
    mentions = find_mentions(read(Source("a", "a.txt", text, ""), registry), registry)
    rows = mentions.loc[mentions["kind"] != "pronoun", ["text", "actor", "kind"]]
    return [" | ".join(row) for row in rows.to_numpy().tolist()]


LONGER_NAMES = {
    "a university": "She studied at the University of Ruritania.",
    "a treaty": "Parliament ratified the Treaty of Strelsau.",
    "a newspaper": "The Klow Evening Herald first reported the outbreak.",
    "a bank": "The Bank of Syldavia raised its interest rate.",
    "a football club": "The Ruritania Football Federation sacked its coach.",
    "a law": "The Ruritania Sanctions Act expired in March.",
}


def table(cases: dict[str, tuple[str, list[str]]]) -> pytest.MarkDecorator:
    """Parametrise a test by a table of cases; each case's name is its id."""
    return pytest.mark.parametrize(("text", "expected"), cases.values(), ids=cases.keys())


@table(PERSONS)
def test_persons(text: str, expected: list[str], world: Registry) -> None:
    """Persons are found under their full name, without titles and possessive endings."""
    assert found(text, world) == expected


@table(ORGANISATIONS)
def test_organisations(text: str, expected: list[str], world: Registry) -> None:
    """Organisations are found under their full name, by initials, short form and noun."""
    assert found(text, world) == expected


@table(COUNTRIES)
def test_countries(text: str, expected: list[str], world: Registry) -> None:
    """Countries and peoples are mentions; adjectives, regions and parts of longer names are none."""
    assert found(text, world) == expected


@pytest.mark.parametrize("text", LONGER_NAMES.values(), ids=LONGER_NAMES.keys())
def test_a_name_inside_a_longer_proper_name_is_no_mention(text: str, world: Registry) -> None:
    """What is named is the longer thing, whether or not it is an actor of its own."""
    actors = {row.split(" | ")[1] for row in found(text, world)}
    assert actors & set(world.actors) == set()


@table(GOVERNMENTS)
def test_governments(text: str, expected: list[str], world: Registry) -> None:
    """A capital or seat is its government where it acts, and a place elsewhere."""
    assert found(text, world) == expected


@table(OFFICES)
def test_offices_and_appositions(text: str, expected: list[str], world: Registry) -> None:
    """An office or apposition denotes the one person it belongs to."""
    assert found(text, world) == expected


def test_confidence_is_higher_for_a_listed_name_than_for_a_metonym(world: Registry) -> None:
    """The surer reading has the higher confidence, and both lie in (0, 1]."""
    text = "Ruritania signed the pact after Strelsau had won its demand."
    mentions = find_mentions(read(Source("a", "a.txt", text, ""), world), world)
    sure = dict(zip(mentions["text"], mentions["confidence"], strict=True))
    assert 0 < sure["Strelsau"] < sure["Ruritania"] <= 1


def test_every_mention_says_which_rule_found_it(world: Registry) -> None:
    """No row of the table is without a reason."""
    text = "Vale, the Ruritanian president, met Margaret Ellis of Tarrow Foods in Klow."
    mentions = find_mentions(read(Source("a", "a.txt", text, ""), world), world)
    assert len(mentions) >= 3
    assert (mentions["rule"].str.len() > 0).all()


def test_no_registry_finds_persons_all_the_same(tmp_path: Path) -> None:
    """An empty folder is a registry without actors; names come from the text alone."""
    assert found("Margaret Ellis adjourned the trial.", read_registry(tmp_path)) == [
        "Margaret Ellis | Margaret Ellis | name"
    ]
