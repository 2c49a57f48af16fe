"""Addresses as people and attackers write them: one form, two spellings of one mailbox, what cannot be told by eye."""

import pytest

from evalflow.intake.addresses import check_address, distinct, mailbox_key, spelled_out, wrong_with_address


@pytest.mark.parametrize(
    "address",
    [
        "иван@пример.рф", "info@例え.jp", "用户@例え.jp", "दफ़्तर@उदाहरण.भारत", "josé@example.org",
        "office@bücher.example",        "anna-१@उदाहरण.भारत", "テスト用a@例え.jp", "a" * 64 + "@example.org",
    ],
)  # fmt: skip
def test_an_address_of_any_one_script_is_one(address: str) -> None:
    assert wrong_with_address(address) == ""


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("\u0430nna@example.org", "mixes Cyrillic and Latin"),
        ("ann\u03b1@example.org", "mixes Greek and Latin"),
        ("anna@ex\u0430mple.org", "mixes Cyrillic and Latin"),
        ("anna@xn--exmple-4nf.org", "mixes Cyrillic and Latin"),
        ("\u05d0\u0627@example.org", "mixes Arabic and Hebrew"),
        ("\uff41nna@example.org", "Is it 'anna@example.org'?"),
        ("anna@\uff45xample.org", "Is it 'anna@example.org'?"),
        ("anna\uff20example.org", "Is it 'anna@example.org'?"),
        ("\U0001d41anna@example.org", "Is it 'anna@example.org'?"),
        ("\ufb01nn@example.org", "Is it 'finn@example.org'?"),
        ("an\u200bna@example.org", "U+200B, which cannot be seen"),
        ("anna@exam\u00adple.org", "U+00AD, which cannot be seen"),
        ("anna@example.org\u2060", "U+2060, which cannot be seen"),
        ("an\u3164na@example.org", "U+3164, which cannot be seen"),
        ("an\ufe0fna@example.org", "U+FE0F, which cannot be seen"),
        ("an\u202ena@example.org", "U+202E, which cannot be seen"),
        ("an\U000e0061na@example.org", "U+E0061, which cannot be seen"),
        ("an\u00a0na@example.org", "U+00A0, which cannot be seen"),
        ("a" * 65 + "@example.org", "65 octets"),
        ("é" * 33 + "@example.org", "66 octets"),
    ],
)
def test_what_cannot_be_told_from_another_address_by_eye_is_refused(address: str, says: str) -> None:
    assert says in wrong_with_address(address)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna@example.org", "ANNA@Example.ORG"),
        ("anna@bücher.example", "Anna@xn--bcher-kva.example"),
        ("anna@straße.example", "anna@xn--strae-oqa.example"),
        ("josé@example.org", "jose\u0301@example.org"),
        ("JOSÉ@example.org", "jose\u0301@EXAMPLE.org"),
        ("иван@пример.рф", "ИВАН@xn--e1afmkfd.XN--P1AI"),
    ],
)
def test_two_spellings_of_one_mailbox_are_one(one: str, other: str) -> None:
    assert mailbox_key(one) == mailbox_key(other)
    assert mailbox_key(check_address(one)) == mailbox_key(check_address(other))
    assert distinct((one, "b@example.org", other)) == (one, "b@example.org")


def test_two_mailboxes_stay_two_and_what_is_no_domain_is_compared_as_it_is() -> None:
    assert mailbox_key("anna@strasse.example") != mailbox_key("anna@straße.example")
    assert mailbox_key("a@..") == "a@.."


def test_letters_beyond_ascii_are_spelled_out() -> None:
    assert spelled_out("anna@example.org") == ""
    assert (
        spelled_out("anna@\u0430\u0440\u0440\u04cf\u0435.com") == "anna@xn--80ak6aa92e.com (letters: Cyrillic, Latin)"
    )
