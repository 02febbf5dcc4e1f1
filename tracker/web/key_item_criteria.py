"""The criteria of key items in words: what is counted for one, and what the record says of the papers at hand."""

from __future__ import annotations

from tracker.domain.key_criteria import KeyCriterion, Measure, Weighed, is_met
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

MEASURES = {
    Measure.NONE: _l("不算，由提请的人看"),
    Measure.DEPUTIES: _l("提出、联名的代表人数"),
    Measure.EARLIER: _l("以前提过的次数"),
    Measure.TOGETHER: _l("同一题目的建议件数"),
    Measure.UNITS: _l("承办单位个数"),
}


def counted(measure: Measure, n: int) -> str:
    """So many of what this measure counts."""
    return {
        Measure.NONE: "",
        Measure.DEPUTIES: _("%(n)s名代表", n=n),
        Measure.EARLIER: _("以前提过%(n)s次", n=n),
        Measure.TOGETHER: _("%(n)s件建议", n=n),
        Measure.UNITS: _("%(n)s个承办单位", n=n),
    }[measure]


def threshold(one: KeyCriterion) -> str:
    """From how many it is proposed as met; empty where nothing is counted."""
    return _("%(what)s起", what=counted(one.measure, one.at_least)) if one.measure is not Measure.NONE else ""


def whole_words(one: KeyCriterion | None) -> str:
    """Everything the rulebook says of one, in a line; that there is none."""
    if one is None:
        return _("没有")
    said = [one.words, _("必须符合") if one.required else _("可以不符合"), threshold(one) or str(MEASURES[one.measure])]
    return _("；").join([*said, one.basis, _("暂定") if one.provisional else _("已核对")])


def criterion_label(one: KeyCriterion, told: Weighed | None) -> str:
    """A criterion to tick: whether no proposal does without it, and what the record says where papers were named."""
    said = [_("必须符合")] if one.required else []
    if told is not None and is_met(one, told) is not None:
        facts = {"what": counted(one.measure, told.count(one.measure)), "least": threshold(one)}
        said.append(
            _("按记录%(what)s，够", **facts) if is_met(one, told) else _("按记录%(what)s，不够%(least)s", **facts)
        )
    return _("%(words)s（%(said)s）", words=one.words, said=_("；").join(said)) if said else one.words
