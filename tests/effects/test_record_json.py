"""A record goes to JSON and comes back the same, and nothing else comes back."""

import json
from typing import Any

import pytest

from evalflow.effects.record_json import from_json, to_json
from evalflow.errors import InvalidInput
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.evaluation.report.public_record import picture
from tests.evaluation.report.public_record.known import everything
from tests.support.in_words import changed
from tests.support.sample_record import draft_record, sample_record


@pytest.mark.parametrize("record", [sample_record(), draft_record(), changed(sample_record(), example=False)])
def test_a_record_comes_back_as_it_went(record: Any) -> None:
    assert from_json(to_json(record)) == record


def test_the_bytes_are_canonical() -> None:
    raw = to_json(sample_record())
    again = json.dumps(json.loads(raw), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert raw == again.encode()


def test_an_example_says_so_in_its_data_and_a_real_record_does_not() -> None:
    assert json.loads(to_json(sample_record()))["example_notice"] == EXAMPLE_NOTICE
    assert "example_notice" not in json.loads(to_json(changed(sample_record(), example=False)))


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[]", b"\xff", b"null", b'{"format": "evalflow-record/2"}', b"[" * 10_000]
)
def test_what_is_no_record_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput) as refusal:
        from_json(raw)
    assert refusal.value.code == "record-damaged"


def test_a_refusal_names_the_place_and_repeats_no_value() -> None:
    with pytest.raises(InvalidInput) as refusal:
        from_json(to_json(sample_record()).replace(b'"cannot tell"', b'"perhaps so"'))
    assert "criteria.1.result" in str(refusal.value)
    assert "perhaps so" not in str(refusal.value)


def _without_notice(raw: bytes) -> bytes:
    fields = json.loads(raw)
    del fields["example_notice"]
    return (json.dumps(fields, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


@pytest.mark.parametrize(
    "altered",
    [
        to_json(sample_record())[:-1],
        to_json(sample_record()) + b"\n",
        to_json(sample_record()).replace(b'    "body"', b'    "bodies": 1,\n    "body"'),
        to_json(sample_record()).replace(b'    "cycle": "EX', b'    "cycle": "other",\n    "cycle": "EX'),
        _without_notice(to_json(sample_record())),
    ],
)
def test_a_file_that_was_altered_is_refused_though_it_can_be_read(altered: bytes) -> None:
    with pytest.raises(InvalidInput) as refusal:
        from_json(altered)
    assert refusal.value.code == "record-altered"


def _with_message(old: bytes, new: bytes) -> bytes:
    raw = to_json(sample_record())
    assert raw.count(old)
    return raw.replace(old, new, 1)


@pytest.mark.parametrize(
    "altered",
    [
        _with_message(b'"key": "text"', b'"key": "no.such-key"'),
        _with_message(b'"key": "text"', b'"key": "cycle.is-paused"'),
        _with_message(b'"key": "text"', b'"key": "period"'),
    ],
)
def test_a_message_of_no_known_key_or_with_other_values_is_refused(altered: bytes) -> None:
    with pytest.raises(InvalidInput) as refusal:
        from_json(altered)
    assert refusal.value.code == "record-damaged"


def test_no_sentence_is_saved_of_what_is_made_now() -> None:
    record = picture(everything(), status="draft", adopted_on=None)
    saved = json.loads(to_json(record))
    assert saved["format"] == "evalflow-record/2"
    assert saved["course"]["cycle_state"] == {"key": "cycle.in-steps", "values": {"steps": ["Draft"]}}
    assert from_json(to_json(record)) == record
