"""`tracker demo …`: an invented city to look around in, and the log-ins for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from tracker.clock import now
from tracker.services import demo

WHY = {
    demo.NoDemo.PRODUCTION: "PRODUCTION is on: a production deployment takes no demo data.",
    demo.NoDemo.NOT_EMPTY: "This database has a congress already; the demo congress needs an empty one.",
}
LARGE = 2000


@click.group("demo")
def command() -> None:
    """The demo congress."""


@command.command()
@click.option("--suggestions", default=demo.SUGGESTIONS, show_default=True, type=click.IntRange(1, 1_000_000))
@click.option("--seed", default=demo.SEED, show_default=True, help="Another number, another city's worth of texts.")
@with_appcontext
def load(suggestions: int, seed: int) -> None:
    """Load it into an empty database."""
    try:
        with _progress(suggestions) as step:
            count = demo.load(suggestions=suggestions, seed=seed, now=now(), progress=step)
    except demo.DemoRefused as refused:
        raise click.ClickException(WHY[refused.why]) from None
    click.echo(f"{count} suggestions in every state; `tracker demo accounts` lists the log-ins.")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_appcontext
def accounts(as_json: bool) -> None:
    """List one log-in for each role."""
    found = demo.log_ins()
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(f"{one.login:<7} {one.password}  {one.person}（{one.words}）：{one.try_first}")


@contextmanager
def _progress(count: int) -> Iterator[demo.Progress | None]:
    if count < LARGE:
        yield None
        return
    with click.progressbar(length=count, label="Demo congress") as bar:
        yield lambda: bar.update(1)
