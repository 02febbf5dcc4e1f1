"""`tracker calendar …`: the years the calendar holds, filled ahead of every clock."""

from __future__ import annotations

import click
from flask import current_app
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
    A year that would change running due dates is not added but filed as a proposal, to be decided on screen.
    """
    calendars.fill(now=now())
    outcome = calendars.sync(day_of(now()).year + 2, now=now())
    click.echo(f"{outcome.added} year(s) added.")
    for year, change_id, moved in outcome.filed:
        click.echo(f"\nAdding {year} would change limits that run; {moved} of them would end on another day.")
        click.echo("It is filed as a proposal, not added.")
        click.echo("Somebody who keeps the calendar sees which ones, and decides, on this page:")
        click.echo(f"{current_app.config['BASE_URL'].rstrip('/')}/calendars/changes/{change_id}")
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
