"""Files of entries at the door: what fits is entered once, batch by batch; what does not is told with its reason."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from evalflow.intake.register_rows import EntryRow, read_entries
from evalflow.store.checks.verification import verify
from evalflow.usecases.record import register_imports
from evalflow.usecases.record.register_exports import export_entries
from evalflow.usecases.record.register_imports import RowDefaults, RowOutcome, import_entries
from evalflow.usecases.record.registers import correct_entry, list_entries, withdraw_entry
from tests.usecases.conftest import At
from tests.usecases.office import Office

SESSIONS = RowDefaults("session", "ex-sa", "A list")


def imported(office: Office, text: str, instead: RowDefaults = SESSIONS, *, whole: bool = False) -> list[RowOutcome]:
    told: list[RowOutcome] = []
    raw = text.encode()
    import_entries(office.door, read_entries(raw, "x.csv", 10**7).rows, raw, instead, told.append, whole=whole)
    return told


def fates(told: Sequence[RowOutcome]) -> list[str]:
    return [one.fate for one in told]


def test_rows_are_entered_in_their_order_and_may_name_what_stands_before_them(at: At) -> None:
    office = at("begun")
    text = (
        "register,held_on,status,published_on,of,session\n"
        "session,2025-03,held,,,\n"
        "publication,,,2025-04,session-report,ex-sa/s001\n"
    )
    assert [one.code for one in imported(office, text)] == ["EX-SA/S001", "EX-SA/P001"]
    assert [one.values.get("session", "") for one in list_entries(office.door)] == ["EX-SA/S001", ""]


def test_a_file_that_is_imported_again_enters_nothing_twice(at: At) -> None:
    office = at("begun")
    text = "held_on,status,again\n2025-03,held,\n2025-03,held,yes\n2025-04,held,no\n"
    assert fates(imported(office, text)) == ["entered"] * 3
    size = office.size()
    assert fates(imported(office, text)) == ["there"] * 3
    assert office.size() == size


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2025-13,held,,,", "held_on: The calendar has no '2025-13'. Check year, month and day."),
        ("2025,moved,,x,", "status: 'moved' is none of: held, cancelled, postponed. round: 'x' is no whole number."),
        ("2024-01,held,,,", "EX-SA/S001 says the same already. If this is another one, say so with --again."),
        ("2025,held,perhaps,,", "again is yes or no, not 'perhaps'."),
        ("2025,held,,,EX-SA/S001", "EX-SA/S001 is entered already. To change it: evalflow record correct EX-SA/S001"),
        ("2025,held,,,EX-SA/P001", "'EX-SA/P001' is no code of this register. Its codes are like EX-SA/S001."),
        ("2025,held", "Cells in this row: 2; in the header: 5."),
    ],
)
def test_what_does_not_fit_is_told_with_its_reason_and_the_rest_is_entered(at: At, row: str, told: str) -> None:
    office = at("begun")
    text = f"held_on,status,again,round,code\n2024-01,held,,,\n{row}\n2026-01,held,,,EX-SA/S100\n2026-06,held,,,\n"
    found = imported(office, text)
    assert fates(found) == ["entered", "refused", "entered", "entered"]
    assert (found[1].row.line, found[1].why) == (3, told)
    assert [one.code for one in found if one.code] == ["EX-SA/S001", "EX-SA/S100", "EX-SA/S002"]


@pytest.mark.parametrize(
    ("instead", "told"),
    [
        (RowDefaults(source="A list"), "It does not say of which register and dialogue it is."),
        (replace(SESSIONS, dialogue="nobody"), "There is no dialogue 'nobody'. There are: ex-sa."),
        (replace(SESSIONS, register="visit"), "There is no register 'visit'. There are: "),
        (replace(SESSIONS, source=""), "Every entry names its source. Give it with --source."),
    ],
)
def test_what_no_row_says_has_to_be_said_for_all(at: At, instead: RowDefaults, told: str) -> None:
    [found] = imported(at("begun"), "held_on,status\n2025,held\n", instead)
    assert found.why.startswith(told)


def test_all_or_nothing_enters_nothing_where_one_row_is_refused(at: At) -> None:
    office = at("begun")
    size = office.size()
    text = "held_on,status\n2025-03,held\n2025-13,held\n"
    assert fates(imported(office, text, whole=True)) == ["refused"]
    assert office.size() == size
    assert fates(imported(office, text.replace("2025-13", "2025-12"), whole=True)) == ["entered"] * 2


def test_a_dry_run_tells_the_same_and_enters_nothing(at: At) -> None:
    office = at("begun")
    told: list[RowOutcome] = []
    raw, size = b"held_on,status\n2025-03,held\n2025-13,held\n", office.size()
    import_entries(office.dry(), read_entries(raw, "x.csv", 10**7).rows, raw, SESSIONS, told.append, whole=False)
    assert (fates(told), office.size()) == (["entered", "refused"], size)


def test_batches_are_commits_of_their_own_and_one_that_breaks_off_is_gone_on_with(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = at("begun")
    monkeypatch.setattr(register_imports, "BATCH", 2)
    rows = [EntryRow(line, {"held_on": f"20{line:02}-01", "status": "held"}) for line in range(2, 7)]

    def cut() -> Iterator[EntryRow]:
        yield from rows[:3]
        raise KeyboardInterrupt

    told: list[RowOutcome] = []
    with pytest.raises(KeyboardInterrupt):
        import_entries(office.door, cut(), b"file", SESSIONS, told.append, whole=False)
    assert [one.code for one in told] == ["EX-SA/S001", "EX-SA/S002"]
    told.clear()
    import_entries(office.door, rows, b"file", SESSIONS, told.append, whole=False)
    assert fates(told) == ["there", "there", "entered", "entered", "entered"]
    with office.store.reading() as reading:
        assert verify(reading).sound


def test_what_is_exported_is_imported_as_it_was(at: At) -> None:
    office, other = at("begun"), at("waiting")
    text = "held_on,status,round,round.comparator,place\n2025-03,held,9,at least,Bern\n2025-04,held,,,=1+1\n"
    imported(office, text)
    found = export_entries(office.door)
    assert found.columns == (
        "register", "dialogue", "code", "held_on", "status", "place", "round", "round.comparator", "source",
    )  # fmt: skip
    rows = [EntryRow(line, entry) for line, entry in enumerate(found.entries)]
    import_entries(other.door, rows, b"export", RowDefaults(), lambda _: None, whole=True)
    assert export_entries(other.door) == found


def test_only_what_stands_and_may_be_published_is_exported_unless_all_is_asked_for(at: At) -> None:
    office = at("begun")
    text = (
        "register,raised_on,reference,consent,held_on,status\ncase,2025,A,yes,,\ncase,2025,B,,,\nsession,,,,2025,held\n"
    )
    imported(office, text)
    withdraw_entry(office.door, "EX-SA/S001", "a slip")
    correct_entry(office.door, "EX-SA/K001", "outcome", "released", "it came later")
    found = export_entries(office.door, "case", "ex-sa")
    assert ([one["reference"] for one in found.entries], found.left_out) == (["A"], 1)
    assert found.entries[0]["outcome"] == "released"
    everything = export_entries(office.door, everything=True)
    assert ([one["code"] for one in everything.entries], everything.left_out) == (["EX-SA/K001", "EX-SA/K002"], 0)
