"""Paths that a person names → the drafts of all inputs in them, or every problem of every file and none."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalflow.cli.frame.frame import Call
from evalflow.errors import InvalidInput, NotFound, Problem, Refused
from evalflow.evaluation.inputs.input import LEVELS, Level
from evalflow.intake.attachments import read_attachments, read_file
from evalflow.intake.drafts import Attachments, InputDraft
from evalflow.intake.opening import read_inputs
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.record.objectives import list_objectives


@dataclass(frozen=True)
class Handed:
    """What is handed in for one cycle. `attached` belongs to the one input of the one file."""

    cycle: str
    files: Sequence[Path]
    encoding: str | None = None
    attached: Sequence[Path] = ()


@dataclass(frozen=True)
class InputOverrides:
    """What counts instead of what the files say; None and "" leave it as it is."""

    kind: str | None = None
    level: Level | None = None
    submitter: str | None = None
    title: str | None = None
    receipt: str | None = None

    def of_one(self) -> bool:
        """Return whether something is said that can only be true of one input."""
        return bool(self.submitter or self.title)

    def words(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}


def drafts_in(call: Call, handed: Handed, instead: InputOverrides) -> list[InputDraft]:
    """Return all drafts of all files, in order.

    Raises:
        NotFound: `no-such-file`, with all that are missing.
        InvalidInput: `inputs-not-taken` with every problem of every file.
        Refused: a level would be loosened, or what is true of one input is said of many.
    """
    _refuse_missing([*handed.files, *handed.attached])
    input_drafts: list[InputDraft] = []
    problems: list[Problem] = []
    for path, read in _each(call, handed, instead):
        if isinstance(read, InvalidInput):
            problems += read.problems or [Problem("", str(read))]
            continue
        input_drafts += read
        problems += [Problem(str(path), _other_cycle(d, handed)) for d in read if _other_cycle(d, handed)]
    if problems:
        raise InvalidInput("inputs-not-taken", "Nothing was taken. Mend this and hand it in again:", problems)
    _refuse_unfit(input_drafts, instead)
    for note in (note for draft in input_drafts for note in draft.notes):
        call.say(note)
    return input_drafts


def _refuse_missing(paths: Sequence[Path]) -> None:
    # Path.exists would raise where a folder may not be read.
    if missing := [str(path) for path in paths if not os.path.exists(path)]:
        said = " and no file ".join(missing)
        raise NotFound("no-such-file", f"There is no file {said}. Check name and folder; nothing was taken.")


Read = tuple[InputDraft, ...] | InvalidInput


def _each(call: Call, handed: Handed, instead: InputOverrides) -> Iterator[tuple[Path, Read]]:
    dialogue = cycle_status(call.door, handed.cycle).here.dialogue.code
    titles = {objective.code: objective.title for objective in list_objectives(call.door, dialogue)}
    limit = call.settings.import_limit
    attachments: Attachments = ()
    try:
        attachments = read_attachments(handed.attached, call.settings.attachment_limit)
    except InvalidInput as wrong:
        yield handed.attached[0], wrong
    for path in handed.files:
        try:
            raw = read_file(path, limit)
            read = read_inputs(
                raw, str(path), titles, limit=limit, encoding=handed.encoding, attachments=attachments,
                instead=instead.words(),
            )  # fmt: skip
        except InvalidInput as wrong:
            yield path, wrong
            continue
        if len(handed.files) > 1 or len(read) > 1:
            call.say(f"{path}: {len(read)} {'input' if len(read) == 1 else 'inputs'} read.")
        yield path, read


def _other_cycle(draft: InputDraft, handed: Handed) -> str:
    if draft.cycle and draft.cycle.upper() != handed.cycle.upper():
        return f"It says that it is for the cycle {draft.cycle.upper()}, not for {handed.cycle.upper()}."
    return ""


def _refuse_unfit(drafts: list[InputDraft], instead: InputOverrides) -> None:
    if instead.of_one() and len(drafts) > 1:
        raise Refused(
            "not-of-all", f"There are {len(drafts)} inputs: --submitter and --title can only be said of one at a time."
        )
    for draft in drafts:
        _refuse_looser(draft, instead.level)


def _refuse_looser(draft: InputDraft, level: Level | None) -> None:
    if level and LEVELS.index(level) < LEVELS.index(draft.level):
        raise Refused(
            "level-loosened",
            f"The submitter chose {draft.level}, and only the submitter can choose {level} instead: ask for a file "
            "that says so. Nothing was kept.",
        )
