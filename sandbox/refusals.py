"""Why Barrow does not start here: one sentence for the person at the keyboard."""

import errno
from pathlib import Path

FULL = "No space left on device"


class CannotStart(Exception):
    """Its text is all that is printed."""


def disk_full(where: Path) -> CannotStart:
    return CannotStart(f"The disk that holds {where} is full: free some space and start again.")


def of_system(error: OSError, home: Path) -> CannotStart | None:
    """What the system refused, where that is something the person at the keyboard can change."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(home)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return CannotStart(
            f"{error.filename or home} is closed to this user: "
            "start Barrow as its owner, or choose another folder with BARROW_HOME."
        )
    return None


def broken(what: str, log: Path, since: int = 0) -> CannotStart:
    """Something that ended: what it wrote last says why better than we could. `since`: bytes of earlier runs."""
    words = last_words(log, since)
    if FULL in words:
        return disk_full(log.parent)
    return CannotStart(f"{what} failed: {words or 'it left no word'} (all of it in {log}).")


def last_words(log: Path, since: int = 0) -> str:
    try:
        lines = log.read_bytes()[since:].decode(errors="replace").splitlines()
    except OSError:
        return ""
    spoken = [line.strip() for line in lines if line.strip()]
    telling = [line for line in spoken if any(word in line for word in ("FATAL", "rror", FULL))]
    return (telling or spoken or [""])[-1]
