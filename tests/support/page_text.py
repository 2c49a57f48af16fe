"""HTML → its elements, attributes and visible words, as a reader meets them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "col", "link", "img"}
BLOCKS = {"p", "h1", "h2", "h3", "td", "th", "tr", "dt", "dd", "li", "div", "caption", "figcaption"}
UNSEEN = {"style", "script", "pre", "title"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


class Page(HTMLParser):
    """Every element in order, each with the words inside it; styles, titles and programs are not words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.unbalanced: list[str] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        self.unbalanced += [element.tag for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag in BLOCKS:
            self._say(" ")
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            self.unbalanced.append(tag)
            return
        self._open.pop()
        if tag in BLOCKS:
            self._say(" ")

    def handle_data(self, data: str) -> None:
        if not any(element.tag in UNSEEN for element in self._open):
            self._say(data)

    def _say(self, words: str) -> None:
        for element in self._open:
            element.words.append(words)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [e for e in self.elements if e.tag == tag and wanted.items() <= e.attributes.items()]

    def section(self, identity: str) -> str:
        """Return the words of the section whose heading has this id."""
        headings = [n for n, e in enumerate(self.elements) if e.attributes.get("id") == identity]
        return next(e.text for e in reversed(self.elements[: headings[0]]) if e.tag == "section")
