"""`tracker organs …`: naming our congress on a new installation."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from tracker import clock
from tracker.services import terms
from tracker.services._load import Invalid


@click.group("organs")
def command() -> None:
    """Our congress."""


@command.command()
@click.argument("name")
@click.argument("short_name")
@with_appcontext
def found(name: str, short_name: str) -> None:
    """Name our congress, for instance 临江市人民代表大会 临江市人大; done once."""
    try:
        terms.found(name, short_name, now=clock.now())
    except Invalid:
        raise click.ClickException("本级人大已经登记过。") from None
    click.echo(f"已登记：{name}")
