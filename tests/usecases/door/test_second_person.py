"""A second person: somebody else than who acts, in whatever spelling, with a reason in words."""

import pytest

from evalflow.errors import EvalflowError, Refused
from evalflow.usecases.door.door import acting
from evalflow.usecases.door.people import names
from evalflow.usecases.door.second_person import refuse_first_person, second_person
from tests.usecases.office import ADA, Office

BEN = "Ben Example"


def _confirmed(office: Office, confirmed_by: str, reason: str) -> str:
    with acting(office.door) as act:
        return second_person(act, confirmed_by, reason)


def test_a_second_person_is_entered_once_by_who_acts(office: Office) -> None:
    with acting(office.door) as act:
        first = second_person(act, f" {BEN}", "The author rang.")
        ada = act.by
    for spelling in (BEN, "BEN  example", "Ben\u200b Example", "Ｂｅｎ Example"):
        with acting(office.door) as act:
            assert second_person(act, spelling, "The author rang.") == first
    assert sorted(names(office.door).values()) == [ADA, BEN, "the clock"]
    assert [entry.by for entry in office.since(2)] == [ada]


@pytest.mark.parametrize("name", [ADA, ADA.upper(), f" {ADA}  ", "Ada\u2060 Example", "Ａda Example"])
def test_nobody_confirms_what_they_do_themselves(office: Office, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        _confirmed(office, name, "The author rang.")
    assert refusal.value.code == "same-person"


@pytest.mark.parametrize(
    ("name", "reason", "code"),
    [
        ("", "The author rang.", "not-confirmed"),
        (" \u200b", "The author rang.", "not-confirmed"),
        (BEN, "", "reason-missing"),
        (BEN, " . \u200b\u2063 1", "reason-missing"),
        (BEN, "x", "reason-missing"),
        (f"{BEN}\u202e", "The author rang.", "bad-name"),
    ],
)
def test_a_confirmation_names_somebody_and_says_why(office: Office, name: str, reason: str, code: str) -> None:
    with pytest.raises(EvalflowError) as refusal:
        _confirmed(office, name, reason)
    assert (refusal.value.code, office.size()) == (code, 1)


def test_what_one_person_did_is_confirmed_by_another_who_acts(office: Office) -> None:
    with acting(office.door) as act:
        ada = act.by
    with acting(office.as_(BEN)) as act:
        refuse_first_person(act, ada)
    for name in (ADA, "ada EXAMPLE"):
        with pytest.raises(Refused) as refusal, acting(office.as_(name)) as act:
            refuse_first_person(act, ada)
        assert refusal.value.code == "same-person"
