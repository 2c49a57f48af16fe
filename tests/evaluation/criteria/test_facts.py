"""The record in, named facts out: a value with its sources, or unknown, and the command that supplies it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from evalflow.engine.periods import Period
from evalflow.engine.rules import Fact, Facts, parse
from evalflow.engine.words import Cycle, Gate, OpenStep, Step, Timing, Workflow
from evalflow.evaluation.bodies import Body
from evalflow.evaluation.criteria.agendas import session_agendas
from evalflow.evaluation.criteria.criteria import Criterion, Weight
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.criteria.facts import facts_of
from evalflow.evaluation.criteria.objective_forms import linted_objectives
from evalflow.evaluation.criteria.progress import Conduct, Progress, Unanswered
from evalflow.evaluation.criteria.series import listing
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import Adoption, CheckedCriterion, Decision, Evaluation, Terms
from evalflow.evaluation.findings.findings import Finding
from evalflow.evaluation.inputs.input import Input, Point
from evalflow.evaluation.objectives.objective import Change, Objective
from evalflow.evaluation.publications import Publication
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.statements import Knowledge, Statement

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
TODAY = date(2027, 5, 1)
UK = Dialogue("d", "uk-china", "UK–China", "United Kingdom", "China")
DRAFT = Step("draft", "Draft", "task", "coordinator", requires=(Gate("x", parse("report.drafted && true")),))
ADOPT = Step("adopt", "Adopt", "task", "body", no_deadline="its own calendar")
DUE = Timing("after", "opening", Period(weeks=26))
WORKFLOW = Workflow("evaluation-cycle", "1.0.0", "W", "Europe/London", "none", "plain", (DRAFT, ADOPT), report_due=DUE)
CYCLE = Cycle("1", "sha", date(2027, 1, 11), "Europe/London", NOW, open={"draft": OpenStep(1, NOW, None)})
OPENED = Evaluation("1", "UK-CN-2027", "d", "Example Committee", False, "sha")
PROGRESS = Progress(OPENED, CYCLE, WORKFLOW)
POINTS = (Point(1, "Visits are refused."), Point(2, "Lists are kept back."))
INPUT = Input("1", "1", "UK-CN-2027/NGO/001", "ngo", "public", "Example Coalition", "", NOW, "sha", "", "", POINTS)
PRISONS = Objective("o1", "d", "UK-01", "Prisons", "Let all speak.", "published")
CONDUCT = Conduct(UK)
SHOWN = {"objective": "uk-01", "supports": "supports", "type": "report", "group": "Example Union", "party": "no"}
WITH_EVIDENCE = Conduct(UK, {"evidence": [Entry("1", "evidence", "d", "UK/Q001", SHOWN, "report")]})
RATED = Finding("f", "1", "o1", "partial", "weak", "no-link", "x", NOW, "ada")


def criterion(code: str, weight: Weight = "review") -> Criterion:
    return Criterion(code, "T", "It trips.", "calendar", weight, "true", parse("report.adopted"))


def of(progress: Progress = PROGRESS, conduct: Conduct = CONDUCT) -> Facts:
    return facts_of(conduct, progress, TODAY)


def public(knowledge: Knowledge, *published: dict[str, str]) -> Fact:
    dialogue = replace(UK, fields={"objectives_published": Statement(knowledge, source="S1, l. 3")})
    entries = [Entry(str(n), "publication", "d", f"P-00{n}", values, "site") for n, values in enumerate(published, 1)]
    return facts_of(Conduct(dialogue, {"publication": entries}), None, TODAY)["objectives.public"]


def test_without_an_evaluation_there_are_the_facts_of_the_dialogue_alone() -> None:
    assert facts_of(Conduct(UK), None, TODAY) == {
        "objectives.public": Fact(
            None, remedy="evalflow record add publication --dialogue DIALOGUE --set of=objectives --set public=yes …"
        ),
        **{
            f"stated.{name}": Fact(
                None, remedy=f"evalflow dialogue import FILE, with what is stated of {name} in uk-china"
            )
            for name in ("evaluation_programme", "suspension_criteria")
        },
        "linted_objectives": linted_objectives(UK, []),
        "resumption.conditions_met": Fact(0),
        "session_agendas": session_agendas({}, [], TODAY),
        "evaluation.opened": Fact(False, remedy="evalflow cycle open DIALOGUE --opens DATE …"),
        **{register.facts: listing(register, {}, [], TODAY) for register in REGISTERS.values()},
    }


def test_every_fact_is_declared() -> None:
    assert set(of()) <= set(DECLARED)


@pytest.mark.parametrize("knowledge", ["stated-unknown", "blank", "absent"])
def test_what_no_source_states_of_the_objectives_stays_unknown(knowledge: Knowledge) -> None:
    assert public(knowledge).value is None


def test_objectives_are_public_or_not_as_the_source_states() -> None:
    assert public("stated") == Fact(True, ("S1, l. 3",))
    assert public("stated-none") == Fact(False, ("S1, l. 3",))


OBJECTIVES = {"of": "objectives", "public": "yes", "published_on": "2027-04"}


def test_a_publication_on_record_counts_before_what_an_older_source_states() -> None:
    assert public("stated-none", OBJECTIVES) == Fact(True, ("P-001: site",))


@pytest.mark.parametrize(
    "other",
    [{"of": "terms"}, {"public": "no"}, {"published_on": "2027-06"}, {"published_on": "2027-05"}],
)
def test_another_publication_or_one_that_may_lie_ahead_is_none_of_the_objectives(other: dict[str, str]) -> None:
    assert public("stated-none", {**OBJECTIVES, **other}) == Fact(False, ("S1, l. 3",))


def test_terms_and_body_that_are_missing_name_their_command() -> None:
    publish = "evalflow cycle publish-terms UK-CN-2027 --timetable URL --criteria URL --on DATE"
    name = "evalflow cycle name-body UK-CN-2027 NAME --accountable-to WHOM"
    facts = of()
    assert facts["terms.timetable_published"] == Fact(False, (), publish, "the timetable is not published")
    assert facts["terms.criteria_published"] == Fact(False, (), publish, "the criteria are not published")
    assert facts["terms.body_named"] == Fact(False, (), name, "no evaluating body is named")


def test_terms_that_are_published_are_their_own_source() -> None:
    known = replace(OPENED, terms=Terms("https://t", "https://c", "2027-01-04"), body=Body("B", "P", "s"))
    facts = of(replace(PROGRESS, evaluation=known))
    assert facts["terms.timetable_published"] == Fact(True, ("https://t",))
    assert facts["terms.criteria_published"] == Fact(True, ("https://c",))
    assert facts["terms.body_named"] == Fact(True)


def test_points_without_an_answer_are_counted_and_named() -> None:
    another = replace(INPUT, id="2", code="UK-CN-2027/PARL/001", points=POINTS[1:])
    unanswered = Unanswered(3, 2, ((INPUT.code, 1), (INPUT.code, 2), (another.code, 2)))
    facts = of(replace(PROGRESS, inputs=[INPUT, another], unanswered=lambda: unanswered))
    assert facts["inputs.received"] == Fact(2)
    assert facts["inputs.points_open"] == Fact(
        3,
        (),
        "evalflow input dispose INPUT POINT --as-kind used|partly|not-used|… --reason TEXT",
        "3 points are without an answer: UK-CN-2027/NGO/001 point 1, 2, UK-CN-2027/PARL/001 point 2",
    )


def test_one_point_is_told_of_as_one_and_many_inputs_as_how_many_more() -> None:
    one = of(replace(PROGRESS, unanswered=lambda: Unanswered(1, 1, ((INPUT.code, 1),))))["inputs.points_open"]
    assert one.note == "1 point is without an answer: UK-CN-2027/NGO/001 point 1"
    many = Unanswered(1200, 700, tuple((f"N{n}", 1) for n in range(50)))
    told = ", ".join(f"N{n} point 1" for n in range(8))
    note = of(replace(PROGRESS, unanswered=lambda: many))["inputs.points_open"].note
    assert note == f"1200 points are without an answer: {told} and 692 more"


def test_no_open_point_leaves_nothing_to_tell() -> None:
    assert of(replace(PROGRESS, inputs=[INPUT]))["inputs.points_open"] == Fact(0)


def test_late_inputs_wait_to_be_decided_on_unless_withdrawn_or_after_adoption() -> None:
    late = replace(INPUT, late="pending")
    gone, after = replace(late, id="2", withdrawn_at=NOW), replace(late, id="3", after_adoption=True)
    facts = of(replace(PROGRESS, inputs=[late, gone, after], late=[late, gone, after]))
    assert facts["inputs.undecided_late"] == Fact(
        1,
        (),
        "evalflow input accept-late INPUT --reason TEXT (or --decline)",
        "1 late input is neither accepted nor declined: UK-CN-2027/NGO/001",
    )
    assert facts["inputs.points_open"] == Fact(0)


def test_objectives_that_are_due_are_rated_and_not_only_said_not_to_be_due() -> None:
    later, another = replace(PRISONS, id="o2", due="2028"), replace(PRISONS, id="o3", code="UK-03")
    progress, objectives = replace(PROGRESS, findings=[RATED]), [PRISONS, later, another]
    remedy = "evalflow finding rate UK-CN-2027 OBJECTIVE --status … --contribution … --text TEXT"
    told = "1 objective is due and not rated: UK-03"
    above = "1 rating is above what the evidence on record allows: UK-01"
    assert of(progress, replace(CONDUCT, objectives=objectives))["findings.unrated"] == Fact(
        2, (), remedy, f"{told}; {above}"
    )
    shown = replace(WITH_EVIDENCE, objectives=objectives)
    assert of(progress, shown)["findings.unrated"] == Fact(1, (), remedy, told)
    postponed = replace(progress, findings=[replace(RATED, status="not-due")])
    assert of(postponed, shown)["findings.unrated"].note == "2 objectives are due and not rated: UK-01, UK-03"


def test_criteria_that_were_not_checked_are_named() -> None:
    known = replace(OPENED, checked=(CheckedCriterion("SC-01", "clear", "", (), ()),))
    facts = of(replace(PROGRESS, evaluation=known, criteria=[criterion(code) for code in ("SC-01", "SC-02", "SC-09")]))
    told = "2 suspension criteria are not checked: SC-02, SC-09"
    assert facts["criteria.unchecked"] == Fact(2, (), "evalflow criteria check UK-CN-2027", told)


@pytest.mark.parametrize(
    ("drafted_at", "open_", "expected"),
    [
        (None, CYCLE.open, False),
        (datetime(2027, 4, 30, tzinfo=UTC), CYCLE.open, False),
        (NOW, CYCLE.open, True),
        (datetime(2027, 4, 30, tzinfo=UTC), {"adopt": OpenStep(1, NOW, None)}, True),
    ],
)
def test_a_draft_counts_if_it_was_made_since_the_step_that_asks_for_it_opened(
    drafted_at: datetime | None, open_: dict[str, OpenStep], expected: bool
) -> None:
    known = replace(PROGRESS, evaluation=replace(OPENED, drafted_at=drafted_at), cycle=replace(CYCLE, open=open_))
    assert of(known)["report.drafted"].value is expected


def test_the_report_is_promised_for_the_day_that_the_workflow_counts_from_the_opening() -> None:
    assert of()["evaluation.due_on"] == Fact(date(2027, 7, 12), ("workflow evaluation-cycle 1.0.0",))
    assert "evaluation.due_on" not in of(replace(PROGRESS, workflow=replace(WORKFLOW, report_due=None)))


def test_adoption_and_publication_are_unknown_days_until_they_happen() -> None:
    before = of()
    assert before["report.adopted"] == Fact(False, (), "evalflow report adopt UK-CN-2027", "the report is not adopted")
    assert before["report.published"] == Fact(
        False, (), "evalflow report publish UK-CN-2027", "the report is not published"
    )
    assert (before["evaluation.adopted_on"], before["evaluation.published_on"]) == (Fact(None), Fact(None))
    adoption, publication = Adoption(NOW, TODAY, "ada", "sha", 1, "r"), Publication(NOW, TODAY, {})
    after = of(replace(PROGRESS, evaluation=replace(OPENED, adoption=adoption, publication=publication)))
    assert (after["report.adopted"], after["report.published"]) == (Fact(True), Fact(True))
    assert (after["evaluation.adopted_on"], after["evaluation.published_on"]) == (Fact(TODAY), Fact(TODAY))


def test_terms_are_in_time_if_they_were_public_before_the_opening_day() -> None:
    terms = Terms("https://example.org/t", "https://example.org/c", "2027-01-10")
    assert of(replace(PROGRESS, evaluation=replace(OPENED, terms=terms)))["terms.in_time"].value is True
    late = replace(terms, published_on="2027-01-11")
    assert of(replace(PROGRESS, evaluation=replace(OPENED, terms=late)))["terms.in_time"].value is False
    assert of()["terms.in_time"].value is False


def test_an_evaluation_is_independent_with_a_body_and_an_operator_that_does_not_conduct() -> None:
    body = Body("Example Committee", "the Example Parliament", "order 7", "parliament")
    named = replace(OPENED, body=body)
    assert of()["evaluation.independent"].value is False
    assert of(replace(PROGRESS, evaluation=named))["evaluation.independent"].value is True
    conducting = replace(named, operator_conducts=True)
    assert of(replace(PROGRESS, evaluation=conducting))["evaluation.independent"].value is False
    itself = replace(OPENED, body=replace(body, kind="government"))
    found = of(replace(PROGRESS, evaluation=itself))["evaluation.independent"]
    assert (found.value, found.note) == (
        False, "the evaluating body is a government that is a party to the dialogue"
    )  # fmt: skip
    another = replace(OPENED, body=replace(body, kind="other-government"))
    assert of(replace(PROGRESS, evaluation=another))["evaluation.independent"].value is True


def test_what_kind_of_body_evaluates_is_not_known_where_nobody_said() -> None:
    unsaid = replace(OPENED, body=Body("Example Committee", "the Example Parliament", "order 7"))
    found = of(replace(PROGRESS, evaluation=unsaid))["evaluation.independent"]
    assert (found.value, found.note) == (None, "it is not on record what kind of body evaluates")
    conducting = replace(unsaid, operator_conducts=True)
    assert of(replace(PROGRESS, evaluation=conducting))["evaluation.independent"].value is False


def test_criteria_are_counted_by_weight_and_what_is_tripped_waits_for_a_decision() -> None:
    held = [criterion("SC-01", "suspension-review"), criterion("SC-02"), criterion("PS-01", "closure"),
            criterion("TC-01", "termination")]  # fmt: skip
    facts = of(replace(PROGRESS, criteria=held))
    assert (facts["criteria.for_suspension"].value, facts["criteria.for_closure"].value) == (1, 1)
    assert facts["criteria.for_termination"].value == 1
    assert facts["criteria.tripped_undecided"].value is None
    tripped = tuple(CheckedCriterion(code, "tripped", "", (), ()) for code in ("SC-01", "SC-02"))
    decided = Decision("SC-01", "continue-with-reasons", "Promised.", "the committee", "2027-04-22")
    known = replace(OPENED, checked_at=NOW, checked=tripped, decisions=(decided,))
    left = of(replace(PROGRESS, evaluation=known))["criteria.tripped_undecided"]
    assert (left.value, left.sources) == (1, ("SC-02",))


def test_the_same_criteria_are_asked_of_the_partys_other_dialogues() -> None:
    assert of()["criteria.elsewhere"].value == 0
    same, other = replace(OPENED, code="UK-RU-2026"), replace(OPENED, code="UK-EG-2026", criteria="another")
    facts = of(replace(PROGRESS, elsewhere=[same, other]))
    assert (facts["criteria.elsewhere"].value, facts["criteria.same_elsewhere"]) == (2, Fact(False, ("UK-EG-2026",)))
    assert of(replace(PROGRESS, elsewhere=[same]))["criteria.same_elsewhere"].value is True


def test_what_is_published_has_the_hash_of_what_was_adopted() -> None:
    adopted = replace(OPENED, adoption=Adoption(NOW, TODAY, "ada", "sha", 1, "r"))
    assert of(replace(PROGRESS, evaluation=adopted))["report.files_as_adopted"].value is None
    for files, said in ({"report.pdf": "x", "report.json": "sha"}, True), ({"report.json": "altered"}, False):
        known = replace(adopted, publication=Publication(NOW, TODAY, files))
        assert of(replace(PROGRESS, evaluation=known))["report.files_as_adopted"].value is said


def test_the_evaluation_before_is_the_last_adopted_one() -> None:
    before = [
        replace(OPENED, code=code, adoption=Adoption(NOW, on, "ada", "sha", 1, "r"))
        for code, on in (("UK-CN-2025", date(2025, 9, 1)), ("UK-CN-2023", date(2023, 9, 1)))
    ]
    facts = of(replace(PROGRESS, before=before))
    assert facts["evaluations.adopted_before"].value == 2
    assert facts["evaluation.previous_on"] == Fact(date(2025, 9, 1), ("UK-CN-2025",))
    assert (of()["evaluations.adopted_before"].value, of()["evaluation.previous_on"].value) == (0, None)


def test_changes_without_a_stated_reason_are_counted_and_named() -> None:
    silent = Change(2, "due", "due", "2027", "2029", "", "", "", "", "", "", "", NOW, "ada", silent=True)
    facts = of(conduct=replace(CONDUCT, objectives=[replace(PRISONS, changes=(silent,)), PRISONS]))
    assert facts["objectives.changes_unreasoned"].value == 1
    assert facts["objectives.changes_unreasoned"].note == "1 change is without a stated reason: UK-01 (due)"


def test_old_corrections_without_a_reason_and_reasons_that_say_nothing_are_counted_too() -> None:
    dot = Change(2, "due", "due", "2027", "2029", ".", "", "", "", "", "", "", NOW, "ada")
    corrected, spelled, founded = (
        replace(dot, revision=n, kind=kind, field="text", reason=reason)  # type: ignore[arg-type] # kinds that there are
        for n, kind, reason in ((3, "correction", ""), (4, "editorial", ""), (5, "correction", "see p. 2"))
    )
    held = replace(PRISONS, changes=(dot, corrected, spelled, founded))
    fact = of(conduct=replace(CONDUCT, objectives=[held]))["objectives.changes_unreasoned"]
    assert (fact.value, fact.note) == (
        2,
        "1 change is without a stated reason: UK-01 (due); 1 correction is without a recorded reason: UK-01 (text)",
    )
