"""`tracker files …`: whether the attachments on disk are those handed in; asking the scanner, reading their texts."""

from __future__ import annotations

import sys
from collections import Counter

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.clock import now
from tracker.services import file_checks, file_texts, files


@click.group("files")
def command() -> None:
    """The attachments: one file on disk for each digest, written once."""


@command.command()
@with_appcontext
def check() -> None:
    """Read every file and compare; ends with 1 when one is missing or changed, and names it."""
    found = file_checks.check()
    click.echo(f"{found.count} files listed in {files.store().folder}")
    for words, digests in (("MISSING", found.missing), ("CHANGED", found.changed), ("not listed", found.orphaned)):
        for digest in digests:
            click.echo(f"{words}: {digest}", err=words.isupper())
    for scan, number in sorted(found.unsafe.items()):
        click.echo(f"{number} not handed out: {scan}")
    click.echo(f"{found.loose} uploaded and not handed in; swept after 24 hours")
    sys.exit(0 if found.is_whole else 1)


@command.command()
@with_appcontext
def scan() -> None:
    """File a scan for every file the scanner has not yet called clean, also those taken when none was set."""
    if not current_app.config["SCANNER"]:
        raise click.ClickException("SCANNER is empty: set it first, see docs/settings.md")
    click.echo(f"{files.scan_again(now=now())} files will be scanned by the worker")


@command.command()
@click.option("--again", is_flag=True, help="Also those that could not be read before.")
@with_appcontext
def texts(again: bool) -> None:
    """Read the text of every attachment that has none yet, so that it is found by its words; the worker does the same
    once a day. Says how many became what; a file that cannot be read is no error of this command."""
    count, reading = file_texts.read_all(again=again, clock=now)
    with click.progressbar(reading, length=count, label="reading") as bar:
        became = Counter(state.value if state else "read by another or gone" for state in bar)
    for state, number in sorted(became.items()):
        click.echo(f"{number} {state}")
    if not count:
        click.echo("no attachment waits to be read")
