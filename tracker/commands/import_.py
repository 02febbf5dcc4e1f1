"""`tracker import SUBJECT FILE`: the same as on screen, for the first filling of a system and for moving in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from tracker import clock
from tracker.domain.intake import Subject
from tracker.domain.login_names import folded
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.outside.spreadsheets import Unreadable
from tracker.queries.accounts import Line, account_lines
from tracker.queries.desk import desk_actor
from tracker.queries.persons import Sought
from tracker.services import imports
from tracker.services.imports import HasFaults, Outcome
from tracker.web.intake_words import (
    FAULTS,
    SUBJECTS,
    column_words,
    gap_words,
    made_words,
    unreadable_words,
    untaken_words,
)

# More desk people than any congress has.
DESK = 1_000


@click.command("import")
@click.argument("subject", type=click.Choice([one.value for one in Subject]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option(
    "--by", "named", metavar="LOGIN_OR_NAME", help="Log-in name or name of the desk person who answers for it."
)
@with_appcontext
def command(subject: str, file: Path, dry_run: bool, named: str | None) -> None:
    """Bring in units, categories, people or suggestions from FILE (xlsx, csv, jsonl): whole or not at all."""
    about, now = Subject(subject), clock.now()
    desk = account_lines(Sought(role=Role.DESK), None, now=now, day=clock.day_of(now), skip=0, size=DESK)
    actor = _responsible(named, desk, now=now)
    data = file.read_bytes()
    try:
        outcome = imports.look(actor, about, data, file.name, now=now)
        _tell(about, outcome)
        if outcome.faults:
            raise click.ClickException("有错误，没有写入任何数据。")
        if not dry_run:
            reading = imports.read_file(about, data, file.name)
            digest = hashlib.sha256(data).hexdigest()
            counts = imports.take(actor, about, reading, name=file.name, digest=digest, now=now, at_server=True)
            click.echo(f"已导入 {counts['added']} 条。")
            _tell_whose_name(actor, desk, chosen=named is not None)
    except Unreadable as unreadable:
        raise click.ClickException(unreadable_words(unreadable.why)) from None
    except HasFaults as faults:
        raise click.ClickException(f"有 {len(faults.outcome.faults)} 处错误，没有写入任何数据。") from None


def _responsible(named: str | None, desk: Sequence[Line], *, now: datetime) -> Actor:
    """The desk person in whose name it is done: who was named, else the first there is."""
    wanted = folded(named or "")
    by_login = [line for line in desk if line.account and folded(line.account.login_name) == wanted]
    chosen = by_login or [line for line in desk if folded(line.person.name) == wanted]
    if named is not None and len(chosen) != 1:
        there = f"可以写的有：{_names(desk)}。" if desk else "请先建立。"
        raise click.ClickException(f"代表工作机构没有“{named}”，或者不止一位，没有写入任何数据。{there}")
    actor = desk_actor(chosen[0].account.login_name if named and chosen[0].account else None, now=now)
    if actor is None:
        raise click.ClickException("没有代表工作机构的人员可以对这次导入负责，没有写入任何数据。请先建立。")
    return actor


def _tell_whose_name(actor: Actor, desk: Sequence[Line], *, chosen: bool) -> None:
    mine = [line for line in desk if line.person.id == actor.person_id]
    others = [line for line in desk if line.person.id != actor.person_id]
    # Somebody of the desk may have no account yet.
    click.echo(f"办理记录写在{_names(mine) or '代表工作机构最早登记的人员'}名下，并注明是在服务器上用命令导入的。")
    if others and not chosen:
        click.echo(f"要写在别人名下，请用 --by 指定：{_names(others)}。")


def _names(lines: Sequence[Line]) -> str:
    return "、".join(f"{line.person.name}（{line.account.login_name}）" for line in lines if line.account)


def _tell(subject: Subject, outcome: Outcome) -> None:
    counts = outcome.counts
    click.echo(
        f"{SUBJECTS[subject]}：读到 {counts['rows']} 行，可导入 {counts['added']}，已经有 {counts['there']}，"
        f"缺项 {counts['gaps']}，错误 {counts['errors']}"
    )
    if outcome.untaken:
        click.echo(untaken_words(outcome.untaken))
    for words in made_words(outcome.made):
        click.echo(words)
    for column, count in gap_words(subject, outcome.gaps):
        click.echo(f"  来源未给出 {column}：{count} 行")
    for fault in outcome.faults:
        click.echo(f"  第 {fault.line} 行 {column_words(subject, fault.column)} {fault.value!r}：{FAULTS[fault.fault]}")
