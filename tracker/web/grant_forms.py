"""The form of a hat: what stands on it depends on the role."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Optional

from tracker.clock import day_of, now
from tracker.domain.limits import NAME
from tracker.domain.roles import UNIT_ROLES, Role, System
from tracker.queries.places import delegations, fields_of_work, seated_deputies, units_in_use
from tracker.services.grants import Hat
from tracker.web.forms import Form
from tracker.web.labels import SYSTEMS
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.spoken import lazy_gettext as _l


class HatForm(Form):
    """The days of a hat and the post it goes with; the place is added by role."""

    post = StringField(_l("职务"), [Optional(), at_most(NAME)], description=_l("例如：办公室主任。"))
    starts_on = DateField(_l("从哪一天起"), [InputRequired(_l("请填写日期"))])
    ends_on = DateField(
        _l("到哪一天为止"), [Optional()], description=_l("这一天还有效。空着表示没有定，以后随时可以结束。")
    )

    def hat_of(self, role: Role) -> Hat:
        """What was typed, as a hat of this role."""
        assert self.starts_on.data is not None
        return Hat(role, self.starts_on.data, self.ends_on.data, self.post.data or "", **self._place())

    def _place(self) -> dict[str, Any]:
        return {}


class UnitHatForm(HatForm):
    """A hat in a handling unit."""

    unit_id = SelectField(_l("承办单位"), coerce=picked_id, validate_choice=False)

    def _place(self) -> dict[str, Any]:
        return {"unit_id": self.unit_id.data}


class SignerHatForm(UnitHatForm):
    """The hat of who signs for a unit; its head may do what no other signer may."""

    is_principal = BooleanField(_l("同时是单位主要负责人"), description=_l("再次退件要由主要负责人提出。"))

    def _place(self) -> dict[str, Any]:
        return super()._place() | {"is_principal": bool(self.is_principal.data)}


class DelegationHatForm(HatForm):
    """A hat in a delegation of the present term."""

    delegation_id = SelectField(_l("代表团"), coerce=picked_id, validate_choice=False)

    def _place(self) -> dict[str, Any]:
        return {"delegation_id": self.delegation_id.data}


class DeputyHatForm(DelegationHatForm):
    """A deputy's hat."""

    certificate_no = StringField(_l("代表证号"), [Optional(), at_most(40)])

    def _place(self) -> dict[str, Any]:
        return super()._place() | {"certificate_no": self.certificate_no.data or ""}


class AssistantHatForm(HatForm):
    """The hat of a deputy's assistant."""

    assists_id = SelectField(
        _l("为哪位代表办事"),
        coerce=picked_id,
        validate_choice=False,
        description=_l("可以替代表起草、改稿、请附议；提交、附议、评价、撤回由代表本人来做。"),
    )

    def _place(self) -> dict[str, Any]:
        return {"assists_id": self.assists_id.data}


class SystemHatForm(HatForm):
    """The hat of the coordinator of a system."""

    system = SelectField(_l("哪个系统"), validate_choice=False)

    def _place(self) -> dict[str, Any]:
        return {"system": next((one for one in System if one.value == self.system.data), None)}


class CommitteeHatForm(HatForm):
    """A hat in a committee, with the categories of its field."""

    committee = StringField(_l("哪个委员会"), [InputRequired(_l("请填写委员会的名称")), at_most(NAME)])
    category_ids = SelectMultipleField(
        _l("对口的类别"), [Optional()], coerce=int, description=_l("能看到这些类别的建议和全部重点建议。")
    )

    def _place(self) -> dict[str, Any]:
        return {"committee": self.committee.data or "", "category_ids": tuple(self.category_ids.data or ())}


def form_for(role: Role, *, hat_id: int | None) -> HatForm:
    """The form for a hat of this role, its choices filled."""
    kind = _KINDS.get(role, HatForm)
    form = kind(hat_id=hat_id)
    choose = ("", _l("请选择"))
    if isinstance(form, UnitHatForm):
        form.unit_id.choices = [choose, *units_in_use()]
    elif isinstance(form, DelegationHatForm):
        form.delegation_id.choices = [choose, *delegations(day_of(now()))]
    elif isinstance(form, AssistantHatForm):
        form.assists_id.choices = [choose, *seated_deputies(day_of(now()))]
    elif isinstance(form, SystemHatForm):
        form.system.choices = [choose, *((one.value, SYSTEMS[one]) for one in System)]
    elif isinstance(form, CommitteeHatForm):
        form.category_ids.choices = list(fields_of_work())
    if not form.is_submitted():
        form.starts_on.data = day_of(now())
    return form


_KINDS: dict[Role, type[HatForm]] = {
    Role.DEPUTY: DeputyHatForm,
    Role.DELEGATION_CLERK: DelegationHatForm,
    Role.ASSISTANT: AssistantHatForm,
    Role.COORDINATOR: SystemHatForm,
    Role.COMMITTEE: CommitteeHatForm,
    **dict.fromkeys(UNIT_ROLES, UnitHatForm),
    Role.UNIT_SIGNER: SignerHatForm,
}
