"""A whole second cycle on the dialogue of the demo: it starts from what the first one recommended, and passes it on."""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from evalflow.cli.demo import EXAMPLES
from evalflow.evaluation.report.narrative import PARTS
from evalflow.intake.report_text import report_template
from evalflow.resources import resource
from tests.stories.processes import CommandsToRun, Processes, ProcessResult

FIRST, CYCLE = "UK-CHINA-2027", "UK-CHINA-2029"
BODY = ("--as", "Example Committee")
FOLLOW_UP = ("recommendation", "follow-up", CYCLE)
NOT_SHOWN = (
    "--status", "not-assessable", "--evidence", "none", "--contribution", "no-link", "--missing", "any account of it",
    "--text", "Nobody handed in what could be rated.", "--reason", "No new source came.",
)  # fmt: skip
Step = tuple[str, tuple[str, ...]]


def until_the_draft() -> Iterator[Step]:
    office = ("--operator", "Example Secretariat", "--does-not-conduct")
    yield "2028-12-01T10:00", ("cycle", "open", "uk-china", "--opens", "2029-01-15", *office)
    yield (
        "2028-12-20T10:00",
        ("cycle", "name-body", CYCLE, "Example Committee", "--accountable-to", "Example Parliament"),
    )
    public = ("--timetable", "https://example.org/timetable", "--criteria", "https://example.org/criteria")
    yield "2028-12-20T10:05", ("cycle", "publish-terms", CYCLE, *public, "--on", "2028-12-20")
    yield "2028-12-20T10:10", ("cycle", "complete", CYCLE, "terms")
    yield "2029-02-01T10:00", ("input", "receive", CYCLE, "question.md")
    yield "2029-03-14T10:00", ("cycle", "complete", CYCLE, "triage")
    for number in range(1, 12):
        yield f"2029-04-02T10:{number:02}", ("finding", "rate", *BODY, CYCLE, f"UK-{number:02}", *NOT_SHOWN)
    yield "2029-04-03T10:00", ("cycle", "complete", *BODY, CYCLE, "assessment")
    yield "2029-04-04T10:00", ("criteria", "check", *BODY, CYCLE)
    yield "2029-04-05T10:00", ("cycle", "complete", *BODY, CYCLE, "suspension-check")
    answer = ("--as-kind", "used", "--reason", "Asked of the department again.")
    yield "2029-04-06T10:00", ("input", "dispose", f"{CYCLE}/PARL/001", "1", *answer)
    yield "2029-04-10T10:00", ("report", "write", *BODY, CYCLE, "words.md")
    statement = ("--statement", "No interest in either government.")
    yield "2029-04-10T10:05", ("report", "evaluator", *BODY, CYCLE, "Example evaluator 1", *statement)
    yield "2029-04-16T10:00", ("report", "build", CYCLE)
    yield "2029-04-17T10:00", ("cycle", "complete", CYCLE, "draft")


def to_the_end() -> Iterator[Step]:
    done = ("--status", "implemented", "--text", "Both reports are public.")
    yield "2029-05-15T10:00", (*FOLLOW_UP, f"{FIRST}/REC/01", *done)
    for number in (2, 3):
        still = ("--status", "not-started", "--text", "Neither side reported a step.")
        yield f"2029-05-15T10:1{number}", (*FOLLOW_UP, f"{FIRST}/REC/0{number}", *still)
    new = ("--to", "counterpart", "--priority", "high", "--due", "2030-06-30", "--basis", "UK-06")
    yield "2029-05-15T11:00", ("recommendation", "add", *BODY, CYCLE, *new, "--text", "Name the office.")
    yield "2029-05-16T10:00", ("report", "adopt", *BODY, CYCLE)
    yield "2029-05-21T10:00", ("report", "publish", CYCLE)
    yield "2029-08-01T10:00", (*FOLLOW_UP, f"{CYCLE}/REC/01", "--status", "not-started", "--text", "No reply came.")
    yield "2029-08-02T10:00", ("cycle", "complete", CYCLE, "follow-up")


@pytest.fixture(scope="module")
def folder(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = Path(shutil.copytree(demo, tmp_path_factory.mktemp("second") / "demo"))
    question = resource(*EXAMPLES, "parliament-question.md").read_text("utf-8")
    (copied / "question.md").write_text(question.replace(FIRST.lower(), CYCLE), "utf-8")
    words = report_template(CYCLE, {name: f"{part.title}, as for UK-06." for name, part in PARTS.items()})
    (copied / "words.md").write_text(words, "utf-8")
    return copied


@pytest.fixture(scope="module")
def went(processes: Processes, folder: Path) -> tuple[ProcessResult, ProcessResult]:
    """What was said until the draft went out, and at an adoption that was tried too early; then on to the end."""
    before = run(processes, folder, until_the_draft())
    assert before.code == 0, before.err
    too_early = run(processes, folder, [("2029-05-14T10:00", ("report", "adopt", *BODY, CYCLE))])
    after = run(processes, folder, to_the_end())
    assert after.code == 0, after.err
    return before, too_early


def run(processes: Processes, folder: Path, steps: Iterable[Step]) -> ProcessResult:
    """Return what came of the commands, each at its instant; they end with the first that fails."""
    commands = [[*words, "--at", f"{at}Z"] for at, words in steps]
    return processes.run(CommandsToRun(commands, str(folder), hooks=[("print_plainly",)]))[0]


def test_it_starts_from_what_is_not_ended_and_is_not_adopted_before_that_is_followed_up(
    went: tuple[ProcessResult, ProcessResult],
) -> None:
    before, too_early = went
    assert f"3 recommendations of earlier evaluations not ended yet: {FIRST}/REC/01 is the oldest." in before.err
    assert too_early.code == 1
    assert f"what became of 3 carried over is not noted: {FIRST}/REC/01, {FIRST}/REC/02," in too_early.err


def test_its_report_tells_what_became_of_each_with_all_that_was_replied(
    went: tuple[ProcessResult, ProcessResult], folder: Path
) -> None:
    assert went[1].code == 1
    record = json.loads((folder / f"reports/EXAMPLE-{CYCLE}-report.json").read_bytes())["advice"]
    assert [(one["code"], one["status"], one["age"], one["overdue"]) for one in record["followed_up"]] == [
        (f"{FIRST}/REC/01", "implemented", 1, True),
        (f"{FIRST}/REC/02", "not-started", 1, True),
        (f"{FIRST}/REC/03", "not-started", 1, True),
    ]
    first = record["followed_up"][0]
    assert [(reply["stage"], reply["answer"]["key"]) for reply in first["replies"]] == [
        ("draft", "answer.partly"), ("report", "answer.accepted"),
    ]  # fmt: skip
    found = first["earlier"][0]["values"]
    assert (found["cycle"], found["status"], found["on"]) == (FIRST, "under-way", "2027-09-09")
    assert [one["code"] for one in record["recommendations"]] == [f"{CYCLE}/REC/01"]
    regular = next(
        check for topic in record["scorecard"]["topics"] for check in topic["checks"] if check["name"] == "regular"
    )
    assert regular["result"] == "fail"  # due 26 weeks after January 2029, adopted last in June 2027
    assert (folder / f"reports/EXAMPLE-{CYCLE}-report.pdf").read_bytes().startswith(b"%PDF")


def test_the_third_starts_from_what_is_left(
    went: tuple[ProcessResult, ProcessResult], processes: Processes, folder: Path
) -> None:
    assert went[1].code == 1
    again = ("cycle", "open", "uk-china", "--opens", "2031-01-13", "--operator", "X (example)", "--does-not-conduct")
    listed = ("recommendation", "list", "UK-CHINA-2031", "--format", "json")
    at = "2030-12-01T10:00"
    assert run(processes, folder, [(at, again), (at, ("audit", "verify"))]).code == 0
    told = run(processes, folder, [(at, listed)])
    assert [(row["code"], row["age"]) for row in json.loads(told.out)["rows"]] == [
        (f"{FIRST}/REC/02", 2), (f"{FIRST}/REC/03", 2), (f"{CYCLE}/REC/01", 1),
    ]  # fmt: skip
