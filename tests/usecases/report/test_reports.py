"""The report at the door: drafted, adopted with its step, published once, made again from what is frozen."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from evalflow.effects.record_json import from_json, to_json
from evalflow.engine.words import CloseCycleEarly, PauseCycle
from evalflow.errors import EvalflowError
from evalflow.evaluation.inputs.commands_events import DisposePoint
from evalflow.evaluation.report.wording import worded
from evalflow.resources import resource
from evalflow.store.checks.verification import verify
from evalflow.usecases.cycles.cycles import Opening, complete_step, move, name_body, open_cycle, publish_terms
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.findings.criteria import check_criteria
from evalflow.usecases.findings.findings import rate
from evalflow.usecases.inputs.inputs import list_inputs, receive, work_on
from evalflow.usecases.record.imports import enter_rest_of_paper
from evalflow.usecases.report.files import rebuild
from evalflow.usecases.report.reports import (
    adopting_step,
    build_draft,
    publish,
    published_pdf,
)
from tests.support.printed_plainly import print_plainly
from tests.support.sample_record import sample_record
from tests.usecases.conftest import At
from tests.usecases.office import (
    BODY,
    CYCLE,
    RATING,
    TERMS,
    Office,
    adopt,
    begin,
    draft,
    publish_all_terms,
    put_evidence,
    take,
    to_adoption,
    write_report,
)


def refused(way: object, *words: object) -> tuple[str, str]:
    with pytest.raises(EvalflowError) as refusal:
        way(*words)  # type: ignore[operator] # any use case
    return refusal.value.code, str(refusal.value)


def kept(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "reports").glob("EX-*"))}


def hashes(files: dict[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_adopting_freezes_the_record_in_the_commit_of_the_step(office: Office) -> None:
    for go in (begin, publish_all_terms, take, to_adoption):
        go(office)
    size = office.size()
    adopt(office)
    assert office.happened(size) == ["evaluation.ReportAdopted", "cycle.StepClosed", "cycle.StepOpened"]
    adoption = cycle_status(office.door, CYCLE).here.evaluation.adoption
    assert adoption is not None
    with office.store.reading() as reading:
        record = from_json(reading.blob(adoption.record_sha256))
        assert reading.head(adoption.size).root == adoption.root == record.anchor.head.root
        assert verify(reading).sound
    assert (record.cover.status, record.cover.adopted_on, record.anchor.cut_off) == (
        "adopted",
        adoption.adopted_on,
        office.now,
    )


def test_adopting_waits_for_every_point_rating_and_check(at: At) -> None:
    office = at("unanswered")
    code, says = refused(complete_step, office.door, CYCLE, "adopt", "adopted")
    assert (code, "1 point is without an answer: EX-SA-2027/NGO/001 point 1" in says) == ("gate-closed", True)
    [known] = list_inputs(office.door, CYCLE)
    work_on(office.door, known.code, DisposePoint(1, "used", "It is true.", ""))
    assert complete_step(office.door, CYCLE, "adopt", "adopted").evaluation.adoption is not None


def test_an_input_that_came_late_blocks_an_adoption_that_is_pending(at: At) -> None:
    office = at("adopting")
    receive(office.door, CYCLE, [draft()])
    code, says = refused(complete_step, office.door, CYCLE, "adopt", "adopted")
    assert (code, "1 late input is neither accepted nor declined" in says) == ("gate-closed", True)


def test_only_where_it_stands_at_adoption_is_a_report_adopted(at: At) -> None:
    assert refused(adopting_step, cycle_status(at("taking").door, CYCLE).here) == (
        "not-at-adoption",
        "The report cannot be adopted now. Open: ngo_inputs, parliament_inputs, partner_submissions. "
        "See `evalflow cycle status`.",
    )
    closed = at("begun")
    move(closed.door, CYCLE, CloseCycleEarly("The dialogue ended.", "decision 12"))
    assert "Open: nothing." in refused(adopting_step, cycle_status(closed.door, CYCLE).here)[1]


def test_a_returned_draft_is_drafted_anew(at: At, tmp_path: Path) -> None:
    office = at("adopting")
    complete_step(office.door, CYCLE, "adopt", "returned", "Part 3 is missing.")
    code, says = refused(complete_step, office.at("2027-04-03T10:00"), CYCLE, "draft")
    assert (code, "no draft of the report was made in this step" in says) == ("gate-closed", True)
    built = build_draft(office.door, CYCLE, tmp_path)
    assert sorted(kept(tmp_path)) == [f"EX-SA-2027-draft.{ending}" for ending in ("html", "json", "pdf")]
    assert from_json(built.json.read_bytes()).cover.status == "draft"
    assert list(complete_step(office.door, CYCLE, "draft").cycle.open) == ["reply"]
    with office.store.reading() as reading:
        head = from_json(built.json.read_bytes()).anchor.head
        assert reading.head(head.size) == head


def test_what_is_refused_writes_no_file(at: At, tmp_path: Path) -> None:
    office = at("adopting")
    for way, door, code in (
        (build_draft, office.as_(""), "nobody-named"),
        (build_draft, replace(office.door, key="k"), "done-before"),
        (publish, office.door, "not-adopted"),
        (publish, office.as_(""), "nobody-named"),
    ):
        if code == "done-before":
            rate(door, CYCLE, "EX-01", replace(RATING, status="met", reason="A visit took place."))
        assert refused(way, door, CYCLE, tmp_path)[0] == code
    assert refused(build_draft, office.door, "UK", tmp_path)[0] == "no-such-cycle"
    assert kept(tmp_path) == {}


def test_the_embargo_is_kept_by_the_publication_and_not_by_the_making(at: At, tmp_path: Path) -> None:
    office = at("adopted")
    assert refused(publish, office.door, CYCLE, tmp_path) == (
        "not-at-publication", "The report cannot be published yet. Open: embargo.",
    )  # fmt: skip
    size = office.size()
    built = build_draft(office.door, CYCLE, tmp_path)
    before = kept(tmp_path)
    assert (built.pdf.name, sorted(before), office.size()) == (
        "EX-SA-2027-report.pdf", [f"EX-SA-2027-report.{ending}" for ending in ("html", "json", "pdf")], size,
    )  # fmt: skip
    published = publish(office.at("2027-04-12T10:00"), CYCLE, tmp_path)
    here = cycle_status(office.door, CYCLE).here
    assert (published, kept(tmp_path), list(here.cycle.open)) == (built, before, ["government_response"])
    assert here.evaluation.publication is not None
    assert here.evaluation.publication.files == hashes(before)
    assert published_pdf(office.door, tmp_path) == built.pdf
    program = resource("templates", "reports", "check_receipt.py").read_bytes()
    assert (tmp_path / "reports" / "check_receipt.py").read_bytes() == program
    again = rebuild(built.json, tmp_path / "again", office.printer)
    assert [again.pdf.read_bytes(), again.html.read_bytes(), again.json.read_bytes()] == [
        built.pdf.read_bytes(), built.html.read_bytes(), built.json.read_bytes(),
    ]  # fmt: skip
    assert refused(publish, office.door, CYCLE, tmp_path) == (
        "report-published", "The report was published on 2027-04-12.",
    )  # fmt: skip


def test_killed_between_the_files_and_the_commit_it_finds_its_own_files(at: At, tmp_path: Path) -> None:
    killed = at("adopted")
    killed.at("2027-04-12T10:00")

    def clock_that_stops() -> datetime:
        if kept(tmp_path):
            raise KeyboardInterrupt
        return killed.now

    with pytest.raises(KeyboardInterrupt):
        publish(replace(killed.door, clock=clock_that_stops), CYCLE, tmp_path)
    left = kept(tmp_path)
    assert len(left) == 3
    assert cycle_status(killed.door, CYCLE).here.evaluation.publication is None
    publish(killed.at("2027-04-13T10:00"), CYCLE, tmp_path)
    assert kept(tmp_path) == left


def test_what_stands_in_the_place_of_a_report_is_never_overwritten(at: At, tmp_path: Path) -> None:
    office = at("adopted")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "EX-SA-2027-report.pdf").write_bytes(b"an older one")
    assert refused(publish, office.at("2027-04-12T10:00"), CYCLE, tmp_path)[0] == "file-exists"
    assert kept(tmp_path)["EX-SA-2027-report.pdf"] == b"an older one"
    assert cycle_status(office.door, CYCLE).here.evaluation.publication is None


def test_a_file_made_again_from_an_example_is_named_as_one(tmp_path: Path) -> None:
    (tmp_path / "renamed.json").write_bytes(to_json(sample_record()))
    assert rebuild(tmp_path / "renamed.json", tmp_path, print_plainly).pdf.name == "EXAMPLE-renamed.pdf"


def test_a_cycle_closed_early_has_a_report_that_says_so(at: At, tmp_path: Path) -> None:
    office = at("taking")
    enter_rest_of_paper(office.door)
    move(office.door, CYCLE, PauseCycle("An election.", "rule 7"))
    move(office.at("2027-02-02T10:00"), CYCLE, CloseCycleEarly("The dialogue ended.", "decision 12"))
    built = build_draft(office.door, CYCLE, tmp_path)
    note = "The cycle was closed early on 2 February 2027, as recorded by Ada Example. Reason: The dialogue ended."
    record = worded(from_json(built.json.read_bytes()))
    assert (record.course.closing_note.startswith(note), len(record.background.pairs)) == (True, 6)
    assert note in built.html.read_text(encoding="utf-8")
    assert refused(publish, office.door, CYCLE, tmp_path)[0] == "not-adopted"


def test_publishing_is_no_step_that_is_completed_by_hand(at: At) -> None:
    office = at("adopted")
    code, says = refused(complete_step, office.at("2027-04-12T10:00"), CYCLE, "publish")
    assert (code, says) == ("publish-completes", "publish is completed by `evalflow report publish EX-SA-2027`.")


def test_a_workflow_without_a_step_for_it_publishes_too_and_a_dry_run_makes_no_file(at: At, tmp_path: Path) -> None:
    office = at("begun")
    own = tmp_path / "own.yaml"
    own.write_text(OWN)
    open_cycle(office.door, Opening("ex-sa", date(2027, 1, 11), "Example Office", False, "own", workflow=own))
    _complete(office, "own")
    complete_step(office.door, "own", "adopt", "adopted")
    size = office.size()
    shown = publish(office.dry(), "own", tmp_path)
    assert (shown.json.name, kept(tmp_path), office.size()) == ("OWN-report.json", {}, size)


def _complete(office: Office, cycle: str) -> None:
    """Supply what a report needs whatever its workflow asks for: who evaluates, ratings, checks, its words."""
    name_body(office.door, cycle, BODY)
    publish_terms(office.door, cycle, replace(TERMS, published_on="2026-12-14"))
    for code in ("EX-01", "EX-02"):
        put_evidence(office, code)
        rate(office.door, cycle, code, RATING)
    check_criteria(office.door, cycle)
    write_report(office, cycle)


def test_what_others_rely_on_is_asked_for_in_any_workflow(at: At, tmp_path: Path) -> None:
    office = at("begun")
    own = tmp_path / "own.yaml"
    own.write_text(OWN)
    open_cycle(office.door, Opening("ex-sa", date(2027, 1, 11), "Example Office", False, "own", workflow=own))
    code, says = refused(complete_step, office.door, "own", "adopt", "adopted")
    assert code == "report-incomplete"
    assert "2 objectives are due and not rated: EX-01, EX-02" in says


OWN = """\
evalflow: 1
workflow: adoption-alone
version: 1.0.0
title: Adoption alone
timezone: Europe/London
calendar: none
period_rule: plain
steps:
  adopt:
    title: Adopt
    role: evaluating-body
    no_deadline: the body decides
    choose:
      adopted: {act: adopt-report, next: end}
"""


PUBLISHED_BY_TWO = (
    OWN.replace("next: end", "next: publish")
    + """\
  publish:
    title: Publish
    role: coordinator
    no_deadline: whenever both have seen it
    act: publish-report
    approvals: {count: 2}
    next: end
"""
)


def test_publishing_is_the_last_of_several_approvals(at: At, tmp_path: Path) -> None:
    office = at("begun")
    own = tmp_path / "own.yaml"
    own.write_text(PUBLISHED_BY_TWO)
    open_cycle(office.door, Opening("ex-sa", date(2027, 1, 11), "Example Office", False, "own", workflow=own))
    _complete(office, "own")
    complete_step(office.door, "own", "adopt", "adopted")
    assert refused(publish, office.door, "own", tmp_path)[0] == "approvals-missing"
    assert not (tmp_path / "reports").exists()
    complete_step(office.as_("Bo Example"), "own", "publish")
    publish(office.door, "own", tmp_path)
    assert cycle_status(office.door, "own").here.cycle.status == "ended"


def test_no_report_is_published_before_one_is(at: At, tmp_path: Path) -> None:
    office = at("begun")
    assert refused(published_pdf, office.door, tmp_path)[0] == "not-published"
