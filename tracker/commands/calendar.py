"""`tracker calendar …`: the years the calendar holds, filled ahead of every clock."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from tracker.clock import day_of, now
from tracker.models.calendar import YearStatus
from tracker.queries.calendars import year_lines
from tracker.services import calendars


@click.group("calendar")
def command() -> None:
    """Days off and make-up workdays."""


@command.command()
@with_appcontext
def sync() -> None:
    """Add the years that are missing, up to two years ahead; name the notices that have come out since.

    A year that is already there is never overwritten: its notice is entered on screen and approved by a second person.
    """
    calendars.fill(now=now())
    outcome = calendars.sync(day_of(now()).year + 2, now=now())
    click.echo(f"{outcome.added} year(s) added.")
    for year, notice in outcome.published:
        click.echo(f"\nThe notice for {year} is known now. Enter it under 放假安排 and let a colleague approve it:")
        click.echo(notice)


@command.command()
@with_appcontext
def show() -> None:
    """List the years with their standing."""
    for line in year_lines():
        sure = "official   " if line.year.status is YearStatus.OFFICIAL else "provisional"
        click.echo(f"{line.year.year}  {sure}  off {line.off:3}  worked {line.worked:2}  {line.year.document_no}")
