"""The whole evaluation through the command line: one record on both databases, one report, read as its readers do."""

import io
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from evalflow.cli.demo import EXAMPLES
from evalflow.definitions.story import Story
from evalflow.evaluation.dialogues.dialogue import FIELDS
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.resources import resource
from tests.stories.kept import files, kept_in
from tests.stories.places import CYCLE, Place
from tests.stories.processes import CommandsToRun, Processes, ProcessResult
from tests.support.page_text import Page

REPORT = f"reports/EXAMPLE-{CYCLE}-report"


@pytest.fixture(params=["demo", "postgres_demo"])
def either(request: pytest.FixtureRequest) -> Path:
    """The folder of the demo, once on SQLite and once on PostgreSQL."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


@pytest.fixture
def evalflow(processes: Processes, tmp_path: Path) -> Callable[..., ProcessResult]:
    return lambda *words: processes.run(CommandsToRun([words], str(tmp_path)))[0]


@pytest.fixture(scope="session")
def record(demo: Path) -> dict[str, object]:
    """The data of the published report."""
    found: dict[str, object] = json.loads((demo / f"{REPORT}.json").read_bytes())
    parts = (part for part in found.values() if isinstance(part, dict))
    return {**found, **{name: held for part in parts for name, held in part.items()}}


@pytest.fixture(scope="session")
def page(demo: Path) -> Page:
    return Page((demo / f"{REPORT}.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def pdf(demo: Path) -> PdfReader:
    return PdfReader(io.BytesIO((demo / f"{REPORT}.pdf").read_bytes()))


def closed_up(text: str) -> str:
    """Return a text without white space: a page breaks lines, and spreads the letters of its headings, as it likes."""
    return re.sub(r"\s", "", text)


def test_both_databases_end_with_the_same_record_and_the_same_files(demo: Path, postgres_demo: Path) -> None:
    assert kept_in(demo) == kept_in(postgres_demo)
    assert files(demo) == files(postgres_demo)


def test_the_record_is_sound_and_holds_the_head_that_the_report_prints(
    either: Path, evalflow: Callable[..., ProcessResult], pdf: PdfReader, record: dict[str, object]
) -> None:
    head = record["head"]
    assert isinstance(head, dict)
    cover = closed_up(pdf.pages[0].extract_text())
    assert f"Headoftherecord{head['size']}entries,root{head['root']}" in cover
    ran = evalflow("audit", "verify", "--against", f"{head['size']}:{head['root']}", "--folder", str(either))
    assert ran.code == 0, ran.out
    assert "The record is sound, and the earlier head is part of its history." in ran.err


def test_run_again_in_the_same_folder_it_does_nothing_new(either: Path, evalflow: Callable[..., ProcessResult]) -> None:
    before = kept_in(either), files(either), evalflow("audit", "head", "--folder", str(either)).out
    ran = evalflow("demo", "--folder", str(either))
    assert ran.code == 0, ran.err
    assert ran.out == f"{either / REPORT}.pdf\n"
    dated = [line for line in ran.err.splitlines() if line[:2].isdigit()]
    assert [line for line in dated if not line.endswith("(done before)")] == []
    assert (kept_in(either), files(either), evalflow("audit", "head", "--folder", str(either)).out) == before


def test_nothing_is_owed_and_every_input_has_its_receipt(either: Path, evalflow: Callable[..., ProcessResult]) -> None:
    listed = json.loads(evalflow("input", "list", CYCLE, "--format", "json", "--folder", str(either)).out)["rows"]
    named = {f"receipts/EXAMPLE-{row['code'].replace('/', '-')}.txt" for row in listed if row["level"] == "public"}
    receipts = {name: content.decode() for name, content in files(either).items() if name.startswith("receipts/")}
    nameless = {name: content for name, content in receipts.items() if name.startswith("receipts/EXAMPLE-receipt-")}
    assert receipts.keys() == named | nameless.keys()
    assert (len(named) > 10, len(nameless)) == (True, len(listed) - len(named))
    assert not any(row["code"] in content for row in listed for content in nameless.values())
    assert kept_in(either).owed == []


def test_every_page_of_the_pdf_says_that_it_is_an_example(pdf: PdfReader) -> None:
    notice = closed_up(EXAMPLE_NOTICE)
    assert len(pdf.pages) > 10
    assert [number for number, page in enumerate(pdf.pages, 1) if notice not in closed_up(page.extract_text())] == []


def test_titles_names_data_and_receipts_say_that_they_are_an_example(
    demo: Path, pdf: PdfReader, record: dict[str, object]
) -> None:
    made = {name: content for name, content in files(demo).items() if not name.endswith("/check_receipt.py")}
    assert [name for name in made if not Path(name).name.startswith("EXAMPLE-")] == []
    silent = [name for name, content in made.items() if not name.endswith(".pdf")
              and EXAMPLE_NOTICE.encode() not in content]  # fmt: skip
    assert silent == []
    assert pdf.metadata
    assert EXAMPLE_NOTICE in str(pdf.metadata.title)
    html = (demo / f"{REPORT}.html").read_text(encoding="utf-8")
    assert EXAMPLE_NOTICE in html.split("</title>")[0].split("<title>")[1]
    assert record["example_notice"] == EXAMPLE_NOTICE
    assert list(pdf.attachments) == [f"EXAMPLE-{CYCLE}-report.json"]
    assert EXAMPLE_NOTICE.encode() in b"".join(pdf.attachments[f"EXAMPLE-{CYCLE}-report.json"])


def test_the_first_entry_of_the_journal_says_that_it_is_an_example(either: Path) -> None:
    kind, _, payload = kept_in(either).payloads[0]
    assert (kind, json.loads(payload or "")["example"]) == ("record.RecordOpened", True)


def test_what_is_not_known_of_the_dialogue_is_printed_as_not_known(page: Page, record: dict[str, object]) -> None:
    dialogue = record["dialogue"]
    assert isinstance(dialogue, dict)
    unknown = [FIELDS[field["key"]] for field in dialogue["fields"]
               if field["knowledge"] in ("stated-unknown", "blank", "absent")]  # fmt: skip
    rows = [element.text for element in page.all("tr")]
    assert len(unknown) > 1
    assert [label for label in unknown if not any(row.startswith(f"{label} not known") for row in rows)] == []


def typed_after(story: Story, begins: str, option: str) -> str:
    """Return what the story gives to an option of the one command that begins with this."""
    words = next(shlex.split(step.run) for step in story.steps if step.run.startswith(begins))
    return words[words.index(option) + 1]


def test_each_change_is_printed_with_its_reason_or_as_having_none(page: Page, story: Story) -> None:
    changes = page.section("changes")
    assert "2 changes were recorded in this cycle, 1 of them without a stated reason." in changes
    assert "Change 1 · UK-02, timeframe · 18 February 2027 from no date to 31 December 2028" in changes
    stated = typed_after(story, "objective amend UK-02", "--reason")
    assert f"Reason stated (agreement): {stated} Proposed by " in changes
    assert "Change 2 · UK-07, wording · 4 March 2027" in changes
    assert "those of the autonomous regions included" in changes
    assert "No reason stated. Reasons were asked for on 5 March 2027;" in changes


def test_our_own_correction_is_printed_beside_the_changes_and_not_counted_as_one(page: Page) -> None:
    changes = page.section("changes")
    assert "1 correction of the record was entered in this cycle." in changes
    assert "UK-05, title" in changes
    assert "What shows that it was wrong: The list as published says" in changes


def test_the_tripped_criterion_stands_with_its_trace_and_the_decision_on_it(
    page: Page, record: dict[str, object], story: Story
) -> None:
    criteria = record["criteria"]
    assert isinstance(criteria, list)
    results = {criterion["code"]: criterion["result"] for criterion in criteria}
    told_of = {"SC-01": "clear", "SC-02": "clear", "SC-03": "clear", "SC-04": "clear", "SC-05": "clear",
               "SC-09": "clear", "SC-10": "tripped", "TC-02": "clear",
               "PS-01": "clear"}  # fmt: skip
    assert results == dict.fromkeys(results, "cannot tell") | told_of
    assert len(results) == 21
    assert [criterion["code"] for criterion in criteria if criterion["decision"]] == ["SC-10"]
    told = page.section("criteria")
    assert "UK-CHINA/S003" in told
    reasons = typed_after(story, "criteria decide", "--reasons")
    assert reasons in told
    assert reasons in page.section("decisions")


def test_every_point_handed_in_is_printed_with_what_became_of_it(page: Page, record: dict[str, object]) -> None:
    inputs = record["inputs"]
    assert isinstance(inputs, list)
    points = [point for one in inputs for point in one["points"]]
    assert len(points) > 20
    assert [point for point in points if not (point["disposition"] and point["reason"])] == []
    told = page.section("inputs")
    assert [point["reason"] for point in points if " ".join(point["reason"].split()) not in told] == []


def test_the_saved_record_alone_gives_the_same_pdf_and_html_again(
    demo: Path, processes: Processes, tmp_path: Path
) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    name = Path(REPORT).name
    (alone / f"{name}.json").write_bytes((demo / f"{REPORT}.json").read_bytes())
    words = ["report", "rebuild", str(alone / f"{name}.json"), "--out", str(tmp_path / "again")]
    ran = processes.run(CommandsToRun([words], str(tmp_path), hooks=[("print_anew",)]))[0]
    assert ran.code == 0, ran.err
    for ending in ("pdf", "html", "json"):
        assert (tmp_path / f"again/{name}.{ending}").read_bytes() == (demo / f"{REPORT}.{ending}").read_bytes()


@pytest.mark.parametrize(
    ("code", "file"), [("NGO/001", "ngo-prisoners-rights.md"), ("NGO/003", "ngo-culture-and-language.yaml")]
)
def test_the_printed_program_finds_an_input_and_its_file_under_the_printed_head(
    demo: Path, evalflow: Callable[..., ProcessResult], record: dict[str, object], tmp_path: Path, code: str, file: str
) -> None:
    head = record["head"]
    assert isinstance(head, dict)
    receipt = demo / "receipts" / f"EXAMPLE-{CYCLE}-{code.replace('/', '-')}.txt"
    words = ("audit", "prove", f"{CYCLE}/{code}", "--size", str(head["size"]), "--folder", str(demo))
    (tmp_path / "proof.json").write_text(evalflow(*words).out, encoding="utf-8")
    program = [sys.executable, str(resource("templates", "reports", "check_receipt.py"))]
    given = [str(tmp_path / "proof.json"), f"{head['size']}:{head['root']}", "--receipt", str(receipt)]
    given.append(str(resource(*EXAMPLES, file)))
    checked = subprocess.run([*program, *given], capture_output=True, text=True)
    assert (checked.returncode, checked.stdout.count("holds: ")) == (0, 5), checked.stdout
    given[-1] = str(resource(*EXAMPLES, "story.yaml"))
    assert subprocess.run([*program, *given], capture_output=True).returncode == 1


def test_a_published_file_is_never_written_over(at_sqlite: Callable[[str], Place]) -> None:
    place = at_sqlite("adopted")
    theirs = place.folder / f"{REPORT}.html"
    theirs.write_bytes(b"somebody's own work")
    ran = place("report", "publish", CYCLE)
    assert ran.code == 1
    assert f"{theirs.name} holds something else and is not overwritten" in ran.err
    assert theirs.read_bytes() == b"somebody's own work"
    theirs.unlink()
    place.done("report", "publish", CYCLE)
