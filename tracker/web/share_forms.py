"""The table of units in a form: who leads, who helps and with what, who answers which part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import FormField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.domain.limits import NOTE
from tracker.domain.parties import TaskRole
from tracker.domain.unit_names import split_names
from tracker.services.assignments import Share, problems
from tracker.web.forms import Form, Part, Rows
from tracker.web.labels import TASK_ROLES
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.unit_directory import Directory
from tracker.web.words import problem_words

NOT_CHOSEN = ""
CODES = {role.value: role for role in (TaskRole.LEAD, TaskRole.CO, TaskRole.SEPARATE)}


class ShareRow(Part):
    """What one unit is to do."""

    unit = HiddenField()
    role = RadioField(_l("怎么办"), validate_choice=False)
    part = SelectMultipleField(_l("答复第几项"), coerce=picked_id)
    asked = TextAreaField(_l("请会办单位做什么"), [Optional(), at_most(NOTE)])

    @property
    def unit_id(self) -> int:
        """The unit of the row; -1 for anything that is no id."""
        return picked_id(self.unit.data) or -1


class SharesForm(Form):
    """Units with their roles. Rows are added by name or from the list of all units, without a script too."""

    units = Rows(FormField(ShareRow), _l("承办单位"))
    names = StringField(_l("再找一个单位"), [Optional()], description=_l("写名称或者其中几个字，几个单位用顿号隔开。"))
    more = SelectMultipleField(_l("从全部单位里选"), [Optional()], coerce=picked_id, validate_choice=False)

    def offer(self, known: Directory, requests: Sequence[int]) -> None:
        """What can be chosen in each row; rows of units that do not exist are dropped."""
        self.units.entries = [row for row in self.units.entries if row.form.unit_id in known.units]
        for row in self.units.entries:
            row.form.role.choices = [(NOT_CHOSEN, _("不办")), *self.roles()]
            row.form.part.choices = [(no, str(no)) for no in requests]
        self.more.choices = [(unit.id, unit.short_name) for unit in known.units.values()]

    def roles(self) -> list[tuple[str, str]]:
        """The roles one may choose."""
        return [(code, str(TASK_ROLES[role])) for code, role in CODES.items()]

    def add(self, known: Directory, requests: Sequence[int]) -> None:
        """Bring the units asked for by name or ticked in the list into the table."""
        wanted = [unit_id for unit_id in self.more.data or () if unit_id in known.units]
        unknown = []
        for typed in split_names(self.names.data or ""):
            found = known.find(typed)
            wanted += [unit.id for unit in found]
            unknown += [] if found else [typed]
        present = {row.form.unit_id for row in self.units.entries}
        for unit_id in dict.fromkeys(wanted):
            if unit_id not in present:
                self.units.append_entry({"unit": str(unit_id), "role": NOT_CHOSEN})
        self.names.data, self.more.data = _("、").join(unknown), []
        if unknown:
            self.names.errors = [_("没有叫“%(name)s”的单位，请换几个字再找", name=self.names.data)]
        self.offer(known, requests)

    def shares(self, requests: Sequence[int]) -> list[Share] | None:
        """What was chosen, or None with what is wrong beside the rows."""
        chosen = [row.form for row in self.units.entries if row.form.role.data in CODES]
        found = shares_of([(one.unit_id, CODES[one.role.data], tuple(one.part.data or ())) for one in chosen])
        asked = {one.unit_id: (one.asked.data or "").strip() for one in chosen if one.role.data == TaskRole.CO}
        wrong = problems(found, requests)
        for code in wrong.values():
            self.units.errors = [*self.units.errors, problem_words(code)]
        return None if wrong else [Share(one.unit_id, one.role, one.part, asked.get(one.unit_id, "")) for one in found]


def shares_of(chosen: Sequence[tuple[int, TaskRole, tuple[int, ...]]]) -> list[Share]:
    """Shares as the rules name them: a lead alone is the sole unit, only separate shares have parts."""
    alone = len(chosen) == 1
    return [
        Share(
            unit_id,
            TaskRole.SOLE if alone and role is TaskRole.LEAD else role,
            part if role is TaskRole.SEPARATE else (),
        )
        for unit_id, role, part in chosen
    ]


def rows_of(shares: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows of a page filled from shares or from what units were asked about."""
    named = {one.unit_id for one in shares}
    # A unit somebody names instead stands ready to be chosen.
    instead = dict.fromkeys(getattr(one, "better_unit_id", None) for one in shares)
    return [
        {
            "unit": str(one.unit_id),
            "role": (TaskRole.LEAD if one.role is TaskRole.SOLE else one.role).value,
            "part": list(one.part) if one.role is TaskRole.SEPARATE else [],
            "asked": one.asked,
        }
        for one in shares
    ] + [{"unit": str(unit_id), "role": NOT_CHOSEN} for unit_id in instead if unit_id and unit_id not in named]
