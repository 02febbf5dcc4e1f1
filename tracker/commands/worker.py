"""`tracker worker`: the process that lets time act and sends what is to be sent."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker import worker


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now and end.")
@with_appcontext
def command(*, once: bool) -> None:
    """Run the jobs that are due, until told to stop. `tracker serve` starts one by itself."""
    worker.run(current_app, once=once)
