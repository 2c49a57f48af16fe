"""The gates, branches and reminders of a step → those that can never be true, or always are, whatever the facts are."""

from collections.abc import Mapping, Sequence
from typing import Final

from evalflow.definitions.shape import FileValues, Path, dotted
from evalflow.engine.rules import Declared
from evalflow.engine.rules.constancy import constant
from evalflow.engine.words import Gate, Step, Workflow

WORDS: Final = ("never-true", "always-true")


def check_gates(sheet: FileValues, step: Step, declared: Mapping[str, Declared]) -> None:
    """Note each rule of a step that comes to the same whatever the record says."""
    path: Path = ("steps", step.name)
    _check_all(sheet, path, step.requires, declared, "nobody could ever complete the step")
    for choice in step.choices:
        _check_all(sheet, (*path, "choose", choice.name), choice.requires, declared, "nobody could ever choose it")
    _check_branches(sheet, path, step, declared)
    for at, remind in enumerate(step.remind):
        if remind.unless and (found := constant([remind.unless.rule], declared)) is not None:
            what = "so the reminder never goes" if found else "so it holds no reminder back"
            _note(sheet, (*path, "remind", at, "unless"), remind.unless.text, found, what)


def check_close_early(sheet: FileValues, workflow: Workflow, declared: Mapping[str, Declared]) -> None:
    """Note what must hold before a cycle is closed early, and comes to the same whatever the record says."""
    _check_all(sheet, ("close_early",), workflow.close_early, declared, "no cycle could ever be closed early")


def _check_all(
    sheet: FileValues, path: Path, gates: Sequence[Gate], declared: Mapping[str, Declared], then: str
) -> None:
    alone = [constant([gate.rule], declared) for gate in gates]
    for at, (gate, found) in enumerate(zip(gates, alone, strict=True)):
        if found is not None:
            what = "so it asks for nothing" if found else f"so {then}"
            _note(sheet, (*path, "requires", at), gate.text, found, what)
    if False not in alone and constant([gate.rule for gate in gates], declared) is False:
        told = f"{dotted(path)}.requires: its rules contradict each other, so {then}. Correct one of them."
        sheet.note((*path, "requires"), f"never-true: {told}")


def _check_branches(sheet: FileValues, path: Path, step: Step, declared: Mapping[str, Declared]) -> None:
    for at, branch in enumerate(step.branches):
        if branch.when and (found := constant([branch.when], declared)) is not None:
            what = "so no other branch is ever taken" if found else "so this branch is never taken"
            _note(sheet, (*path, "when", at, "if"), branch.text, found, what)


def _note(sheet: FileValues, path: Path, text: str, found: bool, what: str) -> None:
    word = "always-true" if found else "never-true"
    comes = "is always true" if found else "can never be true"
    told = f"{dotted(path)}: {text!r} {comes} whatever the record says, {what}. Correct the rule, or remove it."
    sheet.note(path, f"{word}: {told}")
