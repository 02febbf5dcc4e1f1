"""The forms of supervising a key item: plan, occasions, answers, reports, conclusion; each with its files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.domain.key_items import Occasion
from tracker.domain.limits import ANSWER, DOCUMENT_NO, NOTE
from tracker.services.key_supervision import Conclusion, Demand, Held, Step
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form, Part, Rows
from tracker.web.key_item_labels import OCCASIONS
from tracker.web.key_item_words import choices
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l


class Supervision(Form):
    """Something done in the supervision of an item. `late`: what somebody did to it meanwhile, where the form has to be
    looked at again; what was typed and uploaded stays in it."""

    late = ""


class StepRow(Part):
    """One step of the plan."""

    day = DateField(_l("日子"), [Optional()])
    words = StringField(_l("做什么"), [Optional(), at_most(NOTE)])


class PlanForm(Supervision):
    """The plan."""

    body = TextAreaField(_l("督办方案"), [at_most(ANSWER)], description=_l("督办什么、怎么督办、要达到什么结果。"))
    steps = Rows(FormField(StepRow), _l("步骤"))
    files = FilesField(description=_l("督办的一方、承办单位和提出这些建议的代表看得到。"))

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


class EventForm(Supervision):
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
    files = FilesField(description=_l("照片、会议记录、发言材料。督办的一方、承办单位和提出这些建议的代表看得到。"))

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


class AnswerForm(Supervision):
    """A unit's answer to what it was told."""

    answer = TextAreaField(_l("回复"), [at_most(ANSWER)], description=_l("做了什么、还差什么、什么时候做完。"))
    files = FilesField(description=_l("别的承办单位看不到。"))


class ReportForm(Form):
    """A unit's report to the chair meeting."""

    body = TextAreaField(
        _l("办理情况报告"),
        [at_most(ANSWER)],
        description=_l("各件建议办到哪一步、答复里的承诺做到没有、还有什么困难。"),
    )
    document_no = StringField(_l("发文字号"), [Optional(), at_most(DOCUMENT_NO)])
    files = FilesField(description=_l("和报告一起提交，别的承办单位看不到。"))


class ConclusionForm(Supervision):
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
    files = FilesField(description=_l("和督办的结果一样，代表都看得到。"))

    def conclusion(self) -> Conclusion:
        """What was typed."""
        goes_on: Any = {"end": False, "on": True}.get(self.goes_on.data or "")
        return Conclusion(self.result.data or "", self.heard_on.data, goes_on, self.without_report.data or "")
