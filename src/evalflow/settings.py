"""evalflow.toml and the environment → one frozen picture of where the record lives and who acts."""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from evalflow.errors import Broken, InvalidInput, NotFound, Problem

FILE = "evalflow.toml"
DATABASE = "evalflow.db"  # beside it, where nothing else is said
MEGABYTE = 1_000_000
KINDS: Mapping[str, type] = {
    "database": str,
    "person": str,
    "attachment_limit_mb": int,
    "import_limit_mb": int,
    "clock_leap_days": int,
}

TEMPLATE = """\
# Where the record lives. A relative SQLite path counts from this folder; PostgreSQL: postgresql+psycopg://user@host/name
database = {database}
# Who acts when --as is not given. Self-declared: as recorded, not authenticated.
person = {person}
# Largest attachment and largest file of inputs that are taken, in megabytes.
attachment_limit_mb = 10
import_limit_mb = 50
# A clock that is more days than this ahead of the record's last entry is not believed until a person confirms it.
clock_leap_days = 60
"""


@dataclass(frozen=True)
class Settings:
    """Sizes are bytes; `database` is a SQLAlchemy address."""

    folder: Path
    database: str
    person: str = ""
    attachment_limit: int = 10 * MEGABYTE
    import_limit: int = 50 * MEGABYTE
    clock_leap: timedelta = timedelta(days=60)


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

    Raises:
        InvalidInput: the file is no TOML, or has keys or values it may not have: every problem at once.
        Broken: `settings-unreadable`, it is not there or may not be read.
    """
    path = folder / FILE
    told = _told(path)
    _refuse_wrong(path, told)
    database = environment.get("EVALFLOW_DATABASE") or str(told.get("database", "sqlite:///evalflow.db"))
    return Settings(
        folder,
        _from_folder(database, folder),
        str(told.get("person", "")),
        _bytes(told, "attachment_limit_mb", 10),
        _bytes(told, "import_limit_mb", 50),
        timedelta(days=told.get("clock_leap_days", 60)),
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace(
        "\x7f", "\\u007f"
    )  # a string in JSON is one in TOML, but for DEL


def _told(path: Path) -> dict[str, Any]:
    try:
        raw = path.read_bytes()
    except OSError as unread:
        raise Broken("settings-unreadable", f"{path} cannot be read: {unread.strerror}.") from unread
    try:
        text = raw.decode("utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError as foreign:
        line = raw[: foreign.start].count(b"\n") + 1
        says = f"line {line} is not written in UTF-8. Open it in an editor and save it as UTF-8."
    except tomllib.TOMLDecodeError as damaged:
        says = _mended(str(damaged), text)
    raise InvalidInput("settings-damaged", f"{path} cannot be read: {says}")


def _mended(damage: str, text: str) -> str:
    """Return which line does not read, and what helps."""
    at = re.search(r"at line ([0-9]+)", damage)
    number = int(at[1]) if at else len(text.splitlines())
    line = "".join(text.splitlines()[number - 1 : number]).strip()
    if re.search("[“”„‟‘’‚«»]", line):
        helps = 'Its quotation marks are not straight ones. Write " in their place.'
    elif re.fullmatch(r"[\w-]+\s*=\s*([^\"'0-9\s].*)?", line):
        helps = 'A text stands in straight quotation marks, as in: person = "Ann Example"'
    else:
        helps = f"{damage}."
    return f"line {number}, {line!r}. {helps}"


def _refuse_wrong(path: Path, told: Mapping[str, object]) -> None:
    problems = [Problem(key, wrong) for key, value in told.items() if (wrong := _wrong(key, value))]
    if problems:
        raise InvalidInput("bad-setting", f"{path} cannot be followed:", problems)


def _wrong(key: str, value: object) -> str:
    """Return what is wrong with one line of the file, or "" where nothing is."""
    if key not in KINDS:
        near = get_close_matches(key, KINDS, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        return f"this is no setting.{hint} Settings: {', '.join(KINDS)}."
    if KINDS[key] is str:
        return "" if isinstance(value, str) else f"takes a text in quotation marks, not {value!r}."
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    unit = "days" if key.endswith("_days") else "megabytes"
    return "" if whole else f"takes a whole number of {unit}, not {value!r}."


def _bytes(told: Mapping[str, Any], key: str, otherwise: int) -> int:
    size: int = told.get(key, otherwise)
    return size * MEGABYTE


def _from_folder(database: str, folder: Path) -> str:
    """Return the address with a relative SQLite path made absolute, so that it means the same from any folder."""
    prefix = "sqlite:///"
    if database.startswith(prefix) and not database.startswith("sqlite:////"):
        return f"{prefix}{(folder / database.removeprefix(prefix)).resolve()}"
    return database
