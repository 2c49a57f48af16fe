"""What every command shares: its example, its last options, and the record opened for it.

`@changes` and `@reads` stand next to the function; they hand it a `Call` first, then what was asked.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from evalflow.cli.frame import output
from evalflow.cli.frame.ending import ENDING
from evalflow.cli.frame.output import Format, Table, Value
from evalflow.cli.frame.typed import CODE as CODE
from evalflow.cli.frame.typed import DATE as DATE
from evalflow.cli.frame.typed import DAY as DAY
from evalflow.cli.frame.typed import DAY_OR_MOMENT as DAY_OR_MOMENT
from evalflow.cli.frame.typed import EXACT as EXACT
from evalflow.cli.frame.typed import INSTANT as INSTANT
from evalflow.cli.frame.typed import NAME as NAME
from evalflow.cli.frame.typed import Whole as Whole
from evalflow.errors import Broken, DoneBut, InvalidInput, NotFound, Refused
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.intake.text import not_text
from evalflow.settings import FILE, Settings, find_folder, read_settings, refuse_lost

if TYPE_CHECKING:
    from evalflow.usecases.door.door import Door

Run = Callable[..., None]


class Command(click.Command):
    """A command with an example of its use.

    It refuses an option given twice, of which Click would keep the last in silence, and tells of everything that is
    missing at once.
    """

    def __init__(self, *args: Any, example: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        _refuse_no_text(args)
        typed = list(args)
        self._refuse_misunderstood(ctx, typed)
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter:
            self._refuse_incomplete(ctx, typed)
            raise

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what the line of usage names: beside the arguments every option that must be given."""
        needed = [param for param in self.params if isinstance(param, click.Option) and param.required]
        return [*super().collect_usage_pieces(ctx), *(_usage(ctx, param) for param in needed)]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - Click's shape
        with formatter.section("Example"):
            formatter.write("".join(f"  {line}\n" for line in self.example.splitlines()))

    def _refuse_misunderstood(self, ctx: click.Context, typed: Sequence[str]) -> None:
        _, left, given = self.make_parser(ctx).parse_args(args=list(typed))
        if any(param.is_eager for param in given):
            return  # --help is answered whatever else is said
        _refuse_repeated(ctx, given)
        if left:
            raise click.UsageError(
                f"Got more than this command takes: {' '.join(left)}. Put text with spaces between quotes.", ctx
            )

    def _refuse_incomplete(self, ctx: click.Context, typed: Sequence[str]) -> None:
        """Tell of everything that is missing, where Click would tell of one thing at a time."""
        said, _, given = self.make_parser(ctx).parse_args(args=list(typed))
        missing = [param for param in self.params if param.required and not _is_said(param, said, given)]
        if len(missing) > 1:
            raise click.UsageError(f"Missing: {', '.join(_names(ctx, param) for param in missing)}.", ctx)
        for param in missing:
            if isinstance(param, click.Option) and param.secondary_opts:
                raise click.UsageError(f"Missing option: {_names(ctx, param)}. {param.help}", ctx)


def _refuse_repeated(ctx: click.Context, given: Sequence[click.Parameter]) -> None:
    for param in given:
        once = isinstance(param, click.Option) and not param.multiple and not param.count
        if once and given.count(param) > 1:
            if param.secondary_opts:
                raise click.UsageError(f"Give only one of {_names(ctx, param)}, and once.", ctx)
            raise click.UsageError(f"{param.opts[0]} is given more than once. Give it once.", ctx)


def _is_said(param: click.Parameter, said: Mapping[str, Any], given: Sequence[click.Parameter]) -> bool:
    """Return whether a parameter was typed. The parser lists every argument, and has no text for one left out."""
    value = said.get(param.name or "")
    return param in given and (isinstance(param, click.Option) or (isinstance(value, str | tuple) and bool(value)))


def _names(ctx: click.Context, param: click.Parameter) -> str:
    """Return how a parameter is typed: "--conducts or --does-not-conduct", or what stands for an argument."""
    return " or ".join([*param.opts, *param.secondary_opts]) if param.opts[0][0] == "-" else param.make_metavar(ctx)


def _usage(ctx: click.Context, param: click.Option) -> str:
    """Return how an option stands in a line of usage: "--opens DAY", or "--conducts|--does-not-conduct"."""
    if param.is_flag:
        return "|".join([*param.opts, *param.secondary_opts])
    if isinstance(param.type, click.Choice):
        return f"{param.opts[0]} {(param.name or '').upper()}"  # what there is to choose from stands at the option
    return f"{param.opts[0]} {param.make_metavar(ctx)}"


class CommandFamily(click.Group):
    """Commands on one kind of thing, such as `evalflow dialogue …`.

    Where `members` are given, name by name in the order of the work, each is imported from the module named there when
    it is asked for: to show a page must not wait for what simulates a cycle.
    """

    command_class = Command

    def __init__(self, *args: Any, members: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._members = dict(members or {})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        # For a name that there is not, all of them: Click looks among the commands for one that was meant.
        for module in [self._members[cmd_name]] if cmd_name in self._members else self._members.values():
            import_module(f"evalflow.cli.{module}")
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        listed = [(name, command.get_short_help_str(90)) for name, command in commands if command]
        with formatter.section("Commands"):
            formatter.write_dl(listed)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's shape
        return list(self._members or self.commands)  # in the order of the file, which is the order of the work


@dataclass(frozen=True)
class Call:
    """One command as it was called: the record it is for, opened, and the form in which it answers."""

    door: "Door"
    settings: Settings
    form: Format
    example: bool

    def say(self, text: str) -> None:
        output.say(text)

    def show(self, text: str) -> None:
        output.show(text)

    def show_table(self, columns: Mapping[str, str], rows: Sequence[Sequence[Value]]) -> None:
        output.show_table(Table(columns, rows), self.form, example=self.example)

    def show_record(self, record: Mapping[str, Value | Table]) -> None:
        output.show_record(record, self.form, example=self.example)


FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    envvar="EVALFLOW_FOLDER",
    help="Folder of the record, if not this one or one above it (EVALFLOW_FOLDER).",
)
WHO = click.option("--as", "who", type=NAME, help="Who acts, if not the person named in evalflow.toml.")
NOTHING_WRITTEN = "Dry run: nothing was written."
DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what would happen; write nothing.")
AT = click.option(
    "--at", type=INSTANT, hidden=True, envvar="EVALFLOW_AT", help="Virtual time; only an example record has it."
)
_ONCE = click.option("--once", default="", hidden=True, help="A key under which this is done at most once.")
FORM = click.option(
    "--format", "form", type=click.Choice(get_args(Format)), default="table", show_default=True, help="How to print."
)


def changes(run: Run) -> Run:
    """Make a function a command with which somebody changes the record. It gets a `Call`, then what was asked.

    A function that takes `--format` as well stands under `@prints`, which comes between.
    """

    @wraps(run)
    def somebody(call: Call, **asked: Any) -> None:
        if not call.door.who.strip():
            raise Refused("nobody-named", f"Say who acts: give a name with --as, or `person` in {FILE}.")
        run(call, **asked)

    return WHO(passes(somebody))


def passes(run: Run) -> Run:
    """Make a function a command that can change the record without anybody: what time brings. It may have `@WHO`."""

    @FOLDER
    @DRY_RUN
    @AT
    @_ONCE
    @wraps(run)
    def command(
        folder: Path | None,
        dry_run: bool,
        at: datetime | None,
        once: str,
        who: str | None = None,
        form: Format = "table",
        **asked: Any,
    ) -> None:
        settings = read_settings(folder_of(folder))
        with called(settings, form, who=who or "", at=at, dry_run=dry_run, once=once) as call:
            run(call, **asked)
        if dry_run:
            output.say(NOTHING_WRITTEN)

    return command


def looks(run: Run) -> Run:
    """Make a function a command that only looks, with one form of answer. It gets a `Call`, then what was asked."""

    @FOLDER
    @AT
    @wraps(run)
    def command(folder: Path | None, at: datetime | None, form: Format = "table", **asked: Any) -> None:
        with called(read_settings(folder_of(folder)), form, at=at) as call:
            run(call, **asked)

    return command


def reads(run: Run) -> Run:
    """Make a function a command that lists or shows: it only looks, and answers as `--format` says."""
    return FORM(looks(run))


def prints(run: Run) -> Run:
    """Give a command that changes the record the option `--format` too. Stands above `@changes`."""
    return FORM(run)


def folder_of(given: Path | None) -> Path:
    """Return the folder that was named, or the one this is or lies in. Raises NotFound where there is no record."""
    if given is None:
        return find_folder(Path.cwd())
    refuse_lost(given)
    if not (given / FILE).is_file():
        raise NotFound("no-folder", f"There is no {FILE} in {given}. Make a folder with `evalflow init {given}`.")
    return given.resolve()


def folder_here() -> Path | None:
    """Return the record's folder that this is or lies in, or None: for commands that need no record."""
    try:
        return find_folder(Path.cwd())
    except NotFound:
        return None


@contextmanager
def called(
    settings: Settings,
    form: Format,
    *,
    who: str = "",
    at: datetime | None = None,
    dry_run: bool = False,
    once: str = "",
) -> Iterator[Call]:
    """Open the record for one command, and close it after. An example says at the end that it is one."""
    from evalflow.usecases.door.door import set_back  # here, because the store is slow to import and help needs none
    from evalflow.wiring import SeededMint, door_to

    door = door_to(settings, who=who, at=at, dry_run=dry_run, once=once)
    example = isinstance(door.mint, SeededMint)
    if not example and (last := set_back(door)):
        output.say(
            f"The clock is behind the record's last entry, of {last:%Y-%m-%d %H:%M:%S} UTC: that instant is used. Set "
            "the clock right."
        )
    try:
        yield Call(door, settings, form, example)
        _tell_of_copies(door)
    finally:
        ENDING.done = ENDING.done or door.store.committed
        door.store.dispose()
    if example:
        output.say(f"({EXAMPLE_NOTICE}.)")


def _tell_of_copies(door: "Door") -> None:
    """Name the copies that still hold what this command has erased."""
    if not door.marks or not door.marks.erased_now or door.dry_run:
        return
    from evalflow.usecases.trust.backups import copies_that_hold  # here, because few commands erase anything

    try:
        known_copies = copies_that_hold(door.marks, door.marks.erased_now)
    except Broken as unread:
        raise DoneBut(
            unread.code,
            "The command was carried out and recorded, but which copies of the record still hold what was erased "
            f"could not be read. {unread} Do not repeat the command: `evalflow doctor` names what is wrong.",
        ) from unread
    if known_copies:
        output.say(
            "These copies of the record still hold what was erased. Destroy them, wherever they were taken, and make "
            "a new one with `evalflow backup`. A restore from one of them erases it again:"
        )
        for copy in known_copies:
            there = "" if Path(copy.file).exists() else ", no longer in this place"
            output.say(f"  {copy.file} ({copy.at:%Y-%m-%d %H:%M} UTC, {copy.head.size} entries{there})")


def _refuse_no_text(args: Sequence[str]) -> None:
    found = [(typed, what.rstrip(",")) for typed in args if (what := not_text(typed))]
    if found:
        told = " ".join(f"What was typed holds {what}. Take it out: {typed!r}." for typed, what in found)
        raise InvalidInput("control-characters", told)
