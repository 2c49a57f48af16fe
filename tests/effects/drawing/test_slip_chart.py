"""Days on which objectives were due → a chart with every day in it and in words."""

from xml.etree import ElementTree

from evalflow.effects.drawing.slip_chart import Slips, in_words, moved_in_words, slip_svg
from evalflow.evaluation.objectives.slips import DueDay

NS = "{http://www.w3.org/2000/svg}"
LATER = Slips("A<1", (
    DueDay("2026-06", "", "", silent=False), DueDay("", "2026", "left out", silent=False),
    DueDay("2027-06", "2026-05", "", silent=True),
))  # fmt: skip
EARLIER = Slips("B2", (DueDay("2028", "", "", silent=False), DueDay("2027-11", "2027", "agreed", silent=False)))


def drawn() -> ElementTree.Element:
    return ElementTree.fromstring(slip_svg("A & B", (LATER, EARLIER)))  # noqa: S314 - made by the function under test


def test_every_day_has_a_mark_further_right_the_later_and_hollow_where_no_reason_was_stated() -> None:
    marks = [(float(c.get("cx", "0")), c.get("fill")) for c in drawn().iter(f"{NS}circle")]
    assert [fill for _, fill in marks] == ["#1f4e79", "#ffffff", "#1f4e79", "#1f4e79"]
    assert marks[0][0] < marks[1][0] < marks[3][0] < marks[2][0]
    assert [text.text for text in drawn().iter(f"{NS}text")].count("no day") == 1


def test_a_line_joins_a_day_with_the_one_before_where_there_was_one() -> None:
    lines = [path for path in drawn().iter(f"{NS}path") if path.get("fill") == "none"]
    assert len(lines) == 1
    [left] = [text for text in drawn().iter(f"{NS}text") if text.text == "2027-11"]
    assert left.get("text-anchor") == "end"


def test_the_picture_says_all_of_it_in_words() -> None:
    svg = drawn()
    assert (svg.findtext(f"{NS}title"), svg.findtext(f"{NS}desc")) == (
        "A & B",
        "A<1: June 2026, then no day, then June 2027 (no reason stated); 12 months later than at first; "
        "B2: 2028, then November 2027; 13 months earlier than at first",
    )
    assert [text.text or "" for text in svg.findall(f"{NS}text")[:2]] == ["", "A & B"]
    noted = ElementTree.fromstring(slip_svg("A", (LATER,), "No <finding>."))  # noqa: S314 - as above
    assert (noted.findtext(f"{NS}title"), noted.findtext(f"{NS}text")) == ("A. No <finding>.", "No <finding>.")
    assert slip_svg("A & B", (LATER, EARLIER)) == slip_svg("A & B", (LATER, EARLIER))


def test_a_day_that_was_corrected_is_marked_and_its_months_are_counted_apart() -> None:
    days = (*EARLIER.days, DueDay("2039-11", "2027", "the list says so", silent=False, corrected=True))
    assert in_words(days) == (
        "2028, then November 2027, then November 2039 (correction of the record); 131 months later than at first, "
        "144 months later by corrections of the record"
    )
    marks = [c.get("fill") for c in ElementTree.fromstring(slip_svg("A", (Slips("B2", days),))).iter(f"{NS}circle")]  # noqa: S314 - as above
    assert marks == ["#1f4e79", "#1f4e79", "#ffffff"]


def test_a_day_that_never_moved_is_told_alone() -> None:
    assert (in_words(EARLIER.days[:1]), moved_in_words(EARLIER.days[:1])) == ("2028", "")
