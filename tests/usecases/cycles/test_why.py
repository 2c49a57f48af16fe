"""Why something in a cycle is as it is: what is told is what decides, and nothing of it is written."""

from datetime import date
from pathlib import Path

import pytest

from evalflow.engine.words import ExtendDeadline, PauseCycle, ResumeCycle, StepClosed
from evalflow.errors import EvalflowError, NotFound, Refused
from evalflow.evaluation.evaluation import Decision
from evalflow.usecases.cycles.changes import move_deadline
from evalflow.usecases.cycles.cycles import Opening, complete_step, move, name_body, open_cycle
from evalflow.usecases.cycles.simulations import simulate_cycle
from evalflow.usecases.cycles.steps import claim, delegate
from evalflow.usecases.cycles.why import Why, why
from evalflow.usecases.door.door import Door
from evalflow.usecases.findings.criteria import decide_criterion
from tests.usecases.conftest import At
from tests.usecases.office import ADA, BODY, CYCLE, Office

OWN = "OWN"
AUTOMATIC = """\
evalflow: 1
workflow: own
version: 1.0.0
title: Own
timezone: Europe/London
calendar: none
period_rule: plain
steps:
  terms:
    title: Terms
    role: coordinator
    due: {after: opened, period: P1W}
    requires: [terms.body_named]
    next: [sorting, notes]
  sorting:
    title: Sort
    kind: automatic
    when: [{if: "evaluation.due_on < today", next: adopt}, {else: adopt}]
  notes:
    title: Notes
    role: coordinator
    no_deadline: whenever there is time.
    requires: ["findings.unrated + 9223372036854775807 > 0"]
    next: adopt
  adopt:
    title: Adopt
    role: evaluating-body
    join: all
    due: {after: opened, period: P1W}
    approvals: {count: 2, distinct_from: terms}
    choose:
      adopted: {next: end, requires: ["inputs.points_open == 0"]}
      returned: {next: [sorting, notes], requires_reason: true}
"""
PLAIN = (
    AUTOMATIC.partition("  sorting:")[0].replace("[sorting, notes]", "adopt")
    + """\
  adopt:
    title: Adopt
    role: evaluating-body
    due: {after: opened, period: P1W}
    approvals: {count: 2}
    next: end
"""
)
APPROVING = PLAIN.partition("    approvals:")[0] + AUTOMATIC[AUTOMATIC.index("    approvals:") :].replace(
    "[sorting, notes]", "adopt"
)


def one(door: Door, what: str, code: str = CYCLE) -> Why:
    _, [found] = why(door, code, what)
    return found


def answers(found: Why) -> list[tuple[str, str]]:
    return [(answer.choice, answer.code) for answer in found.answers]


def own(office: Office, tmp_path: Path, text: str = AUTOMATIC) -> None:
    """Open a second cycle, by a workflow with an automatic step and approvals, and close its first step."""
    file = tmp_path / "own.yaml"
    file.write_text(text)
    open_cycle(office.door, Opening("ex-sa", date(2027, 1, 20), "Example Office", False, OWN, file))
    name_body(office.door, OWN, BODY)
    complete_step(office.as_("Ben Example"), OWN, "terms")


def test_a_step_is_explained_by_its_day_its_gates_and_what_would_be_answered(at: At) -> None:
    office = at("begun")
    size = office.size()
    found = one(office.door, "terms")
    assert (found.what, found.title, found.says) == (
        "terms",
        "Publish timetable, criteria and evaluating body",
        ("Open since 15 Dec 2026, for coordinator.",),
    )
    assert (found.on, found.reasons[0]) == (date(2026, 12, 28), "2 weeks before 11 Jan 2027 is Mon 28 Dec 2026")
    gates = [(j.choice, j.rule, j.truth, j.why) for j in found.judged]
    assert gates == [
        ("", "terms.timetable_published", "false", "the timetable is not published"),
        ("", "terms.criteria_published", "false", "the criteria are not published"),
        ("", "terms.body_named", "false", "no evaluating body is named"),
    ]
    assert found.judged[2].helps == f"evalflow cycle name-body {CYCLE} NAME --accountable-to WHOM"
    assert (answers(found), office.size()) == ([("", "gate-closed")], size)


def test_the_refusal_that_is_told_is_the_one_that_comes(at: At) -> None:
    for stage, step, choice in (
        ("begun", "terms", ""), ("taking", "ngo_inputs", ""), ("unanswered", "adopt", "adopted"),
        ("waiting", "draft", ""), ("adopting", "embargo", ""),
    ):  # fmt: skip
        office = at(stage)
        [told] = one(office.door, f"{step}:{choice}" if choice else step).answers
        with pytest.raises(EvalflowError) as refused:
            complete_step(office.door, CYCLE, step, choice)
        assert (told.code, told.says) == (refused.value.code, str(refused.value))


def test_a_step_that_is_completed_by_publishing_says_so(at: At) -> None:
    office = at("adopted")
    office.at("2027-04-10T10:00")
    [told] = one(office.door, "publish").answers
    assert (told.code, told.says) == (
        "publish-completes",
        f"publish is completed by `evalflow report publish {CYCLE}`.",
    )


def test_where_nothing_stands_in_the_way_what_would_happen_is_told(at: At) -> None:
    office = at("adopting")
    found = one(office.door, "adopt")
    assert answers(found) == [("adopted", ""), ("returned", "")]
    assert type(found.answers[0].happens[0]) is StepClosed
    assert (found.on, found.reasons) == (None, ())
    assert found.says[1] == "No deadline: the body's own calendar decides."
    assert [(j.choice, j.truth, j.why, j.helps) for j in found.judged] == [("adopted", "true", "", "")] * 5


def test_one_way_out_is_explained_alone(at: At) -> None:
    office = at("unanswered")
    adopted, returned = (one(office.door, f"adopt:{choice}") for choice in ("adopted", "returned"))
    assert (answers(adopted), answers(returned)) == ([("adopted", "gate-closed")], [("returned", "")])
    assert (len(adopted.judged), returned.judged) == (5, ())
    assert adopted.judged[0].why == "1 point is without an answer: EX-SA-2027/NGO/001 point 1"
    assert adopted.judged[0].trace[0].value == "1 (asked for: 0)"


def test_without_a_name_all_that_is_open_or_waits_is_explained(at: At) -> None:
    _, waiting = why(at("waiting").door, CYCLE, "")
    assert [(found.what, found.says[0]) for found in waiting] == [
        (name, "Reached; it opens by itself on 11 Jan 2027, the opening day.")
        for name in ("ngo_inputs", "parliament_inputs", "partner_submissions")
    ]
    _, open_ = why(at("taking").door, CYCLE, "")
    assert [found.what for found in open_] == ["ngo_inputs", "parliament_inputs", "partner_submissions"]


def test_a_window_a_join_and_what_is_over_say_what_they_wait_for(at: At) -> None:
    office = at("taking")
    assert one(office.door, "ngo-inputs").says == (
        "Open since 11 Jan 2027, for ngo.",
        "A window: it closes automatically with the end of 8 Mar 2027, and in no other way.",
    )
    assert one(office.door, "triage").says == (
        "Not reached yet.",
        "It opens when all of these have led to it: ngo_inputs (open until the end of 8 Mar 2027), parliament_inputs "
        "(open until the end of 8 Mar 2027), partner_submissions (open until the end of 8 Mar 2027).",
    )
    assert one(office.door, "terms").says == ("Over since 28 Dec 2026 by Ada Example.",)
    assert one(office.door, "draft").says[1] == (
        "It opens when one of these leads to it: suspension_check (not open), adopt by “returned” (not open)."
    )
    waiting = at("waiting")
    assert "ngo_inputs (opens on 11 Jan 2027)" in one(waiting.door, "triage").says[1]


def test_a_join_says_which_of_those_that_lead_to_it_have(at: At) -> None:
    office = at("taking")
    move_deadline(office.door, CYCLE, ExtendDeadline("ngo_inputs", date(2027, 3, 20), "the post is late"))
    office.at("2027-03-10T10:00")
    assert one(office.door, "triage").says[1] == (
        "It opens when all of these have led to it: ngo_inputs (open until the end of 20 Mar 2027), parliament_inputs "
        "(has), partner_submissions (has)."
    )


def test_an_overdue_step_and_a_later_round_say_so(at: At) -> None:
    office = at("begun")
    office.at("2027-02-01T10:00")
    assert one(office.door, "terms").says[0] == "Open since 15 Dec 2026, for coordinator. It is overdue."
    office = at("adopting")
    assert one(office.door, "ngo_inputs").says[0] == "Over since 8 Mar 2027."
    complete_step(office.door, CYCLE, "adopt", "returned", "Too long.")
    assert one(office.door, "draft").says[0] == "Open since 2 Apr 2027, time 2, for coordinator."
    assert one(office.door, "adopt").says[0] == "Over since 2 Apr 2027 by Ada Example: returned: Too long."


def test_a_moved_deadline_keeps_all_its_reasons(at: At) -> None:
    office = at("begun")
    move_deadline(office.door, CYCLE, ExtendDeadline("terms", date(2027, 1, 8), "the printer is late"))
    found = one(office.door, "terms")
    assert (found.on, found.reasons[-1]) == (
        date(2027, 1, 8),
        "extended from the end of 28 Dec 2026 to the end of 8 Jan 2027: the printer is late",
    )


def test_a_paused_cycle_says_that_the_clock_stands_still_and_what_is_left(at: At) -> None:
    office = at("taking")
    move(office.at("2027-02-01T12:00"), CYCLE, PauseCycle("elections", "decision 3"))
    office.at("2027-02-10T10:00")
    found = one(office.door, "ngo_inputs")
    assert found.says[-1] == "The cycle is paused since 1 Feb 2027: its clock stands still, with 36 days left."
    assert answers(found) == [("", "cycle-paused")]
    assert one(office.door, "terms").says == ("Over since 28 Dec 2026 by Ada Example.",)
    move(office.door, CYCLE, ResumeCycle("over", "decision 4"))
    assert "36 days" not in " ".join(one(office.door, "ngo_inputs").says)


def test_a_pause_that_stops_no_clock_says_so(at: At) -> None:
    office = at("adopting")
    move(office.door, CYCLE, PauseCycle("elections", "decision 3"))
    assert one(office.door, "adopt").says[-1] == "The cycle is paused since 2 Apr 2027."
    office = at("begun")
    office.at("2027-02-01T10:00")
    move(office.door, CYCLE, PauseCycle("elections", "decision 3"))
    assert one(office.door, "terms").says[-1] == (
        "The cycle is paused since 1 Feb 2027; its clock does not stand still."
    )


def test_an_automatic_step_is_explained_by_its_rules_and_what_they_lack(at: At, tmp_path: Path) -> None:
    office = at("begun")
    own(office, tmp_path)
    found = one(office.door, "sorting", OWN)
    assert found.says == (
        "Open since 15 Dec 2026.",
        "Decided by its rules, the first that holds, as soon as they can be judged.",
    )
    [judged] = found.judged
    assert (judged.rule, judged.truth, answers(found)) == (
        "evaluation.due_on < today",
        "unknown",
        [("", "step-automatic")],
    )
    assert judged.missing == ("day by which the report is promised (evalflow cycle open)",)
    assert one(office.door, "adopt", OWN).says[1] == (
        "It opens when all of these have led to it: sorting by “evaluation.due_on < today” or “else” (open), "
        "notes (open)."
    )
    [doubt] = simulate_cycle(office.door, OWN).simulation.doubts
    assert (doubt.kind, doubt.step) == ("undecided", "sorting")


def test_a_rule_that_fails_is_told_with_its_cause(at: At, tmp_path: Path) -> None:
    office = at("begun")
    own(office, tmp_path)
    found = one(office.door, "notes", OWN)
    [judged] = found.judged
    assert (judged.truth, judged.missing, judged.trace) == ("fails", (), ())
    assert judged.why.startswith("2 + 9223372036854775807 does not fit into 64 bits.")
    assert (answers(found), found.answers[0].says) == ([("", "rule-failed")], judged.why)


def test_whose_hands_a_step_is_in_is_told_by_name(at: At, tmp_path: Path) -> None:
    office = at("begun")
    own(office, tmp_path)
    claim(office.as_("Cora Example"), OWN, "notes")
    assert one(office.door, "notes", OWN).says[-1] == "In the hands of Cora Example."
    delegate(office.as_("Cora Example"), OWN, "notes", ADA, date(2026, 12, 20))
    assert one(office.door, "notes", OWN).says[-1] == (
        "In the hands of Ada Example until the end of 20 Dec 2026, lent by Cora Example."
    )


def test_that_another_has_a_step_in_hand_is_refused_by_name_as_it_would_be(at: At) -> None:
    office = at("adopting")
    claim(office.as_("Cora Example"), CYCLE, "adopt")
    [told] = one(office.door, "adopt:returned").answers
    with pytest.raises(Refused) as refused:
        complete_step(office.door, CYCLE, "adopt", "returned", "Too long.")
    assert (told.code, told.says) == (refused.value.code, str(refused.value))
    assert told.says.startswith("adopt is in the hands of Cora Example, who can release it")


def test_who_has_approved_is_told_by_name_and_the_author_is_refused(at: At, tmp_path: Path) -> None:
    office = at("begun")
    own(office, tmp_path, APPROVING)
    says = one(office.door, "adopt", OWN).says
    assert says[-1] == "It takes 2 persons, none of them who completed terms; so far: nobody."
    complete_step(office.as_("Cora Example"), OWN, "adopt", "adopted")
    assert one(office.door, "adopt", OWN).says[-1].endswith("so far: Cora Example (adopted).")
    for who, refused in (("Ben Example", "author-approves"), ("Cora Example", "approved-before"), (ADA, "")):
        assert answers(one(office.as_(who), "adopt:adopted", OWN)) == [("adopted", refused)]
    assert answers(one(office.as_("Nobody Known"), "adopt:adopted", OWN)) == [("adopted", "nobody-named")]


def test_approvals_of_anybody_are_told_without_an_author(at: At, tmp_path: Path) -> None:
    office = at("begun")
    own(office, tmp_path, PLAIN)
    complete_step(office.as_("Cora Example"), OWN, "adopt")
    assert one(office.door, "adopt", OWN).says[-1] == "It takes 2 persons; so far: Cora Example."


def test_a_criterion_is_explained_by_its_trace_and_by_what_was_recorded_and_decided(at: At) -> None:
    office = at("begun")
    found = one(office.door, "sc-01")
    assert found.checked is not None
    assert (found.what, found.checked.result, found.answers) == ("SC-01", "cannot tell", ())
    assert found.checked.trace[0].truth == "unknown"
    assert found.says == (
        "It trips when: No formal session was held for 24 months, and none was called off in that time by force "
        "majeure.",
    )
    office = at("adopting")
    decide_criterion(
        office.door, CYCLE, Decision("SC-01", "adjust-aims", "Too little is known.", "the body", "2027-04-01")
    )
    assert one(office.door, "SC-01").says[1:] == (
        "Recorded on 10 Mar 2027: cannot tell.",
        "the body decided on 2027-04-01: adjust aims: Too little is known.",
    )


@pytest.mark.parametrize(
    ("what", "hint"),
    [
        ("adpt", "'adopt'"), ("adopt:retuned", "'adopt:returned'"), ("terms:x", "'terms'"), ("sc-99", "'SC-09'"),
        ("opning", "'opening'"), ("zzz", ""),
    ],
)  # fmt: skip
def test_what_there_is_not_is_refused_with_the_nearest_name(at: At, what: str, hint: str) -> None:
    with pytest.raises(NotFound) as refused:
        why(at("begun").door, CYCLE, what)
    told = str(refused.value)
    assert (refused.value.code, f"has nothing called {what!r}" in told) == ("nothing-to-explain", True)
    assert ("Did you mean" in told, hint in told) == (bool(hint), True)


def test_a_workflow_without_choices_names_none(at: At, tmp_path: Path) -> None:
    office = at("begun")
    own(office, tmp_path, PLAIN)
    with pytest.raises(NotFound, match=r"a step and its choice \(none here\)"):
        why(office.door, OWN, "zzz")
    assert one(office.door, "terms", OWN).says == ("Over since 15 Dec 2026 by Ben Example.",)
