"""What the page of a key item shows, as far as the reader reads it; the table of its papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template, url_for

from tracker.clock import day_of
from tracker.domain.key_items import DECIDED, Detail, KeyAct, KeyStage, Occasion, Side, may_act, sides
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.models.key_items import KeyDemand, KeyItem, KeyPlan
from tracker.models.record import Event
from tracker.queries import key_item_papers as papers_of
from tracker.queries import key_items as found
from tracker.queries.documents_keys import LIST_READERS, reads_report
from tracker.queries.key_item_acts import acts_of
from tracker.queries.key_item_files import files_of
from tracker.queries.key_items import Found
from tracker.web import key_item_labels as labels
from tracker.web import key_item_words as words
from tracker.web.key_files import by_place, chips
from tracker.web.key_papers import ways
from tracker.web.labels import TASK_ROLES, TASK_STATES
from tracker.web.papers import official_title
from tracker.web.register_rows import state_words
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, number_words

# What can be done, in the order in which it is usually done, and where.
_WAYS: tuple[tuple[KeyAct, str], ...] = (
    (KeyAct.DECIDE, "key_decisions.decide"),
    (KeyAct.CHANGE, "key_proposals.change"),
    (KeyAct.PLAN, "key_supervision.plan"),
    (KeyAct.HOLD, "key_supervision.hold"),
    (KeyAct.DRAFT_REPORT, "key_reports.write"),
    (KeyAct.CONCLUDE, "key_supervision.conclude"),
    (KeyAct.BIND, "key_decisions.bind"),
    (KeyAct.TAKE_BACK, "key_proposals.take_back"),
)
_APART = {KeyAct.TAKE_BACK}


def page_of(one: Found, actor: Actor, *, today: date) -> str:
    """The page of one item."""
    item = one.item
    rows, standing = found.papers(actor, item)
    who = sides(actor, one.facts)
    return render_template(
        "key_items/show.html",
        item=item,
        papers=paper_lines(rows, actor, today),
        hidden=standing - len(rows),
        can_release=may_act(actor, KeyAct.RELEASE, one.facts) and standing > 1,
        all_of_it=one.detail is Detail.ALL,
        inside=one.detail is not Detail.OUTLINE,
        facts=_facts(item, today),
        criteria=[each["words"] for each in item.criteria],
        plans=[(each, _steps(each)) for each in reversed(item.plans)],
        demands={event.id: _demands(event.demands, one, actor, today) for event in item.events},
        reports=[each for each in item.reports if reads_report(actor, one, each)],
        missing=_missing(one, actor) if one.detail is not Detail.OUTLINE else [],
        buttons=[each for each in _buttons(one, actor) if each[0] not in _APART],
        dangers=[(label, href) for act, label, href in _buttons(one, actor) if act in _APART],
        next_words=_next_words(one, who, today),
        saved=_saved(one, actor),
        files=by_place(files_of(actor, one)),
        acts=[(each, _act_words(each), chips(item.id, each.facts)) for each in acts_of(actor, one)],
        words=words,
    )


def _saved(one: Found, actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """Where a part of the item is had as a paper, by the part as in `KeyFile.place`; the meeting's list as `list`."""
    item = one.item
    held = {f"plan-{each.no}": ways("key_papers.plan", item_id=item.id, no=each.no) for each in item.plans}
    for each in item.reports:
        held[f"report-{each.id}"] = ways("key_papers.report", item_id=item.id, report_id=each.id)
    if item.stage in DECIDED and actor.role in LIST_READERS:
        held["list"] = ways("key_papers.decided", item_id=item.id)
    return held


def _act_words(act: Event) -> str:
    """What the story says was done; an occasion by its kind."""
    said = str(labels.RECORDED[act.action])
    kind = next((words.OCCASIONS[each] for each in Occasion if each.value == act.facts.get("occasion")), "")
    return _("%(act)s：%(what)s", act=said, what=kind) if kind else said


def _steps(plan: KeyPlan) -> list[tuple[date, str]]:
    return [(date.fromisoformat(step["day"]), step["words"]) for step in plan.steps]


def _buttons(one: Found, actor: Actor) -> list[tuple[KeyAct, str, str]]:
    open_ = [(act, endpoint) for act, endpoint in _WAYS if may_act(actor, act, one.facts)]
    # What usually comes next stands first: the plan once, then what is held, and in the end the conclusion.
    if one.item.stage is KeyStage.REPORTED:
        open_.sort(key=lambda way: way[0] is not KeyAct.CONCLUDE)
    elif one.item.plans:
        open_.sort(key=lambda way: way[0] is KeyAct.PLAN)
    return [(act, _label(act, one), _way(act, endpoint, one)) for act, endpoint in open_]


def _label(act: KeyAct, one: Found) -> str:
    return _("修改督办方案") if act is KeyAct.PLAN and one.item.plans else str(labels.ACTS[act])


def _way(act: KeyAct, endpoint: str, one: Found) -> str:
    # All that wait are decided on together.
    return url_for(endpoint) if act is KeyAct.DECIDE else url_for(endpoint, item_id=one.item.id)


def _facts(item: KeyItem, today: date) -> list[tuple[str, str, Any]]:
    """Who, when, by which day: label, words, clock tag or none."""
    decided = item.decided_on is not None
    when = _("%(day)s，%(meeting)s", day=day_words(item.decided_on, year=True), meeting=item.meeting)
    no = _("（%(no)s）", no=item.document_no) if item.document_no else ""
    planned = day_of(item.plans[0].made_at) if item.plans else None
    over = item.concluded_on is not None
    told = [
        (_("主任会议决定"), when + no if decided else "", None),
        (
            _("提请"),
            _("%(who)s，%(day)s", who=words.proposer_words(item), day=day_words(day_of(item.proposed_at), year=True)),
            None,
        ),
        (_("督办"), item.committee if decided else item.proposed_committee, None),
        (_("领办、领衔的领导"), item.leader if decided else item.proposed_leader, None),
        (_("督办方案"), "", words.day_tag(item.plan_due_on, planned or (item.concluded_on if over else None), today)),
        (_("各单位报告"), "", words.day_tag(item.report_due_on, item.reported_on or item.concluded_on, today)),
        (_("常委会听取"), day_words(item.heard_on, year=True) if item.heard_on else "", None),
        (_("结束"), day_words(item.concluded_on, year=True) if item.concluded_on else "", None),
    ]
    return [(label, said, tag) for label, said, tag in told if said or tag]


def paper_lines(rows: Sequence[Any], actor: Actor, today: date) -> list[dict[str, Any]]:
    """Papers with their units, how each stands, what was promised, and the facts a proposal is weighed by."""
    ids = [row.id for row in rows]
    shares = papers_of.shares_of(ids, knows=actor.role in (Role.DESK, Role.COORDINATOR))
    promises = papers_of.promises_of(ids)
    return [
        {
            "row": row,
            "title": official_title(row.title, row.kind),
            "number": number_words(row.number),
            "stands": _("已全部答复")
            if row.replied_on and row.state == "in_handling"
            else state_words(row.state, row.kind),
            "shares": [_share(one, today) for one in shares.get(row.id, ())],
            "promises": promises.get(row.id),
            "weigh": _weigh(row),
        }
        for row in rows
    ]


def _share(one: Any, today: date) -> tuple[str, str, bool]:
    """A unit with its part and how far it is; whether its day is over."""
    role = _("（%(role)s）", role=TASK_ROLES[one.role]) if one.role is not TaskRole.SOLE else ""
    if one.replied_on is not None:
        return f"{one.short_name}{role}", _("%(day)s答复", day=day_words(one.replied_on)), False
    late = one.due_on is not None and one.due_on < today
    by = _("%(day)s前", day=day_words(one.due_on)) if one.due_on else ""
    said = _("逾期，应在%(by)s", by=by) if late else by
    return f"{one.short_name}{role}", _("，").join(each for each in (str(TASK_STATES[one.state]), said) if each), late


def _weigh(row: Any) -> str:
    """What speaks for it: how many signed, how often it was raised, how many are handled together."""
    said = [_("%(n)s名代表提出", n=row.signer_count)]
    if row.earlier:
        said.append(_("以前提过%(n)s次", n=row.earlier))
    if row.grouped:
        said.append(_("与另外%(n)s件并案", n=row.grouped - 1))
    return _("，").join(said)


def _demands(demands: Sequence[KeyDemand], one: Found, actor: Actor, today: date) -> list[dict[str, Any]]:
    """What units were told; a unit reads its own."""
    mine = actor.role in UNIT_ROLES
    return [
        {
            "demand": each,
            "tag": words.day_tag(each.answer_by, day_of(each.answered_at) if each.answered_at else None, today),
            "can_answer": each.answered_at is None
            and each.unit_id == actor.unit_id
            and may_act(actor, KeyAct.ANSWER, one.facts),
        }
        for each in demands
        if not mine or each.unit_id == actor.unit_id
    ]


def _missing(one: Found, actor: Actor) -> list[str]:
    """The units whose report has not come."""
    if one.item.stage is not KeyStage.RUNNING or actor.role in UNIT_ROLES:
        return []
    given = {each.unit_id for each in one.item.reports if each.handed_in_at is not None}
    return papers_of.unit_names(set(one.facts.answering) - given)


def _next_words(one: Found, who: frozenset[Side], today: date) -> list[str]:
    """What comes next and from whom."""
    item, keeps = one.item, bool(who & {Side.SUPERVISOR, Side.DESK})
    if item.stage is KeyStage.PROPOSED:
        return [_("等主任会议讨论，代表工作机构登记决定。")]
    if item.stage is KeyStage.REPORTED:
        return [
            _("各单位都已报告。看过结果，可以总结、结束本年度。") if keeps else _("各单位都已报告，等督办的一方总结。")
        ]
    if item.stage is not KeyStage.RUNNING:
        return []
    said = []
    if not item.plans:
        said.append(_("还没有督办方案。"))
    if Side.ANSWERING in who:
        said.append(_("本单位要由主要负责人研究办理、当面答复代表，按期向主任会议报告。"))
    elif item.report_due_on is not None:
        said.append(
            _("各单位%(day)s前报告。", day=day_words(item.report_due_on, year=item.report_due_on.year != today.year))
        )
    return said
