"""`tracker notices …`: what the operator does about notices at the server."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from tracker.clock import now
from tracker.services import restored


@click.group("notices")
def command() -> None:
    """Notices that go out."""


@command.command("after-restore")
@with_appcontext
def after_restore() -> None:
    """After a backup was restored, before the worker starts: nothing that waits in it is sent a second time.

    What the backup holds as waiting may have gone out since it was made. It is dropped, with the reason on record;
    today's reminders and bulletin are filed as done. All of it stands in the application.
    """
    click.echo(f"{restored.settle(now=now())} sending(s) will not go out again.")
