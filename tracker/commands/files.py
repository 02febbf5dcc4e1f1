"""`tracker files …`: whether the attachments on disk are those that were handed in; asking the scanner anew."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.clock import now
from tracker.services import file_checks, files


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
