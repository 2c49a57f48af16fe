"""The charts of a report: every number stands in words too, and nothing is drawn where there is nothing."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from evalflow.effects.drawing.charts import BarPart, BarRow, bars_svg, counted_in_words
from evalflow.effects.drawing.drawings import drawn
from evalflow.effects.page import to_html
from evalflow.evaluation.report.figures import figures
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.wording import worded
from tests.support.in_words import AgendaLine, EarlierLine, SlipDay, SlipLine, changed
from tests.support.page_text import Page
from tests.support.sample_record import draft_record, sample_record

EARLIER = EarlierLine("EX-SA-2025", date(2025, 6, 1), {"met": 3, "none": 1})
SLIP = SlipLine("EX-01", (SlipDay("2026-06", "2025", False), SlipDay("2027-06-30", "2026-05-01", True)))
AGENDA = AgendaLine("EX-SA/S001", "9 June 2026", 3, 95, at_least=True)


def full() -> PublicRecord:
    return changed(sample_record(), earlier_statuses=(EARLIER,), slips=(SLIP,), agendas=(AGENDA,))


def test_every_chart_is_well_formed_has_a_title_and_says_its_numbers() -> None:
    found = drawn(worded(full()), figures(full()))
    for chart in (found.statuses, found.slips, found.checks, found.agendas):
        root = ElementTree.fromstring(chart)  # noqa: S314 - made here
        names = [child.tag.rpartition("}")[2] for child in root]
        assert names[:2] == ["title", "desc"]
    assert "EX-SA-2025: 3 met, 1 none" in found.statuses
    assert "at least 3 items, at least 95 minutes" in found.agendas
    assert found.slips_told == (
        "EX-01: June 2026, then 30 June 2027 (no reason stated); 12 months later than at first.",
    )


def test_bars_share_one_scale() -> None:
    chart = bars_svg("Two", [BarRow("a", (BarPart("met", 4),), "4"), BarRow("b", (BarPart("met", 1),), "1")])
    wide, narrow = (float(found) for found in re.findall(r"<rect [^>]*? width='([\d.]+)'", chart))
    assert wide == 4 * narrow


def test_what_is_written_in_a_chart_is_escaped() -> None:
    assert "<b>" not in bars_svg("<b>", [BarRow("<b>", (BarPart("", 1),), "<b>")])


def test_nothing_is_drawn_where_there_is_nothing() -> None:
    found = drawn(worded(draft_record()), figures(draft_record()))
    assert (found.statuses, found.slips, found.agendas) == ("", "", "")
    with pytest.raises(ValueError, match="nothing to draw"):
        bars_svg("None", [BarRow("a", (), "")])


def test_a_count_is_told_in_words() -> None:
    assert counted_in_words((BarPart("not-assessable", 2), BarPart("n-a", 1))) == "2 not assessable, 1 not applicable"


def test_the_page_has_the_charts_and_the_same_as_tables_or_words() -> None:
    page = Page(to_html(full()))
    text = " ".join(element.text for element in page.elements)
    assert "Statuses of the objectives, evaluation by evaluation" in text
    assert "Agendas of the sessions held" in text
    assert "How the days moved" in text
