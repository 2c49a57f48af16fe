"""A letter in every state, and everything that can happen to it there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.errors import Refused
from evalflow.evaluation.letters import (
    ATTEMPTS,
    LEASE,
    Acknowledge,
    AddReminder,
    BeginSending,
    HoldLetter,
    Letter,
    LetterCommand,
    LetterEvent,
    LetterState,
    NoteAnswer,
    NoteBounce,
    NoteDeclined,
    PutOff,
    ReleaseLetter,
    Reminded,
    Supersede,
    WriteLetter,
    apply_letter,
    decide_letter,
    id_of,
    key_of,
)

NOW = datetime(2027, 2, 8, 9, tzinfo=UTC)
KEY = key_of("digest", "k1", "2027-02-08")
DUE = Letter(id_of(KEY), KEY, "digest", "k1", "2027-02-08", "due", NOW, next_at=NOW)
ITEM = Reminded("c1", "inputs", 1, date(2027, 3, 8), "7 days before", NOW)
STATES: tuple[LetterState, ...] = get_args(LetterState)
HOLD, RELEASE, WHY = HoldLetter("in doubt"), ReleaseLetter(), ReleaseLetter("it was mended")
BEGIN, PUT_OFF = BeginSending(("a@example.org",), "d" * 64), PutOff(NOW + timedelta(hours=1), "no template")
COMMANDS: dict[str, LetterCommand] = {
    "hold": HOLD, "release": RELEASE, "with reason": WHY, "begin": BEGIN, "sent": NoteAnswer("sent", "250"),
    "deferred": NoteAnswer("deferred", "451"), "failed": NoteAnswer("failed", "550"),
    "unknown": NoteAnswer("unknown", "?"), "put off": PUT_OFF, "supersede": Supersede("done"),
    "decline": NoteDeclined("no mail"), "acknowledge": Acknowledge("reply"), "bounce": NoteBounce("5.1.1"),
    "add": AddReminder(ITEM), "write": WriteLetter(DUE),
}  # fmt: skip
# What becomes of a letter; "-" is refused, "=" leaves it as it is.
TABLE = """\
state       hold  release  with reason  begin    sent  deferred  failed  unknown  put off  supersede   decline   bounce
held        -     due      due          -        sent  due       failed  unknown  due      superseded  declined  =
due         held  due      due          sending  sent  due       failed  unknown  due      superseded  declined  =
sending     -     -        -            sending  sent  due       failed  unknown  unknown  superseded  declined  =
unknown     -     due      due          sending  sent  unknown   failed  unknown  unknown  superseded  declined  failed
sent        -     -        -            -        -     -         -       -        -        -           -         failed
failed      -     -        due          -        -     -         -       -        -        -           -         =
declined    -     -        due          -        -     -         -       -        -        -           -         =
superseded  -     -        -            -        -     -         -       -        -        -           -         =
"""


def standing(state: LetterState) -> Letter:
    waits = state in ("due", "sending", "unknown")
    return replace(DUE, state=state, next_at=NOW if waits else None, attempts=1, maybe_sent=state == "unknown")


def folded(letter: Letter | None, events: Sequence[LetterEvent]) -> Letter:
    for event in events:
        letter = apply_letter(letter, event)
    assert letter
    return letter


@pytest.mark.parametrize("line", TABLE.splitlines()[1:], ids=lambda line: line.partition(" ")[0])
def test_what_becomes_of_a_letter_in_each_state(line: str) -> None:
    head = [name.strip() for name in TABLE.splitlines()[0].split("  ") if name.strip()]
    state, *expected = line.split()
    for name, becomes in zip(head[1:], expected, strict=True):
        known = standing(state)  # type: ignore[arg-type] # the first word of a line is one of the states
        assert what_becomes(known, COMMANDS[name]) == becomes, (state, name)


def what_becomes(known: Letter, command: LetterCommand) -> str:
    """Return the state that follows in the words of the table."""
    try:
        after = folded(known, decide_letter(known, command, NOW))
    except Refused:
        return "-"
    return "=" if after == known else after.state


def test_a_letter_is_written_once_and_may_wait() -> None:
    assert folded(None, decide_letter(None, WriteLetter(DUE), NOW)) == DUE
    held = folded(None, decide_letter(None, WriteLetter(DUE, held=True), NOW))
    assert (held.state, held.next_at) == ("held", None)
    assert decide_letter(DUE, WriteLetter(DUE), NOW) == []
    assert folded(held, decide_letter(held, AddReminder(ITEM), NOW)).items == (ITEM,)


@pytest.mark.parametrize("command", [HoldLetter(" "), ReleaseLetter(" ")])
def test_what_needs_a_reason_says_so(command: LetterCommand) -> None:
    known = standing("due" if isinstance(command, HoldLetter) else "failed")
    with pytest.raises(Refused, match="with a reason"):
        decide_letter(known, command, NOW)


def test_attempts_come_ever_later_and_end() -> None:
    known, waits = DUE, []
    while known.state == "due":
        known = folded(known, decide_letter(known, BEGIN, NOW))
        assert known.next_at == NOW + LEASE
        known = folded(known, decide_letter(known, NoteAnswer("deferred", "451 later"), NOW))
        waits += [known.next_at - NOW] if known.next_at else []
    assert [wait // timedelta(minutes=1) for wait in waits[:8]] == [5, 10, 20, 40, 80, 160, 320, 360]
    assert (len(waits), known.state) == (ATTEMPTS - 1, "failed")
    assert known.answer.startswith("After 16 attempts it was given up. The last answer: 451 later")


def test_once_an_attempt_has_ended_without_an_answer_every_later_one_may_be_a_second() -> None:
    lost = folded(DUE, decide_letter(DUE, BEGIN, NOW))
    taken_up = folded(lost, decide_letter(lost, BEGIN, NOW + LEASE))
    assert (lost.maybe_sent, taken_up.maybe_sent) == (False, True)
    deferred = folded(taken_up, decide_letter(taken_up, NoteAnswer("deferred", "451"), NOW))
    assert (deferred.state, deferred.maybe_sent) == ("unknown", True)


def test_it_is_acknowledged_once_in_any_state() -> None:
    for state in STATES:
        known = folded(standing(state), decide_letter(standing(state), Acknowledge("reply"), NOW))
        assert (known.acknowledged_at, known.acknowledged, known.state) == (NOW, "reply", state)
        assert decide_letter(known, Acknowledge("again"), NOW) == []


def test_nothing_happens_to_a_letter_that_is_not_there() -> None:
    with pytest.raises(LookupError):
        decide_letter(None, HOLD, NOW)


@given(st.lists(st.sampled_from(sorted(COMMANDS)), max_size=30))
def test_whatever_happens_it_waits_for_the_clock_exactly_where_something_is_to_be_done(names: list[str]) -> None:
    known, now = DUE, NOW
    for name in names:
        now += timedelta(minutes=7)
        try:
            after = folded(known, decide_letter(known, COMMANDS[name], now))
        except Refused:
            continue
        assert (after.next_at is not None) == (after.state in ("due", "sending", "unknown"))
        if known.state == "sent":
            assert name in ("acknowledge", "bounce", "write")
        known = after
