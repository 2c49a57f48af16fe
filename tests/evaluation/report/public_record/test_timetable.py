"""The timetable: planned beside actual, with every deadline that moved."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from evalflow.engine.periods import Deadline, Period
from evalflow.engine.words import (
    CloseCycleEarly,
    CompleteStep,
    Event,
    ExtendDeadline,
    MigrateCycle,
    MoveDeadline,
    MoveOpening,
    PauseCycle,
    ResumeCycle,
    Step,
    StepOpened,
    Timing,
    UndoStep,
)
from evalflow.evaluation.report.public_record.course import (
    closing_note,
    cycle_state,
    end_of,
    opening_state,
    pauses,
    report_due,
    turns,
)
from evalflow.evaluation.report.public_record.timetable import timetable
from evalflow.evaluation.report.wording import worded, words
from tests.evaluation.report.public_record.known import COORDINATOR, NOW, Act, at, everything
from tests.support.in_words import Moved, PauseLine, StepLine


def steps(*acts: Act) -> dict[str, Any]:
    return {line.name: line for line in worded(timetable(everything(*acts)))}


def test_a_window_lasts_through_its_last_day_planned_and_actual() -> None:
    assert steps()["inputs"] == StepLine(
        "inputs", "Inputs of NGOs", "ngo", "window", date(2027, 1, 11), date(2027, 3, 8), "",
        date(2027, 1, 11), date(2027, 3, 8), "done", (),
    )  # fmt: skip


def test_a_task_ends_on_the_day_on_which_it_was_completed() -> None:
    terms = steps()["terms"]
    assert (terms.actual_from, terms.actual_to, terms.state) == (date(2026, 12, 14), date(2026, 12, 20), "done")


def test_a_step_past_its_deadline_is_overdue_and_what_follows_is_not_reached() -> None:
    lines = steps()
    assert (lines["draft"].actual_from, lines["draft"].actual_to, lines["draft"].state) == (
        date(2027, 3, 9),
        None,
        "overdue",
    )
    assert (lines["adopt"].actual_from, lines["adopt"].actual_to, lines["adopt"].state) == (None, None, "not reached")
    assert lines["adopt"].no_deadline == "the body’s own calendar decides"


def test_a_step_without_deadline_is_open_and_planned_without_end() -> None:
    adopt = steps((at(4, 1), CompleteStep("draft")))["adopt"]
    assert (adopt.planned_from, adopt.planned_to, adopt.state) == (date(2027, 4, 9), None, "open")


def test_a_returned_draft_lasts_from_its_first_day_to_its_last() -> None:
    acts = ((at(4, 1), CompleteStep("draft")), (at(4, 2), CompleteStep("adopt", "returned", "Part 3 is missing.")))
    again = steps(*acts)["draft"]
    assert (again.actual_from, again.actual_to, again.state) == (date(2027, 3, 9), None, "overdue")
    done = steps(*acts, (at(4, 9), CompleteStep("draft")))["draft"]
    assert (done.actual_from, done.actual_to, done.state) == (date(2027, 3, 9), date(2027, 4, 9), "done")


def test_an_extended_deadline_is_told_with_reason_and_name() -> None:
    assert steps((at(3, 1), ExtendDeadline("inputs", date(2027, 3, 20), "A report came late.")))["inputs"].moved == (
        Moved(date(2027, 3, 8), date(2027, 3, 20), "A report came late.", "Example Secretariat", date(2027, 3, 1)),
    )


def test_a_pause_moves_the_deadlines_whose_clock_stood_still_and_is_told() -> None:
    paused = ((at(2, 1), PauseCycle("An election.", "rule 7")), (at(2, 11), ResumeCycle("It is over.", "rule 8")))
    moved = Moved(
        date(2027, 3, 8), date(2027, 3, 18), "The cycle was paused from 1 February 2027 to 11 February 2027.",
        "Example Secretariat", date(2027, 2, 11),
    )  # fmt: skip
    assert (steps(*paused)["inputs"].moved, steps(*paused)["replies"].moved) == ((moved,), (moved,))
    assert pauses(everything(*paused)) == (PauseLine(date(2027, 2, 1), date(2027, 2, 11), "An election.", "rule 7"),)


def test_a_deadline_that_was_moved_or_taken_along_is_told_as_an_extended_one_is() -> None:
    moved = steps((at(3, 10), MoveDeadline("draft", date(2027, 4, 2), "The body meets earlier.")))["draft"].moved
    assert moved == (
        Moved(date(2027, 4, 8), date(2027, 4, 2), "The body meets earlier.", "Example Secretariat", date(2027, 3, 10)),
    )


BEFORE_CHRISTMAS = datetime(2026, 12, 22, 12, tzinfo=UTC)


def test_another_opening_day_is_told_and_what_was_planned_stays_as_it_was_published() -> None:
    known = everything((BEFORE_CHRISTMAS, MoveOpening(date(2027, 1, 18), "A strike.")))
    inputs = {line.name: line for line in timetable(known)}["inputs"]
    assert (inputs.planned_from, inputs.actual_from) == (date(2027, 1, 11), date(2027, 1, 18))
    assert worded(turns(known)) == (
        "On 22 December 2026 the opening day was moved from 11 January 2027 to 18 January 2027, by Example "
        "Secretariat. Reason: A strike.",
    )


def test_a_cycle_that_goes_on_by_another_definition_keeps_its_course_under_the_new_names() -> None:
    workflow = everything().workflow
    longer = {"inputs": ("calls", Period(weeks=9)), "replies": ("replies", Period(weeks=8))}
    new = replace(workflow, version="2.0.0", steps=tuple(_renamed(step, longer) for step in workflow.steps))
    extended = (at(2, 1), ExtendDeadline("replies", date(2027, 3, 20), "A holiday."))
    migrate = (at(2, 2), MigrateCycle(new, "2c" * 32, "", {"inputs": "calls"}, "More time."))
    known = everything(extended, migrate, until=at(2, 3))
    lines = {line.name: line for line in worded(timetable(replace(known, workflow=new)))}
    calls = lines["calls"]
    assert (calls.planned_from, calls.planned_to) == (date(2027, 1, 11), date(2027, 3, 8))
    assert (calls.actual_from, calls.actual_to, calls.state) == (date(2027, 1, 11), None, "open")
    assert [move.reason for move in calls.moved] == ["The cycle goes on by another definition: More time."]
    assert [move.reason for move in lines["replies"].moved] == ["A holiday."]
    assert worded(turns(known)) == (
        "Since 2 February 2027 the cycle goes on by another workflow, by Example Secretariat. Reason: More time.",
    )


def _renamed(step: Step, longer: Mapping[str, tuple[str, Period]]) -> Step:
    following = tuple(longer[name][0] if name in longer else name for name in step.next)
    if step.name not in longer:
        return replace(step, next=following, join="all" if step.name == "draft" else None, choices=step.choices[:1])
    name, period = longer[step.name]
    return replace(step, name=name, timing=Timing("after", "opened", period), next=following)


def test_what_was_undone_is_open_again_and_what_it_had_opened_was_not_reached() -> None:
    done = (at(4, 1), CompleteStep("draft", by=COORDINATOR))
    history = tuple(h.event for h in everything(done, until=at(4, 2)).history if isinstance(h.event, Event))
    undone = everything(done, (at(4, 2), UndoStep(history, "A page is missing.")), until=at(4, 3))
    lines = {line.name: line for line in timetable(undone)}
    assert (lines["draft"].actual_from, lines["draft"].actual_to, lines["draft"].state) == (
        date(2027, 3, 9), None, "open",
    )  # fmt: skip
    assert (lines["adopt"].actual_from, lines["adopt"].state) == (None, "not reached")
    assert worded(turns(undone)) == (
        "On 2 April 2027 the completion of “Draft” was taken back, by Example Secretariat. Reason: A page is missing.",
    )


def test_a_deadline_that_a_short_pause_leaves_on_its_day_was_not_moved() -> None:
    paused = ((at(2, 1, 9), PauseCycle("A fire.", "rule 7")), (at(2, 1, 9), ResumeCycle("It is out.", "rule 8")))
    assert steps(*paused)["inputs"].moved == ()


def test_a_pause_that_lasts_has_no_end() -> None:
    known = everything((at(2, 1), PauseCycle("An election.", "rule 7")))
    assert pauses(known) == (PauseLine(date(2027, 2, 1), None, "An election.", "rule 7"),)
    assert worded(cycle_state(known)) == "The cycle is paused since 1 February 2027."


def test_closing_early_ends_a_pause() -> None:
    paused = ((at(2, 1), PauseCycle("An election.", "rule 7")), (at(2, 3), CloseCycleEarly("It ended.", "decision 12")))
    assert pauses(everything(*paused)) == (PauseLine(date(2027, 2, 1), date(2027, 2, 3), "An election.", "rule 7"),)


def test_a_cycle_closed_early_cuts_its_open_steps_and_carries_a_note() -> None:
    known = everything((at(2, 1), CloseCycleEarly("The dialogue ended.", "decision 12")))
    lines = {line.name: line for line in timetable(known)}
    assert (lines["inputs"].actual_to, lines["inputs"].state) == (date(2027, 2, 1), "ended early")
    assert (lines["terms"].state, lines["draft"].state) == ("done", "not reached")
    assert worded(cycle_state(known)) == "The cycle was closed early on 1 February 2027."
    assert worded(closing_note(known)) == (
        "The cycle was closed early on 1 February 2027, as recorded by Example Secretariat. "
        "Reason: The dialogue ended. Basis: decision 12."
    )


def test_where_a_running_cycle_stands_is_one_sentence() -> None:
    assert worded(cycle_state(everything(until=at(1, 5)))) == "The cycle waits for its opening day, 11 January 2027."
    assert worded(cycle_state(everything(until=at(2, 5)))) == (
        "The cycle is in its steps “Inputs of NGOs” and “Submissions of the partners”."
    )
    assert worded(cycle_state(everything(until=at(4, 5)))) == "The cycle is in its step “Draft”."
    assert closing_note(everything(until=NOW)) is None


def test_a_cycle_that_came_to_its_end_says_when() -> None:
    known = everything((at(4, 1), CompleteStep("draft")), (at(6, 1), CompleteStep("adopt", "adopted")))
    assert worded(cycle_state(known)) == "The cycle ended on 1 June 2027."


def test_the_day_of_the_opening_is_not_taken_for_that_of_the_windows() -> None:
    assert worded(opening_state(everything())) == (
        "The cycle was opened on 14 December 2026; its windows opened on 11 January 2027."
    )
    ahead = worded(opening_state(everything(until=at(1, 5))))
    assert ahead == "The cycle was opened on 14 December 2026; its windows open on 11 January 2027."


def test_windows_that_opened_late_or_not_at_all_say_so() -> None:
    known = everything()
    late = [
        replace(h, event=replace(h.event, opened_at=at(1, 15))) if isinstance(h.event, StepOpened) else h
        for h in known.history
    ]
    never = [h for h in known.history if not isinstance(h.event, StepOpened)]
    assert [worded(opening_state(replace(known, history=each))).partition("; ")[2] for each in (late, never)] == [
        "its windows were to open on 11 January 2027 and opened on 15 January 2027.",
        "its windows were to open on 11 January 2027.",
    ]


def test_the_day_by_which_the_report_is_promised_is_told_with_its_source() -> None:
    known = everything()
    promised = replace(known.workflow, report_due=Timing("after", "opening", Period(weeks=26)))
    assert worded(report_due(replace(known, workflow=promised))) == (
        "The report is due by 12 July 2027 under the workflow example-cycle 1.0.0."
    )
    assert report_due(known) is None


def test_a_window_of_hours_is_planned_and_closed_at_an_hour_and_a_pause_within_the_day_moves_it() -> None:
    asked = everything().workflow
    hours = Timing("after", "opened", Period(hours=59))
    steps = tuple(replace(one, timing=hours) if one.name == "inputs" else one for one in asked.steps)
    known = everything(
        (at(1, 12), PauseCycle("A strike.", "A decision.")), (at(1, 12, 14), ResumeCycle("Over.", "A decision.")),
        until=at(1, 14), of=replace(asked, steps=steps),
    )  # fmt: skip
    line = {line.name: line for line in timetable(known)}["inputs"]
    assert (line.planned_to, line.planned_ends_at) == (date(2027, 1, 13), at(1, 13, 11))
    assert (line.actual_to, line.actual_ends_at) == (date(2027, 1, 13), at(1, 13, 13))
    [moved] = line.moved
    assert (moved.before, moved.before_ends_at, moved.after, moved.after_ends_at) == (
        date(2027, 1, 13), at(1, 13, 11), date(2027, 1, 13), at(1, 13, 13),
    )  # fmt: skip


def test_a_deadline_ends_with_a_day_or_at_an_hour_of_it() -> None:
    hour = Deadline(at(3, 1, 11), date(2027, 3, 1), "Europe/London", ())
    assert words(end_of(hour)) == "11:00 on 1 March 2027 (Europe/London)"
    assert words(end_of(replace(hour, at=at(3, 2, 0)))) == "1 March 2027"
