"""What somebody typed into a form, under the names of its boxes and with the words of what was chosen.

A page that gives it back may come before the form was made, or a day after it was sent: the form is then found by the
page it was for, among those its module knows.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from inspect import isfunction, unwrap
from typing import Any

from flask import current_app, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from wtforms import BooleanField, Field, FieldList, FormField, RadioField, SelectField

from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.spoken import gettext as _
from tracker.web.typed import SILENT, fields_of, visible

log = logging.getLogger(__name__)

Pairs = list[tuple[str, str]]


def told_now() -> Pairs:
    """What was sent with this request; nothing where it cannot even be read."""
    try:
        return told(fields_of(request.form), request.path)
    except HTTPException:
        return []


def told(fields: Pairs, path: str) -> Pairs:
    """Label and words of everything a reader recognises as his own, in the order of the page. `path` is where it was
    sent. It has to come whatever else is wrong: what no form can name is given back without a name."""
    try:
        return _told(fields, _form(fields, path))
    except Exception:
        log.exception("what was typed could not be named")
        return _numbered([("", words) for words in visible(fields)])


def _told(fields: Pairs, form: Any) -> Pairs:
    named = {name: (label, field) for name, label, field in _leaves(form)} if form is not None else {}
    told: Pairs = []
    for name, value in fields:
        if name in SILENT or not value.strip():
            continue
        label, field = named.get(name, ("", None))
        words = _words(field, value) if field is not None else "".join(visible([(name, value)]))
        if words and told and label and told[-1][0] == label:
            told[-1] = (label, _("、").join((told[-1][1], words)))
        elif words:
            told.append((label, words))
    return _numbered(told)


def _numbered(told: Pairs) -> Pairs:
    return [(label or _("第%(n)s段", n=at), words) for at, (label, words) in enumerate(told, start=1)]


def _words(field: Field, value: str) -> str:
    if getattr(field.widget, "input_type", "") in ("hidden", "password") or isinstance(field, FilesField):
        return ""
    if isinstance(field, BooleanField):
        return _("是") if value not in field.false_values else ""
    if isinstance(field, RadioField | SelectField):
        return _chosen(field, value)
    return value


def _chosen(field: Any, value: str) -> str:
    # Choices the page looks up itself are not there before its form is; a number then means nothing to a reader.
    offered = field.iter_choices() if field.choices is not None else ()
    found = next((str(one.label).strip() for one in offered if str(one.value) == value), "")
    return found or "".join(visible([(field.name, value)]))


def _leaves(form: Any, before: str = "") -> Iterator[tuple[str, str, Field]]:
    """Name, label and box of everything in a form; the label of a row names its list and its place."""
    for field in form:
        label = before + str(field.label.text)
        if isinstance(field, FieldList):
            for at, one in enumerate(field.entries, start=1):
                yield from _row(one, _("%(list)s第%(n)s项", list=label, n=at))
        else:
            yield from _row(field, label)


def _row(field: Field, label: str) -> Iterator[tuple[str, str, Field]]:
    if not isinstance(field, FormField):
        yield field.name, label, field
    elif "pick" not in field.form or field.form["pick"].data:  # a line that was not ticked was not sent for anything
        yield from _leaves(field.form, _("%(list)s，", list=label))


def _form(fields: Pairs, path: str) -> Any:
    """The form these fields are of: the one this request has made, else one of those of the page."""
    names = {name for name, _value in fields}
    made = g.get("forms_sent", ()) if request.path == path else ()
    known = {one: list(one._fields) for one in made} or {kind: _boxes(kind.for_names(names)) for kind in _kinds(path)}
    # Of several that would do, the first: they stand in the order in which the page speaks of them.
    best = max(known, key=lambda one: _covered(known[one], names), default=None)
    if best is None or not _covered(known[best], names):
        return None
    return best if isinstance(best, Form) else best.for_names(names)(MultiDict(fields), meta={"csrf": False})


def _covered(boxes: list[str], names: set[str]) -> int:
    told = [box for box in boxes if box not in SILENT]
    return sum(any(name == box or name.startswith(f"{box}-") for name in names) for box in told)


def _boxes(kind: type[Form]) -> list[str]:
    return [name for name in dir(kind) if hasattr(getattr(kind, name), "_formfield")]


def _kinds(path: str) -> list[type[Form]]:
    """The forms of the page at an address: those its view names, then those of its module and of what that draws on."""
    try:
        endpoint, _held = current_app.url_map.bind("localhost").match(path.partition("?")[0], method="POST")
    except HTTPException:
        return []
    view: Any = unwrap(current_app.view_functions[endpoint])
    page = vars(sys.modules[view.__module__])
    called = [unwrap(page[name]) for name in view.__code__.co_names if isfunction(page.get(name))]
    named = [page.get(name) for one in (view, *called) for name in one.__code__.co_names]
    drawn = {getattr(one, "__module__", None) or getattr(one, "__name__", "") for one in page.values()}
    rest = [vars(sys.modules[name]) for name in sorted(map(str, drawn)) if name.startswith("tracker.web.")]
    found = [*named, *(one for module in (page, *rest) for one in module.values())]
    forms = [one for one in found if isinstance(one, type) and issubclass(one, Form) and one is not Form]
    return list(dict.fromkeys(forms))
