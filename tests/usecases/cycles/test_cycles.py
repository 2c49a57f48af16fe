"""Cycles at the door: opened with pinned definitions, moved on, paused, closed early, ticked, looked at."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from evalflow.engine.words import CloseCycleEarly, ExtendDeadline, PauseCycle, ResumeCycle
from evalflow.errors import EvalflowError, InvalidDefinition, InvalidInput, NotFound, Refused
from evalflow.evaluation.dialogues.dialogue import StandingChange
from evalflow.evaluation.inputs.commands_events import DisposePoint
from evalflow.evaluation.pinned import Definition
from evalflow.resources import resource
from evalflow.usecases.cycles.cycles import Opening, complete_step, move, name_body, open_cycle, publish_terms, tick_all
from evalflow.usecases.cycles.status import cycle_history, cycle_status, list_cycles
from evalflow.usecases.inputs.inputs import receive, work_on
from evalflow.usecases.record.dialogues import change_standing
from evalflow.usecases.record.registers import EntryDraft, add_entry
from evalflow.usecases.report.reports import adopting_step
from tests.usecases.conftest import At
from tests.usecases.office import BODY, CYCLE, TERMS, Office, begin, draft, publish_all_terms

OPENING = Opening("ex-sa", date(2027, 1, 11), "Example Office", False)
WHY = ("An election.", "rule 7")


def opened(office: Office, **asked: object) -> str:
    return open_cycle(office.door, replace(OPENING, **asked)).evaluation.code  # type: ignore[arg-type] # any field


def test_a_cycle_runs_by_what_was_pinned_when_it_was_opened(office: Office) -> None:
    begin(office)
    with office.store.reading() as reading:
        pinned = {known.kind: known for known in reading.all(Definition)}
    assert pinned["workflow"].text.encode() == resource("workflows", "evaluation-cycle.yaml").read_bytes()
    assert (office.cycle().workflow, office.cycle().opening) == (pinned["workflow"].id, date(2027, 1, 11))
    assert list(office.cycle().open) == ["terms"]


def test_what_is_pinned_already_is_not_pinned_again(at: At) -> None:
    office = at("begun")
    size = office.size()
    assert opened(office, code="another") == "ANOTHER"
    assert office.happened(size) == ["evaluation.EvaluationOpened", "cycle.CycleOpened", "cycle.StepOpened"]


def test_a_code_is_made_of_the_dialogue_and_the_year(at: At) -> None:
    office = at("begun")
    assert open_cycle(office.door, replace(OPENING, opens=date(2028, 2, 1))).evaluation.code == "EX-SA-2028"


@pytest.mark.parametrize(
    ("asked", "kind", "code"),
    [
        ({"operator": " "}, Refused, "operator-unnamed"),
        ({"dialogue": "nowhere"}, NotFound, "no-such-dialogue"),
        ({"opens": date(2026, 12, 14)}, Refused, "opening-past"),
        ({"code": "../../etc"}, InvalidInput, "bad-code"),
        ({"code": "A" * 41}, InvalidInput, "bad-code"),
        ({"code": "UK\u202e"}, InvalidInput, "bad-code"),
        ({"code": ""}, Refused, "cycle-exists"),
        ({"workflow": Path("no-such-file.yaml")}, NotFound, "no-such-file"),
        ({"criteria": Path(__file__).parent}, InvalidInput, "file-unreadable"),
        ({"workflow": Path(__file__)}, InvalidDefinition, "bad-yaml"),
    ],
)
def test_an_opening_that_does_not_fit_is_refused(at: At, asked: dict[str, object], kind: type, code: str) -> None:
    office = at("begun")
    size = office.size()
    with pytest.raises(kind) as refusal:
        opened(office, **asked)
    assert isinstance(refusal.value, EvalflowError)
    assert (refusal.value.code, office.size()) == (code, size)


def test_the_opening_day_is_a_day_where_the_cycle_runs(at: At) -> None:
    office = at("begun")
    office.at("2027-06-30T23:30")  # in London it is July already
    with pytest.raises(Refused, match=r"^30 Jun 2027 is past: windows open today or on a day to come"):
        opened(office, opens=date(2027, 6, 30), code="x")
    with pytest.raises(Refused) as refusal:
        opened(office, opens=date(2027, 7, 1), code="x")
    assert refusal.value.code == "opening-too-soon"


def test_windows_do_not_open_so_soon_that_the_first_step_is_overdue_at_once(at: At) -> None:
    office = at("begun")
    office.at("2027-02-01T10:00")
    with pytest.raises(Refused) as refusal:
        opened(office, opens=date(2027, 2, 5), code="x")
    assert (refusal.value.code, str(refusal.value)) == (
        "opening-too-soon",
        "“Publish timetable, criteria and evaluating body” would have been due by 22 Jan 2027 already. The earliest "
        "day that fits is 15 Feb 2027: open the windows then or later (--opens 2027-02-15).",
    )
    assert opened(office, opens=date(2027, 2, 15), code="x") == "X"


def test_a_step_that_is_not_there_is_answered_with_the_nearest(at: At) -> None:
    with pytest.raises(
        Refused, match=r"^This workflow has no step 'inputs'\. Did you mean 'ngo_inputs'\? It has: terms,"
    ):
        complete_step(at("taking").door, CYCLE, "inputs")
    with pytest.raises(Refused, match="Did you mean 'terms'"):
        move(at("begun").door, CYCLE, ExtendDeadline("term", date(2027, 1, 20), "because"))


def test_a_definition_of_ones_own_is_pinned(at: At, tmp_path: Path) -> None:
    office = at("begun")
    own = resource("workflows", "evaluation-cycle.yaml").read_text().replace("window: P8W", "window: P6W")
    (tmp_path / "own.yaml").write_text(own)
    here = open_cycle(office.door, replace(OPENING, code="own", workflow=tmp_path / "own.yaml"))
    (tmp_path / "own.yaml").unlink()
    assert str(cycle_status(office.door, "own").here.workflow.parameters["window"]) == "P6W"
    assert here.criteria.name == "suspension"


def test_terms_and_body_are_recorded_once(at: At) -> None:
    office = at("begun")
    office.now = datetime(2026, 12, 28, 10, tzinfo=UTC)
    for _ in range(2):
        assert publish_terms(office.door, CYCLE.lower(), TERMS).evaluation.terms == TERMS
        assert name_body(office.door, CYCLE, BODY).evaluation.body == BODY
    assert office.happened()[-2:] == ["evaluation.TermsPublished", "evaluation.BodyNamed"]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-12-29", "day-ahead"),
        ("2027", "day-ahead"),
        ("2026-02-30", "no-such-date"),
        ("2026-12", "exact-day-needed"),
    ],
)
def test_terms_were_published_on_a_day_that_has_come(at: At, day: str, code: str) -> None:
    office = at("begun")
    with pytest.raises(EvalflowError) as refusal:
        publish_terms(office.at("2026-12-28T10:00"), CYCLE, replace(TERMS, published_on=day))
    assert refusal.value.code == code


def test_a_step_waits_for_its_gates_and_says_what_helps(at: At) -> None:
    office = at("begun")
    with pytest.raises(Refused, match=r"(?s)the timetable is not published\n +evalflow cycle publish-terms EX-SA-2027"):
        complete_step(office.door, CYCLE, "terms")


def test_names_may_be_typed_with_hyphens(at: At) -> None:
    office = at("taking")
    here = move(office.door, CYCLE, ExtendDeadline("ngo-inputs", date(2027, 3, 20), "Two organisations asked."))
    due = here.cycle.open["ngo_inputs"].due
    assert due is not None
    assert due.on == date(2027, 3, 20)


def test_a_cycle_is_paused_and_resumed_and_its_clocks_stand_still(at: At) -> None:
    office = at("taking")
    before = office.cycle().open["ngo_inputs"].due
    assert move(office.at("2027-02-01T12:00"), CYCLE, PauseCycle(*WHY)).cycle.status == "paused"
    assert tick_all(office.at("2027-06-01T12:00")) == []
    resumed = move(office.door, CYCLE, ResumeCycle(*WHY))
    after = resumed.cycle.open["ngo_inputs"].due
    assert before is not None
    assert after is not None
    assert (before.on, resumed.cycle.status, after.on) == (date(2027, 3, 8), "running", date(2027, 7, 7))


def test_a_cycle_is_closed_early_only_when_every_point_has_its_answer(at: At) -> None:
    office = at("taking")
    [taken] = receive(office.door, CYCLE, [draft()])
    with pytest.raises(Refused, match="1 point is without an answer: EX-SA-2027/NGO/001 point 1") as refusal:
        move(office.door, CYCLE, CloseCycleEarly(*WHY))
    assert refusal.value.code == "gate-closed"
    work_on(office.door, taken.input.code, DisposePoint(1, "used", "It is true.", ""))
    assert move(office.door, CYCLE, CloseCycleEarly(*WHY)).cycle.status == "closed-early"
    [late] = receive(office.door, CYCLE, [draft("More.")])
    assert (late.input.late, late.input.after_adoption) == ("pending", False)


def test_one_late_tick_ends_as_punctual_ticks_do(at: At) -> None:
    late, punctual = at("waiting"), at("begun")
    publish_all_terms(punctual)
    for day in ("2027-01-11", "2027-01-12", "2027-03-08", "2027-03-09", "2027-03-10", "2027-05-01"):
        tick_all(punctual.at(f"{day}T00:00"))
    tick_all(late.at("2027-05-01T00:00"))
    assert late.cycle() == punctual.cycle()
    told = [[entry.kind for entry in office.since(0)] for office in (late, punctual)]
    assert told[0] == told[1]


def test_a_tick_in_a_dry_run_tells_and_writes_nothing(at: At) -> None:
    office = at("waiting")
    office.at("2027-05-01T00:00")
    size = office.size()
    [(code, happened)] = tick_all(office.dry())
    assert (code, len(happened) > 3, office.size()) == (CYCLE, True, size)


@pytest.mark.parametrize("way", ["standing", "entry"])
def test_a_command_on_a_dialogue_ticks_its_cycles_first(at: At, way: str) -> None:
    office = at("waiting")
    size = office.size()
    office.at("2027-01-12T10:00")
    if way == "standing":
        change = StandingChange("suspended", "2027-01", "own", "after a vote", "S2")
        change_standing(office.door, "ex-sa", change)
    else:
        add_entry(office.door, "ex-sa", EntryDraft("session", {"held_on": "2025-01-01", "status": "held"}, "S2"))
    assert office.happened(size)[:3] == ["cycle.StepOpened"] * 3


def test_looking_shows_what_the_clock_has_made_true_and_writes_nothing(at: At) -> None:
    office = at("waiting")
    size = office.size()
    status = cycle_status(office.at("2027-02-01T10:00"), CYCLE)
    assert [step.step.name for step in status.open] == ["ngo_inputs", "parliament_inputs", "partner_submissions"]
    assert status.next_due == (datetime(2027, 3, 9, tzinfo=UTC), "ngo_inputs")
    assert [here.evaluation.code for here in list_cycles(office.door)] == [CYCLE]
    assert office.size() == size


def test_the_status_says_what_blocks_each_choice(at: At) -> None:
    office = at("unanswered")
    [step] = cycle_status(office.door, CYCLE).open
    blocked = {name: [blocker.rule for blocker in blockers] for name, blockers in step.choices}
    assert (step.step.name, blocked) == ("adopt", {"adopted": ["inputs.points_open == 0"], "returned": []})
    assert adopting_step(cycle_status(office.door, CYCLE).here) == ("adopt", "adopted")


def test_the_history_tells_cycle_and_evaluation_in_order(at: At) -> None:
    kinds = [entry.kind for entry in cycle_history(at("waiting").door, CYCLE.lower())]
    assert [kind for kind in kinds if kind != "cycle.ReminderFellDue"] == [
        "evaluation.EvaluationOpened", "cycle.CycleOpened", "cycle.StepOpened", "evaluation.TermsPublished",
        "evaluation.BodyNamed", "cycle.StepClosed", *["cycle.StepAwaited"] * 3,
    ]  # fmt: skip


def test_a_code_that_is_not_there_is_answered_with_those_that_are(at: At) -> None:
    with pytest.raises(NotFound, match=r"^There is no cycle 'UK'\. There are: EX-SA-2027\.$"):
        cycle_status(at("begun").door, "UK")
    with pytest.raises(NotFound, match=r"Open one with `evalflow cycle open DIALOGUE --opens DATE`\.$"):
        cycle_status(at("new").door, "UK")
    with pytest.raises(NotFound, match=r"There are: ex-sa\.$"):
        opened(at("begun"), dialogue="uk")
    with pytest.raises(NotFound, match=r"Add one with `evalflow dialogue add` or"):
        opened(at("new"), dialogue="uk")
