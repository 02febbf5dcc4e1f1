"""The forms of a report: what is to be written, its text, its day, who answers for it, why it is corrected."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from tracker.domain.limits import FIRST_DAY, NOTE
from tracker.domain.reports import BLOCK, ReportKind
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.report_words import KINDS
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l


def _plausible(_form: Any, field: DateField) -> None:
    if isinstance(field.data, date) and field.data < FIRST_DAY:
        raise ValidationError(_("日期不可信，请填1953年以后的日子"))


class DayForm(Form):
    """As of which day the figures are frozen."""

    on = DateField(
        _l("数据截至"),
        [Optional(), _plausible],
        description=_l("不填就截至今天。过去的日子按当天为止的记录统计。"),
    )


class ReportForm(DayForm):
    """What is to be written."""

    kind = RadioField(_l("写什么"), choices=lambda: [(one.value, words) for one, words in KINDS.items()])
    scope = SelectField(_l("哪些建议"))
    due_on = DateField(
        _l("各单位几号以前交"), [Optional()], description=_l("只在要各单位交年度总结时填，各单位在“报告”里看得到。")
    )

    again = BooleanField(_l("上面的都不用，另起草一份"))

    @property
    def is_of_units(self) -> bool:
        return self.kind.data == ReportKind.UNIT.value


class BlockForm(Form):
    """The text of one block."""

    words = TextAreaField(
        _l("文字"),
        [Optional(), at_most(BLOCK)],
        description=_l("一行一段。没有动过的数字仍然连着名单；改过或者自己写的数字没有名单，页面上会标出来。"),
    )


class FinishForm(Form):
    """Who answers for it."""

    signed_by = StringField(_l("签发人"), [at_most(60)], description=_l("批准这份报告的负责人的姓名。"))


class CorrectForm(Form):
    """Why it is corrected."""

    why = TextAreaField(_l("为什么更正"), [at_most(NOTE)])


class RedraftForm(Form):
    """Nothing but a press."""
