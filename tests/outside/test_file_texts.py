"""Reading the text of a file: what is found in each kind, and that no file brings down more than its own reader."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import file_samples, text_samples
from tracker.domain.file_texts import CHARACTERS, Reading, TextState
from tracker.outside.file_texts import Limits, read_text
from tracker.outside.text_reader.pages import joined
from tracker.outside.text_reader.signs import gathered, is_legible

LINES = ("关于完善护学通道的建议", "共十五处，2026年12月31日以前完成。")
LONG = (
    "在老城区小学周边划设护学通道，增设减速带、标线和照明设施，保障学生上下学的安全，由教育局会同交警支队逐年落实。" * 6
)
Reads = Callable[..., Reading]
USUAL = Limits()


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    def read(kind: str, data: bytes, limits: Limits = USUAL) -> Reading:
        path = tmp_path / "attachment"
        path.write_bytes(data)
        return read_text(path, kind, limits=limits)

    return read


def test_a_text_document_is_read_by_paragraphs(reads: Reads) -> None:
    assert reads("docx", text_samples.word(*LINES)) == Reading(TextState.READ, "\n".join(LINES))
    assert reads("wps", text_samples.word(*LINES)).text == "\n".join(LINES)


def test_what_is_not_shown_in_a_text_document_is_not_read(reads: Reads) -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>前</w:t><w:tab/><w:t>后</w:t><w:br/><w:t>下</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>删去的</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>移走的</w:t></w:r></w:moveFrom>"
        "<w:r><w:instrText>PAGEREF x</w:instrText><w:t>留下的</w:t></w:r></w:p>"
    )
    beside = {
        "word/footer1.xml": text_samples.body_of("<w:p><w:t>页脚</w:t></w:p>"),
        "word/comments.xml": text_samples.body_of("<w:p><w:t>内部批注</w:t></w:p>"),
    }
    assert reads("docx", file_samples.docx(text_samples.body_of(body), **beside)).text == "前 后\n下\n留下的\n页脚"


def test_slides_are_read_in_their_order(reads: Reads) -> None:
    texts = [f"第{number}页" for number in range(1, 12)]
    assert reads("pptx", text_samples.slides(*texts)).text == "\n".join(texts)


def test_a_table_is_read_row_by_row_with_numbers_as_they_are_written(reads: Reads) -> None:
    rows = [["项目", "数量", "电话"], ["减速带", 15, 13800001234.0], ["照明", 2.5, ""]]
    text = reads("xlsx", text_samples.table(rows)).text
    assert text == "经费预算\n项目 数量 电话\n减速带 15 13800001234\n照明 2.5"


def test_a_pdf_with_a_part_of_a_font_gives_its_signs_and_whole_paragraphs(reads: Reads) -> None:
    found = reads("pdf", text_samples.pdf(LONG, *LINES))
    assert found.state is TextState.READ
    assert found.text.replace(" ", "") == "\n".join([LONG, *LINES])


def test_a_pdf_in_columns_and_tables_gives_its_words(reads: Reads) -> None:
    cells = ", ".join(f"[第{number}处减速带]" for number in range(30))
    found = reads("pdf", text_samples.pdf(LONG, f"#table(columns: 2, {cells})", before="#set page(columns: 2)"))
    text = found.text.replace(" ", "")
    assert "由教育局会同交警支队逐年落实" in text and all(f"第{number}处减速带" in text for number in range(30))


def test_a_page_without_letters_has_no_text(reads: Reads) -> None:
    assert reads("pdf", text_samples.pdf("#rect(fill: gray)")) == Reading(TextState.NO_TEXT)


def test_an_ofd_is_read_in_the_order_of_its_pages_and_lines_that_go_on_are_one(reads: Reads) -> None:
    first = [(20.0, LONG[:20]), (30.0, LONG[20:30]), (30.2, LONG[30:40]), (40.0, "。"), (60.0, "附件")]
    found = reads("ofd", text_samples.ofd(first, [(20.0, "第二页")]))
    assert found.text == f"{LONG[:40]}。\n附件\n第二页"


def test_documents_of_the_old_form_are_read(reads: Reads) -> None:
    text = "关于\x13HYPERLINK x\x14护学通道\x15的建议\r第二段\x07格\r"
    assert reads("doc", text_samples.old_word(text, "批注\r")).text == "关于护学通道的建议\n第二段\n格"
    assert reads("wps", text_samples.old_word(text * 200, flags=0)).text.count("护学通道") == 200
    assert reads("doc", text_samples.old_word("Crossing\rSchool", packed=True)).text == "Crossing\nSchool"
    assert reads("ppt", text_samples.old_slides("第一页", "第二页\r要点")).text == "第一页\n第二页\n要点"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_plain_text_is_read_in_the_encodings_that_are_taken(reads: Reads, encoding: str) -> None:
    assert reads("txt", "第一行\r\n\r\n第二行\x0c𠮷".encode(encoding)).text == "第一行\n第二行\n𠮷"


def test_a_picture_has_no_reader(reads: Reads) -> None:
    assert reads("jpg", file_samples.JPG) == Reading(TextState.NO_READER)


def test_no_more_is_kept_than_is_searched(reads: Reads) -> None:
    found = reads("txt", ("护学通道" * 25 + "\n").encode() * 3000)
    assert (found.state, found.was_cut, len(found.text)) == (TextState.READ, True, CHARACTERS)


def test_of_four_hundred_thousand_rows_the_first_are_read(reads: Reads) -> None:
    row = '<row><c t="inlineStr"><is><t>第一行</t></is></c><c><v>13800001234</v></c></row>'
    found = reads("xlsx", text_samples.rows_by_hand(row * 400_000))
    assert (found.state, found.was_cut) == (TextState.READ, True)
    assert found.text.startswith("表\n第一行 13800001234\n")


@pytest.mark.parametrize("which", text_samples.bombs())
def test_a_bomb_is_told_of_and_nothing_else_happens(reads: Reads, which: str) -> None:
    kind, data, why = text_samples.bombs()[which]
    began = time.monotonic()
    found = reads(kind, data)
    assert found.why in why and found.text == ""
    assert time.monotonic() - began < 20


def test_what_is_under_a_password_is_called_that(reads: Reads) -> None:
    wrapped = text_samples.compound({"EncryptionInfo": bytes(100), "EncryptedPackage": bytes(5000)})
    locked = [
        ("pdf", text_samples.locked_pdf("密")),
        ("docx", wrapped),
        ("doc", text_samples.old_word("密", flags=0x100)),
    ]
    assert {reads(kind, data).why for kind, data in locked} == {"encrypted"}


@pytest.mark.parametrize(
    ("limits", "why"), [(Limits(seconds=1), {"time", "killed"}), (Limits(waited=0.5), {"time"})], ids=["work", "wait"]
)
def test_a_file_that_takes_too_long_is_let_go(reads: Reads, limits: Limits, why: set[str]) -> None:
    assert reads("docx", text_samples.slow_word(60), limits).why in why


def test_a_file_that_takes_too_much_memory_is_let_go(reads: Reads) -> None:
    assert reads("pdf", b"%PDF-1.4" + bytes(45 * 1024 * 1024), Limits(megabytes=60)).why in {"memory", "crashed"}


def _reader() -> int:
    """The reader this process has started, as soon as it is one."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        listed = Path(f"/proc/self/task/{threading.main_thread().native_id}/children")
        tasks = [Path(f"/proc/self/task/{one}/children") for one in os.listdir("/proc/self/task")]
        for children in [listed, *tasks]:
            for pid in children.read_text().split() if children.exists() else ():
                said = Path(f"/proc/{pid}/cmdline")
                if said.exists() and b"text_reader" in said.read_bytes():
                    return int(pid)
        time.sleep(0.02)
    return pytest.fail("no reader was started")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes where Linux lists them")
def test_a_reader_that_is_killed_is_noted_and_it_knew_nothing_of_the_program(reads: Reads) -> None:
    found: list[Reading] = []
    thread = threading.Thread(target=lambda: found.append(reads("docx", text_samples.slow_word(60))))
    thread.start()
    pid = _reader()
    time.sleep(0.3)
    assert Path(f"/proc/{pid}/environ").read_bytes() == b""
    opened = {os.readlink(one) for one in Path(f"/proc/{pid}/fd").iterdir()}
    assert {one for one in opened if ".db" in one or "socket" in one} == set()
    os.kill(pid, signal.SIGKILL)
    thread.join(20)
    assert found == [Reading(TextState.FAILED, why="killed")]


def test_controls_are_dropped_and_letters_stay_as_they_are() -> None:
    text = "a\x00b\u00adc\ufffe  d\t e\n\n e\u0301 𠮷\ud800\u3000。"
    assert gathered([text]) == ("abc d e\ne\u0301 𠮷 。", False)


def test_numbers_of_signs_in_a_font_are_no_writing() -> None:
    assert is_legible("护学通道 Ⅳ ①") and is_legible("")
    assert not is_legible("\ue001\ue002\ue003护")


def test_full_lines_go_on_and_short_ones_end() -> None:
    lines = ["标题", "一二三四五六七八九十", "一二 三四五。", "School crossing near", "the old city wall"]
    whole = ["标题", "一二三四五六七八九十一二三四五。", "School crossing near the old city wall"]
    assert list(joined(lines)) == whole
