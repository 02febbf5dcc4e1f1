"""Lines of home about what was entered from paper (代录): to confirm, to look into; and what was entered today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.domain.actions import Action
from tracker.queries.inbox import Line
from tracker.web.entry_words import what_words
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

A = Action

VERBS = {
    A.CONFIRM_ENTRY: _l("请确认代录"),
    A.SETTLE_ENTRY: _l("请核实"),
}
ENDINGS = {
    A.CONFIRM_ENTRY: _l("和原件一致的一按确认；不对的写明哪里不对。"),
    A.SETTLE_ENTRY: _l("核对原件，作废或者维持，写明结果即可。"),
}
DONE = {
    A.ENTER_PAPER: _l("已代录"),
    A.ENTER_SIGNATURE: _l("已代录附议"),
    A.ENTER_SIGN_FOR: _l("已代录签收"),
    A.ENTER_REPLY: _l("已代录答复"),
    A.CONFIRM_ENTRY: _l("已确认代录"),
    A.DISPUTE_ENTRY: _l("已提异议"),
    A.SETTLE_ENTRY: _l("已核实代录"),
    A.VOID_REPLY: _l("已作废答复"),
}
# So much of what the other side says stands in one line.
MOST = 60


def _denied(line: Line, _row: Any) -> str:
    if line.cause is None:
        return _("有代录的内容被提出异议。")
    said = " ".join(line.cause.note.split()).rstrip("。.；;")
    note = said if len(said) <= MOST else said[: MOST - 1] + "…"
    what = what_words(line.cause.facts.get("what", ()))
    return _("%(who)s否认代为录入的%(what)s：%(note)s。", who=line.cause.name, what=what, note=note)


WHY: dict[Action, Callable[[Line, Any], str]] = {
    A.CONFIRM_ENTRY: lambda _line, _row: _("照纸质件代录的，等您确认。"),
    A.SETTLE_ENTRY: _denied,
}
