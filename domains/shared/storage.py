"""Where files are kept: a folder today; another kind of place needs only these four verbs and a scheme."""

import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from .settings import settings


class Storage(Protocol):
    """Names are relative paths made by us. A write appears whole or not at all; the verbs block."""

    def write(self, name: str, data: bytes) -> None: ...
    def read(self, name: str) -> bytes | None: ...
    def has(self, name: str) -> bool: ...
    def path(self, name: str) -> Path | None: ...


class Folder:
    """Files below one folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, data: bytes) -> None:
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                os.fchmod(file.fileno(), 0o644)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def read(self, name: str) -> bytes | None:
        path = self.path(name)
        return path.read_bytes() if path else None

    def has(self, name: str) -> bool:
        return (self.root / name).is_file()

    def path(self, name: str) -> Path | None:
        """The file itself, for servers that send files better than bytes."""
        path = self.root / name
        return path if path.is_file() else None


def storage() -> Storage:
    """What MEDIA_URL names; BARROW_HOME/media when it names nothing."""
    return _opened(settings().media_url, settings().barrow_home)


@lru_cache
def _opened(url: str, home: Path) -> Storage:
    if not url:
        return Folder((home / "media").absolute())
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not parts.path:
        raise ValueError("MEDIA_URL must be empty or name a folder: file:///path/to/media")
    return Folder(Path(unquote(parts.path)))
