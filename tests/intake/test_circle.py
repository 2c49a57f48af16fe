"""A cycle's circle from a file: everybody in it, or every problem with its place and nobody."""

import pytest

from evalflow.errors import InvalidInput
from evalflow.intake.addresses import check_address, wrong_with_address
from evalflow.intake.circle import MemberDraft, read_circle, slug

ROLES = ("ngo", "parliament", "government", "recipient")
CALENDARS = ("england-and-wales",)
CSV = """\
name;role;mail;organisation;language;zone;restricted
The office;ngo;office@example.org second@example.org;Example Society;fr;Asia/Kathmandu;yes
جمعية المثال;parliament;info@example.net;;;;
"""
YAML = """\
- name: The office
  role: ngo
  mail: [office@example.org, second@example.org]
  code: example-society
  calendar: england-and-wales
  single: yes
"""


def read(text: str, file: str = "circle.csv") -> tuple[MemberDraft, ...]:
    return read_circle(text.encode(), file, ROLES, CALENDARS, zone="Europe/London", limit=10_000)


def problems(text: str, file: str = "circle.csv") -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        read(text, file)
    return [str(problem) for problem in refused.value.problems]


def test_a_table_names_who_has_which_role_and_what_is_left_out_is_usual() -> None:
    first, second = read(CSV)
    assert (first.code, first.addresses) == ("example-society", ("office@example.org", "second@example.org"))
    assert (first.language, first.zone, first.restricted, first.single) == ("fr", "Asia/Kathmandu", True, False)
    assert (second.name, second.language, second.zone, second.organisation) == (
        "جمعية المثال", "en", "Europe/London", "",
    )  # fmt: skip
    assert second.code.startswith("contact-")
    assert second.given == {"name", "role", "mail"}


def test_a_list_in_yaml_says_the_same() -> None:
    (one,) = read(YAML, "circle.yaml")
    assert (one.code, one.calendar, one.single) == ("example-society", "england-and-wales", True)
    assert one.addresses == ("office@example.org", "second@example.org")


def test_everything_that_is_wrong_is_told_at_once_with_its_line() -> None:
    text = (
        "name,role,mail,language,zone,calendar,code,single\n"
        ",ngos,office@,de,Europe/Lodon,mars,a b,maybe\n"
        "B,ngo,b@example.org,en,UTC,,b\n"
    )
    found = problems(text)
    assert [one.partition(": ")[0] for one in found] == ["circle.csv:2"] * 8 + ["circle.csv:3"]
    told = " ".join(found)
    for said in ("name is empty.", "There are: ngo", "office@", "Did you mean 'ngo'?", "is no time zone", "'mars'",
                 "a b", "single is yes or no", "Cells in this row: 7; in the header: 8."):  # fmt: skip
        assert said in told


@pytest.mark.parametrize(
    ("text", "file", "says"),
    [
        ("name,role\nA,ngo\n", "c.csv", "mail is missing."),
        ("name,roles,mail\n", "c.csv", "Did you mean 'role'?"),
        ("", "c.csv", "name is missing."),
        ("name,role,mail\n", "c.csv", "It names nobody."),
        ('name,role,mail\n"A,ngo,a@example.org\n', "c.csv", "A quotation mark is opened here and never closed."),
        ("name: A\n", "c.yaml", "A list belongs here"),
        ("- A\n", "c.yaml", "An entry has names with a colon"),
        ("- {name: {a: b}, role: ngo, mail: a@example.org}\n", "c.yaml", "A word belongs here, not a group."),
        ("- {name: A, role: ngo}\n", "c.yaml", "mail is missing."),
    ],
)
def test_what_does_not_read_is_told(text: str, file: str, says: str) -> None:
    assert any(says in one for one in problems(text, file))


def test_a_file_of_another_form_or_size_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"should end in \.csv"):
        read("", "circle.xlsx")
    with pytest.raises(InvalidInput, match="the most that is taken"):
        read("x" * 10_001)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" Office@Example.ORG ", "Office@example.org"),
        ("jörg@exämple.org", "jörg@exämple.org"),
        ("用户@例え.jp", "用户@例え.jp"),
    ],
)
def test_an_address_is_kept_as_it_is_written_but_for_its_domain(text: str, kept: str) -> None:
    assert check_address(text) == kept


@pytest.mark.parametrize(
    "text", ["", "office", "a@b@example.org", "a@exam\u0440le.org", "a\nb@example.org", "a@localhost"]
)
def test_what_is_no_address_is_refused_in_a_sentence(text: str) -> None:
    assert wrong_with_address(text)
    with pytest.raises(InvalidInput, match="is no mail address"):
        check_address(text)


def test_a_code_is_made_of_a_name() -> None:
    assert slug("Société d’Exemple — Bureau 2") == "societe-dexemple-bureau-2"
    assert slug("例") == "contact-4f8b"


def test_two_of_one_organisation_are_not_taken_for_one() -> None:
    text = "name,role,mail,organisation\nA,ngo,a@example.org,Example\nB,ngo,b@example.org,Example\n"
    assert problems(text) == [
        "circle.csv:3: 'B' would stand under the code example, as 'A' at circle.csv:2 does. Give each a code of its "
        "own, in the column 'code'."
    ]
    twice = "name,role,mail\nA,ngo,a@example.org\nA,recipient,a@example.org\n"
    assert [one.role for one in read(twice)] == ["ngo", "recipient"]
