"""What evaluators propose and say: one proposal of each, every remark, and whether they differ."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce

import pytest

from evalflow.errors import Refused
from evalflow.evaluation.findings.deliberation import (
    Deliberation,
    MakeRemark,
    Proposal,
    Propose,
    Remark,
    apply_deliberation,
    decide_deliberation,
)

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
FRESH = Deliberation("1", "c", "o")
ADA = Proposal("ada", "partial", "weak", "no-link", "Some of it.", NOW)


def after(*commands: Propose | MakeRemark) -> Deliberation | None:
    known: Deliberation | None = None
    for command in commands:
        known = reduce(apply_deliberation, decide_deliberation(known, command, FRESH), known)
    return known


def test_each_evaluator_has_one_proposal_and_they_may_differ() -> None:
    bob = replace(ADA, by="bob", status="none")
    both = after(Propose(ADA), Propose(bob))
    assert both is not None
    assert (both.proposals, both.disputed) == ((ADA, bob), True)
    agreed = after(Propose(ADA), Propose(bob), Propose(replace(bob, status="partial")))
    assert agreed is not None
    assert ([one.by for one in agreed.proposals], agreed.disputed) == (["ada", "bob"], False)


def test_the_same_proposal_is_made_once_and_every_remark_counts() -> None:
    known = after(Propose(ADA))
    later = replace(ADA, proposed_at=NOW.replace(hour=13))
    assert decide_deliberation(known, Propose(later), FRESH) == []
    said = Remark("bob", "Both sources are one.", NOW)
    twice = after(MakeRemark(said), MakeRemark(said))
    assert twice is not None
    assert twice.remarks == (said, said)


def test_what_says_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="Say it in words"):
        decide_deliberation(None, MakeRemark(Remark("bob", " ", NOW)), FRESH)
    with pytest.raises(Refused, match="Say it in words"):
        decide_deliberation(None, Propose(replace(ADA, text="")), FRESH)
