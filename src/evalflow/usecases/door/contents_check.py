"""What the journal folds to → whether the record keeps the files that it refers to, and queues what it must.

Tables that the journal does not repeat are compared as far as they can be; what cannot be is said in `NOT_COVERED`.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.inputs.receipt_code import FORMS
from evalflow.evaluation.letters.commands_events import Letter
from evalflow.evaluation.report.partners import PartnerReport
from evalflow.store.checks.verification import Verification
from evalflow.store.journal import merkle
from evalflow.usecases.door.door import HEARTBEAT

NOT_COVERED: Final = (
    "Somebody who owns the database can rewrite journal and rows alike. Only an earlier head, printed elsewhere, shows "
    "that: give it with --against.",
    "Table outbox: that the receipt of each input was queued is compared with the journal. Whether it was written is "
    "known from this table alone.",
    "Table done_key: the journal does not repeat it, so a key that was added or deleted is not seen.",
    "Table heartbeat: the journal does not repeat it, so when the last tick ran is not verified.",
    "Receipts: their reference, salt and commitment are compared, and no other word of them. Of those that hold a code "
    "alone nothing is.",
    "Files: drafts, calendars (feeds), evalflow.toml, and whatever is outside the record's folder, such as exports.",
    "The database: defaults of columns, which evalflow never uses.",
    "PostgreSQL: whether somebody switched the guards off and on again, and who may read or write. What was written "
    "meanwhile is compared.",
)


def content_problems(verification: Verification) -> Iterator[str]:
    """Yield which contents the record has lost, and which belong to nothing that the journal names."""
    needed = {sha256: what for one in verification.entities for sha256, what in _refers(one)}
    for sha256 in sorted(needed.keys() - verification.beside.contents):
        yield f"Table blob: row {sha256} is missing. It is needed for {needed[sha256]}."
    for sha256 in sorted(verification.beside.contents - needed.keys() - verification.named):
        yield f"Table blob: row {_named(sha256)} belongs to nothing that the journal names."


def head_problems(verification: Verification) -> Iterator[str]:
    """Yield which adopted reports print a head that is not of this journal: what came before was rewritten."""
    for one in verification.entities:
        if isinstance(one, Evaluation) and one.adoption:
            leaves = verification.leaves[: one.adoption.size]
            if (len(leaves), merkle.root(leaves).hex()) != (one.adoption.size, one.adoption.root):
                yield f"The head that the adopted report of {one.code} prints is not of this journal: it was rewritten."


def _refers(entity: object) -> Iterator[tuple[str, str]]:
    """Yield the hash of each content that an entity needs, and what for."""
    match entity:
        case Input():
            for attachment in entity.attachments:
                yield attachment.sha256, f"an attachment of the input {entity.id}"
        case Evaluation():
            if entity.adoption:
                yield entity.adoption.record_sha256, f"the adopted report of {entity.code}"
            if entity.publication and entity.publication.kept:
                for name, sha256 in entity.publication.files.items():
                    yield sha256, f"the published file {name}"
        case Letter():
            for file in entity.files:
                if not file.erased:  # recalled, with what it held of an input
                    yield file.sha256, f"a file of the letter {entity.id}"
            if entity.message:
                yield entity.message, f"the message of the letter {entity.id}"
        case PartnerReport():
            yield entity.id, f"a report that a partner has shared: {entity.compared.cycle}"


def queue_problems(verification: Verification) -> Iterator[str]:
    """Yield what in outbox and heartbeat does not fit the journal."""
    began = verification.began or datetime.min.replace(tzinfo=UTC)
    inputs = {one.id for one in verification.entities if isinstance(one, Input)}
    for effect in verification.beside.outbox:
        if effect.kind not in FORMS or effect.subject not in inputs or not _is_key(effect.key, effect.subject):
            yield f"Table outbox: row {_named(effect.key)} is about nothing that the journal names."
        elif effect.at < began or (effect.done_at and effect.done_at < effect.at):
            yield f"Table outbox, row {_named(effect.key)}: its instants cannot be right."
    for input_ in sorted(inputs - {effect.subject for effect in verification.beside.outbox}):
        yield f"Table outbox: the receipt of the input {input_} is not queued, and no row says that it was written."
    for name, at in verification.beside.beats.items():
        if name != HEARTBEAT or at < began:
            yield f"Table heartbeat: row {_named(name)} is none of evalflow's, or its instant cannot be right."


def _is_key(key: str, subject: str) -> bool:
    """Return whether a key is of this input: that of its arrival, or of a later receipt, by chance or by an entry."""
    return re.fullmatch(f"receipt:{re.escape(subject)}(:([1-9][0-9]*|[0-9a-f]{{8}}))?", key) is not None


def _named(key: str) -> str:
    return ascii(key).strip("'")
