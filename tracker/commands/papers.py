"""`tracker papers NUMBER --out DIR`: every paper of one suggestion, as Word and PDF, and its dossier in one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.clock import day_of, now
from tracker.domain.document_words import file_name
from tracker.domain.documents import PaperKind
from tracker.models.suggestions import Suggestion
from tracker.queries import documents as found
from tracker.queries.beside import beside
from tracker.queries.cases import find_suggestion
from tracker.queries.documents_lists import numbered
from tracker.services import documents
from tracker.web import dossier_bundle


@click.command("papers")
@click.argument("number")
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder to write into."
)
@click.option("--force", is_flag=True, help="Write over papers that are there already.")
@with_appcontext
def command(number: str, out: Path, force: bool) -> None:
    """Write every paper of suggestion NUMBER, as the desk may read it, into the folder DIR."""
    found_id = numbered(number)
    suggestion = find_suggestion(found.KEEPER, found_id) if found_id is not None else None
    if suggestion is None:
        raise click.ClickException(f"no suggestion has the number {number}")
    _make(out)
    with current_app.test_request_context(base_url=current_app.config["BASE_URL"]):
        held = dict(_written(suggestion))
    there = [name for name in held if (out / name).exists()]
    if there and not force:
        raise click.ClickException(f"{out / there[0]} is there already; nothing was written. --force writes over it")
    for name, data in held.items():
        (out / name).write_bytes(data)
    click.echo(f"{len(held)} papers written to {out}")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".tracker-papers"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written to: {error.strerror}") from None


def _written(suggestion: Suggestion) -> Iterator[tuple[str, bytes]]:
    today = day_of(now())
    words, names = "", set[str]()
    for one in found.listed(found.KEEPER, suggestion, beside(suggestion)):
        paper = found.paper(suggestion, one.kind, one.thing_id, today=today)
        if paper is None:
            continue
        words = paper.facts["number_words"]
        name = file_name(one.kind, words, unit=one.unit, no=one.no)
        name += f"-{one.thing_id}" if name in names else ""
        names.add(name)
        yield f"{name}.docx", documents.word(paper)
        yield f"{name}.pdf", documents.pdf(paper)
    number, whole = dossier_bundle.written(suggestion, found.KEEPER, now=now())
    yield f"{file_name(PaperKind.DOSSIER, words or number)}.pdf", whole
