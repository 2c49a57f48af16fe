"""The report on the command line: drafted, adopted, published once, and made again from its data alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import printed_once
from tests.support.command_line import CommandLine

At = Callable[..., CommandLine]
CYCLE = "UK-CHINA-2027"


def test_a_draft_is_made_and_its_path_printed(at: At) -> None:
    here = at("answered")
    printed_once.keep()
    pdf = Path(here.done("report", "build", "uk-china-2027").strip())
    assert pdf.name == "EXAMPLE-UK-CHINA-2027-draft.pdf"
    assert (pdf.read_bytes()[:5], pdf.read_bytes()[-6:]) == (b"%PDF-", b"%%EOF\n")
    assert {path.suffix for path in pdf.parent.iterdir()} == {".pdf", ".html", ".json"}
    assert here.done("cycle", "complete", CYCLE, "draft") == f"{CYCLE}\n"


def test_a_dry_run_of_a_draft_leaves_no_file(at: At) -> None:
    here = at("answered")
    before = here.done("audit", "head")
    assert here("report", "build", CYCLE, "--dry-run").code == 0
    assert not Path("reports").exists()
    assert here.done("audit", "head") == before


def test_adopting_says_on_which_state_of_the_journal_the_report_rests(at: At) -> None:
    here = at("adopting")
    here.done("tick")
    head = here.done("audit", "head").strip()
    ran = here("report", "adopt", "uk-china-2027")
    assert ran.out == f"{CYCLE}\n"
    assert ran.err.splitlines()[:2] == [
        f"The report is adopted. It rests on the journal as of {head}.",
        "Open now: embargo.",
    ]


def test_adopting_is_the_same_as_completing_the_step_by_that_choice(at: At) -> None:
    here = at("adopting")
    assert here.done("cycle", "complete", CYCLE, "adopt", "--choose", "adopted") == f"{CYCLE}\n"
    assert here.refused("report", "adopt", CYCLE)[0] == 1


def test_a_report_is_not_adopted_over_a_point_without_an_answer(at: At) -> None:
    here = at("adopting")
    here.done("input", "point", f"{CYCLE}/NGO/001", "--text", "Something more (example).")
    code, talk = here.refused("report", "adopt", CYCLE)
    assert (code, "UK-CHINA-2027/NGO/001 point 6" in talk, "evalflow input dispose" in talk) == (1, True, True)


@pytest.mark.parametrize(
    ("stage", "words", "says"),
    [
        ("answered", ("adopt", CYCLE), "The report cannot be adopted now. Open: draft."),
        ("adopting", ("publish", CYCLE), "evalflow report adopt"),
        ("answered", ("build", "UK-CHINA-2028"), "There are: UK-CHINA-2027."),
    ],
)
def test_what_does_not_fit_is_refused(at: At, stage: str, words: tuple[str, ...], says: str) -> None:
    code, talk = at(stage).refused("report", *words)
    assert (code, says in talk, "Making the report" in talk) == (1, True, False), talk


def test_a_report_is_published_once_and_the_same_files_come_from_its_data(at: At) -> None:
    here = at("adopted")
    pdf, html, data = here.done("report", "publish", CYCLE).splitlines()
    assert [Path(path).name for path in (pdf, html, data)] == [
        f"EXAMPLE-UK-CHINA-2027-report.{kind}" for kind in ("pdf", "html", "json")
    ]
    code, talk = here.refused("report", "publish", CYCLE)
    assert (code, "was published on 2027-06-14" in talk) == (1, True)
    anywhere = CommandLine(here.printed)
    code, talk = anywhere.refused("report", "rebuild", data, "--out", "nowhere/again")
    assert (code, "There is no folder nowhere." in talk, Path("nowhere").exists()) == (1, True, False)
    again = Path(anywhere.done("report", "rebuild", data, "--out", "again").strip())
    assert again.read_bytes() == Path(pdf).read_bytes()
    assert again.with_suffix(".html").read_bytes() == Path(html).read_bytes()


def test_data_that_was_altered_makes_no_report(at: At) -> None:
    here = at("drafted")
    data = Path("reports/EXAMPLE-UK-CHINA-2027-draft.json")
    data.write_text(data.read_text("utf-8").replace("Example Secretariat", "Another"), "utf-8")
    anywhere = CommandLine(here.printed)
    assert anywhere("report", "rebuild", str(data), "--out", "again").code == 0
    data.write_text(data.read_text("utf-8") + " ", "utf-8")
    code, _ = anywhere("report", "rebuild", str(data), "--out", "twice").code, None
    assert code == 3
    assert not Path("twice").exists()
    assert anywhere("report", "rebuild", "missing.json", "--out", "x").code == 1
