"""What one person did to an input and another has to confirm, on the command line."""

import json
from collections.abc import Callable

from tests.support.command_line import CommandLine

At = Callable[..., CommandLine]
CYCLE = "UK-CHINA-2027"
NGO = f"{CYCLE}/NGO/001"
BEN = ("--as", "Ben Example")


def test_an_erasure_is_listed_confirmed_by_another_person_and_counted(at: At) -> None:
    here = at("taking")
    ran = here("input", "set-level", NGO, "restricted", "--erase-text")
    code = ran.out.strip()
    assert f"evalflow input confirm {code} --category … --reason TEXT" in ran.err
    listed = json.loads(here.done("input", "unconfirmed", "--format", "json"))["rows"]
    assert [(row["cycle"], row["input"], row["deed"], row["points"]) for row in listed] == [(CYCLE, code, "erased", 5)]
    asked = here("input", "unconfirmed", CYCLE)
    assert "text erased" in asked.out
    assert "1 act to be confirmed by another person, or contradicted:" in asked.err
    assert "danger (somebody could be in danger)" in asked.err
    assert "not confirmed" in here("input", "list", CYCLE).out
    assert "1 erasure or withdrawal needs to be confirmed by another person" in here("cycle", "status", CYCLE).out
    assert json.loads(here.done("cycle", "status", CYCLE, "--format", "json"))["unconfirmed"] == [code]
    assert f"Confirm what was done to {code}" in " ".join(here.done("today", "--format", "json").split())
    confirm = ("input", "confirm", code, "--category", "danger", "--reason", "The author rang.")
    assert "another person has to" in here.refused(*confirm)[1]
    assert "is confirmed" in here(*confirm, *BEN).err
    assert "Nothing needs to be confirmed." in here("input", "unconfirmed", CYCLE).err
    assert "confirmed by another person" not in here("cycle", "status", CYCLE).out


def test_a_withdrawal_is_contradicted_and_ends(at: At) -> None:
    here = at("taking")
    before = here.done("input", "show", NGO)
    assert "its points count as open" in here("input", "withdraw", NGO, "--reason", "asked for").err
    assert "Its withdrawal" not in here("cycle", "status", CYCLE).out
    ran = here("input", "contradict", NGO, "--reason", "Nobody asked for it.", *BEN)
    assert "5 points of it need an answer, and the report says so." in ran.err
    assert here.done("input", "show", NGO) == before


def test_two_withdrawals_are_counted_in_the_status(at: At) -> None:
    here = at("taking")
    for number in ("001", "002"):
        here.done("input", "withdraw", f"{CYCLE}/NGO/{number}", "--reason", "asked for")
    assert "2 erasures or withdrawals need to be confirmed" in here("cycle", "status", CYCLE).out


def test_of_a_point_whose_old_text_was_erased_too(at: At) -> None:
    here = at("taking")
    code = here.done("input", "set-level", NGO, "name-withheld").strip()
    mended = here("input", "correct", code, "1", "--text", "Less.", "--reason", "a slip", "--erase-text")
    assert "Another person has to confirm this" in mended.err
    for number in range(1, 6):
        here.done("input", "dispose", code, str(number), "--as-kind", "used", "--reason", "It is true.")
    assert "The report says so." in here("input", "contradict", code, "--reason", "Nobody asked.", *BEN).err
