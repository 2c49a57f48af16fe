"""Options of a command that acts for a submitter → the receipt code or the second person that is presented.

A code in the options of a command is seen in the list of processes and kept in the history of the shell, so it can be
given in a file, or asked for without being shown.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from evalflow.cli.frame.frame import NAME
from evalflow.effects.disk.files import read_file
from evalflow.evaluation.inputs.receipt_code import Presented

_LINE: Final = re.compile("^Receipt code: (.+)$", re.MULTILINE)
ASKED: Final = Path("-")


def presents_code(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options by which the submitter's receipt code is presented."""
    run = click.option(
        "--code-file", type=click.Path(path_type=Path), help="A file with the code, such as the receipt; - asks for it."
    )(run)
    return click.option("--code", "receipt_code", help="The receipt code. Others see it here: --code-file hides it.")(
        run
    )


def confirms(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option that names who confirms it where the code is not there."""
    return click.option("--confirmed-by", type=NAME, help="Without the code: a second person who confirms it.")(run)


def presents(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command both."""
    return confirms(presents_code(run))


def presented(given: dict[str, Any], reason: str = "") -> Presented:
    """Take what is presented out of the options of a command.

    Raises:
        NotFound: `no-such-file`.
    """
    code, file = given.pop("receipt_code") or "", given.pop("code_file")
    if code and file:
        raise click.UsageError("Give the receipt code once: with --code or with --code-file.")
    return Presented(_read(file) if file else code, given.pop("confirmed_by", None) or "", reason)


def _read(file: Path) -> str:
    if file != ASKED:
        text = read_file(file).decode("utf-8", "replace")
    elif sys.stdin.isatty():
        text = str(click.prompt("Receipt code", hide_input=True, err=True))
    else:
        text = sys.stdin.read()
    line = _LINE.search(text)
    return line[1] if line else text.strip()
