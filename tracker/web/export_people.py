"""People, units and accounts in a file. Those of today are written as an import reads them, so that a file that was
corrected can come back; who or what is no more has other heads, lest an import bring it to life again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.clock import now
from tracker.domain.intake import COLUMNS, Subject
from tracker.domain.intake_choices import IMPORTABLE, ROLE_SAID, SYSTEM_SAID, YES_SAID
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.models.organs import Unit
from tracker.models.people import Account, Membership, Person
from tracker.outside.ledgers import Part, Row
from tracker.queries import accounts as known
from tracker.queries import organs
from tracker.queries.accounts import Standing
from tracker.queries.organs import UnitCircle
from tracker.queries.people import Circle, every_line
from tracker.queries.persons import Sought
from tracker.queries.places import delegations, units_in_use
from tracker.web.accounts import NONE, tab_of
from tracker.web.accounts import TABS as ACCOUNT_TABS
from tracker.web.export_files import Made
from tracker.web.labels import SYSTEMS
from tracker.web.people import ROLES_HERE
from tracker.web.people import TABS as PEOPLE_TABS
from tracker.web.people import circle_of as people_asked
from tracker.web.people_filter import asked, told
from tracker.web.person_words import STANDINGS, hat_line
from tracker.web.spoken import gettext as _
from tracker.web.units import TABS as UNIT_TABS
from tracker.web.units import circle_of, system_of, words_of
from tracker.web.words import instant_words

WIDTHS = {"name": 24, "short_names": 24, "employer": 30, "duty_words": 40, "unit": 24, "email": 24}
# Of everybody or of everything at once.
ALL = 1_000_000


def people(_who: Actor, args: Mapping[str, str], today: date) -> Made:
    """The deputies or the people of units, a row for each hat that is not over; or those who were, with other heads."""
    circle, sought = people_asked(args), asked(ROLES_HERE, args)
    former = circle is Circle.FORMER
    heads = _heads(Subject.PEOPLE, {"role": _("曾任身份")} if former else {})
    heads += [(_("任职结束"), 12)] if former else []
    said = [str(dict(PEOPLE_TABS)[circle]), *_said(sought, today)]
    return Made(
        name=_("人员"),
        said=said,
        asked=_asked(args),
        parts=[Part("people", _("人员"), heads, _people_rows(sought, circle, today))],
        units=[_("每个身份一行；现任的改好以后可以直接导入")],
        mind=_mind(),
    )


def _people_rows(sought: Sought, circle: Circle, today: date) -> Iterator[Row]:
    roles = {Circle.DEPUTIES: {Role.DEPUTY}, Circle.UNIT_PEOPLE: UNIT_ROLES}.get(circle, {Role.DEPUTY, *UNIT_ROLES})
    for person, account, hats in every_line(sought, circle, day=today):
        for hat in hats:
            over = hat.ends_on is not None and hat.ends_on < today
            if hat.role in roles and hat.role in IMPORTABLE and over is (circle is Circle.FORMER):
                yield _person_row(person, account, hat) + ([hat.ends_on] if over else [])


def _person_row(person: Person, account: Account | None, hat: Membership) -> list[Any]:
    values = {
        "name": person.name,
        "role": ROLE_SAID[hat.role],
        "delegation": hat.delegation.name if hat.delegation else "",
        "certificate_no": hat.certificate_no,
        "unit": hat.unit.name if hat.unit else "",
        "post": hat.post,
        "phone": person.phone,
        "email": person.email,
        "employer": person.employer,
        "login_name": account.login_name if account else "",
        "starts_on": hat.starts_on,
    }
    return [values[column.name] for column in COLUMNS[Subject.PEOPLE]]


def units(_who: Actor, args: Mapping[str, str], _today: date) -> Made:
    """The units of the screen, one row each."""
    circle, words, system = circle_of(args), words_of(args), system_of(args)
    ended = circle is UnitCircle.ENDED
    heads = _heads(Subject.UNITS, {"name": _("原单位")} if ended else {})
    heads += [(_("撤并日期"), 12), (_("接办单位"), 24)] if ended else []
    found = organs.units(circle, words, system, skip=0, size=ALL)
    said = [str(dict(UNIT_TABS)[circle]), *([_("“%(words)s”", words=words)] if words else [])]
    said += [str(SYSTEMS[system])] if system else []
    rows = (_unit_row(unit) + (_ended(unit) if ended else []) for unit, _in_hand in found)
    part = Part("units", _("单位"), heads, rows)
    unit_words = [_("每个单位一行；在用的改好以后可以直接导入")]
    return Made(_("承办单位"), said, _asked(args), [part], unit_words, _("供人大代表工作机构内部使用。"))


def _unit_row(unit: Unit) -> list[Any]:
    values = {
        "name": unit.name,
        "short_names": "、".join(name for name in (unit.short_name, *unit.other_names.split("\n")) if name),
        "kind": unit.kind,
        "parent": unit.parent_name,
        "system": SYSTEM_SAID[unit.system],
        "coordinator": YES_SAID[unit.has_coordinator],
        "duty_words": unit.duty_words,
        "assignable": YES_SAID[unit.is_assignable],
    }
    return [values[column.name] for column in COLUMNS[Subject.UNITS]]


def _ended(unit: Unit) -> list[Any]:
    return [unit.ended_on, unit.successor.name if unit.successor else ""]


def accounts(_who: Actor, args: Mapping[str, str], today: date) -> Made:
    """The accounts of the screen, or the people without one: who may log in by which name, never with what."""
    sought, tab = asked(args=args), tab_of(args)
    if tab == NONE:
        lines = known.without_account(sought, day=today, skip=0, size=ALL)
    else:
        standing = Standing(tab) if tab else None
        lines = known.account_lines(sought, standing, now=now(), day=today, skip=0, size=ALL)
    heads = [(_("姓名"), 12), (_("登录名"), 20), (_("身份"), 50), (_("状态"), 12), (_("最近使用"), 20)]
    said = [*([str(dict(ACCOUNT_TABS)[tab])] if tab else []), *_said(sought, today)]
    part = Part("accounts", _("账号"), heads, (_account_row(line) for line in lines))
    return Made(_("账号"), said, _asked(args), [part], [_("每个账号一行")], _mind())


def _account_row(line: known.Line) -> list[Any]:
    account = line.account
    return [
        line.person.name,
        account.login_name if account else "",
        _("；").join(hat_line(hat) for hat in line.hats),
        str(STANDINGS[known.standing_of(account)]) if account else _("没有账号"),
        instant_words(line.seen_at) if line.seen_at else "",
    ]


def _heads(subject: Subject, others: Mapping[str, str]) -> list[tuple[str, int]]:
    """The heads an import knows, whatever language the screen speaks."""
    return [(others.get(one.name, one.aliases[0]), WIDTHS.get(one.name, 14)) for one in COLUMNS[subject]]


def _said(sought: Sought, today: date) -> Sequence[str]:
    return [words for words in told(sought, delegations(today), units_in_use()).values() if words]


def _asked(args: Mapping[str, str]) -> dict[str, str]:
    known_names = ("q", "role", "delegation", "unit", "system", "list")
    return {name: args[name] for name in known_names if args.get(name)}


def _mind() -> str:
    return _("含个人的电话、邮箱和登录名，没有密码。请按个人信息保管，用完删去。")
