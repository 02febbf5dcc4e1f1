"""The forms of a look-back: the campaign, the list, and each side's part of a line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from tracker.domain.actions import Action
from tracker.domain.limits import ANSWER, NOTE, REASON
from tracker.domain.look_backs import PROMISES, Only, Scope
from tracker.domain.ratings import Level
from tracker.models.look_backs import Finding
from tracker.services._rating import Verdict
from tracker.services.look_back_lines import Check, UnitForm
from tracker.services.look_backs import Campaign, Chosen
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.labels import LEVELS
from tracker.web.lengths import at_most
from tracker.web.rating_form import LevelForm
from tracker.web.read_by import read_by
from tracker.web.round_labels import FINDINGS, ONLY, REASONS
from tracker.web.spoken import lazy_gettext as _l

ALL, NONE = "all", "none"


class NamedForm(Form):
    """The name and the three days of a campaign; written before the scope, as they stand on the page."""

    name = StringField(_l("名称"), [at_most(120)])
    fill_by = DateField(_l("承办单位填报到哪一天"), [Optional()])
    check_by = DateField(_l("核查到哪一天"), [Optional()])
    rate_by = DateField(_l("代表评价到哪一天"), [Optional()])
    words = TextAreaField(
        _l("说明"), [Optional(), at_most(NOTE)], description=_l("承办单位、专门委员会和代表都看得到。")
    )


class ScopeForm(Form):
    """Which replies and promises of which year, and which of those found are put on."""

    year = IntegerField(_l("回头看哪一年的答复"), [Optional()])
    promises = SelectMultipleField(
        _l("答复里的承诺"), choices=lambda: [(one, REASONS[one]) for one in PROMISES], validate_choice=False
    )
    letters = SelectMultipleField(_l("答复类别"), validate_choice=False)
    keys = BooleanField(_l("重点督办建议的答复，不论类别"))
    only = SelectMultipleField(
        _l("查到的再缩小到"), choices=lambda: [(one, words) for one, words in ONLY.items()], validate_choice=False
    )
    picks = SelectMultipleField(_l("列入的"), validate_choice=False)
    # What the page offered, one value for each unit, such as 12:38-0 38-5; and the units put on or left out as a whole.
    offered = SelectMultipleField(validate_choice=False)
    whole = SelectMultipleField(_l("整个单位"), validate_choice=False)
    left = HiddenField()
    why_left_out = TextAreaField(
        _l("为什么有的不列入"),
        [Optional(), at_most(NOTE)],
        description=_l("查到的没有全部列入时要写；全部列入的不用写。"),
    )

    def scope(self) -> Scope:
        promises = frozenset(one for one in PROMISES if one.value in (self.promises.data or ()))
        only = frozenset(one for one in Only if one.value in (self.only.data or ()))
        return Scope(self.year.data or 0, promises, frozenset(self.letters.data or ()), bool(self.keys.data), only)

    @property
    def by_unit(self) -> dict[str, list[str]]:
        """The keys the page offered, by unit."""
        split = [one.partition(":") for one in self.offered.data or ()]
        return {unit: keys.split() for unit, _colon, keys in split}

    def of_unit(self, unit: object) -> str:
        """Whether a unit is put on or left out as a whole (`ALL`, `NONE`); else each tick counts."""
        said = [one.partition(":") for one in self.whole.data or ()]
        return next((how for of, _colon, how in said if of == str(unit) and how in (ALL, NONE)), "")

    @property
    def unticked(self) -> set[str]:
        """What was left out line by line, now or before the list was narrowed down."""
        old = {key for of_unit in self.by_unit.values() for key in of_unit}
        return (old | set((self.left.data or "").split())) - set(self.picks.data or ())

    def ticked(self, keys: Iterable[str]) -> set[str]:
        """Which of these lines are ticked: all but what was left out."""
        return set(keys) - self.unticked

    def chosen(self) -> Chosen:
        ticked, offered = set(self.picks.data or ()), self.by_unit
        keys = [
            key
            for unit, of_unit in offered.items()
            for key in of_unit
            if self.of_unit(unit) == ALL or (key in ticked and self.of_unit(unit) != NONE)
        ]
        keys = list(dict.fromkeys(keys if offered else self.picks.data or ()))
        left_out = max(0, sum(map(len, offered.values())) - len(keys))
        return Chosen(keys, left_out, self.why_left_out.data or "")


class CampaignForm(NamedForm, ScopeForm):
    """All of a campaign that is begun."""

    def campaign(self) -> Campaign:
        return Campaign(
            self.name.data or "",
            self.scope(),
            self.words.data or "",
            self.fill_by.data,
            self.check_by.data,
            self.rate_by.data,
        )


class FillForm(Form):
    """The unit's form."""

    measures = TextAreaField(_l("采取的措施"), [at_most(ANSWER)])
    progress = TextAreaField(_l("办到哪一步"), [at_most(ANSWER)], description=read_by(Action.FILL_LOOK_BACK))
    percent = IntegerField(_l("完成百分之几"), [Optional()])
    proposed_letter = SelectField(_l("拟改为哪一类"), [Optional()], validate_choice=False)
    files = FilesField(description=_l("照片、批文、验收单。代表和专门委员会看得到。"))

    def filled(self) -> UnitForm:
        return UnitForm(
            self.measures.data or "", self.progress.data or "", self.percent.data, self.proposed_letter.data or ""
        )


class CheckForm(Form):
    """What a check on site found; nothing is chosen beforehand."""

    finding = RadioField(_l("填报的情况是否属实"), choices=lambda: list(FINDINGS.items()), validate_choice=False)
    checked_on = DateField(_l("哪一天去看的"), [Optional()])
    place = StringField(_l("地点"), [Optional(), at_most(200)])
    who_came = TextAreaField(_l("参加的人"), [Optional(), at_most(NOTE)])
    words = TextAreaField(_l("看到的情况"), [at_most(NOTE)], description=read_by(Action.CHECK_LOOK_BACK))
    files = FilesField(description=_l("现场照片、记录。"))

    def found(self) -> Check:
        finding = next((one for one in Finding if one.value == self.finding.data), None)
        told = (self.place.data or "", self.who_came.data or "", self.words.data or "")
        return Check(finding, self.checked_on.data, *told)


class RatingForm(LevelForm):
    """A deputy's new rating; nothing is chosen beforehand."""

    level = RadioField(_l("落实得怎么样"), choices=lambda: list(LEVELS.items()), validate_choice=False)
    reason = TextAreaField(_l("理由"), [Optional(), at_most(REASON)])
    private_note = TextAreaField(
        _l("只写给市人大的话"), [Optional(), at_most(REASON)], description=_l("承办单位看不到。")
    )

    def verdict(self) -> Verdict | None:
        level = next((one for one in Level if one.value == self.level.data), None)
        return Verdict(level, self.reason.data or "") if level else None


class LetterForm(Form):
    """Another letter from today, and why."""

    letter = SelectField(_l("改为"), validate_choice=False)
    letter_reason = TextAreaField(
        _l("为什么改"), [at_most(NOTE)], description=_l("代表、承办单位和看得到答复的人都看得到。")
    )


class DropForm(Form):
    """Why a line is taken off."""

    drop_reason = TextAreaField(
        _l("为什么移出"), [at_most(NOTE)], description=_l("承办单位看得到，留在这一件的记录里。")
    )


class DaysForm(Form):
    """Other days for a campaign that runs."""

    fill_by = DateField(_l("承办单位填报到哪一天"), [Optional()])
    check_by = DateField(_l("核查到哪一天"), [Optional()])
    rate_by = DateField(_l("代表评价到哪一天"), [Optional()])
    reason = TextAreaField(_l("为什么改"), [at_most(NOTE)], description=_l("还没有办完的承办单位看得到。"))

    @property
    def days(self) -> dict[str, date | None]:
        return {"fill_by": self.fill_by.data, "check_by": self.check_by.data, "rate_by": self.rate_by.data}


class CloseForm(Form):
    """The desk's words under the figures."""

    report = TextAreaField(
        _l("报告的文字"),
        [at_most(ANSWER)],
        description=_l("写在数字下面。保存草稿以后可以接着写，结束回头看才算定稿。"),
    )


def letter_choices(letters: list[str], empty: Any) -> list[tuple[str, Any]]:
    return [("", empty), *((one, one) for one in letters)]
