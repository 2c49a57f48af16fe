"""evalflow.toml and the environment → one frozen picture of where the record lives and who acts."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from evalflow.errors import InvalidInput, NotFound

FILE = "evalflow.toml"
MEGABYTE = 1_000_000

TEMPLATE = """\
# Where the record lives. A relative SQLite path counts from this folder; PostgreSQL: postgresql+psycopg://user@host/name
database = "{database}"
# Who acts when --as is not given. Self-declared: as recorded, not authenticated.
person = "{person}"
# Largest attachment and largest file of inputs that are taken, in megabytes.
attachment_limit_mb = 10
import_limit_mb = 50
"""


@dataclass(frozen=True)
class Settings:
    """Sizes are bytes; `database` is a SQLAlchemy address."""

    folder: Path
    database: str
    person: str = ""
    attachment_limit: int = 10 * MEGABYTE
    import_limit: int = 50 * MEGABYTE


def find_folder(start: Path) -> Path:
    """Return the folder that holds evalflow.toml: `start` or the nearest folder above it.

    Raises:
        NotFound: `no-folder`, with the command that makes one.
    """
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise NotFound(
        "no-folder", f"There is no {FILE} in {start} or above it. Make a folder with `evalflow init FOLDER`."
    )


def read_settings(folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of a folder. EVALFLOW_DATABASE in the environment goes before the file.

    Raises:
        InvalidInput: the file cannot be read as TOML, or has a key or value it may not have.
    """
    path = folder / FILE
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as damaged:
        raise InvalidInput("settings-damaged", f"{path} cannot be read: {damaged}.") from damaged
    _refuse_unknown(path, told)
    database = environment.get("EVALFLOW_DATABASE") or str(told.get("database", "sqlite:///evalflow.db"))
    return Settings(
        folder,
        _from_folder(database, folder),
        str(told.get("person", "")),
        _bytes(path, told, "attachment_limit_mb", 10),
        _bytes(path, told, "import_limit_mb", 50),
    )


def _refuse_unknown(path: Path, told: Mapping[str, object]) -> None:
    known = ("database", "person", "attachment_limit_mb", "import_limit_mb")
    for key in told:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise InvalidInput("unknown-setting", f"{path}: {key!r} is no setting.{hint} Settings: {', '.join(known)}.")


def _bytes(path: Path, told: Mapping[str, object], key: str, otherwise: int) -> int:
    value = told.get(key, otherwise)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise InvalidInput("bad-setting", f"{path}: {key} takes a whole number of megabytes, not {value!r}.")
    return value * MEGABYTE


def _from_folder(database: str, folder: Path) -> str:
    """Return the address with a relative SQLite path made absolute, so that it means the same from any folder."""
    prefix = "sqlite:///"
    if database.startswith(prefix) and not database.startswith("sqlite:////"):
        return f"{prefix}{(folder / database.removeprefix(prefix)).resolve()}"
    return database
