"""The bytes of a story file → the dated commands of an example evaluation, in order, each with what it is for."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from evalflow.definitions.shape import LINE, TEXT, Group, Key, ListOfItems, OneOfWords, Word, read_sheet
from evalflow.definitions.vocabulary import FILE_NAME, FORMAT
from evalflow.errors import InvalidInput

_INSTANT: Final = Word(
    "an instant in UTC such as 2027-01-11T09:00",
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}",
    lambda text: _utc(text),  # defined below: the shape is data and comes first
)
_STEP: Final = Group(
    {
        "at": Key("when it happens, in UTC", _INSTANT, required=True),
        "say": Key("what happens, in a few words", LINE, required=True),
        "run": Key("the command, as a person types it after `evalflow`", TEXT, required=True),
    }
)
STORY: Final = Group(
    {
        "evalflow": FORMAT,
        "story": Key("the story's name", FILE_NAME, required=True),
        "title": Key("what it is called", LINE, required=True),
        "kind": Key("what kind of story this is", OneOfWords(("example",)), required=True),
        "steps": Key("the commands, in the order of time", ListOfItems(_STEP), required=True),
    }
)


@dataclass(frozen=True)
class StoryStep:
    """One command. `key` is its place in the story: it runs once under that key."""

    key: str
    at: datetime
    say: str
    run: str


@dataclass(frozen=True)
class Story:
    name: str
    title: str
    steps: tuple[StoryStep, ...]


def read_story(raw: bytes, file: str) -> Story:
    """Return the story that `raw` holds.

    Raises:
        InvalidInput: `bad-yaml` or `bad-story`, with every problem and its place.
    """
    sheet = read_sheet(raw, file, STORY, InvalidInput)
    for at, step in enumerate(sheet.values.get("steps", ())):
        before = sheet.values["steps"][at - 1] if at else step
        if "at" in step and "at" in before and step["at"] < before["at"]:
            sheet.note(
                ("steps", at, "at"), f"step {at + 1} lies before the step above it. Steps stand in order of time."
            )
    sheet.problems.refuse(InvalidInput, "bad-story")
    name = sheet.values["story"]
    steps = (StoryStep(f"{name}/{n:03}", **step) for n, step in enumerate(sheet.values["steps"], 1))
    return Story(name, sheet.values["title"], tuple(steps))


def _utc(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as impossible:
        raise InvalidInput("no-such-date", f"The calendar has no {text}.") from impossible
