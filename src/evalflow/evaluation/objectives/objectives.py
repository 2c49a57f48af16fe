"""An objective and a command → what happens to it, or a refusal: nothing changes without its reason.

The database holds the same rule (store/triggers.py).
"""

from dataclasses import replace
from datetime import datetime

from evalflow.engine.dates import PartialDate, exact_day
from evalflow.engine.eras import refuse_year
from evalflow.engine.reasons import is_blank, need_reason, need_text, refuse_hollow
from evalflow.errors import Refused, Remedy
from evalflow.evaluation.objectives.fields import ChangeKind
from evalflow.evaluation.objectives.objective import (
    DATES,
    DECLARED,
    FIELDS,
    REASON_CATEGORIES,
    AddObjective,
    AmendObjective,
    Change,
    Objective,
    ObjectiveAdded,
    ObjectiveAmended,
    ObjectiveCommand,
    ObjectiveEvent,
    is_editorial,
    milestones_of,
    there,
)
from evalflow.evaluation.objectives.timeframe import read_timeframe


def decide_objective(objective: Objective | None, command: ObjectiveCommand, now: datetime) -> list[ObjectiveEvent]:
    """Return what happens to an objective: nothing where the new value is the old one.

    Raises:
        Refused: no reason and not marked as none stated, a stale revision, a withdrawn objective, an unknown field.
    """
    match command:
        case AddObjective():
            if objective:
                raise Refused("objective-exists", f"The record already has an objective {objective.code}.")
            return [ObjectiveAdded(_first_revision(command, now))]
        case _:
            return _amend(there(objective), command, now)


def _refuse_bad_milestones(text: str) -> None:
    for milestone in milestones_of(text):
        refuse_year(milestone.by)


def _first_revision(command: AddObjective, now: datetime) -> Objective:
    objective = command.objective
    _refuse_unfit_to_add(command)
    added = Change(
        1, "added", "text", "", objective.text, command.reason.strip(), "", command.reasons_asked_on, "", "", "",
        objective.source, now, command.by, silent=command.no_reason_stated,
    )  # fmt: skip
    return replace(objective, revision=1, changes=(added,))


def _refuse_unfit_to_add(command: AddObjective) -> None:
    objective = command.objective
    for name in DATES:
        if text := getattr(objective, name):
            PartialDate.parse(text)
            refuse_year(text)
    for name in DECLARED:
        _refuse_unknown_word(name, getattr(objective, name))
    read_timeframe(objective.timeframe)
    _refuse_bad_milestones(objective.milestones)
    refuse_hollow(command.reason)
    _refuse_two_answers(command)
    asked = f"{objective.code} has no text. An objective is what it says: give it with --text."
    need_text(objective.text, asked, "text-missing")


def _amend(objective: Objective, command: AmendObjective, now: datetime) -> list[ObjectiveEvent]:
    _refuse_unfit(objective, command)
    old = getattr(objective, command.field)
    if old == command.new:
        return []
    kind = _kind(command, old)
    _refuse_without_reason(objective, command, kind)
    change = Change(
        revision=objective.revision + 1,
        kind=kind,
        field=command.field,
        old=old,
        new=command.new,
        reason=command.reason.strip(),
        reason_category=command.reason_category if command.reason.strip() else "",
        reasons_asked_on=command.reasons_asked_on,
        proposed_by=command.proposed_by,
        decided_by=command.decided_by,
        decided_on=command.decided_on,
        source=command.source,
        recorded_at=now,
        recorded_by=command.by,
        silent=kind not in ("correction", "editorial") and not command.reason.strip(),
    )
    return [ObjectiveAmended(change)]


def _kind(command: AmendObjective, old: str) -> ChangeKind:
    if is_editorial(old, command.new, command.field):
        return "editorial"
    if command.succession and command.field == "withdrawn_on":
        return command.succession
    return "correction" if command.correction else DECLARED[command.field].change


def _refuse_unfit(objective: Objective, command: AmendObjective) -> None:
    if command.field not in DECLARED:
        raise Refused("unknown-field", f"An objective has no field {command.field!r}. It has: {', '.join(FIELDS)}.")
    if command.revision is not None and command.revision != objective.revision:
        look = Remedy("show-history", objective.code)
        raise Refused(
            "revision-is-stale",
            f"{objective.code} stands at revision {objective.revision}, not {command.revision}: somebody changed it "
            f"since you read it. Look with `{look}` and decide again.",
            look,
        )
    if objective.withdrawn_on and not command.correction:
        raise Refused("objective-withdrawn", f"{objective.code} was withdrawn on {objective.withdrawn_on}.")
    for text in (command.decided_on, command.new if command.field in DATES else ""):
        if text:
            PartialDate.parse(text)
            refuse_year(text)
    if command.reasons_asked_on:
        exact_day(command.reasons_asked_on)
    _refuse_unknown_word(command.field, command.new)
    if command.field == "timeframe":
        read_timeframe(command.new)
    if command.field == "milestones":
        _refuse_bad_milestones(command.new)
    if command.field == "text" and is_blank(command.new):
        withdraw = Remedy("withdraw-objective")
        raise Refused("text-missing", f"An objective cannot lose its text. Withdraw it with `{withdraw}`.", withdraw)


def _refuse_unknown_word(field: str, word: str) -> None:
    words = DECLARED[field].words
    if words and word not in words:
        raise Refused(f"unknown-{field}", f"{word!r} is no {field} of an objective. Choose from: {', '.join(words)}.")


def _refuse_without_reason(objective: Objective, command: AmendObjective, kind: ChangeKind) -> None:
    if command.reason.strip() and command.reason_category not in ("", *REASON_CATEGORIES):
        raise Refused("unknown-category", f"Choose a category of reasons from: {', '.join(REASON_CATEGORIES)}.")
    _refuse_two_answers(command)
    if kind == "correction":
        _refuse_unfounded(command)
    elif kind != "editorial" and not command.no_reason_stated:
        need_reason(
            command.reason,
            f"{objective.code} changes only with the stated reason: give it with --reason. Where the governments "
            "stated none, say so with --no-reason-stated; the report then prints it as a finding.",
        )
    refuse_hollow(command.reason)


def _refuse_unfounded(command: AmendObjective) -> None:
    """Refuse a correction that does not say what shows that the record was wrong: it could hide a change."""
    if command.no_reason_stated:
        raise Refused(
            "reason-contradicts",
            "A correction says what shows that the record was wrong, so --no-reason-stated does not go with it. What "
            "governments changed is no correction: leave out --correction.",
        )
    need_text(
        command.source,
        "A correction puts right what the record had wrong. Say with --source where the right words are published.",
        "source-missing",
    )
    need_reason(
        command.reason,
        "A correction says what shows that the record was wrong: give it with --reason. It is printed in the report. "
        "What governments changed is no correction: leave out --correction.",
    )


def _refuse_two_answers(command: ObjectiveCommand) -> None:
    if command.reason.strip() and command.no_reason_stated:
        raise Refused("reason-contradicts", "Give either --reason or --no-reason-stated, not both.")
