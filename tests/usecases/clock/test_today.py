"""Today: what waits for somebody over all cycles, what opens by itself, and what of that needs no heavy library."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from evalflow.engine.words import CloseCycleEarly, PauseCycle
from evalflow.usecases.clock.today import ComingStep, today
from evalflow.usecases.cycles.cycles import Opening, move, open_cycle
from evalflow.usecases.inputs.inputs import receive
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, Office, draft

LOOKS = """
import sys
HEAVY = {"alembic", "jinja2", "pydantic", "rich", "weasyprint"}
from pathlib import Path
from evalflow.settings import Settings
from evalflow.wiring import door_to
from evalflow.usecases.clock.today import today
from evalflow.usecases.cycles.status import cycle_status
door = door_to(Settings(Path(), sys.argv[1]))
today(door), cycle_status(door, "EX-SA-2027")
print(*sorted({name.partition(".")[0] for name in sys.modules} & HEAVY))
"""


def waits(office: Office) -> list[tuple[str, str, bool]]:
    return [(one.cycle, one.step, one.overdue) for one in today(office.door).waiting]


def test_what_is_overdue_comes_first_then_the_nearest_day(at: At) -> None:
    office = at("waiting")
    open_cycle(office.door, Opening("ex-sa", date(2027, 1, 20), "Example Office", False, "later"))
    office.at("2027-01-12T10:00")
    assert waits(office) == [
        ("LATER", "terms", True),
        *((CYCLE, step, False) for step in ("ngo_inputs", "parliament_inputs", "partner_submissions")),
    ]
    seen = today(office.door)
    assert (seen.record.title, seen.dialogues, seen.receipts_owed, seen.now) == (
        "Record of the tests",
        1,
        0,
        office.now,
    )


def test_what_waits_is_told_with_what_would_help(at: At) -> None:
    office = at("begun")
    [one] = today(office.door).waiting
    assert one.waits_for == (
        "the timetable is not published", "the criteria are not published", "no evaluating body is named",
    )  # fmt: skip
    assert [help_.split(" ")[2] for help_ in one.helps] == ["publish-terms", "name-body"]


def test_what_stands_in_the_way_of_a_choice_waits_too(at: At) -> None:
    office = at("unanswered")
    [one] = today(office.door).waiting
    assert (one.step, one.due, one.waits_for) == (
        "adopt", None, ("1 point is without an answer: EX-SA-2027/NGO/001 point 1",),
    )  # fmt: skip
    assert today(office.door).receipts_owed == 1


def test_where_nothing_waits_for_anybody_it_says_what_opens_when(at: At) -> None:
    office = at("waiting")
    seen = today(office.door)
    assert (seen.waiting, seen.coming[0]) == (
        (), ComingStep(CYCLE, "ngo_inputs", "Inputs of NGOs, institutions, experts and individuals", date(2027, 1, 11)),
    )  # fmt: skip
    assert [one.step for one in seen.coming] == ["ngo_inputs", "parliament_inputs", "partner_submissions"]
    move(office.door, CYCLE, PauseCycle("An election.", "rule 7"))
    assert today(office.door).coming == ()


def test_a_cycle_that_is_over_waits_for_nobody(at: At) -> None:
    office = at("begun")
    move(office.door, CYCLE, CloseCycleEarly("The dialogue ended.", "decision 12"))
    assert (waits(office), today(office.door).coming) == ([], ())
    receive(office.door, CYCLE, [draft()])
    assert today(office.door).receipts_owed == 1


def test_looking_loads_nothing_that_only_reports_need(at: At, tmp_path: Path) -> None:
    office = at("taking")
    looked = subprocess.run(
        [sys.executable, "-c", LOOKS, office.store.url], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert set(looked.stdout.split()) <= {"pydantic"}, looked.stdout  # SQLModel brings it
    assert replace(office.door, who="").who == ""
