"""The page for chasing: who is late by unit, each line shown before it goes, partial success told line by line."""

from __future__ import annotations

from sqlalchemy import func, select

from tests import builders
from tests.builders import LEAD_AND_CO, task_of
from tests.situations_chases import LONG_AGO, late, noted
from tests.statements import reads
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.models.chases import Chase
from tracker.queries.chasing import ENOUGH, Which, counts, lines, stretches
from tracker.services import chases, ladder
from tracker.services.chases import Said


def test_late_near_and_chased_shares_stand_by_unit_with_the_next_step(browse, world: World) -> None:
    noted(world)
    builders.in_hand(world)  # early enough
    page = browse("chen").open("/chasing")
    assert "市教育局" in page.words and "催办1次" in page.words and "催办单〔2026〕1号" in page.words
    assert "督办通知：3月30日起等着发出，发给承办单位签发人，抄送督查室。发督办通知" in page.words
    assert "全部要看的1" in page.words and "逾期12天" in page.words


def test_a_coordinator_sees_its_system_and_a_committee_its_field(world: World) -> None:
    late(world)
    builders.an_assigned(world, shares=builders.SEPARATE, now=LONG_AGO)
    assert counts(world.chen, today=TODAY)[Which.LATE] == 3
    assert counts(world.du, today=TODAY)[Which.LATE] == 2
    assert counts(world.ou, today=TODAY)[Which.LATE] == 3
    assert [one.task.unit.short_name for one in lines(world.du, Which.LATE, today=TODAY)] == ["市教育局"] * 2


def test_who_may_not_chase_does_not_find_the_page(browse, world: World) -> None:
    for login in ("lin", "jing", "tian", "xi"):
        browse(login).open("/chasing", status=404)


def test_many_are_shown_line_by_line_then_chased_and_the_rest_say_why(browse, world: World) -> None:
    first, second = late(world), late(world)
    chases.chase(world.chen, task_of(world, first), Said(), now=NOW)
    chen = browse("chen")
    chen.open("/chasing?which=late")
    page = chen.send(
        "/chasing/batch", tasks=[task_of(world, first), task_of(world, second)], words="请于周五前答复。", step="check"
    )
    assert "核对以后再催1件次" in page.words and "这几件现在不能催，不会发1件次" in page.words
    assert "这一方刚催过，4月4日起可以再催" in page.words and "请于周五前答复" in page.words
    page = chen.send("/chasing/batch", step="send")
    assert "已催办1件次" in page.words
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Chase)) == 2


def test_what_changed_after_the_check_is_not_chased_and_the_others_are(browse, world: World) -> None:
    first, second = late(world), late(world)
    chen = browse("chen")
    chen.open("/chasing")
    ids = [task_of(world, first), task_of(world, second)]
    chen.send("/chasing/batch", tasks=ids, words="", step="check")
    chases.chase(world.lu, ids[0], Said(), now=NOW)
    page = chen.send("/chasing/batch", step="send")
    assert "已催办1件次" in page.words and "没有催：市教育局第" in page.words and "间隔期满才能再催" in page.words


def test_nothing_ticked_is_said_over_the_list(browse, world: World) -> None:
    late(world)
    chen = browse("chen")
    chen.open("/chasing")
    assert "请至少选一个" in chen.send("/chasing/batch", status=422, words="快", step="check").words


def test_one_unit_or_one_kind_is_looked_at_alone(browse, world: World) -> None:
    case = builders.in_hand(world, shares=LEAD_AND_CO, now=LONG_AGO)
    chases.chase(world.chen, task_of(world, case), Said(), now=NOW)
    chen = browse("chen")
    page = chen.open(f"/chasing?unit={world.units['市交通运输局']}")
    assert "没有催过" in page.words and "催办1次" not in page.words
    page = chen.open("/chasing?which=unanswered")
    assert "催办1次" in page.words and "没有催过" not in page.words


def test_a_long_list_has_pages_and_no_unit_is_torn(browse, world: World) -> None:
    for _ in range(ENOUGH):
        builders.in_hand(world, shares=LEAD_AND_CO, now=LONG_AGO)
    parts = stretches(world.chen, Which.ALL, today=TODAY)
    assert parts == [(0, ENOUGH), (ENOUGH, ENOUGH)]
    units = [
        {one.task.unit_id for one in lines(world.chen, Which.ALL, today=TODAY, skip=skip, size=size)}
        for skip, size in parts
    ]
    assert [len(one) for one in units] == [1, 1] and not units[0] & units[1]
    chen = browse("chen")
    page = chen.open("/chasing")
    assert "60件次" in page.words and any("page=2" in href for href, _words in page.links)
    assert chen.open("/chasing?page=99").words == chen.open("/chasing?page=2").words


def test_the_list_is_the_same_after_chasing_from_it(browse, world: World) -> None:
    case, unit = late(world), world.units["市教育局"]
    late(world)
    chen = browse("chen")
    chen.open(f"/chasing?which=late&unit={unit}")
    chen.send("/chasing/batch", tasks=[task_of(world, case)], step="check")
    assert any(f"which=late&unit={unit}" in href for href, words in chen.page.links if words.startswith("先不催"))
    page = chen.send("/chasing/batch", step="send")
    assert "已催办1件次" in page.words
    assert chen.answer is not None and chen.answer.request.full_path == f"/chasing?which=late&unit={unit}"


def test_the_list_costs_the_same_however_long_it_is(world: World) -> None:
    late(world)
    lines(world.chen, Which.ALL, today=TODAY)
    db.session.rollback()
    with reads() as one:
        lines(world.chen, Which.ALL, today=TODAY)
    for _ in range(4):
        late(world)
    db.session.rollback()
    with reads() as many:
        assert len(lines(world.chen, Which.ALL, today=TODAY)) == 5
    assert len(many) == len(one)


def test_what_is_pressed_rises_in_the_register_and_says_how_often(browse, world: World) -> None:
    builders.in_hand(world)
    case = late(world)
    chases.chase(world.du, task_of(world, case), Said(), now=NOW)
    chen = browse("chen")
    page = chen.open("/suggestions?sort=-pressure")
    assert page.words.index("催办1次") < page.words.index("20260001")
    page = chen.open("/suggestions?chased=1")
    assert "催办过、没有答复" in page.words and "20260001" not in page.words
    assert "催办1次" in browse("lin").open("/mine?chased=1").words
    # Of others' papers a deputy learns neither how often nor which.
    page = browse("yuan").open("/suggestions?chased=1&sort=-pressure")
    assert "20260001" in page.words and "催办1次" not in page.words


def test_the_desk_s_home_says_what_waits_for_its_supervision(browse, world: World) -> None:
    case = noted(world)
    assert "请督办" in browse("chen").open("/").words and "请督办" in browse("du").open("/").words
    ladder.supervise(world.du, task_of(world, case), Said("请主要负责人过问。"), now=NOW)
    assert "请督办" not in browse("chen").open("/").words
    assert "请督办" not in browse("ou").open("/").words


def test_the_rules_page_shows_the_ladder_as_provisional(browse, world: World) -> None:
    words = browse("chen").open("/rules").words
    assert "同一方两次催同一单位至少隔3日" in words and "逾期第8日" in words and "到期前15日" in words
