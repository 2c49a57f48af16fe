"""Parts of which other messages are made: text, dates, lists, what a source says → their English."""

from collections.abc import Mapping
from typing import Final

from evalflow.evaluation.report.catalogue.plural import Sentence

PARTS: Final[Mapping[str, Sentence]] = {
    "text": "{text}",
    "begun": "{says:capital}",
    "ended": "{says:ended}",
    "sentences": "{parts:sentences}",
    "code": "{code:code}",
    "number": "{number}",
    "date": "{on:date}",
    "not-known": "not known",
    "step.titled": "“{title}”",
    "item.with-cause": "{item}; cause: {cause}",
    "item.with-note": "{item} ({note})",
    "topic.stated": "{topic:capital}. {statement:ended}",
    "topic.stated-of": "{topic:capital}. {statement:ended} (Said of: {whom}.)",
    "said.sourced": "{said} [{source}]",
    "said.variants": "{said:either}",
    "timeframe.stated": "a day is stated",
    "timeframe.sourced": "{timeframe}; source: {source}",
    "due.stated": "{on:date} ({timeframe})",
    "due.none-stated": "no date ({timeframe})",
}
