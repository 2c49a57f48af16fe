"""Facts on the course of a dialogue and its evaluations: timetable, letters, conditions, criteria over the years."""

from dataclasses import replace
from datetime import date

import pytest

from evalflow.engine.periods import Period
from evalflow.engine.rules import Between, Listing
from evalflow.engine.words import Step, Timing
from evalflow.evaluation.criteria.progress import Conduct
from evalflow.evaluation.dialogues.dialogue import StandingChange
from evalflow.evaluation.evaluation import CheckedCriterion, Evaluation, Terms
from evalflow.evaluation.publications import Publication
from evalflow.evaluation.registers.commands_events import Entry
from tests.evaluation.criteria.test_facts import CONDUCT, CYCLE, NOW, OPENED, PROGRESS, TODAY, UK, WORKFLOW, of


def test_the_report_went_to_the_legislature_if_a_letter_with_it_did() -> None:
    assert of()["report.sent_to_legislature"].value is False
    assert of(replace(PROGRESS, sent_to=["government", "parliament"]))["report.sent_to_legislature"].value is True


def test_windows_are_counted_in_days_and_the_slowest_acknowledgement_too() -> None:
    window = Step(
        "ngo", "N", "window", "ngo", timing=Timing("after", "opened", Period(weeks=8)), accepts=("ngo",), next=("out",),
        waits_for_opening=True,
    )  # fmt: skip
    out = Step("out", "P", "task", "coordinator", no_deadline="x", act="publish-report", next=("answer",))
    answer = Step("answer", "A", "window", "government", timing=Timing("after", "opened", Period(days=61)))
    facts = of(replace(PROGRESS, workflow=replace(WORKFLOW, steps=(window, out, answer))))
    assert facts["inputs.window_days"].value == 56
    assert facts["replies.window_days"].value == 61
    assert of()["replies.window_days"].value is None
    assert of(replace(PROGRESS, acknowledged=[0, 9, 2]))["inputs.acknowledged_within"].value == 9


def test_a_milestone_lies_ahead_while_the_cycle_runs_by_a_published_timetable() -> None:
    terms = Terms("https://example.org/t", "https://example.org/c", "2027-01-10")
    later = replace(CYCLE, opening=date(2027, 6, 1))
    known = replace(PROGRESS, evaluation=replace(OPENED, terms=terms), cycle=later)
    assert of(replace(known, evaluation=OPENED))["timetable.milestone_ahead"].value is False
    assert of(known)["timetable.milestone_ahead"].value is True
    assert of(replace(known, cycle=replace(later, status="ended")))["timetable.milestone_ahead"].value is False
    under_way = replace(known, cycle=CYCLE)  # its opening is past, and what is open has no deadline
    promised = of(under_way)["timetable.milestone_ahead"]
    assert (promised.value, promised.sources[1:]) == (True, ("2027-07-12",))
    out = replace(under_way.evaluation, publication=Publication(NOW, TODAY, {}))
    assert of(replace(under_way, evaluation=out))["timetable.milestone_ahead"].value is False


def suspended(*rules: str, conditions: str = "", kind: str = "suspended") -> Conduct:
    values = {"decided_on": "2024", "kind": kind, "conditions": conditions or "; ".join(rules)}
    entry = Entry("x", "suspension", "d", "UK-CHINA/X001", {name: v for name, v in values.items() if v}, "letter")
    kept = StandingChange("suspended", "2024", "own", "", "letter", conditions, rules, "UK-CHINA/X001")
    return Conduct(replace(UK, changes=(kept,)), {"suspension": [entry]})


def as_judged(conduct: Conduct, *met: str) -> Conduct:
    """Return the record with a judgement of the first condition in each month."""
    said = [
        {"judged_on": f"2026-0{n}-01", "suspension": "UK-CHINA/X001", "condition": "a session", "met": one, "by": "ada"}
        for n, one in enumerate(met, 1)
    ]
    entries = [Entry(str(n), "condition", "d", f"UK-CHINA/O00{n}", one, "minutes") for n, one in enumerate(said, 1)]
    return replace(conduct, registers={**conduct.registers, "condition": entries})


@pytest.mark.parametrize(
    ("conduct", "value"),
    [
        (suspended(), 0),
        (suspended(conditions="A session."), None),
        (suspended("size(suspensions) >= 1", "1 > 2"), 1),
        (suspended("objectives.public", "1 < 2"), Between(1, 2)),
        (suspended("resumption.conditions_met > 0"), Between(0, 1)),
        (suspended("1 < 2", kind="resumed"), 0),
        (suspended("1 < 2", conditions="A session."), Between(1, 2)),
        (as_judged(suspended(conditions="A session."), "no"), 0),
        (as_judged(suspended(conditions="A session."), "no", "yes"), 1),
        (as_judged(suspended(conditions="A session; a visit"), "no"), Between(0, 1)),
    ],
)
def test_conditions_for_a_resumption_are_counted_where_they_are_rules(conduct: Conduct, value: object) -> None:
    assert of(conduct=conduct)["resumption.conditions_met"].value == value


def test_criteria_are_counted_over_the_evaluations_before() -> None:
    def checked(code: str, **results: str) -> Evaluation:
        told = tuple(CheckedCriterion(one.replace("_", "-"), result, "", (), ()) for one, result in results.items())  # type: ignore[arg-type] # one of the results
        return replace(OPENED, code=code, checked=told)

    before = [
        checked("C3", SC_04="tripped", SC_05="cannot tell", SC_06="tripped"),
        checked("C2", SC_04="tripped", SC_05="tripped"),
        checked("C1", SC_04="clear", SC_05="clear", SC_06="tripped"),
    ]
    found = of(replace(PROGRESS, before=before))["tripped_before"].value
    assert isinstance(found, Listing)
    assert {item.label: (item.fields["evaluations"], item.sources) for item in found.items} == {
        "SC-04": (2, ("C3", "C2")), "SC-05": (Between(0, 2), ("C3", "C2")), "SC-06": (1, ("C3",)),
    }  # fmt: skip


def test_of_a_dialogue_without_an_objective_on_record_nothing_is_said_by_their_absence() -> None:
    bare = replace(CONDUCT, objectives=())
    for name in ("dated_objectives", "graded_findings"):
        found = of(PROGRESS, bare)[name].value
        assert isinstance(found, Listing)
        assert (found.items, [one.label for one in found.gaps]) == ((), ["the dialogue's objectives"])
