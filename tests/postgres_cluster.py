"""A PostgreSQL cluster of our own for as long as a command runs: in a temporary folder, on loopback, gone afterwards.

    python tests/postgres_cluster.py COMMAND …    runs COMMAND with TRACKER_TEST_DATABASE_URL set

Standard library only. Needs PostgreSQL's server programs (Debian: postgresql), but no running server.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "TRACKER_TEST_DATABASE_URL"
# The cluster lives for minutes and holds invented rows: what makes it crash-proof only makes the tests slow.
HASTE = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "256MB",
    "max_connections": "100", "wal_level": "minimal", "max_wal_senders": "0", "autovacuum": "off",
}  # fmt: skip
# A folder in memory, where a database is copied fifteen times as fast; it must have room for all that tests write.
MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3  # noqa: S108 - folders of our own are made in it
# Debian's template takes the machine's locale; ours must sort alike everywhere, and alike SQLite.
INITDB = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username=tracker", "--no-sync"]


def programs() -> Path | None:
    """The folder of initdb and postgres, newest version first; None when there is no server on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def memory() -> Path | None:
    """The folder in memory for what lives as long as the tests, None where there is none with room."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK | os.X_OK)):
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free > ROOM else None


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Run a cluster and hand out the SQLAlchemy address of an empty database in it.

    `durable` keeps PostgreSQL's own promises, for figures that are to be compared.
    """
    bin_folder = programs()
    if bin_folder is None:
        raise FileNotFoundError("no PostgreSQL server programs; on Debian: sudo apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="tracker-pg-", dir=None if durable else memory()))
    server = None
    try:
        user = _unprivileged(home)
        port = _free_port()
        _quietly([bin_folder / "initdb", "-D", home / "data", *INITDB], user)
        server = _start(bin_folder, home, port, user, durable=durable)
        _quietly([bin_folder / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "tracker", "tracker"], user)
        yield f"postgresql+psycopg://tracker@127.0.0.1:{port}/tracker"
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)  # "fast": does not wait for clients that were forgotten
            server.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def _unprivileged(home: Path) -> str | None:
    """PostgreSQL refuses to run as root; then its own account, or nobody, is who runs it."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    shutil.chown(home, name)
    return name


def _start(bin_folder: Path, home: Path, port: int, user: str | None, *, durable: bool) -> subprocess.Popen[bytes]:
    settings = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": str(home)}
    settings |= {} if durable else HASTE
    flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [bin_folder / "postgres", "-D", home / "data", *flags],
            stdout=log,
            stderr=log,
            user=user,
            group=_group(user),
            extra_groups=[] if user else None,
            cwd="/",
        )
    ready = [bin_folder / "pg_isready", "-q", "-t", "1", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ready).returncode:
        if server.poll() is not None:
            raise RuntimeError("PostgreSQL did not start:\n" + (home / "log").read_text(errors="replace"))
        time.sleep(0.1)
    return server


def _group(user: str | None) -> int | None:
    return None if user is None else pwd.getpwnam(user).pw_gid


def _quietly(command: list[object], user: str | None) -> None:
    result = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        cwd="/",
        user=user,
        group=_group(user),
        extra_groups=[] if user else None,
    )
    if result.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{result.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(command: list[str]) -> int:
    if not command:
        print(__doc__)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the folder goes even then
    try:
        with cluster() as address:
            return subprocess.run(command, env={**os.environ, VARIABLE: address}).returncode
    except (FileNotFoundError, RuntimeError) as problem:
        print(problem, file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
