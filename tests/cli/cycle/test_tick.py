"""Time on the command line: what fell due is told, receipts owed are written, and nothing due is no fault."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from evalflow.cli.frame.frame import called
from evalflow.intake.drafts import InputDraft, PointDraft
from evalflow.settings import read_settings
from evalflow.usecases.inputs.inputs import receive
from tests.support.command_line import CommandLine

At = Callable[..., CommandLine]


def test_what_fell_due_is_told_in_order(at: At) -> None:
    ran = at("waiting")("tick")
    assert ran.out == "UK-CHINA-2027\n"
    assert ran.err.splitlines()[:3] == [
        "UK-CHINA-2027: ngo_inputs opened, until the end of 8 Mar 2027.",
        "UK-CHINA-2027: parliament_inputs opened, until the end of 8 Mar 2027.",
        "UK-CHINA-2027: partner_submissions opened, until the end of 8 Mar 2027.",
    ]


def test_a_late_tick_brings_everything_at_its_own_day(at: At) -> None:
    told = at("waiting", "2027-06-01T00:00Z")("tick").err
    assert "ngo_inputs ended on 8 Mar 2027." in told
    assert "triage fell overdue: it was due by the end of 30 Mar 2027." in told


def test_ticking_again_brings_nothing_and_is_no_fault(at: At) -> None:
    here = at("waiting")
    here.done("tick")
    ran = here("tick")
    assert (ran.code, ran.out, ran.err.splitlines()[0]) == (0, "", "Nothing was due.")


def test_ticking_needs_nobody(at: At) -> None:
    here = at("waiting")
    settings = Path("evalflow.toml").read_text(encoding="utf-8")
    Path("evalflow.toml").write_text(settings.replace('"Secretariat (example)"', '""'), encoding="utf-8")
    assert here.done("tick") == "UK-CHINA-2027\n"


def test_receipts_still_owed_are_written(at: At) -> None:
    here = at("taking")
    _receive_without_receipt()
    ran = here("tick")
    (written,) = [line for line in ran.err.splitlines() if line.startswith("Written: ")]
    assert "Reference:   UK-CHINA-2027/NGO/005" in Path(written.removeprefix("Written: ")).read_text("utf-8")


def test_a_dry_run_writes_no_receipt(at: At) -> None:
    here = at("taking")
    _receive_without_receipt()
    before = sorted(Path("receipts").iterdir())
    assert here("tick", "--dry-run").code == 0
    assert sorted(Path("receipts").iterdir()) == before


def _receive_without_receipt() -> None:
    """Commit an input as a process does that is killed before it writes the receipt."""
    draft = InputDraft("ngo", "public", "Example Group", "", (PointDraft("text"),), content=b"text")
    with called(read_settings(Path()), "table", who="Office", at=datetime(2027, 2, 20, 12, tzinfo=UTC)) as call:
        receive(call.door, "UK-CHINA-2027", [draft])
