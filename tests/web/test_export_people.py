"""People, units and accounts in files: an import reads them back, nothing in them is live or secret, and they are on
record."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from tests.conftest import Browsers
from tests.page import Browser
from tests.services.test_imports import bring
from tests.web.test_exports import book, taken
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.intake import Subject
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.models.organs import Unit
from tracker.models.people import Account, Membership
from tracker.models.record import Event
from tracker.outside.ledgers import unescaped
from tracker.services import imports

ODD = {
    "姓名": "=1+1", "身份": "经办人", "单位": "市教育局", "职务": "-2", "电话": "+86 139", "邮箱": "x@example.org",
    "工作单位": "@临江市第一小学\n=HYPERLINK(1)", "登录名": "odd.name", "任职起始": "2026-03-01",
}  # fmt: skip


def file_of(browser: Browser, address: str, ending: str) -> bytes:
    browser.open(address)
    browser.send("/exports", button=("ending", ending))
    assert browser.answer is not None
    return browser.answer.data


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("address", "subject"),
    [("/people", Subject.PEOPLE), ("/people?list=unit_people", Subject.PEOPLE), ("/units", Subject.UNITS)],
)
def test_an_import_knows_every_row_of_the_file_again(
    browse: Browsers, world: World, address: str, subject: Subject, ending: str
) -> None:
    bring(world, Subject.PEOPLE, [ODD])
    data = file_of(browse("chen"), address, ending)
    outcome = imports.look(world.chen, subject, data, f"x.{ending}", now=NOW)
    assert not outcome.faults and not outcome.untaken
    counts = outcome.counts
    assert counts["rows"] > 0 and (counts["added"], counts["there"]) == (0, counts["rows"])


def test_everything_an_import_takes_stands_in_the_file_as_it_was_taken(browse: Browsers, world: World) -> None:
    bring(world, Subject.PEOPLE, [ODD])
    for ending in ("xlsx", "csv"):
        data = file_of(browse("chen"), "/people?list=unit_people&q=%3D1%2B1", ending)
        (record,) = imports.read_file(Subject.PEOPLE, data, f"x.{ending}").records
        told = {name: value for name, value in record.values.items() if value}
        assert told == {
            "name": "=1+1", "role": Role.UNIT_HANDLER, "unit": "临江市教育局", "post": "-2", "phone": "+86 139",
            "email": "x@example.org", "employer": ODD["工作单位"], "login_name": "odd.name",
            "starts_on": TODAY.replace(month=3),
        }  # fmt: skip


def test_a_corrected_file_brings_only_what_is_new(browse: Browsers, world: World) -> None:
    text = file_of(browse("chen"), "/units", "csv").decode("utf-8-sig")
    head, first = text.split("\r\n")[:2]
    name = first.split('","')[0].strip('"')
    again = "\r\n".join((head, first, first.replace(name, f"{name}第二分局"))).encode()
    outcome = imports.look(world.chen, Subject.UNITS, again, "x.csv", now=NOW)
    assert (outcome.counts["added"], outcome.counts["there"], outcome.faults) == (1, 1, ())


def test_nothing_in_the_files_is_live(browse: Browsers, world: World) -> None:
    bring(world, Subject.PEOPLE, [ODD])
    data = file_of(browse("chen"), "/people?list=unit_people&q=odd.name", "csv").decode("utf-8-sig")
    row = data.split("\r\n")[1]
    assert '"\'=1+1"' in row and '"\'+86 139"' in row and "\"'@临江市第一小学" in row
    assert unescaped("'=1+1") == "=1+1"
    file_of(browse("chen"), "/people?list=unit_people&q=odd.name", "xlsx")


def test_there_is_a_row_for_every_hat_of_the_list_and_no_other(browse: Browsers, world: World) -> None:
    rows = taken(browse("chen"), "/people?list=unit_people", "人员")
    wanted = select(func.count()).select_from(Membership).where(Membership.role.in_(UNIT_ROLES))
    assert len(rows) == db.session.scalar(wanted) and {row["身份"] for row in rows} <= {
        "收文员", "经办人", "审核人", "签发人",
    }  # fmt: skip
    (one,) = taken(browse("chen"), "/people?q=林若溪", "人员")
    assert (one["姓名"], one["身份"], one["代表团"]) == ("林若溪", "代表", "滨湖代表团")


def test_who_is_no_deputy_any_more_is_not_made_one_again(browse: Browsers, world: World) -> None:
    hat = db.session.scalars(select(Membership).where(Membership.role == Role.DEPUTY).limit(1)).one()
    hat.ends_on = TODAY.replace(month=3, day=31)
    db.session.commit()
    browser = browse("chen")
    data = file_of(browser, "/people?list=former", "xlsx")
    head, *rows = book(browser)["人员"]
    assert "曾任身份" in head and rows[0][head.index("任职结束")] == hat.ends_on
    outcome = imports.look(world.chen, Subject.PEOPLE, data, "x.xlsx", now=NOW)
    assert outcome.faults and outcome.counts["added"] == 0


def test_an_ended_unit_says_who_goes_on_and_does_not_come_back(browse: Browsers, world: World) -> None:
    unit = db.session.get_one(Unit, world.units["市教育局"])
    unit.ended_on, unit.successor_id = TODAY, world.units["市交通运输局"]
    db.session.commit()
    browser = browse("chen")
    data = file_of(browser, "/units?list=ended", "xlsx")
    head, row = book(browser)["单位"]
    told = dict(zip(head, row, strict=True))
    assert (told["原单位"], told["接办单位"], told["撤并日期"]) == ("临江市教育局", "临江市交通运输局", TODAY)
    assert imports.look(world.chen, Subject.UNITS, data, "x.xlsx", now=NOW).faults


def test_accounts_are_the_administrators_and_hold_no_secret(browse: Browsers, world: World) -> None:
    browser = browse("xi")
    rows = taken(browser, "/accounts", "账号")
    accounts = {one.login_name: one for one in db.session.scalars(select(Account))}
    assert {row["登录名"] for row in rows} == set(accounts) and set(rows[0]) == {
        "姓名", "登录名", "身份", "状态", "最近使用",
    }  # fmt: skip
    assert browser.answer is not None
    for one in accounts.values():
        assert not one.password_hash or one.password_hash not in _all_text(browser.answer.data)
    assert [row["登录名"] for row in taken(browse("xi"), "/accounts?q=沈嘉禾", "账号")] == ["shen"]
    file_of(browse("xi"), "/accounts?list=active", "csv")


def _all_text(data: bytes) -> str:
    found: Any = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return str([found.get_sheet_by_name(name).to_python() for name in found.sheet_names])


def test_each_list_is_for_those_who_keep_it_and_on_record(browse: Browsers, world: World) -> None:
    for login, lists in (
        ("chen", ("accounts",)),
        ("xi", ("people", "units")),
        ("lin", ("people", "units", "accounts")),
    ):
        browser = browse(login)
        browser.open("/account")
        for one in lists:
            browser.post("/exports", list=one, ending="csv", status=404)
    browser = browse("chen")
    taken(browser, "/people?list=unit_people&role=unit_handler&page=1", "人员")
    told = {row[0]: row[1] for row in book(browser)["说明"]}
    assert told["筛选条件"] == "承办单位人员；经办人" and "没有密码" in told["请注意"]
    db.session.rollback()
    event = db.session.scalars(select(Event).where(Event.action == "export")).one()
    assert event.subject == "list:people" and event.facts["filter"] == "role=unit_handler&list=unit_people"
