"""Every kind of letter, declared once: from this follow recipients, values, release, lists and the schema of workflows.

To add one, write its name into `LetterKind`, its declaration into `_ALL`, its text into templates/mail/NAME.en.md.j2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

LetterKind = Literal["digest", "notice", "opening", "draft", "report", "correction"]
Release = Literal["go", "first-waits", "wait"]
Told = Literal["deadlines", "timetable", "files", "reply", "report", "changes"]
Carried = Literal["nothing", "calendar", "draft", "report", "corrected-report"]

GOVERNMENTS: Final = ("government", "counterpart-government")


@dataclass(frozen=True)
class KindOfLetter:
    """What holds of every letter of one kind. `name` is the name of its template too, whose first line is the subject.

    `tells` names the values that its template is filled with, beside those of every letter; one that has nothing to
    tell does not go.
    """

    name: LetterKind
    says: str  # what it is about, in the words of the schema of workflows
    tells: tuple[Told, ...]
    carries: Carried = "nothing"  # which files go with it
    roles: tuple[str, ...] = ()  # which members of the circle get it; empty: all of them
    after: LetterKind | None = None  # exactly those get it who had a letter of this kind
    reminder: Literal["no", "joined", "alone"] = "no"  # joined: with all reminders of that day, in one letter
    act: str = ""  # the act of a workflow's step that sends it
    bears: str = ""  # what letters that an act sends are called by: "letters with the timetable"

    @property
    def releases(self) -> tuple[Release, ...]:
        """Return what a workflow can say of its release. The clock writes reminders, so that none is the first."""
        return ("go", "first-waits", "wait") if self.reminder == "no" else ("go", "wait")

    @property
    def release(self) -> Release:
        """Return what holds unless the workflow says otherwise."""
        return "first-waits" if "first-waits" in self.releases else "go"

    @property
    def distributes(self) -> bool:
        """Return whether its files are the adopted report, as first published or corrected."""
        return self.carries in ("report", "corrected-report")

    @property
    def holds_inputs(self) -> bool:
        """Return whether its files may print inputs, so that they are recalled when one of these is protected."""
        return self.carries == "draft" or self.distributes


_ALL: Final = (
    KindOfLetter("digest", "reminders", ("deadlines",), reminder="joined"),
    KindOfLetter("notice", "reminders that are letters of their own", ("deadlines",), reminder="alone"),
    KindOfLetter(
        "opening", "the published timetable", ("timetable",), carries="calendar", act="send-opening",
        bears="with the timetable",
    ),
    KindOfLetter("draft", "the draft to the governments", ("files", "reply"), carries="draft", roles=GOVERNMENTS),
    KindOfLetter("report", "the report to its recipients", ("files", "report"), carries="report"),
    KindOfLetter(
        "correction", "a corrected report", ("files", "report", "changes"), carries="corrected-report", after="report"
    ),
)  # fmt: skip
LETTERS: Final[Mapping[str, KindOfLetter]] = {kind.name: kind for kind in _ALL}
SENDING: Final[Mapping[str, LetterKind]] = {kind.act: kind.name for kind in _ALL if kind.act}
REMINDERS: Final = tuple(kind for kind in _ALL if kind.reminder != "no")
[DIGEST] = (kind.name for kind in REMINDERS if kind.reminder == "joined")
