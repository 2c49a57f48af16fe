"""An input protected after adoption: its report is given out no more, until a new edition without it is made."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evalflow.effects.exchange.iati import Reporting
from evalflow.effects.mail.transport import TransportAnswer
from evalflow.effects.record_json import from_json
from evalflow.errors import Broken, EvalflowError, Refused
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs.commands_events import DisposePoint, SetLevel
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.report.wording import worded
from evalflow.store.checks.verification import verify
from evalflow.usecases.cycles.status import cycle_history
from evalflow.usecases.door.current import held
from evalflow.usecases.inputs.inputs import list_inputs, receive, set_level, work_on
from evalflow.usecases.inputs.redaction import Asked, Redacted, redact
from evalflow.usecases.letters import distribution as given
from evalflow.usecases.letters.letters import list_letters, release, release_all, show_letter
from evalflow.usecases.letters.posting import post
from evalflow.usecases.report.comparisons import over_cycles
from evalflow.usecases.report.exchanges import export_bundle
from evalflow.usecases.report.exports import export_data, export_iati
from evalflow.usecases.report.reports import build_draft, publish
from tests.usecases.conftest import At
from tests.usecases.letters.test_posting import MAIL, Post, people
from tests.usecases.office import CYCLE, Office, adopt, draft, to_adoption

CANARY, TITLE, TEXT = "Canary Coalition", "Ochre staircase memorandum", "Parakeets are kept in cages."
SECRETS = (CANARY, TITLE, TEXT)
NOTE = "Redacted edition 2 of the report adopted on 5 April 2027: one input was protected after"
ENDS = ("pdf", "html", "json")
ASKED = Asked("An input was protected.")


def adopted(at: At) -> Office:
    """An adopted report with two public inputs, of which the first is to be protected, and a circle."""
    return at("taking", go_to_adoption)


def go_to_adoption(office: Office, answer: str = "It is true.") -> None:
    people(office, "ngo", "government")
    receive(office.door, CYCLE, [draft(TEXT, who=CANARY, title=TITLE), draft("Visits are refused.")])
    given.send_draft(office.door, CYCLE, office.folder)
    for known in list_inputs(office.door, CYCLE):
        work_on(office.door, known.code, DisposePoint(1, "used", answer, ""))
    to_adoption(office)
    adopt(office)


def published(at: At) -> Office:
    return at("taking", go_to_publication)


def go_to_publication(office: Office, answer: str = "It is true.") -> None:
    go_to_adoption(office, answer)
    publish(office.at("2027-04-12T10:00"), CYCLE, office.folder)
    given.distribute(office.door, CYCLE)


def protect(office: Office, level: Any = "restricted") -> Input:
    first = next(one for one in list_inputs(office.door, CYCLE) if one.submitter == CANARY)
    return set_level(office.door, first.code, SetLevel(level, "", "", erase_text=True))


def anew(office: Office, asked: Asked = ASKED) -> Redacted:
    return redact(office.door, CYCLE, asked, office.folder, lambda: None)


def code(way: Any, *words: Any, **more: Any) -> str:
    with pytest.raises(EvalflowError) as refusal:
        way(*words, **more)
    return refusal.value.code


def evaluation(office: Office) -> Evaluation:
    with office.store.reading() as reading:
        return reading.all(Evaluation)[0]


def kept(office: Office) -> bytes:
    """Return every byte of the folder, the database among them."""
    return b"".join(path.read_bytes() for path in sorted(office.folder.rglob("*")) if path.is_file())


def found(office: Office) -> list[str]:
    there = kept(office)
    return [secret for secret in SECRETS if secret.encode() in there]


@pytest.mark.parametrize("level", ["name-withheld", "restricted"])
def test_a_report_with_a_protected_input_goes_out_in_no_form(at: At, level: str) -> None:
    office = published(at)
    protect(office, level)
    door, out = office.door, office.folder / "out"
    for way, words in (
        (given.distribute, (door, CYCLE)),
        (given.send_correction, (door, CYCLE, out / "c.pdf", b"%PDF", ["A date."])),
        (export_bundle, (door, out / "bundle.json")),
        (export_data, (door, CYCLE, "public", "csv", out)),
        (export_iati, (door, CYCLE, Reporting("XX-1", "Example", "10"), out / "i.xml")),
        (build_draft, (door, CYCLE, out)),
    ):
        assert code(way, *words) == "tightened-since"
    assert list(office.folder.glob("out*")) == []


def test_what_is_adopted_and_not_published_waits_for_a_new_edition(at: At) -> None:
    office = adopted(at)
    protect(office)
    office.at("2027-04-12T10:00")
    assert code(publish, office.door, CYCLE, office.folder) == "tightened-since"
    done = anew(office)
    assert (done.files, done.note) == (
        (), f"{NOTE} adoption.",
    )  # fmt: skip
    built = publish(office.door, CYCLE, office.folder)
    assert built.pdf.name == "EX-SA-2027-report-edition-2.pdf"
    assert found(office) == []


def test_a_new_edition_replaces_the_old_one_in_every_byte(at: At) -> None:
    office = published(at)
    assert set(found(office)) == set(SECRETS)
    old, head = evaluation(office), office.size()
    protect(office)
    done = anew(office)
    assert done.note == f"{NOTE} publication."
    assert [path.name for path in done.files] == [f"{CYCLE}-report-edition-2.{end}" for end in ENDS]
    assert found(office) == []
    assert not list((office.folder / "reports").glob("*-report.*"))
    page = done.files[1].read_text("utf-8")
    assert done.note in page
    assert "Visits are refused." in page
    now = evaluation(office)
    [redaction] = now.redactions
    assert redaction.record_sha256 == held(old.adoption).record_sha256
    assert redaction.files == held(old.publication).files
    assert set(held(now.publication).files) == {path.name for path in done.files}
    with office.store.reading() as reading:
        assert verify(reading, reading.head(head)).problems == ()
    assert cycle_history(office.door, CYCLE)[-1].kind == "evaluation.ReportRedacted"
    assert code(anew, office) == "nothing-to-redact"


def test_the_new_edition_says_no_count_from_which_the_input_could_be_found(at: At) -> None:
    office = published(at)
    protect(office)
    record = worded(from_json(anew(office).files[2].read_bytes())).consultation
    assert [one.code for one in record.inputs] == ["EX-SA-2027/NGO/002"]
    assert (record.inputs_received, record.inputs_at_least, record.points_total) == (1, True, 1)
    assert [(row.kind, row.inputs) for row in record.input_counts] == [
        ("NGOs", 1), ("Name withheld or not published", None), ("All", None),
    ]  # fmt: skip
    [line] = over_cycles(office.door, "ex-sa").reports
    assert (line.report.inputs, line.report.at_least) == (1, True)


def test_it_goes_to_everybody_anew_and_the_letters_with_the_old_one_go_no_more(at: At) -> None:
    office = published(at)
    release_all(office.door, CYCLE, "draft", "held")
    post(office.door, MAIL, Post())
    protect(office)
    assert letters(office, "report") == {"ngo": "superseded", "government": "superseded"}
    done = anew(office)
    assert [(one.who, one.file) for one in done.copies] == [("government", "EX-SA-2027-draft.pdf")]
    given.distribute(office.door, CYCLE)
    release_all(office.door, CYCLE, "report", "held")
    way = Post()
    post(office.door, MAIL, way)
    assert len(way.taken) == 2
    assert all(b"report-edition-2.pdf" in raw for _, _, raw in way.taken)
    for one in list_letters(office.door, CYCLE):
        assert show_letter(office.door, MAIL, one.letter.id)


def letters(office: Office, kind: str) -> Mapping[str, str]:
    return {one.contact.code: one.letter.state for one in list_letters(office.door, CYCLE) if one.letter.kind == kind}


def test_a_letter_that_failed_is_not_sent_with_an_erased_file(at: At) -> None:
    office = published(at)
    release_all(office.door, CYCLE, "report", "held")
    post(office.door, MAIL, Post(*[TransportAnswer("failed", "550 no such user")] * 2))
    protect(office)
    [first, *_] = [one.letter for one in list_letters(office.door, CYCLE) if one.letter.kind == "report"]
    assert (first.state, [file.erased for file in first.files]) == ("failed", [True])
    release(office.door, first.id, "The address is right.")
    way = Post()
    post(office.door, MAIL, way)
    assert way.taken == []


def test_a_draft_that_waits_to_go_is_recalled_and_made_anew(at: At) -> None:
    office = at("taking")
    people(office, "government")
    receive(office.door, CYCLE, [draft(TEXT, who=CANARY, title=TITLE)])
    given.send_draft(office.door, CYCLE, office.folder)
    protect(office)
    assert (letters(office, "draft"), found(office)) == ({"government": "superseded"}, [])
    assert len(given.send_draft(office.door, CYCLE, office.folder).letters) == 1


def test_while_other_text_names_the_input_no_edition_is_made(at: At) -> None:
    office = at("taking")
    go_to_publication(office, f"{CANARY} said so.")
    protect(office)
    with pytest.raises(Refused) as refusal:
        anew(office)
    place = "inputs.EX-SA-2027/NGO/002.points.1.reason"
    assert refusal.value.code == "still-named"
    assert f"--instead '{place}=WORDS'" in str(refusal.value)
    assert "in the record: answers to EX-SA-2027/NGO/002" in str(refusal.value)
    there = "answers to EX-SA-2027/NGO/002"
    assert code(anew, office, Asked("x y", {"texts.summary": "They"}, {})) == "no-such-place"
    assert code(anew, office, Asked("x y", {there: "They"}, {})) == "no-such-place"
    assert code(anew, office, Asked("x y", {}, {place: ".", there: "It was answered."})) == "reason-missing"
    assert code(anew, office, Asked(".")) == "reason-missing"
    done = anew(office, Asked("It was protected.", {place: "Another input"}, {there: "Adopted answers stay."}))
    assert "Another input said so." in done.files[1].read_text("utf-8")
    assert evaluation(office).redactions[0].kept == {there: "Adopted answers stay."}


def test_twice_redacted_it_is_the_third_edition(at: At) -> None:
    office = published(at)
    protect(office)
    anew(office)
    [second] = [one for one in list_inputs(office.door, CYCLE) if one.level == "public"]
    set_level(office.door, second.code, SetLevel("restricted", "", "", erase_text=True))
    done = anew(office)
    assert done.note.startswith("Redacted edition 3 of")
    assert from_json(done.files[2].read_bytes()).consultation.inputs == ()
    assert [path.name for path in sorted((office.folder / "reports").glob("*.pdf"))] == [done.files[0].name]


def test_a_dry_run_makes_and_destroys_nothing(at: At) -> None:
    office = published(at)
    protect(office)
    before, size = kept(office), office.size()
    redact(office.dry(), CYCLE, ASKED, office.folder, lambda: None)
    assert (office.size(), list((office.folder / "reports").glob("*edition*"))) == (size, [])
    assert len(before) == len(kept(office))


def test_a_draft_is_not_redacted(at: At) -> None:
    assert code(anew, at("taking")) == "not-adopted"


def test_what_cannot_be_destroyed_leaves_the_old_edition_and_is_named(at: At) -> None:
    office = published(at)
    protect(office)
    [pdf] = (office.folder / "reports").glob("*-report.pdf")
    pdf.unlink()
    (pdf / "within").mkdir(parents=True)
    with pytest.raises(Broken):
        anew(office)
    assert evaluation(office).redactions == ()
    assert pdf.is_dir()


def test_somebody_elses_new_edition_is_not_overwritten(at: At) -> None:
    office = published(at)
    protect(office)
    with pytest.raises(Refused) as refusal:
        redact(office.door, CYCLE, ASKED, office.folder, lambda: _meanwhile(office))
    assert refusal.value.code == "redacted-meanwhile"


def _meanwhile(office: Office) -> None:
    anew(office)


def test_exports_are_named_among_the_copies(at: At, tmp_path: Path) -> None:
    office = published(at)
    export_bundle(office.door, tmp_path / "bundle.json")
    export_data(office.door, CYCLE, "public", "csv", tmp_path / "out")
    protect(office)
    copies = {(one.who, one.file) for one in anew(office).copies}
    assert ("bundle for partners", "bundle.json") in copies
    assert f"tables of {CYCLE}" in {who for who, _ in copies}
