"""`tracker papers`: every paper of one suggestion in a folder, and nothing written over unasked."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from tests import builders
from tests.builders import fetch
from tests.outside.test_documents import words_of_pdf, words_of_word
from tests.test_files_command import run
from tests.world import World


def test_every_paper_is_written_under_a_clear_name(app: Flask, world: World, tmp_path: Path) -> None:
    case = builders.delivered(world)
    number = str(fetch(case).number)
    done = run(app, "papers", number, "--out", str(tmp_path / "new"))
    assert done.exit_code == 0, done.output
    names = {one.name for one in (tmp_path / "new").iterdir()}
    kinds = (
        "建议原文",
        "交办通知（市教育局）",
        "答复函（市教育局）",
        "征询意见表（市教育局）",
        "承诺事项清单（市教育局）",
    )
    assert names == {f"第{number}号{kind}.{end}" for kind in kinds for end in ("docx", "pdf")} | {
        f"第{number}号案卷.pdf"
    }
    folder = tmp_path / "new"
    assert "已在两侧划设通道" in words_of_word((folder / f"第{number}号答复函（市教育局）.docx").read_bytes())
    assert "目录" in words_of_pdf((folder / f"第{number}号案卷.pdf").read_bytes())


def test_what_is_there_is_left_alone_unless_forced(app: Flask, world: World, tmp_path: Path) -> None:
    number = str(fetch(builders.a_registered(world)).number)
    there = tmp_path / f"第{number}号案卷.pdf"
    there.write_text("mine")
    refused = run(app, "papers", number, "--out", str(tmp_path))
    assert refused.exit_code == 1 and "--force" in refused.output and there.read_text() == "mine"
    assert run(app, "papers", number, "--out", str(tmp_path), "--force").exit_code == 0
    assert there.read_bytes()[:5] == b"%PDF-"


def test_an_unknown_number_and_a_folder_that_is_none_are_told_in_a_line(
    app: Flask, world: World, tmp_path: Path
) -> None:
    unknown = run(app, "papers", "第999号", "--out", str(tmp_path))
    assert unknown.exit_code == 1 and unknown.output.count("\n") == 1 and "no suggestion" in unknown.output
    (tmp_path / "file").write_text("")
    number = str(fetch(builders.a_registered(world)).number)
    closed = run(app, "papers", number, "--out", str(tmp_path / "file" / "in"))
    assert closed.exit_code == 1 and closed.output.count("\n") == 1
