"""The forms of key items: proposal, the meeting's decisions, papers, plan, occasions, answers, report, conclusion."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from tracker.domain.key_items import Criterion, KeyKind, Occasion
from tracker.domain.limits import ANSWER, DOCUMENT_NO, NAME, NOTE, TITLE
from tracker.domain.numbering import bare
from tracker.domain.unit_names import split_names
from tracker.services.key_decisions import Meeting, Verdict
from tracker.services.key_items import Proposal
from tracker.services.key_supervision import Conclusion, Demand, Held, Step
from tracker.web.forms import Form, Part, Rows
from tracker.web.key_item_labels import CRITERIA, KINDS, OCCASIONS
from tracker.web.key_item_words import choices
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import problem_words

_NUMBERS = _l("几件用顿号或者空格隔开，例如“20260012、20260035”。")
ACCEPT, REFUSE, LATER = "accept", "refuse", ""


class NumbersForm(Form):
    """Papers named by their numbers, with or without all that are handled together with them."""

    numbers = TextAreaField(_l("建议编号"), [at_most(NOTE)], description=_NUMBERS)
    whole_groups = BooleanField(
        _l("并案办理的一起列入"), description=_l("同一并案里的都列入；以后加入并案的也跟着列入，移出的跟着移出。")
    )

    @property
    def wanted(self) -> list[str]:
        """The numbers typed, bare, each once."""
        typed = split_names((self.numbers.data or "").replace(" ", "、").replace("\n", "、"))
        return list(dict.fromkeys(bare(one) for one in typed))

    def papers(self, found: dict[str, int]) -> list[int]:
        """The papers behind the numbers; those that are not there are named at the field."""
        unknown = [one for one in self.wanted if one not in found]
        if unknown:
            words = _("没有找到%(numbers)s，请核对编号", numbers=_("、").join(unknown))
            self.numbers.errors = [*self.numbers.errors, words]
        return [found[one] for one in self.wanted if one in found]


class ProposalForm(NumbersForm):
    """A matter put before the chair meeting."""

    kind = RadioField(_l("提请列为"), validate_choice=False)
    year = IntegerField(_l("哪一年"), [Optional()])
    title = StringField(
        _l("督办的题目"), [at_most(TITLE)], description=_l("一个题目可以有几件建议。例如：“中小学门口交通安全”。")
    )
    criteria = SelectMultipleField(_l("符合哪些条件"), choices=lambda: choices(CRITERIA), validate_choice=False)
    grounds = TextAreaField(_l("理由"), [at_most(NOTE)], description=_l("主任会议讨论时看的就是这一段。"))
    committee = SelectField(_l("建议由哪个专门委员会督办"), [Optional()], validate_choice=False)
    leader = StringField(
        _l("建议由哪位领导领办或者领衔"),
        [Optional(), at_most(NAME)],
        description=_l("姓名和职务，例如“宋远山（副市长）”。"),
    )

    def offer(self, kinds: Sequence[KeyKind], committees: Sequence[str]) -> None:
        """What can be chosen."""
        self.kind.choices = [(one.value, KINDS[one]) for one in KINDS if one in kinds]
        self.committee.choices = [("", _("请选择")), *((one, one) for one in committees)]

    def proposal(self, papers: Sequence[int]) -> Proposal:
        """What was typed."""
        return Proposal(
            kind=next((one for one in KeyKind if one.value == self.kind.data), None),
            year=self.year.data or 0,
            title=self.title.data or "",
            papers=papers,
            whole_groups=bool(self.whole_groups.data),
            criteria=[one for one in Criterion if one.value in (self.criteria.data or ())],
            grounds=self.grounds.data or "",
            committee=self.committee.data or "",
            leader=self.leader.data or "",
        )


class VerdictRow(Part):
    """What the meeting decided on one proposal; nothing is said of it while nothing is chosen."""

    item = HiddenField()
    at = HiddenField()
    verdict = RadioField(_l("决定"), validate_choice=False)
    committee = SelectField(_l("督办的专门委员会"), [Optional()], validate_choice=False)
    leader = StringField(_l("领办、领衔的领导"), [Optional(), at_most(NAME)])
    plan_due_on = DateField(_l("督办方案的期限"), [Optional()])
    report_due_on = DateField(_l("向主任会议报告的期限"), [Optional()])
    words = TextAreaField(_l("决定的要求，或者没有列入的原因"), [Optional(), at_most(NOTE)])

    @property
    def item_id(self) -> int:
        """The proposal of the row; -1 for anything that is no id."""
        return picked_id(self.item.data) or -1

    @property
    def is_decided(self) -> bool:
        """Whether something was chosen."""
        return self.verdict.data in (ACCEPT, REFUSE)

    def result(self) -> Verdict:
        """What was typed."""
        return Verdict(
            item_id=self.item_id,
            version=picked_id(self.at.data) or 0,
            accepted=self.verdict.data == ACCEPT,
            committee=self.committee.data or "",
            leader=self.leader.data or "",
            plan_due_on=self.plan_due_on.data,
            report_due_on=self.report_due_on.data,
            words=self.words.data or "",
        )


class DecisionsForm(Form):
    """What one meeting decided on the proposals that wait."""

    decided_on = DateField(_l("会议日期"), [Optional()])
    meeting = StringField(
        _l("会议"), [at_most(NAME)], description=_l("例如“第四十次主任会议”。领办的也可以写市政府常务会议。")
    )
    document_no = StringField(_l("会议纪要或者文件编号"), [Optional(), at_most(DOCUMENT_NO)])
    lines = Rows(FormField(VerdictRow), _l("提请的督办件"))

    def offer(self, committees: Sequence[str], held: Collection[int]) -> None:
        """What can be chosen in each row; rows of what does not wait are dropped."""
        self.lines.entries = [row for row in self.lines.entries if row.form.item_id in held]
        for row in self.lines.entries:
            row.form.verdict.choices = [(ACCEPT, _("列入")), (REFUSE, _("没有列入")), (LATER, _("这次没有讨论"))]
            row.form.committee.choices = [("", _("请选择")), *((one, one) for one in committees)]

    @property
    def decided(self) -> list[VerdictRow]:
        """The rows on which something was chosen."""
        return [row.form for row in self.lines.entries if row.form.is_decided]

    def met(self) -> Meeting:
        """The meeting as it was typed."""
        return Meeting(self.decided_on.data, self.meeting.data or "", self.document_no.data or "")

    def blame(self, codes: dict[str, str]) -> None:
        """Mark the rows a service could not take, and keep what concerns the whole form."""
        rows = {f"line-{row.item_id}": row for row in self.decided}
        for name, code in codes.items():
            field = rows[name].verdict if name in rows else self._fields.get(name)
            if field is not None and name != "lines":
                field.errors = [*field.errors, problem_words(code)]
            else:
                words = _("每一件都没有选决定") if code == "nobody_chosen" else problem_words(code)
                self.form_errors = [*self.form_errors, words]
        self.lines.gather()


class WhyForm(Form):
    """A reason."""

    why = TextAreaField(_l("理由"), [at_most(NOTE)], description=_l("会记入经过。"))


class StepRow(Part):
    """One step of the plan."""

    day = DateField(_l("日子"), [Optional()])
    words = StringField(_l("做什么"), [Optional(), at_most(NOTE)])


class PlanForm(Form):
    """The plan."""

    body = TextAreaField(_l("督办方案"), [at_most(ANSWER)], description=_l("督办什么、怎么督办、要达到什么结果。"))
    steps = Rows(FormField(StepRow), _l("步骤"))

    def written(self) -> list[Step]:
        """The steps in which something was written."""
        rows = [row.form for row in self.steps.entries]
        return [
            Step(one.day.data, one.words.data or "") for one in rows if one.day.data or (one.words.data or "").strip()
        ]


class DemandRow(Part):
    """What one unit was told."""

    unit = SelectField(_l("承办单位"), [Optional()], coerce=picked_id, validate_choice=False)
    words = TextAreaField(_l("要求做什么"), [Optional(), at_most(NOTE)])
    answer_by = DateField(_l("哪一天以前回复"), [Optional()])


class EventForm(Form):
    """What was held."""

    occasion = SelectField(
        _l("什么活动"), choices=lambda: [("", _("请选择")), *choices(OCCASIONS)], validate_choice=False
    )
    held_on = DateField(_l("日期"), [Optional()])
    place = StringField(_l("地点"), [at_most(200)])
    who_came = TextAreaField(
        _l("参加的人"),
        [at_most(NOTE)],
        description=_l("例如“委员五人，代表林某等两人，市教育局、市交通运输局负责人”。"),
    )
    found = TextAreaField(_l("看到、听到的情况"), [at_most(ANSWER)])
    demands = Rows(FormField(DemandRow), _l("对承办单位的要求"))

    def offer(self, units: Sequence[tuple[int, str]]) -> None:
        """Which units can be told something."""
        for row in self.demands.entries:
            row.form.unit.choices = [("", _("请选择")), *units]

    def held(self) -> Held:
        """What was typed; rows left empty count for nothing."""
        rows = [row.form for row in self.demands.entries]
        typed = [
            Demand(one.unit.data, one.words.data or "", one.answer_by.data)
            for one in rows
            if one.unit.data or (one.words.data or "").strip() or one.answer_by.data
        ]
        return Held(
            occasion=next((one for one in Occasion if one.value == self.occasion.data), None),
            held_on=self.held_on.data,
            place=self.place.data or "",
            who_came=self.who_came.data or "",
            found=self.found.data or "",
            demands=typed,
        )


class AnswerForm(Form):
    """A unit's answer to what it was told."""

    answer = TextAreaField(_l("回复"), [at_most(ANSWER)], description=_l("做了什么、还差什么、什么时候做完。"))


class ReportForm(Form):
    """A unit's report to the chair meeting."""

    body = TextAreaField(
        _l("办理情况报告"),
        [at_most(ANSWER)],
        description=_l("各件建议办到哪一步、答复里的承诺做到没有、还有什么困难。"),
    )


class ConclusionForm(Form):
    """The look-back of the year."""

    result = TextAreaField(
        _l("督办的结果"), [at_most(ANSWER)], description=_l("回头看各件建议：解决了什么，没有解决什么。代表都看得到。")
    )
    heard_on = DateField(_l("常委会听取报告的日期"), [Optional()], description=_l("没有听取的不填。"))
    without_report = TextAreaField(_l("为什么没有等到全部报告"), [Optional(), at_most(NOTE)])
    goes_on = RadioField(
        _l("下一年"),
        choices=lambda: [("end", _("到此结束")), ("on", _("继续督办，提请列入下一年"))],
        validate_choice=False,
    )

    def conclusion(self) -> Conclusion:
        """What was typed."""
        goes_on: Any = {"end": False, "on": True}.get(self.goes_on.data or "")
        return Conclusion(self.result.data or "", self.heard_on.data, goes_on, self.without_report.data or "")
