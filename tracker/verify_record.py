"""Checks the record of acts without tracker: copy this one file to another machine; it needs Python alone.

    python verify_record.py RECORD.jsonl [--head HASH] [--key-file FILE]

RECORD.jsonl is what `tracker audit export` writes: an event a line with `alg`, `hash` and `body`. The hash of an event
is the digest over "alg:", the hash before it (64 zeros for the first), ":" and the body; where alg begins with "hmac-",
keyed with the first line of FILE. A body is a JSON list: number, time (UTC), person, hat, machine, action, suggestion,
task, round, subject, state before, state after, SHA-256 of the note, facts.

Ends with 0 when every event follows from the one before, with 1 and the place when one does not.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Check the file; returns what the program ends with."""
    wanted = argparse.ArgumentParser(description="Check an exported record of acts.")
    wanted.add_argument("record", type=Path)
    wanted.add_argument("--head", default="", help="a hash written down earlier, outside that machine")
    wanted.add_argument("--key-file", type=Path, help="a file whose first line is the key of the record")
    told = wanted.parse_args(arguments)
    key = told.key_file.read_text(encoding="utf-8").splitlines()[0].strip().encode() if told.key_file else b""
    count, head, fault = walk(told.record, told.head.strip().lower(), key)
    print(f"{count} events hold, head {head}")
    if fault:
        print(f"BROKEN: {fault}", file=sys.stderr)
    return 1 if fault else 0


def walk(record: Path, noted: str, key: bytes) -> tuple[int, str, str]:
    """How many events hold, the hash of the last of them, and what is wrong with the next, empty when nothing is."""
    count, head, keyed, seen = 0, "0" * 64, False, noted in ("", "0" * 64)
    with record.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            event = json.loads(line)
            sealed = event["alg"].startswith("hmac-")
            if json.loads(event["body"])[0] != number:
                return count, head, f"event {number} is missing"
            if keyed and not sealed:
                return count, head, f"event {number} lacks the seal of the key"
            if sealed and not key:
                return count, head, f"event {number} is sealed with a key: give it with --key-file"
            if digest(event["alg"], head, event["body"], key) != event["hash"]:
                return count, head, f"event {number} does not follow from the one before"
            count, head, keyed = number, event["hash"], sealed
            seen = seen or head == noted
    return count, head, "" if seen else "the noted head is not in it: its end was cut off, or all was written anew"


def digest(name: str, before: str, body: str, key: bytes) -> str:
    """The hash of one event."""
    told = f"{name}:{before}:{body}".encode()
    if name.startswith("hmac-"):
        return hmac.new(key, told, name.removeprefix("hmac-")).hexdigest()
    return hashlib.new(name, told).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
