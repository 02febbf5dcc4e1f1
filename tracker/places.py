"""Where things lie: the folders that belong to the code, and the instance folder that belongs to one installation."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").exists() else None


def code_folder(name: str) -> Path:
    """`templates` or `migrations`: beside pyproject.toml in a checkout, else inside the installed package."""
    return CHECKOUT / name if CHECKOUT else PACKAGE / "_data" / name


def instance_folder() -> Path:
    """The folder of this installation, made if absent, for its owner only.

    TRACKER_INSTANCE names it; else `instance/` of the checkout; else `instance/` where the command runs, because an
    installed package must never write beside its own files.
    """
    named = os.environ.get("TRACKER_INSTANCE")
    folder = Path(named) if named else (CHECKOUT or Path.cwd()) / "instance"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder.resolve()


def secret_key(folder: Path) -> str:
    """The key that signs form tokens; made at the first call, readable by its owner only.

    All processes of one installation must share it, or a form from one is refused by the other.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "secret_key"
    if not path.exists():
        draft = folder / f"secret_key.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(draft, path)  # whole or not at all, and the first of several processes wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
