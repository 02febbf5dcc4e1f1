"""`tracker import SUBJECT FILE`: the same as on screen, for the first filling of a system and for moving in."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click
from flask.cli import with_appcontext

from tracker import clock
from tracker.domain.intake import Subject
from tracker.outside.spreadsheets import Unreadable
from tracker.queries.desk import desk_actor
from tracker.services import imports
from tracker.services.imports import HasFaults, Outcome
from tracker.web.intake_words import FAULTS, SUBJECTS, column_words, gap_words, made_words, unreadable_words


@click.command("import")
@click.argument("subject", type=click.Choice([one.value for one in Subject]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--by", "login", default=None, help="Log-in name of the desk person who answers for it.")
@with_appcontext
def command(subject: str, file: Path, dry_run: bool, login: str | None) -> None:
    """Bring in units, categories, people or suggestions from FILE (xlsx, csv, jsonl): whole or not at all."""
    about, now = Subject(subject), clock.now()
    actor = desk_actor(login, now=now)
    if actor is None:
        raise click.ClickException("没有代表工作机构的人员可以对这次导入负责，请先建立，或用 --by 指定登录名。")
    data = file.read_bytes()
    try:
        outcome = imports.look(actor, about, data, file.name, now=now)
        _tell(about, outcome)
        if outcome.faults:
            raise click.ClickException("有错误，没有写入任何数据。")
        if not dry_run:
            reading = imports.read_file(about, data, file.name)
            counts = imports.take(
                actor, about, reading, name=file.name, digest=hashlib.sha256(data).hexdigest(), now=now
            )
            click.echo(f"已导入 {counts['added']} 条。")
    except Unreadable as unreadable:
        raise click.ClickException(unreadable_words(unreadable.why)) from None
    except HasFaults as faults:
        raise click.ClickException(f"有 {len(faults.outcome.faults)} 处错误，没有写入任何数据。") from None


def _tell(subject: Subject, outcome: Outcome) -> None:
    counts = outcome.counts
    click.echo(
        f"{SUBJECTS[subject]}：读到 {counts['rows']} 行，可导入 {counts['added']}，已经有 {counts['there']}，"
        f"缺项 {counts['gaps']}，错误 {counts['errors']}"
    )
    for words in made_words(outcome.made):
        click.echo(words)
    for column, count in gap_words(subject, outcome.gaps):
        click.echo(f"  来源未给出 {column}：{count} 行")
    for fault in outcome.faults:
        click.echo(f"  第 {fault.line} 行 {column_words(subject, fault.column)} {fault.value!r}：{FAULTS[fault.fault]}")
