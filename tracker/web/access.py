"""Who may enter a page. Every view says it by exactly one decorator here; one that says nothing is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.wrappers import Response
from wtforms import ValidationError

from tracker.clock import day_of, now
from tracker.domain.actions import Action, Machine
from tracker.domain.facts import Case
from tracker.domain.lifecycle import STEPS
from tracker.domain.parties import Actor
from tracker.domain.permissions import why_not
from tracker.domain.roles import Capability, can
from tracker.domain.whys import Refused, Why
from tracker.models.suggestions import Suggestion
from tracker.queries import cases, commitments
from tracker.queries.kept import was_acted
from tracker.services._load import Stale
from tracker.web.forms import once_of
from tracker.web.refused import form_on_record
from tracker.web.sessions import asking, me
from tracker.web.typed import fields_of, keep_for_later, visible

View = TypeVar("View", bound=Callable[..., Any])
NO_PART = frozenset({Why.NOT_VISIBLE, Why.NOT_YOURS})


class AlreadyDone(Exception):
    """The same form has acted before, and by that its person left the case."""


class LoggedOut(Exception):
    """Something typed was sent after a log-out that took the key away, so nobody is known to keep it for."""


class OtherHat(Exception):
    """The form was opened under another hat than the one worn now."""


def public(view: View) -> View:
    """Anybody may enter."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Whoever is logged in may enter."""
    return _guard(view, "signed_in", lambda _kwargs: None)


def needs(capability: Capability) -> Callable[[View], View]:
    """Only hats with this capability may enter."""

    def decorate(view: View) -> View:
        def check(_kwargs: dict[str, Any]) -> None:
            hat = me().hat
            if hat is None or not can(hat.role, capability):
                form_on_record(capability)
                abort(404)

        return _guard(view, f"needs:{capability}", check)

    return decorate


def on_suggestion(action: Action | None = None, *, draws: bool = True) -> Callable[[View], View]:
    """The view gets `suggestion` instead of `suggestion_id`: found inside what the hat may read, and, where an action
    is named, only when that action is open now. A view that `draws` no page tells a refused form in its own words."""

    def decorate(view: View) -> View:
        def check(kwargs: dict[str, Any]) -> None:
            suggestion = _suggestion(kwargs.pop("suggestion_id"), action)
            _require_open(action, suggestion, draws=draws)
            kwargs["suggestion"] = suggestion

        return _guard(view, f"suggestion:{action or 'read'}", check)

    return decorate


def on_task(action: Action) -> Callable[[View], View]:
    """The view gets `task`, reached through its suggestion and only when the action is open now."""
    assert STEPS[action].machine is Machine.TASK

    def decorate(view: View) -> View:
        def check(kwargs: dict[str, Any]) -> None:
            suggestion = _suggestion(kwargs.pop("suggestion_id"), action)
            task = cases.find_task(suggestion, kwargs.pop("task_id")) or abort(404)
            _require_open(action, task)
            kwargs["task"] = task

        return _guard(view, f"task:{action}", check)

    return decorate


def on_round(action: Action, *, draws: bool = True) -> Callable[[View], View]:
    """The view gets `round_`, reached through its suggestion and only when the action is open now; `draws` as above."""
    assert STEPS[action].machine is Machine.ROUND

    def decorate(view: View) -> View:
        def check(kwargs: dict[str, Any]) -> None:
            suggestion = _suggestion(kwargs.pop("suggestion_id"), action)
            one = cases.find_round(suggestion, kwargs.pop("round_id")) or abort(404)
            _require_open(action, one, draws=draws)
            kwargs["round_"] = one

        return _guard(view, f"round:{action}", check)

    return decorate


def on_commitment(action: Action | None = None, *, draws: bool = True) -> Callable[[View], View]:
    """The view gets `promise`, found inside what the hat may read of promises and, where an action is named, only when
    that is open now; `draws` as above. A unit may owe a promise of a paper it has no share in, so it is not reached
    through the paper."""
    assert action is None or STEPS[action].machine is Machine.COMMITMENT

    def decorate(view: View) -> View:
        def check(kwargs: dict[str, Any]) -> None:
            one = commitments.find(actor(), kwargs.pop("commitment_id"))
            if one is None and request.method == "POST" and action is not None:
                raise Refused(Why.NOT_VISIBLE, action)
            _require_open(action, one or abort(404), draws=draws)
            kwargs["promise"] = one

        return _guard(view, f"commitment:{action or 'read'}", check)

    return decorate


def actor() -> Actor:
    """The worn hat, as the domain knows it."""
    return me().actor


def _guard(view: View, access: str, check: Callable[[dict[str, Any]], None]) -> View:
    @wraps(view)
    def entered(**kwargs: Any) -> Any:
        if asking() is None:
            return _to_login()
        if me().must_change and request.endpoint not in ("passwords.change", "account.log_out"):
            return _to_password()
        if request.method == "POST" and request.endpoint != "account.change_hat":
            _same_hat()
        g.allowed = False
        check(kwargs)
        g.allowed = True
        return view(**kwargs)

    entered.access = access  # type: ignore[attr-defined]
    return entered  # type: ignore[return-value]


def _suggestion(suggestion_id: int, action: Action | None) -> Suggestion:
    found = cases.find_suggestion(actor(), suggestion_id)
    if found is None and request.method == "POST":
        if was_acted(me().person_id, request.form.get("once", "")):
            # Who declines to sign no longer sees the paper: a double click must not say "not found", and other words
            # in the same form are told so and given back.
            once_of(me().person_id, request.form.get("once", "")).earlier_receipt()
            raise AlreadyDone
        if action is not None and cases.is_there(suggestion_id):
            raise Refused(Why.NOT_VISIBLE, action)  # looks like a paper that is not there, and is on record
    return found or abort(404)


def _require_open(action: Action | None, case: Case, *, draws: bool = True) -> None:
    if action is None:
        return
    why = why_not(actor(), action, case, today=day_of(now()))
    if why is None or _goes_on(draws=draws):
        return
    if why not in NO_PART:
        _same_version(case)
    raise Refused(why, action)


def _goes_on(*, draws: bool) -> bool:
    """Whether a form goes on to the service though its act is no longer open: one that has acted already gets the same
    receipt there. Any other would be told what it lacks, on a page about something that may be gone."""
    once = request.form.get("once", "") if request.method == "POST" else ""
    return bool(once) and (not draws or was_acted(me().person_id, once))


def _same_version(case: Case) -> None:
    # Somebody did it meanwhile: the page with both texts says who and what, a bare refusal would not.
    opened = request.form.get("version", "")
    held = getattr(case, "version", None)
    if opened.isascii() and opened.isdecimal() and held is not None and int(opened) != held:
        raise Stale(case, int(opened))  # type: ignore[arg-type]


def _same_hat() -> None:
    opened, worn = request.form.get("hat"), me().hat
    if opened and opened != str(worn.id if worn else ""):
        raise OtherHat


def _to_login() -> Response:
    if request.method == "POST":
        kept = keep_for_later()
        if kept is None and visible(fields_of(request.form)):
            raise LoggedOut
        return redirect(url_for("account.log_in", next=url_for("keeping.resume", key=kept) if kept else None))
    return redirect(url_for("account.log_in", next=request.full_path.rstrip("?")))


def _to_password() -> Response:
    """First the password; what was sent meanwhile waits behind it."""
    kept = keep_for_later() if request.method == "POST" else None
    return redirect(url_for("passwords.change", next=url_for("keeping.resume", key=kept) if kept else None))


def _deny_by_default() -> Response | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and request.endpoint != "static" and not hasattr(view, "access"):
        raise RuntimeError(f"{request.endpoint} does not say who may enter")
    if request.method not in ("GET", "HEAD", "OPTIONS") and view is not None:
        if asking() is None and getattr(view, "access", "") != "public":
            return None  # the decorator keeps what was typed and asks for a log-in; nothing is done
        try:
            validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRFToken"))
        except ValidationError as error:
            raise CSRFError(str(error)) from None
    return None


def init_app(app: Flask) -> None:
    """Refuse whatever does not say who may enter, and every write without a token."""
    app.before_request(_deny_by_default)


__all__ = [
    "AlreadyDone",
    "OtherHat",
    "actor",
    "init_app",
    "me",
    "needs",
    "on_commitment",
    "on_round",
    "on_suggestion",
    "on_task",
    "public",
    "signed_in",
]
