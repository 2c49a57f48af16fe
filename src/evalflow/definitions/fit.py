"""A workflow's values, each well formed → do they fit together? Every misfit is noted in its place.

An absence is judged only where nothing else is wrong: one slip of the pen should not be told three times.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from evalflow.definitions.problems import nearest, shown
from evalflow.definitions.rule_text import checked_rule
from evalflow.definitions.shape import Path, Sheet, dotted
from evalflow.engine.periods import Period, local_day
from evalflow.engine.rules import Declared
from evalflow.engine.words import END
from evalflow.errors import InvalidInput

_RESERVED: Final = (END, "opening", "opened")
_NOT_IN_A_WINDOW: Final = {
    "due": "A window closes by itself: write 'closes'.",
    "no_deadline": "A window always has a day on which it closes: write 'closes'.",
    "requires": "Time closes a window and passes no gate: put the condition into the step after it.",
    "choose": "Time closes a window, so nobody would choose: put the choice into the step after it.",
    "act": "Time closes a window, and acts are for persons: put the act into the step after it.",
}
_SOME_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)


def check_fit(sheet: Sheet, declared: Mapping[str, Declared]) -> None:
    """Note whatever in a workflow's values does not fit together: zone, arcs, deadlines, gates."""
    values = sheet.values
    _check_zone(sheet, values.get("timezone"))
    _check_length(sheet, ("report_due",), values.get("report_due", {}))
    _check_gates(sheet, ("close_early",), values.get("close_early", {}), declared)
    steps = values.get("steps", {})
    if sheet.sound(("steps",)) and "steps" in values and not steps:
        sheet.note(("steps",), "steps names no step.")
    for name, step in steps.items():
        _check_step(sheet, name, step or {}, declared)


def _check_zone(sheet: Sheet, zone: str | None) -> None:
    try:
        local_day(_SOME_DAY, zone or "UTC")
    except InvalidInput as unknown:
        sheet.note(("timezone",), f"timezone: {unknown}")


def _check_step(sheet: Sheet, name: str, step: Mapping[str, Any], declared: Mapping[str, Declared]) -> None:
    path: Path = ("steps", name)
    if name in _RESERVED:
        sheet.note(path, f"A step cannot be called {name!r}: the word has a meaning of its own.")
    if sheet.sound(path):
        _check_way_out(sheet, path, step)
        _check_kind(sheet, path, step)
    for at, targets in _arcs(path, step):
        _check_arcs(sheet, at, targets)
    for key in ("due", "closes"):
        _check_timing(sheet, (*path, key), step.get(key, {}))
    _check_gates(sheet, path, step, declared)
    for choice, way in step.get("choose", {}).items():
        _check_gates(sheet, (*path, "choose", choice), way or {}, declared)


def _check_way_out(sheet: Sheet, path: Path, step: Mapping[str, Any]) -> None:
    if "next" in step and "choose" in step:
        sheet.note(path, f"{dotted(path)} has both 'next' and 'choose'. Keep the one that is meant.")
    elif not step.get("next") and not step.get("choose"):
        sheet.note(path, f"{dotted(path)} leads nowhere. Say under 'next' which step follows; {END!r} is the end.")


def _check_kind(sheet: Sheet, path: Path, step: Mapping[str, Any]) -> None:
    if step.get("kind") == "window":
        _check_window(sheet, path, step)
    elif "closes" in step:
        sheet.note((*path, "closes"), f"{dotted(path)} is a task: it has 'due'. Only a window has 'closes'.")
    elif "due" in step and "no_deadline" in step:
        sheet.note(path, f"{dotted(path)} has both 'due' and 'no_deadline'. Keep the one that is meant.")
    elif "due" not in step and "no_deadline" not in step:
        sheet.note(path, f"{dotted(path)} has no deadline. Give it 'due', or say under 'no_deadline' why it has none.")


def _check_window(sheet: Sheet, path: Path, step: Mapping[str, Any]) -> None:
    for key in (key for key in _NOT_IN_A_WINDOW if key in step):
        sheet.note((*path, key), f"{dotted(path)} is a window and cannot have {key!r}. {_NOT_IN_A_WINDOW[key]}")
    if "closes" not in step:
        sheet.note(path, f"{dotted(path)} is a window and lacks 'closes': when it closes.")
    elif "opens" in step and "before" in step["closes"]:
        sheet.note((*path, "closes"), f"{dotted(path)} would close before it opens.")


def _arcs(path: Path, step: Mapping[str, Any]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    yield (*path, "next"), step.get("next", ())
    for choice, way in step.get("choose", {}).items():
        yield (*path, "choose", choice, "next"), (way or {}).get("next", ())


def _check_arcs(sheet: Sheet, path: Path, targets: tuple[str, ...]) -> None:
    for at, target in enumerate(targets):
        _check_named(sheet, (*path, at), target, (*sheet.values["steps"], END))
        if target in targets[:at]:
            sheet.note((*path, at), f"{dotted(path)} names {target!r} twice.")


def _check_named(sheet: Sheet, path: Path, name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        hint = f"{nearest(name, known)}Known: {', '.join(known)}."
        sheet.note(path, f"{dotted(path)}: there is no step {shown(name)}. {hint}")


def _check_timing(sheet: Sheet, path: Path, timing: Mapping[str, Any]) -> None:
    _check_length(sheet, path, timing)
    if timing and sheet.sound(path) and ("after" in timing) == ("before" in timing):
        sheet.note(path, f"{dotted(path)} needs either 'after' or 'before': what the period counts from.")
    if timing.get("before", "opening") != "opening":
        told = "cannot count back from this: only the cycle's opening is known beforehand. Write 'before: opening'."
        sheet.note((*path, "before"), f"{dotted(path)} {told}")
    name, _, closed = timing.get("after", "").rpartition(".")
    if closed == "closed":
        _check_named(sheet, (*path, "after"), name, tuple(sheet.values["steps"]))


def _check_length(sheet: Sheet, path: Path, timing: Mapping[str, Any]) -> None:
    parameters = tuple(sheet.values.get("parameters", ()))
    readable = "parameters" in sheet.values or sheet.sound(("parameters",))
    if readable and (length := timing.get("period", "P0D")) not in parameters:
        try:
            _refuse_length(length, parameters)
        except InvalidInput as bad:
            sheet.note((*path, "period"), f"{dotted(path)}: {bad}")


def _refuse_length(length: str, parameters: tuple[str, ...]) -> None:
    if length.startswith("P"):
        Period.parse(length)
        return
    known = f"Known: {', '.join(parameters)}." if parameters else "This file has no parameters."
    hint = nearest(length, parameters)
    raise InvalidInput("no-parameter", f"there is no parameter {shown(length)}. {hint}{known}")


def _check_gates(sheet: Sheet, path: Path, gated: Mapping[str, Any], declared: Mapping[str, Declared]) -> None:
    for at, text in enumerate(gated.get("requires", ())):
        checked_rule(sheet, (*path, "requires", at), text, declared, _periods(sheet))


def _periods(sheet: Sheet) -> dict[str, Period]:
    return {name: period for name, period in sheet.values.get("parameters", {}).items() if period}
