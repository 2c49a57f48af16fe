"""A record that version 1 saved: read for ever, printed with the words that it has, written back to the byte."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from evalflow.effects.exchange.bundle import from_bundle, to_bundle
from evalflow.effects.page import to_html
from evalflow.effects.record_json import from_json, to_json
from evalflow.evaluation.report.head import Head
from evalflow.evaluation.report.public_record.protection.redacted import note_of, redacted
from tests.support.page_text import Page

RAW = (Path(__file__).parent / "saved-report.json").read_bytes()
SENTENCES = ("limits", "decisions", "turns", "replies", "grading", "regraded", "contributed", "notes", "reactions")


def sentences(value: Any, name: str = "") -> Iterator[str]:
    """Yield each sentence that version 1 had finished."""
    if isinstance(value, dict):
        for key, held in value.items():
            yield from sentences(held, key)
    elif isinstance(value, list):
        for held in value:
            yield from sentences(held, name)
    elif name in SENTENCES:
        yield value


def test_it_comes_back_to_the_byte() -> None:
    record = from_json(RAW)
    assert record.format == "evalflow-record/1"
    assert to_json(record) == RAW


def test_it_is_printed_with_its_own_words() -> None:
    text = " ".join(Page(to_html(from_json(RAW))).all("body")[0].text.split())
    told = list(sentences(json.loads(RAW)))
    assert len(told) > 20
    assert [one for one in told if " ".join(one.split()) not in text] == []


def test_a_field_that_came_later_is_not_missed() -> None:
    flat = json.loads(RAW)
    for name in ("opening_state", "register_entries", "workflow_steps"):
        del flat[name]
    before = (json.dumps(flat, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
    record = from_json(before)
    assert (record.course.opening_state, record.registers.register_entries) == (None, ())
    assert to_json(record) == before


def test_a_redaction_of_it_is_written_in_version_1_in_english() -> None:
    record = from_json(RAW)
    gone = record.consultation.inputs[:1]
    after = json.loads(to_json(redacted(record, gone, (), note_of(record, 1, date(2027, 6, 12), published=True))))
    assert (after["format"], "cover" in after) == ("evalflow-record/1", False)
    assert after["redactions"] == [
        "Redacted edition 2 of the report adopted on 12 June 2027: one input was protected after publication."
    ]
    assert after["limits"][1].startswith("Some inputs are published without a name")
    assert gone[0].code not in json.dumps(after)


def test_a_bundle_holds_it_beside_one_of_today_and_its_schema_fits_both() -> None:
    first = from_json(RAW)
    today = replace(first, format="evalflow-record/2")
    raw = to_bundle([first, today], "Example record", Head(9, "9f" * 32), datetime(2027, 6, 20, tzinfo=UTC))
    content = json.loads(raw)
    validator = Draft202012Validator(content["schema"])
    validator.validate(content)
    _, [(sha256, written, _), (_, _, second)] = from_bundle(raw, "b.json")
    assert (sha256, written, second) == (hashlib.sha256(RAW).hexdigest(), RAW, today)
    content["reports"][0]["record"]["cycle"] = 7
    assert not validator.is_valid(content)
