"""A small record that holds something of every family, as events written through the store."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from evalflow.engine.incidents import Incident, IncidentOpened
from evalflow.engine.periods import Deadline, Reminder
from evalflow.engine.words import CycleOpened, StepAwaited, StepFellOverdue, StepOpened, TokenArrived
from evalflow.evaluation.bodies import Body
from evalflow.evaluation.comparison import Compared, ComparedObjective
from evalflow.evaluation.dialogues.dialogue import Dialogue, DialogueAdded, StandingChange, StandingChanged
from evalflow.evaluation.evaluation import BodyNamed, Evaluation, EvaluationOpened
from evalflow.evaluation.findings.deliberation import Deliberation, DeliberationOpened, FindingProposed, Proposal
from evalflow.evaluation.findings.findings import Finding, ObjectiveRated
from evalflow.evaluation.findings.recommendations import (
    Recommendation,
    RecommendationCarried,
    RecommendationMade,
    Reply,
    ReplyRecorded,
)
from evalflow.evaluation.inputs.commands_events import InputReceived, PointAdded, PointDisposed
from evalflow.evaluation.inputs.input import Disposition, Input, Point
from evalflow.evaluation.letters.commands_events import (
    File,
    Letter,
    LetterWritten,
    Reminded,
    SendingBegun,
)
from evalflow.evaluation.letters.contacts import Contact, ContactAdded, Seat, SeatTaken
from evalflow.evaluation.objectives.objective import Change, Objective, ObjectiveAdded, ObjectiveAmended
from evalflow.evaluation.people import PersonNamed, RecordOpened
from evalflow.evaluation.pinned import Definition, DefinitionPinned
from evalflow.evaluation.registers.commands_events import (
    Completeness,
    Entry,
    EntryAdded,
    EntryCorrected,
    EntryCorrection,
    RegisterStatedComplete,
)
from evalflow.evaluation.report.narrative import (
    CheckOverridden,
    Evaluator,
    EvaluatorNamed,
    NarrativeBegun,
    Override,
    TextsWritten,
)
from evalflow.evaluation.report.partners import PartnerReport, PartnerReportReceived
from evalflow.evaluation.statements import Item, Source, Statement
from evalflow.store.access.transaction import Transaction
from evalflow.store.database.database import Store

NOW = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
NAME = "Wen Example, of the Example Committee"


class Counting:
    """A mint whose nonces follow from the number of the entry."""

    def nonce(self, seq: int, part: int = 0) -> bytes:
        return (2 * seq + part).to_bytes(32, "big")


MINT = Counting()

WORKFLOW = Definition("f" * 64, "workflow", "evaluation-cycle", "1.0.0", 1, "name: evaluation-cycle\n")
DIALOGUE = Dialogue(
    "d1",
    "uk-china",
    "UK–China 对话",
    "United Kingdom",
    "China",
    (Source("paper", "An NGO paper"),),
    {"start": Statement("stated", "1997", "l. 12", items=(Item("first round", "l. 13", hedge="apparently"),))},
)
ADDED = Change(1, "added", "text", "", "Release all prisoners.", "", "", "", "", "", "", "l. 7", NOW, "p1")
OBJECTIVE = Objective("o1", "d1", "UK-01", "Release", "Release all prisoners.", "paraphrase", changes=(ADDED,))
REMINDER = Reminder(NOW + 21 * DAY, date(2027, 2, 1), "coordinator", "6 days before")
DUE = Deadline(NOW + 28 * DAY, date(2027, 2, 7), "Europe/London", ("four weeks after 11 Jan 2027",), (REMINDER,))
RECEIVED = Input(
    "i1", "c1", "UK-CN-2027/NGO/001", "ngo", "public", NAME, "On prisoners", NOW, "a" * 64, "salt", "b" * 64,
    (Point(1, "The number is “unknown”."),),
)  # fmt: skip


RECOMMENDATION = Recommendation(
    "r1", "UK-CN-2027/REC/01", "c1", "d1", "Publish the reports.", "partner", "The Example Ministry", "2028-01-31",
    "high", ("UK-01", "SC-10"), NOW, "p1",
)  # fmt: skip
REPLY = Reply("partner", "partly", "In summary.", "2027-03-01", "its letter", "draft", False, NOW, "p1")
LETTER = Letter(
    "l1", "digest/k1/2027-01-11", "digest", "k1", "2027-01-11", "due", NOW,
    items=(Reminded("c1", "terms", 1, date(2027, 2, 7), "7 days before", NOW),),
    files=(File("a.pdf", "c" * 64),), next_at=NOW,
)  # fmt: skip


def amended(objective: Objective, field: str, new: str, **more: Any) -> ObjectiveAmended:
    """Return the next change of an objective, with a reason unless told."""
    said = {"kind": "text", "reason": "agreed in session", "reason_category": "agreement", "source": "", **more}
    old = getattr(objective, field)
    return ObjectiveAmended(
        Change(
            objective.revision + 1, said["kind"], field, old, new, said["reason"], said["reason_category"], "", "", "",
            "2027-01", said["source"], NOW, "p1",
        )
    )  # fmt: skip


COMPARED = Compared(
    "EX-SA-2027", "ex-sa", "Exampleland", "Samplestan", "Example Committee", date(2027, 6, 12),
    (ComparedObjective("EX-01", "Visits", "", "partial", "weak", dated=False),), 2, 1, 12, True, 0,
    {"SC-01": "clear"}, {"R01": "unknown"},
)  # fmt: skip


def histories() -> list[tuple[str, Sequence[Any]]]:
    """Return subject and events for one entity of every family, in an order that can be recorded."""
    evaluation = Evaluation("c1", "UK-CN-2027", "d1", "Example Committee", False, "e" * 64)
    entry = Entry("e1", "session", "d1", "S-001", {"held_on": "1997-08", "status": "held"}, "l. 20")
    finding = Finding("f1", "c1", "o1", "partial", "weak", "no-link", "Some.", NOW, "p1", basis=("S-001",))
    return [
        ("r1", [RecordOpened("r1", "Example", True)]),
        ("p1", [PersonNamed("p1", NAME)]),
        (WORKFLOW.id, [DefinitionPinned(WORKFLOW)]),
        ("d1", [DialogueAdded(DIALOGUE), StandingChanged(StandingChange("suspended", "2027", "own", "x", "y"))]),
        ("o1", [ObjectiveAdded(OBJECTIVE), amended(OBJECTIVE, "due", "2028", kind="due")]),
        ("e1", [EntryAdded(entry), EntryCorrected(EntryCorrection("status", "held", "postponed", "misread"))]),
        ("m1", [RegisterStatedComplete(Completeness("m1", "session", "d1", "1997", "2026", "a clerk", "l. 3"))]),
        ("c1", cycle_events()),
        ("c1", [EvaluationOpened(evaluation), BodyNamed(Body("Example Committee", "Parliament", "l. 1"))]),
        ("i1", [InputReceived(RECEIVED), PointAdded(Point(2, "And more.", "UK-01")), _disposed(1), _disposed(2)]),
        ("n1", [IncidentOpened(Incident("n1", "effect", "r/1", "1.txt", "The disk is full.", NOW, 1, NOW))]),
        (
            "k1",
            [ContactAdded(Contact("k1", "example-society", "The office", "Example Society", ("post@example.org",)))],
        ),
        ("s1", [SeatTaken(Seat("s1", "c1", "k1", "ngo"))]),
        ("l1", [LetterWritten(LETTER), SendingBegun(1, ("post@example.org",), "d" * 64, NOW + DAY, maybe_sent=False)]),
        (
            "b1",
            [
                DeliberationOpened(Deliberation("b1", "c1", "o1")),
                FindingProposed(Proposal("p1", "partial", "weak", "no-link", "Some.", NOW)),
            ],
        ),
        ("r1", [RecommendationMade(RECOMMENDATION), ReplyRecorded(REPLY), RecommendationCarried("c2")]),
        (
            "c1",
            [
                NarrativeBegun("c1"),
                TextsWritten({"purpose": "To see.", "method": "By asking."}),
                EvaluatorNamed(Evaluator("Example evaluator", "member", "No interest.")),
                CheckOverridden(Override("effects", "None is on record.", "p1", NOW)),
            ],
        ),
        ("d9", [PartnerReportReceived(PartnerReport("d9", "Example partner", NOW, "p1", COMPARED))]),
        ("f1", [ObjectiveRated(finding, "")]),
    ]


def cycle_events() -> list[Any]:
    return [
        CycleOpened("c1", WORKFLOW.id, date(2027, 1, 11), "Europe/London", NOW),
        StepOpened("terms", 1, NOW, DUE),
        StepAwaited("ngo_inputs", NOW + DAY),
        TokenArrived("terms", "triage"),
        TokenArrived("ngo_inputs", "triage"),
        StepFellOverdue("terms", NOW + 28 * DAY, NOW + 29 * DAY),
        StepOpened("replies", 1, NOW, None),
    ]


def fill(store: Store) -> None:
    """Record everything of `histories`, each in a transaction of its own."""
    for subject, events in histories():
        with store.writing() as transaction:
            record(transaction, subject, events)


def record(transaction: Transaction, subject: str, events: Sequence[Any]) -> Any:
    return transaction.record(subject, "p1", NOW, events)


def _disposed(number: int) -> PointDisposed:
    return PointDisposed(number, Disposition("used", "answers the question", "4.2", NOW, "p1"))
