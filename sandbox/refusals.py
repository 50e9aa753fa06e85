"""Why Barrow does not start here: one sentence for the person at the keyboard."""

import errno
from pathlib import Path

FULL = "No space left on device"


class CannotStart(Exception):
    """Its text is all that is printed."""


def disk_full(where: Path) -> CannotStart:
    return CannotStart(f"The disk that holds {where} is full: free some space and start again.")


def is_disk_full(error: OSError) -> bool:
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def broken(what: str, log: Path) -> CannotStart:
    """A server that ended: the last line of its log says why better than we could."""
    tail = last_words(log)
    if FULL in tail:
        return disk_full(log.parent)
    return CannotStart(f"{what} does not run: {tail or 'it left no word'} (all of it in {log}).")


def last_words(log: Path) -> str:
    try:
        lines = log.read_text(errors="replace")[-4000:].splitlines()
    except OSError:
        return ""
    telling = [line.strip() for line in lines if any(word in line for word in ("FATAL", "rror", FULL))]
    spoken = [line.strip() for line in lines if line.strip()]
    return (telling or spoken or [""])[-1]
