"""The forms of the appraisal: a scheme, an indicator, points by hand, an objection and the decision on it."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import normalize

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from tracker.domain.appraisal import Effect, Grade, Indicator, Kind, Reckoning, is_by_unit
from tracker.domain.appraisal_checks import rates_by_unit
from tracker.domain.appraisal_text import indicator_of
from tracker.domain.limits import NOTE
from tracker.domain.statistics import COUNTED, Measure, Rate
from tracker.models.appraisals import Appraisal
from tracker.services.appraisal_contests import Decision
from tracker.services.appraisals import Plan
from tracker.web.appraisal_words import EFFECTS, GRADES, KINDS, points_words
from tracker.web.figure_words import COUNTED as UNITS
from tracker.web.figure_words import MEASURES, RATE_NAMES, formula
from tracker.web.forms import Form
from tracker.web.labels import SYSTEMS
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

NUMBER = re.compile(r"\d{1,3}(?:[.]\d{1,2})?", re.ASCII)
POINTS = ("weight", "per_case", "cap", "good_from", "pass_from", "pass_points")
LISTS = ("measures", "none_for_good", "none_for_pass")


def hundredths(text: str | None) -> int | None:
    """12.5 as 1250, １２.５ too; nothing typed is nought, what is no number is None."""
    typed = normalize("NFKC", text or "").strip().removesuffix("%")
    if not typed:
        return 0
    return round(float(typed) * 100) if NUMBER.fullmatch(typed) else None


class PlanForm(Form):
    """Name, papers of which session, days, units of which systems."""

    name = StringField(_l("名称"), [at_most(120)])
    session_id = SelectField(_l("考核哪次会议的建议"), coerce=picked_id, validate_choice=False)
    begins_on = DateField(_l("考核期从哪一天起"), [Optional()])
    ends_on = DateField(_l("考核期到哪一天"), [Optional()], description=_l("得分按这一天为止的办理情况计算。"))
    contest_by = DateField(
        _l("承办单位提出异议到哪一天"), [Optional()], description=_l("过了这一天、异议都决定了，才能定案。")
    )
    systems = SelectMultipleField(
        _l("考核哪些系统的承办单位"),
        choices=lambda: list(SYSTEMS.items()),
        validate_choice=False,
        description=_l("一个都不选，就是全部系统。"),
    )
    goods_needed = IntegerField(_l("几项良好总评为良好"), [Optional()])
    rank_from = IntegerField(
        _l("至少多少分的指标有件可计，才排名次"),
        [Optional()],
        description=_l("满分100分里的分数。不到的、没有应答复的件的，列在后面，不排名次；填0，凡有得分的都排。"),
    )
    note = TextAreaField(_l("说明和依据"), [Optional(), at_most(NOTE)], description=_l("各承办单位都看得到。"))

    def plan(self) -> Plan:
        return Plan(
            self.name.data or "",
            self.session_id.data,
            self.begins_on.data,
            self.ends_on.data,
            self.contest_by.data,
            tuple(self.systems.data or ()),
            self.note.data or "",
            self.goods_needed.data,
            None if self.rank_from.data is None else self.rank_from.data * 100,
        )


class StartForm(PlanForm):
    """The same, with what it is made from."""

    template = RadioField(_l("从哪个方案改起"), validate_choice=False)


def plan_values(one: Appraisal) -> dict[str, Any]:
    """A scheme as its form shows it."""
    names = ("name", "session_id", "begins_on", "ends_on", "contest_by", "systems", "goods_needed", "note")
    return {name: getattr(one, name) for name in names} | {"rank_from": one.rank_from // 100}


def _rates() -> list[tuple[str, Any]]:
    known = [Rate(code) for code in rates_by_unit()]
    return [("", _("不用比率")), *((one, f"{RATE_NAMES[one]}＝{formula(one)}") for one in known)]


def _measures() -> list[tuple[str, Any]]:
    return [
        (one, _("%(name)s（%(unit)s）", name=MEASURES[one], unit=UNITS[COUNTED[one]]))
        for one in Measure
        if is_by_unit(one)
    ]


class IndicatorForm(Form):
    """One indicator; what its kind does not use is left empty."""

    name = StringField(_l("指标名称"), [at_most(60)])
    ordinal = IntegerField(_l("排在第几项"), [Optional()])
    kind = RadioField(_l("怎样计分"), choices=lambda: list(KINDS.items()), validate_choice=False)
    effect = RadioField(_l("计入哪里"), choices=lambda: list(EFFECTS.items()), validate_choice=False)
    weight = StringField(_l("权重（分）"), [Optional(), at_most(10)], description=_l("计入满分的才填，各项合计100分。"))
    cap = StringField(_l("最多加或者扣多少分"), [Optional(), at_most(10)], description=_l("另外加分、扣分的才填。"))
    rate = SelectField(_l("用哪个比率"), choices=_rates, validate_choice=False)
    good_from = StringField(_l("良好线（%）"), [Optional(), at_most(10)])
    pass_from = StringField(_l("合格线（%）"), [Optional(), at_most(10)])
    pass_points = StringField(_l("合格时多少分"), [Optional(), at_most(10)], description=_l("百分制才填。"))
    none_for_good = SelectMultipleField(_l("良好不能有的情形"), choices=_measures, validate_choice=False)
    none_for_pass = SelectMultipleField(_l("合格不能有的情形"), choices=_measures, validate_choice=False)
    per_case = StringField(_l("每一件多少分"), [Optional(), at_most(10)])
    measures = SelectMultipleField(_l("数哪些件"), choices=_measures, validate_choice=False)
    words = TextAreaField(_l("说明和依据"), [Optional(), at_most(NOTE)])
    is_provisional = BooleanField(_l("暂定，还没有核实依据"))

    def wrong(self) -> dict[str, str]:
        """What was typed that is no number, or chosen that is not there."""
        found = {name: "no_number" for name in POINTS if hundredths(self[name].data) is None}
        if self.kind.data not in set(Kind):
            found["kind"] = "choose_one"
        if self.effect.data not in set(Effect):
            found["effect"] = "choose_one"
        if self.rate.data and self.rate.data not in rates_by_unit():
            found["rate"] = "unknown"
        known = {one.value for one in Measure}
        return found | {name: "unknown" for name in LISTS if not set(self[name].data or ()) <= known}

    def indicator(self, code: str) -> Indicator:
        """What was typed; only where nothing is wrong."""
        values: dict[str, Any] = {name: hundredths(self[name].data) for name in POINTS}
        values |= {"code": code, "name": (self.name.data or "").strip(), "kind": self.kind.data}
        values |= {"effect": self.effect.data, "rate": self.rate.data, "words": self.words.data or ""}
        values |= {name: self[name].data for name in LISTS} | {"is_provisional": bool(self.is_provisional.data)}
        return indicator_of(values)


def indicator_values(one: Indicator, ordinal: int) -> dict[str, Any]:
    """An indicator as its form shows it."""
    values: dict[str, Any] = {name: points_words(getattr(one, name)) for name in POINTS}
    values |= {name: [each.value for each in getattr(one, name)] for name in LISTS}
    values |= {"name": one.name, "kind": one.kind, "effect": one.effect, "rate": one.rate or "", "words": one.words}
    return values | {"ordinal": ordinal, "is_provisional": one.is_provisional}


class ReasonForm(Form):
    """Why a version is sent back, or why there is to be another."""

    reason = TextAreaField(_l("理由"), [at_most(NOTE)])


class PointsForm(Form):
    """Points given by hand to one unit."""

    points = StringField(_l("分数"), [at_most(10)])
    reason = TextAreaField(_l("理由和依据"), [at_most(NOTE)], description=_l("被考核的单位看得到。"))


class ContestForm(Form):
    """An objection to a line or to one case in it."""

    reason = TextAreaField(
        _l("异议的理由"),
        [at_most(NOTE)],
        description=_l("写明哪里不对、应当怎样、有什么依据。主持考核的机构看得到。"),
    )


class DecisionForm(Form):
    """What becomes of an objection."""

    how = RadioField(_l("怎样决定"), validate_choice=False)
    points = StringField(_l("改定的分数"), [Optional(), at_most(10)])
    grade = SelectField(_l("改定的等级"), choices=lambda: [("", _("请选择")), *GRADES.items()], validate_choice=False)
    answer = TextAreaField(_l("决定的理由"), [at_most(NOTE)], description=_l("提出异议的单位看得到。"))

    def decision(self) -> Decision:
        """What was chosen; points and a grade only with the choice that asks for them."""
        how, answer = self.how.data or "", self.answer.data or ""
        if how == "refuse":
            return Decision(False, answer)
        if how == "leave_out":
            return Decision(True, answer, excludes=True)
        if how == "points" and (self.points.data or "").strip():
            return Decision(True, answer, points=hundredths(self.points.data))
        if how == "grade" and self.grade.data in set(Grade):
            return Decision(True, answer, grade=Grade(self.grade.data))
        return Decision(True if how in ("points", "grade") else None, answer)


def ways_to_decide(one: Indicator | None, *, is_case: bool, reckoning: Reckoning) -> list[tuple[str, Any]]:
    """What the desk may choose: to refuse, to leave the case out, or to set points or a grade."""
    found: list[tuple[str, Any]] = [("leave_out", _("成立，这一件不计入这项指标"))] if is_case else []
    if one is not None and one.kind is Kind.GRADE:
        found.append(("grade", _("成立，改定这一项的等级")))
    elif reckoning is Reckoning.POINTS:
        found.append(("points", _("成立，改定这一项的分数")))
    return [*found, ("refuse", _("不成立"))]
