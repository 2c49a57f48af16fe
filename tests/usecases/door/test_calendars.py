"""Calendars by name or file, a cycle that keeps its own, and calendars of countries made from the package holidays."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from evalflow.definitions.calendar import write_calendar
from evalflow.engine.calendars import NO_HOLIDAYS, Calendar, Holiday
from evalflow.engine.periods import Period
from evalflow.errors import Broken, EvalflowError, InvalidDefinition, InvalidInput, NotFound, Refused
from evalflow.evaluation.pinned import Definition
from evalflow.resources import resource
from evalflow.usecases.cycles.cycles import Opening, complete_step, name_body, open_cycle, publish_terms, tick_all
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.door.calendars import Calendars, calendar_of, count, import_calendar
from tests.usecases.conftest import At
from tests.usecases.office import BODY, TERMS

SHIPPED = ["england-and-wales", "eu-institutions", "jordan"]
OFFICE = Calendar(
    "office", "The office", "1.0.0", frozenset({5, 6}), date(2027, 1, 1), date(2027, 12, 31), "its own list",
    {date(2027, 3, 8): Holiday("Founders' Day")},
)  # fmt: skip


def kept(folder: Path, *calendars: Calendar, **texts: str) -> Path:
    """Write calendars, and texts under the names of files, where a record keeps its own."""
    (folder / "calendars").mkdir(exist_ok=True)
    for name, text in {**{made.name: write_calendar(made) for made in calendars}, **texts}.items():
        (folder / "calendars" / f"{name}.yaml").write_text(text)
    return folder


def test_without_a_folder_of_ones_own_there_are_the_shipped_calendars(tmp_path: Path) -> None:
    assert [list(Calendars(folder)) for folder in (None, tmp_path)] == [SHIPPED, SHIPPED]
    assert {name: found.name for name, found in Calendars().items()} == {name: name for name in SHIPPED}


def test_a_calendar_of_ones_own_goes_before_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    known = Calendars(kept(tmp_path, OFFICE, replace(OFFICE, name="jordan")))
    assert (len(known), list(known), known["office"], known["jordan"].title) == (
        4, [*SHIPPED, "office"], OFFICE, "The office",
    )  # fmt: skip
    assert known.raw("office").decode() == write_calendar(OFFICE)


def test_a_calendar_is_found_by_its_name_or_as_a_file(tmp_path: Path) -> None:
    file = kept(tmp_path, OFFICE) / "calendars" / "office.yaml"
    raw = write_calendar(OFFICE).encode()
    assert calendar_of("office", tmp_path) == calendar_of(str(file)) == (raw, OFFICE)
    assert (calendar_of("none"), Calendars().raw("none")) == ((b"", NO_HOLIDAYS), b"")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("jordon", "There is no calendar 'jordon'. Did you mean 'jordan'? There are: none, england-and-wales, "),
        ("gone.yaml", "There is no calendar 'gone.yaml'. There are: none, england-and-wales, eu-institutions, jordan."),
        ("non", "There is no calendar 'non'. Did you mean 'none'? "),
        ("calendars", "There is no calendar 'calendars'. "),
    ],
)
def test_a_calendar_that_is_not_there_is_answered_with_the_nearest(tmp_path: Path, asked: str, says: str) -> None:
    with pytest.raises(NotFound) as refused:
        calendar_of(asked, kept(tmp_path))
    assert (refused.value.code, str(refused.value).startswith(says)) == ("no-such-calendar", True), refused.value
    with pytest.raises(KeyError):
        Calendars(tmp_path)[asked]


def test_a_calendar_that_is_called_otherwise_than_its_file_is_refused(tmp_path: Path) -> None:
    kept(tmp_path, mine=write_calendar(OFFICE))
    with pytest.raises(InvalidInput) as refused:
        calendar_of("mine", tmp_path)
    assert (refused.value.code, str(refused.value)) == (
        "calendar-misnamed",
        f"{tmp_path}/calendars/mine.yaml calls itself 'office': a calendar is found by its file, so name both alike.",
    )


def test_a_calendar_that_does_not_read_is_told_with_its_place(tmp_path: Path) -> None:
    kept(tmp_path, none=write_calendar(replace(OFFICE, name="none")), broken="evalflow: 1\n")
    for name in ("broken", "none"):
        with pytest.raises(InvalidDefinition) as refused:
            Calendars(tmp_path)[name]
        assert {problem.where.rpartition("/")[2].partition(":")[0] for problem in refused.value.problems} == {
            f"{name}.yaml"
        }


def test_a_period_is_counted_as_a_cycle_would_count_it() -> None:
    after = count(
        date(2027, 1, 8), Period.parse("P2M"), back=False, rule="next-working-day", calendar=OFFICE, zone="UTC"
    )
    before = count(
        date(2027, 3, 9), Period.parse("P1D"), back=True, rule="next-working-day", calendar=OFFICE, zone="UTC"
    )
    assert (after.on, after.reasons[1], before.on) == (
        date(2027, 3, 9), "Mon 8 Mar 2027 is Founders' Day; the next working day is Tue 9 Mar 2027", date(2027, 3, 8),
    )  # fmt: skip


def test_a_cycle_keeps_the_calendar_it_was_opened_with(at: At, tmp_path: Path) -> None:
    office = at("begun")
    own = resource("workflows", "evaluation-cycle.yaml").read_text().replace("calendar: none", "calendar: office")
    own = own.replace("period_rule: plain", "period_rule: next-working-day")
    (tmp_path / "own.yaml").write_text(own)
    kept(tmp_path, OFFICE)
    asked = Opening("ex-sa", date(2027, 1, 11), "Example Office", False, "OWN", workflow=tmp_path / "own.yaml")
    open_cycle(office.door, asked)
    (tmp_path / "calendars" / "office.yaml").unlink()
    here = cycle_status(office.door, "OWN").here
    assert (here.workflow.calendar, here.workflow.days) == ("office", OFFICE)
    with office.store.reading() as reading:
        [pinned] = [known for known in reading.all(Definition) if known.kind == "calendar"]
    assert (pinned.id, pinned.name, pinned.text) == (here.cycle.calendar, "office", write_calendar(OFFICE))
    publish_terms(office.at("2026-12-28T10:00"), "OWN", TERMS)
    name_body(office.door, "OWN", BODY)
    complete_step(office.door, "OWN", "terms")
    tick_all(office.at("2027-01-11T00:00"))
    window = cycle_status(office.door, "OWN").here.cycle.open["ngo_inputs"].due
    assert window
    assert window.reasons[:2] == (
        "8 weeks after 11 Jan 2027 is Mon 8 Mar 2027",
        "Mon 8 Mar 2027 is Founders' Day; the next working day is Tue 9 Mar 2027",
    )


def test_a_country_is_imported_with_every_day_unverified() -> None:
    found = import_calendar("jo", 2027, 2027)
    assert (found.name, found.title, found.weekend, found.first, found.last) == (
        "jo", "Public holidays of JO, 2027", frozenset({4, 5}), date(2027, 1, 1), date(2027, 12, 31),
    )  # fmt: skip
    assert found.holidays[date(2027, 5, 25)].name == "Independence Day"
    assert {holiday.unverified for holiday in found.holidays.values()} == {
        "from the holidays package; compare it with the official list"
    }
    assert found.source.startswith("The package holidays, version 0.")


@pytest.mark.parametrize(
    ("country", "part", "name", "title"),
    [
        ("gb", "eng", "gb-eng", "Public holidays of GB ENG, 2027 to 2028"),
        ("BR", "são paulo capital", "br-sao-paulo-capital", "Public holidays of BR São Paulo Capital, 2027 to 2028"),
        ("AU", "NSW Western", "au-nsw-western", "Public holidays of AU NSW Western, 2027 to 2028"),
    ],
)
def test_a_part_of_a_country_is_imported_under_a_name_that_a_file_may_have(
    country: str, part: str, name: str, title: str
) -> None:
    found = import_calendar(country, 2027, 2028, part)
    assert (found.name, found.title) == (name, title)


def test_the_package_agrees_on_the_working_days_of_england_and_wales() -> None:
    shipped, imported = Calendars()["england-and-wales"], import_calendar("GB", 2019, 2028, "ENG")
    assert {day for day in imported.holidays if day.weekday() not in imported.weekend} == set(shipped.holidays)


@pytest.mark.parametrize(
    ("asked", "kind", "code", "says"),
    [
        (("JORDAN", 2027, 2027), NotFound, "no-such-country",
         "The holidays package knows no country 'JORDAN'. Did you mean 'JOR'? Give its two letters, such as"),
        (("GB", 2027, 2027, "england"), NotFound, "no-such-subdivision",
         "GB has no part 'england'. Did you mean 'ENG'? There are: ENG, NIR, SCT, WLS."),
        (("GB", 2027, 2027, "x"), NotFound, "no-such-subdivision",
         "GB has no part 'x'. There are: ENG, NIR, SCT, WLS."),
        (("JO", 2027, 2027, "x"), NotFound, "no-such-subdivision", "JO has no part 'x'. JO has none."),
        (("JO", 2027, 2026), Refused, "years-backwards", "The last year, 2026, comes before the first, 2027."),
        (("JO", 2170, 2199), Refused, "years-unknown", "The holidays package has no holidays of JO in "),
    ],
)  # fmt: skip
def test_what_the_package_does_not_know_is_refused(
    asked: tuple[str, int, int], kind: type[EvalflowError], code: str, says: str
) -> None:
    with pytest.raises(kind) as refused:
        import_calendar(*asked)
    assert (refused.value.code, str(refused.value).startswith(says)) == (code, True), refused.value


def test_without_the_package_only_the_import_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)  # as if it were not installed
    with pytest.raises(Broken) as refused:
        import_calendar("JO", 2027, 2027)
    assert (refused.value.code, str(refused.value)) == (
        "holidays-missing",
        "The package holidays is not installed: pip install holidays.",
    )
