"""`$BARROW_HOME/run.json`: what runs on this home, and where it can be reached."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from sandbox.marks import Mark

VERSION = 1


def path(home: Path) -> Path:
    return home / "run.json"


def read(home: Path) -> dict[str, Any] | None:
    """None when nothing is written there, or nothing that makes sense."""
    try:
        content = json.loads(path(home).read_text())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and content.get("version") == VERSION else None


def write(home: Path, content: dict[str, Any]) -> None:
    write_private(path(home), {"version": VERSION, **content})


def forget(home: Path) -> None:
    path(home).unlink(missing_ok=True)


def marks(content: dict[str, Any]) -> list[Mark]:
    return [Mark.read(entry) for entry in content.get("processes", {}).values()]


def write_private(target: Path, content: dict[str, Any]) -> None:
    """All or nothing, and readable by its owner alone: it may hold secrets."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")  # mode 0600
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
