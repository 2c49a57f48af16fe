"""Published reports in a bundle for partners, beside ours, and compared: through the door."""

from dataclasses import replace
from pathlib import Path

import pytest

from evalflow.errors import NotFound
from evalflow.usecases.record.dialogues import add_dialogue
from evalflow.usecases.record.objectives import add_objective
from evalflow.usecases.report.comparisons import (
    common_objectives,
    conflicting_facts,
    over_cycles,
    over_dialogues,
    ratings_given,
)
from evalflow.usecases.report.exchanges import diff_bundle, export_bundle, import_bundle, partner_reports
from evalflow.usecases.report.reports import publish
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, Office, dialogue, new_office, objective


def published(at: At, folder: Path) -> Office:
    office = at("adopted")
    publish(office.at("2027-04-12T10:00"), CYCLE, folder)
    return office


def test_a_bundle_is_taken_once_compared_and_listed(at: At, tmp_path: Path) -> None:
    office, out = published(at, tmp_path), tmp_path / "bundle.json"
    assert export_bundle(office.door, out) == export_bundle(office.door, tmp_path / "b.json", [CYCLE]) == (CYCLE,)
    raw = out.read_bytes()
    assert [one.became for one in import_bundle(office.door, raw, "b", "")] == ["own"]
    partner = new_office(f"sqlite:///{tmp_path}/partner.db", tmp_path)
    there = partner.at("2027-05-01T10:00")
    assert [(one.cycle, one.ours) for one in diff_bundle(there, raw, "b")] == [(CYCLE, "")]
    assert [one.became for one in import_bundle(there, raw, "b", "Example Committee")] == ["new"]
    assert [one.became for one in import_bundle(there, raw, "b", "")] == ["known"]
    add_dialogue(there, dialogue())
    [apart] = diff_bundle(there, raw, "b")
    assert (apart.ours, bool(apart.found)) == ("ex-sa", True)
    assert [one.shared_by for one in partner_reports(there)] == ["Example Committee"]
    assert [one.shared_by for one in over_cycles(there, "ex-sa").reports] == ["Example Committee"]
    partner.store.dispose()


def test_what_is_not_published_is_not_shared(at: At, tmp_path: Path) -> None:
    door = at("adopted").door
    for codes in ((), (CYCLE,)):
        with pytest.raises(NotFound) as refusal:
            export_bundle(door, tmp_path / "b.json", codes)
        assert refusal.value.code == "not-published"


def test_reports_objectives_facts_and_ratings_stand_beside_each_other(at: At, tmp_path: Path) -> None:
    door = published(at, tmp_path).door
    add_dialogue(door, replace(dialogue("ex-ot"), counterpart="Otherland"))
    add_objective(door, "ex-ot", objective("OT-01"))
    over = over_dialogues(door)
    assert ([one.report.cycle for one in over.reports], over.without) == ([CYCLE], ("ex-ot",))
    assert over_dialogues(door, "otherland").without == ("ex-ot",)
    with pytest.raises(NotFound) as refusal:
        over_dialogues(door, "Nowhere")
    assert refusal.value.code == "no-such-counterpart"
    shared = common_objectives(door)
    assert {(one.dialogue, one.cycle, one.status) for one in shared} <= {
        ("ex-sa", CYCLE, "partial"), ("ex-ot", "", "")
    }  # fmt: skip
    assert conflicting_facts(door) == conflicting_facts(door, "ex-sa") == []
    assert ratings_given(door) == ratings_given(door, "ex-sa") == []
