"""Names as people write them: which of them are one name, and which are almost one."""

import pytest

from evalflow.evaluation.registers.identity import identity, nearly, same_person, written


@pytest.mark.parametrize(
    "spelling",
    [
        "the Example  Institute", "EXAMPLE INSTITUTE.", "Example-Institute", "Example Institute",
        "Ex\u00e1mple Institute", "Exa\u0301mple Institute", "“Example” Institute", "Example_Institute",
        "\uff25xample Institute", "Example Institute,", "\U0001d404xample Institute", "Exam\ufe00ple Institute",
        "Exam\u034fple Institute", "Example\u3164 Institute", "Exam\u17b4ple Institute", "Exam\U000e0100ple Institute",
    ],
)  # fmt: skip
def test_spellings_of_one_name_are_one(spelling: str) -> None:
    assert identity(spelling) == "example institute"


@pytest.mark.parametrize(
    "name",
    [
        "Institute Example",
        "Institute, Example",
        "ExampleInstitute",
        "Dr. Example Institute",
        "Ехample Institute",
        "Examp1e Institute",
    ],
)
def test_two_names_that_can_be_of_one_person_are_noticed(name: str) -> None:
    assert same_person("Example Institute", name)
    assert not same_person("Example Institution", name)


def test_what_nobody_sees_of_how_a_name_is_written_makes_no_other_name() -> None:
    forms = (
        "Ren\u00e9 \uac00",
        "Rene\u0301 \u1100\u1161",
        "Ren\u00e9\u200b  \uac00\u2060",
        "\ufeffRen\u00e9\u00a0\uac00 ",
    )
    assert {written(form) for form in forms} == {"Ren\u00e9 \uac00"}
    for sign in "\u034f\u115f\u17b5\u180b\u2800\u3164\ufe0f\uffa0\U000e0061\U000e0100":
        assert written(f"Ren\u00e9 {sign}\uac00") == "Ren\u00e9 \uac00"
    assert written("rené") != written("René")


def test_an_ampersand_is_an_and_and_what_is_no_word_stays_as_it_is() -> None:
    assert identity("Law & Justice") == identity("Law and Justice")
    assert identity("…") == "…"
    assert identity("कि") != identity("कु")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("example institut", "example institute", True),
        ("example centre", "example center", True),
        ("example institute", "exomple institute", True),
        ("example institute", "example institute", False),
        ("committee a", "committee b", False),
        ("institute 1234567", "institute 1234568", False),
        ("example union", "example institute", False),
        ("example institute", "institute", False),
        ("example academy", "sample academia", False),
    ],
)
def test_names_are_almost_one_where_a_long_word_differs_by_a_letter(one: str, other: str, expected: bool) -> None:
    assert (nearly(one, other), nearly(other, one)) == (expected, expected)
