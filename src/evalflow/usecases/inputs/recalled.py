"""An input that is protected better → letters whose files may hold it: they go no more, and the record drops the files.

Hash and name of each file stay with the letter: who was sent which bytes is known for ever.
"""

from collections.abc import Iterator
from pathlib import Path

from evalflow.effects.mail.other_transports import FOLDER
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.letters.commands_events import EraseFiles, Letter, Supersede
from evalflow.evaluation.letters.kinds import LETTERS
from evalflow.evaluation.letters.letters import OPEN, decide_letter
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import held
from evalflow.usecases.door.door import CLOCK, Acting
from evalflow.usecases.report.frozen import protected_in

_WHY = "An input in the file that goes with it was protected after it was written."


def recall(act: Acting, cycle: str, before: Input | None = None) -> None:
    """Recall the letters that carry a draft with this input, or an adopted report that may no longer go out."""
    evaluation = held(act.tx.get(Evaluation, cycle))
    for letter in list(_carrying(act.tx, evaluation, before)):
        act.record(letter.id, decide_letter(letter, EraseFiles(), act.now), by=CLOCK)
        if letter.state in OPEN:
            act.record(letter.id, decide_letter(letter, Supersede(_WHY), act.now), by=CLOCK)
    drop_unnamed(act, cycle)


def letters_of(reading: Reading, cycle: str, folder: Path | None) -> list[Path]:
    """Return the letters in the folder, where no mail is set up, of which the record no longer holds the files."""
    recalled = (letter for letter in reading.all(Letter, cycle=cycle) if any(file.erased for file in letter.files))
    return [folder / FOLDER / f"{one.id}.eml" for one in recalled] if folder else []


def drop_unnamed(act: Acting, cycle: str) -> None:
    """Drop the content of each recalled file, unless the published report or a letter that still goes names it."""
    evaluation = held(act.tx.get(Evaluation, cycle))
    files = [file for letter in act.tx.all(Letter) for file in letter.files]
    named = {file.sha256 for file in files if not file.erased}
    named |= set(evaluation.publication.files.values()) if evaluation.publication else set()
    for sha256 in {file.sha256 for file in files if file.erased} - named:
        act.tx.drop_blob(sha256)


def _carrying(reading: Reading, evaluation: Evaluation, before: Input | None) -> Iterator[Letter]:
    stale = bool(evaluation.adoption and protected_in(reading, evaluation))
    for letter in reading.all(Letter, cycle=evaluation.id):
        if not letter.files or all(file.erased for file in letter.files):
            continue
        kind = LETTERS[letter.kind]
        drafted = kind.carries == "draft" and (stale or (before is not None and before.received_at <= letter.due_at))
        if drafted or (kind.distributes and stale):
            yield letter
