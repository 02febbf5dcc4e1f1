"""Signing together: asking deputies, reading, agreeing and declining, and what a changed text does."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from tests import builders
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import SignatureState
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState
from tracker.models.organs import Delegation, Term
from tracker.models.people import Membership, Person
from tracker.models.record import Event
from tracker.services import cosigning, submissions


def invite_page(suggestion_id: int) -> str:
    return f"/suggestions/{suggestion_id}/cosigners"


def answer_page(suggestion_id: int) -> str:
    return f"/suggestions/{suggestion_id}/signature"


def offered(page) -> set[str]:
    """The memberships that can be ticked."""
    return {one["value"] for one in page.form("cosigners")["fields"] if one["name"] == "deputies"}


def states(suggestion_id: int) -> dict[int, SignatureState]:
    return {one.person_id: one.state for one in builders.fetch(suggestion_id).signatures}


def test_deputies_of_the_term_are_offered_but_not_the_author(browse, world: World) -> None:
    term = Term(congress_id=1, ordinal=6, name="第六届", starts_on=date(2016, 1, 1))
    person = Person(name="前届代表")
    ended = Person(name="已离任代表")
    db.session.add_all([term, person, ended])
    db.session.flush()
    ours = db.session.get(Membership, world.lin.membership_id)
    assert ours is not None
    hat = {"role": Role.DEPUTY, "starts_on": date(2016, 1, 1)}
    db.session.add(Membership(person_id=person.id, term_id=term.id, **hat))
    db.session.add(Membership(person_id=ended.id, term_id=ours.term_id, ends_on=date(2026, 3, 31), **hat))
    db.session.commit()
    page = browse("lin").open(invite_page(builders.a_draft(world)))
    assert offered(page) == {str(world.fang.membership_id), str(world.yuan.membership_id)}
    assert "前届代表" not in page.words and "已离任代表" not in page.words


def test_nobody_is_ticked_beforehand(browse, world: World) -> None:
    page = browse("lin").open(invite_page(builders.a_draft(world)))
    assert not any(one["checked"] for one in page.form("cosigners")["fields"])


def test_the_chosen_are_asked(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    lin = browse("lin")
    lin.open(invite_page(suggestion_id))
    page = lin.send("/cosigners", deputies=[str(world.fang.membership_id), str(world.yuan.membership_id)])
    assert "已邀请2位代表" in page.words and page.words.count("等待答复") >= 2
    assert builders.fetch(suggestion_id).state is SuggestionState.COSIGNING
    assert set(states(suggestion_id)) == {world.fang.person_id, world.yuan.person_id}


def test_somebody_must_be_chosen(browse, world: World) -> None:
    lin = browse("lin")
    lin.open(invite_page(builders.a_draft(world)))
    page = lin.send("/cosigners", status=422)
    assert "请至少选一个" in page.words


def test_a_number_that_is_nobodys_asks_nobody(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    lin = browse("lin")
    for odd in ("999999", "abc", "²", "-3", str(world.lin.membership_id), str(world.chen.membership_id)):
        lin.open(invite_page(suggestion_id))
        lin.send("/cosigners", status=422, deputies=[odd])
    assert states(suggestion_id) == {}


def test_the_list_is_narrowed_by_name_and_delegation_without_a_script(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    river = db.session.scalars(select(Delegation.id).where(Delegation.name == "江北代表团")).one()
    lin = browse("lin")
    assert offered(lin.open(f"{invite_page(suggestion_id)}?q=方")) == {str(world.fang.membership_id)}
    page = lin.open(f"{invite_page(suggestion_id)}?delegation={river}")
    assert offered(page) == {str(world.yuan.membership_id)}
    for odd in ("q=%25", "q=_", "delegation=abc", "q=" + "长" * 5000):
        assert "没有找到这样的代表" in lin.open(f"{invite_page(suggestion_id)}?{odd}").words
    lin.open(f"{invite_page(suggestion_id)}?q=%00%EF%BF%BE%ED%A0%80")


def test_who_was_asked_cannot_be_asked_twice_but_who_declined_can(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    lin = browse("lin")
    page = lin.open(invite_page(suggestion_id))
    assert "disabled" in page.body and "等待答复" in page.words
    cosigning.decline(world.fang, suggestion_id, now=NOW)
    page = lin.open(invite_page(suggestion_id))
    assert "未附议，可以再请" in page.words
    lin.send("/cosigners", deputies=[str(world.fang.membership_id)])
    assert states(suggestion_id) == {world.fang.person_id: SignatureState.ASKED}


def test_asking_twice_with_one_page_asks_once(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    lin = browse("lin")
    data = lin.open(invite_page(suggestion_id)).data("cosigners") | {"deputies": str(world.fang.membership_id)}
    for _ in range(2):
        lin.post(invite_page(suggestion_id), status=302, follow=False, **data)
    db.session.rollback()
    asked = select(func.count()).select_from(Event).where(Event.action == Action.INVITE.value)
    assert db.session.scalar(asked) == 1


def test_an_unfinished_text_is_said_before_others_read_it(browse, world: World) -> None:
    suggestion_id = submissions.start(world.lin, submissions.Paper(title="护学通道"), now=NOW)
    page = browse("lin").open(invite_page(suggestion_id))
    assert "正文还没有写完" in page.words


def test_one_press_agrees(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    fang = browse("fang")
    page = fang.open(answer_page(suggestion_id))
    assert "上学、放学的半小时里" in page.words and "林若溪代表" in page.words
    assert page.data("/signature")["text_no"] == "1"
    page = fang.send("/signature", button=("answer", "agree"))
    assert "您已附议" in page.words
    assert states(suggestion_id) == {world.fang.person_id: SignatureState.AGREED}
    page = fang.open(answer_page(suggestion_id))
    assert "已附议" in page.words and not any("/signature" in form["action"] for form in page.forms)


def test_one_press_declines(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    fang = browse("fang")
    fang.open(answer_page(suggestion_id))
    assert "已答复不附议" in fang.send("/signature", button=("answer", "decline")).words
    assert states(suggestion_id) == {world.fang.person_id: SignatureState.DECLINED}
    fang.open(answer_page(suggestion_id), status=404)


def test_an_answer_that_is_none_changes_nothing(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    fang = browse("fang")
    for changes in ({"answer": "maybe"}, {}):
        fang.open(answer_page(suggestion_id))
        fang.send("/signature", status=422, **changes)
    assert states(suggestion_id) == {world.fang.person_id: SignatureState.ASKED}


def test_agreeing_twice_with_one_page_is_agreeing_once(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    fang = browse("fang")
    data = fang.open(answer_page(suggestion_id)).data("/signature") | {"answer": "agree"}
    for _ in range(2):
        fang.post(answer_page(suggestion_id), status=302, follow=False, **data)
    db.session.rollback()
    agreed = select(func.count()).select_from(Event).where(Event.action == Action.AGREE.value)
    assert db.session.scalar(agreed) == 1


def test_a_text_changed_under_the_reader_is_shown_before_it_is_signed(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    fang = browse("fang")
    fang.open(answer_page(suggestion_id))
    version = builders.fetch(suggestion_id).version
    submissions.revise(world.lin, suggestion_id, builders.a_paper(world, problem="换了说法"), version=version, now=NOW)
    page = fang.send("/signature", status=422, button=("answer", "agree"))
    assert "正文在您打开以后改过了" in page.words and "换了说法" in page.words
    assert states(suggestion_id) == {world.fang.person_id: SignatureState.ASKED}
    fang.send("/signature", button=("answer", "agree"))
    assert builders.fetch(suggestion_id).signatures[0].text_no == 2


def test_whose_agreement_lapsed_sees_what_was_changed_and_can_agree_anew(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    cosigning.agree(world.fang, suggestion_id, text_no=1, opinion="先修人行道", now=NOW)
    version = builders.fetch(suggestion_id).version
    changed = builders.a_paper(world, problem="换了说法", requests=("在校门两侧划设护学通道。",))
    submissions.revise(world.lin, suggestion_id, changed, version=version, now=NOW)
    fang = browse("fang")
    page = fang.open(answer_page(suggestion_id))
    assert "您附议的是第1稿" in page.words and "现在是第2稿" in page.words and "改了什么" in page.words
    assert "换了说法" in page.words and "护学岗经费列入年度预算" in page.words
    fang.send("/signature", button=("answer", "agree"))
    assert states(suggestion_id) == {world.fang.person_id: SignatureState.AGREED}
    assert builders.fetch(suggestion_id).signatures[0].opinion == "先修人行道"
    assert "附议的是第2稿" in browse("lin").open(f"/suggestions/{suggestion_id}").words


def test_who_agrees_anew_signs_the_text_he_read_and_no_later_one(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    cosigning.agree(world.fang, suggestion_id, text_no=1, now=NOW)
    for words in ("换了说法", "又换了说法"):
        fang = browse("fang")
        fang.open(answer_page(suggestion_id))
        version = builders.fetch(suggestion_id).version
        submissions.revise(world.lin, suggestion_id, builders.a_paper(world, problem=words), version=version, now=NOW)
    page = fang.send("/signature", status=422, button=("answer", "agree"))
    assert "正文在您打开以后改过了" in page.words and "又换了说法" in page.words
    found = builders.fetch(suggestion_id)
    assert (found.text_no, found.signer_count) == (3, 1)
    assert states(suggestion_id) == {world.fang.person_id: SignatureState.LAPSED}


def test_after_handing_in_nothing_is_left_to_answer(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    fang = browse("fang")
    fang.open(answer_page(suggestion_id))
    submissions.submit(world.lin, suggestion_id, version=builders.fetch(suggestion_id).version, now=NOW)
    page = fang.send("/signature", status=409, button=("answer", "agree"))
    assert "现在不能同意附议" in page.words
    assert "已失效" in fang.open(answer_page(suggestion_id)).words


def test_only_who_was_asked_answers_and_only_the_author_asks(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    for login in ("yuan", "chen", "he", "ji"):
        browse(login).open(answer_page(suggestion_id), status=404)
        browse(login).open(invite_page(suggestion_id), status=404)
    browse("lin").open(answer_page(suggestion_id), status=404)
    browse("fang").open(invite_page(suggestion_id), status=403)
    registered = builders.a_registered(world)
    browse("yuan").open(answer_page(registered), status=404)
    browse("lin").open(invite_page(registered), status=409)
    assert builders.fetch(registered).submitted_on == TODAY


def test_a_double_press_on_declining_says_it_is_done(browse, world) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    fang = browse("fang")
    page = fang.open(f"/suggestions/{suggestion_id}/signature")
    sent = page.data("signature")
    button = next(b for b in page.form("signature")["buttons"] if b["value"] == "decline")
    for _press in range(2):
        answer = fang.client.post(
            f"/suggestions/{suggestion_id}/signature", data=sent | {button["name"]: button["value"]},
            follow_redirects=True,
        )  # fmt: skip
        assert answer.status_code == 200
    assert "没有重复执行" in answer.get_data(as_text=True)
