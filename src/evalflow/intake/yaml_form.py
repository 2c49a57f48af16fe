"""A filled YAML template → a draft."""

from collections.abc import Collection, Iterator
from typing import Final

from evalflow.definitions.problems import nearest, shown
from evalflow.definitions.yaml_text import Mapping, Node, Scalar, Sequence, read_tree
from evalflow.errors import InvalidInput
from evalflow.intake.cover import (
    COVER,
    NOTHING,
    Said,
    checked_cover,
    finished,
    known_objective,
    no_such_objective,
)
from evalflow.intake.drafts import Attachments, InputDraft, PointDraft
from evalflow.intake.faults import Faults
from evalflow.intake.sections import trimmed
from evalflow.intake.text import read_text

_FREE: Final = ("suspension_facts", "anything_else")
_KNOWN: Final = [*COVER, "objectives", *_FREE]


def read_yaml(
    raw: bytes,
    file: str,
    objectives: Collection[str] = (),
    *,
    encoding: str | None = None,
    attachments: Attachments = (),
    instead: Said = NOTHING,
) -> InputDraft:
    """Return what a filled template says; texts left empty are passed over, `content` is `raw`.

    `objectives` are the codes that may stand below `objectives:`. A text is one point, a list of texts several.
    Blank lines around a text are not part of it; YAML itself makes every line end a line feed. `instead` is as in
    `checked_cover`.

    Raises:
        InvalidInput: code `input-not-taken` with every problem and its place, `bad-yaml`, or one of `read_text`.
    """
    faults = Faults(file)
    tree = read_tree(read_text(raw, file, encoding).encode(), file, InvalidInput)
    entries = _entries(tree, faults)
    _note_unknown(entries, faults)
    said = {name: _word(node, faults) for name, (_, node) in entries.items() if name in COVER}
    places = {name: str(node.place) for name, (_, node) in entries.items()}
    draft = checked_cover(said, places, str(tree.place), faults, instead)
    return finished(draft, raw, list(_points(entries, objectives, faults)), attachments, faults)


_Entries = dict[str, tuple[Scalar, Node]]


def _entries(node: Node, faults: Faults) -> _Entries:
    if isinstance(node, Mapping):
        return {key.text: (key, value) for key, value in node.entries}
    if node != Scalar("", node.place):
        faults.note(str(node.place), "Names with a colon belong here, such as 'kind: ngo'.")
    return {}


def _note_unknown(entries: _Entries, faults: Faults) -> None:
    for name, (key, _) in entries.items():
        if name not in _KNOWN:
            faults.note(
                str(key.place), f"{shown(name)} is not known here. {nearest(name, _KNOWN)}Known: {', '.join(_KNOWN)}."
            )


def _word(node: Node, faults: Faults) -> str:
    if isinstance(node, Scalar):
        return node.text
    faults.note(str(node.place), "A word or a line of text belongs here, not a list or a group.")
    return ""


def _points(entries: _Entries, objectives: Collection[str], faults: Faults) -> Iterator[PointDraft]:
    if "objectives" in entries:
        for said, (key, node) in _entries(entries["objectives"][1], faults).items():
            code = known_objective(said, objectives)
            if code is None:
                faults.note(str(key.place), no_such_objective(said, objectives))
            yield from (PointDraft(text, code or "") for text in _texts(node, faults))
    for name in _FREE:
        if name in entries:
            yield from (PointDraft(text) for text in _texts(entries[name][1], faults))


def _texts(node: Node, faults: Faults) -> Iterator[str]:
    for item in node.items if isinstance(node, Sequence) else (node,):
        if not isinstance(item, Scalar):
            faults.note(str(item.place), "A text or a list of texts belongs here.")
        elif item.text.strip():
            yield trimmed(item.text)
