"""Inputs that say much the same: found in any script, among one level, in time that grows with the texts alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from evalflow.evaluation.inputs.input import Input, Level, Point
from evalflow.evaluation.inputs.resemblance import alike

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
ENGLISH = (
    "Prisoners who ask for a lawyer wait for weeks, and their families are told nothing of where they are held or why."
)
CHINESE = "要求会见律师的囚犯要等上几个星期,而他们的家人对关押地点和原因一无所知,也没有人告诉他们何时可以探视。"
ARABIC = "ينتظر السجناء الذين يطلبون محاميا أسابيع طويلة ولا يعرف أهلهم شيئا عن مكان احتجازهم ولا عن سبب ذلك أبدا"


def one(number: int, *texts: str, level: Level = "public") -> Input:
    points = tuple(Point(n, text) for n, text in enumerate(texts, 1))
    at = NOW + timedelta(minutes=number)
    return Input(str(number), "c", f"X/{number:04}", "ngo", level, "", "", at, "sha", "", "", points=points)


def found(*inputs: Input) -> list[tuple[str, list[str]]]:
    return [(group.first.input.id, [other.input.id for other, _ in group.others]) for group in alike(inputs)]


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, ARABIC])
def test_a_copy_with_words_of_its_own_is_found_in_any_script(text: str) -> None:
    changed = f"{text.upper()} — We add that this was so last year too."
    assert found(one(1, text), one(2, "Something else is said here, of which no other text says a single word."),
                 one(3, changed)) == [("1", ["3"])]  # fmt: skip


def test_the_nearest_comes_first_and_an_input_stands_in_one_group() -> None:
    exact, longer = one(2, ENGLISH), one(3, ENGLISH.replace("wait for weeks", "are made to wait for many weeks"))
    [group] = alike([longer, exact, one(1, ENGLISH)])
    assert group.others[0][1] == 1
    assert [other.input.id for other, _ in group.others] == ["2", "3"]
    assert 0.6 < group.others[1][1] < 1


def test_across_levels_nothing_is_compared_and_what_was_withdrawn_counts_for_nothing() -> None:
    assert found(one(1, ENGLISH), one(2, ENGLISH, level="name-withheld")) == []
    assert found(replace(one(1, ENGLISH), withdrawn_at=NOW), one(2, ENGLISH)) == []


def test_short_texts_are_alike_by_chance_and_are_left_alone() -> None:
    assert found(one(1, "Visits are refused to all."), one(2, "Visits are refused to all.")) == []


def test_a_campaign_s_paragraph_is_found_beside_words_of_one_s_own() -> None:
    own = "A second point of another length, in which somebody says what nobody else has said so far in any input."
    [group] = alike([one(1, ENGLISH), one(2, own, f"{ENGLISH} And more.")])
    assert (group.first.point.number, [(o.input.id, o.point.number) for o, _ in group.others]) == (1, [("2", 2)])


def test_points_of_one_input_are_not_compared_with_each_other() -> None:
    assert found(one(1, ENGLISH, ENGLISH)) == []


def test_a_part_that_was_split_off_resembles_the_whole() -> None:
    longer = f"{ENGLISH} {ENGLISH.replace('weeks', 'months')}"
    parts = (Point(1, longer[: len(ENGLISH)], whole=longer), Point(2, longer[len(ENGLISH) :], split_from=1))
    assert found(one(1, longer), replace(one(2), points=parts)) == [("1", ["2", "2"])]


def test_a_thousand_copies_are_one_group() -> None:
    copies = [one(number, f"{ENGLISH} Signed number {number}.") for number in range(1000)]
    [group] = alike(copies)
    assert len(group.others) == 999
