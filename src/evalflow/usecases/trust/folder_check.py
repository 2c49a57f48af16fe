"""A record's folder → which files are not what the record says: those that were altered, and those that are absent.

A file can be deleted by anybody who tidies up, and evalflow can write it again: that is a note. One that says something
else than the record is a finding. Drafts and calendars are made anew at any time, so they are not compared.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evalflow.effects.mail.message import to_bytes
from evalflow.effects.mail.other_transports import FOLDER as LETTERS
from evalflow.errors import EvalflowError
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.letters.commands_events import Letter
from evalflow.resources import resource
from evalflow.store.access.reading import Reading
from evalflow.usecases.inputs.receipts import ANSWERS
from evalflow.usecases.inputs.receipts import FOLDER as RECEIPTS
from evalflow.usecases.letters.posting import mail_of
from evalflow.usecases.report.names import FOLDER as REPORTS
from evalflow.usecases.report.names import PROGRAM

# Earlier forms of the program that checks a receipt: a record that was begun with them still has them in its folder.
_EARLIER: Final = frozenset(
    (
        "1f558720bba53a2311bfd26f6ff048d039cab82db49055ffb192d5dea634b0df",
        "7d3bce53af517a3e7cc316186f407089919cac2b082c089f3190a3196d57813a",
        "28220ecd93004a744fa9d5ee722ce6b45d39557275d699cd45c627ad4ee7d4a4",
    )
)

_VALUE: Final = re.compile(r"^(Code|Reference|Salt|Commitment): +(\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class _Expected:
    """A file that may be in the folder, what its content may be (SHA-256), and what helps where it is absent.

    `again` is "" where its absence says nothing.
    """

    path: Path
    hashes: frozenset[str]
    again: str


def compare_folder(reading: Reading, folder: Path) -> tuple[list[str], list[str]]:
    """Return what is wrong with the files in a folder, and what is absent from it."""
    wrong, absent = [], []
    for expected in (*_reports(reading, folder), *_answers(reading, folder), *_letters(reading, folder)):
        name = expected.path.relative_to(folder)
        try:
            found = hashlib.sha256(expected.path.read_bytes()).hexdigest()
        except FileNotFoundError:
            absent += [f"{name} is not in the folder. {expected.again}"] if expected.again else []
        except OSError as unread:
            wrong.append(f"{name} cannot be read: {unread.strerror}.")
        else:
            if found not in expected.hashes:
                wrong.append(f"{name} was altered: it is not what the record says.")
    altered, missing = _receipts(reading, folder)
    wrong += [f"{RECEIPTS}/{name} was altered: its values are not what the record says." for name in altered]
    absent += [f"{missing} of the receipts that were written are not in the folder."] if missing else []
    return wrong, absent


def _receipts(reading: Reading, folder: Path) -> tuple[list[str], int]:
    """Return the names of receipts whose values are not those of any input, and how many are absent.

    Only values are compared: the words around them differ from version to version. A receipt may hold none.
    """
    inputs = {one.commitment: one for one in reading.all(Input) if one.commitment}
    altered, there = [], set()
    for path in sorted((folder / RECEIPTS).glob("*.txt")):
        values = dict(_VALUE.findall(path.read_text("utf-8", errors="replace")))
        if not values.keys() & {"Salt", "Commitment"}:
            continue
        input_ = inputs.get(values.get("Commitment", ""))
        there.add(values.get("Commitment"))
        if input_ is None or not _says_the_same(values, input_):
            altered.append(path.name)
    written = {effect.subject for effect in reading.effects("receipt:") if effect.kind == "receipt" and effect.done_at}
    return altered, sum(one.id in written for sha256, one in inputs.items() if sha256 not in there)


def _says_the_same(values: Mapping[str, str], input_: Input) -> bool:
    salt = values.get("Salt")
    return salt == (input_.salt or salt) and input_.code in (values.get("Code"), values.get("Reference"))


def _reports(reading: Reading, folder: Path) -> Iterator[_Expected]:
    """Yield the published files, and the program that checks a receipt, which is written beside them."""
    program = ""
    for evaluation in reading.all(Evaluation):
        if evaluation.publication:
            again = f"Write it again: evalflow report build {evaluation.code}"
            program = program or again
            for name, sha256 in evaluation.publication.files.items():
                yield _Expected(folder / REPORTS / name, frozenset((sha256,)), again)
    shipped = hashlib.sha256(resource("templates", "reports", PROGRAM).read_bytes()).hexdigest()
    yield _Expected(folder / REPORTS / PROGRAM, _EARLIER | {shipped}, program)


def _answers(reading: Reading, folder: Path) -> Iterator[_Expected]:
    for input_ in reading.all(Input):
        for letter in input_.letters:
            if letter.file:  # of an input whose text was erased no name is left
                again = "It was written for the submitter, and is not needed once they have it."
                yield _Expected(folder / ANSWERS / letter.file, frozenset((letter.sha256,)), again)


def _letters(reading: Reading, folder: Path) -> Iterator[_Expected]:
    """Yield the letters that were written to files; others went by mail, so that an absent one says nothing."""
    for letter in reading.all(Letter):
        path = folder / LETTERS / f"{letter.id}.eml"
        if letter.message and path.is_file():
            yield _Expected(path, frozenset((hashlib.sha256(_sent(reading, letter)).hexdigest(),)), "")


def _sent(reading: Reading, letter: Letter) -> bytes:
    try:
        return to_bytes(mail_of(reading, letter.message))
    except EvalflowError:
        return b""  # its content is lost: contents_check.py says so
