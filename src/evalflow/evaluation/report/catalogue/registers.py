"""What is said of entries of registers, and of a dialogue's standing → its English."""

from collections.abc import Mapping
from typing import Final

from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.report.catalogue.plural import Sentence

REGISTER_WORDS: Final[Mapping[str, Sentence]] = {
    **{f"register.{register.name}": register.title for register in REGISTERS.values()},
    **{f"register.{r.name}.{field.name}": field.title for r in REGISTERS.values() for field in r.fields},
    "entry.holds": "{fields:semicolons}",
    "entry.field": "{field}: {said}",
    "entry.hedge": "As the source puts it: {hedge:ended}",
    "entry.note": "{note:ended}",
    "entry.corrected": "Corrected, {field}: {old} became {new}. Reason: {reason:ended}",
    "entry.field-part": "{field} ({part})",
    "author.own": "{partner:the}",
    "author.counterpart": "{counterpart:the}",
    "author.mutual": "both sides",
    "author.third-party": "a third party",
    "author.force-majeure": "force majeure",
    "standing.none": "No suspension or termination is on record.",
    "standing.since": "{standing} since {when}, {by}. Stated reasons: {reasons:ended}",
    "standing.active": "Active again",
    "standing.suspended": "Suspended",
    "standing.terminated": "Terminated",
    "standing.when": "{on:date} (source: {source})",
    "standing.when-hedged": "{on:date} ({hedge}; source: {source})",
    "standing.by": "by {author}",
    "standing.by-unknown": "by whom is not on record",
    "standing.no-reasons": "none on record.",
    "standing.conditions": "Stated conditions for what follows: {conditions:ended}",
    "standing.resume-when": "It is to be resumed only when: {rules:semicolons}.",
    "source.as-stated-there": "As stated in “{title}”{rest}",
    "sources.stated": "as stated {years:listed}",
    "year.in": "in {year}",
    "year.about": "about {year}",
    "year.in-or-later": "in {year} or later",
    "year.about-or-later": "about {year} or later",
}
