"""`tracker alike NUMBER`: the papers that look most like one, with what became of each, as somebody may see it."""

from __future__ import annotations

import json
from typing import Any

import click
from flask.cli import with_appcontext

from tracker.clock import day_of, now
from tracker.domain.alike_differences import Difference, Facts, differences
from tracker.domain.alike_sentences import most_alike_sentences
from tracker.domain.numbering import bare
from tracker.queries.alike_replies import Became, became_of
from tracker.queries.alike_texts import PaperText, rarity_now, text_of, texts_of
from tracker.queries.cases import find_suggestion
from tracker.queries.documents import KEEPER
from tracker.queries.persons import actor_called
from tracker.queries.raised import sessions_of, times_raised
from tracker.queries.similar import Similar, numbered, similar_to

SENTENCES = 3


@click.command("alike")
@click.argument("number")
@click.option("--as", "login", metavar="LOGIN", help="As the holder of this account sees it; else as the desk does.")
@click.option("--most", default=6, show_default=True, type=click.IntRange(1, 40), help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_appcontext
def command(number: str, *, login: str | None, most: int, as_json: bool) -> None:
    """Print the papers on record that look most like suggestion NUMBER. It proposes; nothing is linked or merged."""
    # Who works on the server reads what the desk reads, unless he says as whom.
    who = KEEPER if login is None else actor_called(login, day=day_of(now()))
    if who is None:
        raise click.ClickException(f"there is no account {login} with a post today")
    found_id = numbered(who, [bare(number)]).get(bare(number))
    suggestion = find_suggestion(who, found_id) if found_id is not None else None
    if suggestion is None:
        raise click.ClickException(f"no suggestion has the number {number}")
    mine, found = text_of(suggestion), similar_to(who, suggestion, most=most)
    ids = [one.id for one in found]
    became, texts, ours = became_of(ids), texts_of(ids), Facts(mine.title, mine.requests, suggestion.submitted_on)
    rows = [_row(one, became[one.id], mine, ours, texts.get(one.id, PaperText(one.title))) for one in found]
    sessions = sessions_of(times_raised(who, suggestion))
    if as_json:
        held = {"number": suggestion.number, "title": suggestion.title, "sessions": sessions, "alike": rows}
        click.echo(json.dumps(held, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(_line(row))
    click.echo(f"{len(rows)} suggestions look like {suggestion.number}; the matter was raised in {sessions} sessions.")


def _row(one: Similar, became: Became, mine: PaperText, ours: Facts, theirs: PaperText) -> dict[str, Any]:
    told = differences(ours, Facts(theirs.title, theirs.requests, one.submitted_on))
    return {
        "number": one.number,
        "title": one.title,
        "session": one.session,
        "state": one.state.value,
        "likeness": round(one.alike, 3),
        "is_very_alike": one.is_very_alike,
        "units": list(one.units),
        "replies": [
            {
                "unit": each.unit,
                "letter": each.letter,
                "delivered_on": each.delivered_on.isoformat() if each.delivered_on else None,
                "words": each.words,
            }
            for each in became.replies
        ],
        "promises": [
            {"promise": each.promise, "due_on": each.due_on.isoformat(), "state": each.state.value}
            for each in became.promises
        ],
        "sentences": most_alike_sentences(mine.text, theirs.text, rarity_now(), SENTENCES),
        "differences": [_difference(each) for each in told],
    }


def _difference(one: Difference) -> dict[str, Any]:
    told = {"mine": list(one.mine), "theirs": list(one.theirs), "number": one.number, "of": one.of}
    return {"kind": one.kind.value} | {name: value for name, value in told.items() if value}


def _line(row: dict[str, Any]) -> str:
    letters = ",".join(each["letter"] or "?" for each in row["replies"]) or "-"
    promised = ",".join(each["state"] for each in row["promises"]) or "-"
    return f"{row['likeness']:.2f}  {row['number'] or '-':<12} {letters:<4} {promised:<12} {row['title']}"
