"""群机器人: group chats that get numbers and the address of this site; added, tried and stopped."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs lag behind
from wtforms.validators import InputRequired, Optional

from tracker.clock import now
from tracker.domain.roles import Capability
from tracker.models.tellings import GroupRobot, RobotKind, Sending
from tracker.queries import sendings as known
from tracker.queries.places import units_in_use
from tracker.services import robots
from tracker.services._load import Invalid
from tracker.services.robots import RobotDraft
from tracker.web.access import actor, me, needs
from tracker.web.forms import Form
from tracker.web.notice_labels import ROBOTS, STATES
from tracker.web.notice_words import reason_words
from tracker.web.picks import picked_id
from tracker.web.secret_field import SecretField
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import instant_words

bp = Blueprint("robots", __name__)


class RobotForm(Form):
    """A group and the webhook of its robot."""

    name = StringField(_l("群的名称"), [InputRequired(_l("请填写群的名称"))])
    kind = RadioField(_l("哪一家的群"), choices=[SelectChoice(one.value, words) for one, words in ROBOTS.items()])
    unit = SelectField(_l("谁的群"), validate_choice=False, description=_l("群里的人都看得到消息，消息里只有件数。"))
    address = SecretField(
        _l("机器人地址（Webhook）"),
        [InputRequired(_l("请填写机器人地址"))],
        description=_l("在群里添加自定义机器人时给出的地址。存好以后不再显示。"),
    )
    secret = SecretField(
        _l("加签密钥"),
        [Optional()],
        description=_l("钉钉、飞书选了“加签”“签名校验”的才填。存好以后不再显示。"),
    )

    def draft(self) -> RobotDraft:
        """What is typed."""
        where = picked_id(self.unit.data) or None
        texts = (self.address.data or "", self.secret.data or "")
        return RobotDraft(self.name.data or "", RobotKind(self.kind.data), where, *texts)


@bp.get("/robots")
@needs(Capability.KEEP_ROBOTS)
def index() -> str:
    """Every group, and what became of the last message."""
    found = known.robots()
    latest = known.latest_of_robots([one.id for one in found])
    return render_template(
        "robots/index.html",
        rows=[_row(one, latest.get(one.id)) for one in found],
        plain={one.id: Form(hat_id=actor().membership_id, at_version=one.version) for one in found},
    )


@bp.route("/robots/new", methods=["GET", "POST"])
@needs(Capability.KEEP_ROBOTS)
def new() -> Any:
    """Add the robot of a group."""
    form = RobotForm(hat_id=actor().membership_id)
    form.unit.choices = [SelectChoice("", _("代表工作机构")), *(SelectChoice(str(i), n) for i, n in units_in_use())]
    if form.submitted():
        try:
            robots.add(actor(), form.draft(), now=now(), once=form.once_for(me().person_id))
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已增加。请试发一条，在群里看得到才算接通。"), "done")
            return redirect(url_for("robots.index"))
    return render_template("robots/new.html", form=form), 422 if form.errors else 200


@bp.post("/robots/<int:robot_id>/trial")
@needs(Capability.KEEP_ROBOTS)
def trial(robot_id: int) -> Any:
    """Send one line to the group."""
    form = Form(hat_id=actor().membership_id)
    _robot(robot_id)
    once = form.once_for(me().person_id)
    robots.try_out(actor(), robot_id, token=once.key, now=now(), once=once)
    flash(_("正在试发，几秒以后刷新本页看结果。"), "done")
    return redirect(url_for("robots.index"))


@bp.post("/robots/<int:robot_id>/stop")
@needs(Capability.KEEP_ROBOTS)
def stop(robot_id: int) -> Any:
    """Use it no more; its address is forgotten."""
    form = Form(hat_id=actor().membership_id)
    _robot(robot_id)
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    robots.stop(actor(), robot_id, **how)
    flash(_("已停用，地址和密钥已删去。等着发到群里的，改发邮件。"), "done")
    return redirect(url_for("robots.index"))


def _robot(robot_id: int) -> GroupRobot:
    return known.robot_of(robot_id) or abort(404)


def _row(one: GroupRobot, latest: Sending | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "kind": ROBOTS[one.kind],
        "unit": one.unit.short_name if one.unit is not None else _("代表工作机构"),
        "is_active": one.is_active,
        "state": STATES[latest.state] if latest is not None else "",
        "at": instant_words(latest.sent_at or latest.filed_at) if latest is not None else "",
        "reason": reason_words(latest.error) if latest is not None and latest.error else "",
    }
