"""Due dates in one's own calendar: what one has to do and nothing about it, under one secret address that can die."""

from __future__ import annotations

import re
from contextvars import Context
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import fetch, task_of
from tests.conftest import Browsers
from tests.page import Browser
from tests.world import PEOPLE, TODAY, World
from tracker.db import db
from tracker.models.calendar_feeds import CalendarFeed
from tracker.models.commitments import Commitment
from tracker.models.people import Account, Membership, Throttle
from tracker.models.record import Clock, Event
from tracker.models.suggestions import Suggestion
from tracker.queries import calendar_feeds
from tracker.queries.calendar_feeds import dues_of
from tracker.queries.inbox_counts import days
from tracker.queries.who import digest
from tracker.web import calendar_feeds as pages
from tracker.web.misses import Misses

TITLE = "护学通道"


def address(browser: Browser) -> str:
    """A new address, read off the page that tells it once."""
    browser.open("/account/calendar")
    page = browser.send("/account/calendar")
    return re.findall(r"value=\"http://localhost(/calendar/[\w-]+\.ics)\"", page.body)[0]


def asked(app: Flask, path: str, **how: Any) -> TestResponse:
    """What a calendar program gets that nobody has logged in."""
    return Context().run(app.test_client().get, path, **how)


def entries(browser: Browser, path: str, status: int = 200) -> dict[str, dict[str, str]]:
    """The entries of the calendar by the name that stays the same, asked for without any log-in."""
    answer = asked(browser.app, path)
    assert answer.status_code == status
    found = {}
    for block in answer.get_data(as_text=True).replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]:
        one = dict(line.split(":", 1) for line in block.split("\r\n") if ":" in line)
        found[one["UID"]] = one
    return found


def test_what_one_has_to_do_is_there_with_its_day_and_nothing_of_what_it_is_about(
    browse: Browsers, world: World
) -> None:
    case = builders.in_hand(world)
    jing = browse("jing")
    (one,) = entries(jing, address(jing)).values()
    task = next(iter(fetch(case).tasks))
    assert task.due_on is not None
    assert one["DTSTART;VALUE=DATE"] == f"{task.due_on:%Y%m%d}"
    assert one["SUMMARY"] == f"答复：第{fetch(case).number}号"
    assert one["URL"] == f"http://localhost/suggestions/{case}"
    assert TITLE not in str(one)
    others = browse("luo")
    assert entries(others, address(others)) == {}


def test_a_day_that_moves_moves_and_what_is_done_disappears(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    jing = browse("jing")
    path = address(jing)
    ((uid, before),) = entries(jing, path).items()
    clock = db.session.scalars(select(Clock).where(Clock.task_id == task_of(world, case), Clock.due_on > TODAY)).all()
    for one in clock:
        one.due_on += timedelta(days=30)
    db.session.commit()
    after = entries(jing, path)[uid]
    assert after["DTSTART;VALUE=DATE"] > before["DTSTART;VALUE=DATE"]
    for one in db.session.scalars(select(Clock).where(Clock.suggestion_id == case)):
        one.stopped_on = TODAY
    db.session.commit()
    assert uid not in entries(jing, path)


def test_a_unit_finds_its_promises_too(browse: Browsers, world: World) -> None:
    builders.closed(world)
    he = browse("he")
    told = {one["SUMMARY"] for one in entries(he, address(he)).values()}
    promise = db.session.scalars(select(Commitment)).first()
    assert promise is not None
    assert f"承诺到期：第{fetch(promise.suggestion_id).number}号" in told


def test_of_a_confidential_paper_not_even_the_number_is_told(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    db.session.get_one(Suggestion, case).is_confidential = True
    db.session.commit()
    jing = browse("jing")
    assert {one["SUMMARY"] for one in entries(jing, address(jing)).values()} == {"答复：一件建议"}


def test_a_new_address_makes_the_old_one_dead_and_taken_back_it_tells_nothing(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    jing = browse("jing")
    old = address(jing)
    new = address(jing)
    assert entries(jing, new)
    entries(jing, old, status=410)
    jing.open("/account/calendar")
    jing.send("/account/calendar/revoke")
    entries(jing, new, status=410)
    acts = db.session.scalars(select(Event.action).where(Event.subject.like("calendar_feed:%")).order_by(Event.seq))
    assert list(acts) == ["make_calendar_feed", "make_calendar_feed", "revoke_calendar_feed"]


def test_only_a_digest_of_the_address_is_kept_and_it_is_told_once(browse: Browsers, world: World) -> None:
    jing = browse("jing")
    key = address(jing).removeprefix("/calendar/").removesuffix(".ics")
    feed = db.session.scalars(select(CalendarFeed)).one()
    assert feed.key_digest == digest(key)
    assert key not in jing.open("/account/calendar").body


def test_it_stops_with_the_post_and_with_the_account(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    jing = browse("jing")
    path = address(jing)
    assert entries(jing, path)
    hat = db.session.get_one(Membership, world.jing.membership_id)
    hat.ends_on = TODAY - timedelta(days=1)
    db.session.commit()
    assert entries(jing, path) == {}
    hat = db.session.get_one(Membership, world.jing.membership_id)
    hat.ends_on = None
    db.session.scalars(select(Account).where(Account.person_id == world.jing.person_id)).one().is_active = False
    db.session.commit()
    assert entries(jing, path) == {}


def test_guesses_are_slowed_down_and_keys_that_were_given_are_not(
    app: Flask, browse: Browsers, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    jing = browse("jing")
    path = address(jing)
    monkeypatch.setattr(pages, "_MISSES", Misses(20))
    codes = [asked(app, f"/calendar/guess-{no}.ics").status_code for no in range(25)]
    assert codes[0] == 404 and codes[-1] == 429
    assert entries(jing, path) == {}
    db.session.rollback()
    assert db.session.scalars(select(Throttle.key)).all() == [], "nobody is kept from logging in by it"


def test_asked_again_without_news_it_is_not_sent_again(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    jing = browse("jing")
    path = address(jing)
    before = db.session.scalar(select(func.count()).select_from(Event))
    first = asked(jing.app, path)
    assert first.content_type == "text/calendar; charset=utf-8"
    again = asked(jing.app, path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert db.session.scalar(select(func.count()).select_from(Event)) == before


@pytest.mark.parametrize("key", ["x" * 5000, "..", "%00", "é"])
def test_odd_keys_are_no_addresses(app: Flask, world: World, key: str) -> None:
    assert asked(app, f"/calendar/{key}.ics").status_code in (404, 400, 429)


def test_every_hat_of_a_person_is_in_one_calendar_each_day_once(world: World) -> None:
    case = builders.in_hand(world)
    hat = db.session.get_one(Membership, world.jing.membership_id)
    db.session.add(Membership(person_id=hat.person_id, role=hat.role, unit_id=hat.unit_id, starts_on=hat.starts_on))
    db.session.commit()
    dues = dues_of(world.jing.person_id or 0, today=TODAY)
    assert [one.suggestion_id for one in dues.told] == [case] and dues.left_out == 0


def test_what_does_not_fit_is_counted_in_the_calendar_and_on_its_page(
    browse: Browsers, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        builders.in_hand(world)
    jing = browse("jing")
    path = address(jing)
    assert len(entries(jing, path)) == 5 and "more@localhost" not in entries(jing, path)
    monkeypatch.setattr(calendar_feeds, "MOST", 3)
    told = entries(jing, path)
    assert len(told) == 4
    assert "另有2个到期日没有列进日历" in told["more@localhost"]["SUMMARY"]
    assert told["more@localhost"]["DTSTART;VALUE=DATE"] == f"{TODAY:%Y%m%d}"
    page = jing.open("/account/calendar").words
    assert "现在5个" in page and "另有2个不列进日历" in page


def test_promises_that_do_not_fit_are_counted_too(
    browse: Browsers, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        builders.closed(world)
    he = browse("he")
    path, whole = address(he), dues_of(world.he.person_id or 0, today=TODAY).count
    db.session.rollback()
    monkeypatch.setattr(calendar_feeds, "MOST", 2)
    dues = dues_of(world.he.person_id or 0, today=TODAY)
    assert (dues.count, dues.left_out) == (whole, whole - len(dues.told)) and dues.left_out > 0
    assert "没有列进日历" in entries(he, path)["more@localhost"]["SUMMARY"]


@pytest.mark.parametrize("who", sorted({who for who, *_rest in PEOPLE}))
def test_all_days_counted_are_those_that_would_be_told(world: World, who: str) -> None:
    builders.in_hand(world)
    builders.an_assigned(world, shares=builders.LEAD_AND_CO)
    builders.delivered(world)
    builders.a_registered(world)
    builders.a_submitted(world, cosigned=True)
    actor = world.actors[who]
    whole = [one for one in dues_of(actor.person_id or 0, today=TODAY).told if not one.uid.startswith("promise-")]
    assert days(actor, today=TODAY) == len(whole)
