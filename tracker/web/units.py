"""Handling units as the desk keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs lag behind
from wtforms.validators import InputRequired, Optional

from tracker.clock import now
from tracker.domain.limits import NAME, NOTE, PAGE
from tracker.domain.roles import Capability, System
from tracker.models.organs import Unit
from tracker.queries import organs
from tracker.queries.commitment_duties import owed_promises
from tracker.queries.hand_overs import open_lists
from tracker.queries.organs import UnitCircle
from tracker.queries.places import units_in_use
from tracker.services import units
from tracker.services._load import Invalid
from tracker.services.units import UnitFacts
from tracker.web.access import actor, me, needs
from tracker.web.forms import Form
from tracker.web.labels import SYSTEMS
from tracker.web.lengths import at_most
from tracker.web.paging import page_asked, pages
from tracker.web.picks import picked_id
from tracker.web.register_filters import STATUSES
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("units", __name__)
Page = str | tuple[str, int] | Response

TABS = (
    (UnitCircle.OURS, _l("在用")),
    (UnitCircle.ENDED, _l("已撤并")),
    (UnitCircle.FOREIGN, _l("外地单位")),
)


class UnitForm(Form):
    """What the desk writes of a unit."""

    name = StringField(_l("全称"), [InputRequired(_l("请填写全称")), at_most(NAME)])
    short_name = StringField(
        _l("简称"), [InputRequired(_l("请填写简称")), at_most(60)], description=_l("列表和交办时用，如“市教育局”。")
    )
    other_names = TextAreaField(_l("其他叫法"), [Optional(), at_most(NOTE)], description=_l("一行一个，查找时都认得。"))
    parent_name = StringField(_l("上级"), [Optional(), at_most(NAME)])
    kind = StringField(_l("性质"), [Optional(), at_most(60)], description=_l("如“市政府工作部门”。"))
    system = SelectField(_l("所属系统"), choices=[SelectChoice(one.value, words) for one, words in SYSTEMS.items()])
    has_coordinator = BooleanField(
        _l("经本系统督查室转办"), description=_l("只影响以后的交办，已经交办的不变。不勾选的，由代表工作机构直接交办。")
    )
    duty_words = TextAreaField(
        _l("职责词"),
        [Optional(), at_most(NOTE)],
        description=_l(
            "这个单位管的事情叫什么，用空格隔开，如“路灯 公园 垃圾分类”。交办时据此提示承办单位。"
            "一行的末尾可以用括号写出处，如“路灯 公园（三定规定第五条）”，提示里会带上。"
        ),
    )

    def show(self, unit: Unit) -> None:
        """Fill in what is known."""
        for name in UnitFacts.__dataclass_fields__:
            field = self._fields[name]
            value = getattr(unit, name)
            field.data = value.value if isinstance(value, System) else value

    def facts(self) -> UnitFacts:
        """What was typed."""
        return UnitFacts(
            name=self.name.data or "",
            short_name=self.short_name.data or "",
            parent_name=self.parent_name.data or "",
            kind=self.kind.data or "",
            system=System(self.system.data),
            has_coordinator=bool(self.has_coordinator.data),
            duty_words=self.duty_words.data or "",
            other_names=self.other_names.data or "",
        )


class EndForm(Form):
    """Who goes on with the work."""

    successor = SelectField(_l("由哪个单位接着办"), coerce=picked_id, validate_choice=False)


@bp.get("/units")
@needs(Capability.KEEP_UNITS)
def index() -> str:
    """All units, by what is typed, by system."""
    circle, system, words = circle_of(request.args), system_of(request.args), words_of(request.args)
    total = organs.unit_count(circle, words, system)
    return render_template(
        "units/index.html",
        tabs=[(text, None, url_for("units.index", list=one.value), one is circle) for one, text in TABS],
        circle=circle,
        words=words,
        system=system,
        systems=[(one.value, text) for one, text in SYSTEMS.items()],
        system_words=SYSTEMS,
        tags=_tags(circle, words, system),
        lines=organs.units(circle, words, system, skip=(page_asked() - 1) * PAGE, size=PAGE),
        total=total,
        pager=pages(total, page_asked()),
        query=urlencode({name: said for name, said in request.args.items() if name != "page"}),
    )


@bp.route("/units/new", methods=["GET", "POST"])
@needs(Capability.KEEP_UNITS)
def new() -> Page:
    """Add a unit."""
    form = UnitForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            units.add(actor(), form.facts(), now=now(), once=form.once_for(me().person_id))
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(_("单位已登记。"))
    return render_template("units/edit.html", form=form, unit=None), 422 if form.errors else 200


@bp.route("/units/<int:unit_id>", methods=["GET", "POST"])
@needs(Capability.KEEP_UNITS)
def edit(unit_id: int) -> Page:
    """Correct a unit."""
    unit = organs.unit(unit_id) or abort(404)
    form = UnitForm(hat_id=actor().membership_id, at_version=unit.version)
    if not form.is_submitted():
        form.show(unit)
    if form.submitted():
        try:
            once, version = form.once_for(me().person_id), form.version.data or 0
            units.correct(actor(), unit_id, form.facts(), version=version, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(_("单位资料已更正。"))
    return render_template("units/edit.html", form=form, unit=unit), 422 if form.errors else 200


@bp.route("/units/<int:unit_id>/end", methods=["GET", "POST"])
@needs(Capability.KEEP_UNITS)
def end(unit_id: int) -> Page:
    """End a unit, after saying what that does."""
    unit = organs.unit(unit_id) or abort(404)
    form = EndForm(hat_id=actor().membership_id, at_version=unit.version)
    form.successor.choices = [("", _("没有")), *(one for one in units_in_use() if one[0] != unit_id)]
    if form.submitted():
        try:
            once, version = form.once_for(me().person_id), form.version.data or 0
            units.end(actor(), unit_id, successor_id=form.successor.data, version=version, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(_("%(name)s已撤并。", name=unit.short_name))
    page = render_template("units/end.html", form=form, unit=unit, **_left(unit))
    return page, 422 if form.errors else 200


def _left(unit: Unit) -> dict[str, Any]:
    """What keeps a unit from being ended: how many in all, what it owes by status, what it has answered, the
    hand-over lists that are still open, and how many promises go over to its successor."""
    found = organs.open_shares(unit.id)
    links = {
        code: (str(STATUSES[code]), count, url_for("register.show", unit=unit.id, status=code))
        for code, count in found.items()
    }
    answered = links.pop("replied", None)
    lists = [(f"{one.from_unit.short_name}→{one.to_unit.short_name}", one.id) for one in open_lists(unit.id)]
    return {"left": sum(found.values()), "owed": list(links.values()), "answered": answered, "lists": lists} | {
        "promises": owed_promises(unit.id)
    }


def _done(words: str) -> Response:
    flash(words, "done")
    return redirect(url_for("units.index"))


def circle_of(args: Mapping[str, str]) -> UnitCircle:
    """Which units an address asks for."""
    asked = args.get("list", "")
    return UnitCircle(asked) if asked in set(UnitCircle) else UnitCircle.OURS


def system_of(args: Mapping[str, str]) -> System | None:
    """The system an address asks for."""
    asked = args.get("system", "")
    return System(asked) if asked in set(System) else None


def words_of(args: Mapping[str, str]) -> str:
    """What was typed."""
    return args.get("q", "").strip()[:40].replace("\0", "")


def _tags(circle: UnitCircle, words: str, system: System | None) -> list[tuple[Any, str]]:
    tags: list[tuple[Any, str]] = []
    if words:
        tags.append((words, url_for("units.index", list=circle.value, system=system.value if system else None)))
    if system is not None:
        tags.append((SYSTEMS[system], url_for("units.index", list=circle.value, q=words or None)))
    return tags
