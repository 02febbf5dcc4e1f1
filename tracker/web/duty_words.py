"""How a deputy followed up, in words: each kind with its numbers, and what was or is not answered by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from tracker.queries.duty_record import Followed, Item, Matter, Stand
from tracker.web.papers import official_title
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

MATTERS = {
    Matter.REPLIES: _l("收到的答复（轮次）"),
    Matter.PROMISES: _l("到期的承诺（项）"),
    Matter.LOOK_BACKS: _l("回头看（项）"),
    Matter.CONTACTS: _l("单位记的沟通（次）"),
    Matter.CHASES: _l("本人催办（次）"),
}
STANDS = {
    Matter.REPLIES: {Stand.DONE: _l("按期评价"), Stand.MISSED: _l("期满没有评价"), Stand.WAITING: _l("等评价")},
    Matter.PROMISES: {Stand.DONE: _l("评价了落实"), Stand.MISSED: _l("期满没有评价"), Stand.WAITING: _l("等评价")},
    Matter.LOOK_BACKS: {Stand.DONE: _l("评价了"), Stand.MISSED: _l("期满没有评价"), Stand.WAITING: _l("等评价")},
    Matter.CONTACTS: {Stand.DONE: _l("确认或者更正"), Stand.WAITING: _l("等确认")},
    Matter.CHASES: {Stand.DONE: _l("有了回音"), Stand.WAITING: _l("还没有回音")},
}


def followed_rows(found: Sequence[Followed]) -> list[dict[str, Any]]:
    """Only kinds of which there was any."""
    return [_row(one) for one in found if one.whole]


def _row(one: Followed) -> dict[str, Any]:
    words = STANDS[one.matter]
    left = one.whole - one.counts[Stand.DONE]
    return {
        "name": str(MATTERS[one.matter]),
        "whole": one.whole,
        "cells": [(str(text), one.counts[stand]) for stand, text in words.items()],
        "items": [_item(each, str(words[each.stand])) for each in one.items],
        "left": left,
        "unnamed": left - len(one.items),
    }


def _item(one: Item, words: str) -> dict[str, str]:
    return {
        "href": url_for("dossier.show", suggestion_id=one.suggestion_id),
        "number": one.number,
        "title": official_title(one.title),
        "words": words,
        "day": day_words(one.last_day, year=True) if one.last_day else "",
    }
