"""Results in the format of IATI 2.03: what its schema asks for, in the order it asks for, and no value to add up.

The schema itself (iati-activities-schema.xsd) is published under another licence and is no part of this project; what
it asks of the elements used here is written down below.
"""

from dataclasses import replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from evalflow.effects.exchange.iati import Reporting, to_iati
from tests.support.in_words import changed
from tests.support.sample_record import draft_record, sample_record

REPORTING = Reporting("XM-EXAMPLE-1", "10", "Example Parliament")
ORDER = {  # the children that each element may have, as the schema orders them
    "iati-activities": ("iati-activity",),
    "iati-activity": (
        "iati-identifier", "reporting-org", "title", "description", "participating-org", "activity-status",
        "activity-date", "result",
    ),
    "reporting-org": ("narrative",), "title": ("narrative",), "description": ("narrative",),
    "participating-org": ("narrative",), "comment": ("narrative",), "result": ("title", "description", "indicator"),
    "indicator": ("title", "period"), "period": ("period-start", "period-end", "target", "actual"),
    "target": ("comment",), "actual": ("comment",),
}  # fmt: skip
NEEDED = {
    "iati-activities": {"version"}, "reporting-org": {"ref", "type"}, "participating-org": {"role"},
    "activity-status": {"code"}, "activity-date": {"type", "iso-date"}, "result": {"type"}, "indicator": {"measure"},
    "period-start": {"iso-date"}, "period-end": {"iso-date"},
}  # fmt: skip


def document(**more: object) -> Element:
    raw = to_iati(changed(sample_record(), **more), REPORTING)
    return ElementTree.fromstring(raw)  # noqa: S314 - made here


def test_every_element_has_what_the_schema_asks_for_in_its_order() -> None:
    for element in document().iter():
        order = ORDER.get(element.tag, ())
        places = [order.index(child.tag) for child in element]
        assert places == sorted(places)
        assert NEEDED.get(element.tag, set()) <= element.attrib.keys()


def test_each_rated_objective_is_one_result_without_a_value() -> None:
    rated = [one for one in sample_record().assessment.findings if one.status and not one.withdrawn]
    results = document().findall("iati-activity/result")
    assert [one.findtext("title/narrative", "").split(":")[0] for one in results] == [one.code for one in rated]
    assert {one.get("aggregation-status") for one in results} == {"0"}
    assert not any("value" in element.attrib for element in document().iter())


def test_what_is_not_rated_is_no_result_and_a_draft_has_no_end() -> None:
    draft = ElementTree.fromstring(to_iati(draft_record(), REPORTING))  # noqa: S314 - made here
    assert draft.findall("iati-activity/result") == []
    assert [one.get("type") for one in draft.findall("iati-activity/activity-date")] == ["1", "2"]
    assert draft.find("iati-activity/activity-status").get("code") == "2"  # type: ignore[union-attr] # it is there


def test_an_example_says_so_and_signs_of_markup_stay_text() -> None:
    one = replace(sample_record().assessment.findings[0], title="<b> & more")
    found = document(findings=(one,))
    assert "invented" in found.findtext("iati-activity/description/narrative", "")
    assert found.findtext("iati-activity/result/title/narrative") == f"{one.code}: <b> & more"
