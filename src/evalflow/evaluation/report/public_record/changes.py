"""Changes of objectives, recorded in the cycle's time → numbered lines: those that need a reason, and the annex."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from evalflow.evaluation.dialogues.dialogue import FIELDS
from evalflow.evaluation.objectives.objective import DATES, DECLARED, Change, Objective
from evalflow.evaluation.objectives.slips import MADE, goes_along
from evalflow.evaluation.objectives.timeframe import timeframe_words
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.record import ChangeLine, RestatedLine
from evalflow.evaluation.wording import date_words, last_day

_WORDINGS = ("text", "parts", "withdrawn_on")  # fields whose words are printed as the objective's


@dataclass(frozen=True)
class Changes:
    """All changes of the period. Numbers run through: first those that need a reason, then the others."""

    reasoned: tuple[ChangeLine, ...]
    added: tuple[ChangeLine, ...]
    corrections: tuple[ChangeLine, ...]
    editorial: tuple[ChangeLine, ...]


def changes(known: Everything) -> Changes:
    """Return the changes recorded from the day before the cycle was opened to the data cut-off, in order.

    An objective that stood when the cycle was opened was not added in it, even if it was recorded on the same day.
    """
    recorded = sorted(_recorded(known), key=lambda one: (one[1].recorded_at, one[0].code, one[1].revision))
    groups: list[tuple[ChangeLine, ...]] = []
    for kinds in (MADE, ("added",), ("correction",), ("editorial",)):
        number = sum(map(len, groups)) + 1
        chosen = [one for one in recorded if one[1].kind in kinds]
        groups.append(tuple(_line(known, number + n, *one) for n, one in enumerate(chosen)))
    return Changes(*groups)


def restatements(known: Everything) -> tuple[RestatedLine, ...]:
    """Return what was stated anew of the dialogue itself in the time of `changes`, in order.

    What an older version recorded has no instant, so it is in the journal alone.
    """
    since = known.day(known.cycle.opened_at) - timedelta(days=1)
    made = ((one, one.recorded_at) for one in known.dialogue.restated)
    return tuple(
        RestatedLine(
            FIELDS.get(one.field, "What the dialogue is called, and its sources"), one.old, one.new, one.reason,
            known.day(at), known.named(one.recorded_by),
        )
        for one, at in made
        if at and known.day(at) >= since and at <= known.now
    )  # fmt: skip


def _recorded(known: Everything) -> Iterable[tuple[Objective, Change]]:
    opened = known.cycle.opened_at
    since = known.day(opened) - timedelta(days=1)
    for objective in known.objectives:
        for change in objective.changes:
            in_time = change.recorded_at > opened if change.kind == "added" else _on(known, change) >= since
            if in_time and change.recorded_at <= known.now and not goes_along(objective, change):
                yield objective, change


def _line(known: Everything, number: int, objective: Objective, change: Change) -> ChangeLine:
    old, new = _old_and_new(objective, change)
    return ChangeLine(
        number=number,
        objective=objective.code,
        kind=change.kind,
        field=DECLARED[change.field].label,
        old=old,
        new=new,
        reason_category=change.reason_category,
        reason=change.stated_reason,
        reasons_asked_on=last_day(change.reasons_asked_on),
        proposed_by=known.named(change.proposed_by),
        decided_by=known.named(change.decided_by),
        decided_on=date_words(change.decided_on),
        source=change.source,
        recorded_on=_on(known, change),
        recorded_by=known.named(change.recorded_by),
        paraphrase=change.field in _WORDINGS and _wording(objective, change) == "paraphrase",
    )


def _old_and_new(objective: Objective, change: Change) -> tuple[str, str]:
    if change.field == "withdrawn_on":
        return objective.text, ""
    if change.field in DATES:
        days = date_words(change.old), date_words(change.new)
        after = next((one for one in objective.changes if one.revision == change.revision + 1), None)
        if after is None or not goes_along(objective, after):
            return days
        return _stated(days[0], after.old), _stated(days[1], after.new)
    if change.field == "timeframe":
        return timeframe_words(change.old), timeframe_words(change.new)
    return change.old, change.new


def _stated(day: str, timeframe: str) -> str:
    """Return a day with what is stated of it: "31 December 2028 (by the end of 2028; source: S2)"."""
    words = timeframe_words(timeframe)
    return f"{day or 'no date'} ({words})" if words else day


def _wording(objective: Objective, change: Change) -> str:
    """Return whether the objective was kept as published or in a paraphrase when it was changed."""
    later = (one.old for one in objective.changes if one.field == "wording" and one.revision > change.revision)
    return next(later, objective.wording)


def _on(known: Everything, change: Change) -> date:
    return known.day(change.recorded_at)
