"""A declared shape and a file's text → plain values, or every problem with its place and the nearest known word.

Shapes are data: the same declaration reads a file (here) and makes its JSON Schema (`schema.py`), so the two agree.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from evalflow.definitions import yaml_text
from evalflow.definitions.problems import FilePlace, Problems, near, nearest, shown
from evalflow.definitions.yaml_text import Extent, Node, read_tree
from evalflow.engine.dates import PartialDate
from evalflow.engine.eras import refuse_year
from evalflow.engine.periods import Period
from evalflow.errors import InvalidInput

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Word:
    """One piece of text. `says` is how a message names it; `reads` makes a value of it and may refuse it."""

    says: str
    pattern: str
    reads: Callable[[str], Any] = str
    kinds: tuple[str, ...] = ("string",)  # what an editor may take it for before it is read as text


@dataclass(frozen=True)
class OneOfWords:
    """One of a closed list of words."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class ListOfItems:
    """A list; with `or_one` a single entry may stand without the list around it."""

    item: "Shape"
    or_one: bool = False


@dataclass(frozen=True)
class MapOf:
    """A group whose names the author chooses."""

    name: Word
    item: "Shape"


@dataclass(frozen=True)
class Key:
    """A name that a group may have: what it means, in words, and what stands after it."""

    title: str
    shape: "Shape"
    required: bool = False


@dataclass(frozen=True)
class Group:
    """A group with a closed list of names."""

    keys: Mapping[str, Key]


Shape = Word | OneOfWords | ListOfItems | MapOf | Group


def _dated(text: str) -> str:
    PartialDate.parse(text)
    refuse_year(text)
    return text


def _amount(text: str) -> Period | int:
    return Period.parse(text) if text.startswith("P") else int(text)


_WHOLE: Final = r"0|[1-9][0-9]{0,8}"
_SPAN: Final = r"P([0-9]{1,5}[YMWD]){1,4}"
_COUNTED: Final = rf"{_SPAN}|P[0-9]{{1,5}}WD|PT[0-9]{{1,5}}H"

TEXT: Final = Word("text", r"[\s\S]*\S[\s\S]*")
# A direction override could make one name look like another.
LINE: Final = Word("text on one line", r"(?=.*\S)[^\n\r\u202a-\u202e\u2066-\u2069]+")
YES_NO: Final = Word("true or false", "true|false", "true".__eq__, ("boolean", "string"))
DAY: Final = Word(
    "a date: a day (1997-08-14), a month (1997-08), a year (1997) or a season (spring 1996)",
    r"([a-z]+ )?[0-9]{4}(-[0-9]{2}){0,2}",
    _dated,
)
SPAN: Final = Word(
    "a period such as P8W (eight weeks), P6M (six months) or P61D, P10WD (ten working days) or PT48H (48 hours)",
    _COUNTED,
    Period.parse_counted,
)
AMOUNT: Final = Word("a whole number, or a period such as P24M", f"{_WHOLE}|{_SPAN}", _amount, ("integer", "string"))


@dataclass(frozen=True)
class FileValues:
    """A file that was read: its values, where each of them stands, and what is wrong so far.

    A value that does not fit is left out, or None where the author chose its name.
    """

    values: dict[str, Any]
    problems: Problems
    places: Mapping[Path, FilePlace]
    flawed: set[Path]
    pinned: bool = False  # it was checked when its cycle was opened: what was learned since shuts nobody out

    def note(self, path: Path, what: str) -> None:
        """Add a problem of the value at `path`."""
        self.flawed.update(path[:length] for length in range(len(path) + 1))
        self.problems.add(self.places[path], what)

    def sound(self, path: Path) -> bool:
        """Return whether nothing is wrong at `path` or below it: only then does an absence mean something."""
        return path not in self.flawed


def read_sheet(
    raw: bytes,
    file: str,
    shape: Group,
    error: type[InvalidInput],
    extent: Extent = yaml_text.DEFINITION,
    *,
    pinned: bool = False,
) -> FileValues:
    """Return what `raw` holds, read by `shape`. Problems of the shape are in the sheet, for more to be added.

    Raises:
        InvalidInput: of class `error`, code `bad-yaml`, when the file cannot be read as YAML at all.
    """
    tree = read_tree(raw, file, error, extent)
    reading = _ShapeReader(file)
    values = reading.value(shape, tree, ())
    return FileValues(values or {}, reading.problems, reading.places, reading.flawed, pinned)


def dotted(path: Path) -> str:
    """Return the path as a message names it: `steps.terms`, `objectives, entry 2, source`, or "The file"."""
    parts = (f", entry {part + 1}, " if isinstance(part, int) else f"{part}." for part in path)
    return "".join(parts).replace("., ", ", ").rstrip("., ") or "The file"


class _ShapeReader:
    """One walk down the tree. Each method returns a value, or None after it has noted why there is none."""

    def __init__(self, file: str) -> None:
        self.problems = Problems(file)
        self.places: dict[Path, FilePlace] = {(): self.problems.start}
        self.flawed: set[Path] = set()

    def value(self, shape: Shape, node: Node, path: Path) -> Any:
        match shape, node:
            case Word(), yaml_text.Scalar():
                return self._word(shape, node, path)
            case OneOfWords(), yaml_text.Scalar():
                return self._one_of(shape, node, path)
            case ListOfItems(), yaml_text.Sequence():
                return self._list(shape, node.items, path)
            case ListOfItems(or_one=True), yaml_text.Scalar():
                return self._list(shape, (node,), path)
            case MapOf(), yaml_text.Mapping():
                return self._map(shape, node, path)
            case Group(), yaml_text.Mapping():
                return self._record(shape, node, path)
        return self._unfit(path, f"{dotted(path)} has to be {_wanted(shape)}. Here stands {_found(node)}.")

    def _word(self, shape: Word, node: yaml_text.Scalar, path: Path) -> Any:
        if not re.fullmatch(shape.pattern, node.text):
            return self._unfit(path, f"{dotted(path)} has to be {shape.says}. Here stands {_found(node)}.")
        try:
            return shape.reads(node.text)
        except InvalidInput as refused:
            return self._unfit(path, f"{dotted(path)}: {refused}")

    def _one_of(self, shape: OneOfWords, node: yaml_text.Scalar, path: Path) -> str | None:
        if node.text in shape.words:
            return node.text
        known = f"{nearest(node.text, shape.words)}Known: {', '.join(shape.words)}."
        self._unfit(path, f"{dotted(path)} cannot be {_found(node)}. {known}")
        return None

    def _list(self, shape: ListOfItems, nodes: tuple[Node, ...], path: Path) -> tuple[Any, ...] | None:
        self.places.update({(*path, at): node.place for at, node in enumerate(nodes)})
        items = tuple(self.value(shape.item, node, (*path, at)) for at, node in enumerate(nodes))
        return None if None in items else items

    def _map(self, shape: MapOf, node: yaml_text.Mapping, path: Path) -> dict[str, Any]:
        for name, item in node.entries:
            self._put(name, item, path)
            if not re.fullmatch(shape.name.pattern, name.text):
                self._unfit((*path, name.text), f"{shown(name.text)} has to be {shape.name.says}.", name.place)
        return {name.text: self.value(shape.item, item, (*path, name.text)) for name, item in node.entries}

    def _record(self, shape: Group, node: yaml_text.Mapping, path: Path) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for name, item in node.entries:
            self._put(name, item, path)
            if name.text in shape.keys:
                read[name.text] = self.value(shape.keys[name.text].shape, item, (*path, name.text))
            else:
                self._unfit(path, _unknown(shape, name.text, path), name.place)
        # A name that was misspelt is told as that, and not a second time as missing.
        there = read.keys() | {near(name.text, tuple(shape.keys)) for name, _ in node.entries if name.text not in read}
        for missing in (key for key in shape.keys if shape.keys[key].required and key not in there):
            self._unfit(path, f"{dotted(path)} lacks {missing!r}: {shape.keys[missing].title}.")
        return {name: value for name, value in read.items() if value is not None}

    def _put(self, name: yaml_text.Scalar, item: Node, path: Path) -> None:
        # A group or list is found by its name: its own first character may stand lines below.
        self.places[*path, name.text] = item.place if isinstance(item, yaml_text.Scalar) else name.place

    def _unfit(self, path: Path, what: str, place: FilePlace | None = None) -> None:
        self.flawed.update(path[:length] for length in range(len(path) + 1))
        self.problems.add(place or self.places[path], what)


def _unknown(shape: Group, name: str, path: Path) -> str:
    hint = nearest(name, tuple(shape.keys))
    return f"{dotted(path)} cannot have {shown(name)}. {hint}Allowed here: {', '.join(shape.keys)}."


def _wanted(shape: Shape) -> str:
    match shape:
        case Word(says):
            return says
        case OneOfWords(words):
            return f"one of these words: {', '.join(words)}"
        case ListOfItems():
            return "a list"
        case MapOf(name):
            return f"a group of entries, each with {name.says} before its colon"
    return f"a group of lines with these names: {', '.join(shape.keys)}"


def _found(node: Node) -> str:
    match node:
        case yaml_text.Scalar(text):
            return shown(text) if text else "nothing"
        case yaml_text.Sequence():
            return "a list"
    return "a group of lines"
