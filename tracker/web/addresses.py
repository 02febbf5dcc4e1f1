"""Addresses: what counts as a number in them; those asked for again and again, for which the router is asked once."""

from __future__ import annotations

from functools import cache

from flask import Flask, current_app, request, url_for
from werkzeug.routing import IntegerConverter

# Numbers that no address contains by itself stand for the ids until they are known.
_MARKS = {
    "suggestion_id": 910000001,
    "task_id": 910000002,
    "round_id": 910000003,
    "clock_id": 910000004,
    "commitment_id": 910000005,
}


class Id(IntegerConverter):
    """`<int:…>`: few enough of our own digits to be an id. The router's own would take １ and ٣ for digits too, and
    numbers no database can hold."""

    regex = "[0-9]{1,9}"


def exists(endpoint: str) -> bool:
    """Whether the application has this page."""
    return endpoint in current_app.view_functions


def address(endpoint: str, **ids: int) -> str:
    """The address of a page of one case, the same as `url_for` would give."""
    found = _pattern(endpoint, tuple(ids), request.script_root)
    for name, value in ids.items():
        found = found.replace(str(_MARKS[name]), str(value))
    return found


def fixed(endpoint: str, **values: str) -> str:
    """The address of a page that is the same for everybody, the same as `url_for` would give."""
    return _fixed(endpoint, tuple(values.items()), request.script_root)


@cache
def _fixed(endpoint: str, values: tuple[tuple[str, str], ...], _root: str) -> str:
    return url_for(endpoint, **dict(values))  # type: ignore[arg-type]


@cache
def _pattern(endpoint: str, names: tuple[str, ...], _root: str) -> str:
    return url_for(endpoint, **{name: _MARKS[name] for name in names})  # type: ignore[arg-type]


def init_app(app: Flask) -> None:
    """Let addresses hold ids only; before the pages are registered."""
    app.url_map.converters["int"] = Id
