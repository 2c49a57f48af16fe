"""Letters that are due → sent: claimed for a while, made, handed to the transport, and what it answered written down.

A letter is claimed before it is handed over and its answer is written at once after, while the next is on its way, each
in a commit of its own. So a letter can arrive twice in one case alone: the server had taken it and this program ended
before it could write that down. Then the very same message goes again, under the same Message-ID.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final, cast

from evalflow.effects.mail.letter_page import letter as letter_text
from evalflow.effects.mail.message import Mail, MailAttachment, to_bytes
from evalflow.effects.mail.transport import Outcome, Transport, TransportAnswer
from evalflow.errors import Broken, EvalflowError, NotFound
from evalflow.evaluation.letters import commands_events as letter_events
from evalflow.evaluation.letters.commands_events import (
    BeginSending,
    Letter,
    LetterCommand,
    NoteAnswer,
    NoteDeclined,
    PutBack,
    PutOff,
    Supersede,
)
from evalflow.evaluation.letters.contacts import Contact
from evalflow.evaluation.letters.letters import decide_letter
from evalflow.settings import MailSettings
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import held
from evalflow.usecases.door.door import CLOCK, Acting, Door, looking, passing
from evalflow.usecases.door.incidents import open_incidents, report_failure, report_success
from evalflow.usecases.door.leaving import has_left, leaves, refuse_gone_back
from evalflow.usecases.door.soundness import refuse_unsound
from evalflow.usecases.letters.circuit import SUBJECT, begin_probe, broken, close_circuit, open_circuit
from evalflow.usecases.letters.values import LetterDesk, attached, values_of

AT_ONCE: Final = 50  # letters that are claimed in one commit
_AGAIN: Final = timedelta(hours=1)  # after which a letter that could not be made is tried again
_SOON: Final = timedelta(minutes=5)  # after which a letter is tried again that broke off where the next one went
_NOT_NOW: Final = "It was put back when the work was stopped."
_NO_WAY: Final = "It goes when mail can be sent again. See: evalflow incident list"
_NOBODY: Final = "evalflow@localhost"
_DOUBTED: Final[dict[str, Outcome]] = {"interrupted": "blocked", "unknown": "silent"}  # if the next letter fares alike
_NO_WAY_OUT: Final = ("blocked", "silent")


@dataclass(frozen=True)
class Posted:
    """What became of the letters of one round: how many, by state."""

    states: dict[str, int] = field(default_factory=dict)
    blocked: list[str] = field(default_factory=list)  # what is wrong with the server or the account, so that none goes

    def count(self, state: str) -> None:
        self.states[state] = self.states.get(state, 0) + 1

    @property
    def letters(self) -> int:
        return sum(self.states.values())


@dataclass(frozen=True)
class _Claimed:
    """A letter that is this process's for a while, and the bytes that go."""

    id: str
    raw: bytes
    to: tuple[str, ...]
    attempt: int
    since: datetime  # when it fell due, which is its place in the queue
    troubled: bool  # there is an open incident about it
    probing: bool  # there is one about the way that letters take, and this one is to show whether it is over


def post(
    door: Door,
    mail: MailSettings,
    transport: Transport,
    stopped: Callable[[], bool] = lambda: False,
    most: int | None = None,
) -> Posted:
    """Send every letter that is due, and return what became of them. A dry run sends none.

    Asked `stopped`, it ends between two letters, and leaves what it has not begun to the next round. It also ends where
    the server or the account fails: that is one incident, and no letter fails by it.

    Raises:
        Refused: `gone-back`, the record was restored, and nobody has confirmed which letters had gone; or
            `record-unsound`, it is not what its journal says.
        Broken: `mark-not-written`, it cannot be kept outside the record that letters go.
    """
    posted = Posted()
    if not door.dry_run:
        _refuse_unsound(door)
    with ThreadPoolExecutor(1) as courier:

        def hand_over(one: _Claimed) -> Future[TransportAnswer]:
            return courier.submit(transport.send, one.raw, mail.sender or _NOBODY, one.to, one.id)

        while not door.dry_run and not posted.blocked and not stopped() and (most is None or posted.letters < most):
            claimed, looked_at = _claim(door, mail, posted)
            if not looked_at:
                break
            _keep_marks(door, claimed)
            for after, answer in _sent(door, mail, claimed, hand_over, stopped):
                posted.count(after.state)
                posted.blocked.extend([answer.says] if answer.outcome in _NO_WAY_OUT else [])
            has_left(door)
    return posted


def _refuse_unsound(door: Door) -> None:
    """Refuse once for the whole round, before anything is claimed: addresses, files and texts come from the rows."""
    with looking(door) as (reading, now):
        if reading.letters_due(now, 1):
            refuse_unsound(reading)


def _keep_marks(door: Door, claimed: list[_Claimed]) -> None:
    """Keep outside the record that these letters are about to go. Where that fails none of them goes."""
    try:
        leaves(door, [one.id for one in claimed])
    except EvalflowError as failed:
        _put_back(door, claimed, str(failed))
        raise


def _sent(
    door: Door,
    mail: MailSettings,
    claimed: list[_Claimed],
    hand_over: Callable[[_Claimed], Future[TransportAnswer]],
    stopped: Callable[[], bool],
) -> Iterator[tuple[Letter, TransportAnswer]]:
    """Yield letter after letter as it stands with its answer, each written down while the next is on its way."""
    answered: tuple[_Claimed, TransportAnswer] | None = None
    begun = 0
    for one in claimed:
        if stopped() or (answered and answered[1].outcome in _NO_WAY_OUT):
            break
        begun += 1
        on_its_way = hand_over(one)
        if answered:
            yield _noted(door, mail, *answered), answered[1]
        broke_off = answered is not None and answered[1].outcome in _DOUBTED
        answered = one, _final(on_its_way.result()) if broke_off or one.probing else on_its_way.result()
    if answered:
        one, answer = answered
        if answer.outcome != "unknown" or one.attempt > 1:  # no other letter shows that it was a thing of the moment
            answer = _final(answer)
        yield _noted(door, mail, one, answer), answer
    if begun < len(claimed):
        _put_back(door, claimed[begun:], _NOT_NOW if stopped() else _NO_WAY)


def _final(answer: TransportAnswer) -> TransportAnswer:
    """Return an answer as it is to be taken where no other letter shows better."""
    return replace(answer, outcome=_DOUBTED.get(answer.outcome, answer.outcome))


def _claim(door: Door, mail: MailSettings, posted: Posted) -> tuple[list[_Claimed], int]:
    """Return the letters that are claimed in one commit, and how many were looked at: some need not go any more."""
    with passing(replace(door, key="")) as act:
        refuse_gone_back(act.tx, act.marks)
        desk = LetterDesk(act.tx, act.now, mail.sender, mail.link_base, mail.attach_limit)
        due = act.tx.letters_due(act.now, AT_ONCE)
        troubled = {incident.subject for incident in open_incidents(act.tx)} if due else set()
        failing = broken(act, mail) if SUBJECT in troubled else None
        if failing and failing.next_at > act.now:
            posted.blocked.append(failing.cause)
            return [], 0
        made = (_claimed(act, desk, mail, held(act.tx.get(Letter, one)), posted, troubled) for one in due)
        found = list(islice((claimed for claimed in made if claimed), 1 if failing else AT_ONCE))
        if failing and found:
            begin_probe(act, failing)
    return found, len(due)


def _claimed(
    act: Acting, desk: LetterDesk, mail: MailSettings, letter: Letter, posted: Posted, incidents: set[str]
) -> _Claimed | None:
    troubled = letter.id in incidents
    contact = held(act.tx.get(Contact, letter.contact))
    if contact.declined_at or not contact.addresses:  # a restore erases the addresses of who was forgotten since
        declined = NoteDeclined(f"{contact.code} takes no mail: {contact.declined_reason or 'it has no address.'}")
        posted.count(_decided(act, letter, declined).state)
        return None
    if any(file.erased for file in letter.files):
        posted.count(_decided(act, letter, Supersede("An input in the file that goes with it was protected.")).state)
        return None
    try:
        made = _made(act, desk, mail, letter, contact)
    except Broken as failed:
        report_failure(act, "template", letter.id, letter.kind, str(failed))
        posted.count(_decided(act, letter, PutOff(act.now + _AGAIN, str(failed))).state)
        return None
    if troubled:
        report_success(act, "template", letter.id, letter.kind)
    if made is None:
        posted.count(_decided(act, letter, Supersede("What it was about is done, or has another day.")).state)
        return None
    kept, raw = made
    after = _decided(act, letter, BeginSending(contact.addresses, hashlib.sha256(kept).hexdigest()))
    if after.state == "sending":
        act.tx.put_blob(kept)
        since = letter.next_at or act.now
        return _Claimed(letter.id, raw, contact.addresses, after.attempts, since, troubled, SUBJECT in incidents)
    if after.state in ("failed", "held"):
        report_failure(act, "effect", letter.id, letter.kind, after.answer)
    posted.count(after.state)
    return None


def _decided(act: Acting, letter: Letter, command: LetterCommand) -> Letter:
    events = decide_letter(letter, command, act.now)
    return act.record(letter.id, events, by=CLOCK)


def _made(
    act: Acting, desk: LetterDesk, mail: MailSettings, letter: Letter, contact: Contact
) -> tuple[bytes, bytes] | None:
    """Return what the record keeps of a letter, and the bytes that go; None where nothing of it matters.

    What the server may have already goes again as it was.
    """
    if letter.maybe_sent or letter.state == "sending":
        kept = act.tx.blob(letter.message)
        return kept, to_bytes(_mail(kept, desk.content))
    values = values_of(desk, letter, contact)
    if values is None:
        return None
    text = letter_text(letter.kind, contact.language, values)
    said = {
        "message_id": f"<{letter.id}@{(mail.sender or _NOBODY).rpartition('@')[2]}>",
        "sender": mail.sender or _NOBODY,
        "sender_name": mail.sender_name,
        "to": contact.addresses,
        "to_name": contact.name,
        "subject": text.subject,
        "text": text.text,
        "html": text.html,
        "date": act.now.isoformat(),
        "language": contact.language,
        "unsubscribe": f"mailto:{mail.sender}?subject=unsubscribe" if mail.sender else "",
        "example": desk.example,
        "files": [(file.name, file.sha256) for file in attached(desk, letter)],
    }
    kept = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    return kept, to_bytes(_mail(kept, desk.content))


def mail_of(reading: Reading, kept: str) -> Mail:
    """Return a letter as it goes, from what the record keeps of it under a hash: equal whenever it is asked for."""
    return _mail(reading.blob(kept), lambda sha256: _content(reading, sha256))


def _content(reading: Reading, sha256: str) -> bytes:
    """Return the content of an attached file, or a sentence where it was erased since."""
    try:
        return reading.blob(sha256)
    except NotFound:
        return b"The record no longer holds this file: an input in it was protected."


def _mail(kept: bytes, content: Callable[[str], bytes]) -> Mail:
    said: dict[str, Any] = json.loads(kept)
    files = said.pop("files")
    attachments = tuple(MailAttachment(name, content(sha256), media_type(name)) for name, sha256 in files)
    to, date = tuple(said.pop("to")), datetime.fromisoformat(said.pop("date"))
    return Mail(**said, to=to, date=date, attachments=attachments)


def media_type(name: str) -> str:
    known = {".pdf": "application/pdf", ".ics": "text/calendar", ".html": "text/html", ".json": "application/json"}
    return next((kind for ending, kind in known.items() if name.endswith(ending)), "application/octet-stream")


def _noted(door: Door, mail: MailSettings, claimed: _Claimed, answer: TransportAnswer) -> Letter:
    """Write down what the server said, unless another process, which took the letter up meanwhile, has done so."""
    with passing(replace(door, key="")) as act:
        letter = held(act.tx.get(Letter, claimed.id))
        if answer.outcome in ("blocked", "interrupted"):
            return _kept_due(act, mail, letter, claimed, answer)
        if answer.outcome == "silent":
            open_circuit(act, mail, answer.says)
        elif claimed.probing:
            close_circuit(act)
        late_news = answer.outcome == "sent" and letter.state in ("held", "due", "unknown", "sending")
        if not (_ours(letter, claimed) or late_news):
            return letter
        after = _decided(act, letter, NoteAnswer(cast("letter_events.Outcome", answer.outcome), answer.says))
        if after.state in ("failed", "held"):
            report_failure(act, "effect", claimed.id, after.kind, after.answer)
        elif after.state == "sent" and claimed.troubled:
            report_success(act, "effect", claimed.id, after.kind)
        return after


def _kept_due(act: Acting, mail: MailSettings, letter: Letter, claimed: _Claimed, answer: TransportAnswer) -> Letter:
    """Write down that the server or the account failed, which is not about this letter; the next probe is another."""
    blocked = answer.outcome == "blocked"
    if blocked:
        open_circuit(act, mail, answer.says)
    back = PutBack(f"It is tried again when mail can be sent: {answer.says}", act.now + _SOON * (not blocked))
    return _decided(act, letter, back) if _ours(letter, claimed) else letter


def _ours(letter: Letter, claimed: _Claimed) -> bool:
    """Return whether a letter is still being sent by the attempt that claimed it."""
    return letter.state == "sending" and letter.attempts == claimed.attempt


def _put_back(door: Door, claimed: list[_Claimed], says: str) -> None:
    with suppress(EvalflowError), passing(replace(door, key="")) as act:
        for one in claimed:
            letter = held(act.tx.get(Letter, one.id))
            if _ours(letter, one):
                _decided(act, letter, PutBack(says, one.since))
