"""What a new corpus folder holds: lists that explain themselves, with every example commented out."""

from __future__ import annotations

SOURCES = """\
# The articles of this corpus. `parley add FILE... --to .` appends an entry for each; correct what it could
# not know. Text files (.txt) beside this list are articles too, without anything known of them.
#
#   id               what tables and figures call the article: unique
#   file             its text, in this folder
#   sha256           hash of the file, which is refused when it has changed (leave it out while you edit)
#   title, outlet, author   as the article states them; "" where it does not
#   published        the day, as 2025-02-13
#   published_basis  stated (by the article or its page) | inferred (say from what, in note) | unknown
#   genre            news | analysis | opinion | ""
#   rights           what may be done with the text
#   note             how the text was read, and what a reader of the tables should know
#
# [[source]]
# id = "talks-stall"
# file = "texts/talks-stall.txt"
# title = "Talks stall over the river"
# outlet = "The Morning Ledger"
# author = "A. Writer"
# published = "2025-02-13"
# published_basis = "stated"
# genre = "news"
# note = "Read from the paper's page."
"""

ACTORS = """\
# The actors of this corpus, and how its texts name them. Without entries Parley still finds the countries
# of the world, and persons and organisations by their full names; an entry joins different names, offices
# and descriptions to one actor. `draft_actors` of parley.drafts writes a first list from coded articles.
#
#   name        canonical name, used in every table
#   type        person | country | organisation | collective
#   side, role  for the reader
#   country     of a person: the country whose `offices` denote them ("the Ruritanian president")
#   pronoun     he | she | it | they
#   names       names and spellings, also wrong ones that occur
#   nominals    descriptions that denote this actor and nobody else, without article
#   metonyms    institutions that stand for a government; capitals: cities that do so where they act
#   adjectives, people   of a country: "Ruritanian"; "Ruritanians"
#   note
#
# No name may denote two actors.
#
# [[actor]]
# name = "Maria Lund"
# type = "person"
# role = "chairwoman of the union"
# pronoun = "she"
# names = ["Maria Lund", "Lund"]
# nominals = ["union's chairwoman"]
"""

ISSUES = """\
# The issues of this corpus: what positions are for or against, and the phrases that raise them. Without
# entries no positions are coded; everything else is.
#
#   id, proposition   what it is called; what a position is for or against
#   terms             phrases for what the proposition asks: who wants the thing is for it
#   against           phrases for its opposite
#   deeds, deeds_against     phrases with a verb whose subject, by doing it, is for or against
#   echoes, echoes_against   words that raise the issue only where it is in hand already
#   headings          words of a heading that make the issue that of the section below
#   factual           true where the proposition says what is, not what should be
#   note
#
# A phrase is words in their order, by dictionary form; up to three other words may stand between two of them.
# "a|b" is either; "<Actor>" is any name of an actor; "..." is up to eight words. Words that end, lessen or
# strengthen a thing ("lifting", "block") are known: "pay rise" is enough.
#
# [[issue]]
# id = "pay-rise"
# proposition = "wages should rise by more than prices"
# terms = ["pay rise", "higher wage|pay", "raise ... wage|pay"]
# against = ["pay|wage freeze", "freeze ... wage|pay"]
# headings = ["pay", "wages"]
"""

README = """\
# A corpus for Parley

Next steps, in this folder:

1. Add articles: text files, saved web pages, PDFs with a text layer, Word files, or tables (CSV, JSON lines)
   with a column `text`:

       parley add page.html report.pdf table.csv --to .

   The texts are kept in `texts/`, the list of them in `sources.toml`. Copies of what is there already are
   not added; near copies are added and reported. Only English is read.

2. Check `sources.toml`: title, outlet, author and date are what the files state; complete and correct them.
   If you correct a text, remove its `sha256` line.

3. Code the articles:

       parley code . --registry . --out tables

4. Say who is who (`actors.toml`) and what is at issue (`issues.toml`), and code again. Both files explain
   their fields; what is commented out in them counts for nothing.

Articles belong to their publishers: see what you may keep and pass on.
"""

FILES = {"README.md": README, "actors.toml": ACTORS, "issues.toml": ISSUES, "sources.toml": SOURCES}
"""Name and content of each file; the list of sources last, since it makes the folder a corpus."""
