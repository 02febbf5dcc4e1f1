"""Password hashes: argon2id at 19 MiB, two passes, one lane; about 20 ms each, so never under the write lock."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.domain.limits import PASSWORD_MAX
from tracker.domain.passwords import normal

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Of a password nobody knows: judging an unknown name takes as long as judging a known one.
_DUMMY = "$argon2id$v=19$m=19456,t=2,p=1$6jt8odHMqKaCchFSbCmPLA$AMKusm5ulTcIAMSgynTFmlRMAEbBmdOTIvVLxhAUVAY"


def hash_of(password: str) -> str:
    """The hash to store; the salt is in it."""
    return _HASHER.hash(normal(password))


def proves(password: str, stored: str | None) -> bool:
    """Whether the password is the one of the stored hash; None takes as long and is never right."""
    if len(password) > PASSWORD_MAX:
        password, stored = "", None
    try:
        return _HASHER.verify(stored or _DUMMY, normal(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return _HASHER.check_needs_rehash(stored)
