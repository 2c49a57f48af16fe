"""Steps with their days → a chart: every bar in its place, every day in words, the same bytes for the same values."""

import re
from datetime import date
from xml.etree import ElementTree

from evalflow.effects.drawing.gantt import DayMark, StepBar, gantt_mermaid, gantt_svg

BARS = (
    StepBar("terms", "Publish <terms>: #1; & more", "task", date(2027, 1, 4), date(2027, 1, 4)),
    StepBar("ngo", "Inputs", "window", date(2027, 1, 11), date(2027, 2, 8)),
    StepBar("sort", "Sort", "automatic", date(2027, 2, 9), date(2027, 2, 9)),
    StepBar("terms", "Publish <terms>: #1; & more", "task", date(2027, 2, 10), date(2027, 3, 1), ends=False),
)
MARKS = (DayMark("Promised", date(2027, 3, 9)), DayMark("Letter to ngo", date(2027, 2, 1), "ngo"))
NS = "{http://www.w3.org/2000/svg}"


def drawn(bars: tuple[StepBar, ...] = BARS, marks: tuple[DayMark, ...] = MARKS) -> ElementTree.Element:
    return ElementTree.fromstring(gantt_svg("A & B", bars, marks))  # noqa: S314 - made by the function under test


def texts(svg: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in svg.iter(f"{NS}text")]


def test_every_bar_is_a_rectangle_of_its_kind_and_place() -> None:
    rects = [(r.get("fill"), r.get("height"), r.get("y"), r.get("stroke-dasharray")) for r in drawn().iter(f"{NS}rect")]
    assert rects == [
        ("#555555", "12", "37", None),
        ("#ffffff", "12", "63", None),
        ("#555555", "4", "93", None),
        ("#ffffff", "12", "37", "4 3"),
    ]
    places = [float(rect.get("x") or 0) for rect in drawn().iter(f"{NS}rect")]
    assert places == sorted(places)
    assert places[0] == 300


def test_the_last_bar_of_a_row_has_its_days_beside_it_and_the_text_has_all() -> None:
    svg = drawn()
    assert texts(svg) == [
        "Feb 2027", "Mar", "Publish <terms>: #1; & more", "Inputs", "Sort", "Promised, 9 Mar 2027",
        "10 Feb 2027 – 1 Mar 2027 …", "11 Jan 2027 – 8 Feb 2027", "9 Feb 2027",
    ]  # fmt: skip
    assert (svg.findtext(f"{NS}title"), svg.findtext(f"{NS}desc")) == (
        "A & B",
        "Publish <terms>: #1; & more: 4 Jan 2027; Inputs: 11 Jan 2027 – 8 Feb 2027; Sort: 9 Feb 2027; "
        "Publish <terms>: #1; & more: 10 Feb 2027 – 1 Mar 2027 …; Promised: 9 Mar 2027; Letter to ngo: 1 Feb 2027",
    )
    assert svg.get("role") == "img"


def test_a_letter_stands_over_its_row_and_a_day_across_them_says_its_own() -> None:
    svg = drawn()
    letters = [path.findtext(f"{NS}title") for path in svg.iter(f"{NS}path") if path.find(f"{NS}title") is not None]
    assert letters == ["Letter to ngo, 1 Feb 2027"]
    [promised] = [text for text in svg.iter(f"{NS}text") if text.text == "Promised, 9 Mar 2027"]
    assert promised.get("text-anchor") == "end"
    early = drawn(marks=(DayMark("Opening", date(2027, 1, 4)),))
    [opening] = [text for text in early.iter(f"{NS}text") if text.text == "Opening, 4 Jan 2027"]
    assert opening.get("text-anchor") == "start"


def test_many_months_are_thinned_out_and_years_are_named_once() -> None:
    svg = drawn((StepBar("a", "A", "task", date(2026, 11, 2), date(2029, 11, 30)),), ())
    months = [text for text in texts(svg) if re.fullmatch(r"[A-Z][a-z]{2}( \d{4})?", text)]
    assert months[:2] == ["Dec 2026", "Mar"]
    assert len(months) <= 14


def test_a_year_that_begins_is_named() -> None:
    svg = drawn((StepBar("a", "A", "task", date(2026, 11, 1), date(2027, 2, 3)),), ())
    assert texts(svg)[:4] == ["Nov 2026", "Dec", "Jan 2027", "Feb"]


def test_one_day_alone_is_a_chart_too() -> None:
    svg = drawn((StepBar("a", "A", "window", date(2027, 1, 5), date(2027, 1, 5)),), ())
    assert len(list(svg.iter(f"{NS}rect"))) == 1


def test_mermaid_has_a_section_for_each_step_and_no_sign_that_it_would_misread() -> None:
    assert gantt_mermaid("A: B", BARS, MARKS).splitlines() == [
        "gantt",
        "    title A – B",
        "    dateFormat YYYY-MM-DD",
        "    axisFormat %d %b %Y",
        "    section terms",
        "    Publish <terms> – no. 1, & more :2027-01-04, 2027-01-05",
        "    Publish <terms> – no. 1, & more :2027-02-10, 2027-03-02",
        "    section ngo",
        "    Inputs :active, 2027-01-11, 2027-02-09",
        "    Letter to ngo :milestone, 2027-02-01, 0d",
        "    section sort",
        "    Sort :done, 2027-02-09, 2027-02-10",
        "    section Days",
        "    Promised :milestone, 2027-03-09, 0d",
    ]


def test_without_days_across_there_is_no_section_for_them() -> None:
    assert "section Days" not in gantt_mermaid("A", BARS, ())


def test_the_same_values_give_the_same_bytes() -> None:
    assert gantt_svg("A", BARS, MARKS) == gantt_svg("A", BARS, MARKS)
