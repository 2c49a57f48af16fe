"""The record → proof that it is whole, row by row, and proof that an input stands under a printed head."""

import json
from dataclasses import replace

from evalflow.engine.dates import day_in_words
from evalflow.errors import NotFound, Refused
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.inputs.receipt_code import NOTHING, Presented
from evalflow.evaluation.people import Person
from evalflow.evaluation.report.head import Head
from evalflow.store.access.reading import Reading
from evalflow.store.checks.journal_check import Erasure
from evalflow.store.checks.verification import Verification
from evalflow.store.journal.journal import EntryPart
from evalflow.usecases.door.backwards import gone_back
from evalflow.usecases.door.current import held
from evalflow.usecases.door.door import Door, looking
from evalflow.usecases.door.leaving import in_words
from evalflow.usecases.door.soundness import examined
from evalflow.usecases.inputs.inputs import input_named
from evalflow.usecases.inputs.presented import is_proved
from evalflow.usecases.trust.folder_check import compare_folder


def verify_record(door: Door, against: Head | None = None) -> Verification:
    """Recompute the tree, fold the journal into rows and compare; with `against`, also an earlier printed head.

    That the record has gone backwards, since it was restored from a copy, is a finding too.
    """
    with looking(door) as (reading, _):
        verification, mark = examined(reading, against), gone_back(reading, door.marks, whole=True)
        if mark:
            verification = replace(verification, problems=(*verification.problems, in_words(reading, mark)))
        if door.folder is None or not verification.sound:  # what the files are compared with must hold itself
            return verification
        altered, absent = compare_folder(reading, door.folder)
    return replace(verification, altered=tuple(altered), notes=(*verification.notes, *absent))


def erasures_in_words(door: Door, verification: Verification) -> list[str]:
    """Return a sentence for every erasure that was found: of which entry, what kind, on which day, by whom."""
    with looking(door) as (reading, _):
        return [_erasure_in_words(reading, erasure) for erasure in verification.erasures]


def _erasure_in_words(reading: Reading, erasure: Erasure) -> str:
    person = reading.get(Person, erasure.by)
    name = person.name if person and person.name else "somebody whose name is not recorded"
    return (
        f"{name} erased what was personal in entry {erasure.seq} ({erasure.kind}) on {day_in_words(erasure.at.date())} "
        f"(UTC), see entry {erasure.by_entry}."
    )


def head(door: Door) -> Head:
    with looking(door) as (reading, _):
        return reading.head()


def prove_input(door: Door, code: str, size: int | None = None, presented: Presented = NOTHING) -> str:
    """Return the proof (JSON) that an input is under the head of `size` entries, for templates' check_receipt.py.

    Without `size` it is the head that the adopted report prints, see `printed_head`, else that of now. Above the public
    level it is given only to whoever presents the receipt code: it holds the instant at which the input was received.

    Raises:
        NotFound: the input is not there, or not yet under that head, or its entry was erased.
        InvalidInput: a receipt code is presented that was mistyped.
        Refused: `code-missing`, above the public level; or a code is presented that is not its own.
    """
    with looking(door) as (reading, _):
        input_ = input_named(reading, code)
        _refuse_without_code(input_, presented)
        entry = next(reading.journal(subject=input_.id))
        printed = None if size else _printed(reading, input_, entry.seq)
        head_ = printed or reading.head(size)
        if entry.seq > head_.size:
            raise NotFound(
                "not-under-head", f"{input_.code} is entry {entry.seq}: it came after the head of {head_.size} entries."
            )
        if entry.open is None:
            raise NotFound("entry-erased", f"The entry of {input_.code} was erased when its level was tightened.")
        proof = reading.prove(entry.seq, head_.size)
    more = {"personal": _written(entry.personal)} if entry.personal else {}
    bare = entry.version > 1 and not more
    return json.dumps(
        {
            "format": f"evalflow-proof/{entry.version}",
            "code": "" if bare else input_.code,
            "header": entry.header,
            "index": entry.seq - 1,
            "size": head_.size,
            "root": head_.root,
            "path": list(proof.path),
            **_written(entry.open),
            **more,
            "receipt": {"salt": "" if bare else input_.salt, "commitment": input_.commitment},
        },
        ensure_ascii=False,
        indent=2,
        sort_keys=True,
    )


def _refuse_without_code(input_: Input, presented: Presented) -> None:
    if not is_proved(input_, presented) and input_.level != "public":
        claim = "" if input_.recogniser else f" It has none yet: evalflow input claim-code {input_.code} gives it one."
        raise Refused(
            "code-missing",
            f"{input_.code} is protected, and a proof shows when it was received, so it is given to its submitter "
            f"alone. Give the receipt code with --code-file FILE.{claim}",
        )


def _written(part: EntryPart) -> dict[str, str]:
    return {"nonce": part.nonce.hex(), "payload": part.text}


def printed_head(door: Door, code: str) -> Head | None:
    """Return the head that the adopted report of an input's cycle prints; None if it came after it, or none is adopted.

    Raises:
        NotFound: there is no such input.
    """
    with looking(door) as (reading, _):
        input_ = input_named(reading, code)
        return _printed(reading, input_, next(reading.journal(subject=input_.id)).seq)


def _printed(reading: Reading, input_: Input, seq: int) -> Head | None:
    adoption = held(reading.get(Evaluation, input_.cycle)).adoption
    return Head(adoption.size, adoption.root) if adoption and seq <= adoption.size else None
