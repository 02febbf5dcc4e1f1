"""The form that changes a rulebook: a limit each, the switches, from when, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import starmap
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs lag behind
from wtforms.validators import DataRequired, Length, Optional, StopValidation, ValidationError

from tracker.domain.calendar import LONGEST, Limit, Unit
from tracker.domain.limits import NOTE
from tracker.domain.rulebook import IN_EFFECT, ClockKind, Rule, Rulebook, Switch
from tracker.domain.rulebook_criteria import MOST
from tracker.web.forms import Form, Part, Rows
from tracker.web.law_labels import SWITCHES, UNITS
from tracker.web.rulebook_criteria import CriterionForm, criteria_of
from tracker.web.rulebook_criteria import present as present_criteria
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

OFF = "off"
LATER, CORRECT = "later", "correct"
MODES = (
    SelectChoice(LATER, _l("新的一版，从指定的日子起用，已经交办的不变")),
    SelectChoice(CORRECT, _l("改正暂定的期限，正在计算的到期日一并移动")),
)


def _as_long_as_may_be(form: Any, field: IntegerField) -> None:
    """How much may stand here depends on what is counted."""
    most = LONGEST.get(form.unit.data, max(LONGEST.values()))
    if form.unit.data != OFF and field.data is not None and not 1 <= field.data <= most:
        raise ValidationError(_("请填1到%(most)s之间的整数", most=most))


class LimitForm(Part):
    """One limit."""

    amount = IntegerField(_l("数量"), [Optional(), _as_long_as_may_be])
    unit = SelectField(_l("单位"))
    legal_basis = StringField(_l("依据"), [DataRequired(_l("请写明依据")), Length(max=500)])
    note = TextAreaField(_l("说明"), [Length(max=NOTE)])
    roll = BooleanField(_l("最后一日是休息日的顺延"))
    provisional = BooleanField(_l("暂定，尚未核对"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = [*starmap(SelectChoice, UNITS.items()), SelectChoice(OFF, _l("不设期限"))]

    def validate_unit(self, field: SelectField) -> None:
        """A unit counts something."""
        if field.data != OFF and self.amount.data is None and not self.amount.errors:
            raise ValidationError(_("请填数量，或者选“不设期限”"))

    def rule(self, old: Rule) -> Rule:
        """The limit as typed; what starts it stays."""
        length = None if self.unit.data == OFF else Limit(self.amount.data or 0, Unit(self.unit.data))
        return replace(
            old,
            limit=length,
            roll=self.roll.data,
            provisional=self.provisional.data,
            legal_basis=(self.legal_basis.data or "").strip(),
            note=(self.note.data or "").replace("\r\n", "\n").strip(),
        )


def _day_of_later_book(form: Any, field: DateField) -> None:
    """A later book needs its day; Optional would not ask any further for an empty one."""
    if form.mode.data == LATER and not any(field.raw_data or ()):
        raise StopValidation(_("请填起用日期"))


class BookForm(Form):
    """A changed rulebook."""

    mode = RadioField(_l("怎样起用"), choices=MODES, validators=[DataRequired(_l("请选怎样起用"))])
    valid_from = DateField(
        _l("起用日期"), [_day_of_later_book, Optional()], description=_l("新的一版要填，须在今天以后。")
    )
    reason = TextAreaField(_l("修改理由"), [DataRequired(_l("请写明理由")), Length(max=NOTE)])
    limits = Rows(FormField(LimitForm), min_entries=len(ClockKind), max_entries=len(ClockKind))
    criteria = Rows(FormField(CriterionForm), _l("重点督办的条件"), max_entries=MOST)
    switches = SelectMultipleField(_l("采用的做法"), description=_l("其余做法写在规则页上，这一版不能改。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.switches.choices = [SelectChoice(one, words) for one, words in SWITCHES.items() if one in IN_EFFECT]

    @property
    def corrects(self) -> bool:
        return bool(self.mode.data == CORRECT)

    def validate_criteria(self, field: Rows) -> None:
        """A city without any criterion would leave nothing to tick."""
        if not any(entry.form.is_one for entry in field.entries):
            raise ValidationError(_("至少要有一条"))

    def book(self, base: Rulebook) -> Rulebook:
        """The base with what was typed."""
        subforms = zip(ClockKind, self.limits.entries, strict=True)
        rules = {clock: entry.form.rule(base.rule(clock)) for clock, entry in subforms}
        picked = self.switches.data or ()
        switches = {one: one.value in picked if one in IN_EFFECT else base.is_on(one) for one in Switch}
        criteria = criteria_of((entry.form for entry in self.criteria.entries), base.key_criteria)
        day: date = self.valid_from.data or base.valid_from
        return replace(base, rules=rules, switches=switches, key_criteria=criteria, valid_from=day)


def present(book: Rulebook) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    return {
        "limits": [_present(book.rule(clock)) for clock in ClockKind],
        "criteria": present_criteria(book.key_criteria),
        "switches": [switch.value for switch in Switch if book.is_on(switch)],
    }


def _present(rule: Rule) -> dict[str, Any]:
    return {
        "amount": rule.limit.amount if rule.limit else None,
        "unit": rule.limit.unit.value if rule.limit else OFF,
        "roll": rule.roll,
        "provisional": rule.provisional,
        "legal_basis": rule.legal_basis,
        "note": rule.note,
    }
