"""A letter → a file in a folder, for somebody to send by hand; or the program that this machine sends mail with."""

import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

from evalflow.effects.disk.files import write_new
from evalflow.effects.mail.message import envelope
from evalflow.effects.mail.transport import TransportAnswer, words
from evalflow.errors import Broken, EvalflowError

FOLDER: Final = "letters"  # in the folder of a record
# of sysexits.h: what a person corrects in the settings or the machine; and what may be about it or about the letter
_BLOCKED: Final = (64, *range(70, 75), 77, 78)
_INTERRUPTED: Final = 75
_TRY_LATER: Final = (68, 69, 76)
_SECONDS: Final = 60


class FolderTransport:
    """Writes each letter as `NAME.eml`. It is the way until mail is set up: nothing is lost meanwhile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is kept open."""

    def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
        del sender, to  # they stand in the message
        path = self._folder / f"{name}.eml"
        try:
            write_new(path, raw)
        except Broken as failed:
            return TransportAnswer("blocked", words(failed))
        except EvalflowError as failed:
            return TransportAnswer("deferred", words(failed))
        return TransportAnswer("sent", f"Written to {path.name}, to be sent by hand.")


class SendmailTransport:
    """Hands each letter to a program that takes it as sendmail does. `command` may have options, as in a shell."""

    def __init__(self, command: str = "/usr/sbin/sendmail", seconds: float = _SECONDS) -> None:
        self._asked = shlex.split(command)
        self._command = self._asked[0]
        self._seconds = seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is kept open."""

    def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
        del name
        # `--` ends the options: an address that begins with a hyphen is an address
        asked = [*self._asked, "-i", "-f", envelope(sender), "--", *map(envelope, to)]
        lines = raw.replace(b"\r\n", b"\n")  # such programs read text of this machine, and end its lines themselves
        try:
            ran = subprocess.run(asked, input=lines, capture_output=True, timeout=self._seconds, check=False)  # noqa: S603 - the program that the settings name
        except subprocess.TimeoutExpired:
            return TransportAnswer("unknown", f"{self._command} gave no answer within {self._seconds:g} seconds.")
        except OSError as missing:
            return TransportAnswer("blocked", f"{self._command} cannot be run: {missing.strerror}.")
        if ran.returncode == 0:
            return TransportAnswer("sent", f"{self._command} has taken it.")
        if ran.returncode < 0:
            return TransportAnswer(
                "unknown", f"{self._command} was ended by signal {-ran.returncode}, perhaps after it had taken it."
            )
        said = words(ran.stderr) or f"{self._command} ended with {ran.returncode}."
        if ran.returncode in _BLOCKED:
            return TransportAnswer("blocked", said)
        if ran.returncode == _INTERRUPTED:
            return TransportAnswer("interrupted", said)
        return TransportAnswer("deferred" if ran.returncode in _TRY_LATER else "failed", said)
