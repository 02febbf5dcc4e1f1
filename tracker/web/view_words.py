"""A view in words: what it asks for, and whom it is shared with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.domain.lists import Audience, ListCode
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.queries.register_choices import choices
from tracker.web import commitment_filters, register_filters
from tracker.web.register_columns import COLUMNS, WAYS, as_asked, columns_of
from tracker.web.register_filters import Address, filters_of, status_labels
from tracker.web.spoken import gettext as _
from tracker.web.tasks import STAGES, stage_of


def said_of(code: ListCode, args: Mapping[str, str], who: Actor) -> list[str]:
    """What the conditions of a list ask for, one by one; nothing where they ask for all of it."""
    if code is ListCode.SHARES:
        return [str(STAGES[stage_of(args, who.role)])]
    if code is ListCode.PROMISES:
        wanted = commitment_filters.wanted_of(args, 1)
        return [words for words, _href in commitment_filters.tags(wanted, choices())]
    mine = code is ListCode.MINE
    filters, columns = filters_of(args, who, mine=mine), columns_of(args.get("cols", ""))
    address = Address("register.mine" if mine else "register.show", filters, as_asked(columns))
    said = [words for words, _href in register_filters.tags(filters, address, choices(), status_labels(filters, who))]
    if address.sort() in WAYS:
        said.append(str(WAYS[address.sort()]))
    if as_asked(columns):
        said.append(_("列：%(words)s", words=_("、").join(str(COLUMNS[one]) for one in columns)))
    return said + [_("已经不能用的条件：%(words)s", words=one) for one in register_filters.unread(args, address)]


def audience_words(audience: Audience, role: Role | None) -> Any:
    """Whom a view is shared with, as somebody of this role would say it."""
    if audience is Audience.NOBODY:
        return _("只有自己")
    if audience is Audience.UNIT:
        return _("本单位的人")
    if role is Role.DESK:
        return _("代表工作机构的人")
    return _("本系统督查室的人") if role is Role.COORDINATOR else _("本单位同岗位的人")
