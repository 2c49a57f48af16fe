"""What the report draws: statuses over the cycles, days that were moved, minutes of agendas → lines of numbers."""

from collections import Counter

from evalflow.engine.dates import PartialDate
from evalflow.engine.rules import Between, FactItem, Listing
from evalflow.evaluation.criteria.agendas import session_agendas
from evalflow.evaluation.objectives.slips import DueDay, due_days
from evalflow.evaluation.registers.registers import is_public
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.sections.amendments import SlipDay, SlipLine
from evalflow.evaluation.report.sections.assessment import EarlierLine
from evalflow.evaluation.report.sections.registers import AgendaLine
from evalflow.evaluation.wording import in_order


def earlier_lines(known: Everything) -> tuple[EarlierLine, ...]:
    """Return the statuses that the evaluations adopted before this one found, the oldest first."""
    found = []
    for evaluation, findings in known.earlier:
        if evaluation.adoption:
            counted = Counter(finding.status for finding in findings)
            found.append(EarlierLine(evaluation.code, evaluation.adoption.adopted_on, dict(sorted(counted.items()))))
    return tuple(sorted(found, key=lambda one: one.adopted_on))


def slip_lines(known: Everything) -> tuple[SlipLine, ...]:
    """Return every objective that ever had a day and was given another."""
    found = []
    for one in sorted(known.objectives, key=lambda one: in_order(one.code)):
        days = due_days(one)
        if len(days) > 1:
            found.append(SlipLine(one.code, tuple(map(_slip_day, days))))
    return tuple(found)


def _slip_day(day: DueDay) -> SlipDay:
    return SlipDay(day.due, day.since, day.silent, day.corrected)


def agenda_lines(known: Everything) -> tuple[AgendaLine, ...]:
    """Return each session held that has an item of its agenda on record, in the order of the sessions."""
    registers = {
        name: [one for one in known.entries if one.register == name and is_public(one)]
        for name in ("session", "agenda-item")
    }
    fact = session_agendas(registers, known.completeness, known.day(known.now))
    items = fact.value.items if isinstance(fact.value, Listing) else ()
    lines = [_agenda(item) for item in items]
    return tuple(line for line in sorted(lines, key=lambda one: in_order(one.session)) if line.items)


def _agenda(item: FactItem) -> AgendaLine:
    number, minutes, on = item.fields["items"], item.fields["minutes"], item.fields["on"]
    return AgendaLine(
        session=str(item.fields["session"]),
        on=on.text if isinstance(on, PartialDate) else "",
        items=_least(number),
        minutes=_least(minutes),
        at_least=isinstance(number, Between) or isinstance(minutes, Between),
    )


def _least(value: object) -> int:
    if isinstance(value, Between):
        return value.low or 0
    return value if isinstance(value, int) else 0
