"""Words of the appraisal: what an indicator is made of, points and grades, how far a scheme and an objection are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.domain.appraisal import Effect, Grade, Indicator, Kind, Line, Reckoning
from tracker.domain.appraisal_checks import Flaw, Found
from tracker.domain.statistics import COUNTED, Measure
from tracker.models.appraisals import Outcome, Standing
from tracker.web.figure_words import COUNTED as UNITS
from tracker.web.figure_words import MEASURES, RATE_NAMES, formula
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

STANDINGS: Mapping[Standing, Any] = {
    Standing.DRAFT: _l("起草中"),
    Standing.PROPOSED: _l("等另一人批准"),
    Standing.IN_FORCE: _l("实施中"),
    Standing.CLOSED: _l("已定案"),
    Standing.REPLACED: _l("已有新版"),
}
RECKONINGS: Mapping[Reckoning, Any] = {Reckoning.POINTS: _l("百分制"), Reckoning.GRADES: _l("三等级")}
GRADES: Mapping[Grade, Any] = {Grade.GOOD: _l("良好"), Grade.FAIR: _l("合格"), Grade.FAIL: _l("不合格")}
KINDS: Mapping[Kind, Any] = {
    Kind.SHARE: _l("按比率得分"),
    Kind.GRADE: _l("按分数线评等级"),
    Kind.EACH: _l("按件加分或者扣分"),
    Kind.MANUAL: _l("手工评分"),
}
EFFECTS: Mapping[Effect, Any] = {
    Effect.SCORE: _l("计入满分"),
    Effect.ADD: _l("另外加分"),
    Effect.DEDUCT: _l("另外扣分"),
}
OUTCOMES: Mapping[Outcome, Any] = {
    Outcome.OPEN: _l("等待决定"),
    Outcome.ACCEPTED: _l("异议成立"),
    Outcome.REFUSED: _l("异议不成立"),
    Outcome.WITHDRAWN: _l("已经撤回"),
}
GROUPS: Mapping[str, Any] = {
    "good": _l("得分的"),
    "below": _l("没有得分的"),
    "never": _l("影响等级的"),
    "cases": _l("计件的"),
}
# Why an appraisal cannot be made final yet.
HINDRANCES: Mapping[str, Any] = {
    "not_in_force": _l("这一版不在实施中，不能定案。"),
    "contest_runs": _l("提出异议的日子还没有过，过了才能定案。"),
    "contests_open": _l("还有异议没有决定，都决定了才能定案。"),
    "points_missing": _l("还有单位的手工评分没有评，评完才能定案。"),
    "figures_behind": _l("考核期内的记录还没有统计完，几分钟后再来定案。"),
}
PROBLEMS: Mapping[str, Any] = {
    **HINDRANCES,
    "scheme_has_flaws": _l("方案还有下面列出的问题，改好再提请批准。什么都没有改动"),
    "appraisal_same_person": _l("要由另一位工作人员批准，提请的人不能自己批准"),
    "no_draft_any_more": _l("这一版已经提请批准或者实施，不能直接改。要改请退回起草，或者另立新版"),
    "not_proposed": _l("这一版现在不在等待批准，可能已经有人批准或者退回，请重新打开看"),
    "not_the_last_version": _l("只有实施中或者定案的一版可以另立新版"),
    "draft_is_there": _l("已经有一个新版在起草，请改那一版"),
    "indicator_is_gone": _l("现行方案里没有这项指标了"),
    "contest_is_over": _l("提出异议的日子已经过了"),
    "contest_while_counting": _l("正在从头重新统计，得分还不全，异议没有提出，写的还在下面。请几分钟后再按"),
    "contest_is_open": _l("对这一处已经提出异议，还没有决定，不用再提"),
    "contest_is_decided": _l("这一条异议已经决定或者撤回，没有再改"),
    "contest_same_person": _l("提出异议的人不能自己决定，请另一位工作人员决定"),
    "appraisal_is_closed": _l("这次考核已经定案，异议不再决定。确有错误的，另立新版更正"),
    "put_right_how": _l("异议成立的，请选一种更正办法：这一件不计，改定分数，或者改定等级"),
    "no_case_to_leave_out": _l("这条异议不是针对某一件的，不能选这一件不计"),
    "points_out_of_bounds": _l("分数要在0和这项指标的上限之间"),
    "no_number": _l("请填数字，最多两位小数"),
    "own_system_only": _l("督查室只能考核本系统的承办单位，请只选本系统"),
}
FLAWS: Mapping[Flaw, Any] = {
    Flaw.NOTHING: _l("还没有指标。"),
    Flaw.NOT_A_HUNDRED: _l("计入满分的各项权重合计%(number)s分，应当是100分。"),
    Flaw.GOODS_NEEDED: _l("总评良好要求%(n)s项良好，超出指标的项数。"),
    Flaw.NO_SOURCE: _l("“%(name)s”没有选数据来源，或者来源已经不再统计。"),
    Flaw.NOT_BY_UNIT: _l("“%(name)s”的来源按件统计，分不到单位，请换一个。"),
    Flaw.MIXED_UNITS: _l("“%(name)s”的来源计数单位不同，不能相加。"),
    Flaw.NO_WEIGHT: _l("“%(name)s”没有权重。"),
    Flaw.NO_CAP: _l("“%(name)s”没有加分或者扣分的上限。"),
    Flaw.NOTHING_EACH: _l("“%(name)s”没有写每一件多少分。"),
    Flaw.THRESHOLDS: _l("“%(name)s”的良好线不能低于合格线，都在0和100之间。"),
    Flaw.FAIR_POINTS: _l("“%(name)s”合格时的分数不能超过权重。"),
    Flaw.ONLY_GRADES: _l("三等级方案只能用按分数线评等级的指标，“%(name)s”不是。"),
    Flaw.ONLY_SCORE: _l("“%(name)s”按比率计算，只能计入满分。"),
}


def flaw_words(found: Found) -> str:
    """What is wrong, as a sentence."""
    return str(FLAWS[found.flaw]) % {"name": found.name, "number": points_words(found.number), "n": found.number}


def points_words(points: int | None) -> str:
    """Hundredths of a point as people write them: 18.75, 25, -3; a dash of none."""
    if points is None:
        return "—"
    sign, (whole, rest) = "-" if points < 0 else "", divmod(abs(points), 100)
    return f"{sign}{whole}.{rest:02d}".rstrip("0").rstrip(".")


def score_words(points: int | None, grade: Grade | None) -> str:
    """What a line or a total came to: 「18.75分」「良好」「合格，12分」."""
    grade_words = str(GRADES[grade]) if grade else ""
    if points is None:
        return grade_words or _("不计分")
    in_points = _("%(n)s分", n=points_words(points))
    return _("%(grade)s，%(points)s", grade=grade_words, points=in_points) if grade else in_points


def line_words(line: Line) -> str:
    """What one line came to; what is given by hand and was not given yet waits."""
    if line.is_ungiven:
        return _("待评") if line.points is None else _("还没有评")
    return score_words(line.points, line.grade)


def source_words(one: Indicator) -> str:
    """What an indicator is made of: its rate, its figures, or a person's judgement."""
    if one.kind is Kind.MANUAL:
        return _("主持考核的机构评定，写明理由")
    if one.rate:
        return _("%(name)s＝%(formula)s", name=RATE_NAMES[one.rate], formula=formula(one.rate))
    return _names(one.measures) or _("没有选数据来源")


def how_words(one: Indicator) -> str:
    """How points or a grade come of it, in words."""
    if one.kind is Kind.SHARE:
        return _("%(points)s分×比率", points=points_words(one.weight))
    if one.kind is Kind.EACH:
        return _each_words(one)
    if one.kind is Kind.MANUAL:
        return _by_hand_words(one)
    good = _("%(n)s%%以上", n=points_words(one.good_from))
    if one.none_for_good:
        good = _("%(how)s并且没有%(what)s", how=good, what=_names(one.none_for_good, _("、")))
    fair = _("%(n)s%%以上", n=points_words(one.pass_from)) if one.pass_from else ""
    none = _("没有%(what)s", what=_names(one.none_for_pass, _("、"))) if one.none_for_pass else ""
    fair = _("并且").join(words for words in (fair, none) if words) or _("其余")
    words = _("良好：%(good)s；合格：%(fair)s；其余不合格", good=good, fair=fair)
    if not one.weight:
        return words
    given = {"good": points_words(one.weight), "fair": points_words(one.pass_points)}
    return _("%(words)s。良好%(good)s分，合格%(fair)s分，不合格0分", words=words, **given)


def _each_words(one: Indicator) -> str:
    facts = {"n": points_words(one.per_case), "most": points_words(one.most), "unit": unit_words(one)}
    if one.effect is Effect.SCORE:
        return _("满分%(most)s分，每%(unit)s扣%(n)s分，扣完为止", **facts)
    if one.effect is Effect.ADD:
        return _("每%(unit)s加%(n)s分，最多加%(most)s分", **facts)
    return _("每%(unit)s扣%(n)s分，最多扣%(most)s分", **facts)


def _by_hand_words(one: Indicator) -> str:
    most = points_words(one.most)
    if one.effect is Effect.SCORE:
        return _("满分%(most)s分", most=most)
    return _("最多加%(most)s分", most=most) if one.effect is Effect.ADD else _("最多扣%(most)s分", most=most)


def unit_words(one: Indicator) -> str:
    """What one of its cases is called: 件次, 轮次, 项, 人次."""
    return str(UNITS[COUNTED[one.counts_of[0]]]) if one.counts_of else ""


def measures_words(measures: tuple[Measure, ...]) -> str:
    """The names of some figures."""
    return _names(measures, _("、"))


def _names(measures: tuple[Measure, ...], between: str = "＋") -> str:
    return between.join(str(MEASURES[one]) for one in measures)
