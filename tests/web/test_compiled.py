"""Templates are compiled once for an installation, and that can fail without anybody noticing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tracker import create_app

KEY = "k" * 40


def _page(instance: Path) -> str:
    app = create_app({"INSTANCE": str(instance), "SECRET_KEY": KEY, "TESTING": True, "BASE_URL": "http://localhost"})
    with app.test_request_context("/"):
        return app.jinja_env.get_template("mail/code.txt").name or ""


def test_what_one_process_compiled_the_next_one_reads(tmp_path: Path) -> None:
    _page(tmp_path)
    (made,) = (tmp_path / "templates").iterdir()
    before = {one.name: one.stat().st_mtime_ns for one in made.iterdir()}
    assert before and made.stat().st_mode & 0o077 == 0, "nobody else may put code there"
    _page(tmp_path)
    assert {one.name: one.stat().st_mtime_ns for one in made.iterdir()} == before


def test_what_an_older_version_compiled_goes(tmp_path: Path) -> None:
    older = tmp_path / "templates" / "cpython-310-jinja3.0-1"
    older.mkdir(parents=True)
    (older / "something.cache").write_bytes(b"of another time")
    _page(tmp_path)
    assert not older.exists()


@pytest.mark.parametrize("harm", ["a file", "a full disk"])
def test_where_nothing_can_be_kept_pages_are_shown_all_the_same(tmp_path: Path, harm: str) -> None:
    if harm == "a file":
        (tmp_path / "templates").write_text("in the way")
    else:
        _page(tmp_path)
        (made,) = (tmp_path / "templates").iterdir()
        for one in made.iterdir():
            one.unlink()
            one.mkdir()
            (one / os.urandom(4).hex()).touch()
    assert _page(tmp_path)
