"""Words about a reply on its way out: with whom it lies, how it is published, what a reader may stumble over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.domain.answer_hints import Doubt, Oddity
from tracker.domain.clearing import is_desks_check, reviewers, signers
from tracker.domain.publication import DeputyView, PublicMode
from tracker.domain.states import ClearanceStage
from tracker.models.tasks import Round
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

STAGES = {
    ClearanceStage.REVIEW: _l("审核"),
    ClearanceStage.SIGN: _l("签发"),
    ClearanceStage.CHECK: _l("检查"),
}
PUBLIC_MODES = {
    PublicMode.FULL: _l("主动公开（全文）"),
    PublicMode.ABSTRACT: _l("摘要公开"),
    PublicMode.NONE: _l("不予公开"),
}
DEPUTY_VIEWS = {
    DeputyView.AGREES: _l("代表同意"),
    DeputyView.OBJECTS: _l("代表不同意"),
    DeputyView.NOT_ASKED: _l("还没有征求"),
}


def publication_words(mode: PublicMode | None, reason: str = "") -> str:
    """摘要公开：涉及未公布的规划; 没有写明."""
    if mode is None:
        return _("没有写明")
    said = str(PUBLIC_MODES[mode])
    return _("%(mode)s：%(reason)s", mode=said, reason=reason) if reason and mode is not PublicMode.FULL else said


def view_words(view: DeputyView | None, words: str = "") -> str:
    """代表不同意：希望全文公开."""
    if view is None:
        return ""
    said = str(DEPUTY_VIEWS[view])
    return _("%(view)s：%(words)s", view=said, words=words) if words else said


def lies_with(round_: Round, names: dict[int, str], *, today: date) -> str:
    """The people who have it now, by name where the unit has them; a day of Asia/Shanghai."""
    posts = round_.task.clearing_posts
    if round_.stage is ClearanceStage.REVIEW:
        may = reviewers(posts, round_, today, sent_up_by=round_.sent_up_by_id)
        return _("、").join(names[one] for one in sorted(may) if one in names)
    return _("、").join(names[one] for one in sorted(signers(posts, round_, today)) if one in names)


def waits_words(round_: Round, who: str, *, today: date) -> str:
    """Where the draft lies on a day of Asia/Shanghai, in a sentence; `who`: names of who can act."""
    if round_.stage is ClearanceStage.REVIEW:
        return _("已送审，等%(who)s审核，审核通过后签发。签发以前代表看不到。", who=who or _("审核人"))
    if round_.stage is ClearanceStage.CHECK:
        is_desks = is_desks_check(round_.task, round_.signed_by_id, today)
        office = _("代表工作机构") if is_desks else _("督查室")
        return _("已签发，等%(who)s检查，检查通过就送达代表。", who=office)
    return _("已送签，等%(signers)s签发。签发以前代表看不到。", signers=who or _("签发人"))


def doubt_words(one: Doubt) -> str:
    """One hint as a sentence."""
    facts = {"passage": one.passage, "n": one.other or 0}
    words = {
        Oddity.SHORT: _("这一项答得很短，代表可能看不出办到哪一步。"),
        Oddity.SAME: _("和第%(n)s项的答复一样。", **facts),
        Oddity.ANOTHER: _("这一项的文字更像在答第%(n)s项。", **facts),
        Oddity.UNSAID: _("请求里有“%(passage)s”，答复没有提到。", **facts),
        Oddity.EMPTY_PROMISE: _("写的是“%(passage)s”，看不出做什么、做到多少。", **facts)
        if one.passage
        else _("选了在办或者已列入计划，但没有写做什么、做到多少。"),
        Oddity.TOO_SURE: _("“%(passage)s”说得很满，没有写时间或者数量。", **facts),
        Oddity.PRIVATE: _("“%(passage)s”像是电话、证件号、邮箱或者住址，答复会送给每位代表，也可能公开。", **facts),
        Oddity.NOT_YET: _("选的是已经解决，写的却是“%(passage)s”。", **facts),
        Oddity.UNATTACHED: _("写了“%(passage)s”，还没有上传附件。", **facts),
    }
    return words[one.kind]


def hint_words(found: Sequence[Doubt]) -> str:
    """All hints about one answer; none of them decides anything."""
    return "".join(doubt_words(one) for one in found) + _("仅供参考，可以不改。") if found else ""
