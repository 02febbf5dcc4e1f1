"""What a deputy's page says of follow-up: own answers to replies, promises, look-backs and talks, with their papers."""

from __future__ import annotations

from datetime import timedelta

from tests import builders
from tests.conftest import Browsers
from tests.services.test_look_backs import begun, filled, rate
from tests.statements import statements_of
from tests.web.test_boards import counted
from tests.web.test_contacts import address
from tests.web.test_contacts import filled as talk
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.queries.duty_record import Followed, Matter, Stand, follow_up
from tracker.services import contacts


def of(world: World, matter: Matter, *, days: int = 0, who: str = "lin") -> Followed:
    db.session.rollback()
    today = TODAY + timedelta(days=days)
    person_id = world.actors[who].person_id
    return next(one for one in follow_up(world.actors[who], person_id, today=today) if one.matter is matter)


def test_a_rating_in_its_days_counts_and_a_window_that_passed_does_not(world: World) -> None:
    builders.closed(world)
    waits = builders.delivered(world)
    one = of(world, Matter.REPLIES)
    assert (one.counts[Stand.DONE], one.counts[Stand.WAITING], one.counts[Stand.MISSED]) == (1, 1, 0)
    assert [item.suggestion_id for item in one.items] == [waits]
    assert of(world, Matter.REPLIES, days=200).counts == {Stand.DONE: 1, Stand.WAITING: 0, Stand.MISSED: 1}


def test_each_signer_answers_for_himself(world: World) -> None:
    builders.closed(world, cosigned=True)
    assert of(world, Matter.REPLIES).counts[Stand.DONE] == 1
    fang = {days: of(world, Matter.REPLIES, days=days, who="fang").counts for days in (0, 200)}
    assert (fang[0][Stand.WAITING], fang[200][Stand.MISSED], fang[200][Stand.DONE]) == (1, 1, 0)
    assert of(world, Matter.REPLIES, who="yuan").whole == 0


def test_a_promise_counts_from_the_day_it_is_asked_about(everywhere: dict[str, int], world: World) -> None:
    one = of(world, Matter.PROMISES)
    assert one.whole and one.whole == sum(one.counts.values())
    assert one.counts[Stand.DONE] > 0


def test_a_look_back_counts_once_there_is_something_to_rate(world: World) -> None:
    case = builders.closed(world)
    begun(world)
    assert of(world, Matter.LOOK_BACKS).whole == 0
    filled(world, case)
    assert of(world, Matter.LOOK_BACKS).counts[Stand.WAITING] == 1
    rate(world, case, "lin", Level.SATISFIED)
    assert of(world, Matter.LOOK_BACKS).counts == {Stand.DONE: 1, Stand.WAITING: 0, Stand.MISSED: 0}


def test_a_talk_waits_until_the_deputy_has_said_a_word(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    jing = browse("jing")
    jing.open(address(world, case))
    jing.send("/contacts/new", **talk(world))
    assert of(world, Matter.CONTACTS).counts[Stand.WAITING] == 1
    counted()
    page = browse("lin").open(f"/deputies/{world.lin.person_id}/figures")
    assert "单位记的沟通（次）" in page.words and "等确认" in page.words
    assert f"/suggestions/{case}" in [href for href, _words in page.links]
    task = builders.fetch(case).tasks[0]
    contacts.confirm(world.lin, task.id, task.contacts[0].id, now=NOW)
    assert of(world, Matter.CONTACTS).counts == {Stand.DONE: 1, Stand.WAITING: 0, Stand.MISSED: 0}


def test_papers_that_were_not_handled_as_handed_in_are_counted_with_their_lists(browse: Browsers, world: World) -> None:
    builders.closed(world)
    counted()
    lin = browse("lin")
    assert "没有照原样办的" not in lin.open("/board").words
    builders.refused(world)
    builders.withdrawn(world)
    counted()
    page = lin.open("/board")
    assert "没有照原样办的" in page.words and "撤回" in page.words
    opened = [href for href, words in page.links if "measures=refused" in href and words == "1"]
    assert opened and "护学通道" in lin.open(opened[0]).words


def test_whether_somebody_has_rated_is_told_to_him_and_the_desk_alone(browse: Browsers, world: World) -> None:
    builders.delivered(world)
    counted()
    address = f"/deputies/{world.lin.person_id}/figures"
    for who, told in (("lin", True), ("chen", True), ("ou", False)):
        assert ("答复以后的跟进" in browse(who).open(address).words) is told, who
    browse("fang").open(address, status=404)


def test_the_page_asks_as_often_however_much_there_is(browse: Browsers, world: World) -> None:
    builders.delivered(world)
    counted()
    lin = browse("lin")
    lin.open("/board")
    asked = statements_of(lin, "/board")
    for _more in range(3):
        builders.delivered(world)
    counted()
    assert statements_of(lin, "/board") == asked
