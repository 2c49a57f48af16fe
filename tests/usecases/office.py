"""A record, the people at it and the time it is there → doors to it, at the stages of one evaluation."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from evalflow.engine.words import Cycle
from evalflow.evaluation.bodies import Body
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import RecordDraft, Terms, decide_evaluation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.inputs.receipt_code import Presented
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.people import Record
from evalflow.evaluation.report.narrative import PARTS, Evaluator
from evalflow.evaluation.statements import Source, Statement
from evalflow.intake.drafts import InputDraft, PointDraft, wording
from evalflow.store.database.database import Store, create, open_store
from evalflow.store.journal.journal import JournalEntry
from evalflow.usecases.cycles.cycles import Opening, complete_step, name_body, open_cycle, publish_terms, tick_all
from evalflow.usecases.door.current import current
from evalflow.usecases.door.door import Door, Printer, acting
from evalflow.usecases.findings.criteria import check_criteria
from evalflow.usecases.findings.findings import Rating, rate
from evalflow.usecases.inputs.inputs import receive
from evalflow.usecases.record.dialogues import add_dialogue
from evalflow.usecases.record.objectives import add_objective
from evalflow.usecases.record.registers import EntryDraft, add_entry
from evalflow.usecases.report.narratives import name_evaluator, override_check, write_texts
from evalflow.usecases.trust.opening import open_record
from evalflow.wiring import SeededMint
from tests.support.printed_plainly import print_plainly

MINT = SeededMint("tests of the use cases")
ADA = "Ada Example"
CYCLE = "EX-SA-2027"
RATING = Rating("partial", "weak", "no-link", "Some of it was done.")
TERMS = Terms("https://example.org/timetable", "https://example.org/criteria", "2026-12-28")
BODY = Body("Example Committee", "the Example Parliament", "standing order 7", "parliament")


@dataclass
class Office:
    """`now` is what the clock shows: a test sets it."""

    store: Store
    folder: Path
    now: datetime = field(default=datetime(2026, 12, 14, 9, tzinfo=UTC))
    printer: Printer = print_plainly

    @property
    def door(self) -> Door:
        return Door(self.store, lambda: self.now, MINT, ADA, self.printer, folder=self.folder)

    def at(self, text: str) -> Door:
        """Set the clock to a day or instant in UTC and return the door."""
        self.now = datetime.fromisoformat(text).replace(tzinfo=UTC)
        return self.door

    def as_(self, who: str) -> Door:
        return replace(self.door, who=who)

    def dry(self) -> Door:
        return replace(self.door, dry_run=True)

    def size(self) -> int:
        with self.store.reading() as reading:
            return reading.size()

    def since(self, size: int) -> list[JournalEntry]:
        with self.store.reading() as reading:
            return list(reading.journal(first=size + 1))

    def happened(self, size: int = 0) -> list[str]:
        """Return the kinds of all entries after the first `size`."""
        return [entry.kind for entry in self.since(size)]

    def cycle(self) -> Cycle:
        with self.store.reading() as reading:
            [cycle] = reading.all(Cycle)
            return cycle


def new_office(url: str, folder: Path) -> Office:
    office = Office(create(url, MINT), folder)
    open_record(replace(office.door, who=""), "Record of the tests", example=False)
    return office


@contextmanager
def office_at(url: str, folder: Path) -> Iterator[Office]:
    office = Office(open_store(url, MINT), folder)
    last = office.since(0)[-1].at
    office.now = last
    try:
        yield office
    finally:
        office.store.dispose()


def dialogue(code: str = "ex-sa") -> Dialogue:
    fields = {"objectives_published": Statement("stated-none", source="S1, l. 4")}
    sources = (Source("S1", "Example paper"),)
    return Dialogue("", code, "Exampleland–Samplestan", "Exampleland", "Samplestan", sources, fields)


def objective(code: str = "EX-01", parts: str = "let them in\nlet them out") -> Objective:
    text = "Let special rapporteurs visit."
    return Objective("", "", code, "Visits", text, "published", parts, "Samplestan", source="S1, l. 7")


def draft(*texts: str, who: str = "Example Coalition", **more: Any) -> InputDraft:
    points = tuple(PointDraft(text) for text in texts or ("Visits are refused.",))
    made = InputDraft("ngo", "public", who, "What we saw", points, content=wording(points))
    return replace(made, **more)


def shown(known: Input) -> Presented:
    """Return the receipt code of an input as it was given on arrival, presented."""
    return Presented(MINT.receipt_code(known.id))


def withheld(*texts: str, **more: Any) -> InputDraft:
    return draft(*texts, level="name-withheld", **more)


def begin(office: Office) -> None:
    """A dialogue with two objectives, and a cycle whose windows open on 11 January 2027."""
    add_dialogue(office.at("2026-12-14T09:00"), dialogue())
    add_objective(office.door, "ex-sa", objective("EX-01"))
    add_objective(office.door, "ex-sa", objective("EX-02"))
    open_cycle(office.at("2026-12-15T10:00"), Opening("ex-sa", date(2027, 1, 11), "Example Office", False, CYCLE))


def publish_all_terms(office: Office) -> None:
    publish_terms(office.at("2026-12-28T10:00"), CYCLE, TERMS)
    name_body(office.door, CYCLE, BODY)
    complete_step(office.door, CYCLE, "terms")


def take(office: Office) -> None:
    tick_all(office.at("2027-01-11T00:00"))
    office.now = datetime(2027, 2, 1, 12, tzinfo=UTC)


def to_adoption(office: Office) -> None:
    """Everything done that adopting needs; no input came."""
    complete_step(office.at("2027-03-10T10:00"), CYCLE, "triage")
    for code in ("EX-01", "EX-02"):
        put_evidence(office, code)
        rate(office.door, CYCLE, code, RATING)
    complete_step(office.door, CYCLE, "assessment")
    check_criteria(office.door, CYCLE)
    complete_step(office.door, CYCLE, "suspension-check")
    write_report(office)
    note_draft(office)
    complete_step(office.door, CYCLE, "draft")
    tick_all(office.at("2027-04-02T10:00"))


def write_report(office: Office, cycle: str = CYCLE) -> None:
    """Write all that a body says in its own words, and name who evaluated; what is tripped is decided on later."""
    write_texts(office.door, cycle, {name: f"{part.title} of EX-01." for name, part in PARTS.items()})
    name_evaluator(office.door, cycle, Evaluator("Example evaluator", "member", "No interest in either side."))
    override_check(office.door, cycle, "decisions", "The body decides on it at its next meeting.")


def put_evidence(office: Office, objective: str, **values: str) -> None:
    """Enter one item of evidence on an objective: by itself it allows the grade weak."""
    said = {
        "shown_on": "2026", "objective": objective, "supports": "supports", "type": "report", "group": "Example Union",
        "party": "no", "says": "Some of it was done.",
    }  # fmt: skip
    add_entry(office.door, "ex-sa", EntryDraft("evidence", {**said, **values}, "Example report", again=True))


def to_adoption_with_an_input(office: Office) -> None:
    """The same with one public input in time, whose one point is not answered."""
    receive(office.at("2027-02-01T12:00"), CYCLE, [draft()])
    to_adoption(office)


def note_draft(office: Office) -> None:
    """Record that a draft was made, without making its files."""
    with acting(office.door) as act:
        here = current(act, CYCLE)
        act.record(here.evaluation.id, decide_evaluation(here.evaluation, RecordDraft(), act.now))


def adopt(office: Office) -> None:
    complete_step(office.at("2027-04-05T10:00"), CYCLE, "adopt", "adopted")


def the_record(door: Door) -> Record:
    """Return what the record behind a door is: its title, and whether it is an example."""
    with door.store.reading() as reading:
        return reading.all(Record)[0]


def nothing(_: Office) -> None:
    """A record that was just made."""


STAGES: Mapping[str, tuple[str, Callable[[Office], None]]] = {
    "new": ("", nothing),
    "begun": ("new", begin),
    "waiting": ("begun", publish_all_terms),
    "taking": ("waiting", take),
    "adopting": ("taking", to_adoption),
    "unanswered": ("taking", to_adoption_with_an_input),
    "adopted": ("adopting", adopt),
}
