"""A dialogue and its register of suspensions in, what it became and when out: each once, in order of days."""

from dataclasses import replace

import pytest

from evalflow.evaluation.dialogues.dialogue import Dialogue, StandingChange
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.standing import as_entries, standing_changes, values_of

UK = Dialogue("d", "uk-china", "UK and China", "United Kingdom", "China")
OLD = StandingChange("suspended", "2024-10", "own", "Stated.", "letter", resume_when=("rule",))


def entry(number: int, on: str, kind: str = "suspended", **more: str) -> Entry:
    return Entry(
        str(number), "suspension", "d", f"X{number}", {"decided_on": on, "kind": kind, **more}, "s", "announced"
    )


def test_an_older_record_that_holds_it_in_the_dialogue_alone_is_read_as_an_entry_is() -> None:
    known = replace(UK, changes=(OLD,))
    assert standing_changes(known, []) == (OLD,)
    [told] = as_entries(known, [])
    assert (told.code, told.values, told.source) == ("UK-CHINA/STANDING-1", values_of(OLD), "letter")
    assert as_entries(replace(UK, changes=standing_changes(known, [])), []) == [told]


def test_what_is_held_twice_is_one_and_the_register_says_it() -> None:
    known = replace(UK, changes=(OLD,))
    [told] = standing_changes(known, [entry(1, "2024-10-05", reasons="In parliament.")])
    assert (told.on, told.by, told.reasons, told.resume_when, told.entry, told.hedge) == (
        "2024-10-05", "", "In parliament.", ("rule",), "X1", "announced",
    )  # fmt: skip
    assert as_entries(known, [entry(1, "2024-10-05")]) == [entry(1, "2024-10-05")]
    assert len(standing_changes(known, [entry(1, "2023-10-05")])) == 2
    assert len(standing_changes(known, [entry(1, "2024-10-05", "resumed")])) == 2


def test_a_change_whose_entry_was_withdrawn_is_gone() -> None:
    assert standing_changes(replace(UK, changes=(replace(OLD, entry="X9"),)), []) == ()
    [told] = standing_changes(replace(UK, changes=(replace(OLD, entry="X1"),)), [entry(1, "2020", conditions="rule")])
    assert (told.on, told.conditions, told.resume_when) == ("2020", "", ("rule",))


@pytest.mark.parametrize(
    ("days", "ordered"),
    [
        (["2001", "1999-01", "2000"], ["1999-01", "2000", "2001"]),
        (["2024-10", "autumn 2024", "2024-11-20"], ["2024-10", "autumn 2024", "2024-11-20"]),
    ],
)
def test_changes_stand_in_order_of_their_days_and_else_as_entered(days: list[str], ordered: list[str]) -> None:
    entries = [entry(number, on) for number, on in enumerate(days, 1)]
    assert [one.on for one in standing_changes(UK, entries)] == ordered


def test_conditions_in_rules_alone_stand_in_the_register_as_rules() -> None:
    assert values_of(OLD)["conditions"] == "rule"
    assert values_of(replace(OLD, conditions="A session."))["conditions"] == "A session."
    assert "conditions" not in values_of(replace(OLD, resume_when=()))
