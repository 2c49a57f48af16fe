"""A tightened input → journal, files and folder without what may no longer be kept."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from evalflow.errors import Broken
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.handed_in import Input, Point
from evalflow.evaluation.input_words import (
    InputLoosened,
    InputReceived,
    InputTightened,
    InputWithdrawn,
    LateInputDecided,
    LetterOfAnswers,
    PointAdded,
    PointCorrected,
    PointDisposed,
    PointSplit,
    SubmitterReacted,
)
from evalflow.evaluation.people import Record
from evalflow.store.reading import Reading
from evalflow.usecases.current import held
from evalflow.usecases.door import Acting, Door, looking
from evalflow.usecases.receipts import ANSWERS, file_name
from evalflow.usecases.receipts import FOLDER as RECEIPTS
from evalflow.usecases.reports import FOLDER as REPORTS
from evalflow.usecases.reports import names_of


def erase(act: Acting, before: Input) -> None:
    """Erase every payload that tells more than the tightened input, and the files that nothing else refers to."""
    every = list(act.tx.journal(subject=before.id))
    tightened = max(entry.seq for entry in every if isinstance(entry.event, InputTightened))
    for entry in every:
        less = _less(entry.event) if entry.seq < tightened else None
        if less is not None and entry.erased_by is None:
            act.tx.erase(entry.seq, act.by, act.now, less)
    others = {attachment.sha256 for known in act.tx.all(Input) for attachment in known.attachments}
    for attachment in before.attachments:
        if attachment.sha256 not in others:
            act.tx.drop_blob(attachment.sha256)


def files_that_tell(door: Door, known: Input) -> list[Path]:
    """Return the files in the door's folder that hold what tightening the input erases: its receipt, drafts.

    A published report is not among them: it is out, and stays as it was published.
    """
    with looking(door) as (reading, _):
        return told_in(reading, door.folder, known)


def told_in(reading: Reading, folder: Path | None, known: Input) -> list[Path]:
    if folder is None:
        return []
    evaluation = held(reading.get(Evaluation, known.cycle))
    example = reading.all(Record)[0].example
    kinds = ("draft",) if evaluation.publication else ("draft", "report")
    reports = [folder / REPORTS / name for kind in kinds for name in names_of(evaluation.code, kind, example=example)]
    letters = (folder / ANSWERS / letter.file for letter in known.letters)
    paths = [folder / RECEIPTS / file_name(known, example=example), *letters, *reports]
    return [path for path in paths if path.is_file()]


def destroy(paths: Sequence[Path]) -> None:
    """Destroy files.

    Raises:
        Broken: `not-destroyed`, naming those that could not be.
    """
    left = []
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            left.append(str(path))
    if left:
        raise Broken(
            "not-destroyed",
            f"The level is as it was: files that tell of the input could not be destroyed: {', '.join(left)}. "
            "Destroy them yourself, then type the command again.",
        )


def _less(event: object) -> object | None:
    """Return the event with nothing in it but ids, kinds, instants and numbers; None where it holds no more."""
    match event:
        case InputReceived(known):
            return InputReceived(_cleared(known))
        case InputTightened(known):
            return InputTightened(_cleared(known))
        case PointAdded(point):
            return PointAdded(Point(point.number, "", point.objective))
        case PointSplit(number, parts):
            return PointSplit(number, ("",) * len(parts))
        case PointCorrected():
            return replace(event, text="", reason="")
        case LetterOfAnswers(letter):
            return LetterOfAnswers(replace(letter, file="", sha256=""))
        case SubmitterReacted(reaction):
            return SubmitterReacted(replace(reaction, text=""))
        case PointDisposed(number, said):
            return PointDisposed(number, replace(said, reason="", paragraph=""))
        case InputWithdrawn(withdrawn_at):
            return InputWithdrawn(withdrawn_at, "")
        case LateInputDecided(accepted, _, decided_at):
            return LateInputDecided(accepted, "", decided_at)
        case InputLoosened(level):
            return InputLoosened(level, "")
    return None


def _cleared(known: Input) -> Input:
    return Input(
        known.id, known.cycle, "", known.kind, known.level, "", "", known.received_at, "", "", "",
        late=known.late, after_adoption=known.after_adoption,
    )  # fmt: skip
