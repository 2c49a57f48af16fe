"""The faults that `make strength` plants: five in each room, each of which the code still has a place for."""

from collections import Counter

from tests.strength.plant import NOTHING, ROOMS, TABLE, faults, outcomes, page
from tests.support.checkout import ROOT


def test_there_are_five_faults_of_each_room_and_no_two_of_one_name() -> None:
    listed = faults()
    assert Counter(fault.room for fault in listed) == dict.fromkeys(ROOMS, 5)
    assert len({fault.name for fault in listed}) == len(listed)


def test_each_fault_can_still_be_planted_and_asks_tests_that_are_there() -> None:
    for fault in faults():
        text = (ROOT / fault.file).read_text(encoding="utf-8")
        assert fault.faulty(text) != text
        assert [name for name in fault.tests if not (ROOT / name).exists()] == []


def test_the_page_lists_every_fault_and_each_was_found() -> None:
    found = outcomes()
    assert TABLE.read_text(encoding="utf-8") == page(faults(), found)
    assert [fault.name for fault in faults() if found.get(fault.name, NOTHING) == NOTHING] == []
