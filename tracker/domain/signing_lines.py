"""A line of a list of signers as people write it: a name and, after it, the day of signing."""

from __future__ import annotations

import re
from datetime import date

_LINE = re.compile(r"^(?P<name>.*?)[\s,，、：:]*(?P<day>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)?\s*$")


def split_line(line: str) -> tuple[str, date | None]:
    """The name and, after it, a day in any of the usual ways of writing one."""
    found = _LINE.match(line.strip())
    if found is None or not found["day"]:
        return line.strip().rstrip(",，、：:"), None
    try:
        year, month, day = (int(part) for part in re.findall(r"\d+", found["day"]))
        return found["name"].strip(), date(year, month, day)
    except ValueError:
        return found["name"].strip(), None


def split_name(text: str) -> tuple[str, str]:
    """A name, and the delegation in brackets behind it, of either width; empty where there is none."""
    name, _bracket, place = text.strip().replace("(", "（").replace(")", "）").partition("（")
    return name.strip(), place.rstrip("）").strip()
