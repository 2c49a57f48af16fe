"""Every entry of the registers is printed with all that it holds, and the spans with who stated them and where."""

from dataclasses import replace
from typing import Any

import pytest

from evalflow.evaluation.registers.commands_events import Completeness, Entry, EntryCorrection, Register
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.report.public_record.registers import register_lines, span_lines
from evalflow.evaluation.report.wording import worded
from tests.evaluation.report.public_record.known import everything
from tests.support.in_words import RegisterLine, SpanLine

SESSIONS, PUBLICATIONS = "Sessions of the dialogue", "What was made public about the dialogue"


def entry(code: str, register: str = "session", **values: str) -> Entry:
    return Entry(code, register, "dialogue-1", code, values, f"source of {code}")


def lines(*entries: Entry) -> Any:
    return worded(register_lines(replace(everything(), entries=entries)))


SAMPLES = {"date": "2026-03-04", "whole": "7", "yes-no": "yes", "address": "https://example.org/a"}


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_no_column_of_a_register_is_checked_and_then_dropped(register: Register) -> None:
    asked = [one for one in register.fields if one.name != "consent"]  # it decides whether the entry is printed
    given = {one.name: SAMPLES.get(one.kind) or (*one.one_of, f"word of {one.name}")[0] for one in asked}
    given |= {one.name: "S-001" for one in asked if one.kind == "entry"}
    session = entry("S-001", held_on="2026-03-04", status="held")
    told = lines(session, entry("E-001", register.name, **given, consent="yes"))
    [line] = [one for one in told if one.code == "E-001"]
    apart = {"by": line.by, "note": line.note, register.dated_by: line.on}
    assert [one.name for one in asked if not apart.get(one.name, f"{one.title}: " in line.what)] == []


def test_a_session_that_was_called_off_is_told_whole() -> None:
    told = entry(
        "S-002", held_on="2025-06", status="postponed", formal="yes", by="counterpart", called_off_on="2025-05-28",
        new_date_set="no", place="Example City", round="9", note="The NGOs differ",
    )  # fmt: skip
    corrected = (
        EntryCorrection("round", "8", "9", "miscounted"),
        EntryCorrection("called_off_on", "2025-05-27", "2025-05-28", "A letter."),
        EntryCorrection("place", "", "Example City", "It was found"),
        EntryCorrection("gone", "a", "b", "An older declaration."),
    )
    assert lines(replace(told, hedge="apparently", corrections=corrected)) == (
        RegisterLine(
            SESSIONS, "S-002", "June 2025",
            "what became of it: postponed; a formal session of the dialogue: yes; day it was called off: 28 May 2025; "
            "a new date was set: no; where: Example City; number of the round: 9",
            "Samplestan", "source of S-002",
            "As the source puts it: apparently. The NGOs differ. "
            "Corrected, number of the round: 8 became 9. Reason: miscounted. "
            "Corrected, day it was called off: 27 May 2025 became 28 May 2025. Reason: A letter. "
            "Corrected, where: not known became Example City. Reason: It was found. "
            "Corrected, gone: a became b. Reason: An older declaration.",
        ),
    )  # fmt: skip


def test_entries_stand_register_by_register_in_the_order_of_their_days() -> None:
    found = lines(
        entry("P-001", "publication", published_on="2025-04-02", of="session-report", session="S-1", public="yes"),
        entry("S-010", held_on="2026", status="held"),
        entry("S-002", held_on="2026", status="cancelled"),
        entry("S-003", held_on="2024-01-05", status="held"),
    )
    assert [(line.register, line.code, line.by) for line in found] == [
        (SESSIONS, "S-003", ""),
        (SESSIONS, "S-002", "not known"),
        (SESSIONS, "S-010", ""),
        (PUBLICATIONS, "P-001", ""),
    ]
    assert found[3].what == "what it is: session report; code of the session it reports on: S-1; open to everybody: yes"


def test_what_sources_say_beside_a_value_is_printed_with_it_and_what_they_do_not_know_as_that() -> None:
    [line] = lines(
        entry("F-001", "case-figure", **{
            "raised": "25", "raised.comparator": "at least", "raised.variants": "27 [S2]",
            "answered.knowledge": "stated-unknown", "raised_on": "2002", "raised_on.hedge": "about",
        }),
    )  # fmt: skip
    assert (line.on, line.what) == (
        "about 2002",
        "how many were raised: at least 25; or 27 [S2]; "
        "how many were answered: not known (the source says that it has no information)",
    )
    assert lines(entry("F-002", "case-figure", raised="3"))[0].on == "not known (the source does not mention it)"


def test_what_is_dated_by_its_session_stands_at_its_day() -> None:
    agenda = entry("A-001", "agenda-item", session="S-001", title="Prisons")
    found = lines(agenda, entry("S-001", held_on="2026-03", status="held"), entry("F-1", "case-figure", raised="3"))
    assert [(line.code, line.on) for line in found][:2] == [("S-001", "March 2026"), ("A-001", "March 2026")]


def test_what_concerns_somebody_is_printed_only_with_their_consent() -> None:
    with_consent = {"happened_on": "2026-03", "kind": "reprisal", "note": "A name"}
    assert (
        lines(entry("E-001", "incident", **with_consent), entry("E-002", "incident", **with_consent, consent="no"))
        == ()
    )
    [line] = lines(entry("E-003", "incident", **with_consent, consent="yes"))
    assert (line.code, line.what, line.note) == ("E-003", "what happened: reprisal", "A name.")


def test_a_correction_of_a_part_names_the_part() -> None:
    told = replace(
        entry("S-1", held_on="2026", status="held"), corrections=(EntryCorrection("round.hedge", "", "some", "x"),)
    )
    assert lines(told)[0].note == "Corrected, number of the round (hedge): not known became some. Reason: x."


def test_a_span_names_who_stated_it_and_where() -> None:
    spans = [
        Completeness(str(n), register, "dialogue-1", "2023", "2027-04-22", "Example Ministry", "its letter")
        for n, register in enumerate(("publication", "session"))
    ]
    assert worded(span_lines(replace(everything(), completeness=spans))) == (
        SpanLine(SESSIONS, "2023", "22 April 2027", "Example Ministry", "its letter"),
        SpanLine(PUBLICATIONS, "2023", "22 April 2027", "Example Ministry", "its letter"),
    )
