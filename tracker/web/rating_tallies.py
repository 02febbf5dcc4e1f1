"""How deputies rated, in words: every level and the silent each as its own number, never one inside another."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.domain.ratings import Level, Tally
from tracker.models.ratings import PaperRating, Rating
from tracker.web.labels import LEVELS
from tracker.web.spoken import gettext as _


def spread(one: Tally) -> str:
    """满意 1／已评 2，未反馈 1（应评3人：满意1、基本满意1、不满意0）"""
    levels = _("、").join(f"{LEVELS[level]}{one.by_level.get(level, 0)}" for level in Level)
    return _("%(short)s（应评%(asked)s人：%(levels)s）", short=in_short(one), asked=one.asked, levels=levels)


def in_short(one: Tally) -> str:
    """满意 1／已评 2，未反馈 1"""
    told = {"n": one.by_level.get(Level.SATISFIED, 0), "rated": one.rated, "silent": one.silent}
    return _("满意 %(n)s／已评 %(rated)s，未反馈 %(silent)s", **told)


def on_paper(answer: Rating | None, papers: Mapping[int, PaperRating]) -> str:
    """（纸质代录：陈思远录入，陆平川核对）: both names, wherever the rating is shown."""
    paper = papers.get(answer.paper_rating_id or 0) if answer else None
    if paper is None:
        return ""
    confirmed = paper.confirmed_by.name if paper.confirmed_by else ""
    return _("（纸质代录：%(one)s录入，%(other)s核对）", one=paper.entered_by.name, other=confirmed)
