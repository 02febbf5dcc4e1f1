"""Catalogues are compiled by the program itself, when they have to be."""

import gettext
import os
from pathlib import Path

import pytest

from tracker.catalogues import compiled_folder

CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "提交"\nmsgstr "{word}"\n'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "sources" / "en" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE.format(word="Submit"), encoding="utf-8")
    return path


def word(folder: Path) -> str:
    return gettext.translation("messages", folder, ["en"]).gettext("提交")


def test_a_catalogue_is_compiled_where_it_is_used(tmp_path: Path, source: Path) -> None:
    assert word(compiled_folder(tmp_path / "instance", sources=source.parents[2])) == "Submit"


def test_it_is_compiled_again_only_when_its_source_has_changed(tmp_path: Path, source: Path) -> None:
    folder = compiled_folder(tmp_path / "instance", sources=source.parents[2])
    twin = folder / "en" / "LC_MESSAGES" / "messages.mo"
    before = twin.stat().st_ino
    compiled_folder(tmp_path / "instance", sources=source.parents[2])
    assert twin.stat().st_ino == before
    source.write_text(CATALOGUE.format(word="Hand in"), encoding="utf-8")
    os.utime(source, ns=(1, 1))  # an older source counts too: somebody went back to it
    compiled_folder(tmp_path / "instance", sources=source.parents[2])
    assert twin.stat().st_mtime_ns == 1
