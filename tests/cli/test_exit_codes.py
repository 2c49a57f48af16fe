"""One fault has one exit code, whatever the command: the table in CONTRIBUTING.md."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import click
import pytest

from evalflow.cli.frame.frame import Command
from evalflow.evaluation.inputs.receipt_code import code_of
from tests.support.command_line import CommandLine, commands

At = Callable[..., CommandLine]
CYCLE = "UK-CHINA-2027"
NEW = ("--dialogue", "uk-china", "--title", "T", "--text", "X", "--wording", "paraphrase", "--source", "s")
STATED = ("--by", "own", "--reason", "why", "--source", "s")
BASIS = ("--basis", "b")
SPAN = ("record", "complete", "session", "--dialogue", "uk-china", "--by", "b", "--source", "s")


@pytest.mark.parametrize("day", ["2027-02-30", "soon"])
@pytest.mark.parametrize(
    "words",
    [
        ("objective", "amend", "UK-11", "--field", "due", "--reason", "why", "--to"),
        ("objective", "amend", "UK-11", "--field", "title", "--to", "T", "--reason", "why", "--decided-on"),
        ("objective", "amend", "UK-11", "--field", "title", "--to", "T", "--reason", "why", "--reasons-asked-on"),
        ("objective", "withdraw", "UK-11", "--reason", "why", "--on"),
        ("objective", "add", "UK-12", *NEW, "--due"),
        ("objective", "add", "UK-12", *NEW, "--published-on"),
        ("dialogue", "suspend", "uk-china", *STATED, "--on"),
        ("dialogue", "import", "--paper", "--reasons-asked-on"),
        (*SPAN, "--through", "2003", "--from"),
        (*SPAN, "--from", "2003", "--through"),
        ("cycle", "open", "uk-china", "--operator", "O", "--conducts", "--opens"),
    ],
)
def test_a_date_that_is_none_in_an_option_is_not_understood(
    record: CommandLine, words: tuple[str, ...], day: str
) -> None:
    code, talk = record.refused(*words, day)
    assert (code, day in talk) == (2, True), talk


def test_an_empty_date_is_none_and_a_day_is_asked_for_where_only_a_day_will_do(record: CommandLine) -> None:
    amend = ("objective", "amend", "UK-11", "--field", "title", "--to", "T", "--reason", "why")
    assert record(*amend, "--decided-on", "").code == 0
    assert record("objective", "withdraw", "UK-11", "--reason", "why", "--on", "").code == 2
    assert record.refused(*amend, "--reasons-asked-on", "2024-05")[0] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("dialogue", "import", "gone"),
        ("input", "receive", CYCLE, "gone"),
        ("input", "receive", CYCLE, "here.md", "--attach", "gone"),
        ("cycle", "open", "uk-china", "--opens", "2028-01-11", "--operator", "O", "--conducts", "--workflow", "gone"),
        ("cycle", "open", "uk-china", "--opens", "2028-01-11", "--operator", "O", "--conducts", "--criteria", "gone"),
        ("report", "rebuild", "gone", "--out", "x"),
        ("workflow", "check", "gone"),
    ],
)
def test_a_file_that_is_not_there_is_not_found(at: At, words: tuple[str, ...]) -> None:
    here = at("taking")
    if words[0] in ("report", "workflow"):
        here = CommandLine(here.printed)
    code, talk = here.refused(*words)
    assert (code, "There is no file" in talk) == (1, True), talk


@pytest.mark.parametrize(
    "words",
    [
        ("dialogue", "import"),
        ("input", "receive", CYCLE),
        ("input", "dispose-many", CYCLE),
        ("input", "recognise", "--code-file"),
        ("record", "import", "--register", "session"),
        ("report", "write", CYCLE),
        ("exchange", "import"),
        ("exchange", "diff"),
        ("workflow", "check"),
        ("calendar", "check"),
        ("cycle", "migrate", CYCLE, "--to"),
    ],
)
def test_a_file_that_cannot_be_read_has_one_code_in_every_command(
    at: At, tmp_path: Path, words: tuple[str, ...]
) -> None:
    here = at("taking")
    if words[0] in ("calendar", "workflow"):
        here = CommandLine(here.printed)
    (tmp_path / "folder.yaml").mkdir()
    code, talk = here.refused(*words, str(tmp_path / "folder.yaml"))
    assert (code, "folder.yaml" in talk) == (3, True), talk


@pytest.mark.parametrize(("words", "command"), commands())
def test_no_file_to_be_read_is_looked_at_before_it_is_read(words: str, command: Command) -> None:
    files = [(p.name, p.type) for p in command.params if isinstance(p, click.Argument)]
    looked = [name for name, kind in files if isinstance(kind, click.Path) and (kind.exists or not kind.dir_okay)]
    assert (words, looked) == (words, [])


@pytest.mark.parametrize(
    "words",
    [
        ("objective", "amend", "UK-11", "--field", "title", "--to", "T"),
        ("objective", "withdraw", "UK-11", "--on", "2026"),
        ("dialogue", "suspend", "uk-china", "--on", "2024", "--by", "own", "--source", "s"),
        ("cycle", "extend", CYCLE, "ngo_inputs", "--until", "2027-04-30"),
        ("cycle", "pause", CYCLE, *BASIS),
        ("cycle", "close-early", CYCLE, *BASIS),
    ],
)
def test_a_missing_reason_is_refused(at: At, words: tuple[str, ...]) -> None:
    code, talk = at("taking").refused(*words)
    assert (code, "--reason" in talk) == (1, True), talk


@pytest.mark.parametrize(("words", "command"), commands())
def test_no_reason_is_an_option_that_click_requires(words: str, command: Command) -> None:
    reasons = [p for p in command.params if isinstance(p, click.Option) and p.opts[0] in ("--reason", "--reasons")]
    assert (words, [param.required for param in reasons if param.required]) == (words, [])


def test_an_end_before_its_start_is_refused(record: CommandLine) -> None:
    assert record.refused(*SPAN, "--from", "2004", "--through", "2003")[0] == 1


WITHDRAW = ("objective", "withdraw", "UK-11", "--reason", "as agreed", "--on", "2024")
WAYS = ("full", "left", "closed")
PROGRAM = "from evalflow.cli.main import main; main()"


def nowhere(way: str) -> TextIO:
    """A stream to which nothing can be printed: the disk behind it is full, its reader has left, or it is closed."""
    if way == "full":
        return open("/dev/full", "w")
    if way == "closed":
        return open(os.open(os.devnull, os.O_RDONLY), "w")
    reader, writer = os.pipe()
    os.close(reader)
    return open(writer, "w")


@pytest.fixture(params=WAYS)
def unread(request: pytest.FixtureRequest) -> Iterator[TextIO]:
    with nowhere(request.param) as stream:
        yield stream


CHANGE = (
    WITHDRAW,
    ("dialogue", "export", "uk-china"),  # which is noted in the journal
    ("record", "export", "session"),
    ("workflow", "show", "evaluation-cycle", "--out", "new.txt"),
    ("record", "template", "session", "--out", "new.csv"),
)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a disk that is full")
@pytest.mark.parametrize("words", CHANGE)
def test_what_was_done_and_could_not_be_printed_is_5_and_says_that_it_was_done(
    record: CommandLine, unread: TextIO, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    before = kept_here(record)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", unread)
        ran = record(*words)
    assert (ran.code, "was carried out" in ran.err, "Do not repeat the command" in ran.err) == (5, True, True), ran.err
    assert kept_here(record) != before
    assert record("audit", "verify").code == 0


def kept_here(record: CommandLine) -> list[str]:
    return [record.done("audit", "head"), *sorted(path.name for path in Path().iterdir() if "db-" not in path.name)]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a disk that is full")
@pytest.mark.parametrize("words", [("objective", "list"), ("dialogue", "show", "uk-china"), (*WITHDRAW, "--dry-run")])
def test_what_only_looks_and_cannot_print_is_a_failure_of_the_environment(
    record: CommandLine, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    before = kept_here(record)
    codes = []
    for way in WAYS:
        with monkeypatch.context() as patched, nowhere(way) as stream:
            patched.setattr(sys, "stdout", stream)
            codes.append(record(*words).code)
    assert (codes, kept_here(record)) == ([4, 1, 4], before)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a disk that is full")
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_no_form_of_answer_goes_missing_unnoticed(
    record: CommandLine, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    with monkeypatch.context() as patched, nowhere("full") as stream:
        patched.setattr(sys, "stdout", stream)
        ran = record("objective", "list", "--format", form)
    assert (ran.code, os.strerror(errno.ENOSPC) in ran.err) == (4, True)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a disk that is full")
def test_what_was_done_and_talked_about_to_nobody_is_5(
    record: CommandLine, unread: TextIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", unread)
        assert record(*WITHDRAW).code == 5
        assert record("objective", "withdraw", "UK-99", "--reason", "as agreed", "--on", "2024").code == 1
    assert "2024" in record.done("objective", "show", "UK-11")


def test_a_closed_stream_is_taken_by_no_file_and_noticed(record: CommandLine) -> None:
    """With `>&-` the next file that is opened would get the number of standard output, and what is printed to it."""
    typed = [sys.executable, "-c", PROGRAM, *WITHDRAW]
    shell = subprocess.run(["sh", "-c", '"$@" >&- <&-', "sh", *typed], capture_output=True, text=True, check=False)
    assert (shell.returncode, "was carried out" in shell.stderr) == (5, True), shell.stderr
    assert record("audit", "verify").code == 0


def test_another_file_in_the_place_of_a_receipt_is_5_and_the_input_is_recorded(at: At) -> None:
    here = at("taking")
    Path("receipts").mkdir(exist_ok=True)
    write_input("new.md", "Example Newcomers")
    before = sorted(path.name for path in Path("receipts").iterdir())
    taken = f"EXAMPLE-{CYCLE}-NGO-{sum('NGO' in name for name in before) + 1:03}.txt"
    Path("receipts", taken).write_text("something else")
    ran = here("input", "receive", CYCLE, "new.md")
    assert (ran.code, "The record is as you asked" in ran.err, taken in ran.err) == (5, True, True), ran.err
    assert "Example Newcomers" in here.done("input", "list", CYCLE)
    Path("receipts", taken).unlink()
    incident = here.done("incident", "list", "--format", "csv").splitlines()[-1].partition(",")[0]
    here.done("incident", "retry", incident)
    assert Path("receipts", taken).read_text().startswith("Worked example")


def write_input(name: str, who: str) -> None:
    head = f"Cycle: {CYCLE}\nKind: ngo\nLevel: public\nSubmitter: {who}\nTitle: About one\n"
    Path(name).write_text(f"{head}\n## UK-01\n\nIt has not been met.\n", encoding="utf-8")


def test_a_tick_that_cannot_write_a_file_does_all_else_and_is_5(at: At) -> None:
    here = at("taking")
    Path("feeds").write_text("a file in place of the folder")
    here.done("contact", "add", "Example Newcomers", "--mail", "n@example.org")
    ran = here("tick")
    assert (ran.code, "All cycles are up to date" in ran.err) == (5, True), ran.err


def test_the_same_words_without_a_name_typed_again_are_refused_until_somebody_says_that_it_is_another(at: At) -> None:
    here = at("taking")
    Path("a.csv").write_text(
        "kind,level,submitter,text,objective\n"
        + "".join(f"ngo,name-withheld,,{text},UK-01\n" for text in ("The same.", "The same.", "Another."))
    )
    here.done("input", "receive", CYCLE, "a.csv")
    before = here.done("input", "list", CYCLE)
    code, talk = here.refused("input", "receive", CYCLE, "a.csv")
    assert (code, "add --again" in talk, here.done("input", "list", CYCLE)) == (1, True, before)
    here.done("input", "receive", CYCLE, "a.csv", "--again")


def test_a_receipt_code_that_is_typed_in_a_wrong_place_is_not_repeated(record: CommandLine) -> None:
    code = code_of(bytes(range(16)))
    for words in (("input", "show", code), ("input", code), ("why", CYCLE, code), ("input", "list", CYCLE, code)):
        assert code not in record(*words).err
