"""Subject categories as the desk keeps them: one page with the tree."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from tracker.clock import now
from tracker.domain.roles import Capability
from tracker.queries import organs
from tracker.services import categories
from tracker.services._load import Invalid
from tracker.web.access import actor, me, needs
from tracker.web.category_tree import levels, tree
from tracker.web.forms import Form, once_of
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("categories", __name__)
Page = str | tuple[str, int] | Response


class CategoryForm(Form):
    """A name, and where in the tree."""

    name = StringField(_l("名称"), [InputRequired(_l("请填写名称")), at_most(60)])
    parent = SelectField(_l("放在哪一类下面"), coerce=picked_id, validate_choice=False)


class NameForm(Form):
    """A new name."""

    name = StringField(_l("名称"), [InputRequired(_l("请填写名称")), at_most(60)])


class PlainForm(Form):
    """A press of a button."""


@bp.route("/categories", methods=["GET", "POST"])
@needs(Capability.KEEP_CATEGORIES)
def index() -> Page:
    """The tree, and a form to add to it."""
    form = CategoryForm(hat_id=actor().membership_id)
    rows = organs.own_categories()
    offered = [one for one in rows if one.ended_on is None and one.path.count("/") < categories.LEVELS - 1]
    form.parent.choices = [("", _("最上面一级")), *tree(offered)]
    if form.submitted():
        try:
            once = form.once_for(me().person_id)
            categories.add(actor(), form.name.data or "", parent_id=form.parent.data, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(_("类别已增加。"))
    page = render_template(
        "categories/index.html",
        form=form,
        rows=levels([one for one in rows if one.ended_on is None]),
        ended=[one for one in rows if one.ended_on is not None],
        foreign=organs.foreign_schemes(),
        plain=PlainForm(hat_id=actor().membership_id),
    )
    return page, 422 if form.errors else 200


@bp.route("/categories/<int:category_id>", methods=["GET", "POST"])
@needs(Capability.KEEP_CATEGORIES)
def edit(category_id: int) -> Page:
    """Another name for a category."""
    category: Any = organs.category(category_id) or abort(404)
    form = NameForm(hat_id=actor().membership_id, at_version=category.version)
    if not form.is_submitted():
        form.name.data = category.name
    if form.submitted():
        try:
            once, version = form.once_for(me().person_id), form.version.data or 0
            categories.rename(actor(), category_id, form.name.data or "", version=version, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(_("名称已更改，归在这一类的建议不变。"))
    return render_template("categories/edit.html", form=form, category=category), 422 if form.errors else 200


@bp.post("/categories/<int:category_id>/<any(up,down):way>")
@needs(Capability.KEEP_CATEGORIES)
def move(category_id: int, way: str) -> Response:
    """One place up or down."""
    form = PlainForm()
    once = once_of(me().person_id, f"{form.once.data}-{category_id}-{way}")
    categories.move(actor(), category_id, up=way == "up", now=now(), once=once)
    return redirect(url_for("categories.index"))


@bp.route("/categories/<int:category_id>/end", methods=["GET", "POST"])
@needs(Capability.KEEP_CATEGORIES)
def end(category_id: int) -> Page:
    """Offer a category no more."""
    category: Any = organs.category(category_id) or abort(404)
    form = PlainForm(hat_id=actor().membership_id, at_version=category.version)
    if form.submitted():
        try:
            once, version = form.once_for(me().person_id), form.version.data or 0
            categories.end(actor(), category_id, version=version, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(_("这一类不再供选择。"))
    return render_template("categories/end.html", form=form, category=category), 422 if form.errors else 200


def _done(words: str) -> Response:
    flash(words, "done")
    return redirect(url_for("categories.index"))
