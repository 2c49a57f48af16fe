"""The name of a time zone → the zone, or what is wrong: with the name, or with a machine that knows none."""

from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from evalflow.errors import Broken, InvalidInput


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone of this name.

    Raises:
        InvalidInput: `unknown-zone`, with the nearest.
        Broken: `zones-missing`, the machine has no time-zone data at all, so that the name may well be right.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        known = sorted(available_timezones())
        if not known:
            raise Broken(
                "zones-missing",
                "The time-zone data is missing on this machine, so no time zone can be read. Install it: "
                "pip install tzdata, or on Debian and Ubuntu apt-get install tzdata.",
            ) from unknown
        near = get_close_matches(name, known, n=1)
        hint = f" Did you mean {near[0]}?" if near else " Zones read like Europe/London."
        raise InvalidInput("unknown-zone", f"There is no time zone {name!r}.{hint}") from unknown
