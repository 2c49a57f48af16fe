"""Letters from their templates: each kind in each language, and nothing in a value that becomes more than text."""

import re
from collections import ChainMap
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.effects.mail.letter_page import compile_letters, kinds, languages, letter
from evalflow.errors import Broken, NotFound
from evalflow.evaluation.letters.kinds import LETTERS, Told

ITEM = {
    "title": "Inputs of NGOs", "step": "ngo_inputs", "cycle": "EX-SA-2027", "dialogue": "Exampleland–Samplestan",
    "due": date(2027, 3, 8), "at": datetime(2027, 3, 9, tzinfo=UTC), "ends_at": None, "zone": "Europe/London",
    "days": 7, "overdue": False, "asks": "Expected of: ngo.",
}  # fmt: skip
FILES = [{"name": "report.pdf", "size_words": "400 kB", "sha256": "ab" * 32}]
ATTACHED = {"files": FILES, "link": "", "attached": True}
REPORT = {
    **ATTACHED, "edition": "public", "published_on": date(2027, 6, 1), "acknowledge": "abcd1234", "embargo": None,
}  # fmt: skip
STEPS: list[dict[str, Any]] = [
    {"title": "Terms", "whose": "coordinator", "first": None, "last": date(2027, 1, 1)},
    {"title": "Inputs", "whose": "ngo", "first": date(2027, 1, 11), "last": date(2027, 3, 8)},
    {"title": "Adoption", "whose": "evaluating-body", "first": date(2027, 4, 1), "last": None},
]
STEPS = [{**one, "due": one["last"], "ends_at": None, "zone": "Europe/London"} for one in STEPS]
BASE = {
    "recipient": "The office", "organisation": "Example Society", "role": "ngo", "cycle": "EX-SA-2027",
    "dialogue": "Exampleland–Samplestan", "operator": "Example Secretariat", "body": "Example Committee",
    "zone": "Europe/London", "head": "160:ea2c", "example": False, "contact_mail": "office@example.org",
    "today": date(2027, 3, 1),
}  # fmt: skip
TOLD: dict[Told, dict[str, Any]] = {
    "deadlines": {"items": [ITEM]},
    "timetable": {
        "steps": STEPS,
        "timetable_url": "https://example.org/t",
        "criteria_url": "",
        "opens": date(2027, 1, 11),
    },
    "files": ATTACHED,
    "reply": {"reply": {"due": date(2027, 5, 1), "ends_at": None, "zone": "Europe/London"}},
    "report": REPORT,
    "changes": {"changes": ["Paragraph 12: 2001."], "first_published_on": date(2027, 6, 1)},
}
VALUES: dict[str, dict[str, Any]] = {
    **{kind.name: dict(ChainMap(*(TOLD[what] for what in kind.tells))) for kind in LETTERS.values()},
    "answer": {
        "code": "EX-SA-2027/NGO/001",
        "title": "What we saw",
        "received_on": date(2027, 3, 1),
        "public": True,
        "in_full": True,
        "shared": True,
        "points": [
            {
                "number": 1,
                "answer": "not-used",
                "text": "Visits are refused.",
                "reason": "It is old.",
                "about": "EX-01",
                "paragraph": "EX-01",
            },
        ],
    },
}
EVERY = [(kind, language) for kind in VALUES for language in languages(kind)]
FRENCH = [kind for kind, language in EVERY if language == "fr"]


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_each_kind_reads_in_each_language(kind: str, language: str) -> None:
    made = letter(kind, language, {**BASE, **VALUES[kind]})
    assert "Exampleland–Samplestan" in made.subject + made.text
    assert "The office" in made.text.splitlines()[0]
    assert "160:ea2c" in made.text
    assert "\n\n\n" not in made.text
    assert "{{" not in made.text
    assert f'lang="{language}"' in made.html
    assert set(Tags(made.html).links) <= {"mailto:office@example.org", "https://example.org/t"}


@pytest.mark.parametrize("kind", FRENCH)
def test_french_keeps_a_space_before_its_double_signs(kind: str) -> None:
    made = letter(kind, "fr", {**BASE, **VALUES[kind]})
    ours = re.sub(r"https?://\S+|\S+@\S+|160:ea2c|Paragraph 12: 2001|Expected of:", "", made.subject + made.text)
    assert re.findall(r"[^\u00a0\s\d][:;!?](?!\w)", ours) == []


def test_the_kinds_and_languages_there_are() -> None:
    assert kinds() == tuple(sorted(VALUES))
    assert compile_letters() == len(EVERY) + 4
    assert languages("digest") == ("en", "fr")
    with pytest.raises(NotFound, match="There are: answer, "):
        languages("digset")
    assert letter("digest", "de", {**BASE, **VALUES["digest"]}).subject.startswith("Inputs of NGOs: until")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"days": 0}, "today is the last day"), ({"days": 1}, "tomorrow, 8 March 2027, is the last day"),
        ({"days": -3}, "its last day was 8 March 2027"), ({"days": -3, "overdue": True}, "and is overdue"),
        ({}, "until the end of 8 March 2027, in 7 days"),
    ],
)  # fmt: skip
def test_a_reminder_says_how_near_the_day_is(more: dict[str, object], says: str) -> None:
    assert says in letter("digest", "en", {**BASE, "items": [{**ITEM, **more}]}).text


TEN = datetime(2027, 3, 8, 10, tzinfo=UTC)
HOUR = {"due": date(2027, 3, 8), "at": TEN, "ends_at": TEN, "zone": "Europe/Brussels"}


@pytest.mark.parametrize(
    ("language", "days", "words"),
    [
        ("en", 0, "11:00 on 8 March 2027 (Europe/Brussels)"), ("en", 1, "11:00 on 8 March 2027 (Europe/Brussels)"),
        ("en", 9, "11:00 on 8 March 2027 (Europe/Brussels)"), ("en", -1, "11:00 on 8 March 2027 (Europe/Brussels)"),
        ("fr", 0, "11:00 le 8 mars 2027 (Europe/Brussels)"), ("fr", -1, "11:00 le 8 mars 2027 (Europe/Brussels)"),
    ],
)  # fmt: skip
def test_every_letter_names_the_hour_and_zone_of_a_deadline_that_ends_within_a_day(
    language: str, days: int, words: str
) -> None:
    for overdue in (False, True):
        item = {**ITEM, **HOUR, "days": days, "overdue": overdue}
        for kind in ("digest", "notice"):
            made = letter(kind, language, {**BASE, "items": [item]})
            assert (words in made.text, words in made.subject) == (True, True)
        other = {**ITEM, "at": datetime(2027, 3, 9, tzinfo=UTC)}
        assert words in letter("digest", language, {**BASE, "items": [other, item]}).subject
    draft = letter("draft", language, {**BASE, **VALUES["draft"], "reply": HOUR})
    assert (words in draft.text, words in draft.subject) == (True, True)
    steps = [{**STEPS[0], **HOUR}, {**STEPS[1], **HOUR}]
    assert letter("opening", language, {**BASE, **VALUES["opening"], "steps": steps}).text.count(words) == 2


def test_several_deadlines_are_one_letter_the_nearest_first() -> None:
    later = {**ITEM, "title": "Another", "due": date(2027, 4, 1), "at": datetime(2027, 4, 1, 23, tzinfo=UTC)}
    made = letter("digest", "fr", {**BASE, "items": [later, ITEM]})
    assert made.subject == "2 échéances\u00a0; la première est le 8 mars 2027"
    assert made.text.index("Inputs of NGOs") < made.text.index("Another")
    assert "1er avril 2027" in made.text


@pytest.mark.parametrize("role", ["government", "parliament", "ngo", "recipient"])
def test_a_report_s_letter_has_a_paragraph_for_each_role(role: str) -> None:
    told = {letter("report", "en", {**BASE, **REPORT, "role": other}).text for other in (role, "coordinator")}
    assert len(told) == (1 if role == "recipient" else 2)


def test_an_embargo_is_told_in_the_zone_of_the_cycle_and_an_example_as_one() -> None:
    until = datetime(2027, 6, 14, 9, tzinfo=UTC)
    made = letter("report", "en", {**BASE, **REPORT, "embargo": until, "example": True})
    assert "It is not public before 14 June 2027, 10:00 (Europe/London)." in made.text
    assert made.subject.startswith("[Example] ")
    assert made.text.startswith("Worked example: inputs")


def test_what_is_missing_or_nothing_is_named_with_the_template_and_line() -> None:
    with pytest.raises(Broken, match=r"digest\.en\.md\.j2, line \d+, cannot be filled in: UndefinedError"):
        letter("digest", "en", BASE)
    with pytest.raises(Broken, match=r"_close\.en\.md\.j2, line \d+"):
        letter("digest", "en", {**BASE, **VALUES["digest"], "head": None})


HOSTILE = (
    "[x](javascript:alert(1))", "<img src=http://x>", "a\nBcc: b@example.org", "# Heading", "- item", "1. item",
    "> quote", "```", "**bold**", "\u202eevil", "&lt;b&gt;", "https://evil.example", "![a](http://x)", "a\\", "| a |",
)  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_stays_text(value: str) -> None:
    same_as(value)


@given(st.text(max_size=60).filter(str.strip))
def test_any_value_stays_text(value: str) -> None:
    same_as(value)


def same_as(value: str) -> None:
    """Hold that a value in every place of a letter changes nothing of how its page is built."""
    plain, hostile = (
        letter("digest", "en", {**BASE, "recipient": said, "operator": said, "items": [{**ITEM, "title": said}]})
        for said in ("plain", value)
    )
    assert Tags(hostile.html).found == Tags(plain.html).found
    assert Tags(hostile.html).links == Tags(plain.html).links
    assert "\n" not in hostile.subject
    assert len(hostile.text.splitlines()) == len(plain.text.splitlines())


ARABIC = "منظمة المثال"


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_name_that_is_read_from_the_right_turns_nothing_but_itself(kind: str, language: str) -> None:
    found = letter(kind, language, {**BASE, **VALUES[kind], "recipient": ARABIC})
    assert f'<html lang="{language}" dir="ltr">' in found.html
    for text in (found.text, found.html):
        assert f"\u2068{ARABIC}\u2069" in text


def test_a_mark_that_turns_the_line_is_closed_where_the_value_ends() -> None:
    found = letter("digest", "en", {**BASE, **VALUES["digest"], "recipient": "The \u202eeciffo"})
    assert "\u2068The \u202eeciffo\u202c\u2069\n" in found.text


@pytest.mark.parametrize("kind", ["_open", "_close", "digest.en", "", "../digest"])
def test_a_part_of_letters_is_no_letter(kind: str) -> None:
    with pytest.raises(NotFound, match="There is no letter"):
        letter(kind, "en", BASE)


def test_no_value_takes_the_place_of_what_is_ours() -> None:
    found = letter("digest", "en", {**BASE, **VALUES["digest"], "example": True, "notice": "nothing", "language": "xx"})
    assert found.text.startswith("Worked example:")


@pytest.mark.parametrize(
    "url",
    ["https://example.org/\u202egro.live", "https://exam\u200bple.org", "https://exämple.org", "https://a.org/\u2066x"],
)
def test_an_address_that_may_show_another_than_it_leads_to_is_no_link(url: str) -> None:
    found = letter("report", "en", {**BASE, **REPORT, "link": url, "attached": False})
    assert Tags(found.html).links == ["mailto:office@example.org"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", ["draft", "report", "correction"])
def test_the_link_is_a_paragraph_of_its_own(kind: str, language: str) -> None:
    found = letter(kind, language, {**BASE, **VALUES[kind], "link": "https://example.org/r.pdf", "attached": False})
    assert re.search(r"https://example\.org/r\.pdf</a></p>", found.html)
    assert re.search(r"https://example\.org/r\.pdf\n\n\S", found.text)


@pytest.mark.parametrize("kind", FRENCH)
def test_a_french_letter_goes_on_with_a_capital_and_with_spaces_that_do_not_break(kind: str) -> None:
    found = letter(kind, "fr", {**BASE, **VALUES[kind]})
    assert re.search(r"Madame, Monsieur,\n\n[A-ZÀ-Ý]", found.text)
    assert not re.findall(r" [:;?!»]", found.subject + found.text)


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_whoever_wants_no_letters_is_told_that_it_is_about_all_of_them(kind: str, language: str) -> None:
    said = {"en": "no more letters from us, of whatever kind", "fr": "aucune lettre de notre part"}[language]
    assert said in letter(kind, language, {**BASE, **VALUES[kind]}).text
