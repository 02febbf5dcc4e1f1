"""What home says of promises: which of them wait for something, the nearest named with its day, and what was done."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from tracker.domain.actions import Action
from tracker.domain.rulebook import ClockKind
from tracker.queries import law
from tracker.queries.commitment_duties import Nearest
from tracker.queries.stages import Tally
from tracker.web.commitment_matters import kept_by, promise_standing
from tracker.web.due_tags import DueTag, due_tag
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import standing_words

A = Action
DONE = {
    A.NOTE_PROGRESS: _l("已记进展"),
    A.EXPLAIN_UNKEPT: _l("已说明"),
    A.ASK_MOVE: _l("已申请"),
    A.ASK_DROP: _l("已申请"),
    A.RECALL_CHANGE: _l("已收回"),
    A.GRANT_CHANGE: _l("已批准"),
    A.REFUSE_CHANGE: _l("未批准"),
    A.FULFIL: _l("已再答复"),
    A.NOT_SO: _l("已反映"),
    A.ANSWER_NOT_SO: _l("已回应"),
    A.SETTLE_NOT_SO: _l("已核实"),
    A.TAKE_UP_PROMISE: _l("继续落实"),
    A.LEAVE_PROMISE: _l("作了说明"),
}
# verb, what is counted, why and what ends it, which part of the ledger has them all
KINDS: dict[str, tuple[Any, Any, Any, dict[str, Any]]] = {
    "promises_late": (
        _l("请尽快做到"),
        _l("过期没有做到的承诺%(n)s项"),
        _l("还没有向代表说明过原因的，先说明；做到以后再次答复代表。要改期的，另行申请。"),
        {"group": "late"},
    ),
    "promises_soon": (
        _l("请落实"),
        _l("三十天内到期的承诺%(n)s项"),
        _l("记下进展和证明。做不到的，到期以前申请改期。"),
        {"group": "soon"},
    ),
    "promises_entrusted": (
        _l("请安排落实"),
        _l("别的单位答复里写明由本单位落实的承诺%(n)s项"),
        _l("还没有记过进展。安排好以后记一次进展，这里就没有了。"),
        {"flag": "entrusted"},
    ),
    "promises_chased": (
        _l("请回应催办"),
        _l("代表或者机关催办、还没有回应的承诺%(n)s项"),
        _l("记一次进展、说明原因或者申请改期，就是回应。"),
        {"flag": "chased"},
    ),
    "promises_disputed": (
        _l("请回应"),
        _l("代表反映不实的承诺%(n)s项"),
        _l("代表说的和报告的不一样。写明单位的情况，代表工作机构再核实。"),
        {"flag": "disputed"},
    ),
    "promise_changes": (
        _l("请决定"),
        _l("承诺改期或者不再兑现的申请%(n)s项"),
        _l("批准以前承诺和日期都不变，署名代表看得到申请。"),
        {"flag": "asked"},
    ),
    "promise_disputes": (
        _l("请核实"),
        _l("代表反映不实的承诺%(n)s项"),
        _l("核实以前不结束评价。属实的，单位的报告退回，承诺继续落实。"),
        {"flag": "disputed"},
    ),
    "promises_dissatisfied": (
        _l("请决定"),
        _l("报告做到、代表不满意的承诺%(n)s项"),
        _l("要求继续落实，或者向代表说明为什么维持单位的报告。"),
        {"group": "dissatisfied"},
    ),
}


def groups(counted: Tally, today: date) -> list[tuple[str, str, str, list[tuple[Any, ...]]]]:
    """Title, count, level and lines: what is past its day under a heading of its own, in red, then all else."""
    held: dict[bool, list[tuple[Any, ...]]] = {}
    many = {True: 0, False: 0}
    for kind in KINDS:
        count, first = counted.decisions.get(kind, 0), counted.nearest.get(kind)
        if count and first is not None:
            late = kind == "promises_late"
            held.setdefault(late, []).append(_line(kind, count, first, today))
            many[late] += count
    titles = {True: (_("承诺已经过期"), "late"), False: (_("承诺"), "")}
    return [
        (titles[late][0], _("%(n)s项", n=many[late]), titles[late][1], held[late]) for late in titles if late in held
    ]


def _line(kind: str, count: int, first: Nearest, today: date) -> tuple[Any, ...]:
    """One promise leads to its page; of several the one that comes first is named, and all are opened."""
    verb, what, ending, part = KINDS[kind]
    only = count == 1
    href = (
        url_for("commitments.show", commitment_id=first.commitment_id) if only else url_for("commitments.index", **part)
    )
    number = law.rulebook_of(None, today).numbering.words(first.number)
    said = str(what) % {"n": count}
    why = _("%(what)s。%(ending)s", what=said, ending=ending)
    if not only:
        first_words = _("这里写的是最早到期的一项") if first.due_on else _("这里写的是其中一项")
        why = _("%(what)s，%(first)s。%(ending)s", what=said, first=first_words, ending=ending)
    tag = _tag(kind, first.due_on, today)
    return str(verb), href, first.promise, _("%(number)s第%(n)s项", number=number, n=first.request_no), why, *tag


def _tag(kind: str, due_on: date | None, today: date) -> DueTag | tuple[()]:
    if due_on is None:
        return ()
    if kind == "promise_changes":
        return due_tag(ClockKind.PROMISE_CHANGE, due_on, today=today) or ()
    stands = promise_standing(due_on, today)
    return DueTag(stands.value, standing_words(stands, due_on, today), kept_by(due_on, today))
