"""What is not to be known stands in no byte of the folder and in no edition of the report."""

import io
import json
import signal
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.stories.kept import all_bytes, files, kept_in, rows
from tests.stories.places import CYCLE, Place, input_text
from tests.stories.processes import CommandsToRun, ProcessResult

NAME, TITLE = "Zanthe Quillfeather", "Ochre staircase memorandum"
TEXT = "The seventh window of the granary was never counted."
ANNEX, ANNEX_NAME = b"lilac ledger, page nineteen", "lilac-ledger.txt"
SECRETS = (NAME, TITLE, ANNEX.decode(), ANNEX_NAME)


@pytest.fixture
def place(at: Callable[[str], Place]) -> Place:
    """A record on each database, for what is kept."""
    return at("extending")


@pytest.fixture
def printing(at_sqlite: Callable[[str], Place]) -> Place:
    """A record whose reports are read. A PDF is made of its page and what is attached: a plain one holds both."""
    return at_sqlite("extending")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder that is not the record's, in which files lie that are handed in."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / ANNEX_NAME).write_bytes(ANNEX)
    return folder


def handed_in(place: Place, desk: Path, level: str, *more: str) -> ProcessResult:
    text = input_text(TEXT, NAME, level=level).replace("About one objective", TITLE)
    (desk / "input.md").write_text(text, encoding="utf-8")
    words = ["input", "receive", CYCLE, str(desk / "input.md"), *more, "--at", place.at]
    temporary = desk.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    environment = {**place.environment, "TMPDIR": str(temporary)}
    ran = place.together(CommandsToRun([words], str(place.folder), environment))[0]
    assert list(temporary.iterdir()) == []
    return ran


def everything(place: Place) -> str:
    """Return all that somebody finds who takes folder and database away: each byte, read as each encoding has it."""
    raw = all_bytes(place.folder)
    report = "".join(read_pdf(content) for name, content in files(place.folder).items() if name.endswith(".pdf"))
    return raw.decode("utf-8", "replace") + raw.decode("utf-16-le", "replace") + repr(rows(place.url)) + report


@cache
def read_pdf(content: bytes) -> str:
    """Return the words of a PDF, of what describes it and of what is attached to it. A plain one is words alone."""
    if not content.rstrip().endswith(b"%%EOF"):
        return content.decode()
    pdf = PdfReader(io.BytesIO(content))
    attached = b"".join(part for parts in pdf.attachments.values() for part in parts).decode()
    words = " ".join(page.extract_text() for page in pdf.pages)
    return f"{words}{pdf.metadata}{attached}{''.join(words.split())}"


def found(place: Place, *secrets: str) -> list[str]:
    there = everything(place)
    return [secret for secret in secrets if secret in there or "".join(secret.split()) in there]


def code_of_new(place: Place, before: list[str]) -> str:
    [new] = [code for code in codes(place) if code not in before]
    return new


def codes(place: Place) -> list[str]:
    listed = json.loads(place.done("input", "list", CYCLE, "--format", "json"))["rows"]
    return [row["code"] for row in listed]


def test_a_public_input_is_found_by_this_search(printing: Place, desk: Path) -> None:
    laying_out = replace(printing, printing="print_once")
    handed_in(laying_out, desk, "public", "--attach", str(desk / ANNEX_NAME))
    laying_out.done("report", "build", CYCLE)
    assert found(laying_out, *SECRETS, TEXT) == [*SECRETS, TEXT]


@pytest.mark.parametrize("level", ["confidential", "restricted"])
def test_an_input_that_needs_encryption_is_refused_with_a_warning_and_leaves_no_trace(
    place: Place, desk: Path, level: str
) -> None:
    before = rows(place.url), files(place.folder)
    for more in ((), ("--attach", str(desk / ANNEX_NAME)), ("--dry-run",)):
        ran = handed_in(place, desk, level, *more)
        assert ran.code == 1
        assert "need encryption that is not built yet" in ran.err
        assert "Do not hand it in at a lower level instead" in ran.err
        assert [secret for secret in (*SECRETS, TEXT) if secret in ran.err + ran.out] == []
    assert (rows(place.url), files(place.folder)) == before
    assert found(place, *SECRETS, TEXT) == []


def test_an_attachment_to_an_input_without_a_name_is_refused_and_leaves_no_trace(place: Place, desk: Path) -> None:
    before = rows(place.url), files(place.folder)
    ran = handed_in(place, desk, "name-withheld", "--attach", str(desk / ANNEX_NAME))
    assert ran.code == 1
    assert "until encryption is built. Nothing of it was kept." in ran.err
    assert (rows(place.url), files(place.folder)) == before
    assert found(place, *SECRETS, TEXT) == []


def test_a_name_that_is_withheld_is_kept_nowhere_and_its_text_is_in_no_edition_until_released(
    printing: Place, desk: Path
) -> None:
    before = codes(printing)
    ran = handed_in(printing, desk, "name-withheld")
    assert ran.code == 0, ran.err
    code = code_of_new(printing, before)
    [path] = [line for line in ran.out.splitlines() if "receipts/" in line]
    receipt = (printing.folder / path).read_text("utf-8")
    assert TEXT not in receipt + ran.out + ran.err
    assert code not in path + receipt
    printing.done("report", "build", CYCLE)
    assert found(printing, *SECRETS) == []
    assert published(printing, TEXT) == []
    printing.done("input", "release", code, "1")
    printing.done("report", "build", CYCLE)
    assert published(printing, TEXT) == ["html", "json", "pdf"]
    assert found(printing, *SECRETS) == []


def published(place: Place, text: str) -> list[str]:
    """Return in which editions of the draft a text stands."""
    editions = {name.rpartition(".")[2]: content for name, content in files(place.folder).items() if "-draft." in name}
    read = {kind: read_pdf(content) if kind == "pdf" else content.decode() for kind, content in editions.items()}
    assert sorted(read) == ["html", "json", "pdf"]
    return [kind for kind, words in sorted(read.items()) if text in words or "".join(text.split()) in words]


def test_who_is_protected_later_is_taken_out_of_every_byte(printing: Place, desk: Path) -> None:
    before = codes(printing)
    handed_in(printing, desk, "public", "--attach", str(desk / ANNEX_NAME))
    code = code_of_new(printing, before)
    printing.done("report", "build", CYCLE)
    assert found(printing, *SECRETS) == [*SECRETS]
    ran = printing("input", "set-level", code, "name-withheld")
    assert ran.code == 0, ran.err
    assert found(printing, *SECRETS) == []
    assert f"receipts/EXAMPLE-{code.replace('/', '-')}.txt" not in files(printing.folder)
    assert printing("input", "show", code).code == 1
    assert TEXT in printing.done("input", "show", code_of_new(printing, before), "--format", "json")
    printing.done("audit", "verify")
    printing.done("report", "build", CYCLE)
    assert found(printing, *SECRETS) == []
    assert published(printing, TEXT) == []


@pytest.mark.parametrize("level", ["confidential", "restricted"])
def test_whose_text_is_protected_later_is_taken_out_of_every_byte_with_it(place: Place, desk: Path, level: str) -> None:
    before = codes(place)
    handed_in(place, desk, "public", "--attach", str(desk / ANNEX_NAME))
    code = code_of_new(place, before)
    point = ("input", "dispose", code, "1", "--as-kind", "used", "--reason", f"It says: {TEXT}")
    place.done(*point)
    place.done("input", "set-level", code, level, "--erase-text")
    assert found(place, *SECRETS, TEXT) == []
    place.done("audit", "verify")


def test_erasing_a_text_has_to_be_meant(place: Place, desk: Path) -> None:
    before = codes(place)
    handed_in(place, desk, "public")
    code = code_of_new(place, before)
    kept = rows(place.url), files(place.folder)
    assert place("input", "set-level", code, "confidential").code == 1
    assert place("input", "set-level", code, "confidential", "--erase-text", "--dry-run").code == 0
    assert (rows(place.url), files(place.folder)) == kept


def test_the_head_printed_before_an_erasure_is_still_part_of_the_history(place: Place, desk: Path) -> None:
    before = codes(place)
    handed_in(place, desk, "public")
    head = place.done("audit", "head").strip()
    place.done("input", "set-level", code_of_new(place, before), "confidential", "--erase-text")
    ran = place("audit", "verify", "--against", head)
    assert ran.code == 0, ran.out
    assert "erased what was personal in entry" in ran.out
    assert "the earlier head is part of its history" in ran.err


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_while_it_protects_an_input_it_leaves_nothing_behind_that_tells(
    printing: Place, desk: Path, moment: str
) -> None:
    before = codes(printing)
    handed_in(printing, desk, "public", "--attach", str(desk / ANNEX_NAME))
    code = code_of_new(printing, before)
    printing.done("report", "build", CYCLE)
    assert found(printing, *SECRETS) == [*SECRETS]
    dies = printing("input", "set-level", code, "name-withheld", hooks=[("kill_at_commit", 1, moment)])
    assert dies.code == -signal.SIGKILL
    if moment == "before":
        printing.done("input", "set-level", code, "name-withheld")
    printing.done("tick")
    assert found(printing, *SECRETS) == []
    assert f"receipts/EXAMPLE-{code.replace('/', '-')}.txt" not in files(printing.folder)
    assert kept_in(printing.folder).owed == []


@pytest.mark.parametrize(
    "hook", [("kill_at_new_name", "log"), ("kill_at_commit", 1, "before"), ("kill_at_commit", 1, "after")]
)
def test_killed_while_it_replaces_a_receipt_the_submitter_has_a_code_that_counts(
    place: Place, desk: Path, hook: tuple[object, ...]
) -> None:
    before = codes(place)
    handed_in(place, desk, "public")
    code = code_of_new(place, before)
    [theirs] = [name for name in files(place.folder) if name.startswith("receipts/") and code.replace("/", "-") in name]
    secret = code_shown(place, theirs)
    (desk / "log").touch()
    hooks = [tuple(str(desk / "log") if part == "log" else part for part in hook)]
    assert place("input", "set-level", code, "name-withheld", hooks=hooks).code == -signal.SIGKILL
    place.done("tick")
    bare = [name for name in files(place.folder) if name.startswith("receipts/EXAMPLE-receipt-")]
    there = [name for name in (theirs, *bare) if name in files(place.folder)]
    assert {code_shown(place, name) for name in there} >= {secret}
    (desk / "code").write_text(secret)
    assert place.done("input", "recognise", "--code-file", str(desk / "code")).strip() == code_of_new(place, before)


def code_shown(place: Place, name: str) -> str:
    return files(place.folder)[name].decode().partition("Receipt code: ")[2].partition("\n")[0]


def test_what_cannot_be_destroyed_keeps_the_input_as_it_is_and_is_named(printing: Place, desk: Path) -> None:
    before = codes(printing)
    handed_in(printing, desk, "public")
    code = code_of_new(printing, before)
    receipts, kept = printing.folder / "receipts", rows(printing.url)
    receipts.chmod(0o555)
    ran = printing("input", "set-level", code, "name-withheld", hooks=[("obey_permissions",)])
    receipts.chmod(0o755)
    assert ran.code == 4
    assert f"could not be destroyed: {receipts}/EXAMPLE-{code.replace('/', '-')}.txt." in ran.err
    assert rows(printing.url) == kept
    printing.done("input", "set-level", code, "name-withheld")
    assert found(printing, NAME, TITLE) == []
