"""A story file: dated commands in order, or every problem with its place."""

from datetime import UTC, datetime

import pytest

from evalflow.definitions.story import StoryStep, read_story
from evalflow.errors import InvalidInput
from evalflow.resources import resource

HEAD = "evalflow: 1\nstory: a-story\ntitle: A story\nkind: example\nsteps:\n"


def step(at: str) -> str:
    return f"  - at: {at}\n    say: Time passes\n    run: tick\n"


def test_a_story_is_its_commands_each_under_the_key_of_its_place() -> None:
    story = read_story((HEAD + step("2027-01-11T09:00") + step("2027-01-11T09:00")).encode(), "s.yaml")
    at = datetime(2027, 1, 11, 9, tzinfo=UTC)
    assert (story.name, story.title) == ("a-story", "A story")
    assert story.steps == tuple(StoryStep(f"a-story/00{n}", at, "Time passes", "tick") for n in (1, 2))


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        (step("2027-01-12T09:00") + step("2027-01-11T09:00"), "s.yaml:9:9: step 2 lies before the step above it."),
        (step("2027-02-30T09:00"), "s.yaml:6:9: steps, entry 1, at: The calendar has no 2027-02-30T09:00."),
        (step("tomorrow") + step("2027-01-11T09:00"), "s.yaml:6:9: steps, entry 1, at has to be an instant in UTC"),
    ],
)
def test_an_instant_that_is_none_or_out_of_order_is_told_with_its_place(steps: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_story((HEAD + steps).encode(), "s.yaml")
    assert [says in str(problem) for problem in refused.value.problems] == [True]


def test_the_shipped_story_is_read_whole() -> None:
    story = read_story(resource("db", "examples", "uk-china-2027", "story.yaml").read_bytes(), "story.yaml")
    assert [one.key for one in story.steps] == [f"uk-china-2027/{n:03}" for n in range(1, len(story.steps) + 1)]
