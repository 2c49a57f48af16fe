"""Bytes of YAML 1.2 → a tree of text, lists and mappings in which every piece knows its file, line and column.

Text stays text: `NO`, `12:30`, `1.10` and `010` arrive as they were written. What could make a file mean something else
than it seems to say is refused: keys given twice, anchors, aliases, tags, merge keys, several documents, directives.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from evalflow.definitions.problems import FilePlace, Problems, shown
from evalflow.definitions.signs import meant_by
from evalflow.errors import InvalidInput

MAX_BYTES: Final = 256 * 1024
MAX_DEPTH: Final = 24
_HEARD_EVERY: Final = 65_536  # characters

_BREAK: Final = re.compile(r"\r\n|\r|\n")
# U+0085, U+2028 and U+2029 are among them because YAML may fold them away: the text would differ from the file.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_TOO_DEEP: Final = "nested too deep"
_QUOTE: Final = "If it is meant as text, put it between quotation marks."
_CLOSED: Final = "Is every quotation mark and every bracket before it closed?"
_INDENT: Final = "Is it indented like the lines beside it?"
_SENTENCES: Final = tuple(
    (re.compile(said), sentence)
    for said, sentence in (
        (_TOO_DEEP, f"Groups within groups go deeper than {MAX_DEPTH} levels, the most there may be."),
        (r"character '\\t'", "A tab stands here. Indent with spaces."),
        (r"character '(.)' that cannot", rf"Nothing can begin with \1 here. {_QUOTE}"),
        (
            r"mapping values",
            f"A colon makes no sense here. {_INDENT} Text that holds one stands between quotation marks.",
        ),
        (r"find expected ':'", f"A line reads 'name: value'; here the colon is missing. {_QUOTE}"),
        (r"end of stream", "A quotation mark is opened and never closed."),
        (r"expected ',' or '(.)'", r"A comma or a closing \1 is missing before this place."),
        (r"escape character '(.)'", r"A backslash before \1 means nothing in double quotation marks. Use single ones."),
        (r"expected <block end>", f"This does not fit what stands before it. {_INDENT} {_CLOSED}"),
        (r"expected '<document start>'", f"The file goes on here although it seemed complete. {_INDENT} {_CLOSED}"),
    )
)


@dataclass(frozen=True)
class Scalar:
    text: str
    place: FilePlace


@dataclass(frozen=True)
class Sequence:
    items: tuple["Node", ...]
    place: FilePlace


@dataclass(frozen=True)
class Mapping:
    entries: tuple[tuple[Scalar, "Node"], ...]
    place: FilePlace


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True)
class Extent:
    """How many bytes a file may have, and who hears, now and then, how many more characters were read."""

    limit: int = MAX_BYTES
    heard: Callable[[int], object] | None = None


_LISTED: Final = 100  # of signs that may not be there: a page, not a book
DEFINITION: Final = Extent()


def read_tree(raw: bytes, file: str, error: type[InvalidInput], extent: Extent = DEFINITION) -> Node:
    """Return the tree that `raw` holds. `file` is what its problems call it; a byte order mark is passed over.

    Raises:
        InvalidInput: of class `error`, code `bad-yaml`, with every problem that can be told.
    """
    problems = Problems(file)
    text = _text(raw, problems, extent.limit)
    node = None if text is None else _YamlReader(text, problems, extent.heard).tree()
    if node is None or problems:
        raise problems.error(error, "bad-yaml")
    return node


def _text(raw: bytes, problems: Problems, limit: int) -> str | None:
    if len(raw) > limit:
        problems.add(problems.start, f"The file is larger than {limit // 1024:,} KiB, the most it may be.")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        place = _after(raw[: bad.start].decode("utf-8-sig", "replace"), problems)
        problems.add(place, "From here on the file is not UTF-8. Save it with the encoding UTF-8.")
        return None
    for match in islice(_CONTROL.finditer(text), _LISTED):
        problems.add(_after(text[: match.start()], problems), _no_control(match[0]))
    return None if problems else text


def _after(text: str, problems: Problems) -> FilePlace:
    lines = _BREAK.split(text)
    return FilePlace(problems.start.file, len(lines), len(lines[-1]) + 1)


def _no_control(character: str) -> str:
    return f"The invisible character U+{ord(character):04X} may not stand in the file. {meant_by(character)}"


class _YamlReader:
    """One pass over the parser's events. A problem is noted and reading goes on, as long as the YAML itself holds."""

    def __init__(self, text: str, problems: Problems, heard: Callable[[int], object] | None) -> None:
        self._events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
        self._heard = heard
        self._told = 0  # characters, of which was heard
        self._problems = problems
        self._last = problems.start  # how far reading has come

    def tree(self) -> Node | None:
        try:
            return self._document()
        except MarkedYAMLError as broken:
            self._problems.add(self._place(_told_at(broken)), _sentence(str(broken.problem)))
        except (YAMLError, ValueError, OverflowError) as broken:  # such as an escape beyond the last character
            self._problems.add(self._last, f"What follows cannot be read as YAML: {broken}.")
        return None

    def _document(self) -> Node | None:
        self._next()  # the stream starts
        if isinstance(start := self._next(), StreamEndEvent):
            self._problems.add(self._problems.start, "The file holds nothing.")
            return None
        if start.version or start.tags:
            self._problems.add(self._problems.start, "Directives (lines that begin with %) are not used here.")
        node = self._node(self._next(), 1)
        self._next()  # the document ends
        if isinstance(more := self._next(), DocumentStartEvent):
            self._note(more, "A second document begins here (---). Keep one document in a file.")
        return node

    def _node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise MarkedYAMLError(problem=_TOO_DEEP, problem_mark=event.start_mark)
        self._refuse_references(event)
        place = self._place(event.start_mark)
        match event:
            case MappingStartEvent():
                return Mapping(tuple(self._entries(depth + 1)), place)
            case SequenceStartEvent():
                return Sequence(tuple(self._items(depth + 1)), place)
        return Scalar(self._clean(event), place)

    def _next(self) -> Any:
        event = next(self._events)
        self._last = self._place(event.start_mark)
        if self._heard and (more := event.start_mark.index - self._told) >= _HEARD_EVERY:
            self._heard(more)
            self._told += more
        return event

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), SequenceEndEvent):
            yield self._node(event, depth)

    def _entries(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, FilePlace] = {}
        while not isinstance(event := self._next(), MappingEndEvent):
            key, value = self._node(event, depth), self._node(self._next(), depth)
            if not isinstance(key, Scalar):
                self._note(event, "A name has to stand before the colon, not a list or a group.")
                continue
            self._refuse_key(event, key, seen)
            yield key, Scalar("", key.place) if value == Scalar("", value.place) else value

    def _refuse_key(self, event: Any, key: Scalar, seen: dict[str, FilePlace]) -> None:
        if key.text == "<<" and event.style is None:
            self._note(event, "Merge keys (<<) are not used here. Write the lines out.")
        elif key.text in seen:
            self._note(event, f"{shown(key.text)} is given a second time; the first is in line {seen[key.text].line}.")
        seen.setdefault(key.text, key.place)

    def _refuse_references(self, event: Any) -> None:
        if isinstance(event, AliasEvent):
            self._note(event, f"References (*{event.anchor}) are not used here. {_QUOTE}")
        elif event.anchor is not None:
            self._note(event, f"Anchors (&{event.anchor}) are not used here. {_QUOTE}")
        elif event.ctag is not None:
            self._note(event, f"Tags ({event.ctag}) are not used here. {_QUOTE}")

    def _clean(self, event: Any) -> str:
        text: str = getattr(event, "value", "")  # an alias has none
        if match := _CONTROL.search(text):
            self._note(event, _no_control(match[0]))
        return text

    def _note(self, event: Any, what: str) -> None:
        self._problems.add(self._place(event.start_mark), what)

    def _place(self, mark: Any) -> FilePlace:
        return FilePlace(self._problems.start.file, mark.line + 1, mark.column + 1)


def _told_at(broken: MarkedYAMLError) -> Any:
    """Return where a person finds the cause: what is left open is found where it begins, not where the file ends."""
    opened = broken.context in ("while scanning a simple key", "while scanning a quoted scalar")
    return broken.context_mark if opened else broken.problem_mark


def _sentence(said: str) -> str:
    for pattern, sentence in _SENTENCES:
        if match := pattern.search(said):
            return match.expand(sentence)
    return f"This cannot be read as YAML: {said}."
