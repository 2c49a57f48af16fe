"""What was published is kept in the record, and given out from there alone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evalflow.effects.printing.pdf import Printed
from evalflow.errors import EvalflowError
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.publications import Publication, ReportPublished
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.door.published import drop_files, published_files
from evalflow.usecases.letters.distribution import distribute
from evalflow.usecases.report.reports import build_draft, publish, report_pdf
from tests.usecases.conftest import At
from tests.usecases.letters.test_posting import people
from tests.usecases.office import CYCLE, Office


def refused(way: Callable[..., object], *words: object) -> str:
    with pytest.raises(EvalflowError) as refusal:
        way(*words)
    return refusal.value.code


def published(at: At, folder: Path) -> tuple[Office, dict[str, bytes]]:
    office = at("adopted")
    publish(office.at("2027-04-12T10:00"), CYCLE, folder)
    return office, files_in(folder)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "reports").glob("EX-*")}


def publication(office: Office) -> Publication:
    found = cycle_status(office.door, CYCLE).here.evaluation.publication
    assert found is not None
    return found


def otherwise(*_: object, **__: object) -> Printed:
    return Printed(b"%PDF-1.7 made otherwise", "")


def test_the_record_keeps_each_published_file_and_writes_it_again_as_it_was(at: At, tmp_path: Path) -> None:
    office, files = published(at, tmp_path)
    with office.store.reading() as reading:
        [evaluation] = reading.all(Evaluation)
        assert published_files(reading, evaluation) == files
    office.printer = otherwise
    size = office.size()
    built = build_draft(office.door, CYCLE, tmp_path / "elsewhere")
    assert (files_in(tmp_path / "elsewhere"), built.pdf.name, office.size()) == (files, "EX-SA-2027-report.pdf", size)
    assert report_pdf(office.door, CYCLE) == (built.pdf.name, files[built.pdf.name])


def test_no_published_file_is_written_over_another(at: At, tmp_path: Path) -> None:
    office, _ = published(at, tmp_path)
    (tmp_path / "reports" / "EX-SA-2027-report.pdf").write_bytes(b"altered")
    assert refused(build_draft, office.door, CYCLE, tmp_path) == "file-exists"


def test_what_the_record_has_lost_is_neither_made_anew_nor_sent(at: At, tmp_path: Path) -> None:
    office, _ = published(at, tmp_path)
    people(office, "ngo")
    with office.store.writing() as tx:
        drop_files(tx, publication(office))  # drops nothing: all is still named
    build_draft(office.door, CYCLE, tmp_path)
    with office.store.writing() as tx:
        for sha256 in publication(office).files.values():
            tx.drop_blob(sha256)
    assert refused(build_draft, office.door, CYCLE, tmp_path) == "publication-lost"
    assert refused(distribute, office.door, CYCLE) == "record-unsound"


def test_a_report_that_an_older_version_published_is_made_again_only_as_it_was_published(
    at: At, tmp_path: Path
) -> None:
    office, files = published(at, tmp_path)
    kept = publication(office)
    with office.store.writing() as tx:
        [evaluation] = tx.all(Evaluation)
        older = replace(kept, files={}, kept=False)
        tx.record(evaluation.id, "p1", office.now, [ReportPublished(older)])
        drop_files(tx, kept)
        tx.record(evaluation.id, "p1", office.now, [ReportPublished(replace(kept, kept=False))])
    with office.store.reading() as reading, pytest.raises(EvalflowError):
        reading.blob(next(iter(kept.files.values())))
    assert build_draft(office.door, CYCLE, tmp_path / "elsewhere").pdf.read_bytes() == files["EX-SA-2027-report.pdf"]
    assert files_in(tmp_path / "elsewhere") == files
    office.printer = otherwise
    assert refused(build_draft, office.door, CYCLE, tmp_path / "later") == "published-differs"
    assert refused(report_pdf, office.door, CYCLE) == "published-differs"
    assert not (tmp_path / "later").exists()
