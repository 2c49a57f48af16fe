"""Charts of bars along the months: the same for the same days, with a mark for each reminder."""

from datetime import date
from xml.etree import ElementTree

from evalflow.effects.gantt import Bar, gantt_mermaid, gantt_svg

BARS = [
    Bar("Inputs: of NGOs; #1", True, date(2026, 12, 11), date(2027, 2, 8), (date(2027, 2, 1),)),
    Bar("A task <of one day> with a name that is longer than there is room for it", False, *(date(2027, 2, 9),) * 2),
]
NS = "{http://www.w3.org/2000/svg}"


def test_mermaid_has_a_line_for_each_bar_until_the_day_after_its_last() -> None:
    assert gantt_mermaid("A cycle: planned", BARS) == (
        "gantt\n    title A cycle – planned\n    dateFormat YYYY-MM-DD\n    axisFormat %b %Y\n"
        "    Inputs – of NGOs, 1 :active, 2026-12-11, 2027-02-09\n"
        "    A task <of one day> with a name that is longer than there is room for it :2027-02-09, 2027-02-10"
    )


def test_the_picture_has_its_text_a_bar_for_each_step_a_line_for_each_month_and_a_mark_for_each_reminder() -> None:
    root = ElementTree.fromstring(gantt_svg("A cycle", BARS))  # noqa: S314 - the picture is our own
    assert [found.text for found in root.findall(f"{NS}desc")] == [
        "Inputs: of NGOs; #1: 11 Dec 2026 to 8 Feb 2027; A task <of one day> with a name that is longer than there is "
        "room for it: 9 Feb 2027 to 9 Feb 2027"
    ]
    bars = [(bar.get("width"), bar.get("rx")) for bar in root.findall(f"{NS}rect")]
    assert bars == [(str(3 * 60), "8"), ("3", "0")]
    texts = [found.text for found in root.findall(f"{NS}text")]
    assert texts[1:4] == ["Dec 2026", "Jan 2027", "Feb"]
    assert len(root.findall(f"{NS}path")) == 3 + 1
    assert all(len(told or "") <= 40 for told in texts)
