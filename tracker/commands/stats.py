"""`tracker stats`: the figures the screens show, for a terminal or a program."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import click
from flask.cli import with_appcontext

from tracker.clock import day_of, now
from tracker.domain.breakdowns import By
from tracker.domain.statistics import COUNTED, Counts, Rate, rate_of, unbalanced
from tracker.queries.figures import Scope, as_of, by_system, deputies, figures, part_names, whole
from tracker.queries.sessions_held import Held, sessions_held
from tracker.services.figures import keep_up, recount
from tracker.web.figure_lines import lines_of

BREAKDOWNS = [*(one.value for one in By), "system"]
_NAMED = (By.UNIT, By.DELEGATION, By.CATEGORY)


@click.command("stats")
@click.option(
    "--term", "term", help="A term by its number or name, such as 7 or 第七届; without it the latest session."
)
@click.option("--session", "session", help="One session of the term by its number, such as 6.")
@click.option("--all", "everything", is_flag=True, help="All terms together.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As of the end of a past day (Asia/Shanghai).")
@click.option("--by", type=click.Choice(BREAKDOWNS), default=By.WHOLE.value, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Codes instead of words, for programs.")
@click.option("--recount", "anew", is_flag=True, help="Count everything from the beginning first.")
@with_appcontext
def command(
    *,
    term: str | None,
    session: str | None,
    everything: bool,
    as_of: datetime | None,
    by: str,
    as_json: bool,
    anew: bool,
) -> None:
    """The same figures as the screens: counts, and rates with numerator and denominator. Counts what is new first."""
    if anew:
        recount(now=now())
    keep_up(now=now(), most=None)
    held = sessions_held()
    chosen = _chosen(held, term, session, everything=everything)
    on = day_that_has_come(as_of) or _through()
    scope = Scope() if everything or not held else Scope(tuple(one.id for one in chosen))
    counts = whole(scope, on=on)
    parts = None if by == By.WHOLE.value else _parts(scope, by, on)
    if as_json:
        click.echo(json.dumps(_data(chosen, on, scope, counts, parts), ensure_ascii=False, indent=2))
    else:
        names = _words(chosen, everything=everything)
        click.echo("\n".join(lines_of(names, on, counts, None if parts is None else _named(by, parts))))
    if wrong := unbalanced(counts):
        raise click.ClickException(
            f"{len(wrong)} sums do not add up; `tracker stats --recount` counts from the beginning."
        )


def day_that_has_come(asked: datetime | None) -> date | None:
    """The day that was asked for (Asia/Shanghai): of one that has not come nothing can be told."""
    if asked is not None and asked.date() > day_of(now()):
        raise click.ClickException(f"{asked.date()} has not come yet; a day up to {day_of(now())} can be asked for.")
    return asked.date() if asked is not None else None


def _through() -> date:
    found = as_of()
    assert found is not None, "everything has just been counted"
    return found.through


def _chosen(held: list[Held], term: str | None, session: str | None, *, everything: bool) -> list[Held]:
    if everything or (term is None and session is None):
        return held if everything else held[:1]
    found = [one for one in held if term is None or term in (one.term_name, str(one.term_ordinal))]
    if term is None and found:
        found = [one for one in found if one.term_id == found[0].term_id]
    if session is not None:
        found = [one for one in found if session in (one.name, str(one.ordinal))]
    if not found:
        raise click.ClickException("No such term or session; `tracker stats --all` counts all there are.")
    return found


def _words(chosen: list[Held], *, everything: bool) -> str:
    if everything:
        return "历届全部"
    return "、".join(f"{one.term_name}{one.name}" for one in chosen)


def _parts(scope: Scope, by: str, on: date) -> dict[str, Any]:
    found = figures(scope, By.UNIT if by == "system" else By(by), on=on)
    return dict(by_system(found)) if by == "system" else dict(found)


def _named(by: str, parts: dict[str, Any]) -> dict[str, Any]:
    names = part_names(By(by)) if by != "system" and By(by) in _NAMED else {}
    return {names.get(part, part or "—"): counts for part, counts in parts.items()}


def _data(chosen: list[Held], on: date, scope: Scope, counts: Counts, parts: dict[str, Any] | None) -> dict[str, Any]:
    people = deputies(scope, on=on)
    data: dict[str, Any] = {
        "as_of": on.isoformat(),
        "sessions": [one.id for one in chosen],
        "deputies": {"leading": people.leading, "taking_part": people.taking_part},
        **_one(counts),
    }
    if parts is not None:
        data["parts"] = {part: _one(found) for part, found in sorted(parts.items())}
    return data


def _one(counts: Counts) -> dict[str, Any]:
    rates = {rate.value: rate_of(rate, counts) for rate in Rate}
    return {
        "counts": {one.value: {"unit": COUNTED[one].value, "number": number} for one, number in sorted(counts.items())},
        "rates": {code: {"numerator": one.part, "denominator": one.whole} for code, one in rates.items()},
    }
