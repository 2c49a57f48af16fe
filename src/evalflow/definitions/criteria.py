"""The bytes of a criteria file → a checked `CriteriaSet`, or every problem with its place."""

from collections.abc import Mapping
from typing import Any

from evalflow.definitions.rule_text import check_titles, checked_rule, refuse_constant, unread_parameters
from evalflow.definitions.shape import FileValues, Path, read_sheet
from evalflow.definitions.vocabulary import CRITERIA
from evalflow.engine.rules import Declared, Expression
from evalflow.errors import InvalidDefinition
from evalflow.evaluation.criteria.criteria import CriteriaSet, Criterion


def read_criteria(raw: bytes, file: str, declared: Mapping[str, Declared], *, pinned: bool = False) -> CriteriaSet:
    """Return the criteria that `raw` holds. `file` is what problems call it; `declared` the facts rules may read.

    What is `pinned` was checked when its cycle was opened.

    Raises:
        InvalidDefinition: `bad-yaml` or `bad-criteria`, with every problem that can be told.
    """
    sheet = read_sheet(raw, file, CRITERIA, InvalidDefinition, pinned=pinned)
    entries = sheet.values.get("entries", {})
    if entries == {} and sheet.sound(()):
        sheet.note(("entries",), "entries names no criterion.")
    check_titles(sheet)
    rules = {code: _rule(sheet, ("entries", code), entry or {}, declared) for code, entry in entries.items()}
    sheet.problems.refuse(InvalidDefinition, "bad-criteria")
    criteria = tuple(_criterion(code, entries[code], rule) for code, rule in rules.items() if rule)
    return CriteriaSet(sheet.values["criteria"], sheet.values["version"], sheet.values["title"], criteria)


def _rule(
    sheet: FileValues, path: Path, entry: Mapping[str, Any], declared: Mapping[str, Declared]
) -> Expression | None:
    parameters = entry.get("parameters", {})
    if "rule" not in entry or None in parameters.values():
        return None  # which is a problem noted already
    rule = checked_rule(sheet, (*path, "rule"), entry["rule"], declared, parameters)
    if rule:
        unread_parameters(sheet, path, parameters, [rule])
        then = ("the criterion can never be tripped", "the criterion is always tripped")
        refuse_constant(sheet, (*path, "rule"), rule, declared, parameters, then)
    return rule


def _criterion(code: str, entry: Mapping[str, Any], rule: Expression) -> Criterion:
    return Criterion(
        code=code,
        title=entry["title"],
        trips_when=entry["trips_when"],
        kind=entry["kind"],
        weight=entry["weight"],
        text=entry["rule"],
        expression=rule,
        parameters=entry.get("parameters", {}),
        note=entry.get("note", ""),
    )
