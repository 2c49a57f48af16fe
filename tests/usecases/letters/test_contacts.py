"""Contacts and the circle at the door: added, changed, away, declining mail; everybody of a file at once."""

from datetime import date
from pathlib import Path

import pytest

from evalflow.errors import InvalidInput, NotFound, Refused
from evalflow.evaluation.letters.contacts import Absence, Contact
from evalflow.store.checks.verification import verify
from evalflow.usecases.letters.contacts import (
    CircleImport,
    add_contact,
    change_contact,
    contact_of,
    decline_mail,
    import_circle,
    leave,
    list_circle,
    list_contacts,
    notes_on,
    plan_absence,
    refuse_unknown,
    seat,
    take_mail_again,
)
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, Office

FILE = Path("circle.csv")
CSV = """\
name,organisation,role,mail,language
The office,Example Society,ngo,office@example.org,en
Le bureau,Société d’Exemple,ngo,bureau@example.net,fr
The office,Example Society,recipient,office@example.org,en
"""


def someone(code: str = "example-society", mail: str = "office@example.org") -> Contact:
    return Contact("", code, "The office", "Example Society", (mail,))


def taken(office: Office, text: str = CSV) -> CircleImport:
    return import_circle(office.door, CYCLE, FILE, text.encode(), 10_000)


def seats(office: Office) -> list[tuple[str, str]]:
    return [(one.seat.role, one.contact.code) for one in list_circle(office.door, CYCLE)]


def test_a_contact_is_added_once_and_changed_in_what_is_given(office: Office) -> None:
    made = add_contact(office.door, someone(mail=" Office@EXAMPLE.org "))
    assert made.addresses == ("Office@example.org",)
    with pytest.raises(Refused, match="There is a contact example-society already"):
        add_contact(office.door, someone())
    with pytest.raises(InvalidInput, match="is no mail address"):
        add_contact(office.door, someone("other", "nowhere"))
    changed = change_contact(
        office.door, "EXAMPLE-society", zone="Asia/Kathmandu", name=None, addresses=("a@example.org",)
    )
    assert (changed.zone, changed.name, changed.addresses) == ("Asia/Kathmandu", "The office", ("a@example.org",))
    size = office.size()
    change_contact(office.door, "example-society", zone="Asia/Kathmandu")
    assert office.size() == size
    assert [one.code for one in list_contacts(office.door)] == ["example-society"]
    with office.store.reading() as reading:
        assert verify(reading).sound


def test_who_is_not_known_is_told_with_the_nearest_or_how_to_begin(office: Office) -> None:
    with pytest.raises(NotFound, match="Add one with `evalflow contact add`"):
        contact_of(office.door, "example-society")
    add_contact(office.door, someone())
    with pytest.raises(NotFound, match="Did you mean 'example-society'"):
        contact_of(office.door, "exampel-society")


def test_mail_is_declined_and_taken_again_each_with_its_reason(office: Office) -> None:
    add_contact(office.door, someone())
    assert decline_mail(office.door, "example-society", "by telephone").declined_reason == "by telephone"
    assert take_mail_again(office.door, "example-society", "in writing").declined_at is None


def test_an_absence_has_days_and_may_have_a_substitute(office: Office) -> None:
    add_contact(office.door, someone())
    other = add_contact(office.door, someone("other"))
    days = (date(2027, 8, 1), date(2027, 8, 21))
    assert plan_absence(office.door, "example-society", *days, "other").absences == (Absence(*days, other.id),)
    assert plan_absence(office.door, "other", *days).absences == (Absence(*days),)


def test_a_zone_or_calendar_that_is_none_is_refused(office: Office) -> None:
    refuse_unknown(office.door, "Europe/Brussels", "")
    refuse_unknown(office.door, "UTC", "england-and-wales")
    with pytest.raises(InvalidInput, match="There is no time zone"):
        refuse_unknown(office.door, "Europe/Brusels", "")
    with pytest.raises(NotFound, match="There is no calendar"):
        refuse_unknown(office.door, "UTC", "mars")


def test_a_file_brings_everybody_at_once_and_again_nobody(at: At) -> None:
    office = at("waiting")
    assert taken(office) == CircleImport(("example-society", "societe-dexemple"), (), 3)
    assert seats(office) == [("ngo", "example-society"), ("ngo", "societe-dexemple"), ("recipient", "example-society")]
    size = office.size()
    assert taken(office) == CircleImport((), (), 0)
    assert office.size() == size
    moved = taken(office, CSV.replace("bureau@example.net", "autre@example.net"))
    assert moved == CircleImport((), ("societe-dexemple",), 0)
    assert [one.contact.zone for one in list_circle(office.door, CYCLE)] == ["Europe/London"] * 3


def test_a_bad_line_lets_nobody_in(at: At) -> None:
    office = at("waiting")
    size = office.size()
    with pytest.raises(InvalidInput, match="nothing of it was kept"):
        taken(office, CSV.replace("bureau@example.net", "nowhere"))
    assert office.size() == size


def test_a_role_is_given_and_ends_with_a_reason(at: At) -> None:
    office = at("waiting")
    add_contact(office.door, someone())
    assert seat(office.door, CYCLE, "example-society", "ngo", restricted=True).seat.restricted
    with pytest.raises(NotFound, match="Did you mean 'ngo'"):
        seat(office.door, CYCLE, "example-society", "ngos")
    leave(office.door, CYCLE, "example-society", "ngo", "They left.")
    assert seats(office) == []
    contact, all_ = contact_of(office.door, "example-society")
    assert [(code, one.left_reason) for code, one in all_] == [(CYCLE, "They left.")]
    with pytest.raises(Refused, match="no such seat"):
        leave(office.door, CYCLE, contact.code, "ngo", "Again.")


def test_somebody_else_is_not_put_in_the_place_of_a_known_contact(at: At) -> None:
    office = at("waiting")
    taken(office)
    with pytest.raises(Refused, match="The clerk would stand under the code example-society, as The office does"):
        taken(office, CSV.replace("The office", "The clerk"))
    renamed = CSV.replace("name,", "code,name,").replace("The office", "example-society,The clerk")
    assert taken(office, renamed.replace("Le bureau", "societe-dexemple,Le bureau")).changed == ("example-society",)


def test_two_spellings_of_one_mailbox_are_one_and_what_looks_like_another_is_shown(office: Office) -> None:
    told = ("Anna@bücher.example", "anna@XN--BCHER-KVA.example", "b@example.org")
    one = add_contact(office.door, Contact("", "one", "One", "", told))
    assert one.addresses == ("Anna@bücher.example", "b@example.org")
    assert notes_on(office.door, one) == [
        "one: Anna@bücher.example is Anna@xn--bcher-kva.example (letters: Latin)."
    ]  # fmt: skip
    two = add_contact(office.door, Contact("", "two", "Two", "", ("B@Example.org",)))
    assert notes_on(office.door, two) == ["two: B@example.org is also the mailbox of one."]


def test_another_spelling_in_a_file_changes_nobody_and_another_mailbox_does(at: At) -> None:
    office = at("waiting")
    taken(office, "name,role,mail,code\nOne,ngo,Anna@bücher.example,one\n")
    again = taken(office, "name,role,mail,code\nOne,ngo,anna@xn--bcher-kva.example,one\n")
    assert (again.added, again.changed, again.notes) == ((), (), ())
    other = taken(office, "name,role,mail,code\nOne,ngo,anne@bücher.example,one\nTwo,ngo,ANNE@bücher.example,two\n")
    assert (other.added, other.changed, len(other.notes)) == (("two",), ("one",), 4)
