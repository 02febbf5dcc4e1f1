"""Papers that are out stay word for word what they were, whoever leads the case or has the work later (rule R11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests import builders
from tests.builders import fetch, round_of
from tests.paper_trail import handled_again
from tests.services import test_hand_overs, test_look_backs
from tests.services.test_documents import compared
from tests.services.test_seats import unseat
from tests.situations_commitments import promise_of
from tests.situations_escalations import a_plan, answer_again, minutes, taken_up
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.document_texts import fields
from tracker.domain.documents import OF_KEY_ITEMS, Paper, PaperKind
from tracker.domain.parties import SignatureState
from tracker.domain.ratings import Level
from tracker.models.escalations import CameTo
from tracker.models.organs import Unit
from tracker.models.signatures import Signature
from tracker.models.suggestions import Proposer
from tracker.queries import documents as found
from tracker.queries.beside import beside
from tracker.queries.cases import find_suggestion
from tracker.services import commitments, escalations, leads, look_backs, ratings, replies, units
from tracker.services.commitments import SecondReply
from tracker.services.look_backs import Chosen

K = PaperKind
LATER, LATER_STILL = NOW + timedelta(days=9), NOW + timedelta(days=10)
# What goes out when a unit is late has tests of its own (test_chase_papers).
OF_A_CASE = set(K) - {K.REFUSAL, K.WITHDRAWAL, K.LIST, K.DOSSIER, K.CHASE, K.SUPERVISION} - OF_KEY_ITEMS


def every_paper(case: int) -> dict[tuple[PaperKind, int], tuple[str, Paper]]:
    """Every paper of a case, with the unit its line in the list names."""
    db.session.rollback()
    suggestion = find_suggestion(found.KEEPER, case)
    assert suggestion is not None
    held = {}
    for one in found.listed(found.KEEPER, suggestion, beside(suggestion)):
        paper = found.paper(suggestion, one.kind, one.thing_id, today=TODAY)
        assert paper is not None, one
        held[one.kind, one.thing_id] = (one.unit, paper)
    return held


def stays(case: int, change: Callable[[], None]) -> None:
    """Whatever changes: each paper that was out says the same, is listed under the same unit, and its code agrees."""
    before = every_paper(case)
    change()
    after = every_paper(case)
    for key, (unit, paper) in before.items():
        unit_now, again = after[key]
        assert (unit_now, again.label, fields(again)) == (unit, paper.label, fields(paper)), key
        assert compared(paper.code), key


def with_every_paper(world: World) -> int:
    """Every paper handling can leave behind; the third round is open and bound by a meeting."""
    case = handled_again(world)
    promise = promise_of(case)
    second = SecondReply("临教复〔2026〕31号", "承诺的经费已经列入预算。")
    commitments.fulfil(world.cheng, promise.id, second, version=promise.version, now=NOW)
    answer_again(world, case)
    for who in (world.lin, world.fang):
        one = round_of(world, case)
        ratings.rate(who, one.id, builders.verdicts(Level.DISSATISFIED), version=one.version, now=NOW)
    one = round_of(world, case)
    escalations.escalate(world.chen, one.id, a_plan(), version=one.version, now=NOW)
    one = round_of(world, case)
    escalations.close(world.chen, one.id, minutes(CameTo.AGAIN), version=one.version, now=NOW)
    return case


def another_leads(world: World, case: int) -> None:
    unseat(world, "lin")
    leads.offer(world.chen, case, person_id=world.fang.person_id, reason="领衔代表已离任", now=LATER)
    leads.take(world.fang, case, now=LATER)


def there_and_back(world: World, case: int) -> None:
    for giving, taking, when in ((world.lin, world.fang, LATER), (world.fang, world.lin, LATER_STILL)):
        leads.offer(giving, case, person_id=taking.person_id, reason="出国进修", now=when)
        leads.take(taking, case, now=when)


def test_another_lead_and_another_unit_change_no_paper_that_is_out(world: World) -> None:
    case = with_every_paper(world)
    assert {kind for kind, _id in every_paper(case)} == OF_A_CASE

    def change() -> None:
        another_leads(world, case)
        test_hand_overs.hand_over(world, case)

    stays(case, change)
    task = fetch(case).tasks[0]
    assert (task.unit_id, fetch(case).author_id) == (world.units["市交通运输局"], world.fang.person_id)


@pytest.mark.parametrize("change", [another_leads, there_and_back])
def test_on_a_closed_case_too_every_letter_stays_to_whom_it_was_sent(world: World, change) -> None:
    case = builders.closed(world, cosigned=True, level=Level.SATISFIED)
    one = round_of(world, case)
    if fetch(case).state is not builders.SuggestionState.CLOSED:
        ratings.rate(world.fang, one.id, builders.verdicts(), version=one.version, now=NOW)
    assert fetch(case).state is builders.SuggestionState.CLOSED
    stays(case, lambda: change(world, case))


def test_a_delegations_papers_name_those_who_signed_them(world: World) -> None:
    case = builders.closed(world)
    suggestion = fetch(case)
    suggestion.proposer = Proposer.DELEGATION
    asked = Signature(person_id=world.fang.person_id, ordinal=1, state=SignatureState.LAPSED, text_no=1, asked_at=NOW)
    suggestion.signatures.append(asked)
    db.session.commit()
    stays(case, lambda: another_leads(world, case))


def test_what_goes_out_later_is_to_who_leads_then(world: World) -> None:
    case = builders.in_clearance(world, cosigned=True)
    another_leads(world, case)
    one = round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕1号", version=one.version, now=LATER_STILL)
    sent = every_paper(case)[K.REPLY, one.id][1]
    assert (sent.sealed["to"], sent.facts["several"]) == ([world.fang.person_id], False)
    form = every_paper(case)[K.SUGGESTION, 0][1]
    assert form.sealed["signers"] == [world.lin.person_id, world.fang.person_id]


def test_a_unit_that_has_ended_keeps_the_papers_of_its_time(world: World) -> None:
    case = taken_up(world)
    one = round_of(world, case)
    escalations.close(world.chen, one.id, minutes(CameTo.CLOSED), version=one.version, now=NOW)

    def change() -> None:
        old = db.session.get_one(Unit, world.units["市教育局"])
        taking = world.units["市交通运输局"]
        units.end(world.chen, old.id, successor_id=taking, version=old.version, now=LATER)
        look_backs.start(world.chen, test_look_backs.CAMPAIGN, Chosen([f"{one.id}-0"]), now=LATER)
        assert fetch(case).tasks[0].unit_id == taking

    stays(case, change)
