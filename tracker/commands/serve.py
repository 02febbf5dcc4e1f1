"""`tracker serve`: the one command that runs everything."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker import serving


@click.command("serve")
@click.option("--host", default=serving.LOOPBACK, show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@click.option("--threads", default=4, show_default=True, help="Threads in each web process.")
@click.option("--no-demo", is_flag=True, help="Leave a new database empty.")
@click.option("--lan", is_flag=True, help="Let other computers of the network in; asks first.")
@with_appcontext
def command(*, host: str, port: int, workers: int, threads: int, no_demo: bool, lan: bool) -> None:
    """Migrate, then run web server and worker together until stopped."""
    if lan:
        click.confirm("Every computer of this network will reach it, unencrypted. Go on", abort=True)
        host = serving.EVERYWHERE
    serving.serve(current_app, serving.Offer(host, port, workers, threads), demo=not no_demo)
