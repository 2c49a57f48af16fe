"""The whole family `cycle`: every command in the order of the work, and the file in which it is."""

from evalflow.cli.frame.frame import CommandFamily

cycle = CommandFamily(
    "cycle",
    help="Open an evaluation cycle, see where it stands, move it on.",
    members={
        "open": "cycle.cycle",
        "publish-terms": "cycle.cycle",
        "name-body": "cycle.cycle",
        "list": "cycle.status",
        "status": "cycle.status",
        "history": "cycle.status",
        "complete": "cycle.cycle",
        "pause": "cycle.cycle",
        "resume": "cycle.cycle",
        "close-early": "cycle.cycle",
        "extend": "cycle.changes",
        "move": "cycle.changes",
        "migrate": "cycle.changes",
        "calendar": "cycle.feeds",
        "forecast": "cycle.forecast",
        "simulate": "cycle.forecast",
    },
)
