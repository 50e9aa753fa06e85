"""Argon2id in threads of low priority, two at a time, so that a flood of sign-ins does not slow the shop."""

import asyncio
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache, partial
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domains.shared.settings import settings

from .common import is_common
from .errors import WeakPassword

T = TypeVar("T")
SHORTEST_FOR_STAFF: Final = 12
SHORTEST: Final = 8
LONGEST: Final = 1024  # characters: far beyond any passphrase, and a bound on the work
NICENESS: Final = 10


def _give_way() -> None:
    """Linux counts priorities by thread: pages are made by the others."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


# OWASP's first recommendation for Argon2id (19 MiB, t=2, p=1) with twice the memory
_hasher = PasswordHasher(memory_cost=38_912, time_cost=2, parallelism=1)
_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="password", initializer=_give_way)


async def hashed(password: str) -> str:
    return await _in_thread(partial(_hasher.hash, password))


async def matches(password_hash: str | None, password: str) -> bool:
    """Takes the same time whether there is a hash to compare with or not."""
    if len(password) > LONGEST:
        return False
    compared = await _in_thread(partial(_verify, password_hash or _nobodys(), password))
    return compared and password_hash is not None


def outdated(password_hash: str) -> bool:
    return _hasher.check_needs_rehash(password_hash)


def require_strong(password: str, shortest: int, about: Sequence[str] = ()) -> None:
    if len(password) < shortest:
        raise WeakPassword(f"Choose a password of {shortest} characters or more.")
    if len(password) > LONGEST:
        raise WeakPassword(f"A password can have {LONGEST} characters at most.")
    if is_common(password, (*about, settings().shop_name)):
        raise WeakPassword("This is one of the passwords that are guessed first. Choose another one.")


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache
def _nobodys() -> str:
    return _hasher.hash("the password of nobody at all")


async def _in_thread(work: "partial[T]") -> T:
    return await asyncio.get_running_loop().run_in_executor(_pool, work)
