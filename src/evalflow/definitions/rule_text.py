"""The text of a rule in a file → the checked rule, or every fault of it in its place."""

from collections.abc import Iterable, Mapping

from evalflow.definitions.shape import FileValues, Path, dotted
from evalflow.engine import rules
from evalflow.engine.periods import Period
from evalflow.engine.reasons import LONGEST_TITLE
from evalflow.engine.rules import Declared, Expression
from evalflow.engine.rules.constancy import constant
from evalflow.engine.rules.syntax import ParameterRead, walk
from evalflow.errors import InvalidDefinition


def checked_rule(
    sheet: FileValues, path: Path, text: str, declared: Mapping[str, Declared], parameters: Mapping[str, Period | int]
) -> Expression | None:
    """Return the rule that `text` writes if it reads only what is declared; None after noting what is wrong with it."""
    try:
        rule = rules.parse(text)
        rules.check(rule, declared, parameters, pinned=sheet.pinned)
    except InvalidDefinition as faulty:
        for problem in faulty.problems:
            sheet.note(path, f"{dotted(path)}, {problem}")
        return None
    return rule


def check_name(sheet: FileValues, path: Path, name: str, what: str) -> None:
    """Note a name of a step, a way or a check that is a word of the language of rules itself."""
    if name in rules.CEL_WORDS and not sheet.pinned:
        sheet.note(path, f"{name!r} is a word of the rule language (CEL) and names no {what}. Choose another name.")


def check_names(sheet: FileValues, path: Path, parameters: Iterable[str]) -> None:
    """Note each parameter of the entry at `path` whose name is a word of the language of rules itself."""
    for name in parameters if not sheet.pinned else ():
        if name in rules.CEL_WORDS:
            told = f"{name!r} is a word of the rule language (CEL) and names no parameter. Choose another name."
            sheet.note((*path, "parameters", name), told)


def refuse_constant(
    sheet: FileValues,
    path: Path,
    rule: Expression,
    declared: Mapping[str, Declared],
    parameters: Mapping[str, Period | int],
    then: tuple[str, str],
) -> None:
    """Note a rule that comes to the same whatever the record says; `then` is what follows, never true or always."""
    found = None if sheet.pinned else constant([rule], declared, parameters=parameters)
    if found is None:
        return
    word, comes = ("always-true", "is always true") if found else ("never-true", "can never be true")
    told = f"{dotted(path)}: {rule.text!r} {comes} whatever the record says, so {then[found]}. Correct the rule."
    sheet.note(path, f"{word}: {told}")


def check_titles(sheet: FileValues) -> None:
    """Note each title that is longer than a name may be: no page could print it, and no letter."""
    if not sheet.pinned:
        _check_titles(sheet, (), sheet.values)


def _check_titles(sheet: FileValues, path: Path, value: object) -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _check_titles(sheet, (*path, name), inner)
    elif path and path[-1] == "title" and isinstance(value, str) and len(value) > LONGEST_TITLE:
        told = f"{dotted(path)} has {len(value):,} characters; a title has at most {LONGEST_TITLE}."
        sheet.note(path, told)


def unread_parameters(
    sheet: FileValues, path: Path, parameters: Mapping[str, Period | int], rules_: Iterable[Expression]
) -> None:
    """Note each parameter of the entry at `path` that none of its rules reads."""
    check_names(sheet, path, parameters)
    read = {part.name for rule in rules_ for part, _ in walk(rule.root) if isinstance(part, ParameterRead)}
    for name in (name for name in parameters if name not in read):
        sheet.note(
            (*path, "parameters", name), f"The parameter {name!r} is not used: the rule never reads params.{name}."
        )
