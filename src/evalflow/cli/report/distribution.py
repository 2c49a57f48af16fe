"""Who has the report, by which letter, and who not: what became of its distribution."""

from collections import Counter

import click

from evalflow.cli.frame.frame import Call, CommandFamily, reads
from evalflow.cli.frame.output import Value
from evalflow.cli.letters.letters import COLUMNS, row, show
from evalflow.usecases.letters.distribution import distribution as found_of

distribution = CommandFamily("distribution", help="Who has the report, and who not.")


@distribution.command("status", example="evalflow distribution status UK-CHINA-2027")
@click.argument("code")
@reads
def status(call: Call, code: str) -> None:
    """Show for each recipient which report went, when, and what the server said: those that failed come first."""
    found = found_of(call.door, code)
    columns = {**COLUMNS, "edition": "Edition", "file": "File", "sha256": "SHA-256"}
    rows: list[list[Value]] = []
    for one in found:
        file = one.letter.files[0]
        rows.append([*row(one), one.letter.edition, file.name, file.sha256])
    show(call, columns, rows)
    counts = Counter(listed.letter.state for listed in found)
    told = ", ".join(f"{count} {state}" for state, count in counts.most_common())
    call.say(
        f"{len(found)} letters: {told}." if found else f"Nobody was sent it yet: evalflow report distribute {code}"
    )
    if counts["failed"]:
        call.say(f"To those that failed, once it is mended: evalflow letters retry --cycle {code.upper()} --reason …")
