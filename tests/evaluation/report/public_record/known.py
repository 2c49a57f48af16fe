"""Nothing → everything on record of one invented evaluation, with its cycle run by the engine itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from evalflow.engine.heart import apply, decide
from evalflow.engine.periods import Period
from evalflow.engine.rules import parse
from evalflow.engine.words import (
    Choice,
    Command,
    CompleteStep,
    Cycle,
    Event,
    OpenCycle,
    Step,
    Tick,
    Timing,
    Workflow,
)
from evalflow.evaluation.bodies import Body
from evalflow.evaluation.criteria.criteria import CriteriaSet, Criterion
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import Evaluation, Terms
from evalflow.evaluation.inputs.input import Disposition, DispositionKind, Input, Level, Point
from evalflow.evaluation.objectives.objective import (
    AddObjective,
    AmendObjective,
    Objective,
    ObjectiveCommand,
    apply_objective,
)
from evalflow.evaluation.objectives.objectives import decide_objective
from evalflow.evaluation.people import Record
from evalflow.evaluation.report.head import Head
from evalflow.evaluation.report.public_record import Everything, Happened
from evalflow.evaluation.statements import Source, Statement

OPENED = datetime(2026, 12, 14, 12, tzinfo=UTC)
OPENING = date(2027, 1, 11)
NOW = datetime(2027, 6, 11, 22, 59, tzinfo=UTC)
COORDINATOR = "0c"
PEOPLE = {COORDINATOR: "Example Secretariat", "0e": "Example Rapporteur", "clock": "the clock"}

Act = tuple[datetime, Command]


def at(month: int, day: int, hour: int = 12) -> datetime:
    """Return an instant in 2027."""
    return datetime(2027, month, day, hour, tzinfo=UTC)


def workflow() -> Workflow:
    """Return terms → (inputs ∥ replies) → draft → adopt, from which a draft can be returned."""
    eight_weeks = Timing("after", "opened", Period(weeks=8))
    thirty_days = Timing("after", "opened", Period(days=30))
    before_opening = Timing("before", "opening", Period(days=1))
    steps = (
        Step("terms", "Terms", "task", "coordinator", before_opening, next=("inputs", "replies")),
        Step("inputs", "Inputs of NGOs", "window", "ngo", eight_weeks, "", True, next=("draft",), accepts=("ngo",)),
        Step(
            "replies", "Submissions of the partners", "window", "government", eight_weeks, "", True,
            next=("draft",), accepts=("government", "counterpart-government"),
        ),
        Step("draft", "Draft", "task", "coordinator", thirty_days, next=("adopt",)),
        Step(
            "adopt", "Adoption", "task", "evaluating-body", None, "the body’s own calendar decides",
            choices=(
                Choice("adopted", ("end",), act="adopt-report"), Choice("returned", ("draft",), requires_reason=True),
            ),
        ),
    )  # fmt: skip
    return Workflow("example-cycle", "1.0.0", "An example", "Europe/London", "none", "plain", steps)


def ran(*acts: Act, until: datetime = NOW, of: Workflow | None = None) -> tuple[Cycle, tuple[Happened, ...]]:
    """Return the cycle and its history after these acts of the coordinator; the clock ticks before each."""
    asked = of or workflow()
    cycle: Cycle | None = None
    history: list[Happened] = []

    def happen(events: Sequence[Event], when: datetime, by: str) -> None:
        nonlocal cycle
        for event in events:
            cycle = apply(cycle, event)
            history.append(Happened(when, by, event))

    for when, command in ((OPENED, OpenCycle("cycle-1", "1c" * 32, OPENING)), *acts, (until, Tick())):
        while cycle and (events := decide(asked, cycle, Tick(), {}, when)):
            happen(events, when, "clock")
        if not isinstance(command, Tick):
            happen(decide(asked, cycle, command, {}, when), when, COORDINATOR)
    assert cycle
    return cycle, tuple(history)


def everything(*acts: Act, until: datetime = NOW, of: Workflow | None = None) -> Everything:
    """Return an evaluation of two countries that do not exist, with its terms published and nothing else in it."""
    cycle, history = ran((datetime(2026, 12, 20, tzinfo=UTC), CompleteStep("terms")), *acts, until=until, of=of)
    return Everything(
        record=Record("record-1", "Example", True),
        people=PEOPLE,
        dialogue=dialogue(),
        objectives=(),
        evaluation=Evaluation(
            "cycle-1", "EX-SA-2027", "dialogue-1", COORDINATOR, False, "2d" * 32,
            Terms("https://committee.example/timetable", "https://committee.example/criteria", "2026-12-20"),
            Body("Example Committee", "the Example Parliament", "Example Gazette"),
        ),
        cycle=cycle, workflow=of or workflow(), opened_by=of or workflow(), history=history, inputs=(), findings=(),
        criteria=CriteriaSet("suspension", "1", "Suspension", criteria()),
        pairs=(), coordination=(), head=Head(412, "9f" * 32), now=until,
    )  # fmt: skip


def dialogue() -> Dialogue:
    source = Source("S1", "Example paper of 2003", "as stated there; not independently verified")
    stated = {"start": Statement("stated", "after a visit", "S1, l. 3", "1997"), "timeframe": Statement("stated-none")}
    return Dialogue("dialogue-1", "ex-sa", "Exampleland–Samplestan", "Exampleland", "Samplestan", (source,), stated)


def criteria() -> tuple[Criterion, ...]:
    secret, late = parse("!objectives.public"), parse("report.adopted")
    return (
        Criterion("SC-10", "Secrecy", "objectives are not public", "calendar", "review", secret.text, secret),
        Criterion(
            "SC-09", "Lateness", "this evaluation is late", "calendar", "review", late.text, late,
            {"late": Period(months=6), "sessions": 2},
        ),
    )  # fmt: skip


def objective(code: str = "EX-01", *commands: tuple[datetime, ObjectiveCommand], **fields: str) -> Objective:
    """Return an objective that was added long before the cycle, after these commands."""
    given = {"id": code.lower(), "dialogue": "dialogue-1", "code": code, "title": f"Title of {code}"} | fields
    first = Objective(**({"text": f"Text of {code}", "wording": "paraphrase"} | given))  # type: ignore[arg-type] # all are text
    known: Objective | None = None
    for when, command in ((datetime(2026, 1, 5, tzinfo=UTC), AddObjective(first, COORDINATOR)), *commands):
        for event in decide_objective(known, command, when):
            known = apply_objective(known, event)
    assert known
    return known


def amend(field: str, new: str, **more: object) -> AmendObjective:
    return AmendObjective(field, new, COORDINATOR, **({"reason": "Both sides agreed."} | more))  # type: ignore[arg-type] # a test's own words


def handed_in(code: str, kind: str = "ngo", level: Level = "public", **more: object) -> Input:
    """Return an input with one point that is answered."""
    first = Input(
        f"id of {code}", "cycle-1", code, kind, level, f"Example {code}" if level == "public" else "",
        f"Title of {code}", at(2, 3), "c0" * 32, "5a" * 32, "c1" * 32, (point(1),),
    )  # fmt: skip
    return replace(first, **more)  # type: ignore[arg-type] # a test's own words


def point(
    number: int, kind: DispositionKind | None = "used", *, released: bool = False, objective: str = "EX-01"
) -> Point:
    answer = Disposition(kind, f"Reason {number}", "14", at(4, 1), COORDINATOR) if kind else None
    return Point(number, f"Text of point {number}", objective, released, answer)


def days(number: int) -> timedelta:
    return timedelta(days=number)
