"""`tracker clocks …`: reminders, what a proposed change of the law would move, and whether what runs agrees with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click
from flask.cli import with_appcontext

from tracker.clock import now
from tracker.domain.recount import Move
from tracker.domain.rulebook_text import parse
from tracker.queries.calendars import change_of, changes
from tracker.queries.editions import edition_of, editions
from tracker.queries.recounts import calendar_moves, calendar_with, recounted, rulebook_moves, titles_of
from tracker.services import tellings


@click.group("clocks")
def command() -> None:
    """The limits that run."""


@command.command()
@click.option("--calendar", "change_id", type=int, metavar="N", help="A proposed notice, by the number in its address.")
@click.option("--rulebook", "edition_id", type=int, metavar="N", help="A proposed change of the rulebook, likewise.")
@with_appcontext
def preview(change_id: int | None, edition_id: int | None) -> None:
    """Show which due dates a proposed change would move; nothing is written. Without options: every one that waits.

    It is approved on screen, by another person than its proposer.
    """
    if change_id is None and edition_id is None:
        _preview_all()
    if change_id is not None:
        _preview_notice(change_id)
    if edition_id is not None:
        _preview_edition(edition_id)


def _preview_all() -> None:
    notices, books = changes(still_open=True), editions(still_open=True)
    if not notices and not books:
        click.echo("Nothing waits for approval.")
    for notice in notices:
        _preview_notice(notice.id)
    for book in books:
        _preview_edition(book.id)


def _preview_notice(change_id: int) -> None:
    change = change_of(change_id)
    if change is None or change.decided_at is not None:
        raise click.ClickException(f"no proposed notice {change_id} waits for approval")
    click.echo(f"Notice {change.id} for {change.year}, {change.status}: {change.document_no}")
    _print(calendar_moves(change, calendar_with(change)))


def _preview_edition(edition_id: int) -> None:
    edition = edition_of(edition_id)
    if edition is None or edition.decided_at is not None:
        raise click.ClickException(f"no proposed change {edition_id} of the rulebook waits for approval")
    click.echo(f"Rulebook {edition.id}, {edition.edition}: {edition.reason}")
    _print(rulebook_moves(edition, parse(edition.source, source=edition.edition)))


def _print(moves: Sequence[Move]) -> None:
    moving = [move for move in moves if move.moves_day]
    for kind, count in sorted(Counter(move.running.kind for move in moving).items()):
        click.echo(f"  {count:6}  {kind}")
    titles = titles_of(moving)
    for move in moving:
        number, title, unit = titles[move.running.clock_id]
        said = " ".join(part for part in (move.running.kind.value, unit, title) if part)
        click.echo(f"  {number or '-':>10}  {move.running.due_on} -> {move.end.on}  {said}")
    click.echo(f"  {len(moving)} due date(s) move, {len(moves) - len(moving)} change the mark of a forecast only.")


@command.command()
@with_appcontext
def recount() -> None:
    """Count every running limit anew and compare; nothing is written.

    A day that the law does not explain was set by hand: granted, or agreed. The number should be that of such days.
    """
    found = recounted()
    for kind in sorted({*found.agree, *found.otherwise}):
        click.echo(f"{found.agree[kind]:7} as counted  {found.otherwise[kind]:5} otherwise  {kind}")
    click.echo(f"{found.agree.total()} running as counted, {found.otherwise.total()} set otherwise.")
    click.echo(f"{found.provisional} end in a year whose notice is missing, {found.unmarked} of them without the mark.")


@command.command()
@with_appcontext
def remind() -> None:
    """File today's reminders and say how many of each kind; what is filed already is left as it is.

    The worker does the same once a day. It may be run at any time, by several at once, and again after a crash.
    """
    filed = tellings.remind(now=now())
    for rule, count in sorted(filed.items()):
        click.echo(f"{rule:12} {count:6}")
    click.echo(f"{sum(filed.values())} reminder(s) filed.")
