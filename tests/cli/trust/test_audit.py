"""The audit on the command line: sound records, changed rows, rewritten histories, heads."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.raw import unguarded
from tests.support.command_line import CommandLine


def test_a_sound_record_is_said_to_be_sound_with_its_head(record: CommandLine) -> None:
    head = record.done("audit", "head").strip()
    ran = record("audit", "verify")
    assert (ran.code, ran.out) == (0, "")
    said = ran.err.splitlines()
    assert (said[0], said[-1]) == (f"{head.partition(':')[0]} entries read. Head: {head}", "The record is sound.")


def test_what_verification_does_not_cover_is_said_in_words_and_in_json(record: CommandLine) -> None:
    answer = json.loads(record.done("audit", "verify", "--format", "json"))
    assert (answer["sound"], answer["head"], answer["rows"]) == (True, record.done("audit", "head").strip(), [])
    said = record("audit", "verify").err
    assert all(f"  - {one}" in said for one in answer["not_covered"])
    for table in ("done_key", "heartbeat", "outbox"):
        assert f"Table {table}" in said


def test_an_altered_file_is_named_and_the_record_stays_sound(at: Callable[..., CommandLine]) -> None:
    story = at("adopted")
    Path("reports").mkdir(exist_ok=True)
    Path("reports/check_receipt.py").write_text("print('It holds.')")
    ran = story("audit", "verify")
    assert (ran.code, "reports/check_receipt.py was altered" in " ".join(ran.out.split())) == (1, True)
    assert "The record is sound, but files in its folder are not what it says." in ran.err


def test_an_earlier_head_is_part_of_the_history(record: CommandLine) -> None:
    head = record.done("audit", "head").strip()
    record.done("objective", "withdraw", "UK-11", "--on", "2024", "--no-reason-stated")
    assert record.done("audit", "head").strip() != head
    ran = record("audit", "verify", "--against", head.upper())
    assert (ran.code, ran.err.splitlines()[-1]) == (
        0,
        "The record is sound, and the earlier head is part of its history.",
    )


def test_a_head_of_another_history_is_found_out(record: CommandLine) -> None:
    ran = record("audit", "verify", "--against", f"3:{'0' * 64}", "--format", "csv")
    assert (ran.code, len(ran.out.splitlines())) == (1, 2)
    assert "is not what its journal says" in ran.err


def test_a_changed_row_is_named(record: CommandLine) -> None:
    with unguarded("sqlite:///evalflow.db", "dialogue") as attacker:
        attacker.execute("UPDATE dialogue SET title = 'Another' WHERE code = 'uk-china'")
    ran = record("audit", "verify")
    assert ran.code == 1
    assert "dialogue" in ran.out
    assert "title" in ran.out


@pytest.mark.parametrize("against", ["41", "0:" + "a" * 64, "3:xyz", "3:" + "a" * 63])
def test_what_is_no_head_is_refused(record: CommandLine, against: str) -> None:
    code, talk = record.refused("audit", "verify", "--against", against)
    assert (code, "is no head" in talk) == (3, True)


def test_a_proof_of_what_is_not_there_is_refused(record: CommandLine) -> None:
    assert record.refused("audit", "prove", "UK-CHINA-2027/NGO/001")[0] == 1


def test_a_proof_holds_under_the_head_that_the_adopted_report_prints(at: Callable[..., CommandLine]) -> None:
    story = at("adopted")
    adopted = json.loads(story.done("cycle", "history", "UK-CHINA-2027", "--format", "json"))["rows"]
    size = next(int(e["what"].split("with ")[1].split()[0]) for e in adopted if "was adopted" in e["what"])
    ran = story("audit", "prove", "UK-CHINA-2027/NGO/001")
    proof = json.loads(ran.out)
    assert (proof["size"], proof["size"] < int(story.done("audit", "head").split(":")[0])) == (size, True)
    assert ran.err.splitlines()[0] == (
        f"This proof holds under the head that the adopted report prints: {size}:{proof['root']}"
    )


def test_a_proof_before_the_adoption_holds_under_the_head_of_now(at: Callable[..., CommandLine]) -> None:
    story = at("late")
    ran = story("audit", "prove", "UK-CHINA-2027/NGO/001")
    assert ran.err.splitlines()[0] == (
        f"This proof holds under the head of now, which no report prints: {story.done('audit', 'head').strip()}"
    )
    assert "This proof" not in story("audit", "prove", "UK-CHINA-2027/NGO/001", "--size", "80").err
