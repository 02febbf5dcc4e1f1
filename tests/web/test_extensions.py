"""Pages of more time: the deputies are told, it is asked for, decided, and every date explains itself."""

from __future__ import annotations

from sqlalchemy import select

from tests import builders
from tests.situations_objections import explained_delay, extension_asked, extension_granted, task_at
from tests.world import NOW, World
from tracker.db import db
from tracker.models.record import Clock
from tracker.services import extensions
from tracker.services.extensions import Decided


def page_of(world: World, case: int, what: str) -> str:
    return f"/suggestions/{case}/tasks/{task_at(world, case).id}/{what}"


def test_once_the_deputies_are_told_one_goes_on_to_ask(browse, world: World) -> None:
    case = builders.in_hand(world)
    jing = browse("jing")
    assert "还不能申请延期：申请延期以前，先要向代表说明" in jing.open(f"/suggestions/{case}").words
    jing.open(page_of(world, case, "explanation"))
    page = jing.send("/explanation", words="正在核对路段。")
    assert "每一位署名代表都看得到" in page.words and page.h1 == ["申请延期"]
    assert "正在核对路段" in browse("lin").open(f"/suggestions/{case}").words


def test_the_form_says_who_decides_and_the_last_day(browse, world: World) -> None:
    jing = browse("jing")
    page = jing.open(page_of(world, explained_delay(world), "extension"))
    assert "由督查室决定" in page.words and "最晚2026年10月8日" in page.words
    page = jing.send("/extension", status=422, until="2026-12-31", reason="要勘测")
    assert "超过自首次交办之日起最长的期限" in page.words and "要勘测" in page.words


def test_another_day_is_granted_and_the_page_of_the_date_tells_both(browse, world: World) -> None:
    case = extension_asked(world)
    du = browse("du")
    page = du.open(page_of(world, case, "extension-decision"))
    assert "需要现场勘测" in page.words and "正在核对路段" in page.words and "2026年8月31日" in page.words
    page = du.send("/extension-decision", outcome="grant", until="2026-08-14", words="")
    assert "已同意延期到2026年8月14日" in page.words
    db.session.rollback()
    clock = db.session.scalars(select(Clock.id).where(Clock.task_id.is_not(None)).order_by(Clock.id.desc())).first()
    page = browse("lin").open(f"/suggestions/{case}/clocks/{clock}")
    assert "原定2026年7月1日，2026年4月1日批准延期到2026年8月14日" in page.words


def test_a_refusal_needs_its_reason_and_only_the_offices_read_it(browse, world: World) -> None:
    case = extension_asked(world)
    du = browse("du")
    du.open(page_of(world, case, "extension-decision"))
    assert "请选一项" in du.send("/extension-decision", status=422).words
    assert "请填写这一项" in du.send("/extension-decision", status=422, outcome="refuse").words
    page = du.send("/extension-decision", outcome="refuse", words="可先答复已办部分。")
    assert "没有同意延期，答复期限不变" in page.words
    assert "可先答复已办部分" not in browse("lin").open(f"/suggestions/{case}").words


def test_the_dossier_tells_the_deputy_what_was_granted(browse, world: World) -> None:
    page = browse("lin").open(f"/suggestions/{extension_granted(world)}")
    assert "批准延期到2026年8月14日" in page.words and "应于8月14日前答复" in page.words


def test_requests_wait_on_the_page_of_who_decides(browse, world: World) -> None:
    extension_asked(world)
    assert "待决定1件次" in browse("du").open("/objections").words
    assert "待决定0件次" in browse("chen").open("/objections").words
    browse("jing").open("/objections", status=404)


def test_requests_are_granted_together_as_asked(browse, world: World) -> None:
    cases = [extension_asked(world) for _ in range(2)]
    du = browse("du")
    page = du.open("/objections")
    picks = [one["value"] for one in page.form("/extensions")["fields"] if one["name"] == "picks"]
    assert len(picks) == 2
    assert "请至少选一个" in du.send("/extensions", status=422).words
    page = du.send("/extensions", status=422, picks=[*picks, "9999-1"], words="都要勘测")
    assert "1件次不能延期" in page.words and "都要勘测" in page.body
    page = du.send("/extensions", picks=picks, words="都要勘测")
    assert "已同意2件次延期" in page.words and "待决定0件次" in page.words
    assert {task_at(world, case).due_on.isoformat() for case in cases} == {"2026-08-31"}


def test_what_was_decided_meanwhile_is_told_and_the_words_for_the_batch_stay(browse, world: World) -> None:
    first, second = extension_asked(world), extension_asked(world)
    du = browse("du")
    du.open("/objections")
    one, other = task_at(world, first), task_at(world, second)
    picks = [f"{each.id}-{each.version}" for each in (one, other)]
    extensions.refuse(world.du, Decided(one.id, one.version, "可先答复已办部分。"), now=NOW)
    page = du.send("/extensions", status=422, picks=picks, words="这一批同意延期的说明")
    assert "没有同意延期" in page.words and "可先答复已办部分。" in page.words and "都没有决定" in page.words
    assert page.data("/extensions")["words"] == "这一批同意延期的说明"
    extensions.refuse(world.du, Decided(other.id, other.version, "也先答复。"), now=NOW)
    page = du.send("/extensions", status=422, picks=picks, words="这一批同意延期的说明")
    assert "也先答复。" in page.words and "这一批同意延期的说明" in page.words


def test_a_rest_day_is_remarked_on_before_it_is_granted_and_after(browse, world: World) -> None:
    case = extension_asked(world)
    du = browse("du")
    du.open(page_of(world, case, "extension-decision"))
    page = du.send("/extension-decision", outcome="grant", until="2026-08-15", words="")
    assert "2026年8月15日是休息日" in page.words
