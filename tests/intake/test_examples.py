"""The shipped example inputs can be handed in as they are, and each of them says that it is an example."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evalflow.intake.attachments import read_attachments
from evalflow.intake.drafts import InputDraft
from evalflow.intake.opening import read_inputs
from evalflow.resources import resource

FOLDER = resource("db", "examples", "uk-china-2027")
OBJECTIVES = [f"UK-{number:02}" for number in range(1, 12)]
NO_INPUTS = ("README", "annex-trial-observation", "story")
INPUTS = sorted(path for path in FOLDER.iterdir() if path.is_file() and path.stem not in NO_INPUTS)


def read(path: Path) -> tuple[InputDraft, ...]:
    return read_inputs(path.read_bytes(), path.name, OBJECTIVES, limit=100_000)


def drafts() -> Iterator[InputDraft]:
    for path in INPUTS:
        yield from read(path)


def test_the_examples_show_each_form_and_each_kind_of_submitter() -> None:
    assert [(path.suffix, [draft.kind for draft in read(path)]) for path in INPUTS] == [
        (".md", ["government"]),
        (".md", ["government"]),
        (".yaml", ["ngo"]),
        (".md", ["ngo"]),
        (".md", ["ngo"]),
        (".md", ["ngo-joint"]),
        (".md", ["parliament"]),
        (".md", ["parliament"]),
        (".csv", ["ngo", "ngo", "individual", "expert"]),
    ]


def test_every_objective_has_a_point_and_some_points_have_no_objective() -> None:
    assert sorted({point.objective for draft in drafts() for point in draft.points}) == ["", *OBJECTIVES]


def test_one_letter_is_a_copy_of_another() -> None:
    letters = [draft for draft in drafts() if draft.title.startswith("A letter")]
    assert len({draft.submitter for draft in letters}) == 2
    assert len({draft.content for draft in letters}) == 1


def test_the_name_withheld_example_holds_no_name() -> None:
    assert [(draft.submitter, draft.title) for draft in drafts() if draft.level == "name-withheld"] == [("", "")]


def test_the_examples_hold_what_is_easily_damaged() -> None:
    texts = [point.text for draft in drafts() for point in draft.points]
    assert [text[:11] for text in texts if text.startswith("=")] == ["= (example)"]
    for sample in ("هذا نص تجريبي", "དཔེ་མཚོན།", "示例："):
        assert [sample in text for text in texts].count(True) == 1


@pytest.mark.parametrize(
    "path", sorted(path for path in FOLDER.rglob("*") if path.is_file()), ids=lambda path: path.name
)
def test_every_example_says_that_it_is_one(path: Path) -> None:
    assert "example" in path.read_text(encoding="utf-8-sig").lower()[:300]


def test_every_submitter_and_title_says_that_it_is_an_example() -> None:
    for draft in drafts():
        assert "Example" in (draft.submitter or "Example")
        assert draft.title.endswith(("(example)", "(مثال)")) or draft.level == "name-withheld"


def test_the_attachment_can_be_attached() -> None:
    [(name, content)] = read_attachments([FOLDER / "annex-trial-observation.txt"], 1000)
    assert (name, content[:8]) == ("annex-trial-observation.txt", b"EXAMPLE.")
