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


def earlier_lines(everything: Everything) -> tuple[EarlierLine, ...]:
    """Return the statuses that the evaluations adopted before this one found, the oldest first."""
    lines = []
    for evaluation, findings in everything.earlier:
        if evaluation.adoption:
            counted = Counter(finding.status for finding in findings)
            lines.append(EarlierLine(evaluation.code, evaluation.adoption.adopted_on, dict(sorted(counted.items()))))
    return tuple(sorted(lines, key=lambda line: line.adopted_on))


def slip_lines(everything: Everything) -> tuple[SlipLine, ...]:
    """Return every objective that ever had a day and was given another."""
    lines = []
    for objective in sorted(everything.objectives, key=lambda one: in_order(one.code)):
        days = due_days(objective)
        if len(days) > 1:
            lines.append(SlipLine(objective.code, tuple(map(_slip_day, days))))
    return tuple(lines)


def _slip_day(day: DueDay) -> SlipDay:
    return SlipDay(day.due, day.since, day.silent, day.corrected)


def agenda_lines(everything: Everything) -> tuple[AgendaLine, ...]:
    """Return each session held that has an item of its agenda on record, in the order of the sessions."""
    registers = {
        name: [entry for entry in everything.entries if entry.register == name and is_public(entry)]
        for name in ("session", "agenda-item")
    }
    fact = session_agendas(registers, everything.completeness, everything.day(everything.now))
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
