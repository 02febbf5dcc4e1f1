"""`tracker route NUMBER`: which units should handle a suggestion, why, and what speaks against it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.clock import day_of, now
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability, Role, can
from tracker.domain.routing import PROPOSED_AT_MOST, Candidate, Helper
from tracker.models.organs import Unit
from tracker.queries.accounts import account_named
from tracker.queries.assignments import Line, lines_of
from tracker.queries.documents import KEEPER
from tracker.queries.documents_lists import numbered
from tracker.queries.notices import hats_held
from tracker.queries.writing import proposable_units
from tracker.services import routing
from tracker.web.routing_words import helping, reasons, risk


@click.command("route")
@click.argument("number", required=False)
@click.option("--as", "login", metavar="LOGIN", help="As this person may see it; without it as the desk.")
@click.option("--json", "as_json", is_flag=True, help="Codes and counts instead of words, for programs.")
@click.option("--rebuild", is_flag=True, help="First learn anew from every past assignment on record.")
@with_appcontext
def command(number: str | None, *, login: str | None, as_json: bool, rebuild: bool) -> None:
    """Say which units should handle suggestion NUMBER: the top three with their reasons. Nothing is assigned."""
    if rebuild:
        routing.rebuild(now=now())
        pieces = routing.catch_up(now=now(), most=None)
        click.echo(f"Learned anew from the record in {pieces} pieces.", err=True)
    if number is None:
        if rebuild:
            return
        raise click.UsageError("Name a suggestion by its number.")
    actor, today = _actor(login), day_of(now())
    units = [unit for unit in proposable_units(today=today) if _offers(actor, unit)]
    found_id = numbered(number)
    line = lines_of(actor, [found_id], units, today=today).get(found_id) if found_id is not None else None
    if line is None:
        raise click.ClickException(f"no suggestion has the number {number}")
    if as_json:
        click.echo(json.dumps(_data(line, units), ensure_ascii=False, indent=2))
        return
    with current_app.test_request_context(base_url=current_app.config["BASE_URL"]):
        click.echo("\n".join(_words(line, units)))


def _actor(login: str | None) -> Actor:
    if login is None:
        return KEEPER
    account = account_named(login)
    hats = hats_held(account.person_id, day_of(now())) if account is not None else []
    # Whoever may neither assign nor send on is shown no proposals on screen either.
    fit = [
        hat for hat in hats if hat.role and (can(hat.role, Capability.ASSIGN) or can(hat.role, Capability.DISTRIBUTE))
    ]
    if not fit:
        raise click.ClickException(f"{login} neither assigns nor sends on suggestions")
    return fit[0]


def _offers(actor: Actor, unit: Unit) -> bool:
    return actor.role is not Role.COORDINATOR or unit.system is actor.system


def _words(line: Line, units: Sequence[Unit]) -> list[str]:
    names = {unit.id: unit for unit in units}
    found = [f"{line.row.number} {line.row.title}"]
    for at, one in enumerate(line.ranked[:PROPOSED_AT_MOST], start=1):
        found.append(f"{at}. {names[one.unit_id].short_name}")
        found += [f"   {words}" for words in reasons(one)]
        against = risk(one.habit, line.bounces.get(one.unit_id))
        if against is not None:
            found.append(f"   退件风险：{against.words}" + (f"（{against.title}）" if against.title else ""))
    if not line.ranked:
        found.append("没有线索")
    found += [f"会办：{name}（{why}）" for name, why in helping(line, names)]
    return found


def _data(line: Line, units: Sequence[Unit]) -> dict[str, Any]:
    names = {unit.id: unit.short_name for unit in units}
    return {
        "number": line.row.number,
        "title": line.row.title,
        "doubt": line.doubt.value,
        "units": [_candidate(one, line, names[one.unit_id]) for one in line.ranked[:PROPOSED_AT_MOST]],
        "helpers": [_helper(one, names[one.unit_id]) for one in line.helpers if one.unit_id in names],
    }


def _candidate(one: Candidate, line: Line, name: str) -> dict[str, Any]:
    bounce = line.bounces.get(one.unit_id)
    return {
        "unit": one.unit_id,
        "name": name,
        "weight": one.weight,
        "wished_by_deputy": one.is_proposed,
        "duty_words": [{"word": word.word, "clause": word.clause} for word in one.words],
        "past": {"score": one.score, "words": [told._asdict() for told in one.told]},
        "category": {"papers": one.alike, "led": one.led},
        "risk": {
            "had": one.habit.had,
            "objected": one.habit.objected,
            "upheld": one.habit.upheld,
            "is_high": one.habit.is_risky,
            "precedent": bounce.objection_id if bounce else None,
        },
    }


def _helper(one: Helper, name: str) -> dict[str, Any]:
    words = [word.word for word in one.words]
    return {
        "unit": one.unit_id,
        "name": name,
        "requests": list(one.requests),
        "duty_words": words,
        "helped": one.helped,
    }
