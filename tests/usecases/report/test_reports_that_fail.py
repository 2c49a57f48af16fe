"""Reports that cannot be made: an incident, a publication without its PDF, a draft that is destroyed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from evalflow.effects import page
from evalflow.effects.printing.pdf import Printed
from evalflow.errors import Broken
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs.commands_events import SetLevel
from evalflow.store.checks.verification import verify
from evalflow.usecases.clock.owed import do_what_is_owed
from evalflow.usecases.door.incidents import list_incidents
from evalflow.usecases.inputs.inputs import receive, set_level
from evalflow.usecases.report.reports import (
    add_pdf,
    build_draft,
    made_again,
    publish,
    published_pdf,
    report_pdf,
)
from tests.support.printed_plainly import print_plainly
from tests.usecases.conftest import At
from tests.usecases.office import (
    CYCLE,
    Office,
    draft,
)
from tests.usecases.report.test_reports import kept, refused


def failing(code: str) -> Callable[..., Printed]:
    def broken(*_: object, **__: object) -> Printed:
        raise Broken(code, "It could not be done.")

    return broken


def incidents(office: Office) -> list[tuple[str, str, str, int, bool]]:
    found = list_incidents(office.door, all_=True)
    return [(i.kind, i.subject, i.place, i.attempts, i.resolved_at is None) for i in found]


def test_a_report_that_cannot_be_made_is_an_incident_and_is_made_when_the_clock_tries_again(
    at: At, tmp_path: Path
) -> None:
    office = at("adopting")
    office.printer = failing("pdf-library-missing")
    assert refused(build_draft, office.door, CYCLE, tmp_path)[0] == "pdf-library-missing"
    assert incidents(office) == [("effect", CYCLE, "draft", 1, True)]
    assert made_again(replace(office.door, dry_run=True), tmp_path) == []
    assert made_again(office.door, tmp_path) == []
    assert incidents(office) == [("effect", CYCLE, "draft", 2, True)]
    office.printer = print_plainly
    assert made_again(office.door, tmp_path) == []  # its next attempt has not come
    assert [name[-5:] for name in kept(tmp_path)] == [".html", ".json"]  # what can be made without the PDF
    office.now += timedelta(minutes=30)
    (built,) = made_again(office.door, tmp_path)
    assert built.pdf.exists()
    assert incidents(office) == [("effect", CYCLE, "draft", 2, False)]
    assert made_again(office.door, tmp_path) == []


def test_where_no_pdf_can_be_made_html_and_data_are_written_and_the_longest_text_is_named(
    at: At, tmp_path: Path
) -> None:
    office = at("adopted")
    office.at("2027-04-12T10:00")
    office.printer = failing("pdf-too-slow")
    assert refused(publish, replace(office.door, dry_run=True), CYCLE, tmp_path)[0] == "pdf-too-slow"
    assert kept(tmp_path) == {}
    code, says = refused(publish, office.door, CYCLE, tmp_path)
    assert (code, "The longest text of the report is in " in says) == ("pdf-too-slow", True)
    assert f"Written without the PDF: {CYCLE}-report.html, {CYCLE}-report.json." in says
    assert says.endswith(f"evalflow report publish {CYCLE} --without-pdf --reason TEXT")
    office.printer = print_plainly
    left = kept(tmp_path)
    publish(office.door, CYCLE, tmp_path)
    assert {name: content for name, content in kept(tmp_path).items() if not name.endswith(".pdf")} == left


def test_what_fails_for_another_cause_than_the_pdf_offers_no_publication_without_it(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = at("adopted")
    office.at("2027-04-12T10:00")
    monkeypatch.setattr(page, "to_html", failing("template-failed"))
    code, says = refused(publish, office.door, CYCLE, tmp_path)
    assert (code, "--without-pdf" in says) == ("template-failed", False)


def test_a_person_can_publish_without_the_pdf_and_add_it_later_beside_the_same_files(at: At, tmp_path: Path) -> None:
    office = at("adopted")
    office.at("2027-04-12T10:00")
    html, data = f"{CYCLE}-report.html", f"{CYCLE}-report.json"
    office.printer = failing("pdf-too-slow")
    assert refused(add_pdf, office.door, CYCLE, tmp_path)[0] == "not-published"
    assert refused(publish, office.door, CYCLE, tmp_path)[0] == "pdf-too-slow"
    for reason in ("", "."):
        code, _ = refused(partial(publish, without_pdf=reason), office.door, CYCLE, tmp_path)
        assert code == "reason-missing"
    built = publish(office.door, CYCLE, tmp_path, without_pdf="The fonts are damaged.")
    assert [path.name for path in built.files] == [html, data]
    assert [one for one in incidents(office) if one[-1]] == []
    assert report_pdf(office.door, CYCLE)[0] == html
    assert published_pdf(office.door, tmp_path).name == html
    assert [path.name for path in build_draft(office.door, CYCLE, tmp_path).files] == [html, data]
    assert refused(add_pdf, office.door, CYCLE, tmp_path)[0] == "pdf-too-slow"
    assert made_again(office.at("2027-04-13T10:00"), tmp_path) == []
    office.printer = print_plainly
    before = kept(tmp_path)
    add_pdf(replace(office.door, dry_run=True), CYCLE, tmp_path)
    assert kept(tmp_path) == before
    added = add_pdf(office.door, CYCLE, tmp_path)
    assert [path.suffix for path in added.files] == [".pdf", ".html", ".json"]
    assert {name: content for name, content in kept(tmp_path).items() if name in before} == before
    assert report_pdf(office.door, CYCLE) == (added.pdf.name, added.pdf.read_bytes())
    assert refused(add_pdf, office.door, CYCLE, tmp_path)[0] == "pdf-published"
    with office.store.reading() as reading:
        [evaluation] = reading.all(Evaluation)
        assert verify(reading).sound
    assert evaluation.publication
    assert set(evaluation.publication.files) == {added.pdf.name, html, data}
    assert evaluation.publication.without_pdf == "The fonts are damaged."


def test_a_draft_that_was_being_made_while_an_input_was_protected_is_destroyed(at: At, tmp_path: Path) -> None:
    office = at("adopting")
    [late] = receive(office.door, CYCLE, [draft("It came late.")])

    def protected_meanwhile(*_: object, **__: object) -> Printed:
        set_level(office.door, late.input.code, SetLevel("name-withheld", "", ""))
        return Printed(b"a page that still has the name", "")

    office.printer = protected_meanwhile
    assert refused(build_draft, office.door, CYCLE, tmp_path)[0] == "erased-meanwhile"
    office.printer = print_plainly
    assert kept(tmp_path) == {}
    assert build_draft(office.door, CYCLE, tmp_path).pdf.exists()


def test_a_template_that_cannot_be_filled_in_is_an_incident_of_its_own(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = at("adopting")
    with monkeypatch.context() as patched:
        patched.setattr(page, "to_html", failing("template-failed"))
        assert refused(build_draft, office.door, CYCLE, tmp_path)[0] == "template-failed"
    assert incidents(office) == [("template", CYCLE, "draft", 1, True)]
    assert [path.suffix for path in do_what_is_owed(office.door, tmp_path)] == [".pdf"]
    assert incidents(office) == [("template", CYCLE, "draft", 1, False)]
