"""What the desk and the security administrator hand in about a person: contact, a deputy's seat, the end of a hat."""

from __future__ import annotations

from datetime import date, timedelta

from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Optional

from tracker.clock import day_of, now
from tracker.domain.limits import NAME, NOTE
from tracker.domain.seats import SeatEnd
from tracker.models.people import Membership, Person
from tracker.queries.places import delegations
from tracker.services.people import Contact, Seat
from tracker.web.forms import Form
from tracker.web.labels import SEAT_ENDS
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words


class PersonForm(Form):
    """How a person is called and reached."""

    name = StringField(_l("姓名"), [InputRequired(_l("请填写姓名")), at_most(NAME)])
    phone = StringField(_l("电话"), [Optional(), at_most(40)])
    email = StringField(_l("邮箱"), [Optional(), at_most(200)], description=_l("激活码可以发到这里。"))
    employer = StringField(_l("工作单位"), [Optional(), at_most(200)])

    def show(self, person: Person) -> None:
        """Fill in what is known, on the first drawing."""
        self.name.data, self.phone.data = person.name, person.phone
        self.email.data, self.employer.data = person.email, person.employer

    def contact(self) -> Contact:
        """What was typed."""
        return Contact(self.name.data or "", self.phone.data or "", self.email.data or "", self.employer.data or "")


class NewPersonForm(PersonForm):
    """The same for somebody not known yet; a namesake is asked about."""

    same_name = BooleanField(_l("不是同一个人，照样登记"))


class SeatForm(Form):
    """A deputy's place in the present term."""

    delegation_id = SelectField(_l("代表团"), coerce=picked_id, validate_choice=False)
    certificate_no = StringField(_l("代表证号"), [Optional(), at_most(40)])
    post = StringField(_l("职务"), [Optional(), at_most(NAME)], description=_l("代表在代表团或者委员会里的职务。"))
    starts_on = DateField(_l("从哪一天起任代表"), [InputRequired(_l("请填写日期"))])

    def offer(self) -> None:
        """The delegations of the present term as choices."""
        self.delegation_id.choices = [("", _l("请选择")), *delegations(day_of(now()))]

    def show_seat(self, hat: Membership) -> None:
        """Fill in what is known."""
        self.delegation_id.data, self.certificate_no.data = hat.delegation_id, hat.certificate_no
        self.post.data, self.starts_on.data = hat.post, hat.starts_on

    def seat(self) -> Seat:
        """What was typed."""
        assert self.starts_on.data is not None
        return Seat(self.delegation_id.data, self.certificate_no.data or "", self.starts_on.data, self.post.data or "")


class NewDeputyForm(NewPersonForm, SeatForm):
    """A newly elected deputy: person and seat in one."""


class EndForm(Form):
    """From when a hat no longer holds."""

    last_day = DateField(
        _l("最后一天"),
        [Optional()],
        description=_l("这一天还有效，第二天起失效。空着表示从现在起失效，记录里写从今天起失效。"),
    )
    note = TextAreaField(_l("原因"), [at_most(NOTE)], description=_l("写进操作记录，审计员看不到内容。"))

    def day(self) -> date:
        """The last day the hat holds; yesterday when it is to end now."""
        return self.last_day.data or day_of(now()) - timedelta(days=1)


class EndSeatForm(EndForm):
    """The same for a deputy's seat, with the ground."""

    reason = RadioField(
        _l("怎样终止的"),
        choices=lambda: [(one.value, words) for one, words in SEAT_ENDS.items()],
        validate_choice=False,
        description=_l("代表法第六十一条、第六十二条。"),
    )

    @property
    def ground(self) -> SeatEnd:
        """What was chosen, once it is valid."""
        return SeatEnd(self.reason.data)

    def validate_reason(self, field: RadioField) -> None:
        """One of the grounds."""
        if field.data not in set(SeatEnd):
            raise ValidationError(_("请选一项"))


def ended_words(form: EndForm) -> str:
    """What the end of a hat did: at once, or on the day that was asked for."""
    if form.last_day.data is None or form.last_day.data < day_of(now()):
        return _("身份已结束，从今天起失效。")
    return _("身份的结束日期已记下，%(day)s还有效。", day=day_words(form.last_day.data, year=True))
