"""Pages of signing together: what they ask for, what they keep when something is missing, what an assistant finds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests import builders, situations_joint
from tests.builders import fetch
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.models.people import Membership
from tracker.models.suggestions import Consent, Proposer, SignatureState, Suggestion
from tracker.services import leads, submissions, withdrawals
from tracker.services._load import Invalid

# The session of the world sits from 2 to 6 February 2026.
SITTING = datetime(2026, 2, 3, 2, tzinfo=UTC)


def test_a_signature_needs_the_page_on_which_the_text_was_opened(browse, world: World) -> None:
    case = builders.a_cosigned_draft(world)
    fang = browse("fang")
    fang.open(f"/suggestions/{case}/signature")
    fang.send("/signature", status=422, button=("answer", "agree"), opened="made-up", opinion="赞成。")
    assert "请先打开正文看过" in fang.page.words
    assert any("赞成。" in (one["value"] or "") for one in fang.page.controls), "what was typed is kept"
    assert fetch(case).signatures[0].state is SignatureState.ASKED
    fang.send("/signature", button=("answer", "agree"))
    held = fetch(case).signatures[0]
    assert held.state is SignatureState.AGREED and held.opened_at is not None


def test_an_expired_invitation_says_whom_to_ask(browse, world: World) -> None:
    case = situations_joint.with_a_lapsed_invitation(world)
    page = browse("fang").open(f"/suggestions/{case}/signature")
    assert "请联系领衔代表再请一次" in page.words and "同意附议" not in page.words


def test_who_refuses_to_take_back_says_why_and_loses_nothing(browse, world: World) -> None:
    case = situations_joint.asked_to_take_back(world)
    fang = browse("fang")
    page = fang.open(f"/suggestions/{case}/withdrawal")
    assert "区里已经着手办理" in page.words
    fang.send("", status=422, button=("answer", "refuse"), would_lead="y")
    assert "请填写这一项" in fang.page.words and fetch(case).withdrawal_asked_on is not None


def test_a_lead_is_chosen_from_those_who_signed(browse, world: World) -> None:
    case = builders.a_submitted(world, cosigned=True)
    lin = browse("lin")
    page = lin.open(f"/suggestions/{case}/lead/offer")
    assert "方舒" in page.words and "袁知夏" not in page.words
    lin.send("/lead/offer", status=422, person=str(world.yuan.person_id), reason="请接替")
    assert fetch(case).lead_offered_to_id is None


def test_an_assistant_prepares_and_the_deputy_hands_in(browse, world: World) -> None:
    case = submissions.start(world.zhou, builders.a_paper(world), now=NOW)
    zhou = browse("zhou")
    assert "林若溪" in zhou.open("/").words
    page = zhou.open(f"/suggestions/{case}/submit")
    assert "提交由林若溪代表本人来做" in page.words and "提交给市人大" not in page.words
    assert "代表助理周晓代办" in browse("lin").open(f"/suggestions/{case}").words


def test_a_saved_draft_names_who_else_reads_it(browse, world: World) -> None:
    for login, told in (("lin", "只有您和代表助理周晓看得到"), ("fang", "只有您自己看得到")):
        browser = browse(login)
        browser.open("/suggestions/new")
        assert told in browser.send("/new", button=("save", "1"), title="护学通道").words


def test_nothing_is_begun_for_a_deputy_without_a_seat(browse, world: World) -> None:
    db.session.get_one(Membership, world.lin.membership_id).ends_on = TODAY - timedelta(days=1)
    db.session.commit()
    page = browse("zhou").open("/suggestions/new")
    assert "您协助的代表现在没有在任的身份" in page.words and "请写明" not in page.words


def test_an_assistant_sees_what_waits_for_her_deputy_and_nothing_of_others(browse, world: World) -> None:
    builders.delivered(world)
    words = browse("zhou").open("/").words
    assert "等代表本人办的" in words and "请评价" in words
    assert "等代表本人办的" not in browse("lin").open("/").words


def a_delegations_paper(world: World) -> int:
    case = submissions.start(world.lin, builders.a_paper(world, by_delegation=True), now=SITTING)
    submissions.submit(world.lin, case, version=fetch(case).version, now=SITTING)
    return case


def test_a_delegation_files_through_its_contact_person(browse, world: World) -> None:
    case = a_delegations_paper(world)
    assert fetch(case).proposer is Proposer.DELEGATION
    page = browse("chen").open(f"/suggestions/{case}")
    assert "滨湖代表团（联系人林若溪）" in page.words
    listed = browse("chen").open("/suggestions").words
    assert "滨湖代表团" in listed and "联系人林若溪" in listed


def test_any_deputy_of_the_delegation_may_become_its_contact_person(world: World) -> None:
    case = a_delegations_paper(world)
    with pytest.raises(Invalid):
        leads.offer(world.chen, case, person_id=world.yuan.person_id, reason="别团的", now=NOW)
    leads.offer(world.chen, case, person_id=world.fang.person_id, reason="联系人出差", now=NOW)
    leads.take(world.fang, case, now=NOW)
    held = fetch(case)
    assert (held.author_id, held.signers) == (world.fang.person_id, [world.fang.person_id])


def test_between_sessions_no_delegation_files(world: World) -> None:
    with pytest.raises(Invalid) as invalid:
        submissions.start(world.lin, builders.a_paper(world, by_delegation=True), now=NOW)
    assert invalid.value.problems == {"by_delegation": "no_delegation_now"}


def test_what_her_deputy_saved_meanwhile_is_put_beside_what_the_assistant_wrote(browse, world: World) -> None:
    case = submissions.start(world.lin, builders.a_paper(world), now=NOW)
    zhou = browse("zhou")
    zhou.open(f"/suggestions/{case}/edit")
    changed = builders.a_paper(world, problem="代表改的。")
    submissions.revise(world.lin, case, changed, version=fetch(case).version, now=NOW)
    page = zhou.send("/edit", status=409, problem="助理改的。", save="1")
    assert "代表本人存过这一件" in page.words
    assert "代表改的。" in page.words and "助理改的。" in page.words


def test_who_agrees_last_reads_that_it_is_taken_back(browse, world: World) -> None:
    case = builders.a_registered(world, cosigned=True)
    withdrawals.ask(world.lin, case, reason="另有安排", now=NOW)
    fang = browse("fang")
    page = fang.open(f"/suggestions/{case}/withdrawal")
    assert "btn-primary" not in page.body
    assert "建议已经撤回" in fang.send("", button=("answer", "consent")).words


def test_a_reason_that_is_missing_leaves_no_empty_brackets(browse, world: World) -> None:
    draft = builders.a_draft(world)
    held = db.session.get_one(Suggestion, draft)
    held.consent, held.consent_reason = Consent.NONE, ""
    db.session.commit()
    assert "（）" not in browse("lin").open(f"/suggestions/{draft}").words
