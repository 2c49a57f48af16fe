"""What the clock has done → events for a log: stable names and ids, never a text, a name or an address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evalflow.evaluation.evaluation import Evaluation
from evalflow.store.journal.journal import JournalEntry
from evalflow.usecases.clock.beat import Beat
from evalflow.usecases.door.door import CLOCK, Door, looking


@dataclass(frozen=True)
class LogEvent:
    """`name` is a kind of the journal, such as `cycle.StepClosed`, or one of the clock's own; neither ever changes."""

    name: str
    ids: Mapping[str, str | int]
    failed: bool = False


def size_of(door: Door) -> int:
    """Return the number of entries in the journal."""
    with looking(door) as (reading, _):
        return reading.size()


def log_of(door: Door, size: int, beat: Beat) -> list[LogEvent]:
    """Return the events of one beat, before which the journal had `size` entries, in order; `clock.beat` is the last.

    An event names the number of its journal entry, the random id of what it happened to, and the code of the cycle and
    the name of the step where it has them.
    """
    with looking(door) as (reading, _):
        codes = {evaluation.id: evaluation.code for evaluation in reading.all(Evaluation)}
        entries = [entry for entry in reading.journal(first=size + 1) if entry.by == CLOCK]
    events = [_of_entry(entry, codes) for entry in entries]
    counts = {"entries": len(entries), "files": len(beat.written), "letters": beat.posted.letters}
    return [*events, *_of_failures(beat), LogEvent("clock.beat", counts)]


def _of_entry(entry: JournalEntry, codes: Mapping[str, str]) -> LogEvent:
    ids: dict[str, str | int] = {"entry": entry.seq, "subject": entry.subject}
    if code := codes.get(entry.subject):
        ids["cycle"] = code
    if step := getattr(entry.event, "step", ""):
        ids["step"] = step
    return LogEvent(entry.kind, ids)


def _of_failures(beat: Beat) -> Iterator[LogEvent]:
    yield from (LogEvent("clock.file-failed", {"code": failure.code}, failed=True) for failure in beat.failed)
    if beat.posted.blocked:
        yield LogEvent("clock.letters-blocked", {}, failed=True)
    if beat.held_back:
        yield LogEvent("clock.letters-held-back", {}, failed=True)
