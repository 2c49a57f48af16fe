"""Letters of a cycle that persons see to: written, listed, looked at, held, released, acknowledged, come back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from evalflow.definitions.problems import nearest
from evalflow.effects.mail import letter_page
from evalflow.effects.mail.bounces import Bounce, bounce
from evalflow.effects.mail.mailbox import Mailbox, unseen
from evalflow.effects.mail.message import Mail
from evalflow.engine.reasons import is_blank
from evalflow.engine.words import Workflow
from evalflow.errors import InvalidInput, NotFound, Refused
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.letters.commands_events import (
    Acknowledge,
    File,
    HoldLetter,
    Letter,
    LetterCommand,
    LetterState,
    NoteBounce,
    ReleaseLetter,
    Reminded,
)
from evalflow.evaluation.letters.contacts import Contact, Language
from evalflow.evaluation.letters.kinds import LETTERS, LetterKind
from evalflow.evaluation.letters.letters import decide_letter, id_of, key_of
from evalflow.settings import MailSettings
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import Current, evaluation_named, held, read_current
from evalflow.usecases.door.door import Acting, Door, acting, looking
from evalflow.usecases.door.leaving import events_of_a_new_one
from evalflow.usecases.door.published import hashes_of, keep_files
from evalflow.usecases.door.reminding import send_at
from evalflow.usecases.door.seats import Member
from evalflow.usecases.letters.posting import mail_of
from evalflow.usecases.letters.values import LetterDesk, values_of

_SHOWN = 8  # signs of an id that people type
_FIRST: Sequence[LetterState] = ("failed", "unknown", "held", "sending", "due", "declined", "superseded", "sent")


@dataclass(frozen=True)
class ListedLetter:
    """A letter with the names that its ids stand for."""

    letter: Letter
    contact: Contact
    cycle: str  # its code; "" of a digest over several


@dataclass(frozen=True)
class About:
    """What letters of one kind are written about, beside who gets them."""

    kind: LetterKind
    occasion: str
    due_at: datetime
    edition: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)  # name → content
    said: tuple[str, ...] = ()


def write_letters(act: Acting, current: Current, to: Sequence[Member], about: About) -> list[Letter]:
    """Owe a letter to each, in the transaction that is open, and return those that are new.

    They wait for release as the workflow says: the first of a kind in a cycle wait, unless it says otherwise.
    """
    waits = _waits(act.tx, current.workflow, current.cycle.id, about.kind)
    files = tuple(File(name, hash_) for name, hash_ in hashes_of(about.files).items())
    written = []
    for member in to:
        key = key_of(about.kind, member.contact.id, about.occasion)
        if act.tx.get(Letter, id_of(key)):
            continue
        letter = Letter(
            id_of(key), key, about.kind, member.contact.id, about.occasion, "due",
            send_at(act.folder, member.contact, about.due_at), current.cycle.id, member.seat.role, about.edition,
            files=files, said=about.said,
        )  # fmt: skip
        written.append(act.record(letter.id, events_of_a_new_one(act, letter, waits=waits)))
    if written:  # the record keeps no file that nothing refers to
        keep_files(act.tx, about.files)
    return written


def _waits(reading: Reading, workflow: Workflow, cycle: str, kind: LetterKind) -> bool:
    rule = workflow.letters.get(kind, LETTERS[kind].release)
    if rule != "first-waits":
        return rule == "wait"
    return not any(letter.kind == kind and letter.sent_at for letter in reading.all(Letter, cycle=cycle))


def list_letters(door: Door, code: str = "", state: str = "", kind: str = "") -> list[ListedLetter]:
    """Return letters, those first that need somebody; of one cycle, in one state, of one kind, or all."""
    with looking(door) as (reading, _):
        cycle = evaluation_named(reading, code).id if code else ""
        codes = {evaluation.id: evaluation.code for evaluation in reading.all(Evaluation)}
        letters = [
            letter for letter in reading.all(Letter) if state in ("", letter.state) and kind in ("", letter.kind)
        ]
        told = [ListedLetter(one, held(reading.get(Contact, one.contact)), codes.get(one.cycle, "")) for one in letters]
    mine = [
        listed
        for listed in told
        if not cycle or cycle in (listed.letter.cycle, *(i.cycle for i in listed.letter.items))
    ]
    return sorted(mine, key=lambda one: (_FIRST.index(one.letter.state), one.letter.due_at, one.contact.code))


def letter_named(reading: Reading, code: str) -> Letter:
    """Return the letter whose id begins so.

    Raises:
        NotFound: `no-such-letter`, none or several do.
    """
    letters = reading.all(Letter)
    found = [letter for letter in letters if letter.id.startswith(code.lower())] if code else []
    if len(found) == 1:
        return found[0]
    hint = nearest(code, [short(one) for one in letters]) if not found else "Several begin so: write more of it. "
    raise NotFound("no-such-letter", f"There is no letter {code!r}. {hint}See them: evalflow letters list")


def short(letter: Letter) -> str:
    return letter.id[:_SHOWN]


@dataclass(frozen=True)
class Shown:
    """A letter as it went, or as it would go now; `mail` is None where nothing of it matters any more."""

    letter: Letter
    contact: Contact
    subject: str
    text: str
    html: str
    mail: Mail | None = None


def show_letter(door: Door, settings: MailSettings, code: str) -> Shown:
    """Return what a letter says: as it was sent, or as it would go at this moment."""
    with looking(door) as (reading, now):
        letter = letter_named(reading, code)
        contact = held(reading.get(Contact, letter.contact))
        if letter.message:
            mail = mail_of(reading, letter.message)
            return Shown(letter, contact, mail.subject, mail.text, mail.html, mail)
        values = values_of(
            LetterDesk(reading, now, settings.sender, settings.link_base, settings.attach_limit), letter, contact
        )
    if values is None:
        return Shown(letter, contact, "", "", "")
    made = letter_page.letter(letter.kind, contact.language, values)
    return Shown(letter, contact, made.subject, made.text, made.html)


def preview_letter(
    door: Door, settings: MailSettings, code: str, kind: LetterKind, language: Language, role: str
) -> Shown:
    """Return what a letter of a kind would say now, to somebody who is made up: nothing is written or owed."""
    contact = Contact("", "recipient", "The recipient (example)", "", ("recipient@example.org",), language)
    with looking(door) as (reading, now):
        current = read_current(reading, code, now)
        desk = LetterDesk(reading, now, settings.sender, settings.link_base, settings.attach_limit)
        letter = _made_up(current, kind, role)
        values = values_of(desk, letter, contact)
    if values is None:
        return Shown(letter, contact, "", "", "")
    made = letter_page.letter(kind, language, values)
    return Shown(letter, contact, made.subject, made.text, made.html)


def _made_up(current: Current, kind: LetterKind, role: str) -> Letter:
    """Return a letter as it could be owed at this moment: of reminders, on every deadline that is open."""
    open_ = [(name, state) for name, state in current.cycle.open.items() if state.due]
    items = tuple(
        Reminded(current.cycle.id, name, state.occurrence, state.due.on, "", current.now)
        for name, state in open_
        if state.due
    )
    changes = ("What has changed stands here, a sentence each (example).",)
    declared = LETTERS[kind]
    said = (str(current.today), *(changes if "changes" in declared.tells else ()))
    return Letter(
        "0" * 32, "", kind, "", "", "due", current.now, current.cycle.id, role, "public",
        items={"joined": items, "alone": items[:1], "no": ()}[declared.reminder], said=said,
    )  # fmt: skip


def hold(door: Door, code: str, reason: str) -> Letter:
    """Let a letter that is due wait until somebody releases it."""
    return _decided(door, code, HoldLetter(reason))


def release(door: Door, code: str, reason: str = "") -> Letter:
    """Let a letter go that waits, or try one again that failed or was declined, with a reason."""
    return _decided(door, code, ReleaseLetter(reason))


def release_all(door: Door, code: str, kind: str, state: LetterState, reason: str = "") -> list[Letter]:
    """Release every letter of a cycle that is of one kind and in one state, and return them."""
    with acting(door) as act:
        cycle = evaluation_named(act.tx, code).id
        letters = [
            letter for letter in act.tx.all(Letter, cycle=cycle) if letter.state == state and kind in ("", letter.kind)
        ]
        if not letters:
            raise NotFound(
                "no-such-letter", f"No letter of {code.upper()} is {state}. See: evalflow letters list {code}"
            )
        return [_record(act, one, ReleaseLetter(reason)) for one in letters]


def acknowledge(door: Door, code: str, by: str) -> Letter:
    """Record that somebody has a letter: by a reply, by a call, by quoting its code. Reminders of the same end."""
    if is_blank(by):
        raise Refused("nobody-named", "Say who has it and how they said so: --by.")
    return _decided(door, code, Acknowledge(by))


def take_bounce(door: Door, raw: bytes, file: str) -> tuple[Letter | None, Bounce]:
    """Return the letter that came back, marked as failed, and what the server said; None where it is none of ours.

    Raises:
        InvalidInput: `no-bounce`, the file is no returned message.
    """
    found = bounce(raw)
    if found is None:
        raise InvalidInput("no-bounce", f"{file} is no returned message: nothing was changed.")
    with acting(door) as act:
        letter = act.tx.get(Letter, found.message_id.strip("<>").partition("@")[0])
        if letter is None or found.kind != "failed":
            return letter, found
        return _record(act, letter, NoteBounce(f"{found.status} {found.says}".strip())), found


def take_bounces(door: Door, mailbox: Mailbox) -> list[tuple[Letter, Bounce]]:
    """Return every letter of ours that came back to a mailbox, each marked as failed, and there as seen.

    What is no returned letter of ours stays as it is, unseen. So does what names one and cannot be read: it is told of
    among the others, stops none of them, and is told of again until a person has looked at it.

    Raises:
        Broken: `mailbox-unreachable`.
    """
    found = []
    for message in unseen(mailbox):
        try:
            letter, returned = take_bounce(door, message.raw, str(message.number))
        except InvalidInput:
            continue
        if letter:
            found.append((letter, returned))
            if not door.dry_run and returned.kind != "unreadable":
                message.seen()
    return found


def _decided(door: Door, code: str, command: LetterCommand) -> Letter:
    with acting(door) as act:
        return _record(act, letter_named(act.tx, code), command)


def _record(act: Acting, letter: Letter, command: LetterCommand) -> Letter:
    events = decide_letter(letter, command, act.now)
    return act.record(letter.id, events) if events else letter
