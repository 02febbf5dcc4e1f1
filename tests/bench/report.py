"""The figures in lines one can read, with the machine they were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.alike import LOOKUP_AT_MOST
from tests.bench.law import GOALS
from tests.bench.papers import LIMITS
from tests.bench.search import INDEX_AT_MOST
from tests.postgres_cluster import programs

FIRST_BYTES, FIRST_REQUESTS, AFTER_BYTES, TREE_MB = 100_000, 6, 30_000, 350
LISTS, DOSSIER = 6, 14


def machine() -> dict[str, str]:
    """What the figures depend on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.1f} GiB",
        "load": " ".join(f"{one:.1f}" for one in os.getloadavg()),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgresql": _postgresql(),
        **{name: version(name) for name in ("flask", "sqlalchemy", "jinja2", "gunicorn")},
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _postgresql() -> str:
    found = programs()
    if found is None:
        return "none"
    return subprocess.run([found / "postgres", "--version"], capture_output=True, text=True).stdout.split()[-1]


def print_machine(facts: dict[str, str]) -> None:
    print("  ".join(f"{name} {words}" for name, words in facts.items()), "\n", flush=True)


def print_run(run: dict[str, Any]) -> None:
    print(f"{run['engine']}, {run['suggestions']:,} suggestions (loaded in {run['load_seconds']:.0f} s)")
    print(f"  {'':6} {'':44} {'ours ms':>9} {'p95':>8} {'floor ms':>9} {'p95':>8} {'ratio':>6}  goal")
    print_figures(run["figures"])
    for what, words, fine in _rest(run):
        print(f"  {what}: {words}{'' if fine else '  MISSED'}")
    print(flush=True)


def print_figures(figures: list[dict[str, Any]]) -> None:
    for one in figures:
        mark = "" if one["met"] else "  MISSED"
        print(
            f"  {one['name']:6} {one['words']:44} {one['ours']:9.1f} {one['ours_p95']:8.1f} "
            f"{one['floor']:9.1f} {one['floor_p95']:8.1f} {one['ratio']:6.2f}  {one['goal']}{mark}",
            flush=True,
        )


def _rest(run: dict[str, Any]) -> list[tuple[str, str, bool]]:
    rush, memory = run["eight_readers"], run["memory"]
    lines = [
        (
            "W1 at 8 clients",
            f"{rush['ours']:.0f} a second, floor {rush['floor']:.0f}, share {rush['share']:.2f} (goal 0.33)",
            rush["met"],
        ),
        ("8 writers at once", f"{run['eight_writers_kept']} of 40 papers kept", run["eight_writers_kept"] == 40),
        (
            "memory of the process tree",
            f"{memory['pss']:.0f} MB with shared pages counted once (goal {TREE_MB}), {memory['rss']:.0f} MB resident, "
            f"{memory['processes']:.0f} processes",
            # What the tree takes from the machine: resident sizes count a shared page once for each process.
            memory["pss"] <= TREE_MB,
        ),
    ]
    for one in run["figures"]:
        if one["name"] in LIMITS:
            words = f"{one['ours_p95'] / 1000:.2f} s (goal {LIMITS[one['name']] / 1000:.0f} s)"
            lines.append((one["words"], words, one["ours_p95"] <= LIMITS[one["name"]]))
    lines += _search(run["search"])
    took = run["alike"]
    words = f"{took['median']:.0f} ms, nearly all {took['p95']:.0f} (median at most {LOOKUP_AT_MOST})"
    lines.append(("looking up what is alike", words, took["median"] <= LOOKUP_AT_MOST))
    law = run["law_seconds"]
    counts = f"{law['running']:,.0f} clocks run, {law['moves']:,.0f} would move, {law['shares']:,.0f} shares"
    for name, goal in GOALS.items():
        lines.append((f"law: {name}", f"{law[name]:.2f} s ({counts}; goal {goal:.0f} s)", law[name] <= goal))
    for path, count in run["statements"].items():
        most = DOSSIER if path.count("/") > 1 else LISTS
        lines.append((f"statements of {path}", f"{count} (at most {most})", count <= most))
    for path, size in run["weights"].items():
        fine = size["first"] <= FIRST_BYTES and size["requests"] <= FIRST_REQUESTS and size["after"] <= AFTER_BYTES
        words = f"{size['first']:,} bytes in {size['requests']} requests on an empty cache, {size['after']:,} after"
        lines.append((f"weight of {path}", words, fine))
    return lines


def _search(found: dict[str, Any]) -> list[tuple[str, str, bool]]:
    words = f"recall {found['recall']:.3f}, precision {found['precision']:.3f} over {found['queries']} queries"
    ratio = found["index_ratio"]
    return [
        ("search against a look through all texts", words, found["recall"] == found["precision"] == 1),
        ("index of the search", f"{ratio:.2f} times its texts (at most {INDEX_AT_MOST})", ratio <= INDEX_AT_MOST),
        ("what was found, in order", found["digest"], True),
    ]


def print_verdict(runs: list[dict[str, Any]], titles: Sequence[dict[str, Any]] = ()) -> bool:
    """Whether every goal was met; said in one line."""
    missed = [f"{one['engine']} titles: {one['name']}" for one in titles if not one["met"]]
    for run in runs:
        names = [one["name"] for one in run["figures"] if not one["met"]]
        names += [what for what, _words, fine in _rest(run) if not fine]
        missed += [f"{run['engine']} {run['suggestions']}: {name}" for name in names]
    if not runs:
        return True  # single pages said themselves what they missed
    for size in {run["suggestions"] for run in runs}:
        if len({run["search"]["digest"] for run in runs if run["suggestions"] == size}) > 1:
            missed.append(f"{size}: both engines find the same in the same order")
    print("All goals met." if not missed else "Missed: " + "; ".join(missed))
    return not missed
