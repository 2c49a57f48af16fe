"""A file, or a credential of systemd → a secret; refused where others than its owner can read it."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from evalflow.errors import Broken

CREDENTIALS = "CREDENTIALS_DIRECTORY"  # where systemd puts what LoadCredential= names


def secret_in(file: Path, what: str) -> str:
    """Return what a file holds, without white space round it. `what` is what the secret is for.

    Raises:
        Broken: `secret-unreadable`; or `secret-shown`, others than its owner can read it.
    """
    return _read(file, what, ours=True)


def credential(name: str, what: str, environment: Mapping[str, str]) -> str:
    """Return the credential of this name that systemd handed to the service, or "" where it handed none.

    Raises:
        Broken: as `secret_in`. systemd itself lets the service's user in, by what looks like a right of the group.
    """
    folder = environment.get(CREDENTIALS)
    if not folder or name not in _names(Path(folder)):
        return ""
    return _read(Path(folder, name), what, ours=False)


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _read(file: Path, what: str, *, ours: bool) -> str:
    try:
        with file.open(encoding="utf-8") as opened:
            refuse_shown(file, what, os.fstat(opened.fileno()), ours=ours)
            return opened.read().strip()
    except (OSError, UnicodeDecodeError) as unread:
        raise Broken("secret-unreadable", f"{file}, which should hold {what}, cannot be read.") from unread


def refuse_shown(file: Path, what: str, found: os.stat_result, *, ours: bool = True) -> None:
    """Refuse a file that others can read or write. Of another owner's file, such as root's, our group may read it.

    Raises:
        Broken: `secret-shown`, with the command that corrects it.
    """
    if os.name != "posix":
        return  # elsewhere such rights say nothing
    own = ours and found.st_uid == os.geteuid()
    if found.st_mode & (stat.S_IRWXO | (stat.S_IRWXG if own else stat.S_IWGRP)):
        raise Broken(
            "secret-shown",
            f"{file} holds {what}, and others than its owner can read or change it. Correct that: chmod 600 {file}",
        )
