"""The lines of home about ratings: a promise to be rated, a rating from paper to be confirmed."""

from __future__ import annotations

from typing import Any

from tracker.domain.actions import Action
from tracker.queries.inbox import Line
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.timeline_ratings import DONE
from tracker.web.words import day_words

VERBS = {
    Action.RATE_COMMITMENT: _l("请评价落实"),
    Action.CONFIRM_RATING: _l("请核对评价"),
    Action.CONFIRM_COMMITMENT_RATING: _l("请核对落实评价"),
}
ENDINGS = {
    Action.RATE_COMMITMENT: _l("一个问题，评完即可。"),
    Action.CONFIRM_RATING: _l("对照扫描件，一致的计入，不一致的退回。"),
    Action.CONFIRM_COMMITMENT_RATING: _l("对照扫描件，一致的计入，不一致的退回。"),
}


def _promise(_line: Line, row: Any) -> str:
    told = {"unit": row.unit, "promise": _short(row.promise or "")}
    if row.fulfilled_on is not None:
        return _("%(unit)s%(day)s报告做到：%(promise)s。", day=day_words(row.fulfilled_on), **told)
    return _("%(unit)s承诺的日期已过：%(promise)s。", **told)


def _paper(_line: Line, row: Any) -> str:
    return _("同事照纸质征询意见表录入了对%(unit)s答复的评价，要由另一人核对。", unit=row.unit)


def _promise_paper(_line: Line, row: Any) -> str:
    told = {"unit": row.unit, "promise": _short(row.promise or "")}
    return _("同事照纸质评价录入了对%(unit)s承诺的评价，要由另一人核对：%(promise)s。", **told)


WHY = {
    Action.RATE_COMMITMENT: _promise,
    Action.CONFIRM_RATING: _paper,
    Action.CONFIRM_COMMITMENT_RATING: _promise_paper,
}


def _short(words: str, most: int = 40) -> str:
    bare = " ".join(words.split()).rstrip("。.；;")
    return bare if len(bare) <= most else bare[: most - 1] + "…"


__all__ = ["DONE", "ENDINGS", "VERBS", "WHY"]
