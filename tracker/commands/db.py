"""`tracker db …`: the schema of the database; all of Flask-Migrate's commands, with an `upgrade` of our own manners."""

from __future__ import annotations

import click
from flask import current_app, g
from flask.cli import with_appcontext
from flask_migrate.cli import db as flask_migrate_commands

from tracker import migrate
from tracker.clock import now
from tracker.services import calendars

KEPT = ("check", "current", "downgrade", "heads", "history", "migrate", "revision")


@click.group("db")
@with_appcontext
def command() -> None:
    """Bring the database to the schema of this version, or write a new migration."""
    migrate.attach(current_app)
    g.directory, g.x_arg = None, ()  # set by Flask-Migrate's own group and read by its commands


@command.command()
@with_appcontext
def upgrade() -> None:
    """Run the migrations the database has not had yet; an empty calendar is filled with the years we ship."""
    migrate.upgrade(current_app)
    calendars.fill(now=now())


@command.result_callback()
@click.pass_context
def note_head(ctx: click.Context, _result: object) -> None:
    """After a new migration, say in migrations/HEAD which it is."""
    if ctx.invoked_subcommand in ("migrate", "revision"):
        migrate.note_head(current_app)


for kept in KEPT:
    command.add_command(flask_migrate_commands.commands[kept])
