"""The filter bar of every list of people: read from the address, said in words, removable one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for

from tracker.domain.roles import Role
from tracker.queries.persons import Sought
from tracker.queries.places import delegations, units_in_use
from tracker.web.labels import ROLES
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _

WORDS_AT_MOST = 60


@dataclass(frozen=True)
class Bar:
    """What the macro `people_filter` draws."""

    action: str
    kept: dict[str, str]
    tags: list[tuple[str, str]]
    clear_href: str
    roles: list[tuple[str, str]]
    delegations: list[tuple[int, str]]
    units: list[tuple[int, str]]
    sought: Sought


def asked(roles: Iterable[Role] = tuple(Role), args: Mapping[str, str] | None = None) -> Sought:
    """What the address asks for, or these words of one; what it cannot mean is left out."""
    args = request.args if args is None else args
    role = args.get("role", "")
    return Sought(
        words=args.get("q", "").strip()[:WORDS_AT_MOST].replace("\0", ""),
        role=next((one for one in roles if one.value == role), None),
        delegation_id=picked_id(args.get("delegation")),
        unit_id=picked_id(args.get("unit")),
    )


def bar(sought: Sought, *, day: date, kept: Iterable[str] = (), roles: Iterable[Role] = tuple(Role)) -> Bar:
    """The bar for this list; `kept` names other arguments of the address that stay, such as the tab."""
    staying: dict[str, Any] = {name: request.args[name] for name in kept if request.args.get(name)}
    places, units = list(delegations(day)), list(units_in_use())
    said = told(sought, places, units)
    endpoint = request.endpoint or ""
    held: dict[str, Any] = {name: request.args[name] for name in said if said[name]} | staying
    return Bar(
        action=url_for(endpoint),
        kept=staying,
        tags=[(said[name], url_for(endpoint, **_without(held, name))) for name in said if said[name]],
        clear_href=url_for(endpoint, **staying),
        roles=[(role.value, str(ROLES[role])) for role in roles],
        delegations=places,
        units=units,
        sought=sought,
    )


def told(sought: Sought, places: Iterable[tuple[int, str]], units: Iterable[tuple[int, str]]) -> dict[str, str]:
    """The filter in words, by the name it has in the address."""
    return {
        "q": _("“%(words)s”", words=sought.words) if sought.words else "",
        "role": str(ROLES[sought.role]) if sought.role else "",
        "delegation": dict(places).get(sought.delegation_id or 0, ""),
        "unit": dict(units).get(sought.unit_id or 0, ""),
    }


def _without(held: dict[str, Any], name: str) -> dict[str, Any]:
    return {one: value for one, value in held.items() if one != name}
