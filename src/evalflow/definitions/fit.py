"""A workflow's values, each well formed → do they fit together? Every misfit is noted in its place.

An absence is judged only where nothing else is wrong: one slip of the pen should not be told three times.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, Final

from evalflow.definitions.branches import check_branches
from evalflow.definitions.problems import nearest, shown
from evalflow.definitions.rule_text import check_name, check_names, check_titles, checked_rule
from evalflow.definitions.shape import FileValues, Path, dotted
from evalflow.definitions.zones import wrong_with_zone
from evalflow.engine.calendars import NO_HOLIDAYS
from evalflow.engine.periods import Period, add, subtract
from evalflow.engine.rules import Declared
from evalflow.engine.words import END
from evalflow.errors import InvalidInput

_COUNTING: Final = ("due", "closes")  # where working days and hours can be counted
_RESERVED: Final = (END, "opening", "opened")
_SOME_START: Final = date(2027, 1, 1)  # from which two periods are compared
_NOT_IN_A_WINDOW: Final = {
    "due": "A window closes by itself: write 'closes'.",
    "no_deadline": "A window always has a day on which it closes: write 'closes'.",
    "requires": "Time closes a window and passes no gate: put the condition into the step after it.",
    "choose": "Time closes a window, so nobody would choose: put the choice into the step after it.",
    "act": "Time closes a window, and acts are for persons: put the act into the step after it.",
    "approvals": "Time closes a window, so nobody would approve: put the approvals into the step after it.",
    "when": "Only an automatic step decides by rules: put the branches into an automatic step after it.",
}
_NOT_IN_AN_AUTOMATIC: Final = {
    "role": "Rules decide it, and nobody does it.",
    "due": "It is decided as soon as its facts are known: leave it out.",
    "closes": "It is decided as soon as its facts are known: leave it out.",
    "no_deadline": "It is decided as soon as its facts are known, so it needs no reason for having none.",
    "requires": "Put the conditions into its branches, under 'when'.",
    "choose": "Put the ways out into its branches, under 'when'.",
    "next": "Put the ways out into its branches, under 'when'.",
    "act": "Acts are for persons: put the act into a task.",
    "accepts": "It is never open for inputs: put it into a window.",
    "remind": "Nobody has anything to do in it: put the reminders into a task or window.",
    "approvals": "Nobody completes it: put the approvals into a task.",
    "opens": "Let the window or task after it wait for the opening day.",
}


def check_fit(sheet: FileValues, declared: Mapping[str, Declared]) -> None:
    """Note whatever in a workflow's values does not fit together: zone, arcs, deadlines, gates."""
    values = sheet.values
    _check_zone(sheet, values.get("timezone"))
    check_names(sheet, (), values.get("parameters", {}))
    check_titles(sheet)
    _check_length(sheet, ("report_due",), values.get("report_due", {}))
    _check_gates(sheet, ("close_early",), values.get("close_early", {}), declared)
    steps = values.get("steps", {})
    if sheet.sound(("steps",)) and "steps" in values and not steps:
        sheet.note(("steps",), "steps names no step.")
    for name, step in steps.items():
        _check_step(sheet, name, step or {}, declared)


def _check_zone(sheet: FileValues, zone: str | None) -> None:
    if wrong := wrong_with_zone(zone or "UTC", pinned=sheet.pinned):
        sheet.note(("timezone",), f"timezone: {wrong}")


def _check_step(sheet: FileValues, name: str, step: Mapping[str, Any], declared: Mapping[str, Declared]) -> None:
    path: Path = ("steps", name)
    if name in _RESERVED:
        sheet.note(path, f"A step cannot be called {name!r}: the word has a meaning of its own.")
    check_name(sheet, path, name, "step")
    for choice in step.get("choose", {}):
        check_name(sheet, (*path, "choose", choice), choice, "choice")
    if sheet.sound(path):
        _check_way_out(sheet, path, step)
        _check_kind(sheet, path, step)
    for at, targets in _arcs(path, step):
        _check_arcs(sheet, at, targets)
    for key in ("due", "closes"):
        _check_timing(sheet, (*path, key), step.get(key, {}))
    _check_remind(sheet, path, step)
    _check_unless(sheet, path, step, declared)
    _check_approvals(sheet, path, step)
    _check_gates(sheet, path, step, declared)
    check_branches(sheet, path, step, declared)
    for choice, way in step.get("choose", {}).items():
        _check_gates(sheet, (*path, "choose", choice), way or {}, declared)


def _check_way_out(sheet: FileValues, path: Path, step: Mapping[str, Any]) -> None:
    if step.get("kind") == "automatic":
        return
    if "next" in step and "choose" in step:
        sheet.note(path, f"{dotted(path)} has both 'next' and 'choose'. Keep the one that is meant.")
    elif not step.get("next") and not step.get("choose"):
        sheet.note(path, f"{dotted(path)} leads nowhere. Say under 'next' which step follows; {END!r} is the end.")


def _check_kind(sheet: FileValues, path: Path, step: Mapping[str, Any]) -> None:
    if step.get("kind") == "automatic":
        _refuse_keys(sheet, path, step, "is automatic", _NOT_IN_AN_AUTOMATIC)
        return
    if "role" not in step:
        sheet.note(path, f"{dotted(path)} lacks 'role': who does it.")
    if step.get("kind") == "window":
        _check_window(sheet, path, step)
    elif "when" in step:
        sheet.note(
            (*path, "when"), f"{dotted(path)} is a task. Only an automatic step has 'when': write 'kind: automatic'."
        )
    elif "closes" in step:
        sheet.note((*path, "closes"), f"{dotted(path)} is a task: it has 'due'. Only a window has 'closes'.")
    elif "due" in step and "no_deadline" in step:
        sheet.note(path, f"{dotted(path)} has both 'due' and 'no_deadline'. Keep the one that is meant.")
    elif "due" not in step and "no_deadline" not in step:
        sheet.note(path, f"{dotted(path)} has no deadline. Give it 'due', or say under 'no_deadline' why it has none.")


def _check_window(sheet: FileValues, path: Path, step: Mapping[str, Any]) -> None:
    _refuse_keys(sheet, path, step, "is a window", _NOT_IN_A_WINDOW)
    if "closes" not in step:
        sheet.note(path, f"{dotted(path)} is a window and lacks 'closes': when it closes.")
    elif "opens" in step and "before" in step["closes"]:
        sheet.note((*path, "closes"), f"{dotted(path)} would close before it opens.")


def _refuse_keys(sheet: FileValues, path: Path, step: Mapping[str, Any], what: str, why: Mapping[str, str]) -> None:
    for key in (key for key in why if key in step):
        sheet.note((*path, key), f"{dotted(path)} {what} and cannot have {key!r}. {why[key]}")


def _arcs(path: Path, step: Mapping[str, Any]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    yield (*path, "next"), step.get("next", ())
    for choice, way in step.get("choose", {}).items():
        yield (*path, "choose", choice, "next"), (way or {}).get("next", ())
    for at, branch in enumerate(step.get("when", ())):
        for key in ("next", "else"):
            yield (*path, "when", at, key), branch.get(key, ())


def _check_arcs(sheet: FileValues, path: Path, targets: tuple[str, ...]) -> None:
    for at, target in enumerate(targets):
        _check_named(sheet, (*path, at), target, (*sheet.values["steps"], END))
        if target in targets[:at]:
            sheet.note((*path, at), f"{dotted(path)} names {target!r} twice.")


def _check_named(sheet: FileValues, path: Path, name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        hint = f"{nearest(name, known)}Known: {', '.join(known)}."
        sheet.note(path, f"{dotted(path)}: there is no step {shown(name)}. {hint}")


def _check_timing(sheet: FileValues, path: Path, timing: Mapping[str, Any]) -> None:
    _check_length(sheet, path, timing)
    if timing and sheet.sound(path) and ("after" in timing) == ("before" in timing):
        sheet.note(path, f"{dotted(path)} needs either 'after' or 'before': what the period counts from.")
    if timing.get("before", "opening") != "opening":
        told = "cannot count back from this: only the cycle's opening is known beforehand. Write 'before: opening'."
        sheet.note((*path, "before"), f"{dotted(path)} {told}")
    name, _, anchor = timing.get("after", "").rpartition(".")
    if name:
        _check_named(sheet, (*path, "after"), name, tuple(sheet.values["steps"]))
    if anchor == "due" and name in sheet.values["steps"]:
        _check_due(sheet, path, name)


def _check_due(sheet: FileValues, path: Path, name: str) -> None:
    """Note a deadline that counts from another which there is not, or which in the end counts from it."""
    steps, own, counted = sheet.values["steps"], str(path[1]), [name]
    if not _timing(steps[name]):
        sheet.note((*path, "after"), f"{dotted(path)} counts from the deadline of {name}, which has none.")
    while (further := _timing(steps.get(counted[-1])).get("after", "").removesuffix(".due")) in steps:
        if own in counted or further in counted:
            break
        counted.append(further)
    if own in counted:
        around = ", which counts from that of ".join(counted)
        sheet.note((*path, "after"), f"{dotted(path)} counts from its own deadline in the end: from that of {around}.")


def _timing(step: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return (step or {}).get("due") or (step or {}).get("closes") or {}


def _check_remind(sheet: FileValues, path: Path, step: Mapping[str, Any]) -> None:
    """Note reminders that no deadline has, that come before the step opens, or that would go twice."""
    if "remind" in step and sheet.sound(path) and not _timing(step):
        sheet.note((*path, "remind"), f"{dotted(path)} has no deadline of which anybody could be reminded.")
    for at, each in enumerate(step.get("remind", ())):
        here: Path = (*path, "remind", at)
        if ("before" in each) == ("after" in each):
            sheet.note(here, f"{dotted(here)} needs either 'before' or 'after': how long before or after the last day.")
            continue
        key = "before" if "before" in each else "after"
        _check_length(sheet, here, {"period": each[key]}, key)
        others = step["remind"][:at]
        if each in others:
            sheet.note(here, f"{dotted(here)} stands there twice.")
        elif sheet.sound(path) and _moment(sheet, each) in (_moment(sheet, one) for one in others):
            sheet.note(here, f"{dotted(here)} reminds {each['to']} on the same day as another: one of them is enough.")
        if key == "after" and step.get("kind") == "window":
            sheet.note(here, f"{dotted(here)}: a window is over with its last day. Only a task is late.")
        elif key == "before" and sheet.sound(path) and (told := _too_early(sheet, step, each["before"])):
            sheet.note((*here, "before"), f"{dotted(here)} {told}")


def _moment(sheet: FileValues, each: Mapping[str, Any]) -> tuple[object, ...]:
    """Return by what two reminders of a step are told apart: a week is seven days, and twelve months are a year."""
    key = "before" if "before" in each else "after"
    period = _period(sheet, each[key])
    months, days = 12 * period.years + period.months, 7 * period.weeks + period.days
    return (each["to"], months, days, key if months or days else "")


def _check_unless(sheet: FileValues, path: Path, step: Mapping[str, Any], declared: Mapping[str, Declared]) -> None:
    for at, each in enumerate(step.get("remind", ())):
        here: Path = (*path, "remind", at)
        if "unless" in each:
            checked_rule(sheet, (*here, "unless"), each["unless"], declared, {})
        _check_length(sheet, here, {"period": each.get("stale_after", "P0D")}, "stale_after")


def _too_early(sheet: FileValues, step: Mapping[str, Any], before: str) -> str:
    """Return what is wrong with a reminder so long before the last day that the step is not open by then; or ""."""
    timing = _timing(step)
    if timing.get("after") != "opened" or not sheet.sound(("parameters",)):
        return ""  # how long such a step is open is told by the cycle, not by its definition
    lasts, early = (_period(sheet, text) for text in (timing["period"], before))
    if lasts.is_counted or early.is_counted:
        return ""
    if subtract(add(_SOME_START, lasts), early) >= _SOME_START:
        return ""
    return f"would come {early.in_words()} before the last day, but the step is open for {lasts.in_words()} alone."


def _period(sheet: FileValues, text: str) -> Period:
    return sheet.values.get("parameters", {}).get(text) or Period.parse_counted(text)


def _check_approvals(sheet: FileValues, path: Path, step: Mapping[str, Any]) -> None:
    if author := step.get("approvals", {}).get("distinct_from"):
        here: Path = (*path, "approvals", "distinct_from")
        _check_named(sheet, here, author, tuple(sheet.values["steps"]))
        other = sheet.values["steps"].get(author) or {}
        if author == path[1] or other.get("kind", "task") != "task":
            told = "has to be another task: only a task has an author."
            sheet.note(here, f"{dotted(here)} {told}")


def check_calendar(sheet: FileValues, calendars: Collection[str]) -> None:
    """Note a calendar that is none of those there are."""
    name = sheet.values.get("calendar", NO_HOLIDAYS.name)
    known = (NO_HOLIDAYS.name, *sorted(calendars))
    if name not in known:
        hint = f"{nearest(name, known)}Known: {', '.join(known)}."
        sheet.note(("calendar",), f"calendar: there is no calendar {shown(name)}. {hint}")


def _check_length(sheet: FileValues, path: Path, timing: Mapping[str, Any], key: str = "period") -> None:
    parameters = sheet.values.get("parameters", {})
    if "parameters" not in sheet.values and not sheet.sound(("parameters",)):
        return
    try:
        _refuse_length(timing.get("period", "P0D"), parameters, counted=key == "period" and path[-1] in _COUNTING)
    except InvalidInput as bad:
        sheet.note((*path, key), f"{dotted(path)}: {bad}")


def _refuse_length(length: str, parameters: Mapping[str, Period | None], *, counted: bool) -> None:
    period = parameters.get(length)
    if length.startswith("P"):
        period = Period.parse_counted(length) if counted else Period.parse(length)
    if period and period.is_counted and not counted:
        raise InvalidInput("bad-period", f"{period.in_words()} can be counted in 'due' and 'closes' alone.")
    if period or length in parameters:
        return
    known = f"Known: {', '.join(parameters)}." if parameters else "This file has no parameters."
    hint = nearest(length, tuple(parameters))
    raise InvalidInput("no-parameter", f"there is no parameter {shown(length)}. {hint}{known}")


def _check_gates(sheet: FileValues, path: Path, gated: Mapping[str, Any], declared: Mapping[str, Declared]) -> None:
    for at, text in enumerate(gated.get("requires", ())):
        checked_rule(sheet, (*path, "requires", at), text, declared, _periods(sheet))


def _periods(sheet: FileValues) -> dict[str, Period]:
    """Return the parameters that a rule can compute with."""
    named = sheet.values.get("parameters", {}).items()
    return {name: period for name, period in named if period and not period.is_counted}
