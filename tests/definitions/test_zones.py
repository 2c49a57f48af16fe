"""Zones as people write them: a place is one, an offset or its name proposes one."""

import pytest

from evalflow.definitions.zones import wrong_with_zone


@pytest.mark.parametrize("name", ["UTC", "Europe/London", "America/Argentina/Buenos_Aires", "Pacific/Apia"])
def test_a_place_is_a_zone_and_so_is_utc(name: str) -> None:
    assert wrong_with_zone(name) == ""


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("CET", "Europe/Brussels"), ("cet", "Europe/Brussels"), ("EST", "America/New_York"),
        ("GMT", "Europe/London"), ("EST5EDT", "America/New_York"), ("IST", "Asia/Kolkata"),
        ("GMT+1", "Europe/Brussels"), ("UTC-3", "America/Sao_Paulo"), ("UTC+5:45", "Asia/Kathmandu"),
        ("+05:30", "Asia/Kolkata"), ("-0500", "America/Lima"), ("Etc/GMT+5", "America/Lima"),
        ("Etc/GMT-3", "Africa/Nairobi"), ("Etc/UTC", "UTC"), ("Z", "UTC"), ("utc", "UTC"),
    ],
)  # fmt: skip
def test_an_offset_is_no_place_and_one_is_proposed(name: str, meant: str) -> None:
    assert wrong_with_zone(name).endswith(f"summer time begins. Is it {meant}?")


@pytest.mark.parametrize("name", ["Japan", "UTC+14:30", "Etc/Greenwich", "somewhere", "posix/Europe/London"])
def test_what_proposes_nothing_says_how_a_zone_reads(name: str) -> None:
    assert wrong_with_zone(name).endswith("Write a place, such as Europe/London, or UTC.")


def test_a_place_that_there_is_not_and_what_is_pinned() -> None:
    assert wrong_with_zone("Europe/Londn") == "There is no time zone 'Europe/Londn'. Did you mean Europe/London?"
    assert wrong_with_zone("CET", pinned=True) == ""
    assert "There is no time zone" in wrong_with_zone("Nowhere", pinned=True)
