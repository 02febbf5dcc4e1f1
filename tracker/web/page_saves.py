"""Saving a page again and again with one token: each save once however often it is sent, none over another's."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace

from tracker.services._once import FormOnce, FormReused
from tracker.web.access import me
from tracker.web.forms import Form, once_of


def save_page(write: Callable[..., int], form: Form, version: int, *, page: str) -> int:
    """The new version. `write` takes `version` and, unless the page has lost its answers, `once`.

    A page whose answer was lost on the way goes on from what it saved itself. `page` names the kind of form, so that
    the automatic save and the button count as one.
    """
    known = None
    while version != known:
        known = version
        try:
            return write(version=version, once=page_once(form, version, page=page))
        except FormReused as reused:
            version = reused.receipt
    return write(version=version)


def page_once(form: Form, version: int, *, page: str) -> FormOnce:
    """One page saves many times: its token and the version it starts from name each of them."""
    key = f"{(form.once.data or secrets.token_urlsafe(18))[:40]}-{version}"
    return replace(once_of(me().person_id, key), form=page)
