"""Objectives: listed, shown, added, amended with the stated reason, withdrawn; and every change to them."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, get_args

import click

from evalflow.cli.frame.frame import CODE, DATE, EXACT, NAME, Call, CommandFamily, Whole, changes, reads
from evalflow.cli.frame.output import Table
from evalflow.evaluation.objectives.fields import ObjectiveField
from evalflow.evaluation.objectives.lint import CHECKS
from evalflow.evaluation.objectives.objective import (
    DATES,
    DECLARED,
    FIELDS,
    LISTS,
    REASON_CATEGORIES,
    UNRECORDED,
    AddObjective,
    AmendObjective,
    Change,
    Objective,
    Succession,
    Wording,
)
from evalflow.evaluation.objectives.slips import made
from evalflow.evaluation.objectives.timeframe import timeframe_words
from evalflow.evaluation.registers.values import said
from evalflow.usecases.record import objectives, registers
from evalflow.usecases.record.dialogues import dialogue_codes

NEVER_ASKED = (
    "No day is given on which the reasons were asked for: the report will print that no asking is on record. "
    "Give it with --reasons-asked-on where they were."
)
_NOT_KNOWN = "not known"

objective = CommandFamily("objective", help="Objectives, and every change to them with its reason.")

_CATEGORY = click.Choice(REASON_CATEGORIES)
_FIELDS = [name for name in FIELDS if name != "withdrawn_on"]
_DEFAULTS = {field.name: field.default for field in fields(Objective)}


def _with_reason(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that every change of an objective has."""
    for option in (
        click.option("--source", default="", help="Where the change stands."),
        click.option("--decided-on", type=DATE, default="", help="When it was decided."),
        click.option("--decided-by", default="", help="Who decided it."),
        click.option("--proposed-by", default="", help="Who proposed it."),
        click.option("--reasons-asked-on", type=EXACT, default="", help="When the reasons were asked for."),
        click.option("--no-reason-stated", is_flag=True, help="None was stated, which is a finding."),
        click.option("--category", "reason_category", type=_CATEGORY, help="Which kind of reason, if one is stated."),
        click.option("--reason", default="", help="The stated reason."),
    ):
        run = option(run)
    return run


def _heir(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of what takes the place of others."""
    for option in (
        click.option("--on", type=DATE, required=True, help="When it took their place."),
        click.option("--wording", type=click.Choice(get_args(Wording)), required=True, help="Whose words these are."),
        click.option("--text", "texts", multiple=True, required=True, help="The whole new objective."),
        click.option("--title", "titles", type=NAME, multiple=True, required=True, help="What it is called."),
    ):
        run = option(run)
    return run


def _of_fields(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command an option for each field that an objective can begin with."""
    for name, declared in reversed(tuple(DECLARED.items())):
        run = _option(name, declared)(run) if declared.option else run
    return run


def _option(name: str, declared: ObjectiveField) -> Callable[[Callable[..., None]], Callable[..., None]]:
    asks: dict[str, Any] = {"help": declared.help_text, "type": _type(declared), "metavar": declared.metavar}
    if declared.many:
        return click.option(f"--{name.removesuffix('s').replace('_', '-')}", name, multiple=True, **asks)
    if declared.needed == "always":
        return click.option(f"--{name.replace('_', '-')}", required=True, **asks)
    default = _DEFAULTS[name]
    return click.option(f"--{name.replace('_', '-')}", default=default, show_default=bool(default), **asks)


def _type(declared: ObjectiveField) -> click.ParamType[Any] | None:
    if declared.words:
        return click.Choice(declared.words)
    return {"day": DATE, "name": NAME}.get(declared.shape)


_revision = click.option("--revision", type=Whole(min=1), help="Refuse if it has moved on from this revision.")


@objective.command("list", example="evalflow objective list uk-china")
@click.argument("dialogue", required=False, default="")
@reads
def list_(call: Call, dialogue: str) -> None:
    """List the objectives, of all dialogues or of one."""
    found = objectives.list_objectives(call.door, dialogue)
    codes = dialogue_codes(call.door)
    columns = {"code": "Code", "dialogue": "Dialogue", "title": "Title", "due": "Due", "revision": "Revision",
               "withdrawn_on": "Withdrawn"}  # fmt: skip
    rows = [(o.code, codes[o.dialogue], o.title, _due(o, call), o.revision, o.withdrawn_on) for o in found]
    call.show_table(columns, rows)
    call.say(_many(len(found)) if found else "No objective is in the record here.")


@objective.command("show", example="evalflow objective show UK-01")
@click.argument("code")
@reads
def show(call: Call, code: str) -> None:
    """Show an objective with everything that is recorded of it."""
    known = objectives.show_objective(call.door, code)
    values = {name: getattr(known, name) for name in FIELDS}
    values |= {name: values[name].splitlines() for name in LISTS}
    values["due"] = _due(known, call)
    if call.form == "table":
        values["timeframe"] = timeframe_words(known.timeframe)
    where = dialogue_codes(call.door)[known.dialogue]
    told = {
        "code": known.code,
        "dialogue": where,
        "title": known.title,
        **values,
        "source": known.source or (_NOT_KNOWN if call.form == "table" else ""),
        "revision": known.revision,
    }
    kept = {name: value for name, value in told.items() if value or call.form != "table"}
    measured = registers.list_entries(call.door, "measurement", where)
    rows = [(str(said(entry.values, "measured_on")), str(said(entry.values, "value")), entry.code, entry.source)
            for entry in measured if entry.stands and entry.values["objective"] == known.code]  # fmt: skip
    columns = {"measured_on": "Measured on", "value": "Value", "entry": "Entry", "source": "Source"}
    with_them = call.form == "json" or (rows and call.form == "table")  # as CSV there is one table alone
    call.show_record({**kept, "measurements": Table(columns, rows)} if with_them else kept)
    altered, corrected = len(made(known)), sum(change.kind == "correction" for change in known.changes)
    times = "once" if altered == 1 else f"{altered} times"
    too = f" The record of it was corrected ({corrected})." if corrected else ""
    call.say(
        (f"It was changed {times}: evalflow objective history {known.code}." if altered else "Never changed.") + too
    )


@objective.command("lint", example="evalflow objective lint --dialogue eu-china")
@click.argument("code", required=False, default="")
@click.option("--dialogue", default="", help="Only of this dialogue.")
@reads
def lint(call: Call, code: str, dialogue: str) -> None:
    """Check the form of objectives: public, with a timeframe, an action, measurable, one thing, with an instrument.

    Of one objective it says why. A check that fails is no refusal: governments write objectives, evaluations read them.
    """
    if code and dialogue:
        raise click.UsageError("Name an objective, or a dialogue with --dialogue.")
    linted_objectives = objectives.lint_objectives(call.door, dialogue, code)
    if code and linted_objectives and call.form == "table":
        checks = linted_objectives[0].checks
        whys = [(name, checked.result, checked.why) for name, checked in checks.items()]
        call.show_table({"check": "Check", "result": "Result", "why": "Why"}, whys)
    elif call.form == "table":
        columns = {"code": "Code", **{name: name.replace("-", " ").capitalize() for name in CHECKS}}
        call.show_table(
            columns, [[one.objective.code, *(c.result for c in one.checks.values())] for one in linted_objectives]
        )
    else:
        rows = [
            (linted_objective.objective.code, name, c.result, c.why)
            for linted_objective in linted_objectives
            for name, c in linted_objective.checks.items()
        ]
        call.show_table({name: name for name in ("code", "check", "result", "why")}, rows)
    failed = [f"{name} {count}" for name in CHECKS if (count := sum(name in one.failed for one in linted_objectives))]
    why = "" if code else " Why: evalflow objective lint CODE"
    told = f"{_many(len(linted_objectives))} Failing: {', '.join(failed) or 'none'}.{why}"
    call.say(told if linted_objectives else "No objective that stands is in the record here.")


@objective.command(
    "add",
    example='evalflow objective add UK-12 --dialogue uk-china --title "Visits to places of detention" '
    '--text "Independent experts visit places of detention without notice." --wording published '
    '--part "visits" --part "without notice" --actor China --source "statement of 2 March 2024 (example)"',
)
@click.argument("code", type=CODE)
@click.option("--dialogue", required=True, help="Code of the dialogue.")
@_of_fields
@click.option("--reason", default="", help="The stated reason, where it joins objectives that stand already.")
@click.option("--no-reason-stated", is_flag=True, help="None was stated for adding it.")
@click.option("--reasons-asked-on", type=EXACT, default="", help="When the reasons were asked for.")
@changes
def add(
    call: Call, code: str, dialogue: str, reason: str, no_reason_stated: bool, reasons_asked_on: str, **given: Any
) -> None:
    """Add an objective to a dialogue, with the reason where one is stated."""
    given |= {name: "\n".join(given[name]) for name in LISTS if name in given}
    asked = Objective(id="", dialogue="", code=code, **given)
    command = AddObjective(asked, "", reason, no_reason_stated, reasons_asked_on)
    added = objectives.add_objective(call.door, dialogue, command)
    call.show(added.code)
    if no_reason_stated and not reasons_asked_on:
        call.say(NEVER_ASKED)
    call.say(f"{added.code} is added to {dialogue.lower()}, at revision 1.")
    if not added.due:
        call.say("It has no timeframe: it is due in every cycle, and the report says that it has none.")


@objective.command(
    "amend",
    example='evalflow objective amend UK-11 --field due --to 2028-06 --reason "put off by both sides (example)" '
    '--decided-by "both governments (example)" --decided-on 2024-10-05',
)
@click.argument("code")
@click.option("--field", type=click.Choice(_FIELDS), required=True, help="What changes.")
@click.option("--to", "new", required=True, help="The new value; empty takes it away.")
@click.option("--correction", is_flag=True, help="The record was wrong: --reason says what shows it, --source where.")
@_revision
@_with_reason
@changes
def amend(call: Call, code: str, field: str, new: str, **given: Any) -> None:
    """Alter one field of an objective, with the stated reason or --no-reason-stated.

    With --correction the objective did not change: the record had it wrong. --reason says what shows that, and
    --source where it can be read. Both are printed in the report, with the old and the new words.
    """
    if field in DATES:
        DATE.convert(new, None, None)
    before = objectives.show_objective(call.door, code).revision
    after = objectives.amend_objective(call.door, code, _asked(field, new, given))
    _tell(call, before, after)


@objective.command(
    "withdraw",
    example="evalflow objective withdraw UK-11 --on 2024-10-05 --no-reason-stated --reasons-asked-on 2024-10-20",
)
@click.argument("code")
@click.option("--on", type=DATE, required=True, help="When it was withdrawn.")
@_revision
@_with_reason
@changes
def withdraw(call: Call, code: str, on: str, **given: Any) -> None:
    """Record that an objective was withdrawn. It stays on record with all its changes."""
    before = objectives.show_objective(call.door, code).revision
    after = objectives.amend_objective(call.door, code, _asked("withdrawn_on", on, given))
    _tell(call, before, after)


@objective.command(
    "merge",
    example='evalflow objective merge EU-04 EU-05 --into EU-11 --title "Fair procedures" --text "Trials are fair." '
    '--wording paraphrase --on 2024-10-05 --no-reason-stated --source "A list (example)"',
)
@click.argument("codes", metavar="CODE CODE...", nargs=-1, required=True)
@click.option("--into", type=CODE, required=True, help="Code of the objective that takes their place.")
@_heir
@_with_reason
@changes
def merge(
    call: Call, codes: tuple[str, ...], into: str, titles: tuple[str, ...], texts: tuple[str, ...], wording: Wording,
    on: str, **given: Any,
) -> None:  # fmt: skip
    """Let one objective take the place of several. They end as merged into it, and stay on record."""
    if len(codes) < 2:
        raise click.UsageError("Name at least two objectives to merge.")
    _succeed(call, "merged", codes, (into,), titles, texts, wording, on, given)


@objective.command(
    "split",
    example='evalflow objective split EU-09 --into EU-11 --title "Unions" --text "Unions are free." --into EU-12 '
    '--title "Assemblies" --text "Assemblies are free." --wording paraphrase --on 2024-10-05 '
    '--reason "each is to be rated apart (example)" --source "A list (example)"',
)
@click.argument("code")
@click.option("--into", type=CODE, multiple=True, required=True, help="Code of one that takes its place; repeat it.")
@_heir
@_with_reason
@changes
def split(
    call: Call, code: str, into: tuple[str, ...], titles: tuple[str, ...], texts: tuple[str, ...], wording: Wording,
    on: str, **given: Any,
) -> None:  # fmt: skip
    """Let several objectives take the place of one: --into, --title and --text for each, in the same order."""
    if len(into) < 2:
        raise click.UsageError("Name at least two that take its place, each with --into, --title and --text.")
    _succeed(call, "split", (code,), into, titles, texts, wording, on, given)


def _succeed(
    call: Call, how: Succession, codes: tuple[str, ...], into: tuple[str, ...], titles: tuple[str, ...],
    texts: tuple[str, ...], wording: Wording, on: str, given: dict[str, Any],
) -> None:  # fmt: skip
    if not len(into) == len(titles) == len(texts):
        raise click.UsageError(f"--into is there {len(into)}, --title {len(titles)} and --text {len(texts)} times.")
    if not given["source"]:
        raise click.UsageError("Say where it stands, with --source.")
    heirs = [objectives.Heir(*told, wording) for told in zip(into, titles, texts, strict=True)]
    command = replace(_asked("withdrawn_on", on, given), succession=how)
    for added in objectives.succeed_objectives(call.door, codes, heirs, command):
        call.show(added.code)
    call.say(f"{' and '.join(codes)} {'was' if len(codes) == 1 else 'were'} {how} into {' and '.join(into)}.")
    if given["no_reason_stated"] and not given["reasons_asked_on"]:
        call.say(NEVER_ASKED)


@objective.command("history", example="evalflow objective history UK-11")
@click.argument("code")
@reads
def history(call: Call, code: str) -> None:
    """Show every change of an objective: old, new, the reason, who decided, and when it was recorded."""
    known = objectives.show_objective(call.door, code)
    if call.form == "table":
        for change in known.changes:
            call.show_record(_in_words(change))
            call.show("")
        return
    rows = [[getattr(change, name) for name in _CHANGE] for change in known.changes]
    call.show_record({"code": known.code, "changes": Table({name: name for name in _CHANGE}, rows)})


_CHANGE = (
    "revision", "kind", "field", "old", "new", "reason", "silent", "reason_category", "reasons_asked_on",
    "proposed_by", "decided_by", "decided_on", "source", "recorded_at",
)  # fmt: skip


def _in_words(change: Change) -> dict[str, Any]:
    told = {name: getattr(change, name) for name in _CHANGE if name != "silent"}
    if change.silent:
        told["reason"] = "no reason stated"
    if change.kind == "correction" and not change.reason:
        told["reason"] = UNRECORDED
    if change.field == "timeframe":
        told |= {"old": timeframe_words(change.old), "new": timeframe_words(change.new)}
    told |= {name: _NOT_KNOWN for name in _to_know(change) if not told[name]}
    shown = {"old", "new"} if change.kind != "added" else {"new"}
    return {name: value for name, value in told.items() if value or name in shown}


def _to_know(change: Change) -> tuple[str, ...]:
    """Return what a reader would want to know of a change: where nobody gave it, it is printed as not known."""
    if change.kind in ("editorial", "correction"):
        return ()
    made = ("proposed_by", "decided_by", "decided_on", "source")
    return made if change.kind == "added" and not change.silent else (*made, "reasons_asked_on")


def _asked(field: str, new: str, given: dict[str, Any]) -> AmendObjective:
    return AmendObjective(field, new, "", **{**given, "reason_category": given["reason_category"] or ""})


def _tell(call: Call, before: int, after: Objective) -> None:
    call.show(after.code)
    if after.revision == before:
        call.say(f"{after.code} says that already: nothing was written.")
        return
    change = after.changes[-1]
    corrected = f"a correction of the record, from {change.source}: {change.reason}"
    reason = {"editorial": "editorial only", "correction": corrected}.get(change.kind)
    why = reason or (f"reason: {change.reason}" if change.reason else "no reason stated, which is a finding")
    call.say(
        f"{after.code} is at revision {after.revision}: {change.field} was “{change.old or 'nothing'}” and is "
        f"“{change.new or 'nothing'}” now ({why})."
    )
    if change.silent and not change.reasons_asked_on:
        call.say(NEVER_ASKED)


def _many(count: int) -> str:
    return "1 objective." if count == 1 else f"{count} objectives."


def _due(known: Objective, call: Call) -> str:
    return known.due or ("no timeframe" if call.form == "table" else "")
