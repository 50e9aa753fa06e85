"""Where a host keeps its index: a folder per build, a pointer to the one in use, a lock for the one who writes."""

import fcntl
import os
import shutil
from pathlib import Path

from ...shared.ids import new_id
from ...shared.settings import settings
from .schema import VERSION

GONE = "gone-"


class Shelf:
    """Every version of the schema has its own: two releases can run side by side on one host."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def of_host(cls) -> "Shelf":
        return cls(settings().barrow_home.absolute() / "search" / f"v{VERSION}")

    def current(self) -> Path | None:
        """The build in use; None before the first."""
        try:
            folder = self.root / self._pointer.read_text()
        except FileNotFoundError:
            return None
        return folder if folder.is_dir() else None

    def new_build(self) -> Path:
        folder = self.root / f"build-{new_id().hex}"
        folder.mkdir(parents=True)
        return folder

    def publish(self, folder: Path) -> None:
        temporary = self._pointer.with_suffix(".new")
        temporary.write_text(folder.name)
        temporary.replace(self._pointer)

    def clear(self) -> None:
        """Remove the builds not in use; who still reads one keeps it open.

        Renamed first: who is just about to open one would put a lock file into the folder that is being emptied."""
        current = self.current()
        for folder in self.root.glob("build-*"):
            if folder != current:
                folder.rename(folder.with_name(f"{GONE}{folder.name}"))
        for folder in self.root.glob(f"{GONE}*"):
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def _pointer(self) -> Path:
        return self.root / "current"


class WriterLock:
    """One process of the host writes. The kernel gives the lock back when its holder dies, however it dies."""

    def __init__(self, shelf: Shelf) -> None:
        self._path = shelf.root / "writer.lock"
        self._handle: int | None = None

    def take(self) -> bool:
        if self._handle is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
