"""An adopted report → one activity with its results in the format of IATI 2.03 (iatistandard.org), as XML.

Each rated objective is a result of type 2 (outcome) with one qualitative indicator (measure 5), and its status as what
was achieved in the period. Statuses are ranks: no value is given, and nothing can be added up (aggregation-status 0).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.wording import Worded, worded

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_OUTCOME, _QUALITATIVE, _ACCOUNTABLE = "2", "5", "2"
_PLANNED_START, _ACTUAL_START, _ACTUAL_END = "1", "2", "4"
_CLOSED, _RUNNING = "4", "2"


@dataclass(frozen=True)
class Reporting:
    """Who publishes the file: its identifier and type as IATI's code lists have them, and its name."""

    ref: str
    type: str
    name: str


def to_iati(record: PublicRecord, reporting: Reporting) -> bytes:
    """Return an `iati-activities` document with one activity, in UTF-8; the same bytes for the same record."""
    printed = worded(record)
    document = Element("iati-activities", {"version": "2.03"})
    when = printed.anchor.cut_off.strftime("%Y-%m-%dT%H:%M:%SZ")
    activity = SubElement(document, "iati-activity", {"last-updated-datetime": when, _LANGUAGE: "en"})
    SubElement(activity, "iati-identifier").text = f"{reporting.ref}-{printed.cover.cycle}"
    _narrative(SubElement(activity, "reporting-org", {"ref": reporting.ref, "type": reporting.type}), reporting.name)
    notice = f" {EXAMPLE_NOTICE}." if record.example else ""
    _narrative(SubElement(activity, "title"), f"Evaluation {printed.cover.cycle}: {printed.cover.title}")
    cover, body = printed.cover, printed.mandate.body
    told = f"Public evaluation of {cover.title[0].lower()}{cover.title[1:]}, by {body}.{notice}"
    _narrative(SubElement(activity, "description", {"type": "1"}), told)
    _narrative(SubElement(activity, "participating-org", {"role": _ACCOUNTABLE}), printed.mandate.body)
    SubElement(activity, "activity-status", {"code": _CLOSED if printed.cover.status == "adopted" else _RUNNING})
    SubElement(activity, "activity-date", {"type": _PLANNED_START, "iso-date": printed.course.opening.isoformat()})
    SubElement(activity, "activity-date", {"type": _ACTUAL_START, "iso-date": printed.course.opening.isoformat()})
    if printed.cover.adopted_on:
        SubElement(activity, "activity-date", {"type": _ACTUAL_END, "iso-date": printed.cover.adopted_on.isoformat()})
    for one in printed.assessment.findings:
        if one.status and not one.withdrawn:
            _result(activity, one, printed.course.opening, printed.cover.adopted_on or printed.anchor.cut_off.date())
    ElementTree.indent(document)
    written: bytes = ElementTree.tostring(document, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _result(activity: Element, one: Worded, start: date, end: date) -> None:
    result = SubElement(activity, "result", {"type": _OUTCOME, "aggregation-status": "0"})
    _narrative(SubElement(result, "title"), f"{one.code}: {one.title}")
    _narrative(SubElement(result, "description"), one.text)
    indicator = SubElement(result, "indicator", {"measure": _QUALITATIVE, "aggregation-status": "0"})
    _narrative(SubElement(indicator, "title"), "Status found by the evaluating body, a rank on a scale")
    period = SubElement(indicator, "period")
    SubElement(period, "period-start", {"iso-date": start.isoformat()})
    SubElement(period, "period-end", {"iso-date": end.isoformat()})
    due = one.due or "no timeframe stated"
    _narrative(SubElement(SubElement(period, "target"), "comment"), f"What the objective asks for; due: {due}.")
    found = f"{one.status.replace('-', ' ')}, on {one.evidence} evidence. {' '.join(one.paragraphs)}"
    _narrative(SubElement(SubElement(period, "actual"), "comment"), found.strip())


def _narrative(parent: Element, text: str) -> None:
    SubElement(parent, "narrative").text = text
