"""The branches of an automatic step → is one of them taken, and one alone, whatever the facts are? If not, for which?

With an `else` the branches are tried in their order and nothing can be left over. Without one they are tried on every
combination of values at which a comparison in them changes. An unknown fact is no such value: then the step waits.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice, product
from math import prod
from typing import Any, Final

from evalflow.definitions.rule_text import checked_rule
from evalflow.definitions.shape import FileValues, Path, dotted
from evalflow.engine.dates import DayRange, day_in_words
from evalflow.engine.rules import Bool, Date, Declared, Expression, Fact, Int, Text, judge
from evalflow.engine.rules.syntax import ComparedTerms, Connected, Constant, FactRead, Node, Not, OneOfConstants, walk
from evalflow.engine.rules.values import GREATEST, LEAST

Value = bool | int | str | date

_MOST: Final = 20_000  # combinations; a second
_SOME_DAY: Final = date(2027, 1, 1)


def check_branches(sheet: FileValues, path: Path, step: Mapping[str, Any], declared: Mapping[str, Declared]) -> None:
    """Note whatever is wrong with the branches of an automatic step."""
    if step.get("kind") != "automatic":
        return
    if "when" not in step:
        if sheet.sound(path):
            sheet.note(path, f"{dotted(path)} is automatic and lacks 'when': its branches.")
        return
    rules = [_rule(sheet, (*path, "when", at), branch, declared) for at, branch in enumerate(step["when"])]
    if not rules and sheet.sound(path):
        sheet.note((*path, "when"), f"{dotted(path)} has no branch under 'when'.")
    for at, branch in enumerate(step["when"]):
        if "else" in branch and branch is not step["when"][-1]:
            here: Path = (*path, "when", at)
            sheet.note(here, f"{dotted(here)}: nothing after 'else' is ever tried. Let it be the last branch.")
    if sheet.sound((*path, "when")) and not any("else" in branch for branch in step["when"]):
        _check_cases(sheet, path, [rule for rule in rules if rule], declared)


def _rule(
    sheet: FileValues, path: Path, branch: Mapping[str, Any], declared: Mapping[str, Declared]
) -> Expression | None:
    if "else" in branch:
        if "if" in branch or "next" in branch:
            sheet.note(path, f"{dotted(path)} has 'else' beside 'if' or 'next'. Write {{else: STEP}} alone.")
        return None
    if "if" not in branch or "next" not in branch:
        if sheet.sound(path):
            sheet.note(path, f"{dotted(path)} needs 'if' and 'next', or 'else'.")
        return None
    return checked_rule(sheet, (*path, "if"), branch["if"], declared, {})


def _check_cases(sheet: FileValues, path: Path, rules: list[Expression], declared: Mapping[str, Declared]) -> None:
    here: Path = (*path, "when")
    facts = sorted({node.name for rule in rules for node, _ in walk(rule.root) if isinstance(node, FactRead)})
    values = {name: _turning_points(name, rules, declared[name]) for name in facts}
    plain = all(values.values()) and all(map(_compares_with_constants, rules))
    if not plain or prod(map(len, values.values())) > _MOST:
        told = (
            "nobody can tell whether one of its branches, and one alone, is always taken. End them with {else: STEP}."
        )
        sheet.note(here, f"{dotted(here)}: {told}")
        return
    for case in islice(product(*values.values()), _MOST):
        expressions = _taken(rules, dict(zip(facts, case, strict=True)))
        if len(expressions) != 1:
            sheet.note(here, f"{dotted(here)}: {_told(expressions, dict(zip(facts, case, strict=True)))}")
            return


def _taken(rules: list[Expression], case: Mapping[str, Value]) -> list[Expression]:
    facts = {name: Fact(value) for name, value in case.items()}
    return [rule for rule in rules if judge(rule, facts, {}, _SOME_DAY, traced=False).truth == "true"]


def _told(expressions: list[Expression], case: Mapping[str, Value]) -> str:
    where = " and ".join(f"{name} is {_shown(value)}" for name, value in case.items())
    if not expressions:
        return f"none of the branches is taken where {where}. Add a branch for it, or end them with {{else: STEP}}."
    both = " and ".join(repr(rule.text) for rule in expressions)
    told = f"where {where}, both {both} hold. Let one alone hold"
    return f"{told}, or end them with {{else: STEP}}: then the first that holds is taken."


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return day_in_words(value) if isinstance(value, date) else repr(value) if isinstance(value, str) else str(value)


def _turning_points(name: str, rules: list[Expression], fact: Declared) -> list[Value]:
    """Return values of a fact, one of each stretch in which no comparison with it changes; none for a list or span."""
    constants = [value for rule in rules for value in _compared_with(name, rule)]
    if fact.type == Bool:
        return [True, False]
    if fact.type == Int:
        whole = {around for value in constants if isinstance(value, int) for around in (value - 1, value, value + 1)}
        return sorted(value for value in whole or {0} if LEAST <= value <= GREATEST)
    if fact.type == Text:
        texts = sorted({value for value in constants if isinstance(value, str)})
        return [*texts, "".join(texts) + "…"]
    if fact.type == Date:
        days = {day for value in constants if isinstance(value, DayRange) for day in (value.earliest, value.latest)}
        numbers = {day.toordinal() + by for day in days or {_SOME_DAY} for by in (-1, 0, 1)}
        return [date.fromordinal(n) for n in sorted(numbers) if date.min.toordinal() <= n <= date.max.toordinal()]
    return []


def _compared_with(name: str, rule: Expression) -> Iterator[object]:
    for node, _ in walk(rule.root):
        if isinstance(node, ComparedTerms) and name in (_read(node.left), _read(node.right)):
            yield from (side.value for side in (node.left, node.right) if isinstance(side, Constant))
        if isinstance(node, OneOfConstants) and _read(node.value) == name:
            yield from (choice.value for choice in node.choices)


def _compares_with_constants(rule: Expression) -> bool:
    """Return whether facts are compared with what is written in the rule alone, so that turning points are all told."""
    return all(_is_simple(node) for node, _ in walk(rule.root))


def _is_simple(node: Node) -> bool:
    if isinstance(node, ComparedTerms):
        sides = (node.left, node.right)
        return any(_read(side) for side in sides) and any(isinstance(side, Constant) for side in sides)
    return isinstance(node, OneOfConstants | FactRead | Constant | Not | Connected)


def _read(node: Node) -> str:
    return node.name if isinstance(node, FactRead) else ""
