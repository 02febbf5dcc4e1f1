"""Templates are compiled once for an installation, not by every web process after every start: the first who opens a
page after an upgrade need not wait for it."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class _Compiled(FileSystemBytecodeCache):
    """A disk that is full or not ours costs time, never a page."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def init_app(app: Flask) -> None:
    """Keep what was compiled in the instance folder, readable by its owner only. Another text of a template is compiled
    anew by itself; so is everything under another Python or Jinja, or when one of our filters changed, whose value may
    have been worked out while compiling."""
    filters = max(one.stat().st_mtime_ns for one in Path(__file__).parent.glob("*.py"))
    folder = Path(app.instance_path) / "templates"
    name = f"{sys.implementation.cache_tag}-jinja{version('jinja2')}-{filters}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for older in folder.iterdir():
            if older.name != name:
                shutil.rmtree(older, ignore_errors=True)
        (folder / name).mkdir(mode=0o700, exist_ok=True)
        app.jinja_env.bytecode_cache = _Compiled(str(folder / name))
