"""The ledger of promises and the page of one: what stands there for whom, and what may be done."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.services.test_commitments import answer_again
from tests.situations import SITUATIONS
from tests.statements import statements_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.parties import Party
from tracker.domain.permissions import standing_of
from tracker.domain.ratings import Level
from tracker.models.commitments import ChangeKind, Commitment
from tracker.models.contacts import CoOpinion
from tracker.queries import commitments as found
from tracker.queries.commitment_groups import Group
from tracker.queries.commitments import Wanted
from tracker.queries.document_numbers import is_used
from tracker.services import commitment_changes, commitment_days, commitment_disputes, commitments
from tracker.services.commitment_changes import Change
from tracker.services.commitment_disputes import Finding
from tracker.services.commitments import Progress
from tracker.web.words import day_words

WATCHING = {Party.AUTHOR, Party.COSIGNER, Party.ASSISTANT, Party.DESK, Party.COORDINATOR, Party.COMMITTEE}


def promised(world: World, **how: object) -> int:
    builders.delivered(world, **how)
    return db.session.scalars(select(Commitment.id).order_by(Commitment.id.desc())).first() or 0


def the(one: int) -> Commitment:
    db.session.rollback()
    return db.session.get_one(Commitment, one, populate_existing=True)


def test_everybodys_ledger_is_what_the_law_says(world: World) -> None:
    one, other = promised(world), promised(world, cosigned=True)
    the(other).unit_id = world.units["市交通运输局"]
    db.session.commit()
    for name, who in world.actors.items():
        held = {row.Commitment.id for row in found.every(who, Wanted(), today=TODAY)}
        expected = set()
        for each in (the(one), the(other)):
            owes = who.unit_id is not None and each.owed_by.unit_id == who.unit_id
            if owes or standing_of(who, each) & WATCHING:
                expected.add(each.id)
        assert held == expected, name


def test_groups_tell_late_before_the_worker_looks(world: World) -> None:
    one = promised(world)
    due = the(one).due_on
    days = {-40: Group.RUNNING, -30: Group.SOON, 0: Group.SOON, 1: Group.LATE}
    for ahead, group in days.items():
        of = found.numbers(world.chen, Wanted(), today=due + timedelta(days=ahead)).of
        assert [each for each, count in of.items() if count] == [group], ahead
    assert found.numbers(world.chen, Wanted(owner="没有这个人"), today=due).total == 0


def test_the_ledger_shows_what_presses_and_leads_to_the_act(browse, world: World) -> None:
    one = promised(world)
    commitments.note_progress(world.jing, one, Progress("初稿已报", 40), version=the(one).version, now=NOW)
    page = browse("jing").open("/promises")
    assert "本单位在答复里承诺了1项" in page.words and "按期推进" in page.words
    assert "40%" in page.words and "初稿已报" in page.words and f"/promises/{one}/progress" in page.body
    assert "做满100%不等于报告做到" in browse("jing").open(f"/promises/{one}/progress").words
    shown = browse("lin").open(f"/promises/{one}")
    assert "反映不实" in shown.words and "回应代表" not in shown.words and "初稿已报" in shown.words
    for login in ("yuan", "han", "xi"):
        browse(login).open(f"/promises/{one}", status=404)


def test_a_request_is_made_and_decided_on_its_pages(browse, world: World) -> None:
    one = promised(world)
    until = the(one).due_on + timedelta(days=60)
    cheng = browse("cheng")
    cheng.open(f"/promises/{one}/move")
    page = cheng.send("/move", status=422, until="2026-04-02", reason="资金没有批下来")
    assert "要晚于现在的承诺日期" in page.words and "资金没有批下来" in page.words
    page = cheng.send("/move", until=until.isoformat(), reason="资金没有批下来")
    assert "批准以前承诺的日期不变" in page.words and "申请待决定" in page.words
    chen = browse("chen")
    assert "决定申请" in chen.open("/promises?flag=asked").words
    chen.open(f"/promises/{one}/decision")
    assert "请选一项" in chen.send("/decision", status=422, words="同意").words
    assert "已批准" in chen.send("/decision", outcome="grant", until=until.isoformat(), words="同意").words
    assert (the(one).due_on, the(one).moves) == (until, 1)
    assert "改过1次期" in browse("lin").open("/promises").words


def test_kept_disputed_and_settled_on_their_pages(browse, world: World) -> None:
    one = promised(world)
    cheng, lin, chen = browse("cheng"), browse("lin"), browse("chen")
    cheng.open(f"/promises/{one}/second-reply")
    assert (
        "已送达每一位署名代表"
        in cheng.send("/second-reply", document_no="临教复〔2026〕8号", letter="已列入预算。").words
    )
    lin.open(f"/promises/{one}/not-so")
    assert "已送代表工作机构核实" in lin.send("/not-so", words="预算里没有。").words
    cheng.open(f"/promises/{one}/answer")
    assert "回应已送" in cheng.send("/answer", words="在第二批。").words
    page = chen.open(f"/promises/{one}/settlement")
    assert "预算里没有。" in page.words and "在第二批。" in page.words
    assert "已告知代表和承办单位" in chen.send("/settlement", outcome="upheld", words="核对了预算草案。").words
    story = lin.open(f"/promises/{one}").words
    assert "落实中" in story and "核实：代表对第2项承诺的反映属实" in story and "临教复〔2026〕8号" in story
    assert "核实：代表对第2项承诺的反映属实" in lin.open(f"/suggestions/{the(one).suggestion_id}").words


def test_the_number_of_a_second_reply_is_compared_with_all_the_unit_has_used(browse, world: World) -> None:
    one = promised(world)
    first, second = the(one).round.document_no, "临教复〔2026〕8号"
    cheng, said = browse("cheng"), {"letter": "已列入预算。"}
    cheng.open(f"/promises/{one}/second-reply")
    page = cheng.send("/second-reply", status=422, document_no=first, **said)
    assert "用这个文号发过另一件" in page.words and the(one).state.value == "open"
    cheng.send("/second-reply", document_no=second, **said)
    unit = the(one).unit_id
    task_id = the(one).round.task_id
    assert is_used(unit, second) and is_used(unit, first) and not is_used(unit, "临教复〔2026〕9号")
    assert not is_used(world.units["市交通运输局"], second)
    given = CoOpinion(task_id=task_id, document_no="临教会〔2026〕1号", body="可以。", signer_name="程远", given_at=NOW)
    db.session.add(given)
    db.session.flush()
    assert is_used(unit, "临教会〔2026〕1号") and not is_used(unit, first, but=the(one).round_id)
    other = promised(world)
    cheng.open(f"/promises/{other}/second-reply")
    cheng.send("/second-reply", status=422, document_no=second, **said)
    cheng.send("/second-reply", document_no=second, **said)
    assert the(other).second_document_no == second, "the same number once more, when it is meant"


def test_the_table_in_a_file_holds_all_of_the_filter_as_text(browse, world: World) -> None:
    one = promised(world)
    the(one).promise = "=HYPERLINK(1)"
    db.session.commit()
    chen = browse("chen")
    chen.open("/promises?group=running")
    chen.send("/exports", button=("ending", "xlsx"))
    book = zipfile.ZipFile(io.BytesIO(chen.answer.data))
    assert b"=HYPERLINK(1)" in book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("group", ["late", "kept", "running"])
def test_one_group_at_a_time(browse, world: World, group: str) -> None:
    one = promised(world)
    change = Change(ChangeKind.DROP, "不再需要")
    commitment_changes.ask(world.cheng, one, change, version=the(one).version, now=NOW)
    page = browse("du").open(f"/promises?group={group}&page=2")
    assert ("申请待决定" in page.words.replace("或者不再兑现", "")) is (group == "running")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("unit=99999", "责任单位“99999”（查不到）"),
        ("session=1999", "届次“1999”（查不到）"),
        ("group=nonsense", "进度“nonsense”（查不到）"),
        ("unit=abc&flag=?", "责任单位“abc”（查不到）、情况“?”（查不到）"),
        ("group=kept", "已做到"),
        ("q=没有这几个字", "含“没有这几个字”"),
    ],
)
def test_a_filter_that_finds_nothing_is_no_word_about_the_city(browse, world: World, asked: str, said: str) -> None:
    promised(world)
    page = browse("chen").open(f"/promises?{asked}")
    assert f"没有符合条件的承诺：{said}。" in page.words
    assert "现在还没有" not in page.words and "承诺了" not in page.words
    assert ("/promises", "去掉全部条件") in page.links


def test_what_is_no_condition_of_the_ledger_is_said_to_be_left_out(browse, world: World) -> None:
    promised(world)
    page = browse("chen").open("/promises?year=1999")
    assert "网址里的“year”不是台账的筛选条件，没有按它筛选" in page.words and "按期推进" in page.words


def test_what_is_denied_is_not_counted_as_kept_until_it_is_settled(browse, world: World) -> None:
    SITUATIONS["promise_disputed"].reach(world)
    of = found.numbers(world.chen, Wanted(), today=TODAY).of
    assert (of[Group.KEPT], of[Group.DISPUTED]) == (0, 1)
    page = browse("chen").open("/promises")
    assert "已报告做到，代表反映不实" in page.words and "单位报告100%" in page.words
    assert '<rect width="100%" height="100%"/></svg>100%' not in page.body
    one = db.session.scalars(select(Commitment)).one()
    shown = browse("lin").open(f"/promises/{one.id}").words
    assert "已报告做到，代表反映不实，待核实" in shown and "已做到，待评价" not in shown
    finding = Finding(False, "已经完工")
    commitment_disputes.settle(world.chen, one.id, finding, version=the(one.id).version, now=NOW)
    of = found.numbers(world.chen, Wanted(), today=TODAY).of
    assert (of[Group.KEPT], of[Group.DISPUTED]) == (1, 0)


def test_a_promise_nobody_has_said_anything_of_says_so_once(browse, world: World) -> None:
    one = promised(world)
    words = browse("chen").open("/promises").words
    assert f"{day_words(TODAY, year=True)}承诺以来，还没有任何消息" in words
    assert "没有记过进展" not in words and "没有证明" not in words and "0%" not in words
    commitments.note_progress(world.jing, one, Progress("初稿已报", 0), version=the(one).version, now=NOW)
    words = browse("chen").open("/promises").words
    assert "还没有任何消息" not in words and "初稿已报" in words and "0%" in words


def test_who_has_said_why_is_not_asked_again(browse, world: World) -> None:
    one = promised(world)
    the(one).due_on = TODAY - timedelta(days=3)
    db.session.commit()
    commitment_days.fall_due_all(now=NOW)
    assert f"/promises/{one}/explanation" in [href for href, _words in browse("jing").open("/promises").links]
    commitments.explain_unkept(world.jing, one, words="预算下周批下来", version=the(one).version, now=NOW)
    page = browse("jing").open("/promises")
    assert f"{day_words(TODAY, year=True)}说明了没有做到的原因" in page.words and "没有记过进展" not in page.words
    hrefs = [href for href, _words in page.links]
    assert f"/promises/{one}/progress" in hrefs and f"/promises/{one}/explanation" not in hrefs


def test_two_people_on_one_promise_lose_nothing(browse, world: World) -> None:
    one = promised(world)
    cheng = browse("cheng")
    cheng.open(f"/promises/{one}/second-reply")
    commitments.note_progress(world.jing, one, Progress("又完成一处", 70), version=the(one).version, now=NOW)
    page = cheng.send("/second-reply", status=409, document_no="临教复〔2026〕8号", letter="已列入预算。")
    assert "这一页打开以后，内容已经改过" in page.words and "已列入预算。" in page.words
    assert the(one).state.value == "open"


def test_the_ledger_asks_as_often_for_many_as_for_one(browse, world: World) -> None:
    promised(world)
    few = statements_of(browse("chen"), "/promises")
    for _again in range(3):
        promised(world)
    many = statements_of(browse("chen"), "/promises")
    assert many == few <= 5


def test_what_does_not_satisfy_is_decided_on_its_page_and_shown_for_what_it_is(browse, world: World) -> None:
    case = SITUATIONS["promise_unsatisfying"].reach(world)
    one = db.session.scalars(select(Commitment.id).where(Commitment.suggestion_id == case)).one()
    desk = browse("chen")
    assert "报告做到、代表不满意的承诺1项" in desk.open("/").words
    ledger = desk.open("/promises?group=dissatisfied")
    assert "已报告做到，代表不满意" in ledger.words and "代表评价落实：不满意" in ledger.words
    desk.open(f"/promises/{one}/decision-on-report")
    assert "请写明" in desk.send("/decision-on-report", status=422, outcome="stands", words="").words
    desk.send("/decision-on-report", outcome="stands", words="款项已在下一年度预算里。")
    assert "报告做到、代表不满意" not in desk.open("/").words
    assert "款项已在下一年度预算里。" in browse("lin").open(f"/promises/{one}").words


def test_a_promise_beside_a_later_one_is_given_up_with_the_reason_at_hand(browse, world: World) -> None:
    case = builders.closed(world, level=Level.DISSATISFIED)
    first = db.session.scalars(select(Commitment.id)).one()
    builders.handle_again(world, case)
    answer_again(world, case, due_on=TODAY + timedelta(days=5), promise="研究一次经费问题")
    page = browse("cheng").open(f"/promises/{first}/drop")
    assert page.data("/drop")["reason"] == "由第2次答复的承诺代替"
