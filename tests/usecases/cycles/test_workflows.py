"""Workflow files, checked without any record: by content and checker, with what is wrong in the checker's own words."""

from evalflow.engine.soundness import CHECKER
from evalflow.evaluation.report.wording import worded
from evalflow.usecases.cycles.workflows import Flaw, check_workflow, drawn_of, shipped_workflows
from tests.definitions.shipped import WORKFLOWS
from tests.definitions.test_bad_files import BAD
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, Office


def flaws(name: str) -> tuple[Flaw, ...]:
    return check_workflow((BAD / "workflow" / f"{name}.yaml").read_bytes(), "x.yaml").flaws


def test_a_sound_file_has_no_flaw_and_is_known_by_its_content() -> None:
    checked = check_workflow((WORKFLOWS / "follow-up-review.yaml").read_bytes(), "mine.yaml")
    assert (checked.sound, checked.flaws, checked.file, checked.checker) == (True, (), "mine.yaml", CHECKER)
    assert checked.workflow
    assert (checked.workflow.name, len(checked.sha256)) == ("follow-up-review", 64)


def test_each_flaw_has_the_checker_s_word_or_none_where_the_file_is_not_well_formed() -> None:
    assert [(flaw.finding, flaw.where) for flaw in flaws("stuck-at-a-join-behind-a-choice")] == [
        ("stuck", "x.yaml:26:3"),
        ("never-reached", "x.yaml:26:3"),
    ]
    assert [flaw.finding for flaw in flaws("counts-from-what-has-not-been")] == ["counts-too-early"]
    assert {flaw.finding for flaw in flaws("no-deadline")} == {""}
    assert flaws("never-reached")[0].says == "follow_up never opens. No step names it under 'next'."


def test_a_file_that_is_no_yaml_has_a_flaw_as_well() -> None:
    checked = check_workflow(b"a: [", "x.yaml")
    assert (checked.sound, checked.workflow, [flaw.finding for flaw in checked.flaws]) == (False, None, [""])


def test_every_shipped_workflow_is_sound() -> None:
    assert [checked.sound for checked in shipped_workflows()] == [True, True]


def test_how_a_cycle_stands_at_each_step_is_a_word_and_its_days(at: At) -> None:
    def found(office: Office, step: str) -> tuple[str, str]:
        (one,) = [each for each in worded(drawn_of(office.door, CYCLE)[1]) if each.name == step]
        return one.state, one.days

    assert found(at("waiting"), "ngo_inputs") == ("waiting", "opens on 11 Jan 2027")
    office = at("adopting")
    assert found(office, "terms")[0] == "done"
    state, days = found(office, "adopt")
    assert (state, days[:6]) == ("open", "since ")
    assert found(office, "publish") == ("", "")
    begun = at("begun")
    begun.at("2027-01-05T09:00")
    assert found(begun, "terms")[0] == "overdue"
    assert found(at("taking"), "ngo_inputs")[1].startswith("until the end of ")
