"""The circle of a cycle: who stands for which role, by hand or from a file."""

from pathlib import Path

import click

from evalflow.cli.frame.frame import Call, CommandFamily, changes, reads
from evalflow.cli.frame.output import Value
from evalflow.effects.disk.files import read_file
from evalflow.usecases.door.seats import Member
from evalflow.usecases.letters import contacts

circle = CommandFamily("circle", help="Who has which role in a cycle, and so gets which letters.")

_COLUMNS = {"role": "Role", "contact": "Contact", "name": "Name", "mail": "Mail", "restricted": "Restricted"}


@circle.command("list", example="evalflow circle list UK-CHINA-2027")
@click.argument("code")
@reads
def list_(call: Call, code: str) -> None:
    """List who is in the circle of a cycle, by role."""
    members = contacts.list_circle(call.door, code)
    call.show_table(_COLUMNS, [_row(member) for member in members])
    if not members:
        call.say(f"Nobody is in it yet, so no letter goes to anybody: evalflow circle import {code.upper()} FILE")


@circle.command("import", example="evalflow circle import UK-CHINA-2027 circle.csv")
@click.argument("code")
@click.argument("file", type=click.Path(path_type=Path))
@changes
def import_(call: Call, code: str, file: Path) -> None:
    """Take in the whole circle from a CSV or YAML file: all of it, or nothing and every problem.

    Columns: name, role, mail; and where wanted code, organisation, language (en, fr), zone, calendar, single,
    restricted. Several addresses are parted by spaces. Who is known by the code already is changed where the file says
    something else.
    """
    taken = contacts.import_circle(call.door, code, file, read_file(file), call.settings.import_limit)
    for added in taken.added:
        call.show(added)
    told = f"{len(taken.added)} new contacts, {len(taken.changed)} changed, {taken.seats} new roles in {code.upper()}."
    call.say(told)
    for note in taken.notes:
        call.say(f"Note: {note}")


@circle.command("add", example="evalflow circle add UK-CHINA-2027 example-society --role ngo")
@click.argument("code")
@click.argument("contact")
@click.option("--role", required=True, help="Such as ngo, parliament, government, coordinator, or recipient.")
@click.option("--restricted", is_flag=True, help="Named for the restricted edition as well.")
@changes
def add(call: Call, code: str, contact: str, role: str, restricted: bool) -> None:
    """Give a contact a role in a cycle."""
    contacts.seat(call.door, code, contact, role, restricted=restricted)
    call.say(f"{contact} stands for {role} in {code.upper()}.")


@circle.command("leave", example='evalflow circle leave UK-CHINA-2027 example-society --role ngo --reason "Left."')
@click.argument("code")
@click.argument("contact")
@click.option("--role", required=True, help="Which of its roles ends.")
@click.option("--reason", default="", help="Why, always needed.")
@changes
def leave(call: Call, code: str, contact: str, role: str, reason: str) -> None:
    """End a contact's role in a cycle."""
    contacts.leave(call.door, code, contact, role, reason)
    call.say(f"{contact} no longer stands for {role} in {code.upper()}.")


def _row(member: Member) -> list[Value]:
    return [
        member.seat.role,
        member.contact.code,
        member.contact.name,
        list(member.contact.addresses),
        member.seat.restricted,
    ]
