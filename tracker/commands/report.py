"""`tracker report`: reports as Word files, the same as on the screens."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from tracker.clock import now
from tracker.commands.stats import day_that_has_come
from tracker.domain.reports import ReportKind
from tracker.models.reports import Report
from tracker.outside.report_word import write_report
from tracker.queries import figures, reports
from tracker.queries.report_figures import gather
from tracker.queries.sessions_held import Held, sessions_held
from tracker.services import reports as written
from tracker.services._load import Invalid
from tracker.services._office import NOBODY
from tracker.services.figures import keep_up
from tracker.web.report_pages import page_of
from tracker.web.report_scopes import wanted_of


@click.group("report")
def command() -> None:
    """Write a report as a Word file: of that day the one signed off, else the draft people work at, else a new one."""


def _options(function):  # type: ignore[no-untyped-def]
    for one in reversed(
        (
            click.option("--out", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path)),
            click.option("--term", help="A term by its number or name; without it the latest session."),
            click.option("--session", help="One session of the term by its number; without it the whole term."),
            click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The end of a day (Asia/Shanghai)."),
            click.option("--new", is_flag=True, help="A new draft even where there is one of that day."),
        )
    ):
        function = one(function)
    return with_appcontext(function)


@command.command("annual")
@_options
def annual(out: Path, term: str | None, session: str | None, as_of: datetime | None, *, new: bool) -> None:
    """The annual report on handling."""
    _write(ReportKind.ANNUAL, out, term, session, as_of, new=new)


@command.command("bulletin")
@_options
def bulletin(out: Path, term: str | None, session: str | None, as_of: datetime | None, *, new: bool) -> None:
    """The bulletin of how far handling is, beside the last day of the month before."""
    _write(ReportKind.BULLETIN, out, term, session, as_of, new=new)


@command.command("meeting")
@_options
def meeting(out: Path, term: str | None, session: str | None, as_of: datetime | None, *, new: bool) -> None:
    """The papers given out, by unit, for the assignment meeting."""
    _write(ReportKind.MEETING, out, term, session, as_of, new=new)


@command.command("unit")
@click.argument("unit")
@_options
def unit(unit: str, out: Path, term: str | None, session: str | None, as_of: datetime | None, *, new: bool) -> None:
    """The yearly summary of UNIT, by its name."""
    _write(ReportKind.UNIT, out, term, session, as_of, new=new, of=unit)


def _write(
    kind: ReportKind, out: Path, term: str | None, session: str | None, day: datetime | None, *, new: bool, of: str = ""
) -> None:
    keep_up(now=now(), most=None)
    held, reach = sessions_held(), figures.as_of()
    if not held or reach is None:
        raise click.ClickException("There is no session yet to report on.")
    code = _scope(held, term, session)
    on = day_that_has_come(day) or reach.through
    found = _unit(of) if of else None
    if not out.parent.is_dir():
        raise click.ClickException(f"There is no folder {out.parent}; nothing was written.")
    # What is signed off comes first, then the newest draft.
    there = [] if new else list(reports.standing(kind, code, on, found[0] if found else None))
    report = there[0] if there else reports.find(NOBODY, _started(kind, code, held, on, found))
    assert report is not None, "it has just been written or found"
    _put(out, write_report(page_of(report)))
    click.echo(f"{out}: {_named(report)}, as of {report.as_of}; its lists: /reports/{report.id}")
    if there[1:]:
        click.echo(f"Left aside: {', '.join(map(_named, there[1:]))}.")


def _named(report: Report) -> str:
    return f"report {report.id} ({'signed off' if report.finished_at else 'draft'}) {report.title}"


def _put(out: Path, file: bytes) -> None:
    try:
        out.write_bytes(file)
    except OSError as problem:
        raise click.ClickException(f"{out} could not be written: {problem.strerror}.") from problem


def _started(kind: ReportKind, code: str, held: list[Held], on: date, unit: tuple[int, str] | None) -> int:
    try:
        return written.start(NOBODY, gather(wanted_of(kind, code, held, on, unit=unit)), again=True, now=now())
    except Invalid as invalid:
        raise click.ClickException(str(invalid)) from invalid


def _unit(name: str) -> tuple[int, str]:
    found = reports.unit_named(name)
    if found is None:
        raise click.ClickException(f"No unit is called {name}.")
    return found.id, found.name


def _scope(held: list[Held], term: str | None, session: str | None) -> str:
    if term is None and session is None:
        return f"s{held[0].id}"
    ours = [one for one in held if term is None or term in (one.term_name, str(one.term_ordinal))]
    if term is None and ours:
        ours = [one for one in ours if one.term_id == ours[0].term_id]
    found = [one for one in ours if session is None or session in (one.name, str(one.ordinal))]
    if not found:
        raise click.ClickException("No such term or session.")
    return f"t{found[0].term_id}" if session is None else f"s{found[0].id}"
