"""Somebody in front of a browser: reads labels and buttons, never the code of a page, and judges every page opened."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.turns import is_up
from tests.world import PASSWORD

SERIOUS = ("serious", "critical")
# What a page is made of, as far as axe can tell one thing from another: elements and what they are for, whether they
# say something, are named and labelled, and inside which others; and whether an id is given twice.
MADE_OF = """() => {
  const matters = /^(aria-|role$|type$|lang$|scope$|alt$|title$|hidden$|open$|disabled$|tabindex$|href$)/;
  const kind = (one) => `${one?.localName ?? ""}.${one?.getAttribute?.("class") ?? ""}`;
  const found = new Set(), ids = new Set();
  for (const one of document.querySelectorAll("*")) {
    const says = [...one.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
    const has = one.getAttributeNames().filter((name) => matters.test(name)).sort();
    const told = ["role", "type", "scope"].map((name) => one.getAttribute(name));
    found.add([kind(one), has, told, says, one.labels?.length ?? "", kind(one.parentNode)].join(" | "));
    if (one.id && ids.has(one.id)) found.add(`twice: ${one.id}`);
    ids.add(one.id);
  }
  return [...found];
}"""
# The page of a paper shows other sections in every journey; any other page is looked at once for each person and width.
DOSSIER = "/suggestions/1"
_seen: set[tuple[str, int, str]] = set()
# What axe has judged in a window of this width: a page of nothing else has nothing new for it.
_judged: dict[int, set[str]] = {}
# With what a browser shows who has logged in, by server and name: in a further window one is known.
_cookies: dict[tuple[str, str], Any] = {}


class Person:
    """One person's window. Without scripts nothing can be judged by axe; the steps are the same."""

    def __init__(self, chromium: Any, address: str, login: str, *, width: int, scripts: bool) -> None:
        self.login, self.width, self.scripts = login, width, scripts
        self.complaints: list[str] = []
        self._address = address
        self._context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="zh-CN"
        )
        self._context.set_default_timeout(15_000)
        self._seen: set[str] = set()
        self.page = self._context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def leave(self) -> None:
        """Close the window."""
        self._context.close()

    # Going about.

    def log_in(self) -> None:
        """By name and password, as everybody does, for the first time."""
        mine = (self._address, self.login)
        if mine in _cookies:
            self._context.add_cookies(_cookies[mine])
            self.open("/")
            if "/log-in" not in self.page.url:
                return
        self.open("/log-in")
        self.fill("登录名", self.login)
        self.fill("密码", PASSWORD)
        self.press("登录")
        _cookies[mine] = self._context.cookies()

    def open(self, path: str) -> None:
        """Type an address."""
        answer = self.page.goto(self._address + path)
        assert answer is not None and answer.status < 400, f"{path}: {answer and answer.status}"
        self._look()

    def follow(self, words: str, *, exact: bool = False, within: Any = None) -> None:
        """Click the first link that says so."""
        place = within if within is not None else self.page.get_by_role("main")
        self._go(place.get_by_role("link", name=words, exact=exact).first)

    def take_up(self, verb: str, title: str) -> None:
        """From the list of what needs me now, the line of this paper."""
        self.open("/")
        self._go(self.page.get_by_role("link", name=re.compile(f"{verb}.*{re.escape(title)}")).first)

    def press(self, words: str, *, within: Any = None) -> None:
        """Press the button that says so."""
        place = within if within is not None else self.page
        self._go(place.get_by_role("button", name=words, exact=True).first)

    def _go(self, what: Any) -> None:
        assert what.count(), f"{self.page.url}: no {what} in\n{self.text[:3000]}"
        what.click()
        self.page.wait_for_load_state("load")
        self._look()

    # Filling in.

    def fill(self, label: str, words: str, *, within: Any = None, which: int = 0) -> None:
        """Write into the box of this label; `which` of several that can be seen."""
        found = (within or self.page).get_by_label(_labelled(label))
        seen = [one for one in found.all() if one.is_visible()]
        assert seen, f"{self.page.url}: no box {label}"
        seen[which].fill(words)

    def holds(self, label: str) -> str:
        """What stands in the box of this label."""
        return str(self.page.get_by_label(_labelled(label)).first.input_value())

    def attach(self, label: str, files: dict[str, bytes]) -> None:
        """Choose files for the box of this label, by their names."""
        chosen: Any = [{"name": name, "mimeType": "", "buffer": data} for name, data in files.items()]
        self.page.get_by_label(_labelled(label)).first.set_input_files(chosen)

    def downloads(self, words: str) -> tuple[str, bytes]:
        """What comes of the first link that says so: the name under which it is saved, and its bytes."""
        with self.page.expect_download() as started:
            self.page.get_by_role("main").get_by_role("link", name=words).first.click()
        return started.value.suggested_filename, Path(started.value.path()).read_bytes()

    def is_told(self, path: str) -> int:
        """The status with which an address answers."""
        return int(self.page.request.get(self._address + path, max_redirects=0).status)

    def pick(self, label: str, choice: str) -> None:
        """Choose from a list."""
        self.page.get_by_label(_labelled(label)).first.select_option(label=choice)

    def tick(self, words: str, *, within: Any = None) -> None:
        """Tick the box or the circle that says so; a finger hits its words."""
        place = within or self.page.get_by_role("main")
        place.locator("label", has_text=re.compile(rf"^\s*{re.escape(words)}")).first.click()

    def choose(self, question: str, words: str) -> None:
        """In the group of this name, the circle that says so."""
        self.tick(words, within=self.group(question))

    def group(self, name: str) -> Any:
        """The group of circles or boxes of this name."""
        return self.page.get_by_role("group", name=name).first

    def unfold(self, words: str) -> None:
        """Open what is folded, when it is."""
        fold = self.page.locator("details", has=self.page.locator("summary", has_text=words)).first
        if fold.get_attribute("open") is None:
            fold.locator("summary").first.click()

    # Reading.

    def reads(self, *words: str) -> None:
        """Every one of these stands on the page."""
        text = self.text
        missing = [one for one in words if re.sub(r"\s+", "", one) not in text]
        assert not missing, f"{self.page.url}: {missing} not in\n{text[:3000]}"

    def waits_for(self, words: str) -> None:
        """What the page fetches once it stands."""
        self.page.get_by_role("main").get_by_text(words).first.wait_for()

    @property
    def text(self) -> str:
        """The words of the page, without the space between them."""
        return re.sub(r"\s+", "", self.page.get_by_role("main").inner_text())

    def story(self) -> list[str]:
        """The sentences of the timeline, the oldest first, without the quotations under them."""
        told = self.page.locator("section", has=self.page.get_by_role("heading", name="经过", exact=True))
        entries = told.get_by_role("listitem").filter(has_not=self.page.get_by_role("listitem")).all()
        return [one.get_by_role("paragraph").first.inner_text() for one in reversed(entries)]

    def _look(self) -> None:
        """What every page owes: a heading, no sideways scrolling, nothing serious for those who see or move less."""
        here = re.sub(r"\d+", "1", self.page.url.removeprefix(self._address).split("?")[0])
        assert self.page.get_by_role("heading", level=1).count() == 1, f"{here}: not one h1"
        mine = (self.login, self.width, here)
        if not self.scripts or here in self._seen or (mine in _seen and here != DOSSIER):
            return
        self._seen.add(here)
        _seen.add(mine)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.width, f"{here}: {wide} px wide in a window of {self.width}"
        made_of, judged = set(self.page.evaluate(MADE_OF)), _judged.setdefault(self.width, set())
        if made_of <= judged:
            return
        judged |= made_of
        # Colours are of one theme, whose parts `test_scripts` judges in every look: here in a share, as it takes long.
        rules = {"color-contrast": {"enabled": is_up(3, here, self.width)}}
        judgement = _axe().run(self.page, options={"resultTypes": ["violations"], "rules": rules})
        found = [one for one in judgement.response["violations"] if one["impact"] in SERIOUS]
        assert not found, (here, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found])


def _labelled(words: str) -> re.Pattern[str]:
    """A label of these words, whether or not it says that the box may stay empty."""
    return re.compile(rf"^\s*{re.escape(words)}\s*(选填)?\s*$")


def _axe() -> Any:
    from axe_playwright_python.sync_playwright import Axe

    return Axe()
