"""What a transaction erases and protects → marks outside the database, begun before its commit and kept after it.

A command that is killed in between leaves what it had begun: see repeating.py for what becomes of it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from evalflow.effects.disk.marks import Marks, Protection
from evalflow.evaluation.inputs.commands_events import InputTightened, InputWithdrawn
from evalflow.evaluation.letters.contacts import MailDeclined
from evalflow.evaluation.redactions import ReportRedacted
from evalflow.settings import Settings
from evalflow.store.access.reading import Reading
from evalflow.store.access.transaction import Transaction
from evalflow.usecases.door.backwards import gone_back, keep_head

MARKS: Final = "marks"  # in the folder of a record
TIGHTENED, WITHDRAWN, DECLINED, REDACTED = "tightened", "withdrawn", "declined", "redacted"
_HOW: Final[Mapping[type, str]] = {
    InputTightened: TIGHTENED,
    InputWithdrawn: WITHDRAWN,
    MailDeclined: DECLINED,
    ReportRedacted: REDACTED,
}


def protections(tx: Transaction) -> list[Protection]:
    """Return what a transaction protects: an input, somebody who takes no mail, a report without an input."""
    return [
        Protection(how, recorded.subject, recorded.name)
        for recorded in tx.recorded
        if (how := _HOW.get(type(recorded.event))) is not None
    ]


def keep(reading: Reading, marks: Marks, erased: Sequence[str], protected: Sequence[Protection], now: datetime) -> None:
    """Keep what took place, and how far the record has come with it. Raises Broken, as `Marks.keep_head` does."""
    if gone_back(reading, marks) is None:
        keep_head(reading, marks, now)
    marks.keep_erased(erased)
    marks.keep_protected(protected)
    marks.end(erased, protected)


def marks_of(settings: Settings, record: str, *, example: bool) -> Marks:
    """Return the marks of a record: beside its database, and in the state directory of the user.

    All examples have one id. In the state directory their folders tell them apart.
    """
    places = [settings.folder / MARKS]
    if settings.state:
        place = hashlib.sha256(str(settings.folder.resolve()).encode()).hexdigest()[:16]
        places.append(settings.state / "evalflow" / (f"{record}-{place}" if example else record))
    return Marks(record, places)
