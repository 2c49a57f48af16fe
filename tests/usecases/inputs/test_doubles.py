"""A submission without a name that is typed twice is asked about; copies of a campaign in one file are not."""

import pytest

from evalflow.errors import Refused
from evalflow.evaluation.inputs.commands_events import SetLevel
from evalflow.usecases.inputs.inputs import list_inputs, receive, set_level, supplement
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, Office, draft, shown, withheld


def count(office: Office) -> int:
    return len(list_inputs(office.door, CYCLE))


def test_the_same_words_without_a_name_in_a_later_command_are_asked_about(at: At) -> None:
    office = at("taking")
    [first] = receive(office.door, CYCLE, [withheld("Visits are refused.")])
    with pytest.raises(Refused) as asked:
        receive(office.door, CYCLE, [withheld("Visits are refused.")])
    assert (asked.value.code, first.input.code in str(asked.value), "--again" in str(asked.value)) == (
        "submitted-before", True, True,
    )  # fmt: skip
    assert count(office) == 1
    receive(office.door, CYCLE, [withheld("Visits are refused.")], again=True)
    with pytest.raises(Refused, match="earlier inputs say the same"):
        receive(office.door, CYCLE, [withheld("Visits are refused.")])
    assert count(office) == 2


def test_equal_rows_of_one_command_are_copies_of_a_campaign_and_none_is_doubled_when_it_is_typed_again(at: At) -> None:
    office = at("taking")
    many = [withheld("The same letter."), withheld("The same letter."), withheld("Another."), draft("By name.")]
    receive(office.door, CYCLE, many)
    assert count(office) == 4
    with pytest.raises(Refused, match="None of the 4 inputs was taken"):
        receive(office.door, CYCLE, many)
    assert count(office) == 4


def test_who_presents_the_receipt_is_known_and_a_name_tells_who_it_is(at: At) -> None:
    office = at("taking")
    [first] = receive(office.door, CYCLE, [withheld("Visits are refused.")])
    [known] = receive(office.door, CYCLE, [withheld("Visits are refused.", receipt=shown(first.input).code)])
    assert (known.again, known.input.id) == (True, first.input.id)
    [named] = receive(office.door, CYCLE, [draft("Visits are refused.")])
    assert (named.again, count(office)) == (False, 2)


def test_what_adds_to_an_earlier_input_is_asked_about_too(at: At) -> None:
    office = at("taking")
    [first] = receive(office.door, CYCLE, [withheld("Visits are refused.")])
    supplement(office.door, first.input.code, withheld("And letters."), presented=shown(first.input))
    with pytest.raises(Refused, match="--again"):
        supplement(office.door, first.input.code, withheld("And letters."), presented=shown(first.input))
    supplement(office.door, first.input.code, withheld("And letters."), again=True, presented=shown(first.input))
    assert count(office) == 3


def test_an_input_whose_name_was_taken_away_later_is_one_without_a_name(at: At) -> None:
    office = at("taking")
    [named] = receive(office.door, CYCLE, [draft("Visits are refused.")])
    set_level(office.door, named.input.code, SetLevel("name-withheld", "", ""))
    with pytest.raises(Refused, match="--again"):
        receive(office.door, CYCLE, [withheld("Visits are refused.")])
