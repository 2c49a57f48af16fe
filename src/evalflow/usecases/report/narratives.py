"""What the body says in its own words: its texts, who evaluated, and what it adopts the report without."""

from collections.abc import Mapping
from dataclasses import dataclass

from evalflow.definitions.problems import nearest
from evalflow.errors import Refused
from evalflow.evaluation.report.narrative import (
    Evaluator,
    NameEvaluator,
    Narrative,
    Override,
    OverrideCheck,
    WriteTexts,
    decide_narrative,
)
from evalflow.evaluation.report.public_record.checks import CHECKS, ReportCheck
from evalflow.usecases.door.current import Current, current, read_current
from evalflow.usecases.door.door import Acting, Door, acting, looking
from evalflow.usecases.door.people import names_in
from evalflow.usecases.report.public_records import checks_of


@dataclass(frozen=True)
class Checks:
    """Every check of a report, with the names of persons by id."""

    code: str
    found: tuple[ReportCheck, ...]
    names: Mapping[str, str]


def write_texts(door: Door, code: str, texts: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Keep the texts, in place of those of the same parts. Returns the cycle's code and the parts that are new.

    Raises:
        Refused: the report is adopted, or a text is too long.
    """
    with acting(door) as act:
        here = _unadopted(act, code)
        before = _known(act, here)
        _record(act, here, WriteTexts(texts))
        known = before.texts if before else {}
        return here.evaluation.code, tuple(name for name, text in texts.items() if known.get(name, "") != text)


def name_evaluator(door: Door, code: str, evaluator: Evaluator) -> str:
    """Name one who evaluates, with what they state of their interests; print it with the report."""
    with acting(door) as act:
        here = _unadopted(act, code)
        _record(act, here, NameEvaluator(evaluator))
        return here.evaluation.code


def override_check(door: Door, code: str, check: str, reason: str) -> ReportCheck:
    """Set a check of the report aside that does not hold: by whom and why is printed.

    Raises:
        Refused: there is no such check, nobody can set it aside, it holds, or no reason is given.
    """
    with acting(door) as act:
        here = _unadopted(act, code)
        name = check.lower()
        if name not in CHECKS:
            raise Refused(
                "no-such-check",
                f"There is no check {check!r}. {nearest(name, list(CHECKS))}See `evalflow report check`.",
            )
        found = next(one for one in checks_of(act.tx, here) if one.name == name)
        if found.fixed:
            raise Refused(
                "check-fixed",
                f"Nobody can set {name} aside: others rely on it. What helps: {found.remedy or 'nothing'}",
            )
        if not found.missing:
            raise Refused("check-holds", f"{name} holds: there is nothing to set aside.")
        _record(act, here, OverrideCheck(Override(name, reason, act.by, act.now)))
        return found


def check_report(door: Door, code: str) -> Checks:
    """Return every check of the report as it would be adopted now."""
    with looking(door) as (reading, now):
        here = read_current(reading, code, now)
        _refuse_adopted(here)
        return Checks(here.evaluation.code, checks_of(reading, here), names_in(reading))


def written_texts(door: Door, code: str) -> tuple[str, Mapping[str, str]]:
    """Return the cycle's code and the texts that are written."""
    with looking(door) as (reading, now):
        here = read_current(reading, code, now)
        narrative = reading.get(Narrative, here.cycle.id)
        return here.evaluation.code, narrative.texts if narrative else {}


def _known(act: Acting, here: Current) -> Narrative | None:
    return act.tx.get(Narrative, here.cycle.id)


def _record(act: Acting, here: Current, command: WriteTexts | NameEvaluator | OverrideCheck) -> None:
    if events := decide_narrative(_known(act, here), command, here.cycle.id):
        act.record(here.cycle.id, events)


def _unadopted(act: Acting, code: str) -> Current:
    here = current(act, code)
    _refuse_adopted(here)
    return here


def _refuse_adopted(here: Current) -> None:
    if adoption := here.evaluation.adoption:
        raise Refused("report-adopted", f"The report was adopted on {adoption.adopted_on}; it stands as adopted.")
