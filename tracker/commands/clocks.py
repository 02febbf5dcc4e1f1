"""`tracker clocks …`: what the running limits ask for today."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from tracker.clock import now
from tracker.services import tellings


@click.group("clocks")
def command() -> None:
    """Limits and the reminders of them."""


@command.command()
@with_appcontext
def remind() -> None:
    """File today's reminders and say how many of each kind; what is filed already is left as it is.

    The worker does the same once a day. It may be run at any time, by several at once, and again after a crash.
    """
    filed = tellings.remind(now=now())
    for rule, count in sorted(filed.items()):
        click.echo(f"{rule:12} {count:6}")
    click.echo(f"{sum(filed.values())} reminder(s) filed.")
