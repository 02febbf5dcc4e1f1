"""What is said of a look-back's parts that are not done: not yet while their day is to come, not done afterwards."""

from __future__ import annotations

from datetime import date

from tracker.models.look_backs import LookBack
from tracker.web.round_labels import SHOWN
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


def shown(look_back: LookBack, today: date) -> dict[str, str]:
    """What the lines may be listed by on a day of Asia/Shanghai, by code, without what cannot be yet or any more."""
    days = {"to_fill": look_back.fill_by, "to_check": look_back.check_by, "to_rate": look_back.rate_by}
    words = {
        code: f"{label}{_('（%(day)s前）', day=day_words(days[code], year=days[code].year != today.year))}"
        if code in days
        else str(label)
        for code, label in SHOWN.items()
    }
    for open_, shut in (("to_fill", "unfilled"), ("to_check", "unchecked")):
        del words[shut if look_back.is_open(days[open_], today) else open_]
    if not look_back.is_open(look_back.fill_by, today):
        del words["to_begin"]
    del words["to_rate" if not look_back.is_open(look_back.rate_by, today) else "to_settle"]
    if look_back.closed_on is not None:
        del words["to_settle"]
    return words


def not_filled(look_back: LookBack, today: date) -> str:
    """Of a line without a form."""
    return shown(look_back, today).get("to_fill") or str(SHOWN["unfilled"])


def not_checked(look_back: LookBack, today: date) -> str:
    """Of a line nobody has gone to look at."""
    return shown(look_back, today).get("to_check") or str(SHOWN["unchecked"])


def not_rated(look_back: LookBack, today: date, *, is_filled: bool, is_shut: bool) -> str:
    """Of a line without a new rating that may be told."""
    if is_shut:
        return str(SHOWN["silent"])
    words = shown(look_back, today)
    if not is_filled and "to_begin" in words:
        return words["to_begin"]
    return words.get("to_rate") or str(SHOWN["to_settle"])
