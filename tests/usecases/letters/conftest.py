"""An office that takes inputs, for letters that are due while a window is open."""

import pytest

from tests.usecases.conftest import At
from tests.usecases.office import Office


@pytest.fixture
def office_taking(at: At) -> Office:
    return at("taking")
