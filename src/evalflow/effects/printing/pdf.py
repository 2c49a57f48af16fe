"""HTML in memory → PDF bytes, laid out in a child process that foreign text can exhaust without harm to this one."""

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, cast

from evalflow.effects.printing.frames import read_frame, write_frame
from evalflow.effects.printing.pdf_child import DONE
from evalflow.effects.printing.stillness import ended_when_still
from evalflow.errors import Broken
from evalflow.temporary import OwnFolder

CPU_SECONDS = 600  # a report; measured: 0.1 s a page
MEMORY_BYTES = 2 * 1024**3  # address space; measured: 0.6 GB resident at 400 pages
STILL_SECONDS = 300.0
SECONDS_TO_END = 5.0  # for a child that has closed its pipe
RECORD_FILE = "record.json"  # the name under which a PDF carries its data

LIBRARIES = (
    "The PDF needs Pango, which is not installed here. On Debian or Ubuntu: "
    "apt-get install libpangoft2-1.0-0 libharfbuzz-subset0; on macOS: brew install pango. "
    "The HTML and JSON editions are made without it."
)
FONTS = (
    "Fonts for most scripts are in Noto: on Debian or Ubuntu apt-get install fonts-noto-core fonts-noto-cjk; on other "
    "systems see fonts.google.com/noto."
)
_INHERITED = (
    "DYLD_FALLBACK_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "PATH",
    "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_DIRS", "XDG_DATA_HOME",
)  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """A PDF, and the signs for which this machine has no font: they stand in it as empty boxes."""

    pdf: bytes
    without_font: str


@dataclass(frozen=True)
class PdfLimits:
    """What one report may use before its making is ended. How busy the machine is does not count.

    `still_seconds` of the clock in which it uses no processor time at all end it too.
    """

    cpu_seconds: int = CPU_SECONDS
    memory_bytes: int = MEMORY_BYTES
    still_seconds: float = STILL_SECONDS


def to_pdf(
    html: str, *, created: datetime, attachments: Mapping[str, bytes], limits: PdfLimits = PdfLimits()
) -> Printed:
    """Return `html` as a tagged PDF/A-3a with the attachments in it, by name. Equal arguments give equal bytes.

    Raises:
        Broken: a system library is missing, or the limits were reached; nothing was written.
    """
    with Renderer(limits) as renderer:
        return renderer.to_pdf(html, created=created, attachments=attachments)


class Renderer:
    """A child process that stays warm from one report to the next. Use it in a `with` block."""

    def __init__(self, limits: PdfLimits = PdfLimits()) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._folder = OwnFolder("pdf")

    def __enter__(self) -> "Renderer":
        return self

    def __exit__(self, *_: object) -> None:
        self._end_child()
        self._folder.cleanup()

    def to_pdf(self, html: str, *, created: datetime, attachments: Mapping[str, bytes]) -> Printed:
        """Return `html` as a PDF; see `to_pdf` of this module. After a failure the next report gets a new child."""
        answer = self._answer_to(json.dumps(_job(html, created, attachments)).encode())
        if answer[:1] == DONE:
            missing, _, pdf = answer[1:].partition(b"\n")
            return Printed(pdf, "".join(map(chr, json.loads(missing))))
        self._end_child()
        said = json.loads(answer[1:])
        raise _failed(said["word"], said["detail"], self._limits)

    def _answer_to(self, job: bytes) -> bytes:
        child = self._child = self._child or _started(self._limits, self._folder.name)
        with ended_when_still(child, self._limits.still_seconds) as watch:
            answer = _exchanged(child, job)
        if answer is None:
            status = _exit_status(child)
            self._end_child()
            word = "still" if watch.still else "time" if status == -signal.SIGXCPU else "died"
            raise _failed(word, f"exit status {status}", self._limits)
        return answer

    def _end_child(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()


def _job(html: str, created: datetime, attachments: Mapping[str, bytes]) -> dict[str, object]:
    contents = {name: base64.b64encode(content).decode() for name, content in attachments.items()}
    return {"html": html, "created": f"{created.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "attachments": contents}


def _started(limits: PdfLimits, folder: str) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    environment |= {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "TMPDIR": folder}
    environment["SOURCE_DATE_EPOCH"] = "0"  # else fontTools (without harfbuzz-subset) dates each font
    # -P: a file in the current folder must not pass for a module
    command = [sys.executable, "-P", "-m", "evalflow.effects.printing.pdf_child"]
    return subprocess.Popen(  # noqa: S603  # our own interpreter and module, with two numbers
        [*command, str(limits.cpu_seconds), str(limits.memory_bytes)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
    )  # fmt: skip


def _exchanged(child: "subprocess.Popen[bytes]", job: bytes) -> bytes | None:
    """Return the child's answer, or None where it ended before it had given one."""
    try:
        write_frame(cast(BinaryIO, child.stdin), job)
        return read_frame(cast(BinaryIO, child.stdout))
    except BrokenPipeError:
        return None


def _exit_status(child: "subprocess.Popen[bytes]") -> int:
    try:
        return child.wait(timeout=SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def _failed(word: str, detail: str, limits: PdfLimits) -> Broken:
    """Return the error that says what ended the making of a PDF, and what helps."""
    match word:
        case "library":
            return Broken("pdf-library-missing", f"{LIBRARIES} The system says: {detail}")
        case "time":
            return Broken("pdf-too-slow", f"{_STOPPED} it was not done within {_time(limits)}. {_SHORTEN}")
        case "still":
            still = f"its process used no processor time for {limits.still_seconds:g} seconds, so it was ended"
            return Broken("pdf-hangs", f"{_STOPPED} {still}. Try again. The other editions are whole.")
        case "memory":
            return Broken("pdf-too-large", f"{_STOPPED} it needed more than {_size(limits)} of memory. {_SHORTEN}")
        case "died":
            return Broken("pdf-stopped", f"{_STOPPED} its process ended ({detail}), most often for want of memory; "
                          f"it may use {_size(limits)}. {_SHORTEN}")  # fmt: skip
    return Broken("pdf-failed", f"{_STOPPED} the page could not be laid out: {detail}. The other editions are whole.")


_STOPPED = "No PDF was made:"
_SHORTEN = (
    "Set pdf_seconds or pdf_memory_mb in evalflow.toml higher, or shorten the longest texts of the report. The HTML "
    "and JSON editions do not need this step."
)


def _time(limits: PdfLimits) -> str:
    return f"{limits.cpu_seconds} seconds of processor time"


def _size(limits: PdfLimits) -> str:
    return f"{limits.memory_bytes // 1024**2} MB"
