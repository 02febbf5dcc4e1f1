"""`tracker doctor`: says whether records are safe here."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker import doctor
from tracker.db import db

MARKS = {doctor.Verdict.FINE: "ok   ", doctor.Verdict.CARE: "care ", doctor.Verdict.WRONG: "WRONG"}


@click.command("doctor")
@with_appcontext
def command() -> None:
    """Look at database and instance folder; ends with 1 when something forbids to serve."""
    found = doctor.findings(db.engine, Path(current_app.instance_path))
    for finding in found:
        click.echo(f"{MARKS[finding.verdict]}  {finding.what}" + (f"  ({finding.why})" if finding.why else ""))
    sys.exit(any(finding.verdict is doctor.Verdict.WRONG for finding in found))
