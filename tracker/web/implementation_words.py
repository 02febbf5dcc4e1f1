"""What a reader may know of how deputies rated a promise: nothing before the window has shut, then level and spread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker.domain.parties import UNIT_SIDE, Actor, Party
from tracker.domain.permissions import Sight, sight, standing_of
from tracker.domain.ratings import Question, answers_to, needs_reason, tally
from tracker.models.commitments import Commitment
from tracker.models.ratings import Rating
from tracker.queries.back_to_back import reads_early
from tracker.queries.ratings import papers_of
from tracker.web.labels import LEVELS
from tracker.web.rating_labels import NO_REASON_ON_PAPER
from tracker.web.rating_tallies import on_paper, spread
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

SIGNERS = frozenset({Party.AUTHOR, Party.COSIGNER})


def shown(who: Actor, one: Commitment, today: date) -> dict[str, Any] | None:
    """Headline, spread, each deputy's row, and what is waited for; nothing where nobody was ever asked."""
    if not one.rating_window:
        return None
    standing, shut = standing_of(who, one), one.rating_shut_on is not None
    is_desk = Party.DESK in standing
    early = reads_early(who, one, is_signer=bool(standing & SIGNERS), is_desk=is_desk)
    full = sight(who, one.suggestion) is Sight.FULL or bool(standing & UNIT_SIDE)
    reads = early or (full and shut)
    answers = answers_to(one.ratings, Question.IMPLEMENTATION, window=one.rating_window)
    return {
        "headline": headline(one),
        "spread": spread(tally(one.asked, answers)) if reads and shut else "",
        "rows": _rows(one, private=is_desk) if reads else [],
        "private": is_desk and reads and any(each.private_note for each in one.ratings),
        "note": _waiting(one, today, reads=reads),
    }


def headline(one: Commitment) -> str:
    """The level once its window has shut; silence says so."""
    if one.rating_shut_on is None:
        return ""
    return str(LEVELS[one.implementation]) if one.implementation else _("未反馈")


def _waiting(one: Commitment, today: date, *, reads: bool) -> str:
    if one.rating_shut_on is not None or one.rating_due_on is None:
        return ""
    if not reads:
        return _("全部代表评价完、或者评价期结束以后才看得到结果。")
    if one.rating_is_held:
        return _("有代表反映不实，核实清楚以前评价期不结束。")
    told = {"n": len(one.still_to_rate(today)), "day": day_words(one.rating_due_on)}
    return _("还有%(n)s名代表没有评价，%(day)s截止。", **told) if told["n"] else _("代表都已评价，评价期还没有结束。")


def _last_words(ratings: Iterable[Rating]) -> list[Rating]:
    """Of each deputy what was last said in each window: that a promise was kept later changes nothing said before."""
    last: dict[tuple[int, int | None], Rating] = {}
    for each in ratings:
        last[each.person_id, each.window] = each
    return list(last.values())


def _rows(one: Commitment, *, private: bool) -> list[tuple[str, str, str, str]]:
    said = _last_words(one.ratings)
    papers = papers_of(said)
    return [_row(each, one, on_paper(each, papers), private=private) for each in said]


def _row(each: Rating, one: Commitment, came: str, *, private: bool) -> tuple[str, str, str, str]:
    before = "" if each.window == one.rating_window else _("（上一次评价期）")
    silent = each.paper_rating_id is not None and needs_reason(each.level)
    reason = each.reason or (str(NO_REASON_ON_PAPER) if silent else "")
    return each.person.name + before + came, str(LEVELS[each.level]), reason, each.private_note if private else ""
