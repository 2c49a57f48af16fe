"""The index of docs/decisions lists every file as it is, and each decision that a status names exists."""

import re

from tests.support.checkout import ROOT

FOLDER = ROOT / "docs" / "decisions"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("[0-9]*.md"))}
HEADING = re.compile(r"# (\d+)\. (.+)\n\nStatus: (.+?)(?: \(.+?\))?\.[ \n]")
STATUS = re.compile(r"(?:holds|replaced(?: in part)? by (\d+))(?:; extended by (\d+)(?:, (\d+))*(?: and (\d+))?)?")
ENTRY = re.compile(r"^\| (\d+) \| \[(.+)\]\((.+)\) \| [^|]+ \| (.+) \|$", re.MULTILINE)


def headings() -> dict[str, tuple[str, str, str]]:
    """Return each file's number, title and status; a file without them raises."""
    return {name: _heading(text) for name, text in TEXTS.items()}


def test_each_decision_is_in_the_index_with_its_number_title_and_status() -> None:
    index = ENTRY.findall((FOLDER / "README.md").read_text(encoding="utf-8"))
    assert index == [(number, title, name, status) for name, (number, title, status) in headings().items()]


def test_the_numbers_run_from_one_without_a_gap_and_are_those_of_the_files() -> None:
    numbers = [int(number) for number, _, _ in headings().values()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [name[:4] for name in TEXTS] == [f"{number:03}-" for number in numbers]


def test_each_decision_that_a_status_names_exists_and_names_the_older_one() -> None:
    texts = dict(zip((number for number, _, _ in headings().values()), TEXTS.values(), strict=True))
    later = [(number, named) for number, _, status in headings().values() for named in _named(status)]
    assert later
    assert [
        (number, named)
        for number, named in later
        if not re.search(rf"^Status: .*\b{number}\b", texts.get(named, ""), re.MULTILINE)
    ] == []


def _heading(text: str) -> tuple[str, str, str]:
    match = HEADING.match(text)
    assert match, text[:200]
    return match[1], match[2], match[3]


def _named(status: str) -> list[str]:
    match = STATUS.fullmatch(status)
    assert match, status
    return [number for number in match.groups() if number]
