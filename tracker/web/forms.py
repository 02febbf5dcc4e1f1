"""The base form only: tokens, trimming, errors of the whole form. Every other form lives beside its view."""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import wtforms
from flask import g, request
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField, HiddenField, IntegerField, PasswordField, StringField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from tracker.clock import now
from tracker.domain.characters import UNSAVABLE, evened
from tracker.domain.hints import is_marked
from tracker.queries.kept import is_token
from tracker.services._load import Invalid
from tracker.services._once import FormOnce
from tracker.web.files_kept import kept_now
from tracker.web.form_words import OurWords, one_for_one_cause
from tracker.web.spoken import gettext as _
from tracker.web.words import problem_words

TOKENS = frozenset({"csrf_token", "once", "hat", "version"})
# So many characters before one that cannot be seen are enough to find it.
BEFORE = 8


def clean(text: str | None) -> str | None:
    """What was typed, made fit to keep (rule R19): line ends unified, Word's line and page breaks too, rest as is."""
    return None if text is None else evened(text)


def forbidden(text: str) -> str | None:
    """Where the first character stands that cannot be kept, and its name: NUL, other controls, surrogates,
    non-characters. Most of them show nothing on a screen, so the words before it are told."""
    found = UNSAVABLE.search(text)
    if found is None:
        return None
    name = f"U+{ord(found[0]):04X} {unicodedata.name(found[0], '')}".strip()
    before = text[: found.start()].rpartition("\n")[2][-BEFORE:]
    return _("%(name)s，在“%(before)s”后面", name=name, before=before) if before else name


class Rows(FieldList):
    """Fields named rows-0, rows-1 …; a number nobody can count with (rows-², rows-1e9) is not one of them."""

    def __init__(self, unbound_field: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(_filtered(unbound_field), *args, **kwargs)

    def gather(self) -> None:
        """Take up errors that rows were given after they were validated, so that the form knows of them."""
        own = [words for words in self.errors if not isinstance(words, list | tuple | dict)]
        rows = [one.errors for one in self.entries]
        self.errors = [*own, *rows] if any(rows) else own

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        for name in formdata:
            number = name.removeprefix(f"{prefix}-").split("-", 1)[0]
            if name.startswith(f"{prefix}-") and number.isascii() and number.isdigit() and len(number) <= 4:
                yield int(number)


def numbers_in(names: Iterable[str], group: str) -> tuple[int, ...]:
    """The numbers in names like answers-2-body, in order, each once."""
    given = {name.split("-")[1] for name in names if name.startswith(f"{group}-") and name.count("-") > 1}
    return tuple(sorted(int(one) for one in given if one.isascii() and one.isdigit() and len(one) <= 4))


class Part(wtforms.Form):
    """Fields that are repeated inside a form; they get the same filter as the form's own."""

    class Meta:
        def get_translations(self, _form: Any) -> OurWords:
            return OurWords()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            return _bind(form, unbound_field, options)


def _bind(form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
    # Text fields get the common filter without every form repeating it.
    if _holds_text(unbound_field):
        options["filters"] = (clean, *unbound_field.kwargs.get("filters", ()))
    return unbound_field.bind(form=form, **options)


def _holds_text(unbound_field: Any) -> bool:
    return "StringField" in {base.__name__ for base in unbound_field.field_class.__mro__}


def _filtered(unbound_field: Any) -> Any:
    """The field of a row with the common filter: rows are bound by their list, not by the form."""
    held = unbound_field.kwargs.get("filters", ())
    if _holds_text(unbound_field) and clean not in held:
        unbound_field.kwargs["filters"] = (clean, *held)
    return unbound_field


def _unfit(field: Field) -> str:
    """Why what was typed into a field may not be kept, if it may not: characters, or a mark of secrecy (PB-10)."""
    if not isinstance(field.data, str):
        return ""
    if named := forbidden(field.data):
        return _("含有不能保存的字符（%(name)s），请删去后再提交。其余内容都在。", name=named)
    typed = isinstance(field, StringField) and not isinstance(field, HiddenField | PasswordField)
    return str(problem_words("secret")) if typed and is_marked(field.data) else ""


def _leaves(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        if isinstance(field, FieldList):
            yield from _leaves(field.entries)
        elif isinstance(field, FormField):
            yield from _leaves(field.form)
        else:
            yield field


class Form(FlaskForm):
    """A form that acts once, knows the hat it was opened with and the version it shows."""

    once = HiddenField()
    hat = HiddenField()
    version = IntegerField(validators=[Optional()], widget=HiddenInput())  # empty where nothing is edited

    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: Any) -> OurWords:
            return OurWords()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            return _bind(form, unbound_field, options)

    def __init__(self, *args: Any, hat_id: int | None = None, at_version: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_submitted():
            self.once.data = secrets.token_urlsafe(18)
            self.hat.data = str(hat_id or "")
            self.version.data = at_version
        else:
            g.forms_sent = [*g.get("forms_sent", ()), self]

    @classmethod
    def for_names(cls, _names: Collection[str]) -> type[Form]:
        """The class that reads fields of these names: itself, unless it grows with what it is about."""
        return cls

    def submitted(self) -> bool:
        """Whether the form was sent and may be acted on."""
        return bool(self.validate_on_submit()) and self._readable()

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Whether everything typed can be taken; each field says what is wrong with it once."""
        fine = bool(super().validate(*args, **kwargs))
        for field in _leaves(self):
            one_for_one_cause(field)
        return fine

    def _readable(self) -> bool:
        fine = True
        for field in _leaves(self):
            if words := _unfit(field):
                field.errors = [*field.errors, words]
                fine = False
        for rows in self:
            if isinstance(rows, Rows):
                rows.gather()
        return fine

    def take(self, invalid: Invalid) -> None:
        """Show what a service could not take beside its field, or over the form when it has no field of that name."""
        for name, code in invalid.problems.items():
            words = problem_words(code)
            field = self._fields.get(name)
            if field is not None:
                field.errors = [*field.errors, words]
            else:
                self.form_errors: list[str] = [*self.form_errors, words]

    def once_for(self, person_id: int) -> FormOnce:
        """What makes this form act a single time."""
        return once_of(person_id, self.once.data or "")


def once_of(person_id: int, key: str) -> FormOnce:
    """The token of the posted form, with a digest over all that was typed."""
    typed = {name: request.form.getlist(name) for name in sorted(request.form) if name not in TOKENS}
    # By content: the same file sent twice is the same form, though it was kept under two keys.
    if uploaded := [f"{name} {digest}" for name, _key, digest in kept_now()]:
        typed["files uploaded"] = uploaded
    body = json.dumps(typed, ensure_ascii=False, sort_keys=True).encode()
    return FormOnce(
        person_id=person_id,
        key=key[:64] if is_token(key) else secrets.token_urlsafe(18),
        form=request.path[:80],
        digest=hashlib.sha256(body).hexdigest(),
        now=now(),
    )
