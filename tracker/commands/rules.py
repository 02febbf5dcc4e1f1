"""`tracker rules …`: the law in force, as a page that could be signed or as data."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from tracker.clock import day_of, now
from tracker.domain.rulebook import RulebookError
from tracker.domain.rulebook_text import parse
from tracker.queries.law import rulebook_for
from tracker.queries.rules import rules_in_force
from tracker.rulebooks import shipped_text
from tracker.web.rule_print import as_lines


@click.group("rules")
def command() -> None:
    """The life cycle, limits, grounds, letters and switches in force."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Codes instead of words, for programs.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The rulebook of this day instead of today's.")
@with_appcontext
def show(as_json: bool, on: datetime | None) -> None:
    """Print the rulebook in force."""
    book = rulebook_for(on.date() if on else day_of(now()))
    if as_json:
        click.echo(json.dumps(rules_in_force(book), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(as_lines(book, now=now())))


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Read a rulebook FILE as the program would; put it into instance/rulebooks/ when this says nothing is wrong."""
    try:
        book = parse(file.read_text(encoding="utf-8"), source=file.stem, shipped=shipped_text())
    except (RulebookError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from None
    unsure = sum(rule.provisional for rule in book.rules.values())
    click.echo(f"{book.name}: in force from {book.valid_from}, {len(book.rules)} limits, {unsure} of them provisional.")
