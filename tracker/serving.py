"""`tracker serve`: makes the instance ready, then becomes the supervisor of web server and worker."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
from flask import Flask

from tracker import doctor, schema, supervisor
from tracker.db import db
from tracker.places import secret_key
from tracker.queries.accounts import has_demo_accounts
from tracker.services import demo as demo_congress
from tracker.settings import SETTINGS

LOOPBACK = "127.0.0.1"
DEFAULT_BASE_URL = next(setting.default for setting in SETTINGS if setting.name == "BASE_URL")
EVERYWHERE = "0.0.0.0"  # noqa: S104  only after the question of `--lan`


@dataclass(frozen=True)
class Offer:
    """How to serve: where to listen and with how many web processes and threads in each."""

    host: str
    port: int
    workers: int = 2
    threads: int = 4

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://{own_names()[0] if self.host == EVERYWHERE else self.host}:{self.port}"


def serve(app: Flask, offer: Offer, *, demo: bool) -> None:
    """Migrate, load the demo congress into a new database when `demo`, then serve until stopped; does not return."""
    refuse_taken_port(offer)
    with app.app_context():
        prepare(Path(app.instance_path), demo=demo and not app.config["PRODUCTION"])
        refuse_demo(app)
        show_log_ins()
        wrong = doctor.wrong(db.engine, Path(app.instance_path))
        db.engine.dispose()
    if wrong:
        raise click.ClickException("Not safe to serve; `tracker doctor` says more: " + "; ".join(f.what for f in wrong))
    os.environ.update(where_we_are(app, offer))
    supervise(offer)


def refuse_taken_port(offer: Offer) -> None:
    """Say in one line that somebody else listens there."""
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((offer.host, offer.port))
        except OSError as problem:
            why = f"Port {offer.port} cannot be used ({problem.strerror}). Another one: --port {offer.port + 1}"
            raise click.ClickException(why) from None


def refuse_demo(app: Flask) -> None:
    """Say in one line that this database holds demo accounts, whose passwords everybody knows (rule R33)."""
    if app.config["PRODUCTION"] and has_demo_accounts():
        raise click.ClickException(
            "This database holds demo accounts, whose passwords are public: no production on it. "
            "Name an empty one in DATABASE_URL, or use another TRACKER_INSTANCE."
        )


def prepare(instance: Path, *, demo: bool) -> None:
    """Bring schema and, on the first run, the demo congress. A first run that was interrupted is taken up again."""
    secret_key(instance)
    wanted = instance / "demo-wanted"
    there = schema.found(db.engine)
    if there is None and demo:
        wanted.touch()
    if there != schema.expected():
        schema.refuse_newer(db.engine)
        click.echo(f"Bringing the tables from {there or 'nothing'} to {schema.expected()} …")
        run_apart("db", "upgrade")
    if wanted.exists():
        if demo and not demo_congress.log_ins():
            click.echo("Loading the demo congress (an invented city) …")
            run_apart("demo", "load")
        wanted.unlink()


def show_log_ins() -> None:
    """Print who can log in to the demo congress, in the order in which a suggestion meets them."""
    for one in demo_congress.log_ins():
        click.echo(f"  {one.login:<7} {one.password}  {one.person}（{one.words}）")


def run_apart(*arguments: str) -> None:
    """Run one of our commands in a process of its own: what it imports and remembers goes with it."""
    db.session.rollback()  # or we would go on seeing the database as it was before
    if subprocess.run([sys.executable, "-m", "tracker", *arguments]).returncode:
        raise click.ClickException(f"`tracker {' '.join(arguments)}` did not succeed; the lines above say why.")


def where_we_are(app: Flask, offer: Offer) -> dict[str, str]:
    """What follows from where we listen: the host names to answer to and, unless set, the address in links."""
    hosts = list(app.config["TRUSTED_HOSTS"]) + (own_names() if offer.host == EVERYWHERE else [offer.host])
    found = {"TRACKER_TRUSTED_HOSTS": ",".join(dict.fromkeys(hosts))}
    if app.config["BASE_URL"] == DEFAULT_BASE_URL:
        found["TRACKER_BASE_URL"] = offer.address
    return found


def own_names() -> list[str]:
    """The address of this machine in its network, and its name."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: only asks which of our addresses would be used
        except OSError:
            return [LOOPBACK, socket.gethostname()]
        return [str(probe.getsockname()[0]), socket.gethostname()]


def supervise(offer: Offer) -> None:
    """Become the supervisor, which is small; where a process cannot become another, call it."""
    ready = f"\n  打开 Open  {offer.address}\n  停止 Stop  Ctrl+C\n"
    numbers = {"--port": offer.port, "--workers": offer.workers, "--threads": offer.threads}
    arguments = ["--host", offer.host, "--ready", ready, *(str(part) for pair in numbers.items() for part in pair)]
    sys.stdout.flush()
    if os.name == "nt":
        sys.exit(supervisor.main(arguments))
    # -P: the file's own folder must not become a place to import from.
    os.execv(sys.executable, [sys.executable, "-P", supervisor.__file__, *arguments])
