"""Changes of objectives, recorded in the cycle's time → numbered lines: those that need a reason, and the annex."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from evalflow.evaluation.dialogues.dialogue import FIELDS
from evalflow.evaluation.message import Message, as_given, message
from evalflow.evaluation.objectives.objective import DATES, Change, Objective
from evalflow.evaluation.objectives.slips import MADE, goes_along
from evalflow.evaluation.objectives.timeframe import read_timeframe
from evalflow.evaluation.report.public_record.dialogue import stated_of
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.sections.amendments import ChangeLine, RestatedLine
from evalflow.evaluation.wording import last_day

_WORDINGS = ("text", "parts", "withdrawn_on")  # fields whose words are printed as the objective's


@dataclass(frozen=True)
class Changes:
    """All changes of the period. Numbers run through: first those that need a reason, then the others."""

    reasoned: tuple[ChangeLine, ...]
    added: tuple[ChangeLine, ...]
    corrections: tuple[ChangeLine, ...]
    editorial: tuple[ChangeLine, ...]


def changes(everything: Everything) -> Changes:
    """Return the changes recorded from the day before the cycle was opened to the data cut-off, in order.

    An objective that stood when the cycle was opened was not added in it, even if it was recorded on the same day.
    """
    recorded = sorted(_recorded(everything), key=lambda one: (one[1].recorded_at, one[0].code, one[1].revision))
    groups: list[tuple[ChangeLine, ...]] = []
    for kinds in (MADE, ("added",), ("correction",), ("editorial",)):
        number = sum(map(len, groups)) + 1
        chosen = [one for one in recorded if one[1].kind in kinds]
        groups.append(tuple(_line(everything, number + n, *one) for n, one in enumerate(chosen)))
    return Changes(*groups)


def restatements(everything: Everything) -> tuple[RestatedLine, ...]:
    """Return what was stated anew of the dialogue itself in the time of `changes`, in order.

    What an older version recorded has no instant, so it is in the journal alone.
    """
    since = everything.day(everything.cycle.opened_at) - timedelta(days=1)
    made = ((one, one.recorded_at) for one in everything.dialogue.restated)
    return tuple(
        RestatedLine(
            message(f"fact.{restated.field if restated.field in FIELDS else 'other'}"), restated.old, restated.new,
            restated.reason, everything.day(at), everything.named(restated.recorded_by),
        )
        for restated, at in made
        if at and everything.day(at) >= since and at <= everything.now
    )  # fmt: skip


def _recorded(everything: Everything) -> Iterable[tuple[Objective, Change]]:
    opened = everything.cycle.opened_at
    since = everything.day(opened) - timedelta(days=1)
    for objective in everything.objectives:
        for change in objective.changes:
            in_time = change.recorded_at > opened if change.kind == "added" else _on(everything, change) >= since
            if in_time and change.recorded_at <= everything.now and not goes_along(objective, change):
                yield objective, change


def _line(everything: Everything, number: int, objective: Objective, change: Change) -> ChangeLine:
    old, new = _old_and_new(objective, change)
    return ChangeLine(
        number=number,
        objective=objective.code,
        kind=change.kind,
        field=message(f"field.{change.field}"),
        old=old,
        new=new,
        reason_category=change.reason_category,
        reason=change.stated_reason,
        reasons_asked_on=last_day(change.reasons_asked_on),
        proposed_by=everything.named(change.proposed_by),
        decided_by=everything.named(change.decided_by),
        decided_on=change.decided_on,
        source=change.source,
        recorded_on=_on(everything, change),
        recorded_by=everything.named(change.recorded_by),
        paraphrase=change.field in _WORDINGS and _wording(objective, change) == "paraphrase",
    )


def _old_and_new(objective: Objective, change: Change) -> tuple[Message | None, Message | None]:
    if change.field == "withdrawn_on":
        return _text(objective.text), None
    if change.field in DATES:
        after = next((one for one in objective.changes if one.revision == change.revision + 1), None)
        along = after if after and goes_along(objective, after) else None
        return _due(change.old, along.old if along else ""), _due(change.new, along.new if along else "")
    if change.field == "timeframe":
        return _timeframe(change.old), _timeframe(change.new)
    return _text(change.old), _text(change.new)


def _text(text: str) -> Message | None:
    return as_given(text) if text else None


def _due(on: str, kept: str) -> Message | None:
    """Return a day with what is stated of it: "31 December 2028 (by the end of 2028; source: S2)"."""
    if (timeframe := _timeframe(kept)) is None:
        return message("date", on=on) if on else None
    return message("due.stated", on=on, timeframe=timeframe) if on else message("due.none-stated", timeframe=timeframe)


def _timeframe(kept: str) -> Message | None:
    if (stated := read_timeframe(kept)) is None:
        return None
    told = stated_of(stated) or message("timeframe.stated")
    return message("timeframe.sourced", timeframe=told, source=stated.source) if stated.source else told


def _wording(objective: Objective, change: Change) -> str:
    """Return whether the objective was kept as published or in a paraphrase when it was changed."""
    later = (one.old for one in objective.changes if one.field == "wording" and one.revision > change.revision)
    return next(later, objective.wording)


def _on(everything: Everything, change: Change) -> date:
    return everything.day(change.recorded_at)
