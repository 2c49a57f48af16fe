"""The bytes of a registry file → dialogues, pairs or statements, or every problem with its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from evalflow.definitions.problems import shown
from evalflow.definitions.registry_vocabulary import COORDINATION, DIALOGUE, GENERAL, PAIRS
from evalflow.definitions.shape import FileValues, Group, Path, dotted, read_sheet
from evalflow.definitions.yaml_text import DEFINITION, Extent
from evalflow.errors import InvalidInput
from evalflow.evaluation.dialogues.registry import Pair, RegistryDialogue, RegistryObjective, TopicStatement
from evalflow.evaluation.objectives.objective import LISTS, Objective
from evalflow.evaluation.statements import Item, Source, Statement

_ONLY_WHEN_STATED = ("value", "items", "date", "hedge", "comparator")


def read_dialogue(raw: bytes, file: str, extent: Extent = DEFINITION) -> RegistryDialogue:
    """Return the dialogue that `raw` holds. `file` is what problems call it; with thousands of objectives it is large.

    Raises:
        InvalidInput: `bad-yaml` or `bad-registry`, with every problem that can be told.
    """
    values = _values(raw, file, DIALOGUE, extent)
    return RegistryDialogue(
        code=values["code"],
        title=values["title"],
        partner=values["partner"],
        counterpart=values["counterpart"],
        sources=tuple(Source(id=name, **source) for name, source in values["sources"].items()),
        fields={name: _statement(field) for name, field in values["fields"].items()},
        objectives=tuple(_objective(objective) for objective in values.get("objectives", ())),
    )


def read_pairs(raw: bytes, file: str) -> tuple[Pair, ...]:
    """Return the pairs of stated outcome and concern that `raw` holds. Errors as in `read_dialogue`."""
    pairs = _values(raw, file, PAIRS)["pairs"]
    return tuple(Pair(pair["title"], _stated(pair["outcome"]), _stated(pair["concern"])) for pair in pairs)


def read_coordination(raw: bytes, file: str) -> tuple[TopicStatement, ...]:
    """Return the statements on coordination that `raw` holds. Errors as in `read_dialogue`."""
    return tuple(map(_on_topic, _values(raw, file, COORDINATION)["statements"]))


def read_general(raw: bytes, file: str) -> tuple[TopicStatement, ...]:
    """Return the general statements that `raw` holds. Errors as in `read_dialogue`."""
    return tuple(map(_on_topic, _values(raw, file, GENERAL)["statements"]))


def _values(raw: bytes, file: str, shape: Group, extent: Extent = DEFINITION) -> dict[str, Any]:
    sheet = read_sheet(raw, file, shape, InvalidInput, extent)
    for path, group in _groups(sheet.values, ()):
        if "knowledge" in group and sheet.sound(path):
            _check_knowledge(sheet, path, group)
        _check_source(sheet, path, group)
    _check_codes(sheet)
    sheet.problems.refuse(InvalidInput, "bad-registry")
    return sheet.values


def _groups(value: Any, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
    within = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
    for name, inner in within:
        yield from _groups(inner, (*path, name))


def _check_knowledge(sheet: FileValues, path: Path, statement: Mapping[str, Any]) -> None:
    knowledge = statement["knowledge"]
    if knowledge != "absent" and "source" not in statement:
        sheet.note(path, f"{dotted(path)} lacks 'source'. Only what is absent has none.")
    if knowledge == "stated" and not {"value", "items", "date"} & set(statement):
        sheet.note(path, f"{dotted(path)} is stated, but does not say what. Give it 'value', 'items' or 'date'.")
    for name in _ONLY_WHEN_STATED:
        if knowledge != "stated" and name in statement:
            sheet.note((*path, name), f"{dotted(path)} is {knowledge} and cannot have {name!r}: nothing is stated.")


def _check_source(sheet: FileValues, path: Path, group: Mapping[str, Any]) -> None:
    source, known = group.get("source", ""), sheet.values.get("sources", {})
    if source and source.split(",")[0] not in known:
        told = f"the file has no source {shown(source.split(',')[0])}. Known: {', '.join(known) or 'none'}."
        sheet.note((*path, "source"), f"{dotted(path)}: {told}")


def _check_codes(sheet: FileValues) -> None:
    seen = set()
    for at, objective in enumerate(sheet.values.get("objectives", ())):
        if (code := objective.get("code")) and code in seen:
            sheet.note(("objectives", at, "code"), f"{dotted(('objectives', at))}: the code {code} is given twice.")
        seen.add(code)


def _statement(values: Mapping[str, Any]) -> Statement:
    items, variants = (tuple(Item(**item) for item in values.get(name, ())) for name in ("items", "variants"))
    return Statement(**{**values, "items": items, "variants": variants})


def _stated(values: Mapping[str, Any]) -> Statement:
    return _statement({"knowledge": "stated", **values})


def _objective(values: Mapping[str, Any]) -> RegistryObjective:
    told: dict[str, Any] = {name: "\n".join(value) if name in LISTS else value for name, value in values.items()}
    timeframe = _statement(told.pop("timeframe"))
    return RegistryObjective(Objective(id="", dialogue="", due=timeframe.date, **told), timeframe)


def _on_topic(values: Mapping[str, Any]) -> TopicStatement:
    stated = {name: value for name, value in values.items() if name not in ("topic", "applies_to")}
    return TopicStatement(values["topic"], _stated(stated), values.get("applies_to", ""))
