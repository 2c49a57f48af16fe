"""The bytes of a file of recommendations → a checked `Scorecard`, or every problem with its place."""

from collections.abc import Mapping
from typing import Any, Final

from evalflow.definitions.rule_text import check_name, check_titles, checked_rule, refuse_constant, unread_parameters
from evalflow.definitions.shape import FileValues, Path, dotted, read_sheet
from evalflow.definitions.vocabulary import SCORECARD
from evalflow.engine.rules import Declared, Expression
from evalflow.errors import InvalidDefinition
from evalflow.evaluation.criteria.scorecard import Check, Scorecard, Topic

_THEN: Final = {
    "rule": ("the check can never pass", "the check can never fail"),
    "applies": ("the check never applies", "the check always applies: leave 'applies' and 'otherwise' out"),
}
_Rules = dict[Path, Expression | None]


def read_scorecard(raw: bytes, file: str, declared: Mapping[str, Declared], *, pinned: bool = False) -> Scorecard:
    """Return the recommendations and their checks. `file` is what problems call it; `declared` the facts of rules.

    What is `pinned` was checked when its cycle was opened.

    Raises:
        InvalidDefinition: `bad-yaml` or `bad-scorecard`, with every problem that can be told.
    """
    sheet = read_sheet(raw, file, SCORECARD, InvalidDefinition, pinned=pinned)
    topics = sheet.values.get("recommendations", {})
    if topics == {} and sheet.sound(()):
        sheet.note(("recommendations",), "recommendations names none.")
    check_titles(sheet)
    rules: _Rules = {}
    for code, topic in topics.items():
        for name, check in (topic or {}).get("checks", {}).items():
            path: Path = ("recommendations", code, "checks", name)
            check_name(sheet, path, name, "check")
            rules |= {(*path, key): rule for key, rule in _rules(sheet, path, check or {}, declared).items()}
    sheet.problems.refuse(InvalidDefinition, "bad-scorecard")
    values = sheet.values
    return Scorecard(
        values["scorecard"],
        values["version"],
        values["title"],
        tuple(_topic(code, topic, rules) for code, topic in topics.items()),
    )


def _rules(
    sheet: FileValues, path: Path, check: Mapping[str, Any], declared: Mapping[str, Declared]
) -> dict[str, Expression | None]:
    parameters = check.get("parameters", {})
    if "rule" not in check or None in parameters.values():
        return {}  # which is a problem noted already
    if ("applies" in check) != ("otherwise" in check):
        both = "'applies' (when it does) and 'otherwise' (why it does not, where it does not)"
        sheet.note(path, f"{dotted(path)} needs {both}, or neither.")
    rules = {
        key: checked_rule(sheet, (*path, key), check[key], declared, parameters)
        for key in ("rule", "applies")
        if key in check
    }
    if None not in rules.values():
        unread_parameters(sheet, path, parameters, [rule for rule in rules.values() if rule])
    for key, rule in rules.items():
        if rule:
            refuse_constant(sheet, (*path, key), rule, declared, parameters, _THEN[key])
    return rules


def _topic(code: str, topic: Mapping[str, Any], rules: _Rules) -> Topic:
    checks = tuple(
        _check(name, check, rules, ("recommendations", code, "checks", name)) for name, check in topic["checks"].items()
    )
    return Topic(code, topic["title"], topic["asks"], checks)


def _check(name: str, check: Mapping[str, Any], rules: _Rules, path: Path) -> Check:
    rule = rules[(*path, "rule")]
    assert rule is not None  # noqa: S101 - a rule that does not read is a problem, and problems were refused
    return Check(
        name=name,
        title=check["title"],
        text=check["rule"],
        expression=rule,
        parameters=check.get("parameters", {}),
        applies=rules.get((*path, "applies")),
        otherwise=check.get("otherwise", ""),
        note=check.get("note", ""),
    )
