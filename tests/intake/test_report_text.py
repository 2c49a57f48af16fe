"""The file in which a body writes its report: what is printed is read back, and what does not fit is named."""

import pytest

from evalflow.errors import InvalidInput
from evalflow.evaluation.report.narrative import PARTS
from evalflow.intake.report_text import read_report_text, report_template


def read(text: str) -> dict[str, str]:
    return read_report_text(text.encode(), "report.md")


def refused(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refusal:
        read(text)
    assert refusal.value.code == "report-not-taken"
    return [(problem.where, problem.what) for problem in refusal.value.problems]


def test_what_is_written_comes_back_from_its_own_template() -> None:
    texts = {
        name: f"{part.title}.\n\n## no heading\n---\nMore, from right to left: שלום." for name, part in PARTS.items()
    }
    assert read(report_template("EX-SA-2027", texts)) == texts


def test_the_empty_template_says_nothing_and_that_is_told() -> None:
    assert refused(report_template("EX-SA-2027", {})) == [("report.md", "Nothing is written below any heading.")]


def test_what_stays_empty_is_not_among_what_was_read() -> None:
    assert read("## Purpose\n\nTo see.\n\n## Scope\n\n") == {"purpose": "To see."}


def test_every_fault_is_named_with_its_line() -> None:
    found = refused("Hello\n\n## Sumary\n\nShort.\n\n## Purpose\n\na\n\n## Purpose\n\nb\n")
    assert [where for where, _ in found] == ["report.md:1", "report.md:3", "report.md:11"]
    assert "below no heading" in found[0][1]
    assert "Did you mean 'Summary'?" in found[1][1]
    assert "the first is at line 7" in found[2][1]
