"""A dialogue with its objectives → the text of a registry file that reads back as the same."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Final

from evalflow.evaluation.dialogues.registry import RegistryDialogue, RegistryObjective
from evalflow.evaluation.objectives.objective import DECLARED, LISTS
from evalflow.evaluation.statements import Item, Source, Statement

_WORDS: Final = frozenset(["knowledge", "wording", "kind", "code", "same_as"])  # closed vocabulary needs no quotes

_FIRST: Final = (
    "code", "title", "text", "wording", "parts", "actor", "kind", "timeframe", "source", "instrument",
    "published_on", "same_as",
)  # fmt: skip
_KEYS: Final = tuple(
    dict.fromkeys((*_FIRST, *(name for name, objective_field in DECLARED.items() if objective_field.key)))
)

Written = str | tuple["Written", ...] | Mapping[str, "Written"]


def write_dialogue(dialogue: RegistryDialogue) -> str:
    """Return the YAML of a dialogue: `read_dialogue` makes the same dialogue of it."""
    told: dict[str, Written] = {
        "evalflow": "1",
        "registry": "dialogue",
        "code": dialogue.code,
        "title": dialogue.title,
        "partner": dialogue.partner,
        "counterpart": dialogue.counterpart,
        "sources": {source.id: _given(source, without=("id",)) for source in dialogue.sources},
        "fields": {name: _given(statement) for name, statement in dialogue.fields.items()},
        "objectives": tuple(map(_objective, dialogue.objectives)),
    }
    return "".join(f"{line}\n" for line in _group({name: value for name, value in told.items() if value}, ""))


def _objective(objective: RegistryObjective) -> dict[str, Written]:
    values = {name: _value(objective, name) for name in _KEYS}
    return {name: value for name, value in values.items() if value}


def _value(objective: RegistryObjective, name: str) -> Written:
    if name == "timeframe":
        return _given(objective.timeframe)
    text: str = getattr(objective.objective, name)
    return tuple(text.splitlines()) if name in LISTS else text


def _given(told: Statement | Item | Source, without: tuple[str, ...] = ()) -> dict[str, Written]:
    """Return what is given of a record, by name; what is empty was not given."""
    values = {field.name: getattr(told, field.name) for field in fields(told) if field.name not in without}
    return {name: _plain(value) for name, value in values.items() if value}


def _plain(value: object) -> Written:
    match value:
        case tuple():
            return tuple(_plain(one) for one in value)
        case Statement() | Item():
            return _given(value)
    return str(value)


def _group(values: Mapping[str, Written], indent: str) -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, str):
            yield f"{indent}{name}: {_text(name, value)}"
            continue
        yield f"{indent}{name}:"
        yield from _group(value, f"{indent}  ") if isinstance(value, Mapping) else _list(value, f"{indent}  ")


def _list(values: tuple[Written, ...], indent: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping):
            first, *more = _group(value, f"{indent}  ")
            yield f"{indent}- {first.lstrip()}"
            yield from more
        else:
            yield f"{indent}- {_quoted(str(value))}"


def _text(name: str, value: str) -> str:
    return value if name in _WORDS or (name, value) in (("evalflow", "1"), ("registry", "dialogue")) else _quoted(value)


def _quoted(text: str) -> str:
    """Return `text` between quotation marks. What JSON writes for text, YAML 1.2 reads as the same text."""
    return json.dumps(text, ensure_ascii=False)
