"""`tracker audit …`: whether the record is whole, and the hash to write down outside."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.queries import chain, line_seals, rating_seals
from tracker.queries.chain import Fault, Verdict

WORDS = {
    Fault.MISSING: "event {seq} is missing: something was deleted there",
    Fault.CHANGED: "event {seq} does not follow from the one before: it was changed, inserted or moved",
    Fault.NO_KEY: "event {seq} is sealed with a key, and RECORD_KEY is not set here",
    Fault.KEYLESS: "event {seq} lacks the seal of the key, which the one before has: it was written without",
    Fault.HEAD_UNKNOWN: "the noted head is not in the chain: its tail was cut off, or everything was written anew",
}


@click.group("audit")
def command() -> None:
    """The record of acts: a chain in which each event seals the one before."""


@command.command()
@click.option("--head", "noted", default="", help="A head hash noted earlier; only with it a cut tail is found.")
@with_appcontext
def verify(noted: str) -> None:
    """Walk the chain, compare ratings and approved lines with it; ends with 1 and says where it does not hold."""
    verdict = chain.verify(noted_head=noted.strip().lower(), key=current_app.config["RECORD_KEY"].encode())
    sealed = f", {verdict.keyed} of them sealed with the key" if verdict.keyed else ""
    click.echo(f"{verdict.count} events hold{sealed}, head {verdict.head}")
    if verdict.fault is not None:
        click.echo(f"BROKEN: {_words(verdict)}", err=True)
        sys.exit(1)
    if changed := list(rating_seals.changed()):
        numbers = ", ".join(map(str, changed[:20]))
        click.echo(f"BROKEN: {len(changed)} ratings are not what was given, of the events {numbers}", err=True)
        sys.exit(1)
    if lines := line_seals.changed():
        numbers = ", ".join(map(str, lines[:20]))
        click.echo(f"BROKEN: {len(lines)} approved lines are not what was approved, numbers {numbers}", err=True)
        sys.exit(1)


@command.command()
@with_appcontext
def head() -> None:
    """Print number and hash of the newest event: write it down every day, outside this machine."""
    number, digest = chain.head()
    click.echo(f"{number} {digest}")


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@with_appcontext
def export(file: Path) -> None:
    """Write the whole record into FILE, an event a line: `verify_record.py` checks it without this program."""
    if file.exists():
        raise click.ClickException(f"{file} is there already; it was left as it is")
    with file.open("x", encoding="utf-8", newline="\n") as out:
        count = sum(1 for line in chain.lines() if out.write(line + "\n"))
    click.echo(f"{count} events written to {file}")


def _words(verdict: Verdict) -> str:
    assert verdict.fault is not None
    return WORDS[verdict.fault].format(seq=verdict.seq)
