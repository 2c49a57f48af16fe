"""Deadlines as a calendar: read back by a program that knows the format, a moved one under its own name."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from evalflow.effects.calendars.calendar_file import CalendarEvent, calendar

CHANGED = datetime(2027, 1, 5, 9, tzinfo=UTC)
ENTRY = CalendarEvent(
    "c1/inputs@evalflow", 0, CHANGED, "Inputs, of NGOs; and others", "Expected: ngo.", date(2027, 3, 8), "Europe/London"
)


def events(raw: bytes) -> list[dict[str, object]]:
    found = Calendar.from_ical(raw)
    return [{name: event.decoded(name, None) for name in ("uid", "sequence", "dtstart", "dtend", "status", "summary")}
            for event in found.walk("VEVENT")]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "on", "ends"),
    [
        ("Europe/Brussels", date(2026, 3, 28), "2026-03-28T23:00"),  # the night in which the clocks go on
        ("Europe/Brussels", date(2026, 3, 29), "2026-03-29T22:00"),
        ("Europe/Brussels", date(2026, 10, 25), "2026-10-25T23:00"),  # and back
        ("Asia/Kathmandu", date(2026, 10, 26), "2026-10-26T18:15"),
        ("Pacific/Apia", date(2026, 3, 30), "2026-03-30T11:00"),
    ],
)
def test_a_deadline_ends_at_its_own_instant_wherever_it_is_read(zone: str, on: date, ends: str) -> None:
    raw = calendar("X", [replace(ENTRY, on=on, zone=zone)], example=False)
    (event,) = events(raw)
    end = event["dtend"]
    assert isinstance(end, datetime)
    assert end.astimezone(UTC) == datetime.fromisoformat(f"{ends}+00:00")
    assert f"TZID:{zone}".encode() in raw
    assert raw.count(b"BEGIN:VTIMEZONE") == 1


def test_a_moved_deadline_keeps_its_name_and_its_number_rises() -> None:
    moved = replace(ENTRY, on=date(2027, 3, 15), sequence=1, changed_at=datetime(2027, 3, 1, tzinfo=UTC))
    (before,), (after,) = (events(calendar("X", [one], example=False)) for one in (ENTRY, moved))
    assert (before["uid"], before["sequence"], after["sequence"]) == (after["uid"], 0, 1)
    assert before["dtstart"] != after["dtstart"]


def test_equal_deadlines_are_equal_bytes_in_any_order_with_alarms_but_for_what_is_cancelled() -> None:
    other = replace(ENTRY, uid="c1/b@evalflow", cancelled=True)
    raw = calendar("X", [ENTRY, other], example=False)
    assert raw == calendar("X", [other, ENTRY], example=False)
    assert raw.count(b"BEGIN:VALARM") == 2
    assert b"STATUS:CANCELLED" in raw
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert calendar("X", [], example=False).count(b"VEVENT") == 0


def test_what_a_title_holds_adds_no_line_and_an_example_says_so() -> None:
    hostile = replace(ENTRY, title="a\r\nEND:VEVENT\r\nX:y", text="b\nc")
    raw = calendar("حوار", [hostile], example=True)
    assert raw.split(b"\r\n").count(b"END:VEVENT") == 1
    (event,) = events(raw)
    assert event["summary"] in ("[Example] a END:VEVENT X:y", b"[Example] a END:VEVENT X:y")
    assert b"Worked example" in raw.replace(b"\r\n ", b"")


def test_an_hour_that_a_clock_shows_twice_is_told_in_utc_and_so_is_what_is_far_away() -> None:
    for on, zone, ends in (
        (date(2026, 10, 29), "Africa/Cairo", "20261029T220000Z"),  # at 24:00 the clock goes back to 23:00
        (date(2027, 4, 3), "America/Santiago", "20270404T040000Z"),
        (date(2040, 7, 2), "Europe/London", "20400702T230000Z"),
    ):
        raw = calendar("X", [replace(ENTRY, on=on, zone=zone)], example=False)
        assert f"DTEND:{ends}".encode() in raw
        assert f"BEGIN:VTIMEZONE\r\nTZID:{zone}".encode() in raw


def test_each_event_names_who_set_the_deadline() -> None:
    raw = calendar("X", [replace(ENTRY, organizer="Example Committee")], example=False)
    assert b'ORGANIZER;CN="Example Committee":mailto:nobody@evalflow.invalid' in raw.replace(b"\r\n ", b"")
