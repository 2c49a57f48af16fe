"""An office whose letters are due, for what happens to letters around a restore."""

import pytest

from evalflow.usecases.letters.letters import list_letters
from tests.usecases.conftest import At
from tests.usecases.letters.test_posting import people, ticked
from tests.usecases.office import Office


@pytest.fixture
def due_office(at: At) -> Office:
    """Letters are due on a morning of February, and a copy is made before any has gone."""
    found = at("taking")
    people(found, "ngo", "parliament", "counterpart-government")
    ticked(found, "2027-02-08T09:00")
    assert [one.letter.state for one in list_letters(found.door)] == ["due"] * 2
    return found
