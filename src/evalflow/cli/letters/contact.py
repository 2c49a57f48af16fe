"""Contacts: whom letters go to, in which language and zone, when they are away, and that they decline mail."""

from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from evalflow.cli.frame.frame import CODE, DAY, NAME, Call, CommandFamily, changes, looks, reads
from evalflow.cli.frame.output import Value
from evalflow.cli.frame.places import write_out
from evalflow.evaluation.letters.contacts import Contact, Language
from evalflow.intake.circle import slug
from evalflow.usecases.letters import contacts, feeds
from evalflow.usecases.letters.forgetting import forget_contact

contact = CommandFamily("contact", help="Whom letters go to: addresses, language, zone, absences; who declines mail.")

_LANGUAGE = click.Choice(get_args(Language))
_COLUMNS = {
    "code": "Code", "name": "Name", "organisation": "Organisation", "addresses": "Mail", "language": "Language",
    "zone": "Zone", "mail": "Takes mail",
}  # fmt: skip


@contact.command(
    "add", example='evalflow contact add "Example Society" --mail office@example.org --zone Europe/Brussels'
)
@click.argument("name", type=NAME)
@click.option("--mail", "addresses", multiple=True, required=True, help="An address; more than once for several.")
@click.option("--code", type=CODE, help="The short name by which it is typed; made of the name unless told.")
@click.option("--organisation", type=NAME, default=None, help="Of which organisation.")
@click.option("--language", type=_LANGUAGE, default="en", show_default=True, help="Of its letters.")
@click.option("--zone", default="UTC", show_default=True, help="Its time zone: letters come in its working hours.")
@click.option("--calendar", default="", help="The calendar of its days off; see `evalflow calendar list`.")
@click.option("--single", is_flag=True, help="A letter for each thing, and not one a day that lists them.")
@changes
def add(call: Call, name: str, addresses: tuple[str, ...], code: str | None, **given: Any) -> None:
    """Add a contact. What it has to do with a cycle is said by `evalflow circle`."""
    given["organisation"] = given["organisation"] or ""
    contacts.refuse_unknown(call.door, given["zone"], given["calendar"])
    made = contacts.add_contact(call.door, Contact("", code or slug(name), name, addresses=addresses, **given))
    call.show(made.code)
    _note(call, made)


@contact.command("list", example="evalflow contact list")
@reads
def list_(call: Call) -> None:
    """List all contacts."""
    found = contacts.list_contacts(call.door)
    call.show_table(_COLUMNS, [_row(one) for one in found])
    if not found:
        call.say("Nobody is known yet: evalflow contact add NAME --mail ADDRESS, or evalflow circle import CYCLE FILE")


@contact.command("show", example="evalflow contact show example-society")
@click.argument("code")
@reads
def show(call: Call, code: str) -> None:
    """Show one contact whole, with its roles.

    Its feed is a calendar that `evalflow tick` keeps up to date. Give its address to this contact alone.
    """
    one, seats = contacts.contact_of(call.door, code)
    roles = [f"{cycle}: {seat.role}{' (left)' if seat.left_at else ''}" for cycle, seat in seats]
    away = [f"{absence.first} to {absence.last}" for absence in one.absences]
    told = dict(zip(_COLUMNS, _row(one), strict=True)) | {
        "calendar": one.calendar, "single": one.single, "away": away, "roles": roles,
        "declined": one.declined_reason, "feed": f"{feeds.FOLDER}/{feeds.name_of_feed(one)}",
    }  # fmt: skip
    call.show_record(told)


@contact.command("change", example="evalflow contact change example-society --zone Asia/Kathmandu")
@click.argument("code")
@click.option("--name", type=NAME, help="Another name.")
@click.option("--organisation", type=NAME, help="Another organisation.")
@click.option("--mail", "addresses", multiple=True, help="Other addresses, in the place of those before.")
@click.option("--language", type=_LANGUAGE, help="Another language.")
@click.option("--zone", help="Another time zone.")
@click.option("--calendar", help="Another calendar.")
@click.option("--single/--digest", default=None, help="A letter for each thing, or one a day.")
@changes
def change(call: Call, code: str, **given: Any) -> None:
    """Change what is given of a contact; the rest stays."""
    given["addresses"] = given["addresses"] or None
    contacts.refuse_unknown(call.door, given["zone"] or "UTC", given["calendar"] or "")
    changed = contacts.change_contact(call.door, code, **given)
    call.show(changed.code)
    if given["addresses"]:
        _note(call, changed)


@contact.command("away", example="evalflow contact away example-society --from 2027-08-01 --through 2027-08-21")
@click.argument("code")
@click.option("--from", "first", type=DAY, required=True, help="The first day away.")
@click.option("--through", "last", type=DAY, required=True, help="The last day away.")
@click.option("--substitute", default="", help="The contact who gets the letters meanwhile.")
@changes
def away(call: Call, code: str, first: date, last: date, substitute: str) -> None:
    """Record days on which a contact is away; with a substitute the letters of these days go there."""
    call.show(contacts.plan_absence(call.door, code, first, last, substitute).code)


@contact.command("decline", example='evalflow contact decline example-society --reason "Asked for by telephone."')
@click.argument("code")
@click.option("--reason", default="", help="What was said, always needed.")
@changes
def decline(call: Call, code: str, reason: str) -> None:
    """Record that a contact wants no mail. That each letter did not go stays visible."""
    call.show(contacts.decline_mail(call.door, code, reason).code)


@contact.command("accept", example='evalflow contact accept example-society --reason "Asked for in writing."')
@click.argument("code")
@click.option("--reason", default="", help="What was said, always needed.")
@changes
def accept(call: Call, code: str, reason: str) -> None:
    """Record that a contact wants mail again."""
    call.show(contacts.take_mail_again(call.door, code, reason).code)


@contact.command("forget", example='evalflow contact forget example-society --reason "Asked for on 3 March 2027."')
@click.argument("code")
@click.option("--reason", default="", help="Why, always needed; it stays, so it should name nobody.")
@changes
def forget(call: Call, code: str, reason: str) -> None:
    """Erase a contact for good: name, addresses, what its letters said, and their files.

    That somebody was written to, when, and whether it arrived stays, without who it was. Its roles end.
    """
    for path in forget_contact(call.door, code, reason):
        call.say(f"{'Would be destroyed' if call.door.dry_run else 'Destroyed'}: {path}")
    call.say(f"{code} is forgotten. Copies of the record that were saved before still hold it.")


@contact.command("calendar", example="evalflow contact calendar example-society --out deadlines.ics")
@click.argument("code")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file (iCalendar).")
@looks
def calendar(call: Call, code: str, out: Path) -> None:
    """Write a contact's deadlines, over all its cycles, as a calendar that other programs read."""
    write_out(out, feeds.calendar_of_contact(call.door, code), over=True, public=False)


def _note(call: Call, one: Contact) -> None:
    for note in contacts.notes_on(call.door, one):
        call.say(f"Note: {note}")


def _row(one: Contact) -> list[Value]:
    takes = f"no, since {one.declined_at:%Y-%m-%d}" if one.declined_at else "yes"
    return [one.code, one.name, one.organisation, list(one.addresses), one.language, one.zone, takes]
