"""A reply goes out complete, promises what is still to come, and says why nobody spoke with the deputies."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import fetch, round_of, task_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.results import Semantic
from tracker.domain.states import RoundState
from tracker.domain.whys import Refused
from tracker.models.commitments import Commitment
from tracker.models.contacts import Manner, Phase
from tracker.services import contacts, handling, replies
from tracker.services._load import Invalid, Stale
from tracker.services.handling import Talk
from tracker.services.replies import ReplyDraft


def save(world: World, suggestion_id: int, draft: ReplyDraft) -> int:
    one = round_of(world, suggestion_id)
    return replies.save(world.jing, one.id, draft, version=one.version, now=NOW)


def promising(due_on: date) -> ReplyDraft:
    draft = builders.a_reply()
    return replace(draft, answers=[draft.answers[0], replace(draft.answers[1], promise_due_on=due_on)])


def test_a_reply_nobody_spoke_about_says_why(world: World) -> None:
    case = builders.in_hand(world)
    version = save(world, case, replace(builders.a_reply(), no_contact_reason=""))
    with pytest.raises(Invalid) as raised:
        replies.send_up(world.jing, round_of(world, case).id, version=version, now=NOW)
    assert raised.value.problems == {"no_contact_reason": "no_contact_noted"}


def test_a_noted_contact_needs_no_reason_once_its_deputy_confirmed_it(world: World) -> None:
    case = builders.in_hand(world)
    talk = Talk(Phase.BEFORE, Manner.PHONE, TODAY, "景行", world.lin.person_id or 0, "说明了进度")
    task = handling.note_contact(world.jing, task_of(world, case), talk, now=NOW)
    version = save(world, case, replace(builders.a_reply(), no_contact_reason=""))
    with pytest.raises(Invalid):
        replies.send_up(world.jing, round_of(world, case).id, version=version, now=NOW)
    contacts.confirm(world.lin, task, fetch(case).tasks[0].contacts[0].id, now=NOW)
    version = save(world, case, replace(builders.a_reply(), no_contact_reason=""))
    replies.send_up(world.jing, round_of(world, case).id, version=version, now=NOW)
    assert round_of(world, case).state is RoundState.IN_CLEARANCE


@pytest.mark.parametrize("due_on", [TODAY, TODAY - timedelta(days=1)])
def test_a_promise_lies_in_the_future(world: World, due_on: date) -> None:
    case = builders.in_hand(world)
    version = save(world, case, promising(due_on))
    with pytest.raises(Invalid) as raised:
        replies.send_up(world.jing, round_of(world, case).id, version=version, now=NOW)
    assert raised.value.problems == {"promise_due-2": "not_in_future"}


def test_a_promise_that_fell_due_on_the_signers_desk_is_refused_there(world: World) -> None:
    case = builders.in_hand(world)
    version = save(world, case, promising(TODAY + timedelta(days=1)))
    one = round_of(world, case)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    later: datetime = NOW + timedelta(days=2)
    with pytest.raises(Invalid):
        replies.deliver(
            world.cheng, one.id, document_no="临教〔2026〕1号", version=round_of(world, case).version, now=later
        )
    assert round_of(world, case).state is RoundState.IN_CLEARANCE


def test_a_promise_nobody_can_answer_for_is_refused_at_sending_and_at_signing(world: World) -> None:
    case = builders.in_hand(world)
    furthest = date(TODAY.year + 10, TODAY.month, TODAY.day)
    version = save(world, case, promising(furthest + timedelta(days=1)))
    with pytest.raises(Invalid) as raised:
        replies.send_up(world.jing, round_of(world, case).id, version=version, now=NOW)
    assert raised.value.problems == {"promise_due-2": "promise_too_far"}
    version = save(world, case, promising(furthest))
    one = round_of(world, case)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    version = round_of(world, case).version
    with pytest.raises(Invalid) as raised:
        earlier = NOW - timedelta(days=2)
        replies.deliver(world.cheng, one.id, document_no="", version=version, now=earlier)
    assert raised.value.problems == {"promise_due-2": "promise_too_far", "document_no": "missing"}
    assert round_of(world, case).state is RoundState.IN_CLEARANCE


def test_a_letter_begins_with_something(world: World) -> None:
    case = builders.in_hand(world)
    version = save(world, case, replace(builders.a_reply(), opening=" "))
    with pytest.raises(Invalid) as raised:
        replies.send_up(world.jing, round_of(world, case).id, version=version, now=NOW)
    assert raised.value.problems == {"opening": "opening_missing"}


def test_who_may_not_sign_is_told_so_whatever_is_missing(world: World) -> None:
    case = builders.in_clearance(world)
    one = round_of(world, case)
    with pytest.raises(Refused):
        replies.deliver(world.su, one.id, document_no="", version=one.version, now=NOW)


def test_the_reason_and_the_contact_are_kept_with_the_round(world: World) -> None:
    case = builders.in_hand(world)
    save(world, case, builders.a_reply())
    assert fetch(case).tasks[0].rounds[0].no_contact_reason == "领衔代表出差，约定答复后见面"


def test_every_save_makes_a_version_even_when_only_answers_changed(world: World) -> None:
    case = builders.in_hand(world)
    first = save(world, case, builders.a_reply())
    draft = builders.a_reply()
    second = save(world, case, replace(draft, answers=[replace(draft.answers[0], body="改了一项"), draft.answers[1]]))
    assert second > first
    with pytest.raises(Stale):
        replies.save(world.jing, round_of(world, case).id, draft, version=first, now=NOW)
    assert round_of(world, case).answers[0].body == "改了一项"


def test_a_text_marked_as_secret_is_not_stored(world: World) -> None:
    case = builders.in_hand(world)
    draft = builders.a_reply()
    marked = replace(draft, answers=[draft.answers[0], replace(draft.answers[1], body="密级：机密\n内容")])
    with pytest.raises(Invalid) as raised:
        save(world, case, marked)
    assert raised.value.problems == {"answer-2": "secret"}
    assert not round_of(world, case).answers


def test_a_promise_of_a_class_that_promises_nothing_is_kept_and_binds_nobody(world: World) -> None:
    case = builders.in_hand(world)
    draft = builders.a_reply()
    answers = [draft.answers[0], replace(draft.answers[1], semantic=Semantic.REFERENCE)]
    version = save(world, case, replace(draft, answers=answers))
    assert round_of(world, case).answers[1].promise == "经费列入预算"
    one = round_of(world, case)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    version = round_of(world, case).version
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕1号", version=version, now=NOW)
    held = round_of(world, case).answers[1]
    assert (held.promise, held.promise_owner, held.is_promise) == ("经费列入预算", "程远", False)
    assert not db.session.scalars(select(Commitment)).all()
