"""Recommendations → their lines: those of this report, with replies to its draft, and what became of earlier ones."""

from collections.abc import Iterator

from evalflow.engine.dates import exact_day
from evalflow.evaluation.findings.recommendations import Recommendation, Reply
from evalflow.evaluation.message import Message, message
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.sections.advice import CarriedLine, RecommendationLine, ReplyLine


def recommendation_lines(everything: Everything, visible: Visible) -> tuple[RecommendationLine, ...]:
    """Return what this report recommends; a recommendation that was withdrawn is not in it."""
    own = (
        recommendation
        for recommendation in everything.recommendations
        if recommendation.cycle == everything.cycle.id and recommendation.stands
    )
    return tuple(
        RecommendationLine(
            code=one.code,
            text=visible.without_hidden_codes(one.text),
            addressee=one.addressee,
            due=one.due,
            priority=one.priority,
            basis=tuple(visible.without_hidden_codes(code) for code in one.basis),
            replies=_replies(everything, one),
            unanswered=tuple(_unanswered(everything, one)),
        )
        for one in own
    )


def carried_lines(everything: Everything, visible: Visible) -> tuple[CarriedLine, ...]:
    """Return every recommendation of an earlier report that was carried into this cycle, the oldest first."""
    return tuple(
        _carried(everything, visible, recommendation)
        for recommendation in everything.recommendations
        if everything.cycle.id in recommendation.carried
    )


def _carried(everything: Everything, visible: Visible, recommendation: Recommendation) -> CarriedLine:
    follow_up = recommendation.followed_in(everything.cycle.id)
    return CarriedLine(
        code=recommendation.code,
        cycle=everything.codes[recommendation.cycle],
        text=recommendation.text,
        addressee=recommendation.addressee,
        due=recommendation.due,
        overdue=bool(recommendation.due) and exact_day(recommendation.due) < everything.day(everything.now),
        age=recommendation.carried.index(everything.cycle.id) + 1,
        replies=_replies(everything, recommendation),
        status=follow_up.status if follow_up else "",
        found=visible.without_hidden_codes(follow_up.text) if follow_up else "",
        found_on=exact_day(follow_up.on) if follow_up else None,
        basis=tuple(visible.without_hidden_codes(code) for code in follow_up.basis) if follow_up else (),
        earlier=tuple(_earlier(everything, recommendation)),
    )


def _earlier(everything: Everything, recommendation: Recommendation) -> Iterator[Message]:
    """Yield what each cycle before this one found last."""
    for cycle in (recommendation.cycle, *recommendation.carried[: recommendation.carried.index(everything.cycle.id)]):
        if follow_up := recommendation.followed_in(cycle):
            told = {"cycle": everything.codes[cycle], "status": follow_up.status, "text": follow_up.text}
            yield message("recommendation.found-before", **told, on=follow_up.on)


def _replies(everything: Everything, recommendation: Recommendation) -> tuple[ReplyLine, ...]:
    return tuple(_reply(everything, reply) for reply in recommendation.replies)


def _reply(everything: Everything, reply: Reply) -> ReplyLine:
    return ReplyLine(
        _government(everything, reply.by),
        reply.stage,
        message(f"answer.{reply.answer}"),
        reply.reasons,
        exact_day(reply.received_on),
        reply.source,
        reply.late,
    )


def _unanswered(everything: Everything, recommendation: Recommendation) -> Iterator[Message]:
    for government in recommendation.asked:
        if not any(reply.by == government for reply in recommendation.replies):
            yield message("recommendation.unanswered", government=_government(everything, government))


def _government(everything: Everything, side: str) -> str:
    return everything.dialogue.partner if side == "partner" else everything.dialogue.counterpart
