"""Words typed after `evalflow` → what was printed and the exit code; and every example that the help gives."""

from collections.abc import Iterator
from dataclasses import dataclass

import click
import pytest

from evalflow.cli.frame.frame import Command
from evalflow.cli.main import CHAPTERS, run


@dataclass(frozen=True)
class CommandResult:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class CommandLine:
    """Runs commands in this process, as a person types them, each with the words in `last` at its end."""

    printed: pytest.CaptureFixture[str]
    last: tuple[str, ...] = ()

    def __call__(self, *words: str) -> CommandResult:
        self.printed.readouterr()
        code = run([*words, *self.last])
        out, err = self.printed.readouterr()
        return CommandResult(code, out, err)

    def done(self, *words: str) -> str:
        """Return what a command that succeeds prints on stdout."""
        ran = self(*words)
        assert ran.code == 0, ran.err
        return ran.out

    def refused(self, *words: str) -> tuple[int, str]:
        """Return exit code and talk of a command that prints nothing on stdout."""
        ran = self(*words)
        assert ran.out == ""
        return ran.code, ran.err


def commands(*chapters: str) -> list[tuple[str, Command]]:
    """Return every command of the named chapters, or of all, with the words that call it."""
    return list(_commands(chapters or tuple(CHAPTERS)))


def _commands(chapters: tuple[str, ...]) -> Iterator[tuple[str, Command]]:
    for name in chapters:
        loaded = CHAPTERS[name].load()
        asked = click.Context(loaded)
        for member in loaded.list_commands(asked) if isinstance(loaded, click.Group) else [""]:
            command = loaded.get_command(asked, member) if isinstance(loaded, click.Group) else loaded
            assert isinstance(command, Command)
            yield f"{name} {member}".strip(), command
