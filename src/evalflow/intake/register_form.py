"""Registers → what a person fills in: an empty CSV or YAML file with every field, and its JSON Schema for editors."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from evalflow.cells import safe_cell
from evalflow.definitions.schema import DIALECT
from evalflow.evaluation.registers.commands_events import Register, RegisterField
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.values import COMPARATORS, PARTS

Flat = Mapping[str, str]
_TEXT: Final = {"type": "string"}
_KINDS: Final = {
    "text": "in words",
    "date": "a day, month, year or season: 2026-06-09, 2026-06, 2026, spring 2026",
    "yes-no": "yes or no",
    "whole": "a whole number",
    "address": "an address, https://…",
    "entry": "the code of an entry",
    "objective": "the code of an objective",
}


def in_words(field: RegisterField) -> str:
    """Return what a field takes: "yes or no", or the words that there are."""
    return " | ".join(field.one_of) if field.kind == "one-of" else _KINDS[field.kind]


def csv_form(register: Register) -> str:
    """Return the line of columns of a CSV file for a register."""
    return csv_text(["dialogue", *(field.name for field in register.fields), "source", "hedge"], [])


def csv_text(columns: Sequence[str], entries: Iterable[Flat]) -> str:
    """Return entries as CSV, no cell of which a spreadsheet takes for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(entry.get(name, "")) for name in columns] for entry in entries)
    return out.getvalue()


def yaml_form(register: Register) -> str:
    """Return a YAML file with one entry, empty, and a line of comment on each field."""
    lines = [
        f"# {register.title}. Leave out what is not known. An entry begins with a hyphen.",
        "# What a source says beside a plain value stands in a group:",
        '#   round: {value: 9, comparator: at least, hedge: apparently, source: "S2, l. 4"}',
        f"#   round: {{knowledge: stated-unknown}}   {', '.join(COMPARATORS['whole'])}; of dates before, after, about",
        f"- register: {register.name}",
        "  dialogue:  # its code (required)",
    ]
    for field in register.fields:
        needed = " (required)" if field.required else ""
        lines.append(f"  {field.name}:  # {field.title}{needed}: {in_words(field)}")
    return "\n".join([*lines, "  source:  # where it stands (required)", ""])


def yaml_text(entries: Iterable[Flat]) -> str:
    """Return entries as YAML, what is said beside a value in a group with it."""
    return "".join(_yaml_entry(entry) for entry in entries)


def _yaml_entry(entry: Flat) -> str:
    groups: dict[str, dict[str, str]] = {}
    for name, value in entry.items():
        field, _, part = name.partition(".")
        groups.setdefault(field, {})[part or "value"] = value
    lines = [f"  {field}: {_yaml_value(group)}\n" for field, group in groups.items()]
    return "".join(["- " + lines[0].lstrip(), *lines[1:]])


def _yaml_value(group: Mapping[str, str]) -> str:
    quoted = {part: json.dumps(value, ensure_ascii=False) for part, value in group.items()}
    if list(group) == ["value"]:
        return quoted["value"]
    return "{" + ", ".join(f"{part}: {value}" for part, value in quoted.items()) + "}"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a YAML file with entries of any register."""
    return {
        "$schema": DIALECT,
        "title": "Entries of the registers",
        "type": "array",
        "items": {"anyOf": [_entry(register) for register in REGISTERS.values()]},
    }


def _entry(register: Register) -> dict[str, Any]:
    own = {"dialogue": _TEXT, "code": _TEXT, "source": _TEXT, "hedge": _TEXT, "again": {"enum": ["yes", "no"]}}
    return {
        "type": "object",
        "title": register.title,
        "properties": {
            "register": {"const": register.name},
            **own,
            **{field.name: {**_field(field), "description": field.title} for field in register.fields},
        },
        "required": ["register", *(field.name for field in register.fields if field.required)],
        "additionalProperties": False,
    }


def _field(field: RegisterField) -> dict[str, Any]:
    plain = _plain(field)
    parts: dict[str, object] = {"value": plain, **dict.fromkeys(PARTS, _TEXT), "variants": _variants()}
    if words := COMPARATORS.get(field.kind):
        parts["comparator"] = {"enum": list(words)}
    return {"anyOf": [plain, {"type": "object", "properties": parts, "additionalProperties": False}]}


def _plain(field: RegisterField) -> dict[str, Any]:
    match field.kind:
        case "one-of":
            return {"enum": list(field.one_of)}
        case "yes-no":
            return {"enum": ["yes", "no"]}
        case "whole":
            return {"type": ["integer", "string"], "pattern": "^[0-9]{1,9}$"}
        case "date":
            return {"type": ["string", "integer"]}  # a year alone is a number to an editor
    return _TEXT


def _variants() -> dict[str, Any]:
    named = {"value": {"type": ["string", "integer"]}, "source": _TEXT}
    one = {"type": "object", "properties": named, "required": list(named), "additionalProperties": False}
    return {"anyOf": [_TEXT, {"type": "array", "items": one}]}
