"""Letters as somebody types them: a circle from a file, letters that wait, the report to everybody, what came back."""

import json
import shlex
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

import pytest

from evalflow.cli.frame.frame import Command
from tests.support.command_line import CommandLine, commands

CYCLE = "UK-CHINA-2027"
CIRCLE = """\
name,organisation,role,mail,language
The office,Example Society,ngo,office@example.org,en
Le bureau,Société d’Exemple,ngo,bureau@example.net,fr
The desk,Example Ministry,government,desk@example.org,en
The other desk,Example Embassy,counterpart-government,other@example.org,en
The clerk,Example Parliament,parliament,clerk@example.org,en
"""


def circle(here: CommandLine) -> None:
    Path("circle.csv").write_text(CIRCLE, encoding="utf-8")
    here.done("circle", "import", CYCLE, "circle.csv")


def rows(here: CommandLine, *words: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(here.done(*words, "--format", "json"))["rows"]
    return found


def then(here: CommandLine, instant: str) -> CommandLine:
    return replace(here, last=("--at", instant))


def sent() -> list[str]:
    """Return the subjects of what lies in the folder of letters."""
    letters = [message_from_bytes(path.read_bytes()) for path in Path("letters").glob("*.eml")]
    return sorted(str(letter["To"]) for letter in letters)


def test_the_timetable_goes_to_everybody_once_somebody_has_read_the_letter(at: Callable[..., CommandLine]) -> None:
    here = at("ready")
    assert here("circle", "list", CYCLE).err.startswith("Nobody is in it yet")
    circle(here)
    assert len(rows(here, "circle", "list", CYCLE)) == 5
    here.done("cycle", "complete", CYCLE, "terms")
    waiting = rows(here, "letters", "list", CYCLE, "--state", "held")
    assert [row["kind"] for row in waiting] == ["opening"] * 5
    here.done("tick")
    assert not Path("letters").exists()
    assert "Letters: 5 wait for release. See: evalflow letters list" in here("today").err
    shown = here.done("letters", "show", waiting[0]["letter"])
    assert "The timetable: https://" in shown
    assert here.done("letters", "show", waiting[0]["letter"], "--html").startswith("<!doctype html>")
    here.done("letters", "release", "--cycle", CYCLE, "--kind", "opening")
    here.done("tick")
    assert len(sent()) == 5
    letter = message_from_bytes(next(Path("letters").glob("*.eml")).read_bytes())
    parts = [part.get_content_type() for part in letter.walk()]
    assert parts == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"]
    assert here("letters", "write", CYCLE).err.startswith("Everybody has had this letter")
    feed = json.loads(here.done("contact", "show", "example-society", "--format", "json"))["feed"]
    assert (feed.startswith("feeds/"), "society" in feed, len(Path(feed).stem)) == (True, False, 32)
    assert {str(path) for path in Path("feeds").iterdir()} >= {f"feeds/{CYCLE}.ics", feed}
    here.done("cycle", "calendar", CYCLE, "--out", "c.ics")
    here.done("contact", "calendar", "example-society", "--out", "d.ics")
    assert Path("c.ics").read_text("utf-8").count("BEGIN:VEVENT") > Path("d.ics").read_text("utf-8").count(
        "BEGIN:VEVENT"
    )


def test_the_report_goes_to_the_circle_and_a_corrected_one_to_exactly_those_who_had_it(
    at: Callable[..., CommandLine],
) -> None:
    here = at("adopted")
    circle(here)
    early = here("report", "distribute", CYCLE)
    assert (early.code, "is not published" in early.err) == (1, True)
    here.done("report", "publish", CYCLE)
    restricted = here("report", "distribute", CYCLE, "--edition", "restricted")
    assert (restricted.code, "goes only to those named for it" in restricted.err) == (1, True)
    past = here("report", "distribute", CYCLE, "--embargo", "2027-01-01T09:00Z")
    assert "ends in the past" in past.err
    here.done("report", "distribute", CYCLE)
    assert here("report", "distribute", CYCLE).err.startswith("Everybody has had this letter")
    assert here.done("tick") == ""
    here.done("letters", "release", "--cycle", CYCLE)
    here = then(here, "2027-06-14T10:00Z")
    here.done("tick")
    assert len(sent()) == 5
    assert "5 letters: 5 sent." in here("distribution", "status", CYCLE).err
    code = rows(here, "distribution", "status", CYCLE)[0]["letter"]
    here = then(here, "2027-06-15T10:00Z")
    here.done("letters", "acknowledge", code, "--by", "Reply of 15 June")
    here.done("circle", "leave", CYCLE, "example-society", "--role", "ngo", "--reason", "Left.")
    Path("corrected.pdf").write_bytes(b"%PDF-1.7 corrected")
    assert here("report", "send-correction", CYCLE, "corrected.pdf").code == 1
    here.done("report", "send-correction", CYCLE, "corrected.pdf", "--change", "Paragraph 12: 2001, not 2010.")
    here.done("letters", "release", "--cycle", CYCLE, "--kind", "correction")
    here = then(here, "2027-06-16T10:00Z")
    here.done("tick")
    assert len(sent()) == 10
    assert len(rows(here, "distribution", "status", CYCLE)) == 10


def test_a_report_under_embargo_is_released_by_the_clock(at: Callable[..., CommandLine]) -> None:
    here = at("adopted")
    circle(here)
    assert not list(Path("reports").glob("*report.pdf"))  # what goes is made from the adopted record
    here.done("report", "distribute", CYCLE, "--embargo", "2027-06-15T09:00Z")
    here.done("letters", "release", "--cycle", CYCLE)
    then(here, "2027-06-15T08:59Z").done("tick")
    assert not Path("letters").exists()
    then(here, "2027-06-15T09:00Z").done("tick")
    assert len(sent()) == 5


def test_the_draft_goes_to_both_governments_alone_while_they_can_reply(at: Callable[..., CommandLine]) -> None:
    here = at("drafted")
    circle(here)
    assert "No window is open in which the governments could reply" in here("report", "send-draft", CYCLE).err
    here.done("cycle", "complete", CYCLE, "draft")
    assert here.done("report", "send-draft", CYCLE, "--dry-run") == ""
    here.done("report", "send-draft", CYCLE)
    assert {row["to"] for row in rows(here, "letters", "list", CYCLE)} == {"example-ministry", "example-embassy"}
    assert here("letters", "list", CYCLE, "--kind", "report").err.startswith("There is no such letter.")


def test_what_is_overdue_is_a_public_list(at: Callable[..., CommandLine]) -> None:
    here = at("taking")
    assert here("overdue").err.startswith("Nothing is overdue.")
    late = rows(then(here, "2027-04-20T10:00Z"), "overdue")
    assert [(row["what"], row["expected_of"]) for row in late] == [
        ("Submissions of the two governments", "counterpart-government"),
        ("Submissions of the two governments", "government"),
        ("Sort the inputs", "coordinator"),
    ]


def test_returned_messages_are_taken_from_a_folder(at: Callable[..., CommandLine]) -> None:
    here = at("ready")
    Path("returned").mkdir()
    Path("returned/a.eml").write_text("From: MAILER-DAEMON@x\n\nNo: <" + "0" * 32 + "@example.org> 5.1.1\n")
    assert "none of ours came back" in here("letters", "bounces", "returned").err
    Path("returned/b.eml").write_text("Subject: Hello\n\nHello.\n")
    assert here("letters", "bounces", "returned").code == 3


@pytest.mark.parametrize(("words", "command"), commands("contact", "circle", "overdue", "distribution", "letters"))
def test_the_example_of_each_command_runs(at: Callable[..., CommandLine], words: str, command: Command) -> None:
    here = at("ready")
    Path("circle.csv").write_text(CIRCLE, encoding="utf-8")
    Path("returned").mkdir()
    if words != "contact add":
        circle(here)
    here.done("cycle", "complete", CYCLE, "terms")
    name, *example = shlex.split(command.example)
    code = rows(here, "letters", "list", CYCLE)[0]["letter"] if words != "contact add" else ""
    if words in ("contact accept", "circle leave"):
        here.done(
            *(("contact", "decline", "example-society", "--reason", "why") if words == "contact accept" else ("tick",))
        )
    if words in ("letters hold", "letters retry"):
        return  # a letter has to be due, or to have failed: in tests/usecases/letters/test_posting.py
    typed = [code if word == "3f8a01c2" else word for word in example]
    if words == "letters release":
        typed = [word if word != "report" else "opening" for word in typed]
    assert name == "evalflow"
    assert here(*typed).code == 0


@pytest.mark.parametrize(("words", "command"), commands("reminder"))
def test_the_example_of_each_reminder_runs(at: Callable[..., CommandLine], words: str, command: Command) -> None:
    here = at("taking")
    _, *example = shlex.split(command.example)
    typed = [CYCLE if word == "X" else word for word in example]
    assert here(*typed).code == 0
    assert here("letters", "release").code == 2
    assert here("letters", "retry").code == 2
    assert words
