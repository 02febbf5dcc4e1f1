"""What the pages of handling groups show: papers that look alike, what a group would be, what one is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template, url_for

from tracker.clock import day_of, now
from tracker.domain.parties import TaskRole
from tracker.models.joint import HandlingGroup
from tracker.models.suggestions import Suggestion
from tracker.queries.groups import Member, Part, can_be_assigned
from tracker.queries.law import rulebook_for
from tracker.queries.similar import OPEN, Similar
from tracker.web.assignment_pages import sent_fields
from tracker.web.due_tags import due_tag
from tracker.web.group_forms import AddForm, AlikeForm, MergeForm, NameForm, WhyForm
from tracker.web.labels import SUGGESTION_STATES, SYSTEMS, TASK_ROLES, TASK_STATES
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.unit_directory import Directory
from tracker.web.words import day_words


def merge(
    form: MergeForm | AddForm,
    papers: dict[int, Member],
    *,
    first: Suggestion | None,
    group: HandlingGroup | None,
    alike: dict[int, Similar],
) -> str:
    """The papers that look alike, to tick; why, and how they differ."""
    others = {one.group_id: one for one in alike.values() if one.group_id is not None}
    return render_template(
        "groups/merge.html",
        form=form,
        rows=form.show(papers, is_free),
        left_out=[_left_out(papers.get(one)) for one in form.left_out],
        first=first,
        group=group,
        alike=alike,
        grouped=[(one, url_for("groups.add", group_id=one.group_id, paper=first.id)) for one in others.values()]
        if first
        else [],
        **_shared(),
    )


def is_free(member: Member) -> bool:
    """Whether a paper can be put into a group now."""
    return member.row.group_id is None and member.row.state in OPEN


def _left_out(member: Member | None) -> tuple[str, str]:
    """Why a paper that was ticked is not among the rows, and where more of it stands."""
    if member is None:
        return _("选上的有一件没有找到，没有列在下面。"), ""
    named = {"number": rulebook_for(day_of(now())).numbering.words(member.row.number or "")}
    if member.row.group_id is not None:
        words = _("选上的%(number)s已经在一个并案里，没有列在下面。", **named)
        return words, url_for("groups.show", group_id=member.row.group_id)
    stands = SUGGESTION_STATES[member.row.state]
    words = _("选上的%(number)s现在是“%(stands)s”，不能并案，没有列在下面。", **named, stands=stands)
    return words, url_for("dossier.show", suggestion_id=member.row.id)


def check(
    papers: Sequence[Member], *, action: str, group: HandlingGroup | None, name: str, why: str, differ: str
) -> str:
    """Every paper as it stands, and that nothing of it moves."""
    return render_template(
        "groups/check.html",
        papers=papers,
        sentence=units_sentence(papers),
        action=action,
        group=group,
        name=name,
        why=why,
        differ=differ,
        fields=sent_fields(),
        **_shared(),
    )


def show(group: HandlingGroup, members: Sequence[Member], hidden: int, form: NameForm) -> str:
    """A group: its papers, those that left, what can be done with all."""
    present = [one for one in members if one.is_in]
    return render_template(
        "groups/show.html",
        group=group,
        papers=present,
        left=[one for one in members if not one.is_in],
        hidden=hidden,
        sentence=units_sentence(present),
        waiting=[one for one in present if one.row.state == "registered"],
        form=form,
        **_shared(),
    )


def leave(form: WhyForm, suggestion: Suggestion, group: HandlingGroup, members: Sequence[Member]) -> str:
    """What splitting one out changes, which is little."""
    present = [one for one in members if one.is_in]
    return render_template(
        "groups/leave.html",
        form=form,
        suggestion=suggestion,
        title=official_title(suggestion.title),
        group=group,
        mine=next((one for one in present if one.row.id == suggestion.id), None),
        last=len(present) == 2,
        others=[one for one in present if one.row.id != suggestion.id],
        **_shared(),
    )


def dissolve(form: WhyForm, group: HandlingGroup, members: Sequence[Member]) -> str:
    """The papers that would each go their own way."""
    present = [one for one in members if one.is_in]
    return render_template("groups/dissolve.html", form=form, group=group, papers=present, **_shared())


def assign(form: AlikeForm, group: HandlingGroup, papers: dict[int, Member], known: Directory) -> str:
    """The papers of the group that wait, and the units for all of them."""
    return render_template(
        "groups/assign.html",
        form=form,
        group=group,
        rows=form.show(papers, can_be_assigned),
        units=[(row.form, known.units[row.form.unit_id]) for row in form.units.entries],
        known=known,
        systems=SYSTEMS,
        **_shared(),
    )


def units_sentence(papers: Sequence[Member]) -> str:
    """Which units all have in common, and which only some have."""
    each = [{part.unit for part in one.parts} for one in papers if one.parts]
    if not each:
        return _("都还没有交办。")
    if missing := len(papers) - len(each):
        return _("%(n)s件还没有交办；", n=missing) + _shared_units(each)
    return _shared_units(each)


def _shared_units(each: Sequence[set[str]]) -> str:
    common = set.intersection(*each)
    some = sorted(set.union(*each) - common)
    if not some:
        return _("承办单位相同：%(units)s。", units=_("、").join(sorted(common)))
    if not common:
        return _("承办单位各不相同：%(units)s。", units=_("、").join(some))
    told = {"common": _("、").join(sorted(common)), "some": _("、").join(some)}
    return _("都由%(common)s办理；只在个别件里的：%(some)s。", **told)


def part_words(part: Part, today: date) -> str:
    """市教育局 主办，办理中，6月30日前."""
    due = _("，%(day)s前", day=day_words(part.due_on, year=part.due_on.year != today.year)) if part.due_on else ""
    told = {"unit": part.unit, "role": TASK_ROLES[part.role], "stands": TASK_STATES[part.state], "due": due}
    if part.replied_on:
        told["due"] = _("，%(day)s", day=day_words(part.replied_on, year=part.replied_on.year != today.year))
    return _("%(unit)s %(role)s：%(stands)s%(due)s", **told)


def _shared() -> dict[str, Any]:
    today = day_of(now())
    return {
        "today": today,
        "numbered": rulebook_for(today).numbering.words,
        "states": SUGGESTION_STATES,
        "full": official_title,
        "part_words": lambda part: part_words(part, today),
        "tag_of": lambda row: due_tag(row.due_kind, row.due_on, today=today) if row.due_kind else None,
        "co": TaskRole.CO,
    }
