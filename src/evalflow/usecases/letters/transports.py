"""The settings of a folder → the way by which its letters leave."""

from typing import TYPE_CHECKING

from evalflow.errors import Refused
from evalflow.settings import FILE, Settings

if TYPE_CHECKING:
    from evalflow.effects.mail.transport import Transport


def transport_of(settings: Settings, *, example: bool) -> "Transport":
    """Return the way by which letters leave. Those of an example never leave this machine.

    Raises:
        Refused: `example-mail`, an example would write to people.
    """
    from evalflow.effects.mail.other_transports import FOLDER, FolderTransport, SendmailTransport
    from evalflow.effects.mail.smtp import SmtpSettings, SmtpTransport

    mail = settings.mail
    if mail.transport == "folder":
        return FolderTransport(settings.folder / FOLDER)
    if example and not (mail.transport == "smtp" and mail.host in _THIS_MACHINE):
        raise Refused(
            "example-mail", f"This is an example: its letters are invented. In {FILE}, set transport to folder."
        )
    if mail.transport == "sendmail":
        return SendmailTransport(mail.sendmail)
    return SmtpTransport(
        SmtpSettings(
            mail.host,
            mail.port,
            mail.security,
            mail.user,
            mail.password,
            timeout=mail.timeout,
            limit=4 * mail.timeout,
            ca_file=mail.ca_file,
            per_minute=mail.letters_per_minute,
        )
    )


_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
