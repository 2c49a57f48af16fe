"""A bundle of published reports: whole and unchanged, or not taken in."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from jsonschema import Draft202012Validator

from evalflow.effects.exchange.bundle import from_bundle, to_bundle
from evalflow.effects.record_json import to_json
from evalflow.errors import InvalidInput
from evalflow.evaluation.report.head import Head
from tests.support.sample_record import draft_record, sample_record

AT = datetime(2027, 6, 20, tzinfo=UTC)


def bundle() -> bytes:
    return to_bundle([sample_record(), draft_record()], "Example record", Head(9, "9f" * 32), AT)


def refused(raw: bytes) -> tuple[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        from_bundle(raw, "b.json")
    return refusal.value.code, str(refusal.value)


def test_what_goes_in_comes_out_to_the_byte() -> None:
    title, [first, second] = from_bundle(bundle(), "b.json")
    raw = to_json(sample_record())
    assert title == "Example record"
    assert first == (hashlib.sha256(raw).hexdigest(), raw, sample_record())
    assert second[2] == draft_record()
    assert bundle() == bundle()


def test_its_own_schema_fits_it() -> None:
    content = json.loads(bundle())
    Draft202012Validator.check_schema(content["schema"])
    Draft202012Validator(content["schema"]).validate(content)
    content["reports"][0]["record"]["cover"]["cycle"] = 7
    assert not Draft202012Validator(content["schema"]).is_valid(content)


def test_an_example_says_so_in_the_bundle_too() -> None:
    assert "invented" in json.loads(bundle())["example_notice"]


def test_a_letter_changed_anywhere_is_found() -> None:
    whole = bundle().decode()
    assert refused(whole.replace("Example record", "Another record").encode())[0] == "bundle-altered"
    content = json.loads(whole)
    content["reports"][0]["record"]["body"] = "Another Committee"
    del content["sha256"]
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    content["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    code, says = refused(json.dumps(content).encode())
    assert (code, "report 1 is not what its hash says" in says) == ("bundle-altered", True)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "line 1"),
        (b"\xff\xfe", "no JSON in UTF-8"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "no bundle of this kind"),
        (b'{"format": "evalflow-exchange/2"}', "no bundle of this kind"),
        (b'{"format": "evalflow-exchange/1"}', "missing"),
    ],
)
def test_what_is_no_bundle_is_refused_in_words(raw: bytes, says: str) -> None:
    code, told = refused(raw)
    assert code == "bundle-damaged"
    assert says in told


def test_reports_that_are_no_reports_are_refused() -> None:
    content = json.loads(bundle()) | {"reports": [1]}
    del content["sha256"]
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    content["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    assert refused(json.dumps(content).encode())[0] == "bundle-damaged"
