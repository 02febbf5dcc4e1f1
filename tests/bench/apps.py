"""What the servers of the bench serve."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

import tracker
from tests.bench import floor as bare
from tracker.places import instance_folder


def ours() -> Flask:
    """The product, as `tracker serve` has it."""
    return tracker.create_app()


def floor() -> Flask:
    """The floor, on the same instance."""
    return bare.create_app({"INSTANCE": str(Path(instance_folder()))})
