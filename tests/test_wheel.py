"""The wheel holds everything it needs and runs from an empty folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    result = subprocess.run(build, cwd=CHECKOUT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return next(folder.glob("*.whl"))


def test_it_holds_templates_migrations_rulebooks_catalogues_and_static_files(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder, ending in [
        ("tracker/_data/templates/layout/", ".html"),
        ("tracker/_data/migrations/", "env.py"),
        ("tracker/_data/migrations/", "HEAD"),
        ("tracker/rulebooks/", ".toml"),
        ("tracker/static/", ".css"),
        ("tracker/gunicorn_conf.py", ""),
    ]:
        assert any(name.startswith(folder) and name.endswith(ending) for name in names), folder


def test_it_holds_nothing_of_an_installation(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if "instance" in name or name.endswith((".db", ".pyc", "secret_key"))]


def test_it_runs_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # Only the unpacked wheel may be found, not the checkout.
    settings = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    for arguments in (["db", "upgrade"], ["doctor"]):
        result = subprocess.run(
            [sys.executable, "-P", "-m", "tracker", *arguments],
            cwd=empty, env={**settings, "PYTHONPATH": str(site)}, capture_output=True, text=True,
        )  # fmt: skip
        assert result.returncode == 0, result.stdout + result.stderr
    assert (empty / "instance" / "tracker.db").exists()
    assert [path.name for path in site.iterdir()] != ["instance"]
