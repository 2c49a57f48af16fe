"""Recommendations → their lines: those of this report, with replies to its draft, and what became of earlier ones."""

from collections.abc import Iterator

from evalflow.engine.dates import exact_day
from evalflow.evaluation.findings.recommendations import Recommendation, Reply
from evalflow.evaluation.message import Message, message
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.sections.advice import CarriedLine, RecommendationLine, ReplyLine


def recommendation_lines(known: Everything, visible: Visible) -> tuple[RecommendationLine, ...]:
    """Return what this report recommends; a recommendation that was withdrawn is not in it."""
    own = (one for one in known.recommendations if one.cycle == known.cycle.id and one.stands)
    return tuple(
        RecommendationLine(
            code=one.code,
            text=visible.without_hidden_codes(one.text),
            addressee=one.addressee,
            due=one.due,
            priority=one.priority,
            basis=tuple(visible.without_hidden_codes(code) for code in one.basis),
            replies=_replies(known, one),
            unanswered=tuple(_unanswered(known, one)),
        )
        for one in own
    )


def carried_lines(known: Everything, visible: Visible) -> tuple[CarriedLine, ...]:
    """Return every recommendation of an earlier report that was carried into this cycle, the oldest first."""
    return tuple(_carried(known, visible, one) for one in known.recommendations if known.cycle.id in one.carried)


def _carried(known: Everything, visible: Visible, one: Recommendation) -> CarriedLine:
    found = one.followed_in(known.cycle.id)
    return CarriedLine(
        code=one.code,
        cycle=known.codes[one.cycle],
        text=one.text,
        addressee=one.addressee,
        due=one.due,
        overdue=bool(one.due) and exact_day(one.due) < known.day(known.now),
        age=one.carried.index(known.cycle.id) + 1,
        replies=_replies(known, one),
        status=found.status if found else "",
        found=visible.without_hidden_codes(found.text) if found else "",
        found_on=exact_day(found.on) if found else None,
        basis=tuple(visible.without_hidden_codes(code) for code in found.basis) if found else (),
        earlier=tuple(_earlier(known, one)),
    )


def _earlier(known: Everything, one: Recommendation) -> Iterator[Message]:
    """Yield what each cycle before this one found last."""
    for cycle in (one.cycle, *one.carried[: one.carried.index(known.cycle.id)]):
        if found := one.followed_in(cycle):
            told = {"cycle": known.codes[cycle], "status": found.status, "text": found.text}
            yield message("recommendation.found-before", **told, on=found.on)


def _replies(known: Everything, one: Recommendation) -> tuple[ReplyLine, ...]:
    return tuple(_reply(known, reply) for reply in one.replies)


def _reply(known: Everything, reply: Reply) -> ReplyLine:
    return ReplyLine(
        _government(known, reply.by),
        reply.stage,
        message(f"answer.{reply.answer}"),
        reply.reasons,
        exact_day(reply.received_on),
        reply.source,
        reply.late,
    )


def _unanswered(known: Everything, one: Recommendation) -> Iterator[Message]:
    for government in one.asked:
        if not any(reply.by == government for reply in one.replies):
            yield message("recommendation.unanswered", government=_government(known, government))


def _government(known: Everything, side: str) -> str:
    return known.dialogue.partner if side == "partner" else known.dialogue.counterpart
