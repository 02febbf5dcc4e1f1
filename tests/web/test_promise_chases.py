"""Chasing a promise on screen: the list of those that press, the form, the promise's page, the unit's home."""

from __future__ import annotations

from tests.conftest import Browsers
from tests.services.test_promise_chases import late_promise
from tests.statements import statements_of
from tests.world import NOW, World
from tracker.services.chases import Said
from tracker.services.promise_chases import chase_promise


def test_a_late_promise_is_found_chased_and_answered(browse: Browsers, world: World) -> None:
    one = late_promise(world)
    chen = browse("chen")
    page = chen.open("/chasing")
    assert any(words == "承诺 1" and href == "/chasing/promises" for href, words in page.links)
    page = chen.open("/chasing/promises?which=late")
    assert one.promise in page.words and "没有催过" in page.words and "逾期5天" in page.words
    chen.open(f"/promises/{one.id}/chase")
    page = chen.send(f"/promises/{one.id}/chase", words="请尽快落实。", answer_by="2026-04-08")
    assert "已催办，市教育局看得到" in page.words and "催办单〔2026〕1号" in page.words
    assert "请尽快落实。" in page.words and "催办第" in page.words
    jing = browse("jing")
    assert "请回应催办" in jing.open("/").words
    page = jing.open("/promises?flag=chased")
    assert "催办1次" in page.words
    page = chen.open("/chasing/promises?which=unanswered")
    assert "没有回应" in page.words and "这一方刚催过，4月4日起可以再催" in page.words
    jing.open(f"/promises/{one.id}/progress")
    jing.send(f"/promises/{one.id}/progress", percent="60", words="已经开工")
    assert "请回应催办" not in jing.open("/").words
    assert "已经开工" in browse("lin").open(f"/suggestions/{one.suggestion_id}").words


def test_a_deputy_chases_without_a_day_and_is_told_when_again(browse: Browsers, world: World) -> None:
    one = late_promise(world)
    lin = browse("lin")
    page = lin.open(f"/promises/{one.id}")
    assert (f"/promises/{one.id}/chase", "催办承诺") in page.links
    page = lin.open(f"/promises/{one.id}/chase")
    assert "请在哪天前回应" not in page.words
    page = lin.send(f"/promises/{one.id}/chase", words="")
    assert "4月4日起可以再催" in page.words
    lin.open("/chasing/promises", status=404)


def test_a_day_that_has_passed_keeps_what_was_typed(browse: Browsers, world: World) -> None:
    one = late_promise(world)
    chen = browse("chen")
    chen.open(f"/promises/{one.id}/chase")
    page = chen.send(f"/promises/{one.id}/chase", status=422, words="请落实", answer_by="2026-03-01")
    assert "请落实" in page.body


def test_what_is_pressed_rises_in_the_ledger_and_the_list_costs_the_same(browse: Browsers, world: World) -> None:
    first, second = late_promise(world, 20), late_promise(world, 5)
    second.promise = "先催的一项"
    chase_promise(world.du, second.id, Said(), now=NOW)
    chen = browse("chen")
    page = chen.open("/promises?group=late")
    assert page.words.index("催办1次") < page.words.rindex(first.promise)
    asked = statements_of(chen, "/chasing/promises")
    for _ in range(3):
        late_promise(world)
    assert statements_of(chen, "/chasing/promises") == asked
