"""A time zone as people write it → what is wrong with it, and which place's zone is probably meant.

CET, EST or UTC+1 name an offset, and nobody knows whether summer time is meant. A place says both: Europe/Brussels.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from evalflow.engine.periods import local_day
from evalflow.errors import InvalidInput

_SOME_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)
_PLACES: Final[Mapping[str, str]] = {
    "CET": "Europe/Brussels", "CEST": "Europe/Brussels", "MET": "Europe/Brussels", "MEZ": "Europe/Berlin",
    "MESZ": "Europe/Berlin", "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon", "EET": "Europe/Athens",
    "EEST": "Europe/Athens", "GMT": "Europe/London", "BST": "Europe/London", "MSK": "Europe/Moscow",
    "TRT": "Europe/Istanbul", "EST": "America/New_York", "EDT": "America/New_York", "EST5EDT": "America/New_York",
    "ET": "America/New_York", "CST": "America/Chicago", "CDT": "America/Chicago", "CST6CDT": "America/Chicago",
    "MST": "America/Denver", "MDT": "America/Denver", "MST7MDT": "America/Denver", "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles", "PST8PDT": "America/Los_Angeles", "HST": "Pacific/Honolulu",
    "BRT": "America/Sao_Paulo", "CLT": "America/Santiago", "WAT": "Africa/Lagos", "CAT": "Africa/Maputo",
    "EAT": "Africa/Nairobi", "SAST": "Africa/Johannesburg", "IST": "Asia/Kolkata", "PKT": "Asia/Karachi",
    "NPT": "Asia/Kathmandu", "ICT": "Asia/Bangkok", "HKT": "Asia/Hong_Kong", "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul", "PRC": "Asia/Shanghai", "ROC": "Asia/Taipei", "ROK": "Asia/Seoul",
    "AEST": "Australia/Sydney", "NZST": "Pacific/Auckland", "NZ": "Pacific/Auckland", "GB": "Europe/London",
    "EIRE": "Europe/Dublin",
}  # fmt: skip
_BY_MINUTES: Final[Mapping[int, str]] = {
    -600: "Pacific/Honolulu", -480: "America/Los_Angeles", -420: "America/Denver", -360: "America/Mexico_City",
    -300: "America/Lima", -240: "America/Santiago", -210: "America/St_Johns", -180: "America/Sao_Paulo",
    0: "UTC", 60: "Europe/Brussels", 120: "Europe/Athens", 180: "Africa/Nairobi", 210: "Asia/Tehran",
    240: "Asia/Dubai", 270: "Asia/Kabul", 300: "Asia/Karachi", 330: "Asia/Kolkata", 345: "Asia/Kathmandu",
    360: "Asia/Dhaka", 390: "Asia/Yangon", 420: "Asia/Bangkok", 480: "Asia/Shanghai", 540: "Asia/Tokyo",
    570: "Australia/Darwin", 600: "Australia/Brisbane", 660: "Pacific/Noumea", 720: "Pacific/Auckland",
    780: "Pacific/Apia",
}  # fmt: skip
_OFFSET: Final = re.compile(r"(ETC/)?(?:UTC|GMT|Z)?\s*([+-])?([0-9]{1,2})(?::?([0-9]{2}))?(?:00)?")
_NO_PLACE: Final = ("Etc/", "SystemV/", "posix/", "right/")
_OWN: Final = "UTC"


def wrong_with_zone(name: str, *, pinned: bool = False) -> str:
    """Return what is wrong with a zone as a sentence that proposes another one, or "" where nothing is.

    What is `pinned` may name any zone that there is.
    """
    if not pinned and name != _OWN and (told := _no_place(name)):
        return told
    try:
        local_day(_SOME_DAY, name)
    except InvalidInput as unknown:
        return str(unknown)
    return ""


def _no_place(name: str) -> str:
    meant = _meant(name)
    if not meant and "/" in name and not name.startswith(_NO_PLACE):
        return ""
    hint = f"Is it {meant}?" if meant else "Write a place, such as Europe/London, or UTC."
    return f"{name!r} is no place: it does not say whether and when summer time begins. {hint}"


def _meant(name: str) -> str:
    word = name.strip().upper()
    if word in _PLACES:
        return _PLACES[word]
    if word in (
        "UTC",
        "Z",
        "UCT",
        "ZULU",
        "UNIVERSAL",
        "GREENWICH",
        "GMT0",
        "ETC/UTC",
        "ETC/UCT",
        "ETC/GMT",
        "ETC/ZULU",
    ):
        return _OWN
    if not (match := _OFFSET.fullmatch(word)):
        return ""
    posix, sign, hours, minutes = match.groups()
    west = (sign == "-") != bool(posix)  # Etc/GMT+5 lies west of Greenwich
    offset = int(hours) * 60 + int(minutes or 0)
    return _BY_MINUTES.get(-offset if west else offset, "")
