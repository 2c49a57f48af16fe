"""Where a text goes: to the terminal, or into a new file in a folder that is there."""

from pathlib import Path

from evalflow.cli.frame.ending import ENDING
from evalflow.cli.frame.frame import Call
from evalflow.cli.frame.output import show
from evalflow.effects.disk.files import write_new, write_over
from evalflow.errors import NotFound


def refuse_nowhere(path: Path) -> None:
    """Refuse a path whose folder does not exist.

    Raises:
        NotFound: `no-such-folder`.
    """
    if not path.parent.is_dir():
        raise NotFound(
            "no-such-folder", f"There is no folder {path.parent}. Make it first, or check how it is spelled."
        )


def show_or_write(call: Call, text: str, out: Path | None) -> bool:
    """Print a text, or write it into a new file and print its path. Returns whether it went into a file."""
    if out is None:
        call.show(text.rstrip("\n"))
        return False
    refuse_nowhere(out)
    write_out(out, text.encode("utf-8"))
    return True


def write_out(out: Path, content: bytes, *, over: bool = False, public: bool = True) -> None:
    """Write a file that a person asked for and print its path. Only with `over` may it take the place of another."""
    write = write_over if over else write_new
    write(out, content, public=public)
    ENDING.done = True
    show(str(out))
