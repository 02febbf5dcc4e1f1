"""The words of the search: where something stands, how many were found, how fresh the index is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tracker.queries.search_passages import Part, Written
from tracker.queries.search_state import Standing
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import clock_words, count_words

WHERE = {"title": _l("标题和编号"), "body": _l("正文和请求"), "reply": _l("答复和承诺")}
PARTS = {Part.PROBLEM: _l("问题"), Part.ANALYSIS: _l("分析")}


def part_words(one: Written) -> str:
    """Which part of the paper a passage is from."""
    if one.part in PARTS:
        return str(PARTS[one.part])
    if one.part is Part.REQUEST:
        return _("请求%(n)s", n=one.no)
    unit = one.unit or _("单位")
    if one.part is Part.PROMISE:
        return _("%(unit)s承诺", unit=unit)
    return _("%(unit)s答复", unit=unit) if one.unit else _("答复")


def total_words(shown: str, found: Any) -> str:
    """How many were found, of what."""
    if found.total is None:
        return _("很多，先列最近的；加一个字词或条件，就能逐项数清")
    words = {"papers": _("%(n)s件"), "promises": _("%(n)s项承诺"), "files": _("%(n)s个附件")}[shown]
    return words.replace("%(n)s", count_words(found.total))


def standing_words(state: Standing, at: datetime, *, unread: int) -> str:
    """How fresh the index is; `unread` attachments wait for their text to be read."""
    if not state.is_whole:
        return _(
            "检索正在重新整理，已经整理好%(there)s件，共%(of)s件；没有整理到的暂时查不到，过几分钟再查。",
            there=count_words(state.there),
            of=count_words(state.of),
        )
    said = _("检索随每次提交、答复同时更新，数据截至%(time)s", time=clock_words(at))
    return said + _("；还有%(n)s个附件的文字没有读出来，只查得到文件名", n=count_words(unread)) if unread else said
