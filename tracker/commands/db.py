"""`tracker db …`: the schema of the database, through Flask-Migrate."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext
from flask_migrate.cli import db as flask_migrate_commands

from tracker import migrate


@click.group("db")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Bring the database to the schema of this version, or write a new migration."""
    migrate.attach(ctx.ensure_object(ScriptInfo).load_app())


@command.command()
@with_appcontext
def upgrade() -> None:
    """Run the migrations the database has not had yet."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    migrate.upgrade(app)


for name in ("check", "current", "downgrade", "heads", "history", "migrate", "revision"):
    command.add_command(flask_migrate_commands.commands[name])
