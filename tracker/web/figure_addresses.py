"""Addresses of figures: other breakdowns of the same, and the cases behind a number."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from tracker.domain.breakdowns import By
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.statistics import Measure
from tracker.web.figure_scopes import SYSTEM, Asked
from tracker.web.figure_words import BREAKDOWNS
from tracker.web.spoken import gettext as _


def tabs(asked: Asked, who: Actor) -> list[tuple[str, None, str, bool]]:
    """The breakdowns this reader may choose from."""
    offered: list[By | None] = [By.WHOLE, By.UNIT, None, By.DELEGATION, By.CATEGORY, By.LETTER, By.KEY]
    if who.role in UNIT_ROLES:
        offered = [By.WHOLE, By.CATEGORY, By.LETTER]
    elif who.role is Role.COORDINATOR:
        offered = [By.WHOLE, By.UNIT, By.CATEGORY, By.LETTER]
    return [
        (_("按系统") if by is None else str(BREAKDOWNS[by]), None, figures_url(asked, by=_code(by)), by is asked.by)
        for by in offered
    ]


def _code(by: By | None) -> str:
    if by is None:
        return SYSTEM
    return "" if by is By.WHOLE else by.value


def figures_url(asked: Asked, **changes: object) -> str:
    """The page of the same figures with some of what is asked for changed."""
    args: dict[str, Any] = dict(asked.args(**changes))
    return url_for("statistics.show", **args)


def cases_url(asked: Asked, on: date, measures: tuple[Measure, ...], part: str | None = None) -> str:
    """The cases a figure counts, as of the day it was counted."""
    codes = ",".join(one.value for one in measures)
    args: dict[str, Any] = dict(asked.args(on=on.isoformat(), beside="", beside_on=""))
    return url_for("statistics.cases", measures=codes, value=part, **args)
