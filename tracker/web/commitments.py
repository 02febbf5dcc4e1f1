"""The ledger of promises (承诺台账), by how they stand, a page at a time or as a table; and the page of one promise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.duties import duty
from tracker.domain.lifecycle import STEPS
from tracker.domain.limits import COUNTED
from tracker.domain.lists import ListCode
from tracker.domain.parties import Actor
from tracker.domain.permissions import Sight, open_actions, sight, standing_of
from tracker.domain.roles import UNIT_ROLES, Capability, Role
from tracker.models.chases import Chase
from tracker.models.commitments import Commitment
from tracker.queries import commitments as found
from tracker.queries.chases import of_promise
from tracker.queries.commitment_groups import Group
from tracker.queries.commitment_story import story
from tracker.queries.commitments import Numbers, Wanted
from tracker.queries.register_choices import choices
from tracker.web import implementation_words, timeline
from tracker.web.access import actor, needs, on_commitment
from tracker.web.action_labels import ACTIONS
from tracker.web.actions import action_address
from tracker.web.chase_words import number_words
from tracker.web.commitment_filters import FLAGS, GROUPS, KNOWN, strange, tags, wanted_of
from tracker.web.commitment_matters import evidence_of, late_words, matter, names_of
from tracker.web.commitment_rows import row_of, share_of_bar
from tracker.web.labels import LEVELS
from tracker.web.paging import last_page, page_asked, pages
from tracker.web.spoken import gettext as _
from tracker.web.teller import Teller
from tracker.web.view_bar import view_bar

bp = Blueprint("commitments", __name__)


@bp.get("/promises")
@needs(Capability.SEE_PROMISES)
def index() -> str | Response:
    """The promises this hat watches: those of each group that press, or one group page by page."""
    who, today, wanted = actor(), day_of(now()), wanted_of(request.args, page_asked())
    bar = view_bar(who, ListCode.PROMISES, _asked())
    if bar.opens_with:
        return redirect(bar.opens_with)
    numbers = found.numbers(who, wanted, today=today)
    wanted = replace(wanted, page=min(wanted.page, last_page(min(numbers.total, COUNTED))))
    offered = choices()
    set_ = tags(wanted, offered)
    rows = (found.page if wanted.group else found.first_page)(who, wanted, today=today)
    whole = wanted.group is None
    return render_template(
        "commitments/index.html",
        wanted=wanted,
        numbers=numbers,
        summary=_summary_of_filter(wanted, numbers) if set_ else _summary(who, numbers),
        bars=share_of_bar(numbers, filtered=bool(set_)),
        groups=_grouped(rows, numbers, who, whole=whole),
        tags=set_,
        conditions=_("、").join(words for words, _href in set_),
        strange=_("、").join(strange(request.args)),
        offered=_offered(who, offered, today),
        bar=bar,
        pager=None if whole else pages(min(numbers.total, COUNTED), wanted.page),
    )


@bp.get("/promises/<int:commitment_id>")
@on_commitment()
def show(promise: Commitment) -> str:
    """What was promised, what became of it, and what this reader may do about it."""
    who, today = actor(), day_of(now())
    told = story(who, promise)
    buttons: dict[str, str] = {}
    owed = duty(who, promise, today=today)
    for action in sorted(open_actions(who, promise, today=today), key=lambda one: one is not owed):
        href = action_address(action, promise.suggestion_id, commitment_id=promise.id)
        buttons.setdefault(href, str(ACTIONS[action]))
    names = names_of(promise)
    return render_template(
        "commitments/show.html",
        days=timeline.days(Teller(promise.suggestion, names), told, today=today),
        buttons=[(words, href) for href, words in buttons.items()],
        reads_case=sight(who, promise.suggestion) is not Sight.NOTHING,
        late=late_words(promise),
        replaced_by=promise.replaced_by_id,
        earlier=LEVELS[promise.earlier_level] if promise.earlier_level else "",
        evidence=evidence_of(told, promise),
        chases=_chases(promise, who),
        rated=implementation_words.shown(who, promise, today),
        **matter(promise),
    )


def _chases(promise: Commitment, who: Actor) -> list[tuple[str, Chase]]:
    """The chases since its day was last set, for who sees a chase in the story."""
    if not promise.chases or not standing_of(who, promise) & STEPS[Action.CHASE_PROMISE].seen_by:
        return []
    return [(number_words(one), one) for one in of_promise(promise.id)]


def _summary(who: Actor, numbers: Numbers) -> str:
    if not numbers.total:
        return ""
    of = numbers.of
    facts = {"n": numbers.total, "late": of[Group.LATE], "soon": of[Group.SOON]}
    if who.role in UNIT_ROLES:
        return _("本单位在答复里承诺了%(n)s项。%(late)s项过期没有做到，%(soon)s项一个月内到期。", **facts)
    if who.role in (Role.DEPUTY, Role.ASSISTANT):
        return _("署名建议的答复里承诺了%(n)s项。%(late)s项过期没有做到，%(soon)s项一个月内到期。", **facts)
    return _("答复里承诺了%(n)s项。%(late)s项过期没有做到，%(soon)s项一个月内到期。", **facts)


def _summary_of_filter(wanted: Wanted, numbers: Numbers) -> str:
    """What a filter finds is no word about all promises, least of all where it finds none."""
    if not numbers.total:
        return _("没有符合条件的承诺。")
    if wanted.group is not None:
        return _("符合条件的承诺%(n)s项。", n=numbers.total)
    facts = {"n": numbers.total, "late": numbers.of[Group.LATE], "soon": numbers.of[Group.SOON]}
    return _("符合条件的承诺%(n)s项，其中%(late)s项过期没有做到，%(soon)s项一个月内到期。", **facts)


def _first_words(group: Group, count: int, shown: int) -> str:
    """Which of them stand on the page: those that fell due first, of the late ones those that are late longest."""
    if group is Group.LATE:
        return _("%(n)s项，先列拖得最久的%(m)s项", n=count, m=shown)
    return _("%(n)s项，先列最近%(m)s项", n=count, m=shown)


def _grouped(rows: list[Any], numbers: Numbers, who: Actor, *, whole: bool) -> list[dict[str, Any]]:
    """The groups that hold anything, each with its rows and the way to all of them."""
    made = []
    for group in Group:
        ours = [row for row in rows if row.group == group]
        count = numbers.of[group]
        if not ours:
            continue
        partial = whole and len(ours) < count
        note = _first_words(group, count, len(ours)) if partial else _("%(n)s项", n=count)
        made.append(
            {
                "code": group.value,
                "words": GROUPS[group],
                "note": note,
                "all_url": url_for("commitments.index", **(_asked() | {"group": group.value})) if partial else "",
                "all_words": _("看全部%(n)s项", n=count),
                "rows": [row_of(row, who) for row in ours],
            }
        )
    return made


def _asked() -> dict[str, Any]:
    return {name: request.args[name] for name in sorted(KNOWN - {"page"}) if request.args.get(name)}


def _offered(who: Actor, offered: dict[str, list[tuple[int, str]]], today: Any) -> dict[str, Any]:
    return {
        "group": [(group.value, words) for group, words in GROUPS.items()],
        "owner": [(name, name) for name in found.owners(who, today=today)],
        "unit": [] if who.role in UNIT_ROLES else offered["unit"],
        "session": offered["session"],
        "flag": [(flag.value, words) for flag, words in FLAGS.items()],
    }
