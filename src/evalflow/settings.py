"""evalflow.toml and the environment → one frozen picture of where the record lives and who acts."""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from evalflow.errors import Broken, InvalidInput, NotFound, Problem
from evalflow.secret import credential, refuse_shown, secret_in

FILE = "evalflow.toml"
DATABASE = "evalflow.db"  # beside it, where nothing else is said
MEGABYTE = 1_000_000
KINDS: Mapping[str, type] = {
    "database": str,
    "database_password_file": str,
    "person": str,
    "attachment_limit_mb": int,
    "import_limit_mb": int,
    "clock_leap_days": int,
    "pdf_seconds": int,
    "pdf_memory_mb": int,
    "log": str,
}

Security = Literal["starttls", "tls", "none"]
Log = Literal["sentences", "text", "json"]

MAIL_KINDS: Mapping[str, type] = {
    "transport": str,
    "sender": str,
    "sender_name": str,
    "host": str,
    "port": int,
    "security": str,
    "user": str,
    "password_file": str,
    "ca_file": str,
    "timeout_seconds": int,
    "letters_per_minute": int,
    "sendmail": str,
    "attach_limit_mb": int,
    "link_base": str,
    "imap_host": str,
    "imap_port": int,
    "imap_folder": str,
    "imap_security": str,
}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "log": ("sentences", "text", "json"),
    "transport": ("folder", "smtp", "sendmail"),
    "security": ("starttls", "tls", "none"),
    "imap_security": ("starttls", "tls", "none"),
}
PASSWORD = "EVALFLOW_MAIL_PASSWORD"  # noqa: S105 - the name of what holds it
MAIL_CREDENTIAL, DATABASE_CREDENTIAL = "evalflow-mail-password", "evalflow-database-password"
_MAIL_SECRET, _DATABASE_SECRET = "the password of the mailbox", "the password of the database"

TEMPLATE = """\
# Where the record lives. A relative SQLite path counts from this folder; PostgreSQL: postgresql+psycopg://user@host/name
database = {database}
# PostgreSQL: its password is in a file that you alone can read (chmod 600), never in this one.
# database_password_file = "database-password"
# Who acts when --as is not given. Self-declared: as recorded, not authenticated.
person = {person}
# Largest attachment and largest file to import that are taken, in megabytes.
attachment_limit_mb = 10
import_limit_mb = 50
# A clock that is more days than this ahead of the record's last entry is not believed until a person confirms it.
clock_leap_days = 60
# What making the PDF of a report may use: seconds of processor time, and megabytes of memory.
pdf_seconds = 600
pdf_memory_mb = 2048
# What `run` and `tick` say of what they do: "sentences" for people, or lines with ids for a log: "text" or "json".
log = "sentences"

# How letters go. "folder" writes them into the folder letters/, to be sent by hand: nothing is lost meanwhile.
[mail]
transport = "folder"
# transport = "smtp"        # or "sendmail"
# sender = "evaluation@example.org"
# sender_name = "Secretariat of the evaluation"
# host = "mail.example.org"
# port = 587
# security = "starttls"     # or "tls"; certificates are checked
# user = "evaluation"
# password_file = "mail-password"   # a file that you alone can read (chmod 600); the password is never in this one
# letters_per_minute = 60
# attach_limit_mb = 5       # a report larger than this is linked, not attached
# link_base = "https://example.org/reports/"
# imap_host = "mail.example.org"   # where returned mail comes to, for `letters bounces --imap`; user as above
"""


@dataclass(frozen=True)
class MailSettings:
    """How letters go. Sizes are bytes, times seconds."""

    transport: str = "folder"
    sender: str = ""
    sender_name: str = ""
    host: str = "localhost"
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    timeout: int = 30
    letters_per_minute: int = 0
    sendmail: str = "/usr/sbin/sendmail"
    attach_limit: int = 5 * MEGABYTE
    link_base: str = ""
    imap_host: str = ""
    imap_port: int = 993
    imap_folder: str = "INBOX"
    imap_security: Security = "tls"


@dataclass(frozen=True)
class Settings:
    """Sizes are bytes; `database` is a SQLAlchemy address."""

    folder: Path
    database: str = field(repr=False)
    person: str = ""
    attachment_limit: int = 10 * MEGABYTE
    import_limit: int = 50 * MEGABYTE
    clock_leap: timedelta = timedelta(days=60)
    pdf_seconds: int = 600
    pdf_memory: int = 2048 * MEGABYTE
    log: Log = "sentences"
    mail: MailSettings = MailSettings()
    state: Path | None = None  # where this user's programs keep what must outlive a folder; None: no HOME is set


def find_folder(start: Path) -> Path:
    """Return the folder that holds evalflow.toml: `start` or the nearest folder above it.

    Raises:
        NotFound: `no-folder`, with the command that makes one; or `settings-lost`, with the lines to write anew.
    """
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
        refuse_lost(folder)
    raise NotFound(
        "no-folder", f"There is no {FILE} in {start} or above it. Make a folder with `evalflow init FOLDER`."
    )


def refuse_lost(folder: Path) -> None:
    """Refuse a folder that has a database and no evalflow.toml, with the lines to write anew.

    Raises:
        NotFound: `settings-lost`.
    """
    if (folder / DATABASE).is_file() and not (folder / FILE).exists():
        raise NotFound(
            "settings-lost",
            f"There is no {FILE} in {folder}, but a database is there: {DATABASE}. If that is your record, write the "
            f"file {FILE} beside it anew, with these two lines:\n"
            f'  database = "sqlite:///{DATABASE}"\n  person = "YOUR NAME"',
        )


def settings_text(*, database: str, person: str) -> str:
    """Return the content of a new evalflow.toml."""
    return TEMPLATE.format(database=_quoted(database), person=_quoted(person))


def read_settings(folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of a folder. EVALFLOW_DATABASE in the environment goes before the file.

    A password is a credential of systemd's, or what a file holds that only its owner can read.

    Raises:
        InvalidInput: the file is no TOML, or has keys or values it may not have: every problem at once.
        Broken: `settings-unreadable`, it is not there or may not be read; `secret-unreadable` or `secret-shown`.
    """
    path = folder / FILE
    try:
        with path.open("rb") as file:
            raw, found = file.read(), os.fstat(file.fileno())
    except OSError as unread:
        raise Broken("settings-unreadable", f"{path} cannot be read: {unread.strerror}.") from unread
    if _HAS_PASSWORD.search(str(_told(path, raw).get("database", ""))):
        refuse_shown(path, _DATABASE_SECRET, found)
    return settings_in(raw, folder, environment)


def settings_in(raw: bytes, folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that a folder has, or is to have, with this content of its file; see `read_settings`."""
    path = folder / FILE
    told = _told(path, raw)
    _refuse_wrong(path, told)
    database = environment.get("EVALFLOW_DATABASE") or str(told.get("database", "sqlite:///evalflow.db"))
    return Settings(
        folder,
        _with_password(_from_folder(database, folder), told, folder, environment),
        str(told.get("person", "")),
        _bytes(told, "attachment_limit_mb", 10),
        _bytes(told, "import_limit_mb", 50),
        timedelta(days=told.get("clock_leap_days", 60)),
        int(told.get("pdf_seconds", 600)),
        _bytes(told, "pdf_memory_mb", 2048),
        told.get("log", "sentences"),
        _mail(told.get("mail", {}), folder, environment),
        _state(environment),
    )


def _state(environment: Mapping[str, str]) -> Path | None:
    """Return the user's state directory, as the XDG Base Directory Specification names it."""
    named = Path(environment.get("XDG_STATE_HOME", ""))
    if named.is_absolute():
        return named
    home = Path(environment.get("HOME", ""))
    return home / ".local" / "state" if home.is_absolute() else None


def _mail(told: Mapping[str, Any], folder: Path, environment: Mapping[str, str]) -> MailSettings:
    names = {"timeout_seconds": "timeout", "attach_limit_mb": "attach_limit"}
    given = {names.get(key, key): value for key, value in told.items() if key != "password_file"}
    if "attach_limit" in given:
        given["attach_limit"] *= MEGABYTE
    password = environment.get(PASSWORD) or credential(MAIL_CREDENTIAL, _MAIL_SECRET, environment)
    if not password and (file := told.get("password_file")):
        password = secret_in(folder / file, _MAIL_SECRET)
    return MailSettings(**given, password=password)


def _with_password(database: str, told: Mapping[str, Any], folder: Path, environment: Mapping[str, str]) -> str:
    """Return the address of PostgreSQL with its password, where that is kept apart from it."""
    if not database.startswith("postgresql"):
        return database
    password = credential(DATABASE_CREDENTIAL, _DATABASE_SECRET, environment)
    if not password and (file := told.get("database_password_file")):
        password = secret_in(folder / str(file), _DATABASE_SECRET)
    joined = "&" if "?" in database else "?"
    return f"{database}{joined}password={quote(password, safe='')}" if password else database


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace(
        "\x7f", "\\u007f"
    )  # a string in JSON is one in TOML, but for DEL


def _told(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        text = raw.decode("utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError as foreign:
        line = raw[: foreign.start].count(b"\n") + 1
        says = f"line {line} is not written in UTF-8. Open it in an editor and save it as UTF-8."
    except tomllib.TOMLDecodeError as damaged:
        says = _mended(str(damaged), text)
    raise InvalidInput("settings-damaged", f"{path} cannot be read: {says}")


_HAS_PASSWORD = re.compile(r"://[^/@]*:[^/@]+@|[?&]password=", re.IGNORECASE)


def _mended(damage: str, text: str) -> str:
    """Return which line does not read, and what helps. The line itself is not shown: a password may be in it."""
    at = re.search(r"at line ([0-9]+)", damage)
    number = int(at[1]) if at else len(text.splitlines())
    line = "".join(text.splitlines()[number - 1 : number]).strip()
    key = line.partition("=")[0].strip()
    named = f" ({key})" if key in {**KINDS, **MAIL_KINDS} else ""
    if re.search("[“”„‟‘’‚«»]", line):
        helps = 'Its quotation marks are not straight ones. Write " in their place.'
    elif re.fullmatch(r"[\w-]+\s*=\s*([^\"'0-9\s].*)?", line):
        helps = 'A text stands in straight quotation marks, as in: person = "Ann Example"'
    else:
        helps = re.sub("(['\"]).*\\1", "…", damage) + "."
    return f"line {number}{named}. {helps}"


def _refuse_wrong(path: Path, told: Mapping[str, object]) -> None:
    mail = told.get("mail", {})
    problems = [Problem(key, wrong) for key, value in told.items() if key != "mail" if (wrong := _wrong(key, value))]
    if isinstance(mail, Mapping):
        problems += [
            Problem(f"mail.{key}", wrong) for key, value in mail.items() if (wrong := _wrong(key, value, MAIL_KINDS))
        ]
        problems += _incomplete_mail(mail)
    else:
        problems.append(Problem("mail", "this begins a part of the file: write [mail] on a line of its own."))
    if problems:
        raise InvalidInput("bad-setting", f"{path} cannot be followed:", problems)


def _incomplete_mail(mail: Mapping[str, object]) -> list[Problem]:
    """Return what letters that leave this machine need and have not."""
    if mail.get("transport", "folder") == "folder" or mail.get("sender"):
        return []
    return [Problem("mail.sender", "say from which address letters come; answers and returned mail go there.")]


def _wrong(key: str, value: object, kinds: Mapping[str, type] = KINDS) -> str:
    """Return what is wrong with one line of the file, or "" where nothing is."""
    if key in kinds and key in _WORDS and value not in _WORDS[key]:
        return f"is one of {', '.join(_WORDS[key])}."
    if key not in kinds:
        near = get_close_matches(key, kinds, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        return f"this is no setting.{hint} Settings: {', '.join(kinds)}{'' if kinds is MAIL_KINDS else ', [mail]'}."
    if kinds[key] is str:
        return "" if isinstance(value, str) else "takes a text in quotation marks."  # its value may be a password
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    unit = next((f" of {unit}" for ending, unit in _UNITS if key.endswith(ending)), "")
    shown = f", not {value}" if isinstance(value, int | float) else " without quotation marks"
    return "" if whole else f"takes a whole number{unit}{shown}."


_UNITS = (("_days", "days"), ("_mb", "megabytes"), ("_seconds", "seconds"), ("_minute", "letters"))


def _bytes(told: Mapping[str, Any], key: str, otherwise: int) -> int:
    size: int = told.get(key, otherwise)
    return size * MEGABYTE


def _from_folder(database: str, folder: Path) -> str:
    """Return the address with a relative SQLite path made absolute, so that it means the same from any folder."""
    prefix = "sqlite:///"
    if database.startswith(prefix) and not database.startswith("sqlite:////"):
        return f"{prefix}{(folder / database.removeprefix(prefix)).resolve()}"
    return database
