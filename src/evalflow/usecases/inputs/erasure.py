"""A tightened input → journal, files and folder without what may no longer be kept."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from evalflow.errors import Broken
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs.commands_events import InputTightened
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.people import Record
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import held
from evalflow.usecases.door.door import Acting
from evalflow.usecases.inputs.receipts import ANSWERS, receipts_that_tell
from evalflow.usecases.report.names import FOLDER as REPORTS
from evalflow.usecases.report.names import edition_of, names_of


def erase(act: Acting, before: Input) -> None:
    """Erase what is personal in every entry before the input was tightened, and the files nothing else refers to."""
    every = list(act.tx.journal(subject=before.id))
    tightened = max(entry.seq for entry in every if isinstance(entry.event, InputTightened))
    for entry in every:
        if entry.seq < tightened and entry.erasable:
            act.tx.erase(entry.seq, act.by, act.now)
    others = {attachment.sha256 for input_ in act.tx.all(Input) for attachment in input_.attachments}
    for attachment in before.attachments:
        if attachment.sha256 not in others:
            act.tx.drop_blob(attachment.sha256)


def told_in(reading: Reading, folder: Path | None, input_: Input) -> list[Path]:
    """Return the files in a door's folder that hold what tightening the input erases: its receipt, drafts.

    A published report is not among them: it is out, and stays as it was published.
    """
    if folder is None:
        return []
    evaluation = held(reading.get(Evaluation, input_.cycle))
    example = reading.all(Record)[0].example
    editions = (edition_of("report", n) for n in range(len(evaluation.redactions) + 1))
    kinds = ("draft",) if evaluation.publication else ("draft", *editions)
    reports = [folder / REPORTS / name for kind in kinds for name in names_of(evaluation.code, kind, example=example)]
    letters = (folder / ANSWERS / letter.file for letter in input_.letters)
    paths = [*receipts_that_tell(folder, input_, example=example), *letters, *reports]
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
        raise not_destroyed(left, " Destroy them yourself, then type the command again.")


def not_destroyed(paths: Iterable[str], helps: str) -> Broken:
    return Broken(
        "not-destroyed",
        f"Nothing was changed in the record: these files could not be destroyed: {', '.join(paths)}.{helps}",
    )
