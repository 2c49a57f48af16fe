"""Every file that is shipped loads, and names the schema by which an editor checks it."""

import json
from pathlib import Path

import pytest

from evalflow.definitions.calendar import read_calendar
from evalflow.definitions.criteria import read_criteria
from evalflow.definitions.scorecard import read_scorecard
from evalflow.definitions.workflow import read_workflow
from evalflow.engine.periods import Period
from evalflow.engine.rules import CEL_WORDS, ListType
from evalflow.engine.soundness import findings
from evalflow.engine.words import Step, Timing, Workflow
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.evaluation import ACTS
from evalflow.evaluation.inputs.input import KINDS
from tests.definitions.shipped import SCHEMAS, WORKFLOWS, schema_text

FILES = sorted(WORKFLOWS.rglob("*.yaml"))


def cycle() -> Workflow:
    raw = (WORKFLOWS / "evaluation-cycle.yaml").read_bytes()
    return read_workflow(raw, "evaluation-cycle.yaml", DECLARED, KINDS, ACTS)


def step(name: str) -> Step:
    return next(step for step in cycle().steps if step.name == name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_shipped_file_loads(path: Path) -> None:
    if path.name == "recommendations.yaml":
        assert read_scorecard(path.read_bytes(), path.name, DECLARED).name == path.stem
    elif path.parent.name == "criteria":
        assert read_criteria(path.read_bytes(), path.name, DECLARED).name == path.stem
    elif path.parent.name == "calendars":
        assert read_calendar(path.read_bytes(), path.name).name == path.stem
    else:
        assert read_workflow(path.read_bytes(), path.name, DECLARED, KINDS, ACTS).name == path.stem


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_shipped_file_names_its_schema_in_its_first_line(path: Path) -> None:
    before, _, schema = path.read_text(encoding="utf-8").partition("\n")[0].partition("$schema=")
    assert before == "# yaml-language-server: "
    kind = {"criteria": "criteria.json", "calendars": "calendar.json"}.get(path.parent.name, "workflow.json")
    kind = "scorecard.json" if path.name == "recommendations.yaml" else kind
    assert (path.parent / schema).resolve() == WORKFLOWS / "schema" / kind


def test_the_shipped_schemas_are_those_of_the_vocabulary() -> None:
    shipped = {path.name: path.read_text(encoding="utf-8") for path in (WORKFLOWS / "schema").iterdir()}
    assert shipped == {name: schema_text(name) for name in SCHEMAS}
    assert {name: json.loads(text) for name, text in shipped.items()} == SCHEMAS


def test_the_cycle_goes_from_the_terms_to_the_follow_up() -> None:
    assert [(step.name, step.next or {c.name: c.next for c in step.choices}) for step in cycle().steps] == [
        ("terms", ("ngo_inputs", "parliament_inputs", "partner_submissions")),
        ("ngo_inputs", ("triage",)),
        ("parliament_inputs", ("triage",)),
        ("partner_submissions", ("triage",)),
        ("triage", ("assessment",)),
        ("assessment", ("suspension_check",)),
        ("suspension_check", ("draft",)),
        ("draft", ("reply",)),
        ("reply", ("adopt",)),
        ("adopt", {"adopted": ("embargo",), "returned": ("draft",)}),
        ("embargo", ("publish",)),
        ("publish", ("government_response",)),
        ("government_response", ("follow_up",)),
        ("follow_up", ("end",)),
    ]
    assert findings(cycle()) == ()


def test_every_kind_of_input_has_one_window_before_the_draft_and_the_governments_one_to_reply_to_it() -> None:
    before = [kind for step in cycle().steps if step.name != "reply" for kind in step.accepts]
    assert sorted(before) == sorted(KINDS)
    assert [step.accepts for step in cycle().steps if step.name == "reply"] == [
        ("government", "counterpart-government")
    ]


def test_no_window_opens_before_timetable_criteria_and_body_are_published() -> None:
    terms = step("terms")
    assert cycle().steps[0] == terms
    assert [gate.text for gate in terms.requires] == [
        "terms.timetable_published",
        "terms.criteria_published",
        "terms.body_named",
    ]
    assert [step(name).waits_for_opening for name in terms.next] == [True, True, True]


def test_no_report_is_adopted_while_anything_is_undone() -> None:
    adopted, returned = step("adopt").choices
    assert [gate.text for gate in adopted.requires] == [
        "inputs.points_open == 0",
        "inputs.undecided_late == 0",
        "findings.unrated == 0",
        "criteria.unchecked == 0",
        "recommendations.carried_open == 0",
    ]
    assert (adopted.act, adopted.requires_reason) == ("adopt-report", False)
    assert (returned.act, returned.requires_reason, returned.requires) == (None, True, ())
    assert [gate.text for gate in cycle().close_early] == ["inputs.points_open == 0"]


def test_deadlines_count_from_what_the_file_says() -> None:
    assert step("terms").timing == Timing("before", "opening", Period(weeks=2))
    assert step("ngo_inputs").timing == Timing("after", "opened", Period(weeks=8))
    assert (step("adopt").timing, step("adopt").no_deadline) == (None, "the body's own calendar decides")
    assert cycle().report_due == Timing("after", "opening", Period(weeks=26))
    assert step("triage").join


def test_nothing_that_rules_read_is_called_by_a_word_of_their_language() -> None:
    names = {part for name in DECLARED for part in name.split(".")}
    names |= {field for one in DECLARED.values() if isinstance(one.type, ListType) for field in one.type.fields}
    assert names & CEL_WORDS == set()
