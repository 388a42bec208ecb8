"""What views show, read back from their HTML."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

from parley.markup import UNSEEN


def elements(html: str) -> list[ElementTree.Element]:
    """All elements of a view's HTML, which is well formed."""
    return list(ElementTree.fromstring(f"<div>{html}</div>").iter())


def picks(html: str) -> dict[str, ElementTree.Element]:
    """The elements that can be picked, by their pick."""
    return {e.attrib["data-pick"]: e for e in elements(html) if "data-pick" in e.attrib}


def words(element: ElementTree.Element) -> str:
    """The text of an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


def names(html: str) -> set[str]:
    """The names of all elements that a browser sees, and those of attributes that would run."""
    found = set[str]()

    class Names(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)
            found.update(name for name, _ in attrs if name.startswith("on"))

    Names().feed(html)
    return found


def seen(raw: str) -> str:
    """A text as HTML shows it: every line ends alike, characters nobody sees by their number."""
    lines = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", raw)
    return UNSEEN.sub(lambda m: f"[U+{ord(m.group()):04X}]", lines)
