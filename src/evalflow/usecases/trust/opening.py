"""A folder, or a new record → marked from its first entry as what it is: real, or an example for ever."""

from dataclasses import replace
from datetime import datetime

from evalflow.evaluation.people import ClockConfirmed, OpenRecord, Record, decide_record
from evalflow.usecases.door.door import Door, acting, instant, leapt


def open_record(door: Door, title: str, *, example: bool) -> Record:
    """Enter the record's own title as the first journal entry and return it."""
    asked_at = instant(door)
    with door.store.writing() as tx:
        subject = door.mint.id(tx.size(), 0)
        events = decide_record(next(iter(tx.all(Record)), None), OpenRecord(subject, title, example))
        return tx.record(subject, subject, asked_at, events)


def confirm_clock(door: Door) -> datetime | None:
    """Enter that a person says the clock is right, and return its instant; None where it is believed as it is."""
    asked_at = instant(door)
    with door.store.reading() as reading:
        last = leapt(door, reading.last_instant(), asked_at)
    if last is None:
        return None
    with acting(replace(door, leap=None)) as act:
        [record] = act.tx.all(Record)
        act.record(record.id, [ClockConfirmed(act.now, last)])
    return asked_at
