"""`tracker search WORDS`: what is found, as somebody may see it; `tracker search reindex` makes the index anew."""

from __future__ import annotations

import json
from typing import Any

import click
from flask.cli import with_appcontext

from tracker.clock import day_of, now
from tracker.domain.finding import query_of
from tracker.domain.limits import PAGE
from tracker.queries import search as queries
from tracker.queries.documents import KEEPER
from tracker.queries.persons import actor_called
from tracker.queries.register_filters import Filters
from tracker.queries.search_beside import search_beside
from tracker.queries.search_passages import entries
from tracker.queries.search_state import how_many, standing
from tracker.services import search as services


class _WordsOrReindex(click.Group):
    """Whatever is no command is words to look for."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return "words", self.commands["words"], args


@click.group("search", cls=_WordsOrReindex)
def command() -> None:
    """Find suggestions by words in their texts, replies, promises and attachments."""


@command.command("words", hidden=True)
@click.argument("words", nargs=-1, required=True)
@click.option("--as", "login", metavar="LOGIN", help="As the holder of this account sees it; else as the desk does.")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_appcontext
def find(words: tuple[str, ...], *, login: str | None, page: int, as_json: bool) -> None:
    """Print what is found, those with the words in the title first, the newest ahead."""
    # Who works on the server reads what the desk reads, unless he says as whom.
    who = KEEPER if login is None else actor_called(login, day=day_of(now()))
    if who is None:
        raise click.ClickException(f"there is no account {login} with a post today")
    query = query_of(" ".join(words))
    if not query:
        click.echo("There is no letter, digit or Chinese character to look for.", err=True)
    found = queries.search(who, queries.Wanted(query, filters=Filters(page=page)), today=day_of(now()))
    rows = [
        {"number": entry.row.number, "title": entry.row.title, "state": entry.row.state.value, "id": entry.row.id}
        for entry in entries(who, found.ids)
    ]
    beside = {kind.value: one.total for kind, one in search_beside(who, query, shown=None).items()}
    if as_json:
        held = {"query": query.words, "page": found.page, "total": found.total, "found": rows, "beside": beside}
        click.echo(json.dumps(held, ensure_ascii=False, indent=2))
        return
    many = "very many" if found.total is None else str(found.total)
    for row in rows:
        click.echo(f"{row['number'] or '-':<12} {row['state']:<14} {row['title']}")
    click.echo(f"{many} suggestions for “{query.words}”, page {found.page} of {PAGE} each; {_beside_words(beside)}.")
    if not (state := standing()).is_whole:
        click.echo(f"The index is being made: {state.there} of {state.of} are in it.", err=True)


@command.command()
@with_appcontext
def reindex() -> None:
    """Make the index anew; whoever searches meanwhile finds what is in it already."""
    with click.progressbar(length=how_many(), label="indexing") as bar:
        count = services.reindex(now=now(), progress=bar.update)
    click.echo(f"{count} suggestions are in the index.")


def _beside_words(beside: dict[str, int | None]) -> str:
    return ", ".join(f"{'many' if n is None else n} {kind}s" for kind, n in beside.items())
