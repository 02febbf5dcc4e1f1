"""Views of lists (常用视图): kept, renamed, shared, dropped; which of them a list opens with."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired

from tracker.clock import now
from tracker.domain.lists import QUERY, VIEW_NAME, VIEWED, Audience, ListCode, audiences
from tracker.models.views import SavedView
from tracker.queries.views import view_of, views_of
from tracker.services import views
from tracker.services._load import Invalid
from tracker.web.access import actor, me, signed_in
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.list_kinds import LISTS, list_asked
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.view_bar import held, href_of, view_words
from tracker.web.view_words import audience_words, said_of

bp = Blueprint("views", __name__)
Page = str | tuple[str, int] | Response


class ViewForm(Form):
    """What it is called and who else finds it."""

    name = StringField(
        _l("名称"),
        [InputRequired(_l("请给它起个名字")), at_most(VIEW_NAME)],
        description=_l("例如“本周到期”“教育类在办”。"),
    )
    shared_with = SelectField(_l("谁能看到这个视图"), choices=[])
    list = HiddenField()
    query = HiddenField()

    def offer(self) -> None:
        """The colleagues this hat may share with."""
        role = actor().role
        self.shared_with.choices = [(one.value, audience_words(one, role)) for one in audiences(role)]
        self.shared_with.data = self.shared_with.data or Audience.NOBODY.value


class NewForm(ViewForm):
    """The same, when it is kept."""

    first = BooleanField(_l("以后打开这个列表，先看这个视图"))


class ChangeForm(ViewForm):
    """The same, later."""


@bp.get("/views")
@signed_in
def index() -> str:
    """All views of one list: one's own to change, those of colleagues to open."""
    code = _code(request.args.get("list", ""))
    found, who, path = views_of(actor(), code), actor(), url_for(LISTS[code].endpoint)
    rows = [
        {
            "view": one,
            "words": view_words(one, who),
            "own": one.owner_id == who.person_id,
            "href": href_of(one, path),
            "said": _("；").join(said_of(code, held(one), who)) or _("没有条件"),
            "shared": audience_words(one.shared_with, one.role),
            "is_first": one.id == found.first_id,
        }
        for one in found.views
    ]
    return render_template("views/index.html", code=code, list_words=LISTS[code].words, path=path, rows=rows)


@bp.route("/views/new", methods=["GET", "POST"])
@signed_in
def new() -> Page:
    """Keep what is being looked at."""
    form = NewForm(hat_id=actor().membership_id)
    form.offer()
    if not form.is_submitted():
        form.list.data, form.query.data = request.args.get("list", ""), request.args.get("query", "")
    code = _code(form.list.data or "")
    query = _query(form.query.data or "")
    if form.submitted():
        try:
            made = {"name": form.name.data or "", "query": query, "shared_with": Audience(form.shared_with.data)}
            how = {"first": bool(form.first.data), "now": now(), "once": form.once_for(me().person_id)}
            views.keep(actor(), code, **made, **how)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("视图已经存好，在列表上方。"), "done")
            path = url_for(LISTS[code].endpoint)
            return redirect(f"{path}?{query}" if query else path)
    return _page("views/new.html", form, code, query)


@bp.route("/views/<int:view_id>", methods=["GET", "POST"])
@signed_in
def change(view_id: int) -> Page:
    """Rename it, share it with others or with nobody."""
    view = _own(view_id)
    held_now = {"name": view.name, "shared_with": view.shared_with.value}
    form = ChangeForm(data=held_now, hat_id=actor().membership_id, at_version=view.version)
    form.offer()
    if form.submitted():
        try:
            said = {"name": form.name.data or "", "shared_with": Audience(form.shared_with.data)}
            how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
            views.change(actor(), view.id, **said, **how)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("视图已经改好。"), "done")
            return redirect(url_for("views.index", list=view.list.value))
    return _page("views/change.html", form, view.list, view.query, view=view)


@bp.post("/views/<int:view_id>/drop")
@signed_in
def drop(view_id: int) -> Response:
    """Drop it; the rows of the list are not touched."""
    form = Form()
    code = _code(request.form.get("list", ""))
    if form.submitted():
        views.drop(actor(), view_id, now=now(), once=form.once_for(me().person_id))
        flash(_("视图已经删除，列表里的内容没有变。"), "done")
    return redirect(url_for("views.index", list=code.value))


@bp.post("/views/first")
@signed_in
def first() -> Response:
    """Open the list with this view from now on, or with none."""
    form = Form()
    code = _code(request.form.get("list", ""))
    if form.submitted():
        view_id = picked_id(request.form.get("view"))
        views.open_with(actor(), code, view_id, now=now(), once=form.once_for(me().person_id))
        flash(_("以后打开列表先看这个视图。") if view_id else _("以后打开列表看全部。"), "done")
    return redirect(url_for("views.index", list=code.value))


def _code(words: str) -> ListCode:
    found = list_asked(words, actor().role)
    return found if found in VIEWED else abort(404)


def _own(view_id: int) -> SavedView:
    view = view_of(actor(), view_id)
    if view is None or list_asked(view.list.value, actor().role) is None:
        abort(404)
    return view


def _query(words: str) -> str:
    """The conditions in the order they came, without what names a page or an empty value."""
    pairs = {name: text for name, text in parse_qsl(words[: 2 * QUERY]) if name not in ("page", "all")}
    return urlencode(pairs) if len(urlencode(pairs)) <= QUERY else ""


def _page(template: str, form: ViewForm, code: ListCode, query: str, **more: object) -> tuple[str, int]:
    said = said_of(code, MultiDict(parse_qsl(query)), actor())
    listed = {"code": code, "list_words": LISTS[code].words, "endpoint": LISTS[code].endpoint}
    back = f"{url_for(LISTS[code].endpoint)}?{query}"
    page = render_template(template, form=form, said=said, back=back, **listed, **more)
    return page, 422 if form.errors else 200
