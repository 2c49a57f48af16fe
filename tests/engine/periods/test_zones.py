"""The names of time zones, on a machine that knows them and on one that knows none."""

import sys
import zoneinfo
from collections.abc import Iterator

import pytest

from evalflow.engine.zones import zone_named
from evalflow.errors import Broken


@pytest.fixture
def no_data(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without time-zone data, of the system or of the package."""
    for name in ["tzdata", *(known for known in sys.modules if known.startswith("tzdata."))]:
        monkeypatch.setitem(sys.modules, name, None)
    zoneinfo.reset_tzpath(to=[])
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()


@pytest.mark.parametrize("name", ["Europe/London", "UTC", "Europe/Lodnon"])
def test_where_the_data_is_missing_the_name_is_not_blamed(no_data: None, name: str) -> None:
    with pytest.raises(Broken, match=r"^The time-zone data is missing on this machine.+pip install tzdata") as broken:
        zone_named(name)
    assert broken.value.code == "zones-missing"
