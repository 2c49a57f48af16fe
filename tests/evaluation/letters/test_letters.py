"""A letter in every state, and everything that can happen to it there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.errors import Refused
from evalflow.evaluation.letters.commands_events import (
    Acknowledge,
    AddReminder,
    BeginSending,
    EraseFiles,
    File,
    HoldLetter,
    Letter,
    LetterCommand,
    LetterEvent,
    LetterFailed,
    LetterState,
    NoteAnswer,
    NoteBounce,
    NoteDeclined,
    Outcome,
    PutBack,
    PutOff,
    ReleaseLetter,
    Reminded,
    SendingBegun,
    Supersede,
    WriteLetter,
)
from evalflow.evaluation.letters.letters import (
    ATTEMPTS,
    LEASE,
    apply_letter,
    decide_letter,
    id_of,
    key_of,
)

NOW = datetime(2027, 2, 8, 9, tzinfo=UTC)
KEY = key_of("digest", "k1", "2027-02-08")
DUE = Letter(id_of(KEY), KEY, "digest", "k1", "2027-02-08", "due", NOW, next_at=NOW)
ITEM = Reminded("c1", "inputs", 1, date(2027, 3, 8), "7 days before", NOW)
OTHER_ITEM = replace(ITEM, step="terms")
STATES: tuple[LetterState, ...] = get_args(LetterState)
BEGIN, OTHER = BeginSending(("a@example.org",), "d" * 64), BeginSending(("b@example.org",), "e" * 64)
COMMANDS: dict[str, LetterCommand] = {
    "write": WriteLetter(DUE), "add": AddReminder(ITEM),
    "hold": HoldLetter("in doubt"), "hold, no reason": HoldLetter(" "),
    "release": ReleaseLetter("it was mended"), "release, no reason": ReleaseLetter(),
    "begin": BEGIN, "sent": NoteAnswer("sent", "250"), "deferred": NoteAnswer("deferred", "451"),
    "failed": NoteAnswer("failed", "550"), "unknown": NoteAnswer("unknown", "?"),
    "put back": PutBack("stopped"), "put off": PutOff(NOW + timedelta(hours=1), "no template"),
    "supersede": Supersede("done"),
    "decline": NoteDeclined("no mail"), "acknowledge": Acknowledge("reply"), "bounce": NoteBounce("5.1.1"),
    "erase files": EraseFiles(),
}  # fmt: skip
# The state that follows; "=" leaves the letter as it is. Refused: "-" is over, "why" lacks a reason.
CODES = {"letter-over": "-", "reason-missing": "why"}
TABLE = """\
                   | held       due        sending    unknown    sent   failed  declined  superseded
write              | =          =          =          =          =      =       =         =
add                | held       due        -          -          -      -       -         -
hold               | -          held       -          -          -      -       -         -
hold, no reason    | -          why        -          -          -      -       -         -
release            | due        due        -          due        -      due     due       -
release, no reason | due        due        -          due        -      why     why       -
begin              | -          sending    sending    sending    -      -       -         -
sent               | sent       sent       sent       sent       -      -       -         -
deferred           | -          -          due        -          -      -       -         -
failed             | -          -          failed     -          -      -       -         -
unknown            | -          -          unknown    -          -      -       -         -
put back           | -          -          due        -          -      -       -         -
put off            | -          due        unknown    unknown    -      -       -         -
supersede          | superseded superseded superseded superseded -      -       -         -
decline            | declined   declined   declined   declined   -      -       -         -
acknowledge        | superseded superseded sending    sent       sent   failed  declined  superseded
bounce             | =          =          failed     failed     failed =       =         =
erase files        | =          =          =          =          =      =       =         =
"""
HEAD, *LINES = TABLE.splitlines()


def standing(state: LetterState) -> Letter:
    waits = state in ("due", "sending", "unknown")
    return replace(DUE, state=state, next_at=NOW if waits else None, attempts=1, maybe_sent=state == "unknown")


def after(letter: Letter, *commands: LetterCommand) -> Letter:
    """Return the letter once all of this has happened to it at one instant."""
    for command in commands:
        letter = folded(letter, decide_letter(letter, command, NOW))
    return letter


def folded(letter: Letter | None, events: Sequence[LetterEvent]) -> Letter:
    for event in events:
        letter = apply_letter(letter, event)
    assert letter
    return letter


def test_the_table_names_every_state_and_every_command() -> None:
    assert sorted(HEAD.partition("|")[2].split()) == sorted(STATES)
    assert [line.partition("|")[0].strip() for line in LINES] == list(COMMANDS)
    assert {type(command) for command in COMMANDS.values()} == set(get_args(LetterCommand))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.partition("|")[0].strip())
def test_what_becomes_of_a_letter_in_each_state(line: str) -> None:
    name, _, expected = line.partition("|")
    states = HEAD.partition("|")[2].split()
    found = {state: what_becomes(standing(state), COMMANDS[name.strip()]) for state in STATES}
    assert found == dict(zip(states, expected.split(), strict=True))


def what_becomes(known: Letter, command: LetterCommand) -> str:
    """Return what follows in the words of the table."""
    try:
        found = after(known, command)
    except Refused as refused:
        return CODES[refused.code]
    return "=" if found == known else found.state


@pytest.mark.parametrize("state", STATES)
def test_files_are_erased_whatever_became_of_the_letter_and_name_and_hash_stay(state: LetterState) -> None:
    known = replace(standing(state), files=(File("draft.pdf", "a" * 64),))
    erased = after(known, EraseFiles())
    assert erased == replace(known, files=(File("draft.pdf", "a" * 64, erased=True),))
    assert decide_letter(erased, EraseFiles(), NOW) == []


def test_a_letter_is_written_once_and_may_wait() -> None:
    assert folded(None, decide_letter(None, WriteLetter(DUE), NOW)) == DUE
    held = folded(None, decide_letter(None, WriteLetter(DUE, held=True), NOW))
    assert (held.state, held.next_at) == ("held", None)
    assert decide_letter(DUE, WriteLetter(DUE), NOW) == []
    assert after(held, AddReminder(ITEM), AddReminder(OTHER_ITEM)).items == (ITEM, OTHER_ITEM)


@pytest.mark.parametrize("command", [HoldLetter(" "), ReleaseLetter(" ")])
def test_what_needs_a_reason_says_so(command: LetterCommand) -> None:
    known = standing("due" if isinstance(command, HoldLetter) else "failed")
    with pytest.raises(Refused, match="with a reason"):
        decide_letter(known, command, NOW)


@pytest.mark.parametrize(("outcome", "waiting"), [("deferred", "due"), ("unknown", "unknown")])
def test_attempts_come_ever_later_and_after_five_days_a_person_is_asked(outcome: Outcome, waiting: LetterState) -> None:
    known, at, waits = DUE, NOW, []
    while known.state != "held":
        for command in (BEGIN, NoteAnswer(outcome, "451 later")):
            known = folded(known, decide_letter(known, command, at))
        if known.next_at:
            assert known.state == waiting
            waits.append((known.next_at - at) // timedelta(minutes=1))
            at = known.next_at
    assert waits == [5, 10, 20, 40, 80, 160, 320, *[360] * 19]
    assert (known.next_at, at - NOW >= timedelta(days=5)) == (None, True)
    since = f"Tried {known.attempts} times since {NOW:%Y-%m-%d %H:%M} UTC, and held for you to decide."
    assert known.answer == f"{since} The last answer: 451 later"
    again = folded(known, decide_letter(known, ReleaseLetter(), at))
    assert (again.state, again.attempts, again.tried_since) == ("due", 0, None)


def test_a_letter_that_is_seldom_tried_is_given_up_no_sooner() -> None:
    once = after(DUE, BEGIN, NoteAnswer("deferred", "451 later"))
    for days, state in ((4, "due"), (5, "held")):
        at = NOW + timedelta(days=days)
        begun = folded(once, decide_letter(once, BEGIN, at))
        assert folded(begun, decide_letter(begun, NoteAnswer("deferred", "451"), at)).state == state
    often = replace(once, attempts=50)
    assert after(often, BEGIN, NoteAnswer("deferred", "451")).state == "due"


def test_attempts_that_end_with_their_program_end_by_time_too_where_there_was_an_answer() -> None:
    once = replace(after(DUE, BEGIN, NoteAnswer("deferred", "451 later")), attempts=ATTEMPTS)
    assert after(once, BEGIN, BEGIN).state == "sending"
    lost, later = after(once, BEGIN), NOW + timedelta(days=6)
    held = folded(lost, decide_letter(lost, BEGIN, later))
    assert (held.state, held.answer.endswith("No attempt since has ended.")) == ("held", True)


def test_a_release_begins_the_attempts_anew_and_never_goes_before_its_time() -> None:
    for due_at, goes_at in ((NOW - timedelta(days=1), NOW), (NOW + timedelta(days=1), NOW + timedelta(days=1))):
        known = replace(standing("failed"), due_at=due_at, attempts=ATTEMPTS)
        released = after(known, ReleaseLetter("it was mended"))
        assert (released.state, released.attempts, released.next_at) == ("due", 0, goes_at)


def test_who_sends_a_letter_has_it_for_a_while_and_says_what_goes_to_whom() -> None:
    assert decide_letter(standing("due"), OTHER, NOW) == [
        SendingBegun(2, OTHER.to, OTHER.message, NOW + LEASE, maybe_sent=False)
    ]
    ours = replace(DUE, state="sending", attempts=1, next_at=NOW + timedelta(minutes=15))
    assert after(DUE, BEGIN) == replace(ours, to=BEGIN.to, message=BEGIN.message)


def test_once_an_attempt_has_ended_without_an_answer_every_later_one_may_be_a_second() -> None:
    lost = after(DUE, BEGIN)
    taken_up = after(lost, BEGIN)
    assert (lost.maybe_sent, taken_up.maybe_sent) == (False, True)
    for later in (NoteAnswer("deferred", "451"), PutOff(NOW, "no template")):
        waits = after(taken_up, later)
        assert (waits.state, waits.maybe_sent) == ("unknown", True)
        assert after(waits, ReleaseLetter(), BEGIN).maybe_sent


def test_attempts_that_each_end_with_their_program_end_too() -> None:
    assert after(DUE, *[BEGIN] * ATTEMPTS).state == "sending"
    assert after(DUE, *[BEGIN] * (ATTEMPTS + 1)).state == "failed"


def test_what_came_back_may_go_anew_with_another_text() -> None:
    lost = after(DUE, BEGIN, NoteAnswer("unknown", "?"))
    assert not after(lost, NoteBounce("5.1.1"), ReleaseLetter("another address")).maybe_sent


def test_what_ends_a_letter_is_kept_with_it() -> None:
    known = after(DUE, BEGIN)
    sent = after(known, NoteAnswer("sent", "250 taken"))
    assert sent == replace(known, state="sent", sent_at=NOW, answer="250 taken", next_at=None)
    assert after(sent, NoteBounce("5.1.1")) == replace(sent, state="failed", answer="It came back. 5.1.1")
    ended = replace(known, answer="done", next_at=None)
    assert after(known, Supersede("done")) == replace(ended, state="superseded")
    assert after(known, NoteDeclined("done")) == replace(ended, state="declined")
    with pytest.raises(Refused, match="This letter is sent: 250 taken"):
        decide_letter(sent, BEGIN, NOW)


def test_it_is_acknowledged_once_in_any_state() -> None:
    for state in STATES:
        known = after(standing(state), Acknowledge("reply"))
        assert (known.acknowledged_at, known.acknowledged) == (NOW, "reply")
        assert decide_letter(known, Acknowledge("again"), NOW) == []


def test_what_somebody_has_goes_to_them_no_more() -> None:
    lost = after(DUE, BEGIN, NoteAnswer("unknown", "?"))
    for waits in (lost, after(lost, ReleaseLetter()), after(lost, ReleaseLetter(), HoldLetter("in doubt"))):
        had = after(waits, Acknowledge("reply"))
        assert (had.state, had.next_at, had.answer) == ("sent", None, "Acknowledged: reply")
    told = after(DUE, Acknowledge("a call"))
    assert (told.state, told.answer) == ("superseded", "Acknowledged before it went: a call")


@pytest.mark.parametrize("command", [*(NoteAnswer(how, "?") for how in get_args(Outcome)), OTHER])
def test_what_is_acknowledged_while_it_is_being_sent_has_arrived_whatever_the_answer(command: LetterCommand) -> None:
    assert after(DUE, BEGIN, Acknowledge("reply"), command).state == "sent"


def test_a_release_takes_an_acknowledgement_back_with_a_reason() -> None:
    known = after(standing("failed"), Acknowledge("a call"))
    with pytest.raises(Refused, match="acknowledged is sent again only with a reason"):
        decide_letter(known, ReleaseLetter(), NOW)
    anew = after(known, ReleaseLetter("it was another letter"), BEGIN, NoteAnswer("deferred", "451"))
    assert (anew.state, anew.acknowledged_at) == ("due", None)


def test_an_attempt_that_is_put_back_was_none() -> None:
    once = after(DUE, BEGIN, NoteAnswer("deferred", "451"))
    known = once
    for _ in range(ATTEMPTS + 1):
        known = after(known, BEGIN, PutBack("stopped"))
    assert known == replace(once, next_at=NOW, message=BEGIN.message, to=BEGIN.to, answer="stopped")
    lost = after(known, BEGIN, BEGIN, PutBack("stopped"))
    assert (lost.state, lost.maybe_sent, lost.attempts) == ("unknown", True, 2)


def test_a_letter_that_is_being_sent_says_when_more_is_known() -> None:
    with pytest.raises(Refused, match="is sending: what comes of it is known within 15 minutes"):
        decide_letter(after(DUE, BEGIN), ReleaseLetter(), NOW)


def test_nothing_happens_to_a_letter_that_is_not_there() -> None:
    for command in COMMANDS.values():
        if not isinstance(command, WriteLetter):
            with pytest.raises(LookupError):
                decide_letter(None, command, NOW)
    with pytest.raises(LookupError):
        apply_letter(None, LetterFailed("550", maybe_sent=False))


STEPS = st.tuples(
    st.sampled_from([*(name for name in COMMANDS if name != "write"), "begin", "begin", "other", "release"]),
    st.integers(min_value=0, max_value=400),  # minutes since the one before
)


@given(st.booleans(), st.lists(STEPS, max_size=40))
def test_whatever_happens_a_letter_keeps_to_its_rules(held: bool, steps: list[tuple[str, int]]) -> None:
    journal = decide_letter(None, WriteLetter(DUE, held), NOW)
    known, now = folded(None, journal), NOW
    for name, minutes in steps:
        now += timedelta(minutes=minutes)
        command = OTHER if name == "other" else COMMANDS[name]
        try:
            events = decide_letter(known, command, now)
        except Refused:
            continue
        before, known = known, folded(known, events)
        journal += events
        assert known.state in STATES
        assert (known.next_at is not None) == (known.state in ("due", "sending", "unknown"))
        assert before.state != "sent" or not events or isinstance(command, Acknowledge | NoteBounce)
        begun = [event.message for event in events if isinstance(event, SendingBegun)]
        assert known.message == (begun or [before.message])[-1]
        assert known.maybe_sent or not before.maybe_sent or isinstance(command, NoteBounce)
    assert folded(None, journal) == known
